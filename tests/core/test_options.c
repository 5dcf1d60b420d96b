// SPDX-License-Identifier: MIT
#include "options.h"

#include <string.h>

#include "test.h"

static ae_options options_of(double width, double depth, double bottleneck, double activation) {
    ae_options options = ae_options_default();
    assert_int_equal(ae_options_set(&options, AE_OPTION_WIDTH, width, NULL), AE_OK);
    assert_int_equal(ae_options_set(&options, AE_OPTION_DEPTH, depth, NULL), AE_OK);
    assert_int_equal(ae_options_set(&options, AE_OPTION_BOTTLENECK, bottleneck, NULL), AE_OK);
    assert_int_equal(ae_options_set(&options, AE_OPTION_ACTIVATION, activation, NULL), AE_OK);
    return options;
}

static void a_network_is_described_by_the_options_that_it_was_made_of(void **state) {
    (void)state;
    const ae_options all[] = {options_of(64, 2, 2, AE_TANH), options_of(1, 1, 3, AE_RELU),
                              options_of(512, 4, 1, AE_SIGMOID), options_of(7, 3, 2, AE_LINEAR),
                              options_of(64, 0, 2, AE_TANH)};
    for (int k = 0; k < 5; k++) {
        ae_dataset *dataset;
        ae_trainer *trainer;
        ae_options found = ae_options_default();
        assert_int_equal(ae_options_build(&all[k], NULL, &dataset, &trainer, NULL), AE_OK);
        assert_int_equal(ae_options_describe(&found, &ae_trainer_network(trainer)->desc, NULL), AE_OK);
        assert_memory_equal(&found, &all[k], sizeof found);
        ae_trainer_free(trainer);
        ae_dataset_free(dataset);
    }
}

static void assert_refused(ae_network_desc network, const char *part) {
    const ae_options before = options_of(32, 1, 1, AE_RELU);
    ae_options options = before;
    ae_error error = {0};
    assert_int_equal(ae_options_describe(&options, &network, &error), AE_BAD_VALUE);
    assert_holds(error.detail, part);
    assert_memory_equal(&options, &before, sizeof options);
}

static void networks_of_another_kind_are_refused(void **state) {
    (void)state;
    const ae_layer wide = {16, AE_TANH}, code = {2, AE_LINEAR}, out = {3, AE_LINEAR};
    const ae_network_desc good = {.inputs = 3, .layer_count = 4, .layers = {wide, code, wide, out}, .latent = 1};
    ae_options options = ae_options_default();
    assert_int_equal(ae_options_describe(&options, &good, NULL), AE_OK);
    ae_network_desc bad = good;
    bad.inputs = 4;
    assert_refused(bad, "4 numbers");
    bad = good, bad.layer_count = 3, bad.layers[2] = out;
    assert_refused(bad, "its encoder has 2 layers, its decoder 1");
    bad = good, bad.layers[2].units = 8;
    assert_refused(bad, "1 and 3 differ");
    bad = good, bad.layers[2].activation = AE_RELU;
    assert_refused(bad, "1 and 3 differ");
    bad = good, bad.layers[1].activation = AE_TANH;
    assert_refused(bad, "layer 2 is not linear");
    bad = good, bad.layers[3].activation = AE_SIGMOID;
    assert_refused(bad, "layer 4 is not linear");
    bad = good, bad.layers[1].units = 4;
    assert_refused(bad, "bottleneck is out of its range");
    bad = good, bad.layers[0].units = bad.layers[2].units = 513;
    assert_refused(bad, "width is out of its range");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_network_is_described_by_the_options_that_it_was_made_of),
        cmocka_unit_test(networks_of_another_kind_are_refused),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
