// SPDX-License-Identifier: MIT
#include "csv.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"
#include "words.h"

typedef ae_word piece; // of the text

// ---- lines and fields -----------------------------------------------------------------------------------------------

typedef struct reader {
    const char *at, *end;
    int line; // where `at` is, from 1
    int row;  // the line in which the row that is being read began
    char separator;
    bool open; // the text ended within quotes
} reader;

static bool is_end(char c) { return c == '\n' || c == '\r'; }

// Blanks around a field, which a tab that separates is not.
static bool is_blank(const reader *r, char c) { return c == ' ' || (c == '\t' && r->separator != '\t'); }

// Where there are spaces, a tab is as good as one.
static bool separates(const reader *r, char c) { return c == r->separator || (c == '\t' && r->separator == ' '); }

// Beyond the line end at `at`, of one or two characters.
static const char *skip_end(reader *r, const char *at) {
    if (r->line < INT_MAX) r->line++;
    return at + (at[0] == '\r' && at + 1 < r->end && at[1] == '\n' ? 2 : 1);
}

static const char *skip_blanks(const reader *r, const char *at) {
    while (at < r->end && is_blank(r, *at)) at++;
    return at;
}

// To the start of the next line that holds more than blanks; false at the end.
static bool begin_row(reader *r) {
    for (;;) {
        const char *at = r->at;
        while (at < r->end && (*at == ' ' || *at == '\t')) at++;
        if (at == r->end) return false;
        if (!is_end(*at)) break;
        r->at = skip_end(r, at);
    }
    r->row = r->line;
    return true;
}

static piece trimmed(const reader *r, const char *start, const char *stop) {
    while (start < stop && is_blank(r, *start)) start++;
    while (start < stop && is_blank(r, stop[-1])) stop--;
    return (piece){start, (size_t)(stop - start)};
}

// What stands between the quote before `at` and the one that closes it, which a doubled one does not. Returns where the
// text goes on.
static const char *take_quoted(reader *r, const char *at, piece *field) {
    const char *start = at;
    while (at < r->end && (*at != '"' || (at + 1 < r->end && at[1] == '"'))) {
        if (is_end(*at))
            at = skip_end(r, at);
        else
            at += *at == '"' ? 2 : 1;
    }
    r->open = at == r->end;
    *field = trimmed(r, start, at);
    return r->open ? at : at + 1;
}

// Takes the next field of the row, without quotes around it; whether the row has another one.
static bool take_field(reader *r, piece *field) {
    const char *start = skip_blanks(r, r->at), *rest = start;
    bool quoted = start < r->end && *start == '"';
    if (quoted) rest = take_quoted(r, start + 1, field);
    const char *stop = rest;
    while (stop < r->end && !separates(r, *stop) && !is_end(*stop)) stop++;
    if (!quoted || trimmed(r, rest, stop).length) *field = trimmed(r, start, stop); // "1"2 is no quoted field
    bool more = stop < r->end && !is_end(*stop);
    if (more) stop++;
    if (r->separator == ' ') { // a run of them separates once, and not at the end of a line
        stop = skip_blanks(r, stop);
        more = stop < r->end && !is_end(*stop);
    }
    r->at = more || stop == r->end ? stop : skip_end(r, stop);
    return more;
}

// The one that the row at hand has outside of quotes. A quote within a field is a character.
static char find_separator(const reader *r) {
    static const char candidates[] = ";\t, ";
    bool found[sizeof candidates] = {false}, quoted = false, fresh = true;
    const char *at = r->at;
    while (at < r->end && *at == ' ') at++;
    for (; at < r->end && (quoted || !is_end(*at)); at++) {
        const char *candidate = *at ? strchr(candidates, *at) : NULL;
        if (*at == '"' && (quoted || fresh)) quoted = !quoted;
        if (!quoted && candidate) found[candidate - candidates] = true;
        fresh = candidate || *at == '"';
    }
    for (size_t k = 0; candidates[k]; k++)
        if (found[k]) return candidates[k];
    return ',';
}

// What the first row tells about all of them.
typedef struct layout {
    int fields;
    int label;   // which of them holds labels, from 0; -1: none
    bool names;  // the first row has names
    int row;     // where it is
    int named;   // the one, from 1, that is named as the labels, though it holds values; 0: none
    int number;  // its first field, from 1, that can be no name; 0: none
    bool values; // are wanted
} layout;

// ---- what fields are ------------------------------------------------------------------------------------------------

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool equals(piece field, const char *name) {
    size_t k = 0;
    for (; k < field.length && name[k]; k++)
        if (lower(field.at[k]) != lower(name[k])) return false;
    return k == field.length && !name[k];
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_sign(char c) { return c == '+' || c == '-'; }

// Whether a number is meant, though it may be none that is read: 0,5 or 1e99 or NaN. Such a field is no name.
static bool is_numeric(piece field) {
    const char *at = field.at, *end = at + field.length;
    if (at < end && is_sign(*at)) at++;
    const piece rest = {at, (size_t)(end - at)};
    if (equals(rest, "nan") || equals(rest, "inf") || equals(rest, "infinity")) return true;
    bool some = false;
    for (; at < end && (is_digit(*at) || *at == '.' || *at == ','); at++) some = some || is_digit(*at);
    if (some && at < end && lower(*at) == 'e') {
        at++;
        if (at < end && is_sign(*at)) at++;
        while (at < end && is_digit(*at)) at++;
    }
    return some && at == end;
}

static bool has_decimal_comma(piece field) {
    return is_numeric(field) && memchr(field.at, ',', field.length) && !memchr(field.at, '.', field.length);
}

// ---- refusals -------------------------------------------------------------------------------------------------------

static ae_status refuse_field(const reader *r, const layout *layout, int column, piece field, ae_error *error) {
    char shown[25];
    size_t kept = 0;
    for (size_t k = 0; k < field.length && kept < sizeof shown - 1; k++) {
        unsigned char c = (unsigned char)field.at[k];
        if (c >= ' ' && c < 127) shown[kept++] = field.at[k];
        if (c >= 0xc0) shown[kept++] = '?'; // one for a letter of two to four bytes
    }
    shown[kept] = '\0';
    const char *is = field.length ? "not a number: \"" : "empty", *after = field.length ? "\"" : "";
    if (r->row == layout->row && layout->number && !is_numeric(field))
        return ae_fail(error, AE_BAD_DATA,
                       "row %d, column %d is %s%s%s; if row %d holds names, column %d must be no number", r->row,
                       column, is, shown, after, r->row, layout->number);
    return ae_fail(error, AE_BAD_DATA, "row %d, column %d is %s%s%s%s", r->row, column, is, shown, after,
                   has_decimal_comma(field) ? "; decimal commas are not read, use a point" : "");
}

static ae_status refuse_quote(ae_error *error, int row, int column) {
    return ae_fail(error, AE_BAD_DATA, "row %d, column %d begins with a quote that is not closed", row, column);
}

// ---- the first row --------------------------------------------------------------------------------------------------

// What is counted of it.
typedef struct heading {
    int fields;
    int named; // the field, from 0, with the name of the labels; -1: none
    // Of the fields but that of the labels, if desc tells its number:
    int number; // the first that can be no name, from 1; 0: none
    int words;  // how many can be
} heading;

static bool names_labels(piece field, const char *name) {
    return name ? equals(field, name) : equals(field, "label") || equals(field, "labels") || equals(field, "class");
}

static ae_status count(reader r, const ae_data_desc *desc, heading *seen, ae_error *error) {
    *seen = (heading){.named = -1};
    for (bool more = true; more && seen->fields <= AE_MAX_UNITS + 1;) {
        piece field;
        more = take_field(&r, &field);
        if (r.open) return refuse_quote(error, r.row, seen->fields + 1);
        if (seen->named < 0 && names_labels(field, desc->label_name)) seen->named = seen->fields;
        if (++seen->fields == desc->label) continue;
        if (!is_numeric(field))
            seen->words++;
        else if (!seen->number)
            seen->number = seen->fields;
    }
    return AE_OK;
}

static ae_status find_labels(const heading *seen, const ae_data_desc *desc, layout *layout, ae_error *error) {
    layout->label = -1;
    if (desc->label == AE_NO_LABELS) return AE_OK;
    if (desc->label > seen->fields)
        return ae_fail(error, AE_BAD_DATA, "labels are to be in column %d, and there are %d columns", desc->label,
                       seen->fields);
    if (desc->label_name && seen->named < 0)
        return ae_fail(error, AE_BAD_DATA, "the first row names no column \"%s\"", desc->label_name);
    if (desc->label)
        layout->label = desc->label - 1;
    else if (desc->label_name || (seen->fields > 1 && seen->fields != desc->columns))
        layout->label = seen->named;
    return AE_OK;
}

static ae_status find_layout(const reader *r, const ae_data_desc *desc, layout *layout, ae_error *error) {
    heading seen;
    ae_status status = count(*r, desc, &seen, error);
    if (!status) status = find_labels(&seen, desc, layout, error);
    if (status) return status;
    if (!layout->values && seen.fields == 1) { // labels alone
        layout->label = 0;
        seen.words = 0;
    }
    if (!layout->values && layout->label < 0)
        return ae_fail(error, AE_BAD_DATA, "none of the %d columns is named as the labels", seen.fields);
    layout->names = (seen.words && !seen.number) || (layout->label >= 0 && layout->label == seen.named);
    if (desc->label != AE_NO_LABELS && !desc->label && layout->label < 0 && layout->names)
        layout->named = seen.named + 1;
    layout->row = r->row;
    layout->number = seen.number;
    layout->fields = layout->values && desc->columns ? desc->columns + (layout->label >= 0) : seen.fields;
    if (layout->label < layout->fields) return AE_OK;
    return ae_fail(error, AE_BAD_DATA, "row %d has more columns than the %d that are wanted", r->row, layout->fields);
}

// ---- rows -----------------------------------------------------------------------------------------------------------

static ae_status read_row(reader *r, const layout *layout, float *values, piece *label, ae_error *error) {
    bool more = true;
    int column = 0;
    for (piece field; column < layout->fields && more; column++) {
        more = take_field(r, &field);
        if (r->open) return refuse_quote(error, r->row, column + 1);
        if (column == layout->label)
            *label = field;
        else if (layout->values && !ae_parse_number(field.at, field.length, values++))
            return refuse_field(r, layout, column + 1, field, error);
        if (column == layout->label && !field.length) return refuse_field(r, layout, column + 1, field, error);
    }
    if (column == layout->fields && !more) return AE_OK;
    return ae_fail(error, AE_BAD_DATA, "row %d has %s columns than the %d that are wanted", r->row,
                   column < layout->fields ? "fewer" : "more", layout->fields);
}

// A table that is filled. `room` is for its rows.
typedef struct filling {
    const layout *layout;
    ae_table *table;
    int room;
    ae_words *words; // of the labels; NULL: they are numbers
    bool found_word; // they are not
} filling;

// A label that is a whole number, and that a float holds.
static bool is_label_number(piece field, int *label) {
    float number;
    if (!ae_parse_number(field.at, field.length, &number) || !(fabsf(number) < 0x1p24f)) return false;
    *label = (int)number;
    return (float)*label == number;
}

static ae_status fill_label(filling *f, const reader *r, piece field, int *label, ae_error *error) {
    if (!f->words) {
        f->found_word = !is_label_number(field, label);
        return AE_OK;
    }
    *label = ae_words_number(f->words, field);
    if (*label >= 0) return AE_OK;
    return ae_fail(error, AE_BAD_DATA, "row %d, column %d is one more than %d different labels", r->row,
                   f->layout->label + 1, AE_MAX_WORDS);
}

// Reads all rows, or up to the first label that is a word and should not be.
static ae_status fill(filling *f, reader r, ae_error *error) {
    int row = 0;
    for (; begin_row(&r); row++) {
        if (row == f->room) return ae_fail(error, AE_BAD_DATA, "there are more than %d rows", row);
        piece label = {0};
        float *values = f->table->values + (size_t)row * (size_t)f->table->columns;
        ae_status status = read_row(&r, f->layout, values, &label, error);
        if (!status && f->table->labels) status = fill_label(f, &r, label, &f->table->labels[row], error);
        if (status || f->found_word) return status;
    }
    f->table->rows = row;
    return AE_OK;
}

// The same for labels that are words.
static ae_status fill_again(filling *f, reader r, ae_error *error) {
    f->words = calloc(1, sizeof *f->words);
    if (!f->words) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for labels");
    f->found_word = false;
    ae_status status = fill(f, r, error);
    free(f->words);
    return status;
}

// ---- the table ------------------------------------------------------------------------------------------------------

// Room for so many rows is enough to hold them, or to find the one that is wrong: each has at least two characters a
// field, the separator or the line end among them.
static size_t count_rows(const reader *r, const layout *layout, const ae_data_desc *desc) {
    size_t lines = 1, fit = ((size_t)(r->end - r->at) + 1) / (2 * (size_t)layout->fields) + 1;
    for (const char *at = r->at; at < r->end; at++) lines += is_end(*at);
    if (layout->values && lines > fit) lines = fit; // where values are passed over, fields may be empty
    size_t most = (size_t)(desc->rows ? desc->rows : AE_MAX_ROWS);
    return lines < most ? lines : most;
}

// Passes over the line of names. When nothing is below it, it is no such line: what is wrong with it as a row?
static ae_status skip_names(reader *r, const layout *layout, ae_table *table, ae_error *error) {
    reader first = *r;
    piece passed;
    while (take_field(r, &passed)) {}
    reader next = *r;
    if (begin_row(&next)) return AE_OK;
    ae_status status = read_row(&first, layout, table->values, &passed, error);
    return status ? status : ae_fail(error, AE_BAD_DATA, "there are no rows below the names");
}

static ae_status read_table(ae_table **table, reader r, const ae_data_desc *desc, layout *layout, ae_error *error) {
    ae_status status = find_layout(&r, desc, layout, error);
    if (status) return status;
    assert(layout->fields > 0); // of each row
    bool labels = layout->label >= 0;
    size_t columns = layout->values ? (size_t)(layout->fields - labels) : 0, room = count_rows(&r, layout, desc);
    if (layout->values && !columns) return ae_fail(error, AE_BAD_DATA, "there is no column but that of the labels");
    filling f = {.layout = layout, .room = (int)room};
    status = ae_table_new(&f.table, room, columns, labels, desc, error);
    if (status) return status;
    f.table->label_column = layout->label + 1;
    f.table->named_column = layout->named;
    if (layout->names) status = skip_names(&r, layout, f.table, error);
    if (!status) status = fill(&f, r, error);
    if (!status && f.found_word) status = fill_again(&f, r, error);
    if (status)
        ae_table_free(f.table);
    else
        *table = f.table;
    return status;
}

static ae_status read_text(ae_table **table, const char *text, size_t length, const ae_data_desc *desc, bool values,
                           ae_error *error) {
    *table = NULL;
    assert(desc->label >= AE_NO_LABELS && !(desc->label && desc->label_name));
    reader r = {.at = text, .end = text + length, .line = 1};
    if (length >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) r.at += 3;
    if (!begin_row(&r)) return ae_fail(error, AE_BAD_DATA, "there are no rows");
    r.separator = find_separator(&r);
    layout layout = {.values = values};
    return read_table(table, r, desc, &layout, error);
}

ae_status ae_csv_read(ae_table **table, const char *text, size_t length, const ae_data_desc *desc, ae_error *error) {
    return read_text(table, text, length, desc ? desc : &(ae_data_desc){0}, true, error);
}

ae_status ae_csv_read_labels(ae_table **table, const char *text, size_t length, const ae_data_desc *desc,
                             ae_error *error) {
    ae_data_desc labels = desc ? *desc : (ae_data_desc){0};
    labels.columns = 0;
    return read_text(table, text, length, &labels, false, error);
}
