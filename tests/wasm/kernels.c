// SPDX-License-Identifier: MIT
// The checks of tests/core/kernel_checks.h in WebAssembly, for tests/wasm/kernels.test.js.
#include <emscripten.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

static char failure[200]; // "": none

// For cmocka's: the first failure ends the run, by a trap.
#define fail_msg(...) (snprintf(failure, sizeof failure, __VA_ARGS__), __builtin_trap())
#define assert_true(holds) ((holds) ? (void)0 : fail_msg("%s does not hold", #holds))
#define assert_non_null(pointer) assert_true((pointer) != NULL)

#include "../core/kernel_checks.h"

EMSCRIPTEN_KEEPALIVE const char *kernels_failure(void) { return failure; }

EMSCRIPTEN_KEEPALIVE void kernels_check(int seed, int shapes) {
    dice = ae_random_new((uint64_t)seed, 0);
    for (int k = 0; k < shapes; k++) {
        check_any_dense();
        check_any_elementwise();
    }
}
