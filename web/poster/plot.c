// SPDX-License-Identifier: MIT
// The pictures of `ae plot`: points with axes, numbers at the points nearest to the middles of their classes and a
// legend; rows of images.
#include "cli/plot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lettering.h"
#include "page.h"
#include "png_file.h"
#include "scene_parts.h"

// CSS px
static const float LEFT = 52, RIGHT = 20, TOP = 20, BOTTOM = 46, LEGEND = 64, TICK = 9, LABEL = 15;
static const float YAW = -0.9f, PITCH = 0.42f; // as the figures

enum { CLASSES = COLOUR_CLASSES, MOST_TICKS = 16 };

// ---- classes --------------------------------------------------------------------------------------------------------

static uint8_t class_of(int label) { return label >= 0 && label < CLASSES ? (uint8_t)label : CLASSES; }

static int by_value(const void *a, const void *b) {
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

// The median of a column over the rows of a class; false when it has none. spare (rows) is written.
static bool median(const plot_desc *desc, int class, int column, float *spare, float *middle) {
    size_t count = 0;
    for (size_t r = 0; r < desc->rows; r++)
        if (desc->labels[r] == class) spare[count++] = desc->values[r * (size_t)desc->columns + (size_t)column];
    if (!count) return false;
    qsort(spare, count, sizeof *spare, by_value);
    *middle = spare[count / 2];
    return true;
}

// Of the rows of a class, the one nearest to a place, in `at` (columns) too: the middle of a ring may lie on another.
static void move_to_nearest(const plot_desc *desc, int class, float *at) {
    const float *nearest = NULL;
    double least = INFINITY;
    for (size_t r = 0; r < desc->rows; r++) {
        if (desc->labels[r] != class) continue;
        const float *row = desc->values + r * (size_t)desc->columns;
        double squared = 0;
        for (int c = 0; c < desc->columns; c++) squared += pow((double)row[c] - (double)at[c], 2);
        if (squared < least) {
            least = squared;
            nearest = row;
        }
    }
    if (nearest) memcpy(at, nearest, (size_t)desc->columns * sizeof *at);
}

static void put_medians(page *page, const plot_desc *desc) {
    float *spare = malloc(desc->rows * sizeof *spare);
    if (!spare) page->failed = true;
    for (int class = 0; spare && class < CLASSES; class ++) {
        float at[3] = {0};
        bool any = true;
        for (int c = 0; c < desc->columns; c++) any = any && median(desc, class, c, spare, &at[c]);
        if (!any) continue;
        move_to_nearest(desc, class, at);
        const camera_point point = camera_project(&page->scene.camera, at);
        const char text[] = {(char)('0' + class), '\0'};
        lettering_put(&page->scene, text, point.x, point.y,
                      (lettering){LABEL, 0.5f, page_colour(page, POSTER_INK), 2.5f});
    }
    free(spare);
}

// How many classes a legend has.
static int count_classes(const plot_desc *desc) {
    int count = 0;
    for (int class = 0; desc->labels && class < CLASSES; class ++)
        for (size_t r = 0; r < desc->rows; r++)
            if (desc->labels[r] == class) {
                count++;
                break;
            }
    return count;
}

static void draw_legend(page *page, const plot_desc *desc, box at) {
    const float STEP = 24;
    float y = STEP / 2;
    scene *s = page_scene(page, camera_plane(at.width, at.height, (float[2]){0}, 1));
    for (int class = 0; class < CLASSES; class ++) {
        bool any = false;
        for (size_t r = 0; r < desc->rows && !any; r++) any = desc->labels[r] == class;
        if (!any || !scene_need_marks(s, 1)) continue;
        const colour fill = colour_class(class, desc->dark);
        const char text[] = {(char)('0' + class), '\0'};
        scene_put_mark(s, (scene_mark){12, y, 12, y, 5, 5, fill, fill});
        lettering_put(s, text, 28, y, (lettering){11, 0, page_colour(page, POSTER_INK), 0});
        y += STEP;
    }
    page_shape(page, at);
}

// ---- axes -----------------------------------------------------------------------------------------------------------

// A step of 1, 2 or 5 times a power of ten, so that there are about `count` in a length.
static double round_step(double length, double count) {
    const double rough = length / count, power = pow(10, floor(log10(rough))), part = rough / power;
    return (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10) * power;
}

// What stands at a tick: no more digits than the step has.
static void tick_text(char text[32], double value, double step) {
    const double digits = -floor(log10(step) + 1e-9);
    if (fabs(value) < step / 2) value = 0;
    if (digits <= 4 && digits >= -5) {
        snprintf(text, 32, "%.*f", digits > 0 ? (int)digits : 0, value);
        return;
    }
    snprintf(text, 32, "%.3g", value);
    char *exponent = strchr(text, 'e'); // without the zeros of e-07, and the plus of e+30
    if (exponent) snprintf(exponent + 1, (size_t)(text + 32 - exponent - 1), "%d", atoi(exponent + 1));
}

// Lines of a grid across the window, that of 0 a little stronger, and numbers beside them.
static void put_axis(page *page, camera_sides window, int axis) {
    scene *s = &page->scene;
    const double from = (double)(axis ? window.bottom : window.left), to = (double)(axis ? window.top : window.right);
    const float length = axis ? s->camera.height - TOP - BOTTOM : s->camera.width - LEFT - RIGHT;
    const double step = round_step(to - from, fmax(2, (double)length / 90));
    const colour ink = page_colour(page, POSTER_INK);
    for (double value = ceil(from / step) * step; value <= to; value += step) {
        const float v = (float)value;
        const camera_point a =
            camera_project(&s->camera, axis ? (float[3]){window.left, v} : (float[3]){v, window.bottom});
        const camera_point b =
            camera_project(&s->camera, axis ? (float[3]){window.right, v} : (float[3]){v, window.top});
        const bool zero = fabs(value) < step / 2;
        char text[32];
        if (scene_need_marks(s, 1)) scene_put_line(s, a, b, zero ? 1.4f : 1, colour_fade(ink, zero ? 0.3f : 0.1f));
        tick_text(text, value, step);
        lettering_put(s, text, axis ? a.x - 10 : a.x, axis ? a.y : a.y + 16,
                      (lettering){TICK, axis ? 1 : 0.5f, colour_fade(ink, 0.7f), 0});
    }
}

// At the ends of the axes.
static void put_names(page *page, const plot_desc *desc) {
    const scene *s = &page->scene;
    const char across[] = {desc->axis, '1', '\0'}, upwards[] = {desc->axis, '2', '\0'};
    const lettering style = {11, 1, page_colour(page, POSTER_INK), 2};
    lettering_put(&page->scene, across, s->camera.width - RIGHT, s->camera.height - 12, style);
    if (desc->columns > 1) lettering_put(&page->scene, upwards, LEFT - 10, TOP / 2, style);
}

// ---- points ---------------------------------------------------------------------------------------------------------

typedef struct extent {
    float least, most;
} extent;

// Of a column, of what is drawn and of what it was, with some room.
static extent extent_of(const plot_desc *desc, int column) {
    if (column >= desc->columns) return (extent){-0.5f, 0.5f};
    extent e = {INFINITY, -INFINITY};
    for (size_t r = 0; r < desc->rows; r++) {
        const size_t at = r * (size_t)desc->columns + (size_t)column;
        e.least = fminf(e.least, desc->before ? fminf(desc->values[at], desc->before[at]) : desc->values[at]);
        e.most = fmaxf(e.most, desc->before ? fmaxf(desc->values[at], desc->before[at]) : desc->values[at]);
    }
    const float room = 0.06f * (e.most - e.least);
    return (extent){e.least - room, e.most + room};
}

static const float FLATTEST = 0.4f; // height of a plot, in parts of its width

// How high the plot is in parts of its width, at one scale for both axes.
static float shape_of(const plot_desc *desc) {
    const extent x = extent_of(desc, 0), y = extent_of(desc, 1);
    const float shape = (y.most - y.least) / (x.most - x.least);
    return desc->columns == 1 ? 0.12f : shape >= FLATTEST && shape < 1 ? shape : shape < 1 ? FLATTEST : 1;
}

// What the axes show: all, at one scale for both.
static camera_sides window_of(const plot_desc *desc, float shape) {
    const extent x = extent_of(desc, 0), y = extent_of(desc, 1);
    float reach = fmaxf(x.most - x.least, desc->columns == 1 ? 0 : (y.most - y.least) / shape) / 2;
    if (!(reach > 0)) reach = 0.5f; // all points are one
    const float across = (x.least + x.most) / 2, upwards = (y.least + y.most) / 2;
    return (camera_sides){across - reach, across + reach, upwards - reach * shape, upwards + reach * shape};
}

static float dot_radius(size_t count) { return fmaxf(1.5f, fminf(5, 5 * sqrtf(100 / (float)count))); }

static void put_cloud(page *page, const plot_desc *desc, const scene_cloud *cloud, const scene_cloud *before) {
    const bool many = cloud->count > 2000;
    scene_point_style style = {
        .radius = dot_radius(cloud->count), .plain = many, .opacity = many ? 0.75f : 1, .selected = -1};
    if (before->at) {
        scene_links(&page->scene, *before, *cloud);
        style.hollow = true;
        style.plain = false;
        scene_points(&page->scene, *before, style);
        style.hollow = false;
        style.plain = many;
    }
    scene_points(&page->scene, *cloud, style);
    if (desc->labels && desc->columns < 3 && !desc->before)
        put_medians(page, desc); // elsewhere on other classes' points
}

static scene *begin_flat(page *page, const plot_desc *desc, box plot) {
    const camera_sides window = window_of(desc, (plot.height - TOP - BOTTOM) / (plot.width - LEFT - RIGHT));
    const camera_sides inside = {LEFT, RIGHT, BOTTOM, TOP};
    scene *s = page_scene(page, camera_window(plot.width, plot.height, window, inside));
    put_axis(page, window, 0);
    if (desc->columns > 1) put_axis(page, window, 1);
    put_names(page, desc);
    return s;
}

static scene *begin_space(page *page, const plot_desc *desc, box plot, const scene_cloud *cloud) {
    float centre[3] = {0};
    const float reach = scene_bounds(*cloud, NULL, 0, centre);
    scene *s = page_scene(page, camera_orbit(plot.width, plot.height, centre, reach > 0 ? reach : 0.5f, YAW, PITCH, 1));
    scene_axes(s);
    for (int k = 0; k < s->anchor_count; k++) {
        const char name[] = {desc->axis, (char)('1' + s->anchors[k].axis), '\0'};
        lettering_put(s, name, s->anchors[k].x, s->anchors[k].y,
                      (lettering){11, 0.5f, page_colour(page, POSTER_INK), 2});
    }
    return s;
}

// What gives points their colours: classes (rows), written, or positions (rows), written.
static void colour_cloud(const plot_desc *desc, scene_cloud *cloud, uint8_t *classes, float *positions) {
    for (size_t r = 0; r < desc->rows; r++) {
        if (desc->labels) classes[r] = class_of(desc->labels[r]);
        positions[r] = desc->rows > 1 ? (float)r / (float)(desc->rows - 1) : 0;
    }
    cloud->classes = desc->labels ? classes : NULL;
    cloud->positions = !desc->labels && desc->ordered ? positions : NULL;
}

static void draw_cloud(page *page, const plot_desc *desc, box plot, scene_cloud cloud) {
    scene_cloud before = cloud;
    before.at = desc->before;
    if (desc->columns == 3)
        begin_space(page, desc, plot, &cloud);
    else
        begin_flat(page, desc, plot);
    // Without labels and order, all have the colour of the place that they are from
    if (!cloud.classes && !cloud.positions)
        page->scene.theme.ink = page_colour(page, desc->axis == 'z' ? POSTER_LATENT
                                                  : desc->before    ? POSTER_OUTPUT
                                                                    : POSTER_INPUT);
    put_cloud(page, desc, &cloud, &before);
    page_shape(page, plot);
}

static bool draw_points(poster *poster, const plot_desc *desc) {
    const bool legend = count_classes(desc) > 0;
    const float side = desc->width - (legend ? LEGEND : 0);
    const float height = desc->columns == 3 ? side : (side - LEFT - RIGHT) * shape_of(desc) + TOP + BOTTOM;
    uint8_t *classes = malloc(desc->rows);
    float *positions = malloc(desc->rows * sizeof *positions);
    const float needed = fmaxf(height, legend ? TOP + 24 * (float)count_classes(desc) : 0);
    page page = page_open(poster, desc->width, needed, desc->dark);
    page.failed = page.failed || !classes || !positions;
    if (!page.failed) {
        scene_cloud cloud = {.at = desc->values, .dims = desc->columns, .count = desc->rows, .version = 1};
        colour_cloud(desc, &cloud, classes, positions);
        draw_cloud(&page, desc, (box){0, 0, side, height}, cloud);
        if (legend) draw_legend(&page, desc, (box){side, TOP, LEGEND, needed - TOP});
    }
    const bool drawn = page_close(&page);
    free(classes);
    free(positions);
    return drawn;
}

// ---- images ---------------------------------------------------------------------------------------------------------

static const float EDGE = 16, SPACE = 4, BLOCK = 14; // CSS px: around all, between images, between rows of them

static void draw_image(page *page, const plot_desc *desc, const float *values, box at) {
    scene *s = page_scene(page, camera_plane(at.width, at.height, (float[2]){0}, 1));
    scene_picture(s, values, desc->across, desc->columns / desc->across, 0, 0, at.width, at.height);
    page_shape(page, at);
}

// Rows of ten images; under each what became of it.
static bool draw_images(poster *poster, const plot_desc *desc) {
    const size_t across = desc->rows < 10 ? desc->rows : 10, blocks = (desc->rows + across - 1) / across;
    const float width = (desc->width - 2 * EDGE - (float)(across - 1) * SPACE) / (float)across;
    const float high = width * (float)(desc->columns / desc->across) / (float)desc->across;
    const float block = desc->before ? 2 * high + SPACE : high, step = block + (desc->before ? BLOCK : SPACE);
    page page = page_open(poster, desc->width, 2 * EDGE + (float)blocks * step - (step - block), desc->dark);
    for (size_t r = 0; r < desc->rows; r++) {
        box at = {EDGE + (float)(r % across) * (width + SPACE), EDGE + (float)(r / across) * step, width, high};
        const size_t first = r * (size_t)desc->columns;
        if (desc->before) {
            draw_image(&page, desc, desc->before + first, at);
            at.y += high + SPACE;
        }
        draw_image(&page, desc, desc->values + first, at);
    }
    return page_close(&page);
}

bool plot_write(FILE *file, const plot_desc *desc) {
    poster poster = {0};
    if (!(desc->kind == PLOT_POINTS ? draw_points : draw_images)(&poster, desc)) return false;
    const bool written = png_file_put(file, poster.pixels, poster.width, poster.height);
    poster_free(&poster);
    return written;
}
