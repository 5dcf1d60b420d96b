// SPDX-License-Identifier: MIT
// What the error of one point would be, were its code another: a decoder held fixed, and the plane of all codes. For
// networks with two latent units.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"

enum {
    SIDE = 64, // codes along each side of the plot
    COUNT = SIDE * SIDE,
    FINE = 192, // shades along each side
    LEVELS = 13,
};

// Errors where there is a contour.
static const float levels[LEVELS] = {0.0005f, 0.001f, 0.002f, 0.005f, 0.01f, 0.02f, 0.05f, 0.1f, 0.2f, 0.5f, 1, 2, 5};

static const float DARKEST = 0.2f, HALF_DARK = 0.1f; // part of ink; the error with half of it

void lab_error_free(lab_trainer *lab) {
    ae_pass_free(lab->surface.pass);
    free(lab->surface.codes);
    lab->surface = (lab_surface){0};
}

static bool allocate(lab_trainer *lab) {
    lab_surface *surface = &lab->surface;
    ae_error error;
    if (!surface->pass && ae_pass_new(&surface->pass, ae_trainer_network(lab->trainer), COUNT, &error)) return false;
    if (!surface->codes) surface->codes = malloc((3 * COUNT + FINE * FINE) * sizeof(float));
    if (!surface->codes) return false;
    surface->errors = surface->codes + 2 * COUNT;
    surface->shades = surface->errors + COUNT;
    return true;
}

static void sample(lab_trainer *lab, int point) {
    lab_surface *surface = &lab->surface;
    for (int k = 0; k < COUNT; k++) {
        float u = (float)(k % SIDE) / (SIDE - 1), v = (float)(k / SIDE) / (SIDE - 1);
        surface->codes[2 * k] = (1 - u) * surface->sides[0] + u * surface->sides[1];
        surface->codes[2 * k + 1] = (1 - v) * surface->sides[2] + v * surface->sides[3];
    }
    const float *outputs = ae_decode(ae_trainer_network(lab->trainer), surface->pass, surface->codes, COUNT);
    const float *x = ae_trainer_input(lab->trainer) + 3 * point;
    for (int k = 0; k < COUNT; k++) surface->errors[k] = (float)ae_mse(outputs + 3 * k, x, 3);
}

// The samples with values between them, from the top, as shades.
static void shade(lab_surface *surface) {
    for (int k = 0; k < FINE * FINE; k++) {
        float column = (float)(k % FINE) * (SIDE - 1) / (FINE - 1);
        float row = (float)(FINE - 1 - k / FINE) * (SIDE - 1) / (FINE - 1);
        int left = column < SIDE - 2 ? (int)column : SIDE - 2, low = row < SIDE - 2 ? (int)row : SIDE - 2;
        float u = column - (float)left, v = row - (float)low;
        const float *at = surface->errors + low * SIDE + left;
        float error = (1 - v) * ((1 - u) * at[0] + u * at[1]) + v * ((1 - u) * at[SIDE] + u * at[SIDE + 1]);
        surface->shades[k] = DARKEST * error / (error + HALF_DARK);
    }
}

// Of the part of the plane that a picture of the codes shows; NULL when memory ran out or the codes are no plane.
static const lab_surface *sampled(lab_trainer *lab, const scene *scene, int point) {
    const ae_network_desc *desc = &ae_trainer_network(lab->trainer)->desc;
    bool is_point = point >= 0 && point < ae_trainer_points(lab->trainer);
    if (!is_point || desc->layers[desc->latent].units != 2 || desc->inputs != 3 || !allocate(lab)) return NULL;
    float low[2], high[2];
    camera_unproject(&scene->camera, 0, scene->camera.height, low);
    camera_unproject(&scene->camera, scene->camera.width, 0, high);
    const float sides[4] = {low[0], high[0], low[1], high[1]};
    lab_surface *surface = &lab->surface;
    bool same = surface->version == lab->version && surface->point == point;
    if (same && !memcmp(sides, surface->sides, sizeof sides)) return surface;
    memcpy(surface->sides, sides, sizeof sides);
    surface->version = lab->version;
    surface->point = point;
    sample(lab, point);
    shade(surface);
    return surface;
}

// Into a picture of the codes: the error of a point over the plane, as a shade and as contours.
LAB void lab_scene_error(int handle, int trainer, int point, float width, uint32_t fill) {
    lab_trainer *lab = lab_trainer_built(trainer);
    scene *scene = lab_scene_at(handle);
    const lab_surface *surface = lab && scene && scene->camera.dims == 2 ? sampled(lab, scene, point) : NULL;
    if (!surface) return;
    const float *sides = surface->sides;
    scene_picture(scene, surface->shades, FINE, FINE, 0, 0, scene->camera.width, scene->camera.height);
    scene_contours(scene, (scene_samples){surface->errors, SIDE, SIDE, sides[0], sides[1], sides[2], sides[3]}, levels,
                   LEVELS, width, fill);
}

// Into a picture of the codes: a trail from (x, y) along -(dx, dy), in the colour of a point, lab_trail_scale long for
// a slope of 1.
LAB void lab_scene_trail(int handle, int trainer, int point, float x, float y, float dx, float dy, float radius) {
    scene *scene = lab_scene_at(handle);
    scene_cloud codes = lab_cloud(trainer, VIEW_LATENT);
    if (!scene || point < 0 || (size_t)point >= codes.count) return;
    const float at[2] = {x, y}, slope[2] = {dx, dy};
    const scene_cloud code = {
        .at = at, .dims = 2, .count = 1, .positions = codes.positions + point, .cyclic = codes.cyclic};
    scene_trails(scene, code, slope, -lab_trail_scale(trainer), radius);
}

// The colour that a point has in every picture.
LAB uint32_t lab_point_colour(int handle, int point, int dark) {
    scene_cloud points = lab_cloud(handle, VIEW_INPUT);
    if (point < 0 || (size_t)point >= points.count) return 0;
    return colour_ramp(points.positions[point], points.cyclic, dark);
}

// ---- one code -------------------------------------------------------------------------------------------------------

// From the code that the page has written to lab_trainer_code: the error of its reconstruction against a point, -1 for
// no handle or no such point. Its slopes and the reconstruction are then the two below.
LAB double lab_trace_code(int handle, int point) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab || point < 0 || point >= ae_trainer_points(lab->trainer)) return -1;
    const ae_network *network = ae_trainer_network(lab->trainer);
    ae_trace_code(lab->trace, network, lab->code, ae_trainer_input(lab->trainer) + point * network->desc.inputs);
    return lab->trace->loss;
}

// Moves that code by one step downhill, see ae_trace_step; its error there, and -1 as above.
LAB double lab_trace_step(int handle, int point, float size) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab || point < 0 || point >= ae_trainer_points(lab->trainer)) return -1;
    const ae_network *network = ae_trainer_network(lab->trainer);
    return ae_trace_step(lab->trace, network, lab->code, ae_trainer_input(lab->trainer) + point * network->desc.inputs,
                         size);
}

// (latent units): ∂L_i/∂z of the last trace.
LAB const float *lab_trace_slopes(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    return lab ? lab->trace->slopes[ae_trainer_network(lab->trainer)->desc.latent + 1] : NULL;
}

// (inputs): the reconstruction of the last trace.
LAB const float *lab_trace_output(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    return lab ? lab->trace->values[lab->trace->count - 1] : NULL;
}

// ---- the window -----------------------------------------------------------------------------------------------------

// What plots of the codes show: its middle along an axis 0, 1, and half its shorter side; 0 for no handle.
LAB float lab_latent_centre(int handle, int axis) {
    const lab_trainer *lab = lab_trainer_built(handle);
    return lab && axis >= 0 && axis < 2 ? lab->window.centre[axis] : 0;
}
LAB float lab_latent_reach(int handle) {
    const lab_trainer *lab = lab_trainer_built(handle);
    return lab ? lab->window.reach : 0;
}
