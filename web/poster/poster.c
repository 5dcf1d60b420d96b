// SPDX-License-Identifier: MIT
#include "poster.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "latent.h"
#include "options.h"
#include "page.h"
#include "sheet.h"
#include "surface.h"

static const float GAP = 14, ROW_GAP = 18;     // CSS px, as in web/figure.css
static const float NARROW = 640, TALL = 1.1f;  // there plots are one below the other, so many times as wide as high
static const float YAW = -0.9f, PITCH = 0.42f; // where figures begin

// ---- models ---------------------------------------------------------------------------------------------------------

// A trained network and what plots show of it.
typedef struct model {
    ae_dataset *dataset;
    ae_trainer *trainer;
    scene_cloud input, latent, output;
    const float *gradient; // of the codes
    latent_window window;
} model;

static void model_free(model *m) {
    ae_trainer_free(m->trainer);
    ae_dataset_free(m->dataset);
}

// The network of these options after so many epochs. False when there is no memory for it.
static bool model_new(model *m, const ae_options *options, int epochs) {
    *m = (model){0};
    if (ae_options_build(options, NULL, &m->dataset, &m->trainer, NULL)) return false;
    ae_trainer_run(m->trainer, epochs);
    const ae_network *network = ae_trainer_network(m->trainer);
    m->input = (scene_cloud){
        .at = ae_trainer_input(m->trainer),
        .dims = network->desc.inputs,
        .count = (size_t)ae_trainer_points(m->trainer),
        .positions = m->dataset->colours,
        .cyclic = m->dataset->closed,
        .version = 1,
    };
    m->output = m->latent = m->input;
    m->output.at = ae_trainer_output(m->trainer);
    m->latent.at = ae_trainer_latent(m->trainer);
    m->latent.dims = network->desc.layers[network->desc.latent].units;
    m->gradient = ae_trainer_latent_gradient(m->trainer);
    latent_follow(&m->window, m->latent, m->gradient, 1);
    return true;
}

// ---- plots ----------------------------------------------------------------------------------------------------------

// The radius of the dots of a plot, as in web/figure.js.
static float dot_radius(box panel, size_t count) {
    const float most = fminf(5.2f, 1.5f + page_inside(panel).width / 105), share = sqrtf(60 / (float)count);
    return most * fmaxf(0.28f, fminf(1, share));
}

static scene_point_style dots(box panel, size_t count) {
    return (scene_point_style){.radius = dot_radius(panel, count), .opacity = 1, .selected = -1};
}

static scene *begin_space(page *page, box panel, float zoom) {
    const box plot = page_inside(panel);
    const float centre[3] = {0};
    scene *s = page_scene(page, camera_orbit(plot.width, plot.height, centre, 0.5f, YAW, PITCH, zoom));
    scene_axes(s);
    return s;
}

static scene *begin_latent(page *page, box panel, const model *m) {
    const box plot = page_inside(panel);
    return page_scene(page, latent_camera(&m->window, m->latent.dims, plot.width, plot.height, YAW, PITCH, 1));
}

static void draw_space(page *page, box panel, scene_cloud cloud) {
    scene *s = begin_space(page, panel, 1);
    scene_points(s, cloud, dots(panel, cloud.count));
    page_panel(page, panel);
}

// Hollow: the input; filled: what became of it.
static void draw_layered(page *page, box panel, const model *m, float zoom) {
    scene *s = begin_space(page, panel, zoom);
    scene_point_style style = dots(panel, m->input.count);
    scene_links(s, m->input, m->output);
    style.hollow = true;
    scene_points(s, m->input, style);
    style.hollow = false;
    scene_points(s, m->output, style);
    page_panel(page, panel);
}

static void draw_latent(page *page, box panel, const model *m, bool axes) {
    const scene_point_style style = dots(panel, m->latent.count);
    scene *s = begin_latent(page, panel, m);
    if (axes) scene_axes(s);
    scene_trails(s, m->latent, m->gradient, -latent_trail_scale(&m->window), style.radius);
    scene_points(s, m->latent, style);
    page_panel(page, panel);
}

// ---- figures --------------------------------------------------------------------------------------------------------

// Two large plots side by side, or the left one above the right one.
typedef struct pair {
    box left, right;
    float bottom;
} pair;

static pair pair_of(float top, float width) {
    if (width <= NARROW) {
        const float each = width / TALL;
        return (pair){{0, top, width, each}, {0, top + each + GAP, width, each}, top + 2 * each + GAP};
    }
    const float height = fmaxf(280, fminf(430, 0.38f * width)), wide = (width - GAP) * 1.25f / 2.25f;
    return (pair){{0, top, wide, height}, {wide + GAP, top, width - wide - GAP, height}, top + height};
}

// Figure 1: a row of input, encoder, code, decoder and reconstruction; two large plots below.
static bool draw_train(poster *poster, bool dark, float width) {
    const float HALF = width <= NARROW ? 0.5f : 0.62f; // a half of the network's width in parts of a plot's
    const float gap = width <= NARROW ? 5 : GAP, side = (width - 4 * gap) / (3 + 2 * HALF), half = HALF * side;
    const ae_options options = ae_options_default();
    model m;
    if (!model_new(&m, &options, 120)) return false; // while trails and errors are still seen
    const pair large = pair_of(side + ROW_GAP, width);
    page page = page_open(poster, width, large.bottom, dark);
    draw_space(&page, (box){0, 0, side, side}, m.input);
    page_network(&page, (box){side + gap, 0, half, side}, PAGE_ENCODER, (int)options.value[AE_OPTION_DEPTH]);
    draw_latent(&page, (box){side + half + 2 * gap, 0, side, side}, &m, false);
    page_network(&page, (box){2 * side + half + 3 * gap, 0, half, side}, PAGE_DECODER,
                 (int)options.value[AE_OPTION_DEPTH]);
    draw_space(&page, (box){width - side, 0, side, side}, m.output);
    draw_layered(&page, large.left, &m, 1);
    draw_latent(&page, large.right, &m, true);
    model_free(&m);
    return page_close(&page);
}

// A row of what goes into one half of the network, that half, and what comes out, or the last of them below.
typedef struct passage {
    float height;
    box from, half, to;
} passage;

static passage narrow_passage(float width) {
    const float HALF = 0.45f, SPACE = 8, BELOW = 10;
    const float row = fmaxf(190, fminf(280, 0.58f * width)), first = (width - SPACE) / (1 + HALF);
    return (passage){
        .height = row + BELOW + width / TALL,
        .from = {0, 0, first, row},
        .half = {first + SPACE, 0, HALF * first, row},
        .to = {0, row + BELOW, width, width / TALL},
    };
}

static passage passage_of(float width) {
    if (width <= NARROW) return narrow_passage(width);
    const float HALF = 0.42f, TO = 1.45f; // widths, in parts of the first plot's
    const float height = fmaxf(280, fminf(430, 0.35f * width)), first = (width - 2 * GAP) / (1 + HALF + TO);
    return (passage){
        .height = height,
        .from = {0, 0, first, height},
        .half = {first + GAP, 0, HALF * first, height},
        .to = {width - TO * first, 0, TO * first, height},
    };
}

enum { TRAINED_EPOCHS = 600 }; // of Figures 2 and 5

// The points on a line through them, as they follow each other in the data.
static void draw_loop(page *page, scene *s, box panel, scene_cloud cloud) {
    scene_line(s, cloud, true, 1.2f, colour_fade(page_colour(page, POSTER_INK), 0.25f));
    scene_points(s, cloud, dots(panel, cloud.count));
    page_panel(page, panel);
}

// Figure 2: input, encoder, codes.
static bool draw_encoder(poster *poster, bool dark, float width) {
    const passage at = passage_of(width);
    const ae_options options = ae_options_default();
    model m;
    if (!model_new(&m, &options, TRAINED_EPOCHS)) return false;
    page page = page_open(poster, width, at.height, dark);
    draw_loop(&page, begin_space(&page, at.from, 1), at.from, m.input);
    page_network(&page, at.half, PAGE_ENCODER, (int)options.value[AE_OPTION_DEPTH]);
    scene *s = begin_latent(&page, at.to, &m);
    scene_axes(s);
    draw_loop(&page, s, at.to, m.latent);
    model_free(&m);
    return page_close(&page);
}

// ---- the trails' figure
// ----------------------------------------------------------------------------------------------

enum { TRAILS_EPOCHS = 200, TRAILS_FIRST = 10 }; // of the run; where the figure begins

static const float TRAILS_ZOOM = 0.86f;

// Lets the window of a model show the whole run. False when memory ran out.
static bool fit_run(model *m, const ae_options *options, int epochs) {
    model run = {0};
    ae_recorder *recorder = NULL;
    bool fits = !ae_options_build(options, NULL, &run.dataset, &run.trainer, NULL) &&
                !ae_recorder_new(&recorder, run.trainer, epochs + 1, NULL);
    if (fits) {
        float spread;
        ae_recorder_step(recorder, run.trainer, epochs);
        m->window = latent_window_of(recorder, m->latent.count, m->latent.dims, &spread);
    }
    ae_recorder_free(recorder);
    model_free(&run);
    return fits;
}

static void draw_trails_of(page *page, box panel, const model *m) {
    scene_point_style style = dots(panel, m->latent.count);
    scene *s = begin_latent(page, panel, m);
    scene_axes(s);
    scene_trails(s, m->latent, m->gradient, -latent_trail_scale(&m->window), 0.9f * style.radius);
    style.radius *= 0.8f;
    scene_points(s, m->latent, style);
    page_panel(page, panel);
}

// Figure 4: one epoch of a run, its codes with their trails, and its reconstruction.
static bool draw_trails(poster *poster, bool dark, float width) {
    const ae_options options = ae_options_default();
    const pair at = pair_of(0, width);
    model m;
    if (!model_new(&m, &options, TRAILS_FIRST)) return false;
    page page = page_open(poster, width, at.bottom, dark);
    if (!fit_run(&m, &options, TRAILS_EPOCHS)) page.failed = true;
    draw_trails_of(&page, at.left, &m);
    draw_layered(&page, at.right, &m, TRAILS_ZOOM);
    model_free(&m);
    return page_close(&page);
}

// ---- the decoder's figure -------------------------------------------------------------------------------------------

// Where it begins: the cursor in halves of the codes' plane, a point between two codes, and a zoom at which the sheet
// is seen, which goes beyond the box of the data.
static const float CURSOR[2] = {0.4f, -0.5f}, PART = 0.5f, DECODER_ZOOM = 0.84f, SHEET_OPACITY = 0.45f;

// The plane of the codes, with the path between two of them and the cursor.
static void draw_plane(page *page, box panel, const model *m, sheet *sheet, const float code[2]) {
    const int from = 0, to = (int)m->latent.count / 2;
    const colour ink = page_colour(page, POSTER_INK), latent = page_colour(page, POSTER_LATENT);
    const float radius = dot_radius(panel, 1);
    scene *s = begin_latent(page, panel, m);
    sheet_grid(sheet, s, colour_fade(latent, 0.3f));
    scene_axes(s);
    scene_points(s, m->latent, dots(panel, m->latent.count));
    sheet_path(sheet, s, SHEET_CODES, from, to, 2, ink);
    scene_spot(s, sheet_between(sheet, from, to, PART).code, radius, ink, page_colour(page, POSTER_PAPER));
    scene_spot(s, (float[3]){code[0], code[1]}, radius + 2, latent, ink);
    page_panel(page, panel);
}

// What all that is decoded to.
static void draw_sheet(page *page, box panel, const model *m, sheet *sheet, const float code[2]) {
    const int from = 0, to = (int)m->latent.count / 2;
    const colour ink = page_colour(page, POSTER_INK), paper = page_colour(page, POSTER_PAPER);
    const sheet_stop stop = sheet_between(sheet, from, to, PART);
    const float radius = dot_radius(panel, 1), straight[6] = {stop.image[0],    stop.image[1],    stop.image[2],
                                                              stop.straight[0], stop.straight[1], stop.straight[2]};
    scene *s = begin_space(page, panel, DECODER_ZOOM);
    sheet_mesh(sheet, s, page_colour(page, POSTER_SHEET), SHEET_OPACITY);
    scene_points(s, m->output, dots(panel, m->output.count));
    sheet_path(sheet, s, SHEET_STRAIGHT, from, to, 1.5f, colour_fade(ink, 0.6f));
    sheet_path(sheet, s, SHEET_IMAGE, from, to, 2.5f, ink);
    scene_line(s, (scene_cloud){.at = straight, .dims = 3, .count = 2}, false, 1.2f, ink);
    scene_spot(s, stop.straight, radius, paper, ink);
    scene_spot(s, stop.image, radius, ink, paper);
    scene_spot(s, ae_decode(ae_trainer_network(m->trainer), sheet->pass, code, 1), radius + 2,
               page_colour(page, POSTER_LATENT), ink);
    page_panel(page, panel);
}

static bool draw_passage(poster *poster, bool dark, float width, passage at) {
    const ae_options options = ae_options_default();
    model m;
    if (!model_new(&m, &options, TRAINED_EPOCHS)) return false;
    sheet sheet = {.trainer = m.trainer};
    page page = page_open(poster, width, at.height, dark);
    if (sheet_update(&sheet, 1)) {
        float code[2];
        for (int c = 0; c < 2; c++) code[c] = sheet.centre[c] + sheet.half[c] * CURSOR[c];
        draw_plane(&page, at.from, &m, &sheet, code);
        page_network(&page, at.half, PAGE_DECODER, (int)options.value[AE_OPTION_DEPTH]);
        draw_sheet(&page, at.to, &m, &sheet, code);
    } else
        page.failed = true;
    sheet_free(&sheet);
    model_free(&m);
    return page_close(&page);
}

// Figure 5: codes, decoder, reconstruction.
static bool draw_decoder(poster *poster, bool dark, float width) {
    return draw_passage(poster, dark, width, passage_of(width));
}

// The same for a link's preview, with a margin.
bool poster_draw_card(poster *poster, bool dark) {
    const float WIDTH = 600, HEIGHT = 315, MARGIN = 22, inner = HEIGHT - 2 * MARGIN;
    const float left = 176, half = WIDTH - 2 * MARGIN - 2 * GAP - left - inner;
    *poster = (struct poster){0};
    return draw_passage(poster, dark, WIDTH,
                        (passage){
                            .height = HEIGHT,
                            .from = {MARGIN, MARGIN, left, inner},
                            .half = {MARGIN + left + GAP, MARGIN, half, inner},
                            .to = {WIDTH - MARGIN - inner, MARGIN, inner, inner},
                        });
}

// ---- the gradient's figure ------------------------------------------------------------------------------------------

enum { GRADIENT_EPOCHS = 20, GRADIENT_POINT = 7 }; // where it begins

static colour point_colour(const model *m, int point, bool dark) {
    return colour_ramp(m->input.positions[point], m->input.cyclic, dark);
}

static void draw_others(scene *s, box panel, scene_cloud cloud) {
    scene_point_style style = dots(panel, cloud.count);
    style.radius *= 0.8f;
    style.plain = true;
    style.opacity = 0.35f;
    scene_points(s, cloud, style);
}

// The error of one point over the plane of the codes, and its own code with its trail.
static void draw_error(page *page, box panel, const model *m, int point) {
    const colour ink = page_colour(page, POSTER_INK), own = point_colour(m, point, page->dark);
    const float radius = dot_radius(panel, m->latent.count), *code = m->latent.at + 2 * point;
    scene_cloud cloud = m->latent;
    cloud.at = code;
    cloud.positions += point;
    cloud.count = 1;
    surface surface = {.trainer = m->trainer};
    scene *s = begin_latent(page, panel, m);
    if (surface_update(&surface, 1, &s->camera, point))
        surface_draw(&surface, s, 1, colour_fade(ink, 0.3f));
    else
        page->failed = true;
    scene_axes(s);
    draw_others(s, panel, m->latent);
    scene_trails(s, cloud, m->gradient + 2 * point, -latent_trail_scale(&m->window), radius + 1);
    scene_spot(s, (float[3]){code[0], code[1]}, radius + 3, own, ink);
    page_panel(page, panel);
    surface_free(&surface);
}

// That point and its reconstruction.
static void draw_pair(page *page, box panel, const model *m, int point) {
    const colour ink = page_colour(page, POSTER_INK), own = point_colour(m, point, page->dark);
    const float *input = m->input.at + 3 * point, *output = m->output.at + 3 * point, radius = dot_radius(panel, 1);
    const float ends[6] = {input[0], input[1], input[2], output[0], output[1], output[2]};
    scene *s = begin_space(page, panel, 1);
    scene_line(s, m->input, true, 1.2f, colour_fade(ink, 0.14f));
    draw_others(s, panel, m->input);
    scene_line(s, (scene_cloud){.at = ends, .dims = 3, .count = 2}, false, 1.6f, own);
    scene_spot(s, input, radius + 2, page_colour(page, POSTER_PAPER), own);
    scene_spot(s, output, radius + 3, own, ink);
    page_panel(page, panel);
}

// Figure 3: one code, its error, its slope.
static bool draw_gradient(poster *poster, bool dark, float width) {
    const ae_options options = ae_options_default();
    const pair at = pair_of(0, width);
    model m;
    if (!model_new(&m, &options, GRADIENT_EPOCHS)) return false;
    page page = page_open(poster, width, at.bottom, dark);
    draw_error(&page, at.left, &m, GRADIENT_POINT);
    draw_pair(&page, at.right, &m, GRADIENT_POINT);
    model_free(&m);
    return page_close(&page);
}

// ---- all of them ----------------------------------------------------------------------------------------------------

static const struct {
    const char *name;
    bool (*draw)(poster *poster, bool dark, float width);
} figures[] = {
    {"train", draw_train},   {"encoder", draw_encoder}, {"gradient", draw_gradient},
    {"trails", draw_trails}, {"decoder", draw_decoder},
};

enum { FIGURES = sizeof figures / sizeof *figures };

const char *poster_name(int figure) { return figure >= 0 && figure < FIGURES ? figures[figure].name : NULL; }

int poster_find(const char *name) {
    for (int k = 0; k < FIGURES; k++)
        if (!strcmp(figures[k].name, name)) return k;
    return -1;
}

bool poster_draw(poster *poster, int figure, bool dark, float width) {
    *poster = (struct poster){0};
    return poster_name(figure) && figures[figure].draw(poster, dark, width);
}
