// SPDX-License-Identifier: MIT
#include "dataset.h"

#include <stdlib.h>

#include "functions.h"

static const double TURN = 6.283185307179586; // 2π

// Each formula takes the position along the curve, 0 to 1, and writes a point of the cube from -1/2 to 1/2.
typedef void formula(double position, double x[3]);

static void saddle(double position, double x[3]) {
    double t = TURN * position;
    x[0] = ae_cos(t) / 2;
    x[1] = ae_sin(t) / 2;
    x[2] = ae_sin(2 * t) / 2;
}

static void ellipse(double position, double x[3]) {
    double t = TURN * position;
    x[0] = ae_cos(t) / 2;
    x[1] = x[2] = ae_sin(t) / 2;
}

static void wave(double position, double x[3]) {
    x[0] = ae_sin(TURN * position) / 2;
    x[1] = x[2] = position - 0.5;
}

static void twisted_cubic(double position, double x[3]) {
    double s = 2 * position - 1;
    x[0] = s / 2;
    x[1] = s * s - 0.5; // s² runs from 0 to 1
    x[2] = s * s * s / 2;
}

static const struct {
    formula *at;
    bool closed;
} curves[AE_DATASET_COUNT] = {
    [AE_SADDLE] = {saddle, true},
    [AE_ELLIPSE] = {ellipse, true},
    [AE_WAVE] = {wave, false},
    [AE_TWISTED_CUBIC] = {twisted_cubic, false},
};

ae_status ae_dataset_new(ae_dataset **dataset, ae_dataset_kind kind, int points, ae_error *error) {
    *dataset = NULL;
    if ((int)kind < 0 || kind >= AE_DATASET_COUNT)
        return ae_fail(error, AE_BAD_VALUE, "data is %d, which is none", (int)kind);
    if (points < 1 || points > AE_MAX_POINTS)
        return ae_fail(error, AE_BAD_VALUE, "points is %d, it must be 1 to %d", points, AE_MAX_POINTS);
    size_t n = (size_t)points;
    ae_dataset *made = malloc(sizeof *made + 4 * n * sizeof(float));
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for %d points", points);
    *made = (ae_dataset){.points = points, .columns = 3, .closed = curves[kind].closed, .values = (float *)(made + 1)};
    made->colours = made->values + 3 * n;
    // A closed curve does not repeat its first point at the end, an open one includes both ends.
    double last = made->closed || points == 1 ? points : points - 1;
    for (int i = 0; i < points; i++) {
        double x[3], position = i / last;
        curves[kind].at(position, x);
        for (int c = 0; c < 3; c++) made->values[3 * i + c] = (float)x[c];
        made->colours[i] = (float)position;
    }
    *dataset = made;
    return AE_OK;
}

void ae_dataset_free(ae_dataset *dataset) { free(dataset); }
