// SPDX-License-Identifier: MIT
// What the files of model.h's functions share: a chain of dense layers as a model file tells it, and arrays of weights
// as bytes.
#ifndef AE_MODEL_PARTS_H
#define AE_MODEL_PARTS_H

#include "model.h"

enum { AE_MODEL_NAME = 48 }; // bytes of a layer's name, with its end

typedef struct model_layer {
    char name[AE_MODEL_NAME];
    int units;
    ae_activation activation;
    bool bias;
} model_layer;

typedef struct model_chain {
    int inputs; // 0: not known yet
    int count;
    model_layer layers[AE_MAX_LAYERS];
    int latent; // which layer's output is the code; -1: not said
} model_chain;

// How the numbers of an array become bytes: value = low + step * byte, for the two that are whole numbers.
typedef struct model_coding {
    ae_precision precision;
    double low, step;
} model_coding;

// "tanh" …; -1: none of ours.
int model_activation(const char *name);
const char *model_activation_name(ae_activation activation);

size_t model_bytes_of(ae_precision precision); // bytes a number

// values (n) written from bytes. The index of the first that is not finite, or -1.
long model_decode(float *values, const unsigned char *bytes, size_t n, const model_coding *coding);
// bytes written from values (n). The index of the first that does not fit, or -1.
long model_encode(unsigned char *bytes, const float *values, size_t n, const model_coding *coding);

// The coding that the values (n) fit into, and its low and step as decimals that mean exactly these doubles.
typedef struct model_decimal {
    long long whole; // times 10 to the power of -places
    int places;
} model_decimal;
double model_decimal_value(model_decimal decimal);
bool model_fit(model_decimal *low, model_decimal *step, const float *values, size_t n, ae_precision precision);

// A model of the chain, with all parameters 0: which halves there are is told by widths and by the code.
ae_status model_of_chain(ae_model **model, const model_chain *chain, const char *name, ae_error *error);
// Which layer of the model's network is the first of the chain.
int model_first_layer(const ae_model *model);

#endif
