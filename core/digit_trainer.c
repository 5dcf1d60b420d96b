// SPDX-License-Identifier: MIT
#include "digit_trainer.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "functions.h"
#include "random.h"

// What makes the first seconds count, measured with MNIST: see assets/README.md.
static const float SPREAD = 3; // of the weights that leave the code, times their usual range
static const float KINKS = 2;  // biases of that layer lie so far to both sides of 0

struct ae_digit_trainer {
    ae_digit_trainer_desc desc;
    ae_network *network;
    ae_optimizer *optimizer;
    ae_pass *pass; // of up to `chunk` rows
    size_t chunk, D, K;
    ae_random shuffling;
    size_t *order;         // (N)
    size_t next;           // of the order
    float *rows;           // (chunk,D): bytes made numbers
    float *codes, *errors; // (T,K), (T)
    int epoch;
    long seen;
    double loss;
};

static void to_floats(float *row, const unsigned char *bytes, size_t n) {
    for (size_t k = 0; k < n; k++) row[k] = (float)bytes[k] / 255;
}

ae_network_desc ae_digit_network(int inputs, int width, int bottleneck) {
    return (ae_network_desc){
        .inputs = inputs,
        .layer_count = 6,
        .layers = {{width, AE_TANH},
                   {width / 2, AE_TANH},
                   {bottleneck, AE_LINEAR},
                   {width / 2, AE_TANH},
                   {width, AE_TANH},
                   {inputs, AE_LINEAR}},
        .latent = 2,
    };
}

// ---- making ---------------------------------------------------------------------------------------------------------

static ae_status check_count(const char *name, int value, int most, ae_error *error) {
    if (value >= 1 && value <= most) return AE_OK;
    return ae_fail(error, AE_BAD_VALUE, "%s is %d, it must be 1 to %d", name, value, most);
}

static ae_status check(const ae_digit_trainer_desc *desc, ae_error *error) {
    ae_status status = check_count("count", desc->count, AE_MAX_ROWS, error);
    if (!status) status = check_count("looked_count", desc->looked_count, AE_MAX_ROWS, error);
    if (!status) status = check_count("epochs", desc->epochs, 1000000, error);
    if (!status) status = check_count("batch", desc->batch, AE_MAX_ROWS, error);
    if (status) return status;
    if (!desc->digits || !desc->looked) return ae_fail(error, AE_BAD_VALUE, "digits or looked is NULL");
    return AE_OK;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static bool allocate(ae_digit_trainer *t) {
    size_t T = (size_t)t->desc.looked_count;
    bool ok = (t->order = malloc((size_t)t->desc.count * sizeof *t->order));
    ok = ok && (t->rows = malloc(t->chunk * t->D * sizeof(float)));
    ok = ok && (t->codes = calloc(T * t->K, sizeof(float)));
    return ok && (t->errors = malloc(T * sizeof(float)));
}

// The biases that let the first layer see pictures with their mean taken away, and the last give the mean.
static void centre(ae_digit_trainer *t) {
    const ae_layer_place *first = &t->network->places[0], *last = &t->network->places[t->desc.network.layer_count - 1];
    float *p = t->network->parameters, *mean = p + last->bias;
    for (size_t n = 0; n < (size_t)t->desc.count; n++) {
        to_floats(t->rows, t->desc.digits + n * t->D, t->D);
        for (size_t k = 0; k < t->D; k++) mean[k] += t->rows[k];
    }
    for (size_t k = 0; k < t->D; k++) {
        mean[k] /= (float)t->desc.count;
        for (size_t u = 0; u < first->outputs; u++)
            p[first->bias + u] -= p[first->weights + k * first->outputs + u] * mean[k];
    }
}

// Units behind the code that bend in different places of the map from the start, while with biases of 0 all of them
// bend along lines through its middle.
static void spread(ae_digit_trainer *t) {
    int behind = t->desc.network.latent + 1;
    if (behind == t->desc.network.layer_count - 1) return; // they are the output
    const ae_layer_place *place = &t->network->places[behind];
    float *weights = t->network->parameters + place->weights, *bias = t->network->parameters + place->bias;
    ae_random random = ae_random_new(t->desc.seed, 5);
    for (size_t k = 0; k < place->inputs * place->outputs; k++) weights[k] *= SPREAD;
    for (size_t k = 0; k < place->outputs; k++) bias[k] = KINKS * (float)(2 * ae_random_uniform(&random) - 1);
}

// Before the first epoch.
static void begin(ae_digit_trainer *t) {
    t->shuffling = ae_random_new(t->desc.seed, 2);
    for (size_t k = 0; k < (size_t)t->desc.count; k++) t->order[k] = k;
    t->next = (size_t)t->desc.count; // the first batch begins an epoch
    t->epoch = -1;
    t->loss = NAN;
}

ae_status ae_digit_trainer_new(ae_digit_trainer **trainer, const ae_digit_trainer_desc *desc, ae_error *error) {
    *trainer = NULL;
    ae_status status = check(desc, error);
    if (status) return status;
    ae_digit_trainer *made = calloc(1, sizeof *made);
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for a trainer");
    made->desc = *desc;
    made->chunk = least((size_t)desc->batch, AE_CHUNK);
    ae_optimizer_desc adam = {.kind = AE_ADAM, .rate = desc->rate};
    status = ae_network_new(&made->network, &desc->network, error);
    if (!status) status = ae_pass_new(&made->pass, made->network, (int)made->chunk, error);
    if (!status) status = ae_optimizer_new(&made->optimizer, &adam, made->network->parameter_count, error);
    if (!status) {
        made->D = (size_t)desc->network.inputs;
        made->K = made->network->places[desc->network.latent].outputs;
        if (!allocate(made)) status = ae_fail(error, AE_OUT_OF_MEMORY, "no memory for %d digits", desc->count);
    }
    if (status) {
        ae_digit_trainer_free(made);
        return status;
    }
    ae_network_init(made->network, AE_GLOROT_UNIFORM, desc->seed);
    spread(made);
    centre(made);
    begin(made);
    *trainer = made;
    return AE_OK;
}

void ae_digit_trainer_free(ae_digit_trainer *trainer) {
    if (!trainer) return;
    free(trainer->errors);
    free(trainer->codes);
    free(trainer->rows);
    free(trainer->order);
    ae_optimizer_free(trainer->optimizer);
    ae_pass_free(trainer->pass);
    ae_network_free(trainer->network);
    free(trainer);
}

// ---- training -------------------------------------------------------------------------------------------------------

// Fisher & Yates, as in trainer.c.
static void shuffle(ae_digit_trainer *t) {
    for (size_t k = (size_t)t->desc.count; k > 1; k--) {
        size_t other = (size_t)(ae_random_uniform(&t->shuffling) * (double)k), swapped = t->order[k - 1];
        t->order[k - 1] = t->order[other];
        t->order[other] = swapped;
    }
    t->next = 0;
    t->epoch++;
}

// The mean loss of the next `count` of the order, and its gradients.
static double sweep(ae_digit_trainer *t, size_t count) {
    double sum = 0;
    for (size_t k = 0; k < count; k += t->chunk) {
        size_t B = least(count - k, t->chunk);
        for (size_t b = 0; b < B; b++)
            to_floats(t->rows + b * t->D, t->desc.digits + t->order[t->next + k + b] * t->D, t->D);
        ae_forward(t->network, t->pass, t->rows, B);
        sum += ae_backward_part(t->network, t->pass, t->rows, k > 0, B, count);
    }
    return sum / (double)count;
}

// The mean of the first AE_DIGIT_MEMORY, and from there on one that forgets.
static void remember(ae_digit_trainer *t, double loss, size_t count) {
    double weight = (double)count / (double)least((size_t)t->seen + count, AE_DIGIT_MEMORY);
    t->loss = t->seen ? t->loss + weight * (loss - t->loss) : loss;
    t->seen += (long)count;
}

static ae_stop train_batch(ae_digit_trainer *t) {
    size_t N = (size_t)t->desc.count;
    if (t->next == N && t->epoch + 1 == t->desc.epochs) return AE_STOP_EPOCHS;
    if (t->next == N) shuffle(t);
    size_t count = least(N - t->next, (size_t)t->desc.batch);
    double progress = ae_digit_trainer_part(t), loss = sweep(t, count);
    if (!(loss <= FLT_MAX)) return AE_STOP_DIVERGED;
    t->optimizer->desc.rate = (float)((1 + ae_cos(3.141592653589793 * progress)) / 2 * (double)t->desc.rate);
    ae_optimizer_step(t->optimizer, t->network->parameters, t->network->gradients, NULL);
    remember(t, loss, count);
    t->next += count;
    return AE_RUNNING;
}

ae_stop ae_digit_trainer_run(ae_digit_trainer *trainer, int batches) {
    ae_stop reason = AE_RUNNING;
    for (int b = 0; b < batches && !reason; b++) reason = train_batch(trainer);
    return reason;
}

ae_status ae_digit_trainer_adopt(ae_digit_trainer *t, const float *parameters, long seen, double loss,
                                 ae_error *error) {
    const long N = t->desc.count, within = seen < 0 ? -1 : seen % N;
    if (within < 0 || (seen > 0 && (seen - 1) / N >= t->desc.epochs) || within % t->desc.batch)
        return ae_fail(error, AE_BAD_VALUE, "no batch ends at picture %d", (int)seen);
    begin(t);
    for (long first = 0; first < seen; first += N) shuffle(t); // an epoch that is over has an order too
    t->next = (size_t)(within ? within : N);                   // the whole of the order is over
    t->seen = seen;
    t->loss = seen ? loss : NAN;
    ae_optimizer_reset(t->optimizer);
    memmove(t->network->parameters, parameters, t->network->parameter_count * sizeof *parameters);
    return AE_OK;
}

// ---- looking --------------------------------------------------------------------------------------------------------

const ae_network *ae_digit_trainer_network(const ae_digit_trainer *trainer) { return trainer->network; }
long ae_digit_trainer_seen(const ae_digit_trainer *trainer) { return trainer->seen; }
double ae_digit_trainer_loss(const ae_digit_trainer *trainer) { return trainer->loss; }

double ae_digit_trainer_part(const ae_digit_trainer *trainer) {
    return (double)trainer->seen / ((double)trainer->desc.count * trainer->desc.epochs);
}

// Rows first … first + B - 1 of the looked-at pictures, as numbers.
static size_t look(ae_digit_trainer *t, size_t first) {
    size_t B = least((size_t)t->desc.looked_count - first, t->chunk);
    to_floats(t->rows, t->desc.looked + first * t->D, B * t->D);
    return B;
}

const float *ae_digit_trainer_codes(ae_digit_trainer *t) {
    for (size_t k = 0; k < (size_t)t->desc.looked_count; k += t->chunk) {
        size_t B = look(t, k);
        memcpy(t->codes + k * t->K, ae_encode(t->network, t->pass, t->rows, B), B * t->K * sizeof(float));
    }
    return t->codes;
}

const float *ae_digit_trainer_errors(ae_digit_trainer *t) {
    for (size_t k = 0; k < (size_t)t->desc.looked_count; k += t->chunk) {
        size_t B = look(t, k);
        const float *outputs = ae_forward(t->network, t->pass, t->rows, B);
        for (size_t b = 0; b < B; b++) t->errors[k + b] = (float)ae_mse(outputs + b * t->D, t->rows + b * t->D, t->D);
    }
    return t->errors;
}

// ---- as a plane -----------------------------------------------------------------------------------------------------

static double mean_code(const ae_digit_trainer *t, size_t unit) {
    double sum = 0;
    for (int k = 0; k < t->desc.looked_count; k++) sum += (double)t->codes[(size_t)k * t->K + unit];
    return sum / t->desc.looked_count;
}

// The encoder's last layer, (I,K), gives two numbers.
static void flatten_code(ae_network *plane, const ae_network *whole, size_t K) {
    int l = whole->desc.latent;
    const ae_layer_place *to = &plane->places[l], *from = &whole->places[l];
    for (size_t c = 0; c < 2 && c < K; c++) {
        for (size_t i = 0; i < to->inputs; i++)
            plane->parameters[to->weights + 2 * i + c] = whole->parameters[from->weights + K * i + c];
        plane->parameters[to->bias + c] = whole->parameters[from->bias + c];
    }
}

// The decoder's first layer, (K,O), takes two numbers.
static void flatten_decoder(ae_network *plane, const ae_digit_trainer *t) {
    int l = plane->desc.latent + 1;
    const ae_layer_place *to = &plane->places[l], *from = &t->network->places[l];
    float *weights = plane->parameters + to->weights, *bias = plane->parameters + to->bias;
    const float *all = t->network->parameters + from->weights;
    memcpy(weights, all, least(t->K, 2) * to->outputs * sizeof(float));
    memcpy(bias, t->network->parameters + from->bias, to->outputs * sizeof(float));
    for (size_t c = 2; c < t->K; c++)
        for (size_t o = 0; o < to->outputs; o++) bias[o] += (float)(mean_code(t, c) * (double)all[c * to->outputs + o]);
}

ae_status ae_digit_trainer_plane(ae_network **plane, ae_digit_trainer *trainer, ae_error *error) {
    ae_network_desc desc = trainer->desc.network;
    desc.layers[desc.latent].units = 2;
    ae_status status = ae_network_new(plane, &desc, error);
    if (status) return status;
    for (int l = 0; l < desc.layer_count; l++) {
        if (l == desc.latent || l == desc.latent + 1) continue;
        const ae_layer_place *to = &(*plane)->places[l], *from = &trainer->network->places[l];
        memcpy((*plane)->parameters + to->weights, trainer->network->parameters + from->weights,
               (to->inputs + 1) * to->outputs * sizeof(float)); // the bias comes after the weights
    }
    flatten_code(*plane, trainer->network, trainer->K);
    flatten_decoder(*plane, trainer);
    return AE_OK;
}
