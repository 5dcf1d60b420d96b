// SPDX-License-Identifier: MIT
// Numbers from text, with the same bits on every machine: the C library's strtof depends on the locale, and pulls a
// good deal of code into the page.
#ifndef AE_NUMBER_H
#define AE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

// The number that the text (length) is, as printed in decimal: sign, digits, point, exponent. False when it is none, or
// not finite as a float. A float that was printed with nine digits or more comes back as itself; any other number is
// within one unit in the last place.
bool ae_parse_number(const char *text, size_t length, float *number);

#endif
