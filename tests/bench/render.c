// SPDX-License-Identifier: MIT
// The clouds that the rendering benchmark draws, and our own renderer, as a WebAssembly module of its own for
// tests/bench/render*.js.
//
//   render_open(count, dims) -> { render_at | render_colours | render_look(step) -> render_x, …, render_plain_pick }
//   render_gl_open() -> render_gl_draw(version, radius) -> render_pick(x, y, reach);  render_soft_draw(radius, plain)
#include <emscripten.h>
#include <math.h>
#include <stdlib.h>

#include "camera.h"
#include "colour.h"
#include "gfx_gl.h"
#include "gfx_soft.h"
#include "scene.h"

#define EXPORT EMSCRIPTEN_KEEPALIVE

enum { SIDE = 400, DENSITY = 2 }; // of the plot, CSS px; device pixels a CSS px

static struct {
    size_t count;
    int dims;
    float *at[2];     // (count,dims): two versions of the cloud, for data that change
    float *positions; // (count)
    colour *colours;  // (count)
    camera camera;
    scene scene;
} cloud;

static void *need(void *memory) {
    if (!memory) abort();
    return memory;
}

// The k-th point of a sequence that fills a box evenly, from -1/2 to 1/2 (Roberts 2018). The first two are corners, so
// that contenders which fit a box around the data all have the same one.
static float place(size_t k, int c, int dims) {
    static const double STEPS[2][3] = {{0.7548776662466927, 0.5698402909980532, 0},
                                       {0.8191725133961645, 0.6710436067037893, 0.5497004779019703}};
    if (k < 2) return (float)k - 0.5f;
    double turns = (double)k * STEPS[dims - 2][c];
    return (float)(turns - floor(turns) - 0.5);
}

EXPORT void render_open(int count, int dims) {
    cloud.count = (size_t)count;
    cloud.dims = dims;
    for (int version = 0; version < 2; version++)
        cloud.at[version] = need(malloc(cloud.count * (size_t)dims * sizeof(float)));
    cloud.positions = need(malloc(cloud.count * sizeof(float)));
    cloud.colours = need(malloc(cloud.count * sizeof(colour)));
    for (size_t k = 0; k < cloud.count; k++) {
        for (int c = 0; c < dims; c++) {
            float x = place(k, c, dims);
            cloud.at[0][k * (size_t)dims + (size_t)c] = x;
            cloud.at[1][k * (size_t)dims + (size_t)c] = k < 2 ? x : 0.99f * x;
        }
        cloud.positions[k] = (float)k / (float)cloud.count;
        cloud.colours[k] = colour_ramp(cloud.positions[k], true, false);
    }
}

EXPORT const float *render_at(int version) { return cloud.at[version]; }
EXPORT const colour *render_colours(void) { return cloud.colours; }

// Where the camera is at a step of its way: around the box, or over the plane.
EXPORT void render_look(int step) {
    if (cloud.dims == 2) {
        const float centre[2] = {0.01f * (float)(step % 10), 0};
        cloud.camera = camera_plane(SIDE, SIDE, centre, 0.6f);
    } else {
        const float centre[3] = {0};
        cloud.camera = camera_orbit(SIDE, SIDE, centre, 0.5f, 0.6f + 0.02f * (float)step, 0.4f, 1);
    }
}

// The camera as others describe it: half of what the plot shows at the centre, in the data's units, how far away the
// eye is, and coordinate c of the way from the centre to the eye, in space, or of the window's centre, on the plane.
EXPORT float render_reach(void) { return SIDE / 2 / cloud.camera.scale; }
EXPORT float render_eye(void) { return cloud.camera.distance; }
EXPORT float render_view(int c) {
    return cloud.dims == 2 ? cloud.camera.centre[c] : -cloud.camera.back[c] * cloud.camera.distance;
}

static camera_point project(size_t k) {
    float x[3] = {0};
    for (int c = 0; c < cloud.dims; c++) x[c] = cloud.at[0][k * (size_t)cloud.dims + (size_t)c];
    return camera_project(&cloud.camera, x);
}

// Where point k is on the plot, CSS px, and how much larger than at the centre.
EXPORT float render_x(int k) { return project((size_t)k).x; }
EXPORT float render_y(int k) { return project((size_t)k).y; }
EXPORT float render_size(int k) { return project((size_t)k).size; }

// The point nearest to (x, y) CSS px, found the plain way.
EXPORT int render_plain_pick(float x, float y) {
    int found = -1;
    float least = INFINITY;
    for (size_t k = 0; k < cloud.count; k++) {
        camera_point p = project(k);
        float distance = (p.x - x) * (p.x - x) + (p.y - y) * (p.y - y);
        if (!(distance < least)) continue;
        least = distance;
        found = (int)k;
    }
    return found;
}

// ---- our own renderer -----------------------------------------------------------------------------------------------

EXPORT int render_gl_open(void) { return gfx_gl_open("!gl"); }

// Starts the picture of this version of the cloud, seen from where render_look last looked.
static void begin(int version, float radius, bool plain) {
    static const scene_theme light = {.paper = 0xffffffff, .ink = 0xff000000};
    const scene_cloud points = {.at = cloud.at[version],
                                .dims = cloud.dims,
                                .count = cloud.count,
                                .positions = cloud.positions,
                                .cyclic = true,
                                .version = (unsigned)version + 1};
    scene_begin(&cloud.scene, cloud.camera, light, 1);
    scene_points(&cloud.scene, points,
                 (scene_point_style){.radius = radius, .plain = plain, .opacity = 1, .selected = -1});
}

EXPORT void render_gl_draw(int version, float radius) {
    begin(version, radius, true);
    gfx_gl_draw(&cloud.scene, 1, SIDE * DENSITY, SIDE * DENSITY);
}

EXPORT int render_pick(float x, float y, float reach) { return scene_pick(&cloud.scene, x, y, reach); }

// The pixels of the picture, from the top.
EXPORT const colour *render_soft_draw(float radius, int plain) {
    static gfx_soft soft;
    begin(0, radius, plain);
    need(gfx_soft_draw(&soft, &cloud.scene, SIDE * DENSITY, SIDE * DENSITY) ? soft.pixels : NULL);
    return soft.pixels;
}
