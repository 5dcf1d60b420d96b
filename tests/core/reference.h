// SPDX-License-Identifier: MIT
// The network once more, in double precision and in the plainest loops: what gradients are checked against by central
// differences. Shares no code with core/.
#ifndef REFERENCE_H
#define REFERENCE_H

#include <math.h>
#include <stddef.h>

#include "network.h"
#include "random.h"
#include "test.h"

enum { REFERENCE_WIDTH = 128 }; // the widest layer it can run

static inline float random_float(ae_random *random, double least, double most) {
    return (float)(least + (most - least) * ae_random_uniform(random));
}

static inline void fill(float *x, size_t n, ae_random *random) {
    for (size_t k = 0; k < n; k++) x[k] = random_float(random, -1, 1);
}

static inline void widen_numbers(double *y, const float *x, size_t n) {
    for (size_t k = 0; k < n; k++) y[k] = x[k];
}

static inline double reference_activation(double x, ae_activation f) {
    switch (f) {
    case AE_LINEAR: return x;
    case AE_TANH: return tanh(x);
    case AE_RELU: return x > 0 ? x : 0;
    case AE_SIGMOID: return 1 / (1 + exp(-x));
    case AE_ACTIVATION_COUNT: break;
    }
    fail_msg("unknown activation %d", (int)f);
    return NAN;
}

// One row, `values`, through layers first … last, in place. Returns how near a ReLU came to its kink, at which central
// differences mean nothing.
static inline double reference_run(const ae_network *network, const double *parameters, int first, int last,
                                   double values[REFERENCE_WIDTH]) {
    double kink = INFINITY;
    for (int l = first; l <= last; l++) {
        ae_layer_place place = network->places[l];
        ae_activation f = network->desc.layers[l].activation;
        double y[REFERENCE_WIDTH];
        assert_true(place.inputs <= REFERENCE_WIDTH && place.outputs <= REFERENCE_WIDTH);
        for (size_t o = 0; o < place.outputs; o++) {
            double sum = parameters[place.bias + o];
            for (size_t i = 0; i < place.inputs; i++)
                sum += values[i] * parameters[place.weights + i * place.outputs + o];
            if (f == AE_RELU && fabs(sum) < kink) kink = fabs(sum);
            y[o] = reference_activation(sum, f);
        }
        for (size_t o = 0; o < place.outputs; o++) values[o] = y[o];
    }
    return kink;
}

static inline double reference_error(const double *y, const float *x, size_t n) {
    double sum = 0;
    for (size_t k = 0; k < n; k++) sum += (y[k] - x[k]) * (y[k] - x[k]);
    return sum / (double)n;
}

// The mean squared error between what comes of all rows of x (B,D) and the target (B,D).
static inline double reference_loss_towards(const ae_network *network, const double *parameters, const float *x,
                                            const float *target, size_t B) {
    size_t D = (size_t)network->desc.inputs;
    double sum = 0, values[REFERENCE_WIDTH];
    for (size_t b = 0; b < B; b++) {
        widen_numbers(values, x + b * D, D);
        reference_run(network, parameters, 0, network->desc.layer_count - 1, values);
        sum += reference_error(values, target + b * D, D);
    }
    return sum / (double)B;
}

static inline double reference_loss(const ae_network *network, const double *parameters, const float *x, size_t B) {
    return reference_loss_towards(network, parameters, x, x, B);
}

// L_i of one row x (D) as a function of its code z (K), the decoder held fixed.
static inline double reference_row_loss(const ae_network *network, const double *parameters, const double *z,
                                        const float *x) {
    double values[REFERENCE_WIDTH];
    for (size_t k = 0; k < network->places[network->desc.latent].outputs; k++) values[k] = z[k];
    reference_run(network, parameters, network->desc.latent + 1, network->desc.layer_count - 1, values);
    return reference_error(values, x, (size_t)network->desc.inputs);
}

// Entry by entry within 1e-3 of it, or 1e-5 of the largest for what cancels to almost nothing. Fails on gradients that
// are all zero.
static inline void assert_gradient(const char *name, const float *got, const double *wanted, size_t n) {
    double largest = 0;
    for (size_t k = 0; k < n; k++) largest = fmax(largest, fabs(wanted[k]));
    if (!(largest > 1e-5)) fail_msg("%s: the largest of %d numbers is %g", name, (int)n, largest);
    for (size_t k = 0; k < n; k++)
        if (!(fabs(got[k] - wanted[k]) <= 1e-3 * fabs(wanted[k]) + 1e-5 * largest))
            fail_msg("%s[%d] is %.9g, central differences give %.9g", name, (int)k, (double)got[k], wanted[k]);
}

#endif
