// SPDX-License-Identifier: MIT
// Sheets of triangles, and pictures.
#include "scene_parts.h"

#include <math.h>
#include <string.h>

// ---- meshes ---------------------------------------------------------------------------------------------------------

static const float SHADE = 0.45f; // how far a sheet seen edge-on goes towards black

typedef struct sheet {
    const float *at; // (rows,columns,3)
    int rows, columns;
    colour fill;
    float opacity;
} sheet;

static const float *sheet_point(const sheet *sheet, int row, int column) {
    row = row < 0 ? 0 : row >= sheet->rows ? sheet->rows - 1 : row;
    column = column < 0 ? 0 : column >= sheet->columns ? sheet->columns - 1 : column;
    return sheet->at + 3 * ((size_t)row * (size_t)sheet->columns + (size_t)column);
}

// How squarely the sheet faces the eye here, 0 … 1; either side may.
static float facing(const scene *s, const sheet *sheet, int row, int column) {
    const float *left = sheet_point(sheet, row, column - 1), *right = sheet_point(sheet, row, column + 1);
    const float *low = sheet_point(sheet, row - 1, column), *high = sheet_point(sheet, row + 1, column);
    float across[3], up[3], normal[3], length = 0, towards = 0;
    for (int c = 0; c < 3; c++) across[c] = right[c] - left[c], up[c] = high[c] - low[c];
    for (int c = 0; c < 3; c++) {
        int d = (c + 1) % 3, e = (c + 2) % 3;
        normal[c] = across[d] * up[e] - across[e] * up[d];
        length += normal[c] * normal[c];
        towards += normal[c] * s->camera.back[c];
    }
    return length > 0 ? fabsf(towards) / sqrtf(length) : 1;
}

static scene_vertex sheet_vertex(const scene *s, const sheet *sheet, int row, int column) {
    camera_point at = camera_project(&s->camera, sheet_point(sheet, row, column));
    colour lit = colour_mix(sheet->fill, 0xff000000u, SHADE * (1 - facing(s, sheet, row, column)));
    return (scene_vertex){at.x,          at.y,       at.depth,
                          (float)column, (float)row, colour_fade(lit | 0xff000000u, sheet->opacity)};
}

// The corners of triangle k: two for each cell, cut along the same diagonal.
static void triangle(const sheet *sheet, size_t k, size_t corners[3]) {
    size_t columns = (size_t)sheet->columns, cell = k / 2;
    size_t first = cell / (columns - 1) * columns + cell % (columns - 1);
    corners[0] = first;
    corners[1] = k % 2 ? first + columns + 1 : first + 1;
    corners[2] = k % 2 ? first + columns : first + columns + 1;
}

void scene_mesh(scene *s, const float *at, int rows, int columns, colour fill, float opacity) {
    if (rows < 2 || columns < 2) return;
    const sheet sheet = {at, rows, columns, fill, opacity};
    size_t triangles = 2 * (size_t)(rows - 1) * (size_t)(columns - 1), points = (size_t)rows * (size_t)columns;
    if (!scene_need_vertices(s, 3 * triangles + points) || !scene_need_depths(s, triangles)) return;
    scene_vertex *put = s->vertices + s->vertex_count, *grid = put + 3 * triangles; // the grid is scratch
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            grid[(size_t)row * (size_t)columns + (size_t)column] = sheet_vertex(s, &sheet, row, column);
    size_t corners[3];
    for (size_t k = 0; k < triangles; k++) {
        triangle(&sheet, k, corners);
        s->depths[k] = (grid[corners[0]].depth + grid[corners[1]].depth + grid[corners[2]].depth) / 3;
    }
    const uint32_t *order = scene_sort(s, triangles);
    scene_item *item = order ? scene_put_item(s, SCENE_MESH) : NULL;
    if (!item) return;
    for (size_t k = 0; k < triangles; k++) {
        triangle(&sheet, order[k], corners);
        for (int c = 0; c < 3; c++) *put++ = grid[corners[c]];
    }
    item->first = s->vertex_count;
    item->count = 3 * triangles;
    item->line = colour_fade(s->theme.ink, 0.3f);
    s->vertex_count += 3 * triangles;
}

void scene_mesh_lines(scene *s, int every) {
    const scene_item *item = s->item_count ? &s->items[s->item_count - 1] : NULL;
    if (!item || item->kind != SCENE_MESH) return;
    for (size_t k = item->first; k < item->first + item->count; k++) {
        s->vertices[k].u /= (float)every;
        s->vertices[k].v /= (float)every;
    }
}

// ---- pictures -------------------------------------------------------------------------------------------------------

static scene_item *put_image(scene *s, int columns, int rows, float x, float y, float width, float height) {
    if (columns < 1 || rows < 1) return NULL;
    size_t count = (size_t)columns * (size_t)rows;
    scene_item *item = scene_need_pixels(s, count) ? scene_put_item(s, SCENE_IMAGE) : NULL;
    if (item) item->image = (scene_image){x, y, width, height, columns, rows, s->pixel_count};
    return item;
}

void scene_picture(scene *s, const float *values, int columns, int rows, float x, float y, float width, float height) {
    if (!put_image(s, columns, rows, x, y, width, height)) return;
    size_t count = (size_t)columns * (size_t)rows;
    for (size_t k = 0; k < count; k++) {
        float ink = !(values[k] > 0) ? 0 : values[k] < 1 ? values[k] : 1;
        s->pixels[s->pixel_count++] = colour_mix(s->theme.paper, s->theme.ink, ink);
    }
}

void scene_colours(scene *s, const colour *pixels, int columns, int rows, float x, float y, float width, float height) {
    if (!put_image(s, columns, rows, x, y, width, height)) return;
    size_t count = (size_t)columns * (size_t)rows;
    memcpy(s->pixels + s->pixel_count, pixels, count * sizeof *pixels);
    s->pixel_count += count;
}
