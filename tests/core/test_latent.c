// SPDX-License-Identifier: MIT
// The window that plots of the codes look through.
#include "test.h"

#include "latent.h"
#include "options.h"
#include "reference.h"

enum { COUNT = 40 };

static float at[2 * COUNT], gradient[2 * COUNT];

static scene_cloud codes(float x, float size) {
    ae_random random = ae_random_new(1, 13);
    for (int k = 0; k < 2 * COUNT; k++) {
        at[k] = x + size * random_float(&random, -1, 1);
        gradient[k] = random_float(&random, -1, 1);
    }
    return (scene_cloud){.at = at, .dims = 2, .count = COUNT};
}

static void the_window_goes_to_the_codes_at_once_and_then_follows(void **state) {
    (void)state;
    latent_window window = {0};
    assert_true(latent_follow(&window, codes(3, 1), gradient, 0.2f) == 0);
    assert_near(window.centre[0], 3, 1.5);
    const latent_window first = window;
    scene_cloud moved = codes(8, 2);
    float left = latent_follow(&window, moved, gradient, 0.2f), before = 1000;
    assert_true(left > 0.1f && window.centre[0] > first.centre[0] && window.centre[0] < 8);
    for (int frame = 0; frame < 100; frame++) {
        assert_true(left <= before);
        before = left;
        left = latent_follow(&window, moved, gradient, 0.2f);
    }
    assert_true(left < 0.001f);
    latent_window there = {0};
    latent_follow(&there, moved, gradient, 1);
    for (int c = 0; c < 3; c++) assert_near(window.centre[c], there.centre[c], 1e-3);
    assert_near(window.reach, there.reach, 1e-3 * (double)there.reach);
    assert_true(latent_follow(&there, moved, gradient, 1) == 0);
}

static void codes_and_trails_are_in_the_window(void **state) {
    (void)state;
    for (float size = 1e-3f; size < 1e4f; size *= 10) {
        latent_window window = {0};
        latent_follow(&window, codes(size, size), gradient, 1);
        camera plot = latent_camera(&window, 2, 200, 200, 0, 0, 1);
        const float scale = latent_trail_scale(&window);
        float longest = 0;
        for (int k = 0; k < COUNT; k++)
            for (int end = 0; end < 2; end++) {
                const float x = at[2 * k] - (float)end * scale * gradient[2 * k];
                const float y = at[2 * k + 1] - (float)end * scale * gradient[2 * k + 1];
                const camera_point p = camera_project(&plot, (float[3]){x, y, 0});
                assert_true(p.x > 5 && p.x < 195 && p.y > 5 && p.y < 195);
                if (end) longest = fmaxf(longest, fabsf(scale * gradient[2 * k]));
            }
        assert_true(longest > 0.5f * size * size); // a gradient of 1 takes a part of the spread that grows with it
    }
}

static void three_codes_are_seen_in_space(void **state) {
    (void)state;
    const latent_window window = {.centre = {1, 2, 3}, .reach = 4};
    for (int dims = 1; dims <= 3; dims++) {
        camera plot = latent_camera(&window, dims, 200, 100, 0.3f, 0.2f, 1);
        assert_int_equal(plot.dims, dims == 3 ? 3 : 2);
        assert_near(camera_project(&plot, window.centre).x, 100, 1e-3);
        camera near = latent_camera(&window, dims, 200, 100, 0.3f, 0.2f, 2);
        assert_near(near.scale, 2 * plot.scale, 1e-3);
    }
}

static void a_window_that_stays_holds_all_epochs_of_a_run(void **state) {
    (void)state;
    const ae_options options = ae_options_default();
    ae_dataset *dataset;
    ae_trainer *trainer;
    ae_recorder *run;
    assert_int_equal(ae_options_build(&options, NULL, &dataset, &trainer, NULL), AE_OK);
    assert_int_equal(ae_recorder_new(&run, trainer, 61, NULL), AE_OK);
    assert_int_equal(ae_recorder_step(run, trainer, 60), AE_OK);
    float spread;
    const latent_window window = latent_window_of(run, 25, 2, &spread);
    const float scale = latent_trail_scale(&window);
    assert_true(spread > 0 && scale > 0 && window.reach > 0);
    float farthest = 0;
    for (int epoch = 0; epoch <= 60; epoch++) {
        ae_frame frame;
        assert_true(ae_recorder_get(run, epoch, &frame));
        for (int k = 0; k < 2 * 25; k++) {
            float tip = frame.latent[k] - scale * frame.latent_gradient[k], from = window.centre[k % 2];
            farthest = fmaxf(farthest, fmaxf(fabsf(frame.latent[k] - from), fabsf(tip - from)));
        }
    }
    assert_true(farthest <= window.reach && farthest > 0.7f * window.reach);
    ae_recorder_free(run);
    ae_trainer_free(trainer);
    ae_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_window_goes_to_the_codes_at_once_and_then_follows),
        cmocka_unit_test(codes_and_trails_are_in_the_window),
        cmocka_unit_test(a_window_that_stays_holds_all_epochs_of_a_run),
        cmocka_unit_test(three_codes_are_seen_in_space),
    };
    return cmocka_run_group_tests_name("latent", tests, NULL, NULL);
}
