// SPDX-License-Identifier: MIT
// The kernels of dense layers, a vector of numbers at a time: three matrix products. Same bits as kernels_plain.c.
#include "kernels.h"
#include "vector.h"

// c (M,N) = start + a (M,K) b (K,N), each sum in the order of k.
typedef struct product {
    float *c;           // (M,N), its rows `ldc` apart
    const float *start; // (M,N), its rows `lds` apart: c itself to add to it, lds 0 for a row that serves all; NULL: 0
    const float *a;     // (m,k) is a[m * row + k * step], where one of row and step is 1
    const float *b;     // (K,N), its rows `ldb` apart
    size_t M, N, K;
    size_t row, step, ldb, ldc, lds;
} product;

enum {
    PART_K = 256,       // so much of K at a time, that what is used over and over stays in the first-level cache
    PART_M = 64,        // rows of a block that is transposed
    WIDE = 4,           // vectors of a wide strip: the columns of c that are summed at a time
    SMALL = 4096,       // b of so many numbers is used where it lies, a larger one is copied strip by strip
    FEW = 16,           // so is that of so few rows of c
    TRANSPOSE_FROM = 64 // rows of a batch from which on x is transposed for its product with dy
};

// The first `width` numbers of a vector, all of it from LANES on.
INLINE vf load_some(const float *p, size_t width) {
    if (width >= LANES) return load(p);
    vf v = {p[0]};
    if (width > 1) v[1] = p[1];
    if (width > 2) v[2] = p[2];
    for (size_t k = 3; k < LANES - 1 && k < width; k++) v[k] = p[k];
    return v;
}

INLINE void store_some(float *p, vf v, size_t width) {
    if (width >= LANES) {
        store(p, v);
        return;
    }
    p[0] = v[0];
    if (width > 1) p[1] = v[1];
    if (width > 2) p[2] = v[2];
    for (size_t k = 3; k < LANES - 1 && k < width; k++) p[k] = v[k];
}

// One tile of c: `rows` × `vectors` vectors of sums held in registers. Eight vectors of sums are what 16 registers can
// feed. Two rows of four vectors need three addresses only: four of two need five, and an engine whose loop counts them
// all up lost a third of its speed to that. Not unrolled, because compilers to WebAssembly reorder what they unroll,
// and then the sums spill. Inlined, so that all but the addresses are constants.
INLINE void tile(int rows, int vectors, const product *p, float *c, const float *start, const float *a, size_t row,
                 size_t step, const float *b, size_t ldb, size_t width) {
    vf sum[4][WIDE], left[4];
    const float *next[4];
    for (int r = 0; r < rows; r++) {
        next[r] = a + (size_t)r * row;
        for (int v = 0; v < vectors; v++)
            sum[r][v] = start ? load_some(start + (size_t)r * p->lds + (size_t)v * LANES, width) : (vf){0};
    }
    for (size_t k = p->K; k; k--) {
        for (int r = 0; r < rows; r++) {
            left[r] = splat(*next[r]);
            next[r] += step;
        }
        for (int v = 0; v < vectors; v++) {
            vf right = load(b + (size_t)v * LANES);
            for (int r = 0; r < rows; r++) sum[r][v] += left[r] * right;
        }
        b += ldb;
    }
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++) store_some(c + (size_t)r * p->ldc + (size_t)v * LANES, sum[r][v], width);
}

// A strip of c from column n on, `vectors` vectors wide, `rows` rows of it at a time. b points to the strip's own
// columns.
INLINE void strip(int rows, int vectors, const product *p, size_t n, const float *b, size_t ldb, size_t row,
                  size_t step, size_t width) {
    float *c = p->c + n;
    const float *start = p->start ? p->start + n : NULL, *a = p->a;
    for (size_t M = p->M, done; M > 0; M -= done) {
        done = M >= (size_t)rows ? (size_t)rows : 1;
        if (done > 1)
            tile(rows, vectors, p, c, start, a, row, step, b, ldb, width);
        else
            tile(1, vectors, p, c, start, a, row, step, b, ldb, width);
        c += done * p->ldc;
        a += done * row;
        if (start) start += done * p->lds;
    }
}

// K rows of `vectors` vectors numbers of b, side by side
INLINE void pack(int vectors, float *copy, const float *b, size_t ldb, size_t K, size_t width) {
    for (size_t k = 0; k < K; k++)
        for (int v = 0; v < vectors; v++, copy += LANES) store(copy, load_some(b + k * ldb + (size_t)v * LANES, width));
}

// All of c, for K up to PART_K, strip by strip. Inlined, so that one of row and step is a constant.
INLINE void multiply_strips(const product *p, size_t row, size_t step) {
    float copy[PART_K * WIDE * LANES];
    bool packed = p->M > FEW && p->K * p->ldb > SMALL;
    size_t n = 0;
    for (; n + WIDE * LANES <= p->N; n += WIDE * LANES) {
        if (packed) pack(WIDE, copy, p->b + n, p->ldb, p->K, LANES);
        strip(2, WIDE, p, n, packed ? copy : p->b + n, packed ? WIDE * LANES : p->ldb, row, step, LANES);
    }
    for (; n < p->N; n += LANES) {
        size_t width = p->N - n < LANES ? p->N - n : LANES;
        pack(1, copy, p->b + n, p->ldb, p->K, width);
        strip(4, 1, p, n, copy, LANES, row, step, width);
    }
}

static void multiply_part(const product *p) {
    if (p->step == 1)
        multiply_strips(p, p->row, 1);
    else
        multiply_strips(p, 1, p->step);
}

// c = start + a (rows) b (rows,N), for the columns n … n + width - 1 of it
INLINE void add_rows_at(int rows, const product *p, const float *start, const vf *a, const float *b, size_t n,
                        size_t width) {
    vf sum = start ? load_some(start + n, width) : (vf){0};
    for (int r = 0; r < rows; r++) sum += a[r] * load_some(b + (size_t)r * p->ldb + n, width);
    store_some(p->c + n, sum, width);
}

INLINE void add_rows(int rows, const product *p, const float *start, size_t k) {
    vf a[8];
    const float *b = p->b + k * p->ldb;
    for (int r = 0; r < rows; r++) a[r] = splat(p->a[k + (size_t)r]);
    size_t n = 0;
    for (; n + LANES <= p->N; n += LANES) add_rows_at(rows, p, start, a, b, n, LANES);
    if (n < p->N) add_rows_at(rows, p, start, a, b, n, p->N - n);
}

// One row waits for b to come from memory, and that is fastest in the order in which it lies there.
static void multiply_row(const product *p) {
    const float *start = p->start;
    size_t k = 0;
    for (; k + 8 <= p->K; k += 8, start = p->c) add_rows(8, p, start, k);
    for (; k < p->K; k++, start = p->c) add_rows(1, p, start, k);
}

static void multiply(product p) {
    if (p.M == 1 && p.step == 1) {
        multiply_row(&p);
        return;
    }
    for (size_t K = p.K; K > 0; K -= p.K) {
        p.K = K < PART_K ? K : PART_K;
        multiply_part(&p);
        p.a += p.K * p.step;
        p.b += p.K * p.ldb;
        p.start = p.c;
        p.lds = p.ldc;
    }
}

typedef float vf4 __attribute__((vector_size(16)));

INLINE vf4 load4(const float *p) {
    vf4 v;
    memcpy(&v, p, sizeof v);
    return v;
}

INLINE void store4(float *p, vf4 v) { memcpy(p, &v, sizeof v); }

// to (columns,rows) = the transpose of from (rows,columns), whose rows lie `stride` apart, in blocks of 4 × 4
static void transpose(float *to, const float *from, size_t rows, size_t columns, size_t stride) {
    size_t r = 0;
    for (; r + 4 <= rows; r += 4) {
        const float *x = from + r * stride;
        size_t c = 0;
        for (; c + 4 <= columns; c += 4) {
            vf4 x0 = load4(x + c), x1 = load4(x + stride + c), x2 = load4(x + 2 * stride + c),
                x3 = load4(x + 3 * stride + c);
            vf4 low01 = __builtin_shufflevector(x0, x1, 0, 4, 1, 5),
                high01 = __builtin_shufflevector(x0, x1, 2, 6, 3, 7);
            vf4 low23 = __builtin_shufflevector(x2, x3, 0, 4, 1, 5),
                high23 = __builtin_shufflevector(x2, x3, 2, 6, 3, 7);
            store4(to + (c + 0) * rows + r, __builtin_shufflevector(low01, low23, 0, 1, 4, 5));
            store4(to + (c + 1) * rows + r, __builtin_shufflevector(low01, low23, 2, 3, 6, 7));
            store4(to + (c + 2) * rows + r, __builtin_shufflevector(high01, high23, 0, 1, 4, 5));
            store4(to + (c + 3) * rows + r, __builtin_shufflevector(high01, high23, 2, 3, 6, 7));
        }
        for (; c < columns; c++)
            for (size_t k = 0; k < 4; k++) to[c * rows + r + k] = x[k * stride + c];
    }
    for (; r < rows; r++)
        for (size_t c = 0; c < columns; c++) to[c * rows + r] = from[r * stride + c];
}

// The product of x^T, whose K rows of M numbers are the columns of a. Of a large batch they lie too far apart, and
// blocks of them are transposed first.
static void multiply_transposed(product p) {
    float block[PART_M * PART_K];
    if (p.K < TRANSPOSE_FROM) {
        multiply_part(&p);
        return;
    }
    for (size_t k = 0; k < p.K; k += PART_K) {
        product part = p;
        part.K = p.K - k < PART_K ? p.K - k : PART_K;
        part.b = p.b + k * p.ldb;
        part.a = block;
        part.row = part.K;
        part.step = 1;
        for (size_t m = 0; m < p.M; m += PART_M) {
            part.M = p.M - m < PART_M ? p.M - m : PART_M;
            part.c = p.c + m * p.ldc;
            part.start = k || p.start ? part.c : NULL;
            transpose(block, p.a + k * p.step + m, part.K, part.M, p.step);
            multiply_part(&part);
        }
    }
}

void ae_dense_forward(float *y, const float *x, const float *w, const float *bias, size_t B, size_t I, size_t O) {
    multiply((product){y, bias, x, w, .M = B, .N = O, .K = I, .row = I, .step = 1, .ldb = O, .ldc = O, .lds = 0});
}

void ae_dense_backward_input_part(float *dx, const float *dy, const float *w, float *transposed, size_t B, size_t I,
                                  size_t O, size_t first, size_t count) {
    float *b = transposed + first * O;
    transpose(b, w + first * O, count, O, O);
    multiply(
        (product){dx + first, NULL, dy, b, .M = B, .N = count, .K = O, .row = O, .step = 1, .ldb = count, .ldc = I});
}

void ae_dense_backward_input(float *dx, const float *dy, const float *w, float *transposed, size_t B, size_t I,
                             size_t O) {
    ae_dense_backward_input_part(dx, dy, w, transposed, B, I, O, 0, I);
}

// The sums of `vectors` vectors columns of dy, or of the `width` last ones
INLINE void column_sums(int vectors, float *dbias, const float *dy, bool add, size_t B, size_t O, size_t width) {
    vf sum[WIDE];
    for (int v = 0; v < vectors; v++) sum[v] = add ? load_some(dbias + v * LANES, width) : (vf){0};
    for (size_t b = 0; b < B; b++)
        for (int v = 0; v < vectors; v++) sum[v] += load_some(dy + b * O + (size_t)v * LANES, width);
    for (int v = 0; v < vectors; v++) store_some(dbias + v * LANES, sum[v], width);
}

void ae_dense_backward_weights_part(float *dw, const float *x, const float *dy, bool add, size_t B, size_t I, size_t O,
                                    size_t first, size_t count) {
    float *c = dw + first * O;
    multiply_transposed((product){c, add ? c : NULL, x + first, dy, .M = count, .N = O, .K = B, .row = 1, .step = I,
                                  .ldb = O, .ldc = O, .lds = O});
}

void ae_dense_backward_bias(float *dbias, const float *dy, bool add, size_t B, size_t O) {
    size_t o = 0;
    for (; o + WIDE * LANES <= O; o += WIDE * LANES) column_sums(WIDE, dbias + o, dy + o, add, B, O, LANES);
    for (; o < O; o += LANES) column_sums(1, dbias + o, dy + o, add, B, O, O - o);
}

void ae_dense_backward_weights(float *dw, float *dbias, const float *x, const float *dy, bool add, size_t B, size_t I,
                               size_t O) {
    ae_dense_backward_weights_part(dw, x, dy, add, B, I, O, 0, I);
    ae_dense_backward_bias(dbias, dy, add, B, O);
}
