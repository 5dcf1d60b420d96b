// SPDX-License-Identifier: MIT
#include "table.h"

#include <assert.h>
#include <stdlib.h>

ae_status ae_table_check(size_t rows, size_t columns, bool labels, const ae_data_desc *desc, ae_error *error) {
    assert(!desc || (desc->rows >= 0 && desc->rows <= AE_MAX_ROWS && desc->columns >= 0));
    int most = desc && desc->rows ? desc->rows : AE_MAX_ROWS, wanted = desc ? desc->columns : 0;
    if (!rows) return ae_fail(error, AE_BAD_DATA, "there are no rows");
    if (rows > (size_t)most) return ae_fail(error, AE_BAD_DATA, "there are more than %d rows", most);
    if (!columns && !labels) return ae_fail(error, AE_BAD_DATA, "there are no columns");
    if (columns > AE_MAX_UNITS) return ae_fail(error, AE_BAD_DATA, "there are more than %d columns", AE_MAX_UNITS);
    if (wanted && columns != (size_t)wanted)
        return ae_fail(error, AE_BAD_DATA, "there are %d columns, and %d are wanted", (int)columns, wanted);
    if (columns && rows > AE_MAX_NUMBERS / columns)
        return ae_fail(error, AE_BAD_DATA, "%d rows of %d columns are more than %d numbers", (int)rows, (int)columns,
                       AE_MAX_NUMBERS);
    return AE_OK;
}

ae_status ae_table_new(ae_table **table, size_t rows, size_t columns, bool labels, const ae_data_desc *desc,
                       ae_error *error) {
    *table = NULL;
    ae_status status = ae_table_check(rows, columns, labels, desc, error);
    if (status) return status;
    size_t numbers = rows * columns;
    ae_table *made = malloc(sizeof *made + numbers * sizeof(float) + (labels ? rows : 0) * sizeof(int));
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for %d rows of %d columns", (int)rows, (int)columns);
    *made = (ae_table){.rows = (int)rows, .columns = (int)columns, .values = (float *)(made + 1)};
    if (labels) made->labels = (int *)(made->values + numbers);
    *table = made;
    return AE_OK;
}

void ae_table_free(ae_table *table) { free(table); }
