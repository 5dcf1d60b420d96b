// SPDX-License-Identifier: MIT
// ae info: what a model file holds.
#include <stdio.h>

#include "commands.h"
#include "models.h"
#include "options.h"

static const char *halves_of(const ae_model *model) {
    if (model->encoder && model->decoder) return "encoder and decoder";
    return model->encoder ? "encoder" : "decoder";
}

static void print_layers(const ae_model *model) {
    static const char *const names[] = {"linear", "tanh", "relu", "sigmoid"};
    const ae_network *network = model->network;
    const ae_network_desc *desc = &network->desc;
    printf("\nlayer  units  activation  parameters\n");
    for (int l = 0; l < desc->layer_count; l++) {
        const ae_layer_place place = network->places[l];
        if (l <= desc->latent ? !model->encoder : !model->decoder) continue;
        printf("%5d  %5d  %-10s  %10zu%s\n", l + 1, desc->layers[l].units, names[desc->layers[l].activation],
               place.outputs * (place.inputs + 1), l == desc->latent ? "  the code" : "");
    }
}

static size_t count_parameters(const ae_model *model) {
    size_t sum = 0;
    for (int l = 0; l < model->network->desc.layer_count; l++) {
        const ae_layer_place place = model->network->places[l];
        if (l <= model->network->desc.latent ? model->encoder : model->decoder)
            sum += place.outputs * (place.inputs + 1);
    }
    return sum;
}

static int run_info(const cli_command *command, int count, char **arguments) {
    const cli_flag flags[] = {{0}};
    char sizes[256];
    const int status = cli_parse(command, flags, &count, &arguments);
    if (status != CLI_GO) return status;
    ae_model *model = cli_model_read(arguments[0], false, false);
    if (!model) return CLI_FAILED;
    printf("halves      %s\n", halves_of(model));
    printf("units       %s\n", cli_model_sizes(model, sizes));
    printf("parameters  %zu\n", count_parameters(model));
    cli_model_print_files(arguments[0]);
    print_layers(model);
    ae_model_free(model);
    return CLI_DONE;
}

const cli_command cli_info = {
    .name = "info",
    .operands = "MODEL",
    .least = 1,
    .most = 1,
    .summary = "print the layers and sizes of a model",
    .about = "",
    .example = "ae info points",
    .run = run_info,
};
