// SPDX-License-Identifier: MIT
// Stand-in until the reader of model files is here.
#ifndef AE_MODEL_H
#define AE_MODEL_H

#include "network.h"

typedef struct ae_model {
    ae_network *network;
    bool encoder, decoder;
} ae_model;

ae_status ae_model_read(ae_model **model, const char *json, size_t json_size, const unsigned char *weights,
                        size_t weights_size, ae_error *error);
ae_status ae_model_join(ae_model **model, const ae_model *encoder, const ae_model *decoder, ae_error *error);
void ae_model_free(ae_model *model);

#endif
