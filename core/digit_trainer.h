// SPDX-License-Identifier: MIT
// Trains an autoencoder on pictures given as bytes, one mini-batch at a time, so that somebody can look on: after any
// batch the codes of other pictures, which are never trained on, can be asked for.
//
//   ae_digit_trainer_new -> { ae_digit_trainer_run | ae_digit_trainer_codes | … } … -> ae_digit_trainer_free
//
// It is made for being quick, where trainer.h is made for showing what training is: weights and biases start where
// the first seconds count (see spread and centre in digit_trainer.c), Adam's learning rate goes down a half cosine to 0
// at the end of the last epoch, an epoch need not be finished before one can look, the data stay bytes (a quarter of
// the memory), and no gradients are shown. As there, each epoch has a new order, and the same seed gives the same bits.
//
// Shapes: D inputs, K latent units, N pictures to train on, T to look at. Nothing allocates after _new.
#ifndef AE_DIGIT_TRAINER_H
#define AE_DIGIT_TRAINER_H

#include <stdint.h>

#include "trainer.h"

enum { AE_DIGIT_MEMORY = 4096 }; // pictures

// A network for digits of so many inputs: width and width / 2 tanh units to the code, the same back; code and output
// are linear. width 2 … AE_MAX_UNITS, e.g. 128.
ae_network_desc ae_digit_network(int inputs, int width, int bottleneck);

typedef struct ae_digit_trainer_desc {
    ae_network_desc network;
    const unsigned char *digits; // (N,D) borrowed until the trainer is freed; 255 stands for 1
    int count;                   // N, 1 … AE_MAX_ROWS; e.g. 10,000
    const unsigned char *looked; // (T,D) likewise
    int looked_count;            // T, 1 … AE_MAX_ROWS; e.g. 2,000
    int epochs;                  // at least 1; e.g. 30
    int batch;     // rows of a mini-batch, 1 … AE_MAX_ROWS; e.g. 128. The last of an epoch may be shorter
    float rate;    // of learning, at the start, 0 or more; e.g. 0.002
    uint64_t seed; // of weights and order
} ae_digit_trainer_desc;

typedef struct ae_digit_trainer ae_digit_trainer;

// *trainer: caller frees. AE_BAD_VALUE names the field; AE_OUT_OF_MEMORY.
ae_status ae_digit_trainer_new(ae_digit_trainer **trainer, const ae_digit_trainer_desc *desc, ae_error *error);
void ae_digit_trainer_free(ae_digit_trainer *trainer); // NULL is fine

// Trains on up to so many mini-batches. AE_STOP_EPOCHS when the last epoch is over; AE_STOP_DIVERGED when the loss of a
// batch grows beyond what a float can hold, and the parameters stay as they were before it; else AE_RUNNING.
ae_stop ae_digit_trainer_run(ae_digit_trainer *trainer, int batches);

// Goes on where a trainer of the same desc was when it had these parameters (of its network; they may be the trainer's
// own), had seen so many pictures, and had this loss. The optimizer starts afresh there; rate and order are those that
// the other one would go on with. seen: of whole batches; AE_BAD_VALUE, with nothing changed, when there is no such
// place.
ae_status ae_digit_trainer_adopt(ae_digit_trainer *trainer, const float *parameters, long seen, double loss,
                                 ae_error *error);

const ae_network *ae_digit_trainer_network(const ae_digit_trainer *trainer);
long ae_digit_trainer_seen(const ae_digit_trainer *trainer);   // pictures trained on, each as often as it was
double ae_digit_trainer_part(const ae_digit_trainer *trainer); // of the whole training, 0 … 1

// The mean squared error over the newest pictures, some AE_DIGIT_MEMORY of them, each before its update; NaN before.
double ae_digit_trainer_loss(const ae_digit_trainer *trainer);

// Of the looked-at pictures with the parameters as they are; borrowed until the next call.
const float *ae_digit_trainer_codes(ae_digit_trainer *trainer);  // (T,K)
const float *ae_digit_trainer_errors(ae_digit_trainer *trainer); // (T): each one's mean squared error

// The network as a plane can show it, with a code of two numbers (*plane: caller frees). Of one latent unit: a second
// number that is 0 and does not matter. Of more: the first two, and the decoder sees the others at their mean over the
// looked-at pictures, as the codes were last asked for. AE_OUT_OF_MEMORY.
ae_status ae_digit_trainer_plane(ae_network **plane, ae_digit_trainer *trainer, ae_error *error);

#endif
