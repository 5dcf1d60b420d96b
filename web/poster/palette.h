// SPDX-License-Identifier: MIT
// 256 colours for a picture, so that its file is less than half as large. Pictures of plots are flat colours and what
// antialiasing makes between them: nobody sees that some of the latter are their neighbours.
#ifndef PALETTE_H
#define PALETTE_H

#include <stdbool.h>
#include <stddef.h>

#include "colour.h"

enum { PALETTE_SIZE = 256 };

// palette (written): the colours; indices (count, written): of each pixel's nearest. Up to PALETTE_SIZE different
// colours are kept as they are. Returns how many there are, 0 when memory ran out.
int palette_make(const colour *pixels, size_t count, colour palette[PALETTE_SIZE], uint8_t *indices);

#endif
