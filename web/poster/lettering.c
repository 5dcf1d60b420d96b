// SPDX-License-Identifier: MIT
#include "lettering.h"

#include "numerals.h"
#include "scene_parts.h"

enum { HIGH = 20, DIGIT = 12, GAP = 5, SPACE = 8, MOST_LINES = 12 }; // of the grid that a digit is 20 high on

static const float WEIGHT = 2.4f;

// What is no digit, as lines through points on that grid, y downwards. Those of e go around a circle.
static const struct {
    char character;
    float width;
    int count;                   // of the points
    float points[MOST_LINES][2]; // one of a negative x lifts the pen
} glyphs[] = {
    {'-', 12, 2, {{1, 11}, {10, 11}}},
    {'.', 2, 2, {{1, 19.6f}, {1, 19.6f}}},
    {'x', 10, 5, {{0, 8}, {10, 20}, {-1, 0}, {10, 8}, {0, 20}}},
    {'z', 10, 4, {{0, 8}, {10, 8}, {0, 20}, {10, 20}}},
    {'e',
     11,
     11,
     {{0, 14},
      {11, 14},
      {10.3f, 11},
      {8.2f, 8.8f},
      {5.5f, 8},
      {2.8f, 8.8f},
      {0.7f, 11},
      {0, 14},
      {1.6f, 18.2f},
      {5.5f, 20},
      {9.4f, 18.2f}}},
};

enum { GLYPHS = sizeof glyphs / sizeof *glyphs };

static bool is_digit(char character) { return character >= '0' && character <= '9'; }

static int find(char character) {
    for (int k = 0; k < GLYPHS; k++)
        if (glyphs[k].character == character) return k;
    return -1;
}

static float width_of(char character) {
    const int k = find(character);
    return is_digit(character) ? DIGIT : k < 0 ? SPACE : glyphs[k].width;
}

float lettering_width(const char *text, float size) {
    float width = 0;
    for (const char *at = text; *at; at++) width += width_of(*at) + (at[1] ? GAP : 0);
    return width * size / HIGH;
}

// Glyph k with its upper left corner at (x, y).
static void put_glyph(scene *s, int k, float x, float y, float scale, float radius, colour fill) {
    if (!scene_need_marks(s, MOST_LINES)) return;
    for (int p = 1; p < glyphs[k].count; p++) {
        const float *a = glyphs[k].points[p - 1], *b = glyphs[k].points[p];
        if (a[0] < 0 || b[0] < 0) continue;
        scene_put_mark(s, (scene_mark){x + scale * a[0], y + scale * a[1], x + scale * b[0], y + scale * b[1], radius,
                                       radius, fill, fill});
    }
}

void lettering_put(scene *scene, const char *text, float x, float y, lettering style) {
    const float scale = style.size / HIGH, weight = WEIGHT * scale;
    const numeral_style digits = {style.size + weight, weight, style.halo, style.fill, scene->theme.paper};
    x -= style.align * lettering_width(text, style.size);
    for (; *text; x += (width_of(*text) + GAP) * scale, text++) {
        const int k = find(*text);
        if (is_digit(*text)) scene_numeral(scene, *text - '0', x + DIGIT * scale / 2, y, digits);
        if (k < 0) continue;
        const float top = y - style.size / 2;
        if (style.halo > 0) put_glyph(scene, k, x, top, scale, weight / 2 + style.halo, scene->theme.paper);
        put_glyph(scene, k, x, top, scale, weight / 2, style.fill);
    }
}
