// SPDX-License-Identifier: MIT
// Capsules: lines with round ends, each of a radius of its own.
#include "gfx_soft_parts.h"

typedef struct capsule {
    float ax, ay, bx, by, ra, rb;
} capsule;

typedef struct quad {
    float x[4], y[4];
} quad;

static void capsule_pixels(raster *r, size_t row, int from, int to, float y, const capsule *c, const paint *p) {
    const float ux = c->bx - c->ax, uy = c->by - c->ay, per_square = 1 / (ux * ux + uy * uy);
    for (; from < to; from++) {
        float dx = (float)from + 0.5f - c->ax, dy = y - c->ay;
        float t = clamp((dx * ux + dy * uy) * per_square);
        dx -= t * ux, dy -= t * uy;
        put_pixel(r, row + (size_t)from, p, sqrtf(dx * dx + dy * dy) - (c->ra * (1 - t) + c->rb * t));
    }
}

// The capsule without its round ends, widened by `more` on each side; where it is no wider than nothing it ends.
static quad sides(const capsule *c, float more) {
    const float ux = c->bx - c->ax, uy = c->by - c->ay, length = sqrtf(ux * ux + uy * uy);
    float ends[2] = {0, 1}, radii[2] = {c->ra + more, c->rb + more};
    for (int k = 0; k < 2; k++) {
        if (radii[k] >= 0) continue;
        if (!(radii[1 - k] > 0)) return (quad){{0}, {0}};
        ends[k] = (ends[k] * radii[1 - k] - ends[1 - k] * radii[k]) / (radii[1 - k] - radii[k]);
        radii[k] = 0;
    }
    quad q;
    for (int k = 0; k < 4; k++) {
        const int end = k >> 1;
        const float side = k == 0 || k == 3 ? radii[end] / length : -radii[end] / length;
        q.x[k] = c->ax + ends[end] * ux - side * uy;
        q.y[k] = c->ay + ends[end] * uy + side * ux;
    }
    return q;
}

// What a row cuts out of it.
static span quad_span(const raster *r, const quad *q, float y) {
    float from = INFINITY, to = -INFINITY;
    for (int k = 0; k < 4; k++) {
        const float ax = q->x[k], ay = q->y[k], bx = q->x[(k + 1) & 3], by = q->y[(k + 1) & 3];
        if ((ay <= y) == (by <= y)) continue;
        const float x = ax + (y - ay) / (by - ay) * (bx - ax);
        if (x < from) from = x;
        if (x > to) to = x;
    }
    return from <= to ? span_between(from, to, r->width) : (span){0, 0};
}

static span span_around(span a, span b) {
    if (a.from >= a.to) return b;
    if (b.from >= b.to) return a;
    return (span){a.from < b.from ? a.from : b.from, a.to > b.to ? a.to : b.to};
}

static void draw_capsule(raster *r, const capsule *c, const paint *p) {
    const float spare = slack(fabsf(c->ax) + fabsf(c->ay) + fabsf(c->bx) + fabsf(c->by) + c->ra + c->rb);
    const float more = 0.5f + spare, ra = c->ra + more, rb = c->rb + more;
    const quad outer = sides(c, more), inner = sides(c, -more);
    const span rows = span_between(fminf(c->ay - ra, c->by - rb), fmaxf(c->ay + ra, c->by + rb), r->height);
    for (int k = rows.from; k < rows.to; k++) {
        const float y = (float)k + 0.5f;
        const size_t row = (size_t)k * (size_t)r->width;
        span all = span_around(raster_chord(r, c->ax, y - c->ay, ra), raster_chord(r, c->bx, y - c->by, rb));
        all = span_around(all, quad_span(r, &outer, y));
        span filled = {all.to, all.to};
        if (p->fill == p->ring) filled = span_within(quad_span(r, &inner, y), all);
        capsule_pixels(r, row, all.from, filled.from, y, c, p);
        put_span(r, row, filled.from, filled.to, p, p->fill);
        capsule_pixels(r, row, filled.to, all.to, y, c, p);
    }
}

void raster_mark(raster *r, const scene_mark *m) {
    const capsule c = {
        .ax = m->ax * r->density,
        .ay = m->ay * r->density_y,
        .bx = m->bx * r->density,
        .by = m->by * r->density_y,
        .ra = m->ra * r->density,
        .rb = m->rb * r->density,
    };
    const paint p = {.fill = m->fill, .ring = m->ring, .ring_width = SCENE_RING * r->density};
    if (!isfinite(c.ax + c.ay + c.bx + c.by + c.ra + c.rb)) return;
    const float ux = c.bx - c.ax, uy = c.by - c.ay;
    if (ux * ux + uy * uy < 1e-6f)
        raster_disc(r, c.ax, c.ay, fmaxf(c.ra, c.rb), &p);
    else
        draw_capsule(r, &c, &p);
}
