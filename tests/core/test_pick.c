// SPDX-License-Identifier: MIT
// Picking: the plain search against its definition, the grid against the plain search.
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pick.h"
#include "reference.h"

static const float PI = 3.14159265f;
static const float ORIGIN[3] = {0};

// The definition once more: of the points nearer than reach the first in the order of distance, depth, index.
static pick by_definition(const camera *camera, const pick_cloud *cloud, float x, float y, float reach) {
    pick best = {-1, reach * reach, 0};
    for (size_t k = 0; reach > 0 && k < cloud->count; k++) {
        float at[3] = {0};
        for (int c = 0; c < cloud->dims; c++) {
            size_t i = k * (size_t)cloud->dims + (size_t)c;
            float t = cloud->progress;
            at[c] = cloud->before && t < 1 ? (1 - t) * cloud->before[i] + t * cloud->at[i] : cloud->at[i];
        }
        camera_point p = camera_project(camera, at);
        float dx = p.x - x, dy = p.y - y, squared = dx * dx + dy * dy;
        bool nearer = squared < best.squared, tie = best.index >= 0 && squared == best.squared;
        if (p.size > 0 && (nearer || (tie && p.depth < best.depth))) best = (pick){(int)k, squared, p.depth};
    }
    return best;
}

static void assert_same_pick(pick got, pick wanted) {
    if (got.index != wanted.index || memcmp(&got.squared, &wanted.squared, sizeof got.squared) != 0 ||
        got.depth != wanted.depth)
        fail_msg("point %d at %.9g px², depth %.9g, not point %d at %.9g px², depth %.9g", got.index,
                 (double)got.squared, (double)got.depth, wanted.index, (double)wanted.squared, (double)wanted.depth);
}

// ---- random clouds, cameras, pointers -------------------------------------------------------------------------------

enum { MOST = PICK_GRID_LEAST + 400, KINDS = 10 };

static float at[MOST * 3], before[MOST * 3];

static float bell(ae_random *random) {
    return random_float(random, -1, 1) + random_float(random, -1, 1) + random_float(random, -1, 1);
}

static float number_of(int kind, size_t point, int axis, ae_random *random) {
    float t = (float)point / MOST;
    switch (kind) {
    case 0: return random_float(random, -1, 1);                                            // a box
    case 1: return 0.05f * bell(random) + (float)((point + 3 * (size_t)axis) % 7) / 5;     // clusters
    case 2: return axis == 0 ? t : axis == 1 ? t * t : sinf(9 * t);                        // a curve
    case 3: return axis == 1 ? 0.25f : bell(random);                                       // flat
    case 4: return floorf(random_float(random, -4, 5)) / 4;                                // a lattice, with duplicates
    case 5: return 0.3f;                                                                   // all in one place
    case 6: return ae_random_uniform(random) < 0.1 ? NAN : bell(random);                   // with gaps
    case 7: return ae_random_uniform(random) < 0.01 ? 1e30f * bell(random) : bell(random); // with points far away
    case 8: return 1e6f + 4 * bell(random);                                                // far from the origin
    case 9: return ae_random_uniform(random) < 0.1 ? -INFINITY : floorf(2 * bell(random)); // both
    }
    fail_msg("no cloud of kind %d", kind);
    return NAN;
}

static pick_cloud random_cloud(int kind, ae_random *random) {
    int dims = 1 + (int)(3 * ae_random_uniform(random));
    size_t count = PICK_GRID_LEAST + (size_t)((MOST - PICK_GRID_LEAST) * ae_random_uniform(random));
    for (size_t k = 0; k < count * (size_t)dims; k++)
        at[k] = number_of(kind, k / (size_t)dims, (int)(k % (size_t)dims), random);
    return (pick_cloud){.at = at, .progress = 1, .dims = dims, .count = count};
}

// Around the cloud's middle or one of its points, now and then so near that points are behind the eye.
static camera random_camera(int kind, const pick_cloud *cloud, ae_random *random) {
    float centre[3] = {0}, reach = random_float(random, 0.7, 2);
    if (ae_random_uniform(random) < 0.4) reach *= random_float(random, 0.02, 0.3);
    if (kind == 8) reach *= 4;
    for (int c = 0; c < cloud->dims; c++) {
        float x = cloud->at[(cloud->count / 2) * (size_t)cloud->dims + (size_t)c];
        bool there = kind == 8 || ae_random_uniform(random) < 0.2;
        if (there && fabsf(x) < 2e6f) centre[c] = x;
    }
    if (ae_random_uniform(random) < 0.4) return camera_plane(400, 300, centre, reach);
    if (ae_random_uniform(random) < 0.2) return camera_orbit(300, 500, centre, reach, PI / 2, 0, 1); // along an axis
    float yaw = random_float(random, -4, 4), pitch = random_float(random, -1.5, 1.5);
    return camera_orbit(400, 300, centre, reach, yaw, pitch, random_float(random, 0.5, 6));
}

static void random_pointer(const camera *camera, const pick_cloud *cloud, ae_random *random, float pointer[2]) {
    pointer[0] = random_float(random, -40, 440);
    pointer[1] = random_float(random, -40, 340);
    if (ae_random_uniform(random) < 0.5) return;
    float x[3] = {0};
    size_t index = (size_t)((double)cloud->count * ae_random_uniform(random));
    memcpy(x, cloud->at + index * (size_t)cloud->dims, (size_t)cloud->dims * sizeof *x);
    camera_point p = camera_project(camera, x);
    if (!(fabsf(p.x) < 1e4f && fabsf(p.y) < 1e4f)) return;
    pointer[0] = p.x; // on a point
    pointer[1] = p.y;
}

static float random_reach(ae_random *random) {
    static const float reaches[] = {0, 1e-3f, 1, 4, 8, 16, 30, 100, 1e6f, INFINITY};
    return reaches[(size_t)(10 * ae_random_uniform(random))];
}

static void the_grid_finds_what_trying_all_finds(void **state) {
    (void)state;
    ae_random random = ae_random_new(1, 5);
    pick_grid grid = {0};
    int found[KINDS] = {0}, missed[KINDS] = {0};
    for (int trial = 0; trial < 2000; trial++) {
        int kind = trial % KINDS;
        pick_cloud cloud = random_cloud(kind, &random);
        assert_true(pick_grid_build(&grid, cloud.at, cloud.dims, cloud.count));
        for (int k = 0; k < 6; k++) {
            camera camera = random_camera(kind, &cloud, &random);
            float pointer[2], reach = random_reach(&random);
            random_pointer(&camera, &cloud, &random, pointer);
            pick wanted = by_definition(&camera, &cloud, pointer[0], pointer[1], reach);
            assert_same_pick(pick_nearest(&camera, &cloud, NULL, pointer[0], pointer[1], reach), wanted);
            assert_same_pick(pick_nearest(&camera, &cloud, &grid, pointer[0], pointer[1], reach), wanted);
            found[kind] += wanted.index >= 0;
            missed[kind] += wanted.index < 0;
        }
    }
    for (int kind = 0; kind < KINDS; kind++)
        if (found[kind] < 100 || missed[kind] < 100) fail_msg("kind %d: %d, %d", kind, found[kind], missed[kind]);
    pick_grid_free(&grid);
}

static void small_clouds_need_no_grid(void **state) {
    (void)state;
    ae_random random = ae_random_new(2, 5);
    pick_grid grid = {0};
    for (int trial = 0; trial < 2000; trial++) {
        pick_cloud cloud = random_cloud(trial % KINDS, &random);
        cloud.count = (size_t)trial % 40; // none, one, …
        camera camera = camera_orbit(400, 300, ORIGIN, 1, random_float(&random, -4, 4), 0.5f, 1);
        float x = random_float(&random, 0, 400), y = random_float(&random, 0, 300), reach = random_reach(&random);
        pick wanted = by_definition(&camera, &cloud, x, y, reach);
        assert_false(pick_grid_build(&grid, cloud.at, cloud.dims, cloud.count));
        assert_same_pick(pick_nearest(&camera, &cloud, &grid, x, y, reach), wanted);
    }
    assert_null(grid.items);
    pick_grid_free(&grid);
}

static void points_on_their_way_are_picked_where_they_are(void **state) {
    (void)state;
    ae_random random = ae_random_new(3, 5);
    pick_grid grid = {0};
    for (int trial = 0; trial < 200; trial++) {
        pick_cloud cloud = random_cloud(trial % 2, &random);
        assert_true(pick_grid_build(&grid, cloud.at, cloud.dims, cloud.count));
        fill(before, cloud.count * (size_t)cloud.dims, &random);
        cloud.before = before;
        cloud.progress = (float)(trial % 5) / 4;
        camera camera = random_camera(0, &cloud, &random);
        float x = random_float(&random, 100, 300), y = random_float(&random, 50, 250);
        pick wanted = by_definition(&camera, &cloud, x, y, 30);
        assert_same_pick(pick_nearest(&camera, &cloud, &grid, x, y, 30), wanted);
        cloud.progress = 0;
        pick_cloud there = {.at = before, .progress = 1, .dims = cloud.dims, .count = cloud.count};
        assert_same_pick(pick_nearest(&camera, &cloud, &grid, x, y, 30), by_definition(&camera, &there, x, y, 30));
    }
    pick_grid_free(&grid);
}

// ---- ties and borders -----------------------------------------------------------------------------------------------

// The eye is on the first axis, at x = 4: all points of that axis are in the middle of the plot.
static void of_those_that_tie_the_front_one_is_picked_then_the_first(void **state) {
    (void)state;
    const float front = 0.5f;
    camera camera = camera_orbit(400, 300, ORIGIN, 0.5f, 0, 0, 1);
    assert_true(camera_project(&camera, (float[3]){front, 0, 0}).depth < 0);
    pick_grid grid = {0};
    memset(at, 0, sizeof at);
    for (size_t k = 0; k < MOST; k++) at[3 * k] = k % 3 ? 0.25f : 0.1f;
    at[3 * 4321] = at[3 * 1234] = at[3 * 4999] = front;
    pick_cloud cloud = {.at = at, .progress = 1, .dims = 3, .count = MOST};
    assert_true(pick_grid_build(&grid, at, 3, MOST));
    for (int k = 0; k < 2; k++) {
        pick got = pick_nearest(&camera, &cloud, k ? &grid : NULL, 203, 151, 20);
        assert_int_equal(got.index, 1234);
        assert_true(got.squared == 10 && got.depth < 0);
    }
    pick_grid_free(&grid);
}

static void nothing_out_of_reach_or_behind_the_eye_is_picked(void **state) {
    (void)state;
    camera camera = camera_orbit(400, 300, ORIGIN, 0.5f, 0, 0, 1);
    pick_cloud cloud = {.at = ORIGIN, .progress = 1, .dims = 3, .count = 1};
    assert_int_equal(pick_nearest(&camera, &cloud, NULL, 207, 150, 8).index, 0);
    assert_int_equal(pick_nearest(&camera, &cloud, NULL, 207, 150, 7).index, -1);
    assert_int_equal(pick_nearest(&camera, &cloud, NULL, 200, 150, 0).index, -1);
    assert_int_equal(pick_nearest(&camera, &cloud, NULL, 200, 150, -8).index, -1);
    assert_int_equal(pick_nearest(&camera, &cloud, NULL, 200, 150, NAN).index, -1);
    assert_int_equal(pick_nearest(&camera, &cloud, NULL, NAN, 150, 8).index, -1);
    const float ahead[3] = {3, 0, 0}, hidden[][3] = {{4, 0, 0}, {5, 0, 0}, {0, NAN, 0}, {INFINITY, 0, 0}};
    cloud.at = ahead;
    assert_int_equal(pick_nearest(&camera, &cloud, NULL, 200, 150, 8).index, 0);
    for (int k = 0; k < 4; k++) {
        cloud.at = hidden[k];
        assert_int_equal(pick_nearest(&camera, &cloud, NULL, 200, 150, 1e6f).index, -1);
    }
}

// ---- the grid's memory and worth ------------------------------------------------------------------------------------

static void without_memory_the_plain_search_serves(void **state) {
    (void)state;
    ae_random random = ae_random_new(4, 5);
    pick_grid grid = {0};
    pick_cloud cloud = random_cloud(0, &random);
    camera camera = camera_orbit(400, 300, ORIGIN, 1, 1, 0.5f, 1);
    pick wanted = by_definition(&camera, &cloud, 190, 140, 16);
    assert_true(wanted.index >= 0);
    test_fail_allocation = 1;
    assert_false(pick_grid_build(&grid, cloud.at, cloud.dims, cloud.count));
    assert_int_equal(test_fail_allocation, 0);
    assert_same_pick(pick_nearest(&camera, &cloud, &grid, 190, 140, 16), wanted);
    assert_true(pick_grid_build(&grid, cloud.at, cloud.dims, cloud.count));
    assert_same_pick(pick_nearest(&camera, &cloud, &grid, 190, 140, 16), wanted);
    int allocations = test_allocations;
    assert_true(pick_grid_build(&grid, cloud.at, cloud.dims, cloud.count - 1)); // the memory is kept
    assert_int_equal(test_allocations, allocations);
    assert_false(pick_grid_build(&grid, cloud.at, cloud.dims, 10));
    for (size_t k = 0; k < cloud.count * (size_t)cloud.dims; k++) at[k] = NAN;
    assert_false(pick_grid_build(&grid, cloud.at, cloud.dims, cloud.count)); // nothing to sort
    assert_int_equal(pick_nearest(&camera, &cloud, &grid, 190, 140, 1e6f).index, -1);
    pick_grid_free(&grid);
    assert_null(grid.items);
}

// In processor time, which does not depend on what else the machine does.
static double seconds_of(const camera *camera, const pick_cloud *cloud, const pick_grid *grid, int picks) {
    clock_t start = clock();
    for (int k = 0; k < picks; k++) pick_nearest(camera, cloud, grid, 150 + 10 * (float)k, 150, 16);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void the_grid_saves_nearly_all_of_the_work(void **state) {
    (void)state;
    enum { MANY = 300000, PICKS = 10 };
    ae_random random = ae_random_new(5, 5);
    float *many = malloc(MANY * 3 * sizeof *many);
    assert_non_null(many);
    fill(many, MANY * 3, &random);
    pick_grid grid = {0};
    for (int dims = 2; dims <= 3; dims++) {
        pick_cloud cloud = {.at = many, .progress = 1, .dims = dims, .count = MANY};
        camera camera = dims == 3 ? camera_orbit(400, 300, ORIGIN, 1, 1, 0.5f, 1) : camera_plane(400, 300, ORIGIN, 1);
        assert_true(pick_grid_build(&grid, many, dims, MANY));
        double plain = seconds_of(&camera, &cloud, NULL, PICKS), quick = seconds_of(&camera, &cloud, &grid, PICKS);
        if (!(quick < plain / 5)) fail_msg("%dD: %.6f s, and trying all takes %.6f s", dims, quick, plain);
    }
    pick_grid_free(&grid);
    free(many);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_grid_finds_what_trying_all_finds),
        cmocka_unit_test(small_clouds_need_no_grid),
        cmocka_unit_test(points_on_their_way_are_picked_where_they_are),
        cmocka_unit_test(of_those_that_tie_the_front_one_is_picked_then_the_first),
        cmocka_unit_test(nothing_out_of_reach_or_behind_the_eye_is_picked),
        cmocka_unit_test(without_memory_the_plain_search_serves),
        cmocka_unit_test(the_grid_saves_nearly_all_of_the_work),
    };
    return cmocka_run_group_tests_name("pick", tests, NULL, NULL);
}
