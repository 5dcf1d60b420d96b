// SPDX-License-Identifier: MIT
// The optimizers by their properties and against the textbook in double precision.
#include "test.h"

#include <string.h>

#include "optimizer.h"
#include "reference.h"

enum { COUNT = 11, STEPS = 100 };

static ae_optimizer *new_optimizer(ae_optimizer_desc desc, size_t count) {
    ae_optimizer *optimizer;
    ae_error error;
    if (ae_optimizer_new(&optimizer, &desc, count, &error)) fail_msg("%s", error.detail);
    return optimizer;
}

static const ae_optimizer_desc ADAM = {.kind = AE_ADAM, .rate = 0.01f};
static const ae_optimizer_desc SGD = {.kind = AE_SGD, .rate = 0.01f, .momentum = 0.9f};

// From 1e-4 on; below, epsilon (1e-7) takes its share.
static void the_first_adam_step_is_the_rate_whatever_the_gradient(void **state) {
    (void)state;
    for (double size = 1e-4; size < 1e6 * 1.01; size *= 10) {
        float parameters[2] = {0, 0}, gradients[2] = {(float)size, (float)-size};
        ae_optimizer *optimizer = new_optimizer(ADAM, 2);
        ae_optimizer_step(optimizer, parameters, gradients, NULL);
        assert_near(parameters[0], -0.01, 0.0001);
        assert_near(parameters[1], 0.01, 0.0001);
        ae_optimizer_free(optimizer);
    }
}

static void epsilon_is_1e_7_and_stands_outside_of_the_root(void **state) {
    (void)state;
    for (double size = 1e-9; size < 1e-4; size *= 10) {
        float parameter = 0, gradient = (float)size;
        ae_optimizer *optimizer = new_optimizer(ADAM, 1);
        ae_optimizer_step(optimizer, &parameter, &gradient, NULL);
        double wanted = -0.01 * size / (size + 1e-7);
        assert_near(parameter / wanted, 1, 0.001);
        ae_optimizer_free(optimizer);
    }
}

// Gradients of every size, some of which change their sign.
static void gradients_at(float g[COUNT], const float start[COUNT], int step) {
    for (int k = 0; k < COUNT; k++)
        g[k] = (float)(start[k] * pow(10, k % 7 - 3) * (k % 2 ? cos(0.3 * step) : 1 + 0.5 * cos(step)));
}

static void adam_matches_the_textbook(void **state) {
    (void)state;
    ae_random random = ae_random_new(1, 9);
    float parameters[COUNT], start[COUNT], g[COUNT];
    double p[COUNT], m[COUNT] = {0}, v[COUNT] = {0}, moved = 0;
    fill(parameters, COUNT, &random);
    fill(start, COUNT, &random);
    widen_numbers(p, parameters, COUNT);
    ae_optimizer *optimizer = new_optimizer(ADAM, COUNT);
    for (int t = 1; t <= STEPS; t++) {
        gradients_at(g, start, t);
        ae_optimizer_step(optimizer, parameters, g, NULL);
        for (int k = 0; k < COUNT; k++) {
            m[k] = 0.9 * m[k] + 0.1 * g[k];
            v[k] = 0.999 * v[k] + 0.001 * g[k] * g[k];
            double step = 0.01 * (m[k] / (1 - pow(0.9, t))) / (sqrt(v[k] / (1 - pow(0.999, t))) + 1e-7);
            p[k] -= step;
            moved = fmax(moved, fabs(step));
            assert_near(parameters[k], p[k], 2e-5);
        }
    }
    assert_true(moved > 0.005);
    ae_optimizer_free(optimizer);
}

static void sgd_with_momentum_matches_the_textbook(void **state) {
    (void)state;
    ae_random random = ae_random_new(1, 9);
    float parameters[COUNT], g[COUNT];
    double p[COUNT], m[COUNT] = {0};
    fill(parameters, COUNT, &random);
    widen_numbers(p, parameters, COUNT);
    ae_optimizer *optimizer = new_optimizer(SGD, COUNT);
    for (int t = 1; t <= STEPS; t++) {
        fill(g, COUNT, &random);
        ae_optimizer_step(optimizer, parameters, g, NULL);
        for (int k = 0; k < COUNT; k++) {
            m[k] = 0.9 * m[k] + g[k];
            p[k] -= 0.01 * m[k];
            assert_near(parameters[k], p[k], 2e-5);
        }
    }
    ae_optimizer_free(optimizer);
}

static void sgd_without_momentum_is_rate_times_gradient(void **state) {
    (void)state;
    ae_optimizer *optimizer = new_optimizer((ae_optimizer_desc){.kind = AE_SGD, .rate = 0.5f}, 1);
    float parameter = 1, gradient = 0.25f;
    for (int t = 1; t <= 4; t++) {
        ae_optimizer_step(optimizer, &parameter, &gradient, NULL);
        assert_true(parameter == 1 - 0.125f * (float)t);
    }
    ae_optimizer_free(optimizer);
}

static void run(ae_optimizer *optimizer, float parameters[COUNT], uint64_t seed) {
    ae_random random = ae_random_new(seed, 9);
    float g[COUNT];
    for (int t = 0; t < 20; t++) {
        fill(g, COUNT, &random);
        ae_optimizer_step(optimizer, parameters, g, NULL);
    }
}

static void reset_equals_new(void **state) {
    (void)state;
    const ae_optimizer_desc kinds[] = {ADAM, SGD};
    for (int k = 0; k < 2; k++) {
        float fresh[COUNT] = {0}, again[COUNT] = {0}, unreset[COUNT] = {0}, spare[COUNT] = {0};
        ae_optimizer *a = new_optimizer(kinds[k], COUNT), *b = new_optimizer(kinds[k], COUNT);
        run(a, fresh, 1);
        run(b, spare, 2);
        run(b, unreset, 1);
        assert_memory_not_equal(unreset, fresh, sizeof fresh); // there was something to forget
        ae_optimizer_reset(b);
        run(b, again, 1);
        assert_memory_equal(again, fresh, sizeof fresh);
        ae_optimizer_free(a);
        ae_optimizer_free(b);
    }
}

static void a_rate_of_0_changes_nothing(void **state) {
    (void)state;
    ae_optimizer_desc kinds[] = {ADAM, SGD};
    for (int k = 0; k < 2; k++) {
        ae_random random = ae_random_new(3, 9);
        float parameters[COUNT], before[COUNT];
        kinds[k].rate = 0;
        fill(parameters, COUNT, &random);
        memcpy(before, parameters, sizeof before);
        ae_optimizer *optimizer = new_optimizer(kinds[k], COUNT);
        run(optimizer, parameters, 1);
        assert_memory_equal(parameters, before, sizeof before);
        ae_optimizer_free(optimizer);
    }
}

static void a_gradient_of_0_changes_nothing(void **state) {
    (void)state;
    const ae_optimizer_desc kinds[] = {ADAM, SGD};
    for (int k = 0; k < 2; k++) {
        float parameters[COUNT] = {1, -2, 3}, before[COUNT], g[COUNT] = {0};
        memcpy(before, parameters, sizeof before);
        ae_optimizer *optimizer = new_optimizer(kinds[k], COUNT);
        for (int t = 0; t < 5; t++) ae_optimizer_step(optimizer, parameters, g, NULL);
        assert_memory_equal(parameters, before, sizeof before);
        ae_optimizer_free(optimizer);
    }
}

// Adam's second moment takes some 70,000 steps to fall below AE_TINY.
static void moments_fall_to_0_and_are_never_subnormal(void **state) {
    (void)state;
    const ae_optimizer_desc kinds[] = {ADAM, SGD};
    for (int k = 0; k < 2; k++) {
        float parameters[COUNT] = {0}, g[COUNT] = {1, -1e-3f, 1e3f};
        ae_optimizer *optimizer = new_optimizer(kinds[k], COUNT);
        for (int t = 0; t < 100000; t++) {
            ae_optimizer_step(optimizer, parameters, g, NULL);
            memset(g, 0, sizeof g);
            for (int c = 0; c < COUNT; c++) {
                assert_int_not_equal(fpclassify(optimizer->first[c]), FP_SUBNORMAL);
                assert_int_not_equal(fpclassify(optimizer->second[c]), FP_SUBNORMAL);
            }
        }
        for (int c = 0; c < COUNT; c++) assert_true(optimizer->first[c] == 0 && optimizer->second[c] == 0);
        ae_optimizer_free(optimizer);
    }
}

static void a_step_keeps_what_was_and_tells_what_is_finite(void **state) {
    (void)state;
    const ae_optimizer_desc kinds[] = {ADAM, SGD};
    for (int k = 0; k < 2; k++)
        for (int c = 0; c < COUNT; c++) {
            float parameters[COUNT] = {1, -2, 3}, old[COUNT], before[COUNT], g[COUNT] = {1, 2, 3};
            ae_optimizer *optimizer = new_optimizer(kinds[k], COUNT);
            memcpy(old, parameters, sizeof old);
            assert_true(ae_optimizer_step(optimizer, parameters, g, before));
            assert_memory_equal(before, old, sizeof old);
            parameters[c] = c % 2 ? INFINITY : NAN;
            assert_false(ae_optimizer_step(optimizer, parameters, g, NULL));
            assert_memory_equal(before, old, sizeof old);
            ae_optimizer_free(optimizer);
        }
}

static void assert_refused(ae_optimizer_desc desc, const char *part) {
    ae_optimizer *optimizer = (ae_optimizer *)&desc;
    ae_error error = {0};
    assert_int_equal(ae_optimizer_new(&optimizer, &desc, COUNT, &error), AE_BAD_VALUE);
    assert_null(optimizer);
    assert_int_equal(error.status, AE_BAD_VALUE);
    assert_holds(error.detail, part);
    assert_int_equal(ae_optimizer_new(&optimizer, &desc, COUNT, NULL), AE_BAD_VALUE);
}

static void bad_rates_momenta_and_kinds_are_named(void **state) {
    (void)state;
    const float rates[] = {-0.1f, NAN, INFINITY, -INFINITY}, momenta[] = {-0.1f, 1, 1.5f, NAN, INFINITY};
    for (int k = 0; k < 4; k++) {
        assert_refused((ae_optimizer_desc){.kind = AE_ADAM, .rate = rates[k]}, "rate");
        assert_refused((ae_optimizer_desc){.kind = AE_SGD, .rate = rates[k], .momentum = 0.9f}, "rate");
    }
    for (int k = 0; k < 5; k++)
        assert_refused((ae_optimizer_desc){.kind = AE_SGD, .rate = 0.1f, .momentum = momenta[k]}, "momentum");
    assert_refused((ae_optimizer_desc){.kind = AE_OPTIMIZER_COUNT, .rate = 0.1f}, "optimizer is 2");
    assert_refused((ae_optimizer_desc){.kind = (ae_optimizer_kind)-1, .rate = 0.1f}, "optimizer is -1");
    ae_optimizer_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_adam_step_is_the_rate_whatever_the_gradient),
        cmocka_unit_test(epsilon_is_1e_7_and_stands_outside_of_the_root),
        cmocka_unit_test(adam_matches_the_textbook),
        cmocka_unit_test(sgd_with_momentum_matches_the_textbook),
        cmocka_unit_test(sgd_without_momentum_is_rate_times_gradient),
        cmocka_unit_test(reset_equals_new),
        cmocka_unit_test(a_rate_of_0_changes_nothing),
        cmocka_unit_test(a_gradient_of_0_changes_nothing),
        cmocka_unit_test(moments_fall_to_0_and_are_never_subnormal),
        cmocka_unit_test(a_step_keeps_what_was_and_tells_what_is_finite),
        cmocka_unit_test(bad_rates_momenta_and_kinds_are_named),
    };
    return cmocka_run_group_tests_name("optimizer", tests, NULL, NULL);
}
