// SPDX-License-Identifier: MIT
#include "options.h"

#include <assert.h>
#include <stddef.h>

// The default rate, initialisation (Glorot uniform) and sizes bring the saddle loop below a loss of 1e-3 within 500
// epochs for each of 100 seeds; tests/core/test_training.c checks some of them.
static const ae_option table[AE_OPTION_COUNT] = {
    [AE_OPTION_DATA] = {"data", "saddle ellipse wave cubic swissroll scurve sphere trefoil rings noise own", 0, AE_OWN,
                        AE_SADDLE, true},
    [AE_OPTION_POINTS] = {"points", NULL, 10, AE_MAX_POINTS, 25, true},
    [AE_OPTION_NOISE] = {"noise", NULL, 0, 1, 0, false},
    [AE_OPTION_WIDTH] = {"width", NULL, 1, 512, 64, true},
    [AE_OPTION_DEPTH] = {"depth", NULL, 0, 4, 2, true},
    [AE_OPTION_BOTTLENECK] = {"bottleneck", NULL, 1, 3, 2, true},
    [AE_OPTION_ACTIVATION] = {"activation", "linear tanh relu sigmoid", 0, AE_ACTIVATION_COUNT - 1, AE_TANH, true},
    [AE_OPTION_OPTIMIZER] = {"optimizer", "adam sgd", 0, AE_OPTIMIZER_COUNT - 1, AE_ADAM, true},
    [AE_OPTION_RATE] = {"rate", NULL, 0, 10, 0.001, false},
    [AE_OPTION_SCHEDULE] = {"schedule", "constant cosine", 0, AE_SCHEDULE_COUNT - 1, AE_CONSTANT, true},
    [AE_OPTION_BATCH] = {"batch", NULL, 0, AE_MAX_POINTS, 0, true},
    [AE_OPTION_HELDOUT] = {"heldout", NULL, 0, 50, 0, true},
    [AE_OPTION_EPOCHS] = {"epochs", NULL, 1, 100000, 10000, true},
    [AE_OPTION_SEED] = {"seed", NULL, 1, 4294967295.0, 1, true},
};

const ae_option *ae_option_at(int id) { return id < 0 || id >= AE_OPTION_COUNT ? NULL : &table[id]; }

ae_options ae_options_default(void) {
    ae_options options;
    for (int id = 0; id < AE_OPTION_COUNT; id++) options.value[id] = table[id].fallback;
    return options;
}

ae_status ae_options_set(ae_options *options, int id, double value, ae_error *error) {
    const ae_option *option = ae_option_at(id);
    if (!option) return ae_fail(error, AE_BAD_VALUE, "option %d is none", id);
    if (!(value >= option->least && value <= option->most))
        return ae_fail(error, AE_BAD_VALUE, "%s is out of its range", option->name);
    if (option->whole && value != (double)(long long)value)
        return ae_fail(error, AE_BAD_VALUE, "%s must be a whole number", option->name);
    options->value[id] = value;
    return AE_OK;
}

enum { PATIENCE = 500 }; // epochs, see ae_stop_desc

static int whole(const ae_options *options, ae_option_id id) { return (int)options->value[id]; }

static ae_network_desc describe_network(const ae_options *options, int columns) {
    int depth = whole(options, AE_OPTION_DEPTH);
    ae_layer hidden = {whole(options, AE_OPTION_WIDTH), (ae_activation)whole(options, AE_OPTION_ACTIVATION)};
    ae_network_desc desc = {.inputs = columns, .layer_count = 2 * depth + 2, .latent = depth};
    for (int l = 0; l < desc.layer_count; l++) desc.layers[l] = hidden;
    desc.layers[depth] = (ae_layer){whole(options, AE_OPTION_BOTTLENECK), AE_LINEAR};
    desc.layers[desc.layer_count - 1] = (ae_layer){columns, AE_LINEAR};
    return desc;
}

static ae_status check_layers(const ae_network_desc *network, ae_error *error) {
    const int count = network->layer_count, latent = network->latent;
    if (network->inputs != 3) return ae_fail(error, AE_BAD_VALUE, "it takes %d numbers, not 3", network->inputs);
    if (count != 2 * latent + 2)
        return ae_fail(error, AE_BAD_VALUE, "its encoder has %d layers, its decoder %d", latent + 1,
                       count - latent - 1);
    for (int l = 0; l < count; l++) {
        const ae_layer layer = network->layers[l], first = network->layers[0];
        const bool hidden = l != latent && l != count - 1;
        if (hidden && (layer.units != first.units || layer.activation != first.activation))
            return ae_fail(error, AE_BAD_VALUE, "hidden layers are not all alike: 1 and %d differ", l + 1);
        if (!hidden && layer.activation != AE_LINEAR)
            return ae_fail(error, AE_BAD_VALUE, "layer %d is not linear, as code and output are", l + 1);
    }
    return AE_OK;
}

ae_status ae_options_describe(ae_options *options, const ae_network_desc *network, ae_error *error) {
    ae_options made = *options;
    ae_status status = check_layers(network, error);
    if (!status) status = ae_options_set(&made, AE_OPTION_DEPTH, network->latent, error);
    if (!status) status = ae_options_set(&made, AE_OPTION_BOTTLENECK, network->layers[network->latent].units, error);
    if (!status && network->latent) {
        status = ae_options_set(&made, AE_OPTION_WIDTH, network->layers[0].units, error);
        made.value[AE_OPTION_ACTIVATION] = network->layers[0].activation;
    }
    if (!status) *options = made;
    return status;
}

static ae_status build_dataset(const ae_options *options, const ae_table *own, ae_dataset **dataset, ae_error *error) {
    *dataset = NULL;
    if (whole(options, AE_OPTION_DATA) == AE_OWN) {
        if (!own) return ae_fail(error, AE_BAD_VALUE, "data is own, but there are no own data");
        if (own->columns != 3) return ae_fail(error, AE_BAD_DATA, "there are %d columns, not 3", own->columns);
        return ae_dataset_own(dataset, own->values, own->rows, error);
    }
    ae_dataset_desc data = {.kind = (ae_dataset_kind)whole(options, AE_OPTION_DATA),
                            .points = whole(options, AE_OPTION_POINTS),
                            .noise = (float)options->value[AE_OPTION_NOISE],
                            .seed = 1}; // another network is no reason for other data
    return ae_dataset_new(dataset, &data, error);
}

ae_status ae_options_build(const ae_options *options, const ae_table *own, ae_dataset **dataset, ae_trainer **trainer,
                           ae_error *error) {
    *trainer = NULL;
    ae_status status = build_dataset(options, own, dataset, error);
    if (status) return status;
    assert(*dataset);
    ae_trainer_desc desc = {
        .network = describe_network(options, (*dataset)->columns),
        .optimizer = {.kind = (ae_optimizer_kind)whole(options, AE_OPTION_OPTIMIZER),
                      .rate = (float)options->value[AE_OPTION_RATE],
                      .momentum = 0.9f},
        .schedule = (ae_schedule)whole(options, AE_OPTION_SCHEDULE),
        .stop = {.epochs = whole(options, AE_OPTION_EPOCHS), .patience = PATIENCE},
        .data = (*dataset)->values,
        .points = (*dataset)->points,
        .held_out = (*dataset)->points * whole(options, AE_OPTION_HELDOUT) / 100,
        .batch = whole(options, AE_OPTION_BATCH),
        .seed = (uint64_t)options->value[AE_OPTION_SEED],
    };
    status = ae_trainer_new(trainer, &desc, error);
    if (status) {
        ae_dataset_free(*dataset);
        *dataset = NULL;
    }
    return status;
}
