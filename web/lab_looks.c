// SPDX-License-Identifier: MIT
// What can be found out about a network, by the handle of its trainer.
#include "lab.h"
#include "measures.h"

// ---- one point's way ------------------------------------------------------------------------------------------------

// Traces point 0 … points - 1 with the current parameters; its error L_i, -1 for no handle or no such point.
LAB double lab_trace_point(int handle, int point) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab || point < 0 || point >= ae_trainer_points(lab->trainer)) return -1;
    const ae_network *network = ae_trainer_network(lab->trainer);
    ae_trace_point(lab->trace, network, ae_trainer_input(lab->trainer) + point * network->desc.inputs);
    return lab->trace->loss;
}

LAB int lab_trace_stations(int handle) {
    return lab_trainer_built(handle) ? lab_trainer_built(handle)->trace->count : 0;
}

LAB int lab_trace_units(int handle, int station) {
    return station < 0 || station >= lab_trace_stations(handle) ? 0
                                                                : (int)lab_trainer_built(handle)->trace->units[station];
}

// The numbers (units) of a station of the last trace, or the error's slopes there; NULL when there is none.
LAB const float *lab_trace_numbers(int handle, int station, int slopes) {
    if (!lab_trace_units(handle, station)) return NULL;
    const ae_trace *trace = lab_trainer_built(handle)->trace;
    return slopes ? trace->slopes[station] : trace->values[station];
}

// ---- one weight -----------------------------------------------------------------------------------------------------

// Which parameter between the code and the decoder's first layer the loss depends on the most now; -1 for no handle.
LAB int lab_steepest_weight(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab) return -1;
    const ae_network *network = ae_trainer_network(lab->trainer);
    const ae_layer_place *place = &network->places[network->desc.latent + 1];
    const float *gradients = ae_trainer_gradients(lab->trainer);
    size_t best = place->weights;
    for (size_t k = place->weights; k < place->bias; k++)
        if (gradients[k] * gradients[k] > gradients[best] * gradients[best]) best = k;
    return (int)best;
}

static bool is_parameter(int handle, int index) {
    lab_trainer *lab = lab_trainer_built(handle);
    return lab && index >= 0 && (size_t)index < ae_trainer_network(lab->trainer)->parameter_count;
}

LAB double lab_parameter(int handle, int index) {
    return is_parameter(handle, index) ? (double)ae_trainer_parameters(lab_trainer_built(handle)->trainer)[index] : 0;
}

// The gradient of the loss of all training points in it.
LAB double lab_parameter_gradient(int handle, int index) {
    return is_parameter(handle, index) ? (double)ae_trainer_gradients(lab_trainer_built(handle)->trainer)[index] : 0;
}

// ---- measures -------------------------------------------------------------------------------------------------------

// How torn the codes of a closed curve are, see ae_tear; 0 for other data.
LAB double lab_tear(int handle) {
    lab_trainer *lab = lab_trainer_built(handle);
    if (!lab || !lab->dataset->closed) return 0;
    return ae_tear(ae_trainer_latent(lab->trainer), (size_t)ae_trainer_points(lab->trainer),
                   (size_t)lab_trainer_view_columns(handle, VIEW_LATENT));
}
