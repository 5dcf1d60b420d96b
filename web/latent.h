// SPDX-License-Identifier: MIT
// The window through which plots of the codes look: wherever training moves the cloud and however long its trails are,
// it is in sight, and the trails of all points are on one scale.
#ifndef LATENT_H
#define LATENT_H

#include "recorder.h"
#include "scene.h"

// Zero before the first latent_follow.
typedef struct latent_window {
    float centre[3], reach; // what is shown, as for the cameras
    float spread;           // half the width of the cloud of codes, which the trails are scaled by
} latent_window;

// Latent units that a trail is long for a gradient of 1, the same for all points.
float latent_trail_scale(const latent_window *window);

// A window that stays: it shows all epochs of a run, its trails on one scale. run holds one epoch or more of so many
// points; spread (written): half the width of what the codes cross in all epochs.
latent_window latent_window_of(const ae_recorder *run, size_t points, int units, float *spread);

// Lets the window follow the codes and the trails along -gradient (count,dims): `ease` is the part of the way that it
// goes now, 1 all of it, as the first time. Returns how far it still is from where it belongs, in parts of the plot.
float latent_follow(latent_window *window, scene_cloud codes, const float *gradient, float ease);

// A plane for one or two latent units, a box for three, which yaw and pitch turn.
camera latent_camera(const latent_window *window, int dims, float width, float height, float yaw, float pitch,
                     float zoom);

#endif
