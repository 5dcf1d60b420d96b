// SPDX-License-Identifier: MIT
// A network of dense layers, one of which is the latent code: what comes before it is the encoder, what comes after it
// the decoder.
//
//   ae_network_new -> ae_network_init -> ae_pass_new -> ae_forward, ae_backward, … -> ae_pass_free, ae_network_free
//
// A network is parameters and their gradients. What a batch leaves behind (each layer's output, the latent gradient)
// lives in a pass, so that one network serves a training batch and the decoding of a single code at the same time. Each
// is one block of memory; nothing else allocates.
//
// Shapes: B rows of a batch, I inputs and O outputs of a layer, D the width of a data row, K latent units.
// It does not train (trainer.h), knows no other layers than dense ones and no branches.
#ifndef AE_NETWORK_H
#define AE_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernels.h"
#include "parallel.h"
#include "status.h"

enum { AE_MAX_LAYERS = 16, AE_MAX_UNITS = 65536, AE_MAX_ROWS = 1 << 20 };

typedef struct ae_layer {
    int units;                // outputs, 1 … AE_MAX_UNITS; e.g. 64
    ae_activation activation; // e.g. AE_TANH; 0 is AE_LINEAR
} ae_layer;

typedef struct ae_network_desc {
    int inputs;                     // D, the width of a data row; e.g. 3. The last layer must give as many
    int layer_count;                // 2 … AE_MAX_LAYERS; e.g. 6
    ae_layer layers[AE_MAX_LAYERS]; // from the input's side; e.g. 64 64 2 64 64 3
    int latent;                     // which layer's output is the code, 0 … layer_count - 2; e.g. 2
} ae_network_desc;

// Where layer l's parameters lie: weights (I,O) at parameters + weights, bias (O) at parameters + bias.
typedef struct ae_layer_place {
    size_t inputs, outputs; // I, O
    size_t weights, bias;   // offsets in floats
} ae_layer_place;

// Read it, do not write it, but for what parameters and gradients point to.
typedef struct ae_network {
    ae_network_desc desc;
    ae_layer_place places[AE_MAX_LAYERS];
    size_t parameter_count;
    float *parameters; // (parameter_count): layer by layer, weights (I,O), then bias (O)
    float *gradients;  // likewise: of the loss of the last ae_backward
} ae_network;

// How the weights start; biases start at 0 (Glorot & Bengio 2010, Proceedings of AISTATS, PMLR 9, 249–256).
typedef enum ae_initialisation {
    AE_GLOROT_UNIFORM = 0, // uniform within ±sqrt(6 / (I + O))
    AE_GLOROT_NORMAL,      // normal with variance 2 / (I + O)
    AE_INITIALISATION_COUNT
} ae_initialisation;

// *network (caller frees with ae_network_free) has all parameters 0. On failure *network is NULL.
// AE_BAD_VALUE names the field; AE_OUT_OF_MEMORY.
ae_status ae_network_new(ae_network **network, const ae_network_desc *desc, ae_error *error);
void ae_network_free(ae_network *network); // NULL is fine

// The same seed gives the same weights on every machine.
void ae_network_init(ae_network *network, ae_initialisation how, uint64_t seed);

// What a batch of up to `rows` rows leaves behind.
typedef struct ae_pass {
    size_t rows;
    float *outputs[AE_MAX_LAYERS]; // (rows,O) of each layer, after its activation
    float *latent_gradient;        // (rows,K): ∂L_i/∂z_i, see ae_backward
    float *delta[2];               // (rows,widest layer): the gradient on its way back
    float *transposed;             // one layer's weights, transposed
    const ae_parallel *parallel;   // who computes it, borrowed; NULL: the caller alone. May be set at any time
    double losses[];               // (rows): L_i, the mean of a row's squared errors
} ae_pass;

// *pass: caller frees with ae_pass_free. rows 1 … AE_MAX_ROWS. It stays valid for every network of the same
// description.
ae_status ae_pass_new(ae_pass **pass, const ae_network *network, int rows, ae_error *error);
void ae_pass_free(ae_pass *pass); // NULL is fine

// x (B,D) -> reconstruction (B,D), borrowed until the pass is used again; the codes (B,K) are ae_latent(network, pass).
const float *ae_forward(const ae_network *network, ae_pass *pass, const float *x, size_t B);
const float *ae_encode(const ae_network *network, ae_pass *pass, const float *x, size_t B); // x (B,D) -> codes (B,K)
const float *ae_decode(const ae_network *network, ae_pass *pass, const float *z, size_t B); // z (B,K) -> (B,D)
const float *ae_latent(const ae_network *network, const ae_pass *pass);

// Backpropagation of the mean squared error between x (B,D) and the outputs that ae_forward left in the pass for the
// same x. Writes network->gradients, pass->losses and pass->latent_gradient, and returns the loss.
//
// latent_gradient (B,K) is ∂L_i/∂z_i, where L_i is the mean of row i's own squared errors, with the decoder held fixed:
// what the backward pass has at the latent layer, times B, because the loss is the mean of the L_i.
double ae_backward(ae_network *network, ae_pass *pass, const float *x, size_t B);

// The same for B rows of a larger batch of `total`, whose first part writes network->gradients and whose others `add`
// to them. Returns the sum of these rows' losses L_i. A batch has the same bits in one part and in many.
double ae_backward_part(ae_network *network, ae_pass *pass, const float *x, bool add, size_t B, size_t total);

// The same where the outputs should be `target` (B,D) and not the x (B,D) that ae_forward was given: a network that is
// to give the clean picture of a noisy one (Vincent, Larochelle, Bengio & Manzagol 2008, doi:10.1145/1390156.1390294).
double ae_backward_towards(ae_network *network, ae_pass *pass, const float *x, const float *target, bool add, size_t B,
                           size_t total);

// Only the losses and latent gradients of ae_backward, through the decoder alone: no parameter's gradient is computed.
// Returns the sum of the rows' losses.
double ae_latent_gradient(const ae_network *network, ae_pass *pass, const float *x, size_t B);

#endif
