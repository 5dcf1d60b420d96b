// SPDX-License-Identifier: MIT
#include "dataset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cube.h"
#include "functions.h"
#include "random.h"

static const double PI = 3.141592653589793;
static const double GOLDEN = 0.6180339887498949; // (sqrt(5) - 1) / 2: its multiples fill [0, 1) evenly

// Where a formula is asked for a point.
typedef struct place {
    int index, points;
    double position; // along a curve, or the first parameter of a surface, 0 … 1
    double across;   // the second parameter of a surface, 0 … 1
    ae_random *random;
} place;

// Writes a point of the cube from -1/2 to 1/2 and returns its colour, 0 … 1.
typedef double formula(place at, double x[3]);

static double saddle(place at, double x[3]) {
    double t = 2 * PI * at.position;
    x[0] = ae_cos(t) / 2;
    x[1] = ae_sin(t) / 2;
    x[2] = ae_sin(2 * t) / 2;
    return at.position;
}

static double ellipse(place at, double x[3]) {
    double t = 2 * PI * at.position;
    x[0] = ae_cos(t) / 2;
    x[1] = x[2] = ae_sin(t) / 2;
    return at.position;
}

static double wave(place at, double x[3]) {
    x[0] = ae_sin(2 * PI * at.position) / 2;
    x[1] = x[2] = at.position - 0.5;
    return at.position;
}

static double twisted_cubic(place at, double x[3]) {
    double s = 2 * at.position - 1;
    x[0] = s / 2;
    x[1] = s * s - 0.5; // s² runs from 0 to 1
    x[2] = s * s * s / 2;
    return at.position;
}

// t from 3π/2 to 9π/2, so that the outermost point, at radius 9π/2, lies on the cube's face.
static double swiss_roll(place at, double x[3]) {
    double t = PI * (1.5 + 3 * at.position), scale = 9 * PI;
    x[0] = t * ae_cos(t) / scale;
    x[1] = at.across - 0.5;
    x[2] = t * ae_sin(t) / scale;
    return at.position;
}

static double s_curve(place at, double x[3]) {
    double t = 3 * PI * (at.position - 0.5);
    x[0] = ae_sin(t) / 2;
    x[1] = at.across - 0.5;
    x[2] = (t < 0 ? -1 : 1) * (ae_cos(t) - 1) / 4;
    return at.position;
}

// Equal steps in height are equal areas (Archimedes).
static double sphere(place at, double x[3]) {
    double height = 1 - 2 * at.position, radius = sqrt(1 - height * height), t = 2 * PI * at.across;
    x[0] = radius * ae_cos(t) / 2;
    x[1] = radius * ae_sin(t) / 2;
    x[2] = height / 2;
    return at.position;
}

static double trefoil(place at, double x[3]) {
    double t = 2 * PI * at.position;
    x[0] = (ae_sin(t) + 2 * ae_sin(2 * t)) / 6;
    x[1] = (ae_cos(t) - 2 * ae_cos(2 * t)) / 6;
    x[2] = -ae_sin(3 * t) / 6;
    return at.position;
}

// The first half of the points on a flat ring, the second on an upright one through its centre.
static double two_rings(place at, double x[3]) {
    int half = (at.points + 1) / 2, second = at.index >= half;
    double position = second ? (double)(at.index - half) / (at.points - half) : (double)at.index / half;
    double c = ae_cos(2 * PI * position) / 3, s = ae_sin(2 * PI * position) / 3;
    x[0] = second ? c + 1.0 / 6 : c - 1.0 / 6;
    x[1] = second ? 0 : s;
    x[2] = second ? s : 0;
    return (position + second) / 2;
}

static double noise(place at, double x[3]) {
    for (int c = 0; c < 3; c++) x[c] = ae_random_uniform(at.random) - 0.5;
    return x[2] + 0.5;
}

static const struct {
    formula *at;
    enum { OPEN, CLOSED, SURFACE } shape;
} kinds[AE_DATASET_COUNT] = {
    [AE_SADDLE] = {saddle, CLOSED},
    [AE_ELLIPSE] = {ellipse, CLOSED},
    [AE_WAVE] = {wave, OPEN},
    [AE_TWISTED_CUBIC] = {twisted_cubic, OPEN},
    [AE_SWISS_ROLL] = {swiss_roll, SURFACE},
    [AE_S_CURVE] = {s_curve, SURFACE},
    [AE_SPHERE] = {sphere, SURFACE},
    [AE_TREFOIL] = {trefoil, CLOSED},
    [AE_TWO_RINGS] = {two_rings, OPEN},
    [AE_NOISE] = {noise, SURFACE},
};

static ae_status check(const ae_dataset_desc *desc, ae_error *error) {
    if ((int)desc->kind < 0 || desc->kind >= AE_DATASET_COUNT)
        return ae_fail(error, AE_BAD_VALUE, "data is %d, which is none", (int)desc->kind);
    if (desc->points < 1 || desc->points > AE_MAX_POINTS)
        return ae_fail(error, AE_BAD_VALUE, "points is %d, it must be 1 to %d", desc->points, AE_MAX_POINTS);
    if (!(desc->noise >= 0 && desc->noise <= 1)) return ae_fail(error, AE_BAD_VALUE, "noise must be 0 to 1");
    return AE_OK;
}

// A closed curve does not repeat its first point at the end, an open one includes both ends, and the points of a
// surface lie in the middle of their shares of it.
static place place_of(int index, const ae_dataset_desc *desc, ae_random *random) {
    place at = {.index = index, .points = desc->points, .random = random};
    switch (kinds[desc->kind].shape) {
    case OPEN: at.position = desc->points > 1 ? (double)index / (desc->points - 1) : 0; break;
    case CLOSED: at.position = (double)index / desc->points; break;
    case SURFACE: at.position = (index + 0.5) / desc->points; break;
    }
    double turns = index * GOLDEN;
    at.across = turns - (double)(int)turns;
    return at;
}

ae_status ae_dataset_new(ae_dataset **dataset, const ae_dataset_desc *desc, ae_error *error) {
    *dataset = NULL;
    ae_status status = check(desc, error);
    if (status) return status;
    size_t n = (size_t)desc->points;
    ae_dataset *made = malloc(sizeof *made + 4 * n * sizeof(float));
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for %d points", desc->points);
    *made = (ae_dataset){.points = desc->points, .columns = 3, .values = (float *)(made + 1)};
    made->closed = kinds[desc->kind].shape == CLOSED;
    made->colours = made->values + 3 * n;
    ae_random random = ae_random_new(desc->seed, 4), noisy = ae_random_new(desc->seed, 5);
    for (int i = 0; i < desc->points; i++) {
        double x[3];
        made->colours[i] = (float)kinds[desc->kind].at(place_of(i, desc, &random), x);
        for (int c = 0; c < 3; c++) {
            double moved = desc->noise > 0 ? (double)desc->noise * ae_random_normal(&noisy) : 0;
            made->values[3 * i + c] = (float)(x[c] + moved);
        }
    }
    *dataset = made;
    return AE_OK;
}

ae_status ae_dataset_own(ae_dataset **dataset, const float *values, int points, ae_error *error) {
    *dataset = NULL;
    if (points < 1 || points > AE_MAX_POINTS)
        return ae_fail(error, AE_BAD_VALUE, "points is %d, it must be 1 to %d", points, AE_MAX_POINTS);
    for (int k = 0; k < 3 * points; k++)
        if (!isfinite(values[k]))
            return ae_fail(error, AE_BAD_DATA, "row %d, column %d is not a finite number", k / 3 + 1, k % 3 + 1);
    ae_dataset *made = malloc(sizeof *made + 4 * (size_t)points * sizeof(float));
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for %d points", points);
    *made = (ae_dataset){.points = points, .columns = 3, .values = (float *)(made + 1)};
    made->colours = made->values + 3 * points;
    double middle[3];
    const double size = ae_cube_of(values, (size_t)points, 3, middle);
    memcpy(made->values, values, 3 * (size_t)points * sizeof(float));
    ae_cube_into(made->values, (size_t)points, 3, middle, size);
    for (int i = 0; i < points; i++) made->colours[i] = points > 1 ? (float)i / (float)(points - 1) : 0;
    *dataset = made;
    return AE_OK;
}

void ae_dataset_free(ae_dataset *dataset) { free(dataset); }
