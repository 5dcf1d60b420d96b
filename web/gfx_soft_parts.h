// SPDX-License-Identifier: MIT
// What the files of gfx_soft share: pixels and rows of them.
//
// Coordinates are in device px from here on; the middle of pixel k is at k + 0.5. Shapes are walked row by row. In a
// row the pixels near an edge are computed one by one with the formula of gfx_gl's shader, and what is surely within is
// filled without.
#ifndef GFX_SOFT_PARTS_H
#define GFX_SOFT_PARTS_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "scene.h"

typedef struct raster {
    colour *pixels;
    float *depth; // NULL: nothing of this scene asks for it
    int width, height;
    float density, density_y; // device px a CSS px, across and down
} raster;

// Depths are noted where more than half of a pixel is covered. Tested: what is farther than that is not drawn, nor what
// covers less, which would lie about what is behind.
typedef enum depth_rule { DEPTH_IGNORED, DEPTH_WRITTEN, DEPTH_TESTED } depth_rule;

typedef struct paint {
    colour fill, ring;
    float ring_width;
    depth_rule rule;
    float depth;
    float least; // less coverage than this is not drawn
} paint;

typedef struct span {
    int from, to; // pixels from … to - 1 of a row
} span;

// NaN is 0.
static inline float clamp(float x) { return !(x > 0) ? 0 : x < 1 ? x : 1; }

// To the nearest of 0 … 255: a float of 2^23 and more has no digits behind the point, so that the addition rounds.
// Faster than a conversion, which WebAssembly checks.
static inline unsigned level(float x) {
    const float shifted = clamp(x) * 255 + 8388608;
    unsigned bits;
    memcpy(&bits, &shifted, sizeof bits);
    return bits & 255;
}

// weight/255 of a and the rest of b, rounded, for each of the four channels: two at a time, in 16 bits each.
static inline colour mix(colour a, colour b, unsigned weight) {
    const colour MASK = 0x00ff00ffu, HALF = 0x00800080u;
    colour low = (a & MASK) * weight + (b & MASK) * (255 - weight) + HALF;
    colour high = (a >> 8 & MASK) * weight + (b >> 8 & MASK) * (255 - weight) + HALF;
    low = (low + (low >> 8 & MASK)) >> 8 & MASK; // x / 255 is (x + 128 + (x + 128) / 256) / 256, rounded
    high = (high + (high >> 8 & MASK)) >> 8 & MASK;
    return low | high << 8;
}

static inline unsigned scale(unsigned a, unsigned b) {
    unsigned x = a * b + 128;
    return (x + (x >> 8)) >> 8;
}

static const colour OPAQUE = 0xff000000u;

static inline colour blend(colour under, colour over, unsigned cover) {
    return mix(over | OPAQUE, under, scale(over >> 24, cover));
}

// The depth at a pixel is that of the nearest point there.
static inline void note_depth(raster *r, size_t at, float depth) {
    if (depth < r->depth[at]) r->depth[at] = depth;
}

// outside: the distance to the shape's edge, negative within it.
static inline void put_pixel(raster *r, size_t at, const paint *p, float outside) {
    const float cover = clamp(0.5f - outside);
    if (!(cover > p->least) || (p->rule == DEPTH_TESTED && !(p->depth < r->depth[at]))) return;
    if (p->rule != DEPTH_IGNORED && cover > 0.5f) note_depth(r, at, p->depth);
    colour c = p->fill == p->ring ? p->fill : mix(p->ring, p->fill, level(0.5f + outside + p->ring_width));
    r->pixels[at] = blend(r->pixels[at], c, level(cover));
}

// All pixels within the shape.
static inline void put_span(raster *r, size_t row, int from, int to, const paint *p, colour c) {
    if (from >= to) return;
    const size_t first = row + (size_t)from, count = (size_t)(to - from);
    colour *pixels = r->pixels + first;
    const unsigned alpha = c >> 24;
    if (p->rule == DEPTH_TESTED) {
        for (size_t k = 0; k < count; k++)
            if (p->depth < r->depth[first + k]) pixels[k] = mix(c | OPAQUE, pixels[k], alpha);
    } else if (alpha == 255) {
        for (size_t k = 0; k < count; k++) pixels[k] = c;
    } else {
        for (size_t k = 0; k < count; k++) pixels[k] = mix(c | OPAQUE, pixels[k], alpha);
    }
    for (size_t k = 0; k < count && p->rule != DEPTH_IGNORED; k++) note_depth(r, first + k, p->depth);
}

// The first pixel, up to `count`, whose middle is not before x, and the one after the last that is not behind x.
static inline int first_pixel(float x, int count) {
    float at = x - 0.5f;
    if (!(at > 0)) return 0;
    if (at >= (float)count) return count;
    return (int)at + ((float)(int)at < at);
}

static inline int end_pixel(float x, int count) {
    float at = x - 0.5f;
    if (!(at >= 0)) return 0;
    return at >= (float)count ? count : (int)at + 1;
}

static inline span span_between(float from, float to, int count) {
    return (span){first_pixel(from, count), end_pixel(to, count)};
}

// The part of a span that lies within another; one without pixels stands at the outer one's end.
static inline span span_within(span inner, span outer) {
    if (inner.from < outer.from) inner.from = outer.from;
    if (inner.to > outer.to) inner.to = outer.to;
    return inner.from < inner.to ? inner : (span){outer.to, outer.to};
}

// Room for what rounding does to coordinates of this size, so that filled spans have the bits of single pixels.
static inline float slack(float size) { return 0.01f + 1e-6f * size; }

// gfx_soft_discs.c. What a circle cuts out of a row at this distance from its centre, which is at x.
span raster_chord(const raster *r, float x, float distance, float radius);
void raster_disc(raster *r, float x, float y, float radius, const paint *p);

// gfx_soft_shapes.c
void raster_mark(raster *r, const scene_mark *mark);

// gfx_soft_mesh.c
void raster_mesh(raster *r, const scene *s, const scene_item *item);

#endif
