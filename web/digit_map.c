// SPDX-License-Identifier: MIT
#include "digit_map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "numerals.h"

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

void digit_map_numerals(const digit_map *m, scene *s, float height) {
    const numeral_style style = {height, height / 7, height / 8, s->theme.ink, colour_fade(s->theme.paper, 0.85f)};
    for (int label = 0; label < DIGIT_LABELS; label++) {
        if (!m->counts[label] || is_hidden(m, label)) continue;
        const camera_point at = camera_project(&s->camera, (float[3]){m->medians[label][0], m->medians[label][1], 0});
        scene_numeral(s, label, at.x, at.y, style);
    }
}

int digit_map_pick(const digit_map *m, scene *s, float x, float y, float reach) {
    const int found = scene_pick(s, x, y, reach);
    return found >= 0 && (size_t)found < m->shown_count ? (int)m->rows[found] : -1;
}
