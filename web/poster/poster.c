// SPDX-License-Identifier: MIT
#include "poster.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "latent.h"
#include "options.h"
#include "page.h"
#include "sheet.h"

static const float GAP = 14, ROW_GAP = 18;     // CSS px, as in web/figure.css
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
    ae_trainer_step(m->trainer, epochs);
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

// The radius of a plot's dots, as in web/figures/train.js.
static scene_point_style dots(float width, size_t count) {
    const float most = fminf(5.2f, 1.5f + width / 105), share = sqrtf(60 / (float)count);
    return (scene_point_style){.radius = most * fmaxf(0.4f, fminf(1, share)), .opacity = 1, .selected = -1};
}

static scene *begin_space(page *page, box panel) {
    const box plot = page_inside(panel);
    const float centre[3] = {0};
    scene *s = page_scene(page, camera_orbit(plot.width, plot.height, centre, 0.5f, YAW, PITCH, 1));
    scene_axes(s);
    return s;
}

static void draw_space(page *page, box panel, scene_cloud cloud) {
    scene *s = begin_space(page, panel);
    scene_points(s, cloud, dots(panel.width, cloud.count));
    page_panel(page, panel);
}

// Hollow: the input; filled: what became of it.
static void draw_layered(page *page, box panel, const model *m) {
    scene *s = begin_space(page, panel);
    scene_point_style style = dots(panel.width, m->input.count);
    scene_links(s, m->input, m->output);
    style.hollow = true;
    scene_points(s, m->input, style);
    style.hollow = false;
    scene_points(s, m->output, style);
    page_panel(page, panel);
}

static scene *begin_latent(page *page, box panel, const model *m) {
    const box plot = page_inside(panel);
    return page_scene(page, latent_camera(&m->window, m->latent.dims, plot.width, plot.height, YAW, PITCH, 1));
}

static void draw_latent(page *page, box panel, const model *m, bool axes) {
    const scene_point_style style = dots(panel.width, m->latent.count);
    scene *s = begin_latent(page, panel, m);
    if (axes) scene_axes(s);
    scene_trails(s, m->latent, m->gradient, -latent_trail_scale(&m->window), style.radius);
    scene_points(s, m->latent, style);
    page_panel(page, panel);
}

// ---- figures --------------------------------------------------------------------------------------------------------

// Figure 1: a row of input, encoder, code, decoder and reconstruction; two large plots below.
static bool draw_train(poster *poster, bool dark, float width) {
    const float HALF = 0.62f; // a half of the network's width in parts of a plot's
    const float side = (width - 4 * GAP) / (3 + 2 * HALF), half = HALF * side;
    const float large = fmaxf(280, fminf(430, 0.38f * width)), wide = (width - GAP) * 1.25f / 2.25f;
    const ae_options options = ae_options_default();
    model m;
    if (!model_new(&m, &options, 300)) return false;
    page page = page_open(poster, width, side + ROW_GAP + large, dark);
    draw_space(&page, (box){0, 0, side, side}, m.input);
    page_network(&page, (box){side + GAP, 0, half, side}, PAGE_ENCODER, (int)options.value[AE_OPTION_DEPTH]);
    draw_latent(&page, (box){side + half + 2 * GAP, 0, side, side}, &m, false);
    page_network(&page, (box){2 * side + half + 3 * GAP, 0, half, side}, PAGE_DECODER,
                 (int)options.value[AE_OPTION_DEPTH]);
    draw_space(&page, (box){width - side, 0, side, side}, m.output);
    draw_layered(&page, (box){0, side + ROW_GAP, wide, large}, &m);
    draw_latent(&page, (box){wide + GAP, side + ROW_GAP, width - wide - GAP, large}, &m, true);
    model_free(&m);
    return page_close(&page);
}

// Where the parts of a figure of one half of the network are: `.passage` of web/figure.css.
typedef struct passage {
    box from, half, to;
} passage;

static passage passage_of(float width) {
    const float part = (width - 2 * GAP) / (1 + 0.42f + 1.45f), height = fmaxf(280, fminf(430, 0.35f * width));
    return (passage){
        {0, 0, part, height}, {part + GAP, 0, 0.42f * part, height}, {width - 1.45f * part, 0, 1.45f * part, height}};
}

enum { TRAINED = 600 }; // epochs, as in web/figures/encoder.js and decoder.js

// Figure 2: the input, the encoder, the codes.
static bool draw_encoder(poster *poster, bool dark, float width) {
    const passage at = passage_of(width);
    const ae_options options = ae_options_default();
    model m;
    if (!model_new(&m, &options, TRAINED)) return false;
    page page = page_open(poster, width, at.from.height, dark);
    const colour line = colour_fade(page_colour(&page, POSTER_INK), 0.25f);
    scene *s = begin_space(&page, at.from);
    scene_line(s, m.input, true, 1.2f, line);
    scene_points(s, m.input, dots(at.from.width, m.input.count));
    page_panel(&page, at.from);
    page_network(&page, at.half, PAGE_ENCODER, (int)options.value[AE_OPTION_DEPTH]);
    s = begin_latent(&page, at.to, &m);
    scene_axes(s);
    scene_line(s, m.latent, true, 1.2f, line);
    scene_points(s, m.latent, dots(at.to.width, m.latent.count));
    page_panel(&page, at.to);
    model_free(&m);
    return page_close(&page);
}

// Figure 5: the codes, the decoder, the reconstruction on its sheet.
static bool draw_decoder(poster *poster, bool dark, float width) {
    const float ZOOM = 0.84f; // as in web/figures/decoder.js
    const passage at = passage_of(width);
    const ae_options options = ae_options_default();
    model m;
    sheet sheet = {0};
    if (!model_new(&m, &options, TRAINED)) return false;
    page page = page_open(poster, width, at.from.height, dark);
    if (!sheet_decode(&sheet, ae_trainer_network(m.trainer), m.latent.at, (int)m.latent.count)) page.failed = true;
    scene *s = begin_latent(&page, at.from, &m);
    if (!page.failed) sheet_grid(&sheet, s, colour_fade(page_colour(&page, POSTER_LATENT), 0.3f));
    scene_axes(s);
    scene_points(s, m.latent, dots(at.from.width, m.latent.count));
    page_panel(&page, at.from);
    page_network(&page, at.half, PAGE_DECODER, (int)options.value[AE_OPTION_DEPTH]);
    const box plot = page_inside(at.to);
    s = page_scene(&page, camera_orbit(plot.width, plot.height, (float[3]){0}, 0.5f, YAW, PITCH, ZOOM));
    scene_axes(s);
    if (!page.failed) sheet_mesh(&sheet, s, page_colour(&page, POSTER_SHEET), 0.45f);
    scene_points(s, m.output, dots(at.to.width, m.output.count));
    page_panel(&page, at.to);
    sheet_free(&sheet);
    model_free(&m);
    return page_close(&page);
}

static const struct {
    const char *name;
    bool (*draw)(poster *poster, bool dark, float width);
} figures[] = {
    {"train", draw_train},
    {"encoder", draw_encoder},
    {"decoder", draw_decoder},
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
