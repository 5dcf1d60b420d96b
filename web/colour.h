// SPDX-License-Identifier: MIT
// Colours by position, by class and by theme. A colour is 0xAABBGGRR, so that its bytes in memory are red, green, blue,
// alpha. All of a ramp and all classes stand out from their paper with a contrast of 3 or more (WCAG 2.2).
#ifndef COLOUR_H
#define COLOUR_H

#include <stdbool.h>
#include <stdint.h>

typedef uint32_t colour;

enum { COLOUR_CLASSES = 10 };

// The position 0 … 1 along a data set; positions beyond are the ends. Equal steps look equal (CIEDE2000). The open ramp
// gets lighter all the way; the cyclic one, for closed curves, ends in the colour it begins with, and its opposite
// sides stay apart for colour-blind readers. Cheap enough for every point of a large cloud.
colour colour_ramp(float position, bool cyclic, bool dark);

// Class 0 … 9: every pair is at least 12 apart (CIEDE2000), for colour-blind readers too. Any other class: ink.
colour colour_class(int class, bool dark);

// What a theme has unless the page says otherwise.
colour colour_ink(bool dark, float strength); // text's colour, at this opacity 0 … 1
colour colour_paper(bool dark);               // the background of a plot

colour colour_mix(colour a, colour b, float t); // t = 0 gives a, 1 gives b
colour colour_fade(colour c, float opacity);    // its alpha times opacity

#endif
