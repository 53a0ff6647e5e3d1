/*
 * The figures of an audit: scores of everybody, then exposure, recall,
 * calibration and ABROCA by group, the trade-off curve, and the gates.
 */
#include "model/audit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* With fewer people of a class in a group, an area of .1 is no finding. */
enum { CLASS_LEAST = 20 };

struct room {
	struct arena *arena;
	const struct match_data *people;
	struct audit *audit;
	int classes;
	struct logit_model explore; /* of a point; its arrays are the arena's */
	double *scores[2]; /* people rows of classes: model, exploration */
	double *chances[2];
	int *of[FAIR_COLUMNS]; /* group of a person, -1 none */
	size_t *who; /* people of a group */
};

static double *
doubles(struct arena *arena, size_t count, size_t more)
{
	return arena_array(arena, count * more + 1, sizeof(double));
}

/* Scores and chances of everybody under a model. */
static void
scores_take(const struct room *room, const struct logit_model *model,
    double *scores, double *chances)
{
	const struct logit_data *data = &room->people->data;

	for (size_t i = 0; i < data->people; i++) {
		double *row = scores + i * (size_t)room->classes;

		logit_scores(model, data->x + i * (size_t)data->features, row);
		logit_chances(model, row, chances + i * (size_t)room->classes);
	}
}

static bool
measure_all(const struct room *room, const double *chances, const size_t *who,
    size_t people, struct measure *measure)
{
	const struct measure_sample sample = { .people = people,
		.classes = room->classes,
		.chances = chances,
		.class = room->people->data.class,
		.who = who };

	return measure_take(&sample, measure);
}

/* Groups */

/* The value of a person in a column, or ANSWERS_NO_VALUE. */
static uint16_t
value_of(const struct room *room, int column, size_t person)
{
	return match_data_group(room->people, column, person);
}

/* Values that enough people have are groups; -1 for the others. */
static void
values_number(struct room *room, int column, int *numbers)
{
	const struct answers_column *source =
	    &room->people->answers.column[1 + column];
	struct audit_column *out = &room->audit->column[column];
	size_t *people = arena_array(
	    room->arena, (size_t)source->count + 1, sizeof *people);

	for (size_t i = 0; i < room->people->data.people; i++)
		if (value_of(room, column, i) != ANSWERS_NO_VALUE)
			people[value_of(room, column, i)]++;
	for (int v = 0; v < source->count; v++) {
		numbers[v] = -1;
		if (people[v] < AUDIT_PEOPLE || out->groups == FAIR_GROUPS)
			continue;
		numbers[v] = out->groups++;
		out->group[numbers[v]].name = source->values[v];
		out->group[numbers[v]].people = people[v];
	}
}

static void
groups_take(struct room *room, int column)
{
	struct audit_column *out = &room->audit->column[column];
	size_t people = room->people->data.people;
	int *of = arena_array(room->arena, people + 1, sizeof *of);
	int *numbers = arena_array(room->arena,
	    (size_t)room->people->answers.column[1 + column].count + 1,
	    sizeof *numbers);

	values_number(room, column, numbers);
	for (size_t i = 0; i < people; i++) {
		uint16_t value = value_of(room, column, i);

		of[i] = value == ANSWERS_NO_VALUE ? -1 : numbers[value];
		out->unknown += of[i] < 0;
	}
	for (int g = 1; g < out->groups; g++)
		if (out->group[g].people > out->group[out->largest].people)
			out->largest = g;
	room->of[column] = of;
}

static size_t
group_people(const struct room *room, int column, int group)
{
	size_t count = 0;

	for (size_t i = 0; i < room->people->data.people; i++)
		if (room->of[column][i] == group)
			room->who[count++] = i;
	return count;
}

static void
exposure_take(struct room *room, int column)
{
	struct audit_column *out = &room->audit->column[column];
	struct fair_column groups = { out->groups, room->of[column] };

	for (int list = 0; list < 2; list++) {
		out->exposure[list] = arena_array(room->arena,
		    (size_t)room->classes, sizeof *out->exposure[list]);
		fair_exposure(room->scores[list], room->people->data.people,
		    room->classes, room->audit->first, &groups,
		    out->exposure[list]);
	}
}

/* Recall */

static bool
is_listed(const struct room *room, int list, size_t person)
{
	const double *chances = room->chances[list] +
	    person * (size_t)room->classes;

	return measure_place(chances, room->classes,
		   room->people->data.class[person]) <= room->audit->first;
}

/*
 * The share of hits that a group would have if its members had chosen the
 * classes as often as everybody (direct standardisation), and its standard
 * error; classes that nobody of the group chose are left out of the mix.
 */
static void
even_take(
    const struct room *room, int list, size_t people, struct audit_group *group)
{
	size_t hits[LOGIT_CLASSES] = { 0 }, all[LOGIT_CLASSES] = { 0 };
	double mix = 0, sum = 0, square = 0;

	for (size_t i = 0; i < people; i++) {
		int class = room->people->data.class[room->who[i]];

		all[class]++;
		hits[class] += is_listed(room, list, room->who[i]);
	}
	for (int k = 0; k < room->classes; k++) {
		double weight = (double)room->audit->chosen[k];
		double count = (double)all[k], share;

		if (all[k] == 0)
			continue;
		/* One person more, half of them a hit: no share is sure. */
		share = ((double)hits[k] + 0.5) / (count + 1);
		mix += weight;
		sum += weight * (double)hits[k] / count;
		square += weight * weight * share * (1 - share) / count;
	}
	group->even[list] = sum / mix;
	group->even_error[list] = sqrt(square) / mix;
}

static bool
group_measure(struct room *room, int column, int number)
{
	struct audit_group *group = &room->audit->column[column].group[number];
	size_t people = group_people(room, column, number);

	for (int list = 0; list < 2; list++) {
		for (size_t i = 0; i < people; i++)
			group->hits[list] += is_listed(
			    room, list, room->who[i]);
		group->hits_95[list] = measure_wilson(
		    group->hits[list], people, 1.959963984540054);
		even_take(room, list, people, group);
	}
	return measure_all(
	    room, room->chances[0], room->who, people, &group->measure);
}

/* ABROCA */

static bool
roc_test(struct room *room, int column, const double *scores, const bool *is,
    int *sides, struct audit_roc *roc)
{
	size_t people = room->people->data.people;
	struct fair_roc curves = { people, scores, is, sides };
	size_t chosen[2] = { 0, 0 };

	for (size_t i = 0; i < people; i++) {
		int group = room->of[column][i];

		sides[i] = group == roc->group ? 1
		    : group == roc->against    ? 0
					       : -1;
		if (sides[i] >= 0 && is[i])
			chosen[sides[i]]++;
	}
	roc->found = (struct fair_area){ NAN, NAN, 1 };
	return chosen[0] < CLASS_LEAST || chosen[1] < CLASS_LEAST ||
	    fair_abroca(&curves, AUDIT_DRAWS, &roc->found);
}

/* Each group of a column against its largest, for one class of a list. */
static bool
class_rocs(struct room *room, int column, int list, int class, double *scores,
    bool *is, int *sides)
{
	struct audit_column *out = &room->audit->column[column];
	size_t classes = (size_t)room->classes;
	bool done = true;

	for (size_t i = 0; i < room->people->data.people; i++) {
		scores[i] = room->chances[list][i * classes + (size_t) class];
		is[i] = room->people->data.class[i] == class;
	}
	for (int g = 0; done && g < out->groups; g++) {
		struct audit_roc *roc = &out->roc[out->rocs];

		if (g == out->largest)
			continue;
		*roc = (struct audit_roc){ .list = list,
			.class = class,
			.group = g,
			.against = out->largest };
		done = roc_test(room, column, scores, is, sides, roc);
		out->rocs += !isnan(roc->found.area);
	}
	return done;
}

static bool
rocs_take(struct room *room, int column)
{
	struct audit_column *out = &room->audit->column[column];
	size_t people = room->people->data.people;
	double *scores = doubles(room->arena, people, 1);
	bool *is = arena_array(room->arena, people + 1, sizeof *is);
	int *sides = arena_array(room->arena, people + 1, sizeof *sides);

	out->roc = arena_array(room->arena,
	    2 * (size_t)room->classes * (size_t)(out->groups + 1),
	    sizeof *out->roc);
	for (int list = 0; list < 2; list++)
		for (int k = 0; k < room->classes; k++)
			if (!class_rocs(
				room, column, list, k, scores, is, sides))
				return false;
	return true;
}

static int
roc_compare(const void *left, const void *right)
{
	const struct audit_roc *a = *(struct audit_roc *const *)left;
	const struct audit_roc *b = *(struct audit_roc *const *)right;

	return a->found.p < b->found.p ? -1 : a->found.p > b->found.p;
}

/* Holm's step-down: the least p times all tests, the next times one fewer. */
static void
rocs_adjust(struct arena *arena, struct audit *audit, int list)
{
	struct audit_roc **all;
	int room = 0, count = 0;
	double least = 0;

	for (int c = 0; c < audit->columns; c++)
		room += audit->column[c].rocs;
	all = arena_array(arena, (size_t)room + 1, sizeof(struct audit_roc *));
	for (int c = 0; c < audit->columns; c++)
		for (int i = 0; i < audit->column[c].rocs; i++)
			if (audit->column[c].roc[i].list == list)
				all[count++] = &audit->column[c].roc[i];
	qsort(all, (size_t)count, sizeof *all, roc_compare);
	for (int i = 0; i < count; i++) {
		least = fmax(least, fmin(1, (count - i) * all[i]->found.p));
		all[i]->adjusted = least;
	}
}

/* The curve */

static bool
point_take(struct room *room, int number, double *scores, double *chances)
{
	const struct fair_path *path = &room->audit->model->explore.path;
	struct audit_point *point = &room->audit->point[number];

	fair_model(path, number, &room->audit->model->model, &room->explore);
	scores_take(room, &room->explore, scores, chances);
	point->floor = path->point[number].floor;
	for (int c = 0; c < room->audit->columns; c++) {
		struct fair_column groups = { room->audit->column[c].groups,
			room->of[c] };
		struct fair_exposure out[LOGIT_CLASSES];

		fair_exposure(scores, room->people->data.people, room->classes,
		    room->audit->first, &groups, out);
		point->ratio[c] = NAN;
		for (int k = 0; k < room->classes; k++)
			if (out[k].error <= FAIR_ERROR) {
				point->ratio[c] = fmin(
				    out[k].ratio, point->ratio[c]);
				point->classes[c]++;
			}
	}
	return measure_all(
	    room, chances, NULL, room->people->data.people, &point->measure);
}

static bool
curve_take(struct room *room)
{
	size_t people = room->people->data.people;
	double *scores = doubles(room->arena, people, (size_t)room->classes);
	double *chances = doubles(room->arena, people, (size_t)room->classes);
	const struct fair_path *path = &room->audit->model->explore.path;

	room->audit->points = path->points;
	room->audit->point_chosen = path->chosen;
	for (int p = 0; p < path->points; p++)
		if (!point_take(room, p, scores, chances))
			return false;
	return true;
}

/* The whole */

static void
room_make(struct room *room)
{
	const struct model_file *file = room->audit->model;
	size_t people = room->people->data.people;
	size_t classes = (size_t)room->classes;

	room->who = arena_array(room->arena, people + 1, sizeof *room->who);
	room->audit->chosen = arena_array(
	    room->arena, classes, sizeof *room->audit->chosen);
	for (size_t i = 0; i < people; i++)
		room->audit->chosen[room->people->data.class[i]]++;
	for (int list = 0; list < 2; list++) {
		room->scores[list] = doubles(room->arena, people, classes);
		room->chances[list] = doubles(room->arena, people, classes);
	}
	room->explore.weights = doubles(
	    room->arena, classes, (size_t)file->model.features);
	room->explore.bases = doubles(room->arena, classes, 1);
	scores_take(room, &file->model, room->scores[0], room->chances[0]);
	if (file->explore.columns > 0)
		fair_model(&file->explore.path, file->explore.path.chosen,
		    &file->model, &room->explore);
	scores_take(room,
	    file->explore.columns > 0 ? &room->explore : &file->model,
	    room->scores[1], room->chances[1]);
}

static bool
column_measure(struct room *room, int column)
{
	groups_take(room, column);
	exposure_take(room, column);
	for (int g = 0; g < room->audit->column[column].groups; g++)
		if (!group_measure(room, column, g))
			return false;
	return rocs_take(room, column);
}

bool
audit_measure(
    struct arena *arena, const struct match_data *people, struct audit *audit)
{
	struct room room = { .arena = arena,
		.people = people,
		.audit = audit,
		.classes = people->data.classes };
	const struct explore *explore = &audit->model->explore;

	audit->people = people->data.people;
	audit->left_out = people->left_out;
	audit->first = explore->columns > 0 ? explore->first : 3;
	audit->floor = explore->columns > 0 ? explore->floor : AUDIT_FLOOR;
	room_make(&room);
	for (int list = 0; list < 2; list++)
		if (!measure_all(&room, room.chances[list], NULL, audit->people,
			&audit->measure[list]))
			return false;
	for (int c = 0; c < audit->columns; c++)
		if (!column_measure(&room, c))
			return false;
	for (int list = 0; list < 2; list++)
		rocs_adjust(arena, audit, list);
	return curve_take(&room);
}

/* Items */

/* What a bank's JSON says of an item's functioning. */
struct item {
	const char *name, *scale, *class, *high, *low;
	double difference; /* of `high` above `low`, at the same trait */
};

static const char *
text_of(const json_t *object, const char *member)
{
	return json_string_value(json_object_get(object, member));
}

/* The scale that the bank has the item in; NULL when it has no such item. */
static const char *
item_scale(const json_t *bank, const char *name)
{
	const json_t *items = json_object_get(bank, "items");

	for (size_t i = 0; i < json_array_size(items); i++)
		if (text_is(text_of(json_array_get(items, i), "id"), name))
			return text_of(json_array_get(items, i), "scale");
	return NULL;
}

static struct item
item_take(const json_t *bank, const json_t *json)
{
	struct item item = { .name = text_of(json, "item"),
		.class = text_of(json, "class"),
		.high = text_of(json, "high"),
		.low = text_of(json, "low"),
		.difference = json_number_value(
		    json_object_get(json, "difference")) };

	item.scale = item_scale(bank, item.name);
	return item;
}

static void
item_count(
    struct arena *arena, const struct item *item, struct audit_column *column)
{
	static const char *const classes[] = { "A", "B", "C" };
	int number = 0;

	while (number < 3 && !text_is(item->class, classes[number]))
		number++;
	if (number == 2 && item->name != NULL && item->high != NULL &&
	    column->items[2] < INTEREST_ITEMS) {
		column->worst[column->items[2]] = arena_text(arena, item->name);
		column->worst_high[column->items[2]] = arena_text(
		    arena, item->high);
	}
	column->items[number]++;
}

/* How far a group stands above the others over a scale's items, an item. */
static double
scale_shift(const json_t *bank, const json_t *items, const char *scale,
    const char *group)
{
	double sum = 0;
	int count = 0;

	for (size_t i = 0; i < json_array_size(items); i++) {
		struct item item = item_take(bank, json_array_get(items, i));

		if (!text_is(item.scale, scale))
			continue;
		sum += text_is(item.high, group) ? item.difference
		    : text_is(item.low, group)   ? -item.difference
						 : 0;
		count++;
	}
	return count > 0 ? sum / count : 0;
}

static void
scales_take(struct arena *arena, const json_t *bank, const json_t *functioning,
    struct audit_column *column)
{
	const json_t *scales = json_object_get(bank, "scales");
	const json_t *groups = json_object_get(functioning, "groups");
	const json_t *items = json_object_get(functioning, "items");

	for (size_t s = 0; s < json_array_size(scales); s++)
		for (size_t g = 0; g < json_array_size(groups); g++) {
			const char *scale = json_string_value(
			    json_array_get(scales, s));
			double shift = fabs(scale_shift(bank, items, scale,
			    json_string_value(json_array_get(groups, g))));

			if (scale == NULL || shift <= column->scale_shift)
				continue;
			column->scale_shift = shift;
			column->scale = arena_text(arena, scale);
		}
}

void
audit_items(
    struct arena *arena, const json_t *bank, struct audit_column *column)
{
	const json_t *functioning = json_object_get(
	    json_object_get(bank, "dif"), column->name);
	const json_t *items = json_object_get(functioning, "items");

	column->functioning = json_is_array(items);
	for (size_t i = 0; i < json_array_size(items); i++) {
		struct item item = item_take(bank, json_array_get(items, i));

		item_count(arena, &item, column);
	}
	scales_take(arena, bank, functioning, column);
}

/* Gates */

static void
gate_set(struct audit *audit, int number, const char *id, bool passed,
    double found, double limit)
{
	audit->gate[number] = (struct audit_gate){ id, passed, found, limit };
}

/* Among so many ratios one in twenty would be called so by its interval. */
static bool
surely_below(const struct fair_exposure *exposure, double floor)
{
	double further = (AUDIT_SURE - 1.959963984540054) * exposure->error;

	return exposure->high * exp(further) < floor;
}

/*
 * Well enough known ratios hold the floor, and there is one in every column; of
 * the others none is surely below. found: the least of the former.
 */
static void
gate_exposure(struct audit *audit, int classes)
{
	double least = 1;
	bool passed = audit->columns > 0;

	for (int c = 0; c < audit->columns; c++) {
		int known = 0;

		for (int k = 0; k < classes; k++) {
			const struct fair_exposure *exposure =
			    &audit->column[c].exposure[1][k];

			if (exposure->error <= FAIR_ERROR) {
				least = fmin(least, exposure->ratio);
				known++;
			} else if (surely_below(exposure, audit->floor)) {
				passed = false;
			}
		}
		passed = passed && known > 0;
	}
	gate_set(audit, 1, "exposure", passed && least >= audit->floor, least,
	    audit->floor);
}

/* found: how far apart groups surely are, at the same mix of classes. */
static void
gate_recall(struct audit *audit)
{
	double most = 0;

	for (int c = 0; c < audit->columns; c++) {
		const struct audit_column *column = &audit->column[c];

		for (int g = 0; g < column->groups; g++)
			for (int h = 0; h < column->groups; h++) {
				const struct audit_group *a = &column->group[g];
				const struct audit_group *b = &column->group[h];
				double error = hypot(
				    a->even_error[1], b->even_error[1]);

				most = fmax(most,
				    a->even[1] - b->even[1] - 1.96 * error);
			}
	}
	gate_set(audit, 2, "recall", most <= AUDIT_RECALL, most, AUDIT_RECALL);
}

/*
 * found: the largest area of the exploration list, less what chance makes of it,
 * among those that are no chance.
 */
static void
gate_abroca(struct audit *audit)
{
	double most = 0;

	for (int c = 0; c < audit->columns; c++)
		for (int i = 0; i < audit->column[c].rocs; i++) {
			const struct audit_roc *roc = &audit->column[c].roc[i];

			if (roc->list == 1 && roc->adjusted < AUDIT_CHANCE)
				most = fmax(
				    most, roc->found.area - roc->found.dealt);
		}
	gate_set(audit, 3, "abroca", most <= AUDIT_ABROCA, most, AUDIT_ABROCA);
}

/* found: the largest error beyond what perfect chances would show. */
static void
gate_calibration(struct audit *audit)
{
	double most = 0;

	for (int c = 0; c < audit->columns; c++)
		for (int g = 0; g < audit->column[c].groups; g++) {
			const struct measure *measure =
			    &audit->column[c].group[g].measure;

			if (measure->people > 0)
				most = fmax(
				    most, measure->ece - measure->ece_floor);
		}
	gate_set(audit, 4, "calibration", most <= AUDIT_CALIBRATION, most,
	    AUDIT_CALIBRATION);
}

/*
 * found: the largest shift of a scale; the bank has to know of every column.
 * Single items may differ: they are named, and within a scale they cancel out.
 */
static void
gate_items(struct audit *audit)
{
	double most = 0;
	bool known = audit->columns > 0;

	for (int c = 0; c < audit->columns; c++) {
		known = known && audit->column[c].functioning;
		most = fmax(most, audit->column[c].scale_shift);
	}
	gate_set(
	    audit, 5, "items", known && most <= AUDIT_SCALE, most, AUDIT_SCALE);
}

bool
audit_judge(struct audit *audit)
{
	bool passed = true;

	gate_set(audit, 0, "blind",
	    audit->dealt_people > 1 && audit->dealt_columns > 0 &&
		text_is(audit->dealt_before, audit->dealt_after),
	    NAN, NAN);
	gate_exposure(audit, audit->model->model.classes);
	gate_recall(audit);
	gate_abroca(audit);
	gate_calibration(audit);
	gate_items(audit);
	for (int g = 0; g < AUDIT_GATES; g++)
		passed = passed && audit->gate[g].passed;
	return passed;
}
