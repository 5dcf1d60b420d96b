// SPDX-License-Identifier: MIT
// Colours: contrast, even ramps, classes that stay apart for every reader. How colours are seen is computed here from
// the publications, in double precision, and shares nothing with the product.
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "colour.h"

static const double DEGREE = 3.14159265358979323846 / 180;

// ---- how colours are seen -------------------------------------------------------------------------------------------

// Linear light, IEC 61966-2-1
static void linear(colour c, double rgb[3]) {
    for (int k = 0; k < 3; k++) {
        double code = (double)(c >> 8 * k & 255) / 255;
        rgb[k] = code <= 0.04045 ? code / 12.92 : pow((code + 0.055) / 1.055, 2.4);
    }
}

// WCAG 2.2
static double contrast(colour a, colour b) {
    double x[3], y[3];
    linear(a, x);
    linear(b, y);
    double p = 0.2126 * x[0] + 0.7152 * x[1] + 0.0722 * x[2] + 0.05;
    double q = 0.2126 * y[0] + 0.7152 * y[1] + 0.0722 * y[2] + 0.05;
    return p > q ? p / q : q / p;
}

typedef enum vision {
    NORMAL,
    MACHADO_PROTANOPIA,
    MACHADO_DEUTERANOPIA,
    MACHADO_TRITANOPIA,
    VIENOT_PROTANOPIA,
    VIENOT_DEUTERANOPIA,
    BRETTEL_TRITANOPIA,
    VISIONS
} vision;

static const char *const VISION_NAMES[VISIONS] = {
    "normal vision",       "protanopia (Machado)",  "deuteranopia (Machado)", "tritanopia (Machado)",
    "protanopia (Viénot)", "deuteranopia (Viénot)", "tritanopia (Brettel)"};

// Of linear light. Machado, Oliveira, Fernandes (2009), severity 1; Viénot, Brettel, Mollon (1999), which has no
// tritanopia; Brettel, Viénot, Mollon (1997), two half-planes. The last two as worked out for sRGB by DaltonLens.
static const double SIMULATIONS[VISIONS][9] = {
    {1, 0, 0, 0, 1, 0, 0, 0, 1},
    {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
    {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
    {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
    {0.11238, 0.88762, 0, 0.11238, 0.88762, 0, 0.00401, -0.00401, 1},
    {0.29275, 0.70725, 0, 0.29275, 0.70725, 0, -0.02234, 0.02234, 1},
    {1.01277, 0.13548, -0.14826, -0.01243, 0.86812, 0.14431, 0.07589, 0.80500, 0.11911},
};
static const double BRETTEL_OTHER_HALF[9] = {0.93678, 0.18979,  -0.12657, 0.06154, 0.81526,
                                             0.12320, -0.37562, 1.12767,  0.24796};

static void simulate(vision v, double rgb[3]) {
    bool other = v == BRETTEL_TRITANOPIA && 0.03901 * rgb[0] - 0.02788 * rgb[1] - 0.01113 * rgb[2] < 0;
    const double *m = other ? BRETTEL_OTHER_HALF : SIMULATIONS[v];
    double seen[3];
    for (int k = 0; k < 3; k++)
        seen[k] = fmin(fmax(m[3 * k] * rgb[0] + m[3 * k + 1] * rgb[1] + m[3 * k + 2] * rgb[2], 0), 1);
    memcpy(rgb, seen, sizeof seen);
}

typedef struct lab {
    double L, a, b;
} lab;

static double lab_root(double t) { return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116; }

// CIELAB of sRGB's white, D65
static lab lab_of(colour c, vision v) {
    double rgb[3];
    linear(c, rgb);
    simulate(v, rgb);
    double x = lab_root((0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047);
    double y = lab_root(0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2]);
    double z = lab_root((0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883);
    return (lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

static double power_7(double x) { return sqrt(pow(x, 7) / (pow(x, 7) + pow(25, 7))); }

static double hue_of(double a, double b) {
    double hue = a == 0 && b == 0 ? 0 : atan2(b, a) / DEGREE;
    return hue < 0 ? hue + 360 : hue;
}

// CIEDE2000, after Sharma, Wu, Dalal (2005), with their names
static double ciede2000(lab p, lab q) {
    double G = 0.5 * (1 - power_7((hypot(p.a, p.b) + hypot(q.a, q.b)) / 2));
    double a1 = (1 + G) * p.a, a2 = (1 + G) * q.a, C1 = hypot(a1, p.b), C2 = hypot(a2, q.b);
    double h1 = hue_of(a1, p.b), h2 = hue_of(a2, q.b), dh = h2 - h1, sum = h1 + h2;
    bool grey = C1 * C2 == 0, across = fabs(dh) > 180;
    double turned = grey ? 0 : !across ? dh : dh > 0 ? dh - 360 : dh + 360;
    double h = grey ? sum : !across ? sum / 2 : sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
    double dL = q.L - p.L, dC = C2 - C1, dH = 2 * sqrt(C1 * C2) * sin(turned / 2 * DEGREE);
    double L50 = ((p.L + q.L) / 2 - 50) * ((p.L + q.L) / 2 - 50), C = (C1 + C2) / 2;
    double T = 1 - 0.17 * cos((h - 30) * DEGREE) + 0.24 * cos(2 * h * DEGREE) + 0.32 * cos((3 * h + 6) * DEGREE) -
               0.20 * cos((4 * h - 63) * DEGREE);
    double turn = 30 * exp(-((h - 275) / 25) * ((h - 275) / 25));
    dL /= 1 + 0.015 * L50 / sqrt(20 + L50);
    dC /= 1 + 0.045 * C;
    dH /= 1 + 0.015 * C * T;
    return sqrt(dL * dL + dC * dC + dH * dH - sin(2 * turn * DEGREE) * 2 * power_7(C) * dC * dH);
}

static double difference(colour a, colour b, vision v) { return ciede2000(lab_of(a, v), lab_of(b, v)); }

// Of the authors' table of 34 pairs those that tell the branches apart.
static void ciede2000_is_that_of_its_authors(void **state) {
    (void)state;
    static const struct {
        lab a, b;
        double wanted;
    } pairs[] = {
        {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
        {{50, 3.1571, -77.2803}, {50, 0, -82.7485}, 2.8615},
        {{50, -1.3802, -84.2814}, {50, 0, -82.7485}, 1},
        {{50, 0, 0}, {50, -1, 2}, 2.3669},
        {{50, -1, 2}, {50, 0, 0}, 2.3669},
        {{50, 2.49, -0.001}, {50, -2.49, 0.0009}, 7.1792},
        {{50, 2.49, -0.001}, {50, -2.49, 0.0011}, 7.2195},
        {{50, -0.001, 2.49}, {50, 0.0009, -2.49}, 4.8045},
        {{50, -0.001, 2.49}, {50, 0.0011, -2.49}, 4.7461},
        {{50, 2.5, 0}, {50, 0, -2.5}, 4.3065},
        {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
        {{50, 2.5, 0}, {61, -5, 29}, 22.8977},
        {{50, 2.5, 0}, {56, -27, -3}, 31.9030},
        {{50, 2.5, 0}, {58, 24, 15}, 19.4535},
    };
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++)
        assert_near(ciede2000(pairs[k].a, pairs[k].b), pairs[k].wanted, 5e-5);
}

static void contrast_is_that_of_the_guidelines(void **state) {
    (void)state;
    assert_near(contrast(0xff000000u, 0xffffffffu), 21, 1e-9);
    assert_near(contrast(0xff767676u, 0xffffffffu), 4.54, 0.005); // the lightest grey for text on white
    assert_near(contrast(0xff0000ffu, 0xffffffffu), 4.00, 0.005); // red
}

// Greys look the same to all; a red and a green, or a blue and a green, that the eye confuses come near each other.
static void simulations_keep_greys_and_confuse_what_they_should(void **state) {
    (void)state;
    for (vision v = 0; v < VISIONS; v++)
        for (colour grey = 0; grey < 256; grey += 15)
            assert_true(difference(0xff000000u | grey * 0x010101u, 0xff000000u | grey * 0x010101u, v) == 0 &&
                        ciede2000(lab_of(grey * 0x010101u, v), lab_of(grey * 0x010101u, NORMAL)) < 0.1);
    const colour red = 0xff3c50c8u, green = 0xff3c8c78u, blue = 0xffdc8c00u, teal = 0xff8c9600u;
    for (vision v = 1; v < VISIONS; v++) {
        bool tritan = v == MACHADO_TRITANOPIA || v == BRETTEL_TRITANOPIA;
        double near = tritan ? difference(blue, teal, v) : difference(red, green, v);
        double far = tritan ? difference(red, green, v) : difference(blue, teal, v);
        if (!(near < 0.55 * difference(tritan ? blue : red, tritan ? teal : green, NORMAL) && far > 10))
            fail_msg("%s: %.1f and %.1f", VISION_NAMES[v], near, far);
    }
}

// ---- ramps ----------------------------------------------------------------------------------------------------------

static const char *name_of(bool cyclic, bool dark) {
    return cyclic ? dark ? "cyclic, dark" : "cyclic, light" : dark ? "open, dark" : "open, light";
}

static void ramps_and_ink_stand_out_from_the_paper(void **state) {
    (void)state;
    for (int kind = 0; kind < 4; kind++)
        for (int k = 0; k <= 4096; k++) {
            colour c = colour_ramp((float)k / 4096, kind & 1, kind & 2);
            double ratio = contrast(c, colour_paper(kind & 2));
            assert_int_equal(c >> 24, 255);
            if (!(ratio >= 3)) fail_msg("%s: contrast %.3f at %d/4096", name_of(kind & 1, kind & 2), ratio, k);
        }
    for (int dark = 0; dark < 2; dark++) assert_true(contrast(colour_ink(dark, 1), colour_paper(dark)) >= 7);
}

// Over 1/32 of a ramp the colour changes by 2.2 to 5.7; rounding to 8 bits moves each end by up to 0.3. Hence the
// factor of 1.45 between the largest and the smallest step; across the seam of a cyclic ramp too.
static void equal_steps_look_equal(void **state) {
    (void)state;
    enum { STEPS = 32, FINE = 4 };
    for (int kind = 0; kind < 4; kind++) {
        bool cyclic = kind & 1, dark = kind & 2;
        double least = INFINITY, most = 0;
        for (int k = 0; k < STEPS * FINE; k++) {
            float from = (float)k / (STEPS * FINE), to = (float)(k + FINE) / (STEPS * FINE);
            if (to > 1 && !cyclic) continue;
            double step =
                difference(colour_ramp(from, cyclic, dark), colour_ramp(to > 1 ? to - 1 : to, cyclic, dark), NORMAL);
            least = fmin(least, step);
            most = fmax(most, step);
        }
        if (!(most <= 1.45 * least && least > 2 && most < 6))
            fail_msg("%s: steps from %.2f to %.2f", name_of(cyclic, dark), least, most);
    }
}

static void neighbours_on_a_ramp_are_alike(void **state) {
    (void)state;
    for (int kind = 0; kind < 4; kind++)
        for (int k = 0; k < 4096; k++) {
            colour a = colour_ramp((float)k / 4096, kind & 1, kind & 2);
            colour b = colour_ramp((float)(k + 1) / 4096, kind & 1, kind & 2);
            for (int shift = 0; shift < 24; shift += 8)
                assert_true(abs((int)(a >> shift & 255) - (int)(b >> shift & 255)) <= 1);
            colour c = colour_ramp((float)(k + 16) / 4096, kind & 1, kind & 2);
            if (k <= 4096 - 16) assert_true(contrast(a, c) <= 1.03);
        }
}

static void the_open_ramp_gets_lighter_all_the_way(void **state) {
    (void)state;
    for (int dark = 0; dark < 2; dark++)
        for (vision v = 0; v < VISIONS; v++)
            for (int k = 0; k < 32; k++) {
                double step = lab_of(colour_ramp((float)(k + 1) / 32, false, dark), v).L -
                              lab_of(colour_ramp((float)k / 32, false, dark), v).L;
                if (!(step > 0)) fail_msg("%s, %s: %.2f at %d/32", name_of(false, dark), VISION_NAMES[v], step, k);
            }
}

static void the_cyclic_ramp_closes_and_its_opposite_sides_are_apart(void **state) {
    (void)state;
    for (int dark = 0; dark < 2; dark++) {
        assert_int_equal(colour_ramp(0, true, dark), colour_ramp(1, true, dark));
        assert_int_not_equal(colour_ramp(0, false, dark), colour_ramp(1, false, dark));
        for (vision v = 0; v < VISIONS; v++)
            for (int k = 0; k < 128; k++) {
                double apart = difference(colour_ramp((float)k / 256, true, dark),
                                          colour_ramp((float)(k + 128) / 256, true, dark), v);
                if (!(apart >= (v == NORMAL ? 40 : 11)))
                    fail_msg("%s, %s: %.1f at %d/256", name_of(true, dark), VISION_NAMES[v], apart, k);
            }
    }
}

static void positions_beyond_a_ramp_are_its_ends(void **state) {
    (void)state;
    for (int kind = 0; kind < 4; kind++) {
        colour first = colour_ramp(0, kind & 1, kind & 2), last = colour_ramp(1, kind & 1, kind & 2);
        const float below[] = {-0.0f, -1e-9f, -5, -INFINITY, NAN}, above[] = {1.0000001f, 7, 1e30f, INFINITY};
        for (int k = 0; k < 5; k++) assert_int_equal(colour_ramp(below[k], kind & 1, kind & 2), first);
        for (int k = 0; k < 4; k++) assert_int_equal(colour_ramp(above[k], kind & 1, kind & 2), last);
    }
}

// ---- classes --------------------------------------------------------------------------------------------------------

static void classes_are_apart_for_every_reader(void **state) {
    (void)state;
    for (int dark = 0; dark < 2; dark++)
        for (vision v = 0; v < VISIONS; v++) {
            double least = INFINITY;
            int a = 0, b = 0;
            for (int k = 0; k < COLOUR_CLASSES; k++)
                for (int j = 0; j < k; j++) {
                    double apart = difference(colour_class(j, dark), colour_class(k, dark), v);
                    if (!(apart >= least)) least = apart, a = j, b = k;
                }
            if (!(least >= (v == NORMAL ? 16 : 12)))
                fail_msg("%s paper, %s: classes %d and %d are %.2f apart", dark ? "dark" : "light", VISION_NAMES[v], a,
                         b, least);
        }
}

static void classes_stand_out_from_the_paper(void **state) {
    (void)state;
    for (int dark = 0; dark < 2; dark++)
        for (int k = 0; k < COLOUR_CLASSES; k++) {
            double ratio = contrast(colour_class(k, dark), colour_paper(dark));
            assert_int_equal(colour_class(k, dark) >> 24, 255);
            if (!(ratio >= 3)) fail_msg("class %d on %s paper: %.3f", k, dark ? "dark" : "light", ratio);
        }
}

static void what_is_no_class_has_the_colour_of_ink(void **state) {
    (void)state;
    const int others[] = {-1, COLOUR_CLASSES, 255, INT32_MIN, INT32_MAX};
    for (int dark = 0; dark < 2; dark++)
        for (int k = 0; k < 5; k++) assert_int_equal(colour_class(others[k], dark), colour_ink(dark, 1));
}

// ---- theme and arithmetic -------------------------------------------------------------------------------------------

static void paper_is_that_of_the_page(void **state) {
    (void)state;
    assert_int_equal(colour_paper(false), 0xffffffffu);
    assert_int_equal(colour_paper(true), 0xff1c1816u); // #16181c
    assert_int_equal(colour_ink(true, 0) >> 24, 0);
    assert_int_equal(colour_ink(false, 1) >> 24, 255);
}

static void colours_mix_and_fade(void **state) {
    (void)state;
    const colour a = 0xff102030u, b = 0x80f0e0d0u;
    assert_int_equal(colour_mix(a, b, 0), a);
    assert_int_equal(colour_mix(a, b, 1), b);
    assert_int_equal(colour_mix(0xff000000u, 0xff6496c8u, 0.5f), 0xff324b64u);
    assert_int_equal(colour_fade(a, 1), a);
    assert_int_equal(colour_fade(a, 0), 0x00102030u);
    assert_int_equal(colour_fade(b, 0.5f), 0x40f0e0d0u);
    assert_int_equal(colour_ink(true, 0) >> 24, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ciede2000_is_that_of_its_authors),
        cmocka_unit_test(contrast_is_that_of_the_guidelines),
        cmocka_unit_test(simulations_keep_greys_and_confuse_what_they_should),
        cmocka_unit_test(ramps_and_ink_stand_out_from_the_paper),
        cmocka_unit_test(equal_steps_look_equal),
        cmocka_unit_test(neighbours_on_a_ramp_are_alike),
        cmocka_unit_test(the_open_ramp_gets_lighter_all_the_way),
        cmocka_unit_test(the_cyclic_ramp_closes_and_its_opposite_sides_are_apart),
        cmocka_unit_test(positions_beyond_a_ramp_are_its_ends),
        cmocka_unit_test(classes_are_apart_for_every_reader),
        cmocka_unit_test(classes_stand_out_from_the_paper),
        cmocka_unit_test(what_is_no_class_has_the_colour_of_ink),
        cmocka_unit_test(paper_is_that_of_the_page),
        cmocka_unit_test(colours_mix_and_fade),
    };
    return cmocka_run_group_tests_name("colour", tests, NULL, NULL);
}
