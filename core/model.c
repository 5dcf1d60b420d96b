// SPDX-License-Identifier: MIT
// Models as the core has them: chains become networks, halves are put together. model_json.c reads files,
// model_write.c writes them.
#include "model.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model_parts.h"

void ae_model_free(ae_model *model) {
    if (!model) return;
    ae_network_free(model->network);
    free(model);
}

static ae_status model_new(ae_model **model, const ae_network_desc *desc, bool encoder, bool decoder, ae_error *error) {
    *model = NULL;
    ae_model *made = calloc(1, sizeof *made);
    if (!made) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for a model");
    const ae_status status = ae_network_new(&made->network, desc, error);
    if (status) {
        free(made);
        return status;
    }
    made->encoder = encoder;
    made->decoder = decoder;
    *model = made;
    return AE_OK;
}

int model_first_layer(const ae_model *model) { return model->encoder ? 0 : model->network->desc.latent + 1; }

// ---- chains ---------------------------------------------------------------------------------------------------------

// The first of the narrowest layers before the last one.
static int narrowest(const model_chain *chain) {
    int found = 0;
    for (int l = 1; l < chain->count - 1; l++)
        if (chain->layers[l].units < chain->layers[found].units) found = l;
    return found;
}

static void add_layer(ae_network_desc *desc, int units, ae_activation activation) {
    desc->layers[desc->layer_count++] = (ae_layer){units, activation};
}

ae_status model_of_chain(ae_model **model, const model_chain *chain, const char *name, ae_error *error) {
    *model = NULL;
    assert(chain->count >= 1);
    const int inputs = chain->inputs, outputs = chain->layers[chain->count - 1].units;
    const bool is_encoder = !strcmp(name, "encoder"), is_decoder = !strcmp(name, "decoder");
    const bool half = inputs != outputs || chain->count < 2 || is_encoder || is_decoder;
    const bool encoder = half && (is_encoder || (!is_decoder && outputs <= inputs));
    if (half && chain->count >= AE_MAX_LAYERS)
        return ae_fail(error, AE_BAD_DATA, "it has more than %d Dense layers", AE_MAX_LAYERS - 1);
    ae_network_desc desc = {.inputs = half && !encoder ? outputs : inputs};
    if (half && !encoder) add_layer(&desc, inputs, AE_LINEAR);
    for (int l = 0; l < chain->count; l++) add_layer(&desc, chain->layers[l].units, chain->layers[l].activation);
    if (half && encoder) add_layer(&desc, inputs, AE_LINEAR);
    const bool said = chain->latent >= 0 && chain->latent < chain->count - 1;
    desc.latent = half ? (encoder ? chain->count - 1 : 0) : said ? chain->latent : narrowest(chain);
    return model_new(model, &desc, !half || encoder, !half || !encoder, error);
}

// ---- halves ---------------------------------------------------------------------------------------------------------

// Copies the parameters of layers of one network to those of another, from its layer `to` on.
static void copy_layers(ae_network *network, int to, const ae_network *from, int first, int count) {
    for (int l = 0; l < count; l++) {
        const ae_layer_place *source = &from->places[first + l], *place = &network->places[to + l];
        memcpy(network->parameters + place->weights, from->parameters + source->weights,
               (source->inputs + 1) * source->outputs * sizeof(float));
    }
}

ae_status ae_model_join(ae_model **model, const ae_model *encoder, const ae_model *decoder, ae_error *error) {
    *model = NULL;
    if (!encoder->encoder) return ae_fail(error, AE_BAD_VALUE, "the first model has no encoder");
    if (!decoder->decoder) return ae_fail(error, AE_BAD_VALUE, "the second model has no decoder");
    const ae_network_desc *one = &encoder->network->desc, *two = &decoder->network->desc;
    const int codes = one->layers[one->latent].units, taken = two->layers[two->latent].units;
    if (codes != taken)
        return ae_fail(error, AE_BAD_VALUE, "the encoder gives codes of %d numbers, and the decoder takes %d", codes,
                       taken);
    if (one->inputs != two->inputs)
        return ae_fail(error, AE_BAD_VALUE, "the encoder takes %d numbers, and the decoder gives %d", one->inputs,
                       two->inputs);
    const int before = one->latent + 1, after = two->layer_count - two->latent - 1;
    if (before + after > AE_MAX_LAYERS)
        return ae_fail(error, AE_BAD_VALUE, "together they have %d layers, more than %d", before + after,
                       AE_MAX_LAYERS);
    ae_network_desc desc = {.inputs = one->inputs, .layer_count = before + after, .latent = one->latent};
    memcpy(desc.layers, one->layers, (size_t)before * sizeof *desc.layers);
    memcpy(desc.layers + before, two->layers + two->latent + 1, (size_t)after * sizeof *desc.layers);
    const ae_status status = model_new(model, &desc, true, true, error);
    if (status) return status;
    assert(*model);
    copy_layers((*model)->network, 0, encoder->network, 0, before);
    copy_layers((*model)->network, before, decoder->network, two->latent + 1, after);
    return AE_OK;
}

void ae_model_list_free(ae_model_list *list) {
    if (!list) return;
    for (int k = 0; k < list->count; k++) free(list->names[k]);
    free(list);
}

void ae_model_bytes_free(ae_model_bytes *bytes) {
    free(bytes->json);
    free(bytes->weights);
    *bytes = (ae_model_bytes){0};
}
