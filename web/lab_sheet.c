// SPDX-License-Identifier: MIT
// The decoder's sheet, by the handle of its trainer; see sheet.h.
#include "lab.h"

void lab_sheet_free(lab_trainer *lab) { sheet_free(&lab->sheet); }

void lab_sheet_remember(lab_trainer *lab) { sheet_remember(&lab->sheet, lab->version); }

// NULL for no handle.
static sheet *sheet_of(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab) return NULL;
    lab->sheet.trainer = lab->trainer;
    return &lab->sheet;
}

// Up to date; NULL when there is none.
static sheet *decoded(int handle) {
    sheet *sheet = sheet_of(handle);
    return sheet && sheet_update(sheet, lab_trainer_built(handle)->version) ? sheet : NULL;
}

// The plane's middle and half its side along an axis 0, 1; 0 for no handle.
LAB float lab_sheet_centre(int handle, int axis) {
    const sheet *sheet = decoded(handle);
    return sheet && axis >= 0 && axis < 2 ? sheet->centre[axis] : 0;
}
LAB float lab_sheet_half(int handle, int axis) {
    const sheet *sheet = decoded(handle);
    return sheet && axis >= 0 && axis < 2 ? sheet->half[axis] : 0;
}

// ---- pictures -------------------------------------------------------------------------------------------------------

LAB void lab_scene_sheet(int handle, int trainer, uint32_t fill, float opacity) {
    sheet *sheet = decoded(trainer);
    if (sheet && lab_scene_at(handle)) sheet_mesh(sheet, lab_scene_at(handle), fill, opacity);
}

LAB void lab_scene_grid(int handle, int trainer, uint32_t fill) {
    const sheet *sheet = decoded(trainer);
    if (sheet && lab_scene_at(handle)) sheet_grid(sheet, lab_scene_at(handle), fill);
}

// ---- between two codes ----------------------------------------------------------------------------------------------

static bool are_points(const sheet *sheet, int from, int to) {
    int points = ae_trainer_points(sheet->trainer);
    return from >= 0 && from < points && to >= 0 && to < points;
}

// With VIEW_LATENT the path of the codes, with VIEW_INPUT the straight one in space, with VIEW_OUTPUT the codes' image.
LAB void lab_scene_path(int handle, int trainer, int view, int from, int to, float width, uint32_t fill) {
    sheet *sheet = sheet_of(trainer);
    if (!sheet || !lab_scene_at(handle) || !are_points(sheet, from, to)) return;
    sheet_path_kind kind = view == VIEW_LATENT ? SHEET_CODES : view == VIEW_INPUT ? SHEET_STRAIGHT : SHEET_IMAGE;
    sheet_path(sheet, lab_scene_at(handle), kind, from, to, width, fill);
}

// The numbers of a sheet_stop; NULL for no handle or no such points; good until the next call.
LAB const float *lab_trainer_between(int handle, int from, int to, float t) {
    static sheet_stop stop;
    sheet *sheet = sheet_of(handle);
    if (!sheet || !are_points(sheet, from, to)) return NULL;
    stop = sheet_between(sheet, from, to, t);
    return stop.code;
}
