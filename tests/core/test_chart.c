// SPDX-License-Identifier: MIT
// The plot of the losses: its axes, ticks and labels, and that its marks are where the losses are.
#include "test.h"

#include <string.h>

#include "chart.h"
#include "options.h"
#include "random.h"

static const scene_theme THEME = {0xffffffffu, 0xff000000u, false};

// One colour each, so that marks tell what they are of.
static const colour LINE = 0xff0000ffu, HELD_OUT = 0xff00ff00u, GHOST = 0xffff0000u, LEVEL = 0xff00ffffu;

static ae_history *make(void) {
    ae_history *history;
    ae_error error;
    if (ae_history_new(&history, 4096, &error)) fail_msg("%s", error.detail);
    return history;
}

static chart_desc describe(const ae_history *losses) {
    return (chart_desc){.width = 400,
                        .height = 240,
                        .losses = losses,
                        .level = NAN,
                        .cursor = -1,
                        .line = LINE,
                        .held_out = HELD_OUT,
                        .ghost_line = GHOST,
                        .level_line = LEVEL};
}

// A run that falls from `first` to `last` by the same factor each epoch.
static ae_history *falling(int epochs, double first, double last) {
    ae_history *history = make();
    double log_first = log(first), log_last = log(last);
    for (int k = 0; k <= epochs; k++)
        ae_history_add(history, k, exp(log_first + (log_last - log_first) * k / (epochs ? epochs : 1)), NAN);
    return history;
}

static void assert_ticks(chart_ticks ticks, double least, double most) {
    if (!(ticks.count >= 1 && ticks.count <= CHART_MAX_TICKS))
        fail_msg("%d ticks from %g to %g", ticks.count, least, most);
    for (int k = 0; k < ticks.count; k++) {
        if (!(ticks.values[k] >= least * (1 - 1e-12) && ticks.values[k] <= most * (1 + 1e-12)))
            fail_msg("tick %g is not from %g to %g", ticks.values[k], least, most);
        assert_true(k == 0 || ticks.values[k] > ticks.values[k - 1]);
    }
}

// What a tick of epochs is made of.
static bool is_round(double epoch) {
    while (epoch >= 10 && fmod(epoch, 10) == 0) epoch /= 10;
    return epoch < 100 && epoch == floor(epoch);
}

// ---- windows --------------------------------------------------------------------------------------------------------

static void a_window_maps_its_corners_inside_of_the_plot(void **state) {
    (void)state;
    camera c = camera_window(400, 240, (camera_sides){-3, 1000, 2, 2.5f}, (camera_sides){46, 20, 26, 12});
    camera_point p = camera_project(&c, (float[3]){-3, 2, 7}), q = camera_project(&c, (float[3]){1000, 2.5f, -7});
    assert_near(p.x, 46, 1e-3);
    assert_near(p.y, 240 - 26, 1e-3);
    assert_near(q.x, 400 - 20, 1e-3);
    assert_near(q.y, 12, 1e-3);
    assert_true(p.size == 1 && p.depth == 0);
}

static void the_plot_leads_back_to_the_plane(void **state) {
    (void)state;
    const camera cameras[] = {
        camera_window(400, 240, (camera_sides){-3, 1000, 2, 2.5f}, (camera_sides){46, 20, 26, 12}),
        camera_plane(400, 240, (float[2]){1, -2}, 0.5f)};
    for (int k = 0; k < 2; k++)
        for (float x = 0; x <= 400; x += 40)
            for (float y = 0; y <= 240; y += 40) {
                float at[3] = {0};
                camera_unproject(&cameras[k], x, y, at);
                camera_point p = camera_project(&cameras[k], at);
                assert_near(p.x, x, 1e-3);
                assert_near(p.y, y, 1e-3);
            }
}

// ---- ticks ----------------------------------------------------------------------------------------------------------

static void epoch_ticks_are_round_and_few_and_do_not_touch(void **state) {
    (void)state;
    ae_random random = ae_random_new(1, 9);
    for (int trial = 0; trial < 4000; trial++) {
        int epochs = 1 + (int)exp(15 * ae_random_uniform(&random));
        float length = 24 + 800 * (float)ae_random_uniform(&random);
        chart_ticks ticks = chart_epoch_ticks(epochs, length);
        assert_ticks(ticks, 0, epochs);
        assert_true(ticks.values[0] == 0);
        for (int k = 1; k < ticks.count; k++) {
            assert_true(is_round(ticks.values[k]));
            assert_near(ticks.values[k] - ticks.values[k - 1], ticks.values[1], 1e-9);
            float apart = (float)(ticks.values[k] - ticks.values[k - 1]) / (float)epochs * length;
            if (!(apart > chart_label_width(ticks.values[k])))
                fail_msg("%g and its neighbour are %g px apart", ticks.values[k], (double)apart);
        }
    }
}

static void epoch_ticks_are_those_one_expects(void **state) {
    (void)state;
    const struct {
        int epochs, count;
        double step;
    } cases[] = {{50, 6, 10},   {100, 6, 20},   {200, 5, 50},   {300, 4, 100},
                 {500, 6, 100}, {1000, 6, 200}, {3000, 4, 1000}};
    for (int k = 0; k < 7; k++) {
        chart_ticks ticks = chart_epoch_ticks(cases[k].epochs, 340);
        assert_int_equal(ticks.count, cases[k].count);
        assert_true(ticks.values[1] == cases[k].step);
    }
    assert_int_equal(chart_epoch_ticks(100000, 200).count, 3); // 0, 50,000, 100,000
}

static void loss_ticks_are_powers_of_ten(void **state) {
    (void)state;
    for (int lowest = -30; lowest < 10; lowest++)
        for (int decades = 1; decades <= 51; decades++)
            for (float length = 24; length < 500; length += 23) {
                chart_ticks ticks = chart_loss_ticks(lowest, lowest + decades, length);
                assert_ticks(ticks, pow(10, lowest), pow(10, lowest + decades));
                for (int k = 1; k < ticks.count; k++) {
                    double apart = (log10(ticks.values[k]) - log10(ticks.values[k - 1])) / decades * (double)length;
                    if (!(apart >= 17.9)) fail_msg("%g: %g px apart", ticks.values[k], apart);
                    if (decades == 1) continue;
                    double exponent = log10(ticks.values[k]);
                    assert_near(exponent, round(exponent), 1e-9);
                }
            }
}

static void one_decade_has_2_and_5_in_between(void **state) {
    (void)state;
    chart_ticks ticks = chart_loss_ticks(-2, -1, 200);
    const double wanted[] = {0.01, 0.02, 0.05, 0.1};
    assert_int_equal(ticks.count, 4);
    for (int k = 0; k < 4; k++) assert_near(ticks.values[k], wanted[k], 1e-15);
    assert_int_equal(chart_loss_ticks(-2, -1, 40).count, 2); // no room for them
    assert_int_equal(chart_loss_ticks(-3, -1, 200).count, 3);
}

// ---- limits ---------------------------------------------------------------------------------------------------------

static void limits_hold_the_data_in_whole_decades(void **state) {
    (void)state;
    const struct {
        double first, last;
        int lowest, highest;
    } cases[] = {{0.5, 0.02, -2, 0},   {0.05, 0.02, -2, -1},    {0.1, 0.01, -2, -1}, {1, 1, -1, 0},
                 {3, 2e-5, -5, 1},     {0.11, 0.09, -2, 0},     {0.1, 0.1, -2, -1},  {1e30, 1e-30, -12, 30},
                 {1e-3, 1e-4, -4, -3}, {1e-20, 1e-25, -25, -20}};
    for (int k = 0; k < 10; k++) {
        ae_history *history = falling(30, cases[k].first, cases[k].last);
        chart_desc desc = describe(history);
        chart_limits limits = chart_limits_of(&desc);
        if (limits.lowest != cases[k].lowest || limits.highest != cases[k].highest)
            fail_msg("from %g to %g: 10^%d to 10^%d", cases[k].first, cases[k].last, limits.lowest, limits.highest);
        ae_history_free(history);
    }
}

// In a run of 100,000 epochs the axes change a few times, and never go back.
static void limits_are_calm(void **state) {
    (void)state;
    ae_history *history = make();
    chart_desc desc = describe(history);
    chart_limits before = chart_limits_of(&desc);
    int changes = 0;
    for (int epoch = 0; epoch <= 100000; epoch += 7) {
        ae_history_add(history, epoch, 0.3 * exp(-epoch / 12000.0) * (1 + 0.2 * sin(epoch)), NAN);
        if (epoch % 11) continue;
        chart_limits now = chart_limits_of(&desc);
        assert_true(now.epochs >= before.epochs && now.epochs >= epoch);
        assert_true(now.epochs == 50 || now.epochs <= 2 * epoch + 1);
        if (memcmp(&now, &before, sizeof now)) changes++;
        before = now;
    }
    assert_int_equal(before.epochs, 100000);
    assert_in_range(changes, 10, 20);
    ae_history_free(history);
}

static void limits_hold_what_is_shown_and_nothing_else(void **state) {
    (void)state;
    ae_history *history = falling(30, 0.5, 0.2), *ghost = falling(700, 50, 0.003);
    ae_history_add(history, 31, 0.2, 7);
    chart_desc desc = describe(history);
    chart_limits limits = chart_limits_of(&desc);
    assert_int_equal(limits.highest, 1); // the held-out loss
    assert_int_equal(limits.epochs, 50);
    desc.ghost = ghost;
    desc.level = 2e-5;
    limits = chart_limits_of(&desc);
    assert_true(limits.lowest == -5 && limits.highest == 2 && limits.epochs == 1000);
    desc.held_out = desc.ghost_line = desc.level_line = 0x00ffffffu;
    limits = chart_limits_of(&desc);
    assert_true(limits.lowest == -1 && limits.highest == 0 && limits.epochs == 50);
    ae_history_free(history);
    ae_history_free(ghost);
}

// ---- pictures -------------------------------------------------------------------------------------------------------

static float first_x(const scene *s, int axis) {
    for (int k = 0; k < s->anchor_count; k++)
        if (s->anchors[k].axis == axis) return s->anchors[k].x;
    fail_msg("axis %d has no anchor", axis);
    return 0;
}

// Nothing is outside of the plot, no number of it is NaN, and no labels touch.
static void assert_sound(const scene *s, const chart_desc *desc) {
    assert_false(s->failed);
    assert_true(s->anchor_count <= SCENE_MAX_ANCHORS);
    float left = s->mark_count ? first_x(s, 0) : 0; // the label of epoch 0 is under the axis of the losses
    for (size_t k = 0; k < s->mark_count; k++) {
        scene_mark m = s->marks[k];
        float ends[2][3] = {{m.ax, m.ay, m.ra}, {m.bx, m.by, m.rb}};
        for (int e = 0; e < 2; e++) {
            float x = ends[e][0], y = ends[e][1], r = ends[e][2];
            bool inside = x >= left - 0.01f && x + r <= desc->width && y - r >= 0 && y + r <= desc->height - 20;
            if (!inside || !(r > 0)) fail_msg("a mark at %g, %g, radius %g", (double)x, (double)y, (double)r);
        }
    }
    float last_right = -100, last_y = 10000;
    for (int k = 0; k < s->anchor_count; k++) {
        scene_anchor anchor = s->anchors[k];
        if (!(anchor.x >= 0 && anchor.x <= desc->width && anchor.y >= 0 && anchor.y <= desc->height))
            fail_msg("an anchor at %g, %g", (double)anchor.x, (double)anchor.y);
        assert_true(isfinite(anchor.value));
        if (anchor.axis == 0) {
            float half = chart_label_width(anchor.value) / 2;
            assert_true(anchor.x - half > last_right + 2 && anchor.x + half <= desc->width);
            last_right = anchor.x + half;
        }
        if (anchor.axis == 1) {
            assert_true(anchor.y <= last_y - 17.9f && anchor.x < left);
            last_y = anchor.y;
        }
    }
}

static void draw(scene *s, const chart_desc *desc) {
    chart_scene(s, THEME, desc);
    assert_sound(s, desc);
}

static size_t count_of(const scene *s, colour fill) {
    size_t count = 0;
    for (size_t k = 0; k < s->mark_count; k++) count += s->marks[k].fill == fill;
    return count;
}

static float tick_x(const scene *s, double epoch) {
    for (int k = 0; k < s->anchor_count; k++)
        if (s->anchors[k].axis == 0 && s->anchors[k].value == epoch) return s->anchors[k].x;
    fail_msg("no tick at %g", epoch);
    return 0;
}

static float tick_y(const scene *s, double loss) {
    for (int k = 0; k < s->anchor_count; k++)
        if (s->anchors[k].axis == 1 && fabs(s->anchors[k].value - loss) < 1e-9 * loss) return s->anchors[k].y;
    fail_msg("no tick at %g", loss);
    return 0;
}

static void a_run_that_diverges_is_shown_whole(void **state) {
    (void)state;
    scene s = {0};
    ae_history *history = falling(8, 0.1, 7e35);
    chart_desc desc = describe(history);
    desc.level = 0.04;
    chart_limits limits = chart_limits_of(&desc);
    assert_true(limits.lowest == -2 && limits.highest == 36);
    draw(&s, &desc);
    ae_history_free(history);
    scene_free(&s);
}

static void a_ghost_that_diverged_leaves_the_run_after_it_room(void **state) {
    (void)state;
    scene s = {0};
    ae_history *history = falling(30, 0.1, 0.01), *ghost = falling(8, 0.1, 7e35);
    chart_desc desc = describe(history);
    desc.ghost = ghost;
    chart_limits limits = chart_limits_of(&desc);
    assert_true(limits.lowest == -2 && limits.highest <= 2);
    draw(&s, &desc); // its marks are inside
    assert_in_range(count_of(&s, GHOST), 1, 2);
    ae_history_free(history);
    ae_history_free(ghost);
    scene_free(&s);
}

static void marks_and_labels_are_inside_of_plots_of_any_size(void **state) {
    (void)state;
    scene s = {0};
    ae_random random = ae_random_new(3, 9);
    ae_history *history = falling(3000, 0.4, 3e-6), *ghost = falling(100000, 2, 1e-3);
    for (int k = 0; k <= 3000; k += 50) ae_history_add(history, 3000 + k, 1e-5, 2e-5);
    for (int trial = 0; trial < 300; trial++) {
        chart_desc desc = describe(history);
        desc.width = (float)(int)(900 * ae_random_uniform(&random));
        desc.height = (float)(int)(400 * ae_random_uniform(&random));
        desc.ghost = trial % 2 ? ghost : NULL;
        desc.level = trial % 3 ? 1e-4 : 0; // 0: at the lower edge
        desc.cursor = trial % 5 ? 100 * trial : -1;
        draw(&s, &desc);
        assert_true((s.mark_count > 0) == (s.anchor_count > 0));
        if (desc.width >= 280 && desc.height >= 120) assert_true(s.mark_count > 200 && s.anchor_count >= 4);
    }
    chart_desc desc = describe(history);
    desc.width = desc.height = 0;
    draw(&s, &desc);
    assert_int_equal(s.mark_count, 0);
    ae_history_free(history);
    ae_history_free(ghost);
    scene_free(&s);
}

// At 280 px the labels of any run stand apart; assert_sound sees to it.
static void labels_never_touch_at_280_px(void **state) {
    (void)state;
    scene s = {0};
    for (int epochs = 1; epochs < 20000000; epochs += 1 + epochs / 7) {
        ae_history *history = make();
        ae_history_add(history, 0, 0.3, NAN);
        ae_history_add(history, epochs, 0.001, NAN);
        chart_desc desc = describe(history);
        desc.width = 280;
        desc.height = 160;
        draw(&s, &desc);
        int ticks = 0;
        for (int k = 0; k < s.anchor_count; k++) ticks += s.anchors[k].axis == 0;
        if (!(ticks >= 2 && ticks <= CHART_MAX_TICKS)) fail_msg("%d ticks for %d epochs", ticks, epochs);
        ae_history_free(history);
    }
    scene_free(&s);
}

// A straight line on logarithmic paper: each end of each mark lies on it.
static void the_line_is_where_the_losses_are(void **state) {
    (void)state;
    scene s = {0};
    const int lengths[] = {1, 2, 10, 100, 1000, 50000};
    for (int k = 0; k < 6; k++) {
        ae_history *history = falling(lengths[k], 1, 0.001);
        chart_desc desc = describe(history);
        draw(&s, &desc);
        chart_limits limits = chart_limits_of(&desc);
        float left = tick_x(&s, 0), top = tick_y(&s, 1), bottom = tick_y(&s, 0.001);
        float right = left + (tick_x(&s, limits.epochs) - left) * (float)lengths[k] / (float)limits.epochs;
        float least = INFINITY, most = -INFINITY;
        for (size_t m = 0; m < s.mark_count; m++) {
            scene_mark mark = s.marks[m];
            if (mark.fill != LINE) continue;
            float wanted = top + (bottom - top) * (mark.bx - left) / (right - left);
            float slope = (bottom - top) / (right - left); // a pixel column holds as much
            assert_near(mark.by, wanted, 0.01 + (double)slope);
            least = fminf(least, fminf(mark.ax, mark.bx));
            most = fmaxf(most, fmaxf(mark.ax, mark.bx));
        }
        assert_near(least, left, lengths[k] > 400 ? 1 : 0.01); // from the first epoch to the newest
        assert_near(most, right, lengths[k] > 400 ? 1 : 0.01);
        ae_history_free(history);
    }
    scene_free(&s);
}

static void many_epochs_are_two_marks_a_column_and_no_spike_is_lost(void **state) {
    (void)state;
    scene s = {0};
    ae_history *history = make();
    for (int k = 0; k <= 4000; k++) ae_history_add(history, k, k == 2350 ? 0.9 : k == 2351 ? 0.0011 : 0.05, NAN);
    chart_desc desc = describe(history);
    draw(&s, &desc);
    size_t count = count_of(&s, LINE);
    if (!(count > 300 && count <= 2 * 400)) fail_msg("%d marks", (int)count);
    float top = INFINITY, bottom = -INFINITY;
    for (size_t m = 0; m < s.mark_count; m++) {
        if (s.marks[m].fill != LINE) continue;
        top = fminf(top, fminf(s.marks[m].ay, s.marks[m].by));
        bottom = fmaxf(bottom, fmaxf(s.marks[m].ay, s.marks[m].by));
    }
    float decade = tick_y(&s, 0.1) - tick_y(&s, 1);
    assert_near(top, tick_y(&s, 1) - decade * (float)log10(0.9), 0.05);
    assert_near(bottom, tick_y(&s, 1) - decade * (float)log10(0.0011), 0.05);
    ae_history_free(history);
    scene_free(&s);
}

// A loss that drops within a pixel column goes on from where it has dropped to: no line is aslant.
static void a_drop_is_upright(void **state) {
    (void)state;
    scene s = {0};
    for (int drop = 2340; drop < 2370; drop++) {
        ae_history *history = make();
        for (int k = 0; k <= 4000; k++) ae_history_add(history, k, k < drop ? 0.5 : 0.005, NAN);
        chart_desc desc = describe(history);
        draw(&s, &desc);
        float longest = 0;
        for (size_t m = 0; m < s.mark_count; m++) {
            scene_mark mark = s.marks[m];
            if (mark.fill != LINE || fabsf(mark.by - mark.ay) < 0.5f) continue;
            assert_true(fabsf(mark.bx - mark.ax) < 0.5f);
            longest = fmaxf(longest, fabsf(mark.by - mark.ay));
        }
        assert_near(longest, (double)(tick_y(&s, 0.1) - tick_y(&s, 1)) * 2, 0.05);
        ae_history_free(history);
    }
    scene_free(&s);
}

// Two epochs of one pixel column, and then none for a long way.
static void a_line_goes_on_from_the_last_of_its_column(void **state) {
    (void)state;
    scene s = {0};
    ae_history *history = make();
    const double losses[][2] = {{0, 0.1}, {500, 0.5}, {501, 0.05}, {900, 0.05}};
    for (int k = 0; k < 4; k++) ae_history_add(history, (int)losses[k][0], losses[k][1], NAN);
    chart_desc desc = describe(history);
    draw(&s, &desc);
    scene_mark last = s.marks[s.mark_count - 1];
    assert_true(last.fill == LINE && last.bx - last.ax > 100);
    assert_near(last.ay, last.by, 1e-4);
    ae_history_free(history);
    scene_free(&s);
}

static void what_is_not_a_number_is_not_on_the_plot(void **state) {
    (void)state;
    scene s = {0};
    const double odd[] = {NAN, INFINITY, -INFINITY, 0, -1, 1e-45, 3e38};
    for (int a = 0; a < 7; a++)
        for (int b = 0; b < 7; b++)
            for (int only = 0; only < 2; only++) {
                ae_history *history = make();
                for (int k = 0; k < 30; k++) {
                    bool is_odd = only || k % 3 == 1;
                    ae_history_add(history, k, is_odd ? odd[a] : 0.1, is_odd ? odd[b] : 0.2);
                }
                chart_desc desc = describe(history);
                desc.ghost = history;
                desc.level = odd[b];
                desc.cursor = 4;
                draw(&s, &desc);
                assert_true(s.anchor_count >= 4);
                if (isnan(odd[a]) && only) assert_int_equal(count_of(&s, LINE), 0);
                if (isnan(odd[b])) assert_int_equal(count_of(&s, LEVEL), 0);
                ae_history_free(history);
            }
    chart_desc desc = describe(NULL); // and no run at all
    desc.cursor = 4;
    draw(&s, &desc);
    assert_int_equal(count_of(&s, LINE), 0);
    assert_true(tick_y(&s, 0.001) > tick_y(&s, 1) && tick_x(&s, 50) > tick_x(&s, 0));
    scene_free(&s);
}

static void a_loss_of_0_is_at_the_lower_edge(void **state) {
    (void)state;
    scene s = {0};
    ae_history *history = make();
    ae_history_add(history, 0, 0.1, NAN);
    ae_history_add(history, 10, 0, NAN);
    chart_desc desc = describe(history);
    draw(&s, &desc);
    assert_int_equal(count_of(&s, LINE), 1);
    for (size_t m = 0; m < s.mark_count; m++) {
        if (s.marks[m].fill != LINE) continue;
        assert_near(s.marks[m].ay, tick_y(&s, 0.1), 0.01);
        assert_near(s.marks[m].by, tick_y(&s, 0.01), 0.01);
    }
    ae_history_free(history);
    scene_free(&s);
}

static void one_epoch_is_a_dot(void **state) {
    (void)state;
    scene s = {0};
    ae_history *history = falling(0, 0.1, 0.1);
    chart_desc desc = describe(history);
    draw(&s, &desc);
    assert_int_equal(count_of(&s, LINE), 1);
    scene_mark dot = s.marks[s.mark_count - 1];
    assert_true(dot.fill == LINE && dot.ax == dot.bx && dot.ay == dot.by && dot.ra >= 2);
    assert_near(dot.ax, tick_x(&s, 0), 0.01);
    assert_near(dot.ay, tick_y(&s, 0.1), 0.01);
    ae_history_free(history);
    scene_free(&s);
}

static void a_constant_loss_is_a_level_line(void **state) {
    (void)state;
    scene s = {0};
    ae_history *history = falling(200, 0.02, 0.02);
    chart_desc desc = describe(history);
    draw(&s, &desc);
    assert_true(count_of(&s, LINE) > 100);
    for (size_t m = 0; m < s.mark_count; m++)
        if (s.marks[m].fill == LINE) assert_near(s.marks[m].ay, s.marks[m].by, 1e-4);
    ae_history_free(history);
    scene_free(&s);
}

// A held-out loss known now and then is joined up, thinner than the training loss and under it.
static void the_held_out_loss_joins_what_is_known(void **state) {
    (void)state;
    scene s = {0};
    ae_history *history = make();
    for (int k = 0; k <= 50; k++) ae_history_add(history, k, 0.1, k % 10 ? (double)NAN : 0.2);
    chart_desc desc = describe(history);
    draw(&s, &desc);
    assert_int_equal(count_of(&s, HELD_OUT), 5);
    float thin = 0, thick = 0;
    for (size_t m = 0; m < s.mark_count; m++) {
        if (s.marks[m].fill == HELD_OUT) {
            assert_true(thick == 0);
            assert_near(s.marks[m].ay, s.marks[m].by, 1e-4);
            thin = s.marks[m].ra;
        }
        if (s.marks[m].fill == LINE) thick = s.marks[m].ra;
    }
    assert_true(thin > 0 && thin < thick);
    ae_history_free(history);
    scene_free(&s);
}

static void the_level_is_dashed_and_labelled(void **state) {
    (void)state;
    scene s = {0};
    ae_history *history = falling(100, 1, 0.001);
    chart_desc desc = describe(history);
    desc.level = 0.01;
    desc.width = 404; // the last dash is cut
    draw(&s, &desc);
    float y = tick_y(&s, 0.01), last = 0;
    assert_true(count_of(&s, LEVEL) > 20);
    for (size_t m = 0; m < s.mark_count; m++) {
        scene_mark mark = s.marks[m];
        if (mark.fill != LEVEL) continue;
        assert_true(mark.ax > last + 2 && mark.bx > mark.ax); // a gap before each
        assert_near(mark.ay, y, 0.01);
        assert_near(mark.by, y, 0.01);
        last = mark.bx;
    }
    assert_true(last <= tick_x(&s, 100) + 0.01f && last > tick_x(&s, 100) - 11);
    scene_anchor label = s.anchors[s.anchor_count - 1];
    assert_true(label.axis == 2 && label.value == 0.01);
    assert_true(label.y < y && label.y > y - 14);
    desc.level = 0.99; // no room above
    draw(&s, &desc);
    assert_true(s.anchors[s.anchor_count - 1].y > tick_y(&s, 1));
    ae_history_free(history);
    scene_free(&s);
}

// What PCA leaves of data in a plane is 0 but for rounding.
static void a_level_next_to_nothing_is_at_the_lower_edge_and_widens_no_axis(void **state) {
    (void)state;
    scene s = {0};
    ae_history *history = falling(100, 1, 0.001);
    chart_desc desc = describe(history);
    const chart_limits without = chart_limits_of(&desc);
    for (int k = 0; k < 3; k++) {
        desc.level = (const double[]){0, 1.2e-12, 9e-10}[k];
        chart_limits limits = chart_limits_of(&desc);
        assert_memory_equal(&limits, &without, sizeof limits);
        draw(&s, &desc);
        assert_true(count_of(&s, LEVEL) > 20);
        for (size_t m = 0; m < s.mark_count; m++)
            if (s.marks[m].fill == LEVEL) assert_near(s.marks[m].ay, tick_y(&s, 0.001), 0.01);
        scene_anchor label = s.anchors[s.anchor_count - 1];
        assert_true(label.axis == 2 && label.value == desc.level);
        assert_true(label.y < tick_y(&s, 0.001) && label.y > tick_y(&s, 0.001) - 14);
    }
    desc.level = 1e-8;
    assert_int_equal(chart_limits_of(&desc).lowest, -8);
    ae_history_free(history);
    scene_free(&s);
}

static void opacity_is_mixed_in_beforehand(void **state) {
    (void)state;
    scene s = {0};
    ae_history *history = falling(40, 1, 0.1), *ghost = falling(30, 1, 0.1);
    chart_desc desc = describe(history);
    desc.ghost = ghost;
    desc.ghost_line = 0x80000000u;
    draw(&s, &desc);
    size_t grey = 0;
    for (size_t m = 0; m < s.mark_count; m++) {
        colour fill = s.marks[m].fill;
        grey += (fill & 255) > 120 && (fill & 255) < 135 && fill >> 24 == 255;
    }
    assert_int_equal(grey, 30);
    desc.ghost_line = 0x00ffffffu;
    draw(&s, &desc);
    assert_int_equal(count_of(&s, 0xffffffffu), 0); // not shown at all
    ae_history_free(history);
    ae_history_free(ghost);
    scene_free(&s);
}

// ---- cursor and pointer ---------------------------------------------------------------------------------------------

static void the_cursor_is_at_its_epoch(void **state) {
    (void)state;
    scene s = {0};
    ae_history *history = falling(100, 1, 0.01);
    chart_desc desc = describe(history);
    desc.cursor = 40;
    draw(&s, &desc);
    scene_mark dot = s.marks[s.mark_count - 1];
    assert_true(dot.fill == LINE && dot.ring == THEME.paper && dot.ra > 3);
    assert_near(dot.ax, tick_x(&s, 40), 0.01);
    assert_near(dot.ay, tick_y(&s, 1) + 0.4 * (double)(tick_y(&s, 0.01) - tick_y(&s, 1)), 0.01);
    bool line = false;
    for (size_t m = 0; m < s.mark_count; m++)
        line = line || (s.marks[m].fill != LINE && s.marks[m].ax == dot.ax && s.marks[m].bx == dot.ax &&
                        s.marks[m].fill >> 24 > 60);
    assert_true(line);
    size_t with = s.mark_count;
    desc.cursor = -1;
    draw(&s, &desc);
    assert_int_equal(s.mark_count, with - 2);
    desc.cursor = 5000; // beyond the newest: there
    draw(&s, &desc);
    assert_near(s.marks[s.mark_count - 1].ax, tick_x(&s, 100), 0.01);
    ae_history_free(history);
    scene_free(&s);
}

static void the_cursor_has_a_dot_on_the_held_out_loss(void **state) {
    (void)state;
    scene s = {0};
    ae_history *history = falling(40, 1, 0.1);
    ae_history_add(history, 41, 0.1, 0.3);
    chart_desc desc = describe(history);
    desc.cursor = 41;
    draw(&s, &desc);
    scene_mark dot = s.marks[s.mark_count - 2];
    assert_true(dot.fill == HELD_OUT && dot.ring == THEME.paper);
    assert_near(dot.ax, s.marks[s.mark_count - 1].ax, 0);
    ae_history_free(history);
    scene_free(&s);
}

static void the_epoch_under_the_pointer_is_that_of_the_cursor(void **state) {
    (void)state;
    scene s = {0};
    for (int last = 1; last <= 3000; last = last * 3 + 1) {
        ae_history *history = falling(last, 1, 0.01);
        chart_desc desc = describe(history);
        for (int epoch = 0; epoch <= last; epoch += 1 + last / 50) {
            desc.cursor = epoch;
            draw(&s, &desc);
            float x = s.marks[s.mark_count - 1].ax;
            assert_int_equal(chart_epoch_at(&s, x), epoch);
            float half = (tick_x(&s, 0) - x) / (float)(epoch ? -2 * epoch : 1); // half an epoch's width
            if (epoch) assert_int_equal(chart_epoch_at(&s, x - 0.9f * half), epoch);
            if (epoch) assert_int_equal(chart_epoch_at(&s, x + 0.9f * half), epoch);
        }
        assert_int_equal(chart_epoch_at(&s, -1000), 0);
        assert_int_equal(chart_epoch_at(&s, 0), 0);
        ae_history_free(history);
    }
    scene_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_window_maps_its_corners_inside_of_the_plot),
        cmocka_unit_test(the_plot_leads_back_to_the_plane),
        cmocka_unit_test(epoch_ticks_are_round_and_few_and_do_not_touch),
        cmocka_unit_test(epoch_ticks_are_those_one_expects),
        cmocka_unit_test(loss_ticks_are_powers_of_ten),
        cmocka_unit_test(one_decade_has_2_and_5_in_between),
        cmocka_unit_test(limits_hold_the_data_in_whole_decades),
        cmocka_unit_test(limits_are_calm),
        cmocka_unit_test(limits_hold_what_is_shown_and_nothing_else),
        cmocka_unit_test(a_run_that_diverges_is_shown_whole),
        cmocka_unit_test(a_ghost_that_diverged_leaves_the_run_after_it_room),
        cmocka_unit_test(marks_and_labels_are_inside_of_plots_of_any_size),
        cmocka_unit_test(labels_never_touch_at_280_px),
        cmocka_unit_test(the_line_is_where_the_losses_are),
        cmocka_unit_test(many_epochs_are_two_marks_a_column_and_no_spike_is_lost),
        cmocka_unit_test(a_drop_is_upright),
        cmocka_unit_test(a_line_goes_on_from_the_last_of_its_column),
        cmocka_unit_test(what_is_not_a_number_is_not_on_the_plot),
        cmocka_unit_test(a_loss_of_0_is_at_the_lower_edge),
        cmocka_unit_test(one_epoch_is_a_dot),
        cmocka_unit_test(a_constant_loss_is_a_level_line),
        cmocka_unit_test(the_held_out_loss_joins_what_is_known),
        cmocka_unit_test(the_level_is_dashed_and_labelled),
        cmocka_unit_test(a_level_next_to_nothing_is_at_the_lower_edge_and_widens_no_axis),
        cmocka_unit_test(opacity_is_mixed_in_beforehand),
        cmocka_unit_test(the_cursor_is_at_its_epoch),
        cmocka_unit_test(the_cursor_has_a_dot_on_the_held_out_loss),
        cmocka_unit_test(the_epoch_under_the_pointer_is_that_of_the_cursor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
