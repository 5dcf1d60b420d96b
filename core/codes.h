// SPDX-License-Identifier: MIT
// The codes of a data set with its labels, as a file small enough for a page: 16 bits a number.
//
//   offset  size   what, lowest byte first
//   0       8      "aecodes1"
//   8       4      N, codes
//   12      4      K, numbers of a code
//   16      4 K    low: float32, of each column
//   16+4K   4 K    step: float32, likewise
//   16+8K   2 N K  q (N,K): code = low + step * q
//   …       N      labels, 0 … 255
//
// A code is at most half a step, 1/131070 of its column's range, off. The same codes give the same bytes.
//
// Shapes: N codes, K latent units.
#ifndef AE_CODES_H
#define AE_CODES_H

#include <stddef.h>

#include "status.h"

enum { AE_CODES_MOST = 1 << 20, AE_CODES_MAX_COLUMNS = 3 }; // N, K

typedef struct ae_codes {
    int count, columns;    // N, K
    float *at;             // (N,K)
    unsigned char *labels; // (N)
} ae_codes;

// *codes: caller frees with ae_codes_free. bytes (size) borrowed, any. AE_BAD_DATA names the field; AE_OUT_OF_MEMORY.
ae_status ae_codes_read(ae_codes **codes, const void *data, size_t size, ae_error *error);
void ae_codes_free(ae_codes *codes); // NULL is fine

// *bytes (*size): caller frees. at (N,K), labels (N) borrowed; N 1 … AE_CODES_MOST, K 1 … AE_CODES_MAX_COLUMNS.
// AE_BAD_VALUE names the argument, AE_BAD_DATA the code (from 1) that is not finite; AE_OUT_OF_MEMORY.
ae_status ae_codes_write(unsigned char **bytes, size_t *size, const float *at, const unsigned char *labels, int N,
                         int K, ae_error *error);

#endif
