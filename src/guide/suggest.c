/*
 * From answers to suggestions: score, rank, pick. Picks among equals turn with
 * the answers, so that a class does not read the same sentence thirty times, and
 * are the same every time for the same answers.
 */
#include "guide/suggest.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "engine/adaptive.h"

enum { SPREAD_TRIES = 5, SPREAD_OCCUPATIONS = 4, SPREAD_MAJORS = 4, MOST = 9 };

const char *const list_names[LISTS] = {
	[LIST_STRENGTHS] = "strengths",
	[LIST_TRIES] = "tries",
	[LIST_FIELDS] = "fields",
	[LIST_OCCUPATIONS] = "occupations",
	[LIST_HIGH_SCHOOLS] = "high_schools",
	[LIST_MAJORS] = "majors",
	[LIST_QUESTIONS] = "questions",
	[LIST_NEXT] = "next",
	[LIST_STARTERS] = "starters",
	[LIST_CHECKS] = "checks",
};

const char *const model_list_names[MODEL_LISTS + 1] = {
	[MODEL_EXPLORE] = "explore",
	[MODEL_OWN] = "own",
};

enum model_list
suggested_list(const struct suggested *suggested)
{
	return text_is(suggested->list, model_list_names[MODEL_OWN])
	    ? MODEL_OWN
	    : MODEL_EXPLORE;
}

enum list_kind
list_main(enum stage stage)
{
	static const enum list_kind kinds[STAGES] = { LIST_TRIES, LIST_FIELDS,
		LIST_MAJORS };

	return kinds[stage];
}

bool
list_is_staff(enum list_kind kind)
{
	return kind == LIST_STARTERS || kind == LIST_CHECKS;
}

/* One suggesting: where it reads from, where it adds to. */
struct task {
	struct arena *arena;
	const struct suggestion_input *input;
	struct suggested *out;
	unsigned turn; /* of the picks among equals */
	struct match_move moves[MATCH_LABELS]; /* of the model */
};

static struct suggestion_list *
list_begin(struct task *task, enum list_kind kind, int most)
{
	struct suggestion_list *list = &task->out->lists[task->out->count++];

	list->kind = kind;
	list->items = arena_array(
	    task->arena, (size_t)most, sizeof *list->items);
	return list;
}

static void
list_add(struct suggestion_list *list, const char *thing)
{
	list->items[list->count++] = (struct suggestion){ .thing = thing,
		.change_letter = -1 };
}

/* Ranked lists */

/* Four decimals, so that what is shown adds up to the last digit. */
static double
rounded(double value)
{
	return round(value * 1e4) / 1e4;
}

static void
ranked_add(
    struct suggestion_list *list, const char *thing, const struct match *match)
{
	struct suggestion *item = &list->items[list->count++];
	int l;

	*item = (struct suggestion){
		.thing = thing,
		.ranked = true,
		.probability = match->probability,
		.base = rounded(match->base),
		.steady = match->steady,
		.change_letter = match->change_letter,
		.change = match->change,
	};
	item->score = item->base;
	for (l = 0; l < LETTERS; l++) {
		item->terms[l] = rounded(match->terms[l]);
		item->score += item->terms[l];
	}
	item->score = rounded(item->score);
}

/* The id of row `row` of a kind of thing. */
static const char *
thing_id(const struct catalogue *catalogue, enum list_kind kind, int row)
{
	switch (kind) {
	case LIST_TRIES: return catalogue->tries[row].id;
	case LIST_FIELDS: return catalogue->fields[row].id;
	case LIST_OCCUPATIONS: return catalogue->occupations[row].id;
	case LIST_HIGH_SCHOOLS: return catalogue->high_schools[row].id;
	case LIST_MAJORS: return catalogue->majors[row].id;
	default: return NULL;
	}
}

const struct ranking *
list_ranking(const struct suggestion_input *input, enum list_kind kind)
{
	const struct catalogue *catalogue = input->catalogue;
	const struct model_entry *model = input->model;

	switch (kind) {
	case LIST_TRIES: return &catalogue->rank_tries;
	case LIST_FIELDS:
		return model ? &model->fields : &catalogue->rank_fields;
	case LIST_OCCUPATIONS:
		return model ? &model->occupations
			     : &catalogue->rank_occupations;
	case LIST_HIGH_SCHOOLS:
		return model ? &model->high_schools
			     : &catalogue->rank_high_schools;
	default: return model ? &model->majors : &catalogue->rank_majors;
	}
}

static void
list_ranked(struct task *task, enum list_kind kind, int spread, int want)
{
	struct suggestion_list *list = list_begin(task, kind, want);
	const struct ranking *ranking = list_ranking(task->input, kind);
	const struct match_person person = { .profile = &task->out->profile,
		.moves = task->moves };
	const struct match_wish wish = { want, want, spread, ranking->groups };
	struct match matches[MOST];
	struct match_list ranked = match_rank(
	    &ranking->model, &person, &wish, matches);
	int i;

	list->loss = rounded(ranked.loss);
	for (i = 0; i < ranked.count; i++)
		ranked_add(list,
		    thing_id(task->input->catalogue, kind, matches[i].thing),
		    &matches[i]);
}

/* Picked lists: strengths and prompts that go with the strongest letters */

static void
pick_strength(struct task *task, struct suggestion_list *list, int letter)
{
	const struct catalogue *catalogue = task->input->catalogue;
	const char *found[16];
	unsigned count = 0;
	int i;

	for (i = 0; i < catalogue->strength_count; i++)
		if (catalogue->strengths[i].letter == letter && count < 16)
			found[count++] = catalogue->strengths[i].id;
	if (count > 0)
		list_add(list, found[task->turn++ % count]);
}

static void
list_strengths(struct task *task)
{
	struct suggestion_list *list = list_begin(task, LIST_STRENGTHS, 3);
	int i;

	for (i = 0; i < 3; i++)
		pick_strength(task, list, task->out->profile.order[i]);
}

static bool
prompt_fits(const struct prompt *prompt, enum prompt_kind kind,
    enum stage stage, int letter, int semester)
{
	return prompt->kind == kind && prompt->stage == stage &&
	    prompt->letter == letter && prompt->semester == semester;
}

/* `want` different prompts of a letter (-1: for every profile). */
static void
pick_prompts(struct task *task, struct suggestion_list *list,
    enum prompt_kind kind, int letter, int semester, unsigned want)
{
	const struct catalogue *catalogue = task->input->catalogue;
	const char *found[16];
	unsigned count = 0, i;

	for (i = 0; i < (unsigned)catalogue->prompt_count; i++)
		if (count < 16 &&
		    prompt_fits(&catalogue->prompts[i], kind, task->out->stage,
			letter, semester))
			found[count++] = catalogue->prompts[i].id;
	for (i = 0; i < want && i < count; i++)
		list_add(list, found[(task->turn + i) % count]);
	task->turn++;
}

static void
list_prompts(struct task *task, enum list_kind list_kind, enum prompt_kind kind)
{
	struct suggestion_list *list = list_begin(task, list_kind, 5);
	const int *order = task->out->profile.order;

	pick_prompts(task, list, kind, order[0], 0, 2);
	pick_prompts(task, list, kind, order[1], 0, 1);
	pick_prompts(task, list, kind, -1, 0, 2);
}

/* Until graduation: two steps for everybody and one for the profile each. */
static void
list_next(struct task *task)
{
	struct suggestion_list *list = list_begin(task, LIST_NEXT, 18);
	int semester = (task->out->grade - 10) * 2 + task->out->semester;

	if (semester < 1)
		semester = 1;
	for (; semester <= 6; semester++) {
		pick_prompts(task, list, PROMPT_NEXT, -1, semester, 2);
		pick_prompts(task, list, PROMPT_NEXT,
		    task->out->profile.order[semester % 2], semester, 1);
	}
}

/*
 * Things to check: what this profile asks for first (level, two letters alike,
 * answers given oddly), then what is always worth a look. The numbers are those
 * of catalog/prompts.csv.
 */
static void
list_checks(struct task *task)
{
	struct suggestion_list *list = list_begin(task, LIST_CHECKS, 8);
	const struct interest_profile *profile = &task->out->profile;
	const struct {
		int number;
		bool wanted;
	} checks[] = {
		{ 1, profile->level },
		{ 2, !profile->level && profile->tied > 1 },
		{ 4, task->out->notices != 0 },
		{ 5, true },
		{ 6, true },
		{ 7, true },
		{ 8, true },
	};
	size_t i;

	for (i = 0; i < sizeof checks / sizeof checks[0]; i++)
		if (checks[i].wanted)
			list_add(list,
			    arena_printf(task->arena, "check-%s-all-%d",
				stage_name(task->out->stage),
				checks[i].number));
}

static void
lists_for_stage(struct task *task)
{
	switch (task->out->stage) {
	case STAGE_ELEMENTARY:
		list_strengths(task);
		list_ranked(task, LIST_TRIES, SPREAD_TRIES, 9);
		break;
	case STAGE_MIDDLE:
		list_ranked(task, LIST_FIELDS, 0, 5);
		list_ranked(task, LIST_OCCUPATIONS, SPREAD_OCCUPATIONS, 9);
		list_ranked(task, LIST_HIGH_SCHOOLS, 0, 3);
		break;
	default:
		list_ranked(task, LIST_MAJORS, SPREAD_MAJORS, 7);
		list_next(task);
		break;
	}
	list_prompts(task, LIST_QUESTIONS, PROMPT_ASK);
	list_prompts(task, LIST_STARTERS, PROMPT_STARTER);
	list_checks(task);
}

/* The profile */

int
suggestion_answers(const struct suggestion_input *input,
    interest_answer answers[INTEREST_ITEMS])
{
	int i, sum = 0;

	memset(answers, 0, INTEREST_ITEMS * sizeof *answers);
	for (i = 0; i < input->bank->count && input->answers[i] != '\0'; i++) {
		answers[i] = (interest_answer)(input->answers[i] - '0');
		sum += answers[i];
	}
	return sum;
}

/* Who refuses AI gets the answers as they are: means, no model, no band. */
static void
profile_plain(const struct suggestion_input *input,
    const interest_answer *answers, struct interest_profile *profile)
{
	double sums[LETTERS] = { 0 };
	int i, l;

	for (i = 0; i < input->bank->count; i++) {
		l = input->bank->items[i].letter;
		if (answers[i] == 0)
			continue;
		sums[l] += (answers[i] - 1) / 4.0;
		profile->scales[l].answered++;
		profile->answered++;
	}
	for (l = 0; l < LETTERS; l++) {
		struct interest_scale *scale = &profile->scales[l];

		profile->order[l] = l;
		if (scale->answered > 0)
			scale->score = sums[l] / scale->answered;
		scale->low = scale->high = scale->score;
	}
}

/* What would tell the two strongest letters apart, if anything is left to ask. */
static const char *
apart_find(const struct suggestion_input *input, const interest_answer *answers,
    const struct interest_profile *profile)
{
	int item = profile->tied > 1 && input->bank->worded
	    ? adaptive_between(input->bank->table, answers, profile->order[0],
		  profile->order[1])
	    : -1;

	return item < 0 ? NULL : input->bank->items[item].id;
}

static void
moves_make(struct task *task, const interest_answer *answers)
{
	const struct model_entry *model = task->input->model;
	const struct match_labels *labels;

	if (model == NULL)
		return;
	labels = &model->lists[task->input->list];
	match_labels_moves(labels, answers, &task->out->profile, task->moves);
	match_labels_slopes(labels, answers, &task->out->profile, task->moves);
}

static const char *
list_name(const struct suggestion_input *input)
{
	return !input->ai || input->model == NULL
	    ? "only"
	    : model_list_names[input->list];
}

void
suggest(struct arena *arena, const struct suggestion_input *input,
    struct suggested *out)
{
	interest_answer answers[INTEREST_ITEMS];
	struct task task;

	task.arena = arena;
	task.input = input;
	task.out = out;
	*out = (struct suggested){
		.stage = input->stage,
		.grade = input->grade,
		.semester = input->semester,
		.ai = input->ai,
		.notices = input->notices,
		.bank = input->bank->id,
		.model = !input->ai ? "none"
		    : input->model  ? input->model->id
				    : SUGGEST_ALONE,
		.catalogue = input->catalogue->version,
		.list = list_name(input),
	};
	task.turn = (unsigned)suggestion_answers(input, answers);
	if (!input->ai) {
		profile_plain(input, answers, &out->profile);
		return;
	}
	interest_score(input->bank->table, answers, &out->profile);
	out->apart = apart_find(input, answers, &out->profile);
	moves_make(&task, answers);
	lists_for_stage(&task);
}

const char *
suggestion_id(struct arena *arena, enum list_kind kind,
    const struct suggestion *suggestion)
{
	return arena_printf(
	    arena, "%s:%s", list_names[kind], suggestion->thing);
}

bool
suggested_has(
    struct arena *arena, const struct suggested *suggested, const char *id)
{
	int i, k;

	for (i = 0; i < suggested->count; i++)
		for (k = 0; k < suggested->lists[i].count; k++)
			if (text_is(id,
				suggestion_id(arena, suggested->lists[i].kind,
				    &suggested->lists[i].items[k])))
				return true;
	return false;
}
