// SPDX-License-Identifier: MIT
// Quantiles, and what they tell of a value. (Tears and followers: test_trace.c, test_recorder.c.)
#include "test.h"

#include "measures.h"
#include "random.h"

enum { MANY = 10000, COUNT = 101 };

static void quantiles_of_a_few_values_are_those_of_definition_7(void **state) {
    (void)state;
    float values[] = {4, 1, 3, 2}, quantiles[5];
    ae_quantiles(quantiles, 5, values, 4);
    static const double wanted[] = {1, 1.75, 2.5, 3.25, 4};
    for (int q = 0; q < 5; q++) assert_near(quantiles[q], wanted[q], 1e-7);
    float one = 7;
    ae_quantiles(quantiles, 3, &one, 1);
    for (int q = 0; q < 3; q++) assert_true(quantiles[q] == 7);
}

static void the_share_below_a_value_is_that_of_the_values(void **state) {
    (void)state;
    static float values[MANY], sorted[MANY];
    ae_random random = ae_random_new(5, 9);
    for (int k = 0; k < MANY; k++) values[k] = sorted[k] = (float)exp(ae_random_normal(&random));
    float quantiles[COUNT];
    ae_quantiles(quantiles, COUNT, sorted, MANY);
    for (int k = 0; k < 200; k++) {
        int below = 0;
        for (int j = 0; j < MANY; j++) below += values[j] < values[k];
        assert_near(ae_share_below(quantiles, COUNT, (double)values[k]), below / (double)MANY, 1.0 / (COUNT - 1));
    }
}

static void what_lies_beyond_all_values_is_below_or_above_them_all(void **state) {
    (void)state;
    static const float quantiles[] = {1, 2, 2, 4};
    assert_true(ae_share_below(quantiles, 4, 0.5) == 0);
    assert_true(ae_share_below(quantiles, 4, 1) == 0);
    assert_true(ae_share_below(quantiles, 4, (double)NAN) == 0);
    assert_near(ae_share_below(quantiles, 4, 2), 1 / 3.0, 1e-12);
    assert_near(ae_share_below(quantiles, 4, 3), 5 / 6.0, 1e-12);
    assert_true(ae_share_below(quantiles, 4, 4) == 1);
    assert_true(ae_share_below(quantiles, 4, 1e9) == 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_of_a_few_values_are_those_of_definition_7),
        cmocka_unit_test(the_share_below_a_value_is_that_of_the_values),
        cmocka_unit_test(what_lies_beyond_all_values_is_below_or_above_them_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
