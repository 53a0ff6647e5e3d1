/*
 * giljabi match train --answers A.csv --label COLUMN --out model.json
 *     [--bank bank.json | --scales S.csv] [--prior catalog] [--people N]
 *     [--groups gender,residence|none] [--curve]
 *
 * Learns from what people with such answers chose, writes the model, and
 * answers how good it is for people it has not seen (cross-validated).
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/text.h"
#include "engine/fair.h"
#include "model/commands.h"
#include "model/labels_file.h"
#include "model/match_curve.h"
#include "model/match_items.h"
#include "model/match_report.h"

const struct option_row match_train_options[] = {
	{ "answers", "FILE.csv", "option.match.answers" },
	{ "label", "COLUMN", "option.match.label" },
	{ "out", "FILE.json", "option.match.out" },
	{ "bank", "FILE.json", "option.match.items.bank" },
	{ "scales", "FILE.csv", "option.match.items.scales" },
	{ "prior", "catalog", "option.match.prior" },
	{ "people", "N", "option.match.people" },
	{ "groups", "COLUMN,…", "option.match.groups.explore" },
	{ "curve", NULL, "option.match.curve" },
	{ 0 },
};

enum { LIST = 3, PEOPLE_MOST = 20000000, MODEL_BYTES = 64 * 1024 * 1024 };

static const double exposure_floor = 0.8, rounded = 1e9;

struct training {
	struct command_line *cl;
	struct arena *arena;
	const char *groups[ANSWERS_COLUMNS]; /* ends with NULL */
	struct match_items items;
	struct match_data people;
	struct model_file *file;
	double (*vectors)[LETTERS]; /* NULL: no prior of the catalogue */
	struct match_learned learned;
	int known; /* classes with a vector */
};

static bool
tell(struct command_line *cl, const char *id, const char *what)
{
	complain(cl, id, (const struct word[]){ { "what", what }, { 0 } });
	return false;
}

/* As the file has them, so that it reads back to the same numbers. */
static void
numbers_round(double *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		numbers[i] = rint(numbers[i] * rounded) / rounded;
}

/* Options */

static bool
options_given(struct command_line *cl)
{
	static const char *const needed[] = { "answers", "label", "out" };

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!option_given(cl, needed[i]))
			return tell(cl, "match.needs", needed[i]);
	if (option_given(cl, "prior") &&
	    !text_is(option_text(cl, "prior"), "catalog") &&
	    !text_is(option_text(cl, "prior"), "none"))
		return tell(cl, "match.prior", option_text(cl, "prior"));
	return true;
}

/*
 * Without a word on groups: those columns that people are usually compared by,
 * as far as the file has them. A file that cannot be read is told of later.
 */
static void
groups_usual(struct training *training)
{
	static const char *const usual[] = { "gender", "residence" };
	enum { USUAL = sizeof usual / sizeof *usual };
	struct csv *csv = csv_open_file(
	    option_text(training->cl, "answers"), ',');
	int columns[USUAL], count = 0;

	if (csv != NULL && csv_head(csv, usual, USUAL, columns))
		for (int g = 0; g < USUAL; g++)
			if (columns[g] >= 0)
				training->groups[count++] = usual[g];
	csv_close(csv);
}

static bool
groups_take(struct training *training)
{
	const char *text = option_text(training->cl, "groups");

	if (!option_given(training->cl, "groups"))
		groups_usual(training);
	if (text == NULL || text_is(text, "none"))
		return true;
	return names_split(training->cl, text, training->groups) ||
	    tell(training->cl, "match.groups", text);
}

/* The file before there are numbers in it */

static bool
classes_take(struct training *training)
{
	const struct answers_column *label =
	    &training->people.answers.column[0];
	struct model_file *file = training->file;
	size_t width = (size_t)features_count(&file->features);

	if (label->count < 1 || label->count > LOGIT_CLASSES)
		return tell(training->cl, "match.classes", label->name);
	for (int k = 0; k < label->count; k++)
		file->classes[k] = label->values[k];
	file->model.classes = label->count;
	file->model.features = (int)width;
	file->model.weights = arena_array(
	    training->arena, (size_t)label->count * width, sizeof(double));
	file->model.bases = arena_array(
	    training->arena, (size_t)label->count, sizeof(double));
	return true;
}

static void
items_take(struct training *training)
{
	struct model_file *file = training->file;
	const struct answers *answers = &training->people.answers;
	size_t items = (size_t)training->items.count;

	file->features.items = training->items.count;
	memcpy(file->ids, training->items.names, sizeof file->ids);
	memcpy(file->features.scale, training->items.scale,
	    sizeof file->features.scale);
	features_learn(&file->features, answers->given, answers->people);
	numbers_round(file->features.first, items);
	numbers_round(file->features.second, items);
}

static bool
people_take(struct training *training)
{
	struct command_line *cl = training->cl;
	const char *columns[ANSWERS_COLUMNS + 1] = { option_text(cl, "label") };
	const char *path = option_text(cl, "answers");
	int64_t most;

	memcpy(columns + 1, training->groups, sizeof training->groups);
	if (!match_items_find(cl, path, columns, &training->items) ||
	    !answers_read(cl, path, training->items.names,
		training->items.count, columns, &training->people.answers))
		return false;
	items_take(training);
	if (!classes_take(training))
		return false;
	if (!match_data_make(training->file, &training->people))
		return tell(cl, "match.memory", path);
	option_int(cl, "people", 1, PEOPLE_MOST, PEOPLE_MOST, &most);
	if ((size_t)most < training->people.data.people)
		training->people.data.people = (size_t)most;
	return true;
}

static bool
prior_take(struct training *training)
{
	struct model_file *file = training->file;

	if (!text_is(option_text(training->cl, "prior"), "catalog"))
		return true;
	training->vectors = arena_array(training->arena,
	    (size_t)file->model.classes, sizeof *training->vectors);
	return labels_read(training->cl, file->classes, file->model.classes,
	    training->vectors, &training->known);
}

/* Learning */

static void
means_take(struct training *training)
{
	const struct logit_data *data = &training->people.data;
	double *means = training->file->means;
	const float *x = data->x;

	for (size_t i = 0; i < data->people; i++)
		for (int f = 0; f < data->features; f++)
			means[f] += (double)*x++;
	for (int f = 0; f < data->features; f++)
		means[f] /= (double)data->people;
	numbers_round(means, (size_t)data->features);
}

static struct match_learning
learning_of(const struct training *training)
{
	return (struct match_learning){ .features = &training->file->features,
		.data = &training->people.data,
		.vectors = (const double(*)[LETTERS])training->vectors };
}

static bool
model_learn(struct training *training)
{
	struct match_learning learning = learning_of(training);
	struct model_file *file = training->file;
	struct logit_model *model = &file->model;
	size_t classes = (size_t)model->classes;

	if (!match_learn(&learning, model, &training->learned))
		return tell(training->cl, "match.memory",
		    option_text(training->cl, "answers"));
	numbers_round(model->weights, classes * (size_t)model->features);
	numbers_round(model->bases, classes);
	numbers_round(&model->temperature, 1);
	means_take(training);
	file->prior = (struct model_prior){ training->vectors != NULL,
		training->learned.scale, training->learned.strength };
	file->people = training->people.data.people;
	match_data_hash(&training->people, file, file->sha256);
	return true;
}

/* The exploration list */

static bool
column_group(struct training *training, int g, struct fair_column *column)
{
	const struct match_data *people = &training->people;
	const struct answers_column *values = &people->answers.column[1 + g];
	int *of = arena_array(training->arena, people->data.people, sizeof *of);

	if (values->count > FAIR_GROUPS)
		return tell(training->cl, "match.groups.many", values->name);
	for (size_t i = 0; i < people->data.people; i++) {
		uint16_t value = match_data_group(people, g, i);

		of[i] = value == ANSWERS_NO_VALUE ? -1 : value;
	}
	*column = (struct fair_column){ values->count, of };
	return true;
}

static bool
explore_learn(struct training *training)
{
	struct explore *explore = &training->file->explore;
	struct fair_column columns[FAIR_COLUMNS] = { { 0 } };

	while (training->groups[explore->columns] != NULL) {
		int g = explore->columns++;

		explore->groups[g] = training->groups[g];
		if (!column_group(training, g, &columns[g]))
			return false;
	}
	if (explore->columns == 0)
		return true;
	explore->first = LIST;
	explore->floor = exposure_floor;
	return fair_fit(&training->people.data, columns, explore->columns,
		   &training->file->model, LIST, exposure_floor,
		   &explore->path) ||
	    tell(training->cl, "match.explore",
		option_text(training->cl, "groups"));
}

/* Out */

static bool
model_save(struct training *training)
{
	const char *path = option_text(training->cl, "out");
	struct buffer bytes = { .limit = MODEL_BYTES };
	bool saved;

	model_file_write(&bytes, training->file);
	saved = file_write(path, &bytes);
	buffer_free(&bytes);
	return saved || tell(training->cl, "match.out", path);
}

static void
chances_make(struct training *training, double *chances)
{
	const struct logit_data *data = &training->people.data;
	size_t classes = (size_t)data->classes;

	for (size_t i = 0; i < data->people; i++)
		logit_chances(&training->file->model,
		    training->learned.held_out + i * classes,
		    chances + i * classes);
}

/* Learned from four fifths of the people, measured on the others. */
static bool
curve_write(struct writer *writer, struct training *training)
{
	struct match_learning learning = learning_of(training);
	struct logit_data most = training->people.data;
	struct logit_data rest = most;

	most.people = most.people / 5 * 4;
	rest.people -= most.people;
	rest.x += most.people * (size_t)rest.features;
	rest.class += most.people;
	learning.data = &most;
	return match_curve_write(writer, &learning, &rest);
}

static bool
answer_write(struct buffer *bytes, struct training *training)
{
	struct writer writer = { .out = bytes };
	const struct model_file *file = training->file;
	bool written;

	put_object(&writer, NULL);
	put_int(&writer, "items", file->features.items);
	put_real(&writer, "strength", file->prior.strength, 4);
	put_text(&writer, "prior", file->prior.catalog ? "catalog" : "none");
	put_real(&writer, "scale", file->prior.scale, 4);
	if (training->vectors != NULL)
		put_int(&writer, "known", training->known);
	put_real(&writer, "temperature", file->model.temperature, 4);
	written = match_report_write(
	    &writer, &training->people, training->learned.held_out);
	if (written && option_given(training->cl, "curve"))
		written = curve_write(&writer, training);
	put_object_end(&writer);
	return written;
}

static bool
answer_print(struct training *training)
{
	struct buffer bytes = { 0 };

	chances_make(training, training->learned.held_out);
	if (answer_write(&bytes, training) && match_report_print(&bytes))
		return true;
	buffer_free(&bytes);
	return tell(training->cl, "match.memory", "-");
}

static bool
train(struct training *training)
{
	if (!people_take(training) || !prior_take(training))
		return false;
	if (training->people.data.people == 0) {
		complain(training->cl, "match.nobody",
		    (const struct word[]){
			{ "file", option_text(training->cl, "answers") },
			{ "label", option_text(training->cl, "label") },
			{ 0 } });
		return false;
	}
	return model_learn(training) && explore_learn(training) &&
	    model_save(training) && answer_print(training);
}

int
match_train_run(struct command_line *cl)
{
	struct arena *arena = command_arena(cl);
	struct training *training = arena_alloc(arena, sizeof *training);
	int64_t people;
	bool trained;

	training->cl = cl;
	training->arena = arena;
	training->file = arena_alloc(arena, sizeof *training->file);
	if (!options_given(cl) || !groups_take(training) ||
	    !option_int(cl, "people", 1, PEOPLE_MOST, PEOPLE_MOST, &people))
		return EXIT_MISUSED;
	training->file->label = option_text(cl, "label");
	trained = train(training);
	fair_free(&training->file->explore.path);
	memory_give(training->learned.held_out);
	match_data_free(&training->people);
	return trained ? EXIT_DONE : EXIT_FAILED;
}
