// SPDX-License-Identifier: MIT
// The plot of a run's losses over its epochs, as marks of a scene: the training loss, the held-out loss, the run before
// as a ghost, a level to compare with, and a cursor at one epoch. The axis of the losses is logarithmic.
//
// The axes are calm: the loss from one power of ten to another, the epochs from 0 to a round number, so that they
// change a few times in a run and not in every frame. What is not a finite number is left out; a loss of 0 is at the
// lower edge, and so is a level next to nothing, for which no axis is widened. A run that diverges is shown whole; as a
// ghost it goes out at the top, so that the run after it has room. However long the run, there are at most two marks
// for each curve and pixel column.
//
// Labels are the page's: an anchor for each epoch's tick (axis 0), for each loss's (axis 1), and for the level (axis
// 2), with its value.
#ifndef CHART_H
#define CHART_H

#include "history.h"
#include "scene.h"

enum { CHART_MAX_TICKS = 6 };

// Colours are opaque or not; a colour with no opacity is for what is not to be shown.
typedef struct chart_desc {
    float width, height;      // CSS px
    const ae_history *losses; // borrowed; NULL or empty: the axes alone
    const ae_history *ghost;  // borrowed; NULL: none
    double level;             // a loss, e.g. that of PCA; below 0 or not finite: none
    double cursor;            // an epoch; below 0: none
    colour line, held_out, ghost_line, level_line;
} chart_desc;

// Begins the scene and fills it. A plot too small for its labels stays empty.
void chart_scene(scene *scene, scene_theme theme, const chart_desc *desc);

// The epoch at x CSS px of a scene that chart_scene has filled: 0 or more, and maybe later than the newest.
int chart_epoch_at(const scene *scene, float x);

// ---- axes -----------------------------------------------------------------------------------------------------------

typedef struct chart_limits {
    int epochs;          // from 0
    int lowest, highest; // exponents of ten, of the losses
} chart_limits;

typedef struct chart_ticks {
    int count;
    double values[CHART_MAX_TICKS]; // ascending
} chart_ticks;

chart_limits chart_limits_of(const chart_desc *desc);

// Round epochs from 0 on, so far apart that their labels ("12,000") do not touch when the axis is `length` CSS px long.
chart_ticks chart_epoch_ticks(int epochs, float length);

// Powers of ten, with 2 and 5 times them when there is one decade and room for it.
chart_ticks chart_loss_ticks(int lowest, int highest, float length);

// How wide a label of an epoch may be, CSS px.
float chart_label_width(double epoch);

#endif
