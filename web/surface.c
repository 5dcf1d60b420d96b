// SPDX-License-Identifier: MIT
#include "surface.h"

#include <stdlib.h>
#include <string.h>

enum {
    SIDE = 64, // codes along each side of the plot
    COUNT = SIDE * SIDE,
    FINE = 192, // shades along each side
    LEVELS = 13,
};

// Errors where there is a contour.
static const float levels[LEVELS] = {0.0005f, 0.001f, 0.002f, 0.005f, 0.01f, 0.02f, 0.05f, 0.1f, 0.2f, 0.5f, 1, 2, 5};

static const float DARKEST = 0.2f, HALF_DARK = 0.1f; // part of ink; the error with half of it

void surface_free(surface *s) {
    ae_pass_free(s->pass);
    free(s->codes);
    *s = (surface){0};
}

static bool allocate(surface *s) {
    ae_error error;
    if (!s->pass && ae_pass_new(&s->pass, ae_trainer_network(s->trainer), COUNT, &error)) return false;
    if (!s->codes) s->codes = malloc((3 * COUNT + FINE * FINE) * sizeof(float));
    if (!s->codes) return false;
    s->errors = s->codes + 2 * COUNT;
    s->shades = s->errors + COUNT;
    return true;
}

static void sample(surface *s) {
    for (int k = 0; k < COUNT; k++) {
        float u = (float)(k % SIDE) / (SIDE - 1), v = (float)(k / SIDE) / (SIDE - 1);
        s->codes[2 * k] = (1 - u) * s->sides[0] + u * s->sides[1];
        s->codes[2 * k + 1] = (1 - v) * s->sides[2] + v * s->sides[3];
    }
    const float *outputs = ae_decode(ae_trainer_network(s->trainer), s->pass, s->codes, COUNT);
    const float *x = ae_trainer_input(s->trainer) + 3 * s->point;
    for (int k = 0; k < COUNT; k++) s->errors[k] = (float)ae_mse(outputs + 3 * k, x, 3);
}

// The samples with values between them, from the top, as shades.
static void shade(surface *s) {
    for (int k = 0; k < FINE * FINE; k++) {
        float column = (float)(k % FINE) * (SIDE - 1) / (FINE - 1);
        float row = (float)(FINE - 1 - k / FINE) * (SIDE - 1) / (FINE - 1);
        int left = column < SIDE - 2 ? (int)column : SIDE - 2, low = row < SIDE - 2 ? (int)row : SIDE - 2;
        float u = column - (float)left, v = row - (float)low;
        const float *at = s->errors + low * SIDE + left;
        float error = (1 - v) * ((1 - u) * at[0] + u * at[1]) + v * ((1 - u) * at[SIDE] + u * at[SIDE + 1]);
        s->shades[k] = DARKEST * error / (error + HALF_DARK);
    }
}

bool surface_update(surface *s, unsigned version, const camera *camera, int point) {
    const ae_network_desc *desc = &ae_trainer_network(s->trainer)->desc;
    if (camera->dims != 2 || desc->layers[desc->latent].units != 2 || desc->inputs != 3 || !allocate(s)) return false;
    float low[2], high[2];
    camera_unproject(camera, 0, camera->height, low);
    camera_unproject(camera, camera->width, 0, high);
    const float sides[4] = {low[0], high[0], low[1], high[1]};
    if (s->version == version && s->point == point && !memcmp(sides, s->sides, sizeof sides)) return true;
    memcpy(s->sides, sides, sizeof sides);
    s->version = version;
    s->point = point;
    sample(s);
    shade(s);
    return true;
}

void surface_draw(const surface *s, scene *scene, float width, colour fill) {
    const scene_samples samples = {s->errors, SIDE, SIDE, s->sides[0], s->sides[1], s->sides[2], s->sides[3]};
    scene_picture(scene, s->shades, FINE, FINE, 0, 0, scene->camera.width, scene->camera.height);
    scene_contours(scene, samples, levels, LEVELS, width, fill);
}
