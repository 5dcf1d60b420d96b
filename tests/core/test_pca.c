// SPDX-License-Identifier: MIT
// PCA against a singular value decomposition by other means, and against what is known of some data sets.
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "dataset.h"
#include "pca.h"
#include "random.h"

// ---- reference ------------------------------------------------------------------------------------------------------

enum { WIDEST = 40, ROWS = 60 };

typedef struct decomposition {
    long double variances[WIDEST];          // largest first
    long double directions[WIDEST][WIDEST]; // row a: the direction of variances[a]
    long double total;                      // of all variances
} decomposition;

static long double column_product(long double x[ROWS][WIDEST], int rows, int i, int j) {
    long double sum = 0;
    for (int r = 0; r < rows; r++) sum += x[r][i] * x[r][j];
    return sum;
}

static void rotate(long double *a, long double *b, long double c, long double s) {
    long double x = *a;
    *a = c * x - s * *b;
    *b = s * x + c * *b;
}

// One-sided Jacobi (Hestenes 1958, doi:10.1137/0106005) on the centred rows: turns pairs of columns until all are
// orthogonal. No covariance matrix is formed.
static void decompose(decomposition *d, const float *values, int rows, int columns) {
    static long double x[ROWS][WIDEST], v[WIDEST][WIDEST]; // v: columns are directions
    for (int c = 0; c < columns; c++) {
        long double mean = 0;
        for (int r = 0; r < rows; r++) mean += (long double)values[r * columns + c] / rows;
        for (int r = 0; r < rows; r++) x[r][c] = (long double)values[r * columns + c] - mean;
        for (int i = 0; i < columns; i++) v[i][c] = i == c;
    }
    bool turned = true;
    for (int sweep = 0; turned && sweep < 60; sweep++) {
        turned = false;
        for (int i = 0; i < columns; i++) {
            for (int j = i + 1; j < columns; j++) {
                long double p = column_product(x, rows, i, i), q = column_product(x, rows, j, j);
                long double across = column_product(x, rows, i, j);
                if (across == 0 || fabsl(across) <= 1e-17L * sqrtl(p * q)) continue;
                long double theta = (q - p) / (2 * across);
                long double t = (theta < 0 ? -1 : 1) / (fabsl(theta) + sqrtl(theta * theta + 1));
                long double c = 1 / sqrtl(t * t + 1), s = t * c;
                for (int r = 0; r < rows; r++) rotate(&x[r][i], &x[r][j], c, s);
                for (int r = 0; r < columns; r++) rotate(&v[r][i], &v[r][j], c, s);
                turned = true;
            }
        }
    }
    bool taken[WIDEST] = {false};
    d->total = 0;
    for (int a = 0; a < columns; a++) {
        int best = 0;
        while (taken[best]) best++;
        for (int c = best + 1; c < columns; c++)
            if (!taken[c] && column_product(x, rows, c, c) > column_product(x, rows, best, best)) best = c;
        taken[best] = true;
        d->total += d->variances[a] = column_product(x, rows, best, best) / rows;
        for (int c = 0; c < columns; c++) d->directions[a][c] = v[c][best];
    }
}

// ---- checks ---------------------------------------------------------------------------------------------------------

static ae_pca *analyse(const float *values, int rows, int columns, int components) {
    ae_pca *pca;
    ae_error error;
    if (ae_pca_new(&pca, values, rows, columns, components, &error)) fail_msg("%s", error.detail);
    assert_int_equal(pca->columns, columns);
    assert_int_equal(pca->components, components);
    return pca;
}

// Length 1, orthogonal, the largest entry positive; variances fall.
static void assert_well_formed(const ae_pca *pca) {
    for (int a = 0; a < pca->components; a++) {
        const double *direction = pca->directions + a * pca->columns;
        for (int b = 0; b <= a; b++) {
            double sum = 0;
            for (int c = 0; c < pca->columns; c++) sum += direction[c] * pca->directions[b * pca->columns + c];
            assert_near(sum, a == b, 1e-12);
        }
        int largest = 0;
        for (int c = 1; c < pca->columns; c++)
            if (fabs(direction[c]) > fabs(direction[largest])) largest = c;
        assert_true(direction[largest] > 0);
        assert_true(pca->variances[a] >= 0);
        if (a > 0) assert_true(pca->variances[a] <= pca->variances[a - 1]);
    }
    assert_true(pca->error >= 0);
}

// The mean squared error of really projecting the rows onto the plane.
static double projection_error(const ae_pca *pca, const float *values, int rows) {
    int D = pca->columns;
    double sum = 0, *rest = malloc((size_t)D * sizeof *rest);
    for (int r = 0; r < rows; r++) {
        for (int c = 0; c < D; c++) rest[c] = (double)values[r * D + c] - pca->mean[c];
        for (int a = 0; a < pca->components; a++) {
            double along = 0;
            for (int c = 0; c < D; c++) along += rest[c] * pca->directions[a * D + c];
            for (int c = 0; c < D; c++) rest[c] -= along * pca->directions[a * D + c];
        }
        for (int c = 0; c < D; c++) sum += rest[c] * rest[c];
    }
    free(rest);
    return sum / rows / D;
}

// The plane of all components, as the matrix that projects onto it, and each direction that stands alone. A gap g
// between eigenvalues, as a part of the largest, magnifies the rounding by 1 / g.
static void assert_same_directions(const ae_pca *pca, const decomposition *wanted) {
    int D = pca->columns, k = pca->components;
    double largest = (double)wanted->variances[0];
    for (int first = 0; first < k;) { // groups whose eigenvalues are apart from the others
        int last = first;
        while (last + 1 < D && (double)(wanted->variances[last] - wanted->variances[last + 1]) < 1e-3 * largest) last++;
        if (last >= k) return; // it goes on beyond the components: any choice from it is right
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < D; j++) {
                double got = 0, want = 0;
                for (int a = first; a <= last; a++) {
                    got += pca->directions[a * D + i] * pca->directions[a * D + j];
                    want += (double)(wanted->directions[a][i] * wanted->directions[a][j]);
                }
                assert_near(got, want, 1e-6);
            }
        }
        first = last + 1;
    }
}

static void assert_matches(const float *values, int rows, int columns, int components, const decomposition *wanted) {
    ae_pca *pca = analyse(values, rows, columns, components);
    assert_well_formed(pca);
    double total = (double)wanted->total;
    long double rest = 0;
    for (int a = 0; a < columns; a++) {
        double variance = (double)wanted->variances[a];
        if (a < components)
            assert_near(pca->variances[a], variance, 1e-9 * variance + 1e-14 * total);
        else
            rest += wanted->variances[a];
    }
    double error = (double)rest / columns;
    assert_near(pca->error, error, 1e-9 * error + 1e-14 * total);
    assert_near(projection_error(pca, values, rows), error, 1e-9 * error + 1e-14 * total);
    assert_same_directions(pca, wanted);
    ae_pca_free(pca);
}

// Normal numbers, spread by spread(c) along column c, then mixed so that no column is an axis; the mean is not 0.
static void fill_cloud(float *values, int rows, int columns, double fall, uint64_t seed) {
    ae_random random = ae_random_new(seed, 0);
    for (int r = 0; r < rows; r++) {
        double hidden[WIDEST];
        for (int c = 0; c < columns; c++) hidden[c] = pow(fall, c) * ae_random_normal(&random);
        for (int c = 0; c < columns; c++) {
            double sum = c; // the mean
            for (int i = 0; i < columns; i++) sum += hidden[i] * cos(i * (c + 0.5)) / sqrt(columns);
            values[r * columns + c] = (float)sum;
        }
    }
}

// ---- against the reference ------------------------------------------------------------------------------------------

static void every_width_and_number_of_components_matches_the_reference(void **state) {
    (void)state;
    static float values[ROWS * WIDEST];
    static decomposition wanted;
    for (int columns = 1; columns <= WIDEST; columns++) {
        fill_cloud(values, ROWS, columns, 0.8, (uint64_t)columns);
        decompose(&wanted, values, ROWS, columns);
        for (int k = 1; k <= columns && k <= AE_PCA_MAX_COMPONENTS; k++)
            assert_matches(values, ROWS, columns, k, &wanted);
    }
}

static void a_cloud_round_as_a_ball_matches_the_reference(void **state) {
    (void)state;
    static float values[ROWS * WIDEST];
    static decomposition wanted;
    for (int columns = 2; columns <= WIDEST; columns += 19) {
        fill_cloud(values, ROWS, columns, 1, 7);
        decompose(&wanted, values, ROWS, columns);
        for (int k = 1; k <= columns && k <= AE_PCA_MAX_COMPONENTS; k += 5)
            assert_matches(values, ROWS, columns, k, &wanted);
    }
}

static void fewer_rows_than_columns_match_the_reference(void **state) {
    (void)state;
    static float values[ROWS * WIDEST];
    static decomposition wanted;
    for (int rows = 2; rows < 20; rows += 3) {
        fill_cloud(values, rows, WIDEST, 0.9, (uint64_t)rows);
        decompose(&wanted, values, rows, WIDEST);
        assert_matches(values, rows, WIDEST, 5, &wanted);
        assert_matches(values, rows, WIDEST, 16, &wanted);
    }
}

// ---- what is known --------------------------------------------------------------------------------------------------

// PCA's error on 25 points of a data set.
static double error_of(ae_dataset_kind kind, int components) {
    ae_dataset *dataset;
    assert_int_equal(ae_dataset_new(&dataset, &(ae_dataset_desc){.kind = kind, .points = 25}, NULL), AE_OK);
    ae_pca *pca = analyse(dataset->values, 25, 3, components);
    assert_well_formed(pca);
    double error = pca->error;
    assert_near(projection_error(pca, dataset->values, 25), error, 1e-12);
    ae_pca_free(pca);
    ae_dataset_free(dataset);
    return error;
}

// Each coordinate of the saddle loop is half a sine, whose variance is 1/8, and none follows from the others.
static void a_plane_loses_a_third_of_the_saddle_loop(void **state) {
    (void)state;
    assert_near(error_of(AE_SADDLE, 1), 1.0 / 12, 1e-6);
    assert_near(error_of(AE_SADDLE, 2), 1.0 / 24, 1e-6);
    assert_near(error_of(AE_SADDLE, 3), 0, 1e-15);
}

static void a_plane_holds_an_ellipse_and_a_wave(void **state) {
    (void)state;
    assert_near(error_of(AE_ELLIPSE, 1), 1.0 / 24, 1e-6); // it loses the cosine
    assert_near(error_of(AE_ELLIPSE, 2), 0, 1e-12);
    assert_near(error_of(AE_WAVE, 2), 0, 1e-12);
}

enum { WIDE = AE_PCA_MAX_COLUMNS, FEW = 60, RANK = 5 };

// Cosines of different whole frequencies are orthogonal over the rows and over the columns.
static double cosine(int k, int frequency, int n) { return sqrt(2.0 / n) * cos(acos(-1) * (k + 0.5) * frequency / n); }

static void a_wide_data_set_of_low_rank_has_its_directions_back(void **state) {
    (void)state;
    static float values[FEW * WIDE];
    static const double sizes[RANK] = {20, 10, 9, 3, 0.5};
    for (int r = 0; r < FEW; r++) {
        for (int c = 0; c < WIDE; c++) {
            double sum = 0.25;
            for (int a = 0; a < RANK; a++) sum += sizes[a] * cosine(r, a + 1, FEW) * cosine(c, 3 * a + 2, WIDE);
            values[r * WIDE + c] = (float)sum;
        }
    }
    for (int k = 1; k <= 8; k += k == 1 ? 2 : k == 3 ? 2 : 3) { // 1, 3, 5, 8
        ae_pca *pca = analyse(values, FEW, WIDE, k);
        assert_well_formed(pca);
        double rest = 0;
        for (int a = 0; a < RANK; a++) rest += a < k ? 0 : sizes[a] * sizes[a] / FEW / WIDE;
        assert_near(pca->error, rest, 1e-6 * rest + 1e-13);
        assert_near(projection_error(pca, values, FEW), pca->error, 1e-9 * pca->error + 1e-14);
        for (int a = 0; a < k && a < RANK; a++) {
            double variance = sizes[a] * sizes[a] / FEW, along = 0;
            assert_near(pca->variances[a], variance, 1e-6 * variance);
            for (int c = 0; c < WIDE; c++) along += pca->directions[a * WIDE + c] * cosine(c, 3 * a + 2, WIDE);
            assert_near(fabs(along), 1, 1e-6);
        }
        for (int a = RANK; a < k; a++) assert_near(pca->variances[a], 0, 1e-11);
        ae_pca_free(pca);
    }
}

// ---- odd data -------------------------------------------------------------------------------------------------------

static void data_without_any_spread_are_fine(void **state) {
    (void)state;
    float values[12 * 3];
    for (int k = 0; k < 36; k++) values[k] = 0.1f * (float)(k % 3); // twelve times the same row
    for (int rows = 1; rows <= 12; rows += 11) {
        for (int k = 1; k <= 3; k++) {
            ae_pca *pca = analyse(values, rows, 3, k);
            assert_well_formed(pca);
            assert_near(pca->error, 0, 1e-15);
            assert_near(pca->variances[0], 0, 1e-15);
            for (int c = 0; c < 3; c++) assert_near(pca->mean[c], (double)values[c], 1e-15);
            ae_pca_free(pca);
        }
    }
}

static void constant_columns_have_no_part_in_a_direction(void **state) {
    (void)state;
    float values[20 * 4];
    for (int r = 0; r < 20; r++) {
        values[4 * r] = values[4 * r + 2] = 5;
        values[4 * r + 1] = (float)r;
        values[4 * r + 3] = r % 2 ? 1.0f : -1.0f;
    }
    ae_pca *pca = analyse(values, 20, 4, 2);
    assert_well_formed(pca);
    for (int a = 0; a < 2; a++) {
        assert_near(pca->directions[4 * a], 0, 1e-12);
        assert_near(pca->directions[4 * a + 2], 0, 1e-12);
    }
    assert_near(pca->error, 0, 1e-13);
    ae_pca_free(pca);
}

static void rows_told_twice_change_nothing(void **state) {
    (void)state;
    float once[10 * 6], twice[20 * 6];
    fill_cloud(once, 10, 6, 0.7, 3);
    for (int k = 0; k < 60; k++) twice[k] = twice[60 + k] = once[k];
    ae_pca *a = analyse(once, 10, 6, 3), *b = analyse(twice, 20, 6, 3);
    assert_near(a->error, b->error, 1e-12);
    for (int k = 0; k < 3; k++) assert_near(a->variances[k], b->variances[k], 1e-12);
    for (int k = 0; k < 18; k++) assert_near(a->directions[k], b->directions[k], 1e-9);
    ae_pca_free(a);
    ae_pca_free(b);
}

static void the_size_of_the_numbers_does_not_matter(void **state) {
    (void)state;
    static const float scales[] = {1e30f, 1e37f, 1e-30f, 1e-37f};
    float values[30 * 7], scaled[30 * 7];
    fill_cloud(values, 30, 7, 0.7, 4);
    ae_pca *wanted = analyse(values, 30, 7, 3);
    for (int s = 0; s < 4; s++) {
        for (int k = 0; k < 210; k++) scaled[k] = scales[s] * values[k];
        ae_pca *pca = analyse(scaled, 30, 7, 3);
        assert_well_formed(pca);
        double square = (double)scales[s] * (double)scales[s];
        assert_near(pca->error / square, wanted->error, 1e-5 * wanted->error);
        for (int k = 0; k < 3; k++)
            assert_near(pca->variances[k] / square, wanted->variances[k], 1e-5 * wanted->variances[k]);
        for (int k = 0; k < 21; k++) assert_near(pca->directions[k], wanted->directions[k], 1e-4);
        ae_pca_free(pca);
    }
    ae_pca_free(wanted);
}

static void numbers_of_every_size_at_once_give_finite_ones(void **state) {
    (void)state;
    float values[30 * 7];
    ae_random random = ae_random_new(5, 0);
    for (int k = 0; k < 210; k++)
        values[k] = (float)(ae_random_normal(&random) * pow(10, 76 * ae_random_uniform(&random) - 39));
    for (int k = 1; k <= 7; k++) {
        ae_pca *pca = analyse(values, 30, 7, k);
        assert_well_formed(pca);
        assert_true(isfinite(pca->error));
        for (int a = 0; a < k; a++) assert_true(isfinite(pca->variances[a]));
        ae_pca_free(pca);
    }
}

// ---- what is refused ------------------------------------------------------------------------------------------------

static void assert_refused(const float *values, int rows, int columns, int components, ae_status status,
                           const char *part) {
    ae_pca *pca = (ae_pca *)&status; // no address of a result
    ae_error error = {0};
    assert_int_equal(ae_pca_new(&pca, values, rows, columns, components, &error), status);
    assert_null(pca);
    assert_int_equal(error.status, status);
    assert_holds(error.detail, part);
    assert_int_equal(ae_pca_new(&pca, values, rows, columns, components, NULL), status);
    assert_null(pca);
}

static void impossible_sizes_are_named(void **state) {
    (void)state;
    static const float values[WIDE + 1];
    assert_refused(values, 0, 3, 1, AE_BAD_VALUE, "rows is 0");
    assert_refused(values, -1, 3, 1, AE_BAD_VALUE, "rows is -1");
    assert_refused(values, 1, 0, 1, AE_BAD_VALUE, "columns is 0");
    assert_refused(values, 1, WIDE + 1, 1, AE_BAD_VALUE, "columns is 785, it must be 1 to 784");
    assert_refused(values, 1, 3, 0, AE_BAD_VALUE, "components is 0");
    assert_refused(values, 1, 3, 4, AE_BAD_VALUE, "components is 4, it must be 1 to 3");
    assert_refused(values, 1, 20, 17, AE_BAD_VALUE, "components is 17, it must be 1 to 16");
    ae_pca_free(NULL);
}

static void values_that_are_not_finite_are_named_by_row_and_column(void **state) {
    (void)state;
    static const float wrong[] = {NAN, INFINITY, -INFINITY};
    for (int k = 0; k < 3; k++) {
        float values[4 * 3] = {0};
        values[0] = wrong[k];
        assert_refused(values, 4, 3, 2, AE_BAD_DATA, "row 1, column 1 ");
        values[0] = 0;
        values[7] = wrong[k];
        assert_refused(values, 4, 3, 2, AE_BAD_DATA, "row 3, column 2 ");
        values[7] = 0;
        values[11] = wrong[k];
        assert_refused(values, 4, 3, 2, AE_BAD_DATA, "row 4, column 3 ");
    }
}

// LeakSanitizer, in the sanitize build, proves that nothing is lost.
static void want_of_memory_is_survived(void **state) {
    (void)state;
    const float values[4 * 3] = {0, 1, 2, 3, 5, 8, 2, 1, 0, 4, 4, 9};
    int before = test_allocations;
    ae_pca_free(analyse(values, 4, 3, 2));
    int count = test_allocations - before;
    assert_true(count >= 1);
    for (int k = 1; k <= count; k++) {
        ae_pca *pca = (ae_pca *)&before;
        ae_error error = {0};
        test_fail_allocation = k;
        assert_int_equal(ae_pca_new(&pca, values, 4, 3, 2, &error), AE_OUT_OF_MEMORY);
        test_fail_allocation = 0;
        assert_null(pca);
        assert_holds(error.detail, "memory");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_width_and_number_of_components_matches_the_reference),
        cmocka_unit_test(a_cloud_round_as_a_ball_matches_the_reference),
        cmocka_unit_test(fewer_rows_than_columns_match_the_reference),
        cmocka_unit_test(a_plane_loses_a_third_of_the_saddle_loop),
        cmocka_unit_test(a_plane_holds_an_ellipse_and_a_wave),
        cmocka_unit_test(a_wide_data_set_of_low_rank_has_its_directions_back),
        cmocka_unit_test(data_without_any_spread_are_fine),
        cmocka_unit_test(constant_columns_have_no_part_in_a_direction),
        cmocka_unit_test(rows_told_twice_change_nothing),
        cmocka_unit_test(the_size_of_the_numbers_does_not_matter),
        cmocka_unit_test(numbers_of_every_size_at_once_give_finite_ones),
        cmocka_unit_test(impossible_sizes_are_named),
        cmocka_unit_test(values_that_are_not_finite_are_named_by_row_and_column),
        cmocka_unit_test(want_of_memory_is_survived),
    };
    return cmocka_run_group_tests_name("pca", tests, NULL, NULL);
}
