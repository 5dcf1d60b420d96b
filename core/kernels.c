// SPDX-License-Identifier: MIT
// The kernels, four numbers at a time, with the vector extensions of GCC and Clang: one source that becomes SSE, NEON
// or WebAssembly SIMD, or plain code where there is none. Same bits as kernels_plain.c on each.
#include "kernels.h"

#include <math.h>

#include "functions.h"
#include "vector.h"

// ---- activations ----------------------------------------------------------------------------------------------------

INLINE vf magnitude(vf x) { return (vf)((vi)x & ~(vi)splat(ae_constants.minus_zero)); }

static inline vf tanh_argument(vf x) {
    vf half = at_most(magnitude(x), splat(ae_constants.tanh_end));
    return half + half;
}

static inline vf tanh_result(vf x, vf p, vf scale) {
    vf e = scale * p + (scale - splat(ae_constants.one));
    return (vf)((vi)(e / (e + splat(ae_constants.two))) | ((vi)x & (vi)splat(ae_constants.minus_zero)));
}

static inline vf sigmoid_argument(vf x) { return -at_most(magnitude(x), splat(ae_constants.sigmoid_end)); }

static inline vf sigmoid_result(vf x, vf p, vf scale) {
    vf e = scale * p + scale, one = splat(ae_constants.one);
    return choose(x < 0, e, one) / (one + e);
}

static inline vf relu_lanes(vf x) { return choose(x < 0, splat(0), x); }

static inline vf tanh_slope_lanes(vf y) { return splat(ae_constants.one) - y * y; }
static inline vf sigmoid_slope_lanes(vf y) { return y * (splat(ae_constants.one) - y); }
static inline vf relu_slope_lanes(vf y) { return choose(y > 0, splat(1), splat(0)); }

// The whole vectors of an array go through these; what is left over, fewer than LANES numbers, through the plain
// kernel.
INLINE size_t map(float *y, size_t n, vf (*f)(vf)) {
    size_t k = 0;
    for (; k + LANES <= n; k += LANES) store(y + k, f(load(y + k)));
    return k;
}

// The functions made of exp go through blocks in three short loops instead of one long one: a processor looks some
// sixty operations ahead, and so finds more vectors whose turn has come. A third faster.
//
// Their constants come from memory, because compilers to WebAssembly repeat a constant that they know at each of its
// uses, and there Chromium makes it anew with three instructions. Twice as fast.
INLINE size_t map_exp(float *y, size_t n, vf (*argument)(vf), vf (*result)(vf, vf, vf)) {
    enum { BLOCK = 16 }; // vectors
    const ae_exp_constants *c = &ae_constants;
    vf p[BLOCK], scale[BLOCK]; // exp(x) = scale (1 + p), as in functions.c
    size_t done = 0;
    for (size_t count; done + LANES <= n; done += count * LANES, y += count * LANES) {
        count = (n - done) / LANES;
        if (count > BLOCK) count = BLOCK;
        for (size_t k = 0; k < count; k++) {
            vf x = argument(load(y + k * LANES)), shifted = x * splat(c->log2_e) + splat(c->round);
            vf whole = shifted - splat(c->round);
            p[k] = (x - whole * splat(c->ln2_high)) - whole * splat(c->ln2_low);
            // unsigned, because the payload of a NaN may overflow
            scale[k] = (vf)(((vu)shifted << 23) + (vu)splat(c->one));
        }
        for (size_t k = 0; k < count; k++) {
            vf r = p[k], q = splat(c->series[0]);
            for (int j = 1; j < 6; j++) q = q * r + splat(c->series[j]);
            p[k] = r + (r * r) * q;
        }
        for (size_t k = 0; k < count; k++) store(y + k * LANES, result(load(y + k * LANES), p[k], scale[k]));
    }
    return done;
}

INLINE size_t multiply_by(float *dy, const float *y, size_t n, vf (*slope)(vf)) {
    size_t k = 0;
    for (; k + LANES <= n; k += LANES) store(dy + k, load(dy + k) * slope(load(y + k)));
    return k;
}

void ae_activation_forward(float *y, ae_activation f, size_t n) {
    size_t done = 0;
    switch (f) {
    case AE_LINEAR: return;
    case AE_TANH: done = map_exp(y, n, tanh_argument, tanh_result); break;
    case AE_RELU: done = map(y, n, relu_lanes); break;
    case AE_SIGMOID: done = map_exp(y, n, sigmoid_argument, sigmoid_result); break;
    case AE_ACTIVATION_COUNT: break; // the plain kernel asserts
    }
    ae_activation_forward_plain(y + done, f, n - done);
}

void ae_activation_backward(float *dy, const float *y, ae_activation f, size_t n) {
    size_t done = 0;
    switch (f) {
    case AE_LINEAR: return;
    case AE_TANH: done = multiply_by(dy, y, n, tanh_slope_lanes); break;
    case AE_RELU: done = multiply_by(dy, y, n, relu_slope_lanes); break;
    case AE_SIGMOID: done = multiply_by(dy, y, n, sigmoid_slope_lanes); break;
    case AE_ACTIVATION_COUNT: break; // the plain kernel asserts
    }
    ae_activation_backward_plain(dy + done, y + done, f, n - done);
}

// ---- loss and optimizers --------------------------------------------------------------------------------------------

void ae_mse_backward(float *dy, const float *y, const float *x, float scale, size_t n) {
    size_t k = 0;
    for (; k + LANES <= n; k += LANES) store(dy + k, scale * (load(y + k) - load(x + k)));
    ae_mse_backward_plain(dy + k, y + k, x + k, scale, n - k);
}

static inline vf flush_lanes(vf x) { return (vf)(~(magnitude(x) < splat(AE_TINY)) & (vi)x); }

void ae_flush(float *x, size_t n) {
    size_t done = map(x, n, flush_lanes);
    ae_flush_plain(x + done, n - done);
}

static inline vf roots(vf x) {
#ifdef __AVX__
    return (vf){sqrtf(x[0]), sqrtf(x[1]), sqrtf(x[2]), sqrtf(x[3]), sqrtf(x[4]), sqrtf(x[5]), sqrtf(x[6]), sqrtf(x[7])};
#else
    return (vf){sqrtf(x[0]), sqrtf(x[1]), sqrtf(x[2]), sqrtf(x[3])};
#endif
}

// x * 0 is 0, or NaN where x is not finite, and so are sums of such.
static bool all_zero(vf sum) {
    bool zero = true;
    for (int k = 0; k < LANES; k++) zero &= sum[k] == 0;
    return zero;
}

// One vector of ae_adam, from k on. Returns 0, or NaN where a parameter is not finite.
INLINE vf adam_lanes(float *p, float *m, float *v, const float *g, float *before, const ae_adam_factors *a, size_t k) {
    vf gradient = load(g + k), mean = load(m + k), square = load(v + k), old = load(p + k);
    mean += (1 - a->beta1) * (gradient - mean);
    square += (1 - a->beta2) * (gradient * gradient - square);
    vf next = old - a->step * mean / (roots(square) * a->root + a->epsilon);
    store(m + k, mean);
    store(v + k, square);
    store(p + k, next);
    if (before) store(before + k, old);
    return next * 0;
}

bool ae_adam(float *p, float *m, float *v, const float *g, float *before, ae_adam_factors a, size_t n) {
    vf wrong = {0};
    size_t k = 0;
    for (; k + 2 * LANES <= n; k += 2 * LANES) {
        wrong += adam_lanes(p, m, v, g, before, &a, k);
        wrong += adam_lanes(p, m, v, g, before, &a, k + LANES);
    }
    return ae_adam_plain(p + k, m + k, v + k, g + k, before ? before + k : NULL, a, n - k) && all_zero(wrong);
}

bool ae_sgd(float *p, float *m, const float *g, float *before, float rate, float momentum, size_t n) {
    vf wrong = {0};
    size_t k = 0;
    for (; k + LANES <= n; k += LANES) {
        vf mean = momentum * load(m + k) + load(g + k), old = load(p + k);
        vf next = old - rate * mean;
        wrong += next * 0;
        store(m + k, mean);
        store(p + k, next);
        if (before) store(before + k, old);
    }
    return ae_sgd_plain(p + k, m + k, g + k, before ? before + k : NULL, rate, momentum, n - k) && all_zero(wrong);
}
