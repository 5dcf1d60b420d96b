// SPDX-License-Identifier: MIT
// Text, read with and without labels.
#include "data.h"
#include "tables.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static const ae_data_desc wanted[] = {
        {.columns = 0}, {.columns = 3, .rows = 100}, {.label = AE_NO_LABELS},
        {.label = 1},   {.columns = 3, .label = 4},  {.label_name = "kind"},
    };
    ae_table *table;
    ae_error error;
    for (size_t k = 0; k < sizeof wanted / sizeof *wanted; k++)
        check_table(ae_data_read(&table, bytes, size, &wanted[k], &error), &table, &error);
    check_table(ae_labels_read(&table, bytes, size, NULL, &error), &table, &error);
    check_table(ae_labels_read(&table, bytes, size, &wanted[5], &error), &table, &error);
    return 0;
}
