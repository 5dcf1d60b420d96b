// SPDX-License-Identifier: MIT
#include "scene.h"

#include <math.h>
#include <stdlib.h>

#include "scene_parts.h"

// ---- memory ---------------------------------------------------------------------------------------------------------

// Room for `count` items of `size` bytes, which keeps what is there; NULL, with the old room as it was, when memory
// runs out.
static void *grow(scene *s, void *items, size_t *capacity, size_t count, size_t size) {
    if (count <= *capacity && items) return items;
    size_t wanted = count > 2 * *capacity ? count : 2 * *capacity;
    if (wanted < 16) wanted = 16;
    void *grown = wanted < SIZE_MAX / 2 / size ? realloc(items, wanted * size) : NULL;
    if (grown)
        *capacity = wanted;
    else
        s->failed = true;
    return grown;
}

scene_item *scene_put_item(scene *s, scene_kind kind) {
    if (s->item_count == SCENE_MAX_ITEMS) {
        s->failed = true;
        return NULL;
    }
    scene_item *item = &s->items[s->item_count++];
    *item = (scene_item){.kind = kind};
    return item;
}

// Marks that follow each other are one item.
static bool need_marks_item(scene *s) {
    if (s->item_count && s->items[s->item_count - 1].kind == SCENE_MARKS) return true;
    scene_item *item = scene_put_item(s, SCENE_MARKS);
    if (item) item->first = s->mark_count;
    return item;
}

bool scene_need_marks(scene *s, size_t more) {
    scene_mark *marks = grow(s, s->marks, &s->mark_capacity, s->mark_count + more, sizeof *marks);
    if (marks) s->marks = marks;
    return marks && need_marks_item(s);
}

bool scene_need_vertices(scene *s, size_t more) {
    scene_vertex *vertices = grow(s, s->vertices, &s->vertex_capacity, s->vertex_count + more, sizeof *vertices);
    if (vertices) s->vertices = vertices;
    return vertices;
}

bool scene_need_pixels(scene *s, size_t more) {
    colour *pixels = grow(s, s->pixels, &s->pixel_capacity, s->pixel_count + more, sizeof *pixels);
    if (pixels) s->pixels = pixels;
    return pixels;
}

float *scene_need_depths(scene *s, size_t count) {
    float *depths = grow(s, s->depths, &s->depth_capacity, count, sizeof *depths);
    if (depths) s->depths = depths;
    return depths;
}

void scene_begin(scene *s, camera camera, scene_theme theme, float progress) {
    s->camera = camera;
    s->theme = theme;
    s->progress = progress;
    s->failed = false;
    s->item_count = s->cloud_count = s->anchor_count = 0;
    s->mark_count = s->vertex_count = s->pixel_count = 0;
}

void scene_free(scene *s) {
    free(s->marks);
    free(s->vertices);
    free(s->pixels);
    free(s->depths);
    free(s->order);
    for (int k = 0; k < SCENE_MAX_CLOUDS; k++) {
        free(s->slots[k].colours);
        pick_grid_free(&s->slots[k].grid);
    }
    *s = (scene){0};
}

// ---- marks ----------------------------------------------------------------------------------------------------------

void scene_put_mark(scene *s, scene_mark mark) {
    s->marks[s->mark_count++] = mark;
    s->items[s->item_count - 1].count++;
}

void scene_put_line(scene *s, camera_point a, camera_point b, float width, colour fill) {
    scene_put_mark(s, (scene_mark){a.x, a.y, b.x, b.y, width / 2 * a.size, width / 2 * b.size, fill, fill});
}

void scene_put_anchor(scene *s, float x, float y, double value, int axis) {
    if (s->anchor_count < SCENE_MAX_ANCHORS) s->anchors[s->anchor_count++] = (scene_anchor){x, y, value, axis};
}

// ---- points ---------------------------------------------------------------------------------------------------------

void scene_read_point(const scene *s, const scene_cloud *cloud, size_t index, float x[3]) {
    for (int c = 0; c < 3; c++) {
        size_t k = index * (size_t)cloud->dims + (size_t)c;
        x[c] = c < cloud->dims ? cloud->at[k] : 0;
        if (c < cloud->dims && cloud->before && s->progress < 1)
            x[c] = (1 - s->progress) * cloud->before[k] + s->progress * x[c];
    }
}

camera_point scene_project(const scene *s, const scene_cloud *cloud, size_t index) {
    float x[3];
    scene_read_point(s, cloud, index, x);
    return camera_project(&s->camera, x);
}

colour scene_colour(const scene *s, const scene_cloud *cloud, size_t index) {
    if (cloud->classes) return colour_class(cloud->classes[index], s->theme.dark);
    return cloud->positions ? colour_ramp(cloud->positions[index], cloud->cyclic, s->theme.dark) : s->theme.ink;
}

static bool same_colours(const scene_slot *slot, const scene *s, const scene_cloud *cloud, float opacity) {
    return slot->cloud.version == cloud->version && slot->cloud.count == cloud->count &&
           slot->cloud.positions == cloud->positions && slot->cloud.classes == cloud->classes &&
           slot->cloud.cyclic == cloud->cyclic && slot->theme.ink == s->theme.ink &&
           slot->theme.dark == s->theme.dark && slot->opacity == opacity;
}

static void write_colours(const scene *s, const scene_cloud *cloud, float opacity, colour *colours) {
    enum { STEPS = 1024 }; // of the ramp, for more points than that: finer than a colour's 8 bits
    colour ramp[STEPS];
    bool stepped = cloud->positions && !cloud->classes && cloud->count > STEPS;
    for (int k = 0; stepped && k < STEPS; k++)
        ramp[k] = colour_ramp((float)k / (STEPS - 1), cloud->cyclic, s->theme.dark);
    for (size_t k = 0; k < cloud->count; k++) {
        float at = stepped ? cloud->positions[k] * (STEPS - 1) + 0.5f : 0;
        colour own = stepped ? ramp[!(at > 0) ? 0 : at < STEPS ? (int)at : STEPS - 1] : scene_colour(s, cloud, k);
        colours[k] = colour_fade(own, opacity);
    }
}

// The next slot, with the colours of this cloud; NULL when there is no room for it.
static scene_slot *fill_slot(scene *s, const scene_cloud *cloud, float opacity) {
    if (s->cloud_count == SCENE_MAX_CLOUDS) {
        s->failed = true;
        return NULL;
    }
    scene_slot *slot = &s->slots[s->cloud_count];
    bool kept = slot->version && same_colours(slot, s, cloud, opacity);
    if (kept && slot->cloud.at == cloud->at && slot->cloud.before == cloud->before && slot->cloud.dims == cloud->dims)
        return slot;
    if (!kept) {
        colour *colours = grow(s, slot->colours, &slot->capacity, cloud->count, sizeof *colours);
        if (!colours) return NULL;
        slot->colours = colours;
        write_colours(s, cloud, opacity, colours);
    }
    slot->cloud = *cloud;
    slot->theme = s->theme;
    slot->opacity = opacity;
    slot->version++;
    return slot;
}

static void put_selected(scene *s, const scene_cloud *cloud, scene_point_style style) {
    size_t index = (size_t)style.selected;
    camera_point at = scene_project(s, cloud, index);
    float radius = (style.radius + SCENE_SELECTED) * at.size + (style.hollow ? 0 : SCENE_RING);
    colour fill = style.hollow ? s->theme.paper : scene_colour(s, cloud, index);
    scene_put_mark(s, (scene_mark){at.x, at.y, at.x, at.y, radius, radius, fill, s->theme.ink});
}

void scene_points(scene *s, scene_cloud cloud, scene_point_style style) {
    const scene_slot *slot = fill_slot(s, &cloud, style.opacity);
    scene_item *item = slot ? scene_put_item(s, SCENE_POINTS) : NULL;
    if (!item) return;
    item->points = (scene_points_item){
        .cloud = cloud, .style = style, .slot = s->cloud_count++, .colours = slot->colours, .version = slot->version};
    if (style.selected >= 0 && (size_t)style.selected < cloud.count && scene_need_marks(s, 1))
        put_selected(s, &cloud, style);
}

// ---- order and picking ----------------------------------------------------------------------------------------------

// A counting sort, which keeps the order of equals.
const uint32_t *scene_sort(scene *s, size_t count) {
    enum { LEVELS = 1024 };
    uint32_t *order = grow(s, s->order, &s->order_capacity, count, sizeof *order);
    if (!order) return NULL;
    s->order = order;
    size_t starts[LEVELS + 1] = {0};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t k = 0; k < count; k++) {
            float from_back = (1 - s->depths[k]) / 2;
            size_t level = !(from_back > 0) ? 0 : from_back >= 1 ? LEVELS - 1 : (size_t)(from_back * LEVELS);
            if (pass == 0)
                starts[level + 1]++;
            else
                order[starts[level]++] = (uint32_t)k;
        }
        for (size_t level = 0; pass == 0 && level < LEVELS; level++) starts[level + 1] += starts[level];
    }
    return order;
}

const uint32_t *scene_order(scene *s, const scene_points_item *item) {
    float *depths = scene_need_depths(s, item->cloud.count);
    if (!depths) return NULL;
    for (size_t k = 0; k < item->cloud.count; k++) depths[k] = scene_project(s, &item->cloud, k).depth;
    return scene_sort(s, item->cloud.count);
}

static pick pick_in(scene *s, const scene_points_item *item, float x, float y, float reach) {
    scene_slot *slot = &s->slots[item->slot];
    const scene_cloud *from = &item->cloud;
    const pick_cloud cloud = {from->at, from->before, s->progress, from->dims, from->count};
    if (slot->grid_version != item->version) pick_grid_build(&slot->grid, from->at, from->dims, from->count);
    slot->grid_version = item->version;
    return pick_nearest(&s->camera, &cloud, &slot->grid, x, y, reach);
}

int scene_pick(scene *s, float x, float y, float reach) {
    pick best = {.index = -1};
    for (int k = 0; k < s->item_count; k++) {
        if (s->items[k].kind != SCENE_POINTS) continue;
        pick found = pick_in(s, &s->items[k].points, x, y, reach);
        bool front = found.squared == best.squared && found.depth < best.depth;
        if (found.index >= 0 && (best.index < 0 || found.squared < best.squared || front)) best = found;
    }
    return best.index;
}

// ---- bounds ---------------------------------------------------------------------------------------------------------

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
