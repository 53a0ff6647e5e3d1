/*
 * giljabi match related: how well the likeness of occupations recovers those
 * that O*NET calls related, and the nearest ones of each occupation as a file of
 * the catalogue. First the features of pairs, then the learning and measuring,
 * then what is written.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "engine/related.h"
#include "model/commands.h"
#include "model/onet_figures.h"

enum { FOLDS = 5, NEAR_MOST = 10, NEAR_LEAST = 3, DEPTHS = 3 };

/* Of the prior on the weights; the figures hardly depend on it. */
static const double STRENGTH = 1;
/* What is written as near is at least that probably related. */
static const double NEAR_CHANCE = 0.05;

struct task {
	struct command_line *cl;
	struct arena *arena;
	const struct catalogue *catalogue;
	struct onet_list onet;
	int *place; /* of each occupation in the list, -1 for none */
	double *fields, *majors, *subjects; /* what sharing one tells */
	struct onet_elements *knowledge,
	    *styles; /* standardised, a code each */
	struct related_pairs pairs;
	float *x;
	unsigned char *kinds;
};

/* Features of a pair of occupations */

static const struct occupation *
occupation_at(const struct task *task, int row)
{
	return &task->catalogue->occupations[row];
}

static const struct onet_figures *
figures_of(const struct task *task, int row)
{
	return &task->onet.figures[task->place[row]];
}

static double
distance(const double *a, const double *b)
{
	double square = 0;
	int l;

	for (l = 0; l < LETTERS; l++)
		square += (a[l] - b[l]) * (a[l] - b[l]);
	return sqrt(square);
}

static double
letters_correlation(const struct task *task, int a, int b)
{
	return related_correlation(occupation_at(task, a)->letters,
	    occupation_at(task, b)->letters, LETTERS);
}

static double
letters_distance(const struct task *task, int a, int b)
{
	return distance(
	    occupation_at(task, a)->letters, occupation_at(task, b)->letters);
}

static double
links_shared(struct links a, struct links b, const double *weights)
{
	return related_shared(a.list, a.count, b.list, b.count, weights);
}

static double
fields_shared(const struct task *task, int a, int b)
{
	return links_shared(occupation_at(task, a)->fields,
	    occupation_at(task, b)->fields, task->fields);
}

static double
first_field_same(const struct task *task, int a, int b)
{
	return occupation_at(task, a)->fields.list[0] ==
	    occupation_at(task, b)->fields.list[0];
}

static double
majors_shared(const struct task *task, int a, int b)
{
	return links_shared(occupation_at(task, a)->majors,
	    occupation_at(task, b)->majors, task->majors);
}

static double
subjects_shared(const struct task *task, int a, int b)
{
	return links_shared(occupation_at(task, a)->subjects,
	    occupation_at(task, b)->subjects, task->subjects);
}

static double
zones_apart(const struct task *task, int a, int b)
{
	return abs(occupation_at(task, a)->job_zone -
	    occupation_at(task, b)->job_zone);
}

static double
onet_correlation(const struct task *task, int a, int b)
{
	return related_correlation(figures_of(task, a)->letters,
	    figures_of(task, b)->letters, LETTERS);
}

static double
onet_distance(const struct task *task, int a, int b)
{
	return distance(
	    figures_of(task, a)->letters, figures_of(task, b)->letters);
}

static double
onet_zones_apart(const struct task *task, int a, int b)
{
	int one = figures_of(task, a)->job_zone;
	int other = figures_of(task, b)->job_zone;

	return one == 0 || other == 0 ? 0 : abs(one - other);
}

static double
knowledge_correlation(const struct task *task, int a, int b)
{
	return related_correlation(figures_of(task, a)->knowledge.values,
	    figures_of(task, b)->knowledge.values, task->onet.knowledge);
}

static double
knowledge_cosine(const struct task *task, int a, int b)
{
	return related_cosine(task->knowledge[task->place[a]].values,
	    task->knowledge[task->place[b]].values, task->onet.knowledge);
}

static double
styles_cosine(const struct task *task, int a, int b)
{
	return related_cosine(task->styles[task->place[a]].values,
	    task->styles[task->place[b]].values, task->onet.styles);
}

/* Levels of the Standard Occupational Classification that both stand under. */
static double
classification_depth(const struct task *task, int a, int b)
{
	/* "11-1011.00": major group, minor group, broad occupation. */
	static const size_t lengths[DEPTHS] = { 2, 4, 6 };
	int depth = 0;

	while (depth < DEPTHS &&
	    strncmp(figures_of(task, a)->code, figures_of(task, b)->code,
		lengths[depth]) == 0)
		depth++;
	return depth;
}

/* onet: only of occupations that are linked to O*NET, 0 for others. */
static const struct {
	const char *name;
	bool onet;
	double (*of)(const struct task *task, int a, int b);
} features[] = {
	{ "letters_correlation", false, letters_correlation },
	{ "letters_distance", false, letters_distance },
	{ "fields_shared", false, fields_shared },
	{ "first_field_same", false, first_field_same },
	{ "majors_shared", false, majors_shared },
	{ "subjects_shared", false, subjects_shared },
	{ "job_zones_apart", false, zones_apart },
	{ "onet_letters_correlation", true, onet_correlation },
	{ "onet_letters_distance", true, onet_distance },
	{ "onet_job_zones_apart", true, onet_zones_apart },
	{ "onet_knowledge_correlation", true, knowledge_correlation },
	{ "onet_knowledge_cosine", true, knowledge_cosine },
	{ "onet_work_styles_cosine", true, styles_cosine },
	{ "classification_depth", true, classification_depth },
};
enum { FEATURES = sizeof features / sizeof features[0] };

/* Places in the table above. */
enum {
	OWN_LETTERS = 0x3,
	OWN_OTHERS = 0x3c,
	OWN_ZONES = 0x40,
	ONET_CORRELATION = 0x80,
	ONET_LETTERS = 0x180,
	ONET_ZONES = 0x200,
	ONET_KNOWLEDGE = 0xc00,
	ONET_STYLES = 0x1000,
	CLASSIFICATION = 0x2000
};

/* The likenesses that are compared: by one feature alone, or learned. */
enum { SET_CATALOGUE = 1, SET_ALL = 5, SETS };
static const struct {
	const char *name;
	unsigned mask;
} sets[SETS] = {
	{ "riasec_correlation", ONET_CORRELATION },
	[SET_CATALOGUE] = { "catalogue", OWN_LETTERS | OWN_OTHERS | OWN_ZONES },
	{ "catalogue_onet_interests", OWN_OTHERS | ONET_LETTERS | ONET_ZONES },
	{ "with_knowledge",
	    OWN_OTHERS | ONET_LETTERS | ONET_ZONES | ONET_KNOWLEDGE },
	{ "with_work_styles",
	    OWN_OTHERS | ONET_LETTERS | ONET_ZONES | ONET_KNOWLEDGE |
		ONET_STYLES },
	[SET_ALL] = { "all", (1u << FEATURES) - 1 },
};

static bool
is_linked(const struct task *task, int row)
{
	return task->place[row] >= 0;
}

static enum related_kind
pair_kind(const struct task *task, int a, int b)
{
	const struct onet_figures *from;
	int i;

	if (!is_linked(task, a) || !is_linked(task, b) ||
	    task->place[a] == task->place[b])
		return RELATED_SKIP;
	from = figures_of(task, a);
	for (i = 0; i < from->related_count; i++)
		if (from->related[i] == task->place[b])
			return RELATED_YES;
	return RELATED_NO;
}

static float *
pair_at(const struct task *task, int a, int b)
{
	return task->x +
	    ((size_t)a * (size_t)task->pairs.things + (size_t)b) * FEATURES;
}

static void
pair_fill(const struct task *task, int a, int b)
{
	bool linked = is_linked(task, a) && is_linked(task, b);
	int f;

	for (f = 0; f < FEATURES; f++)
		pair_at(task, a, b)[f] = features[f].onet && !linked
		    ? 0
		    : (float)features[f].of(task, a, b);
	memcpy(pair_at(task, b, a), pair_at(task, a, b),
	    FEATURES * sizeof *task->x);
}

static void
pairs_fill(struct task *task)
{
	int things = task->catalogue->occupation_count, a, b;
	size_t all = (size_t)things * (size_t)things;

	task->x = arena_array(task->arena, all * FEATURES, sizeof *task->x);
	task->kinds = arena_array(task->arena, all, 1);
	task->pairs = (struct related_pairs){ things, FEATURES, task->x,
		task->kinds };
	for (a = 0; a < things; a++)
		for (b = 0; b < things; b++) {
			if (b <= a)
				pair_fill(task, a, b);
			task->kinds[(size_t)a * (size_t)things + (size_t)b] =
			    (unsigned char)pair_kind(task, a, b);
		}
}

/* What the features are made of */

static struct links
links_of(const struct task *task, int row, size_t offset)
{
	return *(const struct links *)((const char *)occupation_at(task, row) +
	    offset);
}

/* What sharing a field, major or subject tells: the rarer, the more. */
static double *
rarity_make(const struct task *task, size_t offset, int members)
{
	double *weights = arena_array(
	    task->arena, (size_t)members, sizeof *weights);
	int things = task->catalogue->occupation_count, row, i;

	for (row = 0; row < things; row++)
		for (i = 0; i < links_of(task, row, offset).count; i++)
			weights[links_of(task, row, offset).list[i]]++;
	for (i = 0; i < members; i++)
		weights[i] = weights[i] > 0 ? log(things / weights[i]) : 0;
	return weights;
}

/* Takes mean and spread of one element out, over the codes that have it. */
static void
element_standardise(struct onet_elements *all, int count, int element)
{
	double sum = 0, square = 0, mean, spread;
	int known = 0, i;

	for (i = 0; i < count; i++) {
		known += all[i].known;
		sum += all[i].values[element];
		square += all[i].values[element] * all[i].values[element];
	}
	if (known == 0)
		return;
	mean = sum / known;
	spread = sqrt(fmax(0, square / known - mean * mean));
	for (i = 0; i < count; i++)
		all[i].values[element] = all[i].known && spread > 1e-9
		    ? (all[i].values[element] - mean) / spread
		    : 0;
}

static struct onet_elements *
elements_standardise(const struct task *task, size_t offset, int elements)
{
	int count = task->onet.count, i;
	struct onet_elements *all = arena_array(
	    task->arena, (size_t)count, sizeof *all);

	for (i = 0; i < count; i++)
		memcpy(&all[i], (const char *)&task->onet.figures[i] + offset,
		    sizeof *all);
	for (i = 0; i < elements; i++)
		element_standardise(all, count, i);
	return all;
}

static int
code_compare(const void *a, const void *b)
{
	const struct onet_figures *left = a, *right = b;

	return strcmp(left->code, right->code);
}

/* The codes of the catalogue, each once, and where each occupation's stands. */
static void
codes_collect(struct task *task)
{
	int things = task->catalogue->occupation_count, count = 0, row, i;
	struct onet_figures *figures = arena_array(
	    task->arena, (size_t)things, sizeof *figures);

	for (row = 0; row < things; row++)
		if (occupation_at(task, row)->onet[0] != '\0')
			figures[count++].code = occupation_at(task, row)->onet;
	qsort(figures, (size_t)count, sizeof *figures, code_compare);
	for (i = 0; i < count; i++)
		if (i == 0 || code_compare(&figures[i], &figures[i - 1]) != 0)
			figures[task->onet.count++] = figures[i];
	task->onet.figures = figures;
	task->place = arena_array(
	    task->arena, (size_t)things, sizeof *task->place);
	for (row = 0; row < things; row++)
		task->place[row] = onet_figures_find(
		    &task->onet, occupation_at(task, row)->onet);
}

static void
task_fill(struct task *task)
{
	const struct catalogue *catalogue = task->catalogue;

	task->fields = rarity_make(
	    task, offsetof(struct occupation, fields), catalogue->field_count);
	task->majors = rarity_make(
	    task, offsetof(struct occupation, majors), catalogue->major_count);
	task->subjects = rarity_make(task,
	    offsetof(struct occupation, subjects), catalogue->subject_count);
	task->knowledge = elements_standardise(task,
	    offsetof(struct onet_figures, knowledge), task->onet.knowledge);
	task->styles = elements_standardise(
	    task, offsetof(struct onet_figures, styles), task->onet.styles);
	pairs_fill(task);
}

/* Learning and measuring */

enum cut { CUT_TEN, CUT_TWENTY, CUTS };
static const int cuts[CUTS] = { 10, 20 };
static const char *const cut_names[CUTS] = { "10", "20" };

/* Precision over occupations, summed up. */
struct precision {
	double sum[CUTS], square[CUTS];
	int count;
};

struct measured {
	struct related_model model; /* of all pairs */
	struct precision in_sample, held_out;
};

static void
precision_add(struct precision *precision, const double *values)
{
	int cut;

	if (values[0] < 0)
		return; /* nothing related among the linked ones */
	for (cut = 0; cut < CUTS; cut++) {
		precision->sum[cut] += values[cut];
		precision->square[cut] += values[cut] * values[cut];
	}
	precision->count++;
}

static int
fold_of(const struct task *task, int row)
{
	return is_linked(task, row) ? task->place[row] % FOLDS : -1;
}

/* Occupations of a fold; -1: of all folds. */
static void
fold_measure(const struct task *task, const struct related_model *model,
    int fold, struct precision *precision)
{
	int row, cut;

	for (row = 0; row < task->pairs.things; row++) {
		double values[CUTS];

		if (!is_linked(task, row) ||
		    (fold >= 0 && fold_of(task, row) != fold))
			continue;
		for (cut = 0; cut < CUTS; cut++)
			values[cut] = related_precision(
			    model, &task->pairs, row, cuts[cut]);
		precision_add(precision, values);
	}
}

/* One feature alone needs no learning: any weight above 0 sorts the same. */
static bool
set_learn(const struct task *task, const bool *use, unsigned mask,
    struct related_model *model)
{
	if (mask != ONET_CORRELATION)
		return related_fit(&task->pairs, use, mask, STRENGTH, model);
	*model = (struct related_model){ 0 };
	for (int f = 0; f < FEATURES; f++)
		model->weights[f] = mask >> f & 1;
	return true;
}

static bool
set_measure(const struct task *task, unsigned mask, struct measured *out)
{
	bool *use = arena_array(
	    task->arena, (size_t)task->pairs.things, sizeof *use);
	struct related_model model;
	int fold, row;

	for (fold = 0; fold < FOLDS; fold++) {
		for (row = 0; row < task->pairs.things; row++)
			use[row] = fold_of(task, row) != fold;
		if (!set_learn(task, use, mask, &model))
			return false;
		fold_measure(task, &model, fold, &out->held_out);
	}
	if (!set_learn(task, NULL, mask, &out->model))
		return false;
	fold_measure(task, &out->model, -1, &out->in_sample);
	return true;
}

static bool
sets_measure(const struct task *task, struct measured *out)
{
	int set;

	for (set = 0; set < SETS; set++)
		if (!set_measure(task, sets[set].mask, &out[set])) {
			complain(task->cl, "related.unfit", NULL);
			return false;
		}
	return true;
}

/* What is printed */

/* The mean over occupations and its standard error. */
static void
precision_put(
    struct writer *writer, const char *name, const struct precision *precision)
{
	double count = precision->count;
	int cut;

	put_object(writer, name);
	for (cut = 0; cut < CUTS; cut++)
		put_real(
		    writer, cut_names[cut], precision->sum[cut] / count, 4);
	put_object(writer, "standard_error");
	for (cut = 0; cut < CUTS; cut++) {
		double mean = precision->sum[cut] / count;

		put_real(writer, cut_names[cut],
		    sqrt(
			(precision->square[cut] / count - mean * mean) / count),
		    4);
	}
	put_object_end(writer);
	put_object_end(writer);
}

/* Per unit of each feature, and per its standard deviation among the pairs. */
static void
weights_put(struct writer *writer, const struct related_model *model)
{
	int f;

	put_real(writer, "base", model->base, 4);
	put_object(writer, "weights");
	for (f = 0; f < FEATURES; f++)
		if (model->weights[f] != 0)
			put_real(
			    writer, features[f].name, model->weights[f], 4);
	put_object_end(writer);
	put_object(writer, "standard_weights");
	for (f = 0; f < FEATURES; f++)
		if (model->weights[f] != 0)
			put_real(writer, features[f].name,
			    model->weights[f] * model->spreads[f], 3);
	put_object_end(writer);
}

static void
ceiling_put(struct writer *writer, const struct task *task)
{
	struct precision ceiling = { 0 };
	int row, cut;

	for (row = 0; row < task->pairs.things; row++) {
		double values[CUTS];

		for (cut = 0; cut < CUTS; cut++)
			values[cut] = related_ceiling(
			    &task->pairs, row, cuts[cut]);
		precision_add(&ceiling, values);
	}
	put_int(writer, "measured", ceiling.count);
	put_object(writer, "ceiling");
	for (cut = 0; cut < CUTS; cut++)
		put_real(writer, cut_names[cut],
		    ceiling.sum[cut] / ceiling.count, 4);
	put_object_end(writer);
}

static void
head_put(struct writer *writer, const struct task *task)
{
	int linked = 0, row;

	for (row = 0; row < task->pairs.things; row++)
		linked += is_linked(task, row);
	put_list(writer, "tiers");
	put_text(writer, NULL, "Primary-Short");
	put_text(writer, NULL, "Primary-Long");
	put_list_end(writer);
	put_int(writer, "occupations", task->pairs.things);
	put_int(writer, "linked", linked);
	put_int(writer, "codes", task->onet.count);
	put_int(writer, "folds", FOLDS);
	put_real(writer, "strength", STRENGTH, 4);
	ceiling_put(writer, task);
}

static void
measured_print(const struct task *task, const struct measured *measured)
{
	struct buffer out = { 0 };
	struct writer writer = { .out = &out };
	int set;

	put_object(&writer, NULL);
	head_put(&writer, task);
	put_object(&writer, "precision");
	for (set = 0; set < SETS; set++) {
		put_object(&writer, sets[set].name);
		precision_put(&writer, "in_sample", &measured[set].in_sample);
		precision_put(&writer, "held_out", &measured[set].held_out);
		if (sets[set].mask != ONET_CORRELATION)
			weights_put(&writer, &measured[set].model);
		put_object_end(&writer);
	}
	put_object_end(&writer);
	put_object_end(&writer);
	puts(out.data);
	buffer_free(&out);
}

/* What is written: the nearest of each occupation */

/*
 * Both models are of the same pairs and give probabilities, so that neighbours
 * found with O*NET's figures and without stand in one order.
 */
static void
chances_fill(const struct task *task, const struct measured *measured, int row,
    double *chances)
{
	int other;

	for (other = 0; other < task->pairs.things; other++) {
		bool linked = is_linked(task, row) && is_linked(task, other);
		const struct related_model *model =
		    &measured[linked ? SET_ALL : SET_CATALOGUE].model;

		chances[other] = other == row
		    ? -INFINITY
		    : related_probability(
			  model, pair_at(task, row, other), FEATURES);
	}
}

static void
near_write(const struct task *task, const struct measured *measured, int row,
    struct buffer *out)
{
	double chances[RELATED_THINGS];
	struct buffer list = { 0 };
	int best[NEAR_MOST], count, i;

	chances_fill(task, measured, row, chances);
	count = related_best(chances, task->pairs.things, NEAR_MOST, best);
	for (i = 0; i < count; i++) {
		if (i >= NEAR_LEAST && chances[best[i]] < NEAR_CHANCE)
			break;
		if (i > 0)
			buffer_char(&list, ';');
		buffer_text(&list, occupation_at(task, best[i])->id);
	}
	csv_put(out, occupation_at(task, row)->id, true);
	csv_put(out, list.data, false);
	csv_put(out, is_linked(task, row) ? "onet" : "own", false);
	buffer_char(out, '\n');
	buffer_free(&list);
}

static bool
file_write(const struct task *task, const char *path, const struct buffer *text)
{
	FILE *file = text->failed ? NULL : fopen(path, "w");
	bool written = file != NULL &&
	    fwrite(text->data, 1, text->length, file) == text->length;

	if (file != NULL && fclose(file) != 0)
		written = false;
	if (!written)
		complain(task->cl, "related.out",
		    (const struct word[]){ { "file", path }, { 0 } });
	return written;
}

static bool
near_save(
    const struct task *task, const struct measured *measured, const char *path)
{
	struct buffer out = { 0 };
	bool saved;
	int row;

	buffer_text(&out, "occupation,near,source\n");
	for (row = 0; row < task->pairs.things; row++)
		near_write(task, measured, row, &out);
	saved = file_write(task, path, &out);
	buffer_free(&out);
	return saved;
}

static int
related_run(struct task *task, const char *folder)
{
	struct measured measured[SETS] = { 0 };
	const char *path = option_text(task->cl, "out");

	codes_collect(task);
	if (!onet_figures_read(task->cl, folder, &task->onet))
		return EXIT_FAILED;
	task_fill(task);
	if (!sets_measure(task, measured))
		return EXIT_FAILED;
	if (path != NULL && !near_save(task, measured, path))
		return EXIT_FAILED;
	measured_print(task, measured);
	return EXIT_DONE;
}

int
match_related_run(struct command_line *cl)
{
	struct task task = { .cl = cl, .arena = command_arena(cl) };
	const char *folder = option_text(cl, "onet");

	if (folder == NULL) {
		complain(cl, "related.onet", NULL);
		return EXIT_MISUSED;
	}
	task.catalogue = catalog_hold(NULL, task.arena);
	if (task.catalogue == NULL)
		return EXIT_FAILED;
	return related_run(&task, folder);
}

const struct option_row match_related_options[] = {
	{ "onet", "DIR", "option.related.onet" },
	{ "out", "FILE", "option.related.out" },
	{ 0 },
};
