/*
 * bank.json: a bank of items with the parameters of the model, as `giljabi
 * interest calibrate` writes it and everything else reads it.
 *
 *	{"format":"giljabi-bank-1","people":N,"scales":["R",…],
 *	 "items":[{"id":"R1","scale":"R","slope":1.18,"thresholds":[…4]},…],
 *	 "correlation":[[…],…], "residual":…, "reach":…, …}
 *
 * The last two are told of in bank_learned.h and may be missing. Further members (fit, reliability, item functioning) are for people and are
 * passed over here, unknown ones too. No "correlation": independent traits.
 */
#ifndef GILJABI_BANK_FILE_H
#define GILJABI_BANK_FILE_H

#include "base/command.h"
#include "engine/interest.h"

#define BANK_FORMAT "giljabi-bank-1"

struct bank_file {
	int scales; /* 1..LETTERS */
	const char *scale_names[LETTERS];
	const char *ids[INTEREST_ITEMS + 1]; /* of the items; ends with NULL */
	struct interest_bank bank;
};

/* Tells what is wrong on standard error by file and member; false then. */
bool bank_file_read(
    struct command_line *cl, const char *path, struct bank_file *file);

/*
 * From bytes; the texts are the arena's. NULL when it is sound, else the member
 * that is not ("items[3].slope"; "json" when it is no JSON at all).
 */
const char *bank_file_parse(struct arena *arena, const char *bytes,
    size_t length, struct bank_file *file);

#endif
