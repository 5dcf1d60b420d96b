// SPDX-License-Identifier: MIT
// What the error of one point would be, were its code another: over a part of the plane of all codes, with the decoder
// held fixed. For networks with two latent units and three inputs.
//
//   surface s = {.trainer = t} -> { surface_update -> surface_draw } -> surface_free
//
// Nothing allocates after the first surface_update.
#ifndef SURFACE_H
#define SURFACE_H

#include "scene.h"
#include "trainer.h"

typedef struct surface {
    ae_trainer *trainer;    // borrowed; all others are zero at first
    ae_pass *pass;          // as many rows as there are samples
    float *codes;           // (samples,2), which the others are allocated with; NULL until asked for
    float *errors, *shades; // (samples) from the bottom; finer, from the top
    float sides[4];         // of the codes' plane: left, right, bottom, top
    int point;
    unsigned version; // of the trainer's state that this is of
} surface;

void surface_free(surface *surface); // what it owns, not the struct

// Samples the errors of a point, 0 … points - 1, over the part of the plane that this camera (2D) sees; version:
// another number, not 0, whenever the trainer has trained. False when memory ran out or the codes are no plane.
bool surface_update(surface *surface, unsigned version, const camera *camera, int point);

// Into a picture that this camera sees: as a shade and as contours.
void surface_draw(const surface *surface, scene *scene, float width, colour fill);

#endif
