// SPDX-License-Identifier: MIT
// Pads to draw on, by handle, and the digit that has been made of one; see digit.h.
//
//   h = lab_pad_new() -> { lab_pad_clear, lab_pad_line … -> lab_pad_fit(h) -> lab_pad_digit(h) } -> lab_pad_free(h)
#include <string.h>

#include "digit.h"
#include "kernels.h"
#include "lab.h"
#include "measures.h"
#include "tiles.h"

enum { MAX_PADS = 16, SIDE = 196, MOST_ERRORS = 2048 };

typedef struct lab_pad {
    bool used;
    unsigned char ink[SIDE * SIDE];
    float digit[AE_DIGIT_PIXELS];
    float other[AE_DIGIT_PIXELS]; // to compare with
    int error_count;
    float errors[MOST_ERRORS];
} lab_pad;

static lab_pad pads[MAX_PADS];

static lab_pad *get(int handle) {
    return handle >= 1 && handle <= MAX_PADS && pads[handle - 1].used ? &pads[handle - 1] : NULL;
}

static ae_pad paper(lab_pad *lab) { return (ae_pad){SIDE, SIDE, lab->ink}; }

LAB int lab_pad_new(void) {
    for (int k = 0; k < MAX_PADS; k++) {
        if (pads[k].used) continue;
        memset(&pads[k], 0, sizeof pads[k]);
        pads[k].used = true;
        return k + 1;
    }
    return 0;
}

LAB void lab_pad_free(int handle) {
    if (get(handle)) get(handle)->used = false;
}

LAB int lab_pad_side(void) { return SIDE; } // px

LAB void lab_pad_clear(int handle) {
    if (get(handle)) memset(get(handle)->ink, 0, sizeof get(handle)->ink);
}

LAB void lab_pad_line(int handle, double x0, double y0, double x1, double y1, double radius) {
    if (!get(handle)) return;
    const ae_pad pad = paper(get(handle));
    ae_ink_line(&pad, x0, y0, x1, y1, radius);
}

// Makes the digit of what is on the pad; an ae_ink.
LAB int lab_pad_fit(int handle) {
    if (!get(handle)) return AE_INK_NONE;
    const ae_pad pad = paper(get(handle));
    return (int)ae_digit_fit(get(handle)->digit, &pad);
}

// The pad as pixels (side, side), RGBA; good until the next of these calls.
LAB const colour *lab_pad_picture(int handle, colour paper, colour ink) {
    static colour pixels[SIDE * SIDE];
    if (!get(handle)) return NULL;
    for (int y = 0; y < SIDE; y++) {
        float row[SIDE];
        for (int x = 0; x < SIDE; x++) row[x] = (float)get(handle)->ink[y * SIDE + x] / 255;
        tiles_picture(pixels + y * SIDE, row, SIDE, paper, ink);
    }
    return pixels;
}

// ---- the digit ------------------------------------------------------------------------------------------------------

// The digit (784), to be read or written; another one to compare it with.
LAB float *lab_pad_digit(int handle) { return get(handle) ? get(handle)->digit : NULL; }
LAB float *lab_pad_other(int handle) { return get(handle) ? get(handle)->other : NULL; }

// The mean squared difference of both.
LAB double lab_pad_error(int handle) {
    return get(handle) ? ae_mse(get(handle)->other, get(handle)->digit, AE_DIGIT_PIXELS) : -1;
}

// Damages the digit, see ae_damage.
LAB void lab_pad_damage(int handle, double noise, double seed, int patch, int left, int top) {
    if (!get(handle)) return;
    const ae_damage damage = {(float)noise, (uint64_t)seed, patch, left, top};
    ae_digit_damage(get(handle)->digit, &damage);
}

// ---- how unusual it is ----------------------------------------------------------------------------------------------

// Where so many errors of digits are written to: quantiles of those of a test set, or all of them. NULL when there is
// no such room.
LAB float *lab_pad_errors(int handle, int count) {
    if (!get(handle) || count < 2 || count > MOST_ERRORS) return NULL;
    get(handle)->error_count = count;
    return get(handle)->errors;
}

// Puts them in order, which makes them their own quantiles.
LAB void lab_pad_sort_errors(int handle) {
    lab_pad *lab = get(handle);
    if (lab && lab->error_count) ae_quantiles(lab->errors, lab->error_count, lab->errors, (size_t)lab->error_count);
}

// The share of these digits, 0 … 1, with a smaller error; -1 when there are none.
LAB double lab_pad_errors_below(int handle, double error) {
    lab_pad *lab = get(handle);
    return lab && lab->error_count ? ae_share_below(lab->errors, lab->error_count, error) : -1;
}
