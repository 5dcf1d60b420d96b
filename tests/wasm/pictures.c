// SPDX-License-Identifier: MIT
// The pictures of tests/core/pictures.h, for pictures.test.js.
#include "../core/pictures.h"

#include <emscripten.h>

static scene s;
static gfx_soft soft;

EMSCRIPTEN_KEEPALIVE int picture_count(void) { return PICTURES; }
EMSCRIPTEN_KEEPALIVE const char *picture_name(int k) { return pictures[k].name; }
EMSCRIPTEN_KEEPALIVE int picture_bytes(int k) {
    return picture_columns(&pictures[k]) * picture_rows(&pictures[k]) * (int)sizeof(colour);
}

// NULL when memory ran out.
EMSCRIPTEN_KEEPALIVE const colour *picture_pixels(int k) {
    return picture_draw(&pictures[k], &s, &soft) ? soft.pixels : NULL;
}
