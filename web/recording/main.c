// SPDX-License-Identifier: MIT
// Prints Figure 1's first run as JSON, for pages that may not compute it (web/recorded.js). Places are projected
// already, as the figure's plots begin, so that who draws them needs no camera: whole numbers on a square plot, from
// the top left corner.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "scene.h"

enum { SIDE = 1000, FRAMES = 59, POINTS = 25 };

static const float YAW = -0.9f, PITCH = 0.42f; // where figures begin
static const float MARGIN = 1.15f;             // around the codes of all frames

// Each epoch at first, when most happens, then ever fewer.
static int epoch_of(int frame) { return frame + frame * frame / 12; }

static void check(bool fine, const char *what) {
    if (fine) return;
    fprintf(stderr, "recording: %s\n", what);
    exit(1);
}

// ---- printing -------------------------------------------------------------------------------------------------------

static void print_points(const scene *s, scene_cloud cloud) {
    for (size_t k = 0; k < cloud.count; k++) {
        const camera_point p = scene_project(s, &cloud, k);
        printf("%s%.0f,%.0f", k ? "," : "[", (double)p.x, (double)p.y);
    }
    printf("]");
}

static void print_frames(const char *name, const scene *s, scene_cloud frames) {
    printf(",\n\"%s\": [", name);
    for (int k = 0; k < FRAMES; k++, frames.at += frames.count * (size_t)frames.dims) {
        printf(k ? ",\n" : "");
        print_points(s, frames);
    }
    printf("]");
}

// The lines that an empty plot has.
static void print_axes(const char *name, scene *s) {
    scene_axes(s);
    check(!s->failed, "memory ran out");
    printf(",\n\"%s\": [", name);
    for (size_t k = 0; k < s->mark_count; k++) {
        const scene_mark m = s->marks[k];
        printf("%s[%.0f,%.0f,%.0f,%.0f,%.2f]", k ? "," : "", (double)m.ax, (double)m.ay, (double)m.bx, (double)m.by,
               (m.fill >> 24) / 255.0);
    }
    printf("]");
}

static void print_colours(const char *name, const ae_dataset *data, bool dark) {
    printf(",\n\"%s\": [", name);
    for (int k = 0; k < POINTS; k++) {
        const colour c = colour_ramp(data->colours[k], data->closed, dark);
        printf("%s\"#%02x%02x%02x\"", k ? "," : "", c & 255, c >> 8 & 255, c >> 16 & 255);
    }
    printf("]");
}

// ---- the run --------------------------------------------------------------------------------------------------------

typedef struct run {
    float codes[FRAMES * POINTS * 2], outputs[FRAMES * POINTS * 3];
} run;

// The window around all codes.
static camera window_of(const run *r) {
    float low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (int k = 0; k < FRAMES * POINTS * 2; k++) {
        const float x = r->codes[k];
        low[k % 2] = fminf(low[k % 2], x);
        high[k % 2] = fmaxf(high[k % 2], x);
    }
    const float centre[2] = {(low[0] + high[0]) / 2, (low[1] + high[1]) / 2};
    const float reach = fmaxf(high[0] - low[0], high[1] - low[1]) / 2 * MARGIN;
    return camera_plane(SIDE, SIDE, centre, reach);
}

// Prints epochs and losses on the way.
static void record(run *r, ae_trainer *trainer) {
    printf("{\"frames\": [");
    for (int k = 0; k < FRAMES; k++) {
        const int epochs = epoch_of(k) - ae_trainer_epoch(trainer);
        check(ae_trainer_run(trainer, epochs) == AE_RUNNING, "the run ended early");
        printf("%s[%d,%.6g]", k ? "," : "", ae_trainer_epoch(trainer), ae_trainer_loss(trainer));
        const float *codes = ae_trainer_latent(trainer), *outputs = ae_trainer_output(trainer);
        memcpy(r->codes + k * POINTS * 2, codes, POINTS * 2 * sizeof *codes);
        memcpy(r->outputs + k * POINTS * 3, outputs, POINTS * 3 * sizeof *outputs);
    }
    printf("]");
}

int main(void) {
    static run r;
    static scene s;
    const ae_options options = ae_options_default();
    ae_dataset *data;
    ae_trainer *trainer;
    check(!ae_options_build(&options, NULL, &data, &trainer, NULL), "there is no memory");
    const ae_network *network = ae_trainer_network(trainer);
    check(ae_trainer_points(trainer) == POINTS && network->desc.layers[network->desc.latent].units == 2,
          "the figure begins otherwise");
    record(&r, trainer);
    const float centre[3] = {0};
    const scene_theme theme = {colour_paper(false), colour_ink(false, 1), false};
    scene_begin(&s, camera_orbit(SIDE, SIDE, centre, 0.5f, YAW, PITCH, 1), theme, 1);
    print_axes("space", &s);
    printf(",\n\"input\": ");
    print_points(&s, (scene_cloud){.at = ae_trainer_input(trainer), .dims = 3, .count = POINTS});
    print_frames("outputs", &s, (scene_cloud){.at = r.outputs, .dims = 3, .count = POINTS});
    scene_begin(&s, window_of(&r), theme, 1);
    print_axes("plane", &s);
    print_frames("codes", &s, (scene_cloud){.at = r.codes, .dims = 2, .count = POINTS});
    print_colours("light", data, false);
    print_colours("dark", data, true);
    printf("}\n");
    scene_free(&s);
    ae_trainer_free(trainer);
    ae_dataset_free(data);
    return 0;
}
