// SPDX-License-Identifier: MIT
#include "packed.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"

static const char MAGIC[8] = {'a', 'e', 'd', 'i', 'g', 'i', 't', '1'};

enum { HEADER = 24, BITS = 4, LEVELS = 15, NO_LABEL = 255 };

static size_t pixels_of(size_t rows, size_t columns) { return rows * columns; }

static size_t size_of(size_t N, size_t P) { return HEADER + N + N * P / 2; }

// ---- reading --------------------------------------------------------------------------------------------------------

static ae_status check_shape(uint32_t N, uint32_t rows, uint32_t columns, ae_error *error) {
    if (N < 1 || N > AE_PACKED_MOST)
        return ae_fail(error, AE_BAD_DATA, "the count of pictures is not 1 to %d", AE_PACKED_MOST);
    if (rows < 1 || rows > AE_PACKED_MAX_SIDE || columns < 1 || columns > AE_PACKED_MAX_SIDE)
        return ae_fail(error, AE_BAD_DATA, "the sides of the pictures are not 1 to %d", AE_PACKED_MAX_SIDE);
    if (pixels_of(rows, columns) % 2) return ae_fail(error, AE_BAD_DATA, "the pictures have an odd number of pixels");
    return AE_OK;
}

ae_status ae_packed_read(ae_packed *packed, const void *data, size_t size, ae_error *error) {
    const unsigned char *bytes = data;
    *packed = (ae_packed){0};
    if (size < HEADER || memcmp(bytes, MAGIC, sizeof MAGIC))
        return ae_fail(error, AE_BAD_DATA, "this is no file of packed pictures: it does not begin with aedigit1");
    const uint32_t N = ae_get_u32(bytes + 8), rows = ae_get_u32(bytes + 12), columns = ae_get_u32(bytes + 16);
    ae_status status = check_shape(N, rows, columns, error);
    if (status) return status;
    if (ae_get_u32(bytes + 20) != BITS) return ae_fail(error, AE_BAD_DATA, "the bits of a pixel are not %d", BITS);
    const size_t wanted = size_of(N, pixels_of(rows, columns));
    if (size != wanted)
        return ae_fail(error, AE_BAD_DATA, "the file of pictures has %d bytes in place of %d", (int)size, (int)wanted);
    *packed = (ae_packed){(int)N, (int)rows, (int)columns, bytes + HEADER, bytes + HEADER + N};
    return AE_OK;
}

void ae_packed_picture(const ae_packed *packed, int index, float *x) {
    assert(index >= 0 && index < packed->count);
    const size_t P = pixels_of((size_t)packed->rows, (size_t)packed->columns);
    const unsigned char *from = packed->pixels + (size_t)index * P / 2;
    for (size_t k = 0; k < P; k += 2) {
        x[k] = (float)(from[k / 2] >> BITS) / LEVELS;
        x[k + 1] = (float)(from[k / 2] & LEVELS) / LEVELS;
    }
}

// ---- packing --------------------------------------------------------------------------------------------------------

enum { IDX_IMAGES = 16, IDX_LABELS = 8 }; // bytes of their headers

// Highest byte first, as IDX has it.
static uint32_t big_u32(const unsigned char *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static ae_status check_images(const unsigned char *images, size_t size, ae_error *error) {
    if (size < IDX_IMAGES || memcmp(images, "\0\0\x08\x03", 4))
        return ae_fail(error, AE_BAD_DATA, "images: this is no IDX file of images with unsigned bytes");
    const uint32_t N = big_u32(images + 4), rows = big_u32(images + 8), columns = big_u32(images + 12);
    ae_status status = check_shape(N, rows, columns, error);
    if (!status && size != IDX_IMAGES + N * pixels_of(rows, columns))
        status = ae_fail(error, AE_BAD_DATA, "images: the file has %d bytes, which is not what %d pictures have",
                         (int)size, (int)N);
    return status;
}

static ae_status check_labels(const unsigned char *labels, size_t size, uint32_t N, ae_error *error) {
    if (size < IDX_LABELS || memcmp(labels, "\0\0\x08\x01", 4))
        return ae_fail(error, AE_BAD_DATA, "labels: this is no IDX file of labels with unsigned bytes");
    if (big_u32(labels + 4) != N || size != IDX_LABELS + N)
        return ae_fail(error, AE_BAD_DATA, "labels: there are not as many as images, %d", (int)N);
    return AE_OK;
}

// A byte as the nearest of the levels.
static unsigned level(unsigned byte) { return (byte * LEVELS + 127) / 255; }

static void pack(unsigned char *to, const unsigned char *from, size_t count) {
    for (size_t k = 0; k < count; k += 2) to[k / 2] = (unsigned char)(level(from[k]) << BITS | level(from[k + 1]));
}

ae_status ae_packed_write(unsigned char **bytes, size_t *size, const ae_packed_files *files, ae_error *error) {
    const unsigned char *images = files->images, *labels = files->labels;
    *bytes = NULL;
    *size = 0;
    ae_status status = check_images(images, files->images_size, error);
    if (!status && labels) status = check_labels(labels, files->labels_size, big_u32(images + 4), error);
    if (status) return status;
    const uint32_t all = big_u32(images + 4), rows = big_u32(images + 8), columns = big_u32(images + 12);
    const size_t N = files->most > 0 && (uint32_t)files->most < all ? (uint32_t)files->most : all;
    const size_t P = pixels_of(rows, columns), total = size_of(N, P);
    unsigned char *to = malloc(total);
    if (!to) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for %d pictures", (int)N);
    memcpy(to, MAGIC, sizeof MAGIC);
    const uint32_t header[4] = {(uint32_t)N, rows, columns, BITS};
    for (int k = 0; k < 4; k++) ae_put_u32(to + 8 + 4 * k, header[k]);
    if (labels)
        memcpy(to + HEADER, labels + IDX_LABELS, N);
    else
        memset(to + HEADER, NO_LABEL, N);
    pack(to + HEADER + N, images + IDX_IMAGES, N * P);
    *bytes = to;
    *size = total;
    return AE_OK;
}
