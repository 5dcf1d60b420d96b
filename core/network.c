// SPDX-License-Identifier: MIT
#include "network.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"

enum { MAX_PARAMETERS = 1 << 27 }; // 512 MiB of weights

// ---- description ----------------------------------------------------------------------------------------------------

static ae_status check(const ae_network_desc *desc, ae_error *error) {
    if (desc->inputs < 1 || desc->inputs > AE_MAX_UNITS)
        return ae_fail(error, AE_BAD_VALUE, "inputs is %d, it must be 1 to %d", desc->inputs, AE_MAX_UNITS);
    if (desc->layer_count < 2 || desc->layer_count > AE_MAX_LAYERS)
        return ae_fail(error, AE_BAD_VALUE, "layer_count is %d, it must be 2 to %d", desc->layer_count, AE_MAX_LAYERS);
    for (int l = 0; l < desc->layer_count; l++) {
        int units = desc->layers[l].units, activation = (int)desc->layers[l].activation;
        if (units < 1 || units > AE_MAX_UNITS)
            return ae_fail(error, AE_BAD_VALUE, "layers[%d].units is %d, it must be 1 to %d", l, units, AE_MAX_UNITS);
        if (activation < 0 || activation >= AE_ACTIVATION_COUNT)
            return ae_fail(error, AE_BAD_VALUE, "layers[%d].activation is %d, which is none", l, activation);
    }
    if (desc->latent < 0 || desc->latent > desc->layer_count - 2)
        return ae_fail(error, AE_BAD_VALUE, "latent is %d, it must be 0 to %d", desc->latent, desc->layer_count - 2);
    int last = desc->layers[desc->layer_count - 1].units;
    if (last != desc->inputs)
        return ae_fail(error, AE_BAD_VALUE,
                       "layers[%d].units is %d, but inputs is %d: the last layer rebuilds the input",
                       desc->layer_count - 1, last, desc->inputs);
    return AE_OK;
}

// Fills places and parameter_count.
static bool lay_out(ae_network *network) {
    uint64_t next = 0, inputs = (uint64_t)network->desc.inputs;
    for (int l = 0; l < network->desc.layer_count; l++) {
        uint64_t outputs = (uint64_t)network->desc.layers[l].units, weights = next, bias = weights + inputs * outputs;
        next = bias + outputs;
        if (next > MAX_PARAMETERS) return false;
        network->places[l] = (ae_layer_place){(size_t)inputs, (size_t)outputs, (size_t)weights, (size_t)bias};
        inputs = outputs;
    }
    network->parameter_count = (size_t)next;
    return true;
}

ae_status ae_network_new(ae_network **network, const ae_network_desc *desc, ae_error *error) {
    *network = NULL;
    ae_status status = check(desc, error);
    if (status) return status;
    ae_network draft = {.desc = *desc};
    if (!lay_out(&draft))
        return ae_fail(error, AE_BAD_VALUE, "layers make more than %d parameters", (int)MAX_PARAMETERS);
    ae_network *made = calloc(1, sizeof *made + 2 * draft.parameter_count * sizeof(float));
    if (!made)
        return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for a network of %d parameters", (int)draft.parameter_count);
    *made = draft;
    made->parameters = (float *)(made + 1);
    made->gradients = made->parameters + draft.parameter_count;
    *network = made;
    return AE_OK;
}

void ae_network_free(ae_network *network) { free(network); }

void ae_network_init(ae_network *network, ae_initialisation how, uint64_t seed) {
    ae_random random = ae_random_new(seed, 0);
    for (int l = 0; l < network->desc.layer_count; l++) {
        const ae_layer_place *place = &network->places[l];
        float *weights = network->parameters + place->weights;
        double fan = (double)(place->inputs + place->outputs);
        double limit = sqrt(6 / fan), deviation = sqrt(2 / fan);
        for (size_t k = 0; k < place->inputs * place->outputs; k++)
            weights[k] = (float)(how == AE_GLOROT_NORMAL ? deviation * ae_random_normal(&random)
                                                         : limit * (2 * ae_random_uniform(&random) - 1));
        memset(network->parameters + place->bias, 0, place->outputs * sizeof(float));
    }
}

// ---- pass -----------------------------------------------------------------------------------------------------------

ae_status ae_pass_new(ae_pass **pass, const ae_network *network, int rows, ae_error *error) {
    *pass = NULL;
    if (rows < 1 || rows > AE_MAX_ROWS)
        return ae_fail(error, AE_BAD_VALUE, "rows is %d, it must be 1 to %d", rows, AE_MAX_ROWS);
    uint64_t units = 0, widest = 0, largest = 0; // of all layers: outputs together, the widest one, the most weights
    for (int l = 0; l < network->desc.layer_count; l++) {
        uint64_t inputs = network->places[l].inputs, outputs = network->places[l].outputs;
        units += outputs;
        if (inputs > widest) widest = inputs;
        if (outputs > widest) widest = outputs;
        if (inputs * outputs > largest) largest = inputs * outputs;
    }
    size_t latent_units = network->places[network->desc.latent].outputs, B = (size_t)rows;
    uint64_t floats = (units + latent_units + 2 * widest) * B + largest;
    uint64_t bytes = sizeof **pass + B * sizeof(double) + floats * sizeof(float);
    ae_pass *made = bytes <= SIZE_MAX / 2 ? calloc(1, (size_t)bytes) : NULL;
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for a batch of %d rows", rows);
    made->rows = B;
    float *next = (float *)(made->losses + B);
    for (int l = 0; l < network->desc.layer_count; l++) {
        made->outputs[l] = next;
        next += B * network->places[l].outputs;
    }
    made->latent_gradient = next;
    made->delta[0] = next += B * latent_units;
    made->delta[1] = next += B * widest;
    made->transposed = next + B * widest;
    *pass = made;
    return AE_OK;
}

void ae_pass_free(ae_pass *pass) { free(pass); }

// ---- forward and backward -------------------------------------------------------------------------------------------

// What one layer has to do, forward or backward. Rows of the batch are shared out, or inputs of the layer.
typedef struct layer_work {
    const ae_network *network;
    float *gradients;
    const ae_parallel *parallel;
    int layer;
    const float *x;    // (B,I)
    float *y;          // (B,O)
    float *delta;      // (B,O)
    float *next;       // (B,I), or NULL
    float *transposed; // (O,I)
    bool add;
    size_t B;
} layer_work;

static void forward_part(void *work, int part) {
    const layer_work *w = work;
    const ae_layer_place *place = &w->network->places[w->layer];
    const size_t I = place->inputs, O = place->outputs, first = ae_part_start(w->B, part, ae_parts(w->parallel));
    const size_t rows = ae_part_start(w->B, part + 1, ae_parts(w->parallel)) - first;
    const float *parameters = w->network->parameters;
    if (!rows) return;
    ae_dense_forward(w->y + first * O, w->x + first * I, parameters + place->weights, parameters + place->bias, rows, I,
                     O);
    ae_activation_forward(w->y + first * O, w->network->desc.layers[w->layer].activation, rows * O);
}

static void activation_part(void *work, int part) {
    const layer_work *w = work;
    const size_t O = w->network->places[w->layer].outputs, first = ae_part_start(w->B, part, ae_parts(w->parallel));
    const size_t rows = ae_part_start(w->B, part + 1, ae_parts(w->parallel)) - first;
    ae_activation_backward(w->delta + first * O, w->y + first * O, w->network->desc.layers[w->layer].activation,
                           rows * O);
}

// The gradients of the weights from some inputs, and of those inputs.
static void backward_part(void *work, int part) {
    const layer_work *w = work;
    const ae_layer_place *place = &w->network->places[w->layer];
    const size_t I = place->inputs, O = place->outputs, first = ae_part_start(I, part, ae_parts(w->parallel));
    const size_t count = ae_part_start(I, part + 1, ae_parts(w->parallel)) - first;
    if (w->gradients && part == 0) ae_dense_backward_bias(w->gradients + place->bias, w->delta, w->add, w->B, O);
    if (!count) return;
    if (w->gradients)
        ae_dense_backward_weights_part(w->gradients + place->weights, w->x, w->delta, w->add, w->B, I, O, first, count);
    if (w->next)
        ae_dense_backward_input_part(w->next, w->delta, w->network->parameters + place->weights, w->transposed, w->B, I,
                                     O, first, count);
}

// Runs layers first … last on x (B, inputs of the first).
static const float *run(const ae_network *network, ae_pass *pass, int first, int last, const float *x, size_t B) {
    assert(B <= pass->rows);
    for (int l = first; l <= last; l++) {
        float *y = pass->outputs[l];
        ae_run(pass->parallel, forward_part, &(layer_work){network, NULL, pass->parallel, l, x, y, .B = B});
        x = y;
    }
    return x;
}

const float *ae_forward(const ae_network *network, ae_pass *pass, const float *x, size_t B) {
    return run(network, pass, 0, network->desc.layer_count - 1, x, B);
}

const float *ae_encode(const ae_network *network, ae_pass *pass, const float *x, size_t B) {
    return run(network, pass, 0, network->desc.latent, x, B);
}

const float *ae_decode(const ae_network *network, ae_pass *pass, const float *z, size_t B) {
    return run(network, pass, network->desc.latent + 1, network->desc.layer_count - 1, z, B);
}

const float *ae_latent(const ae_network *network, const ae_pass *pass) { return pass->outputs[network->desc.latent]; }

// From the last layer back to the latent code, or with `gradients` through all layers to the input x, which is not read
// otherwise. See ae_backward_towards.
static double backward(const ae_network *network, float *gradients, ae_pass *pass, const float *x, const float *target,
                       bool add, size_t B, size_t total) {
    assert(B <= pass->rows);
    int last = network->desc.layer_count - 1;
    size_t D = network->places[last].outputs;
    float *delta = pass->delta[0], *next = pass->delta[1]; // the loss's gradient in layer l's output, and in its input
    ae_mse_backward(delta, pass->outputs[last], target, 2 / (float)(total * D), B * D);
    for (int l = last; l >= 0; l--) {
        const ae_layer_place *place = &network->places[l];
        if (l == network->desc.latent) {
            for (size_t k = 0; k < B * place->outputs; k++) pass->latent_gradient[k] = (float)total * delta[k];
            if (!gradients) break;
        }
        layer_work work = {.network = network,
                           .gradients = gradients,
                           .parallel = pass->parallel,
                           .layer = l,
                           .add = add,
                           .x = l ? pass->outputs[l - 1] : x,
                           .y = pass->outputs[l],
                           .delta = delta,
                           .next = l ? next : NULL,
                           .transposed = pass->transposed,
                           .B = B};
        ae_run(pass->parallel, activation_part, &work);
        ae_run(pass->parallel, backward_part, &work);
        if (l == 0) break;
        float *done = delta;
        delta = next;
        next = done;
    }
    double sum = 0;
    for (size_t b = 0; b < B; b++) sum += pass->losses[b] = ae_mse(pass->outputs[last] + b * D, target + b * D, D);
    return sum;
}

double ae_backward_towards(ae_network *network, ae_pass *pass, const float *x, const float *target, bool add, size_t B,
                           size_t total) {
    return backward(network, network->gradients, pass, x, target, add, B, total);
}

double ae_backward_part(ae_network *network, ae_pass *pass, const float *x, bool add, size_t B, size_t total) {
    return ae_backward_towards(network, pass, x, x, add, B, total);
}

double ae_backward(ae_network *network, ae_pass *pass, const float *x, size_t B) {
    return ae_backward_part(network, pass, x, false, B, B) / (double)B;
}

double ae_latent_gradient(const ae_network *network, ae_pass *pass, const float *x, size_t B) {
    return backward(network, NULL, pass, x, x, false, B, B);
}
