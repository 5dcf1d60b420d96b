// SPDX-License-Identifier: MIT
// The pictures of figures that are made at build time.
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "poster/palette.h"
#include "poster/poster.h"
#include "random.h"

static size_t count_of(const poster *p) { return (size_t)p->width * (size_t)p->height; }

static int level_of(colour c, int channel) { return (int)(c >> 8 * channel & 255); }

// ---- figures --------------------------------------------------------------------------------------------------------

// How much there is to see: pixels that are not paper, and how colourful they are.
static void assert_drawn(const poster *p, const char *name, bool dark) {
    size_t painted = 0, colourful = 0;
    const colour paper = poster_colour(POSTER_PAPER, dark);
    for (size_t k = 0; k < count_of(p); k++) {
        const int red = level_of(p->pixels[k], 0), green = level_of(p->pixels[k], 1), blue = level_of(p->pixels[k], 2);
        if (p->pixels[k] >> 24 != 255) fail_msg("%s: pixel %zu is not opaque", name, k);
        painted += p->pixels[k] != paper;
        colourful += abs(red - green) > 60 || abs(green - blue) > 60;
    }
    if (!(painted > count_of(p) / 50 && painted < 3 * count_of(p) / 4))
        fail_msg("%s: %zu pixels are painted", name, painted);
    if (!(colourful > count_of(p) / 4000)) fail_msg("%s: %zu pixels have a colour", name, colourful);
}

static void every_figure_has_a_picture_in_both_themes(void **state) {
    (void)state;
    int figures = 0;
    for (; poster_name(figures); figures++) {
        const char *name = poster_name(figures);
        poster pictures[2];
        assert_int_equal(poster_find(name), figures);
        for (int dark = 0; dark < 2; dark++) {
            poster again;
            assert_true(poster_draw(&pictures[dark], figures, dark, 1140));
            assert_int_equal(pictures[dark].width, 2280);
            assert_drawn(&pictures[dark], name, dark);
            assert_true(poster_draw(&again, figures, dark, 1140)); // the same bits once more
            assert_int_equal(again.height, pictures[dark].height);
            assert_memory_equal(again.pixels, pictures[dark].pixels, count_of(&again) * sizeof *again.pixels);
            poster_free(&again);
        }
        assert_int_equal(pictures[0].height, pictures[1].height);
        size_t like = 0;
        for (size_t k = 0; k < count_of(&pictures[0]); k++) like += pictures[0].pixels[k] == pictures[1].pixels[k];
        assert_true(like < count_of(&pictures[0]) / 10000); // a theme has no colour of the other but by chance
        for (int dark = 0; dark < 2; dark++) poster_free(&pictures[dark]);
    }
    assert_true(figures >= 5);
    assert_int_equal(poster_find("nonsense"), -1);
    assert_null(poster_name(-1));
    poster none;
    assert_false(poster_draw(&none, figures, false, 1140));
    assert_null(none.pixels);
}

// On a narrow page large plots are one below the other, each with its border from edge to edge.
static void pictures_are_narrow_where_figures_are(void **state) {
    (void)state;
    for (int figure = 0; poster_name(figure); figure++) {
        for (float width = 320; width <= 640; width += 160) {
            poster p;
            assert_true(poster_draw(&p, figure, false, width));
            assert_int_equal(p.width, (int)(2 * width + 0.5f));
            assert_true(p.height > p.width);
            assert_drawn(&p, poster_name(figure), false);
            const colour line = poster_colour(POSTER_LINE, false),
                         *row = p.pixels + count_of(&p) - 100 * (size_t)p.width;
            assert_int_equal(row[0], line);
            assert_int_equal(row[p.width - 1], line);
            poster_free(&p);
        }
        poster wide;
        assert_true(poster_draw(&wide, figure, false, 700));
        assert_true(wide.height < wide.width);
        poster_free(&wide);
    }
}

static void pictures_are_as_wide_as_they_should(void **state) {
    (void)state;
    for (float width = 700; width < 1500; width += 333) {
        poster p;
        assert_true(poster_draw(&p, poster_find("train"), false, width));
        assert_int_equal(p.width, (int)(2 * width + 0.5f));
        assert_drawn(&p, "train", false);
        const colour line = poster_colour(POSTER_LINE, false), last = p.pixels[count_of(&p) - (size_t)p.width / 4];
        assert_int_equal(last, line); // the lower border of the last panel
        assert_int_equal(p.pixels[(size_t)(p.height - 100) * (size_t)p.width + (size_t)p.width - 1],
                         line);                                            // its right one
        assert_int_equal(p.pixels[0], poster_colour(POSTER_PAPER, false)); // corners are round
        poster_free(&p);
    }
}

// Whether a figure is drawn although this allocation of it, from 1, fails: there are not so many.
static bool draws_without(int figure, int allocation) {
    poster p;
    test_fail_allocation = allocation;
    const bool drawn = poster_draw(&p, figure, false, 700);
    const bool reached = test_fail_allocation == 0;
    test_fail_allocation = 0;
    assert_int_equal(drawn, !reached);
    if (!drawn) assert_null(p.pixels);
    poster_free(&p);
    return drawn;
}

static void want_of_memory_is_told(void **state) {
    (void)state;
    for (int figure = 0; poster_name(figure); figure++) {
        int allocation = 1;
        while (!draws_without(figure, allocation)) allocation++;
        assert_true(allocation > 10 && allocation < 400);
    }
}

// ---- colours --------------------------------------------------------------------------------------------------------

// web/figure.css has each colour for both themes: "--paper: var(--ae-paper, light-dark(#fff, #16181c));"
static colour colour_in_css(const char *css, const char *name, bool dark) {
    char start[64];
    snprintf(start, sizeof start, "--%s: var(--ae-%s, light-dark(#", name, name);
    const char *at = strstr(css, start);
    if (!at) fail_msg("web/figure.css has no %s", name);
    const char *digits = at + strlen(start);
    if (dark) digits = strstr(digits, ", #") + 3;
    unsigned long rgb = strtoul(digits, NULL, 16);
    if (strspn(digits, "0123456789abcdef") == 3) // #rgb
        rgb = (rgb >> 8 & 15) * 0x110000 | (rgb >> 4 & 15) * 0x1100 | (rgb & 15) * 0x11;
    return 0xff000000u | (colour)((rgb & 255) << 16 | (rgb & 0xff00) | rgb >> 16);
}

static void colours_are_those_of_the_page(void **state) {
    (void)state;
    static char css[60000];
    FILE *file = fopen("web/figure.css", "r");
    if (!file) fail_msg("web/figure.css cannot be read: run this from the repository's root");
    css[fread(css, 1, sizeof css - 1, file)] = '\0';
    fclose(file);
    for (poster_tint tint = 0; tint < POSTER_TINTS; tint++)
        for (int dark = 0; dark < 2; dark++) {
            const char *name = poster_tint_name(tint);
            if (poster_colour(tint, dark) != colour_in_css(css, name, dark))
                fail_msg("%s is %08x, not %08x", name, (unsigned)poster_colour(tint, dark),
                         (unsigned)colour_in_css(css, name, dark));
        }
}

// ---- palettes -------------------------------------------------------------------------------------------------------

static void few_colours_are_kept(void **state) {
    (void)state;
    enum { COUNT = 5000 };
    static colour pixels[COUNT];
    static uint8_t indices[COUNT];
    colour palette[PALETTE_SIZE];
    ae_random random = ae_random_new(1, 14);
    for (int different = 1; different <= PALETTE_SIZE; different = 3 * different / 2 + 1) {
        for (int k = 0; k < COUNT; k++)
            pixels[k] = 0xff000000u | (colour)(ae_random_bits(&random) % (unsigned)different) * 65793;
        const int size = palette_make(pixels, COUNT, palette, indices);
        assert_true(size >= 1 && size <= different);
        for (int k = 0; k < COUNT; k++) assert_int_equal(palette[indices[k]], pixels[k]);
    }
}

static void assert_alike(const poster *p, const colour *palette, const uint8_t *indices) {
    double sum = 0;
    for (size_t k = 0; k < count_of(p); k++)
        for (int c = 0; c < 3; c++) {
            const int off = abs(level_of(palette[indices[k]], c) - level_of(p->pixels[k], c));
            if (off > 24) fail_msg("pixel %zu is %d off", k, off);
            sum += off;
        }
    assert_true(sum / (double)count_of(p) < 0.3);
}

static void posters_keep_their_colours_in_a_palette(void **state) {
    (void)state;
    colour palette[PALETTE_SIZE];
    for (int figure = 0; poster_name(figure); figure++) {
        poster p;
        assert_true(poster_draw(&p, figure, figure % 2, 1140));
        uint8_t *indices = malloc(count_of(&p));
        assert_non_null(indices);
        assert_int_equal(palette_make(p.pixels, count_of(&p), palette, indices), PALETTE_SIZE);
        assert_alike(&p, palette, indices);
        for (int k = 1; k <= 2; k++) {
            test_fail_allocation = k;
            assert_int_equal(palette_make(p.pixels, count_of(&p), palette, indices), 0);
        }
        free(indices);
        poster_free(&p);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_figure_has_a_picture_in_both_themes),
        cmocka_unit_test(pictures_are_as_wide_as_they_should),
        cmocka_unit_test(pictures_are_narrow_where_figures_are),
        cmocka_unit_test(want_of_memory_is_told),
        cmocka_unit_test(colours_are_those_of_the_page),
        cmocka_unit_test(few_colours_are_kept),
        cmocka_unit_test(posters_keep_their_colours_in_a_palette),
    };
    return cmocka_run_group_tests_name("poster", tests, NULL, NULL);
}
