// SPDX-License-Identifier: MIT
// Training on digits, by handle; see digit_trainer.h.
//
//   h = lab_digit_training_new() -> copy bytes to lab_digit_training_digits(h, N), lab_digit_training_looked(h, T) and
//   lab_digit_training_labels(h) -> lab_digit_training_set(h, …) … -> lab_digit_training_build(h) ->
//   lab_digit_training_run, the views -> lab_digit_training_free(h)
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "digit.h"
#include "digit_trainer.h"
#include "lab.h"
#include "neighbours.h"

enum { MAX_TRAININGS = 4, NEIGHBOURS = 5, MOST_DIGITS = 60000 };

// What can be set; the order is that of `settings` in core_digit_training.js.
enum { WIDTH, BOTTLENECK, EPOCHS, BATCH, RATE, SEED, SETTING_COUNT };

typedef struct lab_training {
    bool used;
    unsigned char *digits, *looked, *labels; // (N,784), (T,784), (T)
    int count, looked_count;                 // N, T
    const float *codes;                      // (T,K) of the trainer, when they were last asked for
    float *shown;                            // (T,2): see lab_digit_training_shown
    ae_network *plane;                       // see lab_digit_training_plane
    double settings[SETTING_COUNT];
    ae_digit_trainer *trainer; // NULL until built
    ae_error error;
} lab_training;

static lab_training trainings[MAX_TRAININGS];

static lab_training *get(int handle) {
    return handle >= 1 && handle <= MAX_TRAININGS && trainings[handle - 1].used ? &trainings[handle - 1] : NULL;
}

static lab_training *get_built(int handle) { return get(handle) && get(handle)->trainer ? get(handle) : NULL; }

LAB int lab_digit_training_new(void) {
    for (int k = 0; k < MAX_TRAININGS; k++) {
        if (trainings[k].used) continue;
        trainings[k] = (lab_training){.used = true};
        return k + 1;
    }
    return 0;
}

LAB void lab_digit_training_free(int handle) {
    lab_training *lab = get(handle);
    if (!lab) return;
    ae_digit_trainer_free(lab->trainer);
    free(lab->digits);
    free(lab->looked);
    free(lab->labels);
    free(lab->shown);
    ae_network_free(lab->plane);
    *lab = (lab_training){0};
}

LAB const char *lab_digit_training_error(int handle) { return get(handle) ? get(handle)->error.detail : ""; }

// ---- what it is built from ------------------------------------------------------------------------------------------

// Room for so many in the place of those there were; whatever was built of them is gone. NULL when there is none.
static unsigned char *room(lab_training *lab, unsigned char **bytes, int count, size_t each) {
    ae_digit_trainer_free(lab->trainer);
    lab->trainer = NULL;
    lab->codes = NULL;
    free(*bytes);
    return *bytes = count >= 1 && count <= MOST_DIGITS ? malloc((size_t)count * each) : NULL;
}

// Room for so many digits to train on, 784 bytes each.
LAB unsigned char *lab_digit_training_digits(int handle, int count) {
    lab_training *lab = get(handle);
    if (!lab) return NULL;
    lab->count = count;
    return room(lab, &lab->digits, count, AE_DIGIT_PIXELS);
}

// Likewise for those whose codes are shown, and for a label of each.
LAB unsigned char *lab_digit_training_looked(int handle, int count) {
    lab_training *lab = get(handle);
    if (!lab) return NULL;
    lab->looked_count = count;
    free(lab->shown);
    lab->shown = NULL;
    return room(lab, &lab->labels, count, 1) ? room(lab, &lab->looked, count, AE_DIGIT_PIXELS) : NULL;
}
LAB unsigned char *lab_digit_training_labels(int handle) { return get(handle) ? get(handle)->labels : NULL; }

LAB void lab_digit_training_set(int handle, int setting, double value) {
    if (get(handle) && setting >= 0 && setting < SETTING_COUNT) get(handle)->settings[setting] = value;
}

static ae_status check_setting(lab_training *lab, const char *name, int setting, double least, double most) {
    double value = lab->settings[setting];
    if (value >= least && value <= most && (setting == RATE || value == floor(value))) return AE_OK;
    return ae_fail(&lab->error, AE_BAD_VALUE, "%s is not what it may be", name);
}

// A status. The network is the one of ae_digit_network.
LAB int lab_digit_training_build(int handle) {
    lab_training *lab = get(handle);
    if (!lab) return AE_BAD_HANDLE;
    ae_digit_trainer_free(lab->trainer);
    lab->trainer = NULL;
    lab->codes = NULL;
    ae_status status = check_setting(lab, "width", WIDTH, 2, 1024);
    if (!status) status = check_setting(lab, "bottleneck", BOTTLENECK, 1, 3);
    if (!status) status = check_setting(lab, "epochs", EPOCHS, 1, 10000);
    if (!status) status = check_setting(lab, "batch", BATCH, 1, 10000);
    if (!status) status = check_setting(lab, "rate", RATE, 0, 1);
    if (!status) status = check_setting(lab, "seed", SEED, 0, 9007199254740991);
    if (status) return (int)status;
    const double *settings = lab->settings;
    const ae_digit_trainer_desc desc = {
        .network = ae_digit_network(AE_DIGIT_PIXELS, (int)settings[WIDTH], (int)settings[BOTTLENECK]),
        .digits = lab->digits,
        .count = lab->count,
        .looked = lab->looked,
        .looked_count = lab->looked_count,
        .epochs = (int)settings[EPOCHS],
        .batch = (int)settings[BATCH],
        .rate = (float)settings[RATE],
        .seed = (uint64_t)settings[SEED],
    };
    return (int)ae_digit_trainer_new(&lab->trainer, &desc, &lab->error);
}

// ---- training and its views -----------------------------------------------------------------------------------------

// Up to so many mini-batches; an ae_stop, AE_RUNNING when it may go on.
LAB int lab_digit_training_run(int handle, int batches) {
    return get_built(handle) ? (int)ae_digit_trainer_run(get(handle)->trainer, batches) : AE_STOP_DIVERGED;
}

LAB int lab_digit_training_seen(int handle) {
    return get_built(handle) ? (int)ae_digit_trainer_seen(get(handle)->trainer) : 0;
}
LAB double lab_digit_training_part(int handle) {
    return get_built(handle) ? ae_digit_trainer_part(get(handle)->trainer) : 0;
}
LAB double lab_digit_training_loss(int handle) {
    return get_built(handle) ? ae_digit_trainer_loss(get(handle)->trainer) : -1;
}

// The parameters of the network, for lab_digit_training_adopt of another handle, built alike.
LAB float *lab_digit_training_parameters(int handle) {
    return get_built(handle) ? ae_digit_trainer_network(get(handle)->trainer)->parameters : NULL;
}
LAB int lab_digit_training_parameter_count(int handle) {
    return get_built(handle) ? (int)ae_digit_trainer_network(get(handle)->trainer)->parameter_count : 0;
}

// Goes on with the parameters that have been written to lab_digit_training_parameters. A status.
LAB int lab_digit_training_adopt(int handle, int seen, double loss) {
    lab_training *lab = get_built(handle);
    return lab ? (int)ae_digit_trainer_adopt(lab->trainer, lab_digit_training_parameters(handle), seen, loss,
                                             &lab->error)
               : AE_BAD_HANDLE;
}

// Codes (T,K) and errors (T) of the digits looked at, of the parameters as they are.
LAB const float *lab_digit_training_codes(int handle) {
    return get_built(handle) ? ae_digit_trainer_codes(get(handle)->trainer) : NULL;
}
LAB const float *lab_digit_training_errors(int handle) {
    return get_built(handle) ? ae_digit_trainer_errors(get(handle)->trainer) : NULL;
}

// The codes that lab_digit_training_accuracy was told by, as a plane shows them (T,2), see ae_digit_trainer_plane; NULL
// when memory ran out.
LAB const float *lab_digit_training_shown(int handle) {
    lab_training *lab = get_built(handle);
    if (!lab) return NULL;
    const int T = lab->looked_count, K = (int)lab->settings[BOTTLENECK];
    const float *codes = lab->codes;
    if (!codes) return NULL;
    if (!lab->shown) lab->shown = malloc(2 * (size_t)T * sizeof(float));
    for (int t = 0; t < T && lab->shown; t++) {
        lab->shown[2 * t] = codes[K * t];
        lab->shown[2 * t + 1] = K > 1 ? codes[K * t + 1] : 0;
    }
    return lab->shown;
}

// The parameters of the network as a plane shows it; NULL when memory ran out.
LAB const float *lab_digit_training_plane(int handle) {
    lab_training *lab = get_built(handle);
    if (!lab) return NULL;
    ae_network_free(lab->plane);
    ae_digit_trainer_codes(lab->trainer);
    return ae_digit_trainer_plane(&lab->plane, lab->trainer, &lab->error) ? NULL : lab->plane->parameters;
}
LAB int lab_digit_training_plane_count(int handle) {
    return get(handle) && get(handle)->plane ? (int)get(handle)->plane->parameter_count : 0;
}

// The share of these digits whose label their five nearest tell, see ae_neighbours_accuracy; -1 when it cannot be told.
LAB double lab_digit_training_accuracy(int handle) {
    lab_training *lab = get_built(handle);
    if (!lab) return -1;
    ae_neighbours *neighbours;
    lab->codes = ae_digit_trainer_codes(lab->trainer);
    if (ae_neighbours_new(&neighbours, lab->codes, lab->looked_count, (int)lab->settings[BOTTLENECK], &lab->error))
        return -1;
    double accuracy = ae_neighbours_accuracy(neighbours, lab->labels, NEIGHBOURS);
    ae_neighbours_free(neighbours);
    return accuracy;
}
