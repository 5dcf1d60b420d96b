// SPDX-License-Identifier: MIT
// Draws scenes into memory, with no GPU: for browsers without WebGL, for pictures made at build time, and for tests.
//
//   gfx_soft soft = {0};  gfx_soft_draw(&soft, …) -> soft.pixels -> …  gfx_soft_free(&soft)
//
// The same scene gives the same bits on every machine, and the picture that gfx_gl draws but for a level here and
// there. What is not finite is left out; what is off the picture is cut off.
#ifndef GFX_SOFT_H
#define GFX_SOFT_H

#include <stdbool.h>
#include <stddef.h>

#include "scene.h"

// One serves any number of scenes, one after the other. It grows its own memory and keeps it for the next picture.
typedef struct gfx_soft {
    colour *pixels; // (pixel_height,pixel_width) of the last picture, from the top, opaque; NULL before the first
    float *depth;   // likewise, of scenes that ask for it: how far away the points are
    size_t capacity, depth_capacity; // pixels
} gfx_soft;

// Draws the scene onto its theme's paper, scaled to pixel_width × pixel_height device pixels, 1 or more each. False
// when memory ran out, here or in the scene: there is then no picture, or one that is not complete.
bool gfx_soft_draw(gfx_soft *soft, scene *scene, int pixel_width, int pixel_height);

void gfx_soft_free(gfx_soft *soft); // what it owns, not the struct

#endif
