// SPDX-License-Identifier: MIT
// Several numbers at a time, for the kernels alone: the vector extensions of GCC and Clang, which become SSE, AVX, NEON
// or WebAssembly SIMD, or plain code where there is none. A vector is as wide as the registers of the machine that is
// compiled for: lanes run along outputs and never along a sum, so that all widths give the same bits.
#ifndef AE_VECTOR_H
#define AE_VECTOR_H

#include <stdint.h>
#include <string.h>

#ifdef __AVX__
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif

typedef float vf __attribute__((vector_size(VECTOR_BYTES)));
typedef int32_t vi __attribute__((vector_size(VECTOR_BYTES)));
typedef uint32_t vu __attribute__((vector_size(VECTOR_BYTES)));

enum { LANES = VECTOR_BYTES / 4 };

#define INLINE static inline __attribute__((always_inline))

INLINE vf load(const float *p) {
    vf v;
    memcpy(&v, p, sizeof v); // any alignment
    return v;
}

INLINE void store(float *p, vf v) { memcpy(p, &v, sizeof v); }

// In this order it becomes one load-and-splat; {0} + x cannot be folded and was 2.5 times slower.
INLINE vf splat(float x) { return x - (vf){0}; }

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

INLINE vf choose(vi mask, vf yes, vf no) { return (vf)((mask & (vi)yes) | (~mask & (vi)no)); }

// most where v is above it, else v, which may be NaN
INLINE vf at_most(vf v, vf most) {
#ifdef __wasm_simd128__
    return (vf)wasm_f32x4_pmin((v128_t)v, (v128_t)most);
#else
    return choose(v > most, most, v);
#endif
}

#endif
