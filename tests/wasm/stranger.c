// SPDX-License-Identifier: MIT
// The core without its page, for tests/wasm/stranger.test.js: a trainer of any shape, and all that it computes.
#include <emscripten.h>
#include <stdlib.h>

#include "random.h"
#include "trainer.h"

#define EXPORT EMSCRIPTEN_KEEPALIVE

static ae_network_desc network;
static ae_trainer *trainer;

// The network's description, layer after layer; a new one begins with its inputs.
EXPORT void stranger_inputs(int inputs) { network = (ae_network_desc){.inputs = inputs}; }
EXPORT void stranger_layer(int units, int activation) {
    network.layers[network.layer_count++] = (ae_layer){units, (ae_activation)activation};
}

// Makes a trainer of that network with seeded data, uniform from 0 to 1. Returns an ae_status.
EXPORT int stranger_open(int latent, int rows, int optimizer, float rate, float momentum) {
    ae_trainer_free(trainer);
    trainer = NULL;
    network.latent = latent;
    size_t count = (size_t)rows * (size_t)network.inputs;
    float *data = malloc(count * sizeof *data);
    if (!data) return AE_OUT_OF_MEMORY;
    ae_random random = ae_random_new(1, 1);
    for (size_t k = 0; k < count; k++) data[k] = (float)ae_random_uniform(&random);
    ae_trainer_desc desc = {.network = network,
                            .optimizer = {(ae_optimizer_kind)optimizer, rate, momentum},
                            .data = data,
                            .points = rows,
                            .seed = 1};
    ae_status status = ae_trainer_new(&trainer, &desc, NULL);
    free(data);
    return (int)status;
}

EXPORT int stranger_step(int epochs) { return (int)ae_trainer_step(trainer, epochs); }
EXPORT double stranger_loss(void) { return ae_trainer_loss(trainer); }
EXPORT const float *stranger_data(void) { return ae_trainer_input(trainer); }
EXPORT const float *stranger_parameters(void) { return ae_trainer_parameters(trainer); }
EXPORT const float *stranger_gradients(void) { return ae_trainer_gradients(trainer); }
EXPORT const float *stranger_latent(void) { return ae_trainer_latent(trainer); }
EXPORT const float *stranger_latent_gradient(void) { return ae_trainer_latent_gradient(trainer); }
EXPORT const float *stranger_output(void) { return ae_trainer_output(trainer); }
