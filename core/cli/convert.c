// SPDX-License-Identifier: MIT
// ae convert: another precision, one half alone, or two halves as one.
#include <stdio.h>

#include "commands.h"
#include "files.h"
#include "models.h"

enum { BOTH, ENCODER, DECODER }; // --half

typedef struct wanted {
    const char *output;
    int precision, half;
    bool split;
} wanted;

static int write_model(const wanted *wanted, const ae_model *model) {
    cli_place place;
    ae_model part = *model;
    if (wanted->half == ENCODER) part.decoder = false;
    if (wanted->half == DECODER) part.encoder = false;
    if (!cli_place_new(&place, wanted->output)) return CLI_FAILED;
    if ((wanted->split ? cli_model_write_split : cli_model_write)(&place, &part, wanted->precision)) return CLI_DONE;
    cli_place_undo(&place);
    return CLI_FAILED;
}

static int join(const wanted *wanted, char **paths) {
    ae_error error;
    ae_model *joined = NULL;
    ae_model *encoder = cli_model_read(paths[0], true, false);
    ae_model *decoder = encoder ? cli_model_read(paths[1], false, true) : NULL;
    int status = CLI_FAILED;
    if (decoder && ae_model_join(&joined, encoder, decoder, &error))
        cli_fail("%s and %s do not fit: %s", paths[0], paths[1], error.detail);
    if (joined) status = write_model(wanted, joined);
    ae_model_free(encoder);
    ae_model_free(decoder);
    ae_model_free(joined);
    return status;
}

static int convert(const wanted *wanted, const char *path) {
    const bool encoder = wanted->split || wanted->half == ENCODER, decoder = wanted->split || wanted->half == DECODER;
    ae_model *model = cli_model_read(path, encoder, decoder);
    const int status = model ? write_model(wanted, model) : CLI_FAILED;
    ae_model_free(model);
    return status;
}

static int run_convert(const cli_command *command, int count, char **arguments) {
    wanted wanted = {0};
    const cli_flag flags[] = {
        {'o', "output", "MODEL", "a folder, or a file that ends in .json", .text = &wanted.output},
        CLI_PRECISION_FLAG(wanted.precision),
        {0, "half", "WHICH", "both encoder decoder [both]", .word = &wanted.half, .words = "both encoder decoder"},
        {0, "split", NULL, "each half in a folder, and a whole that shares their weights", .on = &wanted.split},
        {0},
    };
    const int status = cli_parse(command, flags, &count, &arguments);
    if (status != CLI_GO) return status;
    if (!wanted.output) return cli_misuse(command, "where to? --output is missing");
    if (wanted.split && wanted.half) return cli_misuse(command, "--split is of both halves");
    if (wanted.split && cli_ends_in(wanted.output, ".json")) return cli_misuse(command, "--split makes a folder");
    return count == 2 ? join(&wanted, arguments) : convert(&wanted, arguments[0]);
}

const cli_command cli_convert = {
    .name = "convert",
    .operands = "MODEL -o MODEL | ENCODER DECODER -o MODEL",
    .least = 1,
    .most = 2,
    .summary = "quantise a model, split it, or join its halves",
    .about = "\nOf two models, the encoder of the first and the decoder of the second become one.\n",
    .example = "ae convert points -o small --precision uint8",
    .run = run_convert,
};
