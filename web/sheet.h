// SPDX-License-Identifier: MIT
// What a decoder makes of more than the codes of the data: of the plane around them, and of the path between two of
// them. The plane is that of networks with two latent units.
//
//   sheet s = {.trainer = t} -> { sheet_update -> sheet_grid, sheet_mesh, sheet_path, sheet_between } -> sheet_free
//
// Nothing allocates after the first sheet_update.
#ifndef SHEET_H
#define SHEET_H

#include "scene.h"
#include "trainer.h"

typedef struct sheet {
    ae_trainer *trainer;        // borrowed; all others are zero at first
    ae_pass *pass;              // as many rows as the grid has
    float *codes;               // (rows,2), which the others are allocated with; NULL until asked for
    float *at, *before, *drawn; // (rows,3)
    bool has_before;
    float centre[2], half[2]; // of the codes' plane: its middle and half its sides
    unsigned version;         // of the trainer's state that this is of
} sheet;

void sheet_free(sheet *sheet); // what it owns, not the struct

// Decodes the plane around the codes; version: another number, not 0, whenever the trainer has trained. False when
// memory ran out or the codes are no plane: there is then nothing to be drawn.
bool sheet_update(sheet *sheet, unsigned version);

// Keeps the image of the plane as what a tween starts from, if it is up to date.
void sheet_remember(sheet *sheet, unsigned version);

void sheet_grid(const sheet *sheet, scene *scene, colour fill); // into a picture of the codes: the lines of the plane
void sheet_mesh(sheet *sheet, scene *scene, colour fill, float opacity); // of the data's space: their image

typedef enum sheet_path_kind {
    SHEET_CODES,    // straight, in a picture of the codes
    SHEET_STRAIGHT, // straight between the ends' reconstructions, in one of the data's space
    SHEET_IMAGE,    // what the codes of the straight path are decoded to, there
} sheet_path_kind;

// The path from one point of the data, 0 … points - 1, to another.
void sheet_path(sheet *sheet, scene *scene, sheet_path_kind kind, int from, int to, float width, colour fill);

// A part t, 0 … 1, of that path.
typedef struct sheet_stop {
    float code[3];     // latent units
    float image[3];    // its reconstruction
    float straight[3]; // the place on the straight path between the ends' reconstructions
    float distance;    // of these two
} sheet_stop;
sheet_stop sheet_between(sheet *sheet, int from, int to, float t);

#endif
