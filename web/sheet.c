// SPDX-License-Identifier: MIT
#include "sheet.h"

#include <stdlib.h>
#include <string.h>

enum {
    SIDE = 41, // codes along each side of the plane
    CELLS = 4, // between two lines that are drawn on it
    COUNT = SIDE * SIDE,
};

static const float MARGIN = 0.15f; // of the plane around the codes, in halves of their rectangle

void sheet_free(sheet *sheet) {
    ae_pass_free(sheet->pass);
    free(sheet->codes);
    *sheet = (struct sheet){0};
}

static bool allocate(sheet *sheet, const ae_network *network) {
    if (!sheet->pass && ae_pass_new(&sheet->pass, network, COUNT, NULL)) return false;
    if (!sheet->codes) sheet->codes = malloc((2 + 3 * 3) * COUNT * sizeof(float));
    if (!sheet->codes) return false;
    sheet->at = sheet->codes + 2 * COUNT;
    sheet->before = sheet->at + 3 * COUNT;
    sheet->drawn = sheet->before + 3 * COUNT;
    return true;
}

// The rectangle of the codes with a margin; no side is next to nothing beside the other.
static void measure(sheet *sheet, const float *codes, int points) {
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
static float line_at(const sheet *sheet, int axis, int k) {
    return sheet->centre[axis] + sheet->half[axis] * ((float)(2 * k) / (SIDE - 1) - 1);
}

bool sheet_decode(sheet *sheet, const ae_network *network, const float *codes, int points) {
    if (!allocate(sheet, network)) return false;
    measure(sheet, codes, points);
    for (int k = 0; k < COUNT; k++) {
        sheet->codes[2 * k] = line_at(sheet, 0, k % SIDE);
        sheet->codes[2 * k + 1] = line_at(sheet, 1, k / SIDE);
    }
    memcpy(sheet->at, ae_decode(network, sheet->pass, sheet->codes, COUNT), 3 * COUNT * sizeof(float));
    return true;
}

void sheet_remember(sheet *sheet) {
    sheet->has_before = sheet->codes;
    if (sheet->codes) memcpy(sheet->before, sheet->at, 3 * COUNT * sizeof(float));
}

void sheet_grid(const sheet *sheet, scene *scene, colour fill) {
    for (int k = 0; k < SIDE; k += CELLS) {
        for (int c = 0; c < 2; c++) {
            float ends[4] = {line_at(sheet, 0, 0), line_at(sheet, 1, 0), line_at(sheet, 0, SIDE - 1),
                             line_at(sheet, 1, SIDE - 1)};
            ends[c] = ends[2 + c] = line_at(sheet, c, k);
            scene_line(scene, (scene_cloud){.at = ends, .dims = 2, .count = 2}, false, 1, fill);
        }
    }
}

void sheet_mesh(const sheet *sheet, scene *scene, colour fill, float opacity) {
    bool moves = sheet->has_before && scene->progress < 1;
    for (int k = 0; k < 3 * COUNT && moves; k++)
        sheet->drawn[k] = (1 - scene->progress) * sheet->before[k] + scene->progress * sheet->at[k];
    scene_mesh(scene, moves ? sheet->drawn : sheet->at, SIDE, SIDE, fill, opacity);
    scene_mesh_lines(scene, CELLS);
}
