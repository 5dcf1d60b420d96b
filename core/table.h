// SPDX-License-Identifier: MIT
// Tables of numbers, as the readers of files make them (data.h, csv.h, idx.h, npy.h), and what may be wanted of one.
#ifndef AE_TABLE_H
#define AE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "network.h" // for AE_MAX_ROWS and AE_MAX_UNITS, which are the limits of tables too
#include "status.h"

enum { AE_MAX_NUMBERS = 1 << 28 }; // values of a table

// In one block: ae_table_free frees everything.
typedef struct ae_table {
    int rows, columns;
    float *values;    // (rows,columns), finite
    int *labels;      // (rows); NULL: none
    int label_column; // of a text: which of its columns they were, from 1; 0: none
    int named_column; // of a text: the one that is named as the labels, though it is read as values, since else there
                      // would be fewer than are wanted; 0: none
} ae_table;

// What a reader is to find; a field that is 0 means the default.
typedef struct ae_data_desc {
    int columns; // of values, and no others will do; default: as many as there are; e.g. 784
    int rows;    // at the most; default AE_MAX_ROWS; e.g. 10000
    // Of a text, in which one column may hold labels: whole numbers, or up to 1,024 different words, which become
    // 0, 1, … in the order in which they come first.
    int label;              // that column, from 1; AE_NO_LABELS: none. Default: the one that a line of names calls
                            // label or class, unless it is needed to have as many columns as are wanted; e.g. 5
    const char *label_name; // that column by its name, in capitals or not, instead; default NULL; e.g. "species"
} ae_data_desc;

enum { AE_NO_LABELS = -1 };

// AE_BAD_DATA when there would be none or too many rows, columns or values, by desc (borrowed; NULL: all defaults) or
// at all.
ae_status ae_table_check(size_t rows, size_t columns, bool labels, const ae_data_desc *desc, ae_error *error);
// *table: caller frees. Its values, and its labels if wanted, are not set. Errors as of ae_table_check;
// AE_OUT_OF_MEMORY.
ae_status ae_table_new(ae_table **table, size_t rows, size_t columns, bool labels, const ae_data_desc *desc,
                       ae_error *error);
void ae_table_free(ae_table *table); // NULL is fine

#endif
