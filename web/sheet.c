// SPDX-License-Identifier: MIT
#include "sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SIDE = 41, // codes along each side of the plane
    CELLS = 4, // between two lines that are drawn on it
    COUNT = SIDE * SIDE,
    PATH = 65, // codes from one point to another
};

static const float MARGIN = 0.15f; // of the plane around the codes, in halves of their rectangle

void sheet_free(sheet *s) {
    ae_pass_free(s->pass);
    free(s->codes);
    *s = (sheet){0};
}

static int latent_units(const sheet *s) {
    const ae_network_desc *desc = &ae_trainer_network(s->trainer)->desc;
    return desc->layers[desc->latent].units;
}

// Room for the grid; false when memory ran out.
static bool allocate(sheet *s) {
    if (s->codes) return true;
    ae_error error;
    if (!s->pass && ae_pass_new(&s->pass, ae_trainer_network(s->trainer), COUNT, &error)) return false;
    s->codes = malloc(COUNT * (3 + 3 * 3) * sizeof(float));
    if (!s->codes) return false;
    s->at = s->codes + 3 * COUNT;
    s->before = s->at + 3 * COUNT;
    s->drawn = s->before + 3 * COUNT;
    return true;
}

// The rectangle of the codes with a margin; no side is next to nothing beside the other.
static void measure(sheet *s, const float *codes, int points) {
    for (int c = 0; c < 2; c++) {
        float least = codes[c], most = codes[c];
        for (int k = 1; k < points; k++) {
            least = codes[2 * k + c] < least ? codes[2 * k + c] : least;
            most = codes[2 * k + c] > most ? codes[2 * k + c] : most;
        }
        s->centre[c] = (least + most) / 2;
        s->half[c] = (1 + MARGIN) * (most - least) / 2;
    }
    for (int c = 0; c < 2; c++) {
        float floor = 0.1f * s->half[1 - c];
        if (!(s->half[c] > floor)) s->half[c] = floor > 1e-6f ? floor : 1e-6f;
    }
}

// Where line k of SIDE across an axis of the plane is.
static float line_at(const sheet *s, int axis, int k) {
    return s->centre[axis] + s->half[axis] * ((float)(2 * k) / (SIDE - 1) - 1);
}

bool sheet_update(sheet *s, unsigned version) {
    if (latent_units(s) != 2 || !allocate(s)) return false;
    if (s->version == version) return true;
    measure(s, ae_trainer_latent(s->trainer), ae_trainer_points(s->trainer));
    for (int k = 0; k < COUNT; k++) {
        s->codes[2 * k] = line_at(s, 0, k % SIDE);
        s->codes[2 * k + 1] = line_at(s, 1, k / SIDE);
    }
    memcpy(s->at, ae_decode(ae_trainer_network(s->trainer), s->pass, s->codes, COUNT), 3 * COUNT * sizeof(float));
    s->version = version;
    return true;
}

void sheet_remember(sheet *s, unsigned version) {
    s->has_before = s->codes && s->version == version;
    if (s->has_before) memcpy(s->before, s->at, 3 * COUNT * sizeof(float));
}

// ---- the plane and its image ----------------------------------------------------------------------------------------

void sheet_mesh(sheet *s, scene *scene, colour fill, float opacity) {
    bool moves = s->has_before && scene->progress < 1;
    for (int k = 0; k < 3 * COUNT && moves; k++)
        s->drawn[k] = (1 - scene->progress) * s->before[k] + scene->progress * s->at[k];
    scene_mesh(scene, moves ? s->drawn : s->at, SIDE, SIDE, fill, opacity);
    scene_mesh_lines(scene, CELLS);
}

void sheet_grid(const sheet *s, scene *scene, colour fill) {
    for (int k = 0; k < SIDE; k += CELLS) {
        for (int c = 0; c < 2; c++) {
            float ends[4] = {line_at(s, 0, 0), line_at(s, 1, 0), line_at(s, 0, SIDE - 1), line_at(s, 1, SIDE - 1)};
            ends[c] = ends[2 + c] = line_at(s, c, k);
            scene_line(scene, (scene_cloud){.at = ends, .dims = 2, .count = 2}, false, 1, fill);
        }
    }
}

// ---- between two codes ----------------------------------------------------------------------------------------------

// The point a part t of the straight path between two rows (columns) of an array: x (columns) written.
static void between(const float *rows, int columns, int from, int to, float t, float *x) {
    for (int c = 0; c < columns; c++) x[c] = (1 - t) * rows[from * columns + c] + t * rows[to * columns + c];
}

void sheet_path(sheet *s, scene *scene, sheet_path_kind kind, int from, int to, float width, colour fill) {
    if (!allocate(s)) return;
    int units = latent_units(s), dims = kind == SHEET_CODES ? units : 3;
    const float *ends = kind == SHEET_STRAIGHT ? ae_trainer_output(s->trainer) : ae_trainer_latent(s->trainer);
    int columns = kind == SHEET_STRAIGHT ? 3 : units, count = kind == SHEET_IMAGE ? PATH : 2;
    float path[3 * PATH];
    for (int k = 0; k < count; k++) between(ends, columns, from, to, (float)k / (float)(count - 1), path + k * columns);
    const float *at = path;
    if (kind == SHEET_IMAGE) at = ae_decode(ae_trainer_network(s->trainer), s->pass, path, PATH);
    scene_line(scene, (scene_cloud){.at = at, .dims = dims, .count = (size_t)count}, false, width, fill);
}

sheet_stop sheet_between(sheet *s, int from, int to, float t) {
    sheet_stop stop = {0};
    if (!allocate(s)) return stop;
    between(ae_trainer_latent(s->trainer), latent_units(s), from, to, t, stop.code);
    memcpy(stop.image, ae_decode(ae_trainer_network(s->trainer), s->pass, stop.code, 1), sizeof stop.image);
    between(ae_trainer_output(s->trainer), 3, from, to, t, stop.straight);
    for (int c = 0; c < 3; c++)
        stop.distance += (stop.image[c] - stop.straight[c]) * (stop.image[c] - stop.straight[c]);
    stop.distance = sqrtf(stop.distance);
    return stop;
}
