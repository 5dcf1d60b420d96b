// SPDX-License-Identifier: MIT
#include "colour.h"

#include "functions.h"

static float clamp(float x) { return x < 0 ? 0 : x > 1 ? 1 : x; }

static colour pack(float r, float g, float b, float a) {
    return (colour)(clamp(r) * 255 + 0.5f) | (colour)(clamp(g) * 255 + 0.5f) << 8 |
           (colour)(clamp(b) * 255 + 0.5f) << 16 | (colour)(clamp(a) * 255 + 0.5f) << 24;
}

static float channel(colour c, int shift) { return (float)(c >> shift & 255) / 255; }

// Linear light to sRGB's code values (IEC 61966-2-1)
static float encode(float x) {
    if (x <= 0.0031308f) return 12.92f * clamp(x);
    return 1.055f * ae_exp((float)ae_log(x) / 2.4f) - 0.055f;
}

// Lightness 0 … 1, chroma, hue in turns -> sRGB
static colour oklch(float lightness, float chroma, float hue) {
    float a = chroma * (float)ae_cos(6.283185307179586 * hue), b = chroma * (float)ae_sin(6.283185307179586 * hue);
    float l = lightness + 0.3963377774f * a + 0.2158037573f * b;
    float m = lightness - 0.1055613458f * a - 0.0638541728f * b;
    float s = lightness - 0.0894841775f * a - 1.2914855480f * b;
    l = l * l * l, m = m * m * m, s = s * s * s;
    return pack(encode(4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s),
                encode(-1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s),
                encode(-0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s), 1);
}

colour colour_ramp(float position, bool cyclic, bool dark) {
    if (cyclic) return oklch(dark ? 0.74f : 0.57f, 0.145f, 0.72f + position);
    // Open curves: from violet through red to yellow-brown, and lighter or darker on the way
    float lightness = dark ? 0.62f + 0.24f * position : 0.40f + 0.19f * position;
    return oklch(lightness, 0.14f, 0.80f + 0.45f * position);
}

colour colour_class(int index, bool dark) {
    return oklch((dark ? 0.70f : 0.50f) + 0.06f * (float)(index % 3), 0.13f, 0.1f * (float)index);
}

colour colour_ink(bool dark, float strength) {
    return dark ? pack(0.91f, 0.92f, 0.94f, strength) : pack(0.12f, 0.13f, 0.15f, strength);
}

colour colour_paper(bool dark) { return dark ? pack(0.086f, 0.094f, 0.11f, 1) : pack(1, 1, 1, 1); }

colour colour_mix(colour a, colour b, float t) {
    float mixed[4];
    for (int k = 0; k < 4; k++) mixed[k] = (1 - t) * channel(a, 8 * k) + t * channel(b, 8 * k);
    return pack(mixed[0], mixed[1], mixed[2], mixed[3]);
}

colour colour_fade(colour c, float opacity) {
    return (c & 0xffffffu) | (colour)(channel(c, 24) * clamp(opacity) * 255 + 0.5f) << 24;
}
