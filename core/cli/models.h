// SPDX-License-Identifier: MIT
// Model files. MODEL is a model.json, or a folder that has one; the weights are in files beside it. Each function says
// on standard error what went wrong, with the file's name.
#ifndef CLI_MODELS_H
#define CLI_MODELS_H

#include <stdbool.h>

#include "args.h"
#include "model.h"

#define CLI_PRECISIONS "float32 float16 uint8 uint16" // ae_precision
#define CLI_PRECISION_FLAG(precision)                                                                                  \
    {                                                                                                                  \
        'p', "precision", "KIND", "of the file's weights: " CLI_PRECISIONS " [float32]", .word = &(precision),         \
                                                                                         .words = CLI_PRECISIONS       \
    }

// What the data go through, caller frees. With encoder or decoder, it must hold that half.
ae_model *cli_model_read(const char *path, bool encoder, bool decoder);

void cli_model_print_files(const char *path); // a line for each of its files, with its size

// Where a model is to be written: a folder, which is made if it is not there, or a file that ends in .json.
typedef struct cli_place {
    char json[4096], weights[4096]; // paths
    const char *weights_name;       // the latter as seen from the former
    char made[4096];                // the folder that was made for it; "": none
} cli_place;

// Finds out whether it can be written, before hours of work.
bool cli_place_new(cli_place *place, const char *path);
void cli_place_undo(cli_place *place); // removes the folder that was made, if nothing is in it

bool cli_model_write(const cli_place *place, const ae_model *model, int precision);

// Likewise, each half in a folder of its own, encoder and decoder, beside a model.json that shares their weights.
bool cli_model_write_split(const cli_place *place, const ae_model *model, int precision);

// The units of the layers that it holds: "3-64-64-2-64-64-3".
const char *cli_model_sizes(const ae_model *model, char text[256]);

#endif
