// SPDX-License-Identifier: MIT
// Numbers in files, lowest byte first, whatever the machine's own order.
#ifndef AE_BYTES_H
#define AE_BYTES_H

#include <stdint.h>
#include <string.h>

static inline uint32_t ae_get_u16(const unsigned char *at) { return at[0] | (uint32_t)at[1] << 8; }

static inline uint32_t ae_get_u32(const unsigned char *at) { return ae_get_u16(at) | ae_get_u16(at + 2) << 16; }

static inline float ae_get_f32(const unsigned char *at) {
    const uint32_t bits = ae_get_u32(at);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline void ae_put_u16(unsigned char *at, uint32_t value) {
    at[0] = (unsigned char)value;
    at[1] = (unsigned char)(value >> 8);
}

static inline void ae_put_u32(unsigned char *at, uint32_t value) {
    ae_put_u16(at, value);
    ae_put_u16(at + 2, value >> 16);
}

static inline void ae_put_f32(unsigned char *at, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    ae_put_u32(at, bits);
}

#endif
