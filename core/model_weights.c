// SPDX-License-Identifier: MIT
// Numbers of a model as bytes: float32, IEEE 754's float16, and whole numbers of 8 or 16 bits.
#include <math.h>
#include <string.h>

#include "bytes.h"
#include "model_parts.h"

static const char *const activations[AE_ACTIVATION_COUNT] = {
    [AE_LINEAR] = "linear", [AE_TANH] = "tanh", [AE_RELU] = "relu", [AE_SIGMOID] = "sigmoid"};

int model_activation(const char *name) {
    for (int k = 0; k < AE_ACTIVATION_COUNT; k++)
        if (!strcmp(activations[k], name)) return k;
    return -1;
}

const char *model_activation_name(ae_activation activation) { return activations[activation]; }

size_t model_bytes_of(ae_precision precision) { return precision == AE_FLOAT32 ? 4 : precision == AE_UINT8 ? 1 : 2; }

// ---- float16 --------------------------------------------------------------------------------------------------------

// 1 sign, 5 exponent and 10 mantissa bits; exponent 0 is a multiple of 2^-24, exponent 31 infinity or NaN.
static float half_value(uint32_t half) {
    const int exponent = (int)(half >> 10 & 31), mantissa = (int)(half & 1023);
    const float size = exponent == 0    ? ldexpf((float)mantissa, -24)
                       : exponent == 31 ? (mantissa ? NAN : INFINITY)
                                        : ldexpf((float)(mantissa + 1024), exponent - 25);
    return half >> 15 ? -size : size;
}

// To the nearest, of two as near to the even one. 31 << 10 and more: too large.
static uint32_t half_bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    const float size = fabsf(value);
    const uint32_t sign = bits >> 31 << 15;
    if (!(size < 65520)) return sign | 31 << 10;
    int exponent = -13;                            // of the smallest ones
    if (size >= 0x1p-14f) frexpf(size, &exponent); // size = [1/2, 1) 2^exponent
    // In units of the last bit; nearbyint would obey the rounding mode of the host
    const double steps = ldexp((double)size, 11 - exponent);
    double whole = floor(steps);
    const double rest = steps - whole;
    if (rest > 0.5 || (rest == 0.5 && fmod(whole, 2) != 0)) whole += 1;
    return sign | (uint32_t)((exponent + 13) * 1024 + (int)whole);
}

// ---- arrays ---------------------------------------------------------------------------------------------------------

static float number_at(const unsigned char *at, const model_coding *coding) {
    switch (coding->precision) {
    case AE_FLOAT16: return half_value(ae_get_u16(at));
    case AE_UINT8: return (float)(*at * coding->step + coding->low);
    case AE_UINT16: return (float)(ae_get_u16(at) * coding->step + coding->low);
    default: return ae_get_f32(at);
    }
}

long model_decode(float *values, const unsigned char *bytes, size_t n, const model_coding *coding) {
    const size_t size = model_bytes_of(coding->precision);
    for (size_t k = 0; k < n; k++) {
        values[k] = number_at(bytes + k * size, coding);
        if (!isfinite(values[k])) return (long)k;
    }
    return -1;
}

static double steps_of(float value, const model_coding *coding, double most) {
    const double steps = floor((value - coding->low) / coding->step + 0.5);
    return steps < 0 ? 0 : steps > most ? most : steps;
}

long model_encode(unsigned char *bytes, const float *values, size_t n, const model_coding *coding) {
    const size_t size = model_bytes_of(coding->precision);
    for (size_t k = 0; k < n; k++) {
        unsigned char *at = bytes + k * size;
        if (!isfinite(values[k])) return (long)k;
        switch (coding->precision) {
        case AE_FLOAT16: ae_put_u16(at, half_bits(values[k])); break;
        case AE_UINT8: *at = (unsigned char)steps_of(values[k], coding, 255); break;
        case AE_UINT16: ae_put_u16(at, (uint32_t)steps_of(values[k], coding, 65535)); break;
        default: ae_put_f32(at, values[k]);
        }
        if (coding->precision == AE_FLOAT16 && !isfinite(half_value(ae_get_u16(at)))) return (long)k;
    }
    return -1;
}

// ---- whole numbers of steps -----------------------------------------------------------------------------------------

static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

enum { MOST_PLACES = sizeof powers / sizeof *powers - 1 };

// A quotient of two whole numbers that a double holds exactly is rounded once, and so is the same decimal when it is
// read: both are the double nearest to it.
double model_decimal_value(model_decimal decimal) { return (double)decimal.whole / powers[decimal.places]; }

static const double MOST_WHOLE = 9007199254740992; // 2^53

// value rounded down, or up, to as many places as there is room for. False when it is too large.
static bool decimal_of(model_decimal *decimal, double value, bool up) {
    for (int places = MOST_PLACES; places >= 0; places--) {
        const double scaled = value * powers[places];
        if (!(fabs(scaled) < MOST_WHOLE - 1)) continue;
        *decimal = (model_decimal){(long long)(up ? ceil(scaled) : floor(scaled)), places};
        return true;
    }
    return false;
}

bool model_fit(model_decimal *low, model_decimal *step, const float *values, size_t n, ae_precision precision) {
    *low = *step = (model_decimal){0, 0};
    if (precision != AE_UINT8 && precision != AE_UINT16) return true;
    double least = values[0], most = values[0];
    for (size_t k = 1; k < n; k++) {
        if (values[k] < least) least = values[k];
        if (values[k] > most) most = values[k];
    }
    if (!decimal_of(low, least, false)) return false;
    const double range = most - model_decimal_value(*low);
    if (!decimal_of(step, range / (precision == AE_UINT8 ? 255 : 65535), true)) return false;
    if (step->whole < 1) step->whole = 1;
    return true;
}
