// SPDX-License-Identifier: MIT
#include "npy.h"

#include <stdint.h>
#include <string.h>

#include "array.h"

static const char MAGIC[] = "\x93NUMPY";
enum { MAGIC_SIZE = sizeof MAGIC - 1 };

bool ae_is_npy(const void *bytes, size_t size) {
    return size && !memcmp(bytes, MAGIC, size < MAGIC_SIZE ? size : MAGIC_SIZE);
}

// ---- the header's text ----------------------------------------------------------------------------------------------

// It is a Python dictionary: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
typedef struct reader {
    const char *at, *end;
} reader;

typedef struct piece {
    const char *at;
    size_t length;
} piece;

static bool is(piece word, const char *wanted) {
    return word.length == strlen(wanted) && !memcmp(word.at, wanted, word.length);
}

static void skip_spaces(reader *r) {
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r')) r->at++;
}

// Passes over a character, if it comes next.
static bool take(reader *r, char wanted) {
    skip_spaces(r);
    if (r->at == r->end || *r->at != wanted) return false;
    r->at++;
    return true;
}

// A string in quotes of either kind, without backslashes.
static bool take_string(reader *r, piece *string) {
    skip_spaces(r);
    if (r->at == r->end || (*r->at != '\'' && *r->at != '"')) return false;
    const char *start = r->at + 1, *stop = memchr(start, *r->at, (size_t)(r->end - start));
    if (!stop) return false;
    *string = (piece){start, (size_t)(stop - start)};
    r->at = stop + 1;
    return true;
}

static bool take_bool(reader *r, bool *value) {
    skip_spaces(r);
    size_t left = (size_t)(r->end - r->at);
    *value = left >= 4 && !memcmp(r->at, "True", 4);
    if (!*value && !(left >= 5 && !memcmp(r->at, "False", 5))) return false;
    r->at += *value ? 4 : 5;
    return true;
}

// A whole number; what is too large for a table stays so. Python 2 wrote an L behind it.
static bool take_size(reader *r, size_t *size) {
    skip_spaces(r);
    const char *start = r->at;
    *size = 0;
    for (; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++)
        if (*size <= AE_MAX_NUMBERS) *size = 10 * *size + (size_t)(*r->at - '0');
    if (r->at == start) return false;
    if (r->at < r->end && *r->at == 'L') r->at++;
    return true;
}

// ---- its fields -----------------------------------------------------------------------------------------------------

typedef struct header {
    ae_array array;
    bool labels; // are to be read
    bool has_descr, has_order, has_shape;
} header;

static const struct {
    const char *descr;
    ae_number_kind kind;
    size_t width;
} types[] = {
    {"<f4", AE_FLOAT, 4},    {"<f8", AE_FLOAT, 8},    // of values
    {"|b1", AE_UNSIGNED, 1}, {"|u1", AE_UNSIGNED, 1}, // of labels
    {"<u2", AE_UNSIGNED, 2}, {"<u4", AE_UNSIGNED, 4}, {"<u8", AE_UNSIGNED, 8}, {"|i1", AE_SIGNED, 1},
    {"<i2", AE_SIGNED, 2},   {"<i4", AE_SIGNED, 4},   {"<i8", AE_SIGNED, 8},
};

static ae_status refuse_descr(const header *h, piece descr, ae_error *error) {
    char shown[16];
    size_t kept = 0;
    for (size_t k = 0; k < descr.length && kept < sizeof shown - 1; k++)
        if (descr.at[k] >= ' ' && descr.at[k] < 127) shown[kept++] = descr.at[k];
    shown[kept] = '\0';
    const char *wanted = h->labels ? "labels must be whole numbers" : "values must be float32 or float64";
    if (descr.length && descr.at[0] == '>') wanted = "numbers must be little-endian";
    return ae_fail(error, AE_BAD_DATA, "descr is '%s': %s", shown, wanted);
}

static ae_status read_descr(reader *r, header *h, ae_error *error) {
    piece descr;
    if (!take_string(r, &descr)) return ae_fail(error, AE_BAD_DATA, "descr is not the name of one type");
    for (size_t k = 0; k < sizeof types / sizeof *types; k++) {
        if (!is(descr, types[k].descr) || (types[k].kind == AE_FLOAT) == h->labels) continue;
        h->array.kind = types[k].kind;
        h->array.width = types[k].width;
        return AE_OK;
    }
    return refuse_descr(h, descr, error);
}

static ae_status read_order(reader *r, ae_error *error) {
    bool fortran;
    if (!take_bool(r, &fortran)) return ae_fail(error, AE_BAD_DATA, "fortran_order is neither True nor False");
    if (!fortran) return AE_OK;
    return ae_fail(error, AE_BAD_DATA, "fortran_order is True: rows must follow each other (C order)");
}

static ae_status read_shape(reader *r, header *h, ae_error *error) {
    size_t shape[AE_MAX_DIMENSIONS];
    int dimensions = 0;
    bool more = take(r, '(');
    if (!more) return ae_fail(error, AE_BAD_DATA, "shape is not a tuple");
    while (more && dimensions < AE_MAX_DIMENSIONS && take_size(r, &shape[dimensions])) {
        dimensions++;
        more = take(r, ',');
    }
    if (!take(r, ')'))
        return ae_fail(error, AE_BAD_DATA, "shape is not a tuple of up to %d whole numbers", AE_MAX_DIMENSIONS);
    if (!dimensions) return ae_fail(error, AE_BAD_DATA, "shape is (): there are no rows");
    ae_array_shape(&h->array, dimensions, shape);
    return AE_OK;
}

static ae_status read_field(reader *r, header *h, ae_error *error) {
    piece key;
    if (!take_string(r, &key) || !take(r, ':'))
        return ae_fail(error, AE_BAD_DATA, "the header is not a dictionary of Python");
    bool *has = is(key, "descr")           ? &h->has_descr
                : is(key, "fortran_order") ? &h->has_order
                : is(key, "shape")         ? &h->has_shape
                                           : NULL;
    if (!has) return ae_fail(error, AE_BAD_DATA, "the header has a field that .npy does not know");
    if (*has) return ae_fail(error, AE_BAD_DATA, "the header has a field twice");
    *has = true;
    if (has == &h->has_descr) return read_descr(r, h, error);
    return has == &h->has_order ? read_order(r, error) : read_shape(r, h, error);
}

static ae_status read_dictionary(reader *r, header *h, ae_error *error) {
    bool more = take(r, '{');
    if (!more) return ae_fail(error, AE_BAD_DATA, "the header is not a dictionary of Python");
    while (more && !take(r, '}')) {
        ae_status status = read_field(r, h, error);
        if (status) return status;
        more = take(r, ',');
        if (!more && !take(r, '}')) return ae_fail(error, AE_BAD_DATA, "the header is not a dictionary of Python");
    }
    skip_spaces(r);
    if (r->at < r->end) return ae_fail(error, AE_BAD_DATA, "the header goes on after its dictionary");
    const char *missing = !h->has_descr ? "descr" : !h->has_order ? "fortran_order" : !h->has_shape ? "shape" : NULL;
    return missing ? ae_fail(error, AE_BAD_DATA, "the header has no %s", missing) : AE_OK;
}

// ---- the file -------------------------------------------------------------------------------------------------------

// The magic, two bytes of version, the length of the header's text in two bytes or four, that text, the numbers.
static ae_status read_header(header *h, const unsigned char *bytes, size_t size, ae_error *error) {
    if (!ae_is_npy(bytes, size)) return ae_fail(error, AE_BAD_DATA, "a .npy file begins with \\x93NUMPY");
    if (size < MAGIC_SIZE + 2) return ae_fail(error, AE_BAD_DATA, "the file ends within its header");
    const unsigned char *at = bytes + MAGIC_SIZE;
    int major = at[0], minor = at[1];
    if (major < 1 || major > 3 || minor)
        return ae_fail(error, AE_BAD_DATA, "version %d.%d of .npy is none of 1.0, 2.0, 3.0", major, minor);
    size_t left = size - MAGIC_SIZE - 2, digits = major == 1 ? 2 : 4, length = 0;
    at += 2;
    if (left < digits) return ae_fail(error, AE_BAD_DATA, "the file ends within its header");
    for (size_t k = digits; k > 0; k--) length = length << 8 | at[k - 1];
    at += digits;
    left -= digits;
    if (left < length) return ae_fail(error, AE_BAD_DATA, "the file ends within its header");
    reader r = {(const char *)at, (const char *)at + length};
    h->array.bytes = at + length;
    h->array.size = left - length;
    return read_dictionary(&r, h, error);
}

ae_status ae_npy_read(ae_table **table, const void *bytes, size_t size, const ae_data_desc *desc, ae_error *error) {
    *table = NULL;
    header h = {.labels = false};
    ae_status status = read_header(&h, bytes, size, error);
    return status ? status : ae_array_values(table, &h.array, desc, error);
}

ae_status ae_npy_read_labels(ae_table **table, const void *bytes, size_t size, ae_error *error) {
    *table = NULL;
    header h = {.labels = true};
    ae_status status = read_header(&h, bytes, size, error);
    return status ? status : ae_array_labels(table, &h.array, error);
}
