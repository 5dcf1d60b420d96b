// SPDX-License-Identifier: MIT
// The kernels, four numbers at a time, with the vector extensions of GCC and Clang: one source that becomes SSE, NEON
// or WebAssembly SIMD, or plain code where there is none. Same bits as kernels_plain.c on each.
#include "kernels.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

typedef float vf __attribute__((vector_size(16)));
typedef int32_t vi __attribute__((vector_size(16)));
typedef uint32_t vu __attribute__((vector_size(16)));

enum { LANES = 4 };

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

// c (M,N) += a (M,K) b (K,N), each sum in the order of k; lda, ldb and ldc lead from one row to the next.
typedef struct product {
    float *c;
    const float *a, *b;
    size_t M, N, K;
    size_t lda, ldb, ldc;
} product;

#define INLINE static inline __attribute__((always_inline))

enum {
    PART_K = 256,      // so much of K at a time, that what is used over and over stays in the first-level cache
    PART_M = 64,       // rows of a block that is copied
    STRIP = 2 * LANES, // columns of c that are summed at a time
};

// One tile of c: `rows` × 4 `vectors` sums held in registers. Eight vectors of sums are what 16 registers can feed;
// with ten, JavaScript engines spill and the speed halves. Inlined, so that rows, vectors and mostly ldb are constants.
INLINE void tile(int rows, int vectors, float *c, size_t ldc, const float *a, size_t lda, const float *b, size_t ldb,
                 size_t K) {
    vf sum[4][8], right[8];
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++) sum[r][v] = load(c + (size_t)r * ldc + (size_t)v * LANES);
    for (size_t k = 0; k < K; k++) {
        for (int v = 0; v < vectors; v++) right[v] = load(b + k * ldb + (size_t)v * LANES);
        for (int r = 0; r < rows; r++) {
            vf left = splat(a[(size_t)r * lda + k]);
            for (int v = 0; v < vectors; v++) sum[r][v] += left * right[v];
        }
    }
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++) store(c + (size_t)r * ldc + (size_t)v * LANES, sum[r][v]);
}

// A strip of c, 4 `vectors` columns wide, all M rows of it; b lies side by side. Four rows at a time, with threes at
// the end instead of a lone row, whose few sums would wait for each other.
INLINE void strip(int vectors, float *c, size_t ldc, const float *a, size_t lda, const float *b, size_t M, size_t K) {
    const size_t ldb = (size_t)vectors * LANES;
    while (M > 0) {
        size_t rows = M >= 4 && M != 5 && M != 6 && M != 9 ? 4 : M >= 3 ? 3 : M;
        switch (rows) {
        case 4: tile(4, vectors, c, ldc, a, lda, b, ldb, K); break;
        case 3: tile(3, vectors, c, ldc, a, lda, b, ldb, K); break;
        case 2: tile(2, vectors, c, ldc, a, lda, b, ldb, K); break;
        default: tile(1, vectors, c, ldc, a, lda, b, ldb, K); break;
        }
        M -= rows;
        c += rows * ldc;
        a += rows * lda;
    }
}

// The last columns of c from n on, fewer than four: c is copied to rows four wide and back. A float that is stored and
// loaded again keeps its bits.
static void narrow_strip(const product *p, size_t n, const float *b) {
    float c[PART_M * LANES];
    size_t bytes = (p->N - n) * sizeof *c;
    for (size_t m = 0; m < p->M; m += PART_M) {
        size_t rows = p->M - m < PART_M ? p->M - m : PART_M;
        memset(c, 0, rows * LANES * sizeof *c);
        for (size_t j = 0; j < rows; j++) memcpy(c + j * LANES, p->c + (m + j) * p->ldc + n, bytes);
        strip(1, c, LANES, p->a + m * p->lda, p->lda, b, rows, p->K);
        for (size_t j = 0; j < rows; j++) memcpy(p->c + (m + j) * p->ldc + n, c + j * LANES, bytes);
    }
}

// All of c, for K up to PART_K: strip by strip, each with its columns of b copied side by side first.
static void multiply_part(const product *p) {
    float b[PART_K * STRIP];
    size_t n = 0;
    if (p->M == 1) // one row has too few sums in flight for strips, and makes no use of a copy
        for (; n + 8 * LANES <= p->N; n += 8 * LANES)
            tile(1, 8, p->c + n, p->ldc, p->a, p->lda, p->b + n, p->ldb, p->K);
    for (; n + STRIP <= p->N; n += STRIP) {
        for (size_t k = 0; k < p->K; k++) memcpy(b + k * STRIP, p->b + k * p->ldb + n, STRIP * sizeof *b);
        strip(2, p->c + n, p->ldc, p->a, p->lda, b, p->M, p->K);
    }
    for (; n < p->N; n += LANES) {
        size_t width = p->N - n < LANES ? p->N - n : LANES;
        if (width < LANES) memset(b, 0, p->K * LANES * sizeof *b);
        for (size_t k = 0; k < p->K; k++) memcpy(b + k * LANES, p->b + k * p->ldb + n, width * sizeof *b);
        if (width == LANES)
            strip(1, p->c + n, p->ldc, p->a, p->lda, b, p->M, p->K);
        else
            narrow_strip(p, n, b);
    }
}

static void multiply_add(product p) {
    for (size_t K = p.K; K > 0; K -= p.K) {
        p.K = K < PART_K ? K : PART_K;
        multiply_part(&p);
        p.a += p.K;
        p.b += p.K * p.ldb;
    }
}

// to (columns,rows) = the transpose of from (rows,columns), whose rows lie `stride` apart, in blocks of 4 × 4
static void transpose(float *to, const float *from, size_t rows, size_t columns, size_t stride) {
    size_t r = 0;
    for (; r + 4 <= rows; r += 4) {
        const float *x = from + r * stride;
        size_t c = 0;
        for (; c + 4 <= columns; c += 4) {
            vf x0 = load(x + c), x1 = load(x + stride + c), x2 = load(x + 2 * stride + c),
               x3 = load(x + 3 * stride + c);
            vf low01 = __builtin_shufflevector(x0, x1, 0, 4, 1, 5),
               high01 = __builtin_shufflevector(x0, x1, 2, 6, 3, 7);
            vf low23 = __builtin_shufflevector(x2, x3, 0, 4, 1, 5),
               high23 = __builtin_shufflevector(x2, x3, 2, 6, 3, 7);
            store(to + (c + 0) * rows + r, __builtin_shufflevector(low01, low23, 0, 1, 4, 5));
            store(to + (c + 1) * rows + r, __builtin_shufflevector(low01, low23, 2, 3, 6, 7));
            store(to + (c + 2) * rows + r, __builtin_shufflevector(high01, high23, 0, 1, 4, 5));
            store(to + (c + 3) * rows + r, __builtin_shufflevector(high01, high23, 2, 3, 6, 7));
        }
        for (; c < columns; c++)
            for (size_t k = 0; k < 4; k++) to[c * rows + r + k] = x[k * stride + c];
    }
    for (; r < rows; r++)
        for (size_t c = 0; c < columns; c++) to[c * rows + r] = from[r * stride + c];
}

// c (M,N) += a^T b with a (K,M) and b (K,N) as they lie: blocks of a are transposed on the way.
static void multiply_transposed_add(float *c, const float *a, const float *b, size_t M, size_t N, size_t K) {
    float block[PART_M * PART_K];
    for (size_t k = 0; k < K; k += PART_K) {
        size_t part = K - k < PART_K ? K - k : PART_K;
        for (size_t m = 0; m < M; m += PART_M) {
            size_t rows = M - m < PART_M ? M - m : PART_M;
            transpose(block, a + k * M + m, part, rows, M);
            multiply_part(&(product){c + m * N, block, b + k * N, rows, N, part, .lda = part, .ldb = N, .ldc = N});
        }
    }
}

void ae_dense_forward(float *y, const float *x, const float *w, const float *bias, size_t B, size_t I, size_t O) {
    for (size_t b = 0; b < B; b++) memcpy(y + b * O, bias, O * sizeof *y);
    multiply_add((product){y, x, w, .M = B, .N = O, .K = I, .lda = I, .ldb = O, .ldc = O});
}

void ae_dense_backward_input(float *dx, const float *dy, const float *w, float *transposed, size_t B, size_t I,
                             size_t O) {
    transpose(transposed, w, I, O, O);
    memset(dx, 0, B * I * sizeof *dx);
    multiply_add((product){dx, dy, transposed, .M = B, .N = I, .K = O, .lda = O, .ldb = I, .ldc = I});
}

// dw (I,O) for O below a vector's width: its transpose is wide, so that is what is summed.
static void few_outputs(float *dw, const float *x, const float *dy, size_t B, size_t I, size_t O) {
    float dy_turned[LANES * PART_K], dw_turned[LANES * PART_K]; // (O, up to PART_K rows), (O, up to PART_K inputs)
    for (size_t b = 0; b < B; b += PART_K) {
        size_t rows = B - b < PART_K ? B - b : PART_K;
        transpose(dy_turned, dy + b * O, rows, O, O);
        for (size_t i = 0; i < I; i += PART_K) {
            size_t n = I - i < PART_K ? I - i : PART_K;
            transpose(dw_turned, dw + i * O, n, O, O);
            multiply_part(&(product){dw_turned, dy_turned, x + b * I + i, O, n, rows, .lda = rows, .ldb = I, .ldc = n});
            transpose(dw + i * O, dw_turned, O, n, n);
        }
    }
}

void ae_dense_backward_weights(float *dw, float *dbias, const float *x, const float *dy, size_t B, size_t I, size_t O) {
    if (O < LANES)
        few_outputs(dw, x, dy, B, I, O);
    else
        multiply_transposed_add(dw, x, dy, I, O, B);
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
    return (vf)(((vu)shifted << 23) + 0x3f800000u); // unsigned, because the payload of a NaN may overflow
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
INLINE size_t map(float *y, size_t n, vf (*f)(vf)) {
    size_t k = 0;
    for (; k + LANES <= n; k += LANES) store(y + k, f(load(y + k)));
    return k;
}

INLINE size_t multiply_by(float *dy, const float *y, size_t n, vf (*slope)(vf)) {
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

static inline vf flush(vf x) { return choose((vf)((vi)x & 0x7fffffff) < AE_TINY, splat(0), x); }

static inline vf sqrt4(vf x) { return (vf){sqrtf(x[0]), sqrtf(x[1]), sqrtf(x[2]), sqrtf(x[3])}; }

void ae_adam(float *p, float *m, float *v, const float *g, ae_adam_factors a, size_t n) {
    size_t k = 0;
    for (; k + LANES <= n; k += LANES) {
        vf gradient = load(g + k), mean = load(m + k), square = load(v + k);
        mean = flush(mean + (1 - a.beta1) * (gradient - mean));
        square = flush(square + (1 - a.beta2) * (gradient * gradient - square));
        store(m + k, mean);
        store(v + k, square);
        store(p + k, load(p + k) - a.step * mean / (sqrt4(square) * a.root + a.epsilon));
    }
    ae_adam_plain(p + k, m + k, v + k, g + k, a, n - k);
}

void ae_sgd(float *p, float *m, const float *g, float rate, float momentum, size_t n) {
    size_t k = 0;
    for (; k + LANES <= n; k += LANES) {
        vf mean = flush(momentum * load(m + k) + load(g + k));
        store(m + k, mean);
        store(p + k, load(p + k) - rate * mean);
    }
    ae_sgd_plain(p + k, m + k, g + k, rate, momentum, n - k);
}
