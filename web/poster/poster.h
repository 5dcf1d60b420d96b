// SPDX-License-Identifier: MIT
// Pictures of whole figures, made at build time: what a reader sees before any script has run, or without scripts, and
// in print. The same C code trains the network and draws the plots; panels stand where web/figure.css puts them. No
// text.
//
//   poster p = {0};  poster_draw(&p, poster_find("train"), false, 1140) -> p.pixels -> poster_free(&p)
#ifndef POSTER_H
#define POSTER_H

#include <stdbool.h>

#include "colour.h"

enum { POSTER_DENSITY = 2 }; // device px a CSS px

typedef struct poster {
    colour *pixels;    // (height,width) from the top, opaque
    int width, height; // device px
} poster;

const char *poster_name(int figure); // "train", …; NULL from the last on
int poster_find(const char *name);   // -1 when there is no such figure

// The colours of web/figure.css, in light and dark.
typedef enum poster_tint {
    POSTER_PAPER,
    POSTER_INK,
    POSTER_LINE,
    POSTER_INPUT,
    POSTER_LATENT,
    POSTER_OUTPUT,
    POSTER_ENCODER,
    POSTER_DECODER,
    POSTER_SHEET,
    POSTER_TINTS
} poster_tint;

const char *poster_tint_name(poster_tint tint); // as there, without the dashes, e.g. "encoder"
colour poster_colour(poster_tint tint, bool dark);

// Draws a figure as it looks on a page `width` CSS px wide, 320 or more, e.g. 1140; up to 640 its large plots are one
// below the other. False when memory ran out: there is then no picture.
bool poster_draw(poster *poster, int figure, bool dark, float width);
bool poster_draw_card(poster *poster, bool dark); // for a link's preview: 1200 × 630 device px
void poster_free(poster *poster);                 // what it owns, not the struct

#endif
