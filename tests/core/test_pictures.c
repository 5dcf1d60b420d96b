// SPDX-License-Identifier: MIT
// Pictures that never depend on the machine: the hash of each scene of pictures.h is the one in tests/pictures.txt,
// here and in tests/wasm/pictures.test.js. `make pictures` draws them for the eye.
#include "test.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "pictures.h"

// FNV-1a, 64 bits, as in test_golden.c, which checks it
static uint64_t fnv1a(const void *bytes, size_t count) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t k = 0; k < count; k++) hash = (hash ^ ((const unsigned char *)bytes)[k]) * 0x100000001b3u;
    return hash;
}

// The hash that tests/pictures.txt has for a picture; 0 when it has none.
static uint64_t golden_hash(const char *name) {
    FILE *file = fopen("tests/pictures.txt", "r");
    if (!file) fail_msg("tests/pictures.txt cannot be read: run this from the repository's root");
    char line[256], found[64];
    uint64_t hash, wanted = 0;
    while (fgets(line, sizeof line, file))
        if (line[0] != '#' && sscanf(line, "%63s %" SCNx64, found, &hash) == 2 && !strcmp(found, name)) wanted = hash;
    fclose(file);
    return wanted;
}

static void every_picture_has_the_golden_bits(void **state) {
    (void)state;
    scene s = {0};
    gfx_soft soft = {0};
    int failures = 0;
    for (int k = 0; k < PICTURES; k++) {
        const picture *p = &pictures[k];
        assert_true(picture_draw(p, &s, &soft));
        const size_t count = (size_t)picture_columns(p) * (size_t)picture_rows(p);
        const uint64_t hash = fnv1a(soft.pixels, count * sizeof *soft.pixels);
        if (hash == golden_hash(p->name)) continue;
        print_error("%s %016" PRIx64 "\n", p->name, hash);
        failures++;
    }
    if (failures) fail_msg("%d pictures are not those of tests/pictures.txt", failures);
    scene_free(&s);
    gfx_soft_free(&soft);
}

// A picture is the same whatever was drawn before it.
static void pictures_do_not_depend_on_their_order(void **state) {
    (void)state;
    scene s = {0};
    gfx_soft soft = {0};
    for (int k = PICTURES - 1; k >= 0; k--) {
        scene fresh_scene = {0};
        gfx_soft fresh = {0};
        assert_true(picture_draw(&pictures[k], &s, &soft));
        assert_true(picture_draw(&pictures[k], &fresh_scene, &fresh));
        const size_t count = (size_t)picture_columns(&pictures[k]) * (size_t)picture_rows(&pictures[k]);
        assert_memory_equal(soft.pixels, fresh.pixels, count * sizeof *soft.pixels);
        scene_free(&fresh_scene);
        gfx_soft_free(&fresh);
    }
    scene_free(&s);
    gfx_soft_free(&soft);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_picture_has_the_golden_bits),
        cmocka_unit_test(pictures_do_not_depend_on_their_order),
    };
    return cmocka_run_group_tests_name("pictures", tests, NULL, NULL);
}
