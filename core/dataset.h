// SPDX-License-Identifier: MIT
// Data sets by formula: points on curves, surfaces and clouds in three dimensions, scaled into the cube from -1/2 to
// 1/2, with seeded noise.
#ifndef AE_DATASET_H
#define AE_DATASET_H

#include <stdbool.h>
#include <stdint.h>

#include "status.h"

typedef enum ae_dataset_kind {
    AE_SADDLE = 0,    // (cos t, sin t, sin 2t): a closed curve that leaves every plane
    AE_ELLIPSE,       // (cos t, sin t, sin t): a closed curve in a plane, where PCA is enough
    AE_WAVE,          // (sin t, u, u) with u = t / 2π: a wave in a plane
    AE_TWISTED_CUBIC, // (s, s², s³), s from -1 to 1
    AE_SWISS_ROLL,    // (t cos t, h, t sin t): a rolled-up sheet (Tenenbaum, de Silva & Langford 2000)
    AE_S_CURVE,       // (sin t, h, sign(t) (cos t - 1)): a sheet bent to an S
    AE_SPHERE,        // a sphere's surface, which no plane can hold without a tear
    AE_TREFOIL,       // (sin t + 2 sin 2t, cos t - 2 cos 2t, -sin 3t): a knot
    AE_TWO_RINGS,     // two linked circles
    AE_NOISE,         // uniform in the cube: there is nothing to find
    AE_DATASET_COUNT,
    AE_OWN = AE_DATASET_COUNT // no formula: ae_dataset_own
} ae_dataset_kind;

enum { AE_MAX_POINTS = 10000 };

typedef struct ae_dataset_desc {
    ae_dataset_kind kind; // 0 is AE_SADDLE
    int points;           // 1 … AE_MAX_POINTS, e.g. 25. Curves: evenly spaced in t. Surfaces: spread by a fixed rule
    float noise;   // standard deviation of the normal noise on each coordinate, 0 … 1, in cube sides; e.g. 0.02
    uint64_t seed; // of the noise and of AE_NOISE
} ae_dataset_desc;

typedef struct ae_dataset {
    int points, columns;
    bool closed;    // the last point is a neighbour of the first
    float *values;  // (points,columns)
    float *colours; // (points): the position along the data set, from 0 to 1; on a closed curve 1 is 0 again
} ae_dataset;

// *dataset: caller frees. AE_BAD_VALUE names the field; AE_OUT_OF_MEMORY.
ae_status ae_dataset_new(ae_dataset **dataset, const ae_dataset_desc *desc, ae_error *error);
// A reader's own points: values (points,3), borrowed, moved and scaled alike in all directions into the cube. The
// colour goes along the rows, the curve is open. AE_BAD_VALUE when there are fewer than 1 or more than AE_MAX_POINTS;
// AE_BAD_DATA names the row and column of what is not finite; AE_OUT_OF_MEMORY.
ae_status ae_dataset_own(ae_dataset **dataset, const float *values, int points, ae_error *error);

void ae_dataset_free(ae_dataset *dataset); // NULL is fine

#endif
