// SPDX-License-Identifier: MIT
#include "digit.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "random.h"

// ---- the pad --------------------------------------------------------------------------------------------------------

static double clamp(double x, double least, double most) { return x < least ? least : x > most ? most : x; }

// The distance of (x, y) from the stretch that begins at (x0, y0) and goes (dx, dy).
static double distance(double x, double y, double x0, double y0, double dx, double dy) {
    double length = dx * dx + dy * dy;
    double t = length > 0 ? clamp(((x - x0) * dx + (y - y0) * dy) / length, 0, 1) : 0;
    double to_x = x - x0 - t * dx, to_y = y - y0 - t * dy;
    return sqrt(to_x * to_x + to_y * to_y);
}

void ae_ink_line(const ae_pad *pad, double x0, double y0, double x1, double y1, double radius) {
    if (!isfinite(x0) || !isfinite(y0) || !isfinite(x1) || !isfinite(y1) || !(radius > 0) || isinf(radius)) return;
    double margin = radius + 1;
    int left = (int)clamp(floor(fmin(x0, x1) - margin), 0, pad->width);
    int right = (int)clamp(ceil(fmax(x0, x1) + margin), 0, pad->width);
    int top = (int)clamp(floor(fmin(y0, y1) - margin), 0, pad->height);
    int bottom = (int)clamp(ceil(fmax(y0, y1) + margin), 0, pad->height);
    for (int y = top; y < bottom; y++) {
        unsigned char *row = pad->pixels + (size_t)y * (size_t)pad->width;
        for (int x = left; x < right; x++) {
            double away = distance(x + 0.5, y + 0.5, x0, y0, x1 - x0, y1 - y0);
            unsigned char ink = (unsigned char)(255 * clamp(radius - away + 0.5, 0, 1) + 0.5);
            if (ink > row[x]) row[x] = ink;
        }
    }
}

// ---- as MNIST was made ----------------------------------------------------------------------------------------------

// The box that holds all ink: columns left … right - 1, rows top … bottom - 1.
typedef struct box {
    int left, top, right, bottom;
} box;

static box ink_box(const ae_pad *pad, double *sum) {
    box found = {pad->width, pad->height, 0, 0};
    *sum = 0;
    for (int y = 0; y < pad->height; y++) {
        for (int x = 0; x < pad->width; x++) {
            int ink = pad->pixels[(size_t)y * (size_t)pad->width + (size_t)x];
            if (!ink) continue;
            *sum += ink;
            if (x < found.left) found.left = x;
            if (x >= found.right) found.right = x + 1;
            if (y < found.top) found.top = y;
            found.bottom = y + 1;
        }
    }
    return found;
}

// The share of the pixel from `at` to at + 1 that lies between from and to.
static double overlap(int at, double from, double to) {
    double part = fmin(at + 1, to) - fmax(at, from);
    return part > 0 ? part : 0;
}

// The mean ink, 0 … 1, of the pad between (x, y) and (x + size, y + size); beyond the box there is none.
static double mean_ink(const ae_pad *pad, const box *box, double x, double y, double size) {
    int left = (int)clamp(floor(x), box->left, box->right), right = (int)clamp(ceil(x + size), box->left, box->right);
    int top = (int)clamp(floor(y), box->top, box->bottom), bottom = (int)clamp(ceil(y + size), box->top, box->bottom);
    double sum = 0;
    for (int v = top; v < bottom; v++) {
        double row = 0;
        for (int u = left; u < right; u++)
            row += overlap(u, x, x + size) * pad->pixels[(size_t)v * (size_t)pad->width + (size_t)u];
        sum += overlap(v, y, y + size) * row;
    }
    return sum / (255 * size * size);
}

// How far a picture of so many pixels must go from the corner for its centre of mass to be in the pixel after the
// middle, but not beyond the edge. Whole pixels: a digit is scaled once, and moving it does not blur it.
static int way_to_middle(double centre, int size) {
    return (int)clamp(ceil(AE_DIGIT_SIDE / 2 - centre), 0, AE_DIGIT_SIDE - size);
}

ae_ink ae_digit_fit(float *digit, const ae_pad *pad) {
    memset(digit, 0, AE_DIGIT_PIXELS * sizeof(float));
    double sum;
    box box = ink_box(pad, &sum);
    if (!(sum > 0)) return AE_INK_NONE;

    // Into the corner of the picture: the longer side is 20 px, the shorter one in the middle of whole ones.
    double width = box.right - box.left, height = box.bottom - box.top;
    double size = fmax(width, height) / AE_DIGIT_BOX; // of the pad's pixels in one of the digit's
    int columns = (int)ceil(width / size), rows = (int)ceil(height / size);
    double x = box.left - (columns * size - width) / 2, y = box.top - (rows * size - height) / 2;
    double boxed[AE_DIGIT_BOX][AE_DIGIT_BOX], mass = 0, mass_x = 0, mass_y = 0;
    for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
            boxed[r][c] = mean_ink(pad, &box, x + c * size, y + r * size, size);
            mass += boxed[r][c];
            mass_x += boxed[r][c] * (c + 0.5);
            mass_y += boxed[r][c] * (r + 0.5);
        }
    }

    int left = way_to_middle(mass_x / mass, columns), top = way_to_middle(mass_y / mass, rows);
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++) digit[(top + r) * AE_DIGIT_SIDE + left + c] = (float)boxed[r][c];
    return sum < 0.95 * 255 * pad->width * pad->height ? AE_INK_SOME : AE_INK_ALL;
}

// ---- damage ---------------------------------------------------------------------------------------------------------

void ae_digit_damage(float *digit, const ae_damage *damage) {
    if (damage->noise > 0) {
        ae_random random = ae_random_new(damage->seed, 4);
        for (size_t k = 0; k < AE_DIGIT_PIXELS; k++)
            digit[k] = (float)clamp((double)digit[k] + (double)damage->noise * ae_random_normal(&random), 0, 1);
    }
    for (int y = damage->top; y < damage->top + damage->patch; y++)
        for (int x = damage->left; x < damage->left + damage->patch; x++)
            if (x >= 0 && x < AE_DIGIT_SIDE && y >= 0 && y < AE_DIGIT_SIDE) digit[y * AE_DIGIT_SIDE + x] = 0;
}
