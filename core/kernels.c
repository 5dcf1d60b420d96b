// SPDX-License-Identifier: MIT
// The kernels, four numbers at a time, with the vector extensions of GCC and Clang: one source that becomes SSE, NEON
// or WebAssembly SIMD, or plain code where there is none. Same bits as kernels_plain.c on each.
#include "kernels.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

typedef float vf __attribute__((vector_size(16)));
typedef int32_t vi __attribute__((vector_size(16)));

enum { LANES = 4, ROWS = 4 };

static inline vf load(const float *p) {
    vf v;
    memcpy(&v, p, sizeof v); // any alignment
    return v;
}

static inline void store(float *p, vf v) { memcpy(p, &v, sizeof v); }

// In this order it becomes one load-and-splat; {0} + x cannot be folded and was 2.5 times slower.
static inline vf splat(float x) { return x - (vf){0}; }

static inline vf choose(vi mask, vf yes, vf no) { return (vf)((mask & (vi)yes) | (~mask & (vi)no)); }

// ---- matrix product -------------------------------------------------------------------------------------------------

// c (M,N) += a (M,K) b (K,N), summed over k in order. The strides of `a` tell whether it is read as it is or
// transposed.
typedef struct product {
    float *c;
    const float *a, *b;
    size_t M, N, K;
    size_t row, column; // a(m,k) is a[m * row + k * column]
} product;

// One tile of c: `rows` × 4 `vectors` sums held in registers. Eight of them are what 16 registers can feed.
static inline __attribute__((always_inline)) void tile(int rows, int vectors, float *c, size_t ldc, const float *a,
                                                       size_t row, size_t column, const float *b, size_t ldb,
                                                       size_t K) {
    vf sum[ROWS][2];
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++) sum[r][v] = load(c + (size_t)r * ldc + (size_t)v * LANES);
    for (size_t k = 0; k < K; k++) {
        vf right[2];
        for (int v = 0; v < vectors; v++) right[v] = load(b + k * ldb + (size_t)v * LANES);
        for (int r = 0; r < rows; r++) {
            vf left = splat(a[(size_t)r * row + k * column]);
            for (int v = 0; v < vectors; v++) sum[r][v] += left * right[v];
        }
    }
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++) store(c + (size_t)r * ldc + (size_t)v * LANES, sum[r][v]);
}

// A strip of c, 4 `vectors` columns wide, all rows of it.
static inline __attribute__((always_inline)) void strip(int vectors, float *c, size_t ldc, const float *a, size_t M,
                                                        size_t row, size_t column, const float *b, size_t ldb,
                                                        size_t K) {
    size_t m = 0;
    for (; m + ROWS <= M; m += ROWS) tile(ROWS, vectors, c + m * ldc, ldc, a + m * row, row, column, b, ldb, K);
    switch (M - m) {
    case 3: tile(3, vectors, c + m * ldc, ldc, a + m * row, row, column, b, ldb, K); break;
    case 2: tile(2, vectors, c + m * ldc, ldc, a + m * row, row, column, b, ldb, K); break;
    case 1: tile(1, vectors, c + m * ldc, ldc, a + m * row, row, column, b, ldb, K); break;
    default: break;
    }
}

// The last one to three columns: c and b are copied into strips four wide, a part of each at a time. A float that is
// stored and loaded again keeps its bits, so cutting the sum into parts changes nothing.
static void narrow_strip(const product *p, size_t n, size_t width) {
    enum { PART_K = 128, PART_M = 64 };
    float b[PART_K * LANES], c[PART_M * LANES];
    for (size_t k = 0; k < p->K; k += PART_K) {
        size_t part_k = p->K - k < PART_K ? p->K - k : PART_K;
        memset(b, 0, part_k * LANES * sizeof *b);
        for (size_t j = 0; j < part_k; j++) memcpy(b + j * LANES, p->b + (k + j) * p->N + n, width * sizeof *b);
        for (size_t m = 0; m < p->M; m += PART_M) {
            size_t part_m = p->M - m < PART_M ? p->M - m : PART_M;
            memset(c, 0, part_m * LANES * sizeof *c);
            for (size_t j = 0; j < part_m; j++) memcpy(c + j * LANES, p->c + (m + j) * p->N + n, width * sizeof *c);
            strip(1, c, LANES, p->a + m * p->row + k * p->column, part_m, p->row, p->column, b, LANES, part_k);
            for (size_t j = 0; j < part_m; j++) memcpy(p->c + (m + j) * p->N + n, c + j * LANES, width * sizeof *c);
        }
    }
}

static void multiply_add(product p) {
    size_t n = 0;
    for (; n + 2 * LANES <= p.N; n += 2 * LANES) strip(2, p.c + n, p.N, p.a, p.M, p.row, p.column, p.b + n, p.N, p.K);
    if (n + LANES <= p.N) {
        strip(1, p.c + n, p.N, p.a, p.M, p.row, p.column, p.b + n, p.N, p.K);
        n += LANES;
    }
    if (n < p.N) narrow_strip(&p, n, p.N - n);
}

void ae_dense_forward(float *y, const float *x, const float *w, const float *bias, size_t B, size_t I, size_t O) {
    for (size_t b = 0; b < B; b++) memcpy(y + b * O, bias, O * sizeof *y);
    multiply_add((product){.c = y, .a = x, .b = w, .M = B, .N = O, .K = I, .row = I, .column = 1});
}

void ae_dense_backward_input(float *dx, const float *dy, const float *w, float *transposed, size_t B, size_t I,
                             size_t O) {
    for (size_t o = 0; o < O; o++)
        for (size_t i = 0; i < I; i++) transposed[o * I + i] = w[i * O + o];
    memset(dx, 0, B * I * sizeof *dx);
    multiply_add((product){.c = dx, .a = dy, .b = transposed, .M = B, .N = I, .K = O, .row = O, .column = 1});
}

void ae_dense_backward_weights(float *dw, float *dbias, const float *x, const float *dy, size_t B, size_t I, size_t O) {
    memset(dw, 0, I * O * sizeof *dw);
    multiply_add((product){.c = dw, .a = x, .b = dy, .M = I, .N = O, .K = B, .row = 1, .column = I});
    memset(dbias, 0, O * sizeof *dbias);
    for (size_t b = 0; b < B; b++)
        for (size_t o = 0; o < O; o++) dbias[o] += dy[b * O + o];
}

// ---- activations ----------------------------------------------------------------------------------------------------

// exp(x) - 1 in two parts, as in functions.c
static inline vf exp_parts(vf x, vf *p) {
    vf shifted = x * 1.44269504f + 12582912.0f;
    vf n = shifted - 12582912.0f;
    vf r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
    vf q = splat(1.0f / 5040);
    q = q * r + 1.0f / 720;
    q = q * r + 1.0f / 120;
    q = q * r + 1.0f / 24;
    q = q * r + 1.0f / 6;
    q = q * r + 0.5f;
    *p = r + (r * r) * q;
    return (vf)(((vi)shifted << 23) + 0x3f800000);
}

static inline vf magnitude(vf x, float most) {
    vf y = (vf)((vi)x & 0x7fffffff);
    return choose(y > most, splat(most), y); // NaN stays
}

static inline vf tanh4(vf x) {
    vf p, half = magnitude(x, 9.1f), scale = exp_parts(half + half, &p);
    vf e = scale * p + (scale - 1);
    return (vf)((vi)(e / (e + 2)) | ((vi)x & (vi){INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN}));
}

static inline vf sigmoid4(vf x) {
    vf p, scale = exp_parts(-magnitude(x, 87.0f), &p);
    vf e = scale * p + scale;
    return choose(x < 0, e, splat(1)) / (1 + e);
}

static inline vf relu4(vf x) { return choose(x < 0, splat(0), x); }

static inline vf tanh_slope4(vf y) { return 1 - y * y; }
static inline vf sigmoid_slope4(vf y) { return y * (1 - y); }
static inline vf relu_slope4(vf y) { return choose(y > 0, splat(1), splat(0)); }

// The whole vectors of an array go through these; what is left over, fewer than four numbers, through the plain kernel.
static inline __attribute__((always_inline)) size_t map(float *y, size_t n, vf (*f)(vf)) {
    size_t k = 0;
    for (; k + LANES <= n; k += LANES) store(y + k, f(load(y + k)));
    return k;
}

static inline __attribute__((always_inline)) size_t multiply_by(float *dy, const float *y, size_t n, vf (*slope)(vf)) {
    size_t k = 0;
    for (; k + LANES <= n; k += LANES) store(dy + k, load(dy + k) * slope(load(y + k)));
    return k;
}

void ae_activation_forward(float *y, ae_activation f, size_t n) {
    size_t done = 0;
    switch (f) {
    case AE_LINEAR: return;
    case AE_TANH: done = map(y, n, tanh4); break;
    case AE_RELU: done = map(y, n, relu4); break;
    case AE_SIGMOID: done = map(y, n, sigmoid4); break;
    case AE_ACTIVATION_COUNT: break; // the plain kernel asserts
    }
    ae_activation_forward_plain(y + done, f, n - done);
}

void ae_activation_backward(float *dy, const float *y, ae_activation f, size_t n) {
    size_t done = 0;
    switch (f) {
    case AE_LINEAR: return;
    case AE_TANH: done = multiply_by(dy, y, n, tanh_slope4); break;
    case AE_RELU: done = multiply_by(dy, y, n, relu_slope4); break;
    case AE_SIGMOID: done = multiply_by(dy, y, n, sigmoid_slope4); break;
    case AE_ACTIVATION_COUNT: break; // the plain kernel asserts
    }
    ae_activation_backward_plain(dy + done, y + done, f, n - done);
}

// ---- loss and optimizers --------------------------------------------------------------------------------------------

void ae_mse_backward(float *dy, const float *y, const float *x, float scale, size_t n) {
    size_t k = 0;
    for (; k + LANES <= n; k += LANES) store(dy + k, scale * (load(y + k) - load(x + k)));
    ae_mse_backward_plain(dy + k, y + k, x + k, scale, n - k);
}

static inline vf sqrt4(vf x) { return (vf){sqrtf(x[0]), sqrtf(x[1]), sqrtf(x[2]), sqrtf(x[3])}; }

void ae_adam(float *p, float *m, float *v, const float *g, ae_adam_factors a, size_t n) {
    size_t k = 0;
    for (; k + LANES <= n; k += LANES) {
        vf gradient = load(g + k), mean = load(m + k), square = load(v + k);
        mean += (1 - a.beta1) * (gradient - mean);
        square += (1 - a.beta2) * (gradient * gradient - square);
        store(m + k, mean);
        store(v + k, square);
        store(p + k, load(p + k) - a.step * mean / (sqrt4(square) * a.root + a.epsilon));
    }
    ae_adam_plain(p + k, m + k, v + k, g + k, a, n - k);
}

void ae_sgd(float *p, float *m, const float *g, float rate, float momentum, size_t n) {
    size_t k = 0;
    for (; k + LANES <= n; k += LANES) {
        vf mean = momentum * load(m + k) + load(g + k);
        store(m + k, mean);
        store(p + k, load(p + k) - rate * mean);
    }
    ae_sgd_plain(p + k, m + k, g + k, rate, momentum, n - k);
}
