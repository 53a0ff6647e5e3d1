/*
 * A first assignment of pupils to sections, quick and valid, so that there is
 * always an answer: sections open while teachers can hold them, at the quietest
 * times first; a pupil's wishes go to the emptiest sections along alternating
 * paths (Kuhn 1955); a full section makes room where one of its pupils can sit
 * elsewhere; what stays too small is closed. The order of the lists is the order
 * of the work, and the work has a ceiling.
 */
#include <string.h>

#include "base/memory.h"
#include "engine/plan_sections.h"

enum { WORK_MOST = 200 * 1000 * 1000, SPREADS = 10 };

struct seating {
	const struct section_problem *problem;
	int *placed; /* a wish each */
	int *size; /* a section each */
	bool *open; /* a section each */
	int *head, *next; /* sections by subject */
	int *held; /* a teacher each: open sections */
	bool *teaches; /* a teacher and block each */
	int crowd[SECTIONS_BLOCKS]; /* open sections */
	/* Of the pupil at hand: the wish that holds the block, or -1. */
	int busy[SECTIONS_BLOCKS];
	bool tried[SECTIONS_BLOCKS];
	int64_t work; /* left */
};

static bool
seating_keeps(const struct seating *seating, enum section_rule rule)
{
	return !(seating->problem->without & rule);
}

/* Opening */

static bool
section_can_open(const struct seating *seating, int at)
{
	const struct section_problem *problem = seating->problem;
	const struct section *section = &problem->sections[at];
	int teacher = section->teacher;

	if (seating->open[at])
		return false;
	if (teacher == SECTIONS_NONE ||
	    !seating_keeps(seating, SECTION_TEACHERS))
		return true;
	return seating->held[teacher] < problem->teacher_most[teacher] &&
	    !seating->teaches[teacher * SECTIONS_BLOCKS + section->block];
}

static void
section_open(struct seating *seating, int at)
{
	const struct section *section = &seating->problem->sections[at];

	seating->open[at] = true;
	seating->crowd[section->block]++;
	if (section->teacher == SECTIONS_NONE)
		return;
	seating->held[section->teacher]++;
	seating->teaches[section->teacher * SECTIONS_BLOCKS + section->block] =
	    true;
}

/* What can open at the quietest time, -1: nothing. */
static int
section_quietest(const struct seating *seating)
{
	const struct section *sections = seating->problem->sections;
	int best = -1, i;

	for (i = 0; i < seating->problem->section_count; i++)
		if (section_can_open(seating, i) &&
		    (best < 0 ||
			seating->crowd[sections[i].block] <
			    seating->crowd[sections[best].block]))
			best = i;
	return best;
}

/* Seating */

/* The emptiest open section of the subject with room at a time not tried. */
static int
section_emptiest(struct seating *seating, int subject)
{
	const struct section_problem *problem = seating->problem;
	bool seats = seating_keeps(seating, SECTION_SEATS);
	int best = -1, at;

	for (at = seating->head[subject]; at >= 0 && seating->work > 0;
	     at = seating->next[at]) {
		const struct section *section = &problem->sections[at];

		seating->work--;
		if (!seating->open[at] || seating->tried[section->block] ||
		    (seats && seating->size[at] >= section->seats))
			continue;
		if (best < 0 || seating->size[at] < seating->size[best])
			best = at;
	}
	return best;
}

static void
wish_take_out(struct seating *seating, int wish)
{
	int at = seating->placed[wish];

	if (at < 0)
		return;
	seating->size[at]--;
	seating->busy[seating->problem->sections[at].block] = SECTIONS_NONE;
	seating->placed[wish] = SECTIONS_NONE;
}

static void
wish_put(struct seating *seating, int wish, int at)
{
	wish_take_out(seating, wish);
	seating->placed[wish] = at;
	seating->size[at]++;
	seating->busy[seating->problem->sections[at].block] = wish;
}

static bool
block_free(const struct seating *seating, int at)
{
	return !seating_keeps(seating, SECTION_BLOCKS) ||
	    seating->busy[seating->problem->sections[at].block] < 0;
}

/*
 * Seats the wish, or seats it anew; another wish of the pupil that is in its way
 * goes elsewhere. No deeper than there are blocks, as each is tried once.
 */
static bool
wish_seat(struct seating *seating, int wish)
{
	int subject = seating->problem->wishes[wish].subject, at;

	while ((at = section_emptiest(seating, subject)) >= 0) {
		int block = seating->problem->sections[at].block;

		seating->tried[block] = true;
		if (block_free(seating, at) ||
		    wish_seat(seating, seating->busy[block])) {
			wish_put(seating, wish, at);
			return true;
		}
	}
	return false;
}

/* Makes the pupil of the wish the one at hand. */
static void
pupil_load(struct seating *seating, int wish)
{
	const struct section_problem *problem = seating->problem;
	int pupil = problem->wishes[wish].pupil, i = wish;

	memset(seating->busy, -1, sizeof seating->busy);
	memset(seating->tried, 0, sizeof seating->tried);
	while (i > 0 && problem->wishes[i - 1].pupil == pupil)
		i--;
	for (; i < problem->wish_count && problem->wishes[i].pupil == pupil;
	     i++)
		if (seating->placed[i] >= 0)
			seating->busy[problem->sections[seating->placed[i]]
					  .block] = i;
}

/* Does somebody leave the section for another one at another time? */
static bool
section_make_room(struct seating *seating, int at)
{
	int i;

	for (i = 0; i < seating->problem->wish_count && seating->work > 0;
	     i++) {
		seating->work--;
		if (seating->placed[i] != at)
			continue;
		pupil_load(seating, i);
		seating->tried[seating->problem->sections[at].block] = true;
		if (wish_seat(seating, i))
			return true;
	}
	return false;
}

static bool
wish_squeeze(struct seating *seating, int wish)
{
	int at = seating->head[seating->problem->wishes[wish].subject];
	bool made;

	for (; at >= 0; at = seating->next[at]) {
		pupil_load(seating, wish);
		if (!seating->open[at] || !block_free(seating, at))
			continue;
		made = section_make_room(seating, at);
		pupil_load(seating, wish);
		if (made) {
			wish_put(seating, wish, at);
			return true;
		}
	}
	return false;
}

static void
wishes_seat(struct seating *seating)
{
	int i;

	for (i = 0; i < seating->problem->wish_count; i++) {
		if (seating->placed[i] >= 0)
			continue;
		pupil_load(seating, i);
		if (!wish_seat(seating, i))
			wish_squeeze(seating, i);
	}
}

/* Moves to emptier sections at free times; false: nothing moved. */
static bool
wishes_spread(struct seating *seating)
{
	bool moved = false;
	int i, at, own;

	for (i = 0; i < seating->problem->wish_count; i++) {
		own = seating->placed[i];
		if (own < 0)
			continue;
		pupil_load(seating, i);
		at = section_emptiest(
		    seating, seating->problem->wishes[i].subject);
		if (at < 0 || !block_free(seating, at) ||
		    seating->size[at] + 1 >= seating->size[own])
			continue;
		wish_put(seating, i, at);
		moved = true;
	}
	return moved;
}

/* Closing */

/* The smallest one that has pupils and too few of them; -1: none. */
static int
section_short(const struct seating *seating)
{
	const struct section_problem *problem = seating->problem;
	int best = -1, i;

	if (!seating_keeps(seating, SECTION_LEAST))
		return -1;
	for (i = 0; i < problem->section_count; i++)
		if (seating->size[i] > 0 &&
		    seating->size[i] < problem->sections[i].least &&
		    (best < 0 || seating->size[i] < seating->size[best]))
			best = i;
	return best;
}

static void
section_close(struct seating *seating, int at)
{
	int i;

	seating->open[at] = false;
	for (i = 0; i < seating->problem->wish_count; i++)
		if (seating->placed[i] == at) {
			pupil_load(seating, i);
			wish_take_out(seating, i);
			wish_seat(seating, i);
		}
}

static void
seating_run(struct seating *seating)
{
	const struct section_problem *problem = seating->problem;
	int i, at;

	memset(seating->head, -1,
	    (size_t)problem->subject_count * sizeof *seating->head);
	for (i = problem->section_count - 1; i >= 0; i--) {
		int *head = &seating->head[problem->sections[i].subject];

		seating->next[i] = *head;
		*head = i;
	}
	for (i = 0; i < problem->wish_count; i++)
		seating->placed[i] = SECTIONS_NONE;
	while ((at = section_quietest(seating)) >= 0)
		section_open(seating, at);
	wishes_seat(seating);
	for (i = 0; i < SPREADS && wishes_spread(seating); i++)
		;
	while ((at = section_short(seating)) >= 0)
		section_close(seating, at);
}

static void *
zeros(size_t count, size_t size)
{
	void *list = memory_get((count + 1) * size);

	if (list != NULL)
		memset(list, 0, (count + 1) * size);
	return list;
}

bool
sections_seat(const struct section_problem *problem, int *placed)
{
	size_t sections = (size_t)problem->section_count;
	size_t teachers = (size_t)problem->teacher_count;
	struct seating seating = {
		.problem = problem,
		.placed = placed,
		.size = zeros(sections, sizeof *seating.size),
		.open = zeros(sections, sizeof *seating.open),
		.next = zeros(sections, sizeof *seating.next),
		.head = zeros(
		    (size_t)problem->subject_count, sizeof *seating.head),
		.held = zeros(teachers, sizeof *seating.held),
		.teaches = zeros(
		    teachers * SECTIONS_BLOCKS, sizeof *seating.teaches),
		.work = WORK_MOST,
	};
	bool made = seating.size != NULL && seating.open != NULL &&
	    seating.next != NULL && seating.head != NULL &&
	    seating.held != NULL && seating.teaches != NULL;

	if (made)
		seating_run(&seating);
	memory_give(seating.size);
	memory_give(seating.open);
	memory_give(seating.next);
	memory_give(seating.head);
	memory_give(seating.held);
	memory_give(seating.teaches);
	return made;
}
