// SPDX-License-Identifier: MIT
#include "read_file.h"

#include <stdio.h>
#include <stdlib.h>

bool read_file(file_bytes *file, const char *path) {
    FILE *from = fopen(path, "rb");
    size_t capacity = 0;
    *file = (file_bytes){0};
    while (from && !feof(from) && !ferror(from)) {
        if (file->size == capacity) {
            capacity = capacity ? 2 * capacity : 1 << 16;
            unsigned char *grown = realloc(file->bytes, capacity);
            if (!grown) break;
            file->bytes = grown;
        }
        file->size += fread(file->bytes + file->size, 1, capacity - file->size, from);
    }
    const bool whole = from && feof(from) && !ferror(from);
    if (from) fclose(from);
    if (!whole) {
        free(file->bytes);
        *file = (file_bytes){0};
    }
    return whole;
}
