// SPDX-License-Identifier: MIT
// Adam and stochastic gradient descent with momentum: what turns gradients into the next parameters.
//
// ae_optimizer_reset forgets everything, so that a training run after it has the bits of a new one.
#ifndef AE_OPTIMIZER_H
#define AE_OPTIMIZER_H

#include <stdbool.h>
#include <stddef.h>

#include "status.h"

typedef enum ae_optimizer_kind { AE_ADAM = 0, AE_SGD, AE_OPTIMIZER_COUNT } ae_optimizer_kind;

typedef struct ae_optimizer_desc {
    ae_optimizer_kind kind; // 0 is AE_ADAM
    float rate;             // learning rate, 0 or more; e.g. 0.003
    float momentum;         // of AE_SGD, 0 up to, not including, 1; e.g. 0.9
} ae_optimizer_desc;

typedef struct ae_optimizer {
    ae_optimizer_desc desc;
    size_t count;                     // of parameters
    unsigned steps;                   // since the last reset
    double first_power, second_power; // Adam's beta1^t and beta2^t after t steps
    float *first, *second;            // the moments, (count) each
} ae_optimizer;

// *optimizer: caller frees. AE_BAD_VALUE names the field; AE_OUT_OF_MEMORY.
ae_status ae_optimizer_new(ae_optimizer **optimizer, const ae_optimizer_desc *desc, size_t count, ae_error *error);
void ae_optimizer_free(ae_optimizer *optimizer); // NULL is fine
void ae_optimizer_reset(ae_optimizer *optimizer);

// One step: parameters (count) updated, gradients (count) borrowed, before (count) written with what the parameters
// were, or NULL. Returns whether all parameters are finite numbers now.
bool ae_optimizer_step(ae_optimizer *optimizer, float *parameters, const float *gradients, float *before);

#endif
