// SPDX-License-Identifier: MIT
// Numbers and names of axes as strokes, for pictures that no page puts text on: digits (numerals.h), the letters e x z,
// minus and point. Other characters are gaps.
#ifndef LETTERING_H
#define LETTERING_H

#include "scene.h"

typedef struct lettering {
    float size;  // CSS px: how high a digit is
    float align; // of the text, from its left (0) to its right (1) end, is at x; e.g. 0.5
    colour fill;
    float halo; // CSS px: of paper around it; 0: none
} lettering;

float lettering_width(const char *text, float size);

// The text with its middle at the height y.
void lettering_put(scene *scene, const char *text, float x, float y, lettering style);

#endif
