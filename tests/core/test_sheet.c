// SPDX-License-Identifier: MIT
// The sheet that a decoder makes of the plane of codes.
#include "test.h"

#include <string.h>

#include "options.h"
#include "sheet.h"

enum { POINTS = 25 };

typedef struct model {
    ae_dataset *dataset;
    ae_trainer *trainer;
    ae_pass *pass; // of one row
} model;

static model trained(int epochs) {
    model m = {0};
    const ae_options options = ae_options_default();
    assert_int_equal(ae_options_build(&options, NULL, &m.dataset, &m.trainer, NULL), AE_OK);
    ae_trainer_step(m.trainer, epochs);
    assert_int_equal(ae_pass_new(&m.pass, ae_trainer_network(m.trainer), 1, NULL), AE_OK);
    return m;
}

static void model_free(model *m) {
    ae_pass_free(m->pass);
    ae_trainer_free(m->trainer);
    ae_dataset_free(m->dataset);
}

static unsigned version; // of the trainer that was changed last

static bool decode(sheet *sheet, model *m) {
    sheet->trainer = m->trainer;
    return sheet_update(sheet, ++version);
}

static const scene_theme LIGHT = {0xffffffffu, 0xff26211fu, false};

static void begin(scene *s, float progress) {
    scene_begin(s, camera_orbit(400, 300, (float[3]){0}, 0.5f, 0.4f, 0.3f, 1), LIGHT, progress);
}

static void each_corner_is_the_decoded_code_of_its_place_on_the_plane(void **state) {
    (void)state;
    model m = trained(100);
    sheet sheet = {0};
    scene s = {0};
    assert_true(decode(&sheet, &m));
    begin(&s, 1);
    sheet_mesh(&sheet, &s, LIGHT.ink, 0.5f);
    float lines[2] = {0}; // as many as there are between the sides
    for (size_t k = 0; k < s.vertex_count; k++) {
        lines[0] = fmaxf(lines[0], s.vertices[k].u);
        lines[1] = fmaxf(lines[1], s.vertices[k].v);
    }
    assert_true(lines[0] == 10 && lines[1] == 10 && s.vertex_count > 5000);
    for (size_t k = 0; k < s.vertex_count; k += 7) {
        const scene_vertex *v = &s.vertices[k];
        float code[2] = {sheet.centre[0] + sheet.half[0] * (v->u / 5 - 1),
                         sheet.centre[1] + sheet.half[1] * (v->v / 5 - 1)};
        camera_point p = camera_project(&s.camera, ae_decode(ae_trainer_network(m.trainer), m.pass, code, 1));
        assert_near((double)v->x, (double)p.x, 1e-3);
        assert_near((double)v->y, (double)p.y, 1e-3);
    }
    scene_free(&s);
    sheet_free(&sheet);
    model_free(&m);
}

static void the_plane_holds_the_codes_with_a_margin(void **state) {
    (void)state;
    model m = trained(100);
    sheet sheet = {0};
    assert_true(decode(&sheet, &m));
    float *codes = ae_trainer_latent(m.trainer);
    float most[2] = {0};
    for (int k = 0; k < 2 * POINTS; k++)
        most[k % 2] = fmaxf(most[k % 2], fabsf(codes[k] - sheet.centre[k % 2]) / sheet.half[k % 2]);
    for (int c = 0; c < 2; c++) assert_near((double)most[c], 1 / 1.15, 1e-4);
    // Codes that are one place, or a line
    for (int k = 0; k < 2 * POINTS; k++) codes[k] = k % 2 ? 4 : 3;
    assert_true(decode(&sheet, &m));
    assert_true(sheet.half[0] > 0 && sheet.half[1] > 0);
    codes[0] = 5;
    assert_true(decode(&sheet, &m));
    assert_near((double)sheet.half[1], 0.115, 1e-4);
    sheet_free(&sheet);
    model_free(&m);
}

static void the_grid_is_the_planes_and_goes_from_side_to_side(void **state) {
    (void)state;
    model m = trained(20);
    sheet sheet = {0};
    scene s = {0};
    assert_true(decode(&sheet, &m));
    scene_begin(&s, camera_plane(400, 400, sheet.centre, 2), LIGHT, 1);
    sheet_grid(&sheet, &s, LIGHT.ink);
    assert_int_equal(s.mark_count, 2 * 11);
    const camera_point low =
        camera_project(&s.camera, (float[3]){sheet.centre[0] - sheet.half[0], sheet.centre[1] - sheet.half[1], 0});
    const camera_point high =
        camera_project(&s.camera, (float[3]){sheet.centre[0] + sheet.half[0], sheet.centre[1] + sheet.half[1], 0});
    for (size_t k = 0; k < s.mark_count; k++) {
        const scene_mark *mark = &s.marks[k];
        const bool upright = fabsf(mark->ax - mark->bx) < 1e-4f;
        assert_near((double)(upright ? mark->ay : mark->ax), (double)(upright ? low.y : low.x), 1e-3);
        assert_near((double)(upright ? mark->by : mark->bx), (double)(upright ? high.y : high.x), 1e-3);
    }
    scene_free(&s);
    sheet_free(&sheet);
    model_free(&m);
}

static void a_tween_starts_at_the_sheet_before(void **state) {
    (void)state;
    model m = trained(50);
    sheet sheet = {0};
    scene before = {0}, s = {0};
    sheet_remember(&sheet, 1); // of nothing
    assert_true(decode(&sheet, &m));
    begin(&before, 0);
    sheet_mesh(&sheet, &before, LIGHT.ink, 0.5f);
    sheet_remember(&sheet, version);
    ae_trainer_reset(m.trainer, 2);
    ae_trainer_step(m.trainer, 50);
    assert_true(decode(&sheet, &m));
    for (int end = 0; end < 2; end++) {
        begin(&s, (float)end);
        sheet_mesh(&sheet, &s, LIGHT.ink, 0.5f);
        assert_int_equal(s.vertex_count, before.vertex_count);
        bool same = !memcmp(s.vertices, before.vertices, s.vertex_count * sizeof *s.vertices);
        assert_true(same == (end == 0));
    }
    scene_free(&s);
    scene_free(&before);
    sheet_free(&sheet);
    model_free(&m);
}

static void want_of_memory_leaves_no_sheet_and_can_be_tried_again(void **state) {
    (void)state;
    model m = trained(1);
    for (int k = 1; k <= 2; k++) {
        sheet sheet = {0};
        test_fail_allocation = k;
        assert_false(decode(&sheet, &m));
        assert_int_equal(test_fail_allocation, 0);
        assert_true(decode(&sheet, &m));
        sheet_free(&sheet);
    }
    model_free(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_corner_is_the_decoded_code_of_its_place_on_the_plane),
        cmocka_unit_test(the_plane_holds_the_codes_with_a_margin),
        cmocka_unit_test(the_grid_is_the_planes_and_goes_from_side_to_side),
        cmocka_unit_test(a_tween_starts_at_the_sheet_before),
        cmocka_unit_test(want_of_memory_leaves_no_sheet_and_can_be_tried_again),
    };
    return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
