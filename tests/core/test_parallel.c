// SPDX-License-Identifier: MIT
// Work that is shared out gives the bits that one alone gives.
#include "test.h"

#include <pthread.h>
#include <string.h>

#include "cli/pool.h"
#include "trainer.h"

enum { D = 37, ROWS = 150, EPOCHS = 3 };

static const ae_network_desc NETWORK = {.inputs = D,
                                        .layer_count = 4,
                                        .layers = {{70, AE_TANH}, {2, AE_LINEAR}, {65, AE_RELU}, {D, AE_SIGMOID}},
                                        .latent = 1};

static ae_trainer *make(const ae_parallel *parallel, int batch) {
    static float data[ROWS * D];
    ae_random random = ae_random_new(1, 0);
    for (size_t k = 0; k < ROWS * D; k++) data[k] = (float)ae_random_uniform(&random);
    ae_trainer_desc desc = {.network = NETWORK, .optimizer = {.rate = 0.01f}, .data = data, .points = ROWS};
    desc.corruption = (ae_corruption){0.1f, 0.1f};
    desc.batch = batch;
    desc.parallel = parallel;
    ae_error error;
    ae_trainer *trainer;
    if (ae_trainer_new(&trainer, &desc, &error)) fail_msg("%s", error.detail);
    return trainer;
}

static void any_number_of_threads_gives_the_same_bits(void **state) {
    (void)state;
    const int batches[] = {0, 64, 3}, threads[] = {1, 2, 3, 8};
    for (size_t b = 0; b < 3; b++) {
        ae_trainer *alone = make(NULL, batches[b]);
        assert_int_equal(ae_trainer_step(alone, EPOCHS), AE_OK);
        for (size_t k = 0; k < 4; k++) {
            cli_pool *pool = cli_pool_new(threads[k]);
            assert_int_equal(pool != NULL, threads[k] > 1);
            ae_trainer *shared = make(cli_pool_parallel(pool), batches[b]);
            assert_int_equal(ae_trainer_step(shared, EPOCHS), AE_OK);
            const size_t bytes = ae_trainer_network(alone)->parameter_count * sizeof(float);
            assert_memory_equal(ae_trainer_parameters(shared), ae_trainer_parameters(alone), bytes);
            assert_memory_equal(ae_trainer_gradients(shared), ae_trainer_gradients(alone), bytes);
            assert_memory_equal(ae_trainer_latent_gradient(shared), ae_trainer_latent_gradient(alone),
                                ROWS * 2 * sizeof(float));
            ae_trainer_free(shared);
            cli_pool_free(pool);
        }
        ae_trainer_free(alone);
    }
}

enum { PARTS = 8, TURNS = 2000 };

typedef struct counter {
    int done[PARTS];
    pthread_t by[PARTS];
} counter;

static void count(void *work, int part) {
    counter *counter = work;
    counter->done[part]++;
    counter->by[part] = pthread_self();
}

static void each_part_is_done_once_a_turn_by_a_thread_of_its_own(void **state) {
    (void)state;
    counter work = {{0}, {0}};
    cli_pool *pool = cli_pool_new(PARTS);
    const ae_parallel *parallel = cli_pool_parallel(pool);
    assert_int_equal(ae_parts(parallel), PARTS);
    for (int turn = 1; turn <= TURNS; turn++) {
        ae_run(parallel, count, &work);
        for (int part = 0; part < PARTS; part++) assert_int_equal(work.done[part], turn);
    }
    for (int a = 0; a < PARTS; a++)
        for (int b = 0; b < a; b++) assert_false(pthread_equal(work.by[a], work.by[b]));
    cli_pool_free(pool);
}

static void parts_cover_everything_once(void **state) {
    (void)state;
    for (size_t count = 0; count < 20; count++)
        for (int parts = 1; parts <= 9; parts++) {
            assert_int_equal(ae_part_start(count, 0, parts), 0);
            assert_int_equal(ae_part_start(count, parts, parts), count);
            for (int part = 0; part < parts; part++)
                assert_true(ae_part_start(count, part, parts) <= ae_part_start(count, part + 1, parts));
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(each_part_is_done_once_a_turn_by_a_thread_of_its_own),
        cmocka_unit_test(parts_cover_everything_once),
    };
    return cmocka_run_group_tests_name("parallel", tests, NULL, NULL);
}
