// SPDX-License-Identifier: MIT
// Numbers in a binary file, once its header is known: what idx.c and npy.c have in common.
#ifndef AE_ARRAY_H
#define AE_ARRAY_H

#include <stdbool.h>

#include "table.h"

typedef enum ae_number_kind { AE_UNSIGNED, AE_SIGNED, AE_FLOAT } ae_number_kind;

typedef struct ae_array {
    ae_number_kind kind;
    size_t width;    // bytes of a number: 1, 2, 4, 8; of AE_FLOAT 4, 8
    bool high_first; // the highest byte comes first
    bool grey;       // bytes are grey levels, and become parts of 255
    size_t rows, columns;
    const unsigned char *bytes; // (size), borrowed: all that comes after the header
    size_t size;
} ae_array;

enum { AE_MAX_DIMENSIONS = 8 };

// The first of the dimensions (1 or more) becomes the rows of an array, the product of the others its columns. What
// would overflow ends just beyond the limits of tables.
void ae_array_shape(ae_array *array, int dimensions, const size_t *shape);

// *table: caller frees. AE_BAD_DATA when the size is not what rows and columns need, or a value is not finite;
// AE_OUT_OF_MEMORY.
ae_status ae_array_values(ae_table **table, const ae_array *array, const ae_data_desc *desc, ae_error *error);
// The same for labels: one column, whole numbers.
ae_status ae_array_labels(ae_table **table, const ae_array *array, ae_error *error);

#endif
