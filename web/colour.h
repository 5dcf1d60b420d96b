// SPDX-License-Identifier: MIT
// Colours by position and by theme. A colour is 0xAABBGGRR, so that its bytes in memory are red, green, blue, alpha.
#ifndef COLOUR_H
#define COLOUR_H

#include <stdbool.h>
#include <stdint.h>

typedef uint32_t colour;

// The position 0 … 1 along a data set. Cyclic ramps end in the colour they begin with, for closed curves. Made in OKLCH
// (Ottosson 2020), where equal steps look equal; every colour stands out from the theme's background.
colour colour_ramp(float position, bool cyclic, bool dark);

colour colour_class(int index, bool dark); // of class 0 … 9

colour colour_ink(bool dark, float strength); // text's colour, at this opacity 0 … 1
colour colour_paper(bool dark);               // the background of a plot

colour colour_mix(colour a, colour b, float t); // t = 0 gives a, 1 gives b
colour colour_fade(colour c, float opacity);    // its alpha times opacity

#endif
