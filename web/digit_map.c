// SPDX-License-Identifier: MIT
#include "digit_map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "numerals.h"
#include "scene_parts.h"

void digit_map_free(digit_map *m) {
    ae_neighbours_free(m->neighbours);
    free(m->at);
    *m = (digit_map){0};
}

bool digit_map_room(digit_map *m, size_t count) {
    if (m->at && count == m->count) return true;
    const unsigned hidden = m->hidden;
    digit_map_free(m);
    m->hidden = hidden;
    if (!count || count > INT32_MAX) return false;
    m->at = malloc(count * (4 * sizeof(float) + sizeof(uint32_t) + 2));
    if (!m->at) return false;
    m->count = count;
    m->shown = m->at + 2 * count;
    m->rows = (uint32_t *)(m->shown + 2 * count);
    m->labels = (uint8_t *)(m->rows + count);
    m->shown_labels = m->labels + count;
    return true;
}

// ---- what is known --------------------------------------------------------------------------------------------------

static void count_labels(digit_map *m) {
    memset(m->counts, 0, sizeof m->counts);
    for (size_t k = 0; k < m->count; k++)
        if (m->labels[k] < DIGIT_LABELS) m->counts[m->labels[k]]++;
}

static int by_value(const void *a, const void *b) {
    const float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

// Of what is finite among one label's coordinates; m->shown is scratch.
static float median_of(const digit_map *m, int label, int axis) {
    size_t count = 0;
    for (size_t k = 0; k < m->count; k++)
        if (m->labels[k] == label && isfinite(m->at[2 * k + (size_t)axis]))
            m->shown[count++] = m->at[2 * k + (size_t)axis];
    qsort(m->shown, count, sizeof *m->shown, by_value);
    return count ? m->shown[count / 2] : 0;
}

static const float MARGIN = 1.05f; // times the codes' reach

static void find_window(digit_map *m) {
    float least[2] = {INFINITY, INFINITY}, most[2] = {-INFINITY, -INFINITY};
    for (size_t k = 0; k < 2 * m->count; k++) {
        if (!isfinite(m->at[k])) continue;
        least[k % 2] = fminf(least[k % 2], m->at[k]);
        most[k % 2] = fmaxf(most[k % 2], m->at[k]);
    }
    m->reach = 1e-6f;
    for (int c = 0; c < 2; c++) {
        m->centre[c] = most[c] >= least[c] ? (least[c] + most[c]) / 2 : 0;
        m->reach = fmaxf(m->reach, MARGIN * (most[c] - least[c]) / 2);
    }
}

void digit_map_update(digit_map *m, unsigned version) {
    m->version = version;
    count_labels(m);
    for (int label = 0; label < DIGIT_LABELS; label++)
        for (int axis = 0; axis < 2; axis++) m->medians[label][axis] = median_of(m, label, axis);
    find_window(m);
    ae_neighbours_free(m->neighbours);
    ae_neighbours_new(&m->neighbours, m->at, (int)m->count, 2, NULL);
    digit_map_hide(m, m->hidden);
}

static bool is_hidden(const digit_map *m, int label) { return label < DIGIT_LABELS && m->hidden >> label & 1; }

void digit_map_hide(digit_map *m, unsigned labels) {
    m->hidden = labels;
    m->shown_version++;
    m->shown_count = 0;
    for (size_t k = 0; k < m->count; k++) {
        if (is_hidden(m, m->labels[k])) continue;
        const size_t to = m->shown_count++;
        memcpy(m->shown + 2 * to, m->at + 2 * k, 2 * sizeof(float));
        m->shown_labels[to] = m->labels[k];
        m->rows[to] = (uint32_t)k;
    }
}

int digit_map_next(const digit_map *m, int row, int by) {
    const int count = (int)m->count;
    if (row < 0 && by < 0) row = 0;
    for (int k = 0; k < count; k++) {
        row = (row + by + count) % count;
        if (!is_hidden(m, m->labels[row])) return row;
    }
    return -1;
}

// ---- pictures -------------------------------------------------------------------------------------------------------

void digit_map_points(const digit_map *m, scene *s, float radius, float opacity) {
    const scene_cloud cloud = {
        .at = m->shown,
        .dims = 2,
        .count = m->shown_count,
        .classes = m->shown_labels,
        .version = 4096 * m->version + m->shown_version % 4096,
    };
    scene_points(s, cloud, (scene_point_style){.radius = radius, .plain = true, .opacity = opacity, .selected = -1});
}

static bool is_named(const digit_map *m, int label) { return m->counts[label] && !is_hidden(m, label); }

static digit_place place_of(const camera *camera, const float code[2]) {
    const camera_point at = camera_project(camera, (float[3]){code[0], code[1], 0});
    return (digit_place){at.x, at.y};
}

// Two boxes whose middles need to be so far apart part, each by its share of what it takes in the direction that takes
// less. Whether they did.
static bool part(digit_place *a, digit_place *b, float width, float height, float share) {
    const float dx = b->x - a->x, dy = b->y - a->y;
    const float over_x = width - fabsf(dx), over_y = height - fabsf(dy);
    if (!(over_x > 0) || !(over_y > 0)) return false;
    float *from = over_x < over_y ? &a->x : &a->y, *to = over_x < over_y ? &b->x : &b->y;
    const float by = (over_x < over_y ? copysignf(over_x, dx) : copysignf(over_y, dy)) * 1.01f; // or it never ends
    *from -= share * by;
    *to += (1 - share) * by;
    return true;
}

enum { ROUNDS = 60 };                                    // far more than ten labels need
static const float BOX_WIDTH = 0.9f, BOX_HEIGHT = 1.25f; // of a label with air around it, in heights

void digit_map_places(const digit_map *m, const camera *camera, digit_label_style style,
                      digit_place places[DIGIT_LABELS]) {
    const float width = BOX_WIDTH * style.height, height = BOX_HEIGHT * style.height, radius = style.radius;
    for (int label = 0; label < DIGIT_LABELS; label++)
        if (is_named(m, label)) places[label] = place_of(camera, m->medians[label]);
    bool moved = true;
    for (int round = 0; moved && round < ROUNDS; round++) {
        moved = false;
        for (int a = 0; a < DIGIT_LABELS; a++) {
            if (!is_named(m, a)) continue;
            for (int b = a + 1; b < DIGIT_LABELS; b++)
                if (is_named(m, b)) moved |= part(&places[a], &places[b], width, height, 0.5f);
            for (int k = 0; k < style.count; k++) {
                digit_place fixed = place_of(camera, style.off + 2 * k);
                moved |= part(&places[a], &fixed, width / 2 + radius, height / 2 + radius, 1);
            }
        }
    }
}

static const float FAR = 0.55f; // heights from which on a line leads to the median

static void draw_leader(scene *s, digit_place median, digit_place label, float height) {
    if (!(hypotf(median.x - label.x, median.y - label.y) > FAR * height)) return;
    const colour ink = s->theme.ink, halo = colour_fade(s->theme.paper, 0.85f);
    if (!scene_need_marks(s, 3)) return;
    scene_put_mark(s, (scene_mark){median.x, median.y, label.x, label.y, 1.6f, 1.6f, halo, halo});
    scene_put_mark(s, (scene_mark){median.x, median.y, label.x, label.y, 0.6f, 0.6f, ink, ink});
    scene_put_mark(s, (scene_mark){median.x, median.y, median.x, median.y, 2, 2, ink, ink});
}

void digit_map_numerals(const digit_map *m, scene *s, digit_label_style style) {
    const float height = style.height;
    const numeral_style pen = {height, height / 7, height / 8, s->theme.ink, colour_fade(s->theme.paper, 0.85f)};
    digit_place places[DIGIT_LABELS] = {{0}};
    digit_map_places(m, &s->camera, style, places);
    for (int label = 0; label < DIGIT_LABELS; label++)
        if (is_named(m, label)) draw_leader(s, place_of(&s->camera, m->medians[label]), places[label], height);
    for (int label = 0; label < DIGIT_LABELS; label++)
        if (is_named(m, label)) scene_numeral(s, label, places[label].x, places[label].y, pen);
}

int digit_map_pick(const digit_map *m, scene *s, float x, float y, float reach) {
    const int found = scene_pick(s, x, y, reach);
    return found >= 0 && (size_t)found < m->shown_count ? (int)m->rows[found] : -1;
}
