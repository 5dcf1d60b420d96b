// SPDX-License-Identifier: MIT
// Of one point and codes of it, its own and others, by the handle of a trainer.
#include "lab.h"

void lab_error_free(lab_trainer *lab) { surface_free(&lab->surface); }

// Into a picture of the codes; see surface.h.
LAB void lab_scene_error(int handle, int trainer, int point, float width, uint32_t fill) {
    lab_trainer *lab = lab_trainer_built(trainer);
    scene *scene = lab_scene_at(handle);
    if (!lab || !scene || point < 0 || point >= ae_trainer_points(lab->trainer)) return;
    lab->surface.trainer = lab->trainer;
    if (surface_update(&lab->surface, lab->version, &scene->camera, point))
        surface_draw(&lab->surface, scene, width, fill);
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
