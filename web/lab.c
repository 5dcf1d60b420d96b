// SPDX-License-Identifier: MIT
// What the page calls. Integers, floating-point numbers and handles cross; arrays are read and written in place, at the
// address that lab_trainer_view gives. A handle is a small integer; a wrong one is a status, not a crash.
//
//   h = lab_trainer_new() -> lab_trainer_set(h, …) … -> lab_trainer_build(h) -> step, views, … -> lab_trainer_free(h)
//   lab_gl_open(); s = lab_scene_new()
//   { lab_scene_orbit(s, …) | lab_scene_latent(s, …) -> axes, links, trails, points -> draw, pick } ->
//   lab_scene_free(s)
//
// Strings cross when loading alone: the option table and the texts of errors, as addresses of C strings.
#include <emscripten.h>
#include <stddef.h>

#include "gfx_gl.h"
#include "options.h"
#include "scene.h"

#define LAB EMSCRIPTEN_KEEPALIVE

enum { MAX_TRAINERS = 64, MAX_SCENES = 256, AE_BAD_HANDLE = 100 };

typedef struct lab_trainer {
    bool used;
    ae_options options;
    ae_dataset *dataset;
    ae_trainer *trainer; // NULL until built
    ae_pass *probe;      // for decoding one code
    ae_error error;
    float centre[3], reach; // what the latent plots show
    float spread;           // half the width of the cloud of codes, which the trails are scaled by
} lab_trainer;

static lab_trainer trainers[MAX_TRAINERS];
static struct {
    bool used;
    scene scene;
} scenes[MAX_SCENES];

static lab_trainer *get(int handle) {
    return handle < 1 || handle > MAX_TRAINERS || !trainers[handle - 1].used ? NULL : &trainers[handle - 1];
}

static lab_trainer *built(int handle) {
    lab_trainer *lab = get(handle);
    return lab && lab->trainer ? lab : NULL;
}

// ---- options --------------------------------------------------------------------------------------------------------

LAB const char *lab_option_name(int id) { return ae_option_at(id) ? ae_option_at(id)->name : NULL; }
LAB const char *lab_option_words(int id) { return ae_option_at(id) ? ae_option_at(id)->words : NULL; }
LAB double lab_option_least(int id) { return ae_option_at(id) ? ae_option_at(id)->least : 0; }
LAB double lab_option_most(int id) { return ae_option_at(id) ? ae_option_at(id)->most : 0; }
LAB double lab_option_fallback(int id) { return ae_option_at(id) ? ae_option_at(id)->fallback : 0; }

// ---- trainers -------------------------------------------------------------------------------------------------------

LAB int lab_trainer_new(void) {
    for (int k = 0; k < MAX_TRAINERS; k++) {
        if (trainers[k].used) continue;
        trainers[k] = (lab_trainer){.used = true, .options = ae_options_default()};
        return k + 1;
    }
    return 0;
}

static void empty(lab_trainer *lab) {
    ae_pass_free(lab->probe);
    ae_trainer_free(lab->trainer);
    ae_dataset_free(lab->dataset);
    lab->probe = NULL;
    lab->trainer = NULL;
    lab->dataset = NULL;
}

LAB void lab_trainer_free(int handle) {
    lab_trainer *lab = get(handle);
    if (!lab) return;
    empty(lab);
    lab->used = false;
}

LAB int lab_trainer_set(int handle, int option, double value) {
    lab_trainer *lab = get(handle);
    return lab ? (int)ae_options_set(&lab->options, option, value, &lab->error) : AE_BAD_HANDLE;
}

LAB int lab_trainer_build(int handle) {
    lab_trainer *lab = get(handle);
    if (!lab) return AE_BAD_HANDLE;
    empty(lab);
    ae_status status = ae_options_build(&lab->options, &lab->dataset, &lab->trainer, &lab->error);
    if (!status) status = ae_pass_new(&lab->probe, ae_trainer_network(lab->trainer), 1, &lab->error);
    if (status) empty(lab);
    lab->reach = lab->spread = 0;
    return (int)status;
}

LAB const char *lab_trainer_error(int handle) { return get(handle) ? get(handle)->error.detail : "no such trainer"; }

LAB int lab_trainer_reset(int handle, double seed) {
    lab_trainer *lab = built(handle);
    if (!lab) return AE_BAD_HANDLE;
    ae_status status = ae_options_set(&lab->options, AE_OPTION_SEED, seed, &lab->error);
    if (!status) ae_trainer_reset(lab->trainer, (uint64_t)seed);
    return (int)status;
}

LAB int lab_trainer_step(int handle, int epochs) {
    return built(handle) ? (int)ae_trainer_step(built(handle)->trainer, epochs) : AE_BAD_HANDLE;
}

// Trains up to so many epochs; an ae_stop, AE_RUNNING when it may go on.
LAB int lab_trainer_run(int handle, int epochs) {
    return built(handle) ? (int)ae_trainer_run(built(handle)->trainer, epochs) : AE_BAD_HANDLE;
}

LAB void lab_trainer_adopt(int handle, int epoch, double loss, double held_out_loss) {
    if (built(handle)) ae_trainer_adopt(built(handle)->trainer, epoch, loss, held_out_loss);
}

LAB int lab_trainer_epoch(int handle) { return built(handle) ? ae_trainer_epoch(built(handle)->trainer) : -1; }
LAB double lab_trainer_loss(int handle) { return built(handle) ? ae_trainer_loss(built(handle)->trainer) : -1; }
LAB double lab_trainer_held_out_loss(int handle) {
    return built(handle) ? ae_trainer_held_out_loss(built(handle)->trainer) : -1;
}

LAB double lab_trainer_point_loss(int handle, int point) {
    lab_trainer *lab = built(handle);
    return lab && point >= 0 && point < ae_trainer_points(lab->trainer) ? ae_trainer_point_loss(lab->trainer, point)
                                                                        : -1;
}

// Arrays that cross: float32, (rows,columns), row-major.
enum { VIEW_INPUT, VIEW_COLOUR, VIEW_PARAMETERS, VIEW_LATENT, VIEW_LATENT_GRADIENT, VIEW_OUTPUT, VIEW_COUNT };

LAB int lab_trainer_view_columns(int handle, int view) {
    if (!built(handle) || view < 0 || view >= VIEW_COUNT) return 0;
    const ae_network *network = ae_trainer_network(built(handle)->trainer);
    switch (view) {
    case VIEW_INPUT:
    case VIEW_OUTPUT: return network->desc.inputs;
    case VIEW_LATENT:
    case VIEW_LATENT_GRADIENT: return network->desc.layers[network->desc.latent].units;
    default: return 1;
    }
}

LAB int lab_trainer_view_rows(int handle, int view) {
    if (!built(handle) || view < 0 || view >= VIEW_COUNT) return 0;
    if (view != VIEW_PARAMETERS) return ae_trainer_points(built(handle)->trainer);
    return (int)ae_trainer_network(built(handle)->trainer)->parameter_count;
}

// The address of an array; NULL when there is none. It may change when memory grows, and is good until the handle is
// freed.
LAB const float *lab_trainer_view(int handle, int view) {
    lab_trainer *lab = built(handle);
    if (!lab) return NULL;
    switch (view) {
    case VIEW_INPUT: return ae_trainer_input(lab->trainer);
    case VIEW_COLOUR: return lab->dataset->colours;
    case VIEW_PARAMETERS: return ae_trainer_parameters(lab->trainer);
    case VIEW_LATENT: return ae_trainer_latent(lab->trainer);
    case VIEW_LATENT_GRADIENT: return ae_trainer_latent_gradient(lab->trainer);
    case VIEW_OUTPUT: return ae_trainer_output(lab->trainer);
    default: return NULL;
    }
}

// The reconstruction (inputs) of one code, which the page writes to `code` (latent units, borrowed); NULL for no
// handle.
LAB const float *lab_trainer_decode(int handle, const float *code) {
    lab_trainer *lab = built(handle);
    return lab ? ae_decode(ae_trainer_network(lab->trainer), lab->probe, code, 1) : NULL;
}

// ---- pictures -------------------------------------------------------------------------------------------------------

LAB int lab_gl_open(void) { return gfx_gl_open("!gl"); }

static scene_cloud cloud(int handle, int view) {
    lab_trainer *lab = built(handle);
    if (!lab) return (scene_cloud){.dims = 1};
    return (scene_cloud){
        .at = lab_trainer_view(handle, view),
        .dims = lab_trainer_view_columns(handle, view),
        .count = (size_t)ae_trainer_points(lab->trainer),
        .positions = lab->dataset->colours,
        .cyclic = lab->dataset->closed,
    };
}

static scene *get_scene(int handle) {
    return handle < 1 || handle > MAX_SCENES || !scenes[handle - 1].used ? NULL : &scenes[handle - 1].scene;
}

LAB int lab_scene_new(void) {
    for (int k = 0; k < MAX_SCENES; k++) {
        if (scenes[k].used) continue;
        scenes[k].used = true;
        return k + 1;
    }
    return 0;
}

LAB void lab_scene_free(int handle) {
    if (!get_scene(handle)) return;
    scene_free(get_scene(handle));
    scenes[handle - 1].used = false;
}

// The box of the data, from -1/2 to 1/2, seen from yaw and pitch (radians).
LAB void lab_scene_orbit(int handle, float width, float height, int dark, float yaw, float pitch, float zoom) {
    const float centre[3] = {0};
    scene *s = get_scene(handle);
    if (s) scene_begin(s, camera_orbit(width, height, centre, 0.5f, yaw, pitch, zoom), dark);
}

// How long trails are: a code's own gradient g is drawn as TRAIL * spread * g of the cloud's spread. So the length
// shows how much of the error a move across the cloud would take away, whatever units the codes have come to.
static const float TRAIL = 2.5f;

// Latent units that a trail is long for a gradient of 1, the same for all points.
LAB float lab_trail_scale(int handle) {
    return built(handle) ? TRAIL * built(handle)->spread * built(handle)->spread : 0;
}

static float toward(float from, float to, float ease) { return ease < 1 ? from + ease * (to - from) : to; }

static float part_left(float from, float to, float whole) { return (to > from ? to - from : from - to) / whole; }

// Lets the latent plots follow the codes and their trails: `ease` is the part of the way that they go now, 1 all of it.
// Returns how far they still are from where they belong, in parts of the plot.
LAB float lab_latent_follow(int handle, float ease) {
    lab_trainer *lab = built(handle);
    if (!lab) return 0;
    const scene_cloud codes = cloud(handle, VIEW_LATENT);
    float centre[3], spread = scene_bounds(codes, NULL, 0, centre);
    if (!(lab->reach > 0)) ease = 1;
    lab->spread = toward(lab->spread, spread, ease);
    float reach = scene_bounds(codes, lab_trainer_view(handle, VIEW_LATENT_GRADIENT), -lab_trail_scale(handle), centre);
    float left = part_left(lab->spread, spread, spread) + part_left(lab->reach, reach, reach);
    for (int c = 0; c < 3; c++) {
        left += part_left(lab->centre[c], centre[c], reach);
        lab->centre[c] = toward(lab->centre[c], centre[c], ease);
    }
    lab->reach = toward(lab->reach, reach, ease);
    return ease < 1 ? left : 0;
}

// The codes' window: a plane for one or two latent units, a box for three.
LAB void lab_scene_latent(int handle, int trainer, float width, float height, int dark, float yaw, float pitch) {
    scene *s = get_scene(handle);
    lab_trainer *lab = built(trainer);
    if (!s || !lab) return;
    bool space = lab_trainer_view_columns(trainer, VIEW_LATENT) == 3;
    scene_begin(s,
                space ? camera_orbit(width, height, lab->centre, lab->reach, yaw, pitch, 1)
                      : camera_plane(width, height, lab->centre, lab->reach),
                dark);
}

LAB void lab_scene_axes(int handle) {
    if (get_scene(handle)) scene_axes(get_scene(handle));
}

LAB void lab_scene_points(int handle, int trainer, int view, float radius, int hollow, float opacity, int selected) {
    scene *s = get_scene(handle);
    if (s) scene_points(s, cloud(trainer, view), (scene_point_style){radius, hollow, opacity, selected});
}

LAB void lab_scene_links(int handle, int trainer, int from, int to) {
    if (get_scene(handle)) scene_links(get_scene(handle), cloud(trainer, from), cloud(trainer, to));
}

// Trails of -∂L_i/∂z_i from the codes, lab_trail_scale long for a gradient of 1.
LAB void lab_scene_trails(int handle, int trainer, float radius) {
    scene *s = get_scene(handle);
    if (!s || !built(trainer)) return;
    const float *gradient = lab_trainer_view(trainer, VIEW_LATENT_GRADIENT);
    scene_trails(s, cloud(trainer, VIEW_LATENT), gradient, -lab_trail_scale(trainer), radius);
}

LAB void lab_scene_draw(int handle, int pixel_width, int pixel_height) {
    if (get_scene(handle)) gfx_gl_draw(get_scene(handle), pixel_width, pixel_height);
}

LAB int lab_scene_pick(int handle, float x, float y, float reach) {
    return get_scene(handle) ? scene_pick(get_scene(handle), x, y, reach) : -1;
}

LAB float lab_scene_anchor_x(int handle, int axis) {
    return !get_scene(handle) || axis < 0 || axis > 2 ? 0 : get_scene(handle)->anchors[axis].x;
}

LAB float lab_scene_anchor_y(int handle, int axis) {
    return !get_scene(handle) || axis < 0 || axis > 2 ? 0 : get_scene(handle)->anchors[axis].y;
}
