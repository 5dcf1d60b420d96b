// SPDX-License-Identifier: MIT
// Trains an autoencoder on a data set, epoch by epoch, and shows its state after each.
//
//   ae_trainer_new -> { ae_trainer_step | ae_trainer_run | ae_trainer_reset | the views } -> ae_trainer_free
//
// An epoch is one pass over the training rows: one update for the full batch, one for each mini-batch otherwise. The
// views (losses, codes, latent gradients, reconstruction) are always those of the current parameters, for all rows in
// the order of the data. They are computed on demand; with the full batch the next step uses the same computation, so
// that looking costs nothing. Looking never changes a weight.
//
// Where the last layer is AE_SIGMOID, its biases start where it gives each column's mean over the training rows: from
// 0, pictures that are mostly paper come first to that mean, and the hidden layers pay for it: digits were at a loss of
// 0.045 after 8 epochs, with it (and a warm-up) at 0.036.
//
// Nothing allocates after ae_trainer_new. Rows pass through the network AE_CHUNK at a time, so memory does not grow
// with them but for the data and the views.
//
// Shapes: D inputs, K latent units, `points` rows.
#ifndef AE_TRAINER_H
#define AE_TRAINER_H

#include <stdbool.h>
#include <stdint.h>

#include "corruption.h"
#include "history.h"
#include "network.h"
#include "optimizer.h"

enum {
    AE_CHUNK = 256,           // rows
    AE_MAX_OUTPUTS = 1 << 22, // numbers: ae_trainer_output is kept up to this size
};

// How the learning rate goes over the epochs: as it is, or down a half cosine to 0 at stop.epochs and 0 from there on
// (Loshchilov & Hutter 2016, arXiv:1608.03983, without restarts).
typedef enum ae_schedule { AE_CONSTANT = 0, AE_COSINE, AE_SCHEDULE_COUNT } ae_schedule;

// When ae_trainer_run stops by itself; 0 switches a rule off.
typedef struct ae_stop_desc {
    int epochs;            // epoch limit, e.g. 1000; AE_COSINE needs it
    int patience;          // converged: in this many epochs the training loss fell by less than 1%, e.g. 500
    double seconds;        // time limit of one ae_trainer_run, by `clock`
    double (*clock)(void); // seconds from any start; needed for a time limit, because the core knows no clock
} ae_stop_desc;

typedef enum ae_stop {
    AE_RUNNING = 0,
    AE_STOP_EPOCHS,    // the epoch limit
    AE_STOP_CONVERGED, // the loss no longer falls
    AE_STOP_TIME,      // the time limit
    AE_STOP_DIVERGED,  // the loss is no longer finite
} ae_stop;

typedef struct ae_trainer_desc {
    ae_network_desc network;
    ae_initialisation initialisation; // 0 is AE_GLOROT_UNIFORM
    ae_optimizer_desc optimizer;
    ae_schedule schedule; // 0 is AE_CONSTANT
    int warm_up;          // epochs in which the rate first rises from 0 to that of the schedule; e.g. 1. 0: none
    ae_stop_desc stop;    // 0: runs until it is told otherwise
    const float *data;    // (points,D), finite numbers; copied
    int points;           // 1 … AE_MAX_ROWS
    int held_out;         // so many rows, chosen by the seed, are not trained on; 0 … points - 1
    ae_corruption
        corruption; // of training rows on their way in, anew each epoch; what comes out shall be the clean row
    const ae_parallel *parallel; // who computes it, borrowed while the trainer lives; NULL: the caller alone
    int batch;     // most rows of a mini-batch, drawn anew each epoch; 0, or as many as there are: the full batch
    uint64_t seed; // of initial weights, held-out rows, mini-batches and corruption
} ae_trainer_desc;

typedef struct ae_trainer ae_trainer;

// *trainer: caller frees. AE_BAD_VALUE names the field, AE_BAD_DATA the row and column (from 1), AE_OUT_OF_MEMORY.
ae_status ae_trainer_new(ae_trainer **trainer, const ae_trainer_desc *desc, ae_error *error);
void ae_trainer_free(ae_trainer *trainer); // NULL is fine

// Back to epoch 0 with the weights of `seed` and no memory of the run before: the same bits as a new trainer.
void ae_trainer_reset(ae_trainer *trainer, uint64_t seed);

// Trains `epochs` more epochs. AE_DIVERGED when the loss of a batch grows beyond what a float can hold, or a parameter
// in the end is not finite: the trainer is then in the last state before that (an epoch or more ago, with a fresh
// optimizer), and can go on at a lower rate.
ae_status ae_trainer_step(ae_trainer *trainer, int epochs);

// The same, but trains no epoch when a rule of ae_stop_desc holds before it; says which, AE_RUNNING when none did. A
// run that has converged may go on: the next call waits as many epochs again.
ae_stop ae_trainer_run(ae_trainer *trainer, int epochs);

// Another learning rate from here on; it must be finite and at least 0.
ae_status ae_trainer_set_rate(ae_trainer *trainer, float rate, ae_error *error);

// From here on each epoch's training loss goes into `history` (borrowed until the trainer is freed or given another;
// NULL: none), at the price of nothing: the full batch's loss is known when its gradients are, so that row e is the
// loss of the parameters at epoch e; with mini-batches it is the mean over those of the epoch that begins there, each
// before its update, and of corrupted rows where there is corruption. Held-out losses are not known (NaN). An epoch
// that the history has already keeps its row. A reset clears the history, a run that diverges cuts it back.
void ae_trainer_record(ae_trainer *trainer, ae_history *history);

// Takes over a state that another trainer of the same description has computed: the caller has written that trainer's
// parameters, latent, latent gradient and output through the views below, and tells its epoch and losses here. The
// optimizer starts afresh. So a page shows what a worker trains without computing it again.
void ae_trainer_adopt(ae_trainer *trainer, int epoch, double loss, double held_out_loss);

int ae_trainer_points(const ae_trainer *trainer);
int ae_trainer_epoch(const ae_trainer *trainer);
const ae_network *ae_trainer_network(const ae_trainer *trainer);
const float *ae_trainer_input(const ae_trainer *trainer);          // (points,D), as given
bool ae_trainer_is_held_out(const ae_trainer *trainer, int point); // 0 … points - 1

// The views of the current parameters, borrowed until the trainer is freed; read them again after each step.
double ae_trainer_loss(ae_trainer *trainer);          // mean squared error over training rows (clean) and columns
double ae_trainer_held_out_loss(ae_trainer *trainer); // likewise over held-out rows; NaN when there are none
double ae_trainer_point_loss(ae_trainer *trainer, int point); // L_i: over one point's columns; point 0 … points - 1
float *ae_trainer_parameters(ae_trainer *trainer); // (parameter_count), see ae_network; ask again before each writing
float *ae_trainer_gradients(ae_trainer *trainer);  // (parameter_count): of the loss over the training rows
float *ae_trainer_latent(ae_trainer *trainer);     // (points,K) codes
float *ae_trainer_latent_gradient(ae_trainer *trainer); // (points,K) ∂L_i/∂z_i, see ae_backward
float *ae_trainer_output(ae_trainer *trainer);          // (points,D) reconstruction; NULL beyond AE_MAX_OUTPUTS numbers

#endif
