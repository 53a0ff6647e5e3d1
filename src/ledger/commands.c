/* giljabi ledger verify */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/progress.h"
#include "ledger/ledger.h"
#include "module.h"

static const char *
number(struct arena *arena, int64_t value)
{
	return arena_printf(arena, "%" PRId64, value);
}

static int
verdict(struct command_line *cl, bool whole, int64_t chain, int64_t seq,
    int64_t count)
{
	struct arena *arena = command_arena(cl);
	const struct word words[] = {
		{ "chain", number(arena, chain) },
		{ "seq", number(arena, seq) },
		{ "rows", number(arena, count) },
		{ 0 },
	};

	puts(say_with(arena, command_lang(cl),
	    whole ? "ledger.whole" : "ledger.broken", words));
	return whole ? EXIT_DONE : EXIT_FAILED;
}

static int
verify(struct command_line *cl)
{
	/* the rows of years are read by one statement */
	struct store *store = store_open_command(
	    cl, &(struct store_options){ .statement_ms = 6 * 3600 * 1000 });
	struct progress progress = { .terminal = isatty(STDERR_FILENO) };
	int64_t chain, seq, count;
	bool whole;
	struct db *db;

	if (store == NULL)
		return EXIT_FAILED;
	db = store_read(store);
	if (db == NULL) {
		store_close(store);
		return EXIT_FAILED;
	}
	whole = ledger_verify(db, &progress, &chain, &seq, &count);
	if (!store_read_end(db)) {
		complain(cl, "ledger.unread", NULL);
		store_close(store);
		return EXIT_FAILED;
	}
	store_close(store);
	return verdict(cl, whole, chain, seq, count);
}

static const struct command commands[] = {
	{ "ledger verify", "", NULL, verify },
	{ 0 },
};

extern const struct migration ledger_schema[];

const struct module ledger_module = {
	.name = "ledger",
	.commands = commands,
	.schema = ledger_schema,
};
