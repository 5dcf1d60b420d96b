// SPDX-License-Identifier: MIT
// Model files: a model.json, a byte 0, and the bytes of its weights.
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "model.h"

// What was read is written and read again, and is the same.
static void check(const ae_model *model) {
    ae_model_bytes bytes;
    ae_model *again;
    if (ae_model_write(&bytes, model, &(ae_model_format){.weights = "w"}, NULL)) return; // memory ran out
    const ae_status status = ae_model_read(&again, bytes.json, bytes.json_size, bytes.weights, bytes.size, NULL);
    ae_model_bytes_free(&bytes);
    if (status == AE_OUT_OF_MEMORY) return;
    if (status || again->network->parameter_count != model->network->parameter_count) fuzz_promise(false);
    if (memcmp(again->network->parameters, model->network->parameters, model->network->parameter_count * sizeof(float)))
        fuzz_promise(false);
    ae_model_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t *end = memchr(data, 0, size);
    const size_t json = end ? (size_t)(end - data) : size;
    ae_model_list *files;
    ae_model *model;
    if (!ae_model_files(&files, (const char *)data, json, NULL)) ae_model_list_free(files);
    if (!ae_model_read(&model, (const char *)data, json, end ? end + 1 : data, end ? size - json - 1 : 0, NULL)) {
        check(model);
        ae_model_free(model);
    }
    return 0;
}
