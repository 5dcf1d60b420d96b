// SPDX-License-Identifier: MIT
// Codes and pictures in small files.
#include <stdlib.h>
#include <string.h>

#include "codes.h"
#include "packed.h"
#include "random.h"
#include "test.h"

enum { N = 200, K = 2 };

static float at[N * K];
static unsigned char labels[N];

static void fill(void) {
    ae_random random = ae_random_new(3, 1);
    for (int k = 0; k < N * K; k++) at[k] = (float)(3 * ae_random_normal(&random) - 1);
    for (int k = 0; k < N; k++) labels[k] = (unsigned char)(k % 10);
}

static unsigned char *written(size_t *size) {
    unsigned char *bytes = NULL;
    fill();
    assert_int_equal(ae_codes_write(&bytes, size, at, labels, N, K, NULL), AE_OK);
    return bytes;
}

static float range_of(int c) {
    float low = at[c], high = at[c];
    for (int k = 0; k < N; k++) low = fminf(low, at[K * k + c]), high = fmaxf(high, at[K * k + c]);
    return high - low;
}

static void codes_come_back_within_half_a_step(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *bytes = written(&size);
    assert_int_equal(size, 32 + 5 * N);
    ae_codes *codes = NULL;
    assert_int_equal(ae_codes_read(&codes, bytes, size, NULL), AE_OK);
    assert_int_equal(codes->count, N);
    assert_int_equal(codes->columns, K);
    for (int k = 0; k < N * K; k++) assert_near(codes->at[k], at[k], range_of(k % K) / 65535 * 0.51 + 1e-6);
    assert_memory_equal(codes->labels, labels, N);
    ae_codes_free(codes);
    free(bytes);
}

static void a_column_may_be_constant(void **state) {
    (void)state;
    const float same[4] = {2, 7, 2, 8};
    unsigned char *bytes = NULL;
    size_t size = 0;
    ae_codes *codes = NULL;
    assert_int_equal(ae_codes_write(&bytes, &size, same, labels, 2, 2, NULL), AE_OK);
    assert_int_equal(ae_codes_read(&codes, bytes, size, NULL), AE_OK);
    for (int k = 0; k < 4; k++) assert_near(codes->at[k], same[k], 1e-4);
    ae_codes_free(codes);
    free(bytes);
}

static void a_file_of_codes_cut_anywhere_is_refused(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *bytes = written(&size);
    for (size_t cut = 0; cut < size; cut++) {
        unsigned char *part = malloc(cut ? cut : 1); // of its own, so that a read beyond it is seen
        memcpy(part, bytes, cut);
        ae_codes *codes = NULL;
        ae_error error;
        assert_int_equal(ae_codes_read(&codes, part, cut, &error), AE_BAD_DATA);
        assert_null(codes);
        free(part);
    }
    free(bytes);
}

static void each_wrong_field_is_named(void **state) {
    (void)state;
    const struct {
        size_t offset;
        const char *part;
    } faults[] = {{0, "aecodes1"}, {11, "count of codes"}, {15, "numbers of a code"}, {8, "bytes in place of"}};
    size_t size = 0;
    unsigned char *bytes = written(&size);
    for (size_t k = 0; k < sizeof faults / sizeof *faults; k++) {
        ae_codes *codes = NULL;
        ae_error error;
        bytes[faults[k].offset] ^= 0x7f;
        assert_int_equal(ae_codes_read(&codes, bytes, size, &error), AE_BAD_DATA);
        assert_holds(error.detail, faults[k].part);
        bytes[faults[k].offset] ^= 0x7f;
    }
    memset(bytes + 16, 0xff, 4); // NaN
    ae_codes *codes = NULL;
    ae_error error;
    assert_int_equal(ae_codes_read(&codes, bytes, size, &error), AE_BAD_DATA);
    assert_holds(error.detail, "low of column 1");
    free(bytes);
}

static void what_cannot_be_written_is_named(void **state) {
    (void)state;
    unsigned char *bytes = NULL;
    size_t size = 0;
    ae_error error;
    fill();
    assert_int_equal(ae_codes_write(&bytes, &size, at, labels, 0, K, &error), AE_BAD_VALUE);
    assert_int_equal(ae_codes_write(&bytes, &size, at, labels, N, 9, &error), AE_BAD_VALUE);
    at[2 * 4 + 1] = NAN;
    assert_int_equal(ae_codes_write(&bytes, &size, at, labels, N, K, &error), AE_BAD_DATA);
    assert_string_equal(error.detail, "code 5 is not finite");
    fill();
    test_fail_allocation = 1;
    assert_int_equal(ae_codes_write(&bytes, &size, at, labels, N, K, &error), AE_OUT_OF_MEMORY);
    assert_null(bytes);
}

// ---- pictures -------------------------------------------------------------------------------------------------------

enum { PICTURES = 3, SIDE = 4, PIXELS = SIDE * SIDE, IMAGES = 16 + PICTURES * PIXELS };

static unsigned char images[IMAGES] = {0, 0, 8, 3, 0, 0, 0, PICTURES, 0, 0, 0, SIDE, 0, 0, 0, SIDE};
static unsigned char answers[8 + PICTURES] = {0, 0, 8, 1, 0, 0, 0, PICTURES, 7, 2, 1};

static const ae_packed_files files = {images, answers, sizeof images, sizeof answers, 0};

static unsigned char *packed_bytes(const ae_packed_files *from, size_t *size) {
    unsigned char *bytes = NULL;
    for (int k = 16; k < IMAGES; k++) images[k] = (unsigned char)(k * 37);
    assert_int_equal(ae_packed_write(&bytes, size, from, NULL), AE_OK);
    return bytes;
}

static void pictures_come_back_within_half_a_level(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *bytes = packed_bytes(&files, &size);
    ae_packed packed;
    assert_int_equal(ae_packed_read(&packed, bytes, size, NULL), AE_OK);
    assert_int_equal(packed.count, PICTURES);
    for (int k = 0; k < PICTURES; k++) {
        float x[PIXELS];
        ae_packed_picture(&packed, k, x);
        for (int p = 0; p < PIXELS; p++) assert_near(x[p], images[16 + PIXELS * k + p] / 255.0, 0.5 / 15 + 1e-6);
    }
    assert_memory_equal(packed.labels, answers + 8, PICTURES);
    free(bytes);
}

static void paper_stays_paper_and_ink_stays_ink(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *bytes = packed_bytes(&files, &size);
    free(bytes);
    images[16] = 0;
    images[17] = 255;
    float x[PIXELS];
    ae_packed packed;
    assert_int_equal(ae_packed_write(&bytes, &size, &files, NULL), AE_OK);
    assert_int_equal(ae_packed_read(&packed, bytes, size, NULL), AE_OK);
    ae_packed_picture(&packed, 0, x);
    assert_true(x[0] == 0 && x[1] == 1);
    free(bytes);
}

static void the_first_few_can_be_packed_alone_and_without_labels(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *bytes = packed_bytes(&(ae_packed_files){images, NULL, sizeof images, 0, 2}, &size);
    ae_packed packed;
    assert_int_equal(ae_packed_read(&packed, bytes, size, NULL), AE_OK);
    assert_int_equal(packed.count, 2);
    assert_int_equal(packed.labels[0], 255);
    free(bytes);
}

static void pictures_cut_anywhere_are_refused(void **state) {
    (void)state;
    size_t size = 0;
    unsigned char *bytes = packed_bytes(&files, &size);
    for (size_t cut = 0; cut < size; cut++) {
        ae_packed packed;
        unsigned char *part = malloc(cut ? cut : 1);
        memcpy(part, bytes, cut);
        assert_int_equal(ae_packed_read(&packed, part, cut, NULL), AE_BAD_DATA);
        free(part);
    }
    bytes[20] = 8;
    ae_packed packed;
    ae_error error;
    assert_int_equal(ae_packed_read(&packed, bytes, size, &error), AE_BAD_DATA);
    assert_holds(error.detail, "bits of a pixel");
    free(bytes);
}

static void assert_no_pack(ae_packed_files from, const char *part) {
    unsigned char *bytes = NULL;
    size_t size = 0;
    ae_error error;
    assert_int_equal(ae_packed_write(&bytes, &size, &from, &error), AE_BAD_DATA);
    assert_holds(error.detail, part);
    assert_null(bytes);
}

static void idx_files_that_do_not_fit_are_named(void **state) {
    (void)state;
    ae_packed_files from = files;
    for (from.images_size = 0; from.images_size < IMAGES; from.images_size++) assert_no_pack(from, "images");
    from = files;
    for (from.labels_size = 0; from.labels_size < sizeof answers; from.labels_size++) assert_no_pack(from, "labels");
    assert_no_pack((ae_packed_files){answers, NULL, sizeof answers, 0, 0}, "no IDX file of images");
    images[11] = 0;
    assert_no_pack(files, "sides of the pictures");
    images[11] = SIDE;
    images[4] = 1;
    assert_no_pack(files, "count of pictures");
    images[4] = 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_come_back_within_half_a_step),
        cmocka_unit_test(a_column_may_be_constant),
        cmocka_unit_test(a_file_of_codes_cut_anywhere_is_refused),
        cmocka_unit_test(each_wrong_field_is_named),
        cmocka_unit_test(what_cannot_be_written_is_named),
        cmocka_unit_test(pictures_come_back_within_half_a_level),
        cmocka_unit_test(paper_stays_paper_and_ink_stays_ink),
        cmocka_unit_test(the_first_few_can_be_packed_alone_and_without_labels),
        cmocka_unit_test(pictures_cut_anywhere_are_refused),
        cmocka_unit_test(idx_files_that_do_not_fit_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
