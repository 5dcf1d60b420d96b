// SPDX-License-Identifier: MIT
#include "codes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"

static const char MAGIC[8] = {'a', 'e', 'c', 'o', 'd', 'e', 's', '1'};

enum { HEADER = 16, STEPS = 65535 };

static size_t size_of(size_t N, size_t K) { return HEADER + 8 * K + 2 * N * K + N; }

void ae_codes_free(ae_codes *codes) { free(codes); }

// ---- reading --------------------------------------------------------------------------------------------------------

static ae_status check(const unsigned char *bytes, size_t size, ae_error *error) {
    if (size < HEADER || memcmp(bytes, MAGIC, sizeof MAGIC))
        return ae_fail(error, AE_BAD_DATA, "this is no file of codes: it does not begin with aecodes1");
    const uint32_t N = ae_get_u32(bytes + 8), K = ae_get_u32(bytes + 12);
    if (N < 1 || N > AE_CODES_MOST)
        return ae_fail(error, AE_BAD_DATA, "the count of codes is not 1 to %d", AE_CODES_MOST);
    if (K < 1 || K > AE_CODES_MAX_COLUMNS)
        return ae_fail(error, AE_BAD_DATA, "the numbers of a code are not 1 to %d", AE_CODES_MAX_COLUMNS);
    if (size != size_of(N, K))
        return ae_fail(error, AE_BAD_DATA, "the file of codes has %d bytes in place of %d", (int)size,
                       (int)size_of(N, K));
    for (uint32_t c = 0; c < 2 * K; c++)
        if (!(fabsf(ae_get_f32(bytes + HEADER + 4 * c)) < 1e30f))
            return ae_fail(error, AE_BAD_DATA, "%s of column %d of the codes is no number", c < K ? "low" : "step",
                           (int)(c % K) + 1);
    return AE_OK;
}

static ae_codes *allocate(size_t N, size_t K) {
    ae_codes *codes = malloc(sizeof *codes + N * K * sizeof(float) + N);
    if (!codes) return NULL;
    codes->count = (int)N;
    codes->columns = (int)K;
    codes->at = (float *)(codes + 1);
    codes->labels = (unsigned char *)(codes->at + N * K);
    return codes;
}

ae_status ae_codes_read(ae_codes **codes, const void *data, size_t size, ae_error *error) {
    const unsigned char *bytes = data;
    *codes = NULL;
    ae_status status = check(bytes, size, error);
    if (status) return status;
    const size_t N = ae_get_u32(bytes + 8), K = ae_get_u32(bytes + 12);
    ae_codes *read = allocate(N, K);
    if (!read) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for %d codes", (int)N);
    const unsigned char *q = bytes + HEADER + 8 * K;
    for (size_t k = 0; k < N * K; k++) {
        const float low = ae_get_f32(bytes + HEADER + 4 * (k % K)), step = ae_get_f32(bytes + HEADER + 4 * (K + k % K));
        read->at[k] = low + step * (float)ae_get_u16(q + 2 * k);
    }
    memcpy(read->labels, q + 2 * N * K, N);
    *codes = read;
    return AE_OK;
}

// ---- writing --------------------------------------------------------------------------------------------------------

static ae_status check_codes(const float *at, int N, int K, ae_error *error) {
    if (N < 1 || N > AE_CODES_MOST) return ae_fail(error, AE_BAD_VALUE, "N is %d, not 1 to %d", N, AE_CODES_MOST);
    if (K < 1 || K > AE_CODES_MAX_COLUMNS)
        return ae_fail(error, AE_BAD_VALUE, "K is %d, not 1 to %d", K, AE_CODES_MAX_COLUMNS);
    for (int k = 0; k < N * K; k++)
        if (!(fabsf(at[k]) < 1e30f)) return ae_fail(error, AE_BAD_DATA, "code %d is not finite", k / K + 1);
    return AE_OK;
}

// One column, in 16 bits.
static void put_column(unsigned char *bytes, const float *at, size_t c, size_t N, size_t K) {
    float low = at[c], high = at[c];
    for (size_t k = 0; k < N; k++) {
        low = fminf(low, at[k * K + c]);
        high = fmaxf(high, at[k * K + c]);
    }
    const float step = (high - low) / STEPS;
    ae_put_f32(bytes + HEADER + 4 * c, low);
    ae_put_f32(bytes + HEADER + 4 * (K + c), step);
    unsigned char *q = bytes + HEADER + 8 * K;
    for (size_t k = 0; k < N; k++) {
        const float steps = step > 0 ? (at[k * K + c] - low) / step + 0.5f : 0;
        ae_put_u16(q + 2 * (k * K + c), steps < STEPS ? (uint32_t)steps : STEPS);
    }
}

ae_status ae_codes_write(unsigned char **bytes, size_t *size, const float *at, const unsigned char *labels, int N,
                         int K, ae_error *error) {
    *bytes = NULL;
    *size = 0;
    ae_status status = check_codes(at, N, K, error);
    if (status) return status;
    const size_t n = (size_t)N, columns = (size_t)K, total = size_of(n, columns);
    unsigned char *to = malloc(total);
    if (!to) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for %d codes", N);
    memcpy(to, MAGIC, sizeof MAGIC);
    ae_put_u32(to + 8, (uint32_t)N);
    ae_put_u32(to + 12, (uint32_t)K);
    for (size_t c = 0; c < columns; c++) put_column(to, at, c, n, columns);
    memcpy(to + total - n, labels, n);
    *bytes = to;
    *size = total;
    return AE_OK;
}
