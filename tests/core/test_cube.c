// SPDX-License-Identifier: MIT
#include "cube.h"

#include <math.h>
#include <string.h>

#include "dataset.h"
#include "random.h"
#include "test.h"

static void fill(float *values, size_t count, uint64_t seed) {
    ae_random random = ae_random_new(seed, 1);
    for (size_t k = 0; k < count; k++) values[k] = (float)(100 * ae_random_uniform(&random) - 20);
}

// Every column is within the cube, and the widest one touches both of its sides.
static void the_widest_column_fills_the_cube(void **state) {
    (void)state;
    float values[50 * 4];
    double middle[4];
    fill(values, 50 * 4, 3);
    for (size_t r = 0; r < 50; r++) values[4 * r + 2] *= 3;
    ae_cube_into(values, 50, 4, middle, ae_cube_of(values, 50, 4, middle));
    for (size_t c = 0; c < 4; c++) {
        float least = INFINITY, most = -INFINITY;
        for (size_t r = 0; r < 50; r++) {
            least = fminf(least, values[4 * r + c]);
            most = fmaxf(most, values[4 * r + c]);
        }
        assert_near((double)(least + most), 0, 1e-6);
        if (c == 2)
            assert_near((double)(most - least), 1, 1e-6);
        else
            assert_true(most - least < 0.5f && most - least > 0.2f);
    }
}

static void back_is_where_it_was(void **state) {
    (void)state;
    float values[60 * 3], moved[60 * 3];
    double middle[3];
    fill(values, 60 * 3, 5);
    memcpy(moved, values, sizeof values);
    const double size = ae_cube_of(values, 60, 3, middle);
    ae_cube_into(moved, 60, 3, middle, size);
    ae_cube_out_of(moved, 60, 3, middle, size);
    for (size_t k = 0; k < 60 * 3; k++) assert_near((double)moved[k], (double)values[k], 1e-5);
}

// The command line and the page have the same points.
static void own_data_are_in_the_cube(void **state) {
    (void)state;
    float values[40 * 3];
    double middle[3];
    ae_dataset *dataset;
    fill(values, 40 * 3, 7);
    assert_int_equal(ae_dataset_own(&dataset, values, 40, NULL), AE_OK);
    ae_cube_into(values, 40, 3, middle, ae_cube_of(values, 40, 3, middle));
    assert_memory_equal(dataset->values, values, sizeof values);
    ae_dataset_free(dataset);
}

static void what_is_all_one_or_vast_stays_finite(void **state) {
    (void)state;
    float same[] = {5, 7, 5, 7}, vast[] = {3e38f, -3e38f, -3e38f, 3e38f};
    double middle[2];
    assert_near(ae_cube_of(same, 2, 2, middle), 0, 0);
    ae_cube_into(same, 2, 2, middle, 0);
    for (size_t k = 0; k < 4; k++) assert_near((double)same[k], 0, 0);
    ae_cube_out_of(same, 2, 2, middle, 0);
    assert_near((double)same[0], 5, 0);
    ae_cube_into(vast, 2, 2, middle, ae_cube_of(vast, 2, 2, middle));
    for (size_t k = 0; k < 4; k++) assert_near(fabs((double)vast[k]), 0.5, 1e-6);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_widest_column_fills_the_cube),
        cmocka_unit_test(back_is_where_it_was),
        cmocka_unit_test(own_data_are_in_the_cube),
        cmocka_unit_test(what_is_all_one_or_vast_stays_finite),
    };
    return cmocka_run_group_tests_name("cube", tests, NULL, NULL);
}
