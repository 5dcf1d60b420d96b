// SPDX-License-Identifier: MIT
#include "number.h"

#include <math.h>
#include <stdint.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static const double POWERS[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}; // all of them exact

// x 10^exponent; |exponent| beyond 400 is as good as 400.
static double scaled(double x, int exponent) {
    if (exponent > 400) exponent = 400;
    if (exponent < -400) exponent = -400;
    for (; exponent > 22; exponent -= 22) x *= POWERS[22];
    for (; exponent < -22; exponent += 22) x /= POWERS[22];
    return exponent < 0 ? x / POWERS[-exponent] : x * POWERS[exponent];
}

// The decimal exponent at text[*at], if one is there; false when there is an e without digits.
static bool read_exponent(const char *text, size_t length, size_t *at, int *exponent) {
    size_t k = *at;
    if (k >= length || (text[k] != 'e' && text[k] != 'E')) return true;
    k++;
    bool negative = k < length && text[k] == '-';
    if (k < length && (text[k] == '-' || text[k] == '+')) k++;
    if (k >= length || !is_digit(text[k])) return false;
    int value = 0;
    for (; k < length && is_digit(text[k]); k++)
        if (value < 100000) value = 10 * value + (text[k] - '0');
    *exponent += negative ? -value : value;
    *at = k;
    return true;
}

bool ae_parse_number(const char *text, size_t length, float *number) {
    size_t k = 0;
    bool negative = length && text[0] == '-', some = false, fraction = false;
    if (length && (text[0] == '-' || text[0] == '+')) k++;
    uint64_t digits = 0; // the first eighteen that are not leading zeros
    int exponent = 0;
    for (; k < length && (is_digit(text[k]) || (text[k] == '.' && !fraction)); k++) {
        if (text[k] == '.') {
            fraction = true;
            continue;
        }
        some = true;
        if (digits < 100000000000000000u) {
            digits = 10 * digits + (uint64_t)(text[k] - '0');
            exponent -= fraction;
        } else {
            exponent += !fraction;
        }
    }
    if (!some || !read_exponent(text, length, &k, &exponent) || k != length) return false;
    double value = digits ? scaled((double)digits, exponent) : 0;
    *number = (float)(negative ? -value : value);
    return isfinite(*number);
}
