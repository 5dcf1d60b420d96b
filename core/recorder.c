// SPDX-License-Identifier: MIT
#include "recorder.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_FRAMES = 1000000 };

struct ae_recorder {
    int frames;       // room for so many
    int first;        // epoch of the oldest
    int count;        // how many there are
    size_t numbers;   // codes of a frame, and as many gradients
    float *latents;   // (frames,numbers)
    float *gradients; // (frames,numbers)
    double losses[];  // (frames), frame of epoch e at e % frames
};

ae_status ae_recorder_new(ae_recorder **recorder, const ae_trainer *trainer, int frames, ae_error *error) {
    *recorder = NULL;
    if (frames < 1 || frames > MAX_FRAMES)
        return ae_fail(error, AE_BAD_VALUE, "frames is %d, it must be 1 to %d", frames, MAX_FRAMES);
    const ae_network *network = ae_trainer_network(trainer);
    uint64_t numbers = (uint64_t)ae_trainer_points(trainer) * network->places[network->desc.latent].outputs;
    uint64_t bytes = (uint64_t)frames * (sizeof(double) + 2 * numbers * sizeof(float)) + sizeof **recorder;
    ae_recorder *made = bytes <= SIZE_MAX / 2 ? malloc((size_t)bytes) : NULL;
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for %d frames", frames);
    *made = (ae_recorder){.frames = frames, .numbers = (size_t)numbers};
    made->latents = (float *)(made->losses + frames);
    made->gradients = made->latents + (size_t)frames * made->numbers;
    *recorder = made;
    return AE_OK;
}

void ae_recorder_free(ae_recorder *recorder) { free(recorder); }

void ae_recorder_clear(ae_recorder *recorder) { recorder->count = 0; }

void ae_recorder_add(ae_recorder *recorder, ae_trainer *trainer) {
    int epoch = ae_trainer_epoch(trainer);
    if (!recorder->count || epoch != recorder->first + recorder->count) {
        recorder->first = epoch;
        recorder->count = 0;
    }
    size_t slot = (size_t)(epoch % recorder->frames), bytes = recorder->numbers * sizeof(float);
    recorder->losses[slot] = ae_trainer_loss(trainer);
    memcpy(recorder->latents + slot * recorder->numbers, ae_trainer_latent(trainer), bytes);
    memcpy(recorder->gradients + slot * recorder->numbers, ae_trainer_latent_gradient(trainer), bytes);
    if (recorder->count < recorder->frames)
        recorder->count++;
    else
        recorder->first++;
}

// Whether the newest frame is the trainer's current state, rather than one of a run before a reset.
static bool is_newest(const ae_recorder *recorder, ae_trainer *trainer) {
    ae_frame newest;
    int epoch = ae_trainer_epoch(trainer);
    return epoch == recorder->first + recorder->count - 1 && ae_recorder_get(recorder, epoch, &newest) &&
           !memcmp(newest.latent, ae_trainer_latent(trainer), recorder->numbers * sizeof(float));
}

ae_status ae_recorder_step(ae_recorder *recorder, ae_trainer *trainer, int epochs) {
    if (!is_newest(recorder, trainer)) ae_recorder_add(recorder, trainer);
    for (int e = 0; e < epochs; e++) {
        ae_status status = ae_trainer_step(trainer, 1);
        if (status) return status;
        ae_recorder_add(recorder, trainer);
    }
    return AE_OK;
}

int ae_recorder_first(const ae_recorder *recorder) { return recorder->count ? recorder->first : 0; }
int ae_recorder_count(const ae_recorder *recorder) { return recorder->count; }

bool ae_recorder_get(const ae_recorder *recorder, int epoch, ae_frame *frame) {
    if (epoch < recorder->first || epoch >= recorder->first + recorder->count) return false;
    size_t slot = (size_t)(epoch % recorder->frames);
    *frame = (ae_frame){
        .epoch = epoch,
        .loss = recorder->losses[slot],
        .latent = recorder->latents + slot * recorder->numbers,
        .latent_gradient = recorder->gradients + slot * recorder->numbers,
    };
    return true;
}
