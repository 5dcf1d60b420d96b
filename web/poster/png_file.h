// SPDX-License-Identifier: MIT
// Writes pictures as PNG files, through libpng.
#ifndef PNG_FILE_H
#define PNG_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "colour.h"

// pixels: (height,width) from the top; their opacity is not written, and of their colours PALETTE_SIZE at most. False
// when memory ran out or the file cannot be written.
bool png_file_put(FILE *file, const colour *pixels, int width, int height);
bool png_file_write(const char *path, const colour *pixels, int width, int height);

#endif
