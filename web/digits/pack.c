// SPDX-License-Identifier: MIT
// pack IMAGES LABELS COUNT >OUT: the first images of IDX files, which are not zipped, as the page loads them; see
// core/packed.h. COUNT 0: all of them.
#include <stdio.h>
#include <stdlib.h>

#include "packed.h"
#include "poster/read_file.h"

static int fail(const char *what, const char *why) {
    fprintf(stderr, "pack: %s: %s\n", what, why);
    return 1;
}

int main(int count, char **arguments) {
    if (count != 4) return fail("usage", "pack IMAGES LABELS COUNT >OUT");
    file_bytes images = {0}, labels = {0};
    if (!read_file(&images, arguments[1])) return fail(arguments[1], "cannot be read");
    if (!read_file(&labels, arguments[2])) return fail(arguments[2], "cannot be read");
    const ae_packed_files files = {images.bytes, labels.bytes, images.size, labels.size, atoi(arguments[3])};
    ae_error error;
    unsigned char *bytes = NULL;
    size_t size = 0;
    if (ae_packed_write(&bytes, &size, &files, &error)) return fail("IDX", error.detail);
    const bool written = fwrite(bytes, 1, size, stdout) == size && !fflush(stdout);
    free(bytes);
    free(images.bytes);
    free(labels.bytes);
    return written ? 0 : fail("standard output", "cannot be written");
}
