// SPDX-License-Identifier: MIT
#include "progress.h"

#include <math.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const double PAUSE = 0.1, WINDOW = 2; // seconds: between pictures of the line, and that the speed is taken over

double cli_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

cli_progress cli_progress_new(bool quiet, int rows, int epochs) {
    const double now = cli_seconds();
    return (cli_progress){.quiet = quiet,
                          .terminal = isatty(STDOUT_FILENO),
                          .rows = rows,
                          .epochs = epochs,
                          .shown = now,
                          .since = {now, 0},
                          .next = {now, 0}};
}

int cli_progress_next(const cli_progress *progress, int epoch) {
    const int step = (progress->epochs + CLI_PROGRESS_LINES - 1) / CLI_PROGRESS_LINES;
    const int next = (epoch / step + 1) * step;
    return next < progress->epochs ? next : progress->epochs;
}

// 1234567 as 1,234,567.
static const char *grouped(char text[32], double number) {
    char digits[24];
    const int length = snprintf(digits, sizeof digits, "%.0f", number < 1e15 ? number : 1e15);
    char *to = text;
    for (int k = 0; k < length; k++) {
        if (k && (length - k) % 3 == 0) *to++ = ',';
        *to++ = digits[k];
    }
    *to = '\0';
    return text;
}

static const char *duration(char text[32], double seconds) {
    const long whole = (long)(seconds < 1e9 ? seconds + 0.5 : 1e9);
    if (whole < 60)
        snprintf(text, 32, "%ld s", whole);
    else if (whole < 3600)
        snprintf(text, 32, "%ld:%02ld min", whole / 60, whole % 60);
    else
        snprintf(text, 32, "%ld:%02ld h", whole / 3600, whole / 60 % 60);
    return text;
}

static void print(const cli_progress *progress, int epoch, double loss, double held_out) {
    char speed[32], left[32];
    const double seconds = fmax(cli_seconds() - progress->since.at, 1e-9), done = epoch - progress->since.epoch;
    printf("epoch %d of %d  loss %.4g", epoch, progress->epochs, loss);
    if (isfinite(held_out)) printf("  held out %.4g", held_out);
    if (done > 0) {
        printf("  %s samples/s", grouped(speed, done * progress->rows / seconds));
        if (epoch < progress->epochs) printf("  %s left", duration(left, (progress->epochs - epoch) * seconds / done));
    }
}

void cli_progress_clear(const cli_progress *progress) {
    if (!progress->terminal || progress->quiet) return;
    printf("\r\033[K");
    fflush(stdout);
}

void cli_progress_line(cli_progress *progress, int epoch, double loss, double held_out) {
    if (progress->quiet) return;
    cli_progress_clear(progress);
    print(progress, epoch, loss, held_out);
    putchar('\n');
    fflush(stdout); // whoever reads it in a pipe wants it now
}

void cli_progress_show(cli_progress *progress, int epoch, double loss) {
    const double now = cli_seconds();
    if (progress->terminal && !progress->quiet && now - progress->shown >= PAUSE) {
        cli_progress_clear(progress);
        print(progress, epoch, loss, NAN);
        fflush(stdout);
        progress->shown = now;
    }
    if (now - progress->next.at < WINDOW) return;
    progress->since = progress->next;
    progress->next.at = now;
    progress->next.epoch = epoch;
}
