// SPDX-License-Identifier: MIT
#include "page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scene_parts.h"

// ---- colours --------------------------------------------------------------------------------------------------------

static const struct {
    const char *name;
    uint32_t light, dark; // 0xRRGGBB
} colours[POSTER_TINTS] = {
    [POSTER_PAPER] = {"paper", 0xffffff, 0x16181c},     [POSTER_INK] = {"ink", 0x1f2126, 0xe8eaee},
    [POSTER_LINE] = {"line", 0xe2e4e8, 0x31353d},       [POSTER_INPUT] = {"input", 0x1f5fa8, 0x8fc0f5},
    [POSTER_LATENT] = {"latent", 0x1c7a45, 0x79d3a0},   [POSTER_OUTPUT] = {"output", 0xb0500a, 0xf5ad6e},
    [POSTER_ENCODER] = {"encoder", 0xdce9f7, 0x22344a}, [POSTER_DECODER] = {"decoder", 0xfbe6d2, 0x47301c},
    [POSTER_SHEET] = {"sheet", 0xf0923c, 0xd98a45},
};

const char *poster_tint_name(poster_tint tint) { return colours[tint].name; }

colour poster_colour(poster_tint tint, bool dark) {
    const uint32_t rgb = dark ? colours[tint].dark : colours[tint].light;
    return 0xff000000u | (rgb & 255) << 16 | (rgb & 0xff00) | rgb >> 16;
}

colour page_colour(const page *page, poster_tint tint) { return poster_colour(tint, page->dark); }

// ---- pages ----------------------------------------------------------------------------------------------------------

static int device(float x) { return (int)(x * POSTER_DENSITY + 0.5f); }

page page_open(poster *poster, float width, float height, bool dark) {
    poster->width = device(width);
    poster->height = device(height);
    const size_t count = (size_t)poster->width * (size_t)poster->height;
    poster->pixels = malloc(count * sizeof *poster->pixels);
    page page = {.poster = poster, .dark = dark, .failed = !poster->pixels};
    for (size_t k = 0; k < count && poster->pixels; k++) poster->pixels[k] = page_colour(&page, POSTER_PAPER);
    return page;
}

bool page_close(page *page) {
    scene_free(&page->scene);
    gfx_soft_free(&page->soft);
    if (page->failed) poster_free(page->poster);
    return !page->failed;
}

void poster_free(poster *poster) {
    free(poster->pixels);
    poster->pixels = NULL;
}

scene *page_scene(page *page, camera camera) {
    const scene_theme theme = {page_colour(page, POSTER_PAPER), page_colour(page, POSTER_INK), page->dark};
    scene_begin(&page->scene, camera, theme, 1);
    return &page->scene;
}

void page_shape(page *page, box at) {
    const int left = device(at.x), top = device(at.y);
    const int width = device(at.x + at.width) - left, height = device(at.y + at.height) - top;
    if (page->failed || !gfx_soft_draw(&page->soft, &page->scene, width, height)) {
        page->failed = true;
        return;
    }
    for (int row = 0; row < height; row++)
        memcpy(page->poster->pixels + (size_t)(top + row) * (size_t)page->poster->width + left,
               page->soft.pixels + (size_t)row * (size_t)width, (size_t)width * sizeof(colour));
}

// ---- panels ---------------------------------------------------------------------------------------------------------

static const float BORDER = 1, CORNER = 8; // CSS px

box page_inside(box panel) {
    return (box){panel.x + BORDER, panel.y + BORDER, panel.width - 2 * BORDER, panel.height - 2 * BORDER};
}

static float clamp(float x) { return x < 0 ? 0 : x > 1 ? 1 : x; }

// The distance to the edge of a box with round corners, negative within it.
static float outside_of(box box, float corner, float x, float y) {
    const float dx = fabsf(x - box.x - box.width / 2) - box.width / 2 + corner;
    const float dy = fabsf(y - box.y - box.height / 2) - box.height / 2 + corner;
    if (dx <= 0 || dy <= 0) return fmaxf(dx, dy) - corner;
    return sqrtf(dx * dx + dy * dy) - corner;
}

static void draw_border(page *page, box panel) {
    const colour paper = page_colour(page, POSTER_PAPER), line = page_colour(page, POSTER_LINE);
    // To whole pixels, so that its lines are sharp
    const box at = {(float)device(panel.x), (float)device(panel.y),
                    (float)device(panel.x + panel.width) - (float)device(panel.x),
                    (float)device(panel.y + panel.height) - (float)device(panel.y)};
    const float corner = CORNER * POSTER_DENSITY, width = BORDER * POSTER_DENSITY;
    for (int row = (int)at.y; row < (int)(at.y + at.height); row++)
        for (int column = (int)at.x; column < (int)(at.x + at.width); column++) {
            colour *pixel = page->poster->pixels + (size_t)row * (size_t)page->poster->width + column;
            const float outside = outside_of(at, corner, (float)column + 0.5f, (float)row + 0.5f);
            *pixel = colour_mix(*pixel, line, clamp(0.5f + outside + width));
            *pixel = colour_mix(*pixel, paper, clamp(0.5f + outside));
        }
}

void page_panel(page *page, box panel) {
    page_shape(page, page_inside(panel));
    if (!page->failed) draw_border(page, panel);
}

// ---- networks -------------------------------------------------------------------------------------------------------

static void put_line(scene *s, float ax, float ay, float bx, float by, float width, colour fill) {
    scene_put_mark(s, (scene_mark){ax, ay, bx, by, width / 2, width / 2, fill, fill});
}

// Dots along a line.
static void put_stream(scene *s, float ax, float ay, float bx, float by, colour fill) {
    const float length = sqrtf((bx - ax) * (bx - ax) + (by - ay) * (by - ay)), DASH = 2, STEP = 12;
    const int count = (int)(length / STEP) + 1;
    if (!scene_need_marks(s, (size_t)count)) return;
    for (int k = 0; k < count; k++) {
        const float from = STEP * (float)k / length, to = fminf(1, from + DASH / length);
        put_line(s, ax + from * (bx - ax), ay + from * (by - ay), ax + to * (bx - ax), ay + to * (by - ay), 1.5f, fill);
    }
}

// In parts of the box, as in web/parts.js: the wide side takes 4 … 96%, the narrow one 34 … 66%, both 2% from the edge.
void page_network(page *page, box at, page_half half, int layers) {
    const float WIDE = 0.92f, NARROW = 0.32f, height = at.height;
    const box shape = {at.x + 0.02f * at.width, at.y, 0.96f * at.width, height};
    const float left = half == PAGE_ENCODER ? WIDE : NARROW, right = half == PAGE_ENCODER ? NARROW : WIDE;
    const colour fill = page_colour(page, half == PAGE_ENCODER ? POSTER_ENCODER : POSTER_DECODER);
    const colour stroke = page_colour(page, half == PAGE_ENCODER ? POSTER_INPUT : POSTER_OUTPUT);
    scene *s = page_scene(page, camera_plane(shape.width, height, (float[2]){0}, 1));
    if (scene_need_marks(s, 1 + (size_t)layers)) {
        // The round ends of this capsule are off the plot.
        scene_put_mark(
            s, (scene_mark){0, height / 2, shape.width, height / 2, left * height / 2, right * height / 2, fill, fill});
        for (int k = 1; k <= layers; k++) {
            const float t = (float)k / (float)(layers + 1), reach = ((1 - t) * left + t * right - 0.1f) * height / 2;
            put_line(s, t * shape.width, height / 2 - reach, t * shape.width, height / 2 + reach, 3, stroke);
        }
    }
    static const float streams[] = {-0.36f, -0.12f, 0.12f, 0.36f}; // from the middle, in parts of the side
    for (int k = 0; k < 4; k++)
        put_stream(s, 0, height * (0.5f + streams[k] * left), shape.width, height * (0.5f + streams[k] * right),
                   colour_fade(stroke, 0.45f));
    page_shape(page, shape);
}
