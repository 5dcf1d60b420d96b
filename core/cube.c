// SPDX-License-Identifier: MIT
#include "cube.h"

// The middle of a column, and its extent.
static double middle_of(const float *values, size_t rows, size_t columns, double *extent) {
    double least = (double)values[0], most = least;
    for (size_t r = 1; r < rows; r++) {
        const double x = (double)values[r * columns];
        if (x < least) least = x;
        if (x > most) most = x;
    }
    *extent = most - least;
    return least + *extent / 2;
}

double ae_cube_of(const float *values, size_t rows, size_t columns, double *middle) {
    double extent, size = 0;
    for (size_t c = 0; c < columns; c++) {
        middle[c] = middle_of(values + c, rows, columns, &extent);
        if (extent > size) size = extent;
    }
    return size;
}

void ae_cube_into(float *values, size_t rows, size_t columns, const double *middle, double size) {
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) {
            float *x = &values[r * columns + c];
            *x = size > 0 ? (float)(((double)*x - middle[c]) / size) : 0;
        }
}

void ae_cube_out_of(float *values, size_t rows, size_t columns, const double *middle, double size) {
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) {
            float *x = &values[r * columns + c];
            *x = (float)((double)*x * size + middle[c]);
        }
}
