// SPDX-License-Identifier: MIT
// pack IMAGES LABELS COUNT >OUT: the first images of IDX files, which are not zipped, as the page loads them; see
// core/packed.h. COUNT 0: all of them.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "packed.h"

typedef struct file {
    unsigned char *bytes;
    size_t size;
} file;

static bool file_read(file *file, const char *path) {
    FILE *from = fopen(path, "rb");
    size_t capacity = 0;
    while (from && !feof(from) && !ferror(from)) {
        if (file->size == capacity) {
            capacity = capacity ? 2 * capacity : 1 << 20;
            unsigned char *grown = realloc(file->bytes, capacity);
            if (!grown) break;
            file->bytes = grown;
        }
        file->size += fread(file->bytes + file->size, 1, capacity - file->size, from);
    }
    const bool whole = from && feof(from) && !ferror(from);
    if (from) fclose(from);
    return whole;
}

static int fail(const char *what, const char *why) {
    fprintf(stderr, "pack: %s: %s\n", what, why);
    return 1;
}

int main(int count, char **arguments) {
    if (count != 4) return fail("usage", "pack IMAGES LABELS COUNT >OUT");
    file images = {0}, labels = {0};
    if (!file_read(&images, arguments[1])) return fail(arguments[1], "cannot be read");
    if (!file_read(&labels, arguments[2])) return fail(arguments[2], "cannot be read");
    const ae_packed_files files = {images.bytes, labels.bytes, images.size, labels.size, atoi(arguments[3])};
    ae_error error;
    unsigned char *bytes = NULL;
    size_t size = 0;
    if (ae_packed_write(&bytes, &size, &files, &error)) return fail("IDX", error.detail);
    const bool written = fwrite(bytes, 1, size, stdout) == size && !fflush(stdout);
    free(bytes);
    free(images.bytes);
    free(labels.bytes);
    return written ? 0 : fail("standard output", "cannot be written");
}
