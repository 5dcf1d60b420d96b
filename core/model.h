// SPDX-License-Identifier: MIT
// Model files: the Layers format of TensorFlow.js (Smilkov et al. 2019, arXiv:1901.05350), a model.json with the layers
// and a manifest of the weights, and files of bytes with the weights themselves. Keras users can write it (through the
// TensorFlow.js converter), TensorFlow.js users can read it with `tf.loadLayersModel`.
//
//   ae_model_files -> (fetch those files) -> ae_model_read -> … -> ae_model_free
//   ae_model_write -> (keep both somewhere) -> free
//
// What is read: Sequential and Functional models, one in another too, that are one chain of InputLayer, Dense,
// Activation and Dropout (which does nothing once a network is trained), as Keras 2 and TensorFlow.js write them, with
// weights in float32, float16, uint8 or uint16. An encoder and a decoder may be in one file or in two. Anything else is
// refused by name: other layers, branches, shapes that do not chain, weights that are missing, left over, not finite or
// of another size than they should.
//
// Bytes come in and go out; the core opens no file. Nothing of cJSON, which reads the JSON, shows here.
#ifndef AE_MODEL_H
#define AE_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "network.h"
#include "status.h"

enum { AE_MODEL_MOST_JSON = 4 << 20, AE_MODEL_MOST_FILES = 256 }; // bytes; weight files

typedef struct ae_model {
    ae_network *network;   // the chain; a half that there is not is one linear layer of zeros
    bool encoder, decoder; // which halves there are
} ae_model;

typedef struct ae_model_list {
    int count;
    char **names; // (count)
} ae_model_list;

// How weights are kept. uint8 and uint16 are steps of equal size between the least and the largest weight of each
// array.
typedef enum ae_precision { AE_FLOAT32 = 0, AE_FLOAT16, AE_UINT8, AE_UINT16, AE_PRECISION_COUNT } ae_precision;

// The names of the weight files that a model.json (size, borrowed) asks for, in their order, as paths from where it
// lies; none leads out of its folder. *list: caller frees. AE_BAD_DATA names the field; AE_OUT_OF_MEMORY.
ae_status ae_model_files(ae_model_list **list, const char *json, size_t size, ae_error *error);
void ae_model_list_free(ae_model_list *list); // NULL is fine

// *model: caller frees. json and weights borrowed: all weight files, one after the other, in the order of
// ae_model_files. The code is the end of a model named “encoder”, or the layer named “latent”, else the first of the
// narrowest layers. A model named “encoder” or “decoder” is that half; another one that does not end as wide as it
// began is an encoder when it ends narrower, else a decoder. AE_BAD_DATA and AE_BAD_VALUE name the layer, the weight or
// the field; AE_OUT_OF_MEMORY.
ae_status ae_model_read(ae_model **model, const char *json, size_t json_size, const unsigned char *weights,
                        size_t weights_size, ae_error *error);

// One model of the encoder of one and the decoder of another, both borrowed. *model: caller frees. AE_BAD_VALUE when a
// half is not there, or they do not fit; AE_OUT_OF_MEMORY.
ae_status ae_model_join(ae_model **model, const ae_model *encoder, const ae_model *decoder, ae_error *error);

typedef struct ae_model_format {
    ae_precision precision;      // 0 is AE_FLOAT32, which comes back bit by bit
    const char *weights;         // name of the weight file, e.g. "weights.bin"
    const char *decoder_weights; // name of a second file that has the decoder's; NULL: all in one
} ae_model_format;

// A model.json (terminated) and the bytes of its weights (size): the encoder's (encoder_size of them), then the
// decoder's. *json, *weights: caller frees. Layers are named encoder_1 … latent, decoder_1 … output. AE_BAD_VALUE when
// a weight does not fit into the precision; AE_OUT_OF_MEMORY.
typedef struct ae_model_bytes {
    char *json;
    unsigned char *weights;
    size_t json_size, size, encoder_size;
} ae_model_bytes;
ae_status ae_model_write(ae_model_bytes *bytes, const ae_model *model, const ae_model_format *format, ae_error *error);
void ae_model_bytes_free(ae_model_bytes *bytes);

void ae_model_free(ae_model *model); // NULL is fine

#endif
