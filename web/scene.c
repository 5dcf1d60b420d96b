// SPDX-License-Identifier: MIT
#include "scene.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "functions.h"

typedef struct scene_spot {
    float x, y, size, depth; // as camera_project gives them
    int index;
} scene_spot;

// Room for `count` items of `size` bytes, which keeps what is there; NULL, with the old room as it was, when memory
// runs out.
static void *grow(scene *s, void *items, size_t *capacity, size_t count, size_t size) {
    if (count <= *capacity) return items;
    void *grown = count < SIZE_MAX / 2 / size ? realloc(items, 2 * count * size) : NULL;
    if (grown)
        *capacity = 2 * count;
    else
        s->failed = true;
    return grown;
}

static bool need_marks(scene *s, size_t more) {
    scene_mark *marks = grow(s, s->marks, &s->capacity, s->count + more, sizeof *marks);
    if (marks) s->marks = marks;
    return marks;
}

static bool need_spots(scene *s, size_t more) {
    scene_spot *spots = grow(s, s->spots, &s->spot_capacity, s->spot_count + more, sizeof *spots);
    if (spots) s->spots = spots;
    return spots;
}

static bool need_order(scene *s, size_t count) {
    unsigned *order = grow(s, s->order, &s->order_capacity, count, sizeof *order);
    if (order) s->order = order;
    return order;
}

void scene_begin(scene *s, camera camera, bool dark) {
    s->camera = camera;
    s->dark = dark;
    s->failed = false;
    s->count = 0;
    s->spot_count = 0;
}

void scene_free(scene *s) {
    free(s->marks);
    free(s->spots);
    free(s->order);
    *s = (scene){0};
}

static void read_point(scene_cloud cloud, size_t index, float x[3]) {
    for (int c = 0; c < 3; c++) x[c] = c < cloud.dims ? cloud.at[index * (size_t)cloud.dims + (size_t)c] : 0;
}

static camera_point project_row(const scene *s, scene_cloud cloud, size_t index) {
    float x[3];
    read_point(cloud, index, x);
    return camera_project(&s->camera, x);
}

static void put(scene *s, scene_mark mark) { s->marks[s->count++] = mark; }

static void put_line(scene *s, camera_point a, camera_point b, float width, colour fill) {
    put(s, (scene_mark){a.x, a.y, b.x, b.y, width / 2 * a.size, width / 2 * b.size, fill, fill});
}

// ---- axes -----------------------------------------------------------------------------------------------------------

// The corner of the box from which the axes start: the lowest one, on the side away from the eye.
static void axes_corner(const camera *camera, float corner[3]) {
    for (int c = 0; c < 3; c++) {
        float side = camera->dims == 3 && c < 2 && camera->back[c] > 0 ? 1.0f : -1.0f;
        corner[c] = camera->centre[c] + side * camera->reach;
    }
    if (camera->dims == 2) corner[2] = 0;
}

void scene_axes(scene *s) {
    const camera *camera = &s->camera;
    enum { TICKS = 5 };
    if (!need_marks(s, 3 * TICKS + 12)) return;
    colour line = colour_ink(s->dark, 0.28f), grid = colour_ink(s->dark, 0.10f);
    float corner[3];
    axes_corner(camera, corner);
    if (camera->dims == 2) { // a cross through the origin is enough on a plane whose axes mean nothing
        float side = 2 * camera->reach * (camera->width > camera->height ? camera->width / camera->height : 1);
        for (int c = 0; c < 2; c++) {
            float a[3] = {0}, b[3] = {0};
            a[c] = camera->centre[c] - side;
            b[c] = camera->centre[c] + side;
            put_line(s, camera_project(camera, a), camera_project(camera, b), 1, grid);
            camera_point label = camera_project(camera, (float[3]){0});
            s->anchors[c] =
                c == 0 ? (scene_anchor){camera->width - 14, label.y - 10} : (scene_anchor){label.x + 12, 12};
        }
        return;
    }
    // Three axes through a corner, and on the floor the lines that close the square
    for (int c = 0; c < 3; c++) {
        float end[3] = {corner[0], corner[1], corner[2]}, label[3];
        end[c] = 2 * camera->centre[c] - corner[c];
        camera_point a = camera_project(camera, corner), b = camera_project(camera, end);
        put_line(s, a, b, 1.2f, line);
        for (int k = 0; k < 3; k++) label[k] = camera->centre[k] + 1.13f * (end[k] - camera->centre[k]);
        camera_point at = camera_project(camera, label);
        s->anchors[c] = (scene_anchor){at.x, at.y};
    }
    for (int c = 0; c < 2; c++) {
        for (int k = 1; k < TICKS; k++) {
            float a[3] = {corner[0], corner[1], corner[2]}, b[3];
            a[c] += (2 * camera->centre[c] - 2 * corner[c]) * (float)k / (TICKS - 1);
            b[0] = a[0], b[1] = a[1], b[2] = a[2];
            b[1 - c] = 2 * camera->centre[1 - c] - corner[1 - c];
            put_line(s, camera_project(camera, a), camera_project(camera, b), 1, grid);
        }
    }
}

// ---- data -----------------------------------------------------------------------------------------------------------

// Farther marks are paler, towards the paper.
static colour in_depth(const scene *s, colour c, float depth) {
    float pale = 0.08f * (depth + 1);
    return colour_mix(c, colour_paper(s->dark), s->camera.dims == 3 ? pale : 0);
}

static colour ramp_of(const scene *s, scene_cloud cloud, size_t index) {
    return colour_ramp(cloud.positions[index], cloud.cyclic, s->dark);
}

void scene_links(scene *s, scene_cloud from, scene_cloud to) {
    if (!need_marks(s, from.count)) return;
    for (size_t k = 0; k < from.count; k++)
        put_line(s, project_row(s, from, k), project_row(s, to, k), 1.2f, colour_fade(ramp_of(s, from, k), 0.6f));
}

void scene_trails(scene *s, scene_cloud cloud, const float *direction, float scale, float radius) {
    if (!need_marks(s, cloud.count)) return;
    for (size_t k = 0; k < cloud.count; k++) {
        float x[3], tip[3];
        read_point(cloud, k, x);
        read_point((scene_cloud){.at = direction, .dims = cloud.dims}, k, tip);
        for (int c = 0; c < 3; c++) tip[c] = x[c] + scale * tip[c];
        camera_point a = camera_project(&s->camera, x), b = camera_project(&s->camera, tip);
        colour fill = colour_fade(ramp_of(s, cloud, k), 0.55f);
        put(s, (scene_mark){a.x, a.y, b.x, b.y, radius * a.size, 0.4f, fill, fill});
    }
}

// Fills s->order with the spots from `first` on, the farthest first: a counting sort, which keeps the order of equals.
static bool sort_by_depth(scene *s, size_t first, size_t count) {
    enum { LEVELS = 1024 };
    if (!need_order(s, count)) return false;
    size_t starts[LEVELS + 1] = {0};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t k = 0; k < count; k++) {
            float from_back = (1 - s->spots[first + k].depth) / 2;
            size_t level = !(from_back > 0) ? 0 : from_back >= 1 ? LEVELS - 1 : (size_t)(from_back * LEVELS);
            if (pass == 0)
                starts[level + 1]++;
            else
                s->order[starts[level]++] = (unsigned)k;
        }
        for (size_t level = 0; pass == 0 && level < LEVELS; level++) starts[level + 1] += starts[level];
    }
    return true;
}

static void put_point(scene *s, scene_cloud cloud, scene_point_style style, scene_spot spot) {
    size_t index = (size_t)spot.index;
    colour own = colour_fade(in_depth(s, ramp_of(s, cloud, index), spot.depth), style.opacity);
    bool selected = spot.index == style.selected;
    // The paper-coloured ring that parts a disc from what lies under it is outside of its radius.
    float radius = (style.radius + (selected ? 2.5f : 0)) * spot.size + (style.hollow ? 0 : SCENE_RING);
    colour fill = style.hollow ? colour_paper(s->dark) : own;
    colour ring = selected ? colour_ink(s->dark, 1) : style.hollow ? own : colour_paper(s->dark);
    put(s, (scene_mark){spot.x, spot.y, spot.x, spot.y, radius, radius, fill, ring});
}

void scene_points(scene *s, scene_cloud cloud, scene_point_style style) {
    if (!need_spots(s, cloud.count) || !need_marks(s, cloud.count)) return;
    size_t first = s->spot_count;
    for (size_t k = 0; k < cloud.count; k++) {
        camera_point at = project_row(s, cloud, k);
        s->spots[s->spot_count++] = (scene_spot){at.x, at.y, at.size, at.depth, (int)k};
    }
    if (!sort_by_depth(s, first, cloud.count)) return;
    for (size_t k = 0; k < cloud.count; k++) {
        scene_spot spot = s->spots[first + s->order[k]];
        if (spot.index != style.selected) put_point(s, cloud, style, spot);
    }
    if (style.selected >= 0 && (size_t)style.selected < cloud.count)
        put_point(s, cloud, style, s->spots[first + (size_t)style.selected]);
}

int scene_pick(const scene *s, float x, float y, float reach) {
    int best = -1;
    float best_distance = reach * reach, best_depth = 0;
    for (size_t k = 0; k < s->spot_count; k++) {
        scene_spot spot = s->spots[k];
        float dx = spot.x - x, dy = spot.y - y, distance = dx * dx + dy * dy;
        bool nearer = distance < best_distance || (distance == best_distance && best >= 0 && spot.depth < best_depth);
        if (!nearer) continue;
        best = spot.index;
        best_distance = distance;
        best_depth = spot.depth;
    }
    return best;
}

static void widen(float x, float *least, float *most) {
    if (!isfinite(x)) return;
    if (x < *least) *least = x;
    if (x > *most) *most = x;
}

float scene_bounds(scene_cloud cloud, const float *direction, float scale, float centre[3]) {
    float reach = 0;
    for (int c = 0; c < 3; c++) {
        float least = INFINITY, most = -INFINITY;
        for (size_t k = 0; k < cloud.count && c < cloud.dims; k++) {
            size_t at = k * (size_t)cloud.dims + (size_t)c;
            widen(cloud.at[at], &least, &most);
            if (direction) widen(cloud.at[at] + scale * direction[at], &least, &most);
        }
        bool found = most >= least;
        centre[c] = found ? (least + most) / 2 : 0;
        if (found && (most - least) / 2 > reach) reach = (most - least) / 2;
    }
    return reach > 1e-6f ? 1.15f * reach : 1e-6f;
}
