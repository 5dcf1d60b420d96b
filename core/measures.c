// SPDX-License-Identifier: MIT
#include "measures.h"

#include <math.h>
#include <stdlib.h>

static double squared_distance(const float *a, const float *b, size_t K) {
    double sum = 0;
    for (size_t c = 0; c < K; c++) sum += ((double)a[c] - (double)b[c]) * ((double)a[c] - (double)b[c]);
    return sum;
}

double ae_tear(const float *z, size_t points, size_t K) {
    if (points < 3) return 0;
    double diagonal = 0, longest = 0;
    for (size_t c = 0; c < K; c++) {
        double least = (double)z[c], most = least;
        for (size_t k = 1; k < points; k++) {
            double x = (double)z[k * K + c];
            if (x < least) least = x;
            if (x > most) most = x;
        }
        diagonal += (most - least) * (most - least);
    }
    for (size_t k = 0; k < points; k++) {
        double step = squared_distance(z + k * K, z + (k + 1) % points * K, K);
        if (step > longest) longest = step;
    }
    return diagonal > 0 ? sqrt(longest / diagonal) : 0;
}

double ae_followed(const float *z, const float *next, const float *g, size_t points, size_t K) {
    size_t followed = 0;
    for (size_t k = 0; k < points; k++) {
        double along = 0;
        for (size_t c = k * K; c < (k + 1) * K; c++) along += ((double)next[c] - (double)z[c]) * (double)g[c];
        if (along < 0) followed++;
    }
    return points ? (double)followed / (double)points : 0;
}

static int ascending(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

void ae_quantiles(float *quantiles, int count, float *values, size_t n) {
    qsort(values, n, sizeof *values, ascending);
    for (int q = 0; q < count; q++) {
        double at = (double)(n - 1) * q / (count - 1);
        size_t before = (size_t)at, after = before + 1 < n ? before + 1 : before;
        double part = at - (double)before;
        quantiles[q] = (float)((1 - part) * (double)values[before] + part * (double)values[after]);
    }
}

double ae_share_below(const float *quantiles, int count, double x) {
    if (!(x > (double)quantiles[0])) return 0;
    int q = 1; // the first that is not below x
    while (q < count && (double)quantiles[q] < x) q++;
    if (q == count) return 1;
    double below = (double)quantiles[q - 1], above = (double)quantiles[q];
    return (q - 1 + (x - below) / (above - below)) / (count - 1);
}
