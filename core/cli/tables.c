// SPDX-License-Identifier: MIT
#include "tables.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cube.h"
#include "files.h"

// ---- reading --------------------------------------------------------------------------------------------------------

static const char *name_of(const char *path) { return strcmp(path, "-") ? path : "standard input"; }

static ae_data_desc describe(int columns, const char *label) {
    ae_data_desc desc = {.columns = columns};
    if (!label) return desc;
    char *end;
    const long number = strtol(label, &end, 10);
    if (!strcmp(label, "none"))
        desc.label = AE_NO_LABELS;
    else if (isdigit((unsigned char)*label) && !*end && number <= AE_MAX_UNITS)
        desc.label = (int)number;
    else
        desc.label_name = label;
    return desc;
}

static ae_table *read_table(const char *path, int columns, const char *label) {
    cli_bytes bytes;
    ae_error error;
    ae_table *table = NULL;
    if (!cli_read(&bytes, path)) return NULL;
    const ae_data_desc desc = describe(columns, label);
    if (ae_data_read(&table, bytes.at, bytes.size, &desc, &error)) cli_fail("%s: %s", name_of(path), error.detail);
    if (table && table->named_column) // no failure, but often a mistake
        cli_fail("%s: column %d is named as labels, and is read as values: %d columns are wanted (with --label none, "
                 "this is not said)",
                 name_of(path), table->named_column, table->columns);
    free(bytes.at);
    return table;
}

static bool read_labels(cli_data *data, const char *path) {
    cli_bytes bytes;
    ae_error error;
    if (!cli_read(&bytes, path)) return false;
    if (ae_labels_read(&data->labels, bytes.at, bytes.size, NULL, &error))
        cli_fail("%s: %s", name_of(path), error.detail);
    free(bytes.at);
    if (!data->labels) return false;
    data->table->labels = data->labels->labels; // both are freed together
    if (data->labels->rows == data->table->rows) return true;
    cli_fail("%s: there are %d labels, but %d rows of data", name_of(path), data->labels->rows, data->table->rows);
    return false;
}

// How `table` is brought into the cube.
static bool measure(cli_data *data, const ae_table *table) {
    data->middle = malloc((size_t)table->columns * sizeof *data->middle);
    if (!data->middle) return !cli_fail("memory ran out");
    data->size = ae_cube_of(table->values, (size_t)table->rows, (size_t)table->columns, data->middle);
    return true;
}

bool cli_scale_read(cli_data *data, int columns, const cli_source *source) {
    ae_table *like = read_table(source->like, columns, source->label);
    const bool ok = like && measure(data, like);
    ae_table_free(like);
    return ok;
}

static bool scale(cli_data *data, const cli_source *source) {
    ae_table *table = data->table;
    if (!(source->like ? cli_scale_read(data, table->columns, source) : measure(data, table))) return false;
    ae_cube_into(table->values, (size_t)table->rows, (size_t)table->columns, data->middle, data->size);
    return true;
}

bool cli_data_read(cli_data *data, const char *path, int columns, const cli_source *source) {
    *data = (cli_data){0};
    data->table = read_table(path, columns, source->label);
    bool ok = data->table && (!source->labels || read_labels(data, source->labels));
    ok = ok && (!source->scaled || scale(data, source));
    if (!ok) cli_data_free(data);
    return ok;
}

void cli_data_free(cli_data *data) {
    ae_table_free(data->table);
    ae_table_free(data->labels);
    free(data->middle);
    *data = (cli_data){0};
}

// ---- writing --------------------------------------------------------------------------------------------------------

// numpy.lib.format, version 1.0: the header ends on a multiple of 64 bytes.
static void write_npy(FILE *file, const float *values, size_t rows, size_t columns) {
    char dictionary[119];
    snprintf(dictionary, sizeof dictionary, "{'descr': '<f4', 'fortran_order': False, 'shape': (%zu, %zu), }", rows,
             columns);
    fwrite("\x93NUMPY\1\0\x76\0", 1, 10, file); // 0x76: what follows is 118 bytes long
    fprintf(file, "%-117s\n", dictionary);
    for (size_t k = 0; k < rows * columns; k++) {
        uint32_t bits;
        memcpy(&bits, &values[k], sizeof bits);
        const unsigned char bytes[] = {(unsigned char)bits, (unsigned char)(bits >> 8), (unsigned char)(bits >> 16),
                                       (unsigned char)(bits >> 24)};
        fwrite(bytes, 1, sizeof bytes, file);
    }
}

// Nine digits tell every float from its neighbours.
static void write_text(FILE *file, const float *values, size_t rows, size_t columns, const char *name,
                       const int *labels) {
    for (size_t c = 0; c < columns; c++) fprintf(file, "%s%s%zu", c ? "," : "", name, c + 1);
    fputs(labels ? ",label\n" : "\n", file);
    for (size_t r = 0; r < rows && !ferror(file); r++) {
        for (size_t c = 0; c < columns; c++) fprintf(file, "%s%.9g", c ? "," : "", (double)values[r * columns + c]);
        if (labels) fprintf(file, ",%d", labels[r]);
        fputc('\n', file);
    }
}

bool cli_table_write(const char *path, const float *values, size_t rows, size_t columns, const char *name,
                     const int *labels) {
    cli_output output;
    if (!cli_open(&output, path)) return false;
    if (cli_ends_in(path, ".npy"))
        write_npy(output.file, values, rows, columns);
    else
        write_text(output.file, values, rows, columns, name, labels);
    return cli_close(&output);
}
