// SPDX-License-Identifier: MIT
// Sets of packed pictures, by handle; see packed.h.
//
//   h = lab_images_new() -> copy bytes to lab_images_room(h, …) -> lab_images_read(h, …) or lab_images_idx(h, …) ->
//   lab_images_picture, … -> lab_images_free(h)
#include <stdlib.h>

#include "lab_digits.h"

enum { MAX_SETS = 16 };

typedef struct lab_images {
    bool used;
    unsigned char *bytes; // of a file: what `packed` points into, once it has been read
    unsigned char *grey;  // see lab_images_bytes; NULL: none
    float *picture;       // one of them
    ae_packed packed;
    ae_error error;
} lab_images;

static lab_images sets[MAX_SETS];

static lab_images *get(int handle) {
    return handle >= 1 && handle <= MAX_SETS && sets[handle - 1].used ? &sets[handle - 1] : NULL;
}

const ae_packed *lab_images_packed(int handle) {
    return get(handle) && get(handle)->packed.count ? &get(handle)->packed : NULL;
}

LAB int lab_images_new(void) {
    for (int k = 0; k < MAX_SETS; k++) {
        if (sets[k].used) continue;
        sets[k] = (lab_images){.used = true};
        return k + 1;
    }
    return 0;
}

static void empty(lab_images *lab) {
    free(lab->bytes);
    free(lab->grey);
    free(lab->picture);
    lab->bytes = lab->grey = NULL;
    lab->picture = NULL;
    lab->packed = (ae_packed){0};
}

LAB void lab_images_free(int handle) {
    if (!get(handle)) return;
    empty(get(handle));
    get(handle)->used = false;
}

LAB const char *lab_images_error(int handle) { return get(handle) ? get(handle)->error.detail : ""; }

// Room for so many bytes; what was there before is gone. NULL when there is none.
LAB unsigned char *lab_images_room(int handle, int size) {
    if (!get(handle) || size < 0) return NULL;
    empty(get(handle));
    return get(handle)->bytes = malloc((size_t)size + 1);
}

// Reads the packed pictures (size) that are in the room. A status; on failure there are none.
LAB int lab_images_read(int handle, int size) {
    lab_images *lab = get(handle);
    if (!lab || !lab->bytes || size < 0) return AE_BAD_HANDLE;
    ae_status status = ae_packed_read(&lab->packed, lab->bytes, (size_t)size, &lab->error);
    const size_t count = (size_t)lab->packed.rows * (size_t)lab->packed.columns;
    if (!status) lab->picture = malloc(count * sizeof(float));
    if (!status && !lab->picture) status = ae_fail(&lab->error, AE_OUT_OF_MEMORY, "no memory for a picture");
    if (status) empty(lab);
    return (int)status;
}

// Packs the IDX file of images (size) that is in the room, and reads that.
LAB int lab_images_idx(int handle, int size) {
    lab_images *lab = get(handle);
    if (!lab || !lab->bytes || size < 0) return AE_BAD_HANDLE;
    const ae_packed_files files = {.images = lab->bytes, .images_size = (size_t)size};
    unsigned char *bytes = NULL;
    size_t packed_size = 0;
    ae_status status = ae_packed_write(&bytes, &packed_size, &files, &lab->error);
    empty(lab);
    lab->bytes = bytes;
    return status ? (int)status : lab_images_read(handle, (int)packed_size);
}

// ---- pictures -------------------------------------------------------------------------------------------------------

LAB int lab_images_count(int handle) { return lab_images_packed(handle) ? lab_images_packed(handle)->count : 0; }

LAB int lab_images_pixels(int handle) {
    return lab_images_packed(handle) ? get(handle)->packed.rows * get(handle)->packed.columns : 0;
}

LAB const unsigned char *lab_images_labels(int handle) {
    return lab_images_packed(handle) ? get(handle)->packed.labels : NULL;
}

// One picture (pixels), 0 … 1; good until the next one. NULL when there is none.
LAB const float *lab_images_picture(int handle, int index) {
    lab_images *lab = get(handle);
    if (index < 0 || index >= lab_images_count(handle)) return NULL;
    ae_packed_picture(&lab->packed, index, lab->picture);
    return lab->picture;
}

// All of them (count,pixels), 0 … 255, until lab_images_pack; NULL when memory ran out.
LAB const unsigned char *lab_images_bytes(int handle) {
    lab_images *lab = get(handle);
    if (!lab_images_count(handle)) return NULL;
    const size_t count = (size_t)lab->packed.count * (size_t)lab_images_pixels(handle);
    if (!lab->grey) lab->grey = malloc(count);
    for (size_t k = 0; k < count / 2 && lab->grey; k++) {
        lab->grey[2 * k] = (unsigned char)(17 * (lab->packed.pixels[k] >> 4));
        lab->grey[2 * k + 1] = (unsigned char)(17 * (lab->packed.pixels[k] & 15));
    }
    return lab->grey;
}

// Gives back the memory of lab_images_bytes.
LAB void lab_images_pack(int handle) {
    if (!get(handle)) return;
    free(get(handle)->grey);
    get(handle)->grey = NULL;
}
