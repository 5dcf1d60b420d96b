// SPDX-License-Identifier: MIT
// Which point of a cloud is under the pointer: the one nearest to it on the screen.
//
//   pick_grid grid = {0};
//   pick_grid_build(&grid, at, dims, count);        once for each version of the data
//   pick found = pick_nearest(&camera, &cloud, &grid, x, y, reach);        at every move of the pointer
//   pick_grid_free(&grid);
//
// The plain search projects every point. The grid sorts the points of large clouds into cells of equal size in the
// data's space, so that it stays good while the camera moves: only what lies in the pyramid from the eye through the
// square of side 2 · reach around the pointer is projected. What it finds is always what the plain search finds. It is
// slow where it has nothing to hold on to: when almost all points are in one place and a few far away.
#ifndef PICK_H
#define PICK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "camera.h"

enum { PICK_GRID_LEAST = 5000 }; // points: below, the plain search is as quick

typedef struct pick_cloud {
    const float *at;     // (count,dims), borrowed; missing coordinates are 0
    const float *before; // (count,dims), borrowed: where the points are at progress 0; NULL: always at `at`
    float progress;      // 0 … 1, e.g. 1
    int dims;            // 1 … 3
    size_t count;        // at most INT_MAX
} pick_cloud;

typedef struct pick {
    int index;     // of the point; -1: none
    float squared; // CSS px²: the square of its distance from the pointer
    float depth;   // as of camera_point
} pick;

typedef struct pick_grid {
    size_t cells[3]; // along each axis; 0: there is no grid
    double low[3];   // the corner of the box around all finite points, in the data's units
    double side[3];  // of a cell
    uint32_t *items; // owned: where each cell starts in what follows, then the indices, cell after cell
    size_t capacity; // of items
    const float *at; // (count,dims), borrowed: what it was built from
    int dims;
    size_t count;
} pick_grid;

// Sorts the finite points of at (count,dims). Keeps its memory for the next time. False, and no grid, when there are
// fewer than PICK_GRID_LEAST points or memory runs out: the plain search serves then.
bool pick_grid_build(pick_grid *grid, const float *at, int dims, size_t count);
void pick_grid_free(pick_grid *grid); // what it owns, not the struct

// The point nearest to (x, y) CSS px among those nearer than `reach` px; of those that tie, the one in front, then that
// of the lowest index. Points that are not finite or are behind the eye are not there. grid: of cloud->at, or NULL; it
// serves when the points are at `at`, not on their way there.
pick pick_nearest(const camera *camera, const pick_cloud *cloud, const pick_grid *grid, float x, float y, float reach);

#endif
