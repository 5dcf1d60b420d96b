// SPDX-License-Identifier: MIT
// Writes pictures as PNG files, through libpng.
#ifndef PNG_FILE_H
#define PNG_FILE_H

#include <stdbool.h>

#include "colour.h"

// pixels: (height,width) from the top; their opacity is not written. False when the file cannot be written.
bool png_file_write(const char *path, const colour *pixels, int width, int height);

#endif
