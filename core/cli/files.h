// SPDX-License-Identifier: MIT
// Files, whole. Each function says on standard error what went wrong, with the file's name. "-" is standard input or
// output.
//
// What is written stands under its name when it is complete, and not before: it is written beside it under another
// name, and then renamed. What is no ordinary file (a pipe, /dev/null) is written as it is.
#ifndef CLI_FILES_H
#define CLI_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct cli_bytes {
    unsigned char *at;
    size_t size;
} cli_bytes;

// bytes->at: caller frees. Of a gzipped file, what is in it.
bool cli_read(cli_bytes *bytes, const char *path);

typedef struct cli_output {
    FILE *file;
    bool opened;     // by cli_open: not standard output
    char *path;      // where it goes in the end; NULL: it is there already
    char *temporary; // where it is until then
    char name[256];  // for messages
} cli_output;

bool cli_open(cli_output *output, const char *path);
bool cli_close(cli_output *output);   // false when not all of it could be written: then there is nothing
void cli_discard(cli_output *output); // there is nothing; fine after cli_close

// Opens, writes and closes.
bool cli_write(const char *path, const void *bytes, size_t size);

// Whether a file could be written under this name, found out before hours of work.
bool cli_writable(const char *path);

// Makes a folder, unless there is one. False when there is something else, or it cannot be.
bool cli_make_folder(const char *path);

bool cli_is_folder(const char *path);
bool cli_ends_in(const char *path, const char *end); // "a.npy" in ".npy"

#endif
