// SPDX-License-Identifier: MIT
// Reads model files. The only file that knows cJSON: its tree is walked into a chain of layers and a list of weights,
// and freed before the function returns. cJSON itself is compiled at the end of this file, so that whatever has the
// core has it too, and with no warnings of ours, because it comes as a system header.
#include <cJSON.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"
#include "model_parts.h"

enum {
    MOST_NESTED = 4,
    MOST_KERAS_LAYERS = 64,
    MOST_MISSING = 1 << 24
}; // the last: numbers of a half that is not there

// What is known on the way through the tree.
typedef struct reader {
    model_chain chain;
    const char *name;                    // of the whole model
    const char *seen[MOST_KERAS_LAYERS]; // names of the layers so far, which must differ
    int seen_count;
    int own; // the first layer of the chain that an Activation layer may belong to
    ae_error *error;
} reader;

// ---- fields ---------------------------------------------------------------------------------------------------------

static const cJSON *field(const cJSON *object, const char *name) {
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static const char *text_of(const cJSON *item) { return cJSON_IsString(item) ? item->valuestring : ""; }

static bool is_null(const cJSON *item) { return !item || cJSON_IsNull(item); }

// Whole numbers alone, e.g. of units.
static bool whole(const cJSON *item, int least, int most, int *value) {
    if (!cJSON_IsNumber(item) || !(item->valuedouble >= least && item->valuedouble <= most)) return false;
    *value = (int)item->valuedouble;
    return *value == item->valuedouble;
}

// ---- layers ---------------------------------------------------------------------------------------------------------

static ae_status bad(reader *r, const char *layer, const char *what) {
    return ae_fail(r->error, AE_BAD_DATA, "layer %s: %s", *layer ? layer : "?", what);
}

// [null, width]
static ae_status use_shape(reader *r, const char *layer, const cJSON *config) {
    const cJSON *shape = field(config, "batch_input_shape");
    if (!shape) shape = field(config, "batch_shape");
    if (is_null(shape)) return AE_OK;
    int width = 0;
    if (cJSON_GetArraySize(shape) != 2 || !cJSON_IsArray(shape) ||
        !whole(cJSON_GetArrayItem(shape, 1), 1, AE_MAX_UNITS, &width))
        return bad(r, layer, "batch_input_shape must be [null, a number of inputs]");
    const model_chain *chain = &r->chain;
    const int before = chain->count ? chain->layers[chain->count - 1].units : chain->inputs;
    if (before && before != width)
        return ae_fail(r->error, AE_BAD_DATA, "layer %s takes %d numbers, but is given %d", layer, width, before);
    if (!before) r->chain.inputs = width;
    return AE_OK;
}

static ae_status read_activation(reader *r, const char *layer, const cJSON *item, ae_activation *activation) {
    *activation = AE_LINEAR;
    if (is_null(item)) return AE_OK;
    if (!cJSON_IsString(item)) return bad(r, layer, "activation must be a name");
    const int known = model_activation(item->valuestring);
    if (known < 0)
        return ae_fail(r->error, AE_BAD_DATA, "layer %s: the activation %s is none of linear, tanh, relu and sigmoid",
                       layer, item->valuestring);
    *activation = (ae_activation)known;
    return AE_OK;
}

static ae_status read_dense(reader *r, const char *name, const cJSON *config) {
    model_chain *chain = &r->chain;
    if (chain->count == AE_MAX_LAYERS)
        return ae_fail(r->error, AE_BAD_DATA, "layer %s: more than %d Dense layers", name, AE_MAX_LAYERS);
    if (strlen(name) >= AE_MODEL_NAME) return bad(r, name, "its name is too long");
    model_layer layer = {.bias = true};
    strcpy(layer.name, name);
    if (!whole(field(config, "units"), 1, AE_MAX_UNITS, &layer.units))
        return ae_fail(r->error, AE_BAD_DATA, "layer %s: units must be a whole number from 1 to %d", name,
                       AE_MAX_UNITS);
    const cJSON *bias = field(config, "use_bias");
    if (bias && !cJSON_IsBool(bias)) return bad(r, name, "use_bias must be true or false");
    if (bias) layer.bias = cJSON_IsTrue(bias);
    ae_status status = use_shape(r, name, config);
    if (!status) status = read_activation(r, name, field(config, "activation"), &layer.activation);
    if (status) return status;
    if (!chain->inputs) return bad(r, name, "batch_input_shape is missing");
    if (!strcmp(name, "latent")) chain->latent = chain->count;
    chain->layers[chain->count++] = layer;
    return AE_OK;
}

static ae_status read_activation_layer(reader *r, const char *name, const cJSON *config) {
    model_chain *chain = &r->chain;
    ae_activation activation = AE_LINEAR;
    const ae_status status = read_activation(r, name, field(config, "activation"), &activation);
    if (status || activation == AE_LINEAR) return status;
    if (chain->count == r->own) return bad(r, name, "there is no Dense layer before this Activation in its model");
    model_layer *last = &chain->layers[chain->count - 1];
    if (last->activation != AE_LINEAR) return bad(r, name, "a second activation after the same Dense layer");
    last->activation = activation;
    return AE_OK;
}

static ae_status read_model(reader *r, const cJSON *model, int depth);

static bool is_model(const char *kind) {
    return !strcmp(kind, "Sequential") || !strcmp(kind, "Functional") || !strcmp(kind, "Model");
}

// Names of Dense layers are names of weights.
static ae_status check_name(reader *r, const char *name) {
    for (int k = 0; k < r->seen_count; k++)
        if (!strcmp(r->seen[k], name)) return bad(r, name, "there is another layer of this name");
    if (r->seen_count == MOST_KERAS_LAYERS)
        return ae_fail(r->error, AE_BAD_DATA, "layer %s: there are more than %d layers", name, MOST_KERAS_LAYERS);
    r->seen[r->seen_count++] = name;
    return AE_OK;
}

static ae_status read_layer(reader *r, const cJSON *layer, int depth) {
    const char *kind = text_of(field(layer, "class_name"));
    const cJSON *config = field(layer, "config");
    const char *name = text_of(field(config, "name"));
    if (!*name) name = text_of(field(layer, "name"));
    if (!*kind) return bad(r, name, "class_name is missing");
    if (!config) return bad(r, name, "config is missing");
    if (is_model(kind)) return read_model(r, layer, depth + 1);
    if (!cJSON_IsObject(config)) return bad(r, name, "config must be an object");
    if (!*name) return ae_fail(r->error, AE_BAD_DATA, "a layer of class %s has no name", kind);
    if (!strcmp(kind, "InputLayer")) return use_shape(r, name, config); // which of several models may be alike
    const ae_status status = check_name(r, name);
    if (status) return status;
    if (!strcmp(kind, "Dense")) return read_dense(r, name, config);
    if (!strcmp(kind, "Activation")) return read_activation_layer(r, name, config);
    if (!strcmp(kind, "Dropout")) return AE_OK;
    return ae_fail(r->error, AE_BAD_DATA, "layer %s is of class %s, which cannot be read", name, kind);
}

// ---- chains of a Functional model -----------------------------------------------------------------------------------

// [[["name", 0, 0, {}]]]: the one layer that a layer's input comes from; NULL when there is none. False when there are
// several, or it is of another form.
static bool source_of(const cJSON *layer, const char **source) {
    const cJSON *nodes = field(layer, "inbound_nodes");
    *source = NULL;
    if (is_null(nodes) || (cJSON_IsArray(nodes) && cJSON_GetArraySize(nodes) == 0)) return true;
    const cJSON *node = cJSON_GetArrayItem(nodes, 0), *first = cJSON_GetArrayItem(node, 0);
    if (!cJSON_IsArray(nodes) || cJSON_GetArraySize(nodes) != 1 || !cJSON_IsArray(node)) return false;
    // Keras writes a node of one input with, or without, the brackets around it
    if (cJSON_IsString(first))
        first = node;
    else if (cJSON_GetArraySize(node) != 1)
        return false;
    if (!cJSON_IsArray(first) || !cJSON_IsString(cJSON_GetArrayItem(first, 0))) return false;
    *source = cJSON_GetArrayItem(first, 0)->valuestring;
    return true;
}

static const char *layer_name(const cJSON *layer) {
    const char *name = text_of(field(layer, "name"));
    return *name ? name : text_of(field(field(layer, "config"), "name"));
}

// The one layer that takes the output of `from` (NULL: none's). *next NULL: there is none.
static ae_status next_layer(reader *r, const cJSON *layers, const char *from, const cJSON **next) {
    *next = NULL;
    const cJSON *layer;
    cJSON_ArrayForEach(layer, layers) {
        const char *source = NULL;
        if (!source_of(layer, &source))
            return bad(r, layer_name(layer), "inbound_nodes must name one layer, there are no branches here");
        if (from ? !source || strcmp(source, from) : source != NULL) continue;
        if (*next)
            return bad(r, layer_name(layer), from ? "a branch: another layer has the same input" : "a second input");
        *next = layer;
    }
    return AE_OK;
}

// [["name", 0, 0]], or without the outer brackets: nothing but the end of the chain may be an output.
static bool ends_in(const cJSON *outputs, const char *name) {
    if (is_null(outputs)) return true;
    const cJSON *first = cJSON_GetArrayItem(outputs, 0);
    if (cJSON_IsString(first)) return !strcmp(first->valuestring, name);
    return cJSON_GetArraySize(outputs) == 1 && !strcmp(text_of(cJSON_GetArrayItem(first, 0)), name);
}

static ae_status read_functional(reader *r, const cJSON *config, const cJSON *layers, int depth) {
    const char *from = NULL;
    const int count = cJSON_GetArraySize(layers);
    for (int k = 0; k < count; k++) {
        const cJSON *layer = NULL;
        ae_status status = next_layer(r, layers, from, &layer);
        if (status) return status;
        if (!layer)
            return ae_fail(r->error, AE_BAD_DATA, "inbound_nodes: only %d of %d layers are on the chain from the input",
                           k, count);
        from = layer_name(layer);
        status = read_layer(r, layer, depth);
        if (status) return status;
    }
    if (from && !ends_in(field(config, "output_layers"), from))
        return bad(r, from, "output_layers must name this layer, the end of the chain, alone");
    return AE_OK;
}

// ---- models ---------------------------------------------------------------------------------------------------------

static ae_status read_model(reader *r, const cJSON *model, int depth) {
    const char *kind = text_of(field(model, "class_name"));
    const cJSON *config = field(model, "config");
    const cJSON *layers = cJSON_IsArray(config) ? config : field(config, "layers"); // old Keras: the layers themselves
    const char *name = text_of(field(config, "name"));
    if (!is_model(kind))
        return ae_fail(r->error, AE_BAD_DATA, "modelTopology.class_name is %s, it must be Sequential or Functional",
                       *kind ? kind : "missing");
    if (!cJSON_IsArray(layers)) return ae_fail(r->error, AE_BAD_DATA, "model %s: config.layers is missing", name);
    if (cJSON_GetArraySize(layers) > MOST_KERAS_LAYERS)
        return ae_fail(r->error, AE_BAD_DATA, "model %s has more than %d layers", name, MOST_KERAS_LAYERS);
    if (depth > MOST_NESTED) return ae_fail(r->error, AE_BAD_DATA, "model %s: models are nested too deep", name);
    if (depth == 0) r->name = name;
    const bool chained = strcmp(kind, "Sequential") != 0;
    r->own = r->chain.count;
    ae_status status = chained ? read_functional(r, config, layers, depth) : AE_OK;
    const cJSON *layer;
    if (!chained) cJSON_ArrayForEach(layer, layers) if (!status) status = read_layer(r, layer, depth);
    if (!status && depth > 0 && !strcmp(name, "encoder") && r->chain.count) r->chain.latent = r->chain.count - 1;
    r->own = r->chain.count;
    return status;
}

// ---- weights --------------------------------------------------------------------------------------------------------

// An array of the manifest, and where its bytes begin.
typedef struct array {
    const char *name;
    size_t rows, columns, at; // a vector has 0 rows
    model_coding coding;
    bool used;
} array;

typedef struct arrays {
    int count;
    size_t bytes; // of all
    array at[2 * AE_MAX_LAYERS];
} arrays;

static ae_status read_coding(const cJSON *item, const char *name, model_coding *coding, ae_error *error) {
    const char *dtype = text_of(field(item, "dtype"));
    *coding = (model_coding){AE_FLOAT32, 0, 1};
    if (strcmp(dtype, "float32"))
        return ae_fail(error, AE_BAD_DATA, "weight %s: dtype is %s, it must be float32", name,
                       *dtype ? dtype : "missing");
    const cJSON *quantization = field(item, "quantization");
    if (is_null(quantization)) return AE_OK;
    const char *kind = text_of(field(quantization, "dtype"));
    if (!strcmp(kind, "float16")) {
        coding->precision = AE_FLOAT16;
        return AE_OK;
    }
    const bool one = !strcmp(kind, "uint8");
    if (!one && strcmp(kind, "uint16"))
        return ae_fail(error, AE_BAD_DATA, "weight %s: quantization.dtype must be float16, uint8 or uint16", name);
    const cJSON *low = field(quantization, "min"), *step = field(quantization, "scale");
    if (!cJSON_IsNumber(low) || !cJSON_IsNumber(step) || !isfinite(low->valuedouble) || !isfinite(step->valuedouble))
        return ae_fail(error, AE_BAD_DATA, "weight %s: quantization.min and scale must be numbers", name);
    *coding = (model_coding){one ? AE_UINT8 : AE_UINT16, low->valuedouble, step->valuedouble};
    return AE_OK;
}

static ae_status read_array(arrays *all, const cJSON *item, ae_error *error) {
    const char *name = text_of(field(item, "name"));
    const cJSON *shape = field(item, "shape");
    const int rank = cJSON_GetArraySize(shape);
    int size[2] = {0, 0};
    if (!*name) return ae_fail(error, AE_BAD_DATA, "weightsManifest: a weight has no name");
    if (all->count == 2 * AE_MAX_LAYERS)
        return ae_fail(error, AE_BAD_DATA, "weight %s: there are more than %d weights", name, 2 * AE_MAX_LAYERS);
    for (int k = 0; k < all->count; k++)
        if (!strcmp(all->at[k].name, name))
            return ae_fail(error, AE_BAD_DATA, "weight %s: there is another one of this name", name);
    bool fits = cJSON_IsArray(shape) && (rank == 1 || rank == 2);
    for (int k = 0; fits && k < rank; k++)
        fits = whole(cJSON_GetArrayItem(shape, k), 1, AE_MAX_UNITS, &size[2 - rank + k]);
    if (!fits) return ae_fail(error, AE_BAD_DATA, "weight %s: shape must be one or two sizes", name);
    array *made = &all->at[all->count++];
    *made = (array){.name = name, .rows = (size_t)size[0], .columns = (size_t)size[1], .at = all->bytes};
    const ae_status status = read_coding(item, name, &made->coding, error);
    if (status) return status;
    all->bytes += (rank == 2 ? made->rows : 1) * made->columns * model_bytes_of(made->coding.precision);
    if (all->bytes > (size_t)1 << 30) return ae_fail(error, AE_BAD_DATA, "weight %s: the weights are too large", name);
    return AE_OK;
}

static ae_status read_manifest(arrays *all, const cJSON *root, ae_error *error) {
    const cJSON *manifest = field(root, "weightsManifest"), *group, *item;
    if (!cJSON_IsArray(manifest)) return ae_fail(error, AE_BAD_DATA, "weightsManifest is missing");
    cJSON_ArrayForEach(group, manifest) {
        const cJSON *weights = field(group, "weights");
        if (!cJSON_IsArray(weights)) return ae_fail(error, AE_BAD_DATA, "weightsManifest: weights is missing");
        cJSON_ArrayForEach(item, weights) {
            const ae_status status = read_array(all, item, error);
            if (status) return status;
        }
    }
    return AE_OK;
}

// “dense/kernel”, in a model within a model also “encoder/dense/kernel”.
static array *find_array(arrays *all, const char *layer, const char *part) {
    const size_t length = strlen(layer), rest = strlen(part);
    array *inner = NULL;
    for (int k = 0; k < all->count; k++) {
        const char *name = all->at[k].name;
        const size_t size = strlen(name);
        if (size < length + 1 + rest) continue;
        const char *end = name + size - rest - 1 - length;
        if (strncmp(end, layer, length) || end[length] != '/' || strcmp(end + length + 1, part)) continue;
        if (end == name) return &all->at[k];
        if (end[-1] == '/') inner = &all->at[k];
    }
    return inner;
}

// The array of a layer's weights (rows,columns), or with 0 rows of its bias.
static ae_status claim(array **found, arrays *all, const char *layer, const char *part, size_t rows, size_t columns,
                       ae_error *error) {
    *found = find_array(all, layer, part);
    if (!*found) return ae_fail(error, AE_BAD_DATA, "weight %s/%s is missing from weightsManifest", layer, part);
    if ((*found)->rows != rows || (*found)->columns != columns)
        return ae_fail(error, AE_BAD_DATA, "weight %s: its shape does not fit, it must be of %d and %d", (*found)->name,
                       (int)rows, (int)columns);
    if ((*found)->used) return ae_fail(error, AE_BAD_DATA, "weight %s belongs to two layers", (*found)->name);
    (*found)->used = true;
    return AE_OK;
}

// Which array is which, before memory is asked for: it is then no more than what the files hold.
typedef struct layer_arrays {
    array *kernel, *bias; // bias NULL: there is none
} layer_arrays;

static ae_status claim_all(layer_arrays of[AE_MAX_LAYERS], const model_chain *chain, arrays *all, size_t size,
                           ae_error *error) {
    size_t inputs = (size_t)chain->inputs;
    if (chain->count < 1) return ae_fail(error, AE_BAD_DATA, "there is no Dense layer in it");
    for (int l = 0; l < chain->count; l++) {
        const model_layer *layer = &chain->layers[l];
        const size_t units = (size_t)layer->units;
        ae_status status = claim(&of[l].kernel, all, layer->name, "kernel", inputs, units, error);
        of[l].bias = NULL;
        if (!status && layer->bias) status = claim(&of[l].bias, all, layer->name, "bias", 0, units, error);
        if (status) return status;
        inputs = units;
    }
    for (int k = 0; k < all->count; k++)
        if (!all->at[k].used) return ae_fail(error, AE_BAD_DATA, "weight %s belongs to no layer", all->at[k].name);
    if ((size_t)chain->inputs * inputs > MOST_MISSING)
        return ae_fail(error, AE_BAD_DATA, "from %d inputs to %d outputs is more than can be rebuilt", chain->inputs,
                       (int)inputs);
    if (size == all->bytes) return AE_OK;
    return ae_fail(error, AE_BAD_DATA, "the weight files have %d bytes, but model.json asks for %d",
                   size > INT_MAX ? INT_MAX : (int)size, (int)all->bytes);
}

static ae_status fill(float *values, const array *found, const unsigned char *bytes, ae_error *error) {
    const size_t count = (found->rows ? found->rows : 1) * found->columns;
    const long wrong = model_decode(values, bytes + found->at, count, &found->coding);
    if (wrong < 0) return AE_OK;
    return ae_fail(error, AE_BAD_DATA, "weight %s: number %d is not finite", found->name, (int)wrong + 1);
}

static ae_status fill_model(ae_model *model, int count, const layer_arrays of[AE_MAX_LAYERS],
                            const unsigned char *bytes, ae_error *error) {
    const ae_network *network = model->network;
    for (int l = 0; l < count; l++) {
        const ae_layer_place *place = &network->places[model_first_layer(model) + l];
        ae_status status = fill(network->parameters + place->weights, of[l].kernel, bytes, error);
        if (!status && of[l].bias) status = fill(network->parameters + place->bias, of[l].bias, bytes, error);
        if (status) return status;
    }
    return AE_OK;
}

// ---- the file -------------------------------------------------------------------------------------------------------

// *root: caller deletes.
static ae_status parse(cJSON **root, const char *json, size_t size, ae_error *error) {
    *root = NULL;
    if (size > AE_MODEL_MOST_JSON)
        return ae_fail(error, AE_BAD_DATA, "it has more than %d bytes, too much for a model.json", AE_MODEL_MOST_JSON);
    const char *end = json;
    *root = cJSON_ParseWithLengthOpts(json, size, &end, false);
    if (*root)
        while (end < json + size && strchr(" \t\r\n", *end) && *end) end++;
    if (*root && end == json + size && cJSON_IsObject(*root)) return AE_OK;
    cJSON_Delete(*root);
    *root = NULL;
    return ae_fail(error, AE_BAD_DATA, "it is no JSON object, from byte %d on", end ? (int)(end - json) + 1 : 1);
}

static ae_status read_topology(reader *r, const cJSON *root) {
    const cJSON *topology = field(root, "modelTopology"), *inner = field(topology, "model_config");
    if (!cJSON_IsObject(topology)) return ae_fail(r->error, AE_BAD_DATA, "modelTopology is missing");
    return read_model(r, inner ? inner : topology, 0);
}

ae_status ae_model_read(ae_model **model, const char *json, size_t json_size, const unsigned char *weights,
                        size_t weights_size, ae_error *error) {
    *model = NULL;
    cJSON *root;
    ae_status status = parse(&root, json, json_size, error);
    if (status) return status;
    reader r = {.chain.latent = -1, .name = "", .error = error};
    arrays all = {0};
    layer_arrays of[AE_MAX_LAYERS];
    status = read_topology(&r, root);
    if (!status) status = read_manifest(&all, root, error);
    if (!status) status = claim_all(of, &r.chain, &all, weights_size, error);
    if (!status) status = model_of_chain(model, &r.chain, r.name, error);
    if (!status) status = fill_model(*model, r.chain.count, of, weights, error);
    cJSON_Delete(root);
    if (!status) return AE_OK;
    ae_model_free(*model);
    *model = NULL;
    return status;
}

// ---- names of files -------------------------------------------------------------------------------------------------

// A path down from the folder of model.json.
static bool is_inside(const char *path) {
    if (!*path || *path == '/' || strpbrk(path, "\\:?#")) return false;
    for (const char *p = path; p; p = strchr(p, '/')) {
        if (*p == '/') p++;
        if (p[0] == '.' && (p[1] == '/' || p[1] == '\0' || p[1] == '.')) return false;
        if (!*p || *p == '/') return false;
    }
    return true;
}

static ae_status add_file(ae_model_list *list, const cJSON *path, ae_error *error) {
    if (!cJSON_IsString(path)) return ae_fail(error, AE_BAD_DATA, "weightsManifest: paths must be names of files");
    const char *name = path->valuestring;
    if (!is_inside(name))
        return ae_fail(error, AE_BAD_DATA, "weightsManifest: %s leads out of the model's folder", name);
    if (list->count == AE_MODEL_MOST_FILES)
        return ae_fail(error, AE_BAD_DATA, "weightsManifest: more than %d files", AE_MODEL_MOST_FILES);
    char *copy = malloc(strlen(name) + 1);
    if (!copy) return ae_fail(error, AE_OUT_OF_MEMORY, "no memory for the names of files");
    list->names[list->count++] = strcpy(copy, name);
    return AE_OK;
}

static ae_status read_files(ae_model_list *list, const cJSON *root, ae_error *error) {
    const cJSON *manifest = field(root, "weightsManifest"), *group, *path;
    if (!cJSON_IsArray(manifest)) return ae_fail(error, AE_BAD_DATA, "weightsManifest is missing");
    cJSON_ArrayForEach(group, manifest) {
        const cJSON *paths = field(group, "paths");
        if (!cJSON_IsArray(paths)) return ae_fail(error, AE_BAD_DATA, "weightsManifest: paths is missing");
        cJSON_ArrayForEach(path, paths) {
            const ae_status status = add_file(list, path, error);
            if (status) return status;
        }
    }
    return AE_OK;
}

ae_status ae_model_files(ae_model_list **list, const char *json, size_t size, ae_error *error) {
    *list = NULL;
    cJSON *root;
    ae_status status = parse(&root, json, size, error);
    if (status) return status;
    ae_model_list *made = calloc(1, sizeof *made + AE_MODEL_MOST_FILES * sizeof *made->names);
    if (made) {
        made->names = (char **)(made + 1);
        status = read_files(made, root, error);
    } else {
        status = ae_fail(error, AE_OUT_OF_MEMORY, "no memory for the names of files");
    }
    cJSON_Delete(root);
    if (!status)
        *list = made;
    else
        ae_model_list_free(made);
    return status;
}

#include <cJSON.c> // last, because it has macros of its own
