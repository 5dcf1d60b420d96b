// SPDX-License-Identifier: MIT
#include "tiles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NEAREST = 5 }; // codes that vote on a tile's colour

static const float GREY = 0.55f; // of ink: tiles far from all codes

void tiles_free(tiles *t) {
    free(t->pixels);
    *t = (tiles){0};
}

// ---- pictures -------------------------------------------------------------------------------------------------------

// Grey levels by their 8 bits, so that a pixel costs one look.
typedef struct shades {
    colour of[256];
} shades;

static shades shades_of(colour paper, colour ink) {
    shades s;
    for (int k = 0; k < 256; k++) s.of[k] = colour_mix(paper, ink, (float)k / 255);
    return s;
}

static colour shade(const shades *s, float value) {
    return s->of[!(value > 0) ? 0 : value < 1 ? (int)(value * 255 + 0.5f) : 255];
}

// One picture, width × height, into a larger one whose rows are `stride` long.
static void put(colour *to, size_t stride, const float *values, size_t width, size_t height, const shades *s) {
    for (size_t row = 0; row < height; row++)
        for (size_t column = 0; column < width; column++)
            to[row * stride + column] = shade(s, values[row * width + column]);
}

void tiles_picture(colour *pixels, const float *values, size_t count, colour paper, colour ink) {
    const shades s = shades_of(paper, ink);
    put(pixels, count, values, count, 1, &s);
}

void tiles_strip(colour *pixels, const tiles_path *path, colour paper, colour ink) {
    const shades s = shades_of(paper, ink);
    const size_t width = (size_t)path->width, count = (size_t)path->count, outputs = (size_t)path->network->desc.inputs;
    float codes[2 * TILES_ROWS];
    for (size_t k = 0; k < count; k++)
        for (size_t c = 0; c < 2; c++) {
            const float part = (float)k / (float)(count - 1);
            codes[2 * k + c] = (1 - part) * path->from[c] + part * path->to[c];
        }
    const float *decoded = ae_decode(path->network, path->pass, codes, count);
    for (size_t k = 0; k < count; k++)
        put(pixels + k * width, count * width, decoded + k * outputs, width, outputs / width, &s);
}

// ---- tiles ----------------------------------------------------------------------------------------------------------

static bool is_as_before(const tiles *t, const tiles_desc *desc, const scene *s) {
    const unsigned shown = desc->map ? desc->map->version : 0;
    return t->pixels && t->network == desc->network && t->version == desc->version && t->map_version == shown &&
           t->side == desc->side && !memcmp(&t->camera, &s->camera, sizeof s->camera) &&
           t->theme.paper == s->theme.paper && t->theme.ink == s->theme.ink && t->theme.dark == s->theme.dark;
}

// How many tiles there are. False when they are too many, or memory ran out.
static bool lay(tiles *t, const tiles_desc *desc, const scene *s) {
    const float columns = ceilf(s->camera.width / desc->side), rows = ceilf(s->camera.height / desc->side);
    if (!(desc->side > 0) || !(columns >= 1 && rows >= 1) || columns * rows > TILES_MOST) return false;
    const size_t wanted = (size_t)columns * (size_t)rows * (size_t)desc->network->desc.inputs;
    if (wanted > t->capacity) {
        free(t->pixels);
        t->pixels = malloc(wanted * sizeof *t->pixels);
        t->capacity = t->pixels ? wanted : 0;
    }
    t->columns = (int)columns;
    t->rows = (int)rows;
    t->side = desc->side;
    t->width = desc->width;
    return t->pixels;
}

// The middle of a tile, counted row by row, as a code. Tiles lie around the plot's middle, so that none is at the left
// or the top alone.
static void middle_of(const tiles *t, const camera *camera, size_t tile, float code[2]) {
    const float column = (float)(tile % (size_t)t->columns), row = (float)(tile / (size_t)t->columns);
    const float left = (camera->width - t->side * (float)t->columns) / 2;
    const float top = (camera->height - t->side * (float)t->rows) / 2;
    camera_unproject(camera, left + t->side * (column + 0.5f), top + t->side * (row + 0.5f), code);
}

// The label of the codes near to a tile, -1 where there are none.
static int label_near(const tiles *t, const tiles_desc *desc, const camera *camera, const float code[2]) {
    ae_neighbour found[NEAREST];
    const int count = ae_neighbours_find(desc->map->neighbours, code, -1, NEAREST, found);
    const float half = t->side / camera->scale * 0.5f;
    if (!count || found[0].squared > 2 * half * half) return -1;
    return ae_neighbours_vote(found, count, desc->map->labels);
}

static void decode_tiles(tiles *t, const tiles_desc *desc, const scene *s, const shades by_label[DIGIT_LABELS + 1]) {
    const size_t width = (size_t)desc->width, outputs = (size_t)desc->network->desc.inputs, height = outputs / width;
    const size_t count = (size_t)t->columns * (size_t)t->rows, stride = width * (size_t)t->columns;
    const bool tinted = desc->map && desc->map->neighbours;
    float codes[2 * TILES_ROWS];
    for (size_t first = 0; first < count; first += TILES_ROWS) {
        const size_t some = count - first < TILES_ROWS ? count - first : TILES_ROWS;
        for (size_t k = 0; k < some; k++) middle_of(t, &s->camera, first + k, codes + 2 * k);
        const float *decoded = ae_decode(desc->network, desc->pass, codes, some);
        for (size_t k = 0; k < some; k++) {
            const size_t column = (first + k) % (size_t)t->columns, row = (first + k) / (size_t)t->columns;
            const int label = tinted ? label_near(t, desc, &s->camera, codes + 2 * k) : -1;
            put(t->pixels + row * height * stride + column * width, stride, decoded + k * outputs, width, height,
                &by_label[label < 0 || label >= DIGIT_LABELS ? DIGIT_LABELS : label]);
        }
    }
}

bool tiles_update(tiles *t, const tiles_desc *desc, const scene *s) {
    if (is_as_before(t, desc, s)) return true;
    t->network = NULL;
    if (!lay(t, desc, s)) return false;
    shades by_label[DIGIT_LABELS + 1];
    for (int label = 0; label < DIGIT_LABELS; label++)
        by_label[label] = shades_of(s->theme.paper, colour_class(label, s->theme.dark));
    by_label[DIGIT_LABELS] = shades_of(s->theme.paper, colour_mix(s->theme.paper, s->theme.ink, desc->map ? GREY : 1));
    decode_tiles(t, desc, s, by_label);
    t->network = desc->network;
    t->version = desc->version;
    t->map_version = desc->map ? desc->map->version : 0;
    t->camera = s->camera;
    t->theme = s->theme;
    return true;
}

void tiles_draw(const tiles *t, scene *s) {
    const float width = t->side * (float)t->columns, height = t->side * (float)t->rows;
    const int outputs = t->network->desc.inputs;
    scene_colours(s, t->pixels, t->width * t->columns, outputs / t->width * t->rows, (s->camera.width - width) / 2,
                  (s->camera.height - height) / 2, width, height);
}
