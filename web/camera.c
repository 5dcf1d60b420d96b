// SPDX-License-Identifier: MIT
#include "camera.h"

#include "functions.h"

static const float EYE = 8;         // the eye's distance in reaches: far enough that the perspective is mild
static const float DIAGONAL = 1.8f; // a cube's corner is sqrt(3) reaches from its centre, and perspective adds to that

static float shorter(float width, float height) { return width < height ? width : height; }

camera camera_orbit(float width, float height, const float centre[3], float reach, float yaw, float pitch, float zoom) {
    float sy = (float)ae_sin(yaw), cy = (float)ae_cos(yaw), sp = (float)ae_sin(pitch), cp = (float)ae_cos(pitch);
    return (camera){
        .width = width,
        .height = height,
        .centre = {centre[0], centre[1], centre[2]},
        .reach = reach,
        .dims = 3,
        .right = {-sy, cy, 0},
        .up = {-cy * sp, -sy * sp, cp},
        .back = {-cy * cp, -sy * cp, -sp},
        .scale = zoom * shorter(width, height) / (2 * DIAGONAL * reach),
        .stretch = 1,
        .distance = EYE * reach,
    };
}

camera camera_plane(float width, float height, const float centre[2], float reach) {
    return (camera){
        .width = width,
        .height = height,
        .centre = {centre[0], centre[1], 0},
        .reach = reach,
        .dims = 2,
        .right = {1, 0, 0},
        .up = {0, 1, 0},
        .scale = shorter(width, height) / (2 * reach),
        .stretch = 1,
    };
}

camera camera_window(float width, float height, camera_sides window, camera_sides inside) {
    float across = (width - inside.left - inside.right) / (window.right - window.left);
    float upwards = (height - inside.bottom - inside.top) / (window.top - window.bottom);
    return (camera){
        .width = width,
        .height = height,
        // What is in the middle of the plot, which need not be that of the window
        .centre = {window.left + (width / 2 - inside.left) / across,
                   window.bottom + (height / 2 - inside.bottom) / upwards, 0},
        .reach = (window.top - window.bottom) / 2,
        .dims = 2,
        .right = {1, 0, 0},
        .up = {0, 1, 0},
        .scale = across,
        .stretch = upwards / across,
    };
}

static float dot(const float a[3], const float b[3]) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

float camera_depth_reach(const camera *camera) { return camera->reach * DIAGONAL; }

camera_point camera_project(const camera *camera, const float x[3]) {
    float from[3] = {x[0] - camera->centre[0], x[1] - camera->centre[1], x[2] - camera->centre[2]};
    float back = dot(camera->back, from);
    float size = camera->dims == 3 ? camera->distance / (camera->distance + back) : 1;
    return (camera_point){
        .x = camera->width / 2 + camera->scale * size * dot(camera->right, from),
        .y = camera->height / 2 - camera->scale * camera->stretch * size * dot(camera->up, from),
        .size = size,
        .depth = camera->dims == 3 ? back / camera_depth_reach(camera) : 0,
    };
}

void camera_unproject(const camera *camera, float x, float y, float at[2]) {
    at[0] = camera->centre[0] + (x - camera->width / 2) / camera->scale;
    at[1] = camera->centre[1] - (y - camera->height / 2) / (camera->scale * camera->stretch);
}
