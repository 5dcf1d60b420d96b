// SPDX-License-Identifier: MIT
#include "array.h"

#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

void ae_array_shape(ae_array *array, int dimensions, const size_t *shape) {
    array->rows = shape[0];
    array->columns = 1;
    for (int k = 1; k < dimensions; k++) {
        bool large = shape[k] && array->columns > AE_MAX_UNITS / shape[k];
        array->columns = large ? AE_MAX_UNITS + 1 : array->columns * shape[k];
    }
}

// The bytes of a number, the highest of them highest.
static uint64_t bits_at(const ae_array *array, size_t k) {
    const unsigned char *at = array->bytes + k * array->width;
    uint64_t bits = 0;
    for (size_t b = 0; b < array->width; b++) bits = bits << 8 | at[array->high_first ? b : array->width - 1 - b];
    return bits;
}

static double signed_of(uint64_t bits, size_t width) {
    uint64_t sign = (uint64_t)1 << (8 * width - 1);
    return bits & sign ? -(double)(sign - (bits & (sign - 1))) : (double)bits;
}

static double float_of(uint64_t bits, size_t width) {
    if (width == sizeof(double)) {
        double number;
        memcpy(&number, &bits, sizeof number);
        return number;
    }
    uint32_t low = (uint32_t)bits;
    float number;
    memcpy(&number, &low, sizeof number);
    return (double)number;
}

static double number_at(const ae_array *array, size_t k) {
    uint64_t bits = bits_at(array, k);
    if (array->kind == AE_FLOAT) return float_of(bits, array->width);
    return array->kind == AE_SIGNED ? signed_of(bits, array->width) : (double)bits;
}

// rows and columns are within the limits of tables.
static ae_status check_size(const ae_array *array, ae_error *error) {
    size_t held = array->size / array->width, needed = array->rows * array->columns;
    if (held < needed)
        return ae_fail(error, AE_BAD_DATA, "the file ends in row %d, column %d, and should have %d rows",
                       (int)(held / array->columns) + 1, (int)(held % array->columns) + 1, (int)array->rows);
    size_t rest = array->size - needed * array->width;
    if (!rest) return AE_OK;
    return ae_fail(error, AE_BAD_DATA, "the file goes on for %d bytes after the last of %d rows",
                   rest < INT_MAX ? (int)rest : INT_MAX, (int)array->rows);
}

static ae_status make(ae_table **table, const ae_array *array, bool labels, const ae_data_desc *desc, ae_error *error) {
    size_t columns = labels ? 0 : array->columns;
    ae_status status = ae_table_check(array->rows, columns, labels, desc, error);
    if (!status) status = check_size(array, error);
    return status ? status : ae_table_new(table, array->rows, columns, labels, desc, error);
}

ae_status ae_array_values(ae_table **table, const ae_array *array, const ae_data_desc *desc, ae_error *error) {
    *table = NULL;
    ae_table *made;
    if (desc && (desc->label > 0 || desc->label_name))
        return ae_fail(error, AE_BAD_VALUE, "a column of labels can be told of a text alone");
    ae_status status = make(&made, array, false, desc, error);
    if (status) return status;
    for (size_t k = 0; k < array->rows * array->columns; k++) {
        made->values[k] = array->grey ? (float)array->bytes[k] / 255 : (float)number_at(array, k);
        if (isfinite(made->values[k])) continue;
        ae_table_free(made);
        return ae_fail(error, AE_BAD_DATA, "row %d, column %d is not a finite number", (int)(k / array->columns) + 1,
                       (int)(k % array->columns) + 1);
    }
    *table = made;
    return AE_OK;
}

ae_status ae_array_labels(ae_table **table, const ae_array *array, ae_error *error) {
    *table = NULL;
    ae_table *made;
    if (array->columns != 1)
        return ae_fail(error, AE_BAD_DATA, "labels have one column, and here are %d", (int)array->columns);
    ae_status status = make(&made, array, true, NULL, error);
    if (status) return status;
    for (size_t k = 0; k < array->rows; k++) {
        double number = number_at(array, k);
        bool fits = number >= INT_MIN && number <= INT_MAX; // false for NaN
        made->labels[k] = fits ? (int)number : 0;
        if ((double)made->labels[k] == number) continue;
        ae_table_free(made);
        return ae_fail(error, AE_BAD_DATA, "row %d is no label: labels are whole numbers", (int)k + 1);
    }
    *table = made;
    return AE_OK;
}
