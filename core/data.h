// SPDX-License-Identifier: MIT
// The one reader of data files, for page and command line: it looks at the first bytes and hands over to idx.h, npy.h
// or csv.h. It opens no file, and undoes no gzip; that is up to who has the bytes.
//
//   ae_table *table;
//   if (ae_data_read(&table, bytes, size, &(ae_data_desc){.columns = 784}, &error)) …   // error.detail says why
//   … table->values (rows,columns), table->labels (rows) or NULL …
//   ae_table_free(table);
#ifndef AE_DATA_H
#define AE_DATA_H

#include "table.h"

// *table: caller frees. bytes (size) borrowed, any; desc borrowed, may be NULL: find out. AE_BAD_DATA names row and
// column, or the field of a header, and says so too when the file is of a kind that is not read; AE_BAD_VALUE;
// AE_OUT_OF_MEMORY.
ae_status ae_data_read(ae_table **table, const void *bytes, size_t size, const ae_data_desc *desc, ae_error *error);

// Labels alone, one for each row: IDX or .npy of whole numbers, or a text with one column, or with a column that its
// line of names calls label or class, or that desc (borrowed, may be NULL) tells. *table: caller frees; it has rows and
// labels, and no columns. Errors as above.
ae_status ae_labels_read(ae_table **table, const void *bytes, size_t size, const ae_data_desc *desc, ae_error *error);

#endif
