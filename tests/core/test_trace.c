// SPDX-License-Identifier: MIT
// One point's way through a network and back; measures of a mapping.
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "measures.h"
#include "options.h"
#include "random.h"
#include "trace.h"

typedef struct traced {
    ae_dataset *dataset;
    ae_trainer *trainer;
    ae_trace *trace;
} traced;

static traced open_trained(int activation, int epochs) {
    traced t;
    ae_options options = ae_options_default();
    ae_options_set(&options, AE_OPTION_ACTIVATION, activation, NULL);
    assert_int_equal(ae_options_build(&options, NULL, &t.dataset, &t.trainer, NULL), AE_OK);
    ae_trainer_step(t.trainer, epochs);
    assert_int_equal(ae_trace_new(&t.trace, ae_trainer_network(t.trainer), NULL), AE_OK);
    return t;
}

static void close_traced(traced t) {
    ae_trace_free(t.trace);
    ae_trainer_free(t.trainer);
    ae_dataset_free(t.dataset);
}

static void a_trace_holds_what_the_trainer_has(void **state) {
    (void)state;
    traced t = open_trained(AE_TANH, 60);
    for (int i = 0; i < 25; i++) {
        ae_trace_point(t.trace, ae_trainer_network(t.trainer), ae_trainer_input(t.trainer) + 3 * i);
        assert_int_equal(t.trace->count, 7);
        assert_memory_equal(t.trace->values[0], ae_trainer_input(t.trainer) + 3 * i, 3 * sizeof(float));
        assert_memory_equal(t.trace->values[3], ae_trainer_latent(t.trainer) + 2 * i, 2 * sizeof(float));
        assert_memory_equal(t.trace->values[6], ae_trainer_output(t.trainer) + 3 * i, 3 * sizeof(float));
        assert_true(t.trace->loss == ae_trainer_point_loss(t.trainer, i));
        for (int c = 0; c < 2; c++) {
            double g = (double)ae_trainer_latent_gradient(t.trainer)[2 * i + c];
            assert_near((double)t.trace->slopes[3][c], g, 1e-6 + 1e-4 * fabs(g));
        }
    }
    close_traced(t);
}

// The loss of the decoder's reconstruction of code z against x, in double.
static double loss_at(const ae_network *network, const double *z, const float *x) {
    double at[2][64];
    memcpy(at[0], z, 2 * sizeof(double));
    int now = 0;
    for (int l = network->desc.latent + 1; l < network->desc.layer_count; l++, now = !now) {
        const ae_layer_place *place = &network->places[l];
        for (size_t o = 0; o < place->outputs; o++) {
            double sum = (double)network->parameters[place->bias + o];
            for (size_t i = 0; i < place->inputs; i++)
                sum += at[now][i] * (double)network->parameters[place->weights + i * place->outputs + o];
            at[!now][o] = network->desc.layers[l].activation == AE_TANH ? tanh(sum) : sum;
        }
    }
    double loss = 0;
    for (int c = 0; c < 3; c++) loss += (at[now][c] - (double)x[c]) * (at[now][c] - (double)x[c]) / 3;
    return loss;
}

static void slopes_of_any_code_are_central_differences(void **state) {
    (void)state;
    traced t = open_trained(AE_TANH, 40);
    const ae_network *network = ae_trainer_network(t.trainer);
    ae_random random = ae_random_new(1, 1);
    double longest = 0;
    for (int k = 0; k < 200; k++) {
        const float *x = ae_trainer_input(t.trainer) + 3 * (k % 25);
        float z[2] = {(float)(4 * ae_random_uniform(&random) - 2), (float)(4 * ae_random_uniform(&random) - 2)};
        ae_trace_code(t.trace, network, z, x);
        assert_near(t.trace->loss, loss_at(network, (double[]){(double)z[0], (double)z[1]}, x), 1e-6);
        for (int c = 0; c < 2; c++) {
            double up[2] = {(double)z[0], (double)z[1]}, down[2] = {up[0], up[1]};
            up[c] += 1e-4;
            down[c] -= 1e-4;
            double slope = (loss_at(network, up, x) - loss_at(network, down, x)) / 2e-4;
            assert_near((double)t.trace->slopes[network->desc.latent + 1][c], slope, 1e-6 + 1e-4 * fabs(slope));
            if (fabs(slope) > longest) longest = fabs(slope);
        }
    }
    assert_true(longest > 0.01); // not all of them 0
    close_traced(t);
}

// As the figure of one code has it: its epochs, its step size at the start. The errors shown have four decimals.
static void a_small_step_downhill_lowers_the_error_of_nearly_every_point(void **state) {
    (void)state;
    int lower = 0, points = 0;
    for (int seed = 1; seed <= 20; seed++) {
        ae_options options = ae_options_default();
        traced t;
        ae_options_set(&options, AE_OPTION_SEED, seed, NULL);
        assert_int_equal(ae_options_build(&options, NULL, &t.dataset, &t.trainer, NULL), AE_OK);
        ae_trainer_step(t.trainer, 20);
        const ae_network *network = ae_trainer_network(t.trainer);
        assert_int_equal(ae_trace_new(&t.trace, network, NULL), AE_OK);
        for (int i = 0; i < 25; i++, points++) {
            float z[2];
            memcpy(z, ae_trainer_latent(t.trainer) + 2 * i, sizeof z);
            double before = ae_trainer_point_loss(t.trainer, i);
            double after = ae_trace_step(t.trace, network, z, ae_trainer_input(t.trainer) + 3 * i, 1);
            double moved = hypot((double)(z[0] - ae_trainer_latent(t.trainer)[2 * i]),
                                 (double)(z[1] - ae_trainer_latent(t.trainer)[2 * i + 1]));
            assert_true(moved > 1e-5);
            if (after < before) lower++;
        }
        close_traced(t);
    }
    if (lower < points * 95 / 100) fail_msg("the error fell for %d of %d points", lower, points);
}

static void a_large_step_overshoots(void **state) {
    (void)state;
    traced t = open_trained(AE_TANH, 20);
    const ae_network *network = ae_trainer_network(t.trainer);
    int higher = 0;
    for (int i = 0; i < 25; i++) {
        float z[2];
        memcpy(z, ae_trainer_latent(t.trainer) + 2 * i, sizeof z);
        double before = ae_trainer_point_loss(t.trainer, i);
        if (ae_trace_step(t.trace, network, z, ae_trainer_input(t.trainer) + 3 * i, 30) > before) higher++;
    }
    assert_true(higher > 20);
    close_traced(t);
}

static void a_step_is_so_many_times_the_slope(void **state) {
    (void)state;
    traced t = open_trained(AE_TANH, 20);
    const ae_network *network = ae_trainer_network(t.trainer);
    const float *x = ae_trainer_input(t.trainer) + 9, *own = ae_trainer_latent(t.trainer) + 6;
    ae_trace_code(t.trace, network, own, x);
    float slopes[2], z[2] = {own[0], own[1]};
    memcpy(slopes, t.trace->slopes[3], sizeof slopes);
    double loss = ae_trace_step(t.trace, network, z, x, 0.25f);
    for (int c = 0; c < 2; c++) assert_true(slopes[c] != 0 && z[c] == own[c] - 0.25f * slopes[c]);
    ae_trace_code(t.trace, network, z, x);
    assert_true(t.trace->loss == loss);
    close_traced(t);
}

static void a_trace_without_memory_is_a_status(void **state) {
    (void)state;
    traced t = open_trained(AE_RELU, 0);
    for (int k = 1; k <= 2; k++) {
        ae_trace *trace;
        test_fail_allocation = k;
        assert_int_equal(ae_trace_new(&trace, ae_trainer_network(t.trainer), NULL), AE_OUT_OF_MEMORY);
        assert_null(trace);
    }
    test_fail_allocation = 0;
    close_traced(t);
}

// ---- measures -------------------------------------------------------------------------------------------------------

static void a_circle_is_whole_and_a_line_is_torn(void **state) {
    (void)state;
    enum { N = 40 }; // a multiple of four: the circle touches its box
    float circle[2 * N], line[N], folded[N];
    for (int k = 0; k < N; k++) {
        circle[2 * k] = (float)cos(6.283185307 * k / N);
        circle[2 * k + 1] = (float)sin(6.283185307 * k / N);
        line[k] = (float)k;
        folded[k] = (float)(k < N / 2 ? 2 * k : 2 * (N - k) - 1); // there and back again
    }
    assert_near(ae_tear(circle, N, 2), 2 * sin(3.14159265 / N) / sqrt(8), 1e-6);
    assert_near(ae_tear(line, N, 1), 1, 1e-9);
    assert_true(ae_tear(folded, N, 1) < 0.06);
    assert_true(ae_tear((float[6]){3, 3, 3, 3, 3, 3}, 3, 2) == 0 && ae_tear(line, 2, 1) == 0);
}

static void following_is_going_against_the_gradient(void **state) {
    (void)state;
    const float z[8] = {0, 0, 0, 0, 0, 0, 0, 0}, next[8] = {1, 0, -1, 0, 0, 1, 0, 0},
                g[8] = {-1, 0, -1, 0, 1, 0, -1, -1};
    assert_true(ae_followed(z, next, g, 4, 2) == 0.25);
    assert_true(ae_followed(z, next, g, 1, 2) == 1);
    assert_true(ae_followed(z, next, g, 0, 2) == 0);
}

// One small step of gradient descent on all weights lowers most points' errors by moving their codes along their
// trails.
static void most_points_follow_their_trails_at_first_under_sgd(void **state) {
    (void)state;
    traced t;
    ae_options options = ae_options_default();
    ae_options_set(&options, AE_OPTION_OPTIMIZER, AE_SGD, NULL);
    assert_int_equal(ae_options_build(&options, NULL, &t.dataset, &t.trainer, NULL), AE_OK);
    float z[50], g[50];
    memcpy(z, ae_trainer_latent(t.trainer), sizeof z);
    memcpy(g, ae_trainer_latent_gradient(t.trainer), sizeof g);
    ae_trainer_step(t.trainer, 1);
    assert_true(ae_followed(z, ae_trainer_latent(t.trainer), g, 25, 2) > 0.5);
    ae_trainer_free(t.trainer);
    ae_dataset_free(t.dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trace_holds_what_the_trainer_has),
        cmocka_unit_test(slopes_of_any_code_are_central_differences),
        cmocka_unit_test(a_small_step_downhill_lowers_the_error_of_nearly_every_point),
        cmocka_unit_test(a_large_step_overshoots),
        cmocka_unit_test(a_step_is_so_many_times_the_slope),
        cmocka_unit_test(a_trace_without_memory_is_a_status),
        cmocka_unit_test(a_circle_is_whole_and_a_line_is_torn),
        cmocka_unit_test(following_is_going_against_the_gradient),
        cmocka_unit_test(most_points_follow_their_trails_at_first_under_sgd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
