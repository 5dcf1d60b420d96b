// SPDX-License-Identifier: MIT
#include "measures.h"

#include <math.h>

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
