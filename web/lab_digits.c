// SPDX-License-Identifier: MIT
// Maps of codes with labels, by handle, and what scenes show of them.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "codes.h"
#include "lab_digits.h"

enum { MAX_MAPS = 16 };

typedef struct lab_digits {
    bool used;
    unsigned char *room; // for the bytes of a file; NULL: none
    digit_map map;
    tiles tiles;
    ae_neighbour found[AE_NEIGHBOURS_MOST];
    ae_error error;
} lab_digits;

static lab_digits maps[MAX_MAPS];

static lab_digits *get(int handle) {
    return handle >= 1 && handle <= MAX_MAPS && maps[handle - 1].used ? &maps[handle - 1] : NULL;
}

digit_map *lab_digits_map(int handle) { return get(handle) ? &get(handle)->map : NULL; }

LAB int lab_digits_new(void) {
    for (int k = 0; k < MAX_MAPS; k++) {
        if (maps[k].used) continue;
        maps[k] = (lab_digits){.used = true};
        return k + 1;
    }
    return 0;
}

LAB void lab_digits_free(int handle) {
    lab_digits *lab = get(handle);
    if (!lab) return;
    free(lab->room);
    digit_map_free(&lab->map);
    tiles_free(&lab->tiles);
    *lab = (lab_digits){0};
}

LAB const char *lab_digits_error(int handle) { return get(handle) ? get(handle)->error.detail : ""; }

// ---- codes ----------------------------------------------------------------------------------------------------------

// Room for so many bytes, good until lab_digits_read; NULL when there is none.
LAB unsigned char *lab_digits_room(int handle, int size) {
    lab_digits *lab = get(handle);
    if (!lab || size < 0) return NULL;
    free(lab->room);
    return lab->room = malloc((size_t)size + 1);
}

// Room for so many codes; 0: there is none. They are written to lab_digits_codes and lab_digits_labels, and
// lab_digits_changed says so.
LAB bool lab_digits_resize(int handle, int count) {
    return get(handle) && count > 0 && digit_map_room(&get(handle)->map, (size_t)count);
}

LAB float *lab_digits_codes(int handle) { return get(handle) ? get(handle)->map.at : NULL; }
LAB uint8_t *lab_digits_labels(int handle) { return get(handle) ? get(handle)->map.labels : NULL; }
LAB int lab_digits_count(int handle) { return get(handle) ? (int)get(handle)->map.count : 0; }

LAB void lab_digits_changed(int handle) {
    static unsigned versions;
    if (get(handle) && get(handle)->map.at) digit_map_update(&get(handle)->map, ++versions);
}

// Reads the file of codes (size) that is in the room. A status.
LAB int lab_digits_read(int handle, int size) {
    lab_digits *lab = get(handle);
    if (!lab || !lab->room || size < 0) return AE_BAD_HANDLE;
    ae_codes *codes = NULL;
    ae_status status = ae_codes_read(&codes, lab->room, (size_t)size, &lab->error);
    free(lab->room);
    lab->room = NULL;
    if (!status && codes->columns != 2)
        status = ae_fail(&lab->error, AE_BAD_DATA, "the codes have %d numbers each, not 2", codes->columns);
    if (!status && !lab_digits_resize(handle, codes->count))
        status = ae_fail(&lab->error, AE_OUT_OF_MEMORY, "no memory for %d codes", codes->count);
    if (!status) {
        memcpy(lab->map.at, codes->at, 2 * lab->map.count * sizeof(float));
        memcpy(lab->map.labels, codes->labels, lab->map.count);
        lab_digits_changed(handle);
    }
    ae_codes_free(codes);
    return (int)status;
}

// Labels whose bit is set are hidden.
LAB void lab_digits_hide(int handle, unsigned labels) {
    if (get(handle) && get(handle)->map.at) digit_map_hide(&get(handle)->map, labels);
}

LAB int lab_digits_count_of(int handle, int label) {
    return get(handle) && label >= 0 && label < DIGIT_LABELS ? (int)get(handle)->map.counts[label] : 0;
}

// The smallest square with all codes and a margin: its middle along an axis 0, 1, and half its side.
LAB float lab_digits_centre(int handle, int axis) {
    return get(handle) && axis >= 0 && axis < 2 ? get(handle)->map.centre[axis] : 0;
}
LAB float lab_digits_reach(int handle) { return get(handle) ? get(handle)->map.reach : 0; }

LAB float lab_digits_median(int handle, int label, int axis) {
    const bool is = get(handle) && label >= 0 && label < DIGIT_LABELS && axis >= 0 && axis < 2;
    return is ? get(handle)->map.medians[label][axis] : 0;
}

// The next row before (by -1) or after (by 1) this one whose label is shown, around the ends; -1: none.
LAB int lab_digits_next(int handle, int row, int by) {
    return get(handle) && get(handle)->map.at ? digit_map_next(&get(handle)->map, row, by) : -1;
}

// ---- neighbours -----------------------------------------------------------------------------------------------------

// How many of the `most` nearest codes to a place there are, without `but` (-1: none); the others tell of them.
LAB int lab_digits_find(int handle, float x, float y, int but, int most) {
    lab_digits *lab = get(handle);
    if (!lab || !lab->map.neighbours || most < 1 || most > AE_NEIGHBOURS_MOST) return 0;
    return ae_neighbours_find(lab->map.neighbours, (float[2]){x, y}, but, most, lab->found);
}

static ae_neighbour found(int handle, int k) {
    return get(handle) && k >= 0 && k < AE_NEIGHBOURS_MOST ? get(handle)->found[k] : (ae_neighbour){.row = -1};
}

LAB int lab_digits_found_row(int handle, int k) { return found(handle, k).row; }
LAB float lab_digits_found_distance(int handle, int k) { return sqrtf(found(handle, k).squared); }

// The share of codes whose label is that of most of their k nearest; -1 when it cannot be found.
LAB double lab_digits_accuracy(int handle, int k) {
    const lab_digits *lab = get(handle);
    if (!lab || !lab->map.neighbours || k < 1 || k > AE_NEIGHBOURS_MOST) return -1;
    return ae_neighbours_accuracy(lab->map.neighbours, lab->map.labels, k);
}

// ---- scenes ---------------------------------------------------------------------------------------------------------

LAB colour lab_label_colour(int label, int dark) { return colour_class(label, dark); }

LAB void lab_scene_digits(int scene, int digits, float radius, float opacity) {
    if (lab_scene_at(scene) && get(digits) && get(digits)->map.at)
        digit_map_points(&get(digits)->map, lab_scene_at(scene), radius, opacity);
}

// (ax, ay), (bx, by), (cx, cy): codes that labels keep off, see digit_label_style.
LAB void lab_scene_numerals(int scene, int digits, float height, float ax, float ay, float bx, float by, float cx,
                            float cy, float radius) {
    const digit_label_style style = {height, (float[]){ax, ay, bx, by, cx, cy}, 3, radius};
    if (lab_scene_at(scene) && get(digits) && get(digits)->map.at)
        digit_map_numerals(&get(digits)->map, lab_scene_at(scene), style);
}

// What an autoencoder's decoder makes of the plane, in tiles of this side with pictures so many px wide.
LAB void lab_scene_tiles(int scene, int digits, int autoencoder, float side, int width) {
    lab_digits *lab = get(digits);
    const ae_network *network = lab_autoencoder_network(autoencoder);
    if (!lab_scene_at(scene) || !lab || !network) return;
    const tiles_desc desc = {
        .network = network,
        .pass = lab_autoencoder_pass(autoencoder),
        .version = lab_autoencoder_version(autoencoder),
        .width = width,
        .map = lab->map.at ? &lab->map : NULL,
        .side = side,
    };
    if (tiles_update(&lab->tiles, &desc, lab_scene_at(scene))) tiles_draw(&lab->tiles, lab_scene_at(scene));
}

// The code whose dot is nearest to (x, y) CSS px of the last picture within `reach` px; -1: none.
LAB int lab_scene_pick_digit(int scene, int digits, float x, float y, float reach) {
    const bool are = lab_scene_at(scene) && get(digits) && get(digits)->map.at;
    return are ? digit_map_pick(&get(digits)->map, lab_scene_at(scene), x, y, reach) : -1;
}

// ---- pixels ---------------------------------------------------------------------------------------------------------

enum { MOST_PIXELS = 784 * TILES_ROWS };

static float values[784];
static colour pixels[MOST_PIXELS];

// Where the grey levels of a picture are written to, up to 784 of them.
LAB float *lab_picture_values(void) { return values; }

// They as pixels, RGBA; good until the next of these calls.
LAB const colour *lab_picture(int count, colour paper, colour ink) {
    if (count < 0 || count > 784) return NULL;
    tiles_picture(pixels, values, (size_t)count, paper, ink);
    return pixels;
}

// What is decoded on the straight path between two codes, `count` pictures `width` px wide side by side.
LAB const colour *lab_path(int autoencoder, float ax, float ay, float bx, float by, int count, int width, colour paper,
                           colour ink) {
    const ae_network *network = lab_autoencoder_network(autoencoder);
    if (!network || count < 2 || count > TILES_ROWS || network->desc.inputs > 784 || width < 1) return NULL;
    const tiles_path path = {network, lab_autoencoder_pass(autoencoder), width, {ax, ay}, {bx, by}, count};
    tiles_strip(pixels, &path, paper, ink);
    return pixels;
}
