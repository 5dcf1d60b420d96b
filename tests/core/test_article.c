// SPDX-License-Identifier: MIT
// What the article says of Figure 1, with its default options, is so.
#include "test.h"

#include <math.h>
#include <string.h>

#include "options.h"

enum { POINTS = 25, K = 2 };

static ae_trainer *figure(int seed) {
    ae_options options = ae_options_default();
    ae_dataset *dataset;
    ae_trainer *trainer;
    assert_int_equal(ae_options_set(&options, AE_OPTION_SEED, seed, NULL), AE_OK);
    assert_int_equal(ae_options_build(&options, NULL, &dataset, &trainer, NULL), AE_OK);
    assert_int_equal(ae_trainer_points(trainer), POINTS);
    ae_dataset_free(dataset);
    return trainer;
}

// How many of the 25 codes move against their trail, the negative gradient, in the next epoch.
static int against(ae_trainer *trainer) {
    float latent[POINTS * K], gradient[POINTS * K];
    memcpy(latent, ae_trainer_latent(trainer), sizeof latent);
    memcpy(gradient, ae_trainer_latent_gradient(trainer), sizeof gradient);
    assert_int_equal(ae_trainer_step(trainer, 1), AE_OK);
    const float *moved = ae_trainer_latent(trainer);
    int count = 0;
    for (int i = 0; i < POINTS; i++) {
        double along = 0;
        for (int k = i * K; k < i * K + K; k++) along -= ((double)moved[k] - (double)latent[k]) * (double)gradient[k];
        count += along < 0;
    }
    return count;
}

static void codes_follow_their_trails_at_first_and_many_do_not_past_epoch_50(void **state) {
    (void)state;
    for (int seed = 1; seed <= 10; seed++) {
        ae_trainer *trainer = figure(seed);
        for (int epoch = 0; epoch < 5; epoch++) assert_in_range(against(trainer), 0, 3);
        assert_int_equal(ae_trainer_step(trainer, 50), AE_OK);
        int sum = 0;
        for (int epoch = 0; epoch < 10; epoch++) sum += against(trainer);
        assert_in_range(sum, 10 * POINTS / 5, 10 * POINTS * 4 / 5); // of 250: a fifth at least, and not nearly all
        ae_trainer_free(trainer);
    }
}

static double longest_trail(ae_trainer *trainer) {
    const float *gradient = ae_trainer_latent_gradient(trainer), *latent = ae_trainer_latent(trainer);
    double longest = 0, spread = 0;
    for (int i = 0; i < POINTS; i++) {
        longest = fmax(longest, hypot((double)gradient[2 * i], (double)gradient[2 * i + 1]));
        for (int j = 0; j < i; j++)
            spread = fmax(spread, hypot((double)latent[2 * i] - (double)latent[2 * j],
                                        (double)latent[2 * i + 1] - (double)latent[2 * j + 1]));
    }
    return longest * spread; // as lab_trail_scale draws it, in parts of the cloud
}

static void the_loss_stays_near_the_best_plane_with_its_trails_almost_gone(void **state) {
    (void)state;
    ae_trainer *trainer = figure(1);
    double start = longest_trail(trainer);
    int near = 0;
    double shortest = INFINITY;
    for (int epoch = 0; epoch < 150; epoch++) {
        double loss = ae_trainer_loss(trainer);
        if (loss > 0.0385 && loss < 0.0435) {
            near++;
            shortest = fmin(shortest, longest_trail(trainer));
        }
        assert_int_equal(ae_trainer_step(trainer, 1), AE_OK);
    }
    assert_in_range(near, 25, 100);
    assert_true(shortest < start / 3);
    assert_int_equal(ae_trainer_step(trainer, 350), AE_OK);
    assert_true(ae_trainer_loss(trainer) < 1e-3); // "within a few hundred epochs"
    ae_trainer_free(trainer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_follow_their_trails_at_first_and_many_do_not_past_epoch_50),
        cmocka_unit_test(the_loss_stays_near_the_best_plane_with_its_trails_almost_gone),
    };
    return cmocka_run_group_tests_name("article", tests, NULL, NULL);
}
