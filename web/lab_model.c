// SPDX-License-Identifier: MIT
// Model files of trainers: what is saved of one, and what a file says about the options of another.
//
//   lab_model_save(h) -> lab_model_part, lab_model_part_size
//   m = lab_autoencoder_new() -> lab_autoencoder_file(m, …) … -> lab_autoencoder_read(m, …) ->
//   lab_model_describe(h, m), lab_model_option, lab_model_parameters
#include "lab.h"
#include "lab_digits.h"
#include "model.h"

// The trainer's network as model.json and weights.bin, which are there until the next one is saved or it is freed.
LAB int lab_model_save(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab) return AE_BAD_HANDLE;
    lab_model_free(lab);
    const ae_model model = {(ae_network *)ae_trainer_network(lab->trainer), true, true};
    return (int)ae_model_write(&lab->saved, &model, &(ae_model_format){.weights = "weights.bin"}, &lab->error);
}

void lab_model_free(lab_trainer *lab) {
    ae_model_bytes_free(&lab->saved);
    lab->saved = (ae_model_bytes){0};
}

// Part 0 is model.json, 1 are the weights.
LAB const void *lab_model_part(int handle, int part) {
    const lab_trainer *lab = lab_trainer_get(handle);
    if (!lab) return NULL;
    return part ? (const void *)lab->saved.weights : (const void *)lab->saved.json;
}
LAB int lab_model_part_size(int handle, int part) {
    const lab_trainer *lab = lab_trainer_get(handle);
    if (!lab) return 0;
    return (int)(part ? lab->saved.size : lab->saved.json_size);
}

// Sets those options of a trainer that is not built yet to what a model of a file has. A status.
LAB int lab_model_describe(int handle, int autoencoder) {
    lab_trainer *lab = lab_trainer_get(handle);
    const ae_network *network = lab_autoencoder_network(autoencoder);
    if (!lab || !network) return AE_BAD_HANDLE;
    return (int)ae_options_describe(&lab->options, &network->desc, &lab->error);
}

LAB double lab_model_option(int handle, int id) {
    const lab_trainer *lab = lab_trainer_get(handle);
    return lab && ae_option_at(id) ? lab->options.value[id] : 0;
}

LAB const float *lab_model_parameters(int autoencoder) {
    const ae_network *network = lab_autoencoder_network(autoencoder);
    return network ? network->parameters : NULL;
}
LAB int lab_model_parameter_count(int autoencoder) {
    const ae_network *network = lab_autoencoder_network(autoencoder);
    return network ? (int)network->parameter_count : 0;
}
