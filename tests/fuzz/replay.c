// SPDX-License-Identifier: MIT
// Feeds a corpus to its target, without libFuzzer: fuzz_NAME reads every file of tests/fuzz/corpus/NAME/. The program
// takes its corpus from its own name; one test is one corpus.
#include "../core/test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

static const char *name; // fuzz_NAME

// Just as long as the file, so that reading beyond it is noticed.
static uint8_t *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("%s cannot be opened", path);
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(*size ? *size : 1);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

static void every_file_of_the_corpus_is_survived(void **state) {
    (void)state;
    char path[512];
    int files = 0;
    snprintf(path, sizeof path, "tests/fuzz/corpus/%s", name + strlen("fuzz_"));
    DIR *folder = opendir(path);
    if (!folder) fail_msg("there is no %s", path);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.') continue;
        size_t size;
        snprintf(path, sizeof path, "tests/fuzz/corpus/%s/%s", name + strlen("fuzz_"), entry->d_name);
        uint8_t *bytes = read_file(path, &size);
        fprintf(stderr, "%s\n", path); // the last one is what went wrong
        LLVMFuzzerTestOneInput(bytes, size);
        free(bytes);
        files++;
    }
    closedir(folder);
    assert_true(files > 0);
}

int main(int count, char **arguments) {
    (void)count;
    name = strrchr(arguments[0], '/') ? strrchr(arguments[0], '/') + 1 : arguments[0];
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_file_of_the_corpus_is_survived)};
    return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}
