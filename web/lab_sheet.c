// SPDX-License-Identifier: MIT
// What a decoder makes of more than the codes of the data: of a part of the plane around them, see sheet.h, and of the
// way between two of them. For networks with two latent units.
#include <math.h>
#include <string.h>

#include "lab.h"

enum { WAY = 65 }; // codes from one point to another

static int latent_units(const lab_trainer *lab) {
    const ae_network_desc *desc = &ae_trainer_network(lab->trainer)->desc;
    return desc->layers[desc->latent].units;
}

// The sheet of the codes as they are; NULL for no handle, when memory ran out or when the codes are no plane.
static const sheet *decoded(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab || latent_units(lab) != 2) return NULL;
    if (lab->sheet_version == lab->version) return &lab->sheet;
    if (!sheet_decode(&lab->sheet, ae_trainer_network(lab->trainer), ae_trainer_latent(lab->trainer),
                      ae_trainer_points(lab->trainer)))
        return NULL;
    lab->sheet_version = lab->version;
    return &lab->sheet;
}

// The plane's middle and half its side along an axis 0, 1; 0 for no handle.
LAB float lab_sheet_centre(int handle, int axis) {
    return decoded(handle) && axis >= 0 && axis < 2 ? decoded(handle)->centre[axis] : 0;
}
LAB float lab_sheet_half(int handle, int axis) {
    return decoded(handle) && axis >= 0 && axis < 2 ? decoded(handle)->half[axis] : 0;
}

// Into a picture of the data's space: the image of the plane.
LAB void lab_scene_sheet(int handle, int trainer, uint32_t fill, float opacity) {
    if (lab_scene_at(handle) && decoded(trainer)) sheet_mesh(decoded(trainer), lab_scene_at(handle), fill, opacity);
}

// Into a picture of the codes: the plane's grid, whose image has its lines in the same places.
LAB void lab_scene_grid(int handle, int trainer, uint32_t fill) {
    if (lab_scene_at(handle) && decoded(trainer)) sheet_grid(decoded(trainer), lab_scene_at(handle), fill);
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
    if (!lab || !scene || !are_points(lab, from, to)) return;
    const sheet *sheet = decoded(trainer);
    if (!sheet) return;
    int dims = view == VIEW_LATENT ? 2 : 3;
    const float *ends = view == VIEW_INPUT ? ae_trainer_output(lab->trainer) : ae_trainer_latent(lab->trainer);
    int columns = view == VIEW_INPUT ? 3 : 2, count = view == VIEW_OUTPUT ? WAY : 2;
    float way[3 * WAY];
    for (int k = 0; k < count; k++) between(ends, columns, from, to, (float)k / (float)(count - 1), way + k * columns);
    const float *at = way;
    if (view == VIEW_OUTPUT) at = ae_decode(ae_trainer_network(lab->trainer), sheet->pass, way, WAY);
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
