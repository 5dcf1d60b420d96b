// SPDX-License-Identifier: MIT
#include "procrustes.h"

#include <math.h>

enum { MAX_SWEEPS = 60 };

static double coordinate(const float *at, int columns, size_t row, int c) {
    return c < columns ? (double)at[row * (size_t)columns + (size_t)c] : 0;
}

// mean (3) written
static void mean_of(const float *at, int columns, size_t rows, double mean[3]) {
    for (int c = 0; c < 3; c++) {
        mean[c] = 0;
        for (size_t r = 0; r < rows; r++) mean[c] += coordinate(at, columns, r, c);
        if (rows) mean[c] /= (double)rows;
    }
}

static double dot(const double a[3], const double b[3]) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

static void rotate(double a[3], double b[3], double c, double s) {
    for (int k = 0; k < 3; k++) {
        double x = a[k], y = b[k];
        a[k] = c * x - s * y;
        b[k] = s * x + c * y;
    }
}

// Rotates the rows of m against each other until they are orthogonal, and the rows of v along with them. With the rows
// of m the columns of a matrix M, and v the identity before: M = U Σ Vᵀ, the rows of m becoming the columns of U Σ,
// those of v the columns of V.
static void orthogonalise(double m[3][3], double v[3][3]) {
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
        int rotations = 0;
        for (int i = 0; i < 2; i++) {
            for (int j = i + 1; j < 3; j++) {
                double aa = dot(m[i], m[i]), bb = dot(m[j], m[j]), ab = dot(m[i], m[j]);
                if (!(fabs(ab) > 1e-15 * sqrt(aa * bb))) continue;
                double theta = (bb - aa) / (2 * ab);
                double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
                double c = 1 / sqrt(t * t + 1);
                rotate(m[i], m[j], c, t * c);
                rotate(v[i], v[j], c, t * c);
                rotations++;
            }
        }
        if (!rotations) return;
    }
}

// Makes row k of u, which may be anything, a direction that is orthogonal to the `count` rows in `done`: the last axis
// that is free, so that a cloud in a plane stays in it.
static void complete(double u[3][3], int k, const int *done, int count) {
    double best = -1;
    for (int axis = 2; axis >= 0; axis--) {
        double candidate[3] = {axis == 0, axis == 1, axis == 2};
        for (int d = 0; d < count; d++) {
            double along = dot(candidate, u[done[d]]);
            for (int c = 0; c < 3; c++) candidate[c] -= along * u[done[d]][c];
        }
        double length = sqrt(dot(candidate, candidate));
        if (!(length > best)) continue;
        best = length;
        for (int c = 0; c < 3; c++) u[k][c] = candidate[c] / length;
    }
}

// The singular values of m, whose rows are the columns of AᵀB, and Q = U Vᵀ. Returns their sum.
static double polar(double m[3][3], double q[3][3]) {
    double v[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, sizes[3], sum = 0, largest = 0;
    orthogonalise(m, v);
    for (int k = 0; k < 3; k++) {
        sizes[k] = sqrt(dot(m[k], m[k]));
        if (sizes[k] > largest) largest = sizes[k];
    }
    int done[3], count = 0;
    for (int k = 0; k < 3; k++) {
        if (!(sizes[k] > 1e-12 * largest)) continue;
        for (int c = 0; c < 3; c++) m[k][c] /= sizes[k];
        sum += sizes[k];
        done[count++] = k;
    }
    for (int k = 2; k >= 0; k--) {
        if (sizes[k] > 1e-12 * largest) continue;
        complete(m, k, done, count);
        done[count++] = k;
    }
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) q[i][j] = m[0][i] * v[0][j] + m[1][i] * v[1][j] + m[2][i] * v[2][j];
    return sum;
}

ae_procrustes ae_procrustes_fit(const float *from, int from_columns, const float *to, int to_columns, size_t rows) {
    ae_procrustes fit = {.scale = 0};
    mean_of(from, from_columns, rows, fit.from);
    mean_of(to, to_columns, rows, fit.to);
    double columns[3][3] = {{0}}, from_size = 0, to_size = 0; // columns[j][i] is entry (i,j) of AᵀB
    for (size_t r = 0; r < rows; r++) {
        double a[3], b[3];
        for (int c = 0; c < 3; c++) {
            a[c] = coordinate(from, from_columns, r, c) - fit.from[c];
            b[c] = coordinate(to, to_columns, r, c) - fit.to[c];
        }
        from_size += dot(a, a);
        to_size += dot(b, b);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++) columns[j][i] += a[i] * b[j];
    }
    double sum = polar(columns, fit.rotation);
    if (from_size > 0) fit.scale = sum / from_size;
    if (from_size > 0 && to_size > 0) fit.match = sum / from_size * (sum / to_size);
    if (fit.match > 1) fit.match = 1; // by rounding
    return fit;
}

void ae_procrustes_apply(const ae_procrustes *fit, const float *from, int from_columns, float *moved, int columns,
                         size_t rows) {
    for (size_t r = 0; r < rows; r++) {
        double x[3];
        for (int c = 0; c < 3; c++) x[c] = coordinate(from, from_columns, r, c) - fit->from[c];
        for (int c = 0; c < columns; c++) {
            double turned = x[0] * fit->rotation[0][c] + x[1] * fit->rotation[1][c] + x[2] * fit->rotation[2][c];
            moved[r * (size_t)columns + (size_t)c] = (float)(fit->scale * turned + fit->to[c]);
        }
    }
}
