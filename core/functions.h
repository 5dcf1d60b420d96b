// SPDX-License-Identifier: MIT
// Elementary functions with the same bits on every machine.
//
// The C libraries of two hosts differ in the last bits of expf or tanhf, and so would every number trained with them.
// These are made of +, -, *, / and bit moves alone, which IEEE 754 fixes. Build with -ffp-contract=off: a fused
// multiply-add rounds once where these round twice. NaN in gives NaN out.
#ifndef AE_FUNCTIONS_H
#define AE_FUNCTIONS_H

// What the exponential and the functions made of it need. They are read from memory on purpose: see kernels.c.
typedef struct ae_exp_constants {
    float log2_e;
    float round;       // 1.5 * 2^23: adding it rounds a float below 2^22 to an integer in its low bits
    float ln2_high;    // ln 2 in 9 bits, so that n * ln2_high is exact
    float ln2_low;     // the rest of ln 2
    float series[6];   // 1/7!, 1/6!, … 1/2!
    float tanh_end;    // tanh is ±1 from here on
    float sigmoid_end; // sigmoid is constant below minus this
    float one, two, minus_zero;
} ae_exp_constants;
extern const ae_exp_constants ae_constants;

float ae_exp(float x);     // within 2 ulp; 0 below -87.3, saturates at exp(88)
float ae_tanh(float x);    // within 3 ulp; odd; exactly ±1 from |x| = 9.1 on
float ae_sigmoid(float x); // 1 / (1 + exp(-x)), within 3 ulp; constant below -87

// In double precision, for data sets and initial weights, where speed does not matter.
double ae_log(double x); // x > 0 and normal; within 3 ulp
double ae_sin(double x); // |x| < 1e5; absolute error below 1e-15
double ae_cos(double x); // likewise

#endif
