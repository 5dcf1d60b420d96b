// SPDX-License-Identifier: MIT
// Seeded random numbers, the same on every machine: SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195).
#ifndef AE_RANDOM_H
#define AE_RANDOM_H

#include <stdint.h>

typedef struct ae_random {
    uint64_t state;
} ae_random;

// A generator for one purpose: two streams of one seed are independent of each other.
ae_random ae_random_new(uint64_t seed, uint64_t stream);

uint64_t ae_random_bits(ae_random *random);  // 64 uniform bits
double ae_random_uniform(ae_random *random); // in [0, 1), a multiple of 2^-53
double ae_random_normal(ae_random *random);  // mean 0, variance 1 (Box & Muller 1958, one of the pair)

#endif
