// SPDX-License-Identifier: MIT
// What the targets of data files promise alike: there is a whole table, or a refusal that says why.
#ifndef FUZZ_TABLES_H
#define FUZZ_TABLES_H

#include <math.h>
#include <string.h>

#include "fuzz.h"
#include "table.h"

// Frees the table that was read.
static inline void check_table(ae_status status, ae_table *const *read, const ae_error *error) {
    ae_table *table = *read;
    if (status) {
        fuzz_promise(!table && error->status == status && status != AE_DIVERGED);
        fuzz_promise(memchr(error->detail, 0, sizeof error->detail) && error->detail[0]);
        return;
    }
    fuzz_promise(table->rows >= 1 && table->rows <= AE_MAX_ROWS && table->columns <= AE_MAX_UNITS);
    size_t numbers = (size_t)table->rows * (size_t)table->columns;
    for (size_t k = 0; k < numbers; k++) fuzz_promise(isfinite(table->values[k]));
    volatile int label = 0; // all of them are there to be read
    for (int k = 0; table->labels && k < table->rows; k++) label = table->labels[k];
    (void)label;
    fuzz_promise(table->columns || table->labels);
    ae_table_free(table);
}

#endif
