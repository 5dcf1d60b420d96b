// SPDX-License-Identifier: MIT
// The map of Figure 6: what is known of labelled codes, what is drawn of them, and what is decoded in between.
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "digit_map.h"
#include "gfx_soft.h"
#include "numerals.h"
#include "poster/poster_digits.h"
#include "random.h"
#include "tiles.h"

enum { COUNT = 600, SIDE = 28, PIXELS = SIDE * SIDE };

static const scene_theme LIGHT = {0xffffffffu, 0xff26211fu, false}, DARK = {0xff1c1816u, 0xffeaeae8u, true};

static unsigned version;

// Ten clouds around a circle, one for each label, mixed.
static digit_map filled(void) {
    digit_map m = {0};
    ae_random random = ae_random_new(4, 4);
    assert_true(digit_map_room(&m, COUNT));
    for (size_t k = 0; k < COUNT; k++) {
        const int label = (int)(7 * k % 10);
        const double turn = 0.6283185307179586 * label;
        m.at[2 * k] = (float)(3 * cos(turn) + 0.2 * ae_random_normal(&random));
        m.at[2 * k + 1] = (float)(3 * sin(turn) + 0.2 * ae_random_normal(&random));
        m.labels[k] = (uint8_t)label;
    }
    digit_map_update(&m, ++version);
    return m;
}

static ae_network *network_of(int outputs) {
    const ae_network_desc desc = {outputs, 4, {{8, AE_TANH}, {2, AE_LINEAR}, {8, AE_TANH}, {outputs, AE_SIGMOID}}, 1};
    ae_network *network = NULL;
    assert_int_equal(ae_network_new(&network, &desc, NULL), AE_OK);
    ae_network_init(network, AE_GLOROT_NORMAL, 3);
    return network;
}

static ae_pass *pass_of(const ae_network *network, int rows) {
    ae_pass *pass = NULL;
    assert_int_equal(ae_pass_new(&pass, network, rows, NULL), AE_OK);
    return pass;
}

static void begin(scene *s, const digit_map *m, scene_theme theme) {
    scene_begin(s, camera_plane(280, 280, m->centre, m->reach), theme, 1);
}

// ---- what is known --------------------------------------------------------------------------------------------------

static void counts_and_medians_are_those_of_each_label(void **state) {
    (void)state;
    digit_map m = filled();
    for (int label = 0; label < DIGIT_LABELS; label++) {
        size_t count = 0, below[2] = {0};
        for (size_t k = 0; k < COUNT; k++) {
            if (m.labels[k] != label) continue;
            count++;
            for (int c = 0; c < 2; c++) below[c] += m.at[2 * k + (size_t)c] < m.medians[label][c];
        }
        assert_int_equal(m.counts[label], count);
        for (int c = 0; c < 2; c++) assert_int_equal(below[c], count / 2);
    }
    digit_map_free(&m);
}

static void the_window_holds_all_codes(void **state) {
    (void)state;
    digit_map m = filled();
    float farthest = 0;
    for (size_t k = 0; k < 2 * COUNT; k++) farthest = fmaxf(farthest, fabsf(m.at[k] - m.centre[k % 2]));
    assert_true(farthest < m.reach && m.reach < 1.2f * farthest);
    m.at[6] = NAN; // is nowhere
    digit_map_update(&m, ++version);
    assert_true(isfinite(m.reach) && isfinite(m.centre[0]));
    digit_map_free(&m);
}

static void hidden_labels_are_neither_drawn_nor_picked_nor_walked(void **state) {
    (void)state;
    digit_map m = filled();
    scene s = {0};
    digit_map_hide(&m, 1u << 3 | 1u << 7);
    assert_int_equal(m.shown_count, COUNT - m.counts[3] - m.counts[7]);
    for (size_t k = 0; k < m.shown_count; k++) {
        assert_true(m.shown_labels[k] != 3 && m.shown_labels[k] != 7);
        assert_memory_equal(m.shown + 2 * k, m.at + 2 * m.rows[k], 2 * sizeof(float));
    }
    begin(&s, &m, LIGHT);
    digit_map_points(&m, &s, 2, 1);
    const camera_point three = camera_project(&s.camera, (float[3]){m.medians[3][0], m.medians[3][1], 0});
    const int found = digit_map_pick(&m, &s, three.x, three.y, 400);
    assert_true(found >= 0 && m.labels[found] != 3);
    for (int row = -1, k = 0; k < 50; k++) {
        row = digit_map_next(&m, row, 1);
        assert_true(m.labels[row] != 3 && m.labels[row] != 7);
        assert_int_equal(digit_map_next(&m, digit_map_next(&m, row, 1), -1), row);
    }
    digit_map_hide(&m, 1023);
    assert_int_equal(m.shown_count, 0);
    assert_int_equal(digit_map_next(&m, 5, 1), -1);
    digit_map_hide(&m, 0);
    assert_int_equal(m.shown_count, COUNT);
    assert_int_equal(digit_map_next(&m, -1, 1), 0);
    assert_int_equal(digit_map_next(&m, -1, -1), COUNT - 1);
    assert_int_equal(digit_map_next(&m, COUNT - 1, 1), 0);
    scene_free(&s);
    digit_map_free(&m);
}

static void each_dot_is_picked_where_it_is_drawn(void **state) {
    (void)state;
    digit_map m = filled();
    scene s = {0};
    digit_map_hide(&m, 1u << 0); // so that dots and rows are not the same numbers
    begin(&s, &m, LIGHT);
    digit_map_points(&m, &s, 2, 1);
    for (size_t k = 0; k < m.shown_count; k++) {
        const camera_point at = camera_project(&s.camera, (float[3]){m.shown[2 * k], m.shown[2 * k + 1], 0});
        const int found = digit_map_pick(&m, &s, at.x, at.y, 8);
        assert_int_equal(found, m.rows[k]);
    }
    scene_free(&s);
    digit_map_free(&m);
}

static void want_of_memory_leaves_no_map(void **state) {
    (void)state;
    digit_map m = {0};
    test_fail_allocation = 1;
    assert_false(digit_map_room(&m, COUNT));
    assert_null(m.at);
    assert_int_equal(m.count, 0);
    m = filled();
    test_fail_allocation = 1; // of the neighbours
    digit_map_update(&m, ++version);
    assert_null(m.neighbours);
    assert_int_equal(m.shown_count, COUNT);
    digit_map_free(&m);
    digit_map_free(&m); // there is nothing left
}

// ---- digits as labels -----------------------------------------------------------------------------------------------

static size_t inked(scene *s, gfx_soft *soft, colour paper) {
    size_t count = 0;
    assert_true(gfx_soft_draw(soft, s, 40, 40));
    for (int k = 0; k < 40 * 40; k++) count += soft->pixels[k] != paper;
    return count;
}

static void every_numeral_is_drawn_in_its_box_and_no_two_are_alike(void **state) {
    (void)state;
    static colour pictures[10][40 * 40];
    const numeral_style style = {24, 3, 0, LIGHT.ink, LIGHT.paper};
    scene s = {0};
    gfx_soft soft = {0};
    for (int digit = 0; digit < 10; digit++) {
        scene_begin(&s, camera_plane(40, 40, (float[2]){0}, 1), LIGHT, 1);
        scene_numeral(&s, digit, 20, 20, style);
        assert_true(inked(&s, &soft, LIGHT.paper) > 60);
        memcpy(pictures[digit], soft.pixels, sizeof pictures[digit]);
        for (int k = 0; k < 40 * 40; k++) {
            const bool inside = k / 40 >= 7 && k / 40 <= 32 && k % 40 >= 9 && k % 40 <= 30;
            if (!inside && soft.pixels[k] != LIGHT.paper) fail_msg("%d is outside of its box", digit);
        }
        for (int other = 0; other < digit; other++)
            assert_memory_not_equal(pictures[other], pictures[digit], sizeof pictures[0]);
    }
    scene_begin(&s, camera_plane(40, 40, (float[2]){0}, 1), LIGHT, 1);
    scene_numeral(&s, 10, 20, 20, style);
    scene_numeral(&s, -1, 20, 20, style);
    assert_int_equal(inked(&s, &soft, LIGHT.paper), 0);
    gfx_soft_free(&soft);
    scene_free(&s);
}

static void a_label_stands_at_the_median_of_its_codes(void **state) {
    (void)state;
    digit_map m = filled();
    scene s = {0};
    digit_map_hide(&m, 1023u & ~(1u << 8));
    begin(&s, &m, DARK);
    digit_map_numerals(&m, &s, (digit_label_style){.height = 20});
    const camera_point at = camera_project(&s.camera, (float[3]){m.medians[8][0], m.medians[8][1], 0});
    assert_true(s.mark_count > 20);
    for (size_t k = 0; k < s.mark_count; k++) {
        assert_true(fabsf(s.marks[k].ax - at.x) < 10);
        assert_true(fabsf(s.marks[k].ay - at.y) < 12);
    }
    scene_free(&s);
    digit_map_free(&m);
}

static void labels_that_would_overlap_stand_aside_and_others_stay(void **state) {
    (void)state;
    enum { HEIGHT = 20 };
    const digit_label_style style = {.height = HEIGHT};
    digit_map m = filled();
    scene s = {0};
    digit_place places[DIGIT_LABELS] = {{0}}, again[DIGIT_LABELS] = {{0}};
    begin(&s, &m, LIGHT);
    digit_map_places(&m, &s.camera, style, places);
    for (int label = 0; label < DIGIT_LABELS; label++) { // ten clouds far from each other
        const camera_point at = camera_project(&s.camera, (float[3]){m.medians[label][0], m.medians[label][1], 0});
        assert_true(places[label].x == at.x && places[label].y == at.y);
    }
    for (int label = 2; label < 6; label++) // four in one place
        for (int c = 0; c < 2; c++) m.medians[label][c] = 0.001f * (float)(c + label);
    for (int c = 0; c < 2; c++) m.medians[7][c] = m.medians[8][c]; // and two at the very same
    digit_map_places(&m, &s.camera, style, places);
    digit_map_places(&m, &s.camera, style, again);
    assert_memory_equal(places, again, sizeof places);
    for (int a = 0; a < DIGIT_LABELS; a++)
        for (int b = a + 1; b < DIGIT_LABELS; b++)
            if (fabsf(places[a].x - places[b].x) < 0.6f * HEIGHT && fabsf(places[a].y - places[b].y) < HEIGHT)
                fail_msg("%d and %d overlap", a, b);
    const camera_point middle = camera_project(&s.camera, (float[3]){0, 0, 0});
    for (int label = 2; label < 6; label++)
        assert_true(hypotf(places[label].x - middle.x, places[label].y - middle.y) < 4 * HEIGHT);
    digit_map_hide(&m, 1u << 3 | 1u << 4 | 1u << 5 | 1u << 8); // nobody is in the way
    digit_map_places(&m, &s.camera, style, places);
    for (int label = 2; label < 8; label += 5) {
        const camera_point at = camera_project(&s.camera, (float[3]){m.medians[label][0], m.medians[label][1], 0});
        assert_true(places[label].x == at.x && places[label].y == at.y);
    }
    scene_free(&s);
    digit_map_free(&m);
}

static void labels_keep_off_what_would_cover_them(void **state) {
    (void)state;
    enum { HEIGHT = 20, RADIUS = 13 };
    digit_map m = filled();
    scene s = {0};
    begin(&s, &m, LIGHT);
    digit_place places[DIGIT_LABELS];
    const float off[4] = {m.medians[3][0], m.medians[3][1], m.medians[6][0] + 0.01f, m.medians[6][1] - 0.05f};
    digit_map_places(&m, &s.camera, (digit_label_style){HEIGHT, off, 2, RADIUS}, places);
    for (int label = 0; label < DIGIT_LABELS; label++) {
        const camera_point median = camera_project(&s.camera, (float[3]){m.medians[label][0], m.medians[label][1], 0});
        const bool stays = places[label].x == median.x && places[label].y == median.y;
        assert_true(stays == (label != 3 && label != 6));
        for (int k = 0; k < 2; k++) {
            const camera_point at = camera_project(&s.camera, (float[3]){off[2 * k], off[2 * k + 1], 0});
            const float dx = fabsf(places[label].x - at.x), dy = fabsf(places[label].y - at.y);
            assert_true(dx > RADIUS + 0.3f * HEIGHT || dy > RADIUS + 0.5f * HEIGHT);
            if (label == 3 + 3 * k) assert_true(hypotf(dx, dy) < 3 * HEIGHT);
        }
    }
    scene_free(&s);
    digit_map_free(&m);
}

// ---- tiles ----------------------------------------------------------------------------------------------------------

static colour grey(colour paper, colour ink, float value) { return colour_mix(paper, ink, value); }

static void assert_near_colour(colour got, colour wanted) {
    for (int shift = 0; shift < 32; shift += 8) {
        const int off = (int)(got >> shift & 255) - (int)(wanted >> shift & 255);
        if (off < -1 || off > 1) fail_msg("%08x is not %08x", (unsigned)got, (unsigned)wanted);
    }
}

static void each_tile_is_what_is_decoded_at_its_middle(void **state) {
    (void)state;
    digit_map m = filled();
    ae_network *network = network_of(PIXELS);
    ae_pass *pass = pass_of(network, TILES_ROWS), *one = pass_of(network, 1);
    tiles t = {0};
    scene s = {0};
    begin(&s, &m, LIGHT);
    const tiles_desc desc = {network, pass, 1, SIDE, NULL, 40};
    assert_true(tiles_update(&t, &desc, &s));
    assert_int_equal(t.columns, 7);
    assert_int_equal(t.rows, 7);
    for (int tile = 0; tile < 49; tile++) {
        float code[2];
        camera_unproject(&s.camera, 40 * ((float)(tile % 7) + 0.5f), 40 * ((float)(tile / 7) + 0.5f), code);
        const float *wanted = ae_decode(network, one, code, 1);
        const colour *from = t.pixels + tile / 7 * SIDE * SIDE * 7 + tile % 7 * SIDE;
        for (int p = 0; p < PIXELS; p++)
            assert_near_colour(from[p / SIDE * SIDE * 7 + p % SIDE], grey(LIGHT.paper, LIGHT.ink, wanted[p]));
    }
    tiles_draw(&t, &s);
    assert_int_equal(s.items[0].kind, SCENE_IMAGE);
    assert_int_equal(s.items[0].image.columns, 7 * SIDE);
    tiles_free(&t);
    ae_pass_free(one);
    ae_pass_free(pass);
    ae_network_free(network);
    scene_free(&s);
    digit_map_free(&m);
}

// Its darkest pixel: what its ink is like.
static colour ink_of(const tiles *t, int tile) {
    colour darkest = 0xffffffffu;
    const int stride = SIDE * t->columns;
    const colour *from = t->pixels + tile / t->columns * SIDE * stride + tile % t->columns * SIDE;
    for (int p = 0; p < PIXELS; p++) {
        const colour c = from[p / SIDE * stride + p % SIDE];
        if ((c >> 8 & 255) < (darkest >> 8 & 255)) darkest = c;
    }
    return darkest;
}

static void tiles_have_the_colour_of_the_codes_near_to_them(void **state) {
    (void)state;
    digit_map m = filled();
    ae_network *network = network_of(PIXELS);
    network->parameters[network->places[3].bias] = 50; // the first pixel is full of ink everywhere
    ae_pass *pass = pass_of(network, TILES_ROWS);
    tiles t = {0};
    scene s = {0};
    begin(&s, &m, LIGHT);
    const tiles_desc desc = {network, pass, 1, SIDE, &m, 14};
    assert_true(tiles_update(&t, &desc, &s));
    for (int label = 0; label < DIGIT_LABELS; label++) {
        const camera_point at = camera_project(&s.camera, (float[3]){m.medians[label][0], m.medians[label][1], 0});
        assert_near_colour(ink_of(&t, (int)(at.y / 14) * t.columns + (int)(at.x / 14)), colour_class(label, false));
    }
    const colour middle = ink_of(&t, 10 * t.columns + 10); // no code is there
    assert_int_equal(middle & 255, middle >> 8 & 255 ? middle & 255 : 0);
    assert_true(abs((int)(middle & 255) - (int)(middle >> 16 & 255)) < 8);
    tiles_free(&t);
    ae_pass_free(pass);
    ae_network_free(network);
    scene_free(&s);
    digit_map_free(&m);
}

static void tiles_are_decoded_again_only_when_something_is_another(void **state) {
    (void)state;
    digit_map m = filled();
    ae_network *network = network_of(PIXELS);
    ae_pass *pass = pass_of(network, TILES_ROWS);
    tiles t = {0};
    scene s = {0};
    begin(&s, &m, LIGHT);
    tiles_desc desc = {network, pass, 1, SIDE, &m, 40};
    assert_true(tiles_update(&t, &desc, &s));
    const colour kept = t.pixels[5];
    const colour mark = 0x12345678u;
    t.pixels[5] = mark;
    assert_true(tiles_update(&t, &desc, &s));
    assert_int_equal(t.pixels[5], mark); // nothing was
    desc.version = 2;
    assert_true(tiles_update(&t, &desc, &s));
    assert_int_equal(t.pixels[5], kept);
    t.pixels[5] = mark;
    digit_map_update(&m, ++version);
    assert_true(tiles_update(&t, &desc, &s));
    assert_int_equal(t.pixels[5], kept);
    t.pixels[5] = mark;
    begin(&s, &m, DARK);
    assert_true(tiles_update(&t, &desc, &s));
    assert_true(t.pixels[5] != mark && t.pixels[5] != kept);
    t.pixels[5] = mark;
    scene_begin(&s, camera_plane(280, 280, m.centre, m.reach / 2), DARK, 1);
    assert_true(tiles_update(&t, &desc, &s));
    assert_true(t.pixels[5] != mark);
    desc.side = 0;
    assert_false(tiles_update(&t, &desc, &s));
    desc.side = 2; // too many
    assert_false(tiles_update(&t, &desc, &s));
    desc.side = 14;
    test_fail_allocation = 1;
    assert_false(tiles_update(&t, &desc, &s));
    assert_true(tiles_update(&t, &desc, &s));
    tiles_free(&t);
    ae_pass_free(pass);
    ae_network_free(network);
    scene_free(&s);
    digit_map_free(&m);
}

static void a_strip_is_what_is_decoded_along_the_path(void **state) {
    (void)state;
    enum { STOPS = 9 };
    static colour pixels[PIXELS * STOPS];
    ae_network *network = network_of(PIXELS);
    ae_pass *pass = pass_of(network, TILES_ROWS), *one = pass_of(network, 1);
    const tiles_path path = {network, pass, SIDE, {-2, 1}, {3, 0.5f}, STOPS};
    tiles_strip(pixels, &path, DARK.paper, DARK.ink);
    for (int k = 0; k < STOPS; k++) {
        const float part = (float)k / (STOPS - 1);
        const float *wanted = ae_decode(network, one, (float[2]){-2 + 5 * part, 1 - 0.5f * part}, 1);
        for (int p = 0; p < PIXELS; p++)
            assert_near_colour(pixels[p / SIDE * SIDE * STOPS + k * SIDE + p % SIDE],
                               grey(DARK.paper, DARK.ink, wanted[p]));
    }
    ae_pass_free(one);
    ae_pass_free(pass);
    ae_network_free(network);
}

static void grey_levels_beyond_paper_and_ink_are_these(void **state) {
    (void)state;
    const float values[5] = {-3, 0, 1, 7, NAN};
    colour pixels[5];
    tiles_picture(pixels, values, 5, LIGHT.paper, LIGHT.ink);
    const colour wanted[5] = {LIGHT.paper, LIGHT.paper, LIGHT.ink, LIGHT.ink, LIGHT.paper};
    assert_memory_equal(pixels, wanted, sizeof wanted);
}

// ---- the poster -----------------------------------------------------------------------------------------------------

static bool draw_poster(poster *p, bool dark, float width, int failing) {
    digit_map m = filled();
    ae_network *network = network_of(PIXELS);
    const ae_codes codes = {COUNT, 2, m.at, m.labels};
    test_fail_allocation = failing;
    const bool drawn = poster_draw_digits(p, &(poster_digits){network, &codes}, dark, width);
    const bool failed = failing && !test_fail_allocation;
    test_fail_allocation = 0;
    assert_true(drawn != failed);
    ae_network_free(network);
    digit_map_free(&m);
    return drawn;
}

static void the_poster_shows_map_digits_and_path_in_both_themes(void **state) {
    (void)state;
    for (int dark = 0; dark < 2; dark++) {
        poster p, again;
        assert_true(draw_poster(&p, dark, 1140, 0));
        assert_true(draw_poster(&again, dark, 1140, 0));
        const size_t count = (size_t)p.width * (size_t)p.height;
        assert_int_equal(p.width, 2280);
        assert_memory_equal(p.pixels, again.pixels, count * sizeof(colour));
        bool seen[DIGIT_LABELS] = {0};
        for (size_t k = 0; k < count; k++)
            for (int label = 0; label < DIGIT_LABELS; label++) {
                const colour faded = colour_mix(poster_colour(POSTER_PAPER, dark), colour_class(label, dark), 0.8f);
                const int off = (int)(p.pixels[k] & 255) - (int)(faded & 255);
                seen[label] |= off >= -2 && off <= 2 && (p.pixels[k] >> 8 & 0xff) - (faded >> 8 & 0xff) + 2 <= 4;
            }
        for (int label = 0; label < DIGIT_LABELS; label++) assert_true(seen[label]);
        poster_free(&p);
        poster_free(&again);
    }
}

static void the_poster_tells_of_want_of_memory(void **state) {
    (void)state;
    int allocation = 0;
    poster p;
    while (!draw_poster(&p, false, 700, ++allocation)) assert_null(p.pixels);
    poster_free(&p);
    assert_true(allocation > 5 && allocation < 200);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_and_medians_are_those_of_each_label),
        cmocka_unit_test(the_window_holds_all_codes),
        cmocka_unit_test(hidden_labels_are_neither_drawn_nor_picked_nor_walked),
        cmocka_unit_test(each_dot_is_picked_where_it_is_drawn),
        cmocka_unit_test(want_of_memory_leaves_no_map),
        cmocka_unit_test(every_numeral_is_drawn_in_its_box_and_no_two_are_alike),
        cmocka_unit_test(a_label_stands_at_the_median_of_its_codes),
        cmocka_unit_test(labels_that_would_overlap_stand_aside_and_others_stay),
        cmocka_unit_test(labels_keep_off_what_would_cover_them),
        cmocka_unit_test(each_tile_is_what_is_decoded_at_its_middle),
        cmocka_unit_test(tiles_have_the_colour_of_the_codes_near_to_them),
        cmocka_unit_test(tiles_are_decoded_again_only_when_something_is_another),
        cmocka_unit_test(a_strip_is_what_is_decoded_along_the_path),
        cmocka_unit_test(grey_levels_beyond_paper_and_ink_are_these),
        cmocka_unit_test(the_poster_shows_map_digits_and_path_in_both_themes),
        cmocka_unit_test(the_poster_tells_of_want_of_memory),
    };
    return cmocka_run_group_tests_name("digit_map", tests, NULL, NULL);
}
