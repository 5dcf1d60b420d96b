// SPDX-License-Identifier: MIT
// What a command takes, in one table: it reads the arguments, and it is what --help prints.
//
//   cli_flag flags[] = {{'o', "output", "FILE", "where to", .text = &output}, …, {0}};
//   if (cli_parse(&command, flags, &count, &arguments)) …   // what is left are the operands
//
// Flags are those of getopt_long: -o FILE, -oFILE, --output FILE, --output=FILE, before and after operands; -- ends
// them, and - is an operand (standard input or output).
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <stdbool.h>

// Exit statuses.
enum {
    CLI_DONE = 0,
    CLI_FAILED = 1,
    CLI_MISUSED = 2,       // the arguments make no sense
    CLI_INTERRUPTED = 130, // by SIGINT, after the model has been saved: as a shell says it
    CLI_TERMINATED = 143,  // by SIGTERM, likewise
};

// One of text, whole, number, word and on is where the value goes (written); it holds the default before.
typedef struct cli_flag {
    char letter;       // 0: none
    const char *name;  // without the dashes; NULL ends the table
    const char *value; // what --help calls the value, e.g. "FILE"; NULL: takes none; "[=FILE]": may be left out
    const char *help;  // one line; the default in brackets
    const char **text; // any text
    int *whole;        // a whole number, least … most
    float *number;     // a finite number, least … most
    int *word;         // the index of one of `words`
    bool *on;          // whether the flag is there
    double least, most;
    const char *words; // separated by spaces
} cli_flag;

typedef struct cli_command {
    const char *name;                                                           // e.g. "train"
    const char *operands;                                                       // e.g. "DATA -o MODEL"
    int least, most;                                                            // how many operands
    const char *summary;                                                        // one line
    const char *about;                                                          // some more lines, or ""
    const char *example;                                                        // lines of a shell
    int (*run)(const struct cli_command *command, int count, char **arguments); // returns the exit status
} cli_command;

// What cli_parse returns when the command shall go on: not an exit status.
enum { CLI_GO = -1 };

// arguments[0] is the command's name. On CLI_GO *arguments are the operands (*count of them); otherwise what was to be
// said has been said, and the status is to be returned.
int cli_parse(const cli_command *command, const cli_flag *flags, int *count, char ***arguments);

// Says on standard error what went wrong, after "ae: ", and returns CLI_FAILED, CLI_MISUSED.
int cli_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
int cli_misuse(const cli_command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

// The how-manieth of words (separated by spaces) `text` is; -1: none.
int cli_word(const char *words, const char *text);

#endif
