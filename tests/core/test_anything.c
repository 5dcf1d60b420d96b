// SPDX-License-Identifier: MIT
// Thousands of random trainers on random and hostile data. Whatever they are told, nothing crashes, no weight is ever
// left that is not finite, and a reset gives a new trainer's bits.
#include "test.h"

#include <float.h>
#include <string.h>

#include "random.h"
#include "trainer.h"

#ifdef __SANITIZE_ADDRESS__
enum { CASES = 2000 };
#else
enum { CASES = 10000 };
#endif

enum { MOST_POINTS = 300, MOST_COLUMNS = 6, MOST_UNITS = 17, EPOCHS = 3 };

static float data[MOST_POINTS * MOST_COLUMNS];
static int at; // which case, for messages

// ---- drawing a case -------------------------------------------------------------------------------------------------

static int below(ae_random *random, int n) { return (int)(ae_random_uniform(random) * n); }

enum { NORMAL, CONSTANT_COLUMN, DUPLICATES, HUGE, DENORMAL, OF_EVERY_SIZE, KINDS };

static float draw_number(ae_random *random, int kind) {
    double x = ae_random_normal(random);
    switch (kind) {
    case HUGE: x *= 1e30; break;
    case DENORMAL: x *= below(random, 2) ? 1e-30 : 1e-42; break;
    case OF_EVERY_SIZE: x *= pow(10, 76 * ae_random_uniform(random) - 39); break;
    }
    return (float)fmax(fmin(x, (double)FLT_MAX), -(double)FLT_MAX);
}

static void draw_data(ae_random *random, int points, int columns) {
    int kind = below(random, KINDS), constant = kind == CONSTANT_COLUMN ? below(random, columns) : -1;
    for (int i = 0; i < points; i++) {
        for (int c = 0; c < columns; c++) {
            float *x = data + i * columns + c;
            *x = draw_number(random, kind);
            if (i > 0 && (c == constant || (kind == DUPLICATES && i % 3))) *x = x[-columns];
        }
    }
}

static double clock_that_goes(void) {
    static double seconds;
    return seconds += 1;
}

static ae_trainer_desc draw_case(ae_random *random) {
    static const int points[] = {1, 2, 3, 7, 40, MOST_POINTS};
    static const float rates[] = {0, 1e-3f, 0.1f, 10, 1e6f}, momenta[] = {0, 0.5f, 0.9f, 0.999f};
    int size = below(random, 16); // most are small, to be quick
    ae_trainer_desc desc = {
        .network = {.inputs = 1 + below(random, MOST_COLUMNS), .layer_count = 2 + below(random, 4)},
        .initialisation = (ae_initialisation)below(random, AE_INITIALISATION_COUNT),
        .optimizer = {.kind = (ae_optimizer_kind)below(random, AE_OPTIMIZER_COUNT),
                      .rate = rates[below(random, 5)],
                      .momentum = momenta[below(random, 4)]},
        .schedule = (ae_schedule)below(random, AE_SCHEDULE_COUNT),
        .stop = {.epochs = 1 + below(random, 4), .patience = below(random, 3), .seconds = 2 * below(random, 2)},
        .data = data,
        .points = points[size == 0 ? 5 : size % 5],
        .seed = ae_random_bits(random),
    };
    ae_network_desc *network = &desc.network;
    for (int l = 0; l < network->layer_count; l++)
        network->layers[l] =
            (ae_layer){1 + below(random, MOST_UNITS), (ae_activation)below(random, AE_ACTIVATION_COUNT)};
    network->layers[network->layer_count - 1].units = network->inputs;
    network->latent = below(random, network->layer_count - 1);
    desc.stop.clock = desc.stop.seconds > 0 ? clock_that_goes : NULL;
    desc.held_out = below(random, 2) ? below(random, desc.points) : 0;
    desc.batch = below(random, 2) ? below(random, 2 * desc.points + 2) : 0;
    draw_data(random, desc.points, network->inputs);
    return desc;
}

// ---- what must hold -------------------------------------------------------------------------------------------------

static void assert_finite_parameters(ae_trainer *trainer, const char *when) {
    for (size_t k = 0; k < ae_trainer_network(trainer)->parameter_count; k++)
        if (!isfinite(ae_trainer_parameters(trainer)[k]))
            fail_msg("case %d, %s: parameter %d is %g", at, when, (int)k, (double)ae_trainer_parameters(trainer)[k]);
}

static int count_finite(const float *numbers, size_t n) {
    int count = 0;
    for (size_t k = 0; k < n; k++) count += isfinite(numbers[k]);
    return count;
}

// Reads every view, which the sanitizers watch. Returns how many numbers are finite.
static int look(ae_trainer *trainer) {
    const ae_network *network = ae_trainer_network(trainer);
    size_t points = (size_t)ae_trainer_points(trainer), inputs = (size_t)network->desc.inputs;
    size_t codes = points * network->places[network->desc.latent].outputs;
    int count = isfinite(ae_trainer_loss(trainer)) + isfinite(ae_trainer_held_out_loss(trainer));
    for (size_t k = 0; k < points; k++) count += isfinite(ae_trainer_point_loss(trainer, (int)k));
    return count + count_finite(ae_trainer_latent(trainer), codes) +
           count_finite(ae_trainer_latent_gradient(trainer), codes) +
           count_finite(ae_trainer_output(trainer), points * inputs) +
           count_finite(ae_trainer_gradients(trainer), network->parameter_count);
}

// With the full batch a step from a loss that a float cannot hold says so. (A mini-batch may be better off.)
static void assert_told(double loss, ae_status status) {
    if (!(loss <= (double)FLT_MAX) && status != AE_DIVERGED) fail_msg("case %d: loss %g, status %d", at, loss, status);
}

static void exercise(ae_trainer *trainer, const ae_trainer_desc *desc, ae_random *random) {
    bool full = !desc->batch || desc->batch >= desc->points - desc->held_out;
    assert_finite_parameters(trainer, "new");
    for (int call = 0; call < 3; call++) {
        if (below(random, 2)) look(trainer);
        int before = ae_trainer_epoch(trainer), epochs = below(random, EPOCHS + 1);
        if (below(random, 2)) {
            double loss = ae_trainer_loss(trainer);
            ae_status status = ae_trainer_step(trainer, epochs);
            assert_finite_parameters(trainer, "after a step");
            if (status != AE_DIVERGED) assert_int_equal(status, AE_OK);
            if (full && epochs > 0) assert_told(loss, status);
            if (status == AE_OK) assert_int_equal(ae_trainer_epoch(trainer), before + epochs);
        } else {
            ae_stop reason = ae_trainer_run(trainer, epochs);
            assert_finite_parameters(trainer, "after a run");
            assert_in_range(reason, AE_RUNNING, AE_STOP_DIVERGED);
            if (reason == AE_RUNNING) assert_int_equal(ae_trainer_epoch(trainer), before + epochs);
            if (reason == AE_STOP_EPOCHS) assert_true(ae_trainer_epoch(trainer) >= desc->stop.epochs);
        }
        assert_in_range(ae_trainer_epoch(trainer), 0, before + epochs);
    }
    assert_true(look(trainer) == look(trainer)); // the same at the second look
}

// ---- tests ----------------------------------------------------------------------------------------------------------

static void nothing_crashes_and_reset_equals_new(void **state) {
    (void)state;
    int finite = 0;
    for (at = 0; at < CASES; at++) {
        ae_random random = ae_random_new((uint64_t)at, 100);
        ae_trainer_desc desc = draw_case(&random);
        ae_trainer *trainer, *fresh;
        ae_error error;
        if (ae_trainer_new(&trainer, &desc, &error)) fail_msg("case %d: %s", at, error.detail);
        exercise(trainer, &desc, &random);
        finite += isfinite(ae_trainer_loss(trainer));
        desc.seed++;
        assert_int_equal(ae_trainer_new(&fresh, &desc, NULL), AE_OK);
        ae_trainer_reset(trainer, desc.seed);
        size_t bytes = ae_trainer_network(fresh)->parameter_count * sizeof(float);
        assert_memory_equal(ae_trainer_parameters(trainer), ae_trainer_parameters(fresh), bytes);
        assert_int_equal(ae_trainer_step(trainer, 2), ae_trainer_step(fresh, 2));
        assert_int_equal(ae_trainer_epoch(trainer), ae_trainer_epoch(fresh));
        assert_memory_equal(ae_trainer_parameters(trainer), ae_trainer_parameters(fresh), bytes);
        ae_trainer_free(fresh);
        ae_trainer_free(trainer);
    }
    assert_true(finite > CASES / 2); // most of them are real runs
}

// One epoch a call or all at once: the same end, whether it diverges or not.
static void steps_one_by_one_equal_steps_at_once(void **state) {
    (void)state;
    int diverged = 0;
    for (at = 0; at < CASES / 4; at++) {
        ae_random random = ae_random_new((uint64_t)at, 101);
        ae_trainer_desc desc = draw_case(&random);
        ae_trainer *whole, *parts;
        assert_int_equal(ae_trainer_new(&whole, &desc, NULL), AE_OK);
        assert_int_equal(ae_trainer_new(&parts, &desc, NULL), AE_OK);
        ae_status at_once = ae_trainer_step(whole, 4), one_by_one = AE_OK;
        for (int epoch = 0; epoch < 4 && !one_by_one; epoch++) one_by_one = ae_trainer_step(parts, 1);
        diverged += at_once == AE_DIVERGED;
        if (at_once != one_by_one || ae_trainer_epoch(whole) != ae_trainer_epoch(parts))
            fail_msg("case %d: status %d at epoch %d, but one by one %d at epoch %d", at, at_once,
                     ae_trainer_epoch(whole), one_by_one, ae_trainer_epoch(parts));
        size_t bytes = ae_trainer_network(whole)->parameter_count * sizeof(float);
        assert_memory_equal(ae_trainer_parameters(whole), ae_trainer_parameters(parts), bytes);
        ae_trainer_free(whole);
        ae_trainer_free(parts);
    }
    assert_in_range(diverged, CASES / 100, CASES / 4 - CASES / 100); // some do, some do not
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_crashes_and_reset_equals_new),
        cmocka_unit_test(steps_one_by_one_equal_steps_at_once),
    };
    return cmocka_run_group_tests_name("anything", tests, NULL, NULL);
}
