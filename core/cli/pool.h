// SPDX-License-Identifier: MIT
// Threads that wait for work, for what the core has to do in parts.
//
//   cli_pool_new -> cli_pool_parallel -> cli_pool_free
#ifndef CLI_POOL_H
#define CLI_POOL_H

#include "parallel.h"

enum { CLI_MOST_THREADS = 64 };

typedef struct cli_pool cli_pool;

// With the caller, so many threads work; 0: one for each processor. Fewer when the system gives no more. NULL when one
// is all there is: then there is nothing to wait for.
cli_pool *cli_pool_new(int threads);
void cli_pool_free(cli_pool *pool); // NULL is fine

// Borrowed until the pool is freed. NULL of NULL.
const ae_parallel *cli_pool_parallel(const cli_pool *pool);

#endif
