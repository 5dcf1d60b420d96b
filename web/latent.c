// SPDX-License-Identifier: MIT
#include "latent.h"

#include <assert.h>
#include <math.h>

// How long trails are: a code's own gradient g is drawn as TRAIL * spread * g of the cloud's spread. So the length
// shows how much of the error a move across the cloud would take away, whatever units the codes have come to.
static const float TRAIL = 2.5f;

float latent_trail_scale(const latent_window *window) { return TRAIL * window->spread * window->spread; }

static float toward(float from, float to, float ease) { return ease < 1 ? from + ease * (to - from) : to; }

static float part_left(float from, float to, float whole) { return (to > from ? to - from : from - to) / whole; }

float latent_follow(latent_window *window, scene_cloud codes, const float *gradient, float ease) {
    float centre[3], spread = scene_bounds(codes, NULL, 0, centre);
    if (!(window->reach > 0)) ease = 1;
    window->spread = toward(window->spread, spread, ease);
    float reach = scene_bounds(codes, gradient, -latent_trail_scale(window), centre);
    float left = part_left(window->spread, spread, spread) + part_left(window->reach, reach, reach);
    for (int c = 0; c < 3; c++) {
        left += part_left(window->centre[c], centre[c], reach);
        window->centre[c] = toward(window->centre[c], centre[c], ease);
    }
    window->reach = toward(window->reach, reach, ease);
    return ease < 1 ? left : 0;
}

static const float LINE = 1.6f; // a line's window is at most so many heights of the plot wide

camera latent_camera(const latent_window *window, int dims, float width, float height, float yaw, float pitch,
                     float zoom) {
    if (dims == 3) return camera_orbit(width, height, window->centre, window->reach, yaw, pitch, zoom);
    // A line has more of a wide plot than a square would, and there is still room for arcs above it.
    float aspect = width / height, wide = dims != 1 || aspect < 1 ? 1 : aspect < LINE ? aspect : LINE;
    return camera_plane(width, height, window->centre, window->reach / (wide * zoom));
}

// ---- a whole run ----------------------------------------------------------------------------------------------------

static const float LONGEST = 0.25f; // of half the plot: the longest trail of the run
static const float TIGHT = 0.92f;   // of what scene_bounds leaves around each epoch's codes

static float longest_of(const float *rows, size_t points, int units) {
    float longest = 0;
    for (size_t k = 0; k < points; k++) {
        float length = 0;
        for (int c = 0; c < units; c++)
            length += rows[k * (size_t)units + (size_t)c] * rows[k * (size_t)units + (size_t)c];
        if (length > longest) longest = length;
    }
    return sqrtf(longest);
}

// Adds a cloud and the tips along scale times direction to the corners of a box.
static void grow(float low[3], float high[3], scene_cloud cloud, const float *direction, float scale) {
    float centre[3], half = scene_bounds(cloud, direction, scale, centre);
    for (int c = 0; c < 3; c++) {
        if (centre[c] - half < low[c]) low[c] = centre[c] - half;
        if (centre[c] + half > high[c]) high[c] = centre[c] + half;
    }
}

static float half_of(const float low[3], const float high[3]) {
    float half = 0;
    for (int c = 0; c < 3; c++) half = fmaxf(half, (high[c] - low[c]) / 2);
    return half;
}

latent_window latent_window_of(const ae_recorder *run, size_t points, int units, float *spread) {
    float low[3] = {INFINITY, INFINITY, INFINITY}, high[3] = {-INFINITY, -INFINITY, -INFINITY}, longest = 0;
    const int first = ae_recorder_first(run);
    assert(units >= 1 && units <= 3);
    scene_cloud cloud = {.dims = units, .count = points};
    ae_frame frame;
    for (int e = first; ae_recorder_get(run, e, &frame); e++) {
        cloud.at = frame.latent;
        grow(low, high, cloud, NULL, 0);
        longest = fmaxf(longest, longest_of(frame.latent_gradient, points, units));
    }
    *spread = half_of(low, high);
    const float scale = longest > 0 ? LONGEST * *spread / longest : 1;
    for (int e = first; ae_recorder_get(run, e, &frame); e++) {
        cloud.at = frame.latent;
        grow(low, high, cloud, frame.latent_gradient, -scale);
    }
    latent_window window = {.reach = TIGHT * half_of(low, high), .spread = sqrtf(scale / TRAIL)};
    for (int c = 0; c < units; c++) window.centre[c] = (low[c] + high[c]) / 2;
    return window;
}
