// SPDX-License-Identifier: MIT
#include "trainer.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "functions.h"
#include "random.h"

static const double WILD = 1;          // a loss beyond which the next one may be none: in the cube no guess is so bad
static const double LEAST_FALL = 0.01; // the part by which the loss must fall within stop.patience epochs

struct ae_trainer {
    ae_network *network;
    ae_pass *pass; // of up to AE_CHUNK rows
    ae_optimizer *optimizer;
    ae_initialisation initialisation;
    ae_schedule schedule;
    int warm_up;
    ae_stop_desc stop;
    float rate, first_rate;              // learning rate now, and after a reset
    size_t points, trained, batch, D, K; // rows, training rows, rows of a batch, inputs, latent units
    int epoch;

    float *data;         // (points,D)
    size_t *order;       // (points): training rows in the order they are used in, then held-out rows
    bool *held_out;      // (points)
    float *chunk;        // (AE_CHUNK,D): rows gathered from here and there
    float *corrupted;    // (AE_CHUNK,D), or NULL
    float low, high;     // of the data
    ae_random shuffling; // of the mini-batches
    uint64_t corrupting; // the seed of corruption
    ae_corruption corruption;

    float *latent, *latent_gradient, *output; // (points,K), (points,K), (points,D) or NULL
    double *losses;                           // (points)
    double loss, held_out_loss;
    // What is that of the current parameters: nothing, the views, or the gradients too.
    enum { NOTHING, VIEWS, GRADIENTS } current;

    bool finite; // the parameters are, as far as this trainer wrote them
    float *kept; // (parameter_count): the last parameters whose loss was finite
    int kept_epoch;
    ae_history *history; // of the losses, or NULL
    double last;         // the loss of the epoch before
    double best;         // the least loss so far, as far as it counts as falling
    int best_epoch;      // when that was
};

// ---- making ---------------------------------------------------------------------------------------------------------

static ae_status check(const ae_trainer_desc *desc, ae_error *error) {
    if ((int)desc->initialisation < 0 || desc->initialisation >= AE_INITIALISATION_COUNT)
        return ae_fail(error, AE_BAD_VALUE, "initialisation is %d, which is none", (int)desc->initialisation);
    if ((int)desc->schedule < 0 || desc->schedule >= AE_SCHEDULE_COUNT)
        return ae_fail(error, AE_BAD_VALUE, "schedule is %d, which is none", (int)desc->schedule);
    if (desc->points < 1 || desc->points > AE_MAX_ROWS)
        return ae_fail(error, AE_BAD_VALUE, "points is %d, it must be 1 to %d", desc->points, AE_MAX_ROWS);
    if (desc->held_out < 0 || desc->held_out >= desc->points)
        return ae_fail(error, AE_BAD_VALUE, "held_out is %d, it must be 0 to %d", desc->held_out, desc->points - 1);
    if (desc->batch < 0) return ae_fail(error, AE_BAD_VALUE, "batch is %d, it must be at least 0", desc->batch);
    if (desc->warm_up < 0) return ae_fail(error, AE_BAD_VALUE, "warm_up is %d, it must be at least 0", desc->warm_up);
    if (desc->stop.epochs < 0 || desc->stop.patience < 0 || !(desc->stop.seconds >= 0))
        return ae_fail(error, AE_BAD_VALUE, "stop: epochs, patience and seconds must be at least 0");
    if (desc->stop.seconds > 0 && !desc->stop.clock)
        return ae_fail(error, AE_BAD_VALUE, "stop.clock is NULL, but stop.seconds needs one");
    if (desc->schedule == AE_COSINE && !desc->stop.epochs)
        return ae_fail(error, AE_BAD_VALUE, "stop.epochs is 0, but the cosine schedule needs its end");
    if (ae_corruption_check(&desc->corruption, error)) return AE_BAD_VALUE;
    if (!desc->data) return ae_fail(error, AE_BAD_VALUE, "data is NULL");
    return AE_OK;
}

static ae_status check_data(const float *data, int rows, int columns, ae_error *error) {
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
            if (!isfinite(data[(size_t)r * (size_t)columns + (size_t)c]))
                return ae_fail(error, AE_BAD_DATA, "data: row %d, column %d is not a finite number", r + 1, c + 1);
    return AE_OK;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static bool corrupts(const ae_trainer *t) { return t->corruption.noise > 0 || t->corruption.drop > 0; }

// The trainer's own arrays, one block each. False when memory runs out.
static bool allocate(ae_trainer *t) {
    size_t parameters = t->network->parameter_count;
    bool outputs = (uint64_t)t->points * t->D <= AE_MAX_OUTPUTS;
    bool ok = (t->data = malloc(t->points * t->D * sizeof(float)));
    ok = ok && (t->order = malloc(t->points * sizeof *t->order));
    ok = ok && (t->held_out = calloc(t->points, sizeof *t->held_out));
    ok = ok && (t->chunk = malloc(least(t->points, AE_CHUNK) * t->D * sizeof(float)));
    ok = ok && (!corrupts(t) || (t->corrupted = malloc(least(t->points, AE_CHUNK) * t->D * sizeof(float))));
    ok = ok && (t->latent = malloc(t->points * t->K * sizeof(float)));
    ok = ok && (t->latent_gradient = malloc(t->points * t->K * sizeof(float)));
    ok = ok && (t->losses = malloc(t->points * sizeof *t->losses));
    ok = ok && (t->kept = malloc(parameters * sizeof(float)));
    return ok && (!outputs || (t->output = malloc(t->points * t->D * sizeof(float))));
}

static void find_range(ae_trainer *t) {
    t->low = t->high = t->data[0];
    for (size_t k = 1; k < t->points * t->D; k++) {
        if (t->data[k] < t->low) t->low = t->data[k];
        if (t->data[k] > t->high) t->high = t->data[k];
    }
}

ae_status ae_trainer_new(ae_trainer **trainer, const ae_trainer_desc *desc, ae_error *error) {
    *trainer = NULL;
    ae_status status = check(desc, error);
    if (status) return status;
    ae_trainer *made = calloc(1, sizeof *made);
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for a trainer");
    made->initialisation = desc->initialisation;
    made->schedule = desc->schedule;
    made->warm_up = desc->warm_up;
    made->stop = desc->stop;
    made->corruption = desc->corruption;
    made->first_rate = desc->optimizer.rate;
    made->points = (size_t)desc->points;
    made->trained = (size_t)(desc->points - desc->held_out);
    made->batch = desc->batch ? least((size_t)desc->batch, made->trained) : made->trained;
    status = ae_network_new(&made->network, &desc->network, error);
    if (!status) status = check_data(desc->data, desc->points, desc->network.inputs, error);
    if (!status) status = ae_pass_new(&made->pass, made->network, (int)least(made->points, AE_CHUNK), error);
    if (!status) status = ae_optimizer_new(&made->optimizer, &desc->optimizer, made->network->parameter_count, error);
    if (!status) {
        made->pass->parallel = desc->parallel;
        made->D = (size_t)desc->network.inputs;
        made->K = made->network->places[desc->network.latent].outputs;
        if (!allocate(made)) status = ae_fail(error, AE_OUT_OF_MEMORY, "no memory for %d rows of data", desc->points);
    }
    if (status) {
        ae_trainer_free(made);
        return status;
    }
    memcpy(made->data, desc->data, made->points * made->D * sizeof(float));
    find_range(made);
    ae_trainer_reset(made, desc->seed);
    *trainer = made;
    return AE_OK;
}

void ae_trainer_free(ae_trainer *trainer) {
    if (!trainer) return;
    free(trainer->kept);
    free(trainer->losses);
    free(trainer->output);
    free(trainer->latent_gradient);
    free(trainer->latent);
    free(trainer->corrupted);
    free(trainer->chunk);
    free(trainer->held_out);
    free(trainer->order);
    free(trainer->data);
    ae_optimizer_free(trainer->optimizer);
    ae_pass_free(trainer->pass);
    ae_network_free(trainer->network);
    free(trainer);
}

// Fisher & Yates: every order of the first n is equally likely.
static void shuffle(size_t *order, size_t n, ae_random *random) {
    for (size_t k = n; k > 1; k--) {
        size_t other = (size_t)(ae_random_uniform(random) * (double)k), swapped = order[k - 1];
        order[k - 1] = order[other];
        order[other] = swapped;
    }
}

// Chooses the held-out rows and puts the training rows first, both in the order of the data.
static void split(ae_trainer *t, uint64_t seed) {
    memset(t->held_out, 0, t->points * sizeof *t->held_out);
    for (size_t k = 0; k < t->points; k++) t->order[k] = k;
    if (t->trained == t->points) return;
    ae_random random = ae_random_new(seed, 1);
    shuffle(t->order, t->points, &random);
    for (size_t k = t->trained; k < t->points; k++) t->held_out[t->order[k]] = true;
    size_t next[2] = {0, t->trained};
    for (size_t k = 0; k < t->points; k++) t->order[next[t->held_out[k]]++] = k;
}

static void start_at_mean(ae_trainer *t) {
    const int last = t->network->desc.layer_count - 1;
    if (t->network->desc.layers[last].activation != AE_SIGMOID) return;
    const double LEAST = 0.002; // a column that is always 0 would need an infinite bias
    for (size_t c = 0; c < t->D; c++) {
        double mean = 0;
        for (size_t k = 0; k < t->trained; k++) mean += (double)t->data[t->order[k] * t->D + c] / (double)t->trained;
        mean = mean < LEAST ? LEAST : mean > 1 - LEAST ? 1 - LEAST : mean;
        t->network->parameters[t->network->places[last].bias + c] = (float)(ae_log(mean) - ae_log(1 - mean));
    }
}

static void forget_run(ae_trainer *t) {
    ae_optimizer_reset(t->optimizer);
    t->current = NOTHING;
    t->last = 0;
    t->best = INFINITY;
    t->best_epoch = t->epoch;
}

void ae_trainer_reset(ae_trainer *trainer, uint64_t seed) {
    ae_network_init(trainer->network, trainer->initialisation, seed);
    split(trainer, seed);
    start_at_mean(trainer);
    trainer->shuffling = ae_random_new(seed, 2);
    ae_random random = ae_random_new(seed, 3);
    trainer->corrupting = ae_random_bits(&random);
    trainer->rate = trainer->optimizer->desc.rate = trainer->first_rate;
    trainer->epoch = trainer->kept_epoch = 0;
    memcpy(trainer->kept, trainer->network->parameters, trainer->network->parameter_count * sizeof(float));
    if (trainer->history) ae_history_clear(trainer->history);
    forget_run(trainer);
}

void ae_trainer_record(ae_trainer *trainer, ae_history *history) { trainer->history = history; }

// ---- sweeps over rows -----------------------------------------------------------------------------------------------

// Rows rows[0 … B-1] of the data, side by side; without a copy where they are so already.
static const float *gather(ae_trainer *t, const size_t *rows, size_t B) {
    bool together = true;
    for (size_t b = 1; b < B && together; b++) together = rows[b] == rows[0] + b;
    if (together) return t->data + rows[0] * t->D;
    for (size_t b = 0; b < B; b++) memcpy(t->chunk + b * t->D, t->data + rows[b] * t->D, t->D * sizeof(float));
    return t->chunk;
}

// Copies what the pass holds of rows first … first + B - 1 into the views.
static void keep_views(ae_trainer *t, size_t first, size_t B) {
    const float *output = t->pass->outputs[t->network->desc.layer_count - 1];
    memcpy(t->latent + first * t->K, ae_latent(t->network, t->pass), B * t->K * sizeof(float));
    memcpy(t->latent_gradient + first * t->K, t->pass->latent_gradient, B * t->K * sizeof(float));
    memcpy(t->losses + first, t->pass->losses, B * sizeof *t->losses);
    if (t->output) memcpy(t->output + first * t->D, output, B * t->D * sizeof(float));
}

// What of rows[0 … B-1] goes in. Each row has random numbers of its own in each epoch, whatever else goes in with it.
static const float *corrupt(ae_trainer *t, const float *x, const size_t *rows, size_t B) {
    for (size_t b = 0; b < B; b++) {
        ae_random random = ae_random_new(t->corrupting + (uint64_t)t->epoch, rows[b]);
        ae_corrupt(t->corrupted + b * t->D, x + b * t->D, t->D, &t->corruption, t->low, t->high, &random);
    }
    return t->corrupted;
}

// The gradients of the mean loss of these rows, which is returned.
static double sweep_gradients(ae_trainer *t, const size_t *rows, size_t count, bool views, bool corrupted) {
    double sum = 0;
    for (size_t k = 0; k < count; k += AE_CHUNK) {
        size_t B = least(count - k, AE_CHUNK);
        const float *x = gather(t, rows + k, B);
        const float *in = corrupted ? corrupt(t, x, rows + k, B) : x;
        ae_forward(t->network, t->pass, in, B);
        sum += ae_backward_towards(t->network, t->pass, in, x, k > 0, B, count);
        if (views) keep_views(t, k, B);
    }
    return sum / (double)count;
}

static double mean_loss(const ae_trainer *t, bool held_out) {
    double sum = 0;
    size_t count = held_out ? t->points - t->trained : t->trained;
    for (size_t k = 0; k < t->points; k++) sum += t->held_out[k] == held_out ? t->losses[k] : 0;
    return count ? sum / (double)count : NAN;
}

static void sweep_views(ae_trainer *t) {
    for (size_t k = 0; k < t->points; k += AE_CHUNK) {
        size_t B = least(t->points - k, AE_CHUNK);
        const float *x = t->data + k * t->D;
        ae_forward(t->network, t->pass, x, B);
        ae_latent_gradient(t->network, t->pass, x, B);
        keep_views(t, k, B);
    }
    t->loss = mean_loss(t, false);
    t->held_out_loss = mean_loss(t, true);
    t->current = VIEWS;
}

// One sweep serves the step and the views: the full batch, nothing held out, nothing corrupted, all rows in the order
// of the data.
static bool shared(const ae_trainer *t) { return t->batch == t->points && !corrupts(t); }

// After this network->gradients are those of all training rows.
static void need_gradients(ae_trainer *t) {
    if (t->current == GRADIENTS) return;
    double loss = sweep_gradients(t, t->order, t->trained, shared(t), false);
    if (shared(t)) {
        t->loss = loss;
        t->held_out_loss = NAN;
    } else {
        sweep_views(t);
    }
    t->current = GRADIENTS;
}

static void need_views(ae_trainer *t) {
    if (t->current != NOTHING) return;
    if (shared(t))
        need_gradients(t); // which the next step needs anyway
    else
        sweep_views(t);
}

// ---- training -------------------------------------------------------------------------------------------------------

// The rate for what begins at `epoch`, between two whole ones where there are mini-batches; `batch` is a batch's share
// of an epoch.
static void set_rate(ae_trainer *t, double epoch, double batch) {
    double factor = 1;
    if (t->schedule == AE_COSINE) {
        double progress = epoch / t->stop.epochs;
        factor = progress < 1 ? (1 + ae_cos(3.141592653589793 * progress)) / 2 : 0;
    }
    if (epoch < t->warm_up) factor *= (epoch + batch) / t->warm_up;
    t->optimizer->desc.rate = (float)(factor * (double)t->rate);
}

static ae_status go_back(ae_trainer *t) {
    memcpy(t->network->parameters, t->kept, t->network->parameter_count * sizeof(float));
    t->epoch = t->kept_epoch;
    if (t->history) ae_history_cut(t->history, t->epoch);
    forget_run(t);
    return AE_DIVERGED;
}

// Steps that overflow can leave an infinite bias behind a unit that is switched off, with a finite loss. The optimizer
// tells after each step; only who asked for the parameters may have written others.
static bool finite_parameters(ae_trainer *t) {
    if (!t->finite) t->finite = ae_all_finite(t->network->parameters, t->network->parameter_count);
    return t->finite;
}

// Finite parameters can be so large that the loss is not; it costs a pass, so it is looked at where it may happen.
static bool finite(ae_trainer *t) {
    return finite_parameters(t) && (t->last <= WILD || ae_trainer_loss(t) <= (double)FLT_MAX);
}

// One epoch. The first batch's loss is that of the parameters as they are, so they are kept when all is finite.
static ae_status train_epoch(ae_trainer *t) {
    ae_network *network = t->network;
    if (t->batch < t->trained) shuffle(t->order, t->trained, &t->shuffling);
    double sum = 0;
    // As many batches as needed, of nearly equal size: a last one of a single row would weigh as much as the others.
    size_t batches = (t->trained + t->batch - 1) / t->batch;
    for (size_t k = 0; k < batches; k++) {
        size_t first = k * t->trained / batches, count = (k + 1) * t->trained / batches - first;
        double loss;
        if (shared(t)) {
            need_gradients(t);
            loss = t->loss;
        } else {
            loss = sweep_gradients(t, t->order + first, count, false, corrupts(t));
        }
        if (!(loss <= FLT_MAX)) return go_back(t); // beyond it the gradients overflow
        if (first == 0) {
            if (!finite_parameters(t)) return go_back(t);
            t->kept_epoch = t->epoch;
        }
        sum += loss * (double)count;
        if (t->schedule != AE_CONSTANT || t->warm_up)
            set_rate(t, (double)t->epoch + (double)first / (double)t->trained, 1 / (double)batches);
        t->finite =
            ae_optimizer_step(t->optimizer, network->parameters, network->gradients, first == 0 ? t->kept : NULL);
        t->current = NOTHING;
        if (!t->finite) return go_back(t);
    }
    double loss = sum / (double)t->trained;
    t->last = loss;
    if (loss < (1 - LEAST_FALL) * t->best) {
        t->best = loss;
        t->best_epoch = t->epoch;
    }
    if (t->history && ae_history_last(t->history) < t->epoch) ae_history_add(t->history, t->epoch, loss, NAN);
    t->epoch++;
    return AE_OK;
}

ae_status ae_trainer_step(ae_trainer *trainer, int epochs) {
    for (int e = 0; e < epochs; e++)
        if (train_epoch(trainer)) return AE_DIVERGED;
    return finite(trainer) ? AE_OK : go_back(trainer);
}

// The rule that holds now, of a run that began at `start`.
static ae_stop reason_to_stop(const ae_trainer *t, double start) {
    const ae_stop_desc *stop = &t->stop;
    if (stop->epochs && t->epoch >= stop->epochs) return AE_STOP_EPOCHS;
    if (stop->patience && t->epoch - t->best_epoch > stop->patience) return AE_STOP_CONVERGED;
    if (stop->seconds > 0 && stop->clock() - start >= stop->seconds) return AE_STOP_TIME;
    return AE_RUNNING;
}

ae_stop ae_trainer_run(ae_trainer *trainer, int epochs) {
    double start = trainer->stop.seconds > 0 ? trainer->stop.clock() : 0;
    ae_stop reason = AE_RUNNING;
    for (int e = 0; e < epochs && !(reason = reason_to_stop(trainer, start)); e++)
        if (train_epoch(trainer)) return AE_STOP_DIVERGED;
    if (reason == AE_STOP_CONVERGED) trainer->best_epoch = trainer->epoch; // who goes on has as many epochs again
    if (finite(trainer)) return reason;
    go_back(trainer);
    return AE_STOP_DIVERGED;
}

ae_status ae_trainer_set_rate(ae_trainer *trainer, float rate, ae_error *error) {
    if (!(rate >= 0) || isinf(rate)) return ae_fail(error, AE_BAD_VALUE, "rate must be a finite number, 0 or more");
    trainer->rate = trainer->optimizer->desc.rate = rate;
    return AE_OK;
}

void ae_trainer_adopt(ae_trainer *trainer, int epoch, double loss, double held_out_loss) {
    trainer->epoch = trainer->kept_epoch = epoch;
    memcpy(trainer->kept, trainer->network->parameters, trainer->network->parameter_count * sizeof(float));
    forget_run(trainer);
    trainer->loss = loss;
    trainer->held_out_loss = held_out_loss;
    for (size_t k = 0; k < trainer->points && trainer->output; k++)
        trainer->losses[k] = ae_mse(trainer->output + k * trainer->D, trainer->data + k * trainer->D, trainer->D);
    trainer->current = VIEWS;
}

// ---- views ----------------------------------------------------------------------------------------------------------

int ae_trainer_points(const ae_trainer *trainer) { return (int)trainer->points; }
int ae_trainer_epoch(const ae_trainer *trainer) { return trainer->epoch; }
const ae_network *ae_trainer_network(const ae_trainer *trainer) { return trainer->network; }
const float *ae_trainer_input(const ae_trainer *trainer) { return trainer->data; }

bool ae_trainer_is_held_out(const ae_trainer *trainer, int point) {
    assert(point >= 0 && (size_t)point < trainer->points);
    return trainer->held_out[point];
}

double ae_trainer_loss(ae_trainer *trainer) {
    need_views(trainer);
    return trainer->loss;
}

double ae_trainer_held_out_loss(ae_trainer *trainer) {
    need_views(trainer);
    return trainer->held_out_loss;
}

double ae_trainer_point_loss(ae_trainer *trainer, int point) {
    assert(point >= 0 && (size_t)point < trainer->points);
    need_views(trainer);
    return trainer->losses[point];
}

float *ae_trainer_parameters(ae_trainer *trainer) {
    trainer->finite = false; // the caller may write them
    return trainer->network->parameters;
}

float *ae_trainer_gradients(ae_trainer *trainer) {
    need_gradients(trainer);
    return trainer->network->gradients;
}

float *ae_trainer_latent(ae_trainer *trainer) {
    need_views(trainer);
    return trainer->latent;
}

float *ae_trainer_latent_gradient(ae_trainer *trainer) {
    need_views(trainer);
    return trainer->latent_gradient;
}

float *ae_trainer_output(ae_trainer *trainer) {
    need_views(trainer);
    return trainer->output;
}
