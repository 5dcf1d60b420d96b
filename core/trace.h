// SPDX-License-Identifier: MIT
// One point's way through a network and back: what each layer puts out, and how the point's own error would change with
// each of those numbers. For looking at, not for training.
//
//   ae_trace_new -> { ae_trace_point | ae_trace_code | ae_trace_step } -> ae_trace_free
#ifndef AE_TRACE_H
#define AE_TRACE_H

#include "network.h"

typedef struct ae_trace {
    int count;                        // of stations: the input, then each layer
    size_t units[AE_MAX_LAYERS + 1];  // of each station
    float *values[AE_MAX_LAYERS + 1]; // (units): the input, and each layer's output after its activation
    float *slopes[AE_MAX_LAYERS + 1]; // (units): ∂L_i/∂values, where L_i is the mean of the point's squared errors
    double loss;                      // L_i
    ae_pass *pass;
    float *transposed; // one layer's weights, transposed
} ae_trace;

// *trace: caller frees. It stays valid for every network of the same description. AE_OUT_OF_MEMORY.
ae_status ae_trace_new(ae_trace **trace, const ae_network *network, ae_error *error);
void ae_trace_free(ae_trace *trace); // NULL is fine

// Fills the trace for the point x (inputs): forward, loss, and back to the input.
void ae_trace_point(ae_trace *trace, const ae_network *network, const float *x);

// Through the decoder alone: from the code z (latent units) to a reconstruction, its error against x (inputs), and back
// to the code. The stations before the code are left as they were.
void ae_trace_code(ae_trace *trace, const ae_network *network, const float *z, const float *x);

// One step of gradient descent on the code alone: z (latent units, written) goes `size` times its slope downhill, and
// the trace is that of where it has come to. Returns the loss there.
double ae_trace_step(ae_trace *trace, const ae_network *network, float *z, const float *x, float size);

#endif
