// SPDX-License-Identifier: MIT
// Discs: there may be ten thousand of them in a picture that a reader is dragging.
#include "gfx_soft_parts.h"

// Half of what a circle cuts out of the line that passes its centre at this distance; negative when they do not meet.
static float half_chord(float radius, float distance) {
    float square = radius * radius - distance * distance;
    return radius > 0 && square >= 0 ? sqrtf(square) : -1;
}

span raster_chord(const raster *r, float x, float distance, float radius) {
    float half = half_chord(radius, distance);
    return half < 0 ? (span){0, 0} : span_between(x - half, x + half, r->width);
}

static void disc_pixels(raster *r, size_t row, int from, int to, float x, float dy, float radius, const paint *p) {
    for (; from < to; from++) {
        float dx = (float)from + 0.5f - x;
        put_pixel(r, row + (size_t)from, p, sqrtf(dx * dx + dy * dy) - radius);
    }
}

void raster_disc(raster *r, float x, float y, float radius, const paint *p) {
    const float spare = slack(fabsf(x) + fabsf(y) + radius), within = radius - p->ring_width;
    const span rows = span_between(y - radius - 0.5f - spare, y + radius + 0.5f + spare, r->height);
    for (int k = rows.from; k < rows.to; k++) {
        const float dy = (float)k + 0.5f - y;
        const size_t row = (size_t)k * (size_t)r->width;
        // Each within the one before: the disc, what is covered, where the ring begins to end, where there is fill
        // alone
        const span all = span_within(raster_chord(r, x, dy, radius + 0.5f + spare), (span){0, r->width});
        const span covered = span_within(raster_chord(r, x, dy, radius - 0.5f - spare), all);
        disc_pixels(r, row, all.from, covered.from, x, dy, radius, p);
        if (p->fill == p->ring) {
            put_span(r, row, covered.from, covered.to, p, p->fill);
        } else if (covered.from < covered.to) {
            const span mixed = span_within(raster_chord(r, x, dy, within + 0.5f + spare), covered);
            const span filled = span_within(raster_chord(r, x, dy, within - 0.5f - spare), mixed);
            put_span(r, row, covered.from, mixed.from, p, p->ring);
            disc_pixels(r, row, mixed.from, filled.from, x, dy, radius, p);
            put_span(r, row, filled.from, filled.to, p, p->fill);
            disc_pixels(r, row, filled.to, mixed.to, x, dy, radius, p);
            put_span(r, row, mixed.to, covered.to, p, p->ring);
        }
        disc_pixels(r, row, covered.to, all.to, x, dy, radius, p);
    }
}
