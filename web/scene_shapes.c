// SPDX-License-Identifier: MIT
// What a scene shows as marks: axes, links, trails, lines, contours.
#include "functions.h"
#include "scene_parts.h"

#include <math.h>

// ---- axes -----------------------------------------------------------------------------------------------------------

// The corner of the box from which the axes start: the lowest one, on the side away from the eye.
static void axes_corner(const camera *camera, float corner[3]) {
    for (int c = 0; c < 3; c++) {
        float side = c < 2 && camera->back[c] > 0 ? 1.0f : -1.0f;
        corner[c] = camera->centre[c] + side * camera->reach;
    }
}

static void put_segment(scene *s, const float a[3], const float b[3], float width, colour fill) {
    scene_put_line(s, camera_project(&s->camera, a), camera_project(&s->camera, b), width, fill);
}

// A cross through the origin is enough on a plane whose axes mean nothing.
static void plane_axes(scene *s, colour grid) {
    const camera *camera = &s->camera;
    float side = 2 * camera->reach *
                 (camera->width > camera->height ? camera->width / camera->height : camera->height / camera->width);
    camera_point origin = camera_project(camera, (float[3]){0});
    for (int c = 0; c < 2; c++) {
        float a[3] = {0}, b[3] = {0};
        a[c] = camera->centre[c] - side;
        b[c] = camera->centre[c] + side;
        put_segment(s, a, b, 1, grid);
    }
    scene_put_anchor(s, camera->width - 14, origin.y - 10, NAN, 0);
    scene_put_anchor(s, origin.x + 12, 12, NAN, 1);
}

// Three axes through a corner, and on the floor the lines that close the square.
static void space_axes(scene *s, int ticks, colour line, colour grid) {
    const camera *camera = &s->camera;
    float corner[3];
    axes_corner(camera, corner);
    for (int c = 0; c < 3; c++) {
        float end[3] = {corner[0], corner[1], corner[2]}, label[3];
        end[c] = 2 * camera->centre[c] - corner[c];
        put_segment(s, corner, end, 1.2f, line);
        for (int k = 0; k < 3; k++) label[k] = camera->centre[k] + 1.13f * (end[k] - camera->centre[k]);
        camera_point at = camera_project(camera, label);
        scene_put_anchor(s, at.x, at.y, NAN, c);
    }
    for (int c = 0; c < 2; c++) {
        for (int k = 1; k < ticks; k++) {
            float a[3] = {corner[0], corner[1], corner[2]}, b[3];
            a[c] += (2 * camera->centre[c] - 2 * corner[c]) * (float)k / (float)(ticks - 1);
            b[0] = a[0], b[1] = a[1], b[2] = a[2];
            b[1 - c] = 2 * camera->centre[1 - c] - corner[1 - c];
            put_segment(s, a, b, 1, grid);
        }
    }
}

void scene_axes(scene *s) {
    enum { TICKS = 5 };
    if (!scene_need_marks(s, 3 + 2 * TICKS)) return;
    colour line = colour_fade(s->theme.ink, 0.28f), grid = colour_fade(s->theme.ink, 0.10f);
    if (s->camera.dims == 3)
        space_axes(s, TICKS, line, grid);
    else
        plane_axes(s, grid);
}

// ---- data -----------------------------------------------------------------------------------------------------------

void scene_links(scene *s, scene_cloud from, scene_cloud to) {
    if (!scene_need_marks(s, from.count)) return;
    for (size_t k = 0; k < from.count; k++)
        scene_put_line(s, scene_project(s, &from, k), scene_project(s, &to, k), 1.2f,
                       colour_fade(scene_colour(s, &from, k), 0.6f));
}

void scene_trails(scene *s, scene_cloud cloud, const float *direction, float scale, float radius) {
    if (!scene_need_marks(s, cloud.count)) return;
    for (size_t k = 0; k < cloud.count; k++) {
        float x[3], tip[3];
        scene_read_point(s, &cloud, k, x);
        for (int c = 0; c < 3; c++)
            tip[c] = c < cloud.dims ? x[c] + scale * direction[k * (size_t)cloud.dims + (size_t)c] : x[c];
        camera_point a = camera_project(&s->camera, x), b = camera_project(&s->camera, tip);
        colour fill = colour_fade(scene_colour(s, &cloud, k), 0.55f);
        scene_put_mark(s, (scene_mark){a.x, a.y, b.x, b.y, radius * a.size, 0.4f, fill, fill});
    }
}

void scene_line(scene *s, scene_cloud cloud, bool closed, float width, colour fill) {
    if (cloud.count < 2 || !scene_need_marks(s, cloud.count)) return;
    camera_point from = scene_project(s, &cloud, 0);
    for (size_t k = 1; k < cloud.count + closed; k++) {
        camera_point to = scene_project(s, &cloud, k % cloud.count);
        if (isfinite(from.x) && isfinite(from.y) && isfinite(to.x) && isfinite(to.y))
            scene_put_line(s, from, to, width, fill);
        from = to;
    }
}

enum { ARC_STEPS = 24 };
static const float ARC_HEIGHT = 0.35f; // of its width

static void put_arc(scene *s, camera_point a, camera_point b, float width, colour fill) {
    float radius = (b.x - a.x) / 2;
    camera_point from = a;
    for (int k = 1; k <= ARC_STEPS; k++) {
        double turn = 3.141592653589793 * k / ARC_STEPS;
        camera_point to = a;
        to.x = a.x + radius * (1 - (float)ae_cos(turn));
        to.y = a.y - 2 * ARC_HEIGHT * fabsf(radius) * (float)ae_sin(turn);
        scene_put_line(s, from, to, width, fill);
        from = to;
    }
}

void scene_arcs(scene *s, scene_cloud cloud, bool closed, float width) {
    if (cloud.count < 2 || !scene_need_marks(s, ARC_STEPS * cloud.count)) return;
    for (size_t k = 0; k + !closed < cloud.count; k++) {
        camera_point a = scene_project(s, &cloud, k), b = scene_project(s, &cloud, (k + 1) % cloud.count);
        if (isfinite(a.x) && isfinite(b.x)) put_arc(s, a, b, width, colour_fade(scene_colour(s, &cloud, k), 0.7f));
    }
}

void scene_arrow(scene *s, const float from[2], const float to[2], float width, colour fill) {
    static const float HEAD = 5, SLIM = 0.45f; // CSS px; half its width in parts of its length
    camera_point a = camera_project(&s->camera, (float[3]){from[0], from[1], 0});
    camera_point b = camera_project(&s->camera, (float[3]){to[0], to[1], 0});
    float dx = b.x - a.x, dy = b.y - a.y, length = sqrtf(dx * dx + dy * dy);
    if (!(length > 0) || isinf(length) || !scene_need_marks(s, 3)) return;
    float head = length < 2 * HEAD ? length / 2 : HEAD;
    dx *= head / length, dy *= head / length;
    scene_put_line(s, a, b, width, fill);
    for (int side = -1; side <= 1; side += 2) {
        camera_point wing = b;
        wing.x = b.x - dx - (float)side * SLIM * dy;
        wing.y = b.y - dy + (float)side * SLIM * dx;
        scene_put_line(s, wing, b, width, fill);
    }
}

void scene_spot(scene *s, const float place[3], float radius, colour fill, colour ring) {
    camera_point at = camera_project(&s->camera, place);
    float size = radius * at.size;
    if (!isfinite(at.x) || !isfinite(at.y) || !scene_need_marks(s, 1)) return;
    scene_put_mark(s, (scene_mark){at.x, at.y, at.x, at.y, size, size, fill, ring});
}

// ---- contours -------------------------------------------------------------------------------------------------------

// Marching squares. The corners of a cell go around it: 0 lower left, 1 lower right, 2 upper right, 3 upper left, and
// edge k runs from corner k to the next.
typedef struct cell {
    float values[4];
    float column, row; // of its lower left corner
} cell;

static cell read_cell(const scene_samples *samples, int column, int row) {
    const float *low = samples->values + (size_t)row * (size_t)samples->columns + (size_t)column;
    const float *high = low + samples->columns;
    return (cell){{low[0], low[1], high[1], high[0]}, (float)column, (float)row};
}

// Pairs of edges that the level's line joins: 0, 1 or, at a saddle, 2 of them. Of a saddle's two ways the mean of its
// corners decides.
static int cross_cell(const cell *cell, float level, int edges[4]) {
    bool above[4];
    float sum = 0;
    int count = 0;
    for (int k = 0; k < 4; k++) {
        above[k] = cell->values[k] >= level;
        sum += cell->values[k];
    }
    if (!isfinite(sum)) return 0;
    for (int k = 0; k < 4; k++)
        if (above[k] != above[(k + 1) % 4]) edges[count++] = k;
    // Where all four are crossed, a line cuts off corner 1 and one corner 3, or one corner 0 and one corner 2.
    if (count == 4 && (sum / 4 >= level) == above[1]) {
        edges[0] = 3, edges[1] = 0;
        edges[2] = 1, edges[3] = 2;
    }
    return count / 2;
}

static camera_point edge_point(const scene *s, const scene_samples *samples, const cell *cell, int edge, float level) {
    static const float across[4] = {0, 1, 1, 0}, up[4] = {0, 0, 1, 1};
    int next = (edge + 1) % 4;
    float t = (level - cell->values[edge]) / (cell->values[next] - cell->values[edge]);
    float column = cell->column + across[edge] + t * (across[next] - across[edge]);
    float row = cell->row + up[edge] + t * (up[next] - up[edge]);
    float x = samples->left + (samples->right - samples->left) * column / (float)(samples->columns - 1);
    float y = samples->bottom + (samples->top - samples->bottom) * row / (float)(samples->rows - 1);
    return camera_project(&s->camera, (float[3]){x, y, 0});
}

// Draws one level when there is room for it, else counts its pieces.
static size_t trace_level(scene *s, const scene_samples *samples, float level, float width, colour fill, bool draw) {
    size_t count = 0;
    for (int row = 0; row + 1 < samples->rows; row++) {
        for (int column = 0; column + 1 < samples->columns; column++) {
            cell cell = read_cell(samples, column, row);
            int edges[4], pieces = cross_cell(&cell, level, edges);
            for (int k = 0; k < pieces && draw; k++)
                scene_put_line(s, edge_point(s, samples, &cell, edges[2 * k], level),
                               edge_point(s, samples, &cell, edges[2 * k + 1], level), width, fill);
            count += (size_t)pieces;
        }
    }
    return count;
}

void scene_contours(scene *s, scene_samples samples, const float *levels, int count, float width, colour fill) {
    size_t pieces = 0;
    for (int k = 0; k < count; k++) pieces += trace_level(s, &samples, levels[k], width, fill, false);
    if (!pieces || !scene_need_marks(s, pieces)) return;
    for (int k = 0; k < count; k++) trace_level(s, &samples, levels[k], width, fill, true);
}
