// SPDX-License-Identifier: MIT
// Numbers that say what a mapping has done to a data set.
#ifndef AE_MEASURES_H
#define AE_MEASURES_H

#include <stddef.h>

// How torn a closed curve is, 0 … 1 and a little more: the longest step between codes of neighbours (the last and the
// first are neighbours too), in parts of the codes' extent (the diagonal of the box that holds them). 0 when all codes
// are one, or there are fewer than three. A curve with n codes evenly around a circle has about 2.2 / n; on a line one
// step must come all the way back.
//   z (points,K) borrowed
double ae_tear(const float *z, size_t points, size_t K);

// The share of points, 0 … 1, that moved from z to next against their own gradient g rather than along it: (next - z) ·
// g < 0. Points that did not move, or have no gradient, count as not following.
//   z, next, g (points,K) borrowed
double ae_followed(const float *z, const float *next, const float *g, size_t points, size_t K);

// What splits n values, n ≥ 1, into count - 1 equal shares: quantiles (count, written, count ≥ 2), ascending, from the
// least value to the greatest, with straight lines between neighbours (Hyndman & Fan 1996,
// doi:10.1080/00031305.1996.10473566, definition 7).
//   values (n) sorted
void ae_quantiles(float *quantiles, int count, float *values, size_t n);

// The share of values, 0 … 1, that are less than x, told by their quantiles (count).
double ae_share_below(const float *quantiles, int count, double x);

#endif
