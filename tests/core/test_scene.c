// SPDX-License-Identifier: MIT
// Camera, scene, picking and bounds: what the page draws, without a page.
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "reference.h"
#include "scene.h"

// The scene grows with realloc, which no option of the linker reaches; a size that no machine has makes it fail. The
// address sanitizer would stop at that.
const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "allocator_may_return_null=1"; }

static const float PI = 3.14159265f;
static const float ORIGIN[3] = {0};
static const scene_theme LIGHT = {0xffffffffu, 0xff26211fu, false}, DARK = {0xff1c1816u, 0xffeeeae8u, true};

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

static void begin(scene *s, int dims, uint64_t seed) { scene_begin(s, test_camera(dims, seed), LIGHT, 1); }

static const scene_point_style PLAIN = {.radius = 4, .opacity = 1, .selected = -1};

// ---- points ---------------------------------------------------------------------------------------------------------

static void a_cloud_is_one_item_and_the_selected_point_a_mark_after_it(void **state) {
    (void)state;
    scene s = {0};
    for (int hollow = 0; hollow < 2; hollow++) {
        scene_cloud cloud = random_cloud(3, 300, 1);
        begin(&s, 3, 1);
        scene_points(&s, cloud, (scene_point_style){.radius = 4, .hollow = hollow, .opacity = 0.5f, .selected = 7});
        assert_false(s.failed);
        assert_int_equal(s.item_count, 2);
        assert_int_equal(s.items[0].kind, SCENE_POINTS);
        assert_int_equal(s.items[0].points.slot, 0);
        assert_true(s.items[0].points.cloud.at == at && s.items[0].points.cloud.count == 300);
        assert_int_equal(s.items[1].kind, SCENE_MARKS);
        assert_int_equal(s.items[1].count, 1);
        scene_mark mark = s.marks[s.items[1].first];
        camera_point p = project_row(&s, cloud, 7);
        assert_true(mark.ax == p.x && mark.ay == p.y && mark.bx == p.x && mark.by == p.y && mark.ra == mark.rb);
        assert_near(mark.ra, 6.5f * p.size + (hollow ? 0 : SCENE_RING), 1e-4); // larger
        assert_int_equal(mark.ring, LIGHT.ink);
        assert_int_equal(mark.fill, hollow ? LIGHT.paper : colour_ramp(positions[7], true, false));
    }
    scene_free(&s);
}

static void the_order_goes_from_far_to_near(void **state) {
    (void)state;
    scene s = {0};
    for (uint64_t seed = 1; seed <= 3; seed++) {
        enum { COUNT = 300 };
        scene_cloud cloud = random_cloud(3, COUNT, seed);
        bool shown[COUNT] = {false};
        begin(&s, 3, seed);
        scene_points(&s, cloud, PLAIN);
        const uint32_t *order = scene_order(&s, &s.items[0].points);
        assert_non_null(order);
        float before = 2;
        for (size_t k = 0; k < COUNT; k++) {
            assert_true(order[k] < COUNT && !shown[order[k]]);
            shown[order[k]] = true;
            float depth = project_row(&s, cloud, order[k]).depth;
            if (!(depth <= before + 2.0f / 1024)) fail_msg("depth %g comes after %g", (double)depth, (double)before);
            before = depth;
        }
    }
    scene_free(&s);
}

static void points_of_one_depth_keep_their_order(void **state) {
    (void)state;
    scene s = {0};
    scene_cloud cloud = random_cloud(2, 100, 1);
    at[2 * 50] = NAN; // what is nowhere is still in the order
    begin(&s, 2, 1);
    scene_points(&s, cloud, PLAIN);
    const uint32_t *order = scene_order(&s, &s.items[0].points);
    for (size_t k = 0; k < 100; k++) assert_int_equal(order[k], k);
    scene_free(&s);
}

static void colours_are_those_of_the_ramp_the_class_or_the_ink(void **state) {
    (void)state;
    scene s = {0};
    uint8_t classes[10];
    for (int k = 0; k < 10; k++) classes[k] = (uint8_t)(9 - k);
    for (int dark = 0; dark < 2; dark++) {
        scene_cloud ramp = random_cloud(1, 10, 1), classed = ramp, bare = ramp;
        classed.classes = classes;
        bare.positions = NULL;
        scene_begin(&s, test_camera(2, 1), dark ? DARK : LIGHT, 1);
        scene_points(&s, ramp, (scene_point_style){.radius = 4, .opacity = 0.5f, .selected = -1});
        scene_points(&s, classed, PLAIN);
        scene_points(&s, bare, PLAIN);
        for (size_t k = 0; k < 10; k++) {
            assert_int_equal(s.items[0].points.colours[k], colour_fade(colour_ramp(positions[k], true, dark), 0.5f));
            assert_int_equal(s.items[1].points.colours[k], colour_class(9 - (int)k, dark));
            assert_int_equal(s.items[2].points.colours[k], dark ? DARK.ink : LIGHT.ink);
        }
    }
    scene_free(&s);
}

// Of many points the ramp is taken in steps.
static void colours_of_many_points_are_within_two_levels(void **state) {
    (void)state;
    enum { COUNT = 5000 };
    static float many[COUNT], places[COUNT];
    scene s = {0};
    for (int k = 0; k < COUNT; k++) many[k] = places[k] = (float)k / (COUNT - 1);
    places[17] = NAN; // and 0 is its colour
    places[18] = 7;
    begin(&s, 2, 1);
    scene_points(&s, (scene_cloud){.at = many, .dims = 1, .count = COUNT, .positions = places}, PLAIN);
    for (int k = 0; k < COUNT; k++) {
        colour wanted = colour_ramp(k == 17 ? 0 : k == 18 ? 1 : places[k], false, false);
        for (int c = 0; c < 32; c += 8) {
            int a = (int)(wanted >> c & 255), b = (int)(s.items[0].points.colours[k] >> c & 255);
            if (abs(a - b) > 2) fail_msg("point %d: %08x, not %08x", k, s.items[0].points.colours[k], wanted);
        }
    }
    scene_free(&s);
}

static unsigned version_of(scene *s, uint64_t seed, scene_theme theme, scene_cloud cloud, scene_point_style style) {
    scene_begin(s, test_camera(cloud.dims, seed), theme, (float)seed / 10);
    scene_axes(s);
    scene_points(s, cloud, style);
    return s->items[1].points.version;
}

static void an_item_is_of_another_version_when_what_it_holds_is_another(void **state) {
    (void)state;
    scene s = {0};
    const scene_cloud cloud = random_cloud(3, 50, 1);
    unsigned last = version_of(&s, 1, LIGHT, cloud, PLAIN);
    assert_true(last != 0);
    // Another camera, tween, radius or selection uploads nothing.
    assert_int_equal(version_of(&s, 2, LIGHT, cloud, PLAIN), last);
    assert_int_equal(version_of(&s, 2, LIGHT, cloud, (scene_point_style){3, true, true, 1, 4}), last);
    for (int change = 0; change < 9; change++) {
        scene_cloud other = cloud;
        scene_theme theme = LIGHT;
        scene_point_style style = PLAIN;
        uint8_t classes[50] = {0};
        switch (change) {
        case 0: other.version++; break;
        case 1: other.count--; break;
        case 2: other.before = at + 1; break;
        case 3: other.at = at + 1; break;
        case 4: other.positions = NULL; break;
        case 5: other.classes = classes; break;
        case 6: other.cyclic = false; break;
        case 7: theme = DARK; break;
        case 8: style.opacity = 0.5f; break;
        }
        unsigned now = version_of(&s, 2, theme, other, style);
        if (now == last) fail_msg("change %d", change);
        last = version_of(&s, 2, LIGHT, cloud, PLAIN); // and back
        if (now == last) fail_msg("change %d undone", change);
    }
    scene_free(&s);
}

static void clouds_are_kept_one_after_the_other(void **state) {
    (void)state;
    scene s = {0};
    scene_cloud cloud = random_cloud(3, 40, 1);
    begin(&s, 3, 1);
    scene_axes(&s);
    size_t axes = s.mark_count;
    assert_true(axes > 3);
    scene_links(&s, cloud, cloud);
    assert_int_equal(s.mark_count, axes + 40);
    assert_int_equal(s.item_count, 1); // marks that follow each other are drawn at once
    assert_int_equal(s.items[0].count, axes + 40);
    scene_points(&s, cloud, PLAIN);
    scene_points(&s, cloud, (scene_point_style){.radius = 4, .opacity = 1, .selected = 400}); // none
    scene_links(&s, cloud, cloud);
    assert_int_equal(s.item_count, 4);
    assert_int_equal(s.items[2].points.slot, 1);
    assert_int_equal(s.items[3].first, axes + 40);
    assert_int_equal(s.items[3].count, 40);
    begin(&s, 3, 1);
    assert_int_equal(s.item_count + s.anchor_count, 0);
    assert_int_equal(scene_pick(&s, 200, 150, 1000), -1);
    scene_free(&s);
    assert_null(s.marks);
}

static void too_many_things_fail(void **state) {
    (void)state;
    scene s = {0};
    scene_cloud cloud = random_cloud(2, 10, 1);
    begin(&s, 2, 1);
    for (int k = 0; k < SCENE_MAX_CLOUDS; k++) scene_points(&s, cloud, PLAIN);
    assert_false(s.failed);
    scene_points(&s, cloud, PLAIN);
    assert_true(s.failed);
    assert_int_equal(s.item_count, SCENE_MAX_CLOUDS);
    begin(&s, 2, 1);
    assert_false(s.failed);
    for (int k = 0; k < SCENE_MAX_ITEMS; k++) scene_picture(&s, at, 2, 2, 0, 0, 10, 10);
    assert_false(s.failed);
    scene_axes(&s);
    scene_points(&s, cloud, PLAIN);
    assert_true(s.failed);
    assert_int_equal(s.item_count, SCENE_MAX_ITEMS);
    assert_int_equal(s.mark_count, 0);
    scene_free(&s);
}

// ---- tweens ---------------------------------------------------------------------------------------------------------

static void a_tween_goes_from_before_to_at(void **state) {
    (void)state;
    scene s = {0};
    float before[30 * 3];
    for (int dims = 2; dims <= 3; dims++) {
        scene_cloud cloud = random_cloud(dims, 30, 1), old = cloud, middle = cloud, tweened = cloud;
        float mean[30 * 3];
        ae_random random = ae_random_new(5, 9);
        fill(before, 90, &random);
        for (int k = 0; k < 30 * dims; k++) mean[k] = before[k] + 0.25f * (at[k] - before[k]);
        old.at = tweened.before = before;
        middle.at = mean;
        for (size_t k = 0; k < 30; k++) {
            scene_begin(&s, test_camera(dims, 1), LIGHT, 0);
            camera_point a = scene_project(&s, &tweened, k), b = project_row(&s, old, k);
            assert_true(a.x == b.x && a.y == b.y && a.depth == b.depth);
            scene_begin(&s, test_camera(dims, 1), LIGHT, 1);
            a = scene_project(&s, &tweened, k), b = project_row(&s, cloud, k);
            assert_true(a.x == b.x && a.y == b.y && a.depth == b.depth);
            scene_begin(&s, test_camera(dims, 1), LIGHT, 0.25f);
            a = scene_project(&s, &tweened, k), b = project_row(&s, middle, k);
            assert_near(a.x, b.x, 1e-3);
            assert_near(a.y, b.y, 1e-3);
            assert_near(a.depth, b.depth, 1e-6);
        }
        // What follows the cloud follows the tween too.
        scene_links(&s, tweened, cloud);
        scene_trails(&s, tweened, before, 0.1f, 3);
        scene_points(&s, tweened, (scene_point_style){.radius = 4, .opacity = 1, .selected = 3});
        camera_point p = scene_project(&s, &tweened, 3);
        assert_true(s.marks[3].ax == p.x && s.marks[33].ax == p.x && s.marks[60].ax == p.x);
        assert_int_equal(scene_pick(&s, p.x, p.y, 0.01f), 3);
    }
    scene_free(&s);
}

static void a_finished_tween_forgets_where_it_came_from(void **state) {
    (void)state;
    scene s = {0};
    const float nowhere[3] = {NAN, NAN, NAN};
    scene_begin(&s, test_camera(3, 1), LIGHT, 1);
    camera_point p = scene_project(&s, &(scene_cloud){.at = ORIGIN, .before = nowhere, .dims = 3, .count = 1}, 0);
    assert_true(p.x == 200 && p.y == 150);
}

// ---- marks ----------------------------------------------------------------------------------------------------------

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
        begin(&s, dims, 1);
        scene_trails(&s, cloud, direction, scale, 3);
        scene_links(&s, cloud, ends);
        assert_int_equal(s.mark_count, 100);
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
        begin(&s, dims, 3);
        scene_axes(&s);
        assert_int_equal(s.anchor_count, dims);
        for (int c = 0; c < dims; c++) {
            assert_int_equal(s.anchors[c].axis, c);
            assert_true(isnan(s.anchors[c].value)); // a name
            assert_true(s.anchors[c].x > -30 && s.anchors[c].x < 430);
            assert_true(s.anchors[c].y > -30 && s.anchors[c].y < 330);
        }
        for (size_t k = 0; k < s.mark_count; k++) assert_true(isfinite(s.marks[k].ax + s.marks[k].by + s.marks[k].ra));
        scene_free(&s);
    }
}

static void a_line_passes_all_points_and_leaves_gaps(void **state) {
    (void)state;
    scene s = {0};
    scene_cloud cloud = random_cloud(2, 10, 1);
    for (int closed = 0; closed < 2; closed++) {
        begin(&s, 2, 1);
        scene_line(&s, cloud, closed, 3, 0xff112233u);
        assert_int_equal(s.mark_count, 9 + closed);
        for (size_t k = 0; k < s.mark_count; k++) {
            camera_point a = project_row(&s, cloud, k), b = project_row(&s, cloud, (k + 1) % 10);
            scene_mark m = s.marks[k];
            assert_true(m.ax == a.x && m.ay == a.y && m.bx == b.x && m.by == b.y && m.ra == 1.5f && m.rb == 1.5f);
            assert_true(m.fill == 0xff112233u && m.ring == 0xff112233u);
        }
    }
    at[2 * 4 + 1] = INFINITY;
    at[0] = NAN;
    begin(&s, 2, 1);
    scene_line(&s, cloud, true, 3, 0xff112233u);
    assert_int_equal(s.mark_count, 10 - 4);
    begin(&s, 2, 1);
    cloud.count = 1;
    scene_line(&s, cloud, true, 3, 0xff112233u);
    cloud.count = 0;
    scene_line(&s, cloud, true, 3, 0xff112233u);
    assert_int_equal(s.mark_count, 0);
    assert_false(s.failed);
    scene_free(&s);
}

static void an_arrow_is_a_line_with_a_head_at_its_end(void **state) {
    (void)state;
    scene s = {0};
    scene_begin(&s, camera_plane(200, 200, ORIGIN, 1), LIGHT, 1);
    scene_arrow(&s, (float[2]){-0.5f, 0}, (float[2]){0.5f, 0.2f}, 2, 0xff112233u);
    assert_int_equal(s.mark_count, 3);
    const scene_mark *shaft = s.marks;
    assert_near(shaft->ax, 50, 1e-3);
    assert_near(shaft->bx, 150, 1e-3);
    assert_near(shaft->by, 80, 1e-3);
    for (int k = 1; k <= 2; k++) {
        const scene_mark *wing = s.marks + k;
        assert_true(wing->bx == shaft->bx && wing->by == shaft->by && wing->ax < 146 && wing->ax > 142);
    }
    assert_true(s.marks[1].ay != s.marks[2].ay);
    scene_arrow(&s, (float[2]){0}, (float[2]){0}, 2, 0xff112233u);
    scene_arrow(&s, (float[2]){0}, (float[2]){NAN, 0}, 2, 0xff112233u);
    assert_int_equal(s.mark_count, 3);
    scene_free(&s);
}

// ---- contours -------------------------------------------------------------------------------------------------------

enum { COLUMNS = 41, ROWS = 31 };

static float values[ROWS * COLUMNS];

// x² + y² on a window of the plane.
static scene_samples circle_samples(void) {
    scene_samples samples = {values, COLUMNS, ROWS, -0.6f, 0.6f, -0.5f, 0.4f};
    for (int r = 0; r < ROWS; r++)
        for (int c = 0; c < COLUMNS; c++) {
            float x = -0.6f + 1.2f * (float)c / (COLUMNS - 1), y = -0.5f + 0.9f * (float)r / (ROWS - 1);
            values[r * COLUMNS + c] = x * x + y * y;
        }
    return samples;
}

// The ends of marks that are at (x, y).
static int ends_at(const scene *s, float x, float y) {
    int count = 0;
    for (size_t k = 0; k < s->mark_count; k++) {
        count += fabsf(s->marks[k].ax - x) < 0.01f && fabsf(s->marks[k].ay - y) < 0.01f;
        count += fabsf(s->marks[k].bx - x) < 0.01f && fabsf(s->marks[k].by - y) < 0.01f;
    }
    return count;
}

static void a_contour_is_on_its_level_and_closes(void **state) {
    (void)state;
    scene s = {0};
    const float levels[] = {0.013f, 0.1f};
    for (int which = 0; which < 2; which++) {
        begin(&s, 2, 1); // 300 px a unit, the origin in the middle
        scene_contours(&s, circle_samples(), &levels[which], 1, 2, 0xff112233u);
        assert_true(s.mark_count > 10);
        float least_angle = 4, most_angle = -4;
        for (size_t k = 0; k < s.mark_count; k++) {
            scene_mark m = s.marks[k];
            float x = (m.ax - 200) / 300, y = (150 - m.ay) / 300;
            // Along an edge of length h the function is off its chord by h²/4 at most, f'' being 2.
            assert_near(x * x + y * y, levels[which], 0.03f * 0.03f / 4 + 1e-5f);
            assert_int_equal(ends_at(&s, m.ax, m.ay) % 2, 0); // 2, or 4 where a piece next to a corner is very short
            assert_int_equal(ends_at(&s, m.bx, m.by) % 2, 0);
            assert_true(hypotf(m.ax - m.bx, m.ay - m.by) < 300 * 0.03f * 1.5f);
            assert_true(m.ra == 1 && m.rb == 1 && m.fill == 0xff112233u);
            least_angle = fminf(least_angle, atan2f(y, x)), most_angle = fmaxf(most_angle, atan2f(y, x));
        }
        assert_true(least_angle < -2.8f && most_angle > 2.8f);
    }
    size_t second = s.mark_count;
    begin(&s, 2, 1);
    scene_contours(&s, circle_samples(), levels, 2, 2, 0xff112233u);
    assert_true(s.mark_count > second); // both
    scene_free(&s);
}

static void a_level_that_is_never_taken_draws_nothing(void **state) {
    (void)state;
    scene s = {0};
    const float levels[] = {-1, 5, NAN, INFINITY};
    begin(&s, 2, 1);
    scene_contours(&s, circle_samples(), levels, 4, 2, 0xff112233u);
    scene_contours(&s, circle_samples(), levels, 0, 2, 0xff112233u);
    assert_int_equal(s.mark_count + (size_t)s.item_count, 0);
    scene_free(&s);
}

// A level that goes through corners, and a value that is none.
static void contours_leave_out_what_is_not_finite(void **state) {
    (void)state;
    scene s = {0};
    const float level = 1;
    const float grid[] = {0, 1, 2, 0, 1, 2, 0, 1, 2}, holed[] = {0, 0, 0, 0, 2, 0, 2, 2, NAN};
    begin(&s, 2, 1);
    scene_contours(&s, (scene_samples){grid, 3, 3, -1, 1, -1, 1}, &level, 1, 2, 0xff112233u);
    assert_int_equal(s.mark_count, 2);
    for (size_t k = 0; k < 2; k++) {
        assert_near(s.marks[k].ax, 200, 1e-3);
        assert_near(s.marks[k].bx, 200, 1e-3);
    }
    begin(&s, 2, 1);
    scene_contours(&s, (scene_samples){holed, 3, 3, -1, 1, -1, 1}, &level, 1, 2, 0xff112233u);
    assert_int_equal(s.mark_count, 3); // in three of four cells
    for (size_t k = 0; k < 3; k++) assert_true(isfinite(s.marks[k].ax + s.marks[k].ay + s.marks[k].bx + s.marks[k].by));
    scene_free(&s);
}

// On a saddle both pairs of opposite corners could be joined; the mean says which, and lines do not cross.
static void a_saddle_joins_the_corners_that_its_mean_is_with(void **state) {
    (void)state;
    for (int turn = 0; turn < 2; turn++)
        for (int high = 0; high < 2; high++) {
            scene s = {0};
            const float level = high ? 0.4f : 0.6f, a = turn ? 0 : 1, b = 1 - a, cell[] = {a, b, b, a};
            begin(&s, 2, 1);
            scene_contours(&s, (scene_samples){cell, 2, 2, -0.5f, 0.5f, -0.5f, 0.5f}, &level, 1, 2, 0xff112233u);
            assert_int_equal(s.mark_count, 2);
            for (int k = 0; k < 2; k++) {
                // Each cuts a corner off: with the mean above, one that is below, and the other way round.
                float x = (s.marks[k].ax + s.marks[k].bx) / 2 - 200, y = 150 - (s.marks[k].ay + s.marks[k].by) / 2;
                bool along = x * y > 0; // the corners (0,0) and (1,1)
                assert_true(hypotf(x, y) > 50);
                assert_true(along == ((a > b) != high));
            }
            scene_free(&s);
        }
}

// ---- meshes and pictures --------------------------------------------------------------------------------------------

// A sheet of 9 × 7 over the floor, bent upwards.
enum { MESH_COLUMNS = 9, MESH_ROWS = 7, TRIANGLES = 2 * (MESH_COLUMNS - 1) * (MESH_ROWS - 1) };

static const float *sheet(void) {
    static float sheet_at[MESH_ROWS * MESH_COLUMNS * 3];
    for (int r = 0; r < MESH_ROWS; r++)
        for (int c = 0; c < MESH_COLUMNS; c++) {
            float *x = sheet_at + 3 * (r * MESH_COLUMNS + c);
            x[0] = (float)c / (MESH_COLUMNS - 1) - 0.5f;
            x[1] = (float)r / (MESH_ROWS - 1) - 0.5f;
            x[2] = x[0] * x[0] - 0.3f * x[1];
        }
    return sheet_at;
}

static void a_mesh_is_all_of_its_triangles_the_farthest_first(void **state) {
    (void)state;
    scene s = {0};
    for (uint64_t seed = 1; seed <= 3; seed++) {
        const float *points = sheet();
        int seen[MESH_ROWS - 1][MESH_COLUMNS - 1] = {{0}};
        begin(&s, 3, seed);
        scene_axes(&s);
        scene_mesh(&s, points, MESH_ROWS, MESH_COLUMNS, 0xff806040u, 0.5f);
        assert_false(s.failed);
        const scene_item *item = &s.items[1];
        assert_true(item->kind == SCENE_MESH && item->first == 0 && item->count == 3 * TRIANGLES);
        float before = 2;
        for (size_t k = 0; k < TRIANGLES; k++) {
            const scene_vertex *v = s.vertices + 3 * k;
            float depth = (v[0].depth + v[1].depth + v[2].depth) / 3;
            if (!(depth <= before + 2.0f / 1024)) fail_msg("depth %g comes after %g", (double)depth, (double)before);
            before = depth;
            for (int c = 0; c < 3; c++) { // each corner is that of its row and column
                camera_point p = camera_project(&s.camera, points + 3 * ((int)v[c].v * MESH_COLUMNS + (int)v[c].u));
                assert_true(v[c].x == p.x && v[c].y == p.y && v[c].depth == p.depth);
                assert_int_equal(v[c].fill >> 24, 128);
            }
            float area = (v[1].u - v[0].u) * (v[2].v - v[0].v) - (v[2].u - v[0].u) * (v[1].v - v[0].v);
            assert_near(area, 1, 0); // half a cell, and none is turned over
            seen[(int)fminf(v[0].v, fminf(v[1].v, v[2].v))][(int)fminf(v[0].u, fminf(v[1].u, v[2].u))]++;
        }
        for (int r = 0; r < MESH_ROWS - 1; r++)
            for (int c = 0; c < MESH_COLUMNS - 1; c++) assert_int_equal(seen[r][c], 2);
    }
    scene_free(&s);
}

static colour colour_of_flat_sheet(scene *s, float yaw, float pitch) {
    const float flat[] = {-0.5f, -0.5f, 0, 0.5f, -0.5f, 0, -0.5f, 0.5f, 0, 0.5f, 0.5f, 0};
    scene_begin(s, camera_orbit(400, 300, ORIGIN, 0.5f, yaw, pitch, 1), LIGHT, 1);
    scene_mesh(s, flat, 2, 2, 0xffc08040u, 1);
    for (int k = 1; k < 6; k++) assert_int_equal(s->vertices[k].fill, s->vertices[0].fill);
    return s->vertices[0].fill;
}

static void a_mesh_is_lit_from_the_eye(void **state) {
    (void)state;
    scene s = {0};
    float last = 0;
    for (float pitch = 0; pitch < 1.5f; pitch += 0.1f) {
        colour lit = colour_of_flat_sheet(&s, 0.3f, pitch);
        assert_int_equal(lit, colour_of_flat_sheet(&s, 0.3f, -pitch)); // from below as from above
        assert_true((float)(lit & 255) >= last);
        last = (float)(lit & 255);
    }
    assert_near(last, 0x40, 1); // as it is, seen squarely
    assert_true((colour_of_flat_sheet(&s, 0.3f, 0) & 255) < 0x40 * 0.7);
    scene_mesh(&s, at, 1, 9, 0xffc08040u, 1); // no sheet
    scene_mesh(&s, at, 9, 1, 0xffc08040u, 1);
    assert_int_equal(s.item_count, 1);
    scene_free(&s);
}

static void a_picture_goes_from_paper_to_ink(void **state) {
    (void)state;
    scene s = {0};
    const float greys[] = {0, 1, 0.5f, -3, 7, NAN};
    scene_begin(&s, test_camera(2, 1), DARK, 1);
    scene_picture(&s, greys, 1, 1, 0, 0, 5, 5);
    scene_picture(&s, greys, 3, 2, 10, 20, 30, 40);
    scene_picture(&s, greys, 0, 2, 10, 20, 30, 40); // none
    assert_int_equal(s.item_count, 2);
    scene_image image = s.items[1].image;
    assert_int_equal(s.items[1].kind, SCENE_IMAGE);
    assert_true(image.x == 10 && image.y == 20 && image.width == 30 && image.height == 40);
    assert_true(image.columns == 3 && image.rows == 2 && image.first == 1);
    const colour middle = colour_mix(DARK.paper, DARK.ink, 0.5f);
    const colour wanted[] = {DARK.paper, DARK.ink, middle, DARK.paper, DARK.ink, DARK.paper};
    for (size_t k = 0; k < 6; k++) assert_int_equal(s.pixels[image.first + k], wanted[k]);
    scene_free(&s);
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
        begin(&s, dims, (uint64_t)trial);
        scene_points(&s, cloud, PLAIN);
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
    begin(&s, 3, 1);
    assert_int_equal(scene_pick(&s, 200, 150, 1e6f), -1); // an empty scene
    scene_points(&s, cloud, PLAIN);
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
        scene_begin(&s, camera_orbit(400, 300, ORIGIN, 0.5f, 0, 0, 1), LIGHT, 1); // the eye is at x = 4
        scene_points(&s, cloud, PLAIN);
        assert_int_equal(scene_pick(&s, 203, 151, 20), k);
    }
    scene_free(&s);
}

static int plain_pick(const scene *s, scene_cloud cloud, float x, float y, float reach) {
    int best = -1;
    float nearest = reach * reach;
    for (size_t k = 0; k < cloud.count; k++) {
        camera_point p = scene_project(s, &cloud, k);
        float dx = p.x - x, dy = p.y - y, squared = dx * dx + dy * dy;
        if (squared < nearest) nearest = squared, best = (int)k;
    }
    return best;
}

// Clouds of so many points are picked with a grid, which must be that of the data shown.
static void picking_in_a_large_cloud_follows_data_camera_and_tween(void **state) {
    (void)state;
    enum { COUNT = PICK_GRID_LEAST + 1000 };
    static float rows[2][COUNT * 3];
    scene s = {0};
    ae_random random = ae_random_new(4, 9);
    int found = 0;
    for (int trial = 0; trial < 60; trial++) {
        int kind = trial % 3, dims = kind ? 2 : 3;
        if (trial % 4 == 0) fill(rows[0], COUNT * 3, &random);
        if (trial % 4 == 0) fill(rows[1], COUNT * 3, &random);
        scene_cloud cloud = {
            .at = rows[0], .before = rows[1], .dims = dims, .count = COUNT, .version = (unsigned)trial / 4 + 1};
        camera camera = kind == 2 ? camera_window(400, 300, (camera_sides){-0.2f, 0.9f, -0.1f, 0.1f}, (camera_sides){0})
                                  : test_camera(dims, (uint64_t)trial);
        scene_begin(&s, camera, trial % 2 ? LIGHT : DARK, trial % 5 ? 1 : 0.3f);
        scene_points(&s, cloud, PLAIN);
        float x = random_float(&random, 50, 350), y = random_float(&random, 20, 280);
        int wanted = plain_pick(&s, cloud, x, y, 20);
        assert_int_equal(scene_pick(&s, x, y, 20), wanted);
        found += wanted >= 0;
    }
    assert_true(found > 30);
    scene_free(&s);
}

static void the_nearest_of_all_clouds_is_picked(void **state) {
    (void)state;
    scene s = {0};
    const float near[] = {0.3f, 0, 0, 0.01f}, far[] = {0.3f, 0.1f, 0.02f, 0, 0, 0.003f};
    for (int turn = 0; turn < 2; turn++) {
        scene_cloud one = {.at = near, .dims = 2, .count = 2}, other = {.at = far, .dims = 2, .count = 3};
        begin(&s, 2, 1);
        scene_points(&s, turn ? other : one, PLAIN);
        scene_points(&s, turn ? one : other, PLAIN);
        assert_int_equal(scene_pick(&s, 200, 150, 30), 2);
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

// ---- memory ---------------------------------------------------------------------------------------------------------

static void a_scene_survives_want_of_memory(void **state) {
    (void)state;
    enum { HUGE_SIDE = 1 << 28 };
    scene s = {0};
    scene_cloud cloud = random_cloud(3, 20, 1), huge = cloud;
    scene_mark before[20];
    huge.count = PTRDIFF_MAX / sizeof(scene_mark) / 4; // is never read: there is no room for what it makes
    begin(&s, 3, 1);
    scene_points(&s, cloud, PLAIN);
    scene_links(&s, cloud, cloud);
    const colour *colours = s.items[0].points.colours;
    memcpy(before, s.marks, sizeof before);
    for (int k = 0; k < 7; k++) {
        s.failed = false;
        switch (k) {
        case 0: scene_points(&s, huge, PLAIN); break;
        case 1: scene_links(&s, huge, huge); break;
        case 2: scene_trails(&s, huge, at, 1, 3); break;
        case 3: scene_line(&s, huge, true, 1, LIGHT.ink); break;
        case 4: scene_mesh(&s, at, HUGE_SIDE, HUGE_SIDE, LIGHT.ink, 1); break;
        case 5: scene_picture(&s, at, HUGE_SIDE, HUGE_SIDE, 0, 0, 1, 1); break;
        case 6: assert_null(scene_order(&s, &(scene_points_item){.cloud = huge})); break;
        }
        if (!s.failed) fail_msg("case %d", k);
        assert_int_equal(s.mark_count, 20);
        assert_int_equal(s.item_count, 2);
        assert_memory_equal(s.marks, before, sizeof before);
    }
    assert_ptr_equal(s.items[0].points.colours, colours);
    assert_int_equal(colours[3], colour_ramp(positions[3], true, false));
    camera_point p = project_row(&s, cloud, 3);
    assert_int_equal(scene_pick(&s, p.x, p.y, 1), 3); // and its points are still there
    begin(&s, 3, 1);
    assert_false(s.failed);
    scene_points(&s, cloud, PLAIN);
    assert_false(s.failed);
    assert_int_equal(s.item_count, 1);
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
        cmocka_unit_test(a_cloud_is_one_item_and_the_selected_point_a_mark_after_it),
        cmocka_unit_test(the_order_goes_from_far_to_near),
        cmocka_unit_test(points_of_one_depth_keep_their_order),
        cmocka_unit_test(colours_are_those_of_the_ramp_the_class_or_the_ink),
        cmocka_unit_test(colours_of_many_points_are_within_two_levels),
        cmocka_unit_test(an_item_is_of_another_version_when_what_it_holds_is_another),
        cmocka_unit_test(clouds_are_kept_one_after_the_other),
        cmocka_unit_test(too_many_things_fail),
        cmocka_unit_test(a_tween_goes_from_before_to_at),
        cmocka_unit_test(a_finished_tween_forgets_where_it_came_from),
        cmocka_unit_test(trails_and_links_go_from_point_to_tip),
        cmocka_unit_test(axes_have_a_label_each_in_the_plot),
        cmocka_unit_test(a_line_passes_all_points_and_leaves_gaps),
        cmocka_unit_test(an_arrow_is_a_line_with_a_head_at_its_end),
        cmocka_unit_test(a_contour_is_on_its_level_and_closes),
        cmocka_unit_test(a_level_that_is_never_taken_draws_nothing),
        cmocka_unit_test(contours_leave_out_what_is_not_finite),
        cmocka_unit_test(a_saddle_joins_the_corners_that_its_mean_is_with),
        cmocka_unit_test(a_mesh_is_all_of_its_triangles_the_farthest_first),
        cmocka_unit_test(a_mesh_is_lit_from_the_eye),
        cmocka_unit_test(a_picture_goes_from_paper_to_ink),
        cmocka_unit_test(picking_finds_what_trying_all_finds),
        cmocka_unit_test(nothing_out_of_reach_is_picked),
        cmocka_unit_test(the_front_one_is_picked_when_they_tie),
        cmocka_unit_test(picking_in_a_large_cloud_follows_data_camera_and_tween),
        cmocka_unit_test(the_nearest_of_all_clouds_is_picked),
        cmocka_unit_test(bounds_hold_the_cloud_and_its_trails),
        cmocka_unit_test(bounds_of_degenerate_clouds_can_be_drawn),
        cmocka_unit_test(a_scene_survives_want_of_memory),
    };
    return cmocka_run_group_tests_name("scene", tests, NULL, NULL);
}
