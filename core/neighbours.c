// SPDX-License-Identifier: MIT
#include "neighbours.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

// A row's place in the order of the first column.
typedef struct place {
    float first;
    int row;
} place;

struct ae_neighbours {
    const float *rows; // (N,K), borrowed
    int N, K;
    int count;      // of the rows that are finite
    place places[]; // (count)
};

static int by_first(const void *a, const void *b) {
    const place *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static bool is_finite(const float *at, int K) {
    for (int c = 0; c < K; c++)
        if (!isfinite(at[c])) return false;
    return true;
}

ae_status ae_neighbours_new(ae_neighbours **neighbours, const float *rows, int N, int K, ae_error *error) {
    *neighbours = NULL;
    if (N < 1) return ae_fail(error, AE_BAD_VALUE, "N is %d, not 1 or more", N);
    if (K < 1) return ae_fail(error, AE_BAD_VALUE, "K is %d, not 1 or more", K);
    ae_neighbours *n = malloc(sizeof *n + (size_t)N * sizeof *n->places);
    if (!n) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for the neighbours of %d rows", N);
    n->rows = rows;
    n->N = N;
    n->K = K;
    n->count = 0;
    for (int row = 0; row < N; row++) {
        const float *at = rows + (size_t)row * (size_t)K;
        if (is_finite(at, K)) n->places[n->count++] = (place){at[0], row};
    }
    qsort(n->places, (size_t)n->count, sizeof *n->places, by_first);
    *neighbours = n;
    return AE_OK;
}

void ae_neighbours_free(ae_neighbours *neighbours) { free(neighbours); }

// ---- search ---------------------------------------------------------------------------------------------------------

typedef struct search {
    const ae_neighbours *in;
    const float *at;
    int but, k, count; // of those found
    ae_neighbour *found;
} search;

static bool is_nearer(ae_neighbour a, ae_neighbour b) {
    return a.squared < b.squared || (a.squared == b.squared && a.row < b.row);
}

// Beyond this no row is wanted.
static float limit(const search *s) { return s->count < s->k ? INFINITY : s->found[s->k - 1].squared; }

static void insert(search *s, ae_neighbour one) {
    if (s->count == s->k && !is_nearer(one, s->found[s->k - 1])) return;
    int at = s->count < s->k ? s->count++ : s->k - 1;
    for (; at > 0 && is_nearer(one, s->found[at - 1]); at--) s->found[at] = s->found[at - 1];
    s->found[at] = one;
}

// Looks at the row at this place. False when it and all beyond it are too far by their first column alone.
static bool look(search *s, int at) {
    const place *here = &s->in->places[at];
    float along = here->first - s->at[0], squared = along * along;
    if (squared > limit(s)) return false;
    if (here->row == s->but) return true;
    const float *row = s->in->rows + (size_t)here->row * (size_t)s->in->K;
    for (int c = 1; c < s->in->K; c++) squared += (row[c] - s->at[c]) * (row[c] - s->at[c]);
    insert(s, (ae_neighbour){here->row, squared});
    return true;
}

// How many places come before this one in the first column.
static int places_before(const ae_neighbours *n, float first) {
    int low = 0, high = n->count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (n->places[middle].first < first)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int ae_neighbours_find(const ae_neighbours *n, const float *at, int but, int k, ae_neighbour *found) {
    assert(k >= 1 && k <= AE_NEIGHBOURS_MOST);
    if (!is_finite(at, n->K)) return 0;
    search s = {n, at, but, k, 0, found};
    int right = places_before(n, at[0]), left = right - 1;
    bool more_left = left >= 0, more_right = right < n->count;
    while (more_left || more_right) { // to both sides in turn, so that the limit falls soon
        if (more_right) more_right = look(&s, right++) && right < n->count;
        if (more_left) more_left = look(&s, left--) && left >= 0;
    }
    return s.count;
}

// ---- labels ---------------------------------------------------------------------------------------------------------

int ae_neighbours_vote(const ae_neighbour *found, int count, const unsigned char *labels) {
    int best = -1, most = 0;
    for (int k = 0; k < count; k++) {
        int label = labels[found[k].row], votes = 0;
        for (int other = 0; other < count; other++) votes += labels[found[other].row] == label;
        if (votes > most) best = label, most = votes;
    }
    return best;
}

double ae_neighbours_accuracy(const ae_neighbours *n, const unsigned char *labels, int k) {
    ae_neighbour found[AE_NEIGHBOURS_MOST];
    int hits = 0;
    for (int row = 0; row < n->N; row++) {
        int count = ae_neighbours_find(n, n->rows + (size_t)row * (size_t)n->K, row, k, found);
        hits += count && ae_neighbours_vote(found, count, labels) == labels[row];
    }
    return (double)hits / n->N;
}
