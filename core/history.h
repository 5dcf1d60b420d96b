// SPDX-License-Identifier: MIT
// The losses of a run, epoch by epoch, in bounded memory: for a plot of the loss, of a run of any length.
//
//   ae_history_new -> { ae_history_add | ae_history_cut | ae_history_nearest | ae_history_rows } -> ae_history_free
//
// At first there is a row for every epoch. When the memory is full, every second row goes, and from then on rows are at
// least two epochs apart; then four, and so on. The first epoch and the newest always have their row. A row that goes
// leaves its held-out loss to the next one that has none, because that loss is known for few epochs.
//
// Nothing allocates after ae_history_new.
#ifndef AE_HISTORY_H
#define AE_HISTORY_H

#include "status.h"

typedef struct ae_losses {
    float epoch;    // whole; exact up to 2^24
    float loss;     // of the training rows
    float held_out; // of the held-out rows, here or since the row before; NaN when it is not known
} ae_losses;

typedef struct ae_history ae_history;

// *history: caller frees. Has room for `capacity` rows, 4 … 1,000,000. AE_BAD_VALUE, AE_OUT_OF_MEMORY.
ae_status ae_history_new(ae_history **history, int capacity, ae_error *error);
void ae_history_free(ae_history *history); // NULL is fine

// Adds the losses of one epoch, 0 or more. Rows of this epoch and of later ones are forgotten first: the run went back.
void ae_history_add(ae_history *history, int epoch, double loss, double held_out);

// Adds `count` rows, as another history has them: from the first one's epoch on they replace what was there.
void ae_history_add_rows(ae_history *history, const ae_losses *rows, int count);

void ae_history_cut(ae_history *history, int epoch); // forgets what came after this epoch
void ae_history_keep_newest(ae_history *history);    // forgets all rows but the newest
void ae_history_clear(ae_history *history);
void ae_history_copy(ae_history *to, const ae_history *from); // both of the same capacity

int ae_history_capacity(const ae_history *history);
int ae_history_count(const ae_history *history); // of rows
int ae_history_first(const ae_history *history); // epoch of the first row; -1 when there is none
int ae_history_last(const ae_history *history);  // of the newest; -1 when there is none

// (count), by epoch, borrowed until the next change.
const ae_losses *ae_history_rows(const ae_history *history);

// Where rows may be written by other means, room for `capacity` of them; ae_history_written then says how many there
// are now. So they cross from one instance of the core to another.
ae_losses *ae_history_room(ae_history *history);
void ae_history_written(ae_history *history, int count); // 0 … capacity, by epoch

// The row nearest to an epoch, the earlier one of two; NULL when there is none.
const ae_losses *ae_history_nearest(const ae_history *history, double epoch);

#endif
