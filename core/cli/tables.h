// SPDX-License-Identifier: MIT
// Tables of data, from files and to files. Each function says on standard error what went wrong, with the file's name.
#ifndef CLI_TABLES_H
#define CLI_TABLES_H

#include "args.h"
#include "data.h"

// What flags say of the data.
typedef struct cli_source {
    const char *label;  // the column of a text that holds labels: its number, its name, or "none"; NULL: found out
    const char *labels; // a file of labels; NULL: none
    bool scaled;        // the data are brought into the cube from -1/2 to 1/2
    const char *like;   // as that file's are; NULL: as the data themselves are
} cli_source;

#define CLI_LABEL_FLAG(source)                                                                                         \
    { 'l', "label", "COLUMN", "the column that holds labels: a number, a name, none", .text = &(source).label }
#define CLI_LABELS_FLAG(source)                                                                                        \
    { 'L', "labels", "FILE", "labels of the rows: CSV, IDX, .npy", .text = &(source).labels }
#define CLI_SCALE_FLAG(source)                                                                                         \
    {                                                                                                                  \
        's', "scale", "[=FILE]", "scale into the unit cube, or as FILE is", .text = &(source).like,                    \
                                                                            .on = &(source).scaled                     \
    }

// A table, and how it was scaled.
typedef struct cli_data {
    ae_table *table; // its labels are those of the file of labels, if there is one
    ae_table *labels;
    double *middle; // (columns), see cube.h; NULL: not scaled
    double size;
} cli_data;

// columns: how many there must be; 0: any.
bool cli_data_read(cli_data *data, const char *path, int columns, const cli_source *source);
void cli_data_free(cli_data *data); // what it owns, not the struct

// Only how it is to be scaled, by the file that source->like names. False when it has other than so many columns.
bool cli_scale_read(cli_data *data, int columns, const cli_source *source);

// Values (rows,columns) as .npy when the path ends so; else as text, with a line of names (name "z": z1, z2, …) and the
// labels (rows; NULL: none) in a last column. Floats come back from it as they were.
bool cli_table_write(const char *path, const float *values, size_t rows, size_t columns, const char *name,
                     const int *labels);

#endif
