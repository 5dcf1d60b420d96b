// SPDX-License-Identifier: MIT
// How far training is, on standard output: a line every so many epochs, and on a terminal one more that changes.
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>

enum { CLI_PROGRESS_LINES = 20 }; // about so many of a whole run

typedef struct cli_progress {
    bool quiet, terminal;
    int rows, epochs; // of an epoch, of the run
    double shown;     // seconds, when the line that changes was
    struct {
        double at; // seconds
        int epoch;
    } since, next; // the speed is that since then, some seconds ago; soon it is since the next one
} cli_progress;

double cli_seconds(void); // from any start

cli_progress cli_progress_new(bool quiet, int rows, int epochs);
int cli_progress_next(const cli_progress *progress, int epoch); // the next epoch that gets a line

// A line that stays. held_out may be NaN: there is none.
void cli_progress_line(cli_progress *progress, int epoch, double loss, double held_out);

// What is to be seen until the next one, on a terminal alone.
void cli_progress_show(cli_progress *progress, int epoch, double loss);
void cli_progress_clear(const cli_progress *progress);

#endif
