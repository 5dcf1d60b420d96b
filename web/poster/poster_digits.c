// SPDX-License-Identifier: MIT
#include "poster_digits.h"

#include <math.h>
#include <string.h>

#include "digit_map.h"
#include "page.h"
#include "tiles.h"

enum { SIDE = 28, NEAREST = 5, PATH = 14 }; // px of a picture; thumbnails; pictures of the path

// Where web/figures/digits.js starts: below these labels, in parts of half the map.
enum { CURSOR = 2, FROM = 0, TO = 1 };
static const float BELOW = 0.075f, HANDLE = 13; // px, as in web/digits_map.js

static const float NARROW = 640, SMALL = 200, LARGE = 320, THUMB = 54, THUMB_GAP = 8, ROW_GAP = 20,
                   INDENT = 20; // CSS px, as in web/digits.css

typedef struct scene_of {
    const poster_digits *digits;
    digit_map map;
    ae_pass *pass;
    float cursor[2], from[2], to[2];
} scene_of;

static void close_scene(scene_of *of) {
    digit_map_free(&of->map);
    ae_pass_free(of->pass);
}

static void below(const digit_map *map, int label, float code[2]) {
    code[0] = map->medians[label][0];
    code[1] = map->medians[label][1] - BELOW * map->reach;
}

static bool open_scene(scene_of *of, const poster_digits *digits) {
    *of = (scene_of){.digits = digits};
    const size_t count = (size_t)digits->codes->count;
    if (ae_pass_new(&of->pass, digits->decoder, TILES_ROWS, NULL)) return false;
    if (!digit_map_room(&of->map, count)) return false;
    memcpy(of->map.at, digits->codes->at, 2 * count * sizeof(float));
    memcpy(of->map.labels, digits->codes->labels, count);
    digit_map_update(&of->map, 1);
    below(&of->map, CURSOR, of->cursor);
    below(&of->map, FROM, of->from);
    below(&of->map, TO, of->to);
    return of->map.neighbours;
}

// The radius of the map's dots, as in web/figure.js for so many.
static float dot_radius(float width) { return 0.28f * fminf(5.2f, 1.5f + width / 105); }

static void draw_map(page *page, box panel, const scene_of *of) {
    const box plot = page_inside(panel);
    const colour ink = page_colour(page, POSTER_INK), paper = page_colour(page, POSTER_PAPER);
    const float ends[6] = {of->from[0], of->from[1], 0, of->to[0], of->to[1], 0};
    const scene_cloud path = {.at = ends, .dims = 3, .count = 2};
    scene *s = page_scene(page, camera_plane(plot.width, plot.height, of->map.centre, of->map.reach));
    digit_map_points(&of->map, s, dot_radius(plot.width), 0.8f);
    const float off[6] = {of->from[0], of->from[1], of->to[0], of->to[1], of->cursor[0], of->cursor[1]};
    digit_map_numerals(&of->map, s, (digit_label_style){fmaxf(15, plot.width / 26), off, 3, HANDLE});
    scene_line(s, path, false, 4, colour_fade(paper, 0.8f));
    scene_line(s, path, false, 1.6f, ink);
    scene_spot(s, ends, HANDLE, paper, ink);
    scene_spot(s, ends + 3, HANDLE, paper, ink);
    scene_spot(s, (float[3]){of->cursor[0], of->cursor[1], 0}, 10, colour_fade(paper, 0), ink);
    page_panel(page, panel);
}

static void draw_decoded(page *page, box panel, const scene_of *of, const float code[2]) {
    const box plot = page_inside(panel);
    const float *decoded = ae_decode(of->digits->decoder, of->pass, code, 1);
    scene *s = page_scene(page, camera_plane(plot.width, plot.height, (float[2]){0}, 1));
    scene_picture(s, decoded, SIDE, SIDE, 0, 0, plot.width, plot.height);
    page_panel(page, panel);
}

static void draw_nearest(page *page, float left, float top, const scene_of *of) {
    ae_neighbour found[NEAREST];
    const int count = ae_neighbours_find(of->map.neighbours, of->cursor, -1, NEAREST, found);
    for (int k = 0; k < count; k++) {
        const box thumb = {left + (float)k * (THUMB + THUMB_GAP), top, THUMB, THUMB};
        draw_decoded(page, thumb, of, of->map.at + 2 * (size_t)found[k].row);
    }
}

static void draw_path(page *page, box panel, const scene_of *of) {
    static colour pixels[SIDE * SIDE * PATH];
    const box plot = page_inside(panel);
    tiles_path path = {.network = of->digits->decoder, .pass = of->pass, .width = SIDE, .count = PATH};
    memcpy(path.from, of->from, sizeof path.from);
    memcpy(path.to, of->to, sizeof path.to);
    scene *s = page_scene(page, camera_plane(plot.width, plot.height, (float[2]){0}, 1));
    tiles_strip(pixels, &path, s->theme.paper, s->theme.ink);
    scene_colours(s, pixels, SIDE * PATH, SIDE, 0, 0, plot.width, plot.height);
    page_panel(page, panel);
}

// As web/digits.css lays them out: beside the map, or on a narrow page below it.
typedef struct layout {
    box map, decoded, path;
    float thumbs[2], height;
} layout;

static layout layout_of(float width) {
    const float path = (width - 2 * INDENT) / PATH;
    if (width <= NARROW) {
        const float top = width + ROW_GAP, large = fminf(SMALL, width), end = top + large + ROW_GAP;
        return (layout){
            {0, 0, width, width}, {0, top, large, large}, {INDENT, end, width - 2 * INDENT, path}, {0}, end + path};
    }
    const float gap = fmaxf(20, fminf(40, 0.034f * width)), side = (width - gap) * 1.28f / 2.28f, left = side + gap;
    const float large = fminf(LARGE, width - left), end = side + ROW_GAP;
    return (layout){{0, 0, side, side},
                    {left, 0, large, large},
                    {INDENT, end, width - 2 * INDENT, path},
                    {left, side - THUMB},
                    end + path};
}

static void draw_all(page *page, const layout *at, const scene_of *of) {
    draw_map(page, at->map, of);
    draw_decoded(page, at->decoded, of, of->cursor);
    if (at->thumbs[0] > 0) draw_nearest(page, at->thumbs[0], at->thumbs[1], of);
    draw_path(page, at->path, of);
}

bool poster_draw_digits(poster *poster, const poster_digits *digits, bool dark, float width) {
    *poster = (struct poster){0};
    const layout at = layout_of(width);
    scene_of of;
    page page = {.poster = poster, .failed = true};
    if (open_scene(&of, digits)) {
        page = page_open(poster, width, at.height, dark);
        draw_all(&page, &at, &of);
    }
    close_scene(&of);
    return page_close(&page);
}
