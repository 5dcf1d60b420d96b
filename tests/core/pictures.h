// SPDX-License-Identifier: MIT
// Scenes whose pictures are known bit by bit: tests/core/test_pictures.c draws them natively, tests/wasm/pictures.c in
// WebAssembly, and tests/core/pictures.c for the eye.
#ifndef PICTURES_H
#define PICTURES_H

#include <math.h>
#include <stddef.h>

#include "chart.h"
#include "functions.h"
#include "gfx_soft.h"
#include "random.h"

typedef struct picture {
    const char *name;
    float width, height; // CSS px
    int density, dims;
    bool dark;
    void (*fill)(scene *scene); // after scene_begin
} picture;

enum { PICTURE_POINTS = 30000, PICTURE_SIDE = 25 };

// What the scenes borrow until they are drawn.
static unsigned picture_version; // counts the clouds
static float picture_at[3 * PICTURE_POINTS], picture_more[3 * PICTURE_POINTS], picture_positions[PICTURE_POINTS];
static uint8_t picture_classes[PICTURE_POINTS];

// ---- data -----------------------------------------------------------------------------------------------------------

static const double PICTURE_TURN = 6.283185307179586;

// (cos t, sin t, sin 2t), or its first `dims` coordinates, within ±0.45.
static scene_cloud picture_loop(float *at, int dims, size_t count, double shift) {
    for (size_t k = 0; k < count; k++) {
        const double t = PICTURE_TURN * (double)k / (double)count + shift;
        const double x[3] = {ae_cos(t), ae_sin(t), ae_sin(2 * t)};
        for (int c = 0; c < dims; c++) at[k * (size_t)dims + (size_t)c] = (float)(0.45 * x[c]);
        picture_positions[k] = (float)k / (float)count;
    }
    return (scene_cloud){.at = at,
                         .dims = dims,
                         .count = count,
                         .positions = picture_positions,
                         .cyclic = true,
                         .version = ++picture_version};
}

// Normal clusters, one for each class.
static scene_cloud picture_clusters(int dims, size_t count) {
    ae_random random = ae_random_new(1, 12);
    for (size_t k = 0; k < count; k++) {
        picture_classes[k] = (uint8_t)(k % 10);
        for (int c = 0; c < dims; c++) {
            const double middle = 0.3 * ae_sin(1 + 2.4 * (double)(k % 10) + 1.7 * c);
            picture_at[k * (size_t)dims + (size_t)c] = (float)(middle + 0.045 * ae_random_normal(&random));
        }
    }
    return (scene_cloud){
        .at = picture_at, .dims = dims, .count = count, .classes = picture_classes, .version = ++picture_version};
}

static scene_point_style picture_style(float radius) {
    return (scene_point_style){.radius = radius, .opacity = 1, .selected = -1};
}

// ---- scenes ---------------------------------------------------------------------------------------------------------

static void fill_space(scene *s) {
    scene_axes(s);
    scene_points(s, picture_loop(picture_at, 3, 60, 0), picture_style(4));
}

static void fill_open_ramp(scene *s) {
    scene_axes(s);
    scene_cloud cloud = picture_loop(picture_at, 3, 40, 0);
    cloud.cyclic = false;
    scene_point_style style = picture_style(5);
    style.selected = 12;
    scene_points(s, cloud, style);
}

static void fill_trails(scene *s) {
    const scene_cloud cloud = picture_loop(picture_at, 2, 25, 0.1);
    for (size_t k = 0; k < 25; k++) {
        picture_more[2 * k] = (float)(0.4 * ae_sin(0.7 * (double)k));
        picture_more[2 * k + 1] = (float)(0.5 * ae_cos(1.9 * (double)k));
    }
    scene_axes(s);
    scene_trails(s, cloud, picture_more, -0.5f, 5);
    scene_points(s, cloud, picture_style(5));
}

static void fill_links(scene *s) {
    const scene_cloud from = picture_loop(picture_at, 3, 25, 0), to = picture_loop(picture_more, 3, 25, 0.1);
    for (int k = 2; k < 75; k += 3) picture_more[k] *= 0.4f; // flatter
    scene_point_style style = picture_style(4.5f);
    scene_axes(s);
    scene_links(s, from, to);
    style.hollow = true;
    style.selected = 4;
    scene_points(s, from, style);
    style.hollow = false;
    scene_points(s, to, style);
}

static void fill_contours(scene *s) {
    static float values[PICTURE_SIDE * PICTURE_SIDE];
    static const float levels[] = {0.02f, 0.05f, 0.1f, 0.2f, 0.4f};
    for (int k = 0; k < PICTURE_SIDE * PICTURE_SIDE; k++) {
        const float x = (float)(k % PICTURE_SIDE) / (PICTURE_SIDE - 1) - 0.4f;
        const float y = (float)(k / PICTURE_SIDE) / (PICTURE_SIDE - 1) - 0.6f;
        values[k] = x * x + y * y + 0.9f * x * y * y;
    }
    const scene_samples samples = {values, PICTURE_SIDE, PICTURE_SIDE, -0.5f, 0.5f, -0.5f, 0.5f};
    scene_contours(s, samples, levels, 5, 1.2f, colour_mix(s->theme.paper, s->theme.ink, 0.4f));
    const scene_cloud cloud = picture_loop(picture_at, 2, 30, 0);
    picture_at[2 * 11] = NAN; // a gap in the line
    scene_line(s, cloud, true, 1.5f, s->theme.ink);
    scene_points(s, cloud, picture_style(3));
}

static void fill_sheet(scene *s) {
    for (int k = 0; k < PICTURE_SIDE * PICTURE_SIDE; k++) {
        const float x = (float)(k % PICTURE_SIDE) / (PICTURE_SIDE - 1) - 0.5f;
        const float y = (float)(k / PICTURE_SIDE) / (PICTURE_SIDE - 1) - 0.5f;
        picture_more[3 * k] = 0.95f * x;
        picture_more[3 * k + 1] = 0.95f * y;
        picture_more[3 * k + 2] = 1.9f * x * y;
    }
    scene_axes(s);
    scene_points(s, picture_loop(picture_at, 3, 60, 0), picture_style(4));
    scene_mesh(s, picture_more, PICTURE_SIDE, PICTURE_SIDE, s->theme.dark ? 0xff6eadf5u : 0xff0a50b0u, 0.35f);
}

static void fill_image(scene *s) {
    for (int k = 0; k < 28 * 28; k++) {
        const float x = (float)(k % 28) - 13.5f, y = (float)(k / 28) - 13.5f, away = sqrtf(x * x + 1.6f * y * y);
        picture_more[k] = 1.2f - 0.35f * fabsf(away - 9);
    }
    scene_points(s, picture_clusters(2, 300), picture_style(3));
    scene_picture(s, picture_more, 28, 28, s->camera.width - 92, 8, 84, 84);
}

static void fill_tween(scene *s) {
    scene_cloud cloud = picture_loop(picture_at, 3, 60, 0);
    for (int k = 0; k < 180; k++) picture_more[k] = k % 3 == 2 ? 0 : picture_at[k];
    cloud.before = picture_more;
    s->progress = 0.5f;
    scene_axes(s);
    scene_points(s, cloud, picture_style(4));
}

static void fill_classes(scene *s) {
    scene_point_style style = picture_style(2.5f);
    style.plain = true;
    style.opacity = 0.7f;
    style.selected = 77;
    scene_points(s, picture_clusters(2, 2000), style);
}

static void fill_many(scene *s) {
    scene_point_style style = picture_style(1.2f);
    style.plain = true;
    scene_points(s, picture_clusters(3, PICTURE_POINTS), style);
}

// A run that falls and jumps, with the one before it as a ghost. The chart begins the scene anew.
static void fill_chart(scene *s) {
    static const colour LINE[] = {0xff0a50b0u, 0xff6eadf5u}, HELD_OUT[] = {0xff9a6a20u, 0xffd8b070u};
    const bool dark = s->theme.dark;
    ae_history *losses, *ghost;
    if (ae_history_new(&losses, 4096, NULL)) return;
    ae_random random = ae_random_new(1, 13);
    for (int k = 0; k <= 2600; k++) {
        const double noise = 1 + 0.1 * ae_random_normal(&random), falls = (double)ae_exp(-(float)k / 90);
        ae_history_add(losses, k, (0.09 * falls + 4e-4) * noise, k % 40 ? (double)NAN : 0.1 * falls + 0.0012);
    }
    if (!ae_history_new(&ghost, 4096, NULL)) {
        for (int k = 0; k <= 1700; k++) ae_history_add(ghost, k, 0.12 * (double)ae_exp(-(float)k / 300) + 0.004, NAN);
        const chart_desc desc = {
            .width = s->camera.width,
            .height = s->camera.height,
            .losses = losses,
            .ghost = ghost,
            .level = 0.0025,
            .cursor = 1240,
            .line = LINE[dark],
            .held_out = HELD_OUT[dark],
            .ghost_line = colour_fade(s->theme.ink, 0.3f),
            .level_line = colour_fade(s->theme.ink, 0.6f),
        };
        chart_scene(s, s->theme, &desc);
    }
    ae_history_free(ghost);
    ae_history_free(losses);
}

static const picture pictures[] = {
    {"space-light", 300, 300, 1, 3, false, fill_space},       {"space-dark", 300, 300, 2, 3, true, fill_space},
    {"ramp-light", 300, 240, 2, 3, false, fill_open_ramp},    {"ramp-dark", 300, 240, 1, 3, true, fill_open_ramp},
    {"trails-light", 300, 300, 2, 2, false, fill_trails},     {"trails-dark", 300, 300, 1, 2, true, fill_trails},
    {"links-light", 400, 300, 2, 3, false, fill_links},       {"links-dark", 400, 300, 2, 3, true, fill_links},
    {"contours-light", 300, 300, 2, 2, false, fill_contours}, {"contours-dark", 300, 300, 1, 2, true, fill_contours},
    {"sheet-light", 400, 340, 2, 3, false, fill_sheet},       {"sheet-dark", 400, 340, 1, 3, true, fill_sheet},
    {"image-light", 360, 300, 1, 2, false, fill_image},       {"image-dark", 360, 300, 2, 2, true, fill_image},
    {"tween-light", 300, 300, 1, 3, false, fill_tween},       {"classes-dark", 400, 300, 2, 2, true, fill_classes},
    {"many-light", 300, 300, 2, 3, false, fill_many},         {"chart-light", 420, 220, 2, 2, false, fill_chart},
    {"chart-dark", 280, 160, 1, 2, true, fill_chart},
};

enum { PICTURES = sizeof pictures / sizeof *pictures };

static inline int picture_columns(const picture *p) { return (int)(p->width * (float)p->density); }
static inline int picture_rows(const picture *p) { return (int)(p->height * (float)p->density); }

// False when memory ran out.
static bool picture_draw(const picture *p, scene *s, gfx_soft *soft) {
    const float centre[3] = {0};
    scene_begin(s,
                p->dims == 3 ? camera_orbit(p->width, p->height, centre, 0.5f, -0.9f, 0.42f, 1)
                             : camera_plane(p->width, p->height, centre, 0.55f),
                (scene_theme){colour_paper(p->dark), colour_ink(p->dark, 1), p->dark}, 1);
    p->fill(s);
    return gfx_soft_draw(soft, s, picture_columns(p), picture_rows(p));
}

#endif
