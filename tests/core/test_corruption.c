// SPDX-License-Identifier: MIT
// Input that is spoilt, and what the trainer makes of it.
#include "test.h"

#include <string.h>

#include "trainer.h"

enum { D = 6, ROWS = 40, MANY = 20000 };

static const ae_network_desc NETWORK = {.inputs = D,
                                        .layer_count = 4,
                                        .layers = {{12, AE_TANH}, {2, AE_LINEAR}, {12, AE_TANH}, {D, AE_LINEAR}},
                                        .latent = 1};

static void corrupt_many(float *to, float from, ae_corruption corruption, float low, float high) {
    static float clean[MANY];
    for (size_t k = 0; k < MANY; k++) clean[k] = from;
    ae_random random = ae_random_new(7, 0);
    ae_corrupt(to, clean, MANY, &corruption, low, high, &random);
}

static void noise_has_its_deviation_and_loss_its_share(void **state) {
    (void)state;
    static float spoilt[MANY];
    corrupt_many(spoilt, 0.5f, (ae_corruption){.noise = 0.1f}, 0, 1);
    double mean = 0, variance = 0, lost = 0;
    for (size_t k = 0; k < MANY; k++) mean += (double)spoilt[k] / MANY;
    for (size_t k = 0; k < MANY; k++) variance += ((double)spoilt[k] - mean) * ((double)spoilt[k] - mean) / MANY;
    assert_near(mean, 0.5, 0.003);
    assert_near(sqrt(variance), 0.1, 0.003);
    corrupt_many(spoilt, 0.5f, (ae_corruption){.drop = 0.3f}, 0, 1);
    for (size_t k = 0; k < MANY; k++) lost += spoilt[k] == 0 ? 1.0 / MANY : 0;
    assert_near(lost, 0.3, 0.02);
}

static void noise_stays_in_the_range(void **state) {
    (void)state;
    static float spoilt[MANY];
    corrupt_many(spoilt, 0.5f, (ae_corruption){.noise = 10}, 0.25f, 0.75f);
    size_t at_edge = 0;
    for (size_t k = 0; k < MANY; k++) {
        assert_true(spoilt[k] >= 0.25f && spoilt[k] <= 0.75f);
        at_edge += spoilt[k] == 0.25f || spoilt[k] == 0.75f;
    }
    assert_true(at_edge > MANY * 9 / 10);
}

static void bad_corruption_is_named(void **state) {
    (void)state;
    ae_error error;
    const ae_corruption bad[] = {{-1, 0}, {NAN, 0}, {INFINITY, 0}, {0, -0.1f}, {0, 1.1f}, {0, NAN}};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        assert_int_equal(ae_corruption_check(&bad[k], &error), AE_BAD_VALUE);
        assert_holds(error.detail, k < 3 ? "corruption.noise" : "corruption.drop");
    }
    assert_int_equal(ae_corruption_check(&(ae_corruption){0.4f, 1}, &error), AE_OK);
}

static float data[ROWS * D];

static ae_trainer *make(ae_corruption corruption, int batch) {
    ae_trainer_desc desc = {.network = NETWORK, .optimizer = {.rate = 0.01f}, .data = data, .points = ROWS, .seed = 3};
    desc.corruption = corruption;
    desc.batch = batch;
    ae_random random = ae_random_new(1, 0);
    for (size_t k = 0; k < ROWS * D; k++) data[k] = (float)ae_random_uniform(&random);
    ae_error error;
    ae_trainer *trainer;
    if (ae_trainer_new(&trainer, &desc, &error)) fail_msg("%s", error.detail);
    return trainer;
}

static size_t bytes(const ae_trainer *trainer) { return ae_trainer_network(trainer)->parameter_count * sizeof(float); }

// An epoch of the full batch by hand: each row has random numbers of its own, those of the epoch.
static void a_step_takes_the_spoilt_rows_to_the_clean_ones(void **state) {
    (void)state;
    const ae_corruption corruption = {0.4f, 0.2f};
    ae_trainer *trainer = make(corruption, 0);
    ae_history *history;
    assert_int_equal(ae_history_new(&history, 8, NULL), AE_OK);
    ae_trainer_record(trainer, history);
    ae_network *network;
    ae_pass *pass;
    assert_int_equal(ae_network_new(&network, &NETWORK, NULL), AE_OK);
    assert_int_equal(ae_pass_new(&pass, network, ROWS, NULL), AE_OK);
    float low = 1, high = 0, spoilt[ROWS * D];
    for (size_t k = 0; k < ROWS * D; k++) low = fminf(low, data[k]), high = fmaxf(high, data[k]);
    ae_random seeds = ae_random_new(3, 3);
    const uint64_t seed = ae_random_bits(&seeds);
    for (uint64_t epoch = 0; epoch < 2; epoch++) {
        for (size_t r = 0; r < ROWS; r++) {
            ae_random random = ae_random_new(seed + epoch, r);
            ae_corrupt(spoilt + r * D, data + r * D, D, &corruption, low, high, &random);
        }
        memcpy(network->parameters, ae_trainer_parameters(trainer), bytes(trainer));
        ae_forward(network, pass, spoilt, ROWS);
        const double loss = ae_backward_towards(network, pass, spoilt, data, false, ROWS, ROWS) / ROWS;
        assert_int_equal(ae_trainer_step(trainer, 1), AE_OK);
        assert_near((double)ae_history_rows(history)[epoch].loss, loss, 1e-7);
    }
    ae_pass_free(pass);
    ae_network_free(network);
    ae_trainer_free(trainer);
    ae_history_free(history);
}

static void views_are_of_clean_rows(void **state) {
    (void)state;
    ae_trainer *plain = make((ae_corruption){0}, 0), *spoilt = make((ae_corruption){0.4f, 0.2f}, 0);
    assert_near(ae_trainer_loss(spoilt), ae_trainer_loss(plain), 1e-9);
    assert_memory_equal(ae_trainer_output(spoilt), ae_trainer_output(plain), sizeof data);
    assert_memory_equal(ae_trainer_gradients(spoilt), ae_trainer_gradients(plain), bytes(plain));
    ae_trainer_step(plain, 1);
    ae_trainer_step(spoilt, 1);
    assert_memory_not_equal(ae_trainer_parameters(spoilt), ae_trainer_parameters(plain), bytes(plain));
    ae_trainer_free(plain);
    ae_trainer_free(spoilt);
}

static void the_same_seed_spoils_the_same(void **state) {
    (void)state;
    ae_trainer *a = make((ae_corruption){0.4f, 0.2f}, 7), *b = make((ae_corruption){0.4f, 0.2f}, 7);
    ae_trainer_step(a, 5);
    ae_trainer_step(b, 3);
    ae_trainer_reset(b, 3);
    ae_trainer_step(b, 2);
    ae_trainer_loss(b); // looking changes nothing
    ae_trainer_step(b, 3);
    assert_memory_equal(ae_trainer_parameters(a), ae_trainer_parameters(b), bytes(a));
    ae_trainer_free(a);
    ae_trainer_free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise_has_its_deviation_and_loss_its_share),
        cmocka_unit_test(noise_stays_in_the_range),
        cmocka_unit_test(bad_corruption_is_named),
        cmocka_unit_test(a_step_takes_the_spoilt_rows_to_the_clean_ones),
        cmocka_unit_test(views_are_of_clean_rows),
        cmocka_unit_test(the_same_seed_spoils_the_same),
    };
    return cmocka_run_group_tests_name("corruption", tests, NULL, NULL);
}
