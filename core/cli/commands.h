// SPDX-License-Identifier: MIT
// The commands, one small file for one or two of them.
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "args.h"

extern const cli_command cli_train, cli_encode, cli_decode, cli_reconstruct, cli_eval, cli_info, cli_convert, cli_plot;

#endif
