// SPDX-License-Identifier: MIT
// What every C test includes, in its one source file: cmocka with what it needs before it, an allocator that can be
// told to fail, and a comparison that fails on NaN.
#ifndef TEST_H
#define TEST_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

// ---- memory ---------------------------------------------------------------------------------------------------------

// The Makefile links with --wrap=malloc,--wrap=calloc: what core/ and web/ allocate that way comes through here.
int test_allocations;        // how many there have been
size_t test_allocated_bytes; // asked for so far, whatever was freed since
int test_fail_allocation; // counts down, and the allocation that takes it to 0 fails: the k-th from now on; 0 is never

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);

static bool test_allocation_fails(void) {
    test_allocations++;
    return test_fail_allocation > 0 && --test_fail_allocation == 0;
}

void *__wrap_malloc(size_t size) {
    test_allocated_bytes += size;
    return test_allocation_fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    test_allocated_bytes += count * size;
    return test_allocation_fails() ? NULL : __real_calloc(count, size);
}

// ---- comparison -----------------------------------------------------------------------------------------------------

#define assert_near(got, wanted, tolerance)                                                                            \
    do {                                                                                                               \
        double got_ = (got), wanted_ = (wanted), tolerance_ = (tolerance);                                             \
        if (!(fabs(got_ - wanted_) <= tolerance_))                                                                     \
            fail_msg("%s is %.9g, not %.9g within %.3g", #got, got_, wanted_, tolerance_);                             \
    } while (0)

#define assert_holds(text, part)                                                                                       \
    do {                                                                                                               \
        if (!strstr(text, part)) fail_msg("\"%s\" does not hold \"%s\"", text, part);                                  \
    } while (0)

#endif
