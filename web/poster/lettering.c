// SPDX-License-Identifier: MIT
#include "lettering.h"

#include "functions.h"
#include "scene_parts.h"

// A stroke on a grid where digits are 20 high and 12 wide, y downwards: a line from (a,b) to (c,d), or an arc of the
// ellipse around (a,b) with the radii c and d, from one angle to another, in degrees against the clock from the right.
typedef struct stroke {
    char kind; // L line, A arc, 0 the last one
    float a, b, c, d, from, to;
} stroke;

static const struct {
    char character;
    float width;
    stroke strokes[4];
} glyphs[] = {
    {'0', 12, {{'A', 6, 10, 6, 10, 0, 360}}},
    {'1', 9, {{'L', 1.5f, 4, 6, 0, 0, 0}, {'L', 6, 0, 6, 20, 0, 0}}},
    {'2', 12, {{'A', 6, 6, 6, 6, 165, -45}, {'L', 10.24f, 10.24f, 0.5f, 20, 0, 0}, {'L', 0.5f, 20, 12, 20, 0, 0}}},
    {'3', 12, {{'A', 5.8f, 4.8f, 5.2f, 4.8f, 155, -90}, {'A', 6, 14.8f, 6, 5.2f, 90, -160}}},
    {'4', 12, {{'L', 9, 20, 9, 0, 0, 0}, {'L', 9, 0, 0, 14, 0, 0}, {'L', 0, 14, 12, 14, 0, 0}}},
    {'5', 12, {{'L', 11, 0, 2, 0, 0, 0}, {'L', 2, 0, 1.2f, 9, 0, 0}, {'A', 5.8f, 13.4f, 6.2f, 6.6f, 138, -150}}},
    {'6', 12, {{'A', 6, 13.6f, 6, 6.4f, 0, 360}, {'A', 11, 13.6f, 11, 13.6f, 180, 105}}},
    {'7', 12, {{'L', 0, 0, 12, 0, 0, 0}, {'L', 12, 0, 4, 20, 0, 0}}},
    {'8', 12, {{'A', 6, 4.8f, 5.2f, 4.8f, 0, 360}, {'A', 6, 14.8f, 6, 5.2f, 0, 360}}},
    {'9', 12, {{'A', 6, 6.4f, 6, 6.4f, 0, 360}, {'A', 1, 6.4f, 11, 13.6f, 0, -75}}},
    {'-', 12, {{'L', 1, 11, 10, 11, 0, 0}}},
    {'.', 2, {{'L', 1, 19.6f, 1, 19.6f, 0, 0}}},
    {'e', 11, {{'L', 0, 14, 11, 14, 0, 0}, {'A', 5.5f, 14, 5.5f, 6, 0, 315}}},
    {'x', 10, {{'L', 0, 8, 10, 20, 0, 0}, {'L', 10, 8, 0, 20, 0, 0}}},
    {'z', 10, {{'L', 0, 8, 10, 8, 0, 0}, {'L', 10, 8, 0, 20, 0, 0}, {'L', 0, 20, 10, 20, 0, 0}}},
};

enum { GLYPHS = sizeof glyphs / sizeof *glyphs, GAP = 5, SPACE = 8, ARC_LINES = 24, MOST_LINES = 64 };

static const float WEIGHT = 2.4f;
static const double DEGREE = 0.017453292519943295;

static int find(char character) {
    for (int k = 0; k < GLYPHS; k++)
        if (glyphs[k].character == character) return k;
    return -1;
}

static float width_of(char character) {
    const int k = find(character);
    return k < 0 ? SPACE : glyphs[k].width;
}

float lettering_width(const char *text, float size) {
    float width = 0;
    for (const char *at = text; *at; at++) width += width_of(*at) + (at[1] ? GAP : 0);
    return width * size / 20;
}

// Where strokes go, and how wide.
typedef struct pen {
    scene *scene;
    float x, y, scale, radius;
    colour fill;
} pen;

static void put_line(const pen *pen, float ax, float ay, float bx, float by) {
    scene_put_mark(pen->scene,
                   (scene_mark){pen->x + ax * pen->scale, pen->y + ay * pen->scale, pen->x + bx * pen->scale,
                                pen->y + by * pen->scale, pen->radius, pen->radius, pen->fill, pen->fill});
}

static void put_stroke(const pen *pen, const stroke *s) {
    if (s->kind == 'L') {
        put_line(pen, s->a, s->b, s->c, s->d);
        return;
    }
    float ax = 0, ay = 0;
    for (int k = 0; k <= ARC_LINES; k++) {
        const double angle = DEGREE * ((double)s->from + (double)(s->to - s->from) * k / ARC_LINES);
        const float x = s->a + s->c * (float)ae_cos(angle), y = s->b - s->d * (float)ae_sin(angle);
        if (k) put_line(pen, ax, ay, x, y);
        ax = x;
        ay = y;
    }
}

static void put_text(pen pen, const char *text) {
    for (; *text; pen.x += (width_of(*text) + GAP) * pen.scale, text++) {
        const int k = find(*text);
        if (k < 0 || !scene_need_marks(pen.scene, MOST_LINES)) continue;
        for (const stroke *s = glyphs[k].strokes; s < glyphs[k].strokes + 4 && s->kind; s++) put_stroke(&pen, s);
    }
}

void lettering_put(scene *scene, const char *text, float x, float y, lettering style) {
    const float scale = style.size / 20, radius = WEIGHT * scale / 2;
    pen pen = {scene,     x - style.align * lettering_width(text, style.size), y - style.size / 2, scale, radius,
               style.fill};
    if (style.halo > 0) {
        pen.radius = radius + style.halo;
        pen.fill = scene->theme.paper;
        put_text(pen, text);
        pen.radius = radius;
        pen.fill = style.fill;
    }
    put_text(pen, text);
}
