// SPDX-License-Identifier: MIT
// Numbers that never depend on the machine: a hash over the bits of all parameters after a fixed run is the same in
// every build, here and in tests/wasm/golden.test.js. The runs stand in tests/golden.txt.
#include "test.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
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

// ---- tests/golden.txt -----------------------------------------------------------------------------------------------

// A line: name, hash, then option=value for what is not the default, and steps=epochs. '#' begins a comment.
typedef struct golden_run {
    char name[64];
    uint64_t hash;
    ae_options options;
    int steps; // 500 unless told
} golden_run;

// A word's index, or a number.
static double parse_value(const ae_option *option, const char *text) {
    char *end;
    double number = strtod(text, &end);
    if (!option->words) return *text && !*end ? number : NAN;
    size_t length = strlen(text);
    int index = 0;
    for (const char *word = option->words; word; index++) {
        if (!strncmp(word, text, length) && (word[length] == ' ' || !word[length])) return index;
        word = strchr(word, ' ');
        if (word) word++;
    }
    return NAN;
}

static void parse_setting(golden_run *run, char *setting) {
    ae_error error;
    char *value = strchr(setting, '=');
    if (!value) fail_msg("%s: \"%s\" is no setting", run->name, setting);
    *value++ = '\0';
    if (!strcmp(setting, "steps")) {
        run->steps = atoi(value);
        assert_true(run->steps > 0);
        return;
    }
    int id = 0;
    while (id < AE_OPTION_COUNT && strcmp(ae_option_at(id)->name, setting)) id++;
    if (id == AE_OPTION_COUNT) fail_msg("%s: %s is no option", run->name, setting);
    if (ae_options_set(&run->options, id, parse_value(ae_option_at(id), value), &error))
        fail_msg("%s: %s=%s: %s", run->name, setting, value, error.detail);
}

// False for a comment.
static bool parse_line(golden_run *run, char *line) {
    *run = (golden_run){.options = ae_options_default(), .steps = 500};
    int used = 0;
    if (line[0] == '#') return false;
    if (sscanf(line, "%63s %16" SCNx64 "%n", run->name, &run->hash, &used) != 2) fail_msg("golden.txt: %s", line);
    for (char *setting = strtok(line + used, " \n"); setting; setting = strtok(NULL, " \n"))
        parse_setting(run, setting);
    return true;
}

// ---- tests ----------------------------------------------------------------------------------------------------------

// Returns the loss that the run ends with.
static double assert_golden(const golden_run *run) {
    ae_dataset *dataset;
    ae_trainer *trainer;
    ae_error error;
    if (ae_options_build(&run->options, NULL, &dataset, &trainer, &error)) fail_msg("%s: %s", run->name, error.detail);
    double first = ae_trainer_loss(trainer);
    assert_int_equal(ae_trainer_step(trainer, run->steps), AE_OK);
    const float *parameters = ae_trainer_parameters(trainer);
    uint64_t hash = fnv1a(parameters, ae_trainer_network(trainer)->parameter_count * sizeof *parameters);
    if (hash != run->hash) fail_msg("%s: the parameters hash to %016" PRIx64, run->name, hash);
    double loss = ae_trainer_loss(trainer);
    if (!(loss < 0.9 * first)) fail_msg("%s: the loss goes from %g to %g", run->name, first, loss); // it did learn
    ae_trainer_free(trainer);
    ae_dataset_free(dataset);
    return loss;
}

static void every_run_gives_the_golden_bits(void **state) {
    (void)state;
    FILE *file = fopen("tests/golden.txt", "r");
    if (!file) fail_msg("tests/golden.txt cannot be read: run this from the repository's root");
    char line[256];
    golden_run run;
    int runs = 0, defaults = 0;
    while (fgets(line, sizeof line, file)) {
        if (!parse_line(&run, line)) continue;
        double loss = assert_golden(&run);
        if (!strcmp(run.name, "saddle-500")) {
            defaults++;
            assert_near(loss, 5e-4, 5e-4);
        }
        runs++;
    }
    fclose(file);
    assert_int_equal(defaults, 1);
    assert_true(runs >= 14); // none got lost
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fnv1a_gives_the_published_values),
        cmocka_unit_test(every_run_gives_the_golden_bits),
    };
    return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}
