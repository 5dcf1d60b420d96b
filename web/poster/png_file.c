// SPDX-License-Identifier: MIT
#include "png_file.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "palette.h"

typedef struct picture {
    int width, height;
    png_color palette[PALETTE_SIZE];
    int colours;
    uint8_t *indices; // (height,width)
    png_bytep *rows;  // (height): into indices
} picture;

// Who calls says what went wrong, libpng need not.
static void fail(png_structp png, png_const_charp text) {
    (void)text;
    png_longjmp(png, 1);
}

// libpng reports an error by a jump back to here; nothing is assigned between setjmp and what may fail.
static bool write_file(FILE *file, picture *p) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, fail, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return false;
    }
    png_init_io(png, file);
    png_set_IHDR(png, info, (png_uint_32)p->width, (png_uint_32)p->height, 8, PNG_COLOR_TYPE_PALETTE,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_PLTE(png, info, p->palette, p->colours);
    png_set_compression_level(png, 9);
    png_set_filter(png, 0, PNG_FILTER_NONE); // the smallest for flat colours
    png_set_rows(png, info, p->rows);
    png_write_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
    png_destroy_write_struct(&png, &info);
    return true;
}

static bool index_pixels(picture *p, const colour *pixels) {
    colour palette[PALETTE_SIZE];
    p->colours = palette_make(pixels, (size_t)p->width * (size_t)p->height, palette, p->indices);
    for (int k = 0; k < p->colours; k++)
        p->palette[k] = (png_color){(png_byte)palette[k], (png_byte)(palette[k] >> 8), (png_byte)(palette[k] >> 16)};
    for (int k = 0; k < p->height; k++) p->rows[k] = p->indices + (size_t)k * (size_t)p->width;
    return p->colours > 0;
}

bool png_file_put(FILE *file, const colour *pixels, int width, int height) {
    picture p = {.width = width, .height = height};
    p.indices = malloc((size_t)width * (size_t)height);
    p.rows = malloc((size_t)height * sizeof *p.rows);
    const bool written = p.indices && p.rows && index_pixels(&p, pixels) && write_file(file, &p);
    free(p.indices);
    free(p.rows);
    return written;
}

bool png_file_write(const char *path, const colour *pixels, int width, int height) {
    FILE *file = fopen(path, "wb");
    bool written = file && png_file_put(file, pixels, width, height);
    if (file && fclose(file)) written = false;
    return written;
}
