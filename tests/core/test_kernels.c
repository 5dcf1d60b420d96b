// SPDX-License-Identifier: MIT
// The fast kernels against their definitions, bit for bit, and their gradients against central differences.
#include "test.h"

#include "kernel_checks.h"
#include "reference.h"

enum { RANDOM_SHAPES = 100000 };

// ---- dense layers ---------------------------------------------------------------------------------------------------

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
            for (int kind = 0; kind < KINDS; kind++) check_activation((ae_activation)f, n, kind);
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
        for (int kind = 0; kind < KINDS; kind++) check_mse_backward(n, kind);
}

static void adam_equals_plain(void **state) {
    (void)state;
    dice = ae_random_new(8, 0);
    for (size_t n = 0; n < 68; n++)
        for (int kind = 0; kind < KINDS; kind++) check_adam(n, kind);
}

static void sgd_equals_plain(void **state) {
    (void)state;
    dice = ae_random_new(9, 0);
    for (size_t n = 0; n < 68; n++)
        for (int kind = 0; kind < KINDS; kind++) check_sgd(n, kind);
}

static void flush_equals_plain(void **state) {
    (void)state;
    dice = ae_random_new(16, 0);
    for (size_t n = 0; n < 68; n++)
        for (int kind = 0; kind < KINDS; kind++) check_flush(n, kind);
}

// ---- random shapes --------------------------------------------------------------------------------------------------

static void dense_kernels_equal_plain_for_100000_random_shapes(void **state) {
    (void)state;
    dice = ae_random_new(17, 0);
    for (int k = 0; k < RANDOM_SHAPES; k++) check_any_dense();
}

static void elementwise_kernels_equal_plain_for_100000_random_sizes(void **state) {
    (void)state;
    dice = ae_random_new(18, 0);
    for (int k = 0; k < RANDOM_SHAPES; k++) check_any_elementwise();
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
    layer l = {0};
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
        cmocka_unit_test(dense_kernels_equal_plain_for_100000_random_shapes),
        cmocka_unit_test(elementwise_kernels_equal_plain_for_100000_random_sizes),
        cmocka_unit_test(dense_gradients_match_central_differences),
        cmocka_unit_test(dense_forward_matches_double_precision),
        cmocka_unit_test(activation_gradients_match_central_differences),
        cmocka_unit_test(mse_gradient_matches_central_differences),
    };
    return cmocka_run_group_tests_name("kernels", tests, NULL, NULL);
}
