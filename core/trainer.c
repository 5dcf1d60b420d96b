// SPDX-License-Identifier: MIT
#include "trainer.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ae_trainer {
    ae_network *network;
    ae_pass *pass;
    ae_optimizer *optimizer;
    float *data; // (points,inputs)
    int points;
    int epoch;
    ae_initialisation initialisation;
    double loss;
    // What is that of the current parameters: nothing, the views (loss, and what the pass holds), or the gradients too.
    enum { NOTHING, VIEWS, GRADIENTS } current;
};

static ae_status copy_data(ae_trainer *trainer, const ae_trainer_desc *desc, ae_error *error) {
    int rows = desc->points, columns = desc->network.inputs;
    if (!desc->data) return ae_fail(error, AE_BAD_VALUE, "data is NULL");
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
            if (!isfinite(desc->data[(size_t)r * (size_t)columns + (size_t)c]))
                return ae_fail(error, AE_BAD_DATA, "data: row %d, column %d is not a finite number", r + 1, c + 1);
    size_t bytes = (size_t)rows * (size_t)columns * sizeof(float);
    trainer->data = malloc(bytes);
    if (!trainer->data) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for %d rows of data", rows);
    memcpy(trainer->data, desc->data, bytes);
    return AE_OK;
}

ae_status ae_trainer_new(ae_trainer **trainer, const ae_trainer_desc *desc, ae_error *error) {
    *trainer = NULL;
    if ((int)desc->initialisation < 0 || desc->initialisation >= AE_INITIALISATION_COUNT)
        return ae_fail(error, AE_BAD_VALUE, "initialisation is %d, which is none", (int)desc->initialisation);
    if (desc->points < 1 || desc->points > AE_MAX_ROWS)
        return ae_fail(error, AE_BAD_VALUE, "points is %d, it must be 1 to %d", desc->points, AE_MAX_ROWS);
    ae_trainer *made = calloc(1, sizeof *made);
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for a trainer");
    made->points = desc->points;
    made->initialisation = desc->initialisation;
    ae_status status = ae_network_new(&made->network, &desc->network, error);
    if (!status) status = ae_pass_new(&made->pass, made->network, desc->points, error);
    if (!status) status = ae_optimizer_new(&made->optimizer, &desc->optimizer, made->network->parameter_count, error);
    if (!status) status = copy_data(made, desc, error);
    if (status) {
        ae_trainer_free(made);
        return status;
    }
    ae_trainer_reset(made, desc->seed);
    *trainer = made;
    return AE_OK;
}

void ae_trainer_free(ae_trainer *trainer) {
    if (!trainer) return;
    free(trainer->data);
    ae_optimizer_free(trainer->optimizer);
    ae_pass_free(trainer->pass);
    ae_network_free(trainer->network);
    free(trainer);
}

void ae_trainer_reset(ae_trainer *trainer, uint64_t seed) {
    ae_network_init(trainer->network, trainer->initialisation, seed);
    ae_optimizer_reset(trainer->optimizer);
    trainer->epoch = 0;
    trainer->current = NOTHING;
}

static void evaluate(ae_trainer *trainer) {
    size_t B = (size_t)trainer->points;
    ae_forward(trainer->network, trainer->pass, trainer->data, B);
    trainer->loss = ae_backward(trainer->network, trainer->pass, trainer->data, B);
    trainer->current = GRADIENTS;
}

static void need_views(ae_trainer *trainer) {
    if (trainer->current == NOTHING) evaluate(trainer);
}

static void need_gradients(ae_trainer *trainer) {
    if (trainer->current != GRADIENTS) evaluate(trainer);
}

ae_status ae_trainer_step(ae_trainer *trainer, int epochs) {
    for (int e = 0; e < epochs; e++) {
        need_gradients(trainer);
        if (!isfinite(trainer->loss)) return AE_DIVERGED;
        ae_optimizer_step(trainer->optimizer, trainer->network->parameters, trainer->network->gradients);
        trainer->epoch++;
        trainer->current = NOTHING;
    }
    return AE_OK;
}

void ae_trainer_adopt(ae_trainer *trainer, int epoch, double loss) {
    ae_optimizer_reset(trainer->optimizer);
    trainer->epoch = epoch;
    trainer->loss = loss;
    trainer->current = VIEWS;
}

int ae_trainer_points(const ae_trainer *trainer) { return trainer->points; }
int ae_trainer_epoch(const ae_trainer *trainer) { return trainer->epoch; }
const ae_network *ae_trainer_network(const ae_trainer *trainer) { return trainer->network; }
const float *ae_trainer_input(const ae_trainer *trainer) { return trainer->data; }

double ae_trainer_loss(ae_trainer *trainer) {
    need_views(trainer);
    return trainer->loss;
}

double ae_trainer_point_loss(ae_trainer *trainer, int point) {
    assert(point >= 0 && point < trainer->points);
    size_t columns = (size_t)trainer->network->desc.inputs, start = (size_t)point * columns;
    return ae_mse(ae_trainer_output(trainer) + start, trainer->data + start, columns);
}

float *ae_trainer_parameters(ae_trainer *trainer) { return trainer->network->parameters; }

float *ae_trainer_gradients(ae_trainer *trainer) {
    need_gradients(trainer);
    return trainer->network->gradients;
}

float *ae_trainer_latent(ae_trainer *trainer) {
    need_views(trainer);
    return trainer->pass->outputs[trainer->network->desc.latent];
}

float *ae_trainer_latent_gradient(ae_trainer *trainer) {
    need_views(trainer);
    return trainer->pass->latent_gradient;
}

float *ae_trainer_output(ae_trainer *trainer) {
    need_views(trainer);
    return trainer->pass->outputs[trainer->network->desc.layer_count - 1];
}
