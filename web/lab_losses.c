// SPDX-License-Identifier: MIT
// The losses of a run, epoch by epoch, by the handle of its trainer.
//
// They go from the trainer that computes them to the one that shows them, although many epochs lie between two
// snapshots:
//
//   there   lab_trainer_run, … -> lab_trainer_snapshot -> the view of the losses is copied with the others
//   here    lab_trainer_expect -> it is written into the view, with the others -> lab_trainer_adopt
//
// Rows begin with the last one of the snapshot before, from which the line goes on. From their first epoch on they
// replace what is known here, so that a run that went back, or began anew, does so here too. A snapshot with no rows is
// a look back at a state of the past: what is known stays, until there is training from there.
//
// Training losses come from ae_trainer_record, which costs nothing. The row of a snapshot's own epoch has both losses,
// as lab_trainer_loss and lab_trainer_held_out_loss say.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"
#include "pca.h"

enum {
    HISTORY = 4096, // rows: several for each pixel of a plot
    FRESH = 2048,   // rows: more epochs than are trained between two frames
};

void lab_losses_clear(lab_trainer *lab) {
    ae_history_clear(lab->losses.fresh);
    ae_history_clear(lab->losses.history);
    lab->losses.taken = false;
    lab->losses.floor = NAN;
}

ae_status lab_losses_begin(lab_trainer *lab) {
    lab_losses *losses = &lab->losses;
    ae_status status = AE_OK;
    if (!losses->fresh) status = ae_history_new(&losses->fresh, FRESH, &lab->error);
    if (!status && !losses->history) status = ae_history_new(&losses->history, HISTORY, &lab->error);
    if (status) return status;
    lab_losses_clear(lab);
    ae_trainer_record(lab->trainer, losses->fresh);
    return AE_OK;
}

void lab_losses_free(lab_trainer *lab) {
    ae_history_free(lab->losses.fresh);
    ae_history_free(lab->losses.history);
    ae_history_free(lab->losses.ghost);
    lab->losses = (lab_losses){0};
}

void lab_losses_train(lab_trainer *lab) {
    if (lab->losses.taken) ae_history_keep_newest(lab->losses.fresh);
    lab->losses.taken = false;
}

static void merge(lab_losses *losses) {
    ae_history_add_rows(losses->history, ae_history_rows(losses->fresh), ae_history_count(losses->fresh));
}

static void add_current(lab_trainer *lab) {
    ae_history_add(lab->losses.fresh, ae_trainer_epoch(lab->trainer), ae_trainer_loss(lab->trainer),
                   ae_trainer_held_out_loss(lab->trainer));
}

void lab_losses_adopt(lab_trainer *lab) {
    lab_losses *losses = &lab->losses;
    bool rows = ae_history_count(losses->fresh) > 0;
    if (!rows) add_current(lab);
    if (rows || ae_trainer_epoch(lab->trainer) > ae_history_last(losses->history)) merge(losses);
    losses->taken = true;
}

const ae_history *lab_losses_history(lab_trainer *lab) {
    if (!lab->losses.taken) {
        if (ae_history_last(lab->losses.fresh) != ae_trainer_epoch(lab->trainer)) add_current(lab);
        merge(&lab->losses);
    }
    return lab->losses.history;
}

// ---- snapshots ------------------------------------------------------------------------------------------------------

// Before the views are copied.
LAB void lab_trainer_snapshot(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab) return;
    lab_losses_history(lab);
    lab->losses.taken = true;
}

// Before they are written: makes the view of the losses that long, 0 … 2048 rows.
LAB void lab_trainer_expect(int handle, int rows) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (lab) ae_history_written(lab->losses.fresh, rows < 0 ? 0 : rows > FRESH ? FRESH : rows);
}

// ---- what is known --------------------------------------------------------------------------------------------------

LAB int lab_trainer_history_first(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    return lab ? ae_history_first(lab_losses_history(lab)) : -1;
}

LAB int lab_trainer_history_last(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    return lab ? ae_history_last(lab_losses_history(lab)) : -1;
}

static ae_losses nearest(int handle, double epoch) {
    lab_trainer *lab = lab_trainer_built(handle);
    const ae_losses *row = lab ? ae_history_nearest(lab_losses_history(lab), epoch) : NULL;
    return row ? *row : (ae_losses){-1, NAN, NAN};
}

// Of the row nearest to an epoch, which for a long run need not have one of its own: its epoch and its losses. Any
// number will do, Infinity for the newest.
LAB int lab_trainer_history_epoch(int handle, double epoch) { return (int)nearest(handle, epoch).epoch; }
LAB double lab_trainer_history_loss(int handle, double epoch) { return (double)nearest(handle, epoch).loss; }
LAB double lab_trainer_history_held_out_loss(int handle, double epoch) {
    return (double)nearest(handle, epoch).held_out;
}

// Forgets what came after this epoch.
LAB void lab_trainer_history_cut(int handle, int epoch) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab) return;
    ae_history_cut(lab->losses.fresh, epoch);
    ae_history_cut(lab->losses.history, epoch);
}

// Keeps what is known of the run of `from`, which may be the same trainer, as the ghost of this one; it outlives resets
// and builds. No ghost when `from` is none. AE_OUT_OF_MEMORY.
LAB int lab_trainer_ghost(int handle, int from) {
    lab_trainer *lab = lab_trainer_get(handle), *other = lab_trainer_built(from);
    if (!lab) return AE_BAD_HANDLE;
    if (!other) {
        ae_history_free(lab->losses.ghost);
        lab->losses.ghost = NULL;
        return AE_OK;
    }
    ae_status status = AE_OK;
    if (!lab->losses.ghost) status = ae_history_new(&lab->losses.ghost, HISTORY, &lab->error);
    if (!status) ae_history_copy(lab->losses.ghost, lab_losses_history(other));
    return (int)status;
}

// ---- the floor ------------------------------------------------------------------------------------------------------

// The error of a principal component analysis of the training rows with as many components as there are latent units: 0
// when they are as many as the columns, NaN when it cannot be computed.
static double compute_floor(lab_trainer *lab) {
    const ae_network *network = ae_trainer_network(lab->trainer);
    size_t columns = (size_t)network->desc.inputs, trained = 0;
    int components = network->desc.layers[network->desc.latent].units, points = ae_trainer_points(lab->trainer);
    if (components >= network->desc.inputs) return 0;
    float *rows = malloc((size_t)points * columns * sizeof *rows);
    if (!rows) return NAN;
    for (int k = 0; k < points; k++)
        if (!ae_trainer_is_held_out(lab->trainer, k))
            memcpy(rows + trained++ * columns, ae_trainer_input(lab->trainer) + (size_t)k * columns,
                   columns * sizeof *rows);
    ae_pca *pca;
    ae_status status = ae_pca_new(&pca, rows, (int)trained, (int)columns, components, &lab->error);
    double error = status ? (double)NAN : pca->error;
    ae_pca_free(pca);
    free(rows);
    return error;
}

// No linear autoencoder does better. Computed when it is asked for, once for a run.
LAB double lab_trainer_floor(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab) return NAN;
    if (isnan(lab->losses.floor)) lab->losses.floor = compute_floor(lab);
    return lab->losses.floor;
}
