/*
 * giljabi plan solve, check, why-not: over one pupil or a list of them, each in
 * an arena of its own, so that a school takes no more memory than a pupil.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "plan/answer.h"
#include "plan/commands.h"

enum {
	PUPILS = 20000, /* most in a file */
	PUPIL_BYTES = 256 * 1024 * 1024,
	OUT_BYTES = 1024 * 1024 * 1024,
	SECONDS = 10, /* for each answer, unless said otherwise */
	CHARACTERS = 3
};

/* One run of a command over its files. */
struct run {
	struct command_line *cl;
	struct book *book;
	const struct catalogue *catalogue;
	struct place pupils; /* a list, or one pupil */
	struct place plans; /* plan check: the plans file */
	int64_t seconds;
	int64_t plan_most; /* for a pupil */
	int64_t until; /* ticks when the answer at hand has to stand */
	struct buffer out;
	struct writer writer;
	bool bad; /* something was found or not found: exit 1 */
};

/* False: exit status in *status. */
static bool
run_open(struct run *run, struct command_line *cl, int *status)
{
	struct arena *arena = command_arena(cl);
	const char *rules = option_text(cl, "rules");
	const char *school = option_text(cl, "school");
	const char *pupil = option_text(cl, "pupil");
	const char *catalog = share_path(arena, "catalog");
	struct place file, list;

	*run = (struct run){ .cl = cl, .out = { .limit = OUT_BYTES } };
	run->writer.out = &run->out;
	*status = EXIT_MISUSED;
	if (!option_int(cl, "seconds", 1, 3600, SECONDS, &run->seconds) ||
	    !option_int(
		cl, "plans", 1, CHARACTERS, CHARACTERS, &run->plan_most))
		return false;
	if (school == NULL || pupil == NULL) {
		complain(cl, "plan.needs_files", NULL);
		return false;
	}
	*status = EXIT_FAILED;
	if (rules == NULL)
		rules = arena_printf(arena, "%s/rules", catalog);
	run->catalogue = catalog_hold(NULL, arena);
	run->book = rulebook_read(arena, command_lang(cl), rules,
	    arena_printf(arena, "%s/subjects.csv", catalog));
	book_school(run->book, school);
	if (run->catalogue == NULL || run->book->faults > 0 ||
	    !place_open(run->book, pupil, &file))
		return false;
	list = place_in(&file, "pupils");
	run->pupils = list.json == NULL ? file : list;
	return true;
}

static double
seconds_left(void *with)
{
	const struct run *run = with;

	return (double)(run->until - clock_ticks()) / 1e9;
}

static struct plan_limit
run_limit(struct run *run)
{
	run->until = clock_ticks() + run->seconds * INT64_C(1000000000);
	return (struct plan_limit){ seconds_left, run };
}

typedef void pupil_work(struct run *run, const struct pupil *pupil, size_t at);

/* In the arena that the book holds; a file with mistakes is passed over. */
static void
pupil_run(
    struct run *run, const struct place *place, size_t at, pupil_work *work)
{
	int before = run->book->faults;
	struct pupil *pupil;

	if (!ARENA_CATCH(run->book->arena)) {
		run->bad = true;
		return;
	}
	pupil = pupil_read(run->book, run->catalogue, place);
	if (run->book->faults == before)
		work(run, pupil, at);
}

static bool
pupils_each(struct run *run, pupil_work *work)
{
	bool list = json_is_array(run->pupils.json);
	size_t count = list ? place_count(&run->pupils, PUPILS) : 1, i;
	struct arena *book_arena = run->book->arena;
	struct arena *arena = arena_new(PUPIL_BYTES);

	if (arena == NULL)
		return false;
	put_object(&run->writer, NULL);
	put_list(&run->writer, "pupils");
	for (i = 0; i < count; i++) {
		struct place one = list ? place_at(&run->pupils, i)
					: run->pupils;

		run->book->arena = arena;
		pupil_run(run, &one, i, work);
		run->book->arena = book_arena;
		arena_clear(arena);
	}
	put_list_end(&run->writer);
	put_object_end(&run->writer);
	arena_free(arena);
	return true;
}

/* To --out or standard output. */
static int
run_close(struct run *run)
{
	const char *path = option_text(run->cl, "out");
	bool written;

	buffer_char(&run->out, '\n');
	if (path != NULL)
		written = file_write(path, &run->out);
	else
		written = !run->out.failed &&
		    fwrite(run->out.data, 1, run->out.length, stdout) ==
			run->out.length;
	buffer_free(&run->out);
	if (!written)
		complain(run->cl, "plan.write", NULL);
	return written && !run->bad && run->book->faults == 0 ? EXIT_DONE
							      : EXIT_FAILED;
}

/* Solve */

/*
 * The characters: what counts, and whether a share of the best worth is kept.
 * The first one says what the best worth is.
 */
static const struct {
	const char *name;
	struct plan_aim aim;
	bool keeps;
} characters[CHARACTERS] = {
	{ "aim", { .value = 1 }, false },
	{ "doors", { .door = 1 }, true },
	{ "balance", { .peak = 1 }, true },
};

static bool
has_worth(const struct pupil *pupil)
{
	int i;

	for (i = 0; i < pupil->problem.subject_count; i++)
		if (pupil->values[i] > 0)
			return true;
	return false;
}

static bool
answer_seen(const struct answer *answers, int count, const struct pupil *pupil)
{
	size_t bytes = (size_t)pupil->problem.offer_count * sizeof(bool);
	int i;

	for (i = 0; i < count; i++)
		if (memcmp(answers[i].taken, answers[count].taken, bytes) == 0)
			return true;
	return false;
}

/* Every plan passes the checker or is not shown. */
static bool
answer_valid(
    struct run *run, const struct pupil *pupil, const struct answer *answer)
{
	int breaches = plan_check(&pupil->problem, answer->taken, NULL, NULL);

	if (breaches == 0)
		return true;
	log_event(
	    LOG_ERROR, "plan.invalid", "breaches", log_int(breaches), NULL);
	run->bad = true;
	return false;
}

/* Answers the outcome of the character. */
static enum plan_outcome
answer_find(struct run *run, const struct pupil *pupil, int character,
    int64_t worth, struct answer *answer)
{
	struct plan_limit limit = run_limit(run);
	struct plan_aim aim = characters[character].aim;

	if (characters[character].keeps)
		aim.least_worth = (int)((worth * pupil->keep + 99) / 100);
	answer->character = characters[character].name;
	answer->taken = arena_array(run->book->arena,
	    (size_t)pupil->problem.offer_count + 1, sizeof *answer->taken);
	answer->outcome = plan_solve(
	    &pupil->problem, &aim, &limit, answer->taken, &answer->proof);
	return answer->outcome;
}

static int
answers_find(struct run *run, const struct pupil *pupil, struct answer *answers,
    enum plan_outcome *outcome)
{
	int from = has_worth(pupil) ? 0 : 1, count = 0, i;
	int64_t worth = 0;

	*outcome = PLAN_UNDECIDED;
	for (i = from; i < CHARACTERS && i < from + run->plan_most; i++) {
		struct answer *answer = &answers[count];
		enum plan_outcome found = answer_find(
		    run, pupil, i, worth, answer);

		if (found == PLAN_IMPOSSIBLE || found == PLAN_BAD_INPUT ||
		    found == PLAN_NO_MEMORY) {
			*outcome = found;
			break;
		}
		if (found == PLAN_UNDECIDED ||
		    !answer_valid(run, pupil, answer))
			continue;
		if (i == 0)
			worth = plan_worth(&pupil->problem, answer->taken);
		if (!answer_seen(answers, count, pupil))
			count++;
	}
	return count;
}

static void
pupil_solve(struct run *run, const struct pupil *pupil, size_t at)
{
	struct answer answers[CHARACTERS + 1] = { 0 };
	enum plan_outcome outcome;
	int count = answers_find(run, pupil, answers, &outcome), i;

	(void)at;
	put_object(&run->writer, NULL);
	put_text(&run->writer, "id", pupil->id);
	put_text(&run->writer, "outcome",
	    count > 0 ? "plans" : outcome_names[outcome]);
	put_list(&run->writer, "plans");
	for (i = 0; i < count; i++)
		answer_put(&run->writer, pupil, &answers[i]);
	put_list_end(&run->writer);
	lost_put(&run->writer, pupil);
	put_object_end(&run->writer);
	run->bad |= count == 0;
}

static int
pupils_command(struct command_line *cl, pupil_work *work)
{
	struct run run;
	int status;

	if (!run_open(&run, cl, &status))
		return status;
	if (!pupils_each(&run, work)) {
		complain(cl, "plan.memory", NULL);
		return EXIT_FAILED;
	}
	return run_close(&run);
}

int
plan_solve_command(struct command_line *cl)
{
	return pupils_command(cl, pupil_solve);
}

/* Why not */

static void
pupil_why_not(struct run *run, const struct pupil *pupil, size_t at)
{
	struct plan_limit limit = run_limit(run);
	bool *in = arena_array(run->book->arena,
	    (size_t)pupil->problem.rule_count + 1, sizeof *in);
	enum plan_outcome outcome = plan_conflict(&pupil->problem, &limit, in);
	int i;

	(void)at;
	put_object(&run->writer, NULL);
	put_text(&run->writer, "id", pupil->id);
	put_text(&run->writer, "outcome",
	    outcome == PLAN_OPTIMAL ? "possible" : outcome_names[outcome]);
	put_bool(&run->writer, "minimal", outcome == PLAN_IMPOSSIBLE);
	put_list(&run->writer, "conflict");
	for (i = 0; outcome != PLAN_OPTIMAL && i < pupil->problem.rule_count;
	     i++)
		if (in[i]) {
			put_object(&run->writer, NULL);
			rule_put(&run->writer, pupil, i);
			put_object_end(&run->writer);
		}
	put_list_end(&run->writer);
	put_object_end(&run->writer);
	run->bad |= outcome != PLAN_IMPOSSIBLE && outcome != PLAN_OPTIMAL;
}

int
plan_why_not_command(struct command_line *cl)
{
	return pupils_command(cl, pupil_why_not);
}

/* Check */

/* The offer of a line of a plan; -1: nothing of the kind is offered. */
static int
offer_of(const struct pupil *pupil, const struct place *line)
{
	struct place subject = place_in(line, "subject");
	struct place semester = place_in(line, "semester");
	int number = place_subject(&subject);
	int when = place_int(&semester, 1, pupil->problem.semester_count, 0);
	int i;

	for (i = 0; i < pupil->problem.offer_count; i++)
		if (pupil->offers[i].subject == number &&
		    pupil->offers[i].semester == when - 1)
			return i;
	place_fault(line, "plan.fault.offer", "");
	return -1;
}

static void
plan_judge(struct run *run, const struct pupil *pupil, const struct place *plan)
{
	struct place lines = place_in(plan, "subjects");
	size_t count = place_count(&lines, 1000), i;
	bool *taken = arena_array(run->book->arena,
	    (size_t)pupil->problem.offer_count + 1, sizeof *taken);
	struct breach_out out = { &run->writer, pupil };
	int before = run->book->faults, breaches;

	for (i = 0; i < count; i++) {
		struct place line = place_at(&lines, i);
		int offer = offer_of(pupil, &line);

		if (offer >= 0)
			taken[offer] = true;
	}
	put_object(&run->writer, NULL);
	put_list(&run->writer, "broken");
	breaches = plan_check(&pupil->problem, taken, breach_put, &out);
	put_list_end(&run->writer);
	put_bool(&run->writer, "valid",
	    breaches == 0 && run->book->faults == before);
	put_object_end(&run->writer);
	run->bad |= breaches > 0;
}

static void
pupil_check(struct run *run, const struct pupil *pupil, size_t at)
{
	struct place list = place_in(&run->plans, "pupils");
	struct place one = place_at(&list, at);
	struct place plans = place_in(&one, "plans");
	size_t count = place_count(&plans, 100), i;

	if (plans.json == NULL)
		place_fault(&plans, "plan.fault.missing", "");
	put_object(&run->writer, NULL);
	put_text(&run->writer, "id", pupil->id);
	put_list(&run->writer, "plans");
	for (i = 0; i < count; i++) {
		struct place plan = place_at(&plans, i);

		plan_judge(run, pupil, &plan);
	}
	put_list_end(&run->writer);
	lost_put(&run->writer, pupil);
	put_object_end(&run->writer);
}

int
plan_check_command(struct command_line *cl)
{
	const char *path = operand(cl, 0);
	struct run run;
	int status;

	if (path == NULL) {
		complain(cl, "plan.needs_plan", NULL);
		return EXIT_MISUSED;
	}
	if (!run_open(&run, cl, &status))
		return status;
	if (!place_open(run.book, path, &run.plans))
		return EXIT_FAILED;
	if (!pupils_each(&run, pupil_check)) {
		complain(cl, "plan.memory", NULL);
		return EXIT_FAILED;
	}
	return run_close(&run);
}
