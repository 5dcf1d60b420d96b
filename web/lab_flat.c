// SPDX-License-Identifier: MIT
// The input without its vertical coordinate, laid onto the codes as well as rotation, mirroring, scale and shift can.
#include <stdlib.h>
#include <string.h>

#include "lab.h"
#include "procrustes.h"

enum { FLAT = 2 }; // coordinates that are left

void lab_flat_free(lab_trainer *lab) {
    free(lab->flat.input);
    lab->flat = (lab_flat){0};
}

// In one allocation: the input without its vertical coordinate, where it lies, where it lay before.
static bool allocate(lab_trainer *lab) {
    lab_flat *flat = &lab->flat;
    size_t points = (size_t)ae_trainer_points(lab->trainer);
    const ae_network_desc *desc = &ae_trainer_network(lab->trainer)->desc;
    int latent = desc->layers[desc->latent].units;
    flat->dims = latent > FLAT ? latent : FLAT;
    flat->input = malloc(points * (size_t)(FLAT + 2 * flat->dims) * sizeof(float));
    if (!flat->input) return false;
    flat->at = flat->input + FLAT * points;
    const float *input = ae_trainer_input(lab->trainer);
    for (size_t k = 0; k < points; k++)
        memcpy(flat->input + FLAT * k, input + (size_t)desc->inputs * k, FLAT * sizeof(float));
    return true;
}

// Of the codes as they are; NULL when memory ran out.
static const lab_flat *fitted(lab_trainer *lab) {
    lab_flat *flat = &lab->flat;
    if (flat->version == lab->version && flat->input) return flat;
    if (!flat->input && !allocate(lab)) return NULL;
    size_t points = (size_t)ae_trainer_points(lab->trainer);
    const ae_network_desc *desc = &ae_trainer_network(lab->trainer)->desc;
    const float *codes = ae_trainer_latent(lab->trainer);
    ae_procrustes fit = ae_procrustes_fit(flat->input, FLAT, codes, desc->layers[desc->latent].units, points);
    ae_procrustes_apply(&fit, flat->input, FLAT, flat->at, flat->dims, points);
    flat->match = fit.match;
    flat->version = lab->version;
    return flat;
}

void lab_flat_remember(lab_trainer *lab) {
    lab_flat *flat = &lab->flat;
    flat->before = NULL;
    if (!flat->input || flat->version != lab->version) return;
    size_t count = (size_t)ae_trainer_points(lab->trainer) * (size_t)flat->dims;
    flat->before = flat->at + count;
    memcpy(flat->before, flat->at, count * sizeof(float));
}

// R² of the fit, see procrustes.h; -1 for no handle.
LAB double lab_flat_match(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    const lab_flat *flat = lab ? fitted(lab) : NULL;
    return flat ? flat->match : -1;
}

// Where the fit puts the points: (points, latent units, but at least 2); NULL for no handle.
LAB const float *lab_flat_points(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    const lab_flat *flat = lab ? fitted(lab) : NULL;
    return flat ? flat->at : NULL;
}

// Into a picture of the codes: the fit, hollow, each of its points joined to its code.
LAB void lab_scene_flat(int handle, int trainer, float radius, int selected) {
    lab_trainer *lab = lab_trainer_built(trainer);
    const lab_flat *flat = lab ? fitted(lab) : NULL;
    scene *scene = lab_scene_at(handle);
    if (!flat || !scene) return;
    scene_cloud codes = lab_cloud(trainer, VIEW_LATENT), fit = codes;
    fit.at = flat->at;
    fit.before = flat->before;
    fit.dims = flat->dims;
    scene_links(scene, codes, fit);
    scene_points(scene, fit, (scene_point_style){radius, .hollow = true, .opacity = 1, .selected = selected});
}
