// SPDX-License-Identifier: MIT
// Fuzzing: tests/fuzz/fuzz_NAME.c is a target for what reads one kind of file, tests/fuzz/corpus/NAME/ holds files that
// are worth keeping: the forms that are read, and what has once gone wrong.
//
//   make fuzz ONLY=csv TIME=600     libFuzzer makes up files for 10 minutes; what it finds goes to build/fuzz/csv-…
//   make check                      replay.c feeds every file of each corpus to its target
//
// What is read in JavaScript, addresses and the messages of frames, has targets fuzz_NAME.js; see fuzz.js.
//
// Both run with AddressSanitizer and UndefinedBehaviorSanitizer. A target is this function, which returns 0 whatever
// the bytes (size) are, and ends the program when a promise of the header that it tests is broken.
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

// Unlike assert, in every build.
#define fuzz_promise(holds)                                                                                            \
    do {                                                                                                               \
        if (!(holds)) abort();                                                                                         \
    } while (0)

#endif
