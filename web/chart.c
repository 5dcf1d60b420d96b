// SPDX-License-Identifier: MIT
#include "chart.h"

#include <float.h>
#include <math.h>

#include "functions.h"
#include "scene_parts.h"

// CSS px
static const float LEFT = 46, BOTTOM = 26, TOP = 12; // around the axes, for labels
static const float DIGIT = 7, LABEL_GAP = 8;         // of labels in the figures' small print
static const float LABEL_HEIGHT = 18;                // of a label with the gap to the next
static const float LEAST_LENGTH = 24;                // of an axis
static const float LINE = 2, THIN_LINE = 1.25f, DOT = 3.5f;
static const float DASH = 6, DASH_GAP = 4;

enum { MOST_DECADES = 12, LEAST_EPOCHS = 50 }; // decades below 1
// What PCA leaves of float32 data that lie in a plane is their rounding, some 1e-15 or less: no level to make room for.
static const double NEXT_TO_NOTHING = 1e-9;
static const double ASTRAY = 1e3; // times the highest loss: a run before that went farther would leave this one no room

// ---- axes -----------------------------------------------------------------------------------------------------------

static double power_of_ten(int exponent) {
    double power = 1;
    for (int k = 0; k < exponent || k < -exponent; k++) power *= 10;
    return exponent < 0 ? 1 / power : power;
}

typedef struct range {
    double least, most;
} range;

// Losses are floats: what is a power of ten but for their rounding is one.
static void widen(range *range, double loss, colour colour) {
    if (!(loss > 0 && loss <= FLT_MAX) || !(colour >> 24)) return;
    if (loss < range->least) range->least = loss;
    if (loss > range->most) range->most = loss;
}

static void widen_by_run(range *range, const ae_history *history, colour line, colour held_out) {
    for (int k = 0; history && k < ae_history_count(history); k++) {
        widen(range, (double)ae_history_rows(history)[k].loss, line);
        widen(range, (double)ae_history_rows(history)[k].held_out, held_out);
    }
}

static void widen_by_ghost(range *range, const ae_history *ghost, colour line) {
    const double most = range->most > 0 ? ASTRAY * range->most : INFINITY;
    for (int k = 0; ghost && k < ae_history_count(ghost); k++) {
        double loss = (double)ae_history_rows(ghost)[k].loss;
        if (loss <= most) widen(range, loss, line);
    }
}

// The least of 50, 100, 200, 300, 500, 1000, … that is not less.
static int round_epochs(int epochs) {
    static const int FACTORS[] = {5, 10, 20, 30};
    for (int power = LEAST_EPOCHS / 5;; power *= 10)
        for (int k = 0; k < 4; k++)
            if (epochs <= FACTORS[k] * power || power > 10000000) return FACTORS[k] * power;
}

static int last_epoch(const ae_history *history) { return history ? ae_history_last(history) : -1; }

chart_limits chart_limits_of(const chart_desc *desc) {
    const double rounding = 1e-6; // of a float
    range range = {INFINITY, 0};
    int ghost = desc->ghost_line >> 24 ? last_epoch(desc->ghost) : -1, last = last_epoch(desc->losses);
    widen_by_run(&range, desc->losses, desc->line, desc->held_out);
    if (desc->level >= NEXT_TO_NOTHING) widen(&range, desc->level, desc->level_line);
    widen_by_ghost(&range, desc->ghost, desc->ghost_line);
    chart_limits limits = {.epochs = round_epochs(ghost > last ? ghost : last), .lowest = -3, .highest = 0};
    if (!(range.most > 0)) return limits;
    limits.highest = -45;
    while (power_of_ten(limits.highest) < range.most * (1 - rounding)) limits.highest++;
    limits.lowest = limits.highest - 1;
    const int bottom = (limits.highest < 0 ? limits.highest : 0) - MOST_DECADES;
    while (power_of_ten(limits.lowest) > range.least * (1 + rounding) && limits.lowest > bottom) limits.lowest--;
    return limits;
}

float chart_label_width(double epoch) {
    int digits = 1;
    for (; epoch >= 10; epoch /= 10) digits++;
    return DIGIT * (float)(digits + (digits - 1) / 3);
}

chart_ticks chart_epoch_ticks(int epochs, float length) {
    static const double FACTORS[] = {1, 2, 5};
    chart_ticks ticks = {0};
    float apart = chart_label_width(epochs) + LABEL_GAP;
    double step = 1;
    for (int k = 0, power = 0;; k++) {
        if (k == 3) k = 0, power++;
        step = FACTORS[k] * power_of_ten(power);
        if (step > epochs) break; // 0 alone
        if (step * (CHART_MAX_TICKS - 1) >= epochs && (float)step / (float)epochs * length >= apart) break;
    }
    for (double at = 0; at <= epochs && ticks.count < CHART_MAX_TICKS; at += step) ticks.values[ticks.count++] = at;
    return ticks;
}

chart_ticks chart_loss_ticks(int lowest, int highest, float length) {
    static const double FACTORS[] = {1, 2, 5, 10};
    const float narrowest = 0.301f; // decades from 1 to 2, and from 5 to 10
    chart_ticks ticks = {0};
    int decades = highest - lowest, step = 1;
    if (decades == 1 && narrowest * length >= LABEL_HEIGHT) {
        for (int k = 0; k < 4; k++) ticks.values[ticks.count++] = FACTORS[k] * power_of_ten(lowest);
        return ticks;
    }
    while (decades / step >= CHART_MAX_TICKS || (float)step / (float)decades * length < LABEL_HEIGHT) {
        if (step >= decades) break;
        step++;
    }
    for (int exponent = highest; exponent >= lowest; exponent--)
        if ((highest - exponent) % step == 0) ticks.count++;
    for (int k = 0; k < ticks.count; k++) ticks.values[k] = power_of_ten(highest - (ticks.count - 1 - k) * step);
    return ticks;
}

// ---- where things are -----------------------------------------------------------------------------------------------

typedef struct chart {
    scene *scene;
    chart_limits limits;
    float left, right, bottom, top; // of the axes, CSS px of the plot
} chart;

static float x_of(const chart *chart, double epoch) {
    return camera_project(&chart->scene->camera, (float[3]){(float)epoch, 0, 0}).x;
}

static float y_of(const chart *chart, double loss) {
    const double ln10 = 2.302585092994046;
    double exponent = loss > 0 ? ae_log(loss) / ln10 : chart->limits.lowest;
    if (!(exponent > chart->limits.lowest)) exponent = chart->limits.lowest;
    return camera_project(&chart->scene->camera, (float[3]){0, (float)exponent, 0}).y;
}

static void put_line(const chart *chart, float ax, float ay, float bx, float by, float width, colour fill) {
    scene_put_mark(chart->scene, (scene_mark){ax, ay, bx, by, width / 2, width / 2, fill, fill});
}

// The part of a line that is not above the axes.
static void put_segment(const chart *chart, float ax, float ay, float bx, float by, float width, colour fill) {
    const float top = chart->top, part = (top - ay) / (by - ay);
    if (ay < top && by < top) return;
    if (ay < top)
        put_line(chart, ax + part * (bx - ax), top, bx, by, width, fill);
    else if (by < top)
        put_line(chart, ax, ay, ax + part * (bx - ax), top, width, fill);
    else
        put_line(chart, ax, ay, bx, by, width, fill);
}

static void put_dot(const chart *chart, float x, float y, float radius, colour fill) {
    float whole = radius + SCENE_RING;
    scene_put_mark(chart->scene, (scene_mark){x, y, x, y, whole, whole, fill, chart->scene->theme.paper});
}

// Where lines overlap they must not be darker, so their opacity is mixed in beforehand.
static colour flat(const chart *chart, colour c) {
    return colour_mix(chart->scene->theme.paper, c | 0xff000000u, (float)(c >> 24) / 255);
}

// ---- grid and level -------------------------------------------------------------------------------------------------

static void draw_grid(const chart *chart) {
    const chart_limits *limits = &chart->limits;
    chart_ticks epochs = chart_epoch_ticks(limits->epochs, chart->right - chart->left);
    chart_ticks losses = chart_loss_ticks(limits->lowest, limits->highest, chart->bottom - chart->top);
    colour grid = colour_fade(chart->scene->theme.ink, 0.10f), axis = colour_fade(chart->scene->theme.ink, 0.28f);
    if (!scene_need_marks(chart->scene, 2 * CHART_MAX_TICKS + 1)) return;
    for (int k = 0; k < epochs.count; k++) {
        float x = x_of(chart, epochs.values[k]);
        if (k > 0) put_line(chart, x, chart->bottom, x, chart->top, 1, grid);
        scene_put_anchor(chart->scene, x, chart->bottom + BOTTOM / 2, epochs.values[k], 0);
    }
    for (int k = 0; k < losses.count; k++) {
        float y = y_of(chart, losses.values[k]);
        if (y < chart->bottom - 0.5f) put_line(chart, chart->left, y, chart->right, y, 1, grid);
        scene_put_anchor(chart->scene, chart->left / 2, y, losses.values[k], 1);
    }
    put_line(chart, chart->left, chart->bottom, chart->right, chart->bottom, 1, axis);
    put_line(chart, chart->left, chart->bottom, chart->left, chart->top, 1, axis);
}

static void draw_level(const chart *chart, double level, colour fill) {
    if (!(level >= 0 && level <= FLT_MAX) || !(fill >> 24)) return;
    if (!scene_need_marks(chart->scene, (size_t)((chart->right - chart->left) / (DASH + DASH_GAP)) + 2)) return;
    float y = y_of(chart, level);
    for (float x = chart->left; x < chart->right; x += DASH + DASH_GAP)
        put_line(chart, x, y, x + DASH < chart->right ? x + DASH : chart->right, y, THIN_LINE, flat(chart, fill));
    float above = y - LABEL_HEIGHT / 2, below = y + LABEL_HEIGHT / 2;
    scene_put_anchor(chart->scene, chart->right - LEFT / 2, above - LABEL_HEIGHT / 2 < chart->top ? below : above,
                     level, 2);
}

// ---- curves ---------------------------------------------------------------------------------------------------------

// What one pixel column of a curve holds: where it comes in and goes out, and its extremes.
typedef struct column {
    int index, count;
    float first_x, last_x;
    float first, last, least, most; // losses
} column;

typedef struct pen {
    const chart *chart;
    float width;
    colour fill;
    bool down;
    float x, y;
} pen;

static void line_to(pen *pen, float x, float y) {
    if (pen->down) put_segment(pen->chart, pen->x, pen->y, x, y, pen->width, pen->fill);
    pen->down = true;
    pen->x = x;
    pen->y = y;
}

// At most two marks: a line from the column before, and one from the least to the most.
static void draw_column(pen *pen, const column *column) {
    if (!column->count) return;
    line_to(pen, column->first_x, y_of(pen->chart, (double)column->first));
    if (column->count == 1) return;
    float x = (column->first_x + column->last_x) / 2;
    float low = y_of(pen->chart, (double)column->least), high = y_of(pen->chart, (double)column->most);
    put_segment(pen->chart, x, low, x, high, pen->width, pen->fill);
    pen->x = column->last_x;
    pen->y = y_of(pen->chart, (double)column->last);
}

static void draw_run(const chart *chart, const ae_history *history, bool held_out, float width, colour fill) {
    if (!history || !(fill >> 24)) return;
    if (!scene_need_marks(chart->scene, 2 * (size_t)(chart->right - chart->left) + 5)) return;
    pen pen = {.chart = chart, .width = width, .fill = flat(chart, fill)};
    column column = {0};
    int drawn = 0;
    for (int k = 0; k < ae_history_count(history); k++) {
        const ae_losses *row = &ae_history_rows(history)[k];
        float loss = held_out ? row->held_out : row->loss, x = x_of(chart, (double)row->epoch);
        if (!isfinite(loss)) continue;
        drawn++;
        if (!column.count || (int)x != column.index) {
            draw_column(&pen, &column);
            column = (struct column){(int)x, 0, x, x, loss, loss, loss, loss};
        }
        column.count++;
        column.last_x = x;
        column.last = loss;
        if (loss < column.least) column.least = loss;
        if (loss > column.most) column.most = loss;
    }
    draw_column(&pen, &column);
    if (drawn == 1)
        put_segment(chart, pen.x, pen.y, pen.x, pen.y, 2 * width, pen.fill); // a curve of one point is a dot
}

// ---- the cursor -----------------------------------------------------------------------------------------------------

static const ae_losses *at_cursor(const chart_desc *desc) {
    return desc->losses && desc->cursor >= 0 ? ae_history_nearest(desc->losses, desc->cursor) : NULL;
}

static void draw_cursor_line(const chart *chart, const ae_losses *row) {
    if (!scene_need_marks(chart->scene, 1)) return;
    float x = x_of(chart, (double)row->epoch);
    put_line(chart, x, chart->bottom, x, chart->top, 1, colour_fade(chart->scene->theme.ink, 0.45f));
}

static void draw_cursor_dots(const chart *chart, const ae_losses *row, const chart_desc *desc) {
    if (!scene_need_marks(chart->scene, 2)) return;
    float x = x_of(chart, (double)row->epoch);
    if (isfinite(row->held_out) && desc->held_out >> 24)
        put_dot(chart, x, y_of(chart, (double)row->held_out), DOT - 1, flat(chart, desc->held_out));
    if (isfinite(row->loss) && desc->line >> 24)
        put_dot(chart, x, y_of(chart, (double)row->loss), DOT, flat(chart, desc->line));
}

// ---- the whole ------------------------------------------------------------------------------------------------------

void chart_scene(scene *scene, scene_theme theme, const chart_desc *desc) {
    chart_limits limits = chart_limits_of(desc);
    float right = chart_label_width(limits.epochs) / 2 + 4; // the last label is centred under the end of its axis
    chart chart = {scene, limits, LEFT, desc->width - right, desc->height - BOTTOM, TOP};
    if (!(chart.right - chart.left >= LEAST_LENGTH && chart.bottom - chart.top >= LEAST_LENGTH)) {
        scene_begin(scene, camera_plane(desc->width, desc->height, (float[2]){0}, 1), theme, 1);
        return;
    }
    camera_sides window = {0, (float)limits.epochs, (float)limits.lowest, (float)limits.highest};
    scene_begin(scene, camera_window(desc->width, desc->height, window, (camera_sides){LEFT, right, BOTTOM, TOP}),
                theme, 1);
    const ae_losses *row = at_cursor(desc);
    draw_grid(&chart);
    if (row) draw_cursor_line(&chart, row);
    draw_level(&chart, desc->level, desc->level_line);
    draw_run(&chart, desc->ghost, false, THIN_LINE, desc->ghost_line);
    draw_run(&chart, desc->losses, true, THIN_LINE, desc->held_out);
    draw_run(&chart, desc->losses, false, LINE, desc->line);
    if (row) draw_cursor_dots(&chart, row, desc);
}

int chart_epoch_at(const scene *scene, float x) {
    float at[2];
    camera_unproject(&scene->camera, x, 0, at);
    return at[0] > 0 ? (int)(at[0] + 0.5f) : 0;
}
