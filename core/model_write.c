// SPDX-License-Identifier: MIT
// Writes model files. The text is written twice, the first time to count its bytes alone: cJSON's printer would pull
// the C library's printf into the page, half again of what the rest of it weighs.
#include <stdlib.h>
#include <string.h>

#include "model.h"
#include "model_parts.h"

typedef struct writer {
    char *at; // NULL: count alone
    size_t length;
    const ae_model *model;
    const ae_model_format *format;
    int first;                                                     // layer that there is
    model_decimal low[2 * AE_MAX_LAYERS], step[2 * AE_MAX_LAYERS]; // of each layer's weights and bias
} writer;

// ---- text -----------------------------------------------------------------------------------------------------------

static void put_char(writer *w, char c) {
    if (w->at) w->at[w->length] = c;
    w->length++;
}

static void put(writer *w, const char *text) {
    while (*text) put_char(w, *text++);
}

static void put_string(writer *w, const char *text) {
    put_char(w, '"');
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') put_char(w, '\\');
        if (c >= 32) {
            put_char(w, *text);
            continue;
        }
        put(w, "\\u00");
        put_char(w, "0123456789abcdef"[c >> 4]);
        put_char(w, "0123456789abcdef"[c & 15]);
    }
    put_char(w, '"');
}

// At least so many digits.
static void put_digits(writer *w, unsigned long long value, int least) {
    char digits[24];
    int count = 0;
    do digits[count++] = (char)('0' + value % 10);
    while (value /= 10);
    while (count < least) digits[count++] = '0';
    while (count) put_char(w, digits[--count]);
}

static void put_int(writer *w, int value) { put_digits(w, (unsigned long long)value, 1); }

static void put_decimal(writer *w, model_decimal decimal) {
    unsigned long long value = (unsigned long long)(decimal.whole < 0 ? -decimal.whole : decimal.whole), unit = 1;
    for (int k = 0; k < decimal.places; k++) unit *= 10;
    if (decimal.whole < 0) put_char(w, '-');
    put_digits(w, value / unit, 1);
    if (!decimal.places) return;
    put_char(w, '.');
    put_digits(w, value % unit, decimal.places);
}

// ---- layers ---------------------------------------------------------------------------------------------------------

static int last_layer(const ae_model *model) {
    const ae_network_desc *desc = &model->network->desc;
    return model->decoder ? desc->layer_count - 1 : desc->latent;
}

// encoder_1 … latent, decoder_1 … output
static void put_name(writer *w, int layer, const char *part) {
    const ae_network_desc *desc = &w->model->network->desc;
    const bool numbered = layer != desc->latent && layer != desc->layer_count - 1;
    put_char(w, '"');
    put(w, layer == desc->latent ? "latent" : !numbered ? "output" : layer < desc->latent ? "encoder_" : "decoder_");
    if (numbered) put_int(w, layer < desc->latent ? layer + 1 : layer - desc->latent);
    put(w, part);
    put_char(w, '"');
}

static void put_layer(writer *w, int l) {
    const ae_network *network = w->model->network;
    put(w, "{\"class_name\": \"Dense\", \"config\": {\"name\": ");
    put_name(w, l, "");
    put(w, ", \"trainable\": true, \"dtype\": \"float32\"");
    if (l == w->first) {
        put(w, ", \"batch_input_shape\": [null, ");
        put_int(w, (int)network->places[l].inputs);
        put(w, "]");
    }
    put(w, ", \"units\": ");
    put_int(w, network->desc.layers[l].units);
    put(w, ", \"activation\": ");
    put_string(w, model_activation_name(network->desc.layers[l].activation));
    put(w, ", \"use_bias\": true}}");
}

static void put_coding(writer *w, int array) {
    static const char *const names[] = {"float32", "float16", "uint8", "uint16"};
    const ae_precision precision = w->format->precision;
    if (precision == AE_FLOAT32) return;
    put(w, ", \"quantization\": {\"dtype\": ");
    put_string(w, names[precision]);
    if (precision != AE_FLOAT16) {
        put(w, ", \"min\": ");
        put_decimal(w, w->low[array]);
        put(w, ", \"scale\": ");
        put_decimal(w, w->step[array]);
    }
    put(w, ", \"original_dtype\": \"float32\"}");
}

static void put_weights(writer *w, int l) {
    const ae_layer_place *place = &w->model->network->places[l];
    put(w, "{\"name\": ");
    put_name(w, l, "/kernel");
    put(w, ", \"shape\": [");
    put_int(w, (int)place->inputs);
    put(w, ", ");
    put_int(w, (int)place->outputs);
    put(w, "], \"dtype\": \"float32\"");
    put_coding(w, 2 * l);
    put(w, "},\n      {\"name\": ");
    put_name(w, l, "/bias");
    put(w, ", \"shape\": [");
    put_int(w, (int)place->outputs);
    put(w, "], \"dtype\": \"float32\"");
    put_coding(w, 2 * l + 1);
    put(w, "}");
}

static void put_group(writer *w, const char *file, int first, int last) {
    put(w, "{\"paths\": [");
    put_string(w, file);
    put(w, "], \"weights\": [\n      ");
    for (int l = first; l <= last; l++) {
        put_weights(w, l);
        if (l < last) put(w, ",\n      ");
    }
    put(w, "]}");
}

static void put_model(writer *w) {
    const ae_model *model = w->model;
    const int latent = model->network->desc.latent, last = last_layer(model);
    put(w, "{\"format\": \"layers-model\", \"generatedBy\": \"ae\", \"convertedBy\": null,\n  \"modelTopology\": "
           "{\"class_name\": \"Sequential\", \"config\": {\"name\": ");
    put_string(w, !model->decoder ? "encoder" : !model->encoder ? "decoder" : "autoencoder");
    put(w, ", \"layers\": [\n    ");
    for (int l = w->first; l <= last; l++) {
        put_layer(w, l);
        if (l < last) put(w, ",\n    ");
    }
    put(w, "]}, \"keras_version\": \"2.15.0\", \"backend\": \"tensorflow\"},\n  \"weightsManifest\": [\n    ");
    const bool two = w->format->decoder_weights && model->encoder && model->decoder;
    put_group(w, model->encoder || !w->format->decoder_weights ? w->format->weights : w->format->decoder_weights,
              w->first, two ? latent : last);
    if (two) {
        put(w, ",\n    ");
        put_group(w, w->format->decoder_weights, latent + 1, last);
    }
    put(w, "]}\n");
}

// ---- bytes ----------------------------------------------------------------------------------------------------------

static void array_of(const writer *w, int array, const float **values, size_t *n) {
    const ae_network *network = w->model->network;
    const ae_layer_place *place = &network->places[array / 2];
    *values = network->parameters + (array % 2 ? place->bias : place->weights);
    *n = (array % 2 ? 1 : place->inputs) * place->outputs;
}

static ae_status encode(writer *w, ae_model_bytes *bytes, ae_error *error) {
    const int end = 2 * (last_layer(w->model) + 1);
    unsigned char *at = bytes->weights;
    for (int array = 2 * w->first; array < end; array++) {
        const float *values;
        size_t n;
        array_of(w, array, &values, &n);
        const model_coding coding = {w->format->precision, model_decimal_value(w->low[array]),
                                     model_decimal_value(w->step[array])};
        if (model_encode(at, values, n, &coding) >= 0)
            return ae_fail(error, AE_BAD_VALUE, "layer %d has a weight that does not fit into the precision",
                           array / 2 + 1);
        at += n * model_bytes_of(coding.precision);
        if (array / 2 == w->model->network->desc.latent) bytes->encoder_size = (size_t)(at - bytes->weights);
    }
    if (!w->model->encoder) bytes->encoder_size = 0;
    return AE_OK;
}

// How many bytes, and in which steps.
static ae_status measure(writer *w, ae_model_bytes *bytes, ae_error *error) {
    const int end = 2 * (last_layer(w->model) + 1);
    for (int array = 2 * w->first; array < end; array++) {
        const float *values;
        size_t n;
        array_of(w, array, &values, &n);
        if (!model_fit(&w->low[array], &w->step[array], values, n, w->format->precision))
            return ae_fail(error, AE_BAD_VALUE, "layer %d has a weight that does not fit into the precision",
                           array / 2 + 1);
        bytes->size += n * model_bytes_of(w->format->precision);
    }
    put_model(w);
    bytes->json_size = w->length;
    return AE_OK;
}

ae_status ae_model_write(ae_model_bytes *bytes, const ae_model *model, const ae_model_format *format, ae_error *error) {
    *bytes = (ae_model_bytes){0};
    if (format->precision >= AE_PRECISION_COUNT)
        return ae_fail(error, AE_BAD_VALUE, "precision is %d, which is none", (int)format->precision);
    writer w = {.model = model, .format = format, .first = model_first_layer(model)};
    ae_status status = measure(&w, bytes, error);
    if (status) return status;
    bytes->json = malloc(bytes->json_size + 1);
    bytes->weights = malloc(bytes->size);
    if (bytes->json && bytes->weights) {
        w.at = bytes->json;
        w.length = 0;
        put_model(&w);
        w.at[w.length] = '\0';
        status = encode(&w, bytes, error);
    } else {
        status = ae_fail(error, AE_OUT_OF_MEMORY, "no memory for a model file");
    }
    if (status) ae_model_bytes_free(bytes);
    return status;
}
