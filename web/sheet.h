// SPDX-License-Identifier: MIT
// A part of the plane of codes, and the sheet that the decoder of a network with two latent units makes of it.
//
//   sheet_decode -> { sheet_grid | sheet_mesh }, sheet_remember before the codes change -> sheet_free
#ifndef SHEET_H
#define SHEET_H

#include "network.h"
#include "scene.h"

typedef struct sheet {
    float centre[2], half[2]; // of the plane: its middle and half its sides
    ae_pass *pass;            // as many rows as the grid has
    float *codes;             // (rows,2), which the others are allocated with; NULL until decoded
    float *at, *before;       // (rows,3)
    float *drawn;             // (rows,3): on the way from before to at
    bool has_before;
} sheet;

// Decodes the rectangle of these codes (points,2) with a margin around them. False when memory ran out.
bool sheet_decode(sheet *sheet, const ae_network *network, const float *codes, int points);
void sheet_remember(sheet *sheet); // where it is, for a tween to where it is decoded to next
void sheet_free(sheet *sheet);     // what it owns, not the struct

void sheet_grid(const sheet *sheet, scene *scene, colour fill); // lines on the plane, into a picture of the codes
void sheet_mesh(const sheet *sheet, scene *scene, colour fill, float opacity); // with the same lines on it

#endif
