// SPDX-License-Identifier: MIT
// ae encode, ae decode, ae reconstruct: a table goes through a half of the network, or through both.
#include <stdlib.h>

#include "apply.h"
#include "commands.h"
#include "cube.h"
#include "models.h"
#include "tables.h"

typedef struct wanted {
    const char *output;
    cli_source source;
} wanted;

static int write_result(const char *path, const float *values, size_t columns, const char *name, const cli_data *data) {
    if (!values) return CLI_FAILED;
    const bool ok = cli_table_write(path, values, (size_t)data->table->rows, columns, name, data->table->labels);
    return ok ? CLI_DONE : CLI_FAILED;
}

// The flags of a command that takes data, and then its work.
static int run_on_data(const cli_command *command, int count, char **arguments, int (*work)(const wanted *, char **)) {
    wanted wanted = {.output = "-"};
    const cli_flag flags[] = {
        {'o', "output", "FILE", "CSV, or .npy if its name ends so [-]", .text = &wanted.output},
        CLI_LABEL_FLAG(wanted.source),
        CLI_LABELS_FLAG(wanted.source),
        CLI_SCALE_FLAG(wanted.source),
        {0},
    };
    const int status = cli_parse(command, flags, &count, &arguments);
    return status == CLI_GO ? work(&wanted, arguments) : status;
}

// ---- encode ---------------------------------------------------------------------------------------------------------

static int encode(const wanted *wanted, char **paths) {
    cli_data data = {0};
    ae_model *model = cli_model_read(paths[0], true, false);
    int status = CLI_FAILED;
    if (model && cli_data_read(&data, paths[1], model->network->desc.inputs, &wanted->source)) {
        const ae_network_desc *desc = &model->network->desc;
        float *codes = cli_apply(CLI_ENCODE, model->network, data.table->values, (size_t)data.table->rows);
        status = write_result(wanted->output, codes, (size_t)desc->layers[desc->latent].units, "z", &data);
        free(codes);
    }
    cli_data_free(&data);
    ae_model_free(model);
    return status;
}

static int run_encode(const cli_command *command, int count, char **arguments) {
    return run_on_data(command, count, arguments, encode);
}

const cli_command cli_encode = {
    .name = "encode",
    .operands = "MODEL DATA [-o FILE]",
    .least = 2,
    .most = 2,
    .summary = "turn data into codes",
    .about = "\nCodes are a table with columns z1, z2, …, and the labels in a last column if there are any.\n",
    .example = "ae encode points points.csv -o codes.csv",
    .run = run_encode,
};

// ---- decode ---------------------------------------------------------------------------------------------------------

static void unscale(const cli_data *data, float *values, size_t rows, size_t columns) {
    if (data->middle && values) ae_cube_out_of(values, rows, columns, data->middle, data->size);
}

static int decode(const wanted *wanted, char **paths) {
    cli_data data = {0}, scale = {0};
    const cli_source plain = {.label = wanted->source.label, .labels = wanted->source.labels};
    ae_model *model = cli_model_read(paths[0], false, true);
    int status = CLI_FAILED;
    if (model) {
        const ae_network_desc *desc = &model->network->desc;
        const int inputs = desc->inputs, units = desc->layers[desc->latent].units;
        if (cli_data_read(&data, paths[1], units, &plain) &&
            (!wanted->source.like || cli_scale_read(&scale, inputs, &wanted->source))) {
            const size_t rows = (size_t)data.table->rows;
            float *values = cli_apply(CLI_DECODE, model->network, data.table->values, rows);
            unscale(&scale, values, rows, (size_t)inputs);
            status = write_result(wanted->output, values, (size_t)inputs, "x", &data);
            free(values);
        }
    }
    cli_data_free(&data);
    cli_data_free(&scale);
    ae_model_free(model);
    return status;
}

static int run_decode(const cli_command *command, int count, char **arguments) {
    wanted wanted = {.output = "-"};
    const cli_flag flags[] = {
        {'o', "output", "FILE", "CSV, or .npy if its name ends so [-]", .text = &wanted.output},
        CLI_LABEL_FLAG(wanted.source),
        CLI_LABELS_FLAG(wanted.source),
        {'s', "scale", "FILE", "undo the scaling of FILE", .text = &wanted.source.like},
        {0},
    };
    const int status = cli_parse(command, flags, &count, &arguments);
    return status == CLI_GO ? decode(&wanted, arguments) : status;
}

const cli_command cli_decode = {
    .name = "decode",
    .operands = "MODEL CODES [-o FILE]",
    .least = 2,
    .most = 2,
    .summary = "turn codes into data",
    .about = "\nData are a table with columns x1, x2, …, and the labels in a last column if there are any.\n",
    .example = "ae decode points codes.csv -o decoded.csv",
    .run = run_decode,
};

// ---- reconstruct ----------------------------------------------------------------------------------------------------

static int reconstruct(const wanted *wanted, char **paths) {
    cli_data data = {0};
    ae_model *model = cli_model_read(paths[0], true, true);
    int status = CLI_FAILED;
    if (model && cli_data_read(&data, paths[1], model->network->desc.inputs, &wanted->source)) {
        const size_t rows = (size_t)data.table->rows, columns = (size_t)data.table->columns;
        float *values = cli_apply(CLI_RECONSTRUCT, model->network, data.table->values, rows);
        unscale(&data, values, rows, columns);
        status = write_result(wanted->output, values, columns, "x", &data);
        free(values);
    }
    cli_data_free(&data);
    ae_model_free(model);
    return status;
}

static int run_reconstruct(const cli_command *command, int count, char **arguments) {
    return run_on_data(command, count, arguments, reconstruct);
}

const cli_command cli_reconstruct = {
    .name = "reconstruct",
    .operands = "MODEL DATA [-o FILE]",
    .least = 2,
    .most = 2,
    .summary = "turn data into codes and back",
    .about = "\nThe result is in the units of the data, scaled or not.\n",
    .example = "ae reconstruct points points.csv -o again.npy",
    .run = run_reconstruct,
};
