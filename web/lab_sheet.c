// SPDX-License-Identifier: MIT
// What a decoder makes of more than the codes of the data: of a part of the plane around them, and of the way between
// two of them. The plane is that of networks with two latent units.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"

enum {
    SIDE = 41, // codes along each side of the plane
    CELLS = 4, // between two lines that are drawn on it
    COUNT = SIDE * SIDE,
    WAY = 65, // codes from one point to another
};

static const float MARGIN = 0.15f; // of the plane around the codes, in halves of their rectangle

void lab_sheet_free(lab_trainer *lab) {
    ae_pass_free(lab->sheet.pass);
    free(lab->sheet.codes);
    lab->sheet = (lab_sheet){0};
}

static int latent_units(const lab_trainer *lab) {
    const ae_network_desc *desc = &ae_trainer_network(lab->trainer)->desc;
    return desc->layers[desc->latent].units;
}

// Room for the grid; false when memory ran out.
static bool allocate(lab_trainer *lab) {
    lab_sheet *sheet = &lab->sheet;
    if (sheet->codes) return true;
    ae_error error;
    if (!sheet->pass && ae_pass_new(&sheet->pass, ae_trainer_network(lab->trainer), COUNT, &error)) return false;
    sheet->codes = malloc(COUNT * (3 + 3 * 3) * sizeof(float));
    if (!sheet->codes) return false;
    sheet->at = sheet->codes + 3 * COUNT;
    sheet->before = sheet->at + 3 * COUNT;
    sheet->drawn = sheet->before + 3 * COUNT;
    return true;
}

// The rectangle of the codes with a margin; no side is next to nothing beside the other.
static void measure(lab_sheet *sheet, const float *codes, int points) {
    for (int c = 0; c < 2; c++) {
        float least = codes[c], most = codes[c];
        for (int k = 1; k < points; k++) {
            least = codes[2 * k + c] < least ? codes[2 * k + c] : least;
            most = codes[2 * k + c] > most ? codes[2 * k + c] : most;
        }
        sheet->centre[c] = (least + most) / 2;
        sheet->half[c] = (1 + MARGIN) * (most - least) / 2;
    }
    for (int c = 0; c < 2; c++) {
        float floor = 0.1f * sheet->half[1 - c];
        if (!(sheet->half[c] > floor)) sheet->half[c] = floor > 1e-6f ? floor : 1e-6f;
    }
}

// Where line k of SIDE across an axis of the plane is.
static float line_at(const lab_sheet *sheet, int axis, int k) {
    return sheet->centre[axis] + sheet->half[axis] * ((float)(2 * k) / (SIDE - 1) - 1);
}

// The image of the plane; NULL when memory ran out or the codes are no plane.
static const lab_sheet *decoded(lab_trainer *lab) {
    lab_sheet *sheet = &lab->sheet;
    if (latent_units(lab) != 2 || !allocate(lab)) return NULL;
    if (sheet->version == lab->version) return sheet;
    measure(sheet, ae_trainer_latent(lab->trainer), ae_trainer_points(lab->trainer));
    for (int k = 0; k < COUNT; k++) {
        sheet->codes[2 * k] = line_at(sheet, 0, k % SIDE);
        sheet->codes[2 * k + 1] = line_at(sheet, 1, k / SIDE);
    }
    memcpy(sheet->at, ae_decode(ae_trainer_network(lab->trainer), sheet->pass, sheet->codes, COUNT),
           3 * COUNT * sizeof(float));
    sheet->version = lab->version;
    return sheet;
}

// The plane's middle and half its side along an axis 0, 1; 0 for no handle.
LAB float lab_sheet_centre(int handle, int axis) {
    const lab_sheet *sheet = lab_trainer_built(handle) ? decoded(lab_trainer_built(handle)) : NULL;
    return sheet && axis >= 0 && axis < 2 ? sheet->centre[axis] : 0;
}
LAB float lab_sheet_half(int handle, int axis) {
    const lab_sheet *sheet = lab_trainer_built(handle) ? decoded(lab_trainer_built(handle)) : NULL;
    return sheet && axis >= 0 && axis < 2 ? sheet->half[axis] : 0;
}

void lab_sheet_remember(lab_trainer *lab) {
    lab_sheet *sheet = &lab->sheet;
    sheet->has_before = sheet->codes && sheet->version == lab->version;
    if (sheet->has_before) memcpy(sheet->before, sheet->at, 3 * COUNT * sizeof(float));
}

// ---- pictures -------------------------------------------------------------------------------------------------------

// Into a picture of the data's space: the image of the plane.
LAB void lab_scene_sheet(int handle, int trainer, uint32_t fill, float opacity) {
    lab_trainer *lab = lab_trainer_built(trainer);
    scene *scene = lab_scene_at(handle);
    const lab_sheet *sheet = lab && scene ? decoded(lab) : NULL;
    if (!sheet) return;
    bool moves = sheet->has_before && scene->progress < 1;
    for (int k = 0; k < 3 * COUNT && moves; k++)
        sheet->drawn[k] = (1 - scene->progress) * sheet->before[k] + scene->progress * sheet->at[k];
    scene_mesh(scene, moves ? sheet->drawn : sheet->at, SIDE, SIDE, fill, opacity);
    scene_mesh_lines(scene, CELLS);
}

// Into a picture of the codes: the plane's grid, whose image has its lines in the same places.
LAB void lab_scene_grid(int handle, int trainer, uint32_t fill) {
    lab_trainer *lab = lab_trainer_built(trainer);
    scene *scene = lab_scene_at(handle);
    const lab_sheet *sheet = lab && scene ? decoded(lab) : NULL;
    for (int k = 0; sheet && k < SIDE; k += CELLS) {
        for (int c = 0; c < 2; c++) {
            float ends[4] = {line_at(sheet, 0, 0), line_at(sheet, 1, 0), line_at(sheet, 0, SIDE - 1),
                             line_at(sheet, 1, SIDE - 1)};
            ends[c] = ends[2 + c] = line_at(sheet, c, k);
            scene_line(scene, (scene_cloud){.at = ends, .dims = 2, .count = 2}, false, 1, fill);
        }
    }
}

// ---- between two codes ----------------------------------------------------------------------------------------------

static bool are_points(const lab_trainer *lab, int from, int to) {
    int points = ae_trainer_points(lab->trainer);
    return from >= 0 && from < points && to >= 0 && to < points;
}

// The point a part t of the straight way between two rows (columns) of an array: x (columns) written.
static void between(const float *rows, int columns, int from, int to, float t, float *x) {
    for (int c = 0; c < columns; c++) x[c] = (1 - t) * rows[from * columns + c] + t * rows[to * columns + c];
}

// Into a picture of the codes or of the data's space: the straight way between the codes of two points; with
// VIEW_OUTPUT, its image under the decoder; with VIEW_INPUT, the straight way between the ends of that image.
LAB void lab_scene_way(int handle, int trainer, int view, int from, int to, float width, uint32_t fill) {
    lab_trainer *lab = lab_trainer_built(trainer);
    scene *scene = lab_scene_at(handle);
    if (!lab || !scene || !are_points(lab, from, to) || !allocate(lab)) return;
    int units = latent_units(lab), dims = view == VIEW_LATENT ? units : 3;
    const float *ends = view == VIEW_INPUT ? ae_trainer_output(lab->trainer) : ae_trainer_latent(lab->trainer);
    int columns = view == VIEW_INPUT ? 3 : units, count = view == VIEW_OUTPUT ? WAY : 2;
    float way[3 * WAY];
    for (int k = 0; k < count; k++) between(ends, columns, from, to, (float)k / (float)(count - 1), way + k * columns);
    const float *at = way;
    if (view == VIEW_OUTPUT) at = ae_decode(ae_trainer_network(lab->trainer), lab->sheet.pass, way, WAY);
    scene_line(scene, (scene_cloud){.at = at, .dims = dims, .count = (size_t)count}, false, width, fill);
}

// A part t of the way between two points: code (3), its image (3), the place on the straight way between the ends'
// reconstructions (3), the distance of these two (1). NULL for no handle or no such points; good until the next call.
LAB const float *lab_trainer_between(int handle, int from, int to, float t) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab || !are_points(lab, from, to)) return NULL;
    static float at[10];
    memset(at, 0, sizeof at);
    between(ae_trainer_latent(lab->trainer), latent_units(lab), from, to, t, at);
    memcpy(at + 3, ae_decode(ae_trainer_network(lab->trainer), lab->probe, at, 1), 3 * sizeof(float));
    between(ae_trainer_output(lab->trainer), 3, from, to, t, at + 6);
    for (int c = 0; c < 3; c++) at[9] += (at[3 + c] - at[6 + c]) * (at[3 + c] - at[6 + c]);
    at[9] = sqrtf(at[9]);
    return at;
}
