// SPDX-License-Identifier: MIT
// How well one cloud of points can be laid onto another whose points are its partners: the shift, the scale and the
// rotation, mirroring allowed, that leave the smallest sum of squared distances between partners (orthogonal Procrustes
// analysis: Schönemann 1966, doi:10.1007/BF02289451; with scale, and with clouds of unequal dimensions, Gower &
// Dijksterhuis 2004, doi:10.1093/acprof:oso/9780198510581.001.0001).
//
// With A and B the two clouds (N,3), each less its mean, and AᵀB = U Σ Vᵀ:
//
//   Q = U Vᵀ                          rotation, and mirroring where det Q = -1
//   s = (Σ₁ + Σ₂ + Σ₃) / |A|²         scale, never below 0
//   R² = (Σ₁ + Σ₂ + Σ₃)² / (|A|² |B|²)  = 1 - |sAQ - B|² / |B|², so from 0 to 1
//
// A cloud of fewer than three columns lies in a plane or on a line of space: what it lacks is 0. All in double
// precision, sums in the order of the rows; the singular values by one-sided Jacobi rotations (Hestenes 1958), so that
// the bits are the same on every machine.
#ifndef AE_PROCRUSTES_H
#define AE_PROCRUSTES_H

#include <stddef.h>

typedef struct ae_procrustes {
    double from[3], to[3]; // the clouds' means
    double rotation[3][3]; // Q: an orthogonal matrix, which a row is multiplied with from the left
    double scale;          // s; 0 when the cloud that is moved is a single place
    double match;          // R²; 0 when either cloud is a single place, as there is nothing to match then
} ae_procrustes;

// Lays `from` (rows,from_columns) onto `to` (rows,to_columns); both borrowed, finite, 1 to 3 columns. No rows: no
// match.
ae_procrustes ae_procrustes_fit(const float *from, int from_columns, const float *to, int to_columns, size_t rows);

// Moves rows of `from` (rows,from_columns) as the fit says: s (x - from) Q + to. moved (rows,columns) written: as many
// of the three coordinates as that.
void ae_procrustes_apply(const ae_procrustes *fit, const float *from, int from_columns, float *moved, int columns,
                         size_t rows);

#endif
