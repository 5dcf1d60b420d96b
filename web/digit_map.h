// SPDX-License-Identifier: MIT
// Codes on a plane that have labels 0 … 9: what is known of them, and how they are drawn.
//
//   digit_map m = {0} -> digit_map_room -> write m.at, m.labels -> digit_map_update -> … -> digit_map_free
//
// Labels can be hidden: their dots are neither drawn nor picked. Neighbours are found among all.
#ifndef DIGIT_MAP_H
#define DIGIT_MAP_H

#include "neighbours.h"
#include "scene.h"

enum { DIGIT_LABELS = 10 };

typedef struct digit_map {
    size_t count;
    float *at;       // (count,2), which all others are allocated with; NULL until digit_map_room
    uint8_t *labels; // (count); those beyond 9 have no colour of their own
    unsigned hidden; // bit k: label k is hidden; see digit_map_hide
    // For reading:
    unsigned version;               // of the codes
    size_t counts[DIGIT_LABELS];    // of codes with each label
    float medians[DIGIT_LABELS][2]; // of each coordinate
    float centre[2], reach;         // the smallest square with all codes
    ae_neighbours *neighbours;      // of all codes; NULL when there is no memory for it
    size_t shown_count;             // of those whose label is not hidden:
    float *shown;                   // (shown_count,2)
    uint8_t *shown_labels;          // (shown_count)
    uint32_t *rows;                 // (shown_count): which of all codes they are
    unsigned shown_version;         // another number when they are others
} digit_map;

// Room for so many codes; the same as before keeps what is there. False when memory ran out: there are none then.
bool digit_map_room(digit_map *map, size_t count);
void digit_map_free(digit_map *map); // what it owns, not the struct

// The codes or labels are others. version: another number each time, and for other maps.
void digit_map_update(digit_map *map, unsigned version);

// Labels whose bit is set are hidden.
void digit_map_hide(digit_map *map, unsigned labels);

// The next code before (by -1) or after (by 1) this one whose label is not hidden, around the ends; row -1 is before
// the first. -1: none.
int digit_map_next(const digit_map *map, int row, int by);

// How labels are drawn, and what they keep off.
typedef struct digit_label_style {
    float height;     // CSS px
    const float *off; // (count,2): codes that something stands at which they would cover
    int count;
    float radius; // of that, CSS px
} digit_label_style;

// The dots, in their labels' colours, and the labels as digits at their codes' medians. Where two would overlap, both
// stand aside; from one that stands far off, a thin line leads to its median.
void digit_map_points(const digit_map *map, scene *scene, float radius, float opacity);
void digit_map_numerals(const digit_map *map, scene *scene, digit_label_style style);

// Where labels stand, CSS px: those that are shown and have codes; the others' places are not written.
typedef struct digit_place {
    float x, y;
} digit_place;
void digit_map_places(const digit_map *map, const camera *camera, digit_label_style style,
                      digit_place places[DIGIT_LABELS]);

// The code 0 … count - 1 whose dot is nearest to (x, y) CSS px of the last picture within `reach` px; -1: none.
int digit_map_pick(const digit_map *map, scene *scene, float x, float y, float reach);

#endif
