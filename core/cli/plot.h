// SPDX-License-Identifier: MIT
// Pictures of tables, as `ae plot` asks for them. They are drawn by the software rasteriser, which is above the core:
// web/poster/plot.c has the functions.
#ifndef CLI_PLOT_H
#define CLI_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef enum plot_kind {
    PLOT_POINTS, // rows of 1 to 3 columns, with axes
    PLOT_IMAGES, // rows of grey values, 0 … 1
} plot_kind;

// Of `values` and `before`, rows (rows,columns) are borrowed.
typedef struct plot_desc {
    plot_kind kind;
    const float *values;
    const float *before; // what became values: points are drawn hollow and linked, images above; NULL: nothing
    size_t rows;
    int columns;
    const int *labels; // (rows): colours and a legend; NULL: none
    bool ordered;      // without labels: colours go along the rows
    char axis;         // axes are called so, and numbered; e.g. 'z'
    int across;        // of PLOT_IMAGES: columns of an image, a divisor of `columns`; e.g. 28
    float width;       // CSS px, 200 … 4000; e.g. 720
    bool dark;
} plot_desc;

// Draws and writes PNG. False when memory ran out, or the file cannot be written.
bool plot_write(FILE *file, const plot_desc *desc);

#endif
