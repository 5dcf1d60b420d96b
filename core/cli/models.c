// SPDX-License-Identifier: MIT
#include "models.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"

// ---- paths ----------------------------------------------------------------------------------------------------------

enum { MOST = 4096 }; // bytes of a path

static bool fits(int length, const char *path) {
    if (length >= 0 && length < MOST) return true;
    cli_fail("%s: the path is too long", path);
    return false;
}

// The model.json of a folder, or the file itself.
static bool json_of(const char *path, char json[MOST]) {
    const char *end = !cli_is_folder(path) ? "" : cli_ends_in(path, "/") ? "model.json" : "/model.json";
    return fits(snprintf(json, MOST, "%s%s", path, end), path);
}

// What a path has before its last name: "a/b/model.json" gives "a/b/".
static int length_of_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? (int)(slash - path) + 1 : 0;
}

// A file beside another one.
static bool beside(const char *path, const char *name, char found[MOST]) {
    return fits(snprintf(found, MOST, "%.*s%s", length_of_folder(path), path, name), path);
}

// ---- reading --------------------------------------------------------------------------------------------------------

static bool append(cli_bytes *all, const cli_bytes *more) {
    unsigned char *at = realloc(all->at, all->size + more->size + 1);
    if (!at) return !cli_fail("memory ran out");
    if (more->size) memcpy(at + all->size, more->at, more->size);
    all->at = at;
    all->size += more->size;
    return true;
}

// All weight files, one after the other.
static bool read_weights(const char *json_path, const ae_model_list *names, cli_bytes *weights) {
    *weights = (cli_bytes){0};
    for (int k = 0; k < names->count; k++) {
        char path[MOST];
        cli_bytes file;
        if (!beside(json_path, names->names[k], path) || !cli_read(&file, path)) return false;
        const bool ok = append(weights, &file);
        free(file.at);
        if (!ok) return false;
    }
    return true;
}

static ae_model *parse(const char *path, const cli_bytes *json) {
    ae_error error;
    ae_model_list *names = NULL;
    ae_model *model = NULL;
    cli_bytes weights = {0};
    if (ae_model_files(&names, (const char *)json->at, json->size, &error))
        cli_fail("%s: %s", path, error.detail);
    else if (read_weights(path, names, &weights) &&
             ae_model_read(&model, (const char *)json->at, json->size, weights.at, weights.size, &error))
        cli_fail("%s: %s", path, error.detail);
    free(weights.at);
    ae_model_list_free(names);
    return model;
}

ae_model *cli_model_read(const char *path, bool encoder, bool decoder) {
    char json_path[MOST];
    cli_bytes json;
    if (!json_of(path, json_path) || !cli_read(&json, json_path)) return NULL;
    ae_model *model = parse(json_path, &json);
    free(json.at);
    const char *missing = model && encoder && !model->encoder ? "encoder" : "decoder";
    if (!model || ((!encoder || model->encoder) && (!decoder || model->decoder))) return model;
    cli_fail("%s: it holds no %s", json_path, missing);
    ae_model_free(model);
    return NULL;
}

void cli_model_print_files(const char *path) {
    char json_path[MOST], file[MOST];
    cli_bytes json, weights;
    ae_model_list *names = NULL;
    if (!json_of(path, json_path) || !cli_read(&json, json_path)) return;
    printf("file        %s, %zu bytes\n", json_path, json.size);
    if (!ae_model_files(&names, (const char *)json.at, json.size, NULL))
        for (int k = 0; k < names->count; k++) {
            if (!beside(json_path, names->names[k], file) || !cli_read(&weights, file)) break;
            printf("file        %s, %zu bytes\n", file, weights.size);
            free(weights.at);
        }
    ae_model_list_free(names);
    free(json.at);
}

// ---- writing --------------------------------------------------------------------------------------------------------

// model.json has weights.bin beside it, name.json name.weights.bin.
static bool name_weights(cli_place *place) {
    const char *name = place->json + length_of_folder(place->json);
    const int stem = (int)strlen(name) - (int)strlen(".json");
    const bool plain = !strcmp(name, "model.json");
    char weights[MOST];
    if (!fits(snprintf(weights, MOST, "%.*s%sweights.bin", plain ? 0 : stem, name, plain ? "" : "."), place->json))
        return false;
    if (!beside(place->json, weights, place->weights)) return false;
    place->weights_name = place->weights + length_of_folder(place->weights);
    return true;
}

static bool make_folder(cli_place *place, const char *path) {
    const bool there = cli_is_folder(path);
    if (!cli_make_folder(path)) return false;
    return there || fits(snprintf(place->made, MOST, "%s", path), path);
}

bool cli_place_new(cli_place *place, const char *path) {
    *place = (cli_place){0};
    const bool file = cli_ends_in(path, ".json") && !cli_is_folder(path);
    if (!file && !make_folder(place, path)) return false;
    if (json_of(path, place->json) && name_weights(place) && cli_writable(place->json) && cli_writable(place->weights))
        return true;
    cli_place_undo(place);
    return false;
}

void cli_place_undo(cli_place *place) {
    if (*place->made) rmdir(place->made); // which fails, as it should, when there is something in it
}

// The model.json comes last: where there is a new one, its weights are there too.
static bool write_files(const cli_place *place, const ae_model_bytes *bytes) {
    return (!*place->weights || cli_write(place->weights, bytes->weights, bytes->size)) &&
           cli_write(place->json, bytes->json, bytes->json_size);
}

static bool write_model(const cli_place *place, const ae_model *model, const ae_model_format *format) {
    ae_error error;
    ae_model_bytes bytes;
    if (ae_model_write(&bytes, model, format, &error)) return !cli_fail("%s: %s", place->json, error.detail);
    const bool ok = write_files(place, &bytes);
    ae_model_bytes_free(&bytes);
    return ok;
}

bool cli_model_write(const cli_place *place, const ae_model *model, int precision) {
    return write_model(place, model, &(ae_model_format){(ae_precision)precision, place->weights_name, NULL});
}

static bool write_half(const cli_place *whole, const char *folder, const ae_model *half, int precision) {
    char path[MOST];
    cli_place place;
    return beside(whole->json, folder, path) && cli_place_new(&place, path) && cli_model_write(&place, half, precision);
}

bool cli_model_write_split(const cli_place *place, const ae_model *model, int precision) {
    const ae_model encoder = {model->network, true, false}, decoder = {model->network, false, true};
    cli_place whole = *place;
    *whole.weights = '\0'; // those of the halves
    return write_half(place, "encoder", &encoder, precision) && write_half(place, "decoder", &decoder, precision) &&
           write_model(&whole, model,
                       &(ae_model_format){(ae_precision)precision, "encoder/weights.bin", "decoder/weights.bin"});
}

const char *cli_model_sizes(const ae_model *model, char text[256]) {
    const ae_network_desc *desc = &model->network->desc;
    const int first = model->encoder ? -1 : desc->latent, last = model->decoder ? desc->layer_count - 1 : desc->latent;
    int length = 0;
    for (int l = first; l <= last && length < 240; l++)
        length += snprintf(text + length, 256 - (size_t)length, "%s%d", l > first ? "-" : "",
                           l < 0 ? desc->inputs : desc->layers[l].units);
    return text;
}
