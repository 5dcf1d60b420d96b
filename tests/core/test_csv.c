// SPDX-License-Identifier: MIT
// Numbers from text, and a reader's own points.
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data.h"
#include "dataset.h"
#include "number.h"
#include "random.h"

static const ae_data_desc points = {.columns = 3, .rows = 10000};

static ae_table *read_text(const char *text) {
    ae_table *table;
    ae_error error;
    if (ae_data_read(&table, text, strlen(text), &points, &error)) fail_msg("%s: %s", text, error.detail);
    return table;
}

static void expect_rows(const char *text, int rows) {
    static const float wanted[] = {1, 2, 3, 4.5f, -5, 6e-2f, 7, 8, 9};
    ae_table *table = read_text(text);
    if (table->rows != rows) fail_msg("%s: %d rows", text, table->rows);
    assert_int_equal(table->columns, 3);
    assert_memory_equal(table->values, wanted, (size_t)(3 * rows) * sizeof(float));
    ae_table_free(table);
}

static void expect_refused(const char *text, const char *part) {
    ae_table *table;
    ae_error error;
    if (ae_data_read(&table, text, strlen(text), &points, &error) != AE_BAD_DATA) fail_msg("read: %s", text);
    assert_null(table);
    assert_holds(error.detail, part);
}

static void every_separator_is_found(void **state) {
    (void)state;
    expect_rows("1,2,3\n4.5,-5,6e-2\n", 2);
    expect_rows("1;2;3\n4.5;-5;6e-2\n", 2);
    expect_rows("1\t2\t3\n4.5\t-5\t6e-2\n", 2);
    expect_rows("1 2 3\n4.5  -5   6e-2\n", 2);
    expect_rows("1, 2, 3\n 4.5 ,\t-5 , 6e-2\n", 2);
}

static void line_ends_marks_quotes_and_names_do_not_matter(void **state) {
    (void)state;
    expect_rows("1,2,3\r\n4.5,-5,6e-2\r\n7,8,9", 3);
    expect_rows("1,2,3\r4.5,-5,6e-2\r", 2);
    expect_rows("\n\n1,2,3\n\n \n4.5,-5,6e-2\n\n", 2);
    expect_rows("\xef\xbb\xbfx,y,z\n1,2,3\n", 1);
    expect_rows("\"x, left\",\"y\",z\n\"1\",\" 2 \",3\n", 1);
    expect_rows("x;y;z\n1;2;3", 1);
    expect_rows("+1,2.,3.0e0\n4.50,-.5e1,6E-2\n", 2);
}

static void what_does_not_fit_is_named(void **state) {
    (void)state;
    expect_refused("", "no rows");
    expect_refused("\n \r\n", "no rows");
    expect_refused("a,b,c\n", "row 1, column 1");
    expect_refused("x,y,z\n1,2,3\n1,two,3\n", "row 3, column 2 is not a number: \"two\"");
    expect_refused("1,2,3\n\n1,2\n", "row 3 has fewer columns");
    expect_refused("1,2,3,4\n", "row 1 has more columns");
    expect_refused("1,2,3\n4,,6\n", "row 2, column 2 is empty");
    expect_refused("1,2,3\n4,nan,6\n", "row 2, column 2");
    expect_refused("1,2,3\n4,inf,6\n", "row 2, column 2");
    expect_refused("1,2,3\n4,1e39,6\n", "row 2, column 2"); // no float holds it
    expect_refused("1,2,3\n4,1e,6\n", "row 2, column 2");
    expect_refused("1,2,3\n4,1.2.3,6\n", "row 2, column 2");
    expect_refused("1,2,3\n4,0x10,6\n", "row 2, column 2");
    expect_refused("1;2;3\n0,5;1;2\n", "row 2, column 1 is not a number: \"0,5\"");
}

static void too_many_rows_are_refused(void **state) {
    (void)state;
    const ae_data_desc two = {.rows = 2};
    ae_table *table;
    ae_error error;
    assert_int_equal(ae_data_read(&table, "1\n2\n3\n", 6, &two, &error), AE_BAD_DATA);
    assert_holds(error.detail, "more than 2 rows");
    assert_int_equal(ae_data_read(&table, "1\n2\n", 4, &two, &error), AE_OK);
    ae_table_free(table);
}

static void the_first_row_says_how_many_columns(void **state) {
    (void)state;
    ae_table *table;
    assert_int_equal(ae_data_read(&table, "1,2,3,4,5\n1,2,3,4,5\n", 20, NULL, NULL), AE_OK);
    assert_int_equal(table->columns, 5);
    ae_table_free(table);
}

// Printed with nine digits a float comes back as itself, or as its neighbour.
static void printed_numbers_come_back(void **state) {
    (void)state;
    ae_random random = ae_random_new(3, 1);
    for (int k = 0; k < 20000; k++) {
        uint32_t bits = (uint32_t)(ae_random_uniform(&random) * 4294967295.0), back;
        float number, read;
        memcpy(&number, &bits, sizeof number);
        if (!isfinite(number)) continue;
        char text[40];
        int length = snprintf(text, sizeof text, k % 2 ? "%.9g" : "%.25e", (double)number);
        if (!ae_parse_number(text, (size_t)length, &read)) fail_msg("%s", text);
        memcpy(&back, &read, sizeof back);
        int32_t apart = (int32_t)(bits - back);
        if (apart < -1 || apart > 1) fail_msg("%s became %.9g", text, (double)read);
    }
}

static void numbers_of_any_length_are_read(void **state) {
    (void)state;
    float number;
    char zeros[400] = "0.";
    memset(zeros + 2, '0', 300);
    strcpy(zeros + 302, "1e301");
    assert_true(ae_parse_number(zeros, strlen(zeros), &number));
    assert_near((double)number, 1, 1e-6);
    memset(zeros, '9', 350);
    strcpy(zeros + 350, "e-350");
    assert_true(ae_parse_number(zeros, strlen(zeros), &number));
    assert_near((double)number, 1, 1e-6);
    assert_true(ae_parse_number("1e-999999999999", 15, &number) && number == 0);
    assert_false(ae_parse_number("1e999999999999", 14, &number));
    assert_true(ae_parse_number("-0", 2, &number) && signbit(number));
    const char *none[] = {"", "+", "-", ".", "e5", "1e+", "1 2", "--1", "1-", "Infinity", "NaN"};
    for (size_t k = 0; k < sizeof none / sizeof *none; k++)
        if (ae_parse_number(none[k], strlen(none[k]), &number)) fail_msg("%s is a number", none[k]);
}

// Whatever the bytes, there is a table of finite numbers or a refusal; a text cut anywhere too.
static void any_bytes_are_survived(void **state) {
    (void)state;
    static const char alphabet[] = "0123456789.,;\t \"\n\r-+eExé\0";
    ae_random random = ae_random_new(5, 1);
    for (int k = 0; k < 20000; k++) {
        size_t length = (size_t)(ae_random_uniform(&random) * 40);
        char *text = malloc(length + 1); // just as long as it says, so that reading beyond it is noticed
        for (size_t c = 0; c < length; c++)
            text[c] = alphabet[(size_t)(ae_random_uniform(&random) * (double)(sizeof alphabet - 1))];
        char *exact = malloc(length ? length : 1);
        memcpy(exact, text, length);
        ae_table *table;
        ae_error error;
        ae_status status = ae_data_read(&table, exact, length, &(ae_data_desc){.columns = k % 2 ? 3 : 0}, &error);
        if (!status)
            for (int i = 0; i < table->rows * table->columns; i++) assert_true(isfinite(table->values[i]));
        else
            assert_true(status == AE_BAD_DATA && strlen(error.detail) > 0);
        ae_table_free(table);
        free(exact);
        free(text);
    }
}

static void no_memory_is_a_status(void **state) {
    (void)state;
    ae_table *table;
    ae_error error;
    test_fail_allocation = 1;
    assert_int_equal(ae_data_read(&table, "1,2,3\n", 6, NULL, &error), AE_OUT_OF_MEMORY);
    assert_null(table);
    ae_dataset *dataset;
    test_fail_allocation = 1;
    assert_int_equal(ae_dataset_own(&dataset, (float[3]){1, 2, 3}, 1, &error), AE_OUT_OF_MEMORY);
    assert_null(dataset);
    test_fail_allocation = 0;
}

// ---- own points -----------------------------------------------------------------------------------------------------

static void own_points_fill_the_cube_in_their_own_proportions(void **state) {
    (void)state;
    const float values[] = {100, 0, 5, 300, 50, 5, 200, 100, 5};
    ae_dataset *dataset;
    assert_int_equal(ae_dataset_own(&dataset, values, 3, NULL), AE_OK);
    const float wanted[] = {-0.5f, -0.25f, 0, 0.5f, 0, 0, 0, 0.25f, 0};
    assert_memory_equal(dataset->values, wanted, sizeof wanted);
    assert_true(dataset->colours[0] == 0 && dataset->colours[1] == 0.5f && dataset->colours[2] == 1);
    assert_false(dataset->closed);
    ae_dataset_free(dataset);
}

static void extreme_own_points_stay_finite(void **state) {
    (void)state;
    const float values[] = {-3.4e38f, 1e-38f, 0, 3.4e38f, 0, 0};
    ae_dataset *dataset;
    assert_int_equal(ae_dataset_own(&dataset, values, 2, NULL), AE_OK);
    assert_true(dataset->values[0] == -0.5f && dataset->values[3] == 0.5f && isfinite(dataset->values[1]));
    ae_dataset_free(dataset);
    assert_int_equal(ae_dataset_own(&dataset, (float[]){7, 7, 7, 7, 7, 7}, 2, NULL), AE_OK);
    for (int k = 0; k < 6; k++) assert_true(dataset->values[k] == 0);
    ae_dataset_free(dataset);
}

static void impossible_own_points_are_refused(void **state) {
    (void)state;
    ae_dataset *dataset;
    ae_error error;
    assert_int_equal(ae_dataset_own(&dataset, (float[3]){0}, 0, &error), AE_BAD_VALUE);
    assert_int_equal(ae_dataset_own(&dataset, (float[3]){0}, AE_MAX_POINTS + 1, &error), AE_BAD_VALUE);
    assert_int_equal(ae_dataset_own(&dataset, (float[6]){0, 0, 0, 0, NAN, 0}, 2, &error), AE_BAD_DATA);
    assert_holds(error.detail, "row 2, column 2");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_separator_is_found),
        cmocka_unit_test(line_ends_marks_quotes_and_names_do_not_matter),
        cmocka_unit_test(what_does_not_fit_is_named),
        cmocka_unit_test(too_many_rows_are_refused),
        cmocka_unit_test(the_first_row_says_how_many_columns),
        cmocka_unit_test(printed_numbers_come_back),
        cmocka_unit_test(numbers_of_any_length_are_read),
        cmocka_unit_test(any_bytes_are_survived),
        cmocka_unit_test(no_memory_is_a_status),
        cmocka_unit_test(own_points_fill_the_cube_in_their_own_proportions),
        cmocka_unit_test(extreme_own_points_stay_finite),
        cmocka_unit_test(impossible_own_points_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
