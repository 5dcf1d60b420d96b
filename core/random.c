// SPDX-License-Identifier: MIT
#include "random.h"

#include <math.h>

#include "functions.h"

static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

ae_random ae_random_new(uint64_t seed, uint64_t stream) {
    return (ae_random){mix(mix(seed + 0x9e3779b97f4a7c15u) + stream)};
}

uint64_t ae_random_bits(ae_random *random) { return mix(random->state += 0x9e3779b97f4a7c15u); }

double ae_random_uniform(ae_random *random) { return (double)(ae_random_bits(random) >> 11) * 0x1p-53; }

double ae_random_normal(ae_random *random) {
    double radius = 1 - ae_random_uniform(random); // in (0, 1], so that the logarithm is finite
    double angle = ae_random_uniform(random);
    return sqrt(-2 * ae_log(radius)) * ae_cos(6.283185307179586 * angle);
}
