// SPDX-License-Identifier: MIT
#include "colour.h"

// The tables are written as in CSS, red first.
static colour css(uint32_t code) { return 0xff000000u | (code & 255) << 16 | (code & 0xff00) | code >> 16; }

static float clamp(float x) { return x < 0 ? 0 : x > 1 ? 1 : x; }

static colour pack(float r, float g, float b, float a) {
    return (colour)(clamp(r) * 255 + 0.5f) | (colour)(clamp(g) * 255 + 0.5f) << 8 |
           (colour)(clamp(b) * 255 + 0.5f) << 16 | (colour)(clamp(a) * 255 + 0.5f) << 24;
}

static float channel(colour c, int shift) { return (float)(c >> shift & 255) / 255; }

// ---- ramps ----------------------------------------------------------------------------------------------------------

// A smooth curve in CIELAB, cut into STEPS of the same CIEDE2000 length each. In between, mixing the code values is
// even enough.
enum { STEPS = 16 };

static const uint32_t RAMPS[2][2][STEPS + 1] = {
    // [cyclic][dark]
    {{0x2f3883, 0x493b88, 0x613d8d, 0x773f90, 0x8c418e, 0x9f428a, 0xb04584, 0xbd497b, 0xc64d70, 0xcc5366, 0xcf595c,
      0xd06053, 0xcf684c, 0xcc7045, 0xc8773e, 0xc47e36, 0xc1852d},
     {0x6f6fbd, 0x8571bf, 0x9b73c2, 0xb176c3, 0xc679bf, 0xd97db9, 0xe883b1, 0xf38ba8, 0xfa939f, 0xff9a97, 0xffa290,
      0xffaa8b, 0xffb488, 0xffbe87, 0xfec887, 0xfad188, 0xf6db88}},
    {{0x4376ca, 0x6565ba, 0x7d559f, 0x91457f, 0xa63e63, 0xb2464d, 0xb5573e, 0xb26933, 0xa77931, 0x978735, 0x819344,
      0x649c62, 0x409f82, 0x299b9a, 0x2693ac, 0x2c88be, 0x4376ca},
     {0x7ba3f1, 0x9490e2, 0xab80cb, 0xc472ae, 0xdd7193, 0xea7d7f, 0xef8d72, 0xeea06a, 0xe6b36b, 0xd8c574, 0xc4d484,
      0xa3db9f, 0x7fdbbb, 0x6dd2cf, 0x6bc7dd, 0x6eb8ea, 0x7ba3f1}},
};

// Two channels at a time, which fit into 32 bits with eight to spare each; t from 0 (all a) to 256 (all b).
static colour blend(colour a, colour b, uint32_t t) {
    const colour odd = 0x00ff00ffu, half = 0x00800080u;
    colour low = (a & odd) * (256 - t) + (b & odd) * t + half;
    colour high = (a >> 8 & odd) * (256 - t) + (b >> 8 & odd) * t + half;
    return (low >> 8 & odd) | (high & ~odd);
}

colour colour_ramp(float position, bool cyclic, bool dark) {
    if (!(position > 0)) position = 0;
    float along = (position < 1 ? position : 1) * STEPS;
    int step = (int)along;
    if (step == STEPS) step--;
    const uint32_t *codes = RAMPS[cyclic][dark] + step;
    return blend(css(codes[0]), css(codes[1]), (uint32_t)(256 * (along - (float)step)));
}

// ---- classes --------------------------------------------------------------------------------------------------------

// Found by simulated annealing: as near as can be to ten hues that go together while every pair is 12.5 apart. Which
// class has which: digits that look alike (4 and 9, 3 and 5 and 8, 1 and 7) are farther apart. A class has the same
// hue, or nearly so, on both papers.
static const uint32_t CLASSES[2][COLOUR_CLASSES] = {
    {0x056dcd, 0xe75d86, 0x7c9f33, 0x676200, 0xae83bd, 0x025a63, 0x966e50, 0x8a3c43, 0x31a492, 0x51358c},
    {0x1c81e3, 0xf06483, 0xd3e4a4, 0x9d8622, 0xd9a7fb, 0xa2e8ed, 0xeaa84d, 0xab574e, 0x2fbfa3, 0x8f87ab},
};

colour colour_class(int class, bool dark) {
    return class >= 0 && class < COLOUR_CLASSES ? css(CLASSES[dark][class]) : colour_ink(dark, 1);
}

// ---- theme and arithmetic -------------------------------------------------------------------------------------------

colour colour_ink(bool dark, float strength) { return colour_fade(css(dark ? 0xe8ebf0 : 0x1f2126), strength); }

colour colour_paper(bool dark) { return css(dark ? 0x16181c : 0xffffff); }

colour colour_mix(colour a, colour b, float t) {
    float mixed[4];
    for (int k = 0; k < 4; k++) mixed[k] = (1 - t) * channel(a, 8 * k) + t * channel(b, 8 * k);
    return pack(mixed[0], mixed[1], mixed[2], mixed[3]);
}

colour colour_fade(colour c, float opacity) {
    return (c & 0xffffffu) | (colour)(channel(c, 24) * clamp(opacity) * 255 + 0.5f) << 24;
}
