// SPDX-License-Identifier: MIT
// The pictures of tests/core/pictures.h by both renderers, for pictures.test.js.
#include "../core/pictures.h"

#include <emscripten.h>

#include "gfx_gl.h"

static scene s;
static gfx_soft soft;

EMSCRIPTEN_KEEPALIVE int picture_count(void) { return PICTURES; }
EMSCRIPTEN_KEEPALIVE const char *picture_name(int k) { return pictures[k].name; }
EMSCRIPTEN_KEEPALIVE int picture_width(int k) { return picture_columns(&pictures[k]); }
EMSCRIPTEN_KEEPALIVE int picture_height(int k) { return picture_rows(&pictures[k]); }

EMSCRIPTEN_KEEPALIVE int picture_open(void) { return gfx_gl_open("!gl"); }

// By the raster; NULL when memory ran out. Then the same scene with WebGL.
EMSCRIPTEN_KEEPALIVE const colour *picture_soft(int k) {
    return picture_draw(&pictures[k], &s, &soft) ? soft.pixels : NULL;
}
EMSCRIPTEN_KEEPALIVE void picture_gl(int k) { gfx_gl_draw(&s, k + 1, picture_width(k), picture_height(k)); }
