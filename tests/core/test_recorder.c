// SPDX-License-Identifier: MIT
// The recorder: frames against a second trainer that is stepped to the same epoch.
#include "test.h"

#include <string.h>

#include "options.h"
#include "recorder.h"

enum { POINTS = 25, CODES = POINTS * 2 };

// The saddle loop with a small network; free it with ae_trainer_free.
static ae_trainer *start(uint64_t seed, int batch) {
    ae_dataset *dataset;
    ae_trainer *trainer;
    ae_error error;
    ae_options options = ae_options_default();
    options.value[AE_OPTION_WIDTH] = 6;
    options.value[AE_OPTION_SEED] = (double)seed;
    options.value[AE_OPTION_BATCH] = batch;
    if (ae_options_build(&options, NULL, &dataset, &trainer, &error)) fail_msg("%s", error.detail);
    ae_dataset_free(dataset);
    return trainer;
}

static ae_recorder *record(const ae_trainer *trainer, int frames) {
    ae_recorder *recorder;
    ae_error error;
    if (ae_recorder_new(&recorder, trainer, frames, &error)) fail_msg("%s", error.detail);
    return recorder;
}

static void assert_frame(const ae_recorder *recorder, ae_trainer *wanted) {
    ae_frame frame;
    int epoch = ae_trainer_epoch(wanted);
    if (!ae_recorder_get(recorder, epoch, &frame)) fail_msg("epoch %d is not kept", epoch);
    assert_int_equal(frame.epoch, epoch);
    double loss = ae_trainer_loss(wanted);
    assert_memory_equal(&frame.loss, &loss, sizeof loss);
    assert_memory_equal(frame.latent, ae_trainer_latent(wanted), CODES * sizeof(float));
    assert_memory_equal(frame.latent_gradient, ae_trainer_latent_gradient(wanted), CODES * sizeof(float));
}

// The frames first … last, and no others, are those of a run from `seed`.
static void assert_recording(const ae_recorder *recorder, int first, int last, uint64_t seed, int batch) {
    assert_int_equal(ae_recorder_first(recorder), first);
    assert_int_equal(ae_recorder_count(recorder), last - first + 1);
    ae_trainer *wanted = start(seed, batch);
    assert_int_equal(ae_trainer_step(wanted, first), AE_OK);
    for (int epoch = first; epoch <= last; epoch++) {
        assert_frame(recorder, wanted);
        assert_int_equal(ae_trainer_step(wanted, 1), AE_OK);
    }
    ae_trainer_free(wanted);
    const ae_frame untouched = {.epoch = -77, .loss = 78};
    const int missing[] = {-1, first - 1, last + 1, last + 1000};
    for (int k = 0; k < 4; k++) {
        ae_frame frame = untouched;
        assert_false(ae_recorder_get(recorder, missing[k], &frame));
        assert_true(frame.epoch == -77 && frame.loss == 78 && !frame.latent && !frame.latent_gradient);
    }
}

static void every_epoch_is_kept(void **state) {
    (void)state;
    for (int batch = 0; batch <= 8; batch += 8) {
        ae_trainer *trainer = start(1, batch);
        ae_recorder *recorder = record(trainer, 100);
        assert_int_equal(ae_recorder_step(recorder, trainer, 30), AE_OK);
        assert_int_equal(ae_trainer_epoch(trainer), 30);
        assert_recording(recorder, 0, 30, 1, batch);
        assert_int_equal(ae_recorder_step(recorder, trainer, 5), AE_OK); // and goes on
        assert_recording(recorder, 0, 35, 1, batch);
        ae_recorder_free(recorder);
        ae_trainer_free(trainer);
    }
}

static void recording_changes_no_weight(void **state) {
    (void)state;
    for (int batch = 0; batch <= 8; batch += 8) {
        ae_trainer *trainer = start(1, batch), *alone = start(1, batch);
        ae_recorder *recorder = record(trainer, 10);
        assert_int_equal(ae_recorder_step(recorder, trainer, 30), AE_OK);
        assert_int_equal(ae_trainer_step(alone, 30), AE_OK);
        assert_memory_equal(ae_trainer_parameters(trainer), ae_trainer_parameters(alone),
                            ae_trainer_network(alone)->parameter_count * sizeof(float));
        ae_recorder_free(recorder);
        ae_trainer_free(alone);
        ae_trainer_free(trainer);
    }
}

static void a_full_ring_drops_the_oldest(void **state) {
    (void)state;
    for (int frames = 1; frames <= 7; frames += 3) {
        ae_trainer *trainer = start(1, 0);
        ae_recorder *recorder = record(trainer, frames);
        for (int epoch = 0; epoch < 25; epoch++) {
            ae_recorder_add(recorder, trainer);
            int first = epoch < frames ? 0 : epoch - frames + 1;
            assert_recording(recorder, first, epoch, 1, 0);
            assert_int_equal(ae_trainer_step(trainer, 1), AE_OK);
        }
        ae_recorder_free(recorder);
        ae_trainer_free(trainer);
    }
}

static void a_new_recorder_is_empty(void **state) {
    (void)state;
    ae_trainer *trainer = start(1, 0);
    ae_recorder *recorder = record(trainer, 5);
    ae_frame frame;
    assert_int_equal(ae_recorder_count(recorder), 0);
    assert_int_equal(ae_recorder_first(recorder), 0);
    for (int epoch = -1; epoch < 6; epoch++) assert_false(ae_recorder_get(recorder, epoch, &frame));
    ae_recorder_free(recorder);
    ae_recorder_free(NULL);
    ae_trainer_free(trainer);
}

static void a_recording_may_start_late(void **state) {
    (void)state;
    ae_trainer *trainer = start(1, 0);
    ae_recorder *recorder = record(trainer, 5);
    assert_int_equal(ae_trainer_step(trainer, 13), AE_OK);
    assert_int_equal(ae_recorder_step(recorder, trainer, 3), AE_OK);
    assert_recording(recorder, 13, 16, 1, 0);
    ae_recorder_free(recorder);
    ae_trainer_free(trainer);
}

static void a_gap_starts_a_new_recording(void **state) {
    (void)state;
    ae_trainer *trainer = start(1, 0);
    ae_recorder *recorder = record(trainer, 50);
    assert_int_equal(ae_recorder_step(recorder, trainer, 10), AE_OK);
    assert_int_equal(ae_trainer_step(trainer, 2), AE_OK);
    ae_recorder_add(recorder, trainer);
    assert_recording(recorder, 12, 12, 1, 0);
    assert_int_equal(ae_recorder_step(recorder, trainer, 3), AE_OK);
    assert_recording(recorder, 12, 15, 1, 0);
    ae_recorder_free(recorder);
    ae_trainer_free(trainer);
}

static void a_reset_starts_a_new_recording(void **state) {
    (void)state;
    ae_trainer *trainer = start(1, 0);
    ae_recorder *recorder = record(trainer, 50);
    assert_int_equal(ae_recorder_step(recorder, trainer, 10), AE_OK);
    ae_trainer_reset(trainer, 2);
    ae_recorder_add(recorder, trainer);
    assert_recording(recorder, 0, 0, 2, 0);
    assert_int_equal(ae_recorder_step(recorder, trainer, 4), AE_OK);
    assert_recording(recorder, 0, 4, 2, 0);
    ae_recorder_free(recorder);
    ae_trainer_free(trainer);
}

// "The one it starts from included": the old run's frames of epoch 0 … are no excuse.
static void stepping_after_a_reset_records_the_new_run_alone(void **state) {
    (void)state;
    for (int before = 0; before <= 10; before += 5) {
        ae_trainer *trainer = start(1, 0);
        ae_recorder *recorder = record(trainer, 50);
        assert_int_equal(ae_recorder_step(recorder, trainer, before), AE_OK);
        ae_trainer_reset(trainer, 2);
        assert_int_equal(ae_recorder_step(recorder, trainer, 3), AE_OK);
        assert_recording(recorder, 0, 3, 2, 0);
        ae_recorder_free(recorder);
        ae_trainer_free(trainer);
    }
}

static void a_cleared_recorder_begins_again(void **state) {
    (void)state;
    ae_trainer *trainer = start(1, 0);
    ae_recorder *recorder = record(trainer, 4);
    ae_frame frame;
    assert_int_equal(ae_recorder_step(recorder, trainer, 9), AE_OK);
    ae_recorder_clear(recorder);
    assert_int_equal(ae_recorder_count(recorder), 0);
    assert_int_equal(ae_recorder_first(recorder), 0);
    for (int epoch = 0; epoch < 12; epoch++) assert_false(ae_recorder_get(recorder, epoch, &frame));
    assert_int_equal(ae_recorder_step(recorder, trainer, 2), AE_OK);
    assert_recording(recorder, 9, 11, 1, 0);
    ae_recorder_free(recorder);
    ae_trainer_free(trainer);
}

static void divergence_is_told_and_ends_the_recording(void **state) {
    (void)state;
    ae_trainer *trainer = start(1, 0);
    ae_recorder *recorder = record(trainer, 2000);
    ae_frame frame;
    assert_int_equal(ae_trainer_set_rate(trainer, 1e30f, NULL), AE_OK);
    assert_int_equal(ae_recorder_step(recorder, trainer, 1000), AE_DIVERGED);
    int epoch = ae_trainer_epoch(trainer);
    assert_true(ae_recorder_get(recorder, epoch, &frame)); // what it went back to is there
    assert_true(frame.loss == ae_trainer_loss(trainer));
    assert_int_equal(ae_trainer_set_rate(trainer, 1e-3f, NULL), AE_OK);
    assert_int_equal(ae_recorder_step(recorder, trainer, 3), AE_OK);
    for (int e = epoch + 1; e <= epoch + 3; e++) {
        assert_true(ae_recorder_get(recorder, e, &frame));
        assert_true(isfinite(frame.loss));
    }
    assert_false(ae_recorder_get(recorder, epoch + 4, &frame));
    ae_recorder_free(recorder);
    ae_trainer_free(trainer);
}

static void impossible_numbers_of_frames_are_named(void **state) {
    (void)state;
    ae_trainer *trainer = start(1, 0);
    static const int wrong[] = {0, -1, 1000001};
    static const char *const parts[] = {"frames is 0", "frames is -1", "frames is 1000001, it must be 1 to 1000000"};
    for (int k = 0; k < 3; k++) {
        ae_recorder *recorder = (ae_recorder *)trainer;
        ae_error error = {0};
        assert_int_equal(ae_recorder_new(&recorder, trainer, wrong[k], &error), AE_BAD_VALUE);
        assert_null(recorder);
        assert_int_equal(error.status, AE_BAD_VALUE);
        assert_holds(error.detail, parts[k]);
        assert_int_equal(ae_recorder_new(&recorder, trainer, wrong[k], NULL), AE_BAD_VALUE);
    }
    ae_trainer_free(trainer);
}

static void want_of_memory_is_survived(void **state) {
    (void)state;
    ae_trainer *trainer = start(1, 0);
    int before = test_allocations;
    ae_recorder_free(record(trainer, 10));
    assert_int_equal(test_allocations, before + 1); // one block
    ae_recorder *recorder = (ae_recorder *)trainer;
    ae_error error = {0};
    test_fail_allocation = 1;
    assert_int_equal(ae_recorder_new(&recorder, trainer, 10, &error), AE_OUT_OF_MEMORY);
    assert_null(recorder);
    assert_holds(error.detail, "memory");
    ae_trainer_free(trainer);
}

static void nothing_allocates_while_recording(void **state) {
    (void)state;
    ae_trainer *trainer = start(1, 8);
    ae_recorder *recorder = record(trainer, 5);
    ae_frame frame;
    int before = test_allocations;
    assert_true(before > 0); // they are counted
    ae_recorder_add(recorder, trainer);
    assert_int_equal(ae_recorder_step(recorder, trainer, 20), AE_OK);
    assert_true(ae_recorder_get(recorder, 20, &frame));
    ae_recorder_clear(recorder);
    ae_recorder_add(recorder, trainer);
    assert_int_equal(test_allocations, before);
    ae_recorder_free(recorder);
    ae_trainer_free(trainer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_epoch_is_kept),
        cmocka_unit_test(recording_changes_no_weight),
        cmocka_unit_test(a_full_ring_drops_the_oldest),
        cmocka_unit_test(a_new_recorder_is_empty),
        cmocka_unit_test(a_recording_may_start_late),
        cmocka_unit_test(a_gap_starts_a_new_recording),
        cmocka_unit_test(a_reset_starts_a_new_recording),
        cmocka_unit_test(stepping_after_a_reset_records_the_new_run_alone),
        cmocka_unit_test(a_cleared_recorder_begins_again),
        cmocka_unit_test(divergence_is_told_and_ends_the_recording),
        cmocka_unit_test(impossible_numbers_of_frames_are_named),
        cmocka_unit_test(want_of_memory_is_survived),
        cmocka_unit_test(nothing_allocates_while_recording),
    };
    return cmocka_run_group_tests_name("recorder", tests, NULL, NULL);
}
