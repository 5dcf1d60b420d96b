// SPDX-License-Identifier: MIT
#include "png.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

// libpng reports an error by a jump back to here, so that nothing is assigned between setjmp and what may fail.
static bool write_rows(FILE *file, png_bytep *rows, int width, int height) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_init_io(png, file);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 9);
    png_set_filter(png, 0, PNG_FILTER_NONE); // smallest where most of a picture is one colour
    png_set_rows(png, info, rows);
    png_write_png(png, info, PNG_TRANSFORM_STRIP_FILLER_AFTER, NULL);
    png_destroy_write_struct(&png, &info);
    return true;
}

bool png_file_write(const char *path, const colour *pixels, int width, int height) {
    png_bytep *rows = malloc((size_t)height * sizeof *rows);
    FILE *file = rows ? fopen(path, "wb") : NULL;
    for (int k = 0; file && k < height; k++) rows[k] = (png_bytep)(pixels + (size_t)k * (size_t)width);
    bool written = file && write_rows(file, rows, width, height);
    if (file && fclose(file)) written = false;
    free(rows);
    return written;
}
