// SPDX-License-Identifier: MIT
// Tables from .npy files, as numpy.save writes them, versions 1.0, 2.0 and 3.0
// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
//
// Values are float32 or float64, little-endian, in C order: A.astype('float32') and numpy.ascontiguousarray(A) make an
// array so. The first dimension is the rows, others are laid out flat; an array of one dimension is a single column.
#ifndef AE_NPY_H
#define AE_NPY_H

#include <stdbool.h>

#include "table.h"

// Whether a file that starts with these bytes (size) is meant to be .npy.
bool ae_is_npy(const void *bytes, size_t size);

// *table: caller frees. bytes (size) borrowed, any; desc borrowed, may be NULL. AE_BAD_DATA names the field of the
// header that does not fit (descr, fortran_order, shape), or row and column of what is not finite, or says that there
// are fewer or more numbers than the header says; AE_BAD_VALUE when desc names a column of labels; AE_OUT_OF_MEMORY.
ae_status ae_npy_read(ae_table **table, const void *bytes, size_t size, const ae_data_desc *desc, ae_error *error);

// The same for labels, whole numbers of any width, of one dimension: a table without columns.
ae_status ae_npy_read_labels(ae_table **table, const void *bytes, size_t size, ae_error *error);

#endif
