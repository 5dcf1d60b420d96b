// SPDX-License-Identifier: MIT
// The picture of Figure 6, which is drawn from a trained model: the map of codes, what is decoded under the cursor, the
// digits nearest to it, and the path between two codes. Otherwise as poster.h.
#ifndef POSTER_DIGITS_H
#define POSTER_DIGITS_H

#include "codes.h"
#include "network.h"
#include "poster.h"

typedef struct poster_digits {
    const ae_network *decoder; // of 784 outputs and two latent units
    const ae_codes *codes;     // of two columns
} poster_digits;

// False when memory ran out: there is then no picture.
bool poster_draw_digits(poster *poster, const poster_digits *digits, bool dark, float width);

#endif
