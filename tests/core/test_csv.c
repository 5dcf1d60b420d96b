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
    expect_rows("x y  z\n1 2 3\n", 1);
    expect_rows("  1 2 3  \n 4.5 -5\t6e-2 \n", 2);
    expect_rows("\"5\" disk\",b,c\n1,2,3\n", 1);
    expect_rows("\"two\r\nlines, \"\"quoted\"\"\",y,z\n1,2,3\n", 1);
    expect_rows("\"1\" \"2\" 3\n", 1);
    expect_rows("\"1\"\t\"2\" \t3\r\n", 1);
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
    expect_refused("1\t2\t3\n\t5\t6\n", "row 2, column 1 is empty");
    expect_refused("1\t2\t3\n4\t5\t\n", "row 2, column 3 is empty");
    expect_refused("1,2,3\n4,\"\",6\n", "row 2, column 2 is empty");
    expect_refused("1,2,3\n4,\"5\"5,6\n", "row 2, column 2 is not a number: \"\"5\"5\"");
    expect_refused("1,2,3\n4,\"5,6\n7,8,9\n", "row 2, column 2 begins with a quote that is not closed");
    expect_refused("\"x,y,z\n1,2,3\n", "row 1, column 1 begins with a quote that is not closed");
    expect_refused("\"x\n1\",y,z\n1,2,3\n4,five,6\n", "row 4, column 2"); // lines count, not rows
    expect_refused("1,2,3\r\n4,five,6\r\n", "row 2, column 2");
    expect_refused("\"x\r\n1\",y,z\r\n1,2,3\r\n4,five,6\r\n", "row 4, column 2");
    expect_refused("1,2,3\n4,Übergröße,6\n", "row 2, column 2 is not a number: \"?bergr??e\"");
    expect_refused("1,2,3\n4,\xe2\x88\x92"
                   "5,6\n",
                   "row 2, column 2 is not a number: \"?5\"");
    expect_refused("a,b\n", "row 1, column 1");
    expect_refused("1,2,3\n4,nan,6\n", "row 2, column 2");
    expect_refused("1,2,3\n4,inf,6\n", "row 2, column 2");
    expect_refused("1,2,3\n4,1e39,6\n", "row 2, column 2"); // no float holds it
    expect_refused("1,2,3\n4,1e,6\n", "row 2, column 2");
    expect_refused("1,2,3\n4,1.2.3,6\n", "row 2, column 2");
    expect_refused("1,2,3\n4,0x10,6\n", "row 2, column 2");
    expect_refused("1;2;3\n0,5;1;2\n", "row 2, column 1 is not a number: \"0,5\"; decimal commas are not read");
}

// A row of data that is spoilt is not taken for a line of names, and so lost.
static void the_first_row_has_names_only_if_none_is_a_number(void **state) {
    (void)state;
    expect_refused("1,2,NaN\n3,4,5\n", "row 1, column 3 is not a number: \"NaN\"");
    expect_refused("nan,+Inf,-infinity\n3,4,5\n", "row 1, column 1 is not a number: \"nan\"");
    expect_refused("1e39,-1e39,1e99\n3,4,5\n", "row 1, column 1");
    expect_refused("1,two,3\n4,5,6\n", "row 1, column 2 is not a number: \"two\"; if row 1 holds names, column 1 must");
    expect_refused("0,5;1,5;2,5\n1;2;3\n", "row 1, column 1 is not a number: \"0,5\"; decimal commas are not read");
    expect_refused("\"-,5e3\",\"1,5\",\"2,5\"\n1,2,3\n", "\"-,5e3\"; decimal commas are not read");
    expect_refused("1,2,\"3,456.7\"\n1,2,3\n", "row 1, column 3 is not a number: \"3,456.7\"");
    expect_refused("1,,3\n4,5,6\n", "row 1, column 2 is empty");
    expect_refused("\nx,y,2020\n1,2,3\n",
                   "row 2, column 1 is not a number: \"x\"; if row 2 holds names, column 3 must");
    expect_refused("x,y,\"2020\"\n1,2,3\n", "if row 1 holds names, column 3 must be no number");
    expect_rows("x,,\"the third\"\n1,2,3\n", 1);
    expect_rows("e1,2020-01,5%\n1,2,3\n", 1);
    expect_rows("1st,.,-\n1,2,3\n", 1);
    expect_rows("0,1,2,label\n1,2,3,a\n4.5,-5,6e-2,b\n", 2); // it names the labels: names that are numbers are fine
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

static void printed_numbers_come_back(void **state) {
    (void)state;
    static const char *const formats[] = {"%.9g", "%.25e", "%.17g", "%.12g"};
    ae_random random = ae_random_new(3, 1);
    for (int k = 0; k < 40000; k++) {
        uint32_t bits = (uint32_t)(ae_random_uniform(&random) * 4294967295.0), back;
        float number, read;
        memcpy(&number, &bits, sizeof number);
        if (!isfinite(number)) continue;
        char text[40];
        int length = snprintf(text, sizeof text, formats[k % 4], (double)number);
        if (!ae_parse_number(text, (size_t)length, &read)) fail_msg("%s", text);
        memcpy(&back, &read, sizeof back);
        if (bits != back) fail_msg("%s became %.9g", text, (double)read);
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

// ---- dialects -------------------------------------------------------------------------------------------------------

enum { MOST_ROWS = 40, MOST_COLUMNS = 6, MOST_TEXT = 40 * 7 * 60 };

// A table as it should come back.
typedef struct sample {
    int rows, columns, label; // label: its column among columns + 1, from 0; -1: none
    float values[MOST_ROWS * MOST_COLUMNS];
    int labels[MOST_ROWS];
    char text[MOST_TEXT];
    size_t length;
} sample;

static int draw(ae_random *random, int count) { return (int)(ae_random_uniform(random) * count); }

static void put(sample *s, const char *text) {
    size_t length = strlen(text);
    assert_true(s->length + length < MOST_TEXT);
    memcpy(s->text + s->length, text, length + 1);
    s->length += length;
}

// A number as people and programs write them; the plain reader of it is strtof.
static float put_number(sample *s, ae_random *random, const char *quote) {
    static const char *const formats[] = {"%.9g", "%.3f", "%.0f", "%+.5e", "%.17g"};
    char text[64];
    snprintf(text, sizeof text, formats[draw(random, 5)], ae_random_normal(random) * (draw(random, 2) ? 1 : 1e4));
    put(s, quote);
    put(s, text);
    put(s, quote);
    return strtof(text, NULL);
}

// Draws a table and a dialect to write it in: separator, line ends, names, quotes, spaces, empty lines, byte order
// mark.
static void write_sample(sample *s, ae_random *random) {
    static const char *const separators[] = {",", ";", "\t", " ", ", ", " ; ", "   "};
    static const char *const ends[] = {"\n", "\r\n", "\r", "\n\n", " \r\n"};
    *s = (sample){.rows = 1 + draw(random, MOST_ROWS), .columns = 1 + draw(random, MOST_COLUMNS), .label = -1};
    const char *separator = separators[draw(random, 7)], *end = ends[draw(random, 5)];
    const char *quote = draw(random, 3) ? "" : "\"";
    if (s->columns > 1 && draw(random, 2)) s->label = draw(random, s->columns + 1);
    int fields = s->columns + (s->label >= 0), names = s->label >= 0 || draw(random, 2);
    if (!draw(random, 4)) put(s, "\xef\xbb\xbf");
    for (int f = 0; names && f < fields; f++) {
        put(s, f == s->label ? "Label" : draw(random, 2) ? "name" : "\"a, \"\"b\"\"\n; c\"");
        put(s, f + 1 < fields ? separator : end);
    }
    for (int r = 0, k = 0; r < s->rows; r++) {
        for (int f = 0; f < fields; f++) {
            if (f == s->label)
                put(s, (s->labels[r] = draw(random, 2)) ? "1" : "\"0\"");
            else
                s->values[k++] = put_number(s, random, quote);
            if (f + 1 < fields) put(s, separator);
        }
        if (r + 1 < s->rows || draw(random, 2)) put(s, end);
    }
}

static void every_dialect_gives_the_same_numbers(void **state) {
    (void)state;
    static sample s;
    ae_random random = ae_random_new(11, 1);
    for (int k = 0; k < 3000; k++) {
        write_sample(&s, &random);
        ae_table *table;
        ae_error error;
        if (ae_data_read(&table, s.text, s.length, NULL, &error))
            fail_msg("case %d: %s in\n%s", k, error.detail, s.text);
        if (table->rows != s.rows || table->columns != s.columns || table->label_column != s.label + 1)
            fail_msg("case %d: %d x %d, label %d in\n%s", k, table->rows, table->columns, table->label_column, s.text);
        assert_memory_equal(table->values, s.values, (size_t)(s.rows * s.columns) * sizeof(float));
        assert_true((table->labels != NULL) == (s.label >= 0));
        if (table->labels) assert_memory_equal(table->labels, s.labels, (size_t)s.rows * sizeof(int));
        ae_table_free(table);
    }
}

// ---- labels ---------------------------------------------------------------------------------------------------------

static ae_table *read_with(const char *text, const ae_data_desc *desc) {
    ae_table *table;
    ae_error error;
    if (ae_data_read(&table, text, strlen(text), desc, &error)) fail_msg("%s: %s", text, error.detail);
    return table;
}

// column: where the labels were, from 1; 0: there should be none.
static void expect_labels(const char *text, const ae_data_desc *desc, int column, const int *labels) {
    ae_table *table = read_with(text, desc);
    if (table->label_column != column) fail_msg("%s: labels in column %d", text, table->label_column);
    assert_true((table->labels != NULL) == (column > 0));
    for (int r = 0; labels && r < table->rows; r++)
        if (table->labels[r] != labels[r]) fail_msg("%s: label %d is %d", text, r, table->labels[r]);
    for (int k = 0; k < table->rows * table->columns; k++) assert_true(table->values[k] == (float)(k + 1));
    ae_table_free(table);
}

static void labels_are_found_by_number_and_by_name(void **state) {
    (void)state;
    const int seven[] = {7, -8};
    expect_labels("1,2,7\n3,4,-8\n", &(ae_data_desc){.label = 3}, 3, seven);
    expect_labels("a,7,b\n1,7,2\n3,-8,4\n", &(ae_data_desc){.label = 2}, 2, seven);
    expect_labels("kind,x,y\n7,1,2\n-8,3,4\n", &(ae_data_desc){.label_name = "Kind"}, 1, seven);
    expect_labels("x;\"Class\";y\n1;7;2\n3;-8;4\n", NULL, 2, seven);
    expect_labels("x,y,label\n1,2,7\n3,4,-8\n", &(ae_data_desc){.columns = 2}, 3, seven);
    expect_labels("x,y,LABELS\n1,2,7.0\n3,4,-8e0\n", NULL, 3, seven);
    expect_labels("1,2\n3,4\n", NULL, 0, NULL);
    expect_labels("label,y\n1,2\n3,4\n", &(ae_data_desc){.label = AE_NO_LABELS}, 0, NULL);
    expect_labels("x,label\n1,2\n3,4\n", &(ae_data_desc){.columns = 2}, 0, NULL); // needed as a value
    expect_labels("class\n1\n2\n", NULL, 0, NULL);                                // likewise
}

static void expect_named(const char *text, const ae_data_desc *desc, int column) {
    ae_table *table = read_with(text, desc);
    if (table->named_column != column) fail_msg("%s: column %d is named as labels", text, table->named_column);
    ae_table_free(table);
}

static void labels_that_are_read_as_values_are_told(void **state) {
    (void)state;
    expect_named("x,y,label\n1,2,3\n", &(ae_data_desc){.columns = 3}, 3);
    expect_named("class\n1\n2\n", NULL, 1);
    expect_named("x,y,label\n1,2,3\n", &(ae_data_desc){.columns = 2}, 0);
    expect_named("x,y,label\n1,2,3\n", NULL, 0);
    expect_named("x,y,label\n1,2,3\n", &(ae_data_desc){.label = AE_NO_LABELS}, 0); // as it is wished
    expect_named("x,y,z\n1,2,3\n", &(ae_data_desc){.columns = 3}, 0);
    expect_named("1,2,3\n", &(ae_data_desc){.columns = 3}, 0);
}

static void labels_that_are_words_are_numbered(void **state) {
    (void)state;
    const int words[] = {0, 1, 0, 2};
    expect_labels("1,2,b\n3,4,a\n5,6,b\n7,8,c\n", &(ae_data_desc){.label = 3}, 3, words);
    expect_labels("b;1\n\"a\";2\n \"b\" ;3\nÄ;4\n", &(ae_data_desc){.label = 1}, 1, words);
    expect_labels("label x\n7 1\n3 2\n7 3\nseven 4\n", NULL, 1, words);   // one word is enough
    expect_labels("label,x\n1.5,1\n1,2\n1.5,3\n1e9,4\n", NULL, 1, words); // no whole number, or one beyond floats
    expect_labels("label,x\n16777216,1\n16777217,2\n", NULL, 1, words);
    char text[20 * 1100];
    for (int most = 1024; most <= 1025; most++) {
        size_t length = 0;
        for (int k = 0; k < most; k++) length += (size_t)sprintf(text + length, "w%d,%d\n", most - k, k + 1);
        ae_table *table;
        ae_error error;
        ae_status status = ae_data_read(&table, text, length, &(ae_data_desc){.label = 1}, &error);
        assert_int_equal(status, most == 1024 ? AE_OK : AE_BAD_DATA);
        for (int k = 0; !status && k < most; k++) assert_int_equal(table->labels[k], k);
        if (status) assert_holds(error.detail, "row 1025, column 1 is one more than 1024 different labels");
        ae_table_free(table);
    }
}

static void expect_refused_with(const char *text, const ae_data_desc *desc, const char *part) {
    ae_table *table;
    ae_error error;
    if (ae_data_read(&table, text, strlen(text), desc, &error) != AE_BAD_DATA) fail_msg("read: %s", text);
    assert_null(table);
    assert_holds(error.detail, part);
}

static void impossible_labels_are_refused(void **state) {
    (void)state;
    expect_refused_with("1,2,3\n", &(ae_data_desc){.label = 4},
                        "labels are to be in column 4, and there are 3 columns");
    expect_refused_with("x,y\n1,2\n", &(ae_data_desc){.label_name = "kind"}, "names no column \"kind\"");
    expect_refused_with("x,label\n1,a\n2,\n", NULL, "row 3, column 2 is empty");
    expect_refused_with("1\n2\n", &(ae_data_desc){.label = 1}, "no column but that of the labels");
    expect_refused_with("x,label,y\n", NULL, "row 1, column 1 is not a number: \"x\"");
    expect_refused_with("1,2,label\n", NULL, "no rows below the names");
    expect_refused_with("1,2,3,4,a\n", &(ae_data_desc){.columns = 3, .label = 5}, "row 1 has more columns than the 4");
    expect_refused_with("a,b,c,d,e\n1,2,3,4\n", &(ae_data_desc){.columns = 3, .label = 5}, "row 1 has more columns");
    expect_refused_with("1,2,3\n1,2\n", &(ae_data_desc){.label = 3}, "row 2 has fewer columns than the 3");
}

static void expect_labels_alone(const char *text, const ae_data_desc *desc, const int *labels, int rows) {
    ae_table *table;
    ae_error error;
    if (ae_labels_read(&table, text, strlen(text), desc, &error)) fail_msg("%s: %s", text, error.detail);
    if (table->rows != rows || table->columns) fail_msg("%s: %d rows, %d columns", text, table->rows, table->columns);
    assert_memory_equal(table->labels, labels, (size_t)rows * sizeof(int));
    ae_table_free(table);
}

static void labels_alone_are_read(void **state) {
    (void)state;
    const int numbers[] = {5, 0, 4, 1, 9}, words[] = {0, 1, 0};
    expect_labels_alone("5\n0\n4\n1\n9\n", NULL, numbers, 5);
    expect_labels_alone("label\r\n5\r\n0\r\n4", NULL, numbers, 3);
    expect_labels_alone("cat\ndog\ncat\n", NULL, words, 3);
    expect_labels_alone("\"Class\"\n\"cat, black\"\n\"dog\"\n\"cat, black\"\n", NULL, words, 3);
    expect_labels_alone("id,,class\nx,,cat\ny,,dog\n,,cat\n", NULL, words, 3); // the others are passed over
    expect_labels_alone(",,,,,class\n,,,,,5\n,,,,,0\n,,,,,4\n,,,,,1\n,,,,,9\n", NULL, numbers, 5);
    expect_labels_alone("id;kind\nx;5\ny;0\n", &(ae_data_desc){.columns = 7, .label_name = "kind"}, numbers, 2);
    ae_table *table;
    ae_error error;
    assert_int_equal(ae_labels_read(&table, "x,y\n1,2\n", 8, NULL, &error), AE_BAD_DATA);
    assert_holds(error.detail, "none of the 2 columns is named as the labels");
    assert_int_equal(ae_labels_read(&table, "label\n", 6, NULL, &error), AE_BAD_DATA);
    assert_holds(error.detail, "no rows below the names");
    assert_int_equal(ae_labels_read(&table, "", 0, NULL, &error), AE_BAD_DATA);
    assert_null(table);
}

// ---- anything -------------------------------------------------------------------------------------------------------

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

// A file that ends anywhere is refused, or read up to there.
static void a_text_cut_at_every_byte_is_survived(void **state) {
    (void)state;
    static const char text[] =
        "\xef\xbb\xbf\"x, 1\";y;\"z \"\"\r\n\";class\r\n1;2;3;\"one\"\r\n4.5;-5; 6e-2 ;two\n\n7;8;9;one";
    for (size_t length = 0; length < sizeof text; length++) {
        char *exact = malloc(length + 1 - (length > 0)); // reading beyond it is noticed
        memcpy(exact, text, length);
        ae_table *table;
        ae_error error;
        ae_status status = ae_data_read(&table, exact, length, NULL, &error);
        if (status && (status != AE_BAD_DATA || !error.detail[0])) fail_msg("cut at %d", (int)length);
        if (!status) assert_in_range(table->rows, 1, 3);
        ae_table_free(table);
        free(exact);
    }
}

static void no_memory_is_a_status(void **state) {
    (void)state;
    ae_dataset *dataset;
    ae_error error;
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
        cmocka_unit_test(the_first_row_has_names_only_if_none_is_a_number),
        cmocka_unit_test(too_many_rows_are_refused),
        cmocka_unit_test(the_first_row_says_how_many_columns),
        cmocka_unit_test(printed_numbers_come_back),
        cmocka_unit_test(numbers_of_any_length_are_read),
        cmocka_unit_test(every_dialect_gives_the_same_numbers),
        cmocka_unit_test(labels_are_found_by_number_and_by_name),
        cmocka_unit_test(labels_that_are_read_as_values_are_told),
        cmocka_unit_test(labels_that_are_words_are_numbered),
        cmocka_unit_test(impossible_labels_are_refused),
        cmocka_unit_test(labels_alone_are_read),
        cmocka_unit_test(any_bytes_are_survived),
        cmocka_unit_test(a_text_cut_at_every_byte_is_survived),
        cmocka_unit_test(no_memory_is_a_status),
        cmocka_unit_test(own_points_fill_the_cube_in_their_own_proportions),
        cmocka_unit_test(extreme_own_points_stay_finite),
        cmocka_unit_test(impossible_own_points_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
