/* The commands of the room, one function each; their rows stand in module.c. */
#ifndef GILJABI_MODEL_COMMANDS_H
#define GILJABI_MODEL_COMMANDS_H

#include "base/command.h"

extern const struct option_row fair_audit_options[];
int fair_audit_run(struct command_line *cl);
extern const struct option_row interest_calibrate_options[];
int interest_calibrate_run(struct command_line *cl);
extern const struct option_row interest_replay_options[];
int interest_replay_run(struct command_line *cl);
extern const struct option_row interest_simulate_options[];
int interest_simulate_run(struct command_line *cl);
extern const struct option_row match_related_options[];
int match_related_run(struct command_line *cl);
extern const struct option_row match_test_options[];
int match_test_run(struct command_line *cl);
extern const struct option_row match_train_options[];
int match_train_run(struct command_line *cl);
extern const struct option_row model_publish_options[];
int model_publish_run(struct command_line *cl);
int model_list_run(struct command_line *cl);
int model_retire_run(struct command_line *cl);

#endif
