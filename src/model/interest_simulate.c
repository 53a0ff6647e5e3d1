/*
 * giljabi interest simulate --bank bank.json --people 100000 --items 15
 *     [--threads N] [--seed N]
 *
 * People of the bank's own model take the adaptive test. Each item is chosen
 * from, and each answer enters, the joint posterior of all answers; the same
 * code as in the product, kept up to date answer by answer.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "engine/adaptive.h"
#include "model/bank_file.h"
#include "model/blocks.h"
#include "model/commands.h"
#include "model/figures.h"

enum { BLOCKS = 256, PEOPLE_MOST = 100000000 };

const struct option_row interest_simulate_options[] = {
	{ "bank", "FILE.json", "option.replay.bank" },
	{ "people", "N", "option.simulate.people" },
	{ "items", "N", "option.simulate.items" },
	{ "threads", "N", "option.replay.threads" },
	{ "seed", "N", "option.simulate.seed" },
	{ 0 },
};

struct simulation {
	struct command_line *cl;
	struct bank_file file;
	struct interest_table *table;
	struct adaptive_crowd *crowd;
	int64_t people, items, threads, seed;
	struct figures blocks[BLOCKS];
};

static bool
tell(struct command_line *cl, const char *id, const char *what)
{
	complain(cl, id, (const struct word[]){ { "what", what }, { 0 } });
	return false;
}

static bool
options_take(struct simulation *simulation)
{
	struct command_line *cl = simulation->cl;

	if (!option_given(cl, "bank"))
		return tell(cl, "replay.needs", "bank");
	return option_int(
		   cl, "people", 1, PEOPLE_MOST, 100000, &simulation->people) &&
	    option_int(
		cl, "items", 1, INTEREST_ITEMS, 15, &simulation->items) &&
	    option_int(cl, "threads", 1, BLOCKS_THREADS, blocks_cores(),
		&simulation->threads) &&
	    option_int(cl, "seed", 0, INT64_MAX, 1, &simulation->seed);
}

static bool
simulation_read(struct simulation *simulation)
{
	const char *path = option_text(simulation->cl, "bank");

	if (!bank_file_read(simulation->cl, path, &simulation->file))
		return false;
	simulation->table = interest_table_new(&simulation->file.bank);
	if (simulation->table != NULL)
		simulation->crowd = adaptive_crowd_new(simulation->table);
	return simulation->crowd != NULL ||
	    tell(simulation->cl, "replay.bank", path);
}

static void
block_simulate(void *with, int block)
{
	struct simulation *simulation = with;
	int64_t from = simulation->people * block / BLOCKS;
	int64_t to = simulation->people * (block + 1) / BLOCKS;
	struct adaptive_rule rule = { .least = (int)simulation->items,
		.most = (int)simulation->items,
		.slack = adaptive_default.slack };

	for (int64_t person = from; person < to; person++) {
		interest_answer answers[INTEREST_ITEMS];
		struct interest_profile profile;
		struct full_test full;

		adaptive_crowd_ask(simulation->crowd, &rule,
		    (uint64_t)simulation->seed, (uint64_t)person, answers,
		    &profile);
		full_test_make(&simulation->file.bank, answers, &full);
		figures_take(&simulation->blocks[block], &profile, &full);
	}
}

static bool
simulation_print(const struct simulation *simulation, int64_t nanoseconds)
{
	const struct figures *figures = &simulation->blocks[0];
	struct buffer bytes = { 0 };
	struct writer writer = { .out = &bytes };
	double seconds = (double)nanoseconds / 1e9;
	bool printed;

	put_object(&writer, NULL);
	put_int(&writer, "people", figures->people);
	put_int(&writer, "items", simulation->items);
	put_int(&writer, "threads", simulation->threads);
	figures_put(&writer, figures, simulation->file.scale_names,
	    simulation->file.scales);
	put_real(&writer, "seconds", seconds, 3);
	put_real(&writer, "microseconds_per_item",
	    seconds * 1e6 / (double)figures->items, 3);
	put_object_end(&writer);
	buffer_char(&bytes, '\n');
	printed = !bytes.failed &&
	    fwrite(bytes.data, 1, bytes.length, stdout) == bytes.length;
	buffer_free(&bytes);
	return printed || tell(simulation->cl, "replay.out", "-");
}

static void
simulation_free(void *with)
{
	struct simulation *simulation = with;

	adaptive_crowd_free(simulation->crowd);
	interest_table_free(simulation->table);
}

int
interest_simulate_run(struct command_line *cl)
{
	struct simulation *simulation = arena_alloc(
	    command_arena(cl), sizeof *simulation);
	int64_t start;

	simulation->cl = cl;
	if (!options_take(simulation))
		return EXIT_MISUSED;
	arena_defer(command_arena(cl), simulation_free, simulation);
	if (!simulation_read(simulation))
		return EXIT_FAILED;
	start = clock_ticks();
	blocks_run(
	    BLOCKS, (int)simulation->threads, block_simulate, simulation);
	for (int b = 1; b < BLOCKS; b++)
		figures_add(&simulation->blocks[0], &simulation->blocks[b]);
	if (!simulation_print(simulation, clock_ticks() - start))
		return EXIT_FAILED;
	return EXIT_DONE;
}
