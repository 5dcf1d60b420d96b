// SPDX-License-Identifier: MIT
// Numbers that never depend on the machine: a hash over the bits of all parameters after a fixed run is the same in
// every build, here and in tests/wasm/golden.test.js.
#include "test.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "options.h"

// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/)
static uint64_t fnv1a(const void *bytes, size_t count) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t k = 0; k < count; k++) hash = (hash ^ ((const unsigned char *)bytes)[k]) * 0x100000001b3u;
    return hash;
}

static void fnv1a_gives_the_published_values(void **state) {
    (void)state;
    assert_true(fnv1a("", 0) == 0xcbf29ce484222325u);
    assert_true(fnv1a("a", 1) == 0xaf63dc4c8601ec8cu);
    assert_true(fnv1a("foobar", 6) == 0x85944171f73967e8u);
}

// The hash beside `name` in tests/golden.txt, whose lines are a name and 16 hexadecimal digits.
static uint64_t golden(const char *name) {
    FILE *file = fopen("tests/golden.txt", "r");
    if (!file) fail_msg("tests/golden.txt cannot be read: run this from the repository's root");
    char found[64];
    uint64_t hash = 0;
    bool is_there = false;
    while (!is_there && fscanf(file, "%63s %16" SCNx64, found, &hash) == 2) is_there = !strcmp(found, name);
    fclose(file);
    if (!is_there) fail_msg("tests/golden.txt has no %s", name);
    return hash;
}

static void five_hundred_epochs_give_the_golden_bits(void **state) {
    (void)state;
    ae_options options = ae_options_default();
    ae_dataset *dataset;
    ae_trainer *trainer;
    assert_int_equal(ae_options_build(&options, &dataset, &trainer, NULL), AE_OK);
    assert_int_equal(ae_trainer_step(trainer, 500), AE_OK);
    uint64_t hash = fnv1a(ae_trainer_parameters(trainer),
                          ae_trainer_network(trainer)->parameter_count * sizeof *ae_trainer_parameters(trainer));
    if (hash != golden("saddle-500")) fail_msg("the parameters hash to %016" PRIx64, hash);
    assert_near(ae_trainer_loss(trainer), 5e-4, 5e-4); // it did learn
    ae_trainer_free(trainer);
    ae_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fnv1a_gives_the_published_values),
        cmocka_unit_test(five_hundred_epochs_give_the_golden_bits),
    };
    return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}
