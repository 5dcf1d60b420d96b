// SPDX-License-Identifier: MIT
#include "csv.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// ---- numbers --------------------------------------------------------------------------------------------------------

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// x 10^exponent; |exponent| beyond 400 is as good as 400.
static double scaled(double x, int exponent) {
    if (exponent > 400) exponent = 400;
    if (exponent < -400) exponent = -400;
    for (; exponent >= 22; exponent -= 22) x *= 1e22; // the powers up to this one are exact
    for (; exponent <= -22; exponent += 22) x /= 1e22;
    double power = 1;
    for (int k = exponent < 0 ? -exponent : exponent; k > 0; k--) power *= 10;
    return exponent < 0 ? x / power : x * power;
}

// The decimal exponent at text[*at], if one is there; false when there is an e without digits.
static bool read_exponent(const char *text, size_t length, size_t *at, int *exponent) {
    size_t k = *at;
    if (k >= length || (text[k] != 'e' && text[k] != 'E')) return true;
    k++;
    bool negative = k < length && text[k] == '-';
    if (k < length && (text[k] == '-' || text[k] == '+')) k++;
    if (k >= length || !is_digit(text[k])) return false;
    int value = 0;
    for (; k < length && is_digit(text[k]); k++)
        if (value < 100000) value = 10 * value + (text[k] - '0');
    *exponent += negative ? -value : value;
    *at = k;
    return true;
}

int ae_parse_number(const char *text, size_t length, float *number) {
    size_t k = 0;
    bool negative = length && text[0] == '-', some = false, fraction = false;
    if (length && (text[0] == '-' || text[0] == '+')) k++;
    uint64_t digits = 0; // the first eighteen that are not leading zeros
    int exponent = 0;
    for (; k < length && (is_digit(text[k]) || (text[k] == '.' && !fraction)); k++) {
        if (text[k] == '.') {
            fraction = true;
            continue;
        }
        some = true;
        if (digits < 100000000000000000u) {
            digits = 10 * digits + (uint64_t)(text[k] - '0');
            exponent -= fraction;
        } else {
            exponent += !fraction;
        }
    }
    if (!some || !read_exponent(text, length, &k, &exponent) || k != length) return 0;
    double value = digits ? scaled((double)digits, exponent) : 0;
    *number = (float)(negative ? -value : value);
    return isfinite(*number);
}

// ---- lines and fields -----------------------------------------------------------------------------------------------

typedef struct reader {
    const char *at, *end;
    int row; // of the line that was read last, from 1
    char separator;
} reader;

typedef struct piece {
    const char *at;
    size_t length;
} piece;

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static piece trimmed(piece p) {
    while (p.length && is_blank(p.at[0])) p.at++, p.length--;
    while (p.length && is_blank(p.at[p.length - 1])) p.length--;
    return p;
}

// The next line that holds something; false at the end.
static bool next_line(reader *reader, piece *line) {
    while (reader->at < reader->end) {
        const char *start = reader->at;
        while (reader->at < reader->end && *reader->at != '\n' && *reader->at != '\r') reader->at++;
        *line = trimmed((piece){start, (size_t)(reader->at - start)});
        if (reader->at < reader->end) {
            bool pair = *reader->at == '\r' && reader->at + 1 < reader->end && reader->at[1] == '\n';
            reader->at += pair ? 2 : 1;
        }
        reader->row++;
        if (line->length) return true;
    }
    return false;
}

static char find_separator(piece line) {
    for (const char *candidate = ";\t, "; *candidate; candidate++) {
        bool quoted = false;
        for (size_t k = 0; k < line.length; k++) {
            if (line.at[k] == '"') quoted = !quoted;
            if (!quoted && line.at[k] == *candidate) return *candidate;
        }
    }
    return ',';
}

// Takes the next field off a line, without quotes around it; false when the line is at its end. A run of spaces
// separates once.
static bool next_field(piece *line, char separator, bool *more, piece *field) {
    if (!*more) return false;
    size_t k = 0;
    bool quoted = false;
    for (; k < line->length; k++) {
        if (line->at[k] == '"') quoted = !quoted;
        if (!quoted && line->at[k] == separator) break;
    }
    *field = trimmed((piece){line->at, k});
    *more = k < line->length;
    if (*more) k++;
    while (separator == ' ' && k < line->length && line->at[k] == ' ') k++;
    line->at += k;
    line->length -= k;
    if (field->length >= 2 && field->at[0] == '"' && field->at[field->length - 1] == '"')
        *field = trimmed((piece){field->at + 1, field->length - 2});
    return true;
}

static int count_fields(piece line, char separator, bool *numbers) {
    bool more = true;
    int count = 0;
    piece field;
    float number;
    *numbers = true;
    for (; next_field(&line, separator, &more, &field); count++)
        if (!ae_parse_number(field.at, field.length, &number)) *numbers = false;
    return count;
}

// ---- table ----------------------------------------------------------------------------------------------------------

static ae_status refuse_field(ae_error *error, int row, int column, piece field) {
    char shown[25];
    size_t length = field.length < sizeof shown ? field.length : sizeof shown - 1, kept = 0;
    for (size_t k = 0; k < length; k++)
        if ((unsigned char)field.at[k] >= ' ' && (unsigned char)field.at[k] < 127) shown[kept++] = field.at[k];
    shown[kept] = '\0';
    if (!field.length) return ae_fail(error, AE_BAD_DATA, "row %d, column %d is empty", row, column);
    return ae_fail(error, AE_BAD_DATA, "row %d, column %d is not a number: \"%s\"", row, column, shown);
}

static ae_status read_row(const reader *reader, piece line, int columns, float *values, ae_error *error) {
    bool more = true;
    piece field;
    int column = 0;
    for (; column < columns && next_field(&line, reader->separator, &more, &field); column++)
        if (!ae_parse_number(field.at, field.length, &values[column]))
            return refuse_field(error, reader->row, column + 1, field);
    if (column == columns && !more) return AE_OK;
    return ae_fail(error, AE_BAD_DATA, "row %d has %s columns than the %d that are wanted", reader->row,
                   column < columns ? "fewer" : "more", columns);
}

static int count_lines(reader reader) {
    piece line;
    int count = 0;
    while (next_line(&reader, &line) && count < INT32_MAX) count++;
    return count;
}

ae_status ae_csv_read(ae_table **table, const char *text, size_t length, int columns, int most, ae_error *error) {
    *table = NULL;
    reader reader = {.at = text, .end = text + length};
    if (length >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) reader.at += 3;
    struct reader first = reader;
    piece line;
    if (!next_line(&first, &line)) return ae_fail(error, AE_BAD_DATA, "there are no rows");
    reader.separator = first.separator = find_separator(line);
    bool numbers;
    int fields = count_fields(line, reader.separator, &numbers);
    if (!columns) columns = fields;
    if (!numbers) reader = first; // a header
    int rows = count_lines(reader);
    if (!rows && fields == columns && !numbers) {
        // a single line that is not all numbers: say which field is none
        float *ignored = malloc((size_t)columns * sizeof *ignored);
        if (!ignored) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for %d columns", columns);
        ae_status status = read_row(&first, line, columns, ignored, error);
        free(ignored);
        return status;
    }
    if (!rows) return ae_fail(error, AE_BAD_DATA, "there are no rows of numbers");
    if (rows > most) return ae_fail(error, AE_BAD_DATA, "there are %d rows, more than %d", rows, most);
    ae_table *made = malloc(sizeof *made + (size_t)rows * (size_t)columns * sizeof(float));
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for %d rows", rows);
    *made = (ae_table){rows, columns, (float *)(made + 1)};
    for (int r = 0; next_line(&reader, &line); r++) {
        ae_status status = read_row(&reader, line, columns, made->values + (size_t)r * (size_t)columns, error);
        if (status) {
            ae_table_free(made);
            return status;
        }
    }
    *table = made;
    return AE_OK;
}

void ae_table_free(ae_table *table) { free(table); }
