// SPDX-License-Identifier: MIT
#include "functions.h"

#include <stdint.h>
#include <string.h>

// The float functions stand twice: here for one number, and in kernels.c for four at a time, operation by operation the
// same. A test holds the two together.

const ae_exp_constants ae_constants = {
    .log2_e = 1.44269504f,
    .round = 12582912.0f,
    .ln2_high = 0.693359375f,
    .ln2_low = -2.12194440e-4f,
    .series = {1.0f / 5040, 1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f},
    .tanh_end = 9.1f,
    .sigmoid_end = 87.0f,
    .one = 1,
    .two = 2,
    .minus_zero = -0.0f,
};

static float from_bits(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint32_t to_bits(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

// exp(x) = 2^n (1 + p) with p = exp(r) - 1, |r| <= ln(2) / 2, by the Taylor series, whose rest is below 6e-9.
static float exp_parts(float x, float *p) {
    float shifted = x * ae_constants.log2_e + ae_constants.round;
    float n = shifted - ae_constants.round;
    float r = (x - n * ae_constants.ln2_high) - n * ae_constants.ln2_low;
    float q = ae_constants.series[0];
    for (int k = 1; k < 6; k++) q = q * r + ae_constants.series[k];
    *p = r + (r * r) * q;
    return from_bits((to_bits(shifted) << 23) + 0x3f800000u); // 2^n
}

float ae_exp(float x) {
    float p;
    if (x < -87.3f) return 0;
    if (x > 88.0f) x = 88.0f;
    float scale = exp_parts(x, &p);
    return scale * p + scale;
}

// tanh |x| = e / (e + 2) with e = exp(2|x|) - 1, which loses no digit near 0.
float ae_tanh(float x) {
    float p, magnitude = from_bits(to_bits(x) & 0x7fffffffu);
    if (magnitude > ae_constants.tanh_end) magnitude = ae_constants.tanh_end;
    float scale = exp_parts(magnitude + magnitude, &p);
    float e = scale * p + (scale - 1);
    return from_bits(to_bits(e / (e + 2)) | (to_bits(x) & 0x80000000u));
}

// With e = exp(-|x|): 1 / (1 + e) for x >= 0, e / (1 + e) below.
float ae_sigmoid(float x) {
    float p, magnitude = from_bits(to_bits(x) & 0x7fffffffu);
    if (magnitude > ae_constants.sigmoid_end) magnitude = ae_constants.sigmoid_end;
    float scale = exp_parts(-magnitude, &p);
    float e = scale * p + scale;
    return (x < 0 ? e : 1) / (1 + e);
}

double ae_log(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int exponent = (int)(bits >> 52) - 1023;
    bits = (bits & 0xfffffffffffffu) | 0x3ff0000000000000u;
    memcpy(&x, &bits, sizeof x); // in [1, 2)
    if (x > 1.4142135623730951) {
        x *= 0.5;
        exponent++;
    }
    // ln x = 2 artanh(s) = 2 (s + s^3/3 + s^5/5 + …), s = (x - 1) / (x + 1), |s| < 0.172
    double s = (x - 1) / (x + 1), s2 = s * s, sum = 0;
    for (int k = 23; k >= 1; k -= 2) sum = sum * s2 + 1.0 / k;
    return exponent * 0.6931471805599453 + 2 * s * sum;
}

// sin and cos of r in [-π/4, π/4] by their Taylor series
static double sin_series(double r) {
    double term = r, sum = 0, terms[9];
    for (int k = 0; k < 9; k++) {
        terms[k] = term;
        term *= -r * r / ((2 * k + 2) * (2 * k + 3));
    }
    for (int k = 8; k >= 0; k--) sum += terms[k];
    return sum;
}

static double cos_series(double r) {
    double term = 1, sum = 0, terms[10];
    for (int k = 0; k < 10; k++) {
        terms[k] = term;
        term *= -r * r / ((2 * k + 1) * (2 * k + 2));
    }
    for (int k = 9; k >= 0; k--) sum += terms[k];
    return sum;
}

// sin(x + quarters π/2)
static double sin_quarter(double x, int quarters) {
    double n = x * 0.6366197723675814; // 2 / π
    int64_t turns = (int64_t)(n < 0 ? n - 0.5 : n + 0.5);
    double r = (x - (double)turns * 1.5707963267341256) - (double)turns * 6.077100506506192e-11; // π/2 in two parts
    switch ((turns + quarters) & 3) {
    case 0: return sin_series(r);
    case 1: return cos_series(r);
    case 2: return -sin_series(r);
    default: return -cos_series(r);
    }
}

double ae_sin(double x) { return sin_quarter(x, 0); }
double ae_cos(double x) { return sin_quarter(x, 1); }
