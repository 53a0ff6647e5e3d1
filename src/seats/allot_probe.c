/*
 * allot probe: does a false list gain anything? Applicants are sampled, their
 * lists shuffled and cut short, and the round is drawn again with the same
 * numbers: over the open set as it was frozen, where nobody may gain, and, where
 * sessions need a least, with the closings that follow.
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "seats/allot_draw.h"
#include "seats/commands.h"

enum { SAMPLES = 1000000 };

struct probe {
	struct draw *draw;
	uint64_t turn; /* of the chance below */
	/* The true list of the applicant in hand. */
	uint32_t applicant, start, length;
	uint32_t *choices, *keys;
	int64_t samples, gains, closing_gains;
};

/* Chance that anybody can make again: the lottery's, of other words. */
static uint32_t
chance_below(struct probe *probe, uint32_t limit)
{
	char text[48];
	int length = snprintf(text, sizeof text, "probe\n%llu",
	    (unsigned long long)probe->turn++);

	return (uint32_t)(lottery_number(
			      probe->draw->lottery, text, (size_t)length) %
	    limit);
}

static void
swap(uint32_t *list, uint32_t a, uint32_t b)
{
	uint32_t kept = list[a];

	list[a] = list[b];
	list[b] = kept;
}

static void
list_keep(struct probe *probe)
{
	const struct allot_files *files = &probe->draw->files;

	memcpy(probe->choices, files->choices + probe->start,
	    sizeof *probe->choices * probe->length);
	if (files->scores != NULL)
		memcpy(probe->keys, files->score_keys + probe->start,
		    sizeof *probe->keys * probe->length);
}

static void
list_restore(struct probe *probe)
{
	struct allot_files *files = &probe->draw->files;

	memcpy(files->choices + probe->start, probe->choices,
	    sizeof *probe->choices * probe->length);
	if (files->scores != NULL)
		memcpy(files->score_keys + probe->start, probe->keys,
		    sizeof *probe->keys * probe->length);
}

/* In another order, and cut short in half of all cases. */
static void
list_falsify(struct probe *probe)
{
	struct allot_files *files = &probe->draw->files;
	uint32_t *choices = files->choices + probe->start;
	uint32_t keep = probe->length;

	for (uint32_t k = probe->length; k > 1; k--) {
		uint32_t other = chance_below(probe, k);

		swap(choices, other, k - 1);
		if (files->scores != NULL)
			swap(files->score_keys + probe->start, other, k - 1);
	}
	if (chance_below(probe, 2) == 0)
		keep = 1 + chance_below(probe, probe->length);
	for (uint32_t k = keep; k < probe->length; k++)
		choices[k] = files->session_count;
}

/* Which true wish an outcome gives; the list's length for none. */
static uint32_t
wish_held(const struct probe *probe, const struct allot_outcome *outcome)
{
	uint16_t place = outcome->place[probe->applicant];
	uint32_t session, wish;

	if (place == ALLOT_UNPLACED)
		return probe->length;
	session = probe->draw->files.choices[probe->start + place];
	for (wish = 0; wish < probe->length; wish++)
		if (probe->choices[wish] == session)
			break;
	return wish;
}

static bool
draw_gains(
    struct probe *probe, const bool *frozen, uint32_t honest, int64_t *gains)
{
	struct allot_outcome outcome;

	if (!allot_round_draw(&probe->draw->round, frozen, &outcome))
		return false;
	*gains += wish_held(probe, &outcome) < honest;
	allot_outcome_free(&outcome);
	return true;
}

static bool
has_least(const struct allot_files *files)
{
	for (uint32_t s = 0; s < files->session_count; s++)
		if (files->least[s] > 0)
			return true;
	return false;
}

static bool
sample_try(struct probe *probe)
{
	struct draw *draw = probe->draw;
	uint32_t honest = draw->outcome.place[probe->applicant];
	bool tried;

	if (honest == ALLOT_UNPLACED)
		honest = probe->length;
	list_keep(probe);
	list_falsify(probe);
	tried = draw_gains(
		    probe, draw->outcome.closed, honest, &probe->gains) &&
	    (!has_least(&draw->files) ||
		draw_gains(probe, NULL, honest, &probe->closing_gains));
	list_restore(probe);
	return tried;
}

static bool
samples_try(struct probe *probe, int64_t samples)
{
	const struct allot_files *files = &probe->draw->files;

	for (int64_t k = 0; k < samples && files->applicant_count > 0; k++) {
		uint32_t i = applicant_in(
		    files, chance_below(probe, files->applicant_count));

		probe->applicant = i;
		probe->start = files->first[i];
		probe->length = files->first[i + 1] - probe->start;
		if (probe->length == 0)
			continue;
		probe->samples++;
		if (!sample_try(probe))
			return false;
	}
	return true;
}

static void
probe_tell(const struct probe *probe)
{
	struct buffer buffer = { 0 };
	struct writer writer = { .out = &buffer };

	put_object(&writer, NULL);
	put_int(&writer, "samples", probe->samples);
	put_int(&writer, "gains", probe->gains);
	if (has_least(&probe->draw->files))
		put_int(&writer, "gains_with_closings", probe->closing_gains);
	put_object_end(&writer);
	if (!buffer.failed)
		puts(buffer.data);
	buffer_free(&buffer);
}

static int
probe_run(struct command_line *cl, struct draw *draw, int64_t samples)
{
	struct probe probe = { .draw = draw };
	bool tried;

	probe.choices = memory_get(sizeof *probe.choices * ALLOT_LIST);
	probe.keys = memory_get(sizeof *probe.keys * ALLOT_LIST);
	tried = probe.choices != NULL && probe.keys != NULL &&
	    samples_try(&probe, samples);
	memory_give(probe.choices);
	memory_give(probe.keys);
	if (!tried) {
		complain(cl, "seats.memory", NULL);
		return EXIT_FAILED;
	}
	probe_tell(&probe);
	return probe.gains == 0 ? EXIT_DONE : EXIT_FAILED;
}

int
allot_probe_command(struct command_line *cl)
{
	const struct listener listener = listener_command(cl);
	struct draw draw = { 0 };
	struct allot_paths paths;
	int64_t samples;
	int threads, status;

	if (!draw_paths_take(cl, &paths) || !draw_threads_take(cl, &threads) ||
	    !option_int(cl, "samples", 1, SAMPLES, 100, &samples) ||
	    !draw_terms_take(cl, &draw.terms))
		return EXIT_MISUSED;
	if (!draw_make(&listener, &paths, threads, &draw))
		return EXIT_FAILED;
	status = probe_run(cl, &draw, samples);
	draw_free(&draw);
	return status;
}
