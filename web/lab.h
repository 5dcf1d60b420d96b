// SPDX-License-Identifier: MIT
// What the page calls. Integers, floating-point numbers and handles cross; arrays are read and written in place, at the
// address that lab_trainer_view gives. A handle is a small integer; a wrong one is a status, not a crash.
//
//   h = lab_trainer_new() -> lab_trainer_set(h, …) … -> lab_trainer_build(h) -> step, views, … -> lab_trainer_free(h)
//   lab_gl_open(); s = lab_scene_new() -> lab_scene_theme(s, …) ->
//   { lab_scene_orbit(s, …) | lab_scene_latent(s, …) -> axes, links, trails, points -> draw, pick } ->
//   lab_scene_free(s)
//
// Strings cross when loading alone: the option table and the texts of errors, as addresses of C strings.
//
// lab_trainer.c holds the trainers, lab_scene.c what is drawn of them, lab_flat.c and lab_sheet.c what single figures
// add; this header is between them. The page calls the functions marked LAB.
#ifndef LAB_H
#define LAB_H

#include <emscripten.h>

#include "options.h"
#include "scene.h"

#define LAB EMSCRIPTEN_KEEPALIVE

enum { AE_BAD_HANDLE = 100 };

// Arrays that cross: float32, (rows,columns), row-major.
enum { VIEW_INPUT, VIEW_COLOUR, VIEW_PARAMETERS, VIEW_LATENT, VIEW_LATENT_GRADIENT, VIEW_OUTPUT, VIEW_COUNT };

// See lab_flat.c.
typedef struct lab_flat {
    float *input;       // (points,2), which the others are allocated with; NULL until asked for
    float *at, *before; // (points,dims); before is NULL until lab_flat_remember
    int dims;
    double match;
    unsigned version; // of the trainer that this is of
} lab_flat;

// See lab_sheet.c.
typedef struct lab_sheet {
    ae_pass *pass;              // as many rows as the grid has
    float *codes;               // (rows,2), which the others are allocated with; NULL until asked for
    float *at, *before, *drawn; // (rows,3)
    bool has_before;
    float centre[3], reach; // of the window, and the version of the trainer, that this is of
    unsigned version;
} lab_sheet;

typedef struct lab_trainer {
    bool used;
    ae_options options;
    ae_dataset *dataset;
    ae_trainer *trainer; // NULL until built
    ae_pass *probe;      // for decoding one code
    float code[3];       // that one, as the page gives it
    ae_error error;
    float *before_latent, *before_output; // as the views, in one allocation; NULL until lab_trainer_remember
    unsigned version;                     // another number, among all trainers, when any view has changed
    float centre[3], reach;               // what the latent plots show
    float spread;                         // half the width of the cloud of codes, which the trails are scaled by
    lab_flat flat;
    lab_sheet sheet;
} lab_trainer;

lab_trainer *lab_trainer_get(int handle);   // NULL when there is none
lab_trainer *lab_trainer_built(int handle); // NULL when it has no trainer

int lab_trainer_view_columns(int handle, int view);
const float *lab_trainer_view(int handle, int view);
float lab_trail_scale(int handle);

scene *lab_scene_at(int handle);             // NULL when there is none
scene_cloud lab_cloud(int handle, int view); // the points of a trainer's view

void lab_flat_free(lab_trainer *lab);
void lab_flat_remember(lab_trainer *lab); // for a tween, like lab_trainer_remember
void lab_sheet_free(lab_trainer *lab);
void lab_sheet_remember(lab_trainer *lab);

#endif
