// SPDX-License-Identifier: MIT
#include "pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

enum { SPINS = 4096 }; // looks for work, about 20 µs: the next layer is seldom further away. Then a thread sleeps

struct cli_pool {
    ae_parallel parallel;
    pthread_mutex_t lock;
    pthread_cond_t changed; // there is work, or it is done
    atomic_uint turn;       // counts the work there has been
    atomic_int left;        // parts of it that are not done
    bool over;
    ae_task *task;
    void *work;
    pthread_t threads[CLI_MOST_THREADS]; // of part 1 on
    struct hand {
        struct cli_pool *pool;
        int part;
    } hands[CLI_MOST_THREADS];
};

static void wait_for_turn(cli_pool *pool, unsigned last) {
    for (int k = 0; k < SPINS; k++)
        if (atomic_load(&pool->turn) != last) return;
    pthread_mutex_lock(&pool->lock);
    while (atomic_load(&pool->turn) == last) pthread_cond_wait(&pool->changed, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}

static void wait_until_done(cli_pool *pool) {
    for (int k = 0; k < SPINS; k++)
        if (!atomic_load(&pool->left)) return;
    pthread_mutex_lock(&pool->lock);
    while (atomic_load(&pool->left)) pthread_cond_wait(&pool->changed, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}

// Under the lock, so that nobody falls asleep between a look and its waiting.
static void begin_turn(cli_pool *pool) {
    pthread_mutex_lock(&pool->lock);
    atomic_fetch_add(&pool->turn, 1);
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
}

static void *serve(void *argument) {
    const struct hand *hand = argument;
    cli_pool *pool = hand->pool;
    for (unsigned turn = 0;; turn++) {
        wait_for_turn(pool, turn);
        if (pool->over) return NULL;
        pool->task(pool->work, hand->part);
        if (atomic_fetch_sub(&pool->left, 1) > 1) continue;
        pthread_mutex_lock(&pool->lock);
        pthread_cond_broadcast(&pool->changed);
        pthread_mutex_unlock(&pool->lock);
    }
}

static void run(void *argument, ae_task *task, void *work) {
    cli_pool *pool = argument;
    pool->task = task;
    pool->work = work;
    atomic_store(&pool->left, pool->parallel.parts - 1);
    begin_turn(pool);
    task(work, 0);
    wait_until_done(pool);
}

cli_pool *cli_pool_new(int threads) {
    if (!threads) threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
    if (threads > CLI_MOST_THREADS) threads = CLI_MOST_THREADS;
    cli_pool *pool = threads > 1 ? calloc(1, sizeof *pool) : NULL;
    if (!pool) return NULL;
    pool->parallel = (ae_parallel){run, pool, 1};
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->changed, NULL);
    for (int part = 1; part < threads; part++) {
        pool->hands[part] = (struct hand){pool, part};
        if (pthread_create(&pool->threads[part], NULL, serve, &pool->hands[part])) break;
        pool->parallel.parts = part + 1;
    }
    return pool;
}

void cli_pool_free(cli_pool *pool) {
    if (!pool) return;
    pool->over = true;
    begin_turn(pool);
    for (int part = 1; part < pool->parallel.parts; part++) pthread_join(pool->threads[part], NULL);
    pthread_cond_destroy(&pool->changed);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

const ae_parallel *cli_pool_parallel(const cli_pool *pool) { return pool ? &pool->parallel : NULL; }
