// SPDX-License-Identifier: MIT
#include "idx.h"

#include "array.h"

bool ae_is_idx(const void *bytes, size_t size) {
    const unsigned char *b = bytes;
    return size >= 2 && !b[0] && !b[1];
}

static ae_status read_type(ae_array *array, int type, ae_error *error) {
    array->high_first = true;
    switch (type) {
    case 0x08: array->kind = AE_UNSIGNED, array->width = 1, array->grey = true; return AE_OK;
    case 0x09: array->kind = AE_SIGNED, array->width = 1; return AE_OK;
    case 0x0b: array->kind = AE_SIGNED, array->width = 2; return AE_OK;
    case 0x0c: array->kind = AE_SIGNED, array->width = 4; return AE_OK;
    case 0x0d: array->kind = AE_FLOAT, array->width = 4; return AE_OK;
    case 0x0e: array->kind = AE_FLOAT, array->width = 8; return AE_OK;
    default: return ae_fail(error, AE_BAD_DATA, "the header's type of numbers is %d, which is none of IDX", type);
    }
}

// The header: 0 0 type dimensions, then four bytes a dimension.
static ae_status read_header(ae_array *array, const unsigned char *bytes, size_t size, ae_error *error) {
    *array = (ae_array){0};
    if (!ae_is_idx(bytes, size)) return ae_fail(error, AE_BAD_DATA, "an IDX file begins with two zeros");
    if (size < 4) return ae_fail(error, AE_BAD_DATA, "the file ends within its header");
    ae_status status = read_type(array, bytes[2], error);
    if (status) return status;
    int dimensions = bytes[3];
    if (dimensions < 1 || dimensions > AE_MAX_DIMENSIONS)
        return ae_fail(error, AE_BAD_DATA, "the header has %d dimensions, they must be 1 to %d", dimensions,
                       AE_MAX_DIMENSIONS);
    size_t header = 4 + 4 * (size_t)dimensions, shape[AE_MAX_DIMENSIONS];
    if (size < header) return ae_fail(error, AE_BAD_DATA, "the file ends within its header");
    for (int k = 0; k < dimensions; k++) {
        const unsigned char *b = bytes + 4 + 4 * k;
        shape[k] = (size_t)b[0] << 24 | (size_t)b[1] << 16 | (size_t)b[2] << 8 | b[3];
    }
    ae_array_shape(array, dimensions, shape);
    array->bytes = bytes + header;
    array->size = size - header;
    return AE_OK;
}

ae_status ae_idx_read(ae_table **table, const void *bytes, size_t size, const ae_data_desc *desc, ae_error *error) {
    *table = NULL;
    ae_array array;
    ae_status status = read_header(&array, bytes, size, error);
    return status ? status : ae_array_values(table, &array, desc, error);
}

ae_status ae_idx_read_labels(ae_table **table, const void *bytes, size_t size, ae_error *error) {
    *table = NULL;
    ae_array array;
    ae_status status = read_header(&array, bytes, size, error);
    return status ? status : ae_array_labels(table, &array, error);
}
