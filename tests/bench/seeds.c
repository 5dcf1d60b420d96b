// SPDX-License-Identifier: MIT
// How far training can be relied on: the page's default options on each data set, for 100 seeds. Prints a Markdown
// table.
#include <stdio.h>
#include <stdlib.h>

#include "options.h"
#include "pca.h"

enum { SEEDS = 100, EPOCHS = 1000 };

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void row(int data, const char *name, int length) {
    double losses[SEEDS], floor = 0;
    int below = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
        ae_options options = ae_options_default();
        ae_dataset *dataset;
        ae_trainer *trainer;
        ae_error error;
        ae_status status = ae_options_set(&options, AE_OPTION_DATA, data, &error);
        if (!status) status = ae_options_set(&options, AE_OPTION_SEED, seed, &error);
        if (!status) status = ae_options_build(&options, NULL, &dataset, &trainer, &error);
        if (status) {
            fprintf(stderr, "%s\n", error.detail);
            exit(1);
        }
        ae_trainer_step(trainer, EPOCHS);
        losses[seed - 1] = ae_trainer_loss(trainer);
        below += losses[seed - 1] < 1e-3;
        ae_pca *pca;
        if (seed == 1 && !ae_pca_new(&pca, dataset->values, dataset->points, dataset->columns, 2, &error)) {
            floor = pca->error;
            ae_pca_free(pca);
        }
        ae_trainer_free(trainer);
        ae_dataset_free(dataset);
    }
    qsort(losses, SEEDS, sizeof *losses, by_size);
    printf("| %.*s | %d | %.1e | %.1e | %.4f |\n", length, name, below, (losses[SEEDS / 2 - 1] + losses[SEEDS / 2]) / 2,
           losses[SEEDS - 1], floor);
}

int main(void) {
    puts("| data set | seeds of 100 below 1e-3 | median loss | worst loss | floor of PCA with 2 components |\n"
         "|---|---|---|---|---|");
    const char *name = ae_option_at(AE_OPTION_DATA)->words;
    for (int data = 0; data < AE_DATASET_COUNT; data++) {
        int length = 0;
        while (name[length] && name[length] != ' ') length++;
        row(data, name, length);
        name += length + 1;
    }
    return 0;
}
