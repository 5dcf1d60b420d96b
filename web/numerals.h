// SPDX-License-Identifier: MIT
// The digits 0 … 9 as strokes in a scene: labels that need no font, so that live plots and pictures made at build time
// have the same.
#ifndef NUMERALS_H
#define NUMERALS_H

#include "scene.h"

// A digit 0 … 9 around a place in CSS px, this high, under a halo that sets it off from what is there. Others draw
// nothing.
typedef struct numeral_style {
    float height;      // CSS px, e.g. 22
    float width;       // of a stroke, CSS px, e.g. 3
    float halo_width;  // on each side of it, CSS px, e.g. 2.5
    colour fill, halo; // e.g. ink, paper
} numeral_style;
void scene_numeral(scene *scene, int digit, float x, float y, numeral_style style);

#endif
