// SPDX-License-Identifier: MIT
// The definitions of the kernels. Read these to know what is computed, and kernels_dense.c and kernels.c to see how it
// is done quickly.
#include <assert.h>
#include <math.h>
#include <string.h>

#include "functions.h"
#include "kernels.h"

void ae_dense_forward_plain(float *y, const float *x, const float *w, const float *bias, size_t B, size_t I, size_t O) {
    for (size_t b = 0; b < B; b++) {
        for (size_t o = 0; o < O; o++) {
            float sum = bias[o];
            for (size_t i = 0; i < I; i++) sum += x[b * I + i] * w[i * O + o];
            y[b * O + o] = sum;
        }
    }
}

void ae_dense_backward_input_plain(float *dx, const float *dy, const float *w, size_t B, size_t I, size_t O) {
    for (size_t b = 0; b < B; b++) {
        for (size_t i = 0; i < I; i++) {
            float sum = 0;
            for (size_t o = 0; o < O; o++) sum += dy[b * O + o] * w[i * O + o];
            dx[b * I + i] = sum;
        }
    }
}

void ae_dense_backward_weights_plain(float *dw, float *dbias, const float *x, const float *dy, bool add, size_t B,
                                     size_t I, size_t O) {
    for (size_t i = 0; i < I; i++) {
        for (size_t o = 0; o < O; o++) {
            float sum = add ? dw[i * O + o] : 0;
            for (size_t b = 0; b < B; b++) sum += x[b * I + i] * dy[b * O + o];
            dw[i * O + o] = sum;
        }
    }
    for (size_t o = 0; o < O; o++) {
        float sum = add ? dbias[o] : 0;
        for (size_t b = 0; b < B; b++) sum += dy[b * O + o];
        dbias[o] = sum;
    }
}

static float activate(float x, ae_activation f) {
    switch (f) {
    case AE_LINEAR: return x;
    case AE_TANH: return ae_tanh(x);
    case AE_RELU: return x < 0 ? 0 : x;
    case AE_SIGMOID: return ae_sigmoid(x);
    case AE_ACTIVATION_COUNT: break;
    }
    assert(0 && "unknown activation");
    return x;
}

// f'(x) as a function of y = f(x)
static float slope(float y, ae_activation f) {
    switch (f) {
    case AE_LINEAR: return 1;
    case AE_TANH: return 1 - y * y;
    case AE_RELU: return y > 0 ? 1 : 0;
    case AE_SIGMOID: return y * (1 - y);
    case AE_ACTIVATION_COUNT: break;
    }
    assert(0 && "unknown activation");
    return 1;
}

void ae_activation_forward_plain(float *y, ae_activation f, size_t n) {
    for (size_t k = 0; k < n; k++) y[k] = activate(y[k], f);
}

void ae_activation_backward_plain(float *dy, const float *y, ae_activation f, size_t n) {
    for (size_t k = 0; k < n; k++) dy[k] *= slope(y[k], f);
}

double ae_mse(const float *y, const float *x, size_t n) {
    double sum = 0;
    for (size_t k = 0; k < n; k++) {
        double difference = (double)y[k] - (double)x[k];
        sum += difference * difference;
    }
    return sum / (double)n;
}

bool ae_all_finite(const float *p, size_t n) {
    unsigned bad = 0; // no early end: so the compiler can look at many at once
    for (size_t k = 0; k < n; k++) bad |= !(p[k] - p[k] == 0);
    return !bad;
}

void ae_mse_backward_plain(float *dy, const float *y, const float *x, float scale, size_t n) {
    for (size_t k = 0; k < n; k++) dy[k] = scale * (y[k] - x[k]);
}

bool ae_adam_plain(float *p, float *m, float *v, const float *g, float *before, ae_adam_factors a, size_t n) {
    if (before) memcpy(before, p, n * sizeof *p);
    for (size_t k = 0; k < n; k++) {
        m[k] += (1 - a.beta1) * (g[k] - m[k]);
        v[k] += (1 - a.beta2) * (g[k] * g[k] - v[k]);
        p[k] -= a.step * m[k] / (sqrtf(v[k]) * a.root + a.epsilon);
    }
    return ae_all_finite(p, n);
}

bool ae_sgd_plain(float *p, float *m, const float *g, float *before, float rate, float momentum, size_t n) {
    if (before) memcpy(before, p, n * sizeof *p);
    for (size_t k = 0; k < n; k++) {
        m[k] = momentum * m[k] + g[k];
        p[k] -= rate * m[k];
    }
    return ae_all_finite(p, n);
}

void ae_flush_plain(float *x, size_t n) {
    for (size_t k = 0; k < n; k++)
        if (fabsf(x[k]) < AE_TINY) x[k] = 0;
}
