// SPDX-License-Identifier: MIT
// A run that is kept whole, epoch by epoch, and looked back on: each epoch's parameters, codes, gradients,
// reconstruction and loss as they were, never computed anew.
//
//   lab_record_run … until it says that training has ended -> lab_record_fit -> { lab_record_show | pictures, shares }
//
// A trainer that has looked back is not trained on: lab_record_run after a reset starts the next record.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lab.h"
#include "measures.h"

enum { MOST_NUMBERS = 1 << 26 }; // of all epochs: 256 MB

static const float ARROW = 0.35f; // of half the plot: the most that an arrow is long

void lab_record_free(lab_trainer *lab) {
    ae_recorder_free(lab->record.recorder);
    free(lab->record.states);
    lab->record = (lab_record){0};
}

void lab_record_clear(lab_trainer *lab) {
    if (lab->record.recorder) ae_recorder_clear(lab->record.recorder);
}

static size_t parameter_count(const lab_trainer *lab) { return ae_trainer_network(lab->trainer)->parameter_count; }

static size_t output_count(const lab_trainer *lab) {
    return (size_t)ae_trainer_points(lab->trainer) * (size_t)ae_trainer_network(lab->trainer)->desc.inputs;
}

// What is kept of one epoch beside the recorder's frame: parameters, then reconstruction.
static float *state_at(const lab_trainer *lab, int epoch) {
    return lab->record.states + (size_t)epoch * (parameter_count(lab) + output_count(lab));
}

// Room for all epochs up to the limit; false when there is none.
static bool allocate(lab_trainer *lab) {
    if (lab->record.states) return true;
    size_t frames = (size_t)lab->options.value[AE_OPTION_EPOCHS] + 1;
    uint64_t numbers = (uint64_t)frames * (parameter_count(lab) + output_count(lab));
    if (numbers > MOST_NUMBERS || !ae_trainer_output(lab->trainer)) return false;
    lab->record.states = malloc((size_t)numbers * sizeof(float));
    if (lab->record.states && !ae_recorder_new(&lab->record.recorder, lab->trainer, (int)frames, &lab->error))
        return true;
    lab_record_free(lab);
    return false;
}

static void keep(lab_trainer *lab) {
    float *state = state_at(lab, ae_trainer_epoch(lab->trainer));
    ae_recorder_add(lab->record.recorder, lab->trainer);
    memcpy(state, ae_trainer_parameters(lab->trainer), parameter_count(lab) * sizeof(float));
    memcpy(state + parameter_count(lab), ae_trainer_output(lab->trainer), output_count(lab) * sizeof(float));
}

static int count(const lab_trainer *lab) { return lab->record.recorder ? ae_recorder_count(lab->record.recorder) : 0; }

// Trains one more epoch and keeps it, at first the state before it too. An ae_stop, AE_RUNNING when it may go on; -1
// for no handle, or when there is no room for the run.
LAB int lab_record_run(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab || !allocate(lab)) return -1;
    if (!count(lab)) keep(lab);
    int epoch = ae_trainer_epoch(lab->trainer), stop = lab_trainer_run(handle, 1);
    if (ae_trainer_epoch(lab->trainer) == epoch + 1) keep(lab);
    return stop;
}

LAB int lab_record_last(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    return lab ? count(lab) - 1 : -1;
}

static bool frame_at(const lab_trainer *lab, int epoch, ae_frame *frame) {
    return count(lab) && ae_recorder_get(lab->record.recorder, epoch, frame);
}

// Back or on to one epoch of the record: 0, or 1 when it is not kept.
LAB int lab_record_show(int handle, int epoch) {
    lab_trainer *lab = lab_trainer_built(handle);
    ae_frame frame;
    if (!lab || !frame_at(lab, epoch, &frame)) return 1;
    size_t codes = (size_t)ae_trainer_points(lab->trainer) * (size_t)lab_trainer_view_columns(handle, VIEW_LATENT);
    const float *state = state_at(lab, epoch);
    lab_losses_history(lab); // what is known so far stays
    memcpy(ae_trainer_parameters(lab->trainer), state, parameter_count(lab) * sizeof(float));
    memcpy(ae_trainer_latent(lab->trainer), frame.latent, codes * sizeof(float));
    memcpy(ae_trainer_latent_gradient(lab->trainer), frame.latent_gradient, codes * sizeof(float));
    memcpy(ae_trainer_output(lab->trainer), state + parameter_count(lab), output_count(lab) * sizeof(float));
    ae_history_clear(lab->losses.fresh);
    lab_trainer_adopt(handle, epoch, frame.loss, (double)NAN);
    return 0;
}

// ---- one scale for the whole run ------------------------------------------------------------------------------------

// 1, 2 or 5 times a power of ten, at most x.
static float round_down(float x) {
    float power = 1;
    if (!(x > 0) || isinf(x)) return 1;
    while (power > x) power /= 10;
    while (10 * power <= x) power *= 10;
    return x >= 5 * power ? 5 * power : x >= 2 * power ? 2 * power : power;
}

// The longest way that a code goes in one epoch.
static float farthest(const lab_trainer *lab, size_t points, size_t units) {
    float far = 0;
    ae_frame frame, next;
    for (int e = 0; frame_at(lab, e, &frame) && frame_at(lab, e + 1, &next); e++)
        for (size_t k = 0; k < points; k++) {
            float way = 0;
            for (size_t c = k * units; c < (k + 1) * units; c++)
                way += (next.latent[c] - frame.latent[c]) * (next.latent[c] - frame.latent[c]);
            far = fmaxf(far, sqrtf(way));
        }
    return far;
}

// Lets the plots of the codes show all epochs of the record at once, all trails on one scale, and finds one scale for
// all arrows.
LAB void lab_record_fit(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab || !count(lab)) return;
    const int units = lab_trainer_view_columns(handle, VIEW_LATENT), points = ae_trainer_points(lab->trainer);
    float spread;
    lab->window = latent_window_of(lab->record.recorder, (size_t)points, units, &spread);
    lab->record.arrows = round_down(ARROW * spread / farthest(lab, (size_t)points, (size_t)units));
}

// How many times as long as the way to the next epoch its arrow is.
LAB float lab_record_arrows(int handle) {
    const lab_trainer *lab = lab_trainer_built(handle);
    return lab ? lab->record.arrows : 0;
}

// Into a picture of the codes: thin arrows the way that each code goes to the epoch after the one shown.
LAB void lab_scene_next(int handle, int trainer, float width, uint32_t fill) {
    lab_trainer *lab = lab_trainer_built(trainer);
    scene *scene = lab_scene_at(handle);
    ae_frame frame, next;
    if (!lab || !scene || scene->camera.dims != 2) return;
    int epoch = ae_trainer_epoch(lab->trainer), units = lab_trainer_view_columns(trainer, VIEW_LATENT);
    if (!frame_at(lab, epoch, &frame) || !frame_at(lab, epoch + 1, &next)) return;
    for (int k = 0; k < ae_trainer_points(lab->trainer); k++) {
        float from[2] = {0}, to[2] = {0};
        for (int c = 0; c < units && c < 2; c++) {
            from[c] = frame.latent[k * units + c];
            to[c] = from[c] + lab->record.arrows * (next.latent[k * units + c] - from[c]);
        }
        scene_arrow(scene, from, to, width, fill);
    }
}

// The share of points that went along their trails from this epoch to the next, see ae_followed; NaN where there is no
// next.
LAB double lab_record_followed(int handle, int epoch) {
    lab_trainer *lab = lab_trainer_built(handle);
    ae_frame frame, next;
    if (!lab || !frame_at(lab, epoch, &frame) || !frame_at(lab, epoch + 1, &next)) return (double)NAN;
    return ae_followed(frame.latent, next.latent, frame.latent_gradient, (size_t)ae_trainer_points(lab->trainer),
                       (size_t)lab_trainer_view_columns(handle, VIEW_LATENT));
}

// The mean of these shares over the whole record.
LAB double lab_record_followed_mean(int handle) {
    int last = lab_record_last(handle);
    double sum = 0;
    for (int e = 0; e < last; e++) sum += lab_record_followed(handle, e);
    return last > 0 ? sum / last : (double)NAN;
}
