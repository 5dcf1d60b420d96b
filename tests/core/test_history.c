// SPDX-License-Identifier: MIT
// The losses of a run against a plain list of all that was added.
#include "test.h"

#include <string.h>

#include "history.h"
#include "options.h"
#include "random.h"

static ae_history *make(int capacity) {
    ae_history *history;
    ae_error error;
    if (ae_history_new(&history, capacity, &error)) fail_msg("%s", error.detail);
    return history;
}

static double loss_of(int epoch) { return 1.0 / (epoch + 1); }

// Epochs first … last, with no held-out loss.
static void run(ae_history *history, int first, int last) {
    for (int epoch = first; epoch <= last; epoch++) ae_history_add(history, epoch, loss_of(epoch), NAN);
}

// Rows ascend, have the loss of their own epoch, begin at `first` and end at `last`.
static void assert_sound(const ae_history *history, int first, int last) {
    int count = ae_history_count(history);
    const ae_losses *rows = ae_history_rows(history);
    assert_true(count >= 1 && count <= ae_history_capacity(history));
    assert_int_equal(ae_history_first(history), first);
    assert_int_equal(ae_history_last(history), last);
    for (int k = 0; k < count; k++) {
        assert_true(k == 0 || rows[k].epoch > rows[k - 1].epoch);
        assert_true(rows[k].loss == (float)loss_of((int)rows[k].epoch));
    }
    assert_true((int)rows[0].epoch == first && (int)rows[count - 1].epoch == last);
}

// No two rows are farther apart than `most` epochs.
static void assert_gaps(const ae_history *history, int most) {
    const ae_losses *rows = ae_history_rows(history);
    for (int k = 1; k < ae_history_count(history); k++)
        if (!(rows[k].epoch - rows[k - 1].epoch <= (float)most))
            fail_msg("from %g to %g are more than %d epochs", (double)rows[k - 1].epoch, (double)rows[k].epoch, most);
}

static void a_new_history_is_empty(void **state) {
    (void)state;
    ae_history *history = make(10);
    assert_int_equal(ae_history_count(history), 0);
    assert_int_equal(ae_history_capacity(history), 10);
    assert_int_equal(ae_history_first(history), -1);
    assert_int_equal(ae_history_last(history), -1);
    assert_null(ae_history_nearest(history, 0));
    ae_history_cut(history, 3);
    ae_history_keep_newest(history);
    assert_int_equal(ae_history_count(history), 0);
    ae_history_free(history);
    ae_history_free(NULL);
}

static void a_capacity_out_of_range_is_refused(void **state) {
    (void)state;
    const int wrong[] = {-1, 0, 3, 1000001};
    for (int k = 0; k < 4; k++) {
        ae_history *history = (ae_history *)&wrong;
        ae_error error;
        assert_int_equal(ae_history_new(&history, wrong[k], &error), AE_BAD_VALUE);
        assert_holds(error.detail, "capacity");
        assert_null(history);
    }
}

static void no_memory_is_a_status(void **state) {
    (void)state;
    ae_history *history = (ae_history *)&state;
    ae_error error;
    test_fail_allocation = 1;
    assert_int_equal(ae_history_new(&history, 100, &error), AE_OUT_OF_MEMORY);
    test_fail_allocation = 0;
    assert_null(history);
}

static void every_epoch_has_its_row_while_there_is_room(void **state) {
    (void)state;
    ae_history *history = make(100);
    run(history, 0, 99);
    assert_int_equal(ae_history_count(history), 100);
    assert_sound(history, 0, 99);
    ae_history_free(history);
}

static void a_full_history_drops_every_second_row(void **state) {
    (void)state;
    ae_history *history = make(100);
    run(history, 0, 100);
    assert_int_equal(ae_history_count(history), 51); // 0, 2, … 98 and 100
    for (int k = 0; k <= 50; k++) assert_true(ae_history_rows(history)[k].epoch == (float)(2 * k));
    run(history, 101, 101);
    assert_int_equal(ae_history_count(history), 52);
    assert_sound(history, 0, 101); // the newest is there, between the others or not
    run(history, 102, 102);
    assert_int_equal(ae_history_count(history), 52); // in its place
    assert_sound(history, 0, 102);
    ae_history_free(history);
}

static void a_run_of_any_length_fits(void **state) {
    (void)state;
    const int lengths[] = {1, 3, 4, 5, 1000, 4096, 4097, 100000, 300001};
    for (int capacity = 4; capacity <= 4096; capacity *= 4)
        for (int k = 0; k < 9; k++) {
            ae_history *history = make(capacity);
            for (int epoch = 7; epoch < 7 + lengths[k]; epoch++) {
                run(history, epoch, epoch);
                assert_int_equal(ae_history_last(history), epoch);
            }
            assert_sound(history, 7, 6 + lengths[k]);
            int stride = 1;
            while ((lengths[k] - 1) / stride + 2 > capacity) stride *= 2; // one every stride, and the newest
            assert_gaps(history, stride);
            if (lengths[k] >= capacity) assert_true(ae_history_count(history) >= capacity / 2);
            ae_history_free(history);
        }
}

static void nothing_allocates_after_new(void **state) {
    (void)state;
    ae_history *history = make(64), *ghost = make(64);
    int before = test_allocations;
    run(history, 0, 10000);
    ae_history_cut(history, 500);
    ae_history_copy(ghost, history);
    ae_history_add_rows(ghost, ae_history_rows(history), ae_history_count(history));
    ae_history_clear(history);
    assert_int_equal(test_allocations, before);
    ae_history_free(history);
    ae_history_free(ghost);
}

static void going_back_forgets_what_came_after(void **state) {
    (void)state;
    for (int capacity = 8; capacity <= 512; capacity *= 8)
        for (int back = 0; back <= 120; back += 7) {
            ae_history *history = make(capacity);
            run(history, 0, 120);
            ae_history_cut(history, back);
            assert_true(ae_history_last(history) <= back && ae_history_last(history) > back - 32);
            run(history, back + 1, back + 1);
            assert_sound(history, 0, back + 1);
            run(history, 0, 120);
            ae_history_add(history, back, loss_of(back), NAN); // an epoch that has been cuts by itself
            assert_sound(history, 0, back);
            ae_history_free(history);
        }
}

static void a_run_that_starts_anew_has_every_epoch_again(void **state) {
    (void)state;
    ae_history *history = make(16);
    run(history, 0, 1000);
    run(history, 0, 9);
    assert_int_equal(ae_history_count(history), 10);
    run(history, 10, 1000);
    ae_history_cut(history, -1);
    run(history, 0, 9);
    assert_int_equal(ae_history_count(history), 10);
    run(history, 10, 1000);
    ae_history_clear(history);
    run(history, 5, 14);
    assert_int_equal(ae_history_count(history), 10);
    ae_history_free(history);
}

static void the_nearest_row_is_the_nearest(void **state) {
    (void)state;
    ae_random random = ae_random_new(1, 9);
    for (int trial = 0; trial < 50; trial++) {
        ae_history *history = make(4 + trial);
        for (int epoch = 3, k = 0; k <= 2 * trial; k++, epoch += 1 + (int)(9 * ae_random_uniform(&random)))
            ae_history_add(history, epoch, loss_of(epoch), NAN);
        const ae_losses *rows = ae_history_rows(history);
        for (double epoch = -5; epoch < 12 * 50; epoch += 0.5) {
            int best = 0;
            for (int k = 1; k < ae_history_count(history); k++)
                if (fabs((double)rows[k].epoch - epoch) < fabs((double)rows[best].epoch - epoch)) best = k;
            assert_ptr_equal(ae_history_nearest(history, epoch), &rows[best]);
        }
        ae_history_free(history);
    }
}

static void a_copy_is_its_own(void **state) {
    (void)state;
    ae_history *history = make(32), *ghost = make(32);
    run(ghost, 0, 5);
    run(history, 0, 99);
    ae_history_copy(ghost, history);
    assert_int_equal(ae_history_count(ghost), ae_history_count(history));
    assert_sound(ghost, 0, 99);
    run(history, 0, 3);
    assert_sound(ghost, 0, 99);
    run(ghost, 100, 500); // and goes on as the other would have
    run(history, 0, 500);
    assert_int_equal(ae_history_count(ghost), ae_history_count(history));
    assert_memory_equal(ae_history_rows(ghost), ae_history_rows(history),
                        (size_t)ae_history_count(history) * 2 * sizeof(float));
    ae_history_copy(ghost, ghost);
    assert_sound(ghost, 0, 500);
    ae_history_free(history);
    ae_history_free(ghost);
}

// Nothing is left of how far apart the rows were before.
static void the_newest_alone_is_a_start(void **state) {
    (void)state;
    ae_history *history = make(16);
    run(history, 0, 1000);
    ae_history_keep_newest(history);
    run(history, 1001, 1009);
    assert_sound(history, 1000, 1009);
    assert_int_equal(ae_history_count(history), 10);
    run(history, 0, 1000);
    ae_history_room(history)[0] = (ae_losses){7, (float)loss_of(7), NAN};
    ae_history_written(history, 1);
    run(history, 8, 16);
    assert_sound(history, 7, 16);
    assert_int_equal(ae_history_count(history), 10);
    ae_history_free(history);
}

// A held-out loss that is known now and then is not lost with the row it came with.
static void held_out_losses_outlive_their_rows(void **state) {
    (void)state;
    ae_history *history = make(64);
    const ae_losses *rows = ae_history_rows(history);
    for (int epoch = 0; epoch <= 5000; epoch++) {
        ae_history_add(history, epoch, loss_of(epoch), epoch % 301 == 7 ? (double)epoch : NAN);
        if (epoch % 301 == 7) assert_true(ae_history_nearest(history, epoch)->held_out == (float)epoch);
    }
    int known = 0;
    for (int k = 0; k < ae_history_count(history); k++) {
        if (isnan(rows[k].held_out)) continue;
        known++;
        assert_true(rows[k].held_out <= rows[k].epoch);              // one that was already known
        assert_true(k == 0 || rows[k].held_out > rows[k - 1].epoch); // since the row before
    }
    assert_int_equal(known, 17); // 7, 308, … 4823
    run(history, 0, 62);
    ae_history_add(history, 63, loss_of(63), 5);
    run(history, 64, 64); // for which the row before goes
    assert_true(ae_history_nearest(history, 63)->epoch == 62);
    assert_true(ae_history_nearest(history, 64)->held_out == 5);
    ae_history_free(history);
}

// As a page's history takes over what a worker's has gathered since the last time.
static void rows_that_are_handed_over_in_parts_are_the_whole(void **state) {
    (void)state;
    ae_history *whole = make(256), *page = make(256), *worker = make(64), *arrived = make(64);
    ae_random random = ae_random_new(2, 9);
    for (int epoch = 0; epoch <= 3000;) {
        int parts = 1 + (int)(62 * ae_random_uniform(&random));
        ae_history_keep_newest(worker);
        for (int k = 0; k < parts; k++, epoch++) {
            ae_history_add(worker, epoch, loss_of(epoch), k ? NAN : (double)epoch);
            ae_history_add(whole, epoch, loss_of(epoch), k ? NAN : (double)epoch);
        }
        int count = ae_history_count(worker);
        memcpy(ae_history_room(arrived), ae_history_rows(worker), (size_t)count * sizeof(ae_losses));
        ae_history_written(arrived, count);
        for (int twice = 0; twice < 2; twice++)
            ae_history_add_rows(page, ae_history_rows(arrived), ae_history_count(arrived));
        assert_int_equal(ae_history_count(page), ae_history_count(whole));
        assert_sound(page, 0, epoch - 1);
        for (int k = 0; k < ae_history_count(page); k++)
            assert_true(ae_history_rows(page)[k].epoch == ae_history_rows(whole)[k].epoch);
    }
    ae_history_free(whole);
    ae_history_free(page);
    ae_history_free(worker);
    ae_history_free(arrived);
}

// ---- of a trainer ---------------------------------------------------------------------------------------------------

static ae_trainer *start(int batch, int held_out, int optimizer, double rate) {
    ae_dataset *dataset;
    ae_trainer *trainer;
    ae_error error;
    ae_options options = ae_options_default();
    options.value[AE_OPTION_WIDTH] = 6;
    options.value[AE_OPTION_BATCH] = batch;
    options.value[AE_OPTION_HELDOUT] = held_out;
    options.value[AE_OPTION_OPTIMIZER] = optimizer;
    options.value[AE_OPTION_RATE] = rate;
    if (ae_options_build(&options, &dataset, &trainer, &error)) fail_msg("%s", error.detail);
    ae_dataset_free(dataset);
    return trainer;
}

static void a_trainer_records_the_loss_of_each_epoch(void **state) {
    (void)state;
    for (int held_out = 0; held_out <= 20; held_out += 20) {
        ae_trainer *trainer = start(0, held_out, 0, 0.01), *alone = start(0, held_out, 0, 0.01);
        ae_history *history = make(100);
        ae_trainer_record(trainer, history);
        assert_int_equal(ae_trainer_step(trainer, 20), AE_OK);
        assert_int_equal(ae_trainer_run(trainer, 20), AE_RUNNING);
        assert_int_equal(ae_history_count(history), 40);
        for (int epoch = 0; epoch < 40; epoch++) {
            ae_losses row = ae_history_rows(history)[epoch];
            assert_true(row.epoch == (float)epoch && isnan(row.held_out));
            assert_near(row.loss, ae_trainer_loss(alone), 1e-6 * ae_trainer_loss(alone)); // sums in another order
            assert_int_equal(ae_trainer_step(alone, 1), AE_OK);
        }
        assert_memory_equal(ae_trainer_parameters(trainer), ae_trainer_parameters(alone),
                            ae_trainer_network(alone)->parameter_count * sizeof(float));
        ae_history_free(history);
        ae_trainer_free(trainer);
        ae_trainer_free(alone);
    }
}

// The mean over mini-batches lies between what the loss was before the epoch and what it is after, while it falls fast.
static void mini_batches_record_their_mean(void **state) {
    (void)state;
    ae_trainer *trainer = start(5, 0, 0, 0.001);
    ae_history *history = make(100);
    ae_trainer_record(trainer, history);
    for (int epoch = 0; epoch < 10; epoch++) {
        double before = ae_trainer_loss(trainer);
        assert_int_equal(ae_trainer_step(trainer, 1), AE_OK);
        double row = (double)ae_history_nearest(history, epoch)->loss;
        assert_int_equal(ae_history_last(history), epoch);
        if (!(row < before && row > ae_trainer_loss(trainer)))
            fail_msg("epoch %d: %g is not between %g and %g", epoch, row, before, ae_trainer_loss(trainer));
    }
    ae_history_free(history);
    ae_trainer_free(trainer);
}

static void a_row_that_is_known_already_is_kept(void **state) {
    (void)state;
    ae_trainer *trainer = start(5, 20, 0, 0.01);
    ae_history *history = make(100);
    ae_trainer_record(trainer, history);
    assert_int_equal(ae_trainer_step(trainer, 10), AE_OK);
    ae_history_add(history, 10, ae_trainer_loss(trainer), ae_trainer_held_out_loss(trainer));
    ae_losses row = *ae_history_nearest(history, 10);
    assert_true(row.held_out > 0);
    assert_int_equal(ae_trainer_step(trainer, 10), AE_OK);
    assert_int_equal(ae_history_count(history), 20);
    assert_memory_equal(ae_history_nearest(history, 10), &row, sizeof row);
    ae_history_free(history);
    ae_trainer_free(trainer);
}

static void a_run_that_diverges_goes_back_in_its_history_too(void **state) {
    (void)state;
    for (int batch = 0; batch <= 5; batch += 5) {
        ae_trainer *trainer = start(batch, 0, 1, 10);
        ae_history *history = make(100);
        ae_trainer_record(trainer, history);
        assert_int_equal(ae_trainer_step(trainer, 500), AE_DIVERGED);
        assert_true(ae_history_last(history) <= ae_trainer_epoch(trainer));
        for (int k = 0; k < ae_history_count(history); k++) assert_true(isfinite(ae_history_rows(history)[k].loss));
        ae_history_add(history, 10000, 1, NAN); // as if a row had been added after the state that it goes back to
        assert_int_equal(ae_trainer_step(trainer, 500), AE_DIVERGED);
        assert_true(ae_history_last(history) <= ae_trainer_epoch(trainer));
        ae_trainer_reset(trainer, 1);
        assert_int_equal(ae_history_count(history), 0);
        ae_trainer_record(trainer, NULL);
        assert_int_equal(ae_trainer_step(trainer, 1), AE_OK);
        assert_int_equal(ae_history_count(history), 0);
        ae_history_free(history);
        ae_trainer_free(trainer);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_history_is_empty),
        cmocka_unit_test(a_capacity_out_of_range_is_refused),
        cmocka_unit_test(no_memory_is_a_status),
        cmocka_unit_test(every_epoch_has_its_row_while_there_is_room),
        cmocka_unit_test(a_full_history_drops_every_second_row),
        cmocka_unit_test(a_run_of_any_length_fits),
        cmocka_unit_test(nothing_allocates_after_new),
        cmocka_unit_test(going_back_forgets_what_came_after),
        cmocka_unit_test(a_run_that_starts_anew_has_every_epoch_again),
        cmocka_unit_test(the_nearest_row_is_the_nearest),
        cmocka_unit_test(a_copy_is_its_own),
        cmocka_unit_test(the_newest_alone_is_a_start),
        cmocka_unit_test(held_out_losses_outlive_their_rows),
        cmocka_unit_test(rows_that_are_handed_over_in_parts_are_the_whole),
        cmocka_unit_test(a_trainer_records_the_loss_of_each_epoch),
        cmocka_unit_test(mini_batches_record_their_mean),
        cmocka_unit_test(a_row_that_is_known_already_is_kept),
        cmocka_unit_test(a_run_that_diverges_goes_back_in_its_history_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
