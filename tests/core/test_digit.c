// SPDX-License-Identifier: MIT
// Pads become digits as MNIST's were made. Where the 10,000 test images are (MNIST_DIR), they are the measure.
#define _POSIX_C_SOURCE 200809L // popen
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digit.h"

enum { SIDE = AE_DIGIT_SIDE, PIXELS = AE_DIGIT_PIXELS, PAD = 196 };

static unsigned char ink[PAD * PAD];
static const ae_pad pad = {PAD, PAD, ink};

static void clear_pad(void) { memset(ink, 0, sizeof ink); }

// The centre of mass, in px from the left (axis 0) or top edge.
static double centre(const float *digit, int axis) {
    double sum = 0, mass = 0;
    for (int k = 0; k < PIXELS; k++) {
        mass += (double)digit[k];
        sum += (double)digit[k] * ((axis ? k / SIDE : k % SIDE) + 0.5);
    }
    return sum / mass;
}

// The sides of the box that holds all ink.
static void box_of(const float *digit, int *width, int *height) {
    int left = SIDE, right = 0, top = SIDE, bottom = 0;
    for (int k = 0; k < PIXELS; k++) {
        if (digit[k] == 0) continue;
        int x = k % SIDE, y = k / SIDE;
        if (x < left) left = x;
        if (x >= right) right = x + 1;
        if (y < top) top = y;
        bottom = y + 1;
    }
    *width = right - left;
    *height = bottom - top;
}

static double mean(const float *digit) {
    double sum = 0;
    for (int k = 0; k < PIXELS; k++) sum += (double)digit[k];
    return sum / PIXELS;
}

// A 7 of this size with its corner there.
static void draw_seven(double left, double top, double size) {
    ae_ink_line(&pad, left, top, left + 0.6 * size, top, 0.06 * size);
    ae_ink_line(&pad, left + 0.6 * size, top, left + 0.2 * size, top + size, 0.06 * size);
}

// ---- the pen --------------------------------------------------------------------------------------------------------

static void a_stroke_covers_its_area(void **state) {
    (void)state;
    clear_pad();
    ae_ink_line(&pad, 50, 60, 150, 90, 8);
    double sum = 0, wanted = 16 * sqrt(100 * 100 + 30 * 30) + 3.14159265 * 64;
    for (int k = 0; k < PAD * PAD; k++) sum += ink[k] / 255.0;
    assert_near(sum, wanted, 0.005 * wanted);
    assert_int_equal(ink[75 * PAD + 100], 255);
    assert_int_equal(ink[75 * PAD + 40], 0);
}

static void strokes_leave_the_pad_and_do_no_harm(void **state) {
    (void)state;
    clear_pad();
    ae_ink_line(&pad, -1e9, 20, 1e9, 20, 5);
    ae_ink_line(&pad, (double)NAN, 20, 30, 20, 5);
    ae_ink_line(&pad, 0, 0, (double)INFINITY, 20, 5);
    ae_ink_line(&pad, 500, 500, 600, 600, 5);
    ae_ink_line(&pad, 10, 90, 20, 90, 0);
    ae_ink_line(&pad, 10, 90, 20, 90, (double)NAN);
    for (int y = 0; y < PAD; y++)
        for (int x = 0; x < PAD; x++) assert_int_equal(ink[y * PAD + x] > 0, y >= 15 && y < 25);
}

// ---- fitting --------------------------------------------------------------------------------------------------------

static void a_digit_is_20_px_long_and_its_mass_is_in_the_middle(void **state) {
    (void)state;
    static const double places[][3] = {{30, 20, 150}, {100, 100, 60}, {2, 150, 30}, {5, 5, 180}};
    for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
        clear_pad();
        draw_seven(places[k][0], places[k][1], places[k][2]);
        float digit[PIXELS];
        int width, height;
        assert_int_equal(ae_digit_fit(digit, &pad), AE_INK_SOME);
        box_of(digit, &width, &height);
        assert_int_equal(height, 20);
        assert_in_range(width, 12, 15); // 0.72 of 1.12 in the 7: its aspect is kept
        assert_near(centre(digit, 0), 14.5, 0.5);
        assert_near(centre(digit, 1), 14.5, 0.5);
    }
}

static void size_and_place_on_the_pad_do_not_matter(void **state) {
    (void)state;
    float first[PIXELS], other[PIXELS];
    clear_pad();
    draw_seven(20, 20, 140);
    ae_digit_fit(first, &pad);
    clear_pad();
    draw_seven(90, 60, 70);
    ae_digit_fit(other, &pad);
    double sum = 0;
    for (int k = 0; k < PIXELS; k++) sum += fabs((double)(first[k] - other[k]));
    assert_true(mean(first) > 0.05);
    assert_near(sum / PIXELS, 0, 0.006); // a pixel off would be ten times that
}

static void wide_pads_and_small_pads_fit_too(void **state) {
    (void)state;
    static unsigned char wide[7 * 300];
    memset(wide, 255, sizeof wide);
    float digit[PIXELS];
    int width, height;
    wide[0] = 0;
    assert_int_equal(ae_digit_fit(digit, &(ae_pad){300, 7, wide}), AE_INK_ALL);
    box_of(digit, &width, &height);
    assert_int_equal(width, 20);
    assert_int_equal(height, 1);
    unsigned char one = 200;
    ae_digit_fit(digit, &(ae_pad){1, 1, &one});
    box_of(digit, &width, &height);
    assert_int_equal(width, 20);
    assert_near(digit[14 * SIDE + 14], 200 / 255.0, 1e-6);
}

static void blank_and_full_pads_are_told(void **state) {
    (void)state;
    float digit[PIXELS];
    digit[5] = 1;
    clear_pad();
    assert_int_equal(ae_digit_fit(digit, &pad), AE_INK_NONE);
    assert_true(mean(digit) == 0);
    memset(ink, 255, sizeof ink);
    assert_int_equal(ae_digit_fit(digit, &pad), AE_INK_ALL);
    assert_near(mean(digit), 400.0 / PIXELS, 1e-6);
}

// ---- MNIST ----------------------------------------------------------------------------------------------------------

// The test images, 10,000 of 784 bytes; skips the test that asks where there are none. Caller frees.
static unsigned char *test_images(size_t *count) {
    const char *directory = getenv("MNIST_DIR");
    char command[1024];
    snprintf(command, sizeof command, "gzip -dc '%s/t10k-images-idx3-ubyte.gz' 2>/dev/null",
             directory ? directory : "../shared/mnist");
    size_t most = 10000 * (size_t)PIXELS;
    unsigned char head[16], *images = malloc(most);
    FILE *file = popen(command, "r");
    *count = file && fread(head, 1, 16, file) == 16 ? fread(images, 1, most, file) / PIXELS : 0;
    if (file) pclose(file);
    if (*count) return images;
    free(images);
    print_message("no t10k-images-idx3-ubyte.gz in MNIST_DIR: not compared with MNIST\n");
    skip();
    return NULL;
}

static ae_ink fit_bytes(float *digit, unsigned char *image) {
    return ae_digit_fit(digit, &(ae_pad){SIDE, SIDE, image});
}

static void a_digit_of_mnist_comes_back_as_it_was(void **state) {
    (void)state;
    size_t count, others = 0;
    unsigned char *images = test_images(&count);
    for (size_t n = 0; n < count; n++) {
        float digit[PIXELS], wanted[PIXELS];
        assert_int_equal(fit_bytes(digit, images + n * PIXELS), AE_INK_SOME);
        for (int k = 0; k < PIXELS; k++) wanted[k] = (float)(images[n * PIXELS + (size_t)k] / 255.0);
        others += memcmp(digit, wanted, sizeof digit) != 0;
    }
    assert_in_range(others, 0, count / 1000); // some few are shorter than 20 px
    free(images);
}

static void a_magnified_digit_of_mnist_comes_back_somewhere_else_on_the_pad(void **state) {
    (void)state;
    size_t count;
    unsigned char *images = test_images(&count);
    for (size_t n = 0; n < count; n += 100) {
        unsigned char *image = images + n * PIXELS;
        clear_pad();
        for (int y = 0; y < 4 * SIDE; y++) // four times as large, 60 px to the right, 80 px down
            for (int x = 0; x < 4 * SIDE; x++) ink[(y + 80) * PAD + x + 60] = image[y / 4 * SIDE + x / 4];
        float digit[PIXELS], wanted[PIXELS];
        ae_digit_fit(digit, &pad);
        fit_bytes(wanted, image);
        for (int k = 0; k < PIXELS; k++) assert_near(digit[k], wanted[k], 1e-6);
    }
    free(images);
}

// ---- damage ---------------------------------------------------------------------------------------------------------

static void noise_is_of_the_seed_and_of_the_strength_asked_for(void **state) {
    (void)state;
    float grey[PIXELS], same[PIXELS], weaker[PIXELS], other[PIXELS];
    for (int k = 0; k < PIXELS; k++) grey[k] = same[k] = weaker[k] = other[k] = 0.5f;
    ae_digit_damage(grey, &(ae_damage){.noise = 0.1f, .seed = 3});
    ae_digit_damage(same, &(ae_damage){.noise = 0.1f, .seed = 3});
    ae_digit_damage(weaker, &(ae_damage){.noise = 0.05f, .seed = 3});
    ae_digit_damage(other, &(ae_damage){.noise = 0.1f, .seed = 4});
    assert_memory_equal(grey, same, sizeof grey);
    assert_memory_not_equal(grey, other, sizeof grey);
    double squares = 0;
    for (int k = 0; k < PIXELS; k++) {
        double noise = (double)grey[k] - 0.5;
        squares += noise * noise;
        assert_near((double)weaker[k] - 0.5, noise / 2, 1e-6);
    }
    assert_near(mean(grey), 0.5, 0.015);
    assert_near(sqrt(squares / PIXELS), 0.1, 0.01);
}

static void damaged_pixels_stay_between_paper_and_ink(void **state) {
    (void)state;
    float digit[PIXELS] = {0};
    ae_digit_damage(digit, &(ae_damage){.noise = 5, .seed = 1});
    int edges = 0;
    for (int k = 0; k < PIXELS; k++) {
        assert_true(digit[k] >= 0 && digit[k] <= 1);
        edges += digit[k] == 0 || digit[k] == 1;
    }
    assert_in_range(edges, PIXELS / 2, PIXELS);
}

static void the_eraser_takes_its_square_and_no_more(void **state) {
    (void)state;
    float digit[PIXELS];
    for (int k = 0; k < PIXELS; k++) digit[k] = 1;
    ae_digit_damage(digit, &(ae_damage){.patch = 10, .left = 4, .top = 15});
    for (int k = 0; k < PIXELS; k++) {
        int x = k % SIDE, y = k / SIDE;
        assert_true(digit[k] == (x >= 4 && x < 14 && y >= 15 && y < 25 ? 0 : 1));
    }
    ae_digit_damage(digit, &(ae_damage){.patch = 28, .left = -20, .top = 20}); // partly outside
    assert_true(digit[27 * SIDE + 7] == 0 && digit[27 * SIDE + 8] == 1);
    ae_digit_damage(digit, &(ae_damage){.patch = 28});
    assert_true(mean(digit) == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stroke_covers_its_area),
        cmocka_unit_test(strokes_leave_the_pad_and_do_no_harm),
        cmocka_unit_test(a_digit_is_20_px_long_and_its_mass_is_in_the_middle),
        cmocka_unit_test(size_and_place_on_the_pad_do_not_matter),
        cmocka_unit_test(wide_pads_and_small_pads_fit_too),
        cmocka_unit_test(blank_and_full_pads_are_told),
        cmocka_unit_test(a_digit_of_mnist_comes_back_as_it_was),
        cmocka_unit_test(a_magnified_digit_of_mnist_comes_back_somewhere_else_on_the_pad),
        cmocka_unit_test(noise_is_of_the_seed_and_of_the_strength_asked_for),
        cmocka_unit_test(damaged_pixels_stay_between_paper_and_ink),
        cmocka_unit_test(the_eraser_takes_its_square_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
