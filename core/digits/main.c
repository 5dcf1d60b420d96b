// SPDX-License-Identifier: MIT
// Makes the files of Figure 6 out of two trained autoencoders of handwritten digits, a plain one and one that was
// trained to denoise, and measures what is shipped: what comes out of the quantised weights.
//
//   digits PLAIN DENOISER IMAGES EPOCHS OUT
//
// PLAIN and DENOISER are models with a code of two numbers, as `ae train` leaves them; IMAGES is the folder of MNIST's
// files. Into the folder OUT go the models, codes.bin, errors.bin and figures.json, and into figures.json EPOCHS.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "apply.h"
#include "codes.h"
#include "digit.h"
#include "files.h"
#include "measures.h"
#include "models.h"
#include "neighbours.h"
#include "pca.h"
#include "tables.h"

enum { D = AE_DIGIT_PIXELS, K = 2, CLASSES = 10, NEAREST = 5, QUANTILES = 101 };

static const float NOISE = 0.5f; // as the figure has it at its start

static char path[4096]; // of the file in hand
static const char *in(const char *folder, const char *name) {
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void need(bool ok) {
    if (!ok) exit(CLI_FAILED); // what went wrong has been said
}

static void *need_memory(size_t bytes) {
    void *at = malloc(bytes);
    if (!at) exit(cli_fail("memory ran out"));
    return at;
}

static void check(ae_status status, const ae_error *error) {
    if (status) exit(cli_fail("%s", error->detail));
}

// ---- digits ---------------------------------------------------------------------------------------------------------

typedef struct digits {
    cli_data data;
    const float *pixels;   // (count,D)
    unsigned char *labels; // (count)
    size_t count;
} digits;

static void read_digits(digits *read, const char *folder, const char *set) {
    char images[4096], labels[4096];
    snprintf(images, sizeof images, "%s/%s-images-idx3-ubyte.gz", folder, set);
    snprintf(labels, sizeof labels, "%s/%s-labels-idx1-ubyte.gz", folder, set);
    need(cli_data_read(&read->data, images, D, &(cli_source){.labels = labels}));
    read->pixels = read->data.table->values;
    read->count = (size_t)read->data.table->rows;
    read->labels = need_memory(read->count);
    for (size_t k = 0; k < read->count; k++) read->labels[k] = (unsigned char)read->data.table->labels[k];
}

static void free_digits(digits *digits) {
    cli_data_free(&digits->data);
    free(digits->labels);
}

// Digits with the noise of the figure; the seed of each is its row.
static float *noisy(const digits *clean) {
    float *pixels = need_memory(clean->count * D * sizeof(float));
    memcpy(pixels, clean->pixels, clean->count * D * sizeof(float));
    for (size_t k = 0; k < clean->count; k++) ae_digit_damage(pixels + k * D, &(ae_damage){.noise = NOISE, .seed = k});
    return pixels;
}

static double squares(const float *a, const float *b, size_t count) {
    double sum = 0;
    for (size_t k = 0; k < count; k++) sum += ((double)a[k] - (double)b[k]) * ((double)a[k] - (double)b[k]);
    return sum;
}

static float *apply(cli_way way, const ae_model *model, const float *x, size_t count) {
    float *y = cli_apply(way, model->network, x, count);
    need(y != NULL);
    return y;
}

// Of what a model makes of the input, beside what it should.
static double error_of(const ae_model *model, const float *input, const digits *wanted) {
    float *output = apply(CLI_RECONSTRUCT, model, input, wanted->count);
    const double sum = squares(output, wanted->pixels, wanted->count * D);
    free(output);
    return sum / (double)(wanted->count * D);
}

// ---- the square -----------------------------------------------------------------------------------------------------

// Moves and scales codes so that each column of those of the digits (count,K) goes from -1 to 1. The last layer of the
// encoder does it, and the first of the decoder undoes it, so that what comes out stays as it was:
//   code' = (code - middle) / half    ->    W / half, (b - middle) / half
//   W' code' + b' = W code + b        ->    half W,   b + W middle
static void fill_square(ae_network *network, const float *codes, size_t count) {
    const ae_layer_place *last = &network->places[network->desc.latent], *first = last + 1;
    float *into = network->parameters + last->weights, *into_bias = network->parameters + last->bias;
    float *from = network->parameters + first->weights, *from_bias = network->parameters + first->bias;
    for (size_t c = 0; c < K; c++) {
        float low = codes[c], high = codes[c];
        for (size_t k = 0; k < count; k++) {
            low = fminf(low, codes[k * K + c]);
            high = fmaxf(high, codes[k * K + c]);
        }
        const float middle = (low + high) / 2, half = (high - low) / 2;
        for (size_t i = 0; i < last->inputs; i++) into[i * K + c] /= half;
        into_bias[c] = (into_bias[c] - middle) / half;
        for (size_t o = 0; o < first->outputs; o++) {
            from_bias[o] += from[c * first->outputs + o] * middle;
            from[c * first->outputs + o] *= half;
        }
    }
}

// A model as it is shipped: in the square, quantised, and read again.
static ae_model *ship(const char *from, const char *to, const digits *train) {
    cli_place place;
    ae_model *model = cli_model_read(from, true, true);
    need(model != NULL);
    const ae_network_desc *desc = &model->network->desc;
    if (desc->inputs != D || desc->layers[desc->latent].units != K)
        exit(cli_fail("%s: it does not take digits to two numbers", from));
    float *codes = apply(CLI_ENCODE, model, train->pixels, train->count);
    fill_square(model->network, codes, train->count);
    free(codes);
    need(cli_place_new(&place, to) && cli_model_write_split(&place, model, AE_UINT8));
    ae_model_free(model);
    need((model = cli_model_read(to, true, true)) != NULL);
    return model;
}

// ---- figures --------------------------------------------------------------------------------------------------------

static FILE *figures;
static const char *separator = "{\n";

static void fact(const char *name, double value) {
    fprintf(figures, "%s  \"digits-%s\": %.9g", separator, name, value);
    separator = ",\n";
}

// Of rows (count,K) with the labels of the digits: how well the nearest others tell them.
static double accuracy(const float *codes, const digits *digits) {
    ae_neighbours *neighbours;
    ae_error error;
    check(ae_neighbours_new(&neighbours, codes, (int)digits->count, K, &error), &error);
    const double share = ae_neighbours_accuracy(neighbours, digits->labels, NEAREST);
    ae_neighbours_free(neighbours);
    return share;
}

// The share of the digits with one label (row) that their nearest others give another (column).
static void confusion(const float *codes, const digits *digits) {
    ae_neighbours *neighbours;
    ae_neighbour found[NEAREST];
    ae_error error;
    double votes[CLASSES][CLASSES] = {{0}}, count[CLASSES] = {0};
    check(ae_neighbours_new(&neighbours, codes, (int)digits->count, K, &error), &error);
    for (size_t k = 0; k < digits->count; k++) {
        const int n = ae_neighbours_find(neighbours, codes + k * K, (int)k, NEAREST, found);
        votes[digits->labels[k]][ae_neighbours_vote(found, n, digits->labels)]++;
        count[digits->labels[k]]++;
    }
    ae_neighbours_free(neighbours);
    for (int a = 0; a < CLASSES; a++)
        for (int b = 0; b < CLASSES; b++) {
            char name[32];
            snprintf(name, sizeof name, "near-%d-%d", a, b);
            fact(name, votes[a][b] / count[a]);
        }
}

// What guesses without a network do: the mean of the training digits, and the best plane.
static void baselines(const digits *train, const digits *test) {
    ae_pca *pca;
    ae_error error;
    check(ae_pca_new(&pca, train->pixels, (int)train->count, D, K, &error), &error);
    float *codes = need_memory(test->count * K * sizeof(float));
    double mean = 0, plane = 0;
    for (size_t k = 0; k < test->count; k++) {
        const float *x = test->pixels + k * D;
        double length = 0, z[K] = {0};
        for (size_t d = 0; d < D; d++) {
            const double away = (double)x[d] - pca->mean[d];
            length += away * away;
            for (size_t c = 0; c < K; c++) z[c] += away * pca->directions[c * D + d];
        }
        mean += length;
        plane += length - z[0] * z[0] - z[1] * z[1]; // Pythagoras
        for (size_t c = 0; c < K; c++) codes[k * K + c] = (float)z[c];
    }
    fact("mean-mse", mean / (double)(test->count * D));
    fact("pca2-mse", plane / (double)(test->count * D));
    fact("pca2-knn5", accuracy(codes, test));
    free(codes);
    ae_pca_free(pca);
}

// ---- files ----------------------------------------------------------------------------------------------------------

static void write_codes(const char *folder, const float *codes, const digits *digits) {
    unsigned char *bytes;
    size_t size;
    ae_error error;
    check(ae_codes_write(&bytes, &size, codes, digits->labels, (int)digits->count, K, &error), &error);
    need(cli_write(in(folder, "codes.bin"), bytes, size));
    free(bytes);
}

// errors.bin: the quantiles 0, 1, … 100 % of the digits' own errors, float32, lowest byte first. Returns their mean.
static double write_errors(const char *folder, const ae_model *model, const digits *digits) {
    float *output = apply(CLI_RECONSTRUCT, model, digits->pixels, digits->count), quantiles[QUANTILES];
    float *errors = need_memory(digits->count * sizeof(float));
    double sum = 0;
    for (size_t k = 0; k < digits->count; k++) {
        const double error = squares(output + k * D, digits->pixels + k * D, D) / D;
        errors[k] = (float)error;
        sum += error;
    }
    ae_quantiles(quantiles, QUANTILES, errors, digits->count);
    unsigned char bytes[4 * QUANTILES];
    for (size_t q = 0; q < QUANTILES; q++) {
        uint32_t bits;
        memcpy(&bits, &quantiles[q], sizeof bits);
        for (size_t b = 0; b < 4; b++) bytes[4 * q + b] = (unsigned char)(bits >> 8 * b);
    }
    need(cli_write(in(folder, "errors.bin"), bytes, sizeof bytes));
    free(output);
    free(errors);
    return sum / (double)digits->count;
}

static void measure(const char *folder, const ae_model *plain, const ae_model *denoiser, const digits *test) {
    float *codes = apply(CLI_ENCODE, plain, test->pixels, test->count), *damaged = noisy(test);
    write_codes(folder, codes, test);
    fact("test-mse", write_errors(folder, plain, test));
    fact("knn5", accuracy(codes, test));
    fact("parameters", (double)plain->network->parameter_count);
    fact("noise", (double)NOISE);
    fact("noisy-mse", squares(damaged, test->pixels, test->count * D) / (double)(test->count * D));
    fact("plain-denoise-mse", error_of(plain, damaged, test));
    fact("denoiser-mse", error_of(denoiser, damaged, test));
    fact("denoiser-clean-mse", error_of(denoiser, test->pixels, test));
    fact("denoiser-code", K);
    confusion(codes, test);
    free(codes);
    free(damaged);
}

int main(int count, char **arguments) {
    if (count != 6) return fprintf(stderr, "usage: digits PLAIN DENOISER IMAGES EPOCHS OUT\n"), CLI_MISUSED;
    const char *images = arguments[3], *out = arguments[5];
    char denoiser_folder[4096];
    snprintf(denoiser_folder, sizeof denoiser_folder, "%s/denoiser", out);
    digits train, test;
    read_digits(&train, images, "train");
    read_digits(&test, images, "t10k");
    ae_model *plain = ship(arguments[1], out, &test), *denoiser = ship(arguments[2], denoiser_folder, &test);
    cli_output output;
    need(cli_open(&output, in(out, "figures.json")));
    figures = output.file;
    fact("train", (double)train.count);
    fact("test", (double)test.count);
    fact("epochs", atof(arguments[4]));
    measure(out, plain, denoiser, &test);
    baselines(&train, &test);
    fprintf(figures, "\n}\n");
    need(cli_close(&output));
    ae_model_free(plain);
    ae_model_free(denoiser);
    free_digits(&train);
    free_digits(&test);
    return CLI_DONE;
}
