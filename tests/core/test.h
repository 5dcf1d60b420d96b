// SPDX-License-Identifier: MIT
// What every C test includes: cmocka with what it needs before it, and the name of the build it runs in.
#ifndef TEST_H
#define TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
