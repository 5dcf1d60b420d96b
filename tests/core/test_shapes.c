// SPDX-License-Identifier: MIT
// Shapes that single figures add to a scene: arcs over a line of codes, spots, fewer lines on a sheet.
#include "test.h"

#include "latent.h"
#include "scene.h"

static const scene_theme LIGHT = {0xffffffffu, 0xff26211fu, false};

static void begin(scene *s) { scene_begin(s, camera_plane(400, 200, (float[2]){0, 0}, 1), LIGHT, 1); }

static void an_arc_is_half_an_ellipse_above_its_ends(void **state) {
    (void)state;
    scene s = {0};
    const float at[] = {-0.5f, 0.25f, 0.1f};
    const scene_cloud cloud = {.at = at, .dims = 1, .count = 3, .version = 1};
    for (int closed = 0; closed < 2; closed++) {
        begin(&s);
        scene_arcs(&s, cloud, closed, 2);
        size_t arcs = 2 + (size_t)closed, steps = s.mark_count / arcs;
        assert_true(steps >= 12 && steps * arcs == s.mark_count);
        for (size_t arc = 0; arc < arcs; arc++) {
            float a = scene_project(&s, &cloud, arc).x, b = scene_project(&s, &cloud, (arc + 1) % 3).x;
            const scene_mark *marks = s.marks + arc * steps;
            assert_near(marks[0].ax, a, 1e-4);
            assert_near(marks[steps - 1].bx, b, 1e-4);
            assert_near(marks[steps - 1].by, 100, 1e-4);
            for (size_t k = 0; k < steps; k++) {
                double x = ((double)marks[k].bx - (double)(a + b) / 2) / ((double)(b - a) / 2);
                double y = (100 - (double)marks[k].by) / (0.35 * fabs((double)(b - a)));
                assert_near(x * x + y * y, 1, 1e-3);
                assert_true(marks[k].by < 100.001f && marks[k].ra == 1 && marks[k].rb == 1);
                if (k) assert_true(marks[k].ax == marks[k - 1].bx && marks[k].ay == marks[k - 1].by);
            }
        }
    }
    scene_free(&s);
}

static void an_arc_from_nowhere_is_left_out(void **state) {
    (void)state;
    scene s = {0};
    const float at[] = {-0.5f, NAN, 0.1f, 0.2f};
    scene_cloud cloud = {.at = at, .dims = 1, .count = 4, .version = 1};
    begin(&s);
    scene_arcs(&s, cloud, false, 2);
    size_t one = s.mark_count;
    begin(&s);
    scene_arcs(&s, cloud, true, 2);
    assert_int_equal(s.mark_count, 2 * one);
    begin(&s);
    cloud.count = 1;
    scene_arcs(&s, cloud, true, 2);
    assert_int_equal(s.mark_count, 0);
    assert_false(s.failed);
    cloud.count = SIZE_MAX / 64;
    scene_arcs(&s, cloud, true, 2);
    assert_true(s.failed);
    assert_int_equal(s.mark_count, 0);
    scene_free(&s);
}

static void a_spot_is_one_disc_with_a_ring(void **state) {
    (void)state;
    scene s = {0};
    begin(&s);
    scene_spot(&s, (float[3]){0.5f, -0.25f, 0}, 6, 0xff112233u, 0xff445566u);
    scene_spot(&s, (float[3]){0.5f, NAN, 0}, 6, 0xff112233u, 0xff445566u);
    assert_int_equal(s.mark_count, 1);
    scene_mark m = s.marks[0];
    assert_true(m.ax == 250 && m.ay == 125 && m.bx == m.ax && m.by == m.ay && m.ra == 6 && m.rb == 6);
    assert_true(m.fill == 0xff112233u && m.ring == 0xff445566u);
    scene_free(&s);
}

// In units of the grid, every fourth row and column is a whole number.
static void a_sheet_keeps_every_so_manieth_line(void **state) {
    (void)state;
    enum { SIDE = 9 };
    static float at[3 * SIDE * SIDE];
    for (int k = 0; k < SIDE * SIDE; k++) {
        at[3 * k] = (float)(k % SIDE) / SIDE - 0.5f;
        at[3 * k + 1] = (float)(k / SIDE) / SIDE - 0.5f;
    }
    scene s = {0}, all = {0};
    const camera camera = camera_orbit(400, 200, (float[3]){0}, 0.5f, 0.4f, 0.3f, 1);
    scene_begin(&all, camera, LIGHT, 1);
    scene_mesh(&all, at, SIDE, SIDE, LIGHT.ink, 0.5f);
    scene_begin(&s, camera, LIGHT, 1);
    scene_mesh_lines(&s, 4); // of nothing
    scene_mesh(&s, at, SIDE, SIDE, LIGHT.ink, 0.5f);
    scene_mesh(&s, at, SIDE, SIDE, LIGHT.ink, 0.5f);
    scene_mesh_lines(&s, 4);
    size_t count = all.vertex_count;
    assert_int_equal(s.vertex_count, 2 * count);
    for (size_t k = 0; k < count; k++) {
        assert_true(s.vertices[k].u == all.vertices[k].u && s.vertices[k].v == all.vertices[k].v); // the first one's
        assert_true(s.vertices[count + k].u == all.vertices[k].u / 4 &&
                    s.vertices[count + k].v == all.vertices[k].v / 4);
        assert_true(s.vertices[count + k].x == all.vertices[k].x && s.vertices[count + k].fill == all.vertices[k].fill);
    }
    scene_begin(&s, camera, LIGHT, 1);
    scene_mesh(&s, at, SIDE, SIDE, LIGHT.ink, 0.5f);
    scene_axes(&s);
    scene_mesh_lines(&s, 4); // of marks
    assert_true(s.vertices[0].u == all.vertices[0].u);
    scene_free(&s);
    scene_free(&all);
}

static void a_line_of_codes_fills_a_wide_plot_and_leaves_room_for_arcs(void **state) {
    (void)state;
    const float at[] = {2, 5};
    const scene_cloud codes = {.at = at, .dims = 1, .count = 2, .version = 1};
    for (float width = 150; width < 1000; width += 50) {
        latent_window window = {0};
        latent_follow(&window, codes, NULL, 1);
        scene s = {0};
        scene_begin(&s, latent_camera(&window, 1, width, 200, 0, 0, 1), LIGHT, 1);
        float a = scene_project(&s, &codes, 0).x, b = scene_project(&s, &codes, 1).x;
        assert_true(a > 5 && b < width - 5);
        assert_true(b - a > 0.8f * (width < 200 ? width : 200));
        assert_true(0.35f * (b - a) < 100);
        if (width > 300) assert_true(b - a > 250);
        scene_free(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arc_is_half_an_ellipse_above_its_ends),
        cmocka_unit_test(an_arc_from_nowhere_is_left_out),
        cmocka_unit_test(a_spot_is_one_disc_with_a_ring),
        cmocka_unit_test(a_sheet_keeps_every_so_manieth_line),
        cmocka_unit_test(a_line_of_codes_fills_a_wide_plot_and_leaves_room_for_arcs),
    };
    return cmocka_run_group_tests_name("shapes", tests, NULL, NULL);
}
