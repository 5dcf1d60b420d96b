// SPDX-License-Identifier: MIT
// ae eval: how well a model does.
#include <stdio.h>
#include <stdlib.h>

#include "apply.h"
#include "commands.h"
#include "models.h"
#include "neighbours.h"
#include "pca.h"
#include "tables.h"

enum { MOST_CLASSES = 256 };

static double mean_squared_error(const float *a, const float *b, size_t count) {
    double sum = 0;
    for (size_t k = 0; k < count; k++) sum += ((double)a[k] - (double)b[k]) * ((double)a[k] - (double)b[k]);
    return sum / (double)count;
}

static void print_pca(const ae_table *table, int units) {
    ae_pca *pca;
    ae_error error;
    if (units > AE_PCA_MAX_COMPONENTS || table->columns > AE_PCA_MAX_COLUMNS) {
        printf("pca        -           not computed beyond %d components or %d columns\n", AE_PCA_MAX_COMPONENTS,
               AE_PCA_MAX_COLUMNS);
        return;
    }
    const int components = units < table->columns ? units : table->columns;
    if (ae_pca_new(&pca, table->values, table->rows, table->columns, components, &error)) {
        printf("pca        -           %s\n", error.detail);
        return;
    }
    printf("pca        %-10.6g  the same of a principal component analysis with %d component%s\n", pca->error,
           components, components == 1 ? "" : "s");
    ae_pca_free(pca);
}

// Labels as 0, 1, …, whatever numbers they are. NULL when there are more than a byte can tell, or no memory.
static unsigned char *classes_of(const int *labels, size_t rows) {
    int known[MOST_CLASSES], count = 0;
    unsigned char *classes = malloc(rows);
    for (size_t r = 0; r < rows && classes; r++) {
        int k = 0;
        while (k < count && known[k] != labels[r]) k++;
        if (k == MOST_CLASSES) {
            cli_fail("there are more than %d different labels", MOST_CLASSES);
            free(classes);
            return NULL;
        }
        if (k == count) known[count++] = labels[r];
        classes[r] = (unsigned char)k;
    }
    return classes;
}

static bool print_accuracy(const float *codes, int units, const ae_table *table, int k) {
    ae_neighbours *neighbours = NULL;
    ae_error error;
    unsigned char *classes = classes_of(table->labels, (size_t)table->rows);
    bool ok = classes != NULL;
    if (ok && ae_neighbours_new(&neighbours, codes, table->rows, units, &error)) ok = !cli_fail("%s", error.detail);
    if (ok)
        printf("accuracy   %-10.6g  share of labels that the %d nearest codes of others tell\n",
               ae_neighbours_accuracy(neighbours, classes, k), k);
    ae_neighbours_free(neighbours);
    free(classes);
    return ok;
}

static bool evaluate(const ae_model *model, const ae_table *table, int k) {
    const ae_network_desc *desc = &model->network->desc;
    const int units = desc->layers[desc->latent].units;
    const size_t rows = (size_t)table->rows;
    float *codes = cli_apply(CLI_ENCODE, model->network, table->values, rows);
    float *output = codes ? cli_apply(CLI_RECONSTRUCT, model->network, table->values, rows) : NULL;
    bool ok = output != NULL;
    if (ok) {
        printf("rows       %d\n", table->rows);
        printf("mse        %-10.6g  mean squared error of a value\n",
               mean_squared_error(table->values, output, rows * (size_t)table->columns));
        print_pca(table, units);
        ok = !table->labels || print_accuracy(codes, units, table, k);
    }
    free(codes);
    free(output);
    return ok;
}

static int run_eval(const cli_command *command, int count, char **arguments) {
    cli_source source = {0};
    int k = 5;
    const cli_flag flags[] = {
        CLI_LABELS_FLAG(source),
        CLI_LABEL_FLAG(source),
        {'k', "neighbours", "N", "nearest codes that tell a label [5]", .whole = &k, .least = 1,
         .most = AE_NEIGHBOURS_MOST},
        CLI_SCALE_FLAG(source),
        {0},
    };
    int status = cli_parse(command, flags, &count, &arguments);
    if (status != CLI_GO) return status;
    cli_data data = {0};
    ae_model *model = cli_model_read(arguments[0], true, true);
    const bool ok = model && cli_data_read(&data, arguments[1], model->network->desc.inputs, &source) &&
                    evaluate(model, data.table, k);
    cli_data_free(&data);
    ae_model_free(model);
    return ok ? CLI_DONE : CLI_FAILED;
}

const cli_command cli_eval = {
    .name = "eval",
    .operands = "MODEL DATA [--labels LABELS]",
    .least = 2,
    .most = 2,
    .summary = "measure the error of a model, beside that of PCA",
    .about = "\nWith labels, also how well the nearest codes of others tell a code's label. A line has a name, a "
             "number and\n"
             "what it is.\n",
    .example = "ae eval digits t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz",
    .run = run_eval,
};
