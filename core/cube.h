// SPDX-License-Identifier: MIT
// Moves a table, scaled alike in all directions, into the cube from -1/2 to 1/2, where a network learns well; and back.
// What is near in the data stays near.
//
//   double size = ae_cube_of(values, rows, columns, middle);  ae_cube_into(values, rows, columns, middle, size);
#ifndef AE_CUBE_H
#define AE_CUBE_H

#include <stddef.h>

// The cube that holds these rows: the middle of each column's extent, middle (columns, written), and the largest
// extent, which is returned; 0 when all rows are one. In double, where no float overflows. values (rows,columns)
// borrowed, finite; rows ≥ 1.
double ae_cube_of(const float *values, size_t rows, size_t columns, double *middle);

// values (rows,columns) moved, and back; with a size of 0, they become 0.
void ae_cube_into(float *values, size_t rows, size_t columns, const double *middle, double size);
void ae_cube_out_of(float *values, size_t rows, size_t columns, const double *middle, double size);

#endif
