// SPDX-License-Identifier: MIT
// What a reader may choose about a training run: names, limits and defaults in one table, which the page and its
// attributes read too. One option is one number; an option with words ("tanh relu …") is the index of one of them.
#ifndef AE_OPTIONS_H
#define AE_OPTIONS_H

#include <stdbool.h>

#include "dataset.h"
#include "table.h"
#include "trainer.h"

typedef enum ae_option_id {
    AE_OPTION_DATA,       // ae_dataset_kind
    AE_OPTION_POINTS,     // of the data set
    AE_OPTION_NOISE,      // standard deviation, in cube sides
    AE_OPTION_WIDTH,      // units of each hidden layer
    AE_OPTION_DEPTH,      // hidden layers of the encoder, and as many of the decoder
    AE_OPTION_BOTTLENECK, // latent units
    AE_OPTION_ACTIVATION, // of the hidden layers; code and output are linear
    AE_OPTION_OPTIMIZER,  // ae_optimizer_kind
    AE_OPTION_RATE,       // learning rate
    AE_OPTION_SCHEDULE,   // ae_schedule
    AE_OPTION_BATCH,      // most rows of a mini-batch; 0 is the full batch
    AE_OPTION_HELDOUT,    // percent of the points that are not trained on
    AE_OPTION_EPOCHS,     // epoch limit
    AE_OPTION_SEED,       // of initial weights, held-out points and mini-batches
    AE_OPTION_COUNT
} ae_option_id;

typedef struct ae_option {
    const char *name;  // e.g. "rate"
    const char *words; // the names of the values 0, 1, … separated by spaces; NULL for a plain number
    double least, most, fallback;
    bool whole; // takes whole numbers only
} ae_option;

typedef struct ae_options {
    double value[AE_OPTION_COUNT];
} ae_options;

const ae_option *ae_option_at(int id); // NULL when id is none
ae_options ae_options_default(void);

// Sets one option. AE_BAD_VALUE names the option and leaves it as it was.
ae_status ae_options_set(ae_options *options, int id, double value, ae_error *error);

// Sets the options that describe a network: width, depth, bottleneck and activation. AE_BAD_VALUE says what is not of
// that kind (three numbers in and out, a decoder that mirrors the encoder, hidden layers that are all alike, linear
// code and output), and leaves the options as they were.
ae_status ae_options_describe(ae_options *options, const ae_network_desc *network, ae_error *error);

// The data set and the trainer that the options describe; the trainer has its own copy of the data. Caller frees both.
// `own` are the reader's points of the data set "own", three columns; else it may be NULL.
ae_status ae_options_build(const ae_options *options, const ae_table *own, ae_dataset **dataset, ae_trainer **trainer,
                           ae_error *error);

#endif
