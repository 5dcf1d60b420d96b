// SPDX-License-Identifier: MIT
// How training begins: output biases at the mean, and a rate that rises.
#include "test.h"

#include <string.h>

#include "functions.h"
#include "trainer.h"

enum { D = 3, ROWS = 4 };

static const float DATA[ROWS * D] = {0, 0.5f, 1, 0, 0.25f, 1, 0, 0.75f, 1, 0, 0.1f, 1};

static ae_trainer *make(ae_activation output, int warm_up, int batch) {
    ae_trainer_desc desc = {.optimizer = {.rate = 0.01f}, .data = DATA, .points = ROWS, .seed = 5};
    desc.network = (ae_network_desc){D, 3, {{1, AE_LINEAR}, {2, AE_TANH}, {D, output}}, 0};
    desc.warm_up = warm_up;
    desc.batch = batch;
    ae_error error;
    ae_trainer *trainer;
    if (ae_trainer_new(&trainer, &desc, &error)) fail_msg("%s", error.detail);
    return trainer;
}

static const float *biases(ae_trainer *trainer) {
    return ae_trainer_parameters(trainer) + ae_trainer_network(trainer)->places[2].bias;
}

static void sigmoid_outputs_start_at_the_mean(void **state) {
    (void)state;
    ae_trainer *trainer = make(AE_SIGMOID, 0, 0);
    for (int again = 0; again < 2; again++) {
        const float *bias = biases(trainer);
        assert_near((double)ae_sigmoid(bias[0]), 0.002, 1e-6); // no bias would give 0
        assert_near((double)ae_sigmoid(bias[1]), 0.4, 1e-6);
        assert_near((double)ae_sigmoid(bias[2]), 0.998, 1e-6);
        ae_trainer_step(trainer, 3);
        ae_trainer_reset(trainer, 6);
    }
    ae_trainer_free(trainer);
}

static void other_outputs_start_at_zero(void **state) {
    (void)state;
    ae_trainer *trainer = make(AE_LINEAR, 0, 0);
    for (int c = 0; c < D; c++) assert_true(biases(trainer)[c] == 0);
    ae_trainer_free(trainer);
}

// How far an output's bias goes in one epoch of one step: Adam's first steps are as long as its rate.
static double step_length(ae_trainer *trainer) {
    const float before = biases(trainer)[1];
    assert_int_equal(ae_trainer_step(trainer, 1), AE_OK);
    return fabs((double)biases(trainer)[1] - (double)before);
}

static void the_rate_rises_epoch_by_epoch(void **state) {
    (void)state;
    ae_trainer *trainer = make(AE_LINEAR, 4, 0), *steady = make(AE_LINEAR, 0, 0);
    assert_near(step_length(steady), 0.01, 1e-5);
    assert_near(step_length(trainer), 0.01 / 4, 1e-5);
    for (int epoch = 2; epoch <= 4; epoch++) step_length(trainer);
    assert_near(step_length(trainer), 0.01, 0.002);
    ae_trainer_free(trainer);
    ae_trainer_free(steady);
}

static void bad_warm_up_is_named(void **state) {
    (void)state;
    ae_trainer *trainer;
    ae_error error;
    ae_trainer_desc desc = {.optimizer = {.rate = 0.01f}, .data = DATA, .points = ROWS, .warm_up = -1};
    desc.network = (ae_network_desc){D, 3, {{1, AE_LINEAR}, {2, AE_TANH}, {D, AE_LINEAR}}, 0};
    assert_int_equal(ae_trainer_new(&trainer, &desc, &error), AE_BAD_VALUE);
    assert_holds(error.detail, "warm_up");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sigmoid_outputs_start_at_the_mean),
        cmocka_unit_test(other_outputs_start_at_zero),
        cmocka_unit_test(the_rate_rises_epoch_by_epoch),
        cmocka_unit_test(bad_warm_up_is_named),
    };
    return cmocka_run_group_tests_name("start", tests, NULL, NULL);
}
