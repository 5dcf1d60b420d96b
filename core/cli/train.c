// SPDX-License-Identifier: MIT
// ae train
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "files.h"
#include "models.h"
#include "options.h"
#include "progress.h"
#include "tables.h"

enum { ALL_AT_ONCE = 1000, MINI_BATCH = 128, HISTORY = 64 }; // rows: the full batch up to here, else so many

static const double SLICE = 0.05; // seconds of training between two looks at the signals and the clock

// ---- what is wanted -------------------------------------------------------------------------------------------------

typedef struct wanted {
    const char *output, *layers, *decoder;
    int activation, output_activation, optimizer, schedule, precision;
    int warm_up, batch, epochs, patience, seed, held_out;
    float rate, momentum, noise, drop;
    bool quiet;
    cli_source source;
} wanted;

// "64-64-2" as layers, from first on. Returns how many there are then; -1 when it is no list of units.
static int read_layers(const char *text, ae_network_desc *desc, int first, ae_activation activation) {
    while (*text) {
        char *end;
        const long units = strtol(text, &end, 10);
        if (end == text || (*end && *end != '-') || units < 1 || units > AE_MAX_UNITS) return -1;
        if (*end == '-' && !end[1]) return -1;
        if (first >= AE_MAX_LAYERS - 1) return -1;
        desc->layers[first++] = (ae_layer){(int)units, activation};
        text = *end ? end + 1 : end;
    }
    return first;
}

// The decoder mirrors the encoder unless told; code and output are linear unless told.
static int describe_network(const cli_command *command, const wanted *wanted, int columns, ae_network_desc *desc) {
    const ae_activation activation = (ae_activation)wanted->activation;
    const int MOST = AE_MAX_LAYERS - 1;
    *desc = (ae_network_desc){.inputs = columns};
    int count = read_layers(wanted->layers, desc, 0, activation);
    if (count < 1)
        return cli_misuse(command, "--layers: \"%s\" is not a list of 1 to %d units as 64-64-2", wanted->layers, MOST);
    desc->latent = count - 1;
    desc->layers[desc->latent].activation = AE_LINEAR;
    if (wanted->decoder) {
        count = read_layers(wanted->decoder, desc, count, activation);
        if (count < 0) return cli_misuse(command, "--decoder: \"%s\" is not a list of units as 64-64", wanted->decoder);
    } else {
        if (2 * count > AE_MAX_LAYERS)
            return cli_misuse(command, "--layers: with its mirror, \"%s\" has more than %d layers", wanted->layers,
                              AE_MAX_LAYERS);
        for (int l = desc->latent - 1; l >= 0; l--) desc->layers[count++] = desc->layers[l];
    }
    desc->layers[count++] = (ae_layer){columns, (ae_activation)wanted->output_activation};
    desc->layer_count = count;
    return CLI_GO;
}

static int make_trainer(const cli_command *command, const wanted *wanted, const ae_table *table, ae_trainer **trainer) {
    ae_error error;
    ae_trainer_desc desc = {
        .optimizer = {(ae_optimizer_kind)wanted->optimizer, wanted->rate, wanted->momentum},
        .schedule = (ae_schedule)wanted->schedule,
        .warm_up = wanted->warm_up,
        .stop = {.epochs = wanted->epochs, .patience = wanted->patience},
        .data = table->values,
        .points = table->rows,
        .held_out = (int)((long long)table->rows * wanted->held_out / 100),
        .batch = wanted->batch,
        .corruption = {wanted->noise, wanted->drop},
        .seed = (uint64_t)wanted->seed,
    };
    if (desc.batch < 0) desc.batch = table->rows <= ALL_AT_ONCE ? 0 : MINI_BATCH;
    const int status = describe_network(command, wanted, table->columns, &desc.network);
    if (status != CLI_GO) return status;
    if (ae_trainer_new(trainer, &desc, &error)) return cli_fail("%s", error.detail);
    return CLI_GO;
}

// ---- training -------------------------------------------------------------------------------------------------------

static volatile sig_atomic_t caught; // the signal that ends training; 0: none yet

// The second one ends the program as it would any other.
static void catch_signal(int number) {
    static const char text[] = "\nae: stopping after this epoch; once more to stop at once\n";
    caught = number;
    signal(number, SIG_DFL);
    if (write(STDERR_FILENO, text, sizeof text - 1) < 0) return;
}

static void watch_signals(void) {
    caught = 0;
    const struct sigaction action = {.sa_handler = catch_signal, .sa_flags = SA_RESTART};
    struct sigaction before;
    // What nohup or a shell's & has switched off stays off
    if (!sigaction(SIGINT, NULL, &before) && before.sa_handler != SIG_IGN) sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN); // nobody reads the progress any more: the model is still wanted
}

static int least(int a, int b) { return a < b ? a : b; }

static double running_loss(const ae_history *history) {
    const int count = ae_history_count(history);
    return count ? (double)ae_history_rows(history)[count - 1].loss : (double)NAN;
}

// Until a rule, or a signal, ends it. A slice of epochs takes about SLICE seconds, and ends where a line is due.
static ae_stop run(ae_trainer *trainer, cli_progress *progress, const ae_history *history) {
    ae_stop stop = AE_RUNNING;
    int slice = 1, line = cli_progress_next(progress, 0);
    while (!stop && !caught) {
        const double start = cli_seconds();
        stop = ae_trainer_run(trainer, least(slice, line - ae_trainer_epoch(trainer)));
        const double took = cli_seconds() - start;
        slice = took < SLICE / 2 ? least(2 * slice, 1 << 16) : took > SLICE && slice > 1 ? slice / 2 : slice;
        const int epoch = ae_trainer_epoch(trainer);
        if (!stop && epoch >= line) {
            cli_progress_line(progress, epoch, ae_trainer_loss(trainer), ae_trainer_held_out_loss(trainer));
            line = cli_progress_next(progress, epoch);
        }
        if (epoch >= progress->epochs) break;
        cli_progress_show(progress, epoch, running_loss(history));
    }
    cli_progress_clear(progress);
    return stop;
}

// ---- the end --------------------------------------------------------------------------------------------------------

static const char *reason_of(ae_stop stop) {
    if (stop == AE_STOP_CONVERGED) return ", where the loss no longer falls";
    return caught ? ", where it was interrupted" : "";
}

static int save(const wanted *wanted, const cli_place *place, ae_trainer *trainer, ae_stop stop) {
    char sizes[256];
    const ae_network *network = ae_trainer_network(trainer);
    const ae_model model = {(ae_network *)network, true, true};
    if (!cli_model_write(place, &model, wanted->precision)) return CLI_FAILED;
    const double held_out = ae_trainer_held_out_loss(trainer);
    if (!wanted->quiet) {
        printf("%s: %s, %zu parameters, epoch %d%s, loss %.6g", place->json, cli_model_sizes(&model, sizes),
               network->parameter_count, ae_trainer_epoch(trainer), reason_of(stop), ae_trainer_loss(trainer));
        if (isfinite(held_out)) printf(", held out %.6g", held_out);
        putchar('\n');
    }
    return CLI_DONE;
}

static int report_divergence(const wanted *wanted, const cli_place *place, ae_trainer *trainer) {
    const int epoch = ae_trainer_epoch(trainer);
    cli_fail("the loss has grown beyond all bounds after epoch %d; a lower --rate than %g may help", epoch,
             (double)wanted->rate);
    if (!epoch) return cli_fail("nothing was saved: there is no epoch with a finite loss");
    save(wanted, place, trainer, AE_STOP_DIVERGED);
    return cli_fail("%s has the last state before that", place->json);
}

static int finish(const wanted *wanted, const cli_place *place, ae_trainer *trainer, ae_stop stop) {
    if (stop == AE_STOP_DIVERGED) return report_divergence(wanted, place, trainer);
    const int status = save(wanted, place, trainer, stop);
    fflush(stdout);
    clearerr(stdout); // a reader that has gone is no failure
    if (status || !caught) return status;
    return caught == SIGTERM ? CLI_TERMINATED : CLI_INTERRUPTED;
}

static int train(const wanted *wanted, const cli_place *place, ae_trainer *trainer, int rows) {
    ae_history *history;
    ae_error error;
    if (ae_history_new(&history, HISTORY, &error)) return cli_fail("%s", error.detail);
    ae_trainer_record(trainer, history);
    cli_progress progress = cli_progress_new(wanted->quiet, rows, wanted->epochs);
    watch_signals();
    const ae_stop stop = run(trainer, &progress, history);
    const int status = finish(wanted, place, trainer, stop);
    ae_history_free(history);
    return status;
}

// ---- the command ----------------------------------------------------------------------------------------------------

static int prepare_and_train(const cli_command *command, const wanted *wanted, const char *path) {
    cli_data data;
    cli_place place;
    ae_trainer *trainer = NULL;
    if (!cli_data_read(&data, path, 0, &wanted->source)) return CLI_FAILED;
    const int rows = data.table->rows;
    int status = make_trainer(command, wanted, data.table, &trainer);
    cli_data_free(&data); // the trainer has a copy
    if (status != CLI_GO) return status;
    status = CLI_FAILED;
    if (cli_place_new(&place, wanted->output)) {
        status = train(wanted, &place, trainer, rows);
        if (status) cli_place_undo(&place);
    }
    ae_trainer_free(trainer);
    return status;
}

static int run_train(const cli_command *command, int count, char **arguments) {
    // As the page has it, but for the size of mini-batches and the end
    wanted wanted = {.layers = "64-64-2",
                     .activation = AE_TANH,
                     .batch = -1,
                     .epochs = 1000,
                     .patience = 500,
                     .seed = 1,
                     .rate = 0.001f,
                     .momentum = 0.9f};
    const cli_flag flags[] = {
        {'o', "output", "MODEL", "a folder, or a file that ends in .json", .text = &wanted.output},
        {0, "layers", "LIST", "units of the encoder, the code last [64-64-2]", .text = &wanted.layers},
        {0, "decoder", "LIST", "units of the decoder, but for the last layer [mirrored]", .text = &wanted.decoder},
        {'a', "activation", "KIND", "of hidden layers: linear tanh relu sigmoid [tanh]", .word = &wanted.activation,
         .words = "linear tanh relu sigmoid"},
        {0, "output-activation", "KIND", "of the last layer, likewise [linear]", .word = &wanted.output_activation,
         .words = "linear tanh relu sigmoid"},
        {0, "optimizer", "KIND", "adam sgd [adam]", .word = &wanted.optimizer, .words = "adam sgd"},
        {'r', "rate", "R", "learning rate [0.001]", .number = &wanted.rate, .most = 10},
        {0, "momentum", "M", "of sgd [0.9]", .number = &wanted.momentum, .most = 0.9999},
        {0, "schedule", "KIND", "of the rate: constant cosine [constant]", .word = &wanted.schedule,
         .words = "constant cosine"},
        {0, "warm-up", "N", "epochs in which the rate first rises from 0 [0]", .whole = &wanted.warm_up,
         .most = 100000000},
        {'b', "batch", "N", "rows of a mini-batch; 0: all [all up to 1000 rows, else 128]", .whole = &wanted.batch,
         .most = AE_MAX_ROWS},
        {'e', "epochs", "N", "at the most [1000]", .whole = &wanted.epochs, .least = 1, .most = 100000000},
        {0, "patience", "N", "stop when the loss fell by less than 1% in N epochs; 0: never [500]",
         .whole = &wanted.patience, .most = 100000000},
        {0, "seed", "N", "of all that is random [1]", .whole = &wanted.seed, .most = 2147483647},
        {0, "held-out", "PERCENT", "of the rows, not trained on [0]", .whole = &wanted.held_out, .most = 99},
        {0, "noise", "SD", "on what goes in, new each epoch; what comes out shall be without [0]",
         .number = &wanted.noise, .most = 1e6},
        {0, "drop", "SHARE", "of what goes in that is set to 0, likewise [0]", .number = &wanted.drop, .most = 1},
        CLI_PRECISION_FLAG(wanted.precision),
        CLI_LABEL_FLAG(wanted.source),
        CLI_SCALE_FLAG(wanted.source),
        {'q', "quiet", NULL, "print nothing but errors", .on = &wanted.quiet},
        {0},
    };
    const int status = cli_parse(command, flags, &count, &arguments);
    if (status != CLI_GO) return status;
    if (!wanted.output) return cli_misuse(command, "where to? --output is missing");
    return prepare_and_train(command, &wanted, arguments[0]);
}

const cli_command cli_train = {
    .name = "train",
    .operands = "DATA -o MODEL [FLAG …]",
    .least = 1,
    .most = 1,
    .summary = "train an autoencoder on a table",
    .about = "\nDATA is CSV, IDX or .npy, gzipped or not; - is standard input. Ctrl-C saves what there is.\n",
    .example = "ae train points.csv -o points --layers 64-64-2 --epochs 2000",
    .run = run_train,
};
