// SPDX-License-Identifier: MIT
// Whole files, for programs of the build.
#ifndef READ_FILE_H
#define READ_FILE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct file_bytes {
    unsigned char *bytes; // caller frees with free
    size_t size;
} file_bytes;

// False when it cannot be read, or memory ran out; there are no bytes then.
bool read_file(file_bytes *file, const char *path);

#endif
