// SPDX-License-Identifier: MIT
#include "numerals.h"

#include <stdbool.h>

#include "functions.h"
#include "scene_parts.h"

// A part of an ellipse, clockwise from one turn to another (0: right, 1/4: below), or a line between two points. In a
// box from -1/2 to 1/2 upright, the first coordinate to the right, the second down.
typedef struct stroke {
    enum { NONE, LINE, ARC } kind;
    float x, y; // centre, or one end
    float a, b; // half axes, or the other end
    float from, to;
} stroke;

enum { MOST_STROKES = 3, STEPS = 32 }; // of a digit; of a whole turn

static const stroke DIGITS[10][MOST_STROKES] = {
    {{ARC, 0, 0, 0.29f, 0.5f, 0, 1}},
    {{LINE, -0.17f, -0.31f, 0.06f, -0.5f, 0, 0}, {LINE, 0.06f, -0.5f, 0.06f, 0.5f, 0, 0}},
    {{ARC, 0, -0.22f, 0.27f, 0.28f, 0.52f, 1.1f},
     {LINE, 0.218f, -0.055f, -0.28f, 0.5f, 0, 0},
     {LINE, -0.28f, 0.5f, 0.29f, 0.5f, 0, 0}},
    {{ARC, 0, -0.26f, 0.25f, 0.24f, 0.56f, 1.25f}, {ARC, 0, 0.24f, 0.29f, 0.26f, 0.75f, 1.45f}},
    {{LINE, 0.1f, -0.5f, -0.3f, 0.2f, 0, 0},
     {LINE, -0.3f, 0.2f, 0.3f, 0.2f, 0, 0},
     {LINE, 0.1f, -0.5f, 0.1f, 0.5f, 0, 0}},
    {{LINE, 0.24f, -0.5f, -0.2f, -0.5f, 0, 0},
     {LINE, -0.2f, -0.5f, -0.229f, -0.04f, 0, 0},
     {ARC, -0.01f, 0.18f, 0.3f, 0.32f, 0.62f, 1.43f}},
    {{ARC, 0, 0.2f, 0.29f, 0.3f, 0, 1}, {ARC, 0.2f, 0.2f, 0.49f, 0.7f, 0.5f, 0.74f}},
    {{LINE, -0.28f, -0.5f, 0.29f, -0.5f, 0, 0}, {LINE, 0.29f, -0.5f, -0.1f, 0.5f, 0, 0}},
    {{ARC, 0, -0.25f, 0.23f, 0.25f, 0, 1}, {ARC, 0, 0.24f, 0.29f, 0.26f, 0, 1}},
    {{ARC, 0, -0.2f, 0.29f, 0.3f, 0, 1}, {ARC, -0.2f, -0.2f, 0.49f, 0.7f, 0, 0.24f}},
};

typedef struct pen {
    scene *scene;
    float x, y, height, width;
    colour fill;
} pen;

static void draw_line(const pen *p, float ax, float ay, float bx, float by) {
    const float h = p->height;
    scene_put_mark(p->scene, (scene_mark){p->x + h * ax, p->y + h * ay, p->x + h * bx, p->y + h * by, p->width / 2,
                                          p->width / 2, p->fill, p->fill});
}

static void draw_arc(const pen *p, const stroke *s) {
    const double turn = 6.283185307179586;
    const int steps = (int)(STEPS * (s->to - s->from) + 0.999f);
    float ax = 0, ay = 0;
    for (int k = 0; k <= steps; k++) {
        const double angle = turn * ((double)s->from + (double)(s->to - s->from) * k / steps);
        const float bx = s->x + s->a * (float)ae_cos(angle), by = s->y + s->b * (float)ae_sin(angle);
        if (k) draw_line(p, ax, ay, bx, by);
        ax = bx, ay = by;
    }
}

static void draw_digit(const pen *p, int digit) {
    if (!scene_need_marks(p->scene, MOST_STROKES * (STEPS + 1))) return;
    for (const stroke *s = DIGITS[digit]; s < DIGITS[digit] + MOST_STROKES && s->kind; s++) {
        if (s->kind == LINE)
            draw_line(p, s->x, s->y, s->a, s->b);
        else
            draw_arc(p, s);
    }
}

void scene_numeral(scene *s, int digit, float x, float y, numeral_style style) {
    if (digit < 0 || digit > 9) return;
    const float inside = style.height - style.width; // strokes are as wide beyond their ends
    draw_digit(&(pen){s, x, y, inside, style.width + 2 * style.halo_width, style.halo}, digit);
    draw_digit(&(pen){s, x, y, inside, style.width, style.fill}, digit);
}
