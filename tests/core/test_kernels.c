// SPDX-License-Identifier: MIT
// The fast kernels against their definitions, bit for bit, and their gradients against central differences.
#include "test.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"
#include "reference.h"

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
    return random_float(&dice, -2, 2);
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

static void dense_equals_plain_for_small_shapes(void **state) {
    (void)state;
    static const size_t sizes[] = {1, 2, 3, 4, 5, 7, 8, 9};
    dice = ae_random_new(1, 0);
    for (int b = 0; b < 8; b++)
        for (int i = 0; i < 8; i++)
            for (int o = 0; o < 8; o++) check_dense(sizes[b], sizes[i], sizes[o], ORDINARY);
}

static size_t size_up_to(size_t most) { return 1 + ae_random_bits(&dice) % most; }

static void dense_equals_plain_for_random_shapes(void **state) {
    (void)state;
    dice = ae_random_new(2, 0);
    for (int k = 0; k < 100; k++) check_dense(size_up_to(70), size_up_to(70), size_up_to(70), ORDINARY);
}

// About the sizes at which the kernels change their ways, and what is left over beyond them: rows 2, 4, 16, 64; columns
// 4, 16; 8 and 256 terms of a sum; a right side of 4096 numbers.
static void dense_equals_plain_for_large_shapes(void **state) {
    (void)state;
    static const size_t shapes[][3] = {
        {130, 257, 65}, {257, 65, 130}, {65, 130, 259}, {64, 64, 64},  {64, 256, 64}, {256, 64, 8}, {257, 300, 3},
        {300, 67, 66},  {513, 30, 70},  {3, 300, 257},  {1, 784, 3},   {1, 3, 784},   {300, 3, 64}, {129, 300, 2},
        {260, 257, 1},  {260, 1, 257},  {15, 64, 34},   {17, 70, 511}, {16, 64, 65},  {17, 64, 64}, {17, 64, 65},
        {63, 17, 128},  {64, 17, 128},  {65, 66, 128},  {17, 257, 80}, {18, 256, 83}, {1, 8, 17},   {1, 257, 66},
        {1, 66, 259},   {2, 130, 35},   {25, 64, 64},   {25, 2, 64},   {25, 64, 3},   {64, 1, 17},
    };
    dice = ae_random_new(3, 0);
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++)
        check_dense(shapes[k][0], shapes[k][1], shapes[k][2], ORDINARY);
}

// The strips of 16 columns and the single row, with each remainder.
static void dense_equals_plain_for_special_values_in_wide_shapes(void **state) {
    (void)state;
    dice = ae_random_new(15, 0);
    for (int k = 0; k < 200; k++) check_dense(size_up_to(5), size_up_to(40), size_up_to(40), k % 2 ? FINITE : ANY);
}

static void a_batch_in_parts_gives_the_same_weights(void **state) {
    (void)state;
    enum { B = 30, I = 9, O = 7 };
    dice = ae_random_new(14, 0);
    for (size_t first = 1; first < B; first++) {
        const float *x = numbers(B * I, ORDINARY), *dy = numbers(B * O, ORDINARY);
        float whole_dw[I * O], whole_dbias[O], dw[I * O], dbias[O];
        ae_dense_backward_weights(whole_dw, whole_dbias, x, dy, false, B, I, O);
        ae_dense_backward_weights(dw, dbias, x, dy, false, first, I, O);
        ae_dense_backward_weights(dw, dbias, x + first * I, dy + first * O, true, B - first, I, O);
        assert_same("dw", dw, whole_dw, I * O);
        assert_same("dbias", dbias, whole_dbias, O);
        free_floats();
    }
}

static void dense_equals_plain_for_special_values(void **state) {
    (void)state;
    dice = ae_random_new(4, 0);
    for (int k = 0; k < 600; k++) check_dense(size_up_to(9), size_up_to(9), size_up_to(9), k % 2 ? FINITE : ANY);
}

// 1 + 2^-24 + 2^-24 is 1 in this order, and more when the small ones come together first.
static void sums_run_in_order_from_the_bias(void **state) {
    (void)state;
    const float x[] = {0x1p-24f, 0x1p-24f}, w[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, bias[] = {1, 1, 1, 1, 1};
    float y[5];
    ae_dense_forward(y, x, w, bias, 1, 2, 5);
    for (int o = 0; o < 5; o++) assert_true(y[o] == 1);
    ae_dense_forward_plain(y, x, w, bias, 1, 2, 5);
    for (int o = 0; o < 5; o++) assert_true(y[o] == 1);
}

// ---- elementwise ----------------------------------------------------------------------------------------------------

static void activations_equal_plain(void **state) {
    (void)state;
    dice = ae_random_new(5, 0);
    for (int f = 0; f < AE_ACTIVATION_COUNT; f++)
        for (size_t n = 0; n < 140; n++) // blocks of 64
            for (int kind = 0; kind < KINDS; kind++) {
                float *y = numbers(n, kind), *plain = copy(y, n);
                ae_activation_forward(y, (ae_activation)f, n);
                ae_activation_forward_plain(plain, (ae_activation)f, n);
                assert_same("y", y, plain, n);
                float *dy = numbers(n, kind), *plain_dy = copy(dy, n);
                ae_activation_backward(dy, y, (ae_activation)f, n);
                ae_activation_backward_plain(plain_dy, y, (ae_activation)f, n);
                assert_same("dy", dy, plain_dy, n);
                free_floats();
            }
}

// Each 1013th bit pattern: the functions of four numbers at a time are those of one at a time.
static void activations_equal_plain_for_every_size_of_number(void **state) {
    (void)state;
    enum { COUNT = 4096 };
    dice = ae_random_new(6, 0);
    for (int f = AE_TANH; f < AE_ACTIVATION_COUNT; f++) {
        float *x = floats(COUNT), *y = floats(COUNT), *plain = floats(COUNT);
        uint64_t bits = 0;
        while (bits <= UINT32_MAX) {
            for (int k = 0; k < COUNT; k++, bits += 1013) {
                uint32_t low = (uint32_t)bits;
                memcpy(x + k, &low, sizeof low);
            }
            memcpy(y, x, COUNT * sizeof *x);
            memcpy(plain, x, COUNT * sizeof *x);
            ae_activation_forward(y, (ae_activation)f, COUNT);
            ae_activation_forward_plain(plain, (ae_activation)f, COUNT);
            assert_same("y", y, plain, COUNT);
        }
        free_floats();
    }
}

static void mse_backward_equals_plain(void **state) {
    (void)state;
    dice = ae_random_new(7, 0);
    for (size_t n = 0; n < 68; n++)
        for (int kind = 0; kind < KINDS; kind++) {
            const float *y = numbers(n, kind), *x = numbers(n, kind);
            float scale = one(ORDINARY), *dy = numbers(n, ANY), *plain = numbers(n, ANY);
            ae_mse_backward(dy, y, x, scale, n);
            ae_mse_backward_plain(plain, y, x, scale, n);
            assert_same("dy", dy, plain, n);
            free_floats();
        }
}

static void adam_equals_plain(void **state) {
    (void)state;
    const ae_adam_factors factors = {.beta1 = 0.9f, .beta2 = 0.999f, .epsilon = 1e-7f, .step = 0.0123f, .root = 4.56f};
    dice = ae_random_new(8, 0);
    for (size_t n = 0; n < 68; n++)
        for (int kind = 0; kind < KINDS; kind++) {
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
}

static void sgd_equals_plain(void **state) {
    (void)state;
    dice = ae_random_new(9, 0);
    for (size_t n = 0; n < 68; n++)
        for (int kind = 0; kind < KINDS; kind++) {
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
}

static void flush_equals_plain(void **state) {
    (void)state;
    dice = ae_random_new(16, 0);
    for (size_t n = 0; n < 68; n++)
        for (int kind = 0; kind < KINDS; kind++) {
            float *x = numbers(n, kind), *plain = copy(x, n);
            ae_flush(x, n);
            ae_flush_plain(plain, n);
            assert_same("x", x, plain, n);
            for (size_t k = 0; k < n; k++) assert_true(x[k] == 0 || !(fabsf(x[k]) < AE_TINY));
            free_floats();
        }
}

// ---- gradients ------------------------------------------------------------------------------------------------------

enum { GB = 5, GI = 7, GO = 6 };

// A layer in double precision and the number Σ dy y, whose gradient in y is dy.
typedef struct layer {
    double x[GB * GI], w[GI * GO], bias[GO], dy[GB * GO];
} layer;

static double value_of(const layer *l) {
    double value = 0;
    for (int b = 0; b < GB; b++)
        for (int o = 0; o < GO; o++) {
            double y = l->bias[o];
            for (int i = 0; i < GI; i++) y += l->x[b * GI + i] * l->w[i * GO + o];
            value += l->dy[b * GO + o] * y;
        }
    return value;
}

// Central differences in the n numbers at x, which are part of l.
static void differences(double *gradient, const layer *l, double *x, size_t n) {
    const double h = 1e-4;
    for (size_t k = 0; k < n; k++) {
        double before = x[k];
        x[k] = before + h;
        double above = value_of(l);
        x[k] = before - h;
        gradient[k] = (above - value_of(l)) / (2 * h);
        x[k] = before;
    }
}

static void dense_gradients_match_central_differences(void **state) {
    (void)state;
    dice = ae_random_new(10, 0);
    float x[GB * GI], w[GI * GO], bias[GO], dy[GB * GO], dx[GB * GI], transposed[GI * GO];
    float dw[GI * GO], dbias[GO];
    double wanted[GI * GO];
    layer l;
    fill(x, GB * GI, &dice);
    fill(w, GI * GO, &dice);
    fill(bias, GO, &dice);
    fill(dy, GB * GO, &dice);
    widen_numbers(l.x, x, GB * GI);
    widen_numbers(l.w, w, GI * GO);
    widen_numbers(l.bias, bias, GO);
    widen_numbers(l.dy, dy, GB * GO);
    ae_dense_backward_input(dx, dy, w, transposed, GB, GI, GO);
    ae_dense_backward_weights(dw, dbias, x, dy, false, GB, GI, GO);
    differences(wanted, &l, l.x, GB * GI);
    assert_gradient("dx", dx, wanted, GB * GI);
    differences(wanted, &l, l.w, GI * GO);
    assert_gradient("dw", dw, wanted, GI * GO);
    differences(wanted, &l, l.bias, GO);
    assert_gradient("dbias", dbias, wanted, GO);
}

static void dense_forward_matches_double_precision(void **state) {
    (void)state;
    dice = ae_random_new(11, 0);
    float x[GB * GI], w[GI * GO], bias[GO], y[GB * GO];
    fill(x, GB * GI, &dice);
    fill(w, GI * GO, &dice);
    fill(bias, GO, &dice);
    ae_dense_forward(y, x, w, bias, GB, GI, GO);
    for (int b = 0; b < GB; b++)
        for (int o = 0; o < GO; o++) {
            double wanted = bias[o];
            for (int i = 0; i < GI; i++) wanted += (double)x[b * GI + i] * (double)w[i * GO + o];
            assert_near(y[b * GO + o], wanted, 2e-6);
        }
}

static void activation_gradients_match_central_differences(void **state) {
    (void)state;
    enum { COUNT = 101 };
    const double h = 1e-5;
    dice = ae_random_new(12, 0);
    for (int f = 0; f < AE_ACTIVATION_COUNT; f++) {
        float x[COUNT], y[COUNT], dx[COUNT];
        double wanted[COUNT];
        for (int k = 0; k < COUNT; k++) {
            x[k] = random_float(&dice, 0.01, 4) * (k % 2 ? 1.0f : -1.0f); // not at the kink of a ReLU
            dx[k] = random_float(&dice, 0.1, 1);
            wanted[k] =
                dx[k] *
                (reference_activation(x[k] + h, (ae_activation)f) - reference_activation(x[k] - h, (ae_activation)f)) /
                (2 * h);
        }
        memcpy(y, x, sizeof y);
        ae_activation_forward(y, (ae_activation)f, COUNT);
        for (int k = 0; k < COUNT; k++) assert_near(y[k], reference_activation(x[k], (ae_activation)f), 5e-7);
        ae_activation_backward(dx, y, (ae_activation)f, COUNT);
        assert_gradient("dx", dx, wanted, COUNT);
    }
}

static void mse_gradient_matches_central_differences(void **state) {
    (void)state;
    enum { COUNT = 31 };
    const double h = 1e-4;
    dice = ae_random_new(13, 0);
    float x[COUNT], y[COUNT], dy[COUNT];
    double values[COUNT], wanted[COUNT];
    fill(x, COUNT, &dice);
    fill(y, COUNT, &dice);
    widen_numbers(values, y, COUNT);
    assert_near(ae_mse(y, x, COUNT), reference_error(values, x, COUNT), 1e-12);
    for (int k = 0; k < COUNT; k++) {
        values[k] = y[k] + h;
        double above = reference_error(values, x, COUNT);
        values[k] = y[k] - h;
        wanted[k] = (above - reference_error(values, x, COUNT)) / (2 * h);
        values[k] = y[k];
    }
    ae_mse_backward(dy, y, x, 2.0f / COUNT, COUNT);
    assert_gradient("dy", dy, wanted, COUNT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dense_equals_plain_for_small_shapes),
        cmocka_unit_test(dense_equals_plain_for_random_shapes),
        cmocka_unit_test(dense_equals_plain_for_large_shapes),
        cmocka_unit_test(dense_equals_plain_for_special_values_in_wide_shapes),
        cmocka_unit_test(a_batch_in_parts_gives_the_same_weights),
        cmocka_unit_test(dense_equals_plain_for_special_values),
        cmocka_unit_test(sums_run_in_order_from_the_bias),
        cmocka_unit_test(activations_equal_plain),
        cmocka_unit_test(activations_equal_plain_for_every_size_of_number),
        cmocka_unit_test(mse_backward_equals_plain),
        cmocka_unit_test(adam_equals_plain),
        cmocka_unit_test(sgd_equals_plain),
        cmocka_unit_test(flush_equals_plain),
        cmocka_unit_test(dense_gradients_match_central_differences),
        cmocka_unit_test(dense_forward_matches_double_precision),
        cmocka_unit_test(activation_gradients_match_central_differences),
        cmocka_unit_test(mse_gradient_matches_central_differences),
    };
    return cmocka_run_group_tests_name("kernels", tests, NULL, NULL);
}
