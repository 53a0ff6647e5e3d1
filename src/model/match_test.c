/*
 * giljabi match test --model model.json --answers B.csv [--label COLUMN]
 *     [--groups gender,residence] [--bank bank.json [--items-per-person K]
 *     [--things majors|fields]]
 *     [--curve --train A.csv [--prior catalog]]
 *
 * How good a model is for people it has not seen: all their answers, or what
 * they would have been asked by the adaptive test; by the model itself, or on
 * the way that suggestions take, through the things of the catalogue.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "engine/choice.h"
#include "model/bank_file.h"
#include "model/commands.h"
#include "model/labels_file.h"
#include "model/match_curve.h"
#include "model/match_report.h"
#include "model/match_things.h"

const struct option_row match_test_options[] = {
	{ "model", "FILE.json", "option.match.model" },
	{ "answers", "FILE.csv", "option.match.answers" },
	{ "label", "COLUMN", "option.match.label.model" },
	{ "groups", "COLUMN,…", "option.match.groups" },
	{ "items-per-person", "K", "option.match.items.person" },
	{ "bank", "FILE.json", "option.match.bank" },
	{ "things", "majors|fields", "option.match.things" },
	{ "curve", NULL, "option.match.curve.test" },
	{ "train", "FILE.csv", "option.match.train" },
	{ "prior", "catalog", "option.match.prior" },
	{ 0 },
};

struct testing {
	struct command_line *cl;
	struct arena *arena;
	const char *label, *groups[ANSWERS_COLUMNS];
	struct model_file *file;
	struct match_data people;
	double *chances; /* people rows of classes */
	int64_t asked; /* items a person; 0: all */
	struct bank_file *bank;
	struct interest_table *table;
	int *places; /* of each item of the model in the bank, or -1 */
	struct match_things *things; /* NULL: by the model itself */
};

static bool
tell(struct command_line *cl, const char *id, const char *what)
{
	complain(cl, id, (const struct word[]){ { "what", what }, { 0 } });
	return false;
}

static bool
options_take(struct testing *testing)
{
	struct command_line *cl = testing->cl;
	const char *groups = option_text(cl, "groups");
	const char *prior = option_text(cl, "prior");
	static const char *const needed[] = { "model", "answers" };

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!option_given(cl, needed[i]))
			return tell(cl, "match.needs", needed[i]);
	if (!option_int(
		cl, "items-per-person", 1, INTEREST_ITEMS, 0, &testing->asked))
		return false;
	if ((testing->asked > 0 || option_given(cl, "things")) &&
	    !option_given(cl, "bank"))
		return tell(cl, "match.needs", "bank");
	if (option_given(cl, "things") &&
	    !text_is(option_text(cl, "things"), "majors") &&
	    !text_is(option_text(cl, "things"), "fields"))
		return tell(cl, "match.things", option_text(cl, "things"));
	if (option_given(cl, "curve") && !option_given(cl, "train"))
		return tell(cl, "match.needs", "train");
	if (prior != NULL && !text_is(prior, "catalog") &&
	    !text_is(prior, "none"))
		return tell(cl, "match.prior", prior);
	if (text_is(groups, "none"))
		groups = NULL;
	return names_split(cl, groups, testing->groups) ||
	    tell(cl, "match.groups", groups);
}

/* The adaptive test */

static bool
bank_take(struct testing *testing)
{
	const struct model_file *file = testing->file;
	int items = file->features.items;

	testing->bank = arena_alloc(testing->arena, sizeof *testing->bank);
	if (!bank_file_read(
		testing->cl, option_text(testing->cl, "bank"), testing->bank))
		return false;
	testing->table = interest_table_new(&testing->bank->bank);
	if (testing->table == NULL)
		return tell(testing->cl, "match.bank",
		    option_text(testing->cl, "bank"));
	testing->places = arena_array(
	    testing->arena, (size_t)items, sizeof *testing->places);
	for (int i = 0; i < items; i++) {
		testing->places[i] = -1;
		for (int j = 0; j < testing->bank->bank.count; j++)
			if (text_is(file->ids[i], testing->bank->ids[j]))
				testing->places[i] = j;
	}
	return true;
}

/* What a person has answered of the bank's items; 0 for none. */
static void
person_answers(
    const struct testing *testing, size_t person, interest_answer *all)
{
	const struct answers *answers = &testing->people.answers;
	const uint8_t *given = answers->given +
	    testing->people.row[person] * (size_t)answers->items;

	memset(all, 0, INTEREST_ITEMS * sizeof *all);
	for (int i = 0; i < testing->file->features.items; i++)
		if (testing->places[i] >= 0)
			all[testing->places[i]] = given[i];
}

/* Asks a person, who answers as the file has it. */
static void
person_ask(const struct testing *testing, const struct choice_model *choice,
    const interest_answer *all, interest_answer *asked)
{
	for (int j = 0; j < INTEREST_ITEMS; j++)
		asked[j] = all[j] != 0 ? 0 : ADAPTIVE_NEVER;
	for (int64_t q = 0; q < testing->asked; q++) {
		int next = choice_next(choice, asked);

		if (next < 0)
			break;
		asked[next] = all[next];
	}
}

/* Scores by what a person answers in the bank. */
static void
person_score(const struct testing *testing, size_t person, double *scores)
{
	const struct choice_model choice = { testing->table,
		&testing->file->features, &testing->file->model,
		testing->places };
	interest_answer all[INTEREST_ITEMS], asked[INTEREST_ITEMS];
	float x[LOGIT_FEATURES];

	person_answers(testing, person, all);
	if (testing->asked > 0)
		person_ask(testing, &choice, all, asked);
	else
		memcpy(asked, all, sizeof asked);
	if (testing->things != NULL) {
		match_things_scores(
		    testing->things, testing->table, asked, scores);
		return;
	}
	choice_features(&choice, asked, x);
	logit_scores(&testing->file->model, x, scores);
}

static bool
things_take(struct testing *testing)
{
	if (!option_given(testing->cl, "things"))
		return true;
	testing->things = match_things_new(testing->cl, testing->file,
	    &testing->bank->bank, testing->places,
	    text_is(option_text(testing->cl, "things"), "fields"));
	return testing->things != NULL;
}

static bool
chances_make(struct testing *testing)
{
	const struct logit_data *data = &testing->people.data;
	const struct logit_model *model = &testing->file->model;
	bool banked = testing->asked > 0 || option_given(testing->cl, "things");

	if (banked && (!bank_take(testing) || !things_take(testing)))
		return false;
	testing->chances = memory_get(
	    data->people * (size_t)data->classes * sizeof(double));
	if (testing->chances == NULL)
		return tell(testing->cl, "match.memory", "");
	for (size_t i = 0; i < data->people; i++) {
		double *row = testing->chances + i * (size_t)data->classes;

		if (banked)
			person_score(testing, i, row);
		else
			logit_scores(
			    model, data->x + i * (size_t)data->features, row);
		logit_chances(model, row, row);
	}
	return true;
}

/* The curve */

static bool
curve_write(struct writer *writer, struct testing *testing)
{
	const struct model_file *file = testing->file;
	struct match_learning learning = { .features = &file->features };
	double(*vectors)[LETTERS] = arena_array(
	    testing->arena, (size_t)file->model.classes, sizeof *vectors);
	struct match_data train;
	bool written;
	int known;

	if (text_is(option_text(testing->cl, "prior"), "catalog") ||
	    (!option_given(testing->cl, "prior") && file->prior.catalog)) {
		if (!labels_read(testing->cl, file->classes,
			file->model.classes, vectors, &known))
			return false;
		learning.vectors = (const double(*)[LETTERS])vectors;
	}
	if (!match_data_read(testing->cl, option_text(testing->cl, "train"),
		file, testing->label, NULL, &train))
		return false;
	learning.data = &train.data;
	written = match_curve_write(writer, &learning, &testing->people.data);
	match_data_free(&train);
	return written || tell(testing->cl, "match.memory", "");
}

static bool
answer_print(struct testing *testing)
{
	struct buffer bytes = { 0 };
	struct writer writer = { .out = &bytes };
	bool written;

	put_object(&writer, NULL);
	if (testing->asked > 0)
		put_int(&writer, "items_per_person", testing->asked);
	written = match_report_write(
		      &writer, &testing->people, testing->chances) ||
	    tell(testing->cl, "match.memory", "");
	if (written && option_given(testing->cl, "curve"))
		written = curve_write(&writer, testing);
	put_object_end(&writer);
	if (written && match_report_print(&bytes))
		return true;
	buffer_free(&bytes);
	return false;
}

static bool
test(struct testing *testing)
{
	struct command_line *cl = testing->cl;

	if (!model_file_read(cl, option_text(cl, "model"), testing->file))
		return false;
	testing->label = option_given(cl, "label") ? option_text(cl, "label")
						   : testing->file->label;
	return match_data_read(cl, option_text(cl, "answers"), testing->file,
		   testing->label, testing->groups, &testing->people) &&
	    chances_make(testing) && answer_print(testing);
}

int
match_test_run(struct command_line *cl)
{
	struct arena *arena = command_arena(cl);
	struct testing *testing = arena_alloc(arena, sizeof *testing);
	bool tested;

	testing->cl = cl;
	testing->arena = arena;
	testing->file = arena_alloc(arena, sizeof *testing->file);
	if (!options_take(testing))
		return EXIT_MISUSED;
	tested = test(testing);
	memory_give(testing->chances);
	interest_table_free(testing->table);
	match_data_free(&testing->people);
	return tested ? EXIT_DONE : EXIT_FAILED;
}
