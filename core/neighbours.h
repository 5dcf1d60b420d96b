// SPDX-License-Identifier: MIT
// Which rows of a table are nearest to a place, and how well a row's neighbours tell its label.
//
//   ae_neighbours_new -> { ae_neighbours_find, ae_neighbours_vote, ae_neighbours_accuracy } -> ae_neighbours_free
//
// Distances are Euclidean, squared, in float, summed over the columns in their order; of two rows that are equally near
// the one with the lower index comes first. What is found is always what a search through all rows would find, but the
// rows are kept in the order of their first column, so that a search looks only as far to either side as the k-th
// nearest so far. It is meant for codes of few columns: with many, it looks at nearly all rows.
//
// A row that is not finite is nobody's neighbour, and has none.
//
// Shapes: N rows, K columns, k neighbours.
#ifndef AE_NEIGHBOURS_H
#define AE_NEIGHBOURS_H

#include <stddef.h>

#include "status.h"

enum { AE_NEIGHBOURS_MOST = 64 }; // k

typedef struct ae_neighbour {
    int row;
    float squared; // distance
} ae_neighbour;

typedef struct ae_neighbours ae_neighbours;

// *neighbours: caller frees with ae_neighbours_free. rows (N,K) borrowed until then; N, K ≥ 1. AE_BAD_VALUE names the
// argument; AE_OUT_OF_MEMORY.
ae_status ae_neighbours_new(ae_neighbours **neighbours, const float *rows, int N, int K, ae_error *error);
void ae_neighbours_free(ae_neighbours *neighbours); // NULL is fine

// The k rows nearest to a place `at` (K), nearest first, into found (k, written); k 1 … AE_NEIGHBOURS_MOST. `but` is
// left out, e.g. the row whose place that is; -1: none. Returns how many there are: fewer than k when there are not as
// many rows.
int ae_neighbours_find(const ae_neighbours *neighbours, const float *at, int but, int k, ae_neighbour *found);

// The label that most of these neighbours (count) have; of those that tie, the one that comes first among them. labels
// (N) borrowed. -1 for none.
int ae_neighbours_vote(const ae_neighbour *found, int count, const unsigned char *labels);

// The share of rows, 0 … 1, whose label is the vote of their k nearest other rows (leave-one-out; Cover & Hart 1967,
// doi:10.1109/TIT.1967.1053964). A row that is not finite counts as a miss.
double ae_neighbours_accuracy(const ae_neighbours *neighbours, const unsigned char *labels, int k);

#endif
