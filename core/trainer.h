// SPDX-License-Identifier: MIT
// Trains an autoencoder on a data set, one epoch at a time, and shows its state after each.
//
//   ae_trainer_new -> { ae_trainer_step | ae_trainer_reset | the views } -> ae_trainer_free
//
// An epoch is one full-batch step: forward, backward, update. The views (loss, codes, latent gradients, reconstruction)
// are always those of the current parameters: they are computed on demand, and the next step uses the same computation,
// so that looking costs nothing. Looking changes no weight.
#ifndef AE_TRAINER_H
#define AE_TRAINER_H

#include <stdint.h>

#include "network.h"
#include "optimizer.h"

typedef struct ae_trainer_desc {
    ae_network_desc network;
    ae_initialisation initialisation; // 0 is AE_GLOROT_UNIFORM
    ae_optimizer_desc optimizer;
    const float *data; // (points,inputs), finite numbers; copied
    int points;        // 1 … AE_MAX_ROWS
    uint64_t seed;     // of the initial weights
} ae_trainer_desc;

typedef struct ae_trainer ae_trainer;

// *trainer: caller frees. AE_BAD_VALUE names the field, AE_BAD_DATA the row and column (from 1), AE_OUT_OF_MEMORY.
ae_status ae_trainer_new(ae_trainer **trainer, const ae_trainer_desc *desc, ae_error *error);
void ae_trainer_free(ae_trainer *trainer); // NULL is fine

// Back to epoch 0 with the weights of `seed` and no memory of the run before: the same bits as a new trainer.
void ae_trainer_reset(ae_trainer *trainer, uint64_t seed);

// Trains `epochs` more epochs. AE_DIVERGED as soon as the loss is not finite; no update follows, the epoch stays.
ae_status ae_trainer_step(ae_trainer *trainer, int epochs);

// Takes over a state that another trainer of the same description has computed: the caller has written that trainer's
// parameters, latent, latent gradient and output through the views below, and tells its epoch and loss here. The
// optimizer starts afresh. So a page shows what a worker trains without computing it again.
void ae_trainer_adopt(ae_trainer *trainer, int epoch, double loss);

int ae_trainer_points(const ae_trainer *trainer);
int ae_trainer_epoch(const ae_trainer *trainer);
const ae_network *ae_trainer_network(const ae_trainer *trainer);
const float *ae_trainer_input(const ae_trainer *trainer); // (points,inputs), as given

// The views of the current parameters, borrowed until the trainer is freed; read them again after each step.
double ae_trainer_loss(ae_trainer *trainer);                  // mean squared error over points and columns
double ae_trainer_point_loss(ae_trainer *trainer, int point); // L_i: over one point's columns; point 0 … points - 1
float *ae_trainer_parameters(ae_trainer *trainer);            // (parameter_count), see ae_network
float *ae_trainer_gradients(ae_trainer *trainer);             // (parameter_count)
float *ae_trainer_latent(ae_trainer *trainer);                // (points,K) codes
float *ae_trainer_latent_gradient(ae_trainer *trainer);       // (points,K) ∂L_i/∂z_i, see ae_backward
float *ae_trainer_output(ae_trainer *trainer);                // (points,inputs) reconstruction

#endif
