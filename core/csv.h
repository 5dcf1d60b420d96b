// SPDX-License-Identifier: MIT
// Tables from text: rows of fields with commas, semicolons, tabs or spaces between them, with or without a line of
// names (RFC 4180 and what else there is under the name of CSV).
//
// What is found out and need not be said:
//   - the separator: the first of ; tab , and space that the first line holds outside of quotes. A run of spaces
//     separates once
//   - whether the first line has names: it does when no field, that of the labels apart, looks like a number (nor is
//     NaN, or has a decimal comma), or when it names the column of the labels
//   - line ends (LF, CRLF, CR), a byte order mark, spaces around fields, empty lines (left out)
//   - quotes around fields, in which separators, line ends and doubled quotes stand for themselves
// Points alone are decimal: with commas, as in "0,5;1,5", the field is refused by row and column. Text is ASCII or
// UTF-8.
#ifndef AE_CSV_H
#define AE_CSV_H

#include "table.h"

// *table: caller frees. text (length) borrowed, any bytes; desc borrowed, may be NULL. AE_BAD_DATA names the row (line
// of the text, from 1) and the column (from 1, that of the labels counted); AE_OUT_OF_MEMORY.
ae_status ae_csv_read(ae_table **table, const char *text, size_t length, const ae_data_desc *desc, ae_error *error);

// The labels alone: a table without columns. They are in the only column, or in the one that desc tells; what other
// columns hold is passed over. Errors likewise.
ae_status ae_csv_read_labels(ae_table **table, const char *text, size_t length, const ae_data_desc *desc,
                             ae_error *error);

#endif
