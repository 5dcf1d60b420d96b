// SPDX-License-Identifier: MIT
// ae plot: a picture of codes, of reconstructions, or of a table as it is.
#include "plot.h"

#include <stdlib.h>
#include <string.h>

#include "apply.h"
#include "commands.h"
#include "cube.h"
#include "files.h"
#include "models.h"
#include "tables.h"

enum { CODES, RECONSTRUCTION, DATA }; // --what
#define WHAT "codes reconstruction data"

typedef struct wanted {
    const char *output;
    int what, images, across, width;
    bool dark, ordered;
    cli_source source;
} wanted;

// Columns of a square image; 0: none has so many pixels.
static int side_of(int columns) {
    int side = 1;
    while (side * side < columns) side++;
    return side * side == columns ? side : 0;
}

// Points up to three columns, images beyond.
static int describe(const wanted *wanted, plot_desc *desc) {
    desc->kind = desc->columns <= 3 && !wanted->across ? PLOT_POINTS : PLOT_IMAGES;
    desc->ordered = wanted->ordered;
    desc->width = (float)wanted->width;
    desc->dark = wanted->dark;
    if (desc->kind == PLOT_POINTS) return CLI_GO;
    desc->across = wanted->across ? wanted->across : side_of(desc->columns);
    if (!desc->across && desc->axis == 'z')
        return cli_fail("codes of %d numbers cannot be drawn; those of 1 to 3 can", desc->columns);
    if (!desc->across || desc->columns % desc->across)
        return cli_fail("rows of %d values are no square images; --across tells how wide they are", desc->columns);
    if (desc->rows > (size_t)wanted->images) desc->rows = (size_t)wanted->images;
    return CLI_GO;
}

// Another ending would tell of another format; devices have none.
static bool is_png(const char *path) {
    return !strcmp(path, "-") || cli_ends_in(path, ".png") || cli_ends_in(path, ".PNG") || !strncmp(path, "/dev/", 5);
}

static int draw(const wanted *wanted, plot_desc *desc) {
    const int status = describe(wanted, desc);
    if (status != CLI_GO) return status;
    cli_output output;
    if (!cli_open(&output, wanted->output)) return CLI_FAILED;
    if (plot_write(output.file, desc)) return cli_close(&output) ? CLI_DONE : CLI_FAILED;
    cli_discard(&output);
    return cli_fail("%s: the picture cannot be written", output.name);
}

static int plot_data(const wanted *wanted, const char *path) {
    cli_data data;
    if (!cli_data_read(&data, path, 0, &wanted->source)) return CLI_FAILED;
    const ae_table *table = data.table;
    plot_desc desc = {.values = table->values,
                      .rows = (size_t)table->rows,
                      .columns = table->columns,
                      .labels = table->labels,
                      .axis = 'x'};
    const int status = draw(wanted, &desc);
    cli_data_free(&data);
    return status;
}

static int plot_result(const wanted *wanted, const ae_model *model, const cli_data *data) {
    const ae_table *table = data->table;
    const ae_network_desc *network = &model->network->desc;
    const bool codes = wanted->what == CODES;
    plot_desc desc = {.rows = (size_t)table->rows, .labels = table->labels};
    if (!codes && table->columns > 3 && table->rows > wanted->images) desc.rows = (size_t)wanted->images;
    float *result = cli_apply(codes ? CLI_ENCODE : CLI_RECONSTRUCT, model->network, table->values, desc.rows);
    if (!result) return CLI_FAILED;
    desc.values = result;
    desc.before = codes ? NULL : table->values;
    desc.columns = codes ? network->layers[network->latent].units : network->inputs;
    desc.axis = codes ? 'z' : 'x';
    if (!codes && data->middle) { // both in the units of the data
        ae_cube_out_of(result, desc.rows, (size_t)desc.columns, data->middle, data->size);
        ae_cube_out_of(table->values, (size_t)table->rows, (size_t)table->columns, data->middle, data->size);
    }
    const int status = draw(wanted, &desc);
    free(result);
    return status;
}

static int plot_model(const wanted *wanted, char **paths) {
    cli_data data = {0};
    int status = CLI_FAILED;
    ae_model *model = cli_model_read(paths[0], true, wanted->what == RECONSTRUCTION);
    if (model && cli_data_read(&data, paths[1], model->network->desc.inputs, &wanted->source))
        status = plot_result(wanted, model, &data);
    cli_data_free(&data);
    ae_model_free(model);
    return status;
}

static int run_plot(const cli_command *command, int count, char **arguments) {
    wanted wanted = {.what = -1, .images = 20, .width = 720};
    const cli_flag flags[] = {
        {'o', "output", "FILE", "the PNG, ending in .png; - is standard output", .text = &wanted.output},
        {'w', "what", "KIND", "codes reconstruction data [codes; without MODEL data]", .word = &wanted.what,
         .words = WHAT},
        CLI_LABELS_FLAG(wanted.source),
        CLI_LABEL_FLAG(wanted.source),
        CLI_SCALE_FLAG(wanted.source),
        {0, "ordered", NULL, "the rows are in order: colours go along them", .on = &wanted.ordered},
        {'n', "images", "N", "how many, of rows that are images [20]", .whole = &wanted.images, .least = 1,
         .most = 1000},
        {0, "across", "N", "pixels across an image [square]", .whole = &wanted.across, .least = 1,
         .most = AE_MAX_UNITS},
        {0, "width", "PX", "of the picture, which has twice as many pixels [720]", .whole = &wanted.width, .least = 200,
         .most = 4000},
        {'d', "dark", NULL, "light on dark", .on = &wanted.dark},
        {0},
    };
    const int status = cli_parse(command, flags, &count, &arguments);
    if (status != CLI_GO) return status;
    if (!wanted.output) return cli_misuse(command, "where to? --output is missing");
    if (!is_png(wanted.output)) return cli_misuse(command, "--output: \"%s\" does not end in .png", wanted.output);
    if (wanted.what < 0) wanted.what = count == 2 ? CODES : DATA;
    if (wanted.what == DATA) return plot_data(&wanted, arguments[count - 1]);
    if (count < 2) return cli_misuse(command, "--what: a MODEL is needed for it");
    return plot_model(&wanted, arguments);
}

const cli_command cli_plot = {
    .name = "plot",
    .operands = "[MODEL] DATA -o FILE.png",
    .least = 1,
    .most = 2,
    .summary = "draw codes, reconstructions or data as PNG",
    .about = "\nUp to three columns are points, coloured by label; more are images, side by side.\n",
    .example = "ae plot points points.csv -o codes.png",
    .run = run_plot,
};
