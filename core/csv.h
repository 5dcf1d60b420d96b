// SPDX-License-Identifier: MIT
// Numbers from text: rows of fields with commas, semicolons, tabs or spaces between them, with or without a line of
// names.
//
// What is found out and need not be said: the separator (the first of ; tab , and space that the first line holds
// outside of quotes), whether the first line is a header (it has a field that is no number), line ends (LF, CRLF, CR),
// a byte order mark, quotes around fields, spaces around numbers, empty lines (left out). Decimal points only: where a
// comma separates nothing, as in "0,5;1,5", the field is refused by name.
#ifndef AE_CSV_H
#define AE_CSV_H

#include <stddef.h>

#include "status.h"

typedef struct ae_table {
    int rows, columns;
    float *values; // (rows,columns)
} ae_table;

// *table: caller frees. text (length) borrowed, any bytes. columns: how many are wanted; 0: as many as the first row
// has. most: rows at the most. AE_BAD_DATA names row (line of the text, from 1) and column; AE_OUT_OF_MEMORY.
ae_status ae_csv_read(ae_table **table, const char *text, size_t length, int columns, int most, ae_error *error);
void ae_table_free(ae_table *table); // NULL is fine

// The number that the text (length) is, as printed in decimal: sign, digits, point, exponent. False when it is none, or
// not finite as a float. Same bits on every machine; within one unit in the last place of a float.
int ae_parse_number(const char *text, size_t length, float *number);

#endif
