// SPDX-License-Identifier: MIT
// The arithmetic of a dense network: arrays and sizes in, arrays out, no struct and no allocation.
//
// Shapes: B rows of a batch, I inputs and O outputs of a layer, n numbers of any shape; all row-major, so that (B,I)
// holds x[b * I + i]. Nothing may overlap unless said. `dx` is the gradient of the loss in `x`.
//
// Every kernel stands twice. The `_plain` one (kernels_plain.c) is the definition, in loops that read like the formula.
// The other (kernels_dense.c, kernels.c) does four numbers at a time and must give the same bits: each output is one
// sum in the same fixed order, and vector lanes run along the outputs, never along a sum. So speed and exactness do not
// conflict, and a result does not depend on the width of a machine's vectors.
#ifndef AE_KERNELS_H
#define AE_KERNELS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum ae_activation {
    AE_LINEAR = 0,
    AE_TANH,
    AE_RELU,    // max(0, x)
    AE_SIGMOID, // 1 / (1 + exp(-x))
    AE_ACTIVATION_COUNT
} ae_activation;

// y = x w + bias, summed over i = 0 … I-1 starting from the bias.
//   y (B,O) written; x (B,I), w (I,O), bias (O) borrowed
void ae_dense_forward(float *y, const float *x, const float *w, const float *bias, size_t B, size_t I, size_t O);

// dx = dy w^T, summed over o = 0 … O-1 from 0.
//   dx (B,I) written; dy (B,O), w (I,O) borrowed; transposed (O,I): working space, written
void ae_dense_backward_input(float *dx, const float *dy, const float *w, float *transposed, size_t B, size_t I,
                             size_t O);

// dw = x^T dy and dbias = the column sums of dy, summed over b = 0 … B-1 from 0, or with `add` from what is there. So a
// batch may come in parts.
//   dw (I,O), dbias (O) written or added to; x (B,I), dy (B,O) borrowed
void ae_dense_backward_weights(float *dw, float *dbias, const float *x, const float *dy, bool add, size_t B, size_t I,
                               size_t O);

// Both for the inputs first … first + count - 1 alone, with the arrays of all, so that several threads can share a
// layer: the columns of dx and the rows of dw of other inputs, and their working space, stay untouched. The bias by
// itself.
void ae_dense_backward_input_part(float *dx, const float *dy, const float *w, float *transposed, size_t B, size_t I,
                                  size_t O, size_t first, size_t count);
void ae_dense_backward_weights_part(float *dw, const float *x, const float *dy, bool add, size_t B, size_t I, size_t O,
                                    size_t first, size_t count);
void ae_dense_backward_bias(float *dbias, const float *dy, bool add, size_t B, size_t O);

// y = f(y), in place. y (n)
void ae_activation_forward(float *y, ae_activation f, size_t n);

// dy = dy f'(x), in place, with f' told by the output y = f(x). dy (n); y (n) borrowed
void ae_activation_backward(float *dy, const float *y, ae_activation f, size_t n);

// The mean of (y - x)^2 over all n numbers, summed in double precision. y, x (n) borrowed
double ae_mse(const float *y, const float *x, size_t n);

// dy = scale (y - x), which for scale = 2 / n is the gradient of ae_mse in y. dy (n) written
void ae_mse_backward(float *dy, const float *y, const float *x, float scale, size_t n);

// One step of Adam (Kingma & Ba 2014, arXiv:1412.6980, algorithm 1 with the bias corrections as factors):
//   m += (1 - beta1) (g - m), v += (1 - beta2) (g² - v), p -= step m / (sqrt(v) root + epsilon)
// p, m, v (n) updated; g (n) borrowed; before (n) written with what p was, or NULL. Returns ae_all_finite of p.
typedef struct ae_adam_factors {
    float beta1, beta2, epsilon;
    float step; // learning rate / (1 - beta1^t)
    float root; // 1 / sqrt(1 - beta2^t)
} ae_adam_factors;
bool ae_adam(float *p, float *m, float *v, const float *g, float *before, ae_adam_factors factors, size_t n);

// One step of stochastic gradient descent with momentum: m = momentum m + g, p -= rate m. p, m (n) updated, and the
// rest as for ae_adam.
bool ae_sgd(float *p, float *m, const float *g, float *before, float rate, float momentum, size_t n);

// What is smaller than AE_TINY becomes 0. x (n) updated
#define AE_TINY 1e-30f
void ae_flush(float *x, size_t n);

// Whether none of p (n) is infinite or NaN.
bool ae_all_finite(const float *p, size_t n);

// The definitions: same arguments, same bits.
void ae_dense_forward_plain(float *y, const float *x, const float *w, const float *bias, size_t B, size_t I, size_t O);
void ae_dense_backward_input_plain(float *dx, const float *dy, const float *w, size_t B, size_t I, size_t O);
void ae_dense_backward_weights_plain(float *dw, float *dbias, const float *x, const float *dy, bool add, size_t B,
                                     size_t I, size_t O);
void ae_activation_forward_plain(float *y, ae_activation f, size_t n);
void ae_activation_backward_plain(float *dy, const float *y, ae_activation f, size_t n);
void ae_mse_backward_plain(float *dy, const float *y, const float *x, float scale, size_t n);
bool ae_adam_plain(float *p, float *m, float *v, const float *g, float *before, ae_adam_factors factors, size_t n);
bool ae_sgd_plain(float *p, float *m, const float *g, float *before, float rate, float momentum, size_t n);
void ae_flush_plain(float *x, size_t n);

#endif
