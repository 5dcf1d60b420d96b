// SPDX-License-Identifier: MIT
// Each allocation of each constructor fails once. LeakSanitizer, in the sanitize build, proves that nothing is lost.
#include "test.h"

#include <string.h>

#include "data.h"
#include "digit_trainer.h"
#include "options.h"

static const ae_network_desc NETWORK = {
    .inputs = 3, .layer_count = 2, .layers = {{2, AE_TANH}, {3, AE_LINEAR}}, .latent = 0};
static const float data[2 * 3] = {0, 1, 2, 3, 4, 5};
static ae_network *network; // for what needs one

// A constructor tells what it left in its out pointer, or the first of them that is not NULL, and how to free it.
typedef struct made {
    ae_status status;
    void *object;
} made;

static made make_network(ae_error *error) {
    ae_network *object = (ae_network *)&network;
    ae_status status = ae_network_new(&object, &NETWORK, error);
    return (made){status, object};
}
static void free_network(void *object) { ae_network_free(object); }

static made make_pass(ae_error *error) {
    ae_pass *object = (ae_pass *)&network;
    ae_status status = ae_pass_new(&object, network, 2, error);
    return (made){status, object};
}
static void free_pass(void *object) { ae_pass_free(object); }

static made make_optimizer(ae_error *error) {
    ae_optimizer *object = (ae_optimizer *)&network;
    ae_status status = ae_optimizer_new(&object, &(ae_optimizer_desc){.rate = 0.1f}, 17, error);
    return (made){status, object};
}
static void free_optimizer(void *object) { ae_optimizer_free(object); }

static made make_dataset(ae_error *error) {
    ae_dataset *object = (ae_dataset *)&network;
    ae_status status = ae_dataset_new(&object, &(ae_dataset_desc){.points = 25}, error);
    return (made){status, object};
}
static void free_dataset(void *object) { ae_dataset_free(object); }

static made make_trainer(ae_error *error) {
    ae_trainer *object = (ae_trainer *)&network;
    const ae_trainer_desc desc = {.network = NETWORK, .optimizer = {.rate = 0.1f}, .data = data, .points = 2};
    ae_status status = ae_trainer_new(&object, &desc, error);
    return (made){status, object};
}
static void free_trainer(void *object) { ae_trainer_free(object); }

static made make_digit_trainer(ae_error *error) {
    static const unsigned char bytes[2 * 3] = {0, 9, 40, 80, 200, 255};
    ae_digit_trainer *object = (ae_digit_trainer *)&network;
    const ae_digit_trainer_desc desc = {
        .network = NETWORK, .digits = bytes, .count = 2, .looked = bytes, .looked_count = 2, .epochs = 1, .batch = 1};
    ae_status status = ae_digit_trainer_new(&object, &desc, error);
    return (made){status, object};
}
static void free_digit_trainer(void *object) { ae_digit_trainer_free(object); }

// The bytes of a data file, of those that there are to be read.
static const char *file;
static size_t file_size;

static made make_table(ae_error *error) {
    ae_table *object = (ae_table *)&network;
    ae_status status = ae_data_read(&object, file, file_size, NULL, error);
    return (made){status, object};
}
static made make_labels(ae_error *error) {
    ae_table *object = (ae_table *)&network;
    ae_status status = ae_labels_read(&object, file, file_size, NULL, error);
    return (made){status, object};
}
static void free_table(void *object) { ae_table_free(object); }

typedef struct run {
    ae_dataset *dataset;
    ae_trainer *trainer;
} run;

static run built;

static made make_run(ae_error *error) {
    const ae_options options = ae_options_default();
    built = (run){(ae_dataset *)&network, (ae_trainer *)&network};
    ae_status status = ae_options_build(&options, NULL, &built.dataset, &built.trainer, error);
    return (made){status, built.dataset || built.trainer ? &built : NULL};
}
static void free_run(void *object) {
    run *r = object;
    ae_trainer_free(r->trainer);
    ae_dataset_free(r->dataset);
}

// For k = 1, 2, … the k-th allocation fails, until there are not so many.
static void check(made (*make)(ae_error *), void (*release)(void *), int least) {
    assert_int_equal(ae_network_new(&network, &NETWORK, NULL), AE_OK);
    int k = 1;
    for (;; k++) {
        ae_error error = {0};
        test_fail_allocation = k;
        made result = make(&error);
        bool reached = test_fail_allocation == 0;
        test_fail_allocation = 0;
        if (!reached) { // all of them succeeded
            assert_int_equal(result.status, AE_OK);
            assert_non_null(result.object);
            release(result.object);
            break;
        }
        if (result.status != AE_OUT_OF_MEMORY) fail_msg("allocation %d: status %d", k, (int)result.status);
        assert_null(result.object);
        assert_int_equal(error.status, AE_OUT_OF_MEMORY);
        assert_holds(error.detail, "memory");
        test_fail_allocation = k;
        assert_int_equal(make(NULL).status, AE_OUT_OF_MEMORY); // no error to fill is fine
    }
    assert_true(k > least); // so many of its allocations did fail
    ae_network_free(network);
}

static void a_network_survives_want_of_memory(void **state) {
    (void)state;
    check(make_network, free_network, 1);
}

static void a_pass_survives_want_of_memory(void **state) {
    (void)state;
    check(make_pass, free_pass, 1);
}

static void an_optimizer_survives_want_of_memory(void **state) {
    (void)state;
    check(make_optimizer, free_optimizer, 1);
}

static void a_dataset_survives_want_of_memory(void **state) {
    (void)state;
    check(make_dataset, free_dataset, 1);
}

static void a_trainer_survives_want_of_memory(void **state) {
    (void)state;
    check(make_trainer, free_trainer, 5);
}

static void a_trainer_on_digits_survives_want_of_memory(void **state) {
    (void)state;
    check(make_digit_trainer, free_digit_trainer, 7);
}

static void a_run_by_options_survives_want_of_memory(void **state) {
    (void)state;
    check(make_run, free_run, 6);
}

static void networks_and_passes_are_one_block_each(void **state) {
    (void)state;
    ae_pass *pass;
    int before = test_allocations;
    assert_int_equal(ae_network_new(&network, &NETWORK, NULL), AE_OK);
    assert_int_equal(test_allocations, before + 1);
    assert_int_equal(ae_pass_new(&pass, network, 2, NULL), AE_OK);
    assert_int_equal(test_allocations, before + 2);
    ae_pass_free(pass);
    ae_network_free(network);
}

static void nothing_allocates_in_a_run(void **state) {
    (void)state;
    assert_int_equal(make_run(NULL).status, AE_OK);
    ae_trainer *trainer = built.trainer;
    ae_pass *pass;
    assert_int_equal(ae_pass_new(&pass, ae_trainer_network(trainer), 25, NULL), AE_OK);
    int before = test_allocations;
    assert_int_equal(ae_trainer_step(trainer, 3), AE_OK);
    ae_trainer_loss(trainer);
    ae_trainer_point_loss(trainer, 24);
    ae_trainer_parameters(trainer);
    ae_trainer_gradients(trainer);
    ae_trainer_latent_gradient(trainer);
    ae_trainer_output(trainer);
    ae_decode(ae_trainer_network(trainer), pass, ae_trainer_latent(trainer), 25);
    ae_encode(ae_trainer_network(trainer), pass, ae_trainer_input(trainer), 25);
    ae_trainer_adopt(trainer, 7, 0.5, NAN);
    assert_int_equal(ae_trainer_step(trainer, 1), AE_OK);
    ae_trainer_reset(trainer, 2);
    assert_int_equal(ae_trainer_step(trainer, 1), AE_OK);
    assert_int_equal(test_allocations, before);
    ae_pass_free(pass);
    free_run(&built);
    assert_true(test_allocations > 0); // they are counted
}

// The largest network that a page is meant to train, 784-512-256-64-2-64-256-512-784 in batches of 256, with 1,000 rows
// of data.
static void a_large_trainer_stays_under_64_MB(void **state) {
    (void)state;
    enum { ROWS = 1000, COLUMNS = 784 };
    static float data[ROWS * COLUMNS];
    ae_trainer_desc desc = {
        .network = {.inputs = COLUMNS,
                    .layer_count = 8,
                    .layers = {{512, AE_RELU},
                               {256, AE_RELU},
                               {64, AE_RELU},
                               {2, AE_LINEAR},
                               {64, AE_RELU},
                               {256, AE_RELU},
                               {512, AE_RELU},
                               {COLUMNS, AE_SIGMOID}},
                    .latent = 3},
        .optimizer = {.rate = 0.001f},
        .data = data,
        .points = ROWS,
        .batch = 256,
    };
    size_t before = test_allocated_bytes;
    ae_trainer *trainer;
    assert_int_equal(ae_trainer_new(&trainer, &desc, NULL), AE_OK);
    size_t bytes = test_allocated_bytes - before;
    assert_true(bytes > 20000000); // parameters, gradients, moments and the kept state alone are five times 4.4 MB
    assert_true(bytes < 64000000);
    ae_trainer_free(trainer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_network_survives_want_of_memory),
        cmocka_unit_test(a_pass_survives_want_of_memory),
        cmocka_unit_test(an_optimizer_survives_want_of_memory),
        cmocka_unit_test(a_dataset_survives_want_of_memory),
        cmocka_unit_test(a_trainer_survives_want_of_memory),
        cmocka_unit_test(a_trainer_on_digits_survives_want_of_memory),
        cmocka_unit_test(a_run_by_options_survives_want_of_memory),
        cmocka_unit_test(networks_and_passes_are_one_block_each),
        cmocka_unit_test(nothing_allocates_in_a_run),
        cmocka_unit_test(a_large_trainer_stays_under_64_MB),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
