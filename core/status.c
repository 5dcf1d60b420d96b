// SPDX-License-Identifier: MIT
#include "status.h"

#include <stdarg.h>
#include <stddef.h>

typedef struct text {
    char *at;
    char *end; // where the terminator fits last
} text;

static void put_char(text *out, char c) {
    if (out->at < out->end) *out->at++ = c;
}

static void put_string(text *out, const char *s) {
    while (*s) put_char(out, *s++);
}

static void put_int(text *out, int value) {
    char digits[12];
    int count = 0;
    unsigned rest = value < 0 ? 0u - (unsigned)value : (unsigned)value;
    if (value < 0) put_char(out, '-');
    do digits[count++] = (char)('0' + rest % 10);
    while (rest /= 10);
    while (count) put_char(out, digits[--count]);
}

ae_status ae_fail(ae_error *error, ae_status status, const char *format, ...) {
    if (!error) return status;
    text out = {error->detail, error->detail + sizeof error->detail - 1};
    va_list arguments;
    va_start(arguments, format);
    for (const char *f = format; *f; f++) {
        if (f[0] == '%' && f[1] == 'd') {
            put_int(&out, va_arg(arguments, int));
            f++;
        } else if (f[0] == '%' && f[1] == 's') {
            put_string(&out, va_arg(arguments, const char *));
            f++;
        } else {
            put_char(&out, *f);
        }
    }
    va_end(arguments);
    *out.at = '\0';
    error->status = status;
    return status;
}
