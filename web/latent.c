// SPDX-License-Identifier: MIT
#include "latent.h"

#include <math.h>

// How long trails are: a code's own gradient g is drawn as TRAIL * spread * g of the cloud's spread. So the length
// shows how much of the error a move across the cloud would take away, whatever units the codes have come to.
static const float TRAIL = 2.5f;

float latent_trail_scale(const latent_window *window) { return TRAIL * window->spread * window->spread; }

latent_window latent_window_with(float trail_scale, float reach) {
    return (latent_window){.reach = reach, .spread = sqrtf(trail_scale / TRAIL)};
}

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
