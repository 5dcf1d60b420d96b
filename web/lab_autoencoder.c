// SPDX-License-Identifier: MIT
// Networks of model files, by handle: what they encode and decode.
//
//   h = lab_autoencoder_new() -> { copy bytes to lab_autoencoder_room(h, …) -> lab_autoencoder_read(h, …) } ->
//   lab_autoencoder_decode, … -> lab_autoencoder_free(h)
//
// A file may hold an encoder, a decoder or both. A half that is read later joins the one that is there.
#include <stdlib.h>
#include <string.h>

#include "digit.h"
#include "digit_trainer.h"
#include "lab_digits.h"
#include "measures.h"
#include "model.h"

enum { MAX_AUTOENCODERS = 16, MOST_INPUTS = 4096 };

typedef struct lab_autoencoder {
    bool used;
    unsigned char *room;  // for the bytes of files; NULL: none
    ae_model_list *files; // of a model.json, see lab_autoencoder_file
    ae_model *model;      // NULL until read
    ae_pass *pass;        // of TILES_ROWS rows
    float *input, *code;  // one row of each, in one allocation
    unsigned version;     // another number, among all of them, when parameters are others
    ae_error error;
} lab_autoencoder;

static lab_autoencoder autoencoders[MAX_AUTOENCODERS];

static lab_autoencoder *get(int handle) {
    const bool is = handle >= 1 && handle <= MAX_AUTOENCODERS && autoencoders[handle - 1].used;
    return is ? &autoencoders[handle - 1] : NULL;
}

static lab_autoencoder *get_read(int handle) {
    lab_autoencoder *lab = get(handle);
    return lab && lab->model ? lab : NULL;
}

ae_network *lab_autoencoder_network(int handle) { return get_read(handle) ? get(handle)->model->network : NULL; }

ae_pass *lab_autoencoder_pass(int handle) { return get_read(handle) ? get(handle)->pass : NULL; }

unsigned lab_autoencoder_version(int handle) { return get_read(handle) ? get(handle)->version : 0; }

LAB void lab_autoencoder_changed(int handle) {
    static unsigned versions;
    if (get(handle)) get(handle)->version = ++versions;
}

// ---- files ----------------------------------------------------------------------------------------------------------

LAB int lab_autoencoder_new(void) {
    for (int k = 0; k < MAX_AUTOENCODERS; k++) {
        if (autoencoders[k].used) continue;
        autoencoders[k] = (lab_autoencoder){.used = true};
        return k + 1;
    }
    return 0;
}

LAB void lab_autoencoder_free(int handle) {
    lab_autoencoder *lab = get(handle);
    if (!lab) return;
    ae_pass_free(lab->pass);
    ae_model_free(lab->model);
    ae_model_list_free(lab->files);
    free(lab->input);
    free(lab->room);
    *lab = (lab_autoencoder){0};
}

LAB const char *lab_autoencoder_error(int handle) { return get(handle) ? get(handle)->error.detail : ""; }

// Room for so many bytes, good until the next read; NULL when there is none.
LAB unsigned char *lab_autoencoder_room(int handle, int size) {
    lab_autoencoder *lab = get(handle);
    if (!lab || size < 0) return NULL;
    free(lab->room);
    return lab->room = malloc((size_t)size + 1);
}

static int latent_of(const ae_network *network) { return network->desc.layers[network->desc.latent].units; }

// What goes with a model. False, and nothing changed, when memory ran out.
static bool adopt(lab_autoencoder *lab, ae_model *model) {
    ae_pass *pass = NULL;
    if (ae_pass_new(&pass, model->network, TILES_ROWS, &lab->error)) return false;
    const size_t inputs = (size_t)model->network->desc.inputs;
    float *rows = malloc((inputs + (size_t)latent_of(model->network)) * sizeof(float));
    if (!rows) {
        ae_pass_free(pass);
        ae_fail(&lab->error, AE_OUT_OF_MEMORY, "no memory for the model");
        return false;
    }
    ae_pass_free(lab->pass);
    ae_model_free(lab->model);
    free(lab->input);
    lab->model = model;
    lab->pass = pass;
    lab->input = rows;
    lab->code = rows + inputs;
    return true;
}

// The model together with the half that is there; the model itself when there is none.
static ae_status join(lab_autoencoder *lab, ae_model **model) {
    if (!lab->model || ((*model)->encoder && (*model)->decoder)) return AE_OK;
    const ae_model *encoder = (*model)->encoder ? *model : lab->model;
    const ae_model *decoder = (*model)->encoder ? lab->model : *model;
    ae_model *joined = NULL;
    ae_status status = ae_model_join(&joined, encoder, decoder, &lab->error);
    ae_model_free(*model);
    *model = joined;
    return status;
}

// The name of weight file `index` that the model.json in the room (json_size) asks for, good until the next call; NULL
// from the last on, and when it cannot be read, which lab_autoencoder_error tells.
LAB const char *lab_autoencoder_file(int handle, int json_size, int index) {
    lab_autoencoder *lab = get(handle);
    if (!lab || !lab->room || json_size < 0 || index < 0) return NULL;
    ae_model_list_free(lab->files);
    lab->files = NULL;
    lab->error.detail[0] = '\0';
    if (ae_model_files(&lab->files, (const char *)lab->room, (size_t)json_size, &lab->error)) return NULL;
    return index < lab->files->count ? lab->files->names[index] : NULL;
}

// Reads what is in the room: model.json (json_size), and the weights (weights_size) after it. A status; on failure the
// network stays as it was.
LAB int lab_autoencoder_read(int handle, int json_size, int weights_size) {
    lab_autoencoder *lab = get(handle);
    if (!lab || !lab->room || json_size < 0 || weights_size < 0) return AE_BAD_HANDLE;
    ae_model *model = NULL;
    ae_status status = ae_model_read(&model, (const char *)lab->room, (size_t)json_size, lab->room + json_size,
                                     (size_t)weights_size, &lab->error);
    free(lab->room);
    lab->room = NULL;
    if (!status) status = join(lab, &model);
    if (!status && !adopt(lab, model)) {
        ae_model_free(model);
        status = lab->error.status;
    }
    lab_autoencoder_changed(handle);
    return (int)status;
}

// Makes it the network of a digit trainer, see ae_digit_network, with a code of two numbers, whose parameters the page
// writes to the address that is returned; then it calls lab_autoencoder_changed. NULL when memory ran out. A network of
// the same width stays, and so does its address.
LAB float *lab_autoencoder_build(int handle, int width) {
    lab_autoencoder *lab = get(handle);
    if (!lab || width < 2) return NULL;
    if (lab->model && lab->model->network->desc.layers[0].units == width) return lab->model->network->parameters;
    const ae_network_desc desc = ae_digit_network(AE_DIGIT_PIXELS, width, 2);
    ae_model *model = calloc(1, sizeof *model);
    if (!model) return NULL;
    model->encoder = model->decoder = true;
    if (ae_network_new(&model->network, &desc, &lab->error) || !adopt(lab, model)) {
        ae_model_free(model);
        return NULL;
    }
    lab_autoencoder_changed(handle);
    return model->network->parameters;
}

LAB bool lab_autoencoder_encodes(int handle) { return get_read(handle) && get(handle)->model->encoder; }
LAB bool lab_autoencoder_decodes(int handle) { return get_read(handle) && get(handle)->model->decoder; }
LAB int lab_autoencoder_inputs(int handle) {
    return get_read(handle) ? lab_autoencoder_network(handle)->desc.inputs : 0;
}
LAB int lab_autoencoder_latent(int handle) { return get_read(handle) ? latent_of(lab_autoencoder_network(handle)) : 0; }

// ---- one row --------------------------------------------------------------------------------------------------------

// Where an input (inputs) and a code (latent) are written to and read from.
LAB float *lab_autoencoder_input(int handle) { return get_read(handle) ? get(handle)->input : NULL; }
LAB float *lab_autoencoder_code(int handle) { return get_read(handle) ? get(handle)->code : NULL; }

// The reconstruction (inputs) of the code that stands there; good until the next of these calls.
LAB const float *lab_autoencoder_decode(int handle) {
    const lab_autoencoder *lab = get_read(handle);
    return lab ? ae_decode(lab->model->network, lab->pass, lab->code, 1) : NULL;
}

// Puts the code of the input that stands there in its place.
LAB void lab_autoencoder_encode(int handle) {
    const lab_autoencoder *lab = get_read(handle);
    if (!lab) return;
    const float *code = ae_encode(lab->model->network, lab->pass, lab->input, 1);
    memcpy(lab->code, code, (size_t)latent_of(lab->model->network) * sizeof(float));
}

// The mean squared error between the last reconstruction and the input that stands there.
LAB double lab_autoencoder_loss(int handle) {
    const lab_autoencoder *lab = get_read(handle);
    if (!lab) return -1;
    const ae_network *network = lab->model->network;
    return ae_mse(lab->pass->outputs[network->desc.layer_count - 1], lab->input, (size_t)network->desc.inputs);
}
