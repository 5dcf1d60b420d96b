// SPDX-License-Identifier: MIT
// The network against a double-precision one, its promises about passes, and what it refuses.
#include "test.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "reference.h"

enum { ROWS = 6 };

static const ae_network_desc SMALL = {
    .inputs = 3,
    .layer_count = 6,
    .layers = {{5, AE_TANH}, {4, AE_TANH}, {2, AE_LINEAR}, {4, AE_TANH}, {5, AE_TANH}, {3, AE_LINEAR}},
    .latent = 2,
};

static ae_network *new_network(ae_network_desc desc) {
    ae_network *network;
    ae_error error;
    if (ae_network_new(&network, &desc, &error)) fail_msg("%s", error.detail);
    return network;
}

static ae_pass *new_pass(const ae_network *network, int rows) {
    ae_pass *pass;
    ae_error error;
    if (ae_pass_new(&pass, network, rows, &error)) fail_msg("%s", error.detail);
    return pass;
}

// The small network with this activation in each layer but the last, the code too; its biases are not 0.
static ae_network *small_network(ae_activation activation, uint64_t seed) {
    ae_network_desc desc = SMALL;
    for (int l = 0; l < desc.layer_count - 1; l++) desc.layers[l].activation = activation;
    ae_network *network = new_network(desc);
    ae_random random = ae_random_new(seed, 9);
    fill(network->parameters, network->parameter_count, &random);
    return network;
}

static double *in_double(const ae_network *network) {
    double *parameters = malloc(network->parameter_count * sizeof *parameters);
    assert_non_null(parameters);
    widen_numbers(parameters, network->parameters, network->parameter_count);
    return parameters;
}

// ---- gradients ------------------------------------------------------------------------------------------------------

// Of the loss between what comes of random rows and the rows themselves, or others.
static void check_gradients(bool others) {
    for (int f = 0; f < AE_ACTIVATION_COUNT; f++) {
        ae_network *network = small_network((ae_activation)f, 1);
        ae_pass *pass = new_pass(network, ROWS);
        double *parameters = in_double(network), *wanted = in_double(network);
        float x[ROWS * 3], target[ROWS * 3];
        ae_random random = ae_random_new(3, 9);
        fill(x, ROWS * 3, &random);
        memcpy(target, x, sizeof target);
        if (others) fill(target, ROWS * 3, &random);
        for (int b = 0; b < ROWS; b++) { // the guard of the differences: no ReLU changes sides within h
            double values[REFERENCE_WIDTH];
            widen_numbers(values, x + 3 * b, 3);
            assert_true(reference_run(network, parameters, 0, 5, values) > 1e-4);
        }
        const double h = 1e-6;
        for (size_t k = 0; k < network->parameter_count; k++) {
            double before = parameters[k];
            parameters[k] = before + h;
            double above = reference_loss_towards(network, parameters, x, target, ROWS);
            parameters[k] = before - h;
            wanted[k] = (above - reference_loss_towards(network, parameters, x, target, ROWS)) / (2 * h);
            parameters[k] = before;
        }
        ae_forward(network, pass, x, ROWS);
        double loss = others ? ae_backward_towards(network, pass, x, target, false, ROWS, ROWS) / ROWS
                             : ae_backward(network, pass, x, ROWS);
        assert_near(loss, reference_loss_towards(network, parameters, x, target, ROWS), 1e-5 * loss);
        for (int l = 0; l < network->desc.layer_count; l++) { // each layer by itself, for each has its own size
            ae_layer_place place = network->places[l];
            char name[] = "weights of layer 0";
            name[sizeof name - 2] = (char)('0' + l);
            assert_gradient(name, network->gradients + place.weights, wanted + place.weights,
                            place.inputs * place.outputs);
            assert_gradient("biases", network->gradients + place.bias, wanted + place.bias, place.outputs);
        }
        free(parameters);
        free(wanted);
        ae_pass_free(pass);
        ae_network_free(network);
    }
}

static void gradients_match_central_differences(void **state) {
    (void)state;
    check_gradients(false);
}

static void gradients_towards_something_else_match_central_differences(void **state) {
    (void)state;
    check_gradients(true);
}

// ∂L_i/∂z_i by central differences of row i's own error, the decoder held fixed.
static void differences_in_code(double *wanted, const ae_network *network, const double *parameters, const float *code,
                                const float *x) {
    const double h = 1e-5;
    size_t K = network->places[network->desc.latent].outputs;
    double z[REFERENCE_WIDTH];
    widen_numbers(z, code, K);
    for (size_t k = 0; k < K; k++) {
        z[k] = code[k] + h;
        double above = reference_row_loss(network, parameters, z, x);
        z[k] = code[k] - h;
        wanted[k] = (above - reference_row_loss(network, parameters, z, x)) / (2 * h);
        z[k] = code[k];
    }
}

static void latent_gradient_matches_central_differences(void **state) {
    (void)state;
    for (int f = 0; f < AE_ACTIVATION_COUNT; f++) {
        ae_network *network = small_network((ae_activation)f, 1);
        ae_pass *pass = new_pass(network, ROWS + 2); // a batch may be smaller than its pass
        double *parameters = in_double(network), wanted[ROWS * 2];
        float x[ROWS * 3];
        ae_random random = ae_random_new(3, 9);
        fill(x, ROWS * 3, &random);
        ae_forward(network, pass, x, ROWS);
        ae_backward(network, pass, x, ROWS);
        for (int b = 0; b < ROWS; b++)
            differences_in_code(wanted + 2 * b, network, parameters, ae_latent(network, pass) + 2 * b, x + 3 * b);
        assert_gradient("latent gradient", pass->latent_gradient, wanted, ROWS * 2);
        free(parameters);
        ae_pass_free(pass);
        ae_network_free(network);
    }
}

static void check_trails(ae_trainer *trainer) {
    const ae_network *network = ae_trainer_network(trainer);
    double *parameters = in_double(network);
    for (int i = 0; i < 20; i++) {
        double wanted[2];
        const float *got = ae_trainer_latent_gradient(trainer) + 2 * i;
        differences_in_code(wanted, network, parameters, ae_trainer_latent(trainer) + 2 * i,
                            ae_trainer_input(trainer) + 3 * i);
        double length = hypot(got[0], got[1]), wanted_length = hypot(wanted[0], wanted[1]);
        double cosine = (got[0] * wanted[0] + got[1] * wanted[1]) / (length * wanted_length);
        assert_true(wanted_length > 1e-8);
        if (!(cosine > 0.999)) fail_msg("epoch %d, point %d: cosine %g", ae_trainer_epoch(trainer), i, cosine);
        assert_near(length / wanted_length, 1, 0.01);
    }
    free(parameters);
}

static void latent_gradient_is_right_throughout_a_training_run(void **state) {
    (void)state;
    ae_options options = ae_options_default();
    ae_dataset *dataset;
    ae_trainer *trainer;
    assert_int_equal(ae_options_build(&options, NULL, &dataset, &trainer, NULL), AE_OK);
    const int epochs[] = {1, 50, 300};
    for (int k = 0; k < 3; k++) {
        assert_int_equal(ae_trainer_step(trainer, epochs[k] - ae_trainer_epoch(trainer)), AE_OK);
        check_trails(trainer);
    }
    ae_trainer_free(trainer);
    ae_dataset_free(dataset);
}

// ---- passes ---------------------------------------------------------------------------------------------------------

// A network of the default figure's sizes, with odd ones among them, and rows of data for it.
static const ae_network_desc MEDIUM = {
    .inputs = 7,
    .layer_count = 6,
    .layers = {{33, AE_TANH}, {18, AE_SIGMOID}, {3, AE_LINEAR}, {18, AE_RELU}, {33, AE_TANH}, {7, AE_LINEAR}},
    .latent = 2,
};

enum { MANY = 23 };

static ae_network *medium_network(float x[MANY * 7]) {
    ae_network *network = new_network(MEDIUM);
    ae_random random = ae_random_new(5, 9);
    ae_network_init(network, AE_GLOROT_UNIFORM, 1);
    fill(x, MANY * 7, &random);
    return network;
}

static void decoding_the_codes_gives_the_outputs(void **state) {
    (void)state;
    float x[MANY * 7], codes[MANY * 3], outputs[MANY * 7];
    ae_network *network = medium_network(x);
    ae_pass *pass = new_pass(network, MANY), *other = new_pass(network, MANY);
    memcpy(outputs, ae_forward(network, pass, x, MANY), sizeof outputs);
    memcpy(codes, ae_latent(network, pass), sizeof codes);
    assert_memory_equal(ae_decode(network, other, codes, MANY), outputs, sizeof outputs);
    ae_pass_free(pass);
    ae_pass_free(other);
    ae_network_free(network);
}

static void encoding_gives_the_codes(void **state) {
    (void)state;
    float x[MANY * 7];
    ae_network *network = medium_network(x);
    ae_pass *pass = new_pass(network, MANY), *other = new_pass(network, MANY);
    ae_forward(network, pass, x, MANY);
    const float *codes = ae_encode(network, other, x, MANY);
    assert_memory_equal(codes, ae_latent(network, pass), MANY * 3 * sizeof *codes);
    assert_ptr_equal(codes, ae_latent(network, other));
    ae_pass_free(pass);
    ae_pass_free(other);
    ae_network_free(network);
}

static void a_batch_equals_its_rows_one_by_one(void **state) {
    (void)state;
    float x[MANY * 7];
    ae_network *network = medium_network(x);
    ae_pass *pass = new_pass(network, MANY), *single = new_pass(network, 1);
    const float *outputs = ae_forward(network, pass, x, MANY), *codes = ae_latent(network, pass);
    for (size_t b = 0; b < MANY; b++) {
        assert_memory_equal(ae_forward(network, single, x + 7 * b, 1), outputs + 7 * b, 7 * sizeof *x);
        assert_memory_equal(ae_latent(network, single), codes + 3 * b, 3 * sizeof *x);
    }
    ae_pass_free(pass);
    ae_pass_free(single);
    ae_network_free(network);
}

static void a_batch_in_parts_has_the_same_gradients(void **state) {
    (void)state;
    float x[MANY * 7];
    ae_network *whole = medium_network(x), *parts = medium_network(x);
    ae_pass *pass = new_pass(whole, MANY), *other = new_pass(parts, 9);
    size_t bytes = whole->parameter_count * sizeof(float);
    ae_forward(whole, pass, x, MANY);
    double loss = ae_backward(whole, pass, x, MANY), sum = 0;
    for (size_t first = 0; first < MANY; first += 9) {
        size_t rows = MANY - first < 9 ? MANY - first : 9;
        ae_forward(parts, other, x + 7 * first, rows);
        sum += ae_backward_part(parts, other, x + 7 * first, first > 0, rows, MANY);
        assert_memory_equal(other->latent_gradient, pass->latent_gradient + 3 * first, rows * 3 * sizeof *x);
        assert_memory_equal(other->losses, pass->losses + first, rows * sizeof(double));
    }
    assert_memory_equal(parts->gradients, whole->gradients, bytes);
    assert_near(sum / MANY, loss, 1e-12);
    ae_pass_free(pass);
    ae_pass_free(other);
    ae_network_free(whole);
    ae_network_free(parts);
}

static void the_latent_gradient_alone_is_the_same(void **state) {
    (void)state;
    float x[MANY * 7];
    ae_network *network = medium_network(x);
    ae_pass *pass = new_pass(network, MANY), *other = new_pass(network, MANY);
    ae_forward(network, pass, x, MANY);
    double loss = ae_backward(network, pass, x, MANY);
    network->gradients[0] = 123;
    ae_forward(network, other, x, MANY);
    assert_near(ae_latent_gradient(network, other, x, MANY) / MANY, loss, 1e-12);
    assert_memory_equal(other->latent_gradient, pass->latent_gradient, MANY * 3 * sizeof *x);
    assert_memory_equal(other->losses, pass->losses, MANY * sizeof(double));
    assert_true(network->gradients[0] == 123); // no parameter's gradient is touched
    ae_pass_free(pass);
    ae_pass_free(other);
    ae_network_free(network);
}

static void forward_matches_double_precision(void **state) {
    (void)state;
    float x[MANY * 7];
    ae_network *network = medium_network(x);
    ae_pass *pass = new_pass(network, MANY);
    double *parameters = in_double(network);
    const float *outputs = ae_forward(network, pass, x, MANY);
    for (size_t b = 0; b < MANY; b++) {
        double values[REFERENCE_WIDTH];
        widen_numbers(values, x + 7 * b, 7);
        reference_run(network, parameters, 0, 5, values);
        for (size_t c = 0; c < 7; c++) assert_near(outputs[7 * b + c], values[c], 2e-6);
    }
    free(parameters);
    ae_pass_free(pass);
    ae_network_free(network);
}

static void places_cover_the_parameters_without_a_gap(void **state) {
    (void)state;
    ae_network *network = new_network(MEDIUM);
    size_t next = 0, inputs = 7;
    for (int l = 0; l < 6; l++) {
        size_t outputs = (size_t)MEDIUM.layers[l].units;
        assert_int_equal(network->places[l].inputs, inputs);
        assert_int_equal(network->places[l].outputs, outputs);
        assert_int_equal(network->places[l].weights, next);
        assert_int_equal(network->places[l].bias, next + inputs * outputs);
        next += inputs * outputs + outputs;
        inputs = outputs;
    }
    assert_int_equal(network->parameter_count, next);
    for (size_t k = 0; k < next; k++) assert_true(network->parameters[k] == 0);
    ae_network_free(network);
}

// ---- what is refused ------------------------------------------------------------------------------------------------

static void assert_refused(ae_network_desc desc, const char *part, const char *value) {
    ae_network *network = (ae_network *)&desc;
    ae_error error = {0};
    assert_int_equal(ae_network_new(&network, &desc, &error), AE_BAD_VALUE);
    assert_null(network);
    assert_int_equal(error.status, AE_BAD_VALUE);
    assert_holds(error.detail, part);
    assert_holds(error.detail, value);
    assert_int_equal(ae_network_new(&network, &desc, NULL), AE_BAD_VALUE); // no error to fill is fine
    assert_null(network);
}

#define ASSERT_REFUSED(field, wrong, part, value)                                                                      \
    do {                                                                                                               \
        ae_network_desc desc = SMALL;                                                                                  \
        desc.field = wrong;                                                                                            \
        assert_refused(desc, part, value);                                                                             \
    } while (0)

static void sizes_out_of_range_are_named(void **state) {
    (void)state;
    ASSERT_REFUSED(inputs, 0, "inputs", "is 0");
    ASSERT_REFUSED(inputs, -3, "inputs", "is -3");
    ASSERT_REFUSED(inputs, AE_MAX_UNITS + 1, "inputs", "is 65537");
    ASSERT_REFUSED(layers[0].units, 0, "layers[0].units", "is 0");
    ASSERT_REFUSED(layers[2].units, -1, "layers[2].units", "is -1");
    ASSERT_REFUSED(layers[4].units, INT_MIN, "layers[4].units", "is -2147483648");
    ASSERT_REFUSED(layers[5].units, INT_MAX, "layers[5].units", "is 2147483647");
}

static void layer_counts_out_of_range_are_named(void **state) {
    (void)state;
    ASSERT_REFUSED(layer_count, 0, "layer_count", "is 0");
    ASSERT_REFUSED(layer_count, 1, "layer_count", "is 1");
    ASSERT_REFUSED(layer_count, AE_MAX_LAYERS + 1, "layer_count", "is 17");
    ASSERT_REFUSED(layer_count, INT_MAX, "layer_count", "is 2147483647");
}

static void unknown_activations_are_named(void **state) {
    (void)state;
    ASSERT_REFUSED(layers[1].activation, AE_ACTIVATION_COUNT, "layers[1].activation", "is 4");
    ASSERT_REFUSED(layers[3].activation, (ae_activation)-1, "layers[3].activation", "is -1");
}

static void a_latent_layer_out_of_range_is_named(void **state) {
    (void)state;
    ASSERT_REFUSED(latent, -1, "latent", "is -1");
    ASSERT_REFUSED(latent, 5, "latent", "is 5"); // the last layer is the output
    ASSERT_REFUSED(latent, 6, "latent", "is 6");
}

static void a_last_layer_that_does_not_rebuild_the_input_is_named(void **state) {
    (void)state;
    ASSERT_REFUSED(layers[5].units, 4, "layers[5].units", "is 4");
    ASSERT_REFUSED(inputs, 4, "inputs", "is 4");
    ASSERT_REFUSED(layer_count, 5, "layers[4].units", "is 5");
}

static void too_many_parameters_are_refused(void **state) {
    (void)state;
    ae_network_desc desc = SMALL;
    desc.layers[0].units = desc.layers[1].units = AE_MAX_UNITS;
    assert_refused(desc, "layers", "parameters");
    for (int l = 0; l < 5; l++) desc.layers[l].units = AE_MAX_UNITS; // 2^34: more than 32 bits hold
    assert_refused(desc, "layers", "parameters");
}

static void the_longest_network_is_accepted(void **state) {
    (void)state;
    ae_network_desc desc = {.inputs = 1, .layer_count = AE_MAX_LAYERS, .latent = AE_MAX_LAYERS - 2};
    for (int l = 0; l < AE_MAX_LAYERS; l++) desc.layers[l].units = 1;
    ae_network_free(new_network(desc));
    ae_network_free(NULL);
}

static void row_counts_of_a_pass_out_of_range_are_named(void **state) {
    (void)state;
    static const int wrong[] = {0, -1, AE_MAX_ROWS + 1, INT_MAX, INT_MIN};
    ae_network *network = new_network(SMALL);
    for (int k = 0; k < 5; k++) {
        ae_pass *pass = (ae_pass *)network;
        ae_error error = {0};
        assert_int_equal(ae_pass_new(&pass, network, wrong[k], &error), AE_BAD_VALUE);
        assert_null(pass);
        assert_holds(error.detail, "rows");
    }
    ae_pass_free(NULL);
    ae_network_free(network);
}

static void details_are_cut_to_fit(void **state) {
    (void)state;
    struct {
        ae_error error;
        char after[16];
    } held;
    memset(&held, '#', sizeof held);
    char long_name[300];
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_int_equal(ae_fail(&held.error, AE_BAD_DATA, "%d: %s", INT_MIN, long_name), AE_BAD_DATA);
    assert_int_equal(held.error.status, AE_BAD_DATA);
    assert_int_equal(strlen(held.error.detail), sizeof held.error.detail - 1);
    assert_memory_equal(held.error.detail, "-2147483648: xx", 15);
    for (size_t k = 0; k < sizeof held.after; k++) assert_int_equal(held.after[k], '#');
    ae_fail(&held.error, AE_BAD_VALUE, "%s is %d%%", "rate", 0);
    assert_string_equal(held.error.detail, "rate is 0%%"); // %d and %s alone
}

// ---- initial weights ------------------------------------------------------------------------------------------------

static const ae_network_desc WIDE = {
    .inputs = 90, .layer_count = 3, .layers = {{200, AE_TANH}, {120, AE_LINEAR}, {90, AE_LINEAR}}, .latent = 1};

static void check_initialisation(ae_initialisation how) {
    ae_network *network = new_network(WIDE);
    for (size_t k = 0; k < network->parameter_count; k++) network->parameters[k] = NAN; // all are to be written
    ae_network_init(network, how, 4);
    for (int l = 0; l < 3; l++) {
        ae_layer_place place = network->places[l];
        size_t n = place.inputs * place.outputs;
        double fan = (double)(place.inputs + place.outputs), limit = sqrt(6 / fan), sum = 0, squares = 0, most = 0;
        for (size_t k = 0; k < n; k++) {
            double w = network->parameters[place.weights + k];
            sum += w;
            squares += w * w;
            most = fmax(most, fabs(w));
        }
        assert_near(sum / (double)n, 0, 0.03 * limit);
        assert_near(squares / (double)n, 2 / fan, 0.04 * 2 / fan);
        if (how == AE_GLOROT_UNIFORM) // reaches for the bounds, and no farther but for rounding
            assert_near(most / limit, 0.9995, 0.0005001);
        else // four deviations and more among 10,000
            assert_true(most > 3.5 * sqrt(2 / fan) && most < 6 * sqrt(2 / fan));
        for (size_t o = 0; o < place.outputs; o++) assert_true(network->parameters[place.bias + o] == 0);
    }
    ae_network_free(network);
}

static void glorot_uniform_has_its_bounds_and_variance(void **state) {
    (void)state;
    check_initialisation(AE_GLOROT_UNIFORM);
}

static void glorot_normal_has_its_variance(void **state) {
    (void)state;
    check_initialisation(AE_GLOROT_NORMAL);
}

static void the_same_seed_gives_the_same_weights(void **state) {
    (void)state;
    ae_network *a = new_network(MEDIUM), *b = new_network(MEDIUM);
    size_t bytes = a->parameter_count * sizeof(float);
    for (int how = 0; how < AE_INITIALISATION_COUNT; how++) {
        ae_network_init(a, (ae_initialisation)how, 11);
        ae_network_init(b, (ae_initialisation)how, 12);
        assert_memory_not_equal(a->parameters, b->parameters, bytes);
        ae_network_init(b, (ae_initialisation)how, 11);
        assert_memory_equal(a->parameters, b->parameters, bytes);
    }
    ae_network_free(a);
    ae_network_free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_match_central_differences),
        cmocka_unit_test(gradients_towards_something_else_match_central_differences),
        cmocka_unit_test(latent_gradient_matches_central_differences),
        cmocka_unit_test(latent_gradient_is_right_throughout_a_training_run),
        cmocka_unit_test(decoding_the_codes_gives_the_outputs),
        cmocka_unit_test(encoding_gives_the_codes),
        cmocka_unit_test(a_batch_equals_its_rows_one_by_one),
        cmocka_unit_test(a_batch_in_parts_has_the_same_gradients),
        cmocka_unit_test(the_latent_gradient_alone_is_the_same),
        cmocka_unit_test(forward_matches_double_precision),
        cmocka_unit_test(places_cover_the_parameters_without_a_gap),
        cmocka_unit_test(sizes_out_of_range_are_named),
        cmocka_unit_test(layer_counts_out_of_range_are_named),
        cmocka_unit_test(unknown_activations_are_named),
        cmocka_unit_test(a_latent_layer_out_of_range_is_named),
        cmocka_unit_test(a_last_layer_that_does_not_rebuild_the_input_is_named),
        cmocka_unit_test(too_many_parameters_are_refused),
        cmocka_unit_test(the_longest_network_is_accepted),
        cmocka_unit_test(row_counts_of_a_pass_out_of_range_are_named),
        cmocka_unit_test(details_are_cut_to_fit),
        cmocka_unit_test(glorot_uniform_has_its_bounds_and_variance),
        cmocka_unit_test(glorot_normal_has_its_variance),
        cmocka_unit_test(the_same_seed_gives_the_same_weights),
    };
    return cmocka_run_group_tests_name("network", tests, NULL, NULL);
}
