// SPDX-License-Identifier: MIT
#include "optimizer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

// The constants of the Adam paper. epsilon is TensorFlow's and Keras's 1e-7, which single precision can tell from 0.
// As floats, because the kernel's moments decay by the floats: the bias correction must undo just that.
static const float BETA1 = 0.9f, BETA2 = 0.999f, EPSILON = 1e-7f;

// Where a gradient is exactly 0 the moments would decay to subnormal numbers, which many processors are twenty times
// slower with. So they are set to 0 before, every so many steps: Adam's fall from AE_TINY to 1e-36 meanwhile.
enum { FLUSH_EVERY = 128 };

ae_status ae_optimizer_new(ae_optimizer **optimizer, const ae_optimizer_desc *desc, size_t count, ae_error *error) {
    *optimizer = NULL;
    if ((int)desc->kind < 0 || desc->kind >= AE_OPTIMIZER_COUNT)
        return ae_fail(error, AE_BAD_VALUE, "optimizer is %d, which is none", (int)desc->kind);
    if (!(desc->rate >= 0) || isinf(desc->rate))
        return ae_fail(error, AE_BAD_VALUE, "rate must be a finite number, 0 or more");
    if (!(desc->momentum >= 0) || !(desc->momentum < 1))
        return ae_fail(error, AE_BAD_VALUE, "momentum must be at least 0 and below 1");
    ae_optimizer *made = malloc(sizeof *made + 2 * count * sizeof(float));
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for the moments of %d parameters", (int)count);
    *made = (ae_optimizer){.desc = *desc, .count = count, .first = (float *)(made + 1)};
    made->second = made->first + count;
    ae_optimizer_reset(made);
    *optimizer = made;
    return AE_OK;
}

void ae_optimizer_free(ae_optimizer *optimizer) { free(optimizer); }

void ae_optimizer_reset(ae_optimizer *optimizer) {
    optimizer->steps = 0;
    optimizer->first_power = optimizer->second_power = 1;
    memset(optimizer->first, 0, optimizer->count * sizeof(float));
    memset(optimizer->second, 0, optimizer->count * sizeof(float));
}

bool ae_optimizer_step(ae_optimizer *optimizer, float *parameters, const float *gradients, float *before) {
    const ae_optimizer_desc *desc = &optimizer->desc;
    if (++optimizer->steps % FLUSH_EVERY == 0) {
        ae_flush(optimizer->first, optimizer->count);
        ae_flush(optimizer->second, optimizer->count);
    }
    if (desc->kind == AE_SGD)
        return ae_sgd(parameters, optimizer->first, gradients, before, desc->rate, desc->momentum, optimizer->count);
    optimizer->first_power *= (double)BETA1;
    optimizer->second_power *= (double)BETA2;
    ae_adam_factors factors = {
        .beta1 = BETA1,
        .beta2 = BETA2,
        .epsilon = EPSILON,
        .step = (float)((double)desc->rate / (1 - optimizer->first_power)),
        .root = (float)(1 / sqrt(1 - optimizer->second_power)),
    };
    return ae_adam(parameters, optimizer->first, optimizer->second, gradients, before, factors, optimizer->count);
}
