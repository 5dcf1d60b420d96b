// SPDX-License-Identifier: MIT
#include "corruption.h"

#include <math.h>
#include <string.h>

ae_status ae_corruption_check(const ae_corruption *corruption, ae_error *error) {
    if (!(corruption->noise >= 0) || isinf(corruption->noise))
        return ae_fail(error, AE_BAD_VALUE, "corruption.noise must be a finite number, 0 or more");
    if (!(corruption->drop >= 0 && corruption->drop <= 1))
        return ae_fail(error, AE_BAD_VALUE, "corruption.drop must be 0 to 1");
    return AE_OK;
}

void ae_corrupt(float *to, const float *from, size_t D, const ae_corruption *corruption, float low, float high,
                ae_random *random) {
    memcpy(to, from, D * sizeof(float));
    for (size_t k = 0; k < D && corruption->noise > 0; k++) {
        const float x = (float)((double)from[k] + (double)corruption->noise * ae_random_normal(random));
        to[k] = x < low ? low : x > high ? high : x;
    }
    for (size_t k = 0; k < D && corruption->drop > 0; k++)
        if (ae_random_uniform(random) < (double)corruption->drop) to[k] = 0;
}
