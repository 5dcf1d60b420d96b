// SPDX-License-Identifier: MIT
#include "gfx_soft.h"

#include <stdlib.h>

#include "gfx_soft_parts.h"

// ---- points ---------------------------------------------------------------------------------------------------------

static paint point_paint(const raster *r, const scene *s, const scene_points_item *item, size_t index, float depth) {
    const colour own = mix(s->theme.paper, item->colours[index], s->camera.dims == 3 ? level(0.08f * (depth + 1)) : 0);
    paint p = {.ring_width = SCENE_RING * r->density, .depth = depth};
    if (item->cloud.count > SCENE_MAX_SORTED) p.least = 0.5f;            // as gfx_gl, which saves the edges of so many
    p.fill = p.ring = (own & ~OPAQUE) | (item->colours[index] & OPAQUE); // paler, as opaque as it was
    if (item->style.hollow) p.fill = s->theme.paper;
    if (!item->style.hollow && !item->style.plain) p.ring = s->theme.paper;
    return p;
}

static void draw_points(raster *r, scene *s, const scene_points_item *item) {
    const size_t count = item->cloud.count;
    const bool space = s->camera.dims == 3, sorted = space && count <= SCENE_MAX_SORTED;
    const depth_rule rule = !r->depth ? DEPTH_IGNORED : space && !sorted ? DEPTH_TESTED : DEPTH_WRITTEN;
    const uint32_t *order = sorted ? scene_order(s, item) : NULL;
    if (sorted && !order) return; // and the scene has failed
    const float border = item->style.hollow || item->style.plain ? 0 : SCENE_RING;
    for (size_t k = 0; k < count; k++) {
        const size_t index = order ? order[k] : k;
        const camera_point at = scene_project(s, &item->cloud, index);
        if (!isfinite(at.x + at.y + at.size + at.depth)) continue;
        paint p = point_paint(r, s, item, index, at.depth);
        p.rule = rule;
        const float radius = (item->style.radius * at.size + border) * r->density;
        raster_disc(r, at.x * r->density, at.y * r->density_y, radius, &p);
    }
}

// ---- images ---------------------------------------------------------------------------------------------------------

static int cell_at(int pixel, float from, float size, int count) {
    const float at = ((float)pixel + 0.5f - from) / size * (float)count;
    return !(at > 0) ? 0 : at < (float)count ? (int)at : count - 1;
}

static void draw_image(raster *r, const scene *s, const scene_image *image) {
    const float x = image->x * r->density, width = image->width * r->density;
    const float y = image->y * r->density_y, height = image->height * r->density_y;
    if (!(width > 0 && height > 0) || !isfinite(x + y + width + height)) return;
    // A middle on the right or lower edge is no longer within.
    const span rows = {first_pixel(y, r->height), first_pixel(y + height, r->height)};
    const span columns = {first_pixel(x, r->width), first_pixel(x + width, r->width)};
    for (int row = rows.from; row < rows.to; row++) {
        const size_t first = (size_t)cell_at(row, y, height, image->rows) * (size_t)image->columns;
        const colour *cells = s->pixels + image->first + first;
        for (int column = columns.from; column < columns.to; column++) {
            colour *pixel = r->pixels + (size_t)row * (size_t)r->width + (size_t)column;
            *pixel = blend(*pixel, cells[cell_at(column, x, width, image->columns)], 255);
        }
    }
}

// ---- pictures -------------------------------------------------------------------------------------------------------

// Points hide parts of a mesh, and of each other where there are too many of them to sort.
static bool needs_depth(const scene *s) {
    for (int k = 0; k < s->item_count; k++) {
        const scene_item *item = &s->items[k];
        if (item->kind == SCENE_MESH) return true;
        if (item->kind == SCENE_POINTS && s->camera.dims == 3 && item->points.cloud.count > SCENE_MAX_SORTED)
            return true;
    }
    return false;
}

// Room for so many items of 4 bytes, which need not keep what is there.
static void *renew(void *items, size_t *capacity, size_t count) {
    if (count <= *capacity) return items;
    free(items);
    items = malloc(count * 4);
    *capacity = items ? count : 0;
    return items;
}

static bool need(gfx_soft *soft, size_t count, bool depth) {
    soft->pixels = renew(soft->pixels, &soft->capacity, count);
    if (depth) soft->depth = renew(soft->depth, &soft->depth_capacity, count);
    return soft->pixels && (!depth || soft->depth);
}

void gfx_soft_free(gfx_soft *soft) {
    free(soft->pixels);
    free(soft->depth);
    *soft = (gfx_soft){0};
}

static void draw_item(raster *r, scene *s, const scene_item *item) {
    switch (item->kind) {
    case SCENE_MARKS:
        for (size_t k = 0; k < item->count; k++) raster_mark(r, &s->marks[item->first + k]);
        return;
    case SCENE_POINTS: draw_points(r, s, &item->points); return;
    case SCENE_MESH: raster_mesh(r, s, item); return;
    case SCENE_IMAGE: draw_image(r, s, &item->image); return;
    }
}

bool gfx_soft_draw(gfx_soft *soft, scene *s, int pixel_width, int pixel_height) {
    const size_t count = (size_t)pixel_width * (size_t)pixel_height;
    const bool depth = needs_depth(s);
    if (count > SIZE_MAX / 8 || !need(soft, count, depth)) return false;
    raster r = {
        .pixels = soft->pixels,
        .depth = depth ? soft->depth : NULL,
        .width = pixel_width,
        .height = pixel_height,
        .density = (float)pixel_width / s->camera.width,
        .density_y = (float)pixel_height / s->camera.height,
    };
    for (size_t k = 0; k < count; k++) r.pixels[k] = s->theme.paper;
    for (size_t k = 0; k < count && depth; k++) r.depth[k] = INFINITY;
    for (int k = 0; k < s->item_count; k++) draw_item(&r, s, &s->items[k]);
    return !s->failed;
}
