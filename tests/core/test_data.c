// SPDX-License-Identifier: MIT
// Binary files of numbers, and which reader gets a file. Text is tested in test_csv.c.
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data.h"
#include "random.h"

// ---- files in memory ------------------------------------------------------------------------------------------------

typedef struct file {
    unsigned char bytes[4096];
    size_t size;
} file;

static void put(file *f, const void *bytes, size_t size) {
    assert_true(f->size + size <= sizeof f->bytes);
    if (size) memcpy(f->bytes + f->size, bytes, size);
    f->size += size;
}

// A number of so many bytes, the highest or the lowest first.
static void put_number(file *f, uint64_t bits, int width, bool high_first) {
    for (int b = 0; b < width; b++) {
        int from = high_first ? width - 1 - b : b;
        put(f, &(unsigned char){(unsigned char)(bits >> (8 * from))}, 1);
    }
}

static uint64_t float_bits(float number) {
    uint32_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static uint64_t double_bits(double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

// The header of an IDX file; sizes end with -1.
static file idx(int type, const int *sizes) {
    file f = {.size = 0};
    int dimensions = 0;
    while (sizes[dimensions] >= 0) dimensions++;
    put(&f, (unsigned char[]){0, 0, (unsigned char)type, (unsigned char)dimensions}, 4);
    for (int k = 0; k < dimensions; k++) put_number(&f, (uint64_t)sizes[k], 4, true);
    return f;
}
#define SIZES(...) ((const int[]){__VA_ARGS__, -1})

// A .npy file up to its numbers; padded as NumPy does.
static file npy_text(int major, const char *text) {
    file f = {.size = 0};
    put(&f, "\x93NUMPY", 6);
    put(&f, (unsigned char[]){(unsigned char)major, 0}, 2);
    size_t start = f.size + (major == 1 ? 2 : 4), length = strlen(text) + 1;
    length += 63 - (start + length - 1) % 64;
    put_number(&f, length, major == 1 ? 2 : 4, false);
    put(&f, text, strlen(text));
    while (f.size < start + length - 1) put(&f, " ", 1);
    put(&f, "\n", 1);
    assert_int_equal(f.size % 64, 0);
    return f;
}

static file npy(const char *descr, const char *order, const char *shape) {
    char text[256];
    snprintf(text, sizeof text, "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }", descr, order, shape);
    return npy_text(1, text);
}

static const float SIX[] = {1, 2, 3, 4.5f, -5, 6e-2f};

static file with_six(file f, bool high_first) {
    for (int k = 0; k < 6; k++) put_number(&f, float_bits(SIX[k]), 4, high_first);
    return f;
}

// ---- expectations ---------------------------------------------------------------------------------------------------

// A copy that is just as long, so that reading beyond it is noticed.
static unsigned char *exactly(const file *f, size_t size) {
    unsigned char *bytes = malloc(size ? size : 1);
    memcpy(bytes, f->bytes, size);
    return bytes;
}

static ae_table *read_file(const file *f) {
    ae_table *table;
    ae_error error;
    unsigned char *bytes = exactly(f, f->size);
    if (ae_data_read(&table, bytes, f->size, NULL, &error)) fail_msg("%s", error.detail);
    free(bytes);
    assert_null(table->labels);
    return table;
}

static void expect_values(file f, int rows, int columns, const float *values) {
    ae_table *table = read_file(&f);
    assert_int_equal(table->rows, rows);
    assert_int_equal(table->columns, columns);
    assert_memory_equal(table->values, values, (size_t)(rows * columns) * sizeof *values);
    ae_table_free(table);
}

static void expect_labels(file f, int rows, const int *labels) {
    ae_table *table;
    ae_error error;
    if (ae_labels_read(&table, f.bytes, f.size, NULL, &error)) fail_msg("%s", error.detail);
    assert_true(table->rows == rows && table->columns == 0);
    assert_memory_equal(table->labels, labels, (size_t)rows * sizeof *labels);
    ae_table_free(table);
}

static void expect_refused_as(file f, const ae_data_desc *desc, ae_status wanted, const char *part) {
    ae_table *table;
    ae_error error;
    ae_status status = ae_data_read(&table, f.bytes, f.size, desc, &error);
    if (status != wanted) fail_msg("status %d, but it should say %s", (int)status, part);
    assert_null(table);
    assert_holds(error.detail, part);
}

static void expect_refused(file f, const char *part) { expect_refused_as(f, NULL, AE_BAD_DATA, part); }

static void expect_labels_refused(file f, const char *part) {
    ae_table *table;
    ae_error error;
    if (ae_labels_read(&table, f.bytes, f.size, NULL, &error) != AE_BAD_DATA) fail_msg("it should say %s", part);
    assert_null(table);
    assert_holds(error.detail, part);
}

// ---- IDX ------------------------------------------------------------------------------------------------------------

static void idx_images_are_rows_of_parts_of_255(void **state) {
    (void)state;
    file f = idx(0x08, SIZES(2, 2, 3));
    float wanted[12];
    for (int k = 0; k < 12; k++) {
        put(&f, &(unsigned char){(unsigned char)(23 * k)}, 1);
        wanted[k] = (float)(23 * k) / 255;
    }
    expect_values(f, 2, 6, wanted);
    assert_true(wanted[11] > 0.99f && wanted[11] <= 1);
}

static void idx_numbers_of_every_type_are_read(void **state) {
    (void)state;
    file f = idx(0x09, SIZES(3));
    put(&f, "\x80\xff\x7f", 3);
    expect_values(f, 3, 1, (const float[]){-128, -1, 127});
    f = idx(0x0b, SIZES(1, 3));
    put(&f, "\x80\x00\xff\xff\x12\x34", 6);
    expect_values(f, 1, 3, (const float[]){-32768, -1, 0x1234});
    f = idx(0x0c, SIZES(2, 1, 1, 1));
    put(&f, "\x80\x00\x00\x00\x00\x01\x00\x00", 8);
    expect_values(f, 2, 1, (const float[]){-2147483648.0f, 65536});
    expect_values(with_six(idx(0x0d, SIZES(2, 3)), true), 2, 3, SIX);
    f = idx(0x0e, SIZES(2));
    put_number(&f, double_bits(0.1), 8, true);
    put_number(&f, double_bits(-1e30), 8, true);
    expect_values(f, 2, 1, (const float[]){0.1f, -1e30f});
}

static void idx_labels_are_whole_numbers(void **state) {
    (void)state;
    file f = idx(0x08, SIZES(5));
    put(&f, "\5\0\4\1\xff", 5);
    expect_labels(f, 5, (const int[]){5, 0, 4, 1, 255});
    f = idx(0x0c, SIZES(2));
    put(&f, "\x80\x00\x00\x00\x7f\xff\xff\xff", 8);
    expect_labels(f, 2, (const int[]){-2147483647 - 1, 2147483647});
    expect_labels_refused(with_six(idx(0x0d, SIZES(6)), true), "row 4 is no label");
    expect_labels_refused(with_six(idx(0x0d, SIZES(2, 3)), true), "labels have one column, and here are 3");
}

static void idx_files_that_do_not_fit_are_refused(void **state) {
    (void)state;
    file f = idx(0x08, SIZES(2, 3));
    put(&f, "12345", 5);
    expect_refused(f, "the file ends in row 2, column 3, and should have 2 rows");
    put(&f, "678", 3);
    expect_refused(f, "the file goes on for 2 bytes after the last of 2 rows");
    expect_refused(idx(0x0a, SIZES(1)), "type of numbers is 10");
    expect_refused(idx(0x08, SIZES(1, 1, 1, 1, 1, 1, 1, 1, 1)), "9 dimensions, they must be 1 to 8");
    expect_refused((file){{0, 0, 8, 0}, 4}, "0 dimensions");
    expect_refused((file){{0, 0, 8}, 3}, "the file ends within its header");
    expect_refused((file){{0, 0, 8, 2, 0, 0, 0, 1, 0, 0}, 10}, "the file ends within its header");
    expect_refused(idx(0x08, SIZES(0, 3)), "there are no rows");
    expect_refused(idx(0x08, SIZES(3, 0)), "there are no columns");
    expect_refused(idx(0x08, SIZES(1, 65536, 2)), "more than 65536 columns");
    expect_refused(idx(0x08, SIZES(1, 2147483647, 2147483647, 2147483647, 4)), "more than 65536 columns");
    expect_refused(idx(0x08, SIZES(1 << 21, 1)), "more than 1048576 rows");
    expect_refused(idx(0x08, SIZES(1 << 20, 257)), "are more than 268435456 numbers");
    f = idx(0x0d, SIZES(2, 2));
    for (int k = 0; k < 3; k++) put_number(&f, float_bits(1), 4, true);
    put_number(&f, float_bits(INFINITY), 4, true);
    expect_refused(f, "row 2, column 2 is not a finite number");
    f = idx(0x0e, SIZES(1));
    put_number(&f, double_bits(1e39), 8, true); // no float holds it
    expect_refused(f, "row 1, column 1 is not a finite number");
    f = idx(0x08, SIZES(2, 2));
    put(&f, "1234", 4);
    expect_refused_as(f, &(ae_data_desc){.columns = 3}, AE_BAD_DATA, "there are 2 columns, and 3 are wanted");
    expect_refused_as(f, &(ae_data_desc){.rows = 1}, AE_BAD_DATA, "there are more than 1 rows");
    expect_refused_as(f, &(ae_data_desc){.label = 1}, AE_BAD_VALUE, "of a text alone");
    expect_refused_as(f, &(ae_data_desc){.label_name = "x"}, AE_BAD_VALUE, "of a text alone");
}

// ---- .npy -----------------------------------------------------------------------------------------------------------

static void npy_of_every_version_is_read(void **state) {
    (void)state;
    for (int major = 1; major <= 3; major++) {
        file f = npy_text(major, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
        expect_values(with_six(f, false), 2, 3, SIX);
    }
}

static void npy_shapes_are_rows_and_columns(void **state) {
    (void)state;
    expect_values(with_six(npy("<f4", "False", "(3, 2)"), false), 3, 2, SIX);
    expect_values(with_six(npy("<f4", "False", "(6,)"), false), 6, 1, SIX);
    expect_values(with_six(npy("<f4", "False", "(1, 2, 3)"), false), 1, 6, SIX);
    expect_values(with_six(npy("<f4", "False", "(2L, 3L)"), false), 2, 3, SIX); // NumPy of Python 2
    file f = npy_text(1, "{\"shape\":(2,3),\"fortran_order\":False,\"descr\":\"<f4\"}");
    expect_values(with_six(f, false), 2, 3, SIX); // however it is written
}

static void npy_doubles_are_rounded_to_floats(void **state) {
    (void)state;
    file f = npy("<f8", "False", "(1, 2)");
    put_number(&f, double_bits(0.1), 8, false);
    put_number(&f, double_bits(-1e-50), 8, false);
    expect_values(f, 1, 2, (const float[]){0.1f, -0.0f});
}

static void npy_labels_of_every_width_are_read(void **state) {
    (void)state;
    static const char *const descrs[] = {"|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8", "|b1"};
    for (int k = 0; k < 9; k++) {
        file f = npy(descrs[k], "False", "(3,)");
        int width = descrs[k][2] - '0', last = descrs[k][1] == 'i' ? -3 : 1;
        for (int r = 0; r < 3; r++) put_number(&f, (uint64_t)(const int[]){1, 0, last}[r], width, false);
        expect_labels(f, 3, (const int[]){1, 0, last});
    }
    file f = npy("<i8", "False", "(1,)");
    put_number(&f, 1ull << 40, 8, false);
    expect_labels_refused(f, "row 1 is no label");
    expect_labels_refused(with_six(npy("<f4", "False", "(6,)"), false), "descr is '<f4': labels must be whole numbers");
}

static void npy_files_that_do_not_fit_are_refused(void **state) {
    (void)state;
    expect_refused(with_six(npy(">f4", "False", "(2, 3)"), true), "descr is '>f4': numbers must be little-endian");
    static const char *const others[] = {"<f2", "<c8", "<i4", "|u1", "|O", "<U3", "", "<f4<f4<f4<f4<f4<f4", "\xff\1<"};
    for (size_t k = 0; k < sizeof others / sizeof *others; k++)
        expect_refused(npy(others[k], "False", "(2, 3)"), "values must be float32 or float64");
    expect_refused(npy_text(1, "{'descr': [('x', '<f4')], "), "descr is not the name of one type");
    expect_refused(with_six(npy("<f4", "True", "(2, 3)"), false), "fortran_order is True: rows must follow");
    expect_refused(npy("<f4", "0", "(2, 3)"), "fortran_order is neither True nor False");
    expect_refused(npy("<f4", "False", "()"), "shape is (): there are no rows");
    expect_refused(npy("<f4", "False", "3"), "shape is not a tuple");
    expect_refused(npy("<f4", "False", "(-1, 3)"), "shape is not a tuple of up to 8 whole numbers");
    expect_refused(npy("<f4", "False", "(2 3)"), "shape is not a tuple of up to 8 whole numbers");
    expect_refused(npy("<f4", "False", "(1,1,1,1,1,1,1,1,6)"), "shape is not a tuple of up to 8 whole numbers");
    expect_refused(npy("<f4", "False", "(0, 3)"), "there are no rows");
    expect_refused(npy("<f4", "False", "(3, 0)"), "there are no columns");
    expect_refused(npy("<f4", "False", "(99999999999999999999999, 1)"), "more than 1048576 rows");
    expect_refused(npy("<f4", "False", "(1, 18446744073709551616, 2)"), "more than 65536 columns");
    file f = with_six(npy("<f4", "False", "(2, 3)"), false);
    f.size--;
    expect_refused(f, "the file ends in row 2, column 3, and should have 2 rows");
    f.size += 2;
    expect_refused(f, "the file goes on for 1 bytes after the last of 2 rows");
    f = npy("<f4", "False", "(1,)");
    put_number(&f, float_bits(NAN), 4, false);
    expect_refused(f, "row 1, column 1 is not a finite number");
    f.bytes[6] = 4;
    expect_refused(f, "version 4.0 of .npy");
    f.bytes[6] = 1, f.bytes[7] = 1;
    expect_refused(f, "version 1.1 of .npy");
}

static void npy_headers_that_are_no_dictionaries_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", "not a dictionary"},
        {"[1]", "not a dictionary"},
        {"{'descr' '<f4'}", "not a dictionary"},
        {"{'descr': '<f4'", "not a dictionary"},
        {"{'descr': '<f4' 'shape': (1,)}", "not a dictionary"},
        {"{'descr", "not a dictionary"},
        {"{}", "has no descr"},
        {"{'descr': '<f4'}", "has no fortran_order"},
        {"{'descr': '<f4', 'fortran_order': False}", "has no shape"},
        {"{'descr': '<f4', 'descr': '<f4'}", "has a field twice"},
        {"{'descr': '<f4', 'order': False}", "a field that .npy does not know"},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} 5", "goes on after its dictionary"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) expect_refused(npy_text(1, cases[k].text), cases[k].says);
}

// ---- any file -------------------------------------------------------------------------------------------------------

static void a_file_cut_at_every_byte_is_refused(void **state) {
    (void)state;
    file images = idx(0x08, SIZES(2, 2, 3)), files[3] = {[1] = with_six(npy("<f4", "False", "(2, 3)"), false)};
    put(&images, "abcdefghijkl", 12);
    files[0] = images;
    files[2] = with_six(idx(0x0d, SIZES(6)), true);
    for (int k = 0; k < 3; k++) {
        for (size_t size = 0; size < files[k].size; size++) {
            unsigned char *bytes = exactly(&files[k], size);
            ae_table *table;
            ae_error error = {0};
            if (ae_data_read(&table, bytes, size, NULL, &error) != AE_BAD_DATA) fail_msg("cut at %d", (int)size);
            assert_true(!table && strlen(error.detail) > 0);
            assert_int_equal(ae_labels_read(&table, bytes, size, NULL, NULL), AE_BAD_DATA);
            free(bytes);
        }
        ae_table_free(read_file(&files[k]));
    }
}

// Any byte of a file is another one: there is a table of finite numbers, or a refusal.
static void a_file_with_a_wrong_byte_is_survived(void **state) {
    (void)state;
    file files[2] = {with_six(npy("<f4", "False", "(2, 3)"), false), with_six(idx(0x0d, SIZES(2, 3)), true)};
    for (int k = 0; k < 2; k++) {
        for (size_t at = 0; at < files[k].size; at++) {
            for (int byte = 0; byte < 256; byte++) {
                unsigned char *bytes = exactly(&files[k], files[k].size);
                bytes[at] = (unsigned char)byte;
                ae_table *table;
                ae_error error = {0};
                ae_status status = ae_data_read(&table, bytes, files[k].size, NULL, &error);
                if (status) assert_true(status == AE_BAD_DATA && !table && strlen(error.detail) > 0);
                for (int v = 0; !status && v < table->rows * table->columns; v++)
                    assert_true(isfinite(table->values[v]));
                ae_table_free(table);
                free(bytes);
            }
        }
    }
}

static void files_of_other_kinds_are_named(void **state) {
    (void)state;
    static const struct {
        file file;
        const char *says;
    } cases[] = {
        {{"\x1f\x8b\x08", 3}, "gzipped"},
        {{"PK\3\4 x", 6}, "an archive (.npz, .xlsx, .zip)"},
        {{"\xff\xfe"
          "1\0",
          4},
         "UTF-16"},
        {{"\xfe\xff\0"
          "1",
          4},
         "UTF-16"},
        {{"1,2\0,3", 6}, "no text, nor IDX or .npy"},
        {{"", 0}, "there are no rows"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        expect_refused(cases[k].file, cases[k].says);
        expect_labels_refused(cases[k].file, cases[k].says);
    }
}

// The same numbers as text, IDX and .npy.
static void every_format_gives_the_same_table(void **state) {
    (void)state;
    ae_random random = ae_random_new(2, 1);
    file text = {.size = 0}, images = idx(0x0d, SIZES(20, 3)), array = npy("<f4", "False", "(20, 3)");
    for (int k = 0; k < 60; k++) {
        char printed[40];
        float number = (float)ae_random_normal(&random);
        snprintf(printed, sizeof printed, "%.9g%c", (double)number, k % 3 < 2 ? ',' : '\n');
        put(&text, printed, strlen(printed));
        put_number(&images, float_bits(number), 4, true);
        put_number(&array, float_bits(number), 4, false);
    }
    ae_table *table = read_file(&text);
    expect_values(images, 20, 3, table->values);
    expect_values(array, 20, 3, table->values);
    ae_table_free(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(idx_images_are_rows_of_parts_of_255),
        cmocka_unit_test(idx_numbers_of_every_type_are_read),
        cmocka_unit_test(idx_labels_are_whole_numbers),
        cmocka_unit_test(idx_files_that_do_not_fit_are_refused),
        cmocka_unit_test(npy_of_every_version_is_read),
        cmocka_unit_test(npy_shapes_are_rows_and_columns),
        cmocka_unit_test(npy_doubles_are_rounded_to_floats),
        cmocka_unit_test(npy_labels_of_every_width_are_read),
        cmocka_unit_test(npy_files_that_do_not_fit_are_refused),
        cmocka_unit_test(npy_headers_that_are_no_dictionaries_are_refused),
        cmocka_unit_test(a_file_cut_at_every_byte_is_refused),
        cmocka_unit_test(a_file_with_a_wrong_byte_is_survived),
        cmocka_unit_test(files_of_other_kinds_are_named),
        cmocka_unit_test(every_format_gives_the_same_table),
    };
    return cmocka_run_group_tests_name("data", tests, NULL, NULL);
}
