// SPDX-License-Identifier: MIT
// Pictures of handwritten digits: what a pad holds becomes a picture as those of MNIST are, and a picture can be
// damaged.
//
//   ae_ink_line … -> ae_digit_fit -> ae_digit_damage
//
// MNIST's digits (LeCun, Bottou, Bengio & Haffner 1998, Proceedings of the IEEE 86, section III.A) are 28 by 28 grey
// levels, ink 1 on paper 0. Each was scaled, its aspect kept, to fit into a box of 20 by 20, with grey levels by
// antialiasing, and moved by whole pixels so that its centre of mass is in the pixel right of and below the middle of
// the 28 by 28: from 14 up to 15 px from the left and the top edge, in all but some few of its pictures. So a digit of
// MNIST put on a pad comes back as it was, bit by bit.
//
// It knows no network and no file. Nothing allocates. Pictures are row-major from the top left corner.
#ifndef AE_DIGIT_H
#define AE_DIGIT_H

#include <stddef.h>
#include <stdint.h>

enum { AE_DIGIT_SIDE = 28, AE_DIGIT_BOX = 20, AE_DIGIT_PIXELS = AE_DIGIT_SIDE * AE_DIGIT_SIDE };

// A pad of ink on paper, 0 … 255; e.g. 196 by 196.
typedef struct ae_pad {
    int width, height;     // px, at least 1
    unsigned char *pixels; // (height,width) borrowed
} ae_pad;

// A stroke of the pen from (x0, y0) to (x1, y1), px from the pad's top left corner, with round ends and edges that are
// antialiased. Ink adds to ink as the darker of both, so that the order of strokes does not matter. Whatever is not on
// the pad is cut off; a stroke that is not finite draws nothing.
void ae_ink_line(const ae_pad *pad, double x0, double y0, double x1, double y1, double radius);

// What a pad holds.
typedef enum ae_ink {
    AE_INK_SOME = 0, // a picture, which may be of a digit
    AE_INK_NONE,     // no ink
    AE_INK_ALL,      // hardly any paper: less than 1 part in 20
} ae_ink;

// The digit (784), written, 0 … 1, that MNIST would have made of the pad. AE_INK_NONE: all 0. AE_INK_ALL: a square.
ae_ink ae_digit_fit(float *digit, const ae_pad *pad);

// How a digit is damaged: first noise, then the eraser.
typedef struct ae_damage {
    float noise;   // standard deviation of the normal noise on each pixel, 0 or more; e.g. 0.5. 0: none
    uint64_t seed; // of the noise
    int patch;     // side of the square that the eraser takes away, px, 0 … 28; e.g. 10. 0: none
    int left, top; // px, its corner; what is outside of the picture is cut off
} ae_damage;

// digit (784) updated. With noise, pixels are cut to 0 … 1. The noise of a seed does not depend on its strength: more
// of it is the same picture times a factor.
void ae_digit_damage(float *digit, const ae_damage *damage);

#endif
