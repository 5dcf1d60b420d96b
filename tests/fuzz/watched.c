// SPDX-License-Identifier: MIT
// What fuzz.js asks of the core that the sanitizers watch: which edges of it have been passed, and what has leaked.
#include <emscripten.h>
#include <sanitizer/lsan_interface.h>
#include <stdint.h>

static uint8_t *first, *end; // a counter for each edge

// Called by what -fsanitize-coverage=inline-8bit-counters adds.
void __sanitizer_cov_8bit_counters_init(uint8_t *from, uint8_t *to);
void __sanitizer_cov_8bit_counters_init(uint8_t *from, uint8_t *to) {
    first = from;
    end = to;
}

// Memory that is not to be had is NULL, as without the sanitizers. Where each piece was allocated is not kept: that
// costs a quarter of the time.
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "allocator_may_return_null=1:quarantine_size_mb=16:malloc_context_size=0";
}

EMSCRIPTEN_KEEPALIVE uint8_t *fuzz_counters(void) { return first; }
EMSCRIPTEN_KEEPALIVE int fuzz_counter_count(void) { return (int)(end - first); }
EMSCRIPTEN_KEEPALIVE int fuzz_leaks(void) { return __lsan_do_recoverable_leak_check(); }
