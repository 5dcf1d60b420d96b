// SPDX-License-Identifier: MIT
#include "palette.h"

#include <stdlib.h>
#include <string.h>

typedef struct shade {
    colour colour;
    uint64_t count;    // pixels
    uint64_t distance; // squared, to the nearest of the palette
    int index;         // of that one
} shade;

static int by_colour(const void *a, const void *b) {
    const colour x = *(const colour *)a, y = *(const colour *)b; // a shade begins with its colour
    return x < y ? -1 : x > y;
}

// The different colours, sorted. NULL when memory ran out.
static shade *count_shades(const colour *pixels, size_t count, size_t *shade_count) {
    colour *sorted = malloc(count * sizeof *sorted);
    size_t different = 0;
    if (!sorted) return NULL;
    memcpy(sorted, pixels, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_colour);
    for (size_t k = 0; k < count; k++) different += k == 0 || sorted[k] != sorted[k - 1];
    shade *shades = malloc(different * sizeof *shades);
    for (size_t k = 0, at = 0; k < count && shades; k++) {
        if (k && sorted[k] == sorted[k - 1])
            shades[at - 1].count++;
        else
            shades[at++] = (shade){.colour = sorted[k], .count = 1, .distance = 1 << 20};
    }
    free(sorted);
    *shade_count = different;
    return shades;
}

static uint64_t squared_distance(colour a, colour b) {
    int sum = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        int d = (int)(a >> shift & 255) - (int)(b >> shift & 255);
        sum += d * d;
    }
    return (uint64_t)sum;
}

// One after the other: the colour that is farthest from those there are, a frequent one before a rare one (by squared
// distance times the root of the count). Farthest-point clustering (Gonzalez 1985, doi:10.1016/0304-3975(85)90224-5).
static int choose(shade *shades, size_t count, colour palette[PALETTE_SIZE]) {
    for (int chosen = 0; chosen < PALETTE_SIZE; chosen++) {
        size_t best = 0;
        uint64_t most = 0;
        for (size_t k = 0; k < count; k++) {
            const uint64_t weight = shades[k].distance * shades[k].distance * shades[k].count;
            if (weight > most) most = weight, best = k;
        }
        if (!most) return chosen; // all are there
        palette[chosen] = shades[best].colour;
        for (size_t k = 0; k < count; k++) {
            const uint64_t distance = squared_distance(shades[k].colour, palette[chosen]);
            if (distance < shades[k].distance) shades[k].distance = distance, shades[k].index = chosen;
        }
    }
    return PALETTE_SIZE;
}

int palette_make(const colour *pixels, size_t count, colour palette[PALETTE_SIZE], uint8_t *indices) {
    size_t different = 0;
    shade *shades = count_shades(pixels, count, &different);
    if (!shades) return 0;
    const int size = choose(shades, different, palette);
    for (size_t k = 0; k < count; k++) {
        const shade *found = bsearch(&pixels[k], shades, different, sizeof *shades, by_colour);
        indices[k] = (uint8_t)found->index;
    }
    free(shades);
    return size;
}
