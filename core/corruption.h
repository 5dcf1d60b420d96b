// SPDX-License-Identifier: MIT
// Input that is spoilt on purpose, so that an autoencoder learns to mend it (Vincent, Larochelle, Bengio & Manzagol
// 2008, doi:10.1145/1390156.1390294); a little of it also keeps a large network from learning its data by heart.
#ifndef AE_CORRUPTION_H
#define AE_CORRUPTION_H

#include <stddef.h>

#include "random.h"
#include "status.h"

// First noise, then loss. 0: none.
typedef struct ae_corruption {
    float noise; // standard deviation of the normal noise on each number, 0 or more; e.g. 0.4
    float drop;  // the share of numbers that are set to 0, 0 … 1; e.g. 0.1
} ae_corruption;

// AE_BAD_VALUE names the field.
ae_status ae_corruption_check(const ae_corruption *corruption, ae_error *error);

// to (D), written, is from (D) spoilt. With noise, numbers are cut to low … high, as a picture's are to 0 … 1.
void ae_corrupt(float *to, const float *from, size_t D, const ae_corruption *corruption, float low, float high,
                ae_random *random);

#endif
