/*
 * giljabi plan sections: pupils to sections, and what each of the school's rules
 * costs: the assignment is made again without it.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "engine/plan_sections.h"
#include "plan/answer.h"
#include "plan/commands.h"

enum {
	RULES = 5,
	MAIN_PART = 2,
	SECONDS = 110,
	NAMES = 20000,
	OUT_BYTES = 256 * 1024 * 1024
};

static const double share = 0.01;

/* Names that become numbers in the order they come. */
struct naming {
	const char **list;
	int count, room;
};

struct sections_run {
	struct command_line *cl;
	struct book *book; /* where mistakes are told and counted */
	struct naming subjects, teachers, blocks;
	const char **pupils, **ids; /* a pupil, a section each */
	struct section *sections;
	struct section_wish *wishes;
	int *teacher_most;
	struct section_problem problem;
	int64_t seconds;
	int64_t until, end; /* ticks: of the answer at hand, of all */
};

static const struct {
	const char *name;
	enum section_rule rule;
} rules[RULES] = {
	{ "seats", SECTION_SEATS },
	{ "least", SECTION_LEAST },
	{ "teachers", SECTION_TEACHERS },
	{ "blocks", SECTION_BLOCKS },
	{ "balance", SECTION_BALANCE },
};

static int
name_number(const struct place *place, struct naming *names)
{
	const char *name = place_text(place, NULL);
	int i;

	for (i = 0; i < names->count; i++)
		if (strcmp(names->list[i], name) == 0)
			return i;
	if (names->count == names->room) {
		place_fault(place, "plan.fault.many", name);
		return 0;
	}
	names->list[names->count] = name;
	return names->count++;
}

static struct naming
naming_new(struct arena *arena, int room)
{
	return (struct naming){
		arena_array(arena, (size_t)room, sizeof(char *)), 0, room
	};
}

static void
teachers_read(struct sections_run *run, const struct place *file)
{
	struct place list = place_in(file, "teachers");
	size_t count = place_count(&list, SECTIONS_MOST), i;

	run->teachers = naming_new(run->book->arena, SECTIONS_MOST);
	run->teacher_most = arena_array(
	    run->book->arena, SECTIONS_MOST, sizeof(int));
	for (i = 0; i < SECTIONS_MOST; i++)
		run->teacher_most[i] = SECTIONS_MOST;
	for (i = 0; i < count; i++) {
		struct place one = place_at(&list, i);
		struct place id = place_in(&one, "id");
		struct place most = place_in(&one, "most");
		int number = name_number(&id, &run->teachers);

		run->teacher_most[number] = place_int(
		    &most, 0, SECTIONS_MOST, SECTIONS_MOST);
	}
}

static void
section_read(struct sections_run *run, const struct place *place, int at)
{
	struct place id = place_in(place, "id");
	struct place subject = place_in(place, "subject");
	struct place block = place_in(place, "block");
	struct place teacher = place_in(place, "teacher");
	struct place seats = place_in(place, "seats");
	struct place least = place_in(place, "least");

	run->ids[at] = place_text(&id, NULL);
	run->sections[at] = (struct section){
		.subject = name_number(&subject, &run->subjects),
		.block = name_number(&block, &run->blocks),
		.teacher = teacher.json == NULL
		    ? SECTIONS_NONE
		    : name_number(&teacher, &run->teachers),
		.seats = place_int(&seats, 0, PLAN_NUMBER_MOST, 0),
		.least = place_int(&least, 0, PLAN_NUMBER_MOST, 0),
	};
}

static void
sections_read(struct sections_run *run, const struct place *file)
{
	struct place list = place_in(file, "sections");
	size_t count = place_count(&list, SECTIONS_MOST), i;

	run->blocks = naming_new(run->book->arena, SECTIONS_BLOCKS);
	run->subjects = naming_new(run->book->arena, PLAN_SUBJECTS_MOST);
	run->sections = arena_array(
	    run->book->arena, count, sizeof *run->sections);
	run->ids = arena_array(run->book->arena, count, sizeof *run->ids);
	for (i = 0; i < count; i++) {
		struct place one = place_at(&list, i);

		section_read(run, &one, (int)i);
	}
	run->problem.section_count = (int)count;
}

static void
wishes_read(struct sections_run *run, const struct place *place, int pupil)
{
	struct place list = place_in(place, "subjects");
	size_t count = place_count(&list, PLAN_SUBJECTS_MOST), i;
	int *wishes = &run->problem.wish_count, from = *wishes, k;

	for (i = 0; i < count && *wishes < SECTIONS_WISHES_MOST; i++) {
		struct place one = place_at(&list, i);
		int subject = name_number(&one, &run->subjects);

		for (k = from; k < *wishes; k++)
			if (run->wishes[k].subject == subject)
				place_fault(&one, "plan.fault.twice",
				    run->subjects.list[subject]);
		run->wishes[(*wishes)++] = (struct section_wish){ pupil,
			subject };
	}
}

static void
pupils_read(struct sections_run *run, const struct place *file)
{
	struct place list = place_in(file, "pupils");
	size_t count = place_count(&list, NAMES), i;

	run->pupils = arena_array(run->book->arena, count, sizeof *run->pupils);
	run->wishes = arena_array(
	    run->book->arena, SECTIONS_WISHES_MOST, sizeof *run->wishes);
	for (i = 0; i < count; i++) {
		struct place one = place_at(&list, i);
		struct place id = place_in(&one, "id");

		run->pupils[i] = place_text(&id, NULL);
		wishes_read(run, &one, (int)i);
	}
	run->problem.pupil_count = (int)count;
}

static bool
run_read(struct sections_run *run, const char *path)
{
	struct place file;

	if (!place_open(run->book, path, &file))
		return false;
	teachers_read(run, &file);
	sections_read(run, &file);
	pupils_read(run, &file);
	run->problem.subject_count = run->subjects.count;
	run->problem.teacher_count = run->teachers.count;
	run->problem.sections = run->sections;
	run->problem.wishes = run->wishes;
	run->problem.teacher_most = run->teacher_most;
	return run->book->faults == 0;
}

static double
seconds_left(void *with)
{
	const struct sections_run *run = with;

	return (double)(run->until - clock_ticks()) / 1e9;
}

/* Takes one part of `parts` of the time that is left to the whole command. */
static enum plan_outcome
run_solve(struct sections_run *run, unsigned without, int parts,
    const int *start, int *placed, struct section_proof *proof)
{
	struct plan_limit limit = { seconds_left, run };
	enum plan_outcome outcome;

	run->until = clock_ticks();
	run->until += (run->end - run->until) / parts;
	run->problem.without = without;
	outcome = sections_solve(
	    &run->problem, share, &limit, start, placed, proof);
	if ((outcome == PLAN_OPTIMAL || outcome == PLAN_FOUND) &&
	    sections_check(&run->problem, placed) > 0)
		return PLAN_BAD_INPUT;
	return outcome;
}

static void
proof_put(struct writer *writer, enum plan_outcome outcome,
    const struct section_proof *proof)
{
	double objective = (double)proof->objective;

	put_text(writer, "outcome", outcome_names[outcome]);
	put_int(writer, "met", proof->met);
	put_real(writer, "objective", objective, 0);
	put_real(writer, "bound", proof->bound, 3);
	put_real(writer, "gap",
	    objective > 0 ? (proof->bound - objective) / objective : 0, 6);
}

static void
placed_put(
    struct writer *writer, const struct sections_run *run, const int *placed)
{
	const struct section_problem *problem = &run->problem;
	int i;

	put_list(writer, "placed");
	for (i = 0; i < problem->wish_count; i++) {
		const struct section_wish *wish = &problem->wishes[i];

		put_object(writer, NULL);
		put_text(writer, "pupil", run->pupils[wish->pupil]);
		put_text(writer, "subject", run->subjects.list[wish->subject]);
		put_text(writer, "section",
		    placed[i] < 0 ? NULL : run->ids[placed[i]]);
		put_object_end(writer);
	}
	put_list_end(writer);
}

static bool
proof_close(const struct section_proof *proof)
{
	return proof->bound <= (double)proof->objective * (1 + share) + 0.5;
}

/*
 * What a rule costs: wishes that would be met without it. What was assigned with
 * the rule is where the search without it begins. Where time ended before both
 * were proven to be close to the best, the price is not known.
 */
static void
price_put(struct writer *writer, struct sections_run *run, size_t rule,
    const int *placed, const struct section_proof *proof)
{
	int *other = arena_array(run->book->arena,
	    (size_t)run->problem.wish_count + 1, sizeof *other);
	struct section_proof without = { 0 };
	enum plan_outcome outcome = run_solve(
	    run, rules[rule].rule, RULES - (int)rule, placed, other, &without);
	int price = without.met > proof->met ? without.met - proof->met : 0;

	put_object(writer, NULL);
	put_text(writer, "rule", rules[rule].name);
	proof_put(writer, outcome, &without);
	if (proof_close(proof) && proof_close(&without))
		put_int(writer, "price", price);
	else
		put_null(writer, "price");
	put_object_end(writer);
}

static void
prices_put(struct writer *writer, struct sections_run *run, const int *placed,
    const struct section_proof *proof)
{
	size_t i;

	put_list(writer, "prices");
	for (i = 0; i < RULES; i++)
		price_put(writer, run, i, placed, proof);
	put_list_end(writer);
}

static int
answer_write(struct sections_run *run)
{
	struct buffer out = { .limit = OUT_BYTES };
	struct writer writer = { .out = &out };
	struct section_proof proof = { 0 };
	int *placed = arena_array(run->book->arena,
	    (size_t)run->problem.wish_count + 1, sizeof *placed);
	enum plan_outcome outcome = run_solve(
	    run, 0, MAIN_PART, NULL, placed, &proof);
	bool found = outcome == PLAN_OPTIMAL || outcome == PLAN_FOUND;
	const char *path = option_text(run->cl, "out");
	bool written;

	put_object(&writer, NULL);
	proof_put(&writer, outcome, &proof);
	if (found) {
		prices_put(&writer, run, placed, &proof);
		placed_put(&writer, run, placed);
	}
	put_object_end(&writer);
	buffer_char(&out, '\n');
	written = path != NULL ? file_write(path, &out)
			       : !out.failed &&
		fwrite(out.data, 1, out.length, stdout) == out.length;
	buffer_free(&out);
	if (!written)
		complain(run->cl, "plan.write", NULL);
	return written && found ? EXIT_DONE : EXIT_FAILED;
}

int
plan_sections_command(struct command_line *cl)
{
	struct book *book = arena_alloc(command_arena(cl), sizeof *book);
	struct sections_run run = { .cl = cl, .book = book };

	*book = (struct book){ .arena = command_arena(cl),
		.lang = command_lang(cl) };
	if (!option_int(cl, "seconds", 1, 3600, SECONDS, &run.seconds))
		return EXIT_MISUSED;
	if (operand(cl, 0) == NULL) {
		complain(cl, "plan.needs_sections", NULL);
		return EXIT_MISUSED;
	}
	run.end = clock_ticks() + run.seconds * INT64_C(1000000000);
	return run_read(&run, operand(cl, 0)) ? answer_write(&run)
					      : EXIT_FAILED;
}
