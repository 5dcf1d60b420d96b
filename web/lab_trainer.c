// SPDX-License-Identifier: MIT
// Trainers by handle.
#include "lab.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_TRAINERS = 64 };

static lab_trainer trainers[MAX_TRAINERS];

lab_trainer *lab_trainer_get(int handle) {
    return handle < 1 || handle > MAX_TRAINERS || !trainers[handle - 1].used ? NULL : &trainers[handle - 1];
}

lab_trainer *lab_trainer_built(int handle) {
    lab_trainer *lab = lab_trainer_get(handle);
    return lab && lab->trainer ? lab : NULL;
}

// ---- options --------------------------------------------------------------------------------------------------------

LAB const char *lab_option_name(int id) { return ae_option_at(id) ? ae_option_at(id)->name : NULL; }
LAB const char *lab_option_words(int id) { return ae_option_at(id) ? ae_option_at(id)->words : NULL; }
LAB double lab_option_least(int id) { return ae_option_at(id) ? ae_option_at(id)->least : 0; }
LAB double lab_option_most(int id) { return ae_option_at(id) ? ae_option_at(id)->most : 0; }
LAB bool lab_option_whole(int id) { return ae_option_at(id) && ae_option_at(id)->whole; }
LAB double lab_option_fallback(int id) { return ae_option_at(id) ? ae_option_at(id)->fallback : 0; }

// ---- trainers -------------------------------------------------------------------------------------------------------

LAB int lab_trainer_new(void) {
    for (int k = 0; k < MAX_TRAINERS; k++) {
        if (trainers[k].used) continue;
        trainers[k] = (lab_trainer){.used = true, .options = ae_options_default()};
        return k + 1;
    }
    return 0;
}

static void changed(lab_trainer *lab) {
    static unsigned versions;
    lab->version = ++versions;
}

static void empty(lab_trainer *lab) {
    ae_trace_free(lab->trace);
    ae_pass_free(lab->probe);
    ae_trainer_free(lab->trainer);
    ae_dataset_free(lab->dataset);
    lab_flat_free(lab);
    lab_sheet_free(lab);
    lab_error_free(lab);
    lab_record_free(lab);
    lab_model_free(lab);
    free(lab->before_latent);
    lab->before_latent = lab->before_output = NULL;
    lab->trace = NULL;
    lab->probe = NULL;
    lab->trainer = NULL;
    lab->dataset = NULL;
}

LAB void lab_trainer_free(int handle) {
    lab_trainer *lab = lab_trainer_get(handle);
    if (!lab) return;
    empty(lab);
    lab_losses_free(lab);
    free(lab->file);
    lab->file = NULL;
    lab->used = false;
}

LAB int lab_trainer_set(int handle, int option, double value) {
    lab_trainer *lab = lab_trainer_get(handle);
    return lab ? (int)ae_options_set(&lab->options, option, value, &lab->error) : AE_BAD_HANDLE;
}

// Room for so many bytes of a data file with three columns, as data.h reads them, which the page writes there before it
// builds with the option data = own. NULL when memory ran out, or for no handle.
LAB char *lab_trainer_file(int handle, int size) {
    lab_trainer *lab = lab_trainer_get(handle);
    if (!lab || size < 0) return NULL;
    free(lab->file);
    lab->file = malloc((size_t)size + 1);
    lab->file_size = (size_t)size;
    return lab->file;
}

static ae_status read_file(lab_trainer *lab, ae_table **table) {
    const ae_data_desc wanted = {.columns = 3, .rows = AE_MAX_POINTS};
    *table = NULL;
    if (!lab->file || lab->options.value[AE_OPTION_DATA] != AE_OWN) return AE_OK;
    ae_status status = ae_data_read(table, lab->file, lab->file_size, &wanted, &lab->error);
    lab->label_column = status ? 0 : (*table)->label_column;
    return status;
}

LAB int lab_trainer_build(int handle) {
    lab_trainer *lab = lab_trainer_get(handle);
    if (!lab) return AE_BAD_HANDLE;
    empty(lab);
    ae_table *own;
    ae_status status = read_file(lab, &own);
    if (!status) status = ae_options_build(&lab->options, own, &lab->dataset, &lab->trainer, &lab->error);
    ae_table_free(own);
    if (!status) status = ae_pass_new(&lab->probe, ae_trainer_network(lab->trainer), 1, &lab->error);
    if (!status) status = ae_trace_new(&lab->trace, ae_trainer_network(lab->trainer), &lab->error);
    if (!status) status = lab_losses_begin(lab);
    if (status) empty(lab);
    lab->window = (latent_window){0};
    changed(lab);
    return (int)status;
}

// The column of the reader's own data, from 1, that holds labels and was left out; 0: none.
LAB int lab_trainer_label_column(int handle) {
    return lab_trainer_built(handle) ? lab_trainer_built(handle)->label_column : 0;
}

LAB const char *lab_trainer_error(int handle) {
    return lab_trainer_get(handle) ? lab_trainer_get(handle)->error.detail : "no such trainer";
}

LAB int lab_trainer_reset(int handle, double seed) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab) return AE_BAD_HANDLE;
    ae_status status = ae_options_set(&lab->options, AE_OPTION_SEED, seed, &lab->error);
    if (status) return (int)status;
    ae_trainer_reset(lab->trainer, (uint64_t)seed);
    lab_losses_clear(lab);
    lab_record_clear(lab);
    changed(lab);
    return AE_OK;
}

LAB int lab_trainer_step(int handle, int epochs) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab) return AE_BAD_HANDLE;
    lab_losses_train(lab);
    changed(lab);
    return (int)ae_trainer_step(lab->trainer, epochs);
}

// Trains up to so many epochs; an ae_stop, AE_RUNNING when it may go on.
LAB int lab_trainer_run(int handle, int epochs) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab) return AE_BAD_HANDLE;
    lab_losses_train(lab);
    changed(lab);
    return (int)ae_trainer_run(lab->trainer, epochs);
}

// Keeps the codes and the reconstruction as what a tween starts from. For the next state to be adopted.
LAB int lab_trainer_remember(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab) return AE_BAD_HANDLE;
    size_t points = (size_t)ae_trainer_points(lab->trainer);
    const float *output = ae_trainer_output(lab->trainer);
    size_t latent = points * (size_t)lab_trainer_view_columns(handle, VIEW_LATENT);
    size_t outputs = output ? points * (size_t)lab_trainer_view_columns(handle, VIEW_OUTPUT) : 0;
    if (!lab->before_latent) lab->before_latent = malloc((latent + outputs) * sizeof(float));
    if (!lab->before_latent) return AE_OUT_OF_MEMORY;
    memcpy(lab->before_latent, ae_trainer_latent(lab->trainer), latent * sizeof(float));
    if (output) lab->before_output = lab->before_latent + latent;
    if (output) memcpy(lab->before_output, output, outputs * sizeof(float));
    lab_flat_remember(lab);
    lab_sheet_remember(lab);
    changed(lab);
    return AE_OK;
}

LAB void lab_trainer_adopt(int handle, int epoch, double loss, double held_out_loss) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab) return;
    ae_trainer_adopt(lab->trainer, epoch, loss, held_out_loss);
    lab_losses_adopt(lab);
    changed(lab);
}

LAB int lab_trainer_epoch(int handle) {
    return lab_trainer_built(handle) ? ae_trainer_epoch(lab_trainer_built(handle)->trainer) : -1;
}
LAB double lab_trainer_loss(int handle) {
    return lab_trainer_built(handle) ? ae_trainer_loss(lab_trainer_built(handle)->trainer) : -1;
}
LAB double lab_trainer_held_out_loss(int handle) {
    return lab_trainer_built(handle) ? ae_trainer_held_out_loss(lab_trainer_built(handle)->trainer) : -1;
}

LAB double lab_trainer_point_loss(int handle, int point) {
    lab_trainer *lab = lab_trainer_built(handle);
    return lab && point >= 0 && point < ae_trainer_points(lab->trainer) ? ae_trainer_point_loss(lab->trainer, point)
                                                                        : -1;
}

LAB int lab_trainer_view_columns(int handle, int view) {
    if (!lab_trainer_built(handle) || view < 0 || view >= VIEW_COUNT) return 0;
    const ae_network *network = ae_trainer_network(lab_trainer_built(handle)->trainer);
    switch (view) {
    case VIEW_INPUT:
    case VIEW_OUTPUT: return network->desc.inputs;
    case VIEW_LATENT:
    case VIEW_LATENT_GRADIENT: return network->desc.layers[network->desc.latent].units;
    case VIEW_LOSSES: return sizeof(ae_losses) / sizeof(float);
    default: return 1;
    }
}

LAB int lab_trainer_view_rows(int handle, int view) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab || view < 0 || view >= VIEW_COUNT) return 0;
    switch (view) {
    case VIEW_PARAMETERS: return (int)ae_trainer_network(lab->trainer)->parameter_count;
    case VIEW_LOSSES: return ae_history_count(lab->losses.fresh);
    default: return ae_trainer_points(lab->trainer);
    }
}

// The address of an array; NULL when there is none. It may change when memory grows, and is good until the handle is
// freed.
LAB const float *lab_trainer_view(int handle, int view) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab) return NULL;
    switch (view) {
    case VIEW_INPUT: return ae_trainer_input(lab->trainer);
    case VIEW_COLOUR: return lab->dataset->colours;
    case VIEW_PARAMETERS: return ae_trainer_parameters(lab->trainer);
    case VIEW_LATENT: return ae_trainer_latent(lab->trainer);
    case VIEW_LATENT_GRADIENT: return ae_trainer_latent_gradient(lab->trainer);
    case VIEW_OUTPUT: return ae_trainer_output(lab->trainer);
    case VIEW_LOSSES: return &ae_history_rows(lab->losses.fresh)->epoch;
    default: return NULL;
    }
}

// The reconstruction (inputs) of one code, which the page writes to `code` (latent units, borrowed); NULL for no
// handle.
LAB const float *lab_trainer_decode(int handle, const float *code) {
    lab_trainer *lab = lab_trainer_built(handle);
    return lab ? ae_decode(ae_trainer_network(lab->trainer), lab->probe, code, 1) : NULL;
}

// Where the page writes a code to, for lab_trainer_decode: room for three numbers. NULL for no handle.
LAB float *lab_trainer_code(int handle) { return lab_trainer_built(handle) ? lab_trainer_built(handle)->code : NULL; }
