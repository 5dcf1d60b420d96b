// SPDX-License-Identifier: MIT
// Keeps every epoch of a run: its loss, the codes and their gradients, in a ring of bounded memory that drops the
// oldest.
#ifndef AE_RECORDER_H
#define AE_RECORDER_H

#include <stdbool.h>

#include "trainer.h"

typedef struct ae_frame {
    int epoch;
    double loss;
    const float *latent;          // (points,K)
    const float *latent_gradient; // (points,K), see ae_backward
} ae_frame;

typedef struct ae_recorder ae_recorder;

// *recorder: caller frees. Holds the last `frames` frames (1 … 1,000,000) of the trainer's points and latent units.
// AE_BAD_VALUE names the argument; AE_OUT_OF_MEMORY.
ae_status ae_recorder_new(ae_recorder **recorder, const ae_trainer *trainer, int frames, ae_error *error);
void ae_recorder_free(ae_recorder *recorder); // NULL is fine
void ae_recorder_clear(ae_recorder *recorder);

// Copies the trainer's current state. An epoch that is not the one after the newest starts a new recording.
void ae_recorder_add(ae_recorder *recorder, ae_trainer *trainer);

// Trains and records each epoch on the way, the one it starts from included. As ae_trainer_step.
ae_status ae_recorder_step(ae_recorder *recorder, ae_trainer *trainer, int epochs);

int ae_recorder_first(const ae_recorder *recorder); // the oldest epoch that is kept; 0 when none is
int ae_recorder_count(const ae_recorder *recorder); // how many follow each other from there

// The state of one epoch, borrowed until the next add; false, with frame untouched, when it is not kept.
bool ae_recorder_get(const ae_recorder *recorder, int epoch, ae_frame *frame);

#endif
