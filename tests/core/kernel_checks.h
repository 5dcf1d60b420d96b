// SPDX-License-Identifier: MIT
// What a fast kernel shares with its definition, bit for bit, for one shape and numbers from `dice`: the checks of
// test_kernels.c and, in WebAssembly, of tests/wasm/kernels.c. Include it after cmocka or what stands in for it there:
// assert_true, assert_non_null and fail_msg.
#ifndef KERNEL_CHECKS_H
#define KERNEL_CHECKS_H

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"
#include "random.h"

// ---- arrays ---------------------------------------------------------------------------------------------------------

static ae_random dice;
static void *blocks[64];
static int block_count;

// n floats at one of the four alignments, ending where their block ends, so that the sanitizers see an overrun.
static float *floats(size_t n) {
    size_t offset = ae_random_bits(&dice) % 4;
    assert_true(block_count < 64);
    float *block = malloc((offset + n) * sizeof *block + !(offset + n));
    assert_non_null(block);
    blocks[block_count++] = block;
    return block + offset;
}

static void free_floats(void) {
    while (block_count) free(blocks[--block_count]);
}

// Ordinary numbers; signed zeros, denormals and huge ones among them; infinities and NaN too.
enum { ORDINARY, FINITE, ANY, KINDS };

static float one(int kind) {
    static const float rare[] = {0,        -0.0f,    1e-45f, -1e-45f,  1e-40f,    -3e-39f, FLT_MIN, 1,
                                 FLT_MAX,  -FLT_MAX, 1e19f,  -3e20f,   1e-20f,    -1,      9.1f,    -87.3f,
                                 INFINITY, NAN,      -NAN,   INFINITY, -INFINITY, 88,      -88,     1e38f};
    enum { FINITE_COUNT = 16, ANY_COUNT = sizeof rare / sizeof *rare };
    uint64_t bits = ae_random_bits(&dice);
    if (kind != ORDINARY && bits % 3 == 0) return rare[(bits >> 8) % (kind == FINITE ? FINITE_COUNT : ANY_COUNT)];
    return (float)(4 * ae_random_uniform(&dice) - 2);
}

static float *numbers(size_t n, int kind) {
    float *x = floats(n);
    for (size_t k = 0; k < n; k++) x[k] = one(kind);
    return x;
}

static float *copy(const float *x, size_t n) { return memcpy(floats(n), x, n * sizeof *x); }

// The sign and payload of a NaN are not promised; all else is.
static void assert_same(const char *name, const float *got, const float *wanted, size_t n) {
    if (!memcmp(got, wanted, n * sizeof *got)) return;
    for (size_t k = 0; k < n; k++)
        if (memcmp(got + k, wanted + k, sizeof *got) && !(isnan(got[k]) && isnan(wanted[k])))
            fail_msg("%s[%d] of %d is %a, its definition gives %a", name, (int)k, (int)n, (double)got[k],
                     (double)wanted[k]);
}

// ---- dense layers ---------------------------------------------------------------------------------------------------

static void check_dense(size_t B, size_t I, size_t O, int kind) {
    const float *x = numbers(B * I, kind), *w = numbers(I * O, kind), *bias = numbers(O, kind);
    const float *dy = numbers(B * O, kind);
    float *y = numbers(B * O, ANY), *plain_y = numbers(B * O, ANY); // what is there before must not matter
    float *dx = numbers(B * I, ANY), *plain_dx = numbers(B * I, ANY), *transposed = numbers(I * O, ANY);
    float *dw = numbers(I * O, ANY), *plain_dw = numbers(I * O, ANY);
    float *dbias = numbers(O, ANY), *plain_dbias = numbers(O, ANY);
    ae_dense_forward(y, x, w, bias, B, I, O);
    ae_dense_forward_plain(plain_y, x, w, bias, B, I, O);
    ae_dense_backward_input(dx, dy, w, transposed, B, I, O);
    ae_dense_backward_input_plain(plain_dx, dy, w, B, I, O);
    ae_dense_backward_weights(dw, dbias, x, dy, false, B, I, O);
    ae_dense_backward_weights_plain(plain_dw, plain_dbias, x, dy, false, B, I, O);
    assert_same("y", y, plain_y, B * O);
    assert_same("dx", dx, plain_dx, B * I);
    assert_same("dw", dw, plain_dw, I * O);
    assert_same("dbias", dbias, plain_dbias, O);
    for (size_t k = 0; k < I * O; k++) dw[k] = plain_dw[k] = one(kind);
    for (size_t k = 0; k < O; k++) dbias[k] = plain_dbias[k] = one(kind);
    ae_dense_backward_weights(dw, dbias, x, dy, true, B, I, O);
    ae_dense_backward_weights_plain(plain_dw, plain_dbias, x, dy, true, B, I, O);
    assert_same("dw added to", dw, plain_dw, I * O);
    assert_same("dbias added to", dbias, plain_dbias, O);
    free_floats();
}

// The inputs first … first + count - 1 by themselves: theirs as the whole gives it, the others untouched.
static void check_dense_part(size_t B, size_t I, size_t O, size_t first, size_t count, int kind) {
    const float *x = numbers(B * I, kind), *w = numbers(I * O, kind), *dy = numbers(B * O, kind);
    float *dx = numbers(B * I, ORDINARY), *plain_dx = numbers(B * I, ANY), *transposed = numbers(I * O, ANY);
    float *dw = numbers(I * O, ORDINARY), *plain_dw = numbers(I * O, ANY), *plain_dbias = numbers(O, ANY);
    const float *old_dx = copy(dx, B * I), *old_dw = copy(dw, I * O);
    ae_dense_backward_input_part(dx, dy, w, transposed, B, I, O, first, count);
    ae_dense_backward_input_plain(plain_dx, dy, w, B, I, O);
    ae_dense_backward_weights_part(dw, x, dy, false, B, I, O, first, count);
    ae_dense_backward_weights_plain(plain_dw, plain_dbias, x, dy, false, B, I, O);
    const size_t after = first + count;
    for (size_t b = 0; b < B; b++) {
        assert_same("dx before the part", dx + b * I, old_dx + b * I, first);
        assert_same("dx of the part", dx + b * I + first, plain_dx + b * I + first, count);
        assert_same("dx after the part", dx + b * I + after, old_dx + b * I + after, I - after);
    }
    assert_same("dw before the part", dw, old_dw, first * O);
    assert_same("dw of the part", dw + first * O, plain_dw + first * O, count * O);
    assert_same("dw after the part", dw + after * O, old_dw + after * O, (I - after) * O);
    free_floats();
}

// ---- elementwise ----------------------------------------------------------------------------------------------------

static void check_activation(ae_activation f, size_t n, int kind) {
    float *y = numbers(n, kind), *plain = copy(y, n);
    ae_activation_forward(y, f, n);
    ae_activation_forward_plain(plain, f, n);
    assert_same("y", y, plain, n);
    float *dy = numbers(n, kind), *plain_dy = copy(dy, n);
    ae_activation_backward(dy, y, f, n);
    ae_activation_backward_plain(plain_dy, y, f, n);
    assert_same("dy", dy, plain_dy, n);
    free_floats();
}

static void check_mse_backward(size_t n, int kind) {
    const float *y = numbers(n, kind), *x = numbers(n, kind);
    float scale = one(ORDINARY), *dy = numbers(n, ANY), *plain = numbers(n, ANY);
    ae_mse_backward(dy, y, x, scale, n);
    ae_mse_backward_plain(plain, y, x, scale, n);
    assert_same("dy", dy, plain, n);
    free_floats();
}

static void check_adam(size_t n, int kind) {
    const ae_adam_factors factors = {.beta1 = 0.9f, .beta2 = 0.999f, .epsilon = 1e-7f, .step = 0.0123f, .root = 4.56f};
    const float *g = numbers(n, kind);
    float *p = numbers(n, kind), *m = numbers(n, kind), *v = numbers(n, kind);
    if (kind != ANY)
        for (size_t k = 0; k < n; k++) v[k] = fabsf(v[k]);
    float *plain_p = copy(p, n), *plain_m = copy(m, n), *plain_v = copy(v, n);
    float *before = numbers(n, ANY), *plain_before = numbers(n, ANY);
    for (int step = 0; step < 3; step++) {
        float *old = step ? before : NULL, *plain_old = step ? plain_before : NULL;
        bool finite = ae_adam(p, m, v, g, old, factors, n);
        assert_true(finite == ae_adam_plain(plain_p, plain_m, plain_v, g, plain_old, factors, n));
        assert_true(finite == ae_all_finite(p, n));
    }
    assert_same("before", before, plain_before, n);
    assert_same("p", p, plain_p, n);
    assert_same("m", m, plain_m, n);
    assert_same("v", v, plain_v, n);
    free_floats();
}

static void check_sgd(size_t n, int kind) {
    const float *g = numbers(n, kind);
    float *p = numbers(n, kind), *m = numbers(n, kind), *plain_p = copy(p, n), *plain_m = copy(m, n);
    float *before = numbers(n, ANY), *plain_before = numbers(n, ANY);
    for (int step = 0; step < 3; step++) {
        float *old = step ? before : NULL, *plain_old = step ? plain_before : NULL;
        bool finite = ae_sgd(p, m, g, old, 0.0123f, 0.9f, n);
        assert_true(finite == ae_sgd_plain(plain_p, plain_m, g, plain_old, 0.0123f, 0.9f, n));
        assert_true(finite == ae_all_finite(p, n));
    }
    assert_same("before", before, plain_before, n);
    assert_same("p", p, plain_p, n);
    assert_same("m", m, plain_m, n);
    free_floats();
}

static void check_flush(size_t n, int kind) {
    float *x = numbers(n, kind), *plain = copy(x, n);
    ae_flush(x, n);
    ae_flush_plain(plain, n);
    assert_same("x", x, plain, n);
    for (size_t k = 0; k < n; k++) assert_true(x[k] == 0 || !(fabsf(x[k]) < AE_TINY));
    free_floats();
}

// ---- random shapes --------------------------------------------------------------------------------------------------

static size_t below(size_t n) { return (size_t)(ae_random_bits(&dice) % n); }

// Mostly a few, so that each remainder comes up beside each other one; now and then some dozens, or more than a block.
static size_t any_size(void) {
    static const size_t most[] = {9, 9, 9, 9, 9, 9, 33, 130};
    return 1 + below(most[below(sizeof most / sizeof *most)]);
}

static void check_any_dense(void) {
    enum { MOST = 8192 }; // multiplications
    size_t B, I, O;
    do B = any_size(), I = any_size(), O = any_size();
    while (B * I * O > MOST);
    const int kind = (int)below(KINDS);
    const size_t first = below(I + 1);
    check_dense(B, I, O, kind);
    check_dense_part(B, I, O, first, below(I - first + 1), kind);
}

static void check_any_elementwise(void) {
    const size_t n = any_size() - 1;
    const int kind = (int)below(KINDS);
    check_activation((ae_activation)below(AE_ACTIVATION_COUNT), n, kind);
    check_mse_backward(n, kind);
    check_adam(n, kind);
    check_sgd(n, kind);
    check_flush(n, kind);
}

#endif
