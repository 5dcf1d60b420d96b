// SPDX-License-Identifier: MIT
// Model files: what is written is read again, and whatever is wrong with a file is refused by name, with nothing lost
// (LeakSanitizer, in the sanitize build). TensorFlow.js's own files are read in tests/cli/tensorflow.test.js.
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"

static const ae_network_desc NETWORK = {.inputs = 3,
                                        .layer_count = 4,
                                        .layers = {{5, AE_TANH}, {2, AE_LINEAR}, {4, AE_RELU}, {3, AE_SIGMOID}},
                                        .latent = 1};

static ae_model *new_model(const ae_network_desc *desc) {
    ae_model *model = calloc(1, sizeof *model);
    assert_int_equal(ae_network_new(&model->network, desc, NULL), AE_OK);
    ae_network_init(model->network, AE_GLOROT_UNIFORM, 7);
    for (size_t k = 0; k < model->network->parameter_count; k++)
        model->network->parameters[k] += 0.01f * (float)(k % 7);
    model->encoder = model->decoder = true;
    return model;
}

static ae_model_bytes written(const ae_model *model, ae_precision precision) {
    ae_model_bytes bytes;
    const ae_model_format format = {.precision = precision, .weights = "weights.bin"};
    assert_int_equal(ae_model_write(&bytes, model, &format, NULL), AE_OK);
    assert_int_equal(strlen(bytes.json), bytes.json_size);
    return bytes;
}

static ae_status read_bytes(ae_model **model, const ae_model_bytes *bytes, ae_error *error) {
    return ae_model_read(model, bytes->json, bytes->json_size, bytes->weights, bytes->size, error);
}

// ---- there and back -------------------------------------------------------------------------------------------------

static void float32_comes_back_bit_by_bit(void **state) {
    (void)state;
    ae_model *model = new_model(&NETWORK), *again;
    ae_model_bytes bytes = written(model, AE_FLOAT32);
    assert_int_equal(read_bytes(&again, &bytes, NULL), AE_OK);
    assert_true(again->encoder && again->decoder);
    assert_int_equal(again->network->parameter_count, model->network->parameter_count);
    assert_memory_equal(again->network->parameters, model->network->parameters,
                        model->network->parameter_count * sizeof(float));
    for (int l = 0; l < NETWORK.layer_count; l++) {
        assert_int_equal(again->network->desc.layers[l].units, NETWORK.layers[l].units);
        assert_int_equal(again->network->desc.layers[l].activation, NETWORK.layers[l].activation);
    }
    assert_int_equal(again->network->desc.latent, NETWORK.latent);
    ae_model_bytes twice = written(again, AE_FLOAT32);
    assert_string_equal(twice.json, bytes.json);
    assert_memory_equal(twice.weights, bytes.weights, bytes.size);
    ae_model_bytes_free(&bytes);
    ae_model_bytes_free(&twice);
    ae_model_free(model);
    ae_model_free(again);
}

// The largest difference of any weight, there and back.
static float loss_of(ae_model *model, ae_precision precision) {
    ae_model *again;
    ae_model_bytes bytes = written(model, precision);
    assert_int_equal(read_bytes(&again, &bytes, NULL), AE_OK);
    float most = 0;
    for (size_t k = 0; k < model->network->parameter_count; k++) {
        const float difference = fabsf(again->network->parameters[k] - model->network->parameters[k]);
        if (!(difference <= most)) most = difference;
    }
    ae_model_bytes_free(&bytes);
    ae_model_free(again);
    return most;
}

static void fewer_bits_lose_half_a_step_at_most(void **state) {
    (void)state;
    ae_model *model = new_model(&NETWORK);
    float least = 0, most = 0;
    for (size_t k = 0; k < model->network->parameter_count; k++) {
        least = fminf(least, model->network->parameters[k]);
        most = fmaxf(most, model->network->parameters[k]);
    }
    const float range = most - least, size = fmaxf(most, -least);
    assert_true(loss_of(model, AE_UINT8) <= range / 255 * 0.501f);
    assert_true(loss_of(model, AE_UINT16) <= range / 65535 * 0.501f + 1e-7f);
    assert_true(loss_of(model, AE_FLOAT16) <= size / 2048);
    assert_true(loss_of(model, AE_UINT8) > 0 && loss_of(model, AE_UINT16) > 0 && loss_of(model, AE_FLOAT16) > 0);
    ae_model_free(model);
}

static void every_float16_comes_back(void **state) {
    (void)state;
    ae_model *model = new_model(&NETWORK);
    float *first = model->network->parameters;
    const float exact[] = {0, -0.0f, 1, -2, 65504, 6.103515625e-5f, 5.9604644775390625e-8f, 0.333251953125f};
    const float given[] = {1.00048828125f, 1.00146484375f, 65519, 2.98e-8f, 1e-30f}; // between two
    const float rounded[] = {1, 1.001953125f, 65504, 0, 0}; // to the even one, and to the nearest
    memcpy(first, exact, sizeof exact);
    memcpy(first + 8, given, sizeof given);
    ae_model *again;
    ae_model_bytes bytes = written(model, AE_FLOAT16);
    assert_int_equal(read_bytes(&again, &bytes, NULL), AE_OK);
    assert_memory_equal(again->network->parameters, exact, sizeof exact);
    assert_memory_equal(again->network->parameters + 8, rounded, sizeof rounded);
    ae_model_bytes_free(&bytes);
    ae_model_free(again);
    ae_error error;
    const ae_model_format format = {.precision = AE_FLOAT16, .weights = "w"};
    first[3] = 65520; // rounds to infinity
    assert_int_equal(ae_model_write(&bytes, model, &format, &error), AE_BAD_VALUE);
    assert_holds(error.detail, "layer 1");
    first[3] = NAN;
    assert_int_equal(ae_model_write(&bytes, model, &format, &error), AE_BAD_VALUE);
    ae_model_free(model);
}

static void quantised_weights_of_any_size_are_near(void **state) {
    (void)state;
    ae_model *model = new_model(&NETWORK);
    const float sizes[] = {1e-30f, 1e-9f, 1, 1e9f, 1e14f};
    for (int k = 0; k < 5; k++) {
        for (size_t j = 0; j < 15; j++) model->network->parameters[j] = sizes[k] * ((float)j / 7 - 1);
        ae_model *again;
        ae_model_bytes bytes = written(model, AE_UINT16);
        assert_int_equal(read_bytes(&again, &bytes, NULL), AE_OK);
        for (size_t j = 0; j < 15; j++)
            assert_near(again->network->parameters[j], model->network->parameters[j], sizes[k] / 30000 + 1.1e-15f);
        ae_model_bytes_free(&bytes);
        ae_model_free(again);
    }
    model->network->parameters[0] = 1e38f;
    ae_model_bytes bytes;
    ae_error error;
    assert_int_equal(ae_model_write(&bytes, model, &(ae_model_format){AE_UINT8, "w", NULL}, &error), AE_BAD_VALUE);
    ae_model_free(model);
}

static void halves_and_the_whole_are_the_same_network(void **state) {
    (void)state;
    ae_model *model = new_model(&NETWORK), *encoder, *decoder, *joined;
    const float x[3] = {0.3f, -0.2f, 0.9f};
    for (int half = 0; half < 2; half++) {
        model->encoder = half == 0;
        model->decoder = half == 1;
        ae_model_bytes bytes = written(model, AE_FLOAT32);
        assert_int_equal(read_bytes(half ? &decoder : &encoder, &bytes, NULL), AE_OK);
        ae_model_bytes_free(&bytes);
    }
    assert_true(encoder->encoder && !encoder->decoder && !decoder->encoder && decoder->decoder);
    assert_int_equal(ae_model_join(&joined, encoder, decoder, NULL), AE_OK);
    ae_pass *one, *two;
    assert_int_equal(ae_pass_new(&one, model->network, 1, NULL), AE_OK);
    assert_int_equal(ae_pass_new(&two, joined->network, 1, NULL), AE_OK);
    assert_memory_equal(ae_forward(model->network, one, x, 1), ae_forward(joined->network, two, x, 1), sizeof x);
    ae_error error;
    ae_model *none;
    assert_int_equal(ae_model_join(&none, decoder, decoder, &error), AE_BAD_VALUE);
    assert_holds(error.detail, "no encoder");
    assert_int_equal(ae_model_join(&none, encoder, encoder, &error), AE_BAD_VALUE);
    assert_holds(error.detail, "no decoder");
    ae_pass_free(one);
    ae_pass_free(two);
    ae_model_free(model);
    ae_model_free(encoder);
    ae_model_free(decoder);
    ae_model_free(joined);
}

// A code of more numbers than the input has: the widths alone would take one half for the other.
static void halves_of_a_wide_code_are_told_by_their_names(void **state) {
    (void)state;
    const ae_network_desc desc = {.inputs = 3, .layer_count = 2, .layers = {{5, AE_TANH}, {3, AE_LINEAR}}};
    ae_model *model = new_model(&desc), *halves[2], *joined;
    for (int half = 0; half < 2; half++) {
        model->encoder = half == 0;
        model->decoder = half == 1;
        ae_model_bytes bytes = written(model, AE_FLOAT32);
        assert_int_equal(read_bytes(&halves[half], &bytes, NULL), AE_OK);
        ae_model_bytes_free(&bytes);
        assert_int_equal(halves[half]->encoder, half == 0);
        assert_int_equal(halves[half]->decoder, half == 1);
    }
    assert_int_equal(ae_model_join(&joined, halves[0], halves[1], NULL), AE_OK);
    assert_int_equal(joined->network->parameter_count, model->network->parameter_count);
    assert_memory_equal(joined->network->parameters, model->network->parameters,
                        model->network->parameter_count * sizeof(float));
    ae_model_free(model);
    ae_model_free(halves[0]);
    ae_model_free(halves[1]);
    ae_model_free(joined);
}

static void the_decoder_may_have_a_file_of_its_own(void **state) {
    (void)state;
    ae_model *model = new_model(&NETWORK), *again;
    ae_model_bytes bytes;
    const ae_model_format format = {AE_UINT8, "encoder/weights.bin", "decoder/weights.bin"};
    assert_int_equal(ae_model_write(&bytes, model, &format, NULL), AE_OK);
    assert_int_equal(bytes.encoder_size, 3 * 5 + 5 + 5 * 2 + 2);
    ae_model_list *files;
    assert_int_equal(ae_model_files(&files, bytes.json, bytes.json_size, NULL), AE_OK);
    assert_int_equal(files->count, 2);
    assert_string_equal(files->names[0], "encoder/weights.bin");
    assert_string_equal(files->names[1], "decoder/weights.bin");
    assert_int_equal(read_bytes(&again, &bytes, NULL), AE_OK);
    ae_model_list_free(files);
    ae_model_bytes_free(&bytes);
    ae_model_free(again);
    ae_model_free(model);
}

// ---- what others write ----------------------------------------------------------------------------------------------

// Weights of ones and so on: 2 x 1 kernel, bias, 1 x 2 kernel, bias.
static const float ONES[7] = {1, 2, 3, 4, 5, 6, 7};

#define MANIFEST                                                                                                       \
    "\"weightsManifest\":[{\"paths\":[\"a\",\"b/c\"],\"weights\":["                                                    \
    "{\"name\":\"one/kernel\",\"shape\":[2,1],\"dtype\":\"float32\"},"                                                 \
    "{\"name\":\"one/bias\",\"shape\":[1],\"dtype\":\"float32\"}]},"                                                   \
    "{\"paths\":[\"d\"],\"weights\":["                                                                                 \
    "{\"name\":\"two/kernel\",\"shape\":[1,2],\"dtype\":\"float32\"},"                                                 \
    "{\"name\":\"two/bias\",\"shape\":[2],\"dtype\":\"float32\"}]}]"
#define DENSE(name, units, more)                                                                                       \
    "{\"class_name\":\"Dense\",\"config\":{\"name\":\"" name "\",\"units\":" units more "}}"
#define INPUT(name) "{\"class_name\":\"InputLayer\",\"config\":{\"batch_input_shape\":[null,2],\"name\":\"" name "\"}}"
#define SEQUENTIAL(layers)                                                                                             \
    "{\"modelTopology\":{\"class_name\":\"Sequential\",\"config\":{\"name\":\"s\",\"layers\":[" layers "]}}," MANIFEST \
    "}"
#define NODE(name, kind, config, source)                                                                               \
    "{\"name\":\"" name "\",\"class_name\":\"" kind "\",\"config\":{\"name\":\"" name "\"" config                      \
    "},\"inbound_nodes\":[" source "]}"
#define FROM(name) "[[\"" name "\",0,0,{}]]"

static ae_status read_text(ae_model **model, const char *json, ae_error *error) {
    return ae_model_read(model, json, strlen(json), (const unsigned char *)ONES, sizeof ONES, error);
}

static void expect_chain(const char *json, ae_activation first, ae_activation second) {
    ae_model *model;
    ae_error error;
    if (read_text(&model, json, &error)) fail_msg("%s", error.detail);
    assert_true(model->encoder && model->decoder);
    assert_int_equal(model->network->desc.latent, 0);
    assert_int_equal(model->network->desc.layers[0].activation, first);
    assert_int_equal(model->network->desc.layers[1].activation, second);
    assert_memory_equal(model->network->parameters, ONES, sizeof ONES);
    ae_model_free(model);
}

static void models_of_keras_are_read(void **state) {
    (void)state;
    expect_chain(SEQUENTIAL(DENSE("one", "1", ",\"batch_input_shape\":[null,2]") "," DENSE("two", "2", "")), AE_LINEAR,
                 AE_LINEAR);
    // With an input layer, activations as layers and as fields, dropout
    expect_chain(
        SEQUENTIAL(INPUT("in") "," DENSE(
            "one", "1",
            ",\"activation\":\"relu\"") ","
                                        "{\"class_name\":\"Dropout\",\"config\":{\"name\":\"d\",\"rate\":0.5}}," DENSE(
                                            "two", "2", ",\"activation\":\"linear\"") ","
                                                                                      "{\"class_name\":\"Activation\","
                                                                                      "\"config\":{\"name\":\"a\","
                                                                                      "\"activation\":\"sigmoid\"}}"),
        AE_RELU, AE_SIGMOID);
    // Functional, its layers in another order than the chain's, inside of Keras's wrapping
    expect_chain(
        "{\"format\":\"layers-model\",\"modelTopology\":{\"keras_version\":\"2.15.0\",\"backend\":\"tensorflow\","
        "\"model_config\":{\"class_name\":\"Functional\",\"config\":{\"name\":\"f\",\"layers\":[" NODE(
            "two", "Dense", ",\"units\":2,\"activation\":\"tanh\"",
            FROM("one")) "," NODE("in", "InputLayer", ",\"batch_input_shape\":[null,2]",
                                  "") "," NODE("one", "Dense", ",\"units\":1", FROM("in")) "]}}}," MANIFEST "}",
        AE_LINEAR, AE_TANH);
    // Models within a model
    expect_chain(
        SEQUENTIAL("{\"class_name\":\"Sequential\",\"config\":{\"name\":\"encoder\",\"layers\":[" INPUT("in") "," DENSE(
            "one", "1", "") "]}},"
                            "{\"class_name\":\"Functional\",\"config\":{\"name\":\"decoder\",\"layers\":[" NODE(
                                "z", "InputLayer", ",\"batch_input_shape\":[null,1]",
                                "") "," NODE("two", "Dense", ",\"units\":2", FROM("z")) "]}}"),
        AE_LINEAR, AE_LINEAR);
    // The layers alone, as the oldest Keras has them
    expect_chain("{\"modelTopology\":{\"class_name\":\"Sequential\",\"config\":[" INPUT("in") "," DENSE(
                     "one", "1", "") "," DENSE("two", "2", "") "]}," MANIFEST "}",
                 AE_LINEAR, AE_LINEAR);
}

static void a_missing_bias_is_zero(void **state) {
    (void)state;
#define BARE(name, units) DENSE(name, units, ",\"use_bias\":false")
    const char *json = "{\"modelTopology\":{\"class_name\":\"Sequential\",\"config\":[" INPUT("in") "," BARE(
        "one", "1") "," BARE("two", "2") "]},"
                                         "\"weightsManifest\":[{\"paths\":[\"a\"],\"weights\":["
                                         "{\"name\":\"x/one/kernel\",\"shape\":[2,1],\"dtype\":\"float32\"},"
                                         "{\"name\":\"x/two/kernel\",\"shape\":[1,2],\"dtype\":\"float32\"}]}]}";
    ae_model *model;
    assert_int_equal(ae_model_read(&model, json, strlen(json), (const unsigned char *)ONES, 16, NULL), AE_OK);
    const float wanted[7] = {1, 2, 0, 3, 4, 0, 0};
    assert_memory_equal(model->network->parameters, wanted, sizeof wanted);
    ae_model_free(model);
}

// ---- refusals -------------------------------------------------------------------------------------------------------

static const char GOOD[] = SEQUENTIAL(
    INPUT("in") "," DENSE("one", "1", ",\"use_bias\":true,\"activation\":\"tanh\"") "," DENSE("two", "2", ""));

// GOOD with one text in it replaced by another.
static char *replaced(const char *from, const char *to) {
    static char text[4096];
    const char *at = strstr(GOOD, from);
    if (!at) fail_msg("there is no %s", from);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - GOOD), GOOD, to, at + strlen(from));
    return text;
}

static void refuse(const char *json, const char *part) {
    ae_model *model = (ae_model *)&json;
    ae_error error = {0};
    if (!read_text(&model, json, &error)) fail_msg("was read: %s", json);
    assert_null(model);
    if (!strstr(error.detail, part)) fail_msg("\"%s\" does not hold \"%s\" of %s", error.detail, part, json);
}

static void what_cannot_be_read_is_refused_by_name(void **state) {
    (void)state;
    expect_chain(GOOD, AE_TANH, AE_LINEAR);
    const char *const cases[][3] = {
        {"\"Sequential\"", "\"Conv\"", "Conv"},
        {"\"Sequential\"", "7", "class_name is missing"},
        {"\"modelTopology\"", "\"x\"", "modelTopology is missing"},
        {"\"layers\"", "\"x\"", "config.layers is missing"},
        {"\"InputLayer\"", "\"LSTM\"", "layer in is of class LSTM"},
        {"\"InputLayer\"", "3", "layer in: class_name is missing"},
        {"\"Dense\"", "\"Conv2D\"", "layer one is of class Conv2D"},
        {"\"config\":{\"name\":\"one\"", "\"config\":{\"x\":\"one\"", "class Dense has no name"},
        {"\"name\":\"two\"", "\"name\":\"one\"", "layer one: there is another layer"},
        {"\"units\":1", "\"units\":0", "layer one: units"},
        {"\"units\":1", "\"units\":1.5", "layer one: units"},
        {"\"units\":1", "\"units\":-1", "layer one: units"},
        {"\"units\":1", "\"units\":1e99", "layer one: units"},
        {"\"units\":1", "\"units\":\"1\"", "layer one: units"},
        {"\"units\":1", "\"x\":1", "layer one: units"},
        {"\"units\":1", "\"units\":3", "weight one/kernel"},
        {"\"use_bias\":true", "\"use_bias\":1", "layer one: use_bias"},
        {"\"use_bias\":true", "\"use_bias\":false", "weight one/bias belongs to no layer"},
        {"\"tanh\"", "\"gelu\"", "layer one: the activation gelu"},
        {"\"tanh\"", "{}", "layer one: activation must be a name"},
        {"[null,2]", "[null,null]", "layer in: batch_input_shape"},
        {"[null,2]", "[null,28,28]", "layer in: batch_input_shape"},
        {"[null,2]", "2", "layer in: batch_input_shape"},
        {"\"batch_input_shape\"", "\"x\"", "layer one: batch_input_shape is missing"},
        {"\"weightsManifest\"", "\"x\"", "weightsManifest is missing"},
        {"\"weights\"", "\"x\"", "weights is missing"},
        {"\"one/kernel\"", "\"uno/kernel\"", "weight one/kernel is missing"},
        {"\"one/bias\"", "\"one/kernel\"", "weight one/kernel: there is another"},
        {"\"one/kernel\"", "9", "a weight has no name"},
        {"\"shape\":[2,1]", "\"shape\":[1,2]", "weight one/kernel: its shape"},
        {"\"shape\":[2,1]", "\"shape\":[2]", "weight one/kernel: its shape"},
        {"\"shape\":[2,1]", "\"shape\":[2,1,1]", "weight one/kernel: shape"},
        {"\"shape\":[2,1]", "\"shape\":[2,-1]", "weight one/kernel: shape"},
        {"\"float32\"", "\"float32\",\"quantization\":{\"dtype\":\"float16\"}",
         "have 28 bytes, but model.json asks for 24"},
        {"\"shape\":[2,1]", "\"x\":[2,1]", "weight one/kernel: shape"},
        {"\"float32\"", "\"int32\"", "weight one/kernel: dtype is int32"},
        {"\"float32\"", "4", "weight one/kernel: dtype is missing"},
        {"\"float32\"", "\"float32\",\"quantization\":{\"dtype\":\"uint4\"}", "weight one/kernel: quantization.dtype"},
        {"\"float32\"", "\"float32\",\"quantization\":{\"dtype\":\"uint8\",\"min\":0}",
         "weight one/kernel: quantization.min"},
        {"\"float32\"", "\"float32\",\"quantization\":{\"dtype\":\"uint8\",\"min\":0,\"scale\":1e999}", "one/kernel"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) refuse(replaced(cases[k][0], cases[k][1]), cases[k][2]);
    refuse("", "no JSON");
    refuse("[]", "no JSON object");
    refuse("{} {}", "no JSON object");
    refuse("{}", "modelTopology is missing");
    refuse(SEQUENTIAL(""), "no Dense");
    refuse(SEQUENTIAL(INPUT("in") "," DENSE(
               "one", "1", "") ",{\"class_name\":\"Activation\",\"config\":{\"name\":\"a\",\"activation\":\"tanh\"}},"
                               "{\"class_name\":\"Activation\",\"config\":{\"name\":\"b\",\"activation\":\"tanh\"}}"),
           "layer b: a second activation");
}

// Where the value at `at` ends: JSON without blanks, and without escapes in its strings.
static const char *after_value(const char *at) {
    int depth = 0;
    for (bool quoted = false;; at++) {
        if (*at == '"') quoted = !quoted;
        if (!quoted && !depth && (*at == ',' || *at == '}' || *at == ']')) return at;
        if (!quoted) depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
    }
}

// Whether GOOD is good without this field, or with null (its type is not looked at here).
static bool may_be_without(const char *key, bool null) {
    if (!strncmp(key, "\"activation\"", 12)) return true;
    return !null && !strncmp(key, "\"use_bias\"", 10);
}

// GOOD once for each of its fields, which is missing in it or has a value of another type. The name of the model is
// nobody's business.
static void each_field_missing_or_of_another_type_is_refused(void **state) {
    (void)state;
    const char *const values[] = {NULL, "null", "true", "7", "\"x\"", "[]", "{}"};
    static char text[sizeof GOOD + 16];
    int fields = 0, refused = 0;
    for (const char *colon = strchr(GOOD, ':'); colon; colon = strchr(colon + 1, ':')) {
        const char *key = colon - 2, *after = after_value(colon + 1);
        while (*key != '"') key--;
        if (!strncmp(key, "\"name\":\"s\"", 10)) continue;
        fields++;
        for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
            const char *value = values[k];
            if (!value)
                snprintf(text, sizeof text, "%.*s\"-%s", (int)(key - GOOD), GOOD, key + 1);
            else if (*value == colon[1] || (*value == '7' && colon[1] >= '0' && colon[1] <= '9'))
                continue; // no other type
            else
                snprintf(text, sizeof text, "%.*s%s%s", (int)(colon + 1 - GOOD), GOOD, value, after);
            ae_model *model = NULL;
            ae_model_list *files;
            ae_error error = {0};
            ae_status status = ae_model_files(&files, text, strlen(text), &error);
            ae_model_list_free(files);
            if (!status) status = read_text(&model, text, &error);
            ae_model_free(model);
            const bool fine = (!value || *value == 'n') && may_be_without(key, value);
            if (status != (fine ? AE_OK : AE_BAD_DATA) || !*error.detail != fine)
                fail_msg("%.20s… with %s: status %d, \"%s\"", key, value ? value : "another name", (int)status,
                         error.detail);
            refused += !fine;
        }
    }
    assert_int_equal(fields, 35);
    assert_int_equal(refused, 35 * 6 - 3);
}

#define FUNCTIONAL(layers)                                                                                             \
    "{\"modelTopology\":{\"class_name\":\"Functional\",\"config\":{\"name\":\"f\",\"layers\":[" layers "]}}," MANIFEST \
    "}"

static void branches_are_refused(void **state) {
    (void)state;
    refuse(FUNCTIONAL(NODE("in", "InputLayer", ",\"batch_input_shape\":[null,2]", "") "," NODE(
               "one", "Dense", ",\"units\":1", FROM("in")) "," NODE("two", "Dense", ",\"units\":2", FROM("in"))),
           "layer two: a branch");
    refuse(FUNCTIONAL(NODE("in", "InputLayer", ",\"batch_input_shape\":[null,2]",
                           "") "," NODE("on", "InputLayer", ",\"batch_input_shape\":[null,2]", "")),
           "layer on: a second input");
    refuse(FUNCTIONAL(NODE("in", "InputLayer", ",\"batch_input_shape\":[null,2]",
                           "") "," NODE("one", "Dense", ",\"units\":1", "[[\"in\",0,0,{}],[\"in\",0,0,{}]]")),
           "layer one: inbound_nodes");
    refuse(FUNCTIONAL(NODE("in", "InputLayer", ",\"batch_input_shape\":[null,2]",
                           FROM("one")) "," NODE("one", "Dense", ",\"units\":1", FROM("in"))),
           "only 0 of 2");
    refuse(FUNCTIONAL(NODE("in", "InputLayer", ",\"batch_input_shape\":[null,2]",
                           "") "," NODE("one", "Dense", ",\"units\":1", FROM("one"))),
           "only 1 of 2");
}

static void a_weight_belongs_to_one_layer(void **state) {
    (void)state;
    // “a/one” has an array of its own, and that of “one” is missing
    refuse("{\"modelTopology\":{\"class_name\":\"Sequential\",\"config\":[" INPUT("in") "," DENSE(
               "a/one", "2", ",\"use_bias\":false") "," DENSE("one", "2",
                                                              ",\"use_bias\":false") "]},"
                                                                                     "\"weightsManifest\":[{\"paths\":["
                                                                                     "\"a\"],\"weights\":["
                                                                                     "{\"name\":\"a/one/"
                                                                                     "kernel\",\"shape\":[2,2],"
                                                                                     "\"dtype\":\"float32\"}]}]}",
           "weight a/one/kernel belongs to two layers");
}

// An Activation belongs to the Dense layer before it in its own model: else the code would be another one.
static void an_activation_is_not_for_another_model(void **state) {
    (void)state;
    const char *end = "{\"class_name\":\"Activation\",\"config\":{\"name\":\"a\",\"activation\":\"tanh\"}},";
    char text[4096];
    snprintf(text, sizeof text, "%s%s%s",
             "{\"modelTopology\":{\"class_name\":\"Sequential\",\"config\":[{\"class_name\":\"Sequential\",\"config\":{"
             "\"name\":\"encoder\",\"layers\":[" INPUT("in") "," DENSE(
                 "one", "1", "") "]}},"
                                 "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"decoder\",\"layers\":[",
             end, DENSE("two", "2", "") "]}}]}," MANIFEST "}");
    refuse(text, "layer a: there is no Dense layer");
}

// Before any memory is asked for: the file is small.
static void a_small_file_cannot_ask_for_much_memory(void **state) {
    (void)state;
    test_allocated_bytes = 0;
    refuse(SEQUENTIAL(
               "{\"class_name\":\"InputLayer\",\"config\":{\"batch_input_shape\":[null,9000],\"name\":\"in\"}}," DENSE(
                   "one", "9000", "") "," DENSE("two", "9000", "")),
           "weight one/kernel: its shape");
    assert_true(test_allocated_bytes < 1 << 20);
}

static void models_nested_without_end_are_refused(void **state) {
    (void)state;
    char text[4096] = "{\"modelTopology\":", end[256] = "";
    for (int k = 0; k < 20; k++) {
        strcat(text, "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"m\",\"layers\":[");
        strcat(end, "]}}");
    }
    strcat(strcat(text, end), "}");
    refuse(text, "nested too deep");
}

static void weights_that_are_not_finite_are_refused(void **state) {
    (void)state;
    const float wrong[] = {NAN, INFINITY, -INFINITY};
    for (int k = 0; k < 3; k++) {
        float weights[7];
        memcpy(weights, ONES, sizeof weights);
        weights[4] = wrong[k];
        ae_model *model;
        ae_error error;
        assert_int_equal(ae_model_read(&model, GOOD, strlen(GOOD), (unsigned char *)weights, sizeof weights, &error),
                         AE_BAD_DATA);
        assert_holds(error.detail, "weight two/kernel: number 2 is not finite");
    }
}

static void files_outside_of_the_folder_are_refused(void **state) {
    (void)state;
    const char *const paths[] = {"/etc/passwd", "../x", "a/../../x", "a/..", "c:\\x", "http://x", "a//b", ".", ""};
    ae_model_list *files;
    ae_error error;
    for (size_t k = 0; k < sizeof paths / sizeof *paths; k++) {
        char quoted[64];
        snprintf(quoted, sizeof quoted, "\"%s\"", strcmp(paths[k], "c:\\x") ? paths[k] : "c:\\\\x");
        const char *json = replaced("\"b/c\"", quoted);
        if (ae_model_files(&files, json, strlen(json), &error) != AE_BAD_DATA) fail_msg("%s was taken", paths[k]);
        assert_null(files);
        assert_holds(error.detail, "out of the model's folder");
    }
    const char *json = replaced("\"b/c\"", "3");
    assert_int_equal(ae_model_files(&files, json, strlen(json), &error), AE_BAD_DATA);
    assert_int_equal(ae_model_files(&files, GOOD, strlen(GOOD), &error), AE_OK);
    assert_int_equal(files->count, 3);
    assert_string_equal(files->names[1], "b/c");
    ae_model_list_free(files);
}

// ---- bombs, cuts, memory --------------------------------------------------------------------------------------------

static void a_hundred_megabytes_of_brackets_are_refused(void **state) {
    (void)state;
    const size_t size = 100 << 20;
    char *bomb = malloc(size);
    ae_model *model;
    ae_error error;
    for (int kind = 0; kind < 2; kind++) {
        memset(bomb, '[', size);
        for (size_t k = 1; kind && k + 2 < size; k += 3) memcpy(bomb + k, "[],", 3);
        assert_int_equal(ae_model_read(&model, bomb, size, NULL, 0, &error), AE_BAD_DATA);
        assert_int_equal(ae_model_read(&model, bomb, 4 << 20, NULL, 0, &error), AE_BAD_DATA);
        assert_holds(error.detail, "no JSON");
    }
    free(bomb);
}

// In a block of exactly that size, so that AddressSanitizer sees a byte read beyond it.
static void a_file_cut_at_any_byte_is_refused(void **state) {
    (void)state;
    ae_model *model = new_model(&NETWORK), *cut;
    ae_error error;
    ae_model_bytes bytes = written(model, AE_UINT8);
    for (size_t size = 0; size < bytes.json_size - 1; size++) { // but for the line end
        char *json = malloc(size + 1);
        char *exact = json + 1; // size 0 too is an address
        memcpy(exact, bytes.json, size);
        assert_int_not_equal(ae_model_read(&cut, exact, size, bytes.weights, bytes.size, &error), AE_OK);
        assert_null(cut);
        ae_model_list *files;
        assert_int_not_equal(ae_model_files(&files, exact, size, NULL), AE_OK);
        free(json);
    }
    for (size_t size = 0; size < bytes.size; size++) {
        unsigned char *weights = malloc(size + 1);
        memcpy(weights + 1, bytes.weights, size);
        assert_int_equal(ae_model_read(&cut, bytes.json, bytes.json_size, weights + 1, size, &error), AE_BAD_DATA);
        assert_holds(error.detail, "bytes");
        free(weights);
    }
    ae_model_bytes_free(&bytes);
    ae_model_free(model);
}

// Each byte of a file is another one: it is read, or it is refused, and nothing else happens.
static void a_file_with_any_wrong_byte_does_no_harm(void **state) {
    (void)state;
    const char others[] = {'"', '{', '}', '[', ']', '9', '-', 'x', '\\', '\0', ',', ':', 'n', (char)0xff};
    const size_t size = strlen(GOOD);
    char *json = malloc(size);
    int readable = 0;
    for (size_t k = 0; k < size; k++)
        for (size_t j = 0; j < sizeof others; j++) {
            memcpy(json, GOOD, size);
            json[k] = others[j];
            ae_model *model;
            if (!ae_model_read(&model, json, size, (const unsigned char *)ONES, sizeof ONES, NULL)) readable++;
            ae_model_free(model);
        }
    assert_true(readable > 0); // e.g. in the name of the model
    free(json);
}

static void memory_may_run_out_at_any_time(void **state) {
    (void)state;
    ae_model *model = new_model(&NETWORK);
    ae_model_bytes bytes = written(model, AE_FLOAT32), none;
    bool done = false;
    for (int k = 1; !done; k++) {
        ae_model *again;
        ae_model_list *files = NULL;
        test_fail_allocation = k;
        const bool written_again = !ae_model_write(&none, model, &(ae_model_format){.weights = "w"}, NULL);
        if (written_again) ae_model_bytes_free(&none);
        const bool read_again = written_again && !read_bytes(&again, &bytes, NULL);
        if (read_again) ae_model_free(again);
        const bool listed = read_again && !ae_model_files(&files, bytes.json, bytes.json_size, NULL);
        ae_model_list_free(files);
        ae_model *joined = NULL;
        const bool all = listed && !ae_model_join(&joined, model, model, NULL);
        ae_model_free(joined);
        done = test_fail_allocation > 0; // it was not reached
        test_fail_allocation = 0;
        assert_int_equal(all, done);
        assert_true(k < 1000);
    }
    ae_model_bytes_free(&bytes);
    ae_model_free(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(float32_comes_back_bit_by_bit),
        cmocka_unit_test(fewer_bits_lose_half_a_step_at_most),
        cmocka_unit_test(every_float16_comes_back),
        cmocka_unit_test(quantised_weights_of_any_size_are_near),
        cmocka_unit_test(halves_and_the_whole_are_the_same_network),
        cmocka_unit_test(halves_of_a_wide_code_are_told_by_their_names),
        cmocka_unit_test(the_decoder_may_have_a_file_of_its_own),
        cmocka_unit_test(models_of_keras_are_read),
        cmocka_unit_test(a_missing_bias_is_zero),
        cmocka_unit_test(what_cannot_be_read_is_refused_by_name),
        cmocka_unit_test(each_field_missing_or_of_another_type_is_refused),
        cmocka_unit_test(branches_are_refused),
        cmocka_unit_test(a_weight_belongs_to_one_layer),
        cmocka_unit_test(an_activation_is_not_for_another_model),
        cmocka_unit_test(a_small_file_cannot_ask_for_much_memory),
        cmocka_unit_test(models_nested_without_end_are_refused),
        cmocka_unit_test(weights_that_are_not_finite_are_refused),
        cmocka_unit_test(files_outside_of_the_folder_are_refused),
        cmocka_unit_test(a_hundred_megabytes_of_brackets_are_refused),
        cmocka_unit_test(a_file_cut_at_any_byte_is_refused),
        cmocka_unit_test(a_file_with_any_wrong_byte_does_no_harm),
        cmocka_unit_test(memory_may_run_out_at_any_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
