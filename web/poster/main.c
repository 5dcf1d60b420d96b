// SPDX-License-Identifier: MIT
// poster FIGURE light|dark OUT.png [WIDTH]
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"
#include "png_file.h"
#include "poster.h"
#include "poster_digits.h"
#include "read_file.h"

#define MODEL "assets/models/digits/" // from the repository's root

static int usage(void) {
    fprintf(stderr, "usage: poster FIGURE light|dark OUT.png [WIDTH]\nfigures:");
    for (int k = 0; poster_name(k); k++) fprintf(stderr, " %s", poster_name(k));
    fprintf(stderr, " digits, and card, for a link's preview\nWIDTH is in CSS px, 320 to 4000, 1140 unless told\n");
    return 2;
}

static bool fail(const char *what, const char *why) {
    fprintf(stderr, "poster: %s: %s\n", what, why);
    return false;
}

static bool read_codes(ae_codes **codes) {
    file_bytes file;
    ae_error error;
    if (!read_file(&file, MODEL "codes.bin")) return fail(MODEL "codes.bin", "cannot be read");
    const ae_status status = ae_codes_read(codes, file.bytes, file.size, &error);
    free(file.bytes);
    return !status || fail(MODEL "codes.bin", error.detail);
}

static bool read_decoder(ae_model **model) {
    file_bytes json, weights = {0};
    ae_error error = {AE_BAD_DATA, "cannot be read"};
    const bool are = read_file(&json, MODEL "decoder/model.json") && read_file(&weights, MODEL "decoder/weights.bin");
    const ae_status status =
        are ? ae_model_read(model, (char *)json.bytes, json.size, weights.bytes, weights.size, &error) : AE_BAD_DATA;
    free(json.bytes);
    free(weights.bytes);
    return !status || fail(MODEL "decoder", error.detail);
}

// Figure 6, whose model is a file. False when it cannot be drawn, which has been said.
static bool draw_digits(poster *poster, bool dark, float width) {
    ae_codes *codes = NULL;
    ae_model *model = NULL;
    bool drawn = read_codes(&codes) && read_decoder(&model);
    if (drawn) {
        const poster_digits digits = {model->network, codes};
        drawn = poster_draw_digits(poster, &digits, dark, width) || fail("digits", "memory ran out");
    }
    ae_codes_free(codes);
    ae_model_free(model);
    return drawn;
}

static bool draw(poster *poster, const char *name, bool dark, float width) {
    if (!strcmp(name, "digits")) return draw_digits(poster, dark, width);
    if (!strcmp(name, "card")) return poster_draw_card(poster, dark) || fail(name, "memory ran out");
    return poster_draw(poster, poster_find(name), dark, width) || fail(name, "memory ran out");
}

int main(int count, char **arguments) {
    if (count < 4 || count > 5) return usage();
    const bool is = poster_find(arguments[1]) >= 0 || !strcmp(arguments[1], "digits") || !strcmp(arguments[1], "card");
    const bool dark = !strcmp(arguments[2], "dark");
    const double width = count == 5 ? atof(arguments[4]) : 1140;
    if (!is || (!dark && strcmp(arguments[2], "light")) || !(width >= 320 && width <= 4000)) return usage();
    poster poster;
    if (!draw(&poster, arguments[1], dark, (float)width)) return 1;
    const bool written = png_file_write(arguments[3], poster.pixels, poster.width, poster.height);
    if (!written) fprintf(stderr, "poster: %s cannot be written\n", arguments[3]);
    poster_free(&poster);
    return written ? 0 : 1;
}
