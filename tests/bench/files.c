// SPDX-License-Identifier: MIT
// How fast data files are read: 1,000,000 rows of three numbers as text, and the same text by the plainest reader there
// is, strtof in a loop; then a whole of MNIST's images as IDX and .npy. Prints a Markdown table; `make files`.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data.h"
#include "random.h"

enum { ROWS = 1000000, IMAGES = 60000, PIXELS = 784, REPETITIONS = 5 };

static double now(void) {
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

typedef struct file {
    char *bytes; // ends with a zero that is not counted
    size_t size;
} file;

static file new_file(size_t most) { return (file){.bytes = calloc(most + 1, 1)}; }

static file write_text(void) {
    file f = new_file((size_t)ROWS * 48);
    ae_random random = ae_random_new(1, 1);
    for (int k = 0; k < 3 * ROWS; k++)
        f.size += (size_t)sprintf(f.bytes + f.size, "%.9g%c", ae_random_normal(&random), k % 3 < 2 ? ',' : '\n');
    return f;
}

static file write_images(void) {
    file f = new_file(16 + (size_t)IMAGES * PIXELS);
    memcpy(f.bytes, "\0\0\x08\3\0\0\xea\x60\0\0\0\x1c\0\0\0\x1c", 16);
    for (f.size = 16; f.size < 16 + (size_t)IMAGES * PIXELS; f.size++) f.bytes[f.size] = (char)(f.size % 251);
    return f;
}

static file write_array(void) {
    const char header[] =
        "\x93NUMPY\1\0\x48\0{'descr': '<f4', 'fortran_order': False, 'shape': (60000, 784), }      \n";
    file f = new_file(sizeof header + (size_t)IMAGES * PIXELS * sizeof(float));
    memcpy(f.bytes, header, sizeof header - 1);
    f.size = sizeof header - 1 + (size_t)IMAGES * PIXELS * sizeof(float);
    return f;
}

static void with_core(const file *f) {
    ae_table *table;
    ae_error error;
    if (ae_data_read(&table, f->bytes, f->size, NULL, &error)) {
        fprintf(stderr, "%s\n", error.detail);
        exit(1);
    }
    ae_table_free(table);
}

static void with_strtof(const file *f) {
    float *values = malloc(3 * (size_t)ROWS * sizeof *values);
    char *at = f->bytes;
    for (size_t k = 0; values && k < 3 * (size_t)ROWS; k++, at++) values[k] = strtof(at, &at);
    free(values);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// The median of a few times, in seconds.
static double time_of(void (*read)(const file *), const file *f) {
    double seconds[REPETITIONS];
    for (int k = 0; k < REPETITIONS; k++) {
        double start = now();
        read(f);
        seconds[k] = now() - start;
    }
    qsort(seconds, REPETITIONS, sizeof *seconds, by_size);
    return seconds[REPETITIONS / 2];
}

int main(void) {
    file text = write_text(), images = write_images(), array = write_array();
    double own = time_of(with_core, &text), plain = time_of(with_strtof, &text);
    printf("| file | MB | seconds | MB/s | beside strtof |\n|---|---|---|---|---|\n");
    double size = (double)text.size / 1e6;
    printf("| text, 1,000,000 x 3 | %.1f | %.3f | %.0f | %.2f |\n", size, own, size / own, own / plain);
    printf("| the same by strtof | %.1f | %.3f | %.0f | 1 |\n", size, plain, size / plain);
    const file *binary[] = {&images, &array};
    for (int k = 0; k < 2; k++) {
        double seconds = time_of(with_core, binary[k]);
        size = (double)binary[k]->size / 1e6;
        printf("| %s, 60,000 x 784 | %.1f | %.3f | %.0f | |\n", k ? ".npy" : "IDX", size, seconds, size / seconds);
    }
    free(text.bytes);
    free(images.bytes);
    free(array.bytes);
    return 0;
}
