// SPDX-License-Identifier: MIT
// Sends a whole table through a network.
#ifndef CLI_APPLY_H
#define CLI_APPLY_H

#include "network.h"

typedef enum cli_way { CLI_ENCODE, CLI_DECODE, CLI_RECONSTRUCT } cli_way;

// x (rows, inputs or latent units) borrowed; what comes out, caller frees. NULL when memory ran out, or a number is not
// finite, which has been said.
float *cli_apply(cli_way way, const ae_network *network, const float *x, size_t rows);

#endif
