// SPDX-License-Identifier: MIT
// .npy files, as values and as labels.
#include "npy.h"
#include "tables.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    const ae_data_desc three = {.columns = 3, .rows = 100};
    ae_table *table;
    ae_error error;
    check_table(ae_npy_read(&table, bytes, size, NULL, &error), &table, &error);
    check_table(ae_npy_read(&table, bytes, size, &three, &error), &table, &error);
    check_table(ae_npy_read_labels(&table, bytes, size, &error), &table, &error);
    return 0;
}
