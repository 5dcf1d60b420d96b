// SPDX-License-Identifier: MIT
// Data sets by formula: points on curves in three dimensions, scaled into the cube from -1/2 to 1/2.
#ifndef AE_DATASET_H
#define AE_DATASET_H

#include <stdbool.h>

#include "status.h"

typedef enum ae_dataset_kind {
    AE_SADDLE = 0,    // (cos t, sin t, sin 2t): a closed loop that leaves every plane
    AE_ELLIPSE,       // (cos t, sin t, sin t): a closed loop in a plane
    AE_WAVE,          // (sin t, u, u) with u = t / 2π: a wave in a plane
    AE_TWISTED_CUBIC, // (s, s², s³), s from -1 to 1
    AE_DATASET_COUNT
} ae_dataset_kind;

enum { AE_MAX_POINTS = 10000 };

typedef struct ae_dataset {
    int points, columns;
    bool closed;    // the last point is a neighbour of the first
    float *values;  // (points,columns)
    float *colours; // (points): the position along the curve, from 0 to 1; on a closed curve 1 is 0 again
} ae_dataset;

// *dataset: caller frees. points 1 … AE_MAX_POINTS, evenly spaced in the curve's parameter.
ae_status ae_dataset_new(ae_dataset **dataset, ae_dataset_kind kind, int points, ae_error *error);
void ae_dataset_free(ae_dataset *dataset); // NULL is fine

#endif
