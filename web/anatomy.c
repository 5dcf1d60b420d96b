// SPDX-License-Identifier: MIT
#include "anatomy.h"

#include <math.h>

#include "scene_parts.h"

static const float TOP = 10, BELOW = 24; // CSS px around the columns
static const float CELL = 24;            // CSS px: the largest side of a cell
static const float PARTED = 8;           // CSS px: cells higher than this have a gap between them
static const float FAINT = 0.06f;        // of the colour that a cell of 0 has

static float largest_of(const float *numbers, size_t count) {
    float largest = 0;
    for (size_t k = 0; k < count; k++)
        if (fabsf(numbers[k]) > largest) largest = fabsf(numbers[k]);
    return largest;
}

// Lines of paper between the large cells of short columns.
static void part_cells(scene *s) {
    const int columns = s->item_count;
    for (int c = 0; c < columns; c++) {
        const scene_image image = s->items[c].image;
        const float cell = image.height / (float)image.rows;
        if (cell < PARTED || !scene_need_marks(s, (size_t)image.rows)) continue;
        for (int u = 1; u < image.rows; u++) {
            const float y = image.y + cell * (float)u;
            scene_put_mark(
                s, (scene_mark){image.x, y, image.x + image.width, y, 1.5f, 1.5f, s->theme.paper, s->theme.paper});
        }
    }
}

void anatomy_scene(scene *s, scene_theme theme, const ae_trace *trace, anatomy_stage stage, float width, float height,
                   colour positive, colour negative) {
    scene_begin(s, camera_plane(width, height, (float[2]){0}, 1), theme, 1);
    const float room = height - TOP - BELOW, apart = width / (float)trace->count;
    const float side = apart / 2 < CELL ? apart / 2 : CELL;
    if (!(room > 0)) return;
    for (int c = 0; c < trace->count; c++) {
        const float *numbers = stage == ANATOMY_BACKWARD ? trace->slopes[c] : trace->values[c];
        const size_t units = trace->units[c];
        scene_item *item = scene_need_pixels(s, units) ? scene_put_item(s, SCENE_IMAGE) : NULL;
        if (!item) return;
        const float cell = room / (float)units < side ? room / (float)units : side, all = cell * (float)units;
        const float x = ((float)c + 0.5f) * apart, largest = largest_of(numbers, units);
        item->image = (scene_image){x - side / 2, TOP + (room - all) / 2, side, all, 1, (int)units, s->pixel_count};
        for (size_t u = 0; u < units; u++) {
            float strength = largest > 0 ? fabsf(numbers[u]) / largest : 0;
            s->pixels[s->pixel_count++] =
                colour_mix(theme.paper, numbers[u] < 0 ? negative : positive, FAINT + (1 - FAINT) * strength);
        }
        s->anchors[s->anchor_count++] = (scene_anchor){x, height - BELOW / 2, (double)units, 0};
    }
    part_cells(s);
}
