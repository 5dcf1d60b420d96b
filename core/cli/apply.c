// SPDX-License-Identifier: MIT
#include "apply.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"

enum { CHUNK = 256 }; // rows

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static bool check(const float *values, size_t rows, size_t columns) {
    for (size_t k = 0; k < rows * columns; k++)
        if (!isfinite(values[k]))
            return !cli_fail("row %zu of the result, column %zu, is beyond what a float can hold", k / columns + 1,
                             k % columns + 1);
    return true;
}

float *cli_apply(cli_way way, const ae_network *network, const float *x, size_t rows) {
    static const float *(*const ways[])(const ae_network *, ae_pass *, const float *, size_t) = {
        [CLI_ENCODE] = ae_encode, [CLI_DECODE] = ae_decode, [CLI_RECONSTRUCT] = ae_forward};
    const ae_network_desc *desc = &network->desc;
    const size_t inputs = (size_t)desc->inputs, units = (size_t)desc->layers[desc->latent].units;
    const size_t in = way == CLI_DECODE ? units : inputs, out = way == CLI_ENCODE ? units : inputs;
    ae_error error;
    ae_pass *pass = NULL;
    float *y = malloc(rows * out * sizeof *y);
    bool ok = y && !ae_pass_new(&pass, network, (int)least(rows, CHUNK), &error);
    if (!ok) cli_fail("memory ran out for %zu rows", rows);
    for (size_t k = 0; ok && k < rows; k += CHUNK) {
        const size_t B = least(rows - k, CHUNK);
        memcpy(y + k * out, ways[way](network, pass, x + k * in, B), B * out * sizeof *y);
    }
    ae_pass_free(pass);
    if (ok && check(y, rows, out)) return y;
    free(y);
    return NULL;
}
