// SPDX-License-Identifier: MIT
// Writes the scenes of pictures.h as NAME.png into a folder.
#include <stdio.h>

#include "pictures.h"
#include "poster/png_file.h"

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: pictures FOLDER\n");
        return 2;
    }
    scene s = {0};
    gfx_soft soft = {0};
    int failures = 0;
    for (int k = 0; k < PICTURES; k++) {
        const picture *p = &pictures[k];
        char path[512];
        snprintf(path, sizeof path, "%s/%s.png", arguments[1], p->name);
        if (picture_draw(p, &s, &soft) && png_file_write(path, soft.pixels, picture_columns(p), picture_rows(p)))
            continue;
        fprintf(stderr, "pictures: %s cannot be made\n", path);
        failures++;
    }
    scene_free(&s);
    gfx_soft_free(&soft);
    return failures > 0;
}
