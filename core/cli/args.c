// SPDX-License-Identifier: MIT
#include "args.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FLAGS = 32, UNLETTERED = 256 }; // getopt's value of a flag without a letter: this and its place

// ---- messages -------------------------------------------------------------------------------------------------------

static void complain(const char *format, va_list values) {
    fflush(stdout);
    fputs("ae: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
}

int cli_fail(const char *format, ...) {
    va_list values;
    va_start(values, format);
    complain(format, values);
    va_end(values);
    return CLI_FAILED;
}

int cli_misuse(const cli_command *command, const char *format, ...) {
    va_list values;
    va_start(values, format);
    complain(format, values);
    va_end(values);
    fprintf(stderr, "Try 'ae %s --help'.\n", command->name);
    return CLI_MISUSED;
}

// ---- help -----------------------------------------------------------------------------------------------------------

static void print_flag(const cli_flag *flag) {
    char left[64], letter[] = {'-', flag->letter, ',', '\0'};
    const char *value = flag->value ? flag->value : "", *between = *value == '[' || !*value ? "" : " ";
    snprintf(left, sizeof left, "%s --%s%s%s", flag->letter ? letter : "   ", flag->name, between, value);
    printf("  %-28s %s\n", left, flag->help);
}

static void print_help(const cli_command *command, const cli_flag *flags) {
    printf("usage: ae %s %s\n\n%s\n%s\nFlags:\n", command->name, command->operands, command->summary, command->about);
    for (const cli_flag *flag = flags; flag->name; flag++) print_flag(flag);
    printf("  %-28s %s\n", "-h, --help", "print this");
    printf("\nExample:\n");
    for (const char *line = command->example; *line; line += strcspn(line, "\n") + 1) {
        printf("  %.*s\n", (int)strcspn(line, "\n"), line);
        if (!line[strcspn(line, "\n")]) break;
    }
}

// ---- values ---------------------------------------------------------------------------------------------------------

int cli_word(const char *words, const char *text) {
    const size_t length = strlen(text);
    int index = 0;
    for (const char *word = words; *word; index++) {
        const size_t size = strcspn(word, " ");
        if (size == length && !memcmp(word, text, length)) return index;
        word += size + strspn(word + size, " ");
    }
    return -1;
}

static int set_number(const cli_command *command, const cli_flag *flag, const char *text) {
    char *end;
    errno = 0;
    const double value = strtod(text, &end);
    if (end == text || *end || !isfinite(value))
        return cli_misuse(command, "--%s: \"%s\" is not a number", flag->name, text);
    if (flag->whole && value != trunc(value))
        return cli_misuse(command, "--%s: %s is not a whole number", flag->name, text);
    if (!(value >= flag->least && value <= flag->most))
        return cli_misuse(command, "--%s: %s is not within %.10g to %.10g", flag->name, text, flag->least, flag->most);
    if (flag->whole) *flag->whole = (int)value;
    if (flag->number) *flag->number = (float)value;
    return CLI_GO;
}

static int set(const cli_command *command, const cli_flag *flag, const char *text) {
    if (flag->on) *flag->on = true;
    if (!text) return CLI_GO; // it takes no value, or does without
    if (flag->text) *flag->text = text;
    if (flag->word) {
        *flag->word = cli_word(flag->words, text);
        if (*flag->word < 0) return cli_misuse(command, "--%s: \"%s\" is none of: %s", flag->name, text, flag->words);
    }
    return flag->whole || flag->number ? set_number(command, flag, text) : CLI_GO;
}

// ---- parsing --------------------------------------------------------------------------------------------------------

static int arity(const cli_flag *flag) {
    if (!flag->value) return no_argument;
    return flag->value[0] == '[' ? optional_argument : required_argument;
}

// The tables of getopt_long. Returns how many flags there are.
static int describe(const cli_flag *flags, struct option *options, char *letters) {
    int count = 0;
    *letters++ = ':'; // a missing value is told apart
    for (; flags[count].name; count++) {
        const cli_flag *flag = &flags[count];
        options[count] = (struct option){flag->name, arity(flag), NULL, UNLETTERED + count};
        if (!flag->letter) continue;
        *letters++ = flag->letter;
        if (arity(flag) == required_argument) *letters++ = ':';
    }
    options[count] = (struct option){"help", no_argument, NULL, 'h'};
    options[count + 1] = (struct option){0};
    *letters++ = 'h';
    *letters = '\0';
    return count;
}

static const cli_flag *flag_of(const cli_flag *flags, int found) {
    if (found >= UNLETTERED) return &flags[found - UNLETTERED];
    for (const cli_flag *flag = flags; flag->name; flag++)
        if (flag->letter && flag->letter == found) return flag;
    return NULL;
}

// What getopt did not understand.
static int refuse(const cli_command *command, const cli_flag *flags, int found, const char *argument) {
    const cli_flag *flag = optopt ? flag_of(flags, optopt) : NULL;
    if (found == ':' && flag) return cli_misuse(command, "--%s needs a value: %s", flag->name, flag->value);
    if (flag) return cli_misuse(command, "--%s takes no value", flag->name);
    if (optopt == 'h') return cli_misuse(command, "--help takes no value");
    if (optopt) return cli_misuse(command, "there is no flag -%c", optopt);
    return cli_misuse(command, "there is no flag %s", argument);
}

int cli_parse(const cli_command *command, const cli_flag *flags, int *count, char ***arguments) {
    struct option options[MOST_FLAGS + 2];
    char letters[2 * MOST_FLAGS + 3];
    describe(flags, options, letters);
    opterr = 0; // messages are ours
    optind = 1;
    for (;;) {
        optopt = 0;
        const int found = getopt_long(*count, *arguments, letters, options, NULL);
        if (found == -1) break;
        if (found == '?' || found == ':') return refuse(command, flags, found, (*arguments)[optind - 1]);
        if (found == 'h') {
            print_help(command, flags);
            return CLI_DONE;
        }
        const cli_flag *flag = flag_of(flags, found);
        assert(flag); // getopt knows no others
        const int status = set(command, flag, optarg);
        if (status != CLI_GO) return status;
    }
    *arguments += optind;
    *count -= optind;
    if (*count < command->least) return cli_misuse(command, "usage: ae %s %s", command->name, command->operands);
    if (*count > command->most) return cli_misuse(command, "\"%s\" is too much", (*arguments)[command->most]);
    return CLI_GO;
}
