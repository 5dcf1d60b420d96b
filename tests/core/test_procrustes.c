// SPDX-License-Identifier: MIT
// One cloud laid onto another.
#include <string.h>

#include "procrustes.h"
#include "random.h"
#include "test.h"

enum { N = 40 };

static const uint64_t GOLDEN = 0x43915fe90cd94f97u;

static void fill(float *at, size_t count, uint64_t seed) {
    ae_random random = ae_random_new(seed, 7);
    for (size_t k = 0; k < count; k++) at[k] = (float)ae_random_normal(&random);
}

// 1 - |moved - to|² / |to - mean|², from what the fit makes of the cloud
static double match_of(const float *moved, const float *to, int columns, size_t rows) {
    double left = 0, whole = 0;
    for (int c = 0; c < columns; c++) {
        double mean = 0;
        for (size_t r = 0; r < rows; r++) mean += (double)to[r * (size_t)columns + (size_t)c] / (double)rows;
        for (size_t r = 0; r < rows; r++) {
            size_t k = r * (size_t)columns + (size_t)c;
            left += ((double)moved[k] - (double)to[k]) * ((double)moved[k] - (double)to[k]);
            whole += ((double)to[k] - mean) * ((double)to[k] - mean);
        }
    }
    return 1 - left / whole;
}

static void assert_orthogonal(const ae_procrustes *fit) {
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            double sum = 0;
            for (int c = 0; c < 3; c++) sum += fit->rotation[i][c] * fit->rotation[j][c];
            assert_near(sum, i == j, 1e-12);
        }
    }
}

static double determinant(double m[3][3]) {
    return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
           m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

// The largest R² of two clouds in the plane over many angles, with and without mirroring. For each, the best scale and
// shift are known: 1 - R² is the part of `to` that is orthogonal to the turned cloud.
static double searched(const float *from, const float *to, int angles) {
    double means[4] = {0}, best = 0;
    for (size_t r = 0; r < N; r++)
        for (size_t c = 0; c < 2; c++)
            means[c] += (double)from[2 * r + c] / N, means[2 + c] += (double)to[2 * r + c] / N;
    for (int mirror = -1; mirror <= 1; mirror += 2) {
        for (int k = 0; k < angles; k++) {
            double angle = 6.283185307179586 * k / angles, c = cos(angle), s = sin(angle), along = 0, aa = 0, bb = 0;
            for (size_t r = 0; r < N; r++) {
                double x = (double)from[2 * r] - means[0], y = mirror * ((double)from[2 * r + 1] - means[1]);
                double u = (double)to[2 * r] - means[2], v = (double)to[2 * r + 1] - means[3];
                along += (c * x - s * y) * u + (s * x + c * y) * v;
                aa += x * x + y * y;
                bb += u * u + v * v;
            }
            if (along > 0 && along * along / (aa * bb) > best) best = along * along / (aa * bb);
        }
    }
    return best;
}

static void no_angle_and_no_mirror_matches_better(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        float from[2 * N], to[2 * N], moved[2 * N];
        fill(from, 2 * N, seed);
        fill(to, 2 * N, seed + 100);
        for (size_t k = 0; k < 2 * N; k++) to[k] += (float)(seed % 3) * from[k] * (k % 2 && seed % 2 ? -1 : 1);
        ae_procrustes fit = ae_procrustes_fit(from, 2, to, 2, N);
        double best = searched(from, to, 20000);
        assert_true(fit.match >= best - 1e-12);
        assert_near(fit.match, best, 1e-6);
        ae_procrustes_apply(&fit, from, 2, moved, 2, N);
        assert_near(match_of(moved, to, 2, N), fit.match, 1e-6);
        assert_orthogonal(&fit);
    }
}

// Random orthogonal matrices, scales and shifts in space come back.
static void what_was_turned_mirrored_scaled_and_shifted_is_laid_back(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        float from[3 * N], to[3 * N], moved[3 * N], other[3 * N];
        fill(from, 3 * N, seed);
        fill(other, 3 * N, seed + 50);
        double q[3][3], scale = 0.2 + 0.3 * (double)seed;
        memcpy(q, ae_procrustes_fit(from, 3, other, 3, N).rotation, sizeof q);
        for (int i = 0; i < 3 && seed % 2; i++) q[i][0] = -q[i][0];
        for (size_t r = 0; r < N; r++)
            for (size_t c = 0; c < 3; c++)
                to[3 * r + c] = (float)(scale * ((double)from[3 * r] * q[0][c] + (double)from[3 * r + 1] * q[1][c] +
                                                 (double)from[3 * r + 2] * q[2][c]) +
                                        (double)c - 1);
        ae_procrustes fit = ae_procrustes_fit(from, 3, to, 3, N);
        assert_near(fit.match, 1, 1e-12);
        assert_near(fit.scale, scale, 1e-5);
        assert_near(determinant(fit.rotation), determinant(q), 1e-6);
        ae_procrustes_apply(&fit, from, 3, moved, 3, N);
        for (size_t k = 0; k < 3 * N; k++) assert_near((double)moved[k], (double)to[k], 1e-4);
    }
}

// In space: no small rotation of the fit and no other scale comes closer.
static void no_small_change_of_the_fit_matches_better(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        float from[3 * N], to[3 * N], moved[3 * N];
        fill(from, 3 * N, seed);
        fill(to, 3 * N, seed + 100);
        const ae_procrustes fit = ae_procrustes_fit(from, 3, to, 3, N);
        ae_procrustes_apply(&fit, from, 3, moved, 3, N);
        double best = match_of(moved, to, 3, N);
        assert_near(best, fit.match, 1e-6);
        for (int change = 0; change < 8; change++) {
            ae_procrustes other = fit;
            double c = cos(0.02), s = (change & 1 ? 1 : -1) * sin(0.02);
            int i = change / 2 % 3, j = (i + 1) % 3;
            for (int r = 0; r < 3 && change < 6; r++) {
                other.rotation[r][i] = c * fit.rotation[r][i] - s * fit.rotation[r][j];
                other.rotation[r][j] = s * fit.rotation[r][i] + c * fit.rotation[r][j];
            }
            if (change >= 6) other.scale *= 1 + (change == 6 ? 0.05 : -0.05);
            ae_procrustes_apply(&other, from, 3, moved, 3, N);
            assert_true(match_of(moved, to, 3, N) < best);
        }
    }
}

// Two columns onto one and onto three: what is missing is 0.
static void clouds_of_unequal_dimensions_meet_in_space(void **state) {
    (void)state;
    float plane[2 * N], line[N], space[3 * N], padded[3 * N], moved[3 * N];
    fill(plane, 2 * N, 1);
    for (size_t r = 0; r < N; r++) {
        line[r] = 2 * plane[2 * r + 1];
        space[3 * r] = plane[2 * r];
        space[3 * r + 1] = 0.5f;
        space[3 * r + 2] = -plane[2 * r + 1];
        padded[3 * r] = line[r];
        padded[3 * r + 1] = padded[3 * r + 2] = 0;
    }
    ae_procrustes onto_space = ae_procrustes_fit(plane, 2, space, 3, N);
    assert_near(onto_space.match, 1, 1e-12);
    ae_procrustes_apply(&onto_space, plane, 2, moved, 3, N);
    for (size_t k = 0; k < 3 * N; k++) assert_near((double)moved[k], (double)space[k], 1e-5);
    ae_procrustes onto_line = ae_procrustes_fit(plane, 2, line, 1, N);
    assert_true(onto_line.match > 0.2 && onto_line.match < 0.8); // one of the two columns is lost
    ae_procrustes same = ae_procrustes_fit(plane, 2, padded, 3, N);
    assert_memory_equal(&onto_line, &same, sizeof same);
    assert_near(fabs(onto_line.rotation[2][2]), 1, 1e-12); // it stays in its plane
    assert_orthogonal(&onto_line);
}

static void a_cloud_that_is_one_place_matches_nothing(void **state) {
    (void)state;
    float cloud[2 * N], place[2 * N], moved[2 * N];
    fill(cloud, 2 * N, 1);
    for (size_t k = 0; k < 2 * N; k++) place[k] = 0.25f;
    const ae_procrustes fits[] = {ae_procrustes_fit(place, 2, cloud, 2, N), ae_procrustes_fit(cloud, 2, place, 2, N),
                                  ae_procrustes_fit(place, 2, place, 2, N), ae_procrustes_fit(cloud, 2, place, 2, 1),
                                  ae_procrustes_fit(cloud, 2, place, 2, 0)};
    for (size_t k = 0; k < sizeof fits / sizeof *fits; k++) {
        assert_near(fits[k].match, 0, 0);
        assert_near(fits[k].scale, 0, 0);
        assert_orthogonal(&fits[k]);
    }
    ae_procrustes_apply(&fits[1], cloud, 2, moved, 2, N);
    assert_memory_equal(moved, place, sizeof moved);
}

static void collinear_points_match_along_their_line(void **state) {
    (void)state;
    float from[2 * N], to[3 * N], moved[3 * N];
    for (size_t r = 0; r < N; r++) {
        float t = (float)r / N;
        from[2 * r] = 3 * t, from[2 * r + 1] = -4 * t;
        to[3 * r] = -t, to[3 * r + 1] = 1 + 2 * t, to[3 * r + 2] = 2 * t;
    }
    ae_procrustes fit = ae_procrustes_fit(from, 2, to, 3, N);
    assert_near(fit.match, 1, 1e-12);
    assert_near(fit.scale, 0.6, 1e-6);
    assert_orthogonal(&fit);
    ae_procrustes_apply(&fit, from, 2, moved, 3, N);
    for (size_t k = 0; k < 3 * N; k++) assert_near((double)moved[k], (double)to[k], 1e-6);
}

// A cloud of any size in numbers: nothing over- or underflows on the way.
static void units_do_not_matter(void **state) {
    (void)state;
    float from[3 * N], to[3 * N], large[3 * N], small[3 * N];
    fill(from, 3 * N, 1);
    fill(to, 3 * N, 2);
    for (size_t k = 0; k < 3 * N; k++) large[k] = 1e30f * from[k], small[k] = 1e-30f * to[k];
    assert_near(ae_procrustes_fit(large, 3, small, 3, N).match, ae_procrustes_fit(from, 3, to, 3, N).match, 1e-6);
    assert_near(ae_procrustes_fit(large, 3, large, 3, N).match, 1, 1e-12);
    assert_near(ae_procrustes_fit(small, 3, small, 3, N).match, 1, 1e-12);
}

static void the_bits_are_the_same_everywhere(void **state) {
    (void)state;
    float from[3 * N], to[2 * N];
    fill(from, 3 * N, 3);
    fill(to, 2 * N, 4);
    ae_procrustes fit = ae_procrustes_fit(from, 3, to, 2, N);
    uint64_t hash = 0xcbf29ce484222325u;
    unsigned char bytes[sizeof fit];
    memcpy(bytes, &fit, sizeof fit);
    for (size_t k = 0; k < sizeof bytes; k++) hash = (hash ^ bytes[k]) * 0x100000001b3u;
    assert_int_equal(hash, GOLDEN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_angle_and_no_mirror_matches_better),
        cmocka_unit_test(what_was_turned_mirrored_scaled_and_shifted_is_laid_back),
        cmocka_unit_test(no_small_change_of_the_fit_matches_better),
        cmocka_unit_test(clouds_of_unequal_dimensions_meet_in_space),
        cmocka_unit_test(a_cloud_that_is_one_place_matches_nothing),
        cmocka_unit_test(collinear_points_match_along_their_line),
        cmocka_unit_test(units_do_not_matter),
        cmocka_unit_test(the_bits_are_the_same_everywhere),
    };
    return cmocka_run_group_tests_name("procrustes", tests, NULL, NULL);
}
