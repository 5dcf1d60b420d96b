// SPDX-License-Identifier: MIT
// Tables from IDX files, the format of MNIST's images and labels (http://yann.lecun.com/exdb/mnist/): two zero bytes,
// the type of the numbers, the count of dimensions, each dimension in four bytes, the numbers row by row; all of them
// with the highest byte first.
//
// The first dimension is the rows; the others are laid out flat, so that 60000 x 28 x 28 becomes 60,000 rows of 784.
// The types are unsigned and signed bytes, short, int, float, double. Unsigned bytes are the grey levels of images, and
// become byte / 255, from 0 to 1; other numbers stay as they are. Gzipped files are to be unpacked before.
#ifndef AE_IDX_H
#define AE_IDX_H

#include <stdbool.h>

#include "table.h"

// Whether a file that starts with these bytes (size) is meant to be IDX.
bool ae_is_idx(const void *bytes, size_t size);

// *table: caller frees. bytes (size) borrowed, any; desc borrowed, may be NULL. AE_BAD_DATA when the header is not as
// above, when there are fewer or more numbers than it says, or one is not finite; AE_BAD_VALUE when desc names a column
// of labels; AE_OUT_OF_MEMORY.
ae_status ae_idx_read(ae_table **table, const void *bytes, size_t size, const ae_data_desc *desc, ae_error *error);

// The same for labels, whole numbers of one dimension: a table without columns.
ae_status ae_idx_read_labels(ae_table **table, const void *bytes, size_t size, ae_error *error);

#endif
