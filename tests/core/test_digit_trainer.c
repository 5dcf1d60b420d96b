// SPDX-License-Identifier: MIT
// Training on bytes, batch by batch: the same bits however it is cut, and codes that are those of its network.
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "digit_trainer.h"
#include "random.h"

enum { D = 16, N = 700, T = 90 };

static const ae_network_desc NETWORK = {
    .inputs = D,
    .layer_count = 4,
    .layers = {{12, AE_TANH}, {2, AE_LINEAR}, {12, AE_TANH}, {D, AE_LINEAR}},
    .latent = 1,
};

static unsigned char digits[(N + T) * D]; // bumps at one of many places: two numbers' worth of variety

static void draw(void) {
    ae_random random = ae_random_new(1, 9);
    for (int n = 0; n < N + T; n++) {
        double at = D * ae_random_uniform(&random), width = 1 + 2 * ae_random_uniform(&random);
        for (int k = 0; k < D; k++)
            digits[n * D + k] = (unsigned char)(255 * exp(-(k - at) * (k - at) / (2 * width * width)));
    }
}

static ae_digit_trainer_desc described(void) {
    draw();
    return (ae_digit_trainer_desc){
        .network = NETWORK,
        .digits = digits,
        .count = N,
        .looked = digits + N * D,
        .looked_count = T,
        .epochs = 12,
        .batch = 32,
        .rate = 0.01f,
        .seed = 4,
    };
}

static ae_digit_trainer *made(const ae_digit_trainer_desc *desc) {
    ae_digit_trainer *trainer;
    ae_error error;
    if (ae_digit_trainer_new(&trainer, desc, &error)) fail_msg("%s", error.detail);
    return trainer;
}

static void assert_same_parameters(const ae_digit_trainer *a, const ae_digit_trainer *b) {
    const ae_network *x = ae_digit_trainer_network(a), *y = ae_digit_trainer_network(b);
    assert_memory_equal(x->parameters, y->parameters, x->parameter_count * sizeof(float));
}

// caller frees
static float *copied(const ae_network *network) {
    float *copy = malloc(network->parameter_count * sizeof *copy);
    assert_non_null(copy);
    return memcpy(copy, network->parameters, network->parameter_count * sizeof *copy);
}

static double mean(const float *values, int n) {
    double sum = 0;
    for (int k = 0; k < n; k++) sum += (double)values[k];
    return sum / n;
}

static void pauses_and_looks_change_no_bit(void **state) {
    (void)state;
    ae_digit_trainer_desc desc = described();
    ae_digit_trainer *once = made(&desc), *often = made(&desc);
    assert_int_equal(ae_digit_trainer_run(once, 100), AE_RUNNING);
    for (int k = 0; k < 100; k++) {
        assert_int_equal(ae_digit_trainer_run(often, 1), AE_RUNNING);
        ae_digit_trainer_codes(often);
        ae_digit_trainer_errors(often);
    }
    assert_same_parameters(once, often);
    assert_true(ae_digit_trainer_loss(once) == ae_digit_trainer_loss(often));
    ae_digit_trainer_free(once);
    desc.seed++;
    once = made(&desc);
    ae_digit_trainer_run(once, 100);
    const ae_network *x = ae_digit_trainer_network(once), *y = ae_digit_trainer_network(often);
    assert_memory_not_equal(x->parameters, y->parameters, x->parameter_count * sizeof(float));
    ae_digit_trainer_free(once);
    ae_digit_trainer_free(often);
}

static void it_learns_and_ends_with_the_last_epoch(void **state) {
    (void)state;
    const ae_digit_trainer_desc desc = described();
    ae_digit_trainer *trainer = made(&desc);
    double before = mean(ae_digit_trainer_errors(trainer), T);
    assert_true(isnan(ae_digit_trainer_loss(trainer)));
    assert_int_equal(ae_digit_trainer_run(trainer, 22 * 12), AE_RUNNING); // 700 / 32: 22 batches an epoch
    assert_int_equal(ae_digit_trainer_seen(trainer), 12 * N);
    assert_true(ae_digit_trainer_part(trainer) == 1);
    assert_int_equal(ae_digit_trainer_run(trainer, 1), AE_STOP_EPOCHS);
    assert_int_equal(ae_digit_trainer_seen(trainer), 12 * N);
    double after = mean(ae_digit_trainer_errors(trainer), T);
    assert_true(after > 0 && after < before / 4);
    assert_near(ae_digit_trainer_loss(trainer), after, after); // its last thousands were a little worse
    ae_digit_trainer_free(trainer);
}

// A new network with biases of the mean gives, for all pictures, something near the mean.
static void the_start_is_the_mean_picture(void **state) {
    (void)state;
    const ae_digit_trainer_desc desc = described();
    ae_digit_trainer *trainer = made(&desc);
    const ae_network *network = ae_digit_trainer_network(trainer);
    const ae_layer_place *last = &network->places[NETWORK.layer_count - 1], *first = &network->places[0];
    double mean_in[D] = {0};
    for (int k = 0; k < D; k++) {
        for (int n = 0; n < N; n++) mean_in[k] += digits[n * D + k] / 255.0 / N;
        assert_near(network->parameters[last->bias + (size_t)k], mean_in[k], 1e-4);
    }
    for (size_t u = 0; u < first->outputs; u++) { // what the first layer makes of the mean is 0
        double sum = (double)network->parameters[first->bias + u];
        for (size_t k = 0; k < D; k++)
            sum += mean_in[k] * (double)network->parameters[first->weights + k * first->outputs + u];
        assert_near(sum, 0, 1e-4);
    }
    ae_digit_trainer_free(trainer);
}

static void codes_and_errors_are_those_of_the_network(void **state) {
    (void)state;
    ae_digit_trainer_desc desc = described();
    ae_digit_trainer *trainer = made(&desc);
    ae_digit_trainer_run(trainer, 50);
    const ae_network *network = ae_digit_trainer_network(trainer);
    ae_pass *pass;
    assert_int_equal(ae_pass_new(&pass, network, 1, NULL), AE_OK);
    for (int t = 0; t < T; t++) {
        float x[D];
        for (int k = 0; k < D; k++) x[k] = (float)digits[(N + t) * D + k] / 255;
        const float *output = ae_forward(network, pass, x, 1);
        assert_true(ae_digit_trainer_errors(trainer)[t] == (float)ae_mse(output, x, D));
        assert_memory_equal(ae_digit_trainer_codes(trainer) + 2 * t, ae_latent(network, pass), 2 * sizeof(float));
    }
    ae_pass_free(pass);
    ae_digit_trainer_free(trainer);
}

// Of one, two and three latent units. What is left out of three is put back into the whole network by hand.
static void a_plane_shows_the_first_two_numbers(void **state) {
    (void)state;
    for (int K = 1; K <= 3; K++) {
        ae_digit_trainer_desc desc = described();
        desc.network.layers[1].units = K;
        ae_digit_trainer *trainer = made(&desc);
        ae_digit_trainer_run(trainer, 60);
        const float *codes = ae_digit_trainer_codes(trainer);
        double rest = 0;
        for (int t = 0; t < T && K == 3; t++) rest += (double)codes[3 * t + 2] / T;
        const ae_network *whole = ae_digit_trainer_network(trainer);
        ae_network *plane;
        ae_pass *pass, *other;
        assert_int_equal(ae_digit_trainer_plane(&plane, trainer, NULL), AE_OK);
        assert_int_equal(ae_pass_new(&pass, plane, 1, NULL), AE_OK);
        assert_int_equal(ae_pass_new(&other, whole, 1, NULL), AE_OK);
        for (int t = 0; t < T; t++) {
            float x[D], code[3] = {codes[K * t], K > 1 ? codes[K * t + 1] : 0, (float)rest};
            for (int k = 0; k < D; k++) x[k] = (float)digits[(N + t) * D + k] / 255;
            assert_memory_equal(ae_encode(plane, pass, x, 1), code, 2 * sizeof(float));
            code[1] = K > 1 ? code[1] : 7; // the second of one does not matter
            const float *got = ae_decode(plane, pass, code, 1), *wanted = ae_decode(whole, other, code, 1);
            for (int k = 0; k < D; k++) assert_near(got[k], wanted[k], 1e-5);
        }
        ae_pass_free(other);
        ae_pass_free(pass);
        ae_network_free(plane);
        ae_digit_trainer_free(trainer);
    }
}

static void a_network_for_digits_is_two_layers_to_the_code_and_two_back(void **state) {
    (void)state;
    const ae_network_desc desc = ae_digit_network(784, 128, 2);
    static const int units[] = {128, 64, 2, 64, 128, 784};
    assert_int_equal(desc.layer_count, 6);
    for (int l = 0; l < 6; l++) assert_int_equal(desc.layers[l].units, units[l]);
    ae_network *network;
    assert_int_equal(ae_network_new(&network, &desc, NULL), AE_OK);
    ae_network_free(network);
}

static void looked_at_pictures_are_not_trained_on(void **state) {
    (void)state;
    ae_digit_trainer_desc desc = described();
    ae_digit_trainer *trainer = made(&desc);
    ae_digit_trainer_run(trainer, 60);
    static unsigned char others[T * D];
    desc.looked = others;
    ae_digit_trainer *other = made(&desc);
    ae_digit_trainer_run(other, 60);
    assert_same_parameters(trainer, other);
    ae_digit_trainer_free(trainer);
    ae_digit_trainer_free(other);
}

// Batches longer than what passes the network at a time, and the full batch.
static void long_batches_come_in_parts(void **state) {
    (void)state;
    ae_digit_trainer_desc desc = described();
    desc.batch = N;
    desc.epochs = 60;
    ae_digit_trainer *trainer = made(&desc);
    double before = mean(ae_digit_trainer_errors(trainer), T);
    assert_int_equal(ae_digit_trainer_run(trainer, 60), AE_RUNNING);
    assert_int_equal(ae_digit_trainer_seen(trainer), 60 * N);
    assert_true(mean(ae_digit_trainer_errors(trainer), T) < before / 2);
    ae_digit_trainer_free(trainer);
}

static void divergence_is_told_and_leaves_finite_numbers(void **state) {
    (void)state;
    ae_digit_trainer_desc desc = described();
    desc.rate = 1e25f;
    ae_digit_trainer *trainer = made(&desc);
    assert_int_equal(ae_digit_trainer_run(trainer, 100), AE_STOP_DIVERGED);
    assert_int_equal(ae_digit_trainer_run(trainer, 1), AE_STOP_DIVERGED);
    const ae_network *network = ae_digit_trainer_network(trainer);
    assert_true(ae_all_finite(network->parameters, network->parameter_count));
    ae_digit_trainer_free(trainer);
}

static float largest_step(const float *from, const float *to, size_t count) {
    float largest = 0;
    for (size_t k = 0; k < count; k++) largest = fmaxf(largest, fabsf(to[k] - from[k]));
    return largest;
}

// What comes next is the batch that would have come: its loss with the same parameters is the same. The step that
// follows is a first one of Adam: as long as the learning rate, which goes on with its schedule.
static void another_trainer_goes_on_where_one_was(void **state) {
    (void)state;
    const ae_digit_trainer_desc desc = described();
    const int batches[] = {1, 22, 100, 22 * 7, 22 * 12 - 1};
    for (int k = 0; k < 5; k++) {
        ae_digit_trainer *first = made(&desc), *second = made(&desc);
        ae_digit_trainer_run(second, 5 * k); // wherever it is
        ae_digit_trainer_run(first, batches[k]);
        const ae_network *from = ae_digit_trainer_network(first), *to = ae_digit_trainer_network(second);
        const long seen = ae_digit_trainer_seen(first);
        assert_int_equal(ae_digit_trainer_adopt(second, from->parameters, seen, ae_digit_trainer_loss(first), NULL),
                         AE_OK);
        assert_same_parameters(first, second);
        assert_int_equal(ae_digit_trainer_seen(second), seen);
        float *before = copied(from);
        const double part = ae_digit_trainer_part(second);
        ae_digit_trainer_run(first, 1);
        ae_digit_trainer_run(second, 1);
        assert_true(ae_digit_trainer_loss(first) == ae_digit_trainer_loss(second));
        const float rate = (float)((1 + cos(3.141592653589793 * part)) / 2 * (double)desc.rate);
        assert_near(largest_step(before, to->parameters, to->parameter_count), rate,
                    0.01 * (double)rate + 1e-7); // a float's last digit
        free(before);
        ae_digit_trainer_free(first);
        ae_digit_trainer_free(second);
    }
}

static void the_start_and_the_end_are_places_too_and_no_others_are(void **state) {
    (void)state;
    const ae_digit_trainer_desc desc = described();
    ae_digit_trainer *fresh = made(&desc), *used = made(&desc);
    float *start = copied(ae_digit_trainer_network(fresh));
    ae_error error;
    ae_digit_trainer_run(used, 40);
    for (long seen = -1; seen <= 12 * N + 32; seen = seen < 0 ? 33 : seen == 33 ? 12 * N + 32 : 12 * N + 33) {
        assert_int_equal(ae_digit_trainer_adopt(used, start, seen, 1, &error), AE_BAD_VALUE);
        assert_holds(error.detail, "picture");
        assert_int_equal(ae_digit_trainer_seen(used), N + 32 * 18);
    }
    assert_int_equal(ae_digit_trainer_adopt(used, start, 0, 1, &error), AE_OK);
    ae_digit_trainer_run(fresh, 50);
    ae_digit_trainer_run(used, 50);
    assert_same_parameters(fresh, used);
    assert_true(ae_digit_trainer_loss(fresh) == ae_digit_trainer_loss(used));
    assert_int_equal(ae_digit_trainer_adopt(used, start, 12 * N, 1, &error), AE_OK);
    assert_int_equal(ae_digit_trainer_run(used, 1), AE_STOP_EPOCHS);
    free(start);
    ae_digit_trainer_free(fresh);
    ae_digit_trainer_free(used);
}

static void what_cannot_be_is_named(void **state) {
    (void)state;
    for (int k = 0; k < 8; k++) {
        ae_digit_trainer_desc desc = described();
        static const char *const names[] = {"count",  "looked_count", "epochs", "batch",
                                            "digits", "digits",       "rate",   "inputs"};
        if (k == 0) desc.count = 0;
        if (k == 1) desc.looked_count = AE_MAX_ROWS + 1;
        if (k == 2) desc.epochs = 0;
        if (k == 3) desc.batch = -1;
        if (k == 4) desc.digits = NULL;
        if (k == 5) desc.looked = NULL;
        if (k == 6) desc.rate = -1;
        if (k == 7) desc.network.inputs = 0;
        ae_digit_trainer *trainer;
        ae_error error;
        assert_int_equal(ae_digit_trainer_new(&trainer, &desc, &error), AE_BAD_VALUE);
        assert_null(trainer);
        assert_holds(error.detail, names[k]);
    }
    ae_digit_trainer_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pauses_and_looks_change_no_bit),
        cmocka_unit_test(it_learns_and_ends_with_the_last_epoch),
        cmocka_unit_test(the_start_is_the_mean_picture),
        cmocka_unit_test(codes_and_errors_are_those_of_the_network),
        cmocka_unit_test(a_plane_shows_the_first_two_numbers),
        cmocka_unit_test(a_network_for_digits_is_two_layers_to_the_code_and_two_back),
        cmocka_unit_test(looked_at_pictures_are_not_trained_on),
        cmocka_unit_test(long_batches_come_in_parts),
        cmocka_unit_test(divergence_is_told_and_leaves_finite_numbers),
        cmocka_unit_test(another_trainer_goes_on_where_one_was),
        cmocka_unit_test(the_start_and_the_end_are_places_too_and_no_others_are),
        cmocka_unit_test(what_cannot_be_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
