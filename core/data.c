// SPDX-License-Identifier: MIT
#include "data.h"

#include <string.h>

#include "csv.h"
#include "idx.h"
#include "npy.h"

enum { LOOK = 4096 }; // bytes that are looked at for a zero, which no text holds

static bool begins(const void *bytes, size_t size, const char *with, size_t length) {
    return size >= length && !memcmp(bytes, with, length);
}

// What people try, and no text.
static ae_status refuse_kind(const void *bytes, size_t size, ae_error *error) {
    if (begins(bytes, size, "\x1f\x8b", 2))
        return ae_fail(error, AE_BAD_DATA, "the file is gzipped: it has to be unpacked first");
    if (begins(bytes, size, "PK\3\4", 4))
        return ae_fail(error, AE_BAD_DATA, "the file is an archive (.npz, .xlsx, .zip): take out what is in it");
    if (begins(bytes, size, "\xff\xfe", 2) || begins(bytes, size, "\xfe\xff", 2))
        return ae_fail(error, AE_BAD_DATA, "the text is UTF-16: save it as UTF-8");
    if (size && memchr(bytes, 0, size < LOOK ? size : LOOK))
        return ae_fail(error, AE_BAD_DATA, "the file is no text, nor IDX or .npy");
    return AE_OK;
}

ae_status ae_data_read(ae_table **table, const void *bytes, size_t size, const ae_data_desc *desc, ae_error *error) {
    *table = NULL;
    if (ae_is_idx(bytes, size)) return ae_idx_read(table, bytes, size, desc, error);
    if (ae_is_npy(bytes, size)) return ae_npy_read(table, bytes, size, desc, error);
    ae_status status = refuse_kind(bytes, size, error);
    return status ? status : ae_csv_read(table, bytes, size, desc, error);
}

ae_status ae_labels_read(ae_table **table, const void *bytes, size_t size, const ae_data_desc *desc, ae_error *error) {
    *table = NULL;
    if (ae_is_idx(bytes, size)) return ae_idx_read_labels(table, bytes, size, error);
    if (ae_is_npy(bytes, size)) return ae_npy_read_labels(table, bytes, size, error);
    ae_status status = refuse_kind(bytes, size, error);
    return status ? status : ae_csv_read_labels(table, bytes, size, desc, error);
}
