// SPDX-License-Identifier: MIT
// Elementary functions against libm, and random numbers against published values.
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "functions.h"
#include "random.h"

static float from_bits(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint32_t to_bits(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

// The error in units in the last place of a float near `wanted`; denormals have the place of the smallest normal one.
static double ulps(float got, double wanted) {
    int exponent;
    frexp(wanted, &exponent);
    if (wanted == 0 || exponent < -125) exponent = -125;
    return fabs((double)got - wanted) / ldexp(1, exponent - 24);
}

// Floats of every sign and size, denormals, infinities and NaN among them: each 1013th bit pattern.
#define FOR_FLOATS(x)                                                                                                  \
    for (uint64_t bits_ = 0; bits_ <= UINT32_MAX; bits_ += 1013)                                                       \
        for (float x = from_bits((uint32_t)bits_), *once_ = &x; once_; once_ = NULL)

static void check_ulps(float (*f)(float), double (*exact)(double), double least, double most, double bound) {
    FOR_FLOATS(x) {
        if (!(x >= least && x <= most)) continue;
        double error = ulps(f(x), exact(x));
        if (!(error <= bound)) fail_msg("%.2f ulp off at %.9g (%a)", error, (double)x, (double)x);
    }
}

static void exp_is_within_2_ulp(void **state) {
    (void)state;
    check_ulps(ae_exp, exp, -87.3f, 88, 2);
    assert_true(ae_exp(0) == 1);
    assert_true(ae_exp(-0.0f) == 1);
}

static void exp_saturates(void **state) {
    (void)state;
    float most = ae_exp(88);
    assert_true(isfinite(most));
    FOR_FLOATS(x) {
        if (x < -87.3f && ae_exp(x) != 0) fail_msg("exp(%g) is %g", (double)x, (double)ae_exp(x));
        if (x > 88 && ae_exp(x) != most) fail_msg("exp(%g) is %g", (double)x, (double)ae_exp(x));
    }
    assert_true(ae_exp(INFINITY) == most);
    assert_true(ae_exp(-INFINITY) == 0);
}

static void tanh_is_within_3_ulp(void **state) {
    (void)state;
    check_ulps(ae_tanh, tanh, -INFINITY, INFINITY, 3);
}

static void tanh_is_odd(void **state) {
    (void)state;
    FOR_FLOATS(x)
    if (to_bits(ae_tanh(-x)) != (to_bits(ae_tanh(x)) ^ 0x80000000u) && !isnan(x)) fail_msg("at %g", (double)x);
    assert_int_equal(to_bits(ae_tanh(0)), 0);
    assert_int_equal(to_bits(ae_tanh(-0.0f)), 0x80000000u);
}

static void tanh_saturates_at_one(void **state) {
    (void)state;
    FOR_FLOATS(x) {
        float y = ae_tanh(x);
        if (x >= 9.1f && y != 1) fail_msg("tanh(%g) is %.9g", (double)x, (double)y);
        if (x <= -9.1f && y != -1) fail_msg("tanh(%g) is %.9g", (double)x, (double)y);
        if (fabsf(y) > 1) fail_msg("tanh(%g) is %.9g", (double)x, (double)y);
    }
    assert_true(ae_tanh(INFINITY) == 1);
    assert_true(ae_tanh(-INFINITY) == -1);
}

static double exact_sigmoid(double x) {
    double e = exp(-fabs(x));
    return (x < 0 ? e : 1) / (1 + e);
}

static void sigmoid_is_within_3_ulp(void **state) {
    (void)state;
    check_ulps(ae_sigmoid, exact_sigmoid, -87, INFINITY, 3);
    assert_true(ae_sigmoid(0) == 0.5f);
}

static void sigmoid_saturates(void **state) {
    (void)state;
    float least = ae_sigmoid(-87); // 1.6e-38: the smallest that is not denormal, but for a bit
    assert_true(least > 0);
    FOR_FLOATS(x) {
        if (x < -87 && ae_sigmoid(x) != least) fail_msg("sigmoid(%g) is %g", (double)x, (double)ae_sigmoid(x));
        if (x > 87 && ae_sigmoid(x) != 1) fail_msg("sigmoid(%g) is %.9g", (double)x, (double)ae_sigmoid(x));
    }
    assert_true(ae_sigmoid(INFINITY) == 1);
    assert_true(ae_sigmoid(-INFINITY) == least);
}

static void nan_in_gives_nan_out(void **state) {
    (void)state;
    int count = 0;
    FOR_FLOATS(x) {
        if (!isnan(x)) continue;
        count++;
        if (!isnan(ae_exp(x))) fail_msg("exp of NaN %x", (unsigned)to_bits(x));
        if (!isnan(ae_tanh(x))) fail_msg("tanh of NaN %x", (unsigned)to_bits(x));
        if (!isnan(ae_sigmoid(x))) fail_msg("sigmoid of NaN %x", (unsigned)to_bits(x));
    }
    assert_true(count > 1000);
    assert_true(isnan(ae_exp(NAN)) && isnan(ae_tanh(NAN)) && isnan(ae_sigmoid(NAN)));
    assert_true(isnan(ae_tanh(-NAN)));
}

static void check_log(double x) {
    long double wanted = logl(x);
    int exponent;
    frexp((double)wanted, &exponent);
    double error = (double)(fabsl(ae_log(x) - wanted) / ldexpl(1, exponent - 53));
    if (wanted != 0 && !(error <= 3)) fail_msg("%.2f ulp off at %a", error, x);
}

static void log_is_within_3_ulp(void **state) {
    (void)state;
    ae_random random = ae_random_new(1, 1);
    for (int k = 0; k < 200000; k++) {
        check_log(ldexp(1 + ae_random_uniform(&random), k % 2046 - 1022)); // every normal exponent
        check_log(0.5 + ae_random_uniform(&random));
        check_log(1 + ldexp(ae_random_uniform(&random) - 0.5, -(k % 50)));
        check_log(1.4142135623730951 * (1 + ldexp(ae_random_uniform(&random) - 0.5, -(k % 50)))); // where it folds
    }
    assert_true(ae_log(1) == 0);
}

static void check_circle(double x) {
    double sine = (double)fabsl(ae_sin(x) - sinl(x)), cosine = (double)fabsl(ae_cos(x) - cosl(x));
    if (!(sine < 1e-15)) fail_msg("sin(%.17g) is off by %g", x, sine);
    if (!(cosine < 1e-15)) fail_msg("cos(%.17g) is off by %g", x, cosine);
}

static void sin_and_cos_are_within_1e_15(void **state) {
    (void)state;
    ae_random random = ae_random_new(1, 1);
    for (int k = 0; k < 100000; k++) {
        check_circle(2e5 * ae_random_uniform(&random) - 1e5);
        check_circle(8 * ae_random_uniform(&random) - 4);
    }
    for (int n = -63600; n <= 63600; n += 7) { // about the multiples of π/4, where the series changes
        check_circle(n * 1.5707963267948966);
        check_circle((n + 0.5) * 1.5707963267948966);
    }
    assert_true(ae_sin(0) == 0);
    assert_true(ae_cos(0) == 1);
}

// The outputs of the authors' Java class and of Vigna's splitmix64.c for states 0 and 1234567.
static void splitmix64_gives_the_published_values(void **state) {
    (void)state;
    ae_random zero = {0}, other = {1234567};
    assert_true(ae_random_bits(&zero) == 0xe220a8397b1dcdafu);
    assert_true(ae_random_bits(&zero) == 0x6e789e6aa1b965f4u);
    assert_true(ae_random_bits(&zero) == 0x06c45d188009454fu);
    assert_true(ae_random_bits(&other) == 6457827717110365317u);
    assert_true(ae_random_bits(&other) == 3203168211198807973u);
    assert_true(ae_random_bits(&other) == 9817491932198370423u);
    assert_true(ae_random_bits(&other) == 4593380528125082431u);
    assert_true(ae_random_bits(&other) == 16408922859458223821u);
}

// Links restore a state by retraining it, so these may never change. Computed with a program in Python.
static void streams_keep_their_values(void **state) {
    (void)state;
    static const struct {
        uint64_t seed, stream, bits[4];
    } known[] = {
        {1, 0, {0x6ec85f1f8547bc0cu, 0x6cf63afcc21a470au, 0x8a27b94cff7526aau, 0xd13756f65520a1ecu}},
        {1, 1, {0xbd17853175c4f325u, 0x72c343e604ca3af6u, 0x89031c5807505184u, 0x194e1193d0092aa6u}},
        {UINT64_MAX, 5, {0x1fb365f51c80ce44u, 0xe36a211602fd88f6u, 0x4c4762dc86a88eb3u, 0x751edc9c6cdfa938u}},
    };
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        ae_random random = ae_random_new(known[k].seed, known[k].stream);
        for (int i = 0; i < 4; i++) assert_true(ae_random_bits(&random) == known[k].bits[i]);
    }
}

static void uniforms_are_uniform_from_0_to_below_1(void **state) {
    (void)state;
    enum { COUNT = 400000, BINS = 16 };
    ae_random random = ae_random_new(7, 0);
    double sum = 0, squares = 0, products = 0, last = 0.5;
    int bins[BINS] = {0};
    for (int k = 0; k < COUNT; k++) {
        double u = ae_random_uniform(&random);
        if (!(u >= 0 && u < 1) || fmod(u * 0x1p53, 1) != 0) fail_msg("%.17g", u);
        bins[(int)(u * BINS)]++;
        sum += u;
        squares += (u - 0.5) * (u - 0.5);
        products += (u - 0.5) * (last - 0.5);
        last = u;
    }
    assert_near(sum / COUNT, 0.5, 0.002);
    assert_near(squares / COUNT, 1.0 / 12, 0.0006);
    assert_near(products / COUNT, 0, 0.0006); // neighbours do not go together
    for (int b = 0; b < BINS; b++) assert_near((double)bins[b] * BINS / COUNT, 1, 0.03);
}

static void normals_have_mean_0_and_variance_1(void **state) {
    (void)state;
    enum { COUNT = 400000 };
    ae_random random = ae_random_new(7, 0);
    double sum = 0, squares = 0, cubes = 0, fourths = 0;
    for (int k = 0; k < COUNT; k++) {
        double x = ae_random_normal(&random);
        if (!isfinite(x)) fail_msg("number %d is %g", k, x);
        sum += x;
        squares += x * x;
        cubes += x * x * x;
        fourths += x * x * x * x;
    }
    assert_near(sum / COUNT, 0, 0.008);
    assert_near(squares / COUNT, 1, 0.011);
    assert_near(cubes / COUNT, 0, 0.03);
    assert_near(fourths / COUNT, 3, 0.08);
}

// Of 64 bits in each pair of numbers, half differ: over 1000 pairs the mean is 32 within 5 standard errors of 4/√1000.
static void streams_and_seeds_are_independent(void **state) {
    (void)state;
    const uint64_t pairs[][4] = {{1, 0, 1, 1}, {1, 0, 2, 0}, {0, 1, 1, 0}, {3, 4, 4, 3}};
    for (size_t p = 0; p < sizeof pairs / sizeof *pairs; p++) {
        ae_random a = ae_random_new(pairs[p][0], pairs[p][1]), b = ae_random_new(pairs[p][2], pairs[p][3]);
        int differ = 0;
        for (int k = 0; k < 1000; k++)
            for (uint64_t rest = ae_random_bits(&a) ^ ae_random_bits(&b); rest; rest &= rest - 1) differ++;
        assert_near(differ / 1000.0, 32, 0.64);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_is_within_2_ulp),
        cmocka_unit_test(exp_saturates),
        cmocka_unit_test(tanh_is_within_3_ulp),
        cmocka_unit_test(tanh_is_odd),
        cmocka_unit_test(tanh_saturates_at_one),
        cmocka_unit_test(sigmoid_is_within_3_ulp),
        cmocka_unit_test(sigmoid_saturates),
        cmocka_unit_test(nan_in_gives_nan_out),
        cmocka_unit_test(log_is_within_3_ulp),
        cmocka_unit_test(sin_and_cos_are_within_1e_15),
        cmocka_unit_test(splitmix64_gives_the_published_values),
        cmocka_unit_test(streams_keep_their_values),
        cmocka_unit_test(uniforms_are_uniform_from_0_to_below_1),
        cmocka_unit_test(normals_have_mean_0_and_variance_1),
        cmocka_unit_test(streams_and_seeds_are_independent),
    };
    return cmocka_run_group_tests_name("functions", tests, NULL, NULL);
}
