// SPDX-License-Identifier: MIT
// Camera, scene, picking, bounds and colours: what the page draws, without a page.
#include "test.h"

#include <string.h>

#include "reference.h"
#include "scene.h"

// The scene grows with realloc, which no option of the linker reaches; a size that no machine has makes it fail. The
// address sanitizer would stop at that.
const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "allocator_may_return_null=1"; }

static const float PI = 3.14159265f;
static const float ORIGIN[3] = {0};

// ---- camera ---------------------------------------------------------------------------------------------------------

static void a_centre_projects_to_the_middle(void **state) {
    (void)state;
    const float centre[3] = {1, -2, 3};
    for (float yaw = -4; yaw < 4; yaw += 0.7f) {
        camera orbit = camera_orbit(400, 300, centre, 0.5f, yaw, yaw / 3, 1);
        camera_point p = camera_project(&orbit, centre);
        assert_true(p.x == 200 && p.y == 150 && p.size == 1 && p.depth == 0);
    }
    camera plane = camera_plane(400, 300, centre, 0.5f);
    camera_point p = camera_project(&plane, (float[3]){1, -2, 0});
    assert_true(p.x == 200 && p.y == 150 && p.size == 1 && p.depth == 0);
}

static void up_is_up(void **state) {
    (void)state;
    for (float yaw = -4; yaw < 4; yaw += 0.5f)
        for (float pitch = -1.45f; pitch < 1.46f; pitch += 0.29f) {
            camera orbit = camera_orbit(400, 300, ORIGIN, 0.5f, yaw, pitch, 1);
            camera_point top = camera_project(&orbit, (float[3]){0, 0, 0.5f});
            assert_true(top.y < 150 - 1);
            assert_near(top.x, 200, 1e-3); // and not aslant
        }
}

// Looked at from above (pitch > 0) the top is nearer; the third axis is that of a right-handed system.
static void axes_are_right_handed_and_pitch_looks_down(void **state) {
    (void)state;
    for (float yaw = -4; yaw < 4; yaw += 0.5f)
        for (float pitch = -1.45f; pitch < 1.46f; pitch += 0.29f) {
            camera c = camera_orbit(400, 300, ORIGIN, 0.5f, yaw, pitch, 1);
            for (int k = 0; k < 3; k++) {
                int i = (k + 1) % 3, j = (k + 2) % 3;
                assert_near(c.right[i] * c.up[j] - c.right[j] * c.up[i], -c.back[k], 1e-6);
            }
            if (fabsf(pitch) > 0.01f)
                assert_true((camera_project(&c, (float[3]){0, 0, 0.5f}).depth < 0) == (pitch > 0));
        }
}

// Corners 0 … 7 of the box around a centre.
static void corner_of(float corner[3], int k, const float centre[3], float reach) {
    for (int c = 0; c < 3; c++) corner[c] = centre[c] + (k >> c & 1 ? reach : -reach);
}

static void the_box_is_inside_the_plot_from_every_angle(void **state) {
    (void)state;
    const float sizes[][2] = {{400, 300}, {200, 350}, {300, 300}}, centre[3] = {1, -2, 0.3f}, reach = 0.7f;
    for (int s = 0; s < 3; s++) {
        float width = sizes[s][0], height = sizes[s][1], half = fminf(width, height) / 2, farthest = 0;
        for (int a = 0; a < 72; a++)
            for (int b = 0; b <= 58; b++) {
                camera orbit =
                    camera_orbit(width, height, centre, reach, PI * (float)a / 36, -1.45f + 0.05f * (float)b, 1);
                for (int k = 0; k < 8; k++) {
                    float corner[3];
                    corner_of(corner, k, centre, reach);
                    camera_point p = camera_project(&orbit, corner);
                    if (!(p.x >= 0 && p.x <= width && p.y >= 0 && p.y <= height))
                        fail_msg("corner %d at %g, %g of %g × %g", k, (double)p.x, (double)p.y, (double)width,
                                 (double)height);
                    if (!(p.depth >= -1 && p.depth <= 1)) fail_msg("depth %g", (double)p.depth);
                    farthest = fmaxf(farthest, fmaxf(fabsf(p.x - width / 2), fabsf(p.y - height / 2)));
                }
            }
        assert_true(farthest > 0.9f * half); // and it fills the plot
    }
}

static void nearer_is_larger(void **state) {
    (void)state;
    ae_random random = ae_random_new(1, 9);
    for (int k = 0; k < 500; k++) {
        float a[3], b[3];
        fill(a, 3, &random);
        fill(b, 3, &random);
        camera orbit = camera_orbit(400, 300, ORIGIN, 1, random_float(&random, -4, 4), random_float(&random, -1, 1), 1);
        camera_point p = camera_project(&orbit, a), q = camera_project(&orbit, b);
        assert_true((p.depth < q.depth) == (p.size > q.size));
        assert_true((p.depth < 0) == (p.size > 1));
        assert_true(p.size > 0.7f && p.size < 1.4f); // mild
    }
}

static void zoom_scales_about_the_middle(void **state) {
    (void)state;
    const float x[3] = {0.3f, -0.2f, 0.4f};
    camera one = camera_orbit(400, 300, ORIGIN, 0.5f, 1, 0.5f, 1),
           two = camera_orbit(400, 300, ORIGIN, 0.5f, 1, 0.5f, 2);
    camera_point p = camera_project(&one, x), q = camera_project(&two, x);
    assert_true(fabsf(p.x - 200) > 1 && fabsf(p.y - 150) > 1);
    assert_near(q.x - 200, 2 * (p.x - 200), 1e-3);
    assert_near(q.y - 150, 2 * (p.y - 150), 1e-3);
}

static void a_plane_maps_its_corners(void **state) {
    (void)state;
    const float centre[2] = {1, -2};
    camera wide = camera_plane(400, 300, centre, 0.5f), high = camera_plane(200, 500, centre, 0.5f);
    camera_point p = camera_project(&wide, (float[3]){1.5f, -1.5f, 0}),
                 q = camera_project(&wide, (float[3]){0.5f, -2.5f, 0});
    assert_near(p.x, 350, 1e-3); // 150 px are the reach
    assert_near(p.y, 0, 1e-3);
    assert_near(q.x, 50, 1e-3);
    assert_near(q.y, 300, 1e-3);
    p = camera_project(&high, (float[3]){1.5f, -1.5f, 0});
    q = camera_project(&high, (float[3]){0.5f, -2.5f, 7}); // the third coordinate is not looked at
    assert_near(p.x, 200, 1e-3);
    assert_near(p.y, 150, 1e-3);
    assert_near(q.x, 0, 1e-3);
    assert_near(q.y, 350, 1e-3);
    assert_true(q.depth == 0 && q.size == 1);
}

// ---- clouds ---------------------------------------------------------------------------------------------------------

enum { MOST = 500 };

static float at[MOST * 3], positions[MOST];

// Random rows within ±0.5; the values stay until the next call.
static scene_cloud random_cloud(int dims, size_t count, uint64_t seed) {
    ae_random random = ae_random_new(seed, 9);
    for (size_t k = 0; k < count * (size_t)dims; k++) at[k] = random_float(&random, -0.5, 0.5);
    for (size_t k = 0; k < count; k++) positions[k] = (float)k / (float)count;
    return (scene_cloud){.at = at, .dims = dims, .count = count, .positions = positions, .cyclic = true};
}

static camera_point project_row(const scene *s, scene_cloud cloud, size_t index) {
    float x[3] = {0};
    memcpy(x, cloud.at + index * (size_t)cloud.dims, (size_t)cloud.dims * sizeof *x);
    return camera_project(&s->camera, x);
}

static camera test_camera(int dims, uint64_t seed) {
    ae_random random = ae_random_new(seed, 8);
    float yaw = random_float(&random, -4, 4), pitch = random_float(&random, -1.4, 1.4);
    return dims == 3 ? camera_orbit(400, 300, ORIGIN, 0.5f, yaw, pitch, 1) : camera_plane(400, 300, ORIGIN, 0.5f);
}

// The row that a disc shows.
static size_t row_of(const scene *s, scene_cloud cloud, scene_mark mark) {
    for (size_t k = 0; k < cloud.count; k++) {
        camera_point p = project_row(s, cloud, k);
        if (p.x == mark.ax && p.y == mark.ay) return k;
    }
    fail_msg("no row is at %g, %g", (double)mark.ax, (double)mark.ay);
    return 0;
}

static void points_go_from_far_to_near_and_the_selected_last(void **state) {
    (void)state;
    scene s = {0};
    for (uint64_t seed = 1; seed <= 3; seed++) {
        enum { COUNT = 300, SELECTED = 7 };
        scene_cloud cloud = random_cloud(3, COUNT, seed);
        bool shown[COUNT] = {false};
        scene_begin(&s, test_camera(3, seed), false);
        scene_points(&s, cloud, (scene_point_style){.radius = 4, .opacity = 1, .selected = SELECTED});
        assert_false(s.failed);
        assert_int_equal(s.count, COUNT);
        float before = 2;
        for (size_t k = 0; k < COUNT; k++) {
            scene_mark mark = s.marks[k];
            size_t row = row_of(&s, cloud, mark);
            camera_point p = project_row(&s, cloud, row);
            assert_false(shown[row]);
            shown[row] = true;
            assert_true(mark.bx == mark.ax && mark.by == mark.ay && mark.ra == mark.rb);
            if (k == COUNT - 1) {
                assert_int_equal(row, SELECTED);
                assert_near(mark.ra, 6.5f * p.size + SCENE_RING, 1e-4); // larger
                assert_int_equal(mark.ring, colour_ink(false, 1));
                break;
            }
            assert_true(row != SELECTED);
            if (!(p.depth <= before + 2.0f / 1024))
                fail_msg("depth %g comes after %g", (double)p.depth, (double)before);
            before = p.depth;
            assert_near(mark.ra, 4 * p.size + SCENE_RING, 1e-4);
        }
    }
    scene_free(&s);
}

static void points_of_one_depth_keep_their_order(void **state) {
    (void)state;
    scene s = {0};
    scene_cloud cloud = random_cloud(2, 100, 1);
    scene_begin(&s, test_camera(2, 1), true);
    scene_points(&s, cloud, (scene_point_style){.radius = 4, .opacity = 1, .selected = -1});
    assert_int_equal(s.count, 100);
    for (size_t k = 0; k < 100; k++) assert_int_equal(row_of(&s, cloud, s.marks[k]), k);
    scene_free(&s);
}

static void hollow_points_are_rings_of_their_colour(void **state) {
    (void)state;
    scene s = {0};
    scene_cloud cloud = random_cloud(1, 10, 1); // missing coordinates are 0
    scene_begin(&s, test_camera(2, 1), false);
    scene_points(&s, cloud, (scene_point_style){.radius = 4, .hollow = true, .opacity = 0.5f, .selected = -1});
    for (size_t k = 0; k < 10; k++) {
        assert_near(s.marks[k].ax, 200 + 300 * cloud.at[k], 1e-3);
        assert_near(s.marks[k].ay, 150, 1e-3);
        assert_int_equal(s.marks[k].fill, colour_paper(false));
        assert_int_equal(s.marks[k].ring, colour_fade(colour_ramp(positions[k], true, false), 0.5f));
    }
    scene_free(&s);
}

static void clouds_are_kept_one_after_the_other(void **state) {
    (void)state;
    scene s = {0};
    scene_cloud cloud = random_cloud(3, 40, 1);
    scene_begin(&s, test_camera(3, 1), false);
    scene_axes(&s);
    size_t axes = s.count;
    assert_true(axes > 3);
    scene_links(&s, cloud, cloud);
    assert_int_equal(s.count, axes + 40);
    scene_points(&s, cloud, (scene_point_style){.radius = 4, .opacity = 1, .selected = -1});
    scene_points(&s, cloud, (scene_point_style){.radius = 4, .opacity = 1, .selected = 400}); // none
    assert_int_equal(s.count, axes + 120);
    scene_begin(&s, test_camera(3, 1), false);
    assert_int_equal(s.count, 0);
    assert_int_equal(scene_pick(&s, 200, 150, 1000), -1);
    scene_free(&s);
    assert_null(s.marks);
}

static void trails_and_links_go_from_point_to_tip(void **state) {
    (void)state;
    scene s = {0};
    for (int dims = 2; dims <= 3; dims++) {
        scene_cloud cloud = random_cloud(dims, 50, 1);
        float direction[50 * 3], tips[50 * 3];
        const float scale = -0.7f;
        ae_random random = ae_random_new(2, 9);
        fill(direction, 150, &random);
        for (int k = 0; k < 50 * dims; k++) tips[k] = cloud.at[k] + scale * direction[k];
        scene_cloud ends = cloud;
        ends.at = tips;
        scene_begin(&s, test_camera(dims, 1), false);
        scene_trails(&s, cloud, direction, scale, 3);
        scene_links(&s, cloud, ends);
        assert_int_equal(s.count, 100);
        for (size_t k = 0; k < 100; k++) {
            scene_mark mark = s.marks[k];
            camera_point a = project_row(&s, cloud, k % 50), b = project_row(&s, ends, k % 50);
            assert_near(mark.ax, a.x, 1e-3);
            assert_near(mark.ay, a.y, 1e-3);
            assert_near(mark.bx, b.x, 1e-3);
            assert_near(mark.by, b.y, 1e-3);
            assert_near(mark.ra, (k < 50 ? 3 : 0.6f) * a.size, 1e-4);
            if (k < 50) assert_true(mark.rb < mark.ra); // tapered
        }
    }
    scene_free(&s);
}

static void axes_have_a_label_each_in_the_plot(void **state) {
    (void)state;
    for (int dims = 2; dims <= 3; dims++) {
        scene s = {0};
        scene_begin(&s, test_camera(dims, 3), false);
        for (int c = 0; c < 3; c++) s.anchors[c] = (scene_anchor){NAN, NAN};
        scene_axes(&s);
        for (int c = 0; c < dims; c++) {
            assert_true(s.anchors[c].x > -30 && s.anchors[c].x < 430);
            assert_true(s.anchors[c].y > -30 && s.anchors[c].y < 330);
        }
        for (size_t k = 0; k < s.count; k++) assert_true(isfinite(s.marks[k].ax + s.marks[k].by + s.marks[k].ra));
        scene_free(&s);
    }
}

// ---- picking --------------------------------------------------------------------------------------------------------

static void picking_finds_what_trying_all_finds(void **state) {
    (void)state;
    scene s = {0};
    ae_random random = ae_random_new(3, 9);
    int found = 0, missed = 0;
    for (int trial = 0; trial < 400; trial++) {
        int dims = 2 + trial % 2;
        scene_cloud cloud = random_cloud(dims, 1 + (size_t)trial % 60, (uint64_t)trial);
        scene_begin(&s, test_camera(dims, (uint64_t)trial), false);
        scene_points(&s, cloud, (scene_point_style){.radius = 4, .opacity = 1, .selected = -1});
        float x = random_float(&random, 50, 350), y = random_float(&random, 0, 300),
              reach = random_float(&random, 1, 60);
        int wanted = -1, got = scene_pick(&s, x, y, reach);
        double nearest = reach;
        for (size_t k = 0; k < cloud.count; k++) {
            camera_point p = project_row(&s, cloud, k);
            double distance = hypot((double)p.x - x, (double)p.y - y);
            if (distance < nearest) nearest = distance, wanted = (int)k;
        }
        assert_int_equal(got, wanted);
        found += got >= 0;
        missed += got < 0;
    }
    assert_true(found > 50 && missed > 50);
    scene_free(&s);
}

static void nothing_out_of_reach_is_picked(void **state) {
    (void)state;
    scene s = {0};
    scene_cloud cloud = {.at = ORIGIN, .dims = 3, .count = 1, .positions = ORIGIN};
    scene_begin(&s, test_camera(3, 1), false);
    assert_int_equal(scene_pick(&s, 200, 150, 1e6f), -1); // an empty scene
    scene_points(&s, cloud, (scene_point_style){.radius = 4, .opacity = 1, .selected = -1});
    assert_int_equal(scene_pick(&s, 207, 150, 8), 0);
    assert_int_equal(scene_pick(&s, 207, 150, 6), -1);
    assert_int_equal(scene_pick(&s, 200, 150, 0), -1);
    assert_int_equal(scene_pick(&s, NAN, 150, 8), -1);
    scene_free(&s);
}

// Three points behind each other on the line of sight: the front one wins, wherever it stands in the list.
static void the_front_one_is_picked_when_they_tie(void **state) {
    (void)state;
    const float rows[3][9] = {
        {0.3f, 0, 0, 0, 0, 0, -0.3f, 0, 0}, {-0.3f, 0, 0, 0.3f, 0, 0, 0, 0, 0}, {-0.3f, 0, 0, 0, 0, 0, 0.3f, 0, 0}};
    scene s = {0};
    for (int k = 0; k < 3; k++) {
        scene_cloud cloud = {.at = rows[k], .dims = 3, .count = 3, .positions = ORIGIN};
        scene_begin(&s, camera_orbit(400, 300, ORIGIN, 0.5f, 0, 0, 1), false); // the eye is at x = 4
        scene_points(&s, cloud, (scene_point_style){.radius = 4, .opacity = 1, .selected = -1});
        assert_int_equal(scene_pick(&s, 203, 151, 20), k);
    }
    scene_free(&s);
}

// ---- bounds ---------------------------------------------------------------------------------------------------------

static void assert_within(scene_cloud cloud, const float *direction, float scale, const float centre[3], float reach) {
    for (size_t k = 0; k < cloud.count * (size_t)cloud.dims; k++) {
        float middle = centre[k % (size_t)cloud.dims];
        if (!(fabsf(cloud.at[k] - middle) <= reach)) fail_msg("number %d", (int)k);
        if (direction && !(fabsf(cloud.at[k] + scale * direction[k] - middle) <= reach)) fail_msg("tip %d", (int)k);
    }
}

static void bounds_hold_the_cloud_and_its_trails(void **state) {
    (void)state;
    for (int dims = 1; dims <= 3; dims++)
        for (uint64_t seed = 1; seed <= 20; seed++) {
            scene_cloud cloud = random_cloud(dims, 2 * seed, seed);
            float direction[40 * 3], centre[3] = {NAN, NAN, NAN}, with[3] = {NAN, NAN, NAN};
            ae_random random = ae_random_new(seed, 7);
            fill(direction, 120, &random);
            float reach = scene_bounds(cloud, NULL, 0, centre);
            assert_within(cloud, NULL, 0, centre, reach);
            for (int c = dims; c < 3; c++) assert_true(centre[c] == 0);
            float least = cloud.at[0], most = least;
            for (size_t k = 0; k < cloud.count; k++) {
                least = fminf(least, cloud.at[k * (size_t)dims]);
                most = fmaxf(most, cloud.at[k * (size_t)dims]);
            }
            if (dims == 1) assert_near(reach, 1.15 * (most - least) / 2, 1e-6); // and not more than that
            assert_near(centre[0], (most + least) / 2, 1e-6);
            float wider = scene_bounds(cloud, direction, -3, with);
            assert_within(cloud, direction, -3, with, wider);
            assert_true(wider > reach);
        }
}

static void bounds_of_degenerate_clouds_can_be_drawn(void **state) {
    (void)state;
    const float same[] = {2, 3, 4, 2, 3, 4}, zero[6] = {0};
    float centre[3] = {NAN, NAN, NAN};
    float reach = scene_bounds((scene_cloud){.at = same, .dims = 3, .count = 1}, NULL, 0, centre); // one point
    assert_true(isfinite(reach) && reach > 0);
    assert_true(centre[0] == 2 && centre[1] == 3 && centre[2] == 4);
    reach = scene_bounds((scene_cloud){.at = same, .dims = 3, .count = 2}, zero, 1, centre); // two in one place
    assert_true(isfinite(reach) && reach > 0);
    assert_true(centre[0] == 2 && centre[1] == 3 && centre[2] == 4);
    reach = scene_bounds((scene_cloud){.at = NULL, .dims = 2, .count = 0}, NULL, 0, centre); // none
    assert_true(isfinite(reach) && reach > 0);
    assert_true(centre[0] == 0 && centre[1] == 0 && centre[2] == 0);
    const float flat[] = {-1, 5, 1, 5}; // a line
    reach = scene_bounds((scene_cloud){.at = flat, .dims = 2, .count = 2}, NULL, 0, centre);
    assert_near(reach, 1.15, 1e-6);
    assert_true(centre[0] == 0 && centre[1] == 5 && centre[2] == 0);
    camera plane = camera_plane(400, 300, centre, scene_bounds((scene_cloud){.dims = 2}, NULL, 0, centre));
    camera_point p = camera_project(&plane, ORIGIN);
    assert_true(p.x == 200 && p.y == 150);
}

// ---- colours --------------------------------------------------------------------------------------------------------

static void the_cyclic_ramp_closes(void **state) {
    (void)state;
    for (int dark = 0; dark < 2; dark++) {
        assert_int_equal(colour_ramp(0, true, dark), colour_ramp(1, true, dark));
        assert_int_not_equal(colour_ramp(0, true, dark), colour_ramp(0.5f, true, dark));
        assert_int_not_equal(colour_ramp(0, false, dark), colour_ramp(1, false, dark));
    }
}

// Relative luminance (WCAG 2.2)
static double luminance(colour c) {
    static const double weights[] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int k = 0; k < 3; k++) {
        double code = (double)(c >> 8 * k & 255) / 255;
        sum += weights[k] * (code <= 0.04045 ? code / 12.92 : pow((code + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(colour a, colour b) {
    double x = luminance(a) + 0.05, y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}

static void contrast_is_that_of_the_guidelines(void **state) {
    (void)state;
    assert_near(contrast(0xff000000u, 0xffffffffu), 21, 1e-9);
    assert_near(contrast(0xff767676u, 0xffffffffu), 4.54, 0.005); // the lightest grey for text on white
    assert_near(contrast(0xff0000ffu, 0xffffffffu), 4.00, 0.005); // red
}

static void ramps_stand_out_from_the_paper(void **state) {
    (void)state;
    for (int kind = 0; kind < 4; kind++) {
        bool cyclic = kind & 1, dark = kind & 2;
        double least = 21;
        int where = -1;
        for (int k = 0; k < 64; k++) {
            colour c = colour_ramp((float)k / 63, cyclic, dark);
            assert_int_equal(c >> 24, 255);
            double ratio = contrast(c, colour_paper(dark));
            if (!(ratio >= least)) least = ratio, where = k;
        }
        if (!(least >= 3))
            fail_msg("%s ramp on %s paper: contrast %.3f at position %d/63", cyclic ? "cyclic" : "open",
                     dark ? "dark" : "light", least, where);
    }
    for (int dark = 0; dark < 2; dark++) assert_true(contrast(colour_ink(dark, 1), colour_paper(dark)) >= 7);
}

static void neighbours_on_a_ramp_are_alike(void **state) {
    (void)state;
    for (int kind = 0; kind < 4; kind++)
        for (int k = 0; k < 256; k++) {
            colour a = colour_ramp((float)k / 256, kind & 1, kind & 2);
            colour b = colour_ramp((float)(k + 1) / 256, kind & 1, kind & 2);
            if (!(contrast(a, b) <= 1.03)) fail_msg("ramp %d jumps by %.3f at %d/256", kind, contrast(a, b), k);
        }
}

static void colours_mix_and_fade(void **state) {
    (void)state;
    const colour a = 0xff102030u, b = 0x80f0e0d0u;
    assert_int_equal(colour_mix(a, b, 0), a);
    assert_int_equal(colour_mix(a, b, 1), b);
    assert_int_equal(colour_mix(0xff000000u, 0xff6496c8u, 0.5f), 0xff324b64u);
    assert_int_equal(colour_fade(a, 1), a);
    assert_int_equal(colour_fade(a, 0), 0x00102030u);
    assert_int_equal(colour_fade(b, 0.5f), 0x40f0e0d0u);
    assert_int_equal(colour_ink(true, 0) >> 24, 0);
}

// ---- memory ---------------------------------------------------------------------------------------------------------

static void a_scene_survives_want_of_memory(void **state) {
    (void)state;
    scene s = {0};
    scene_cloud cloud = random_cloud(3, 20, 1), huge = cloud;
    scene_mark before[20];
    huge.count = PTRDIFF_MAX / sizeof(scene_mark) / 4; // is never read: there is no room for what it makes
    scene_begin(&s, test_camera(3, 1), false);
    scene_points(&s, cloud, (scene_point_style){.radius = 4, .opacity = 1, .selected = -1});
    memcpy(before, s.marks, sizeof before);
    for (int k = 0; k < 3; k++) {
        s.failed = false;
        if (k == 0) scene_points(&s, huge, (scene_point_style){.radius = 4, .opacity = 1, .selected = -1});
        if (k == 1) scene_links(&s, huge, huge);
        if (k == 2) scene_trails(&s, huge, at, 1, 3);
        assert_true(s.failed);
        assert_int_equal(s.count, 20);
        assert_memory_equal(s.marks, before, sizeof before);
    }
    camera_point p = project_row(&s, cloud, 3);
    assert_int_equal(scene_pick(&s, p.x, p.y, 1), 3); // and its points are still there
    scene_begin(&s, test_camera(3, 1), false);
    assert_false(s.failed);
    scene_points(&s, cloud, (scene_point_style){.radius = 4, .opacity = 1, .selected = -1});
    assert_false(s.failed);
    assert_int_equal(s.count, 20);
    scene_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_centre_projects_to_the_middle),
        cmocka_unit_test(up_is_up),
        cmocka_unit_test(axes_are_right_handed_and_pitch_looks_down),
        cmocka_unit_test(the_box_is_inside_the_plot_from_every_angle),
        cmocka_unit_test(nearer_is_larger),
        cmocka_unit_test(zoom_scales_about_the_middle),
        cmocka_unit_test(a_plane_maps_its_corners),
        cmocka_unit_test(points_go_from_far_to_near_and_the_selected_last),
        cmocka_unit_test(points_of_one_depth_keep_their_order),
        cmocka_unit_test(hollow_points_are_rings_of_their_colour),
        cmocka_unit_test(clouds_are_kept_one_after_the_other),
        cmocka_unit_test(trails_and_links_go_from_point_to_tip),
        cmocka_unit_test(axes_have_a_label_each_in_the_plot),
        cmocka_unit_test(picking_finds_what_trying_all_finds),
        cmocka_unit_test(nothing_out_of_reach_is_picked),
        cmocka_unit_test(the_front_one_is_picked_when_they_tie),
        cmocka_unit_test(bounds_hold_the_cloud_and_its_trails),
        cmocka_unit_test(bounds_of_degenerate_clouds_can_be_drawn),
        cmocka_unit_test(the_cyclic_ramp_closes),
        cmocka_unit_test(contrast_is_that_of_the_guidelines),
        cmocka_unit_test(ramps_stand_out_from_the_paper),
        cmocka_unit_test(neighbours_on_a_ramp_are_alike),
        cmocka_unit_test(colours_mix_and_fade),
        cmocka_unit_test(a_scene_survives_want_of_memory),
    };
    return cmocka_run_group_tests_name("scene", tests, NULL, NULL);
}
