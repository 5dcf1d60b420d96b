// SPDX-License-Identifier: MIT
// Who does work in several parts at a time. The core knows no threads; whoever has some lends them through this.
//
// Work is cut so that a part writes what no other part reads or writes, and each number is computed as it would be
// alone: the bits do not depend on how many parts there are.
#ifndef AE_PARALLEL_H
#define AE_PARALLEL_H

#include <stddef.h>

typedef void ae_task(void *work, int part); // part 0 … parts - 1

typedef struct ae_parallel {
    // Calls task(work, part) once for every part, at the same time or not, and returns when all are done.
    void (*run)(void *pool, ae_task *task, void *work);
    void *pool; // of threads, for run
    int parts;  // 1 or more
} ae_parallel;

// Without anybody (parallel NULL) there is one part.
static inline int ae_parts(const ae_parallel *parallel) { return parallel ? parallel->parts : 1; }

static inline void ae_run(const ae_parallel *parallel, ae_task *task, void *work) {
    if (parallel && parallel->parts > 1)
        parallel->run(parallel->pool, task, work);
    else
        task(work, 0);
}

// Part `part` of `count` things begins here, and ends where the next one begins.
static inline size_t ae_part_start(size_t count, int part, int parts) { return count * (size_t)part / (size_t)parts; }

#endif
