// SPDX-License-Identifier: MIT
#include "pca.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"

enum {
    SPARE = 8, // directions beyond those asked for: with them the iteration converges much sooner
    MAX_ITERATIONS = 300,
    MAX_SWEEPS = 60,
    BLOCK = AE_PCA_MAX_COMPONENTS + SPARE,
};

static double dot(const double *a, const double *b, size_t n) {
    double sum = 0;
    for (size_t k = 0; k < n; k++) sum += a[k] * b[k];
    return sum;
}

// covariance (D,D) written, with divisor N; mean (D) written
static void covariance_of(double *covariance, double *mean, double *row, const float *values, size_t N, size_t D) {
    memset(mean, 0, D * sizeof *mean);
    for (size_t r = 0; r < N; r++)
        for (size_t c = 0; c < D; c++) mean[c] += (double)values[r * D + c];
    for (size_t c = 0; c < D; c++) mean[c] /= (double)N;
    memset(covariance, 0, D * D * sizeof *covariance);
    for (size_t r = 0; r < N; r++) {
        for (size_t c = 0; c < D; c++) row[c] = (double)values[r * D + c] - mean[c];
        for (size_t i = 0; i < D; i++)
            for (size_t j = i; j < D; j++) covariance[i * D + j] += row[i] * row[j];
    }
    for (size_t i = 0; i < D; i++)
        for (size_t j = i; j < D; j++) covariance[j * D + i] = covariance[i * D + j] /= (double)N;
}

// Makes the p rows of q (p,D) orthogonal and of length 1: Gram–Schmidt, each row twice, which is enough. A row that
// depends on those before it is replaced by a random one.
static void orthonormalise(double *q, size_t p, size_t D, ae_random *random) {
    for (size_t a = 0; a < p; a++) {
        double *row = q + a * D;
        for (int attempt = 0; attempt < 8; attempt++) {
            double before = sqrt(dot(row, row, D));
            for (int twice = 0; twice < 2; twice++) {
                for (size_t b = 0; b < a; b++) {
                    double along = dot(row, q + b * D, D);
                    for (size_t c = 0; c < D; c++) row[c] -= along * q[b * D + c];
                }
            }
            double after = sqrt(dot(row, row, D));
            if (after > 1e-10 * before && after > 0) {
                for (size_t c = 0; c < D; c++) row[c] /= after;
                break;
            }
            for (size_t c = 0; c < D; c++) row[c] = ae_random_normal(random);
        }
    }
}

// Eigenvectors of the symmetric matrix a (p,p) by cyclic Jacobi rotations: a becomes diagonal, v (p,p) has them as
// rows.
static void jacobi(double *a, double *v, size_t p) {
    for (size_t i = 0; i < p * p; i++) v[i] = i % (p + 1) == 0;
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
        double off = 0, on = 0;
        for (size_t i = 0; i < p; i++)
            for (size_t j = 0; j < p; j++) *(i == j ? &on : &off) += a[i * p + j] * a[i * p + j];
        if (off <= 1e-30 * on) return;
        for (size_t i = 0; i + 1 < p; i++) {
            for (size_t j = i + 1; j < p; j++) {
                if (a[i * p + j] == 0) continue;
                double theta = (a[j * p + j] - a[i * p + i]) / (2 * a[i * p + j]);
                double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
                double c = 1 / sqrt(t * t + 1), s = t * c;
                for (size_t k = 0; k < p; k++) {
                    double x = a[k * p + i], y = a[k * p + j];
                    a[k * p + i] = c * x - s * y;
                    a[k * p + j] = s * x + c * y;
                }
                for (size_t k = 0; k < p; k++) {
                    double x = a[i * p + k], y = a[j * p + k];
                    a[i * p + k] = c * x - s * y;
                    a[j * p + k] = s * x + c * y;
                    x = v[i * p + k], y = v[j * p + k];
                    v[i * p + k] = c * x - s * y;
                    v[j * p + k] = s * x + c * y;
                }
            }
        }
    }
}

// rows (p,D) = the p × D matrix whose row a is the sum over b of vectors[order[a]][b] times row b. spare (p,D) is
// scratch.
static void combine(double *rows, const double *vectors, const size_t *order, double *spare, size_t p, size_t D) {
    memset(spare, 0, p * D * sizeof *spare);
    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < p; b++)
            for (size_t c = 0; c < D; c++) spare[a * D + c] += vectors[order[a] * p + b] * rows[b * D + c];
    memcpy(rows, spare, p * D * sizeof *rows);
}

// Turns the rows of q (p,D) into the best approximations of eigenvectors in their span, the largest eigenvalue first
// (the Rayleigh–Ritz step). cq (p,D) is q times the covariance, before and after. values (p) written; spare (p,D) is
// scratch.
static void ritz(double *q, double *cq, double *values, double *spare, size_t p, size_t D) {
    double small[BLOCK * BLOCK], vectors[BLOCK * BLOCK];
    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < p; b++) small[a * p + b] = dot(q + a * D, cq + b * D, D);
    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < a; b++) small[a * p + b] = small[b * p + a] = (small[a * p + b] + small[b * p + a]) / 2;
    jacobi(small, vectors, p);
    bool taken[BLOCK] = {false};
    size_t order[BLOCK];
    for (size_t a = 0; a < p; a++) {
        size_t best = p;
        for (size_t b = 0; b < p; b++)
            if (!taken[b] && (best == p || small[b * p + b] > small[best * p + best])) best = b;
        taken[best] = true;
        order[a] = best;
        values[a] = small[best * p + best] > 0 ? small[best * p + best] : 0;
    }
    combine(q, vectors, order, spare, p, D);
    combine(cq, vectors, order, spare, p, D);
}

// The p largest eigenvalues (values, written) and their vectors q (p,D) of the covariance (D,D). k of them are to be
// exact.
static void leading(const double *covariance, double *q, double *values, double *cq, double *spare, size_t k, size_t p,
                    size_t D) {
    ae_random random = ae_random_new(1, 3);
    for (size_t i = 0; i < p * D; i++) q[i] = ae_random_normal(&random);
    double before[BLOCK] = {0};
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
        orthonormalise(q, p, D, &random);
        for (size_t a = 0; a < p; a++)
            for (size_t c = 0; c < D; c++) cq[a * D + c] = dot(covariance + c * D, q + a * D, D);
        ritz(q, cq, values, spare, p, D);
        double moved = 0;
        for (size_t a = 0; a < k; a++) {
            moved += fabs(values[a] - before[a]);
            before[a] = values[a];
        }
        if (moved <= 1e-14 * values[0] || p == D) return;
        if (iteration + 1 < MAX_ITERATIONS) memcpy(q, cq, p * D * sizeof *q);
    }
}

static ae_status check(const float *values, int rows, int columns, int components, ae_error *error) {
    if (rows < 1) return ae_fail(error, AE_BAD_VALUE, "rows is %d, it must be at least 1", rows);
    if (columns < 1 || columns > AE_PCA_MAX_COLUMNS)
        return ae_fail(error, AE_BAD_VALUE, "columns is %d, it must be 1 to %d", columns, AE_PCA_MAX_COLUMNS);
    int most = columns < AE_PCA_MAX_COMPONENTS ? columns : AE_PCA_MAX_COMPONENTS;
    if (components < 1 || components > most)
        return ae_fail(error, AE_BAD_VALUE, "components is %d, it must be 1 to %d", components, most);
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
            if (!isfinite(values[(size_t)r * (size_t)columns + (size_t)c]))
                return ae_fail(error, AE_BAD_DATA, "row %d, column %d is not a finite number", r + 1, c + 1);
    return AE_OK;
}

ae_status ae_pca_new(ae_pca **pca, const float *values, int rows, int columns, int components, ae_error *error) {
    *pca = NULL;
    ae_status status = check(values, rows, columns, components, error);
    if (status) return status;
    size_t N = (size_t)rows, D = (size_t)columns, k = (size_t)components, p = k + SPARE < D ? k + SPARE : D;
    ae_pca *made = malloc(sizeof *made + (D + k + k * D) * sizeof(double));
    double *work = malloc((D * D + D + 3 * p * D) * sizeof *work);
    if (!made || !work) {
        free(made);
        free(work);
        return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for the covariance of %d columns", columns);
    }
    double *data = (double *)(made + 1);
    *made = (ae_pca){.columns = columns, .components = components, .mean = data, .variances = data + D};
    made->directions = made->variances + k;
    double *covariance = work, *row = covariance + D * D, *q = row + D, *cq = q + p * D, *spare = cq + p * D;
    double eigenvalues[BLOCK];
    covariance_of(covariance, made->mean, row, values, N, D);
    leading(covariance, q, eigenvalues, cq, spare, k, p, D);
    double rest = 0;
    for (size_t c = 0; c < D; c++) rest += covariance[c * D + c];
    for (size_t a = 0; a < k; a++) {
        double *direction = q + a * D;
        size_t largest = 0;
        for (size_t c = 1; c < D; c++)
            if (fabs(direction[c]) > fabs(direction[largest])) largest = c;
        for (size_t c = 0; c < D; c++)
            made->directions[a * D + c] = direction[largest] < 0 ? -direction[c] : direction[c];
        made->variances[a] = eigenvalues[a];
        rest -= eigenvalues[a];
    }
    made->error = rest > 0 ? rest / (double)D : 0;
    free(work);
    *pca = made;
    return AE_OK;
}

void ae_pca_free(ae_pca *pca) { free(pca); }
