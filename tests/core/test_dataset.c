// SPDX-License-Identifier: MIT
// The data sets against their formulas.
#include "test.h"

#include <limits.h>
#include <string.h>

#include "dataset.h"

static const double PI = 3.14159265358979324;

static ae_dataset *new_dataset(ae_dataset_desc desc) {
    ae_dataset *dataset;
    ae_error error;
    if (ae_dataset_new(&dataset, &desc, &error)) fail_msg("%s", error.detail);
    assert_int_equal(dataset->points, desc.points);
    assert_int_equal(dataset->columns, 3);
    return dataset;
}

static ae_dataset *of_kind(int kind, int points) {
    return new_dataset((ae_dataset_desc){.kind = (ae_dataset_kind)kind, .points = points, .seed = 1});
}

static bool is_closed(int kind) { return kind == AE_SADDLE || kind == AE_ELLIPSE || kind == AE_TREFOIL; }
static bool is_open(int kind) { return kind == AE_WAVE || kind == AE_TWISTED_CUBIC; }
static bool is_curve(int kind) { return is_closed(kind) || is_open(kind); }

// ---- formulas -------------------------------------------------------------------------------------------------------

// The formulas of dataset.h in the cube, at the position 0 … 1 along the curve; what has no centre of its own is moved
// to 0.
static void on_curve(int kind, double position, double x[3]) {
    double t = 2 * PI * position, s = 2 * position - 1;
    switch (kind) {
    case AE_SADDLE: x[0] = cos(t) / 2, x[1] = sin(t) / 2, x[2] = sin(2 * t) / 2; return;
    case AE_ELLIPSE: x[0] = cos(t) / 2, x[1] = x[2] = sin(t) / 2; return;
    case AE_WAVE: x[0] = sin(t) / 2, x[1] = x[2] = position - 0.5; return;
    case AE_TWISTED_CUBIC: x[0] = s / 2, x[1] = s * s - 0.5, x[2] = pow(s, 3) / 2; return;
    case AE_TREFOIL:
        x[0] = (sin(t) + 2 * sin(2 * t)) / 6, x[1] = (cos(t) - 2 * cos(2 * t)) / 6, x[2] = -sin(3 * t) / 6;
        return;
    default: fail_msg("no formula for %d", kind);
    }
}

static void check_curve(int kind, int points) {
    ae_dataset *dataset = of_kind(kind, points);
    for (int i = 0; i < points; i++) {
        double x[3], position = points == 1 ? 0 : (double)i / (is_closed(kind) ? points : points - 1);
        on_curve(kind, position, x);
        for (int c = 0; c < 3; c++) assert_near(dataset->values[3 * i + c], x[c], 1e-6);
        assert_near(dataset->colours[i], position, 1e-7);
    }
    ae_dataset_free(dataset);
}

static void curves_follow_their_formulas(void **state) {
    (void)state;
    static const int counts[] = {1, 2, 25, 1000, AE_MAX_POINTS};
    for (int kind = 0; kind < AE_DATASET_COUNT; kind++)
        for (int k = 0; k < 5; k++)
            if (is_curve(kind)) check_curve(kind, counts[k]);
}

// The colour tells the first parameter; the second is a coordinate.
static void sheets_follow_their_formulas(void **state) {
    (void)state;
    enum { COUNT = 1000 };
    ae_dataset *roll = of_kind(AE_SWISS_ROLL, COUNT), *s = of_kind(AE_S_CURVE, COUNT);
    for (int i = 0; i < COUNT; i++) {
        const float *x = roll->values + 3 * i, *y = s->values + 3 * i;
        double t = PI * (1.5 + 3 * (double)roll->colours[i]);
        assert_near(x[0], t * cos(t) / (9 * PI), 2e-6);
        assert_near(x[2], t * sin(t) / (9 * PI), 2e-6);
        t = 3 * PI * ((double)s->colours[i] - 0.5);
        assert_near(y[0], sin(t) / 2, 2e-6);
        assert_near(y[2], (t < 0 ? -1 : 1) * (cos(t) - 1) / 4, 2e-6);
    }
    ae_dataset_free(roll);
    ae_dataset_free(s);
}

static void the_sphere_is_evenly_covered(void **state) {
    (void)state;
    enum { COUNT = 1000 };
    ae_dataset *sphere = of_kind(AE_SPHERE, COUNT);
    double sums[3] = {0}, squares[3] = {0};
    for (int k = 0; k < 3 * COUNT; k++) {
        const float *x = sphere->values + k / 3 * 3;
        assert_near(hypot(hypot(x[0], x[1]), x[2]), 0.5, 1e-6);
        sums[k % 3] += sphere->values[k];
        squares[k % 3] += (double)sphere->values[k] * (double)sphere->values[k];
    }
    for (int c = 0; c < 3; c++) {
        assert_near(sums[c] / COUNT, 0, 0.002);
        assert_near(squares[c] / COUNT, 1.0 / 12, 0.002);
    }
    ae_dataset_free(sphere);
}

// Each goes through the other's middle: a centre of one is as far from the other ring as its own radius.
static void the_two_rings_are_linked_circles(void **state) {
    (void)state;
    static const int counts[] = {1, 2, 25, 1000};
    for (int k = 0; k < 4; k++) {
        int points = counts[k], second = 0;
        ae_dataset *rings = of_kind(AE_TWO_RINGS, points);
        for (int i = 0; i < points; i++) {
            const float *x = rings->values + 3 * i;
            bool upright = rings->colours[i] >= 0.5f;
            second += upright;
            assert_near(hypot(x[0] - (upright ? 1.0 : -1.0) / 6, x[upright ? 2 : 1]), 1.0 / 3, 1e-6);
            assert_true(x[upright ? 1 : 2] == 0);
        }
        assert_int_equal(second, points / 2);
        ae_dataset_free(rings);
    }
}

// ---- all of them ----------------------------------------------------------------------------------------------------

static void all_stay_within_the_cube_and_reach_far(void **state) {
    (void)state;
    for (int kind = 0; kind < AE_DATASET_COUNT; kind++) {
        ae_dataset *dataset = of_kind(kind, 1001);
        float least[3] = {1, 1, 1}, most[3] = {-1, -1, -1}, widest = 0;
        for (int k = 0; k < 3 * 1001; k++) {
            least[k % 3] = fminf(least[k % 3], dataset->values[k]);
            most[k % 3] = fmaxf(most[k % 3], dataset->values[k]);
            if (!(fabsf(dataset->values[k]) <= 0.5f)) fail_msg("kind %d: %g", kind, (double)dataset->values[k]);
        }
        for (int c = 0; c < 3; c++) {
            assert_true(most[c] - least[c] > 0.3f);
            widest = fmaxf(widest, most[c] - least[c]);
        }
        assert_true(widest > 0.9f);
        ae_dataset_free(dataset);
    }
}

static void closed_curves_say_so(void **state) {
    (void)state;
    for (int kind = 0; kind < AE_DATASET_COUNT; kind++) {
        ae_dataset *dataset = of_kind(kind, 100);
        const float *first = dataset->values, *last = dataset->values + 3 * 99;
        double gap = hypot(hypot(first[0] - last[0], first[1] - last[1]), first[2] - last[2]);
        assert_int_equal(dataset->closed, is_closed(kind));
        if (is_curve(kind)) assert_int_equal(dataset->closed, gap < 0.1); // its ends are neighbours
        assert_true(gap > 0.01);                                          // and not the same point
        ae_dataset_free(dataset);
    }
}

static void colours_run_from_0_to_1(void **state) {
    (void)state;
    static const int counts[] = {1, 2, 25, AE_MAX_POINTS};
    for (int kind = 0; kind < AE_DATASET_COUNT; kind++)
        for (int k = 0; k < 4; k++) {
            int points = counts[k];
            ae_dataset *dataset = of_kind(kind, points);
            float first = dataset->colours[0], last = dataset->colours[points - 1];
            for (int i = 0; i < points; i++) {
                assert_true(dataset->colours[i] >= 0 && dataset->colours[i] <= 1);
                if (i && kind != AE_NOISE) assert_true(dataset->colours[i] > dataset->colours[i - 1]);
            }
            if (is_curve(kind)) assert_true(first == 0);
            if (is_closed(kind)) assert_true(last < 1); // 1 is 0 again
            if (is_open(kind) && points > 1) assert_true(last == 1);
            ae_dataset_free(dataset);
        }
    ae_dataset_free(NULL);
}

// ---- chance ---------------------------------------------------------------------------------------------------------

static void noise_has_its_deviation(void **state) {
    (void)state;
    enum { COUNT = AE_MAX_POINTS };
    ae_dataset *exact = of_kind(AE_SADDLE, COUNT);
    ae_dataset *noisy = new_dataset((ae_dataset_desc){.points = COUNT, .noise = 0.05f, .seed = 1});
    double sum = 0, squares = 0;
    for (int k = 0; k < 3 * COUNT; k++) {
        double moved = (double)noisy->values[k] - (double)exact->values[k];
        sum += moved / 0.05;
        squares += moved * moved / 0.0025;
    }
    assert_near(sum / (3 * COUNT), 0, 0.03);
    assert_near(squares / (3 * COUNT), 1, 0.04);
    assert_memory_equal(noisy->colours, exact->colours, COUNT * sizeof(float));
    ae_dataset_free(exact);
    ae_dataset_free(noisy);
}

static void the_cloud_is_uniform(void **state) {
    (void)state;
    enum { COUNT = AE_MAX_POINTS };
    ae_dataset *cloud = of_kind(AE_NOISE, COUNT);
    double sums[3] = {0}, squares[3] = {0};
    for (int k = 0; k < 3 * COUNT; k++) {
        sums[k % 3] += cloud->values[k];
        squares[k % 3] += (double)cloud->values[k] * (double)cloud->values[k];
    }
    for (int c = 0; c < 3; c++) {
        assert_near(sums[c] / COUNT, 0, 0.015);
        assert_near(squares[c] / COUNT, 1.0 / 12, 0.004);
    }
    ae_dataset_free(cloud);
}

static void the_same_seed_gives_the_same_data(void **state) {
    (void)state;
    for (int kind = 0; kind < AE_DATASET_COUNT; kind++) {
        ae_dataset_desc desc = {.kind = (ae_dataset_kind)kind, .points = 50, .noise = 0.1f, .seed = 1};
        ae_dataset *a = new_dataset(desc), *b = new_dataset(desc);
        desc.seed = 2;
        ae_dataset *c = new_dataset(desc);
        assert_memory_equal(a->values, b->values, 150 * sizeof(float));
        assert_memory_not_equal(a->values, c->values, 150 * sizeof(float));
        ae_dataset_free(a);
        ae_dataset_free(b);
        ae_dataset_free(c);
    }
}

// ---- what is refused ------------------------------------------------------------------------------------------------

static void assert_refused(ae_dataset_desc desc, const char *part) {
    ae_error error = {0};
    ae_dataset *dataset = (ae_dataset *)&error;
    assert_int_equal(ae_dataset_new(&dataset, &desc, &error), AE_BAD_VALUE);
    assert_null(dataset);
    assert_int_equal(error.status, AE_BAD_VALUE);
    assert_holds(error.detail, part);
    assert_int_equal(ae_dataset_new(&dataset, &desc, NULL), AE_BAD_VALUE);
}

static void bad_kinds_points_and_noise_are_named(void **state) {
    (void)state;
    assert_refused((ae_dataset_desc){.kind = AE_DATASET_COUNT, .points = 25}, "data is 10");
    assert_refused((ae_dataset_desc){.kind = (ae_dataset_kind)-1, .points = 25}, "data is -1");
    assert_refused((ae_dataset_desc){.points = 0}, "points is 0");
    assert_refused((ae_dataset_desc){.points = -25}, "points is -25");
    assert_refused((ae_dataset_desc){.kind = AE_WAVE, .points = AE_MAX_POINTS + 1}, "points is 10001");
    assert_refused((ae_dataset_desc){.kind = AE_WAVE, .points = INT_MAX}, "points is 2147483647");
    const float wrong[] = {-0.01f, 1.01f, NAN, INFINITY, -INFINITY};
    for (int k = 0; k < 5; k++) assert_refused((ae_dataset_desc){.points = 25, .noise = wrong[k]}, "noise");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curves_follow_their_formulas),
        cmocka_unit_test(sheets_follow_their_formulas),
        cmocka_unit_test(the_sphere_is_evenly_covered),
        cmocka_unit_test(the_two_rings_are_linked_circles),
        cmocka_unit_test(all_stay_within_the_cube_and_reach_far),
        cmocka_unit_test(closed_curves_say_so),
        cmocka_unit_test(colours_run_from_0_to_1),
        cmocka_unit_test(noise_has_its_deviation),
        cmocka_unit_test(the_cloud_is_uniform),
        cmocka_unit_test(the_same_seed_gives_the_same_data),
        cmocka_unit_test(bad_kinds_points_and_noise_are_named),
    };
    return cmocka_run_group_tests_name("dataset", tests, NULL, NULL);
}
