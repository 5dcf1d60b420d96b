// SPDX-License-Identifier: MIT
#include "history.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_CAPACITY = 4, MOST_CAPACITY = 1000000 };

struct ae_history {
    int capacity, count;
    int stride;       // rows are at least so many epochs apart, the newest excepted
    ae_losses rows[]; // (capacity)
};

ae_status ae_history_new(ae_history **history, int capacity, ae_error *error) {
    *history = NULL;
    if (capacity < LEAST_CAPACITY || capacity > MOST_CAPACITY)
        return ae_fail(error, AE_BAD_VALUE, "capacity is %d, it must be %d to %d", capacity, (int)LEAST_CAPACITY,
                       (int)MOST_CAPACITY);
    ae_history *made = malloc(sizeof *made + (size_t)capacity * sizeof *made->rows);
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for the losses of %d epochs", capacity);
    made->capacity = capacity;
    ae_history_clear(made);
    *history = made;
    return AE_OK;
}

void ae_history_free(ae_history *history) { free(history); }

static int epoch_of(const ae_history *history, int row) { return (int)history->rows[row].epoch; }

// A row that goes leaves its held-out loss to the next.
static ae_losses inherit(ae_losses next, ae_losses gone) {
    if (isnan(next.held_out)) next.held_out = gone.held_out;
    return next;
}

// Doubles the stride. The last row that goes leaves its held-out loss to `next`, which is to be added.
static void thin(ae_history *h, ae_losses *next) {
    int kept = 1;
    h->stride *= 2;
    for (int k = 1; k < h->count; k++) {
        if (epoch_of(h, k) - epoch_of(h, kept - 1) >= h->stride)
            h->rows[kept++] = h->rows[k];
        else if (k + 1 < h->count)
            h->rows[k + 1] = inherit(h->rows[k + 1], h->rows[k]);
        else
            *next = inherit(*next, h->rows[k]);
    }
    h->count = kept;
}

// The newest row, too near to the one before to stay when there is a newer one.
static bool newest_is_between(const ae_history *h) {
    return h->count > 1 && epoch_of(h, h->count - 1) - epoch_of(h, h->count - 2) < h->stride;
}

static void add(ae_history *h, ae_losses row) {
    ae_history_cut(h, (int)row.epoch - 1);
    if (newest_is_between(h)) row = inherit(row, h->rows[--h->count]);
    while (h->count == h->capacity) thin(h, &row);
    h->rows[h->count++] = row;
}

void ae_history_add(ae_history *history, int epoch, double loss, double held_out) {
    assert(epoch >= 0);
    add(history, (ae_losses){(float)epoch, (float)loss, (float)held_out});
}

void ae_history_add_rows(ae_history *history, const ae_losses *rows, int count) {
    for (int k = 0; k < count; k++) add(history, rows[k]);
}

void ae_history_cut(ae_history *history, int epoch) {
    while (history->count && epoch_of(history, history->count - 1) > epoch) history->count--;
    if (!history->count) history->stride = 1;
}

void ae_history_keep_newest(ae_history *history) {
    if (!history->count) return;
    history->rows[0] = history->rows[history->count - 1];
    history->count = history->stride = 1;
}

void ae_history_clear(ae_history *history) {
    history->count = 0;
    history->stride = 1;
}

void ae_history_copy(ae_history *to, const ae_history *from) {
    assert(to->capacity == from->capacity);
    to->count = from->count;
    to->stride = from->stride;
    if (to != from) memcpy(to->rows, from->rows, (size_t)from->count * sizeof *from->rows);
}

int ae_history_capacity(const ae_history *history) { return history->capacity; }
int ae_history_count(const ae_history *history) { return history->count; }
int ae_history_first(const ae_history *history) { return history->count ? epoch_of(history, 0) : -1; }
int ae_history_last(const ae_history *history) { return history->count ? epoch_of(history, history->count - 1) : -1; }

const ae_losses *ae_history_rows(const ae_history *history) { return history->rows; }

ae_losses *ae_history_room(ae_history *history) { return history->rows; }

void ae_history_written(ae_history *history, int count) {
    assert(count >= 0 && count <= history->capacity);
    history->count = count;
    history->stride = 1;
}

const ae_losses *ae_history_nearest(const ae_history *history, double epoch) {
    if (!history->count) return NULL;
    int low = 0, high = history->count - 1; // the row is among low … high
    while (high - low > 1) {
        int middle = (low + high) / 2;
        if ((double)history->rows[middle].epoch <= epoch)
            low = middle;
        else
            high = middle;
    }
    bool later = (double)history->rows[high].epoch - epoch < epoch - (double)history->rows[low].epoch;
    return &history->rows[later ? high : low];
}
