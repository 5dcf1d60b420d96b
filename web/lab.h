// SPDX-License-Identifier: MIT
// What the page calls. Integers, floating-point numbers and handles cross; arrays are read and written in place, at the
// address that lab_trainer_view gives. A handle is a small integer; a wrong one is a status, not a crash.
//
//   h = lab_trainer_new() -> lab_trainer_set(h, …) … -> lab_trainer_build(h) -> step, views, … -> lab_trainer_free(h)
//   lab_gl_begin(); lab_gl_build(); s = lab_scene_new() -> lab_scene_theme(s, …) ->
//   { lab_scene_orbit(s, …) | lab_scene_latent(s, …) -> axes, links, trails, points -> draw, pick } ->
//   lab_scene_free(s)
//
// Strings cross when loading alone: the option table and the texts of errors, as addresses of C strings.
//
// lab_trainer.c holds the trainers, lab_losses.c the losses of their runs, lab_looks.c what can be found out about
// their networks, lab_flat.c, lab_sheet.c and lab_error.c what single figures
// add, lab_record.c a run to look back on, lab_model.c files of models, lab_scene.c what is drawn of them; this header
// is between them. The page calls the functions marked LAB.
#ifndef LAB_H
#define LAB_H

#include <emscripten.h>

#include "data.h"
#include "history.h"
#include "latent.h"
#include "model.h"
#include "options.h"
#include "recorder.h"
#include "scene.h"
#include "sheet.h"
#include "surface.h"
#include "trace.h"

#define LAB EMSCRIPTEN_KEEPALIVE

enum { AE_BAD_HANDLE = 100 };

// Arrays that cross: float32, (rows,columns), row-major. Losses are rows of ae_losses, see lab_losses.c.
enum {
    VIEW_INPUT,
    VIEW_COLOUR,
    VIEW_PARAMETERS,
    VIEW_LATENT,
    VIEW_LATENT_GRADIENT,
    VIEW_OUTPUT,
    VIEW_LOSSES,
    VIEW_COUNT
};

typedef struct lab_losses {
    ae_history *fresh;   // from the last row of the snapshot before on
    bool taken;          // fresh has crossed with a snapshot
    ae_history *history; // of the whole run, as far as it is known here
    ae_history *ghost;   // of another run, to compare with; NULL: none
    double floor;        // see lab_trainer_floor; NaN when it is not computed yet
} lab_losses;

// See lab_flat.c.
typedef struct lab_flat {
    float *input;       // (points,2), which the others are allocated with; NULL until asked for
    float *at, *before; // (points,dims); before is NULL until lab_flat_remember
    int dims;
    double match;
    unsigned version; // of the trainer that this is of
} lab_flat;

// See lab_record.c.
typedef struct lab_record {
    ae_recorder *recorder; // NULL until asked for
    float *states;         // (epochs, parameters and outputs)
    float arrows;          // see lab_record_arrows
} lab_record;

typedef struct lab_trainer {
    bool used;
    ae_options options;
    char *file;       // the reader's own data, see lab_trainer_file; NULL: none
    size_t file_size; // of it
    int label_column; // of it, see lab_trainer_label_column
    ae_dataset *dataset;
    ae_trainer *trainer; // NULL until built
    ae_pass *probe;      // for decoding one code
    float code[3];       // that one, as the page gives it
    ae_trace *trace;     // of the point that was traced last
    ae_error error;
    float *before_latent, *before_output; // as the views, in one allocation; NULL until lab_trainer_remember
    lab_losses losses;
    unsigned version;     // another number, among all trainers, when any view has changed
    latent_window window; // what the latent plots show
    lab_flat flat;
    sheet sheet;
    surface surface;
    lab_record record;
    ae_model_bytes saved; // see lab_model.c
} lab_trainer;

lab_trainer *lab_trainer_get(int handle);   // NULL when there is none
lab_trainer *lab_trainer_built(int handle); // NULL when it has no trainer

int lab_trainer_run(int handle, int epochs);
void lab_trainer_adopt(int handle, int epoch, double loss, double held_out_loss);
int lab_trainer_view_columns(int handle, int view);
const float *lab_trainer_view(int handle, int view);
float lab_trail_scale(int handle);

scene *lab_scene_at(int handle);             // NULL when there is none
scene_cloud lab_cloud(int handle, int view); // the points of a trainer's view

void lab_flat_free(lab_trainer *lab);
void lab_flat_remember(lab_trainer *lab); // for a tween, like lab_trainer_remember
void lab_sheet_free(lab_trainer *lab);
void lab_sheet_remember(lab_trainer *lab);
void lab_error_free(lab_trainer *lab);
void lab_model_free(lab_trainer *lab); // what was saved of it
void lab_record_free(lab_trainer *lab);
void lab_record_clear(lab_trainer *lab); // a reset

ae_status lab_losses_begin(lab_trainer *lab); // of the trainer that was built; the ghost stays
void lab_losses_clear(lab_trainer *lab);      // a reset
void lab_losses_train(lab_trainer *lab);      // before each training
void lab_losses_adopt(lab_trainer *lab);      // after the trainer has adopted a state
void lab_losses_free(lab_trainer *lab);
const ae_history *lab_losses_history(lab_trainer *lab); // up to the current epoch
double lab_trainer_floor(int handle);

#endif
