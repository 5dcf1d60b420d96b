// SPDX-License-Identifier: MIT
#include "trace.h"

#include <stdlib.h>
#include <string.h>

ae_status ae_trace_new(ae_trace **trace, const ae_network *network, ae_error *error) {
    *trace = NULL;
    const int layers = network->desc.layer_count;
    size_t units = (size_t)network->desc.inputs, largest = 0;
    for (int l = 0; l < layers; l++) {
        const ae_layer_place *place = &network->places[l];
        units += place->outputs;
        if (place->inputs * place->outputs > largest) largest = place->inputs * place->outputs;
    }
    ae_trace *made = calloc(1, sizeof *made + (2 * units + largest) * sizeof(float));
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for a trace of %d units", (int)units);
    ae_status status = ae_pass_new(&made->pass, network, 1, error);
    if (status) {
        free(made);
        return status;
    }
    made->count = layers + 1;
    float *next = (float *)(made + 1);
    for (int s = 0; s < made->count; s++) {
        made->units[s] = s ? network->places[s - 1].outputs : (size_t)network->desc.inputs;
        made->values[s] = next;
        made->slopes[s] = next + made->units[s];
        next += 2 * made->units[s];
    }
    made->transposed = next;
    *trace = made;
    return AE_OK;
}

void ae_trace_free(ae_trace *trace) {
    if (!trace) return;
    ae_pass_free(trace->pass);
    free(trace);
}

// Layers first … last: their outputs from the pass, then the loss and the slopes back to the first one's input.
static void look_back(ae_trace *trace, const ae_network *network, int first, const float *x) {
    const int last = network->desc.layer_count - 1;
    for (int l = first; l <= last; l++)
        memcpy(trace->values[l + 1], trace->pass->outputs[l], trace->units[l + 1] * sizeof(float));
    const size_t D = trace->units[last + 1];
    trace->loss = ae_mse(trace->values[last + 1], x, D);
    ae_mse_backward(trace->slopes[last + 1], trace->values[last + 1], x, 2 / (float)D, D);
    for (int l = last; l >= first; l--) {
        const ae_layer_place *place = &network->places[l];
        float *delta = trace->pass->delta[0]; // the gradient before the activation
        memcpy(delta, trace->slopes[l + 1], place->outputs * sizeof(float));
        ae_activation_backward(delta, trace->values[l + 1], network->desc.layers[l].activation, place->outputs);
        ae_dense_backward_input(trace->slopes[l], delta, network->parameters + place->weights, trace->transposed, 1,
                                place->inputs, place->outputs);
    }
}

void ae_trace_point(ae_trace *trace, const ae_network *network, const float *x) {
    memcpy(trace->values[0], x, trace->units[0] * sizeof(float));
    ae_forward(network, trace->pass, x, 1);
    look_back(trace, network, 0, x);
}

void ae_trace_code(ae_trace *trace, const ae_network *network, const float *z, const float *x) {
    const int latent = network->desc.latent;
    memcpy(trace->values[latent + 1], z, trace->units[latent + 1] * sizeof(float));
    ae_decode(network, trace->pass, z, 1);
    look_back(trace, network, latent + 1, x);
}

double ae_trace_step(ae_trace *trace, const ae_network *network, float *z, const float *x, float size) {
    const int station = network->desc.latent + 1;
    ae_trace_code(trace, network, z, x);
    for (size_t c = 0; c < trace->units[station]; c++) z[c] -= size * trace->slopes[station][c];
    ae_trace_code(trace, network, z, x);
    return trace->loss;
}
