// SPDX-License-Identifier: MIT
// Computes every number that the article quotes about its figures, and prints them as one JSON object of name and
// value. The build compares them with the text, so a number in the text cannot go stale.
//
// Each group below is one figure or one claim, with the options that the figure has at its start.
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measures.h"
#include "options.h"
#include "pca.h"
#include "procrustes.h"

enum { K = 2, POINTS = 25, SEEDS = 10 };

static const char *separator = "{\n";

static void fact(const char *name, double value) {
    printf("%s  \"%s\": %.9g", separator, name, value);
    separator = ",\n";
}

static void check(ae_status status, const ae_error *error) {
    if (!status) return;
    fprintf(stderr, "facts: %s\n", error->detail);
    exit(1);
}

// ---- runs -----------------------------------------------------------------------------------------------------------

// A data set and the trainer of a figure, with the default options but for those of `set`, which ends with -1.
typedef struct run {
    ae_dataset *dataset;
    ae_trainer *trainer;
} run;

typedef struct setting {
    int option; // ae_option_id; -1 ends a list
    double value;
} setting;

static run start(int seed, const setting *set) {
    run r;
    ae_error error = {0};
    ae_options options = ae_options_default();
    check(ae_options_set(&options, AE_OPTION_SEED, seed, &error), &error);
    for (; set && set->option >= 0; set++) check(ae_options_set(&options, set->option, set->value, &error), &error);
    check(ae_options_build(&options, NULL, &r.dataset, &r.trainer, &error), &error);
    return r;
}

static void train(run *r, int epochs) {
    if (!ae_trainer_step(r->trainer, epochs)) return;
    fprintf(stderr, "facts: a run diverged\n");
    exit(1);
}

static void end(run *r) {
    ae_trainer_free(r->trainer);
    ae_dataset_free(r->dataset);
}

static double loss_after(int seed, const setting *set, int epochs) {
    run r = start(seed, set);
    train(&r, epochs);
    double loss = ae_trainer_loss(r.trainer);
    end(&r);
    return loss;
}

// ---- Figure 1 and the best plane ------------------------------------------------------------------------------------

static double saddle_floor(void) {
    run r = start(1, NULL);
    ae_pca *pca;
    ae_error error;
    check(ae_pca_new(&pca, r.dataset->values, r.dataset->points, r.dataset->columns, 2, &error), &error);
    double floor = pca->error;
    ae_pca_free(pca);
    end(&r);
    return floor;
}

static void planes(void) {
    const setting linear[] = {{AE_OPTION_ACTIVATION, AE_LINEAR}, {-1, 0}};
    fact("saddle-floor", saddle_floor());
    fact("saddle-linear", loss_after(1, linear, 5000));
}

static void training(void) {
    run r = start(1, NULL);
    fact("parameters", (double)ae_trainer_network(r.trainer)->parameter_count);
    train(&r, 500);
    fact("saddle-500", ae_trainer_loss(r.trainer));
    end(&r);
    double worst = 0;
    for (int seed = 1; seed <= SEEDS; seed++) worst = fmax(worst, loss_after(seed, NULL, 1000));
    fact("saddle-1000-worst", worst);
}

// The last epoch before a run diverges that learns far too fast.
static void diverging(void) {
    run r = start(1, (setting[]){{AE_OPTION_OPTIMIZER, AE_SGD}, {AE_OPTION_RATE, 10}, {-1, 0}});
    while (!ae_trainer_step(r.trainer, 1) && ae_trainer_epoch(r.trainer) < 1000) {}
    fact("sgd-10-diverged", ae_trainer_epoch(r.trainer));
    end(&r);
}

// What wider layers bring where there are few points with noise and a fifth of them is not trained on: medians.
static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void width(int units, const char *trained, const char *held_out) {
    enum { RUNS = 9, EPOCHS = 3000 };
    double losses[RUNS], others[RUNS];
    for (int k = 0; k < RUNS; k++) {
        run r = start(k + 1,
                      (setting[]){{AE_OPTION_NOISE, 0.1}, {AE_OPTION_HELDOUT, 20}, {AE_OPTION_WIDTH, units}, {-1, 0}});
        train(&r, EPOCHS);
        losses[k] = ae_trainer_loss(r.trainer);
        others[k] = ae_trainer_held_out_loss(r.trainer);
        end(&r);
    }
    qsort(losses, RUNS, sizeof *losses, by_size);
    qsort(others, RUNS, sizeof *others, by_size);
    fact(trained, losses[RUNS / 2]);
    fact(held_out, others[RUNS / 2]);
}

// ---- Figure 2: the code is not the input without one axis -----------------------------------------------------------

static double match(int seed) {
    float flat[POINTS * 2];
    run r = start(seed, NULL);
    train(&r, 600);
    for (int i = 0; i < POINTS; i++) memcpy(flat + 2 * i, ae_trainer_input(r.trainer) + 3 * i, 2 * sizeof *flat);
    double found = ae_procrustes_fit(flat, 2, ae_trainer_latent(r.trainer), K, POINTS).match;
    end(&r);
    return found;
}

static void encoder(void) {
    double least = 1, most = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
        double found = match(seed);
        least = fmin(least, found);
        most = fmax(most, found);
    }
    fact("flat-match-first", match(1));
    fact("flat-match-least", least);
    fact("flat-match-most", most);
}

// ---- Figure 3: steps along one code's gradient ----------------------------------------------------------------------

enum { GRADIENT_EPOCHS = 20, GRADIENT_POINT = 7 }; // where the figure begins

// The error of one point whose code is z, with the decoder as it is.
static double error_at(const run *r, ae_pass *pass, const float *z) {
    const float *x = ae_trainer_input(r->trainer) + 3 * GRADIENT_POINT;
    const float *y = ae_decode(ae_trainer_network(r->trainer), pass, z, 1);
    double sum = 0;
    for (int c = 0; c < 3; c++) sum += ((double)y[c] - (double)x[c]) * ((double)y[c] - (double)x[c]);
    return sum / 3;
}

static void gradient(void) {
    static const struct {
        const char *name;
        float size;
    } steps[] = {{"step-1", 1}, {"step-10", 10}};
    run r = start(1, NULL);
    train(&r, GRADIENT_EPOCHS);
    ae_pass *pass;
    ae_error error;
    check(ae_pass_new(&pass, ae_trainer_network(r.trainer), 1, &error), &error);
    const float *z = ae_trainer_latent(r.trainer) + K * GRADIENT_POINT;
    const float *dz = ae_trainer_latent_gradient(r.trainer) + K * GRADIENT_POINT;
    fact("step-0", error_at(&r, pass, z));
    for (int s = 0; s < 2; s++)
        fact(steps[s].name, error_at(&r, pass, (float[K]){z[0] - steps[s].size * dz[0], z[1] - steps[s].size * dz[1]}));
    ae_pass_free(pass);
    end(&r);
}

// ---- Figure 4: trails, and where codes really go --------------------------------------------------------------------

typedef struct moves {
    double followed; // share of points that follow their trails, over 200 epochs
    double on_plane; // the same as long as the loss is above PLANE
    double loss;     // at the end
} moves;

static moves moves_of(int seed, ae_optimizer_kind optimizer, double rate) {
    enum { EPOCHS = 200 };
    static const double PLANE = 0.04; // a little below what a plane leaves
    run r = start(seed, (setting[]){{AE_OPTION_OPTIMIZER, optimizer}, {AE_OPTION_RATE, rate}, {-1, 0}});
    float z[POINTS * K], dz[POINTS * K];
    double sum = 0, early = 0;
    int epochs = 0;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        memcpy(z, ae_trainer_latent(r.trainer), sizeof z);
        memcpy(dz, ae_trainer_latent_gradient(r.trainer), sizeof dz);
        bool plane = ae_trainer_loss(r.trainer) > PLANE;
        train(&r, 1);
        double share = ae_followed(z, ae_trainer_latent(r.trainer), dz, POINTS, K);
        sum += share;
        if (plane) early += share, epochs++;
    }
    moves m = {sum / EPOCHS, early / epochs, ae_trainer_loss(r.trainer)};
    end(&r);
    return m;
}

static double longest(ae_trainer *trainer) {
    const float *dz = ae_trainer_latent_gradient(trainer);
    double most = 0;
    for (int i = 0; i < POINTS; i++) most = fmax(most, hypot((double)dz[K * i], (double)dz[K * i + 1]));
    return most;
}

// On its way the run of Figure 4 stays on a plane for a while, where trails are shortest and errors are large.
static void plateau(void) {
    run r = start(1, NULL);
    train(&r, 10);
    double early = longest(r.trainer), shortest = early, loss = 0;
    int shortest_at = 0;
    for (int epoch = 11; epoch <= 200; epoch++) {
        train(&r, 1);
        if (longest(r.trainer) < shortest && ae_trainer_loss(r.trainer) > 0.0385) {
            shortest = longest(r.trainer);
            shortest_at = epoch;
            loss = ae_trainer_loss(r.trainer);
        }
    }
    fact("plateau-epoch", shortest_at);
    fact("plateau-loss", loss);
    fact("plateau-trail", shortest / early);
    end(&r);
}

// ---- Figure 5: the midpoint of two codes ----------------------------------------------------------------------------

static void midpoint(void) {
    enum { FROM = 0, TO = POINTS / 2 }; // where the figure begins
    run r = start(1, NULL);
    train(&r, 600);
    ae_pass *pass;
    ae_error error;
    check(ae_pass_new(&pass, ae_trainer_network(r.trainer), 1, &error), &error);
    const float *z = ae_trainer_latent(r.trainer), *y = ae_trainer_output(r.trainer);
    const float *a = y + 3 * FROM, *b = y + 3 * TO;
    const float half[K] = {(z[K * FROM] + z[K * TO]) / 2, (z[K * FROM + 1] + z[K * TO + 1]) / 2};
    const float *image = ae_decode(ae_trainer_network(r.trainer), pass, half, 1);
    double gap = 0, way = 0;
    for (int c = 0; c < 3; c++) {
        gap += pow((double)image[c] - ((double)a[c] + (double)b[c]) / 2, 2);
        way += pow((double)a[c] - (double)b[c], 2);
    }
    fact("midpoint-gap", sqrt(gap));
    fact("midpoint-way", sqrt(way));
    ae_pass_free(pass);
    end(&r);
}

int main(void) {
    planes();
    training();
    diverging();
    width(4, "width-4-trained", "width-4-held-out");
    width(64, "width-64-trained", "width-64-held-out");
    encoder();
    gradient();
    const moves adam = moves_of(1, AE_ADAM, 0.001), sgd = moves_of(1, AE_SGD, 0.01);
    fact("adam-followed", adam.followed);
    fact("adam-against", 1 - adam.followed);
    fact("adam-on-plane", adam.on_plane);
    fact("sgd-followed", sgd.followed);
    fact("sgd-200", sgd.loss);
    plateau();
    midpoint();
    puts("\n}");
    return 0;
}
