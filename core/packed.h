// SPDX-License-Identifier: MIT
// Labelled grey pictures with four bits a pixel, which a page can load in the tens of thousands: half the size of
// bytes, and less than half once gzip has been over it. 16 levels change a digit's error by some hundredths of a
// percent.
//
//   offset  size      what, lowest byte first
//   0       8         "aedigit1"
//   8       4         N, pictures
//   12      4         rows of a picture
//   16      4         columns; rows times columns is even
//   20      4         4, bits a pixel
//   24      N         labels, 0 … 255
//   24+N    N P / 2   pixels from the top, 0 … 15, the first of two in the high half of their byte
//
// Shapes: N pictures of P pixels.
#ifndef AE_PACKED_H
#define AE_PACKED_H

#include <stddef.h>

#include "status.h"

enum { AE_PACKED_MOST = 1 << 17, AE_PACKED_MAX_SIDE = 256 }; // N; rows, columns

typedef struct ae_packed {
    int count, rows, columns;    // N, of a picture
    const unsigned char *labels; // (N); 255: it is not known
    const unsigned char *pixels; // (N,P/2)
} ae_packed;

// What is in the bytes (size), which packed points into from then on. AE_BAD_DATA names the field.
ae_status ae_packed_read(ae_packed *packed, const void *data, size_t size, ae_error *error);

// Packs an IDX file of images with unsigned bytes, as MNIST's are (see idx.h), and one of as many labels; labels may be
// NULL, and all of them are 255 then. Of the images only the first `most`; 0: all. *bytes (*size): caller frees.
// AE_BAD_DATA names the file and what does not fit; AE_OUT_OF_MEMORY.
typedef struct ae_packed_files {
    const void *images, *labels; // borrowed
    size_t images_size, labels_size;
    int most;
} ae_packed_files;
ae_status ae_packed_write(unsigned char **bytes, size_t *size, const ae_packed_files *files, ae_error *error);

// The pixels of picture 0 … N - 1, 0 … 1, into x (P, written).
void ae_packed_picture(const ae_packed *packed, int index, float *x);

#endif
