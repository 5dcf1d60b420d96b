// SPDX-License-Identifier: MIT
// The rows nearest to a place, and what their labels say.
#include <string.h>

#include "neighbours.h"
#include "random.h"
#include "test.h"

enum { MOST = 3000 };

static float rows[3 * MOST];
static unsigned char labels[MOST];

// Few values along each axis give many ties.
static void fill(int N, int K, int values, uint64_t seed) {
    ae_random random = ae_random_new(seed, 3);
    for (int k = 0; k < N * K; k++) {
        float x = (float)ae_random_normal(&random);
        rows[k] = values ? (float)(int)((float)values * x) / (float)values : x;
    }
    for (int k = 0; k < N; k++) labels[k] = (unsigned char)(ae_random_normal(&random) > 0);
}

static ae_neighbours *neighbours_of(int N, int K) {
    ae_neighbours *n = NULL;
    assert_int_equal(ae_neighbours_new(&n, rows, N, K, NULL), AE_OK);
    return n;
}

// All rows in turn, the nearest that was not taken yet: the plain search.
static int plain_find(int N, int K, const float *at, int but, int k, ae_neighbour *found) {
    static bool taken[MOST];
    memset(taken, 0, sizeof taken);
    int count = 0;
    for (; count < k; count++) {
        ae_neighbour best = {-1, INFINITY};
        for (int row = 0; row < N; row++) {
            float squared = 0;
            for (int c = 0; c < K; c++) squared += (rows[row * K + c] - at[c]) * (rows[row * K + c] - at[c]);
            if (row != but && !taken[row] && squared < best.squared) best = (ae_neighbour){row, squared};
        }
        if (best.row < 0) return count;
        taken[best.row] = true;
        found[count] = best;
    }
    return count;
}

static void assert_as_plain(int N, int K, const float *at, int but, int k) {
    ae_neighbours *n = neighbours_of(N, K);
    ae_neighbour found[AE_NEIGHBOURS_MOST], wanted[AE_NEIGHBOURS_MOST];
    int count = ae_neighbours_find(n, at, but, k, found);
    assert_int_equal(count, plain_find(N, K, at, but, k, wanted));
    for (int j = 0; j < count; j++) {
        assert_int_equal(found[j].row, wanted[j].row);
        assert_true(found[j].squared == wanted[j].squared);
    }
    ae_neighbours_free(n);
}

static void finds_what_the_plain_search_finds(void **state) {
    (void)state;
    for (int K = 1; K <= 3; K++)
        for (int values = 0; values <= 6; values += 3)
            for (int probe = 0; probe < 20; probe++) {
                int N = probe < 10 ? 400 : probe; // some with fewer rows than are asked for
                fill(N, K, values, 100 * (uint64_t)K + 10 * (uint64_t)values + (uint64_t)probe);
                float at[3] = {rows[K * (probe % N)], 0.3f, -0.2f};
                assert_as_plain(N, K, at, probe % 2 ? probe % N : -1, 1 + probe);
            }
}

static void ties_go_to_the_lower_index(void **state) {
    (void)state;
    for (int k = 0; k < 8; k++) rows[2 * k] = k % 2 ? 1.0f : -1.0f, rows[2 * k + 1] = 0;
    ae_neighbours *n = neighbours_of(8, 2);
    ae_neighbour found[5];
    assert_int_equal(ae_neighbours_find(n, (float[2]){0, 0}, 2, 5, found), 5);
    const int wanted[5] = {0, 1, 3, 4, 5};
    for (int k = 0; k < 5; k++) assert_int_equal(found[k].row, wanted[k]);
    ae_neighbours_free(n);
}

static void what_is_not_finite_is_nobodys_neighbour(void **state) {
    (void)state;
    fill(50, 2, 0, 1);
    rows[2 * 7] = NAN;
    rows[2 * 9 + 1] = INFINITY;
    ae_neighbours *n = neighbours_of(50, 2);
    ae_neighbour found[64];
    assert_int_equal(ae_neighbours_find(n, (float[2]){0, 0}, -1, 64, found), 48);
    for (int k = 0; k < 48; k++) assert_true(found[k].row != 7 && found[k].row != 9);
    assert_int_equal(ae_neighbours_find(n, (float[2]){0, NAN}, -1, 5, found), 0);
    memset(labels, 1, sizeof labels);
    assert_near(ae_neighbours_accuracy(n, labels, 5), 48.0 / 50, 1e-12);
    ae_neighbours_free(n);
}

static void most_votes_win_and_the_nearest_breaks_a_tie(void **state) {
    (void)state;
    const unsigned char own[6] = {4, 9, 9, 4, 7, 0};
    const ae_neighbour order[6] = {{5, 0}, {1, 1}, {0, 2}, {3, 3}, {2, 4}, {4, 5}};
    assert_int_equal(ae_neighbours_vote(order, 1, own), 0);
    assert_int_equal(ae_neighbours_vote(order, 3, own), 0); // 0, 9, 4
    assert_int_equal(ae_neighbours_vote(order, 4, own), 4);
    assert_int_equal(ae_neighbours_vote(order, 5, own), 9); // 9 and 4 have two each
    assert_int_equal(ae_neighbours_vote(order, 0, own), -1);
}

static void accuracy_leaves_each_row_out(void **state) {
    (void)state;
    fill(MOST, 2, 0, 5);
    ae_neighbours *n = neighbours_of(MOST, 2);
    // A row among its own neighbours would know its label, whatever that is.
    assert_near(ae_neighbours_accuracy(n, labels, 1), 0.5, 0.05);
    for (int k = 0; k < MOST; k++) labels[k] = rows[2 * k] > 0;
    assert_true(ae_neighbours_accuracy(n, labels, 5) > 0.98);
    ae_neighbours_free(n);
    // By hand: on a line, the ends have neighbours of the other label.
    const float line[5] = {0, 1, 2.5f, 3, 4};
    const unsigned char own[5] = {0, 1, 1, 1, 0};
    memcpy(rows, line, sizeof line);
    memcpy(labels, own, sizeof own);
    n = neighbours_of(5, 1);
    assert_near(ae_neighbours_accuracy(n, labels, 1), 2.0 / 5, 1e-12);
    ae_neighbours_free(n);
}

static void what_does_not_fit_is_named(void **state) {
    (void)state;
    ae_neighbours *n = NULL;
    ae_error error;
    assert_int_equal(ae_neighbours_new(&n, rows, 0, 2, &error), AE_BAD_VALUE);
    assert_string_equal(error.detail, "N is 0, not 1 or more");
    assert_int_equal(ae_neighbours_new(&n, rows, 2, -1, &error), AE_BAD_VALUE);
    assert_string_equal(error.detail, "K is -1, not 1 or more");
    test_fail_allocation = 1;
    assert_int_equal(ae_neighbours_new(&n, rows, 2, 2, &error), AE_OUT_OF_MEMORY);
    assert_null(n);
    ae_neighbours_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_the_plain_search_finds),
        cmocka_unit_test(ties_go_to_the_lower_index),
        cmocka_unit_test(what_is_not_finite_is_nobodys_neighbour),
        cmocka_unit_test(most_votes_win_and_the_nearest_breaks_a_tie),
        cmocka_unit_test(accuracy_leaves_each_row_out),
        cmocka_unit_test(what_does_not_fit_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
