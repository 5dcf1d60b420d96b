// SPDX-License-Identifier: MIT
// Mini-batches, held-out rows, learning-rate schedules and stop rules of the trainer; more rows than a chunk.
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "random.h"
#include "trainer.h"

// ---- trainers -------------------------------------------------------------------------------------------------------

enum { POINTS = 25, D = 3, K = 2, LIMIT = 60 };

// A small network on points of a curve in space; momentum, so that the optimizer has a memory.
static ae_trainer_desc describe(void) {
    static float curve[POINTS * D];
    for (int i = 0; i < POINTS; i++) {
        double t = 6.283185307179586 * i / POINTS;
        curve[i * D] = (float)cos(t);
        curve[i * D + 1] = (float)sin(t);
        curve[i * D + 2] = (float)sin(2 * t);
    }
    return (ae_trainer_desc){
        .network = {.inputs = D,
                    .layer_count = 4,
                    .layers = {{7, AE_TANH}, {K, AE_LINEAR}, {7, AE_TANH}, {D, AE_LINEAR}},
                    .latent = 1},
        .optimizer = {.kind = AE_ADAM, .rate = 0.01f, .momentum = 0.9f},
        .data = curve,
        .points = POINTS,
        .seed = 1,
    };
}

// What a run may be made of; every test that should hold for each goes through all.
enum { MODES = 32 };

static ae_trainer_desc describe_mode(int mode) {
    ae_trainer_desc desc = describe();
    desc.optimizer.kind = mode & 1 ? AE_SGD : AE_ADAM;
    desc.batch = mode & 2 ? 8 : 0;
    desc.held_out = mode & 4 ? 6 : 0;
    desc.schedule = mode & 8 ? AE_COSINE : AE_CONSTANT;
    desc.stop.epochs = LIMIT;
    desc.initialisation = mode & 16 ? AE_GLOROT_NORMAL : AE_GLOROT_UNIFORM;
    return desc;
}

static ae_trainer *start(const ae_trainer_desc *desc) {
    ae_trainer *trainer;
    ae_error error;
    if (ae_trainer_new(&trainer, desc, &error)) fail_msg("%s", error.detail);
    return trainer;
}

static void step(ae_trainer *trainer, int epochs) { assert_int_equal(ae_trainer_step(trainer, epochs), AE_OK); }

static size_t parameter_bytes(const ae_trainer *trainer) {
    return ae_trainer_network(trainer)->parameter_count * sizeof(float);
}

static void assert_same_weights(ae_trainer *a, ae_trainer *b) {
    assert_int_equal(ae_trainer_epoch(a), ae_trainer_epoch(b));
    assert_memory_equal(ae_trainer_parameters(a), ae_trainer_parameters(b), parameter_bytes(a));
}

static void assert_same_bits(double a, double b) { assert_memory_equal(&a, &b, sizeof a); }

static void assert_same_state(ae_trainer *a, ae_trainer *b) {
    assert_same_weights(a, b);
    assert_same_bits(ae_trainer_loss(a), ae_trainer_loss(b));
    assert_same_bits(ae_trainer_held_out_loss(a), ae_trainer_held_out_loss(b));
    for (int i = 0; i < POINTS; i++) {
        assert_same_bits(ae_trainer_point_loss(a, i), ae_trainer_point_loss(b, i));
        assert_int_equal(ae_trainer_is_held_out(a, i), ae_trainer_is_held_out(b, i));
    }
    assert_memory_equal(ae_trainer_latent(a), ae_trainer_latent(b), POINTS * K * sizeof(float));
    assert_memory_equal(ae_trainer_latent_gradient(a), ae_trainer_latent_gradient(b), POINTS * K * sizeof(float));
    assert_memory_equal(ae_trainer_output(a), ae_trainer_output(b), POINTS * D * sizeof(float));
    assert_memory_equal(ae_trainer_gradients(a), ae_trainer_gradients(b), parameter_bytes(a));
}

static bool same_weights(ae_trainer *a, ae_trainer *b) {
    return !memcmp(ae_trainer_parameters(a), ae_trainer_parameters(b), parameter_bytes(a));
}

// ---- what holds in every mode ---------------------------------------------------------------------------------------

static void the_same_seed_gives_the_same_bits_and_another_does_not(void **state) {
    (void)state;
    for (int mode = 0; mode < MODES; mode++) {
        ae_trainer_desc desc = describe_mode(mode);
        ae_trainer *a = start(&desc), *b = start(&desc);
        desc.seed = 2;
        ae_trainer *other = start(&desc);
        step(a, 20);
        step(b, 20);
        step(other, 20);
        assert_same_state(a, b);
        assert_false(same_weights(a, other));
        ae_trainer_free(a);
        ae_trainer_free(b);
        ae_trainer_free(other);
    }
}

static void reset_equals_new(void **state) {
    (void)state;
    for (int mode = 0; mode < MODES; mode++) {
        ae_trainer_desc desc = describe_mode(mode);
        ae_trainer *used = start(&desc);
        desc.seed = 7;
        ae_trainer *fresh = start(&desc);
        step(used, 13);
        ae_trainer_reset(used, 7);
        assert_same_state(used, fresh);
        step(used, 30);
        step(fresh, 30);
        assert_same_state(used, fresh);
        assert_true(ae_trainer_loss(used) < 0.5); // they do train
        ae_trainer_free(used);
        ae_trainer_free(fresh);
    }
}

static void look(ae_trainer *trainer, int at) {
    switch (at % 6) {
    case 0: ae_trainer_loss(trainer); return;
    case 1: ae_trainer_gradients(trainer); return;
    case 2: ae_trainer_held_out_loss(trainer); return;
    case 3: ae_trainer_latent_gradient(trainer); return;
    case 4: ae_trainer_point_loss(trainer, at % POINTS); return;
    default: ae_trainer_output(trainer);
    }
}

static void looking_changes_no_weight(void **state) {
    (void)state;
    for (int mode = 0; mode < MODES; mode++) {
        ae_trainer_desc desc = describe_mode(mode);
        ae_trainer *watched = start(&desc), *alone = start(&desc);
        for (int epoch = 0; epoch < 36; epoch++) {
            look(watched, epoch);
            look(watched, epoch / 6); // each after each
            step(watched, 1);
        }
        step(alone, 36);
        assert_same_state(watched, alone);
        ae_trainer_free(watched);
        ae_trainer_free(alone);
    }
}

// Losses, codes and reconstructions of all rows in the order of the data, held out or not.
static void views_are_those_of_the_current_parameters(void **state) {
    (void)state;
    for (int mode = 0; mode < MODES; mode++) {
        ae_trainer_desc desc = describe_mode(mode);
        ae_trainer *trainer = start(&desc);
        const ae_network *network = ae_trainer_network(trainer);
        ae_pass *pass;
        assert_int_equal(ae_pass_new(&pass, network, POINTS, NULL), AE_OK);
        for (int epoch = 0; epoch < 3; epoch++) {
            const float *output = ae_forward(network, pass, desc.data, POINTS);
            assert_memory_equal(ae_trainer_output(trainer), output, POINTS * D * sizeof(float));
            assert_memory_equal(ae_trainer_latent(trainer), ae_latent(network, pass), POINTS * K * sizeof(float));
            ae_latent_gradient(network, pass, desc.data, POINTS);
            assert_memory_equal(ae_trainer_latent_gradient(trainer), pass->latent_gradient, POINTS * K * sizeof(float));
            double sums[2] = {0, 0};
            for (int i = 0; i < POINTS; i++) {
                assert_same_bits(ae_trainer_point_loss(trainer, i), pass->losses[i]);
                assert_near(pass->losses[i], ae_mse(output + i * D, desc.data + i * D, D), 1e-12);
                sums[ae_trainer_is_held_out(trainer, i)] += pass->losses[i];
            }
            assert_near(ae_trainer_loss(trainer), sums[0] / (POINTS - desc.held_out), 1e-12);
            if (desc.held_out)
                assert_near(ae_trainer_held_out_loss(trainer), sums[1] / desc.held_out, 1e-12);
            else
                assert_true(isnan(ae_trainer_held_out_loss(trainer)));
            step(trainer, 1);
        }
        ae_pass_free(pass);
        ae_trainer_free(trainer);
    }
}

static void gradients_are_those_of_the_training_rows(void **state) {
    (void)state;
    for (int mode = 0; mode < MODES; mode++) {
        ae_trainer_desc desc = describe_mode(mode);
        ae_trainer *trainer = start(&desc);
        float rows[POINTS * D];
        size_t count = 0;
        for (int i = 0; i < POINTS; i++)
            if (!ae_trainer_is_held_out(trainer, i)) memcpy(rows + D * count++, desc.data + i * D, D * sizeof(float));
        assert_int_equal(count, POINTS - desc.held_out);
        ae_network *network;
        ae_pass *pass;
        assert_int_equal(ae_network_new(&network, &desc.network, NULL), AE_OK);
        assert_int_equal(ae_pass_new(&pass, network, POINTS, NULL), AE_OK);
        for (int epoch = 0; epoch < 3; epoch++) {
            memcpy(network->parameters, ae_trainer_parameters(trainer), parameter_bytes(trainer));
            ae_forward(network, pass, rows, count);
            double loss = ae_backward(network, pass, rows, count);
            assert_near(ae_trainer_loss(trainer), loss, 1e-12);
            const float *gradients = ae_trainer_gradients(trainer);
            for (size_t k = 0; k < network->parameter_count; k++)
                assert_near(gradients[k], network->gradients[k], 1e-6); // mini-batches have their own order
            step(trainer, 1);
        }
        ae_pass_free(pass);
        ae_network_free(network);
        ae_trainer_free(trainer);
    }
}

static void nothing_allocates_in_any_mode(void **state) {
    (void)state;
    for (int mode = 0; mode < MODES; mode++) {
        ae_trainer_desc desc = describe_mode(mode);
        ae_trainer *trainer = start(&desc);
        int before = test_allocations;
        assert_true(before > 0); // they are counted
        assert_int_equal(ae_trainer_run(trainer, 10), AE_RUNNING);
        for (int k = 0; k < 6; k++) look(trainer, k);
        step(trainer, 2);
        ae_trainer_reset(trainer, 3);
        assert_int_equal(ae_trainer_run(trainer, 3), AE_RUNNING);
        assert_int_equal(test_allocations, before);
        ae_trainer_free(trainer);
    }
}

// ---- mini-batches ---------------------------------------------------------------------------------------------------

static void a_batch_of_all_rows_is_the_full_batch(void **state) {
    (void)state;
    for (int held_out = 0; held_out <= 6; held_out += 6) {
        const int batches[] = {POINTS - held_out, POINTS, POINTS + 1, 10000, INT32_MAX};
        ae_trainer_desc desc = describe();
        desc.held_out = held_out;
        ae_trainer *full = start(&desc);
        step(full, 30);
        for (int k = 0; k < 5; k++) {
            desc.batch = batches[k];
            ae_trainer *trainer = start(&desc);
            step(trainer, 30);
            assert_same_state(trainer, full);
            ae_trainer_free(trainer);
        }
        desc.batch = POINTS - held_out - 1; // and one row less is not
        ae_trainer *smaller = start(&desc);
        step(smaller, 30);
        assert_false(same_weights(smaller, full));
        ae_trainer_free(smaller);
        ae_trainer_free(full);
    }
}

// Row i of the data is 1 in column i and 0 elsewhere, and the network linear: the first layer's weights of input i move
// by the gradient of row i alone, so that they tell in what batch it was.
static ae_trainer_desc describe_one_hot(void) {
    static float rows[POINTS * POINTS];
    memset(rows, 0, sizeof rows);
    for (int i = 0; i < POINTS; i++) rows[i * POINTS + i] = 1;
    return (ae_trainer_desc){
        .network = {.inputs = POINTS, .layer_count = 2, .layers = {{K, AE_LINEAR}, {POINTS, AE_LINEAR}}, .latent = 0},
        .optimizer = {.kind = AE_SGD, .rate = 0.01f},
        .data = rows,
        .points = POINTS,
        .seed = 1,
    };
}

// How many times the mean gradient over `count` rows each row's weights have moved by in one epoch.
static void measure_moves(ae_trainer *trainer, double rate, double count, double moves[POINTS]) {
    float before[POINTS * K], gradients[POINTS * K];
    memcpy(before, ae_trainer_parameters(trainer), sizeof before);
    memcpy(gradients, ae_trainer_gradients(trainer), sizeof gradients);
    step(trainer, 1);
    const float *after = ae_trainer_parameters(trainer);
    for (int i = 0; i < POINTS; i++) {
        double along = 0, square = 0;
        for (int k = i * K; k < i * K + K; k++) {
            along += ((double)before[k] - (double)after[k]) * (double)gradients[k];
            square += (double)gradients[k] * (double)gradients[k];
        }
        moves[i] = square > 0 ? along / square / rate / count : 0;
    }
}

// 25 rows in batches of at most 8 are four batches of 6, 6, 6 and 7 rows, and each row moves by a mean over its batch.
static void an_epoch_uses_each_row_once_in_batches_of_nearly_equal_size(void **state) {
    (void)state;
    ae_trainer_desc desc = describe_one_hot();
    desc.batch = 8;
    ae_trainer *trainer = start(&desc);
    bool was_among_seven[POINTS] = {false};
    int different = 0;
    for (int epoch = 0; epoch < 20; epoch++) {
        double moves[POINTS];
        int seven = 0;
        measure_moves(trainer, 0.01, POINTS, moves);
        for (int i = 0; i < POINTS; i++) {
            if (moves[i] < 0.155) {
                assert_near(moves[i], 1.0 / 7, 0.05 / 7);
                seven++;
                different += !was_among_seven[i];
                was_among_seven[i] = true;
            } else {
                assert_near(moves[i], 1.0 / 6, 0.05 / 6);
            }
        }
        assert_int_equal(seven, 7);
    }
    assert_true(different > 20); // the batches are drawn anew each epoch
    ae_trainer_free(trainer);
}

// A last batch of a single row once weighed as much as the others and kept the loss at the plane's 0.042.
static void mini_batches_learn_the_saddle_loop(void **state) {
    (void)state;
    for (int batch = 8; batch <= 24; batch += 16) {
        for (int seed = 1; seed <= 5; seed++) {
            ae_options options = ae_options_default();
            ae_dataset *dataset;
            ae_trainer *trainer;
            assert_int_equal(ae_options_set(&options, AE_OPTION_BATCH, batch, NULL), AE_OK);
            assert_int_equal(ae_options_set(&options, AE_OPTION_SEED, seed, NULL), AE_OK);
            assert_int_equal(ae_options_build(&options, NULL, &dataset, &trainer, NULL), AE_OK);
            step(trainer, 500);
            assert_true(ae_trainer_loss(trainer) < 1e-2);
            ae_trainer_free(trainer);
            ae_dataset_free(dataset);
        }
    }
}

static void an_epoch_uses_no_row_that_is_held_out(void **state) {
    (void)state;
    for (int batch = 0; batch <= 5; batch += 5) {
        ae_trainer_desc desc = describe_one_hot();
        desc.batch = batch;
        desc.held_out = 10; // leaves 15: three batches of 5
        ae_trainer *trainer = start(&desc);
        for (int epoch = 0; epoch < 10; epoch++) {
            double moves[POINTS];
            measure_moves(trainer, 0.01, 15, moves);
            for (int i = 0; i < POINTS; i++) {
                double wanted = ae_trainer_is_held_out(trainer, i) ? 0 : 1.0 / (batch ? batch : 15);
                assert_near(moves[i], wanted, 0.05 * wanted);
            }
        }
        ae_trainer_free(trainer);
    }
}

static void mini_batches_learn(void **state) {
    (void)state;
    for (int batch = 1; batch <= 24; batch += batch == 1 ? 7 : 16) {
        ae_trainer_desc desc = describe();
        desc.batch = batch;
        ae_trainer *trainer = start(&desc);
        double first = ae_trainer_loss(trainer);
        step(trainer, 100);
        if (!(ae_trainer_loss(trainer) < first / 3)) fail_msg("batch %d: %g", batch, ae_trainer_loss(trainer));
        ae_trainer_free(trainer);
    }
}

// ---- held-out rows --------------------------------------------------------------------------------------------------

static int count_held_out(const ae_trainer *trainer) {
    int count = 0;
    for (int i = 0; i < ae_trainer_points(trainer); i++) count += ae_trainer_is_held_out(trainer, i);
    return count;
}

static void as_many_rows_are_held_out_as_asked_for(void **state) {
    (void)state;
    for (int held_out = 0; held_out < POINTS; held_out++) {
        ae_trainer_desc desc = describe();
        desc.held_out = held_out;
        ae_trainer *trainer = start(&desc);
        for (uint64_t seed = 1; seed <= 5; seed++) {
            ae_trainer_reset(trainer, seed);
            assert_int_equal(count_held_out(trainer), held_out);
            assert_true(isfinite(ae_trainer_loss(trainer)));
            step(trainer, 2);
            assert_int_equal(count_held_out(trainer), held_out);
        }
        ae_trainer_free(trainer);
    }
}

// With 5 of 25 rows and 500 seeds each row's turn comes 100 times, give or take 9 (one standard deviation).
static void the_seed_chooses_the_held_out_rows(void **state) {
    (void)state;
    ae_trainer_desc desc = describe();
    desc.held_out = 5;
    ae_trainer *trainer = start(&desc);
    int times[POINTS] = {0};
    for (uint64_t seed = 1; seed <= 500; seed++) {
        ae_trainer_reset(trainer, seed);
        for (int i = 0; i < POINTS; i++) times[i] += ae_trainer_is_held_out(trainer, i);
    }
    for (int i = 0; i < POINTS; i++) assert_in_range(times[i], 55, 145);
    ae_trainer_free(trainer);
}

static void held_out_rows_change_no_weight(void **state) {
    (void)state;
    for (int mode = 0; mode < MODES; mode++) {
        ae_trainer_desc desc = describe_mode(mode);
        desc.held_out = 6;
        float changed[POINTS * D];
        ae_trainer *trainer = start(&desc);
        memcpy(changed, desc.data, sizeof changed);
        for (int i = 0; i < POINTS; i++)
            for (int c = 0; c < D && ae_trainer_is_held_out(trainer, i); c++) changed[i * D + c] = 3 * (float)(i + c);
        desc.data = changed;
        ae_trainer *other = start(&desc);
        step(trainer, 30);
        step(other, 30);
        assert_same_weights(trainer, other);
        assert_near(ae_trainer_loss(trainer), ae_trainer_loss(other), 0);
        assert_true(ae_trainer_held_out_loss(other) > 2 * ae_trainer_held_out_loss(trainer)); // it is they that differ
        ae_trainer_free(trainer);
        ae_trainer_free(other);
    }
}

// ---- schedule -------------------------------------------------------------------------------------------------------

static void the_rate_falls_down_half_a_cosine(void **state) {
    (void)state;
    ae_trainer_desc desc = describe();
    desc.optimizer = (ae_optimizer_desc){.kind = AE_SGD, .rate = 0.1f}; // moves by rate times gradient
    desc.schedule = AE_COSINE;
    desc.stop.epochs = LIMIT;
    ae_trainer *trainer = start(&desc);
    size_t n = ae_trainer_network(trainer)->parameter_count;
    float *before = malloc(n * sizeof *before), *gradients = malloc(n * sizeof *gradients);
    for (int epoch = 0; epoch < LIMIT; epoch++) {
        memcpy(before, ae_trainer_parameters(trainer), n * sizeof *before);
        memcpy(gradients, ae_trainer_gradients(trainer), n * sizeof *gradients);
        step(trainer, 1);
        double rate = 0.1 * (1 + cos(acos(-1) * epoch / LIMIT)) / 2;
        for (size_t k = 0; k < n; k++) {
            double moved = (double)before[k] - (double)ae_trainer_parameters(trainer)[k];
            assert_near(moved, rate * (double)gradients[k], 1e-6 * fabs(moved) + 1.2e-7);
        }
    }
    free(gradients);
    free(before);
    ae_trainer_free(trainer);
}

static void a_cosine_ends_in_rest_and_a_constant_rate_does_not(void **state) {
    (void)state;
    for (int mode = 0; mode < MODES; mode++) {
        ae_trainer_desc desc = describe_mode(mode);
        ae_trainer *trainer = start(&desc), *longer = start(&desc);
        step(trainer, LIMIT - 1);
        step(longer, LIMIT);
        assert_false(same_weights(trainer, longer)); // until the last epoch it does move
        step(trainer, 1);
        step(longer, 20);
        assert_int_equal(ae_trainer_epoch(longer), LIMIT + 20);
        assert_int_equal(same_weights(trainer, longer), desc.schedule == AE_COSINE);
        ae_trainer_free(trainer);
        ae_trainer_free(longer);
    }
}

static void another_rate_counts_from_there_on(void **state) {
    (void)state;
    for (int mode = 0; mode < MODES; mode++) {
        ae_trainer_desc desc = describe_mode(mode);
        ae_trainer *changed = start(&desc), *unchanged = start(&desc);
        desc.optimizer.rate = 0.002f;
        ae_trainer *low = start(&desc);
        assert_int_equal(ae_trainer_set_rate(changed, 0.002f, NULL), AE_OK);
        step(changed, 10);
        step(low, 10);
        assert_same_weights(changed, low); // set before the start, it is as if described so
        step(unchanged, 10);
        assert_false(same_weights(changed, unchanged));
        assert_int_equal(ae_trainer_set_rate(changed, 0, NULL), AE_OK);
        step(changed, 10);
        assert_true(same_weights(changed, low)); // 0: no move at all
        ae_trainer_free(changed);
        ae_trainer_free(unchanged);
        ae_trainer_free(low);
    }
}

static void impossible_rates_are_refused(void **state) {
    (void)state;
    ae_trainer_desc desc = describe();
    ae_trainer *trainer = start(&desc), *same = start(&desc);
    static const float wrong[] = {-1, -1e-30f, NAN, INFINITY, -INFINITY};
    for (int k = 0; k < 5; k++) {
        ae_error error = {0};
        assert_int_equal(ae_trainer_set_rate(trainer, wrong[k], &error), AE_BAD_VALUE);
        assert_int_equal(error.status, AE_BAD_VALUE);
        assert_holds(error.detail, "rate");
        assert_int_equal(ae_trainer_set_rate(trainer, wrong[k], NULL), AE_BAD_VALUE);
    }
    step(trainer, 10);
    step(same, 10);
    assert_same_state(trainer, same); // the old rate stays
    ae_trainer_free(trainer);
    ae_trainer_free(same);
}

// ---- stop rules -----------------------------------------------------------------------------------------------------

static double seconds; // what the clock shows
static double clock_that_stands(void) { return seconds; }
static double clock_that_goes(void) { return seconds += 1; }

static void no_rule_no_stop(void **state) {
    (void)state;
    ae_trainer_desc desc = describe();
    ae_trainer *trainer = start(&desc), *same = start(&desc);
    assert_int_equal(ae_trainer_run(trainer, 700), AE_RUNNING);
    step(same, 700);
    assert_same_state(trainer, same);
    assert_int_equal(ae_trainer_run(trainer, 0), AE_RUNNING);
    assert_same_state(trainer, same);
    ae_trainer_free(trainer);
    ae_trainer_free(same);
}

static void the_epoch_limit_is_kept_exactly(void **state) {
    (void)state;
    for (int mode = 0; mode < MODES; mode++) {
        ae_trainer_desc desc = describe_mode(mode);
        ae_trainer *trainer = start(&desc), *same = start(&desc);
        assert_int_equal(ae_trainer_run(trainer, LIMIT - 1), AE_RUNNING);
        assert_int_equal(ae_trainer_run(trainer, 1000), AE_STOP_EPOCHS);
        assert_int_equal(ae_trainer_epoch(trainer), LIMIT);
        step(same, LIMIT);
        assert_same_state(trainer, same);
        assert_int_equal(ae_trainer_run(trainer, 1), AE_STOP_EPOCHS); // and stays there
        assert_same_state(trainer, same);
        ae_trainer_reset(trainer, 1);
        assert_int_equal(ae_trainer_run(trainer, 1000), AE_STOP_EPOCHS); // a new run has all of them again
        assert_same_state(trainer, same);
        ae_trainer_free(trainer);
        ae_trainer_free(same);
    }
}

static void a_loss_that_does_not_fall_is_converged(void **state) {
    (void)state;
    enum { PATIENCE = 20 };
    for (int mode = 0; mode < MODES; mode++) {
        ae_trainer_desc desc = describe_mode(mode);
        desc.optimizer.rate = 0;
        desc.stop.patience = PATIENCE;
        ae_trainer *trainer = start(&desc);
        assert_int_equal(ae_trainer_run(trainer, PATIENCE), AE_RUNNING);
        assert_int_equal(ae_trainer_run(trainer, 1000), AE_STOP_CONVERGED);
        assert_in_range(ae_trainer_epoch(trainer), PATIENCE, PATIENCE + 1);
        assert_int_equal(ae_trainer_run(trainer, 1000), AE_STOP_CONVERGED); // who goes on has its patience again
        assert_in_range(ae_trainer_epoch(trainer), 2 * PATIENCE, 2 * PATIENCE + 2);
        ae_trainer_reset(trainer, 2);
        assert_int_equal(ae_trainer_run(trainer, PATIENCE), AE_RUNNING); // has its patience again
        ae_trainer_free(trainer);
    }
}

// Stops only after `patience` epochs in which the loss fell by less than a hundredth, and then at once.
static void converged_means_a_fall_of_less_than_a_hundredth(void **state) {
    (void)state;
    enum { PATIENCE = 40, MOST = 20000 };
    static double losses[MOST];
    ae_trainer_desc desc = describe();
    ae_trainer *plain = start(&desc);
    desc.stop.patience = PATIENCE;
    ae_trainer *trainer = start(&desc);
    assert_int_equal(ae_trainer_run(trainer, MOST), AE_STOP_CONVERGED);
    int end = ae_trainer_epoch(trainer);
    assert_in_range(end, PATIENCE + 10, MOST - 1); // it did train
    for (int epoch = 0; epoch < end; epoch++) {
        losses[epoch] = ae_trainer_loss(plain);
        step(plain, 1);
    }
    assert_same_weights(plain, trainer);
    double least = INFINITY;
    int since = 0; // the epoch with the last fall by a hundredth
    for (int epoch = 0; epoch < end; epoch++) {
        if (!(losses[epoch] < 0.99 * least)) continue;
        assert_true(epoch - since <= PATIENCE); // no reason to stop before
        least = losses[since = epoch];
    }
    assert_in_range(end - since, PATIENCE, PATIENCE + 1);
    ae_trainer_free(plain);
    ae_trainer_free(trainer);
}

static void the_time_limit_goes_by_the_clock(void **state) {
    (void)state;
    ae_trainer_desc desc = describe();
    desc.stop.seconds = 10;
    desc.stop.clock = clock_that_goes; // a second each time it is looked at
    ae_trainer *trainer = start(&desc);
    for (int run = 1; run <= 3; run++) { // each run has its own limit
        int before = ae_trainer_epoch(trainer);
        assert_int_equal(ae_trainer_run(trainer, 1000), AE_STOP_TIME);
        assert_in_range(ae_trainer_epoch(trainer) - before, 8, 10);
    }
    ae_trainer_free(trainer);
    desc.stop.clock = clock_that_stands;
    trainer = start(&desc);
    assert_int_equal(ae_trainer_run(trainer, 300), AE_RUNNING);
    assert_int_equal(ae_trainer_epoch(trainer), 300);
    ae_trainer_free(trainer);
}

static void divergence_is_a_reason_to_stop(void **state) {
    (void)state;
    for (int batch = 0; batch <= 8; batch += 8) {
        ae_trainer_desc desc = describe();
        desc.optimizer = (ae_optimizer_desc){.kind = AE_SGD, .rate = 100};
        desc.batch = batch;
        desc.stop.epochs = 5000;
        ae_trainer *trainer = start(&desc);
        assert_int_equal(ae_trainer_run(trainer, 10000), AE_STOP_DIVERGED);
        for (size_t k = 0; k < ae_trainer_network(trainer)->parameter_count; k++)
            assert_true(isfinite(ae_trainer_parameters(trainer)[k]));
        assert_int_equal(ae_trainer_set_rate(trainer, 0, NULL), AE_OK);
        assert_int_equal(ae_trainer_run(trainer, 5), AE_RUNNING); // and a way out
        ae_trainer_free(trainer);
    }
}

static void runs_in_slices_equal_one_run(void **state) {
    (void)state;
    int seen[AE_STOP_DIVERGED + 1] = {0};
    for (int mode = 0; mode < MODES; mode++) {
        ae_trainer_desc desc = describe_mode(mode);
        if (mode & 4) desc.optimizer.rate = 1e-5f; // converges before the limit
        desc.stop.patience = 25;
        ae_trainer *whole = start(&desc), *slices = start(&desc);
        ae_stop reason = ae_trainer_run(whole, 1000), slice;
        int runs = 0;
        assert_in_range(reason, AE_STOP_EPOCHS, AE_STOP_CONVERGED);
        seen[reason]++;
        while (!(slice = ae_trainer_run(slices, 1)) && runs < 1000) runs++;
        assert_int_equal(slice, reason);
        assert_same_state(slices, whole);
        ae_trainer_free(whole);
        ae_trainer_free(slices);
    }
    assert_true(seen[AE_STOP_EPOCHS] > 0 && seen[AE_STOP_CONVERGED] > 0);
}

// Steps that overflow may leave an infinite weight behind a unit that is switched off, with a finite loss: here the
// gradient of the first layer is beyond what a float holds. Such weights must not be what the trainer goes back to, nor
// what it stops with.
static void no_stop_leaves_a_weight_that_is_not_finite(void **state) {
    (void)state;
    static const struct {
        float size, rate; // the second rate takes the output's bias to the mean in one step, so that the loss is small
    } kinds[] = {{1e18f, 10}, {1.5e19f, 0.5f}};
    int diverged = 0;
    for (int k = 0; k < 2 * 3 * 100; k++) {
        float far[4];
        int kind = k % 2, limit = k / 2 % 3;
        for (int i = 0; i < 4; i++) far[i] = kinds[kind].size * (1 + 0.01f * (float)i);
        const ae_trainer_desc desc = {
            .network = {.inputs = 1, .layer_count = 2, .layers = {{3, AE_RELU}, {1, AE_LINEAR}}, .latent = 0},
            .optimizer = {.kind = AE_SGD, .rate = kinds[kind].rate},
            .stop = {.epochs = limit},
            .data = far,
            .points = 4,
            .seed = (uint64_t)k,
        };
        ae_trainer *trainer = start(&desc);
        diverged += ae_trainer_run(trainer, 5) == AE_STOP_DIVERGED;
        for (size_t p = 0; p < ae_trainer_network(trainer)->parameter_count; p++)
            if (!isfinite(ae_trainer_parameters(trainer)[p]))
                fail_msg("size %g, limit %d, seed %d: parameter %d", (double)far[0], limit, k, (int)p);
        ae_trainer_free(trainer);
    }
    assert_true(diverged > 0);
}

// ---- more rows than a chunk -----------------------------------------------------------------------------------------

enum { MANY = 1000 };

static void a_thousand_rows_in_chunks_equal_one_pass(void **state) {
    (void)state;
    static float rows[MANY * D], trained[MANY * D];
    ae_random random = ae_random_new(1, 0);
    for (int k = 0; k < MANY * D; k++) rows[k] = (float)(2 * ae_random_uniform(&random) - 1);
    for (int held_out = 0; held_out <= 137; held_out += 137) {
        ae_trainer_desc desc = describe();
        desc.data = rows;
        desc.points = MANY;
        desc.held_out = held_out;
        ae_trainer *trainer = start(&desc);
        size_t count = 0;
        for (int i = 0; i < MANY; i++)
            if (!ae_trainer_is_held_out(trainer, i)) memcpy(trained + D * count++, rows + i * D, D * sizeof(float));
        assert_int_equal(count, MANY - held_out);
        ae_network *network;
        ae_optimizer *optimizer;
        ae_pass *pass;
        assert_int_equal(ae_network_new(&network, &desc.network, NULL), AE_OK);
        assert_int_equal(ae_optimizer_new(&optimizer, &desc.optimizer, network->parameter_count, NULL), AE_OK);
        assert_int_equal(ae_pass_new(&pass, network, MANY, NULL), AE_OK);
        ae_network_init(network, AE_GLOROT_UNIFORM, 1);
        for (int epoch = 0; epoch < 5; epoch++) {
            assert_memory_equal(ae_trainer_parameters(trainer), network->parameters, parameter_bytes(trainer));
            const float *output = ae_forward(network, pass, rows, MANY);
            assert_memory_equal(ae_trainer_output(trainer), output, sizeof rows);
            assert_memory_equal(ae_trainer_latent(trainer), ae_latent(network, pass), MANY * K * sizeof(float));
            ae_forward(network, pass, trained, count);
            double loss = ae_backward(network, pass, trained, count);
            assert_near(ae_trainer_loss(trainer), loss, 1e-12);
            assert_memory_equal(ae_trainer_gradients(trainer), network->gradients, parameter_bytes(trainer));
            ae_optimizer_step(optimizer, network->parameters, network->gradients, NULL);
            step(trainer, 1);
        }
        ae_pass_free(pass);
        ae_optimizer_free(optimizer);
        ae_network_free(network);
        ae_trainer_free(trainer);
    }
}

static void a_mini_batch_larger_than_a_chunk_trains(void **state) {
    (void)state;
    static float rows[MANY * D];
    for (int k = 0; k < MANY * D; k++) rows[k] = (float)sin(k * k);
    ae_trainer_desc desc = describe();
    desc.data = rows;
    desc.points = MANY;
    desc.held_out = 100;
    desc.batch = 400;
    ae_trainer *trainer = start(&desc), *same = start(&desc);
    double first = ae_trainer_loss(trainer);
    step(trainer, 20);
    for (int epoch = 0; epoch < 20; epoch++) step(same, 1);
    assert_same_weights(trainer, same);
    assert_true(ae_trainer_loss(trainer) < first);
    ae_trainer_free(trainer);
    ae_trainer_free(same);
}

// The reconstruction of so much data is not kept; all else is.
static void beyond_the_most_outputs_there_is_no_reconstruction(void **state) {
    (void)state;
    enum { WIDE = 700, LEAST = AE_MAX_OUTPUTS / WIDE, BEYOND = LEAST + 1 }; // 5991 and 5992 rows
    float *rows = malloc((size_t)BEYOND * WIDE * sizeof *rows);
    for (size_t k = 0; k < (size_t)BEYOND * WIDE; k++) rows[k] = (float)(k % 101) / 101;
    for (int points = LEAST; points <= BEYOND; points++) {
        const ae_trainer_desc desc = {
            .network = {.inputs = WIDE, .layer_count = 2, .layers = {{1, AE_LINEAR}, {WIDE, AE_LINEAR}}, .latent = 0},
            .optimizer = {.rate = 0.001f},
            .data = rows,
            .points = points,
            .seed = 1,
        };
        ae_trainer *trainer = start(&desc);
        assert_int_equal(ae_trainer_output(trainer) == NULL, points == BEYOND);
        double first = ae_trainer_loss(trainer), sum = 0;
        step(trainer, 2);
        assert_int_equal(ae_trainer_output(trainer) == NULL, points == BEYOND);
        assert_true(ae_trainer_loss(trainer) < first);
        for (int i = 0; i < points; i++) sum += ae_trainer_point_loss(trainer, i);
        assert_near(ae_trainer_loss(trainer), sum / points, 1e-12);
        assert_true(isfinite(ae_trainer_latent(trainer)[points - 1]));
        assert_true(isfinite(ae_trainer_latent_gradient(trainer)[points - 1]));
        ae_trainer_adopt(trainer, 9, 0.5, NAN);
        assert_true(ae_trainer_loss(trainer) == 0.5);
        step(trainer, 1);
        assert_int_equal(ae_trainer_epoch(trainer), 10);
        ae_trainer_free(trainer);
    }
    free(rows);
}

// ---- what is refused ------------------------------------------------------------------------------------------------

static void assert_refused(const ae_trainer_desc *desc, const char *part) {
    ae_trainer *trainer = (ae_trainer *)&seconds;
    ae_error error = {0};
    assert_int_equal(ae_trainer_new(&trainer, desc, &error), AE_BAD_VALUE);
    assert_null(trainer);
    assert_int_equal(error.status, AE_BAD_VALUE);
    assert_holds(error.detail, part);
    assert_int_equal(ae_trainer_new(&trainer, desc, NULL), AE_BAD_VALUE);
}

static void bad_fields_are_named(void **state) {
    (void)state;
    ae_trainer_desc desc = describe();
    desc.held_out = -1;
    assert_refused(&desc, "held_out is -1");
    desc.held_out = POINTS;
    assert_refused(&desc, "held_out is 25, it must be 0 to 24");
    desc = describe();
    desc.batch = -1;
    assert_refused(&desc, "batch is -1");
    desc = describe();
    desc.schedule = AE_SCHEDULE_COUNT;
    assert_refused(&desc, "schedule is 2");
    desc.schedule = AE_COSINE;
    assert_refused(&desc, "stop.epochs is 0");
    desc = describe();
    desc.stop.epochs = -1;
    assert_refused(&desc, "stop: epochs");
    desc = describe();
    desc.stop.patience = -1;
    assert_refused(&desc, "patience");
    desc = describe();
    desc.stop.clock = clock_that_goes;
    desc.stop.seconds = -1;
    assert_refused(&desc, "seconds");
    desc.stop.seconds = NAN;
    assert_refused(&desc, "seconds");
    desc.stop.seconds = 1;
    desc.stop.clock = NULL;
    assert_refused(&desc, "stop.clock is NULL");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_bits_and_another_does_not),
        cmocka_unit_test(reset_equals_new),
        cmocka_unit_test(looking_changes_no_weight),
        cmocka_unit_test(views_are_those_of_the_current_parameters),
        cmocka_unit_test(gradients_are_those_of_the_training_rows),
        cmocka_unit_test(nothing_allocates_in_any_mode),
        cmocka_unit_test(a_batch_of_all_rows_is_the_full_batch),
        cmocka_unit_test(an_epoch_uses_each_row_once_in_batches_of_nearly_equal_size),
        cmocka_unit_test(mini_batches_learn_the_saddle_loop),
        cmocka_unit_test(an_epoch_uses_no_row_that_is_held_out),
        cmocka_unit_test(mini_batches_learn),
        cmocka_unit_test(as_many_rows_are_held_out_as_asked_for),
        cmocka_unit_test(the_seed_chooses_the_held_out_rows),
        cmocka_unit_test(held_out_rows_change_no_weight),
        cmocka_unit_test(the_rate_falls_down_half_a_cosine),
        cmocka_unit_test(a_cosine_ends_in_rest_and_a_constant_rate_does_not),
        cmocka_unit_test(another_rate_counts_from_there_on),
        cmocka_unit_test(impossible_rates_are_refused),
        cmocka_unit_test(no_rule_no_stop),
        cmocka_unit_test(the_epoch_limit_is_kept_exactly),
        cmocka_unit_test(a_loss_that_does_not_fall_is_converged),
        cmocka_unit_test(converged_means_a_fall_of_less_than_a_hundredth),
        cmocka_unit_test(the_time_limit_goes_by_the_clock),
        cmocka_unit_test(divergence_is_a_reason_to_stop),
        cmocka_unit_test(runs_in_slices_equal_one_run),
        cmocka_unit_test(no_stop_leaves_a_weight_that_is_not_finite),
        cmocka_unit_test(a_thousand_rows_in_chunks_equal_one_pass),
        cmocka_unit_test(a_mini_batch_larger_than_a_chunk_trains),
        cmocka_unit_test(beyond_the_most_outputs_there_is_no_reconstruction),
        cmocka_unit_test(bad_fields_are_named),
    };
    return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
