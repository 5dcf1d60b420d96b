// SPDX-License-Identifier: MIT
// Pictures by handle: scenes, filled from trainers.
#include "anatomy.h"
#include "chart.h"
#include "gfx_gl.h"
#include "gfx_soft.h"
#include "lab.h"

enum { MAX_SCENES = 256 };

typedef struct lab_scene {
    bool used;
    scene scene;
    scene_theme theme;
    float progress;
    ae_dataset *dataset; // what lab_scene_dataset shows
} lab_scene;

static lab_scene scenes[MAX_SCENES];

static lab_scene *get(int handle) {
    return handle < 1 || handle > MAX_SCENES || !scenes[handle - 1].used ? NULL : &scenes[handle - 1];
}

scene *lab_scene_at(int handle) { return get(handle) ? &get(handle)->scene : NULL; }

LAB int lab_gl_begin(void) { return gfx_gl_begin("!gl"); }
LAB int lab_gl_build(void) { return gfx_gl_build(); }

// ---- scenes ---------------------------------------------------------------------------------------------------------

LAB int lab_scene_new(void) {
    for (int k = 0; k < MAX_SCENES; k++) {
        if (scenes[k].used) continue;
        scenes[k] = (lab_scene){.used = true, .theme = {0xffffffffu, 0xff26211fu, false}, .progress = 1};
        return k + 1;
    }
    return 0;
}

LAB void lab_scene_free(int handle) {
    lab_scene *lab = get(handle);
    if (!lab) return;
    gfx_gl_forget(handle);
    scene_free(&lab->scene);
    ae_dataset_free(lab->dataset);
    lab->used = false;
}

// For the pictures that begin from here on. Colours are 0xAABBGGRR.
LAB void lab_scene_theme(int handle, uint32_t paper, uint32_t ink, int dark) {
    if (get(handle)) get(handle)->theme = (scene_theme){paper | 0xff000000u, ink | 0xff000000u, dark};
}

// How far the tween has come, likewise: 0 … 1.
LAB void lab_scene_progress(int handle, float progress) {
    if (get(handle)) get(handle)->progress = progress;
}

static void begin(lab_scene *lab, camera camera) { scene_begin(&lab->scene, camera, lab->theme, lab->progress); }

// The box of the data, from -1/2 to 1/2, seen from yaw and pitch (radians).
LAB void lab_scene_orbit(int handle, float width, float height, float yaw, float pitch, float zoom) {
    const float centre[3] = {0};
    if (get(handle)) begin(get(handle), camera_orbit(width, height, centre, 0.5f, yaw, pitch, zoom));
}

// ---- the codes' window ----------------------------------------------------------------------------------------------

scene_cloud lab_cloud(int handle, int view) {
    lab_trainer *lab = lab_trainer_built(handle);
    const float *at = view == VIEW_PARAMETERS || view == VIEW_LOSSES ? NULL : lab_trainer_view(handle, view);
    int dims = lab_trainer_view_columns(handle, view);
    if (!at || dims > 3) return (scene_cloud){.dims = 1};
    return (scene_cloud){
        .at = at,
        .before = view == VIEW_LATENT   ? lab->before_latent
                  : view == VIEW_OUTPUT ? lab->before_output
                                        : NULL,
        .dims = dims,
        .count = (size_t)ae_trainer_points(lab->trainer),
        .positions = lab->dataset->colours,
        .cyclic = lab->dataset->closed,
        .version = lab->version,
    };
}

// Latent units that a trail is long for a gradient of 1, the same for all points.
LAB float lab_trail_scale(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    return lab ? latent_trail_scale(&lab->window) : 0;
}

// Lets the latent plots follow the codes and their trails; see latent_follow.
LAB float lab_latent_follow(int handle, float ease) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab) return 0;
    return latent_follow(&lab->window, lab_cloud(handle, VIEW_LATENT), lab_trainer_view(handle, VIEW_LATENT_GRADIENT),
                         ease);
}

// The codes' window.
LAB void lab_scene_latent(int handle, int trainer, float width, float height, float yaw, float pitch, float zoom) {
    const lab_trainer *lab = lab_trainer_built(trainer);
    if (!get(handle) || !lab) return;
    int dims = lab_trainer_view_columns(trainer, VIEW_LATENT);
    begin(get(handle), latent_camera(&lab->window, dims, width, height, yaw, pitch, zoom));
}

// The square of this centre and reach (half its side) on a plane.
LAB void lab_scene_plane(int handle, float width, float height, float x, float y, float reach) {
    if (get(handle)) begin(get(handle), camera_plane(width, height, (float[2]){x, y}, reach));
}

// ---- what a picture holds -------------------------------------------------------------------------------------------

LAB void lab_scene_axes(int handle) {
    if (get(handle)) scene_axes(&get(handle)->scene);
}

enum { POINTS_HOLLOW = 1, POINTS_PLAIN = 2 }; // flags

LAB void lab_scene_points(int handle, int trainer, int view, float radius, int flags, float opacity, int selected) {
    const scene_point_style style = {radius, flags & POINTS_HOLLOW, flags & POINTS_PLAIN, opacity, selected};
    if (get(handle)) scene_points(&get(handle)->scene, lab_cloud(trainer, view), style);
}

// A data set by formula, without noise, as a small picture of it has room for.
LAB void lab_scene_dataset(int handle, int kind, float radius, int flags) {
    lab_scene *lab = get(handle);
    if (!lab) return;
    const ae_dataset_desc desc = {.kind = (ae_dataset_kind)kind, .points = 150, .seed = 1};
    ae_dataset_free(lab->dataset);
    if (ae_dataset_new(&lab->dataset, &desc, NULL)) return;
    static unsigned version;
    version++;
    const scene_cloud points = {.at = lab->dataset->values,
                                .dims = 3,
                                .count = (size_t)lab->dataset->points,
                                .positions = lab->dataset->colours,
                                .cyclic = lab->dataset->closed,
                                .version = version};
    scene_points(&lab->scene, points, (scene_point_style){radius, false, flags & POINTS_PLAIN, 1, -1});
}

LAB void lab_scene_links(int handle, int trainer, int from, int to) {
    const scene_cloud ends = lab_cloud(trainer, to);
    if (get(handle) && ends.count) scene_links(&get(handle)->scene, lab_cloud(trainer, from), ends);
}

// A line through the points in their order, where that is a closed curve; arcs where they lie on a line themselves.
LAB void lab_scene_loop(int handle, int trainer, int view, float width, uint32_t fill) {
    const lab_trainer *lab = lab_trainer_built(trainer);
    if (!get(handle) || !lab || !lab->dataset->closed) return;
    const scene_cloud points = lab_cloud(trainer, view);
    if (points.dims == 1)
        scene_arcs(&get(handle)->scene, points, true, width);
    else
        scene_line(&get(handle)->scene, points, true, width, fill);
}

// One more point at (x, y, z), in a ring.
LAB void lab_scene_spot(int handle, float x, float y, float z, float radius, uint32_t fill, uint32_t ring) {
    if (get(handle)) scene_spot(&get(handle)->scene, (float[3]){x, y, z}, radius, fill, ring);
}

// A line from one place to another.
LAB void lab_scene_segment(int handle, float ax, float ay, float az, float bx, float by, float bz, float width,
                           uint32_t fill) {
    const float ends[6] = {ax, ay, az, bx, by, bz};
    if (get(handle))
        scene_line(&get(handle)->scene, (scene_cloud){.at = ends, .dims = 3, .count = 2}, false, width, fill);
}

// Trails of -∂L_i/∂z_i from the codes, lab_trail_scale long for a gradient of 1.
LAB void lab_scene_trails(int handle, int trainer, float radius) {
    const float *gradient = lab_trainer_view(trainer, VIEW_LATENT_GRADIENT);
    if (!get(handle) || !gradient) return;
    scene_trails(&get(handle)->scene, lab_cloud(trainer, VIEW_LATENT), gradient, -lab_trail_scale(trainer), radius);
}

// ---- what becomes of it ---------------------------------------------------------------------------------------------

LAB void lab_scene_draw(int handle, int pixel_width, int pixel_height) {
    if (get(handle)) gfx_gl_draw(&get(handle)->scene, handle, pixel_width, pixel_height);
}

// The picture in memory, RGBA from the top, good until the next one; NULL when memory ran out.
LAB const colour *lab_scene_soft(int handle, int pixel_width, int pixel_height) {
    static gfx_soft raster;
    if (!get(handle) || pixel_width < 1 || pixel_height < 1) return NULL;
    return gfx_soft_draw(&raster, &get(handle)->scene, pixel_width, pixel_height) ? raster.pixels : NULL;
}

LAB int lab_scene_pick(int handle, float x, float y, float reach) {
    return get(handle) ? scene_pick(&get(handle)->scene, x, y, reach) : -1;
}

static float plane(int handle, float x, float y, int axis) {
    float at[2] = {0};
    if (get(handle) && get(handle)->scene.camera.dims == 2) camera_unproject(&get(handle)->scene.camera, x, y, at);
    return at[axis];
}

// The place on the plane that is at (x, y) CSS px of the last picture.
LAB float lab_scene_plane_x(int handle, float x, float y) { return plane(handle, x, y, 0); }
LAB float lab_scene_plane_y(int handle, float x, float y) { return plane(handle, x, y, 1); }

static camera_point place(int handle, float x, float y) {
    return get(handle) ? camera_project(&get(handle)->scene.camera, (float[3]){x, y, 0}) : (camera_point){0};
}

// Where (x, y) of the plane is in the last picture, CSS px.
LAB float lab_scene_place_x(int handle, float x, float y) { return place(handle, x, y).x; }
LAB float lab_scene_place_y(int handle, float x, float y) { return place(handle, x, y).y; }

LAB int lab_scene_anchor_count(int handle) { return get(handle) ? get(handle)->scene.anchor_count : 0; }

static scene_anchor anchor(int handle, int k) {
    bool is = k >= 0 && k < lab_scene_anchor_count(handle);
    return is ? get(handle)->scene.anchors[k] : (scene_anchor){.axis = -1};
}

LAB float lab_scene_anchor_x(int handle, int k) { return anchor(handle, k).x; }
LAB float lab_scene_anchor_y(int handle, int k) { return anchor(handle, k).y; }
LAB double lab_scene_anchor_value(int handle, int k) { return anchor(handle, k).value; }
LAB int lab_scene_anchor_axis(int handle, int k) { return anchor(handle, k).axis; }

// ---- the chart ------------------------------------------------------------------------------------------------------

// Begins the plot of the losses of a run, with a cursor at an epoch (-1: none). Colours are 0xAABBGGRR; what has one
// without opacity (0) is not shown: the training loss, the held-out loss, the ghost, and the floor, which is not
// computed then.
LAB void lab_scene_chart(int handle, int trainer, float width, float height, double cursor, uint32_t line,
                         uint32_t held_out, uint32_t ghost, uint32_t floor) {
    lab_trainer *lab = lab_trainer_built(trainer);
    if (!get(handle) || !lab) return;
    const chart_desc desc = {
        .width = width,
        .height = height,
        .losses = lab_losses_history(lab),
        .ghost = lab->losses.ghost,
        .level = floor >> 24 ? lab_trainer_floor(trainer) : 0,
        .cursor = cursor,
        .line = line,
        .held_out = held_out,
        .ghost_line = ghost,
        .level_line = floor,
    };
    chart_scene(&get(handle)->scene, get(handle)->theme, &desc);
}

// The epoch at x CSS px of a scene that holds a chart.
LAB int lab_chart_epoch_at(int handle, float x) { return get(handle) ? chart_epoch_at(&get(handle)->scene, x) : -1; }

// ---- one point's way ------------------------------------------------------------------------------------------------

// Begins the picture of the trainer's last trace: its values, or its slopes.
LAB void lab_scene_trace(int handle, int trainer, int slopes, float width, float height, uint32_t positive,
                         uint32_t negative) {
    const lab_trainer *lab = lab_trainer_built(trainer);
    if (!get(handle) || !lab) return;
    anatomy_scene(&get(handle)->scene, get(handle)->theme, lab->trace, slopes ? ANATOMY_BACKWARD : ANATOMY_FORWARD,
                  width, height, positive, negative);
}
