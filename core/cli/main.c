// SPDX-License-Identifier: MIT
// ae COMMAND …: the core without a browser. The manual is ae.1.
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"

#define VERSION "0.1.0" // as in package.json

static const cli_command *const commands[] = {&cli_train, &cli_encode, &cli_decode,  &cli_reconstruct,
                                              &cli_eval,  &cli_info,   &cli_convert, &cli_plot};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void print_usage(FILE *file) {
    fprintf(file, "usage: ae COMMAND …\n\nTrains autoencoders and uses them.\n\nCommands:\n");
    for (int k = 0; k < COMMANDS; k++) fprintf(file, "  %-12s %s\n", commands[k]->name, commands[k]->summary);
    fprintf(file, "\n'ae COMMAND --help' has the flags of a command and an example, 'ae --version' the version.\n");
}

static int run(int count, char **arguments) {
    if (count < 2) {
        print_usage(stderr);
        return CLI_MISUSED;
    }
    const char *name = arguments[1];
    if (!strcmp(name, "--version")) return puts("ae " VERSION), CLI_DONE;
    const bool help = !strcmp(name, "help"), usage = !strcmp(name, "--help") || !strcmp(name, "-h");
    if (usage || (help && count == 2)) return print_usage(stdout), CLI_DONE;
    if (help) name = arguments[2];
    for (int k = 0; k < COMMANDS; k++) {
        if (strcmp(name, commands[k]->name)) continue;
        if (help) return commands[k]->run(commands[k], 2, (char *[]){arguments[2], "--help", NULL});
        return commands[k]->run(commands[k], count - 1, arguments + 1);
    }
    fprintf(stderr, "ae: there is no command %s\nTry 'ae --help'.\n", name);
    return CLI_MISUSED;
}

int main(int count, char **arguments) {
#ifdef SIGXFSZ
    signal(SIGXFSZ, SIG_IGN); // a file that grows too large is a write that fails
#endif
    const int status = run(count, arguments);
    if (!fflush(stdout) && !ferror(stdout)) return status;
    return status ? status : cli_fail("standard output cannot be written");
}
