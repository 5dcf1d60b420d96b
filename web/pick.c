// SPDX-License-Identifier: MIT
#include "pick.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>

enum { CELLS = 1 << 15 }; // about: 30 points a cell for a million, and 128 kB

static bool finite_row(const float *row, int dims) {
    for (int c = 0; c < dims; c++)
        if (!isfinite(row[c])) return false;
    return true;
}

// ---- the grid -------------------------------------------------------------------------------------------------------

static size_t cell_along(const pick_grid *grid, int axis, double value) {
    if (grid->cells[axis] == 1) return 0;
    size_t cell = (size_t)((value - grid->low[axis]) / grid->side[axis]);
    return cell < grid->cells[axis] ? cell : grid->cells[axis] - 1;
}

static size_t cell_number(const pick_grid *grid, size_t i, size_t j, size_t k) {
    return (i * grid->cells[1] + j) * grid->cells[2] + k;
}

static size_t cell_of(const pick_grid *grid, const float *row) {
    size_t cell[3] = {0};
    for (int c = 0; c < grid->dims; c++) cell[c] = cell_along(grid, c, row[c]);
    return cell_number(grid, cell[0], cell[1], cell[2]);
}

// Lays the cells over the box around the finite points; an axis along which they do not differ gets one cell. False
// when there are none.
static bool lay_cells(pick_grid *grid) {
    static const size_t ALONG[4] = {1, CELLS, 181, 32}; // by the number of axes along which the points differ
    double high[3];
    bool found = false;
    for (size_t k = 0; k < grid->count; k++) {
        const float *row = grid->at + k * (size_t)grid->dims;
        if (!finite_row(row, grid->dims)) continue;
        for (int c = 0; c < grid->dims; c++) {
            if (!found || row[c] < grid->low[c]) grid->low[c] = row[c];
            if (!found || row[c] > high[c]) high[c] = row[c];
        }
        found = true;
    }
    int wide = 0;
    for (int c = 0; found && c < grid->dims; c++) wide += high[c] > grid->low[c];
    for (int c = 0; found && c < 3; c++) {
        bool differs = c < grid->dims && high[c] > grid->low[c];
        grid->cells[c] = differs ? ALONG[wide] : 1;
        grid->side[c] = differs ? (high[c] - grid->low[c]) / (double)ALONG[wide] : 0;
    }
    return found;
}

// A counting sort. items[cell] counts, then is where the cell's points start, then where they end, which is where the
// next cell's start: so the starts are kept one place further on.
static void sort_points(pick_grid *grid, size_t cells) {
    uint32_t *starts = grid->items, *order = grid->items + cells + 1;
    for (size_t cell = 0; cell <= cells; cell++) starts[cell] = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t k = 0; k < grid->count; k++) {
            const float *row = grid->at + k * (size_t)grid->dims;
            if (!finite_row(row, grid->dims)) continue;
            size_t cell = cell_of(grid, row);
            if (pass == 0)
                starts[cell + 1]++;
            else
                order[starts[cell]++] = (uint32_t)k;
        }
        for (size_t cell = 0; pass == 0 && cell < cells; cell++) starts[cell + 1] += starts[cell];
    }
    for (size_t cell = cells; cell > 0; cell--) starts[cell] = starts[cell - 1];
    starts[0] = 0;
}

static bool need_items(pick_grid *grid, size_t count) {
    if (count <= grid->capacity) return true;
    free(grid->items);
    grid->items = malloc(count * sizeof *grid->items);
    grid->capacity = grid->items ? count : 0;
    return grid->items;
}

bool pick_grid_build(pick_grid *grid, const float *at, int dims, size_t count) {
    assert(dims >= 1 && dims <= 3 && count <= INT_MAX);
    *grid = (pick_grid){.items = grid->items, .capacity = grid->capacity, .at = at, .dims = dims, .count = count};
    if (count < PICK_GRID_LEAST || !lay_cells(grid)) return false;
    size_t cells = grid->cells[0] * grid->cells[1] * grid->cells[2];
    assert(cells > 0);
    if (!need_items(grid, cells + 1 + count)) {
        grid->cells[0] = 0;
        return false;
    }
    sort_points(grid, cells);
    return true;
}

void pick_grid_free(pick_grid *grid) {
    free(grid->items);
    *grid = (pick_grid){0};
}

// ---- the plain search -----------------------------------------------------------------------------------------------

static void read_point(const pick_cloud *cloud, size_t index, float x[3]) {
    size_t first = index * (size_t)cloud->dims;
    bool moving = cloud->before && cloud->progress < 1;
    for (int c = 0; c < 3; c++) {
        size_t k = first + (size_t)c;
        if (c >= cloud->dims)
            x[c] = 0;
        else
            x[c] = moving ? (1 - cloud->progress) * cloud->before[k] + cloud->progress * cloud->at[k] : cloud->at[k];
    }
}

// Puts the point in the place of `best` if it is the better one, and says whether it did.
static bool consider(const camera *camera, const pick_cloud *cloud, size_t index, float x, float y, pick *best) {
    float at[3];
    read_point(cloud, index, at);
    camera_point p = camera_project(camera, at);
    float dx = p.x - x, dy = p.y - y, squared = dx * dx + dy * dy;
    if (!(squared <= best->squared && p.size > 0)) return false;
    if (squared == best->squared) {
        if (best->index < 0 || !(p.depth <= best->depth)) return false;
        if (p.depth == best->depth && (int)index > best->index) return false;
    }
    *best = (pick){(int)index, squared, p.depth};
    return true;
}

// ---- the search in the grid -----------------------------------------------------------------------------------------

// With q from the camera's centre to a point, D the eye's distance, b = back · q and u = right · q, the point is within
// r of the pointer's x when |scale D u / (D + b) - X| <= r, X the pointer's x from the middle of the plot. In front of
// the eye D + b > 0, and that is |scale D u - X (D + b)| <= r (D + b): two planes through the eye. Two more are for y.
// In a plane b = 0, and D may be 1.
typedef struct pyramid {
    double normal[4][3], offset[4]; // inside, normal · q + offset <= 0
    double rounding, rounding_more; // of both sides: for q = 0, and for each unit of |q|
} pyramid;

typedef struct search {
    const camera *camera;
    const pick_cloud *cloud;
    const pick_grid *grid;
    float x, y;
    pyramid pyramid;
    pick best;
} search;

// Builds the pyramid around all that is not farther from the pointer than the best so far. camera_project computes with
// floats: their rounding, a few units of 2^-24 of each part of the sums, must not put a point that it finds outside.
static void aim(search *s) {
    const camera *camera = s->camera;
    const double rounding = 1e-6;
    bool orbit = camera->dims == 3;
    double distance = orbit ? camera->distance : 1;
    double reach = 1.001 * sqrtf(s->best.squared), steepest = 0;
    double pointer[2] = {s->x - camera->width / 2, camera->height / 2 - s->y};
    for (int plane = 0; plane < 4; plane++) {
        const float *axis = plane < 2 ? camera->right : camera->up;
        double scale = camera->scale * (plane < 2 ? 1 : camera->stretch) * distance;
        double sign = plane % 2 ? -1 : 1, tilt = sign * pointer[plane / 2] + reach;
        for (int c = 0; c < 3; c++) {
            s->pyramid.normal[plane][c] = sign * scale * axis[c] - (orbit ? tilt * camera->back[c] : 0);
            if (scale * fabsf(axis[c]) > steepest) steepest = scale * fabsf(axis[c]);
        }
        s->pyramid.offset[plane] = -tilt * distance;
    }
    double extent = camera->width + camera->height + fabs(pointer[0]) + fabs(pointer[1]) + reach;
    s->pyramid.rounding = rounding * extent * distance;
    s->pyramid.rounding_more = rounding * (extent + steepest);
}

// Whether these cells, from … to - 1 along each axis, lie wholly outside of the pyramid.
static bool outside(const search *s, const size_t from[3], const size_t to[3]) {
    double middle[3], half[3], length = 0;
    for (int c = 0; c < 3; c++) {
        double side = s->grid->side[c], all = side * (double)s->grid->cells[c];
        middle[c] = s->grid->low[c] + side * (double)(from[c] + to[c]) / 2 - s->camera->centre[c];
        half[c] = side * (double)(to[c] - from[c]) / 2 + 1e-9 * all; // a point on a border may be in either cell
        length += fabs(middle[c]) + half[c];
    }
    double rounding = s->pyramid.rounding + length * s->pyramid.rounding_more;
    for (int plane = 0; plane < 4; plane++) {
        const double *normal = s->pyramid.normal[plane];
        double least = s->pyramid.offset[plane];
        for (int c = 0; c < 3; c++) least += normal[c] * middle[c] - fabs(normal[c]) * half[c];
        if (least > rounding) return true;
    }
    return false;
}

static void search_cell(search *s, size_t cell) {
    const uint32_t *starts = s->grid->items;
    const uint32_t *order = starts + s->grid->cells[0] * s->grid->cells[1] * s->grid->cells[2] + 1;
    bool found = false;
    for (uint32_t k = starts[cell]; k < starts[cell + 1]; k++)
        found |= consider(s->camera, s->cloud, order[k], s->x, s->y, &s->best);
    if (found) aim(s);
}

// Searches these cells, halving their block until it is outside or one cell.
static void search_block(search *s, const size_t from[3], const size_t to[3]) {
    if (outside(s, from, to)) return;
    int axis = 0;
    for (int c = 1; c < 3; c++)
        if (to[c] - from[c] > to[axis] - from[axis]) axis = c;
    if (to[axis] - from[axis] == 1) {
        search_cell(s, cell_number(s->grid, from[0], from[1], from[2]));
        return;
    }
    size_t end[3] = {to[0], to[1], to[2]}, start[3] = {from[0], from[1], from[2]};
    start[axis] = end[axis] = (from[axis] + to[axis]) / 2;
    search_block(s, from, end);
    search_block(s, start, to);
}

pick pick_nearest(const camera *camera, const pick_cloud *cloud, const pick_grid *grid, float x, float y, float reach) {
    search s = {camera, cloud, grid, x, y, .best = {-1, reach * reach, 0}};
    if (!(reach > 0)) return s.best;
    bool moving = cloud->before && cloud->progress < 1;
    if (!moving && grid && grid->cells[0]) {
        assert(grid->at == cloud->at && grid->dims == cloud->dims && grid->count == cloud->count);
        aim(&s);
        search_block(&s, (size_t[3]){0}, grid->cells);
    } else {
        for (size_t k = 0; k < cloud->count; k++) consider(camera, cloud, k, x, y, &s.best);
    }
    return s.best;
}
