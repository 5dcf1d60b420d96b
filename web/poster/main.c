// SPDX-License-Identifier: MIT
// poster FIGURE light|dark OUT.png [WIDTH]
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "png_file.h"
#include "poster.h"

static int usage(void) {
    fprintf(stderr, "usage: poster FIGURE light|dark OUT.png [WIDTH]\nfigures:");
    for (int k = 0; poster_name(k); k++) fprintf(stderr, " %s", poster_name(k));
    fprintf(stderr, "\nWIDTH is in CSS px, 320 to 4000, 1140 unless told\n");
    return 2;
}

int main(int count, char **arguments) {
    if (count < 4 || count > 5) return usage();
    const int figure = poster_find(arguments[1]);
    const bool dark = !strcmp(arguments[2], "dark");
    const double width = count == 5 ? atof(arguments[4]) : 1140;
    if (figure < 0 || (!dark && strcmp(arguments[2], "light")) || !(width >= 320 && width <= 4000)) return usage();
    poster poster;
    if (!poster_draw(&poster, figure, dark, (float)width)) {
        fprintf(stderr, "poster: memory ran out\n");
        return 1;
    }
    const bool written = png_file_write(arguments[3], poster.pixels, poster.width, poster.height);
    if (!written) fprintf(stderr, "poster: %s cannot be written\n", arguments[3]);
    poster_free(&poster);
    return written ? 0 : 1;
}
