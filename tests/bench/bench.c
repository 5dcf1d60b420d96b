// SPDX-License-Identifier: MIT
// The workloads of the benchmark: once as a program (main, below), once as a WebAssembly module of its own for
// tests/bench/*.js. The table here is the only one; JavaScript reads it with bench_describe.
//
//   bench_count, bench_describe(w) -> bench_open(w) -> { bench_parameters | bench_data | bench_run(n) | bench_result }
//   bench_peak() needs nothing opened
//
// One workload is open at a time. A failure here is a mistake in this file or a lack of memory: it ends the program.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "dataset.h"
#include "random.h"
#include "trainer.h"

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#define EXPORT EMSCRIPTEN_KEEPALIVE
#else
#define EXPORT
#endif

typedef enum kind { TRAIN, LATENT_GRADIENT, DECODE, ENCODE_DECODE } kind;
static const char *const KINDS[] = {"train", "latentGradient", "decode", "encodeDecode"};
static const char *const ACTIVATIONS[] = {"linear", "tanh", "relu", "sigmoid"};

// The figure is scale / seconds for a unit "…/s", else scale * seconds, where `seconds` is the time of one run.
typedef struct workload {
    const char *name, *unit;
    double scale;
    kind kind;
    const ae_network_desc *network;
    int rows, batch; // rows of data; how many of them one run takes
    float rate;      // learning rate of Adam
} workload;

static const ae_network_desc saddle = {.inputs = 3,
                                       .layer_count = 8,
                                       .layers = {{64, AE_TANH},
                                                  {64, AE_TANH},
                                                  {2, AE_TANH},
                                                  {2, AE_LINEAR},
                                                  {2, AE_TANH},
                                                  {64, AE_TANH},
                                                  {64, AE_TANH},
                                                  {3, AE_TANH}},
                                       .latent = 3};
static const ae_network_desc picture = {
    .inputs = 784,
    .layer_count = 6,
    .layers = {{128, AE_RELU}, {64, AE_RELU}, {2, AE_LINEAR}, {64, AE_RELU}, {128, AE_RELU}, {784, AE_SIGMOID}},
    .latent = 2};
static const ae_network_desc large = {.inputs = 784,
                                      .layer_count = 8,
                                      .layers = {{512, AE_RELU},
                                                 {256, AE_RELU},
                                                 {128, AE_RELU},
                                                 {2, AE_LINEAR},
                                                 {128, AE_RELU},
                                                 {256, AE_RELU},
                                                 {512, AE_RELU},
                                                 {784, AE_SIGMOID}},
                                      .latent = 3};
static const ae_network_desc decoder = {
    .inputs = 784, .layer_count = 3, .layers = {{2, AE_LINEAR}, {392, AE_RELU}, {784, AE_SIGMOID}}, .latent = 0};

static const workload workloads[] = {
    {"W1", "epochs/s", 1, TRAIN, &saddle, 25, 25, 0.01f},
    {"W1b-1000", "steps/s", 1, TRAIN, &saddle, 1000, 1000, 0.01f},
    {"W1b-10000", "steps/s", 1, TRAIN, &saddle, 10000, 10000, 0.01f},
    {"W2-25", "ms", 1e3, LATENT_GRADIENT, &saddle, 25, 25, 0},
    {"W2-per-point", "ms", 1e3, LATENT_GRADIENT, &saddle, 25, 25, 0}, // a peer makes a call for each point
    {"W2-1000", "ms", 1e3, LATENT_GRADIENT, &saddle, 1000, 1000, 0},
    {"W2-10000", "ms", 1e3, LATENT_GRADIENT, &saddle, 10000, 10000, 0},
    {"W3", "samples/s", 128, TRAIN, &picture, 1280, 128, 0.001f},
    {"W3b", "samples/s", 256, TRAIN, &large, 1280, 256, 0.001f},
    {"W4-decode", "µs", 1e6, DECODE, &decoder, 1, 1, 0},
    {"W4-10000", "s", 1, ENCODE_DECODE, &picture, 10000, 10000, 0},
};
enum { WORKLOADS = sizeof workloads / sizeof *workloads };

static struct {
    const workload *workload;
    ae_trainer *trainer; // of a full batch; else NULL, and the three below do its work, batch by batch
    ae_network *network;
    ae_pass *pass;
    ae_optimizer *optimizer;
    float *data;   // (rows,width): inputs, or the codes of a decoder
    float *result; // (rows,result_width) of the last run, unless it trained
    size_t width, result_width;
    size_t step;
} bench;

static void need(bool fine, const char *what) {
    if (fine) return;
    fprintf(stderr, "bench: %s\n", what);
    abort();
}

// 6 flops per weight and row for training, 2 for a forward pass, 2 for the way back to the input of a layer.
static double flops(const workload *w) {
    double all = 0, decoding = 0;
    for (int l = 0, inputs = w->network->inputs; l < w->network->layer_count; l++) {
        double weights = (double)inputs * w->network->layers[l].units;
        all += weights;
        if (l > w->network->latent) decoding += weights;
        inputs = w->network->layers[l].units;
    }
    switch (w->kind) {
    case TRAIN: return 6 * all * w->batch;
    case LATENT_GRADIENT: return (2 * all + 2 * decoding) * w->batch;
    case DECODE: return 2 * decoding * w->batch;
    case ENCODE_DECODE: return 2 * all * w->batch;
    }
    return 0;
}

EXPORT int bench_count(void) { return WORKLOADS; }

// The description of workload `index` in JSON, borrowed until the next call.
EXPORT const char *bench_describe(int index) {
    static char text[1024];
    const workload *w = &workloads[index];
    const ae_network_desc *net = w->network;
    int n = snprintf(text, sizeof text,
                     "{\"name\": \"%s\", \"unit\": \"%s\", \"scale\": %g, \"kind\": \"%s\", \"flops\": %.0f, "
                     "\"rows\": %d, \"batch\": %d, \"rate\": %g, \"inputs\": %d, \"latent\": %d, \"layers\": [",
                     w->name, w->unit, w->scale, KINDS[w->kind], flops(w), w->rows, w->batch, (double)w->rate,
                     net->inputs, net->latent);
    for (int l = 0; l < net->layer_count; l++)
        n += snprintf(text + n, sizeof text - (size_t)n, "%s{\"units\": %d, \"activation\": \"%s\"}", l ? ", " : "",
                      net->layers[l].units, ACTIVATIONS[net->layers[l].activation]);
    snprintf(text + n, sizeof text - (size_t)n, "]}");
    return text;
}

static float *numbers(size_t count) {
    float *made = malloc(count * sizeof *made);
    need(made != NULL, "out of memory");
    return made;
}

static void make_data(const workload *w) {
    size_t D = (size_t)w->network->inputs, K = (size_t)w->network->layers[w->network->latent].units;
    size_t rows = (size_t)w->rows;
    bench.width = w->kind == DECODE ? K : D;
    bench.result_width = w->kind == LATENT_GRADIENT ? K : D;
    bench.data = numbers(rows * bench.width);
    bench.result = numbers(rows * bench.result_width);
    if (w->network == &saddle) {
        ae_dataset *dataset;
        ae_dataset_desc desc = {.kind = AE_SADDLE, .points = w->rows};
        need(!ae_dataset_new(&dataset, &desc, NULL), "no saddle");
        memcpy(bench.data, dataset->values, rows * D * sizeof(float));
        ae_dataset_free(dataset);
        return;
    }
    ae_random random = ae_random_new(1, 1);
    for (size_t k = 0; k < rows * bench.width; k++) bench.data[k] = (float)ae_random_uniform(&random);
}

static void close_workload(void) {
    ae_trainer_free(bench.trainer);
    ae_optimizer_free(bench.optimizer);
    ae_pass_free(bench.pass);
    ae_network_free(bench.network);
    free(bench.data);
    free(bench.result);
    memset(&bench, 0, sizeof bench);
}

// Data, Glorot uniform weights of seed 1, nothing trained yet.
EXPORT void bench_open(int index) {
    close_workload();
    const workload *w = bench.workload = &workloads[index];
    make_data(w);
    ae_optimizer_desc adam = {.rate = w->rate};
    if (w->kind == TRAIN && w->batch == w->rows) {
        ae_trainer_desc desc = {
            .network = *w->network, .optimizer = adam, .data = bench.data, .points = w->rows, .seed = 1};
        need(!ae_trainer_new(&bench.trainer, &desc, NULL), "no trainer");
        return;
    }
    need(!ae_network_new(&bench.network, w->network, NULL), "no network");
    ae_network_init(bench.network, AE_GLOROT_UNIFORM, 1);
    need(!ae_pass_new(&bench.pass, bench.network, w->batch < AE_CHUNK ? w->batch : AE_CHUNK, NULL), "no pass");
    need(!ae_optimizer_new(&bench.optimizer, &adam, bench.network->parameter_count, NULL), "no optimizer");
}

EXPORT float *bench_parameters(void) {
    return bench.trainer ? ae_trainer_parameters(bench.trainer) : bench.network->parameters;
}
EXPORT size_t bench_parameter_count(void) {
    return bench.trainer ? ae_trainer_network(bench.trainer)->parameter_count : bench.network->parameter_count;
}
EXPORT const float *bench_data(void) { return bench.data; }
EXPORT size_t bench_data_count(void) { return (size_t)bench.workload->rows * bench.width; }
EXPORT const float *bench_result(void) { return bench.result; }
EXPORT size_t bench_result_count(void) { return (size_t)bench.workload->rows * bench.result_width; }

// One step. The trainer draws its mini-batches by chance; here all contenders take them in the order of the data.
static double train(void) {
    size_t batch = (size_t)bench.workload->batch, batches = (size_t)bench.workload->rows / batch;
    if (bench.trainer) {
        double loss = ae_trainer_loss(bench.trainer); // the step needs it too: it costs nothing
        ae_trainer_step(bench.trainer, 1);
        return loss;
    }
    const float *x = bench.data + bench.step++ % batches * batch * bench.width;
    ae_forward(bench.network, bench.pass, x, batch);
    double loss = ae_backward(bench.network, bench.pass, x, batch);
    ae_optimizer_step(bench.optimizer, bench.network->parameters, bench.network->gradients, NULL);
    return loss;
}

// What does not train goes through the network AE_CHUNK rows at a time, as in the trainer, and into the result.
static const float *compute(kind kind, const float *x, size_t B) {
    switch (kind) {
    case LATENT_GRADIENT:
        ae_forward(bench.network, bench.pass, x, B);
        ae_latent_gradient(bench.network, bench.pass, x, B);
        return bench.pass->latent_gradient;
    case DECODE: return ae_decode(bench.network, bench.pass, x, B);
    case ENCODE_DECODE: return ae_decode(bench.network, bench.pass, ae_encode(bench.network, bench.pass, x, B), B);
    case TRAIN: break;
    }
    return NULL;
}

// Does the work of the open workload n times. Returns the loss that the last training step started from, or 0.
EXPORT double bench_run(int n) {
    size_t rows = (size_t)bench.workload->rows;
    double loss = 0;
    for (int k = 0; k < n; k++) {
        if (bench.workload->kind == TRAIN) {
            loss = train();
            continue;
        }
        for (size_t first = 0; first < rows; first += AE_CHUNK) {
            size_t B = rows - first < AE_CHUNK ? rows - first : AE_CHUNK;
            const float *made = compute(bench.workload->kind, bench.data + first * bench.width, B);
            memcpy(bench.result + first * bench.result_width, made, B * bench.result_width * sizeof(float));
        }
    }
    return loss;
}

// ---- the peak -------------------------------------------------------------------------------------------------------

typedef float vf __attribute__((vector_size(16)));

// What 128-bit vectors can do with all numbers in registers: chains of a multiplication and an addition each. Thirteen
// are the most that V8 keeps in its registers, and hide the latency best. Takes some 20 µs, so that an engine soon
// swaps in its optimised code; returns the flops that it did.
EXPORT double bench_peak(void) {
    enum { CHAINS = 13, ROUNDS = 10000 };
    static volatile float source = 0.999f, sink;
    vf factor = source - (vf){0}, term = 1 - factor; // every chain tends to 1: no denormals, no infinities
    vf a = factor, b = term, c = a + b, d = a - b, e = a * b, f = c * d, g = e + f, h = e - f, i = g + a, j = h + b,
       k = g + c, l = h + d, m = i + e;
    for (int round = 0; round < ROUNDS; round++) {
        a = a * factor + term;
        b = b * factor + term;
        c = c * factor + term;
        d = d * factor + term;
        e = e * factor + term;
        f = f * factor + term;
        g = g * factor + term;
        h = h * factor + term;
        i = i * factor + term;
        j = j * factor + term;
        k = k * factor + term;
        l = l * factor + term;
        m = m * factor + term;
    }
    vf sum = ((a + b) + (c + d)) + ((e + f) + (g + h)) + ((i + j) + (k + l)) + m;
    sink = sum[0] + sum[1] + sum[2] + sum[3];
    (void)sink;
    return 2.0 * 4 * CHAINS * ROUNDS;
}

// ---- the program ----------------------------------------------------------------------------------------------------

#ifndef __EMSCRIPTEN__

static double now(void) {
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double seconds_of(int n) {
    double start = now();
    bench_run(n);
    return now() - start;
}

// Flops a second of the peak, during some 10 ms.
static double probe(void) {
    double flops = 0, start = now();
    for (int k = 0; k < 400; k++) flops += bench_peak();
    return flops / (now() - start);
}

typedef struct repetition {
    double seconds, speed; // of one run; the lower of the probes before and after it
} repetition;

static int calmer(const void *a, const void *b) {
    double difference = ((const repetition *)b)->speed - ((const repetition *)a)->speed;
    return (difference > 0) - (difference < 0);
}

// Prints {"workload": name, "seconds": of one run, a number for each repetition, "peak": flops a second}. As in
// measure.js, repetitions are done until enough of them were calm.
static void measure(const char *name, int repetitions, double least) {
    enum { MOST = 1000 };
    static repetition tries[MOST];
    double start, best = 0, before = probe();
    int n = 1, done = 0, calm = 0;
    while (seconds_of(n) < least && n < 1 << 28) n *= 2;
    for (start = now(); calm < repetitions && done < MOST; done++) {
        if (done >= repetitions && now() - start > 6 * repetitions * least) break;
        double seconds = seconds_of(n) / n, after = probe();
        tries[done] = (repetition){seconds, before < after ? before : after};
        before = after;
        if (tries[done].speed > best) best = tries[done].speed;
        calm = 0;
        for (int k = 0; k <= done; k++) calm += tries[k].speed > 0.9 * best;
    }
    qsort(tries, (size_t)done, sizeof *tries, calmer);
    printf("{\"workload\": \"%s\", \"seconds\": [", name);
    for (int k = 0; k < repetitions && k < done; k++) printf("%s%.9g", k ? ", " : "", tries[k].seconds);
    printf("], \"peak\": %.4g}\n", best);
    fflush(stdout);
}

// bench REPETITIONS SECONDS NAME...: measures these workloads, each repetition at least so long
int main(int argc, char **argv) {
    int repetitions = argc > 1 ? atoi(argv[1]) : 0;
    double least = argc > 2 ? atof(argv[2]) : 0;
    if (argc < 4 || repetitions < 1) {
        fprintf(stderr, "bench REPETITIONS SECONDS NAME...; the names are");
        for (int w = 0; w < WORKLOADS; w++) fprintf(stderr, " %s", workloads[w].name);
        fprintf(stderr, "\n");
        return 2;
    }
    for (int a = 3; a < argc; a++)
        for (int w = 0; w < WORKLOADS; w++) {
            if (strcmp(argv[a], workloads[w].name)) continue;
            bench_open(w);
            measure(argv[a], repetitions, least);
        }
    close_workload();
    return 0;
}

#endif
