// SPDX-License-Identifier: MIT
// Sheets of triangles.
#include "gfx_soft_parts.h"

enum { DEPTH, U, V, RED, GREEN, BLUE, ALPHA, VALUES }; // what a triangle interpolates

typedef struct slope {
    float at, right, down; // at the first corner, and its change per px
} slope;

typedef struct triangle {
    float x, y; // of the first corner
    slope values[VALUES];
    int64_t edges[3][3]; // a pixel in column x and row y is within an edge when e[0] * x + e[1] * y + e[2] >= 0
} triangle;

static const float MESH_BACK = 1e-3f;     // its depth is this much greater, so that points on a sheet are before it
static const float MOST_MESH_PX = 100000; // a corner farther away than that: the triangle is left out

// Corners are taken to 1/256 px, as GPUs do, so that each pixel belongs to one of two triangles that share an edge.
static void set_edges(triangle *t, const float x[3], const float y[3], bool clockwise) {
    int64_t fx[3], fy[3];
    for (int k = 0; k < 3; k++) fx[k] = (int64_t)(x[k] * 256), fy[k] = (int64_t)(y[k] * 256);
    for (int k = 0; k < 3; k++) {
        const int a = clockwise ? k : (k + 1) % 3, b = clockwise ? (k + 1) % 3 : k;
        const int64_t right = fy[a] - fy[b], down = fx[b] - fx[a];
        const bool upper_left = right > 0 || (right == 0 && down > 0); // a middle on these edges is within
        t->edges[k][0] = 256 * right;
        t->edges[k][1] = 256 * down;
        t->edges[k][2] = right * (128 - fx[a]) + down * (128 - fy[a]) - (upper_left ? 0 : 1);
    }
}

static void read_values(const scene_vertex *v, float values[VALUES]) {
    values[DEPTH] = v->depth;
    values[U] = v->u;
    values[V] = v->v;
    for (int c = 0; c < 4; c++) values[RED + c] = (float)(v->fill >> 8 * c & 255);
}

static bool set_triangle(triangle *t, const raster *r, const scene_vertex *v) {
    float x[3], y[3], values[3][VALUES];
    for (int k = 0; k < 3; k++) {
        x[k] = v[k].x * r->density;
        y[k] = v[k].y * r->density_y;
        if (!(fabsf(x[k]) < MOST_MESH_PX && fabsf(y[k]) < MOST_MESH_PX)) return false;
        if (!isfinite(v[k].depth + v[k].u + v[k].v)) return false;
        read_values(&v[k], values[k]);
    }
    const float x1 = x[1] - x[0], y1 = y[1] - y[0], x2 = x[2] - x[0], y2 = y[2] - y[0], area = x1 * y2 - x2 * y1;
    if (area == 0) return false;
    for (int k = 0; k < VALUES; k++) {
        const float first = values[0][k], d1 = values[1][k] - first, d2 = values[2][k] - first;
        t->values[k] = (slope){first, (d1 * y2 - d2 * y1) / area, (d2 * x1 - d1 * x2) / area};
    }
    t->x = x[0];
    t->y = y[0];
    set_edges(t, x, y, area > 0);
    return true;
}

static int64_t divide_down(int64_t a, int64_t b) { return a / b - (a % b < 0); } // b > 0

static span triangle_span(const triangle *t, int row, int width) {
    int64_t from = 0, to = width;
    for (int k = 0; k < 3; k++) {
        const int64_t right = t->edges[k][0], rest = t->edges[k][1] * row + t->edges[k][2];
        if (right > 0) {
            const int64_t first = -divide_down(rest, right); // right * x + rest >= 0
            if (first > from) from = first;
        } else if (right < 0) {
            const int64_t end = divide_down(rest, -right) + 1;
            if (end < to) to = end;
        } else if (rest < 0)
            return (span){0, 0};
    }
    return from < to ? (span){(int)from, (int)to} : (span){0, 0};
}

// How much of a grid line there is where the value is a whole number, `steepness` per px.
static float line_cover(float value, float steepness, float density) {
    if (!(fabsf(value) < 1e6f)) return 0;
    const float rest = value - (float)(int)value, fraction = rest < 0 ? rest + 1 : rest;
    const float distance = (fraction < 0.5f ? fraction : 1 - fraction) / steepness;
    return clamp(0.5f + 0.5f * density - distance);
}

static float steepness(slope s) { return sqrtf(s.right * s.right + s.down * s.down); }

static void draw_triangle(raster *r, const triangle *t, colour line, span rows) {
    const float steep_u = steepness(t->values[U]), steep_v = steepness(t->values[V]);
    for (int row = rows.from; row < rows.to; row++) {
        const span columns = triangle_span(t, row, r->width);
        const float dy = (float)row + 0.5f - t->y;
        float start[VALUES];
        for (int k = 0; k < VALUES; k++) start[k] = t->values[k].at + t->values[k].down * dy;
        for (int column = columns.from; column < columns.to; column++) {
            const size_t at = (size_t)row * (size_t)r->width + (size_t)column;
            const float dx = (float)column + 0.5f - t->x;
            float value[VALUES];
            for (int k = 0; k < VALUES; k++) value[k] = start[k] + t->values[k].right * dx;
            if (!(value[DEPTH] + MESH_BACK <= r->depth[at])) continue;
            colour fill = 0;
            for (int c = 0; c < 4; c++) fill |= level(value[RED + c] / 255) << 8 * c;
            const float across = line_cover(value[U], steep_u, r->density);
            const float along = line_cover(value[V], steep_v, r->density);
            r->pixels[at] = blend(r->pixels[at], fill, 255);
            r->pixels[at] = blend(r->pixels[at], line, level(across > along ? across : along));
        }
    }
}

void raster_mesh(raster *r, const scene *s, const scene_item *item) {
    triangle t;
    for (size_t k = 0; k + 3 <= item->count; k += 3) {
        const scene_vertex *v = s->vertices + item->first + k;
        if (!set_triangle(&t, r, v)) continue;
        float top = v[0].y, bottom = top;
        for (int c = 1; c < 3; c++) top = fminf(top, v[c].y), bottom = fmaxf(bottom, v[c].y);
        draw_triangle(r, &t, item->line, span_between(top * r->density_y - 1, bottom * r->density_y + 1, r->height));
    }
}
