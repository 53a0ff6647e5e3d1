/*
 * Published models in memory, and what one of them makes of the catalogue.
 *
 * A label means majors and fields of the catalogue. What it moves them by:
 *
 *	a field		the mean of the labels that mean it or a major of it
 *	a major		the mean of the labels that mean it; without one, what
 *			its field has, times LIKELY
 *	an occupation	the mean of its majors; without one, the mean of its
 *			fields, times LIKELY
 *	a high school	the mean of its fields
 *
 * LIKELY: how far what was learned of one label holds for another of the same
 * field, as measured (docs/guidance.md).
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/random.h"
#include "base/text.h"
#include "model/kept.h"
#include "model/labels_file.h"
#include "model/model.h"
#include "model/model_file.h"

enum { MODELS_MOST = 64, MODEL_MEMORY = 64 * 1024 * 1024 };

static const double LIKELY = 2.0 / 3;

/* What is kept */

struct kept_model {
	char hash[HASH_HEX];
	struct arena *arena; /* of everything else */
	struct model_file *file;
	struct logit_model lists[MODEL_LISTS];
	int *letters; /* of the features */
};

static struct {
	pthread_mutex_t lock;
	int count;
	struct kept_model *models[MODELS_MOST];
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* With the lock held. NULL: not kept. What is kept stays. */
static const struct kept_model *
kept_search(const char *hash)
{
	for (int i = 0; i < kept.count; i++)
		if (text_is(kept.models[i]->hash, hash))
			return kept.models[i];
	return NULL;
}

static const struct kept_model *
kept_find(const char *hash)
{
	const struct kept_model *found;

	pthread_mutex_lock(&kept.lock);
	found = kept_search(hash);
	pthread_mutex_unlock(&kept.lock);
	return found;
}

/* Takes it over. NULL: too many are kept. */
static const struct kept_model *
kept_add(struct kept_model *one)
{
	const struct kept_model *added;

	pthread_mutex_lock(&kept.lock);
	added = kept_search(one->hash);
	if (added == NULL && kept.count < MODELS_MOST)
		added = kept.models[kept.count++] = one;
	pthread_mutex_unlock(&kept.lock);
	if (added != one)
		arena_free(one->arena);
	return added;
}

/* The weights of both lists; without a list to explore they are the same. */
static void
lists_make(struct kept_model *one)
{
	const struct model_file *file = one->file;
	struct logit_model *explore = &one->lists[MODEL_EXPLORE];

	one->lists[MODEL_OWN] = *explore = file->model;
	if (file->explore.columns == 0)
		return;
	explore->weights = arena_array(one->arena,
	    (size_t)explore->classes * (size_t)explore->features,
	    sizeof(double));
	explore->bases = arena_array(
	    one->arena, (size_t)explore->classes, sizeof(double));
	fair_model(&file->explore.path, file->explore.path.chosen, &file->model,
	    explore);
}

/* What follows from its file. */
static void
model_make(struct kept_model *one)
{
	lists_make(one);
	one->letters = arena_array(one->arena,
	    (size_t)one->file->model.features, sizeof *one->letters);
	match_answers_letters(&one->file->features, one->letters);
}

static const struct kept_model *
model_keep(const char *bytes, const char *hash)
{
	struct arena *arena = arena_new(MODEL_MEMORY);
	struct kept_model *one;

	if (arena == NULL)
		return NULL;
	if (!ARENA_CATCH(arena)) {
		arena_free(arena);
		return NULL;
	}
	one = arena_alloc(arena, sizeof *one);
	one->arena = arena;
	snprintf(one->hash, sizeof one->hash, "%s", hash);
	one->file = arena_alloc(arena, sizeof *one->file);
	if (model_file_parse(arena, bytes, strlen(bytes), one->file) != NULL) {
		arena_free(arena);
		return NULL;
	}
	model_make(one);
	return kept_add(one);
}

/* What labels mean, as the table keeps it */

static void
ids_write(struct writer *writer, const char *name, const struct links *links,
    const char *(*id_of)(const struct catalogue *catalogue, int row),
    const struct catalogue *catalogue)
{
	put_list(writer, name);
	for (int i = 0; i < links->count; i++)
		put_text(writer, NULL, id_of(catalogue, links->list[i]));
	put_list_end(writer);
}

static const char *
major_id(const struct catalogue *catalogue, int row)
{
	return catalogue->majors[row].id;
}

static const char *
field_id(const struct catalogue *catalogue, int row)
{
	return catalogue->fields[row].id;
}

/* [{"majors":["nursing"],"fields":[]}, … a label each], in their order. */
static const char *
labels_write(struct arena *arena, const struct catalogue *catalogue,
    const struct label_links *labels, int count)
{
	struct buffer text = { 0 };
	struct writer writer = { .out = &text };
	const char *kept_text;

	put_list(&writer, NULL);
	for (int k = 0; k < count; k++) {
		put_object(&writer, NULL);
		ids_write(
		    &writer, "majors", &labels[k].majors, major_id, catalogue);
		ids_write(
		    &writer, "fields", &labels[k].fields, field_id, catalogue);
		put_object_end(&writer);
	}
	put_list_end(&writer);
	kept_text = text.failed ? NULL : arena_text(arena, text.data);
	buffer_free(&text);
	return kept_text;
}

/* Those that the catalogue still has. */
static struct links
ids_read(struct arena *arena, const json_t *ids,
    int (*row_of)(const struct catalogue *catalogue, const char *id),
    const struct catalogue *catalogue)
{
	size_t count = json_array_size(ids);
	int *list = arena_array(arena, count, sizeof *list);
	struct links links = { list, 0 };

	for (size_t i = 0; i < count; i++) {
		const char *id = json_string_value(json_array_get(ids, i));
		int row = id != NULL ? row_of(catalogue, id) : -1;

		if (row >= 0)
			list[links.count++] = row;
	}
	return links;
}

static struct label_links *
labels_take(struct arena *arena, const struct catalogue *catalogue,
    const char *text, int count)
{
	struct label_links *labels = arena_array(
	    arena, (size_t)count, sizeof *labels);
	const json_t *json = json_read(arena, text, strlen(text));

	for (int k = 0; k < count; k++) {
		const json_t *label = json_array_get(json, (size_t)k);

		labels[k].majors = ids_read(arena,
		    json_object_get(label, "majors"), catalog_major, catalogue);
		labels[k].fields = ids_read(arena,
		    json_object_get(label, "fields"), catalog_field, catalogue);
	}
	return labels;
}

/* Checking a file */

/* The first item that the base has not, or of another letter; NULL: none. */
static const char *
item_strange(const struct bank_entry *base, const struct model_file *file)
{
	for (int i = 0; i < file->features.items; i++) {
		int place = item_named(base, file->ids[i]);

		if (place < 0 ||
		    base->items[place].letter != file->features.scale[i])
			return file->ids[i];
	}
	return NULL;
}

const char *
model_check(struct arena *arena, const struct catalogue *catalogue,
    const struct bank_entry *base, const char *bytes, const char **what,
    const char **labels)
{
	struct model_file *file = arena_alloc(arena, sizeof *file);
	struct label_links *links;

	*what = model_file_parse(arena, bytes, strlen(bytes), file);
	if (*what != NULL)
		return "file";
	*what = item_strange(base, file);
	if (*what != NULL)
		return "items";
	*what = file->label;
	links = arena_array(arena, (size_t)file->model.classes, sizeof *links);
	if (labels_find(NULL, arena, catalogue, file->classes,
		file->model.classes, links) < 1)
		return "labels";
	*labels = labels_write(arena, catalogue, links, file->model.classes);
	return *labels != NULL ? NULL : "file";
}

/* From labels to things */

struct sharing {
	struct arena *arena;
	const struct catalogue *catalogue;
	const struct label_links *links;
	size_t labels;
	double *fields, *majors; /* rows of labels */
};

static double *
rows_new(const struct sharing *sharing, int count)
{
	return arena_array(
	    sharing->arena, (size_t)count * sharing->labels, sizeof(double));
}

/* to += share * from */
static void
row_add(
    const struct sharing *sharing, double *to, const double *from, double share)
{
	for (size_t k = 0; k < sharing->labels; k++)
		to[k] += share * from[k];
}

/* Each row of ones becomes their mean; false for a row of none. */
static bool
row_mean(const struct sharing *sharing, double *row)
{
	double sum = 0;

	for (size_t k = 0; k < sharing->labels; k++)
		sum += row[k];
	for (size_t k = 0; k < sharing->labels && sum > 0; k++)
		row[k] /= sum;
	return sum > 0;
}

static void
fields_fill(struct sharing *sharing)
{
	const struct catalogue *catalogue = sharing->catalogue;

	sharing->fields = rows_new(sharing, catalogue->field_count);
	for (size_t k = 0; k < sharing->labels; k++) {
		const struct label_links *label = &sharing->links[k];

		for (int i = 0; i < label->fields.count; i++)
			sharing->fields[(size_t)label->fields.list[i] *
				sharing->labels +
			    k] = 1;
		for (int i = 0; i < label->majors.count; i++) {
			int major = label->majors.list[i];

			sharing->fields[(size_t)catalogue->majors[major].field *
				sharing->labels +
			    k] = 1;
		}
	}
	for (int f = 0; f < catalogue->field_count; f++)
		row_mean(
		    sharing, sharing->fields + (size_t)f * sharing->labels);
}

static void
majors_fill(struct sharing *sharing)
{
	const struct catalogue *catalogue = sharing->catalogue;
	double *row;

	sharing->majors = row = rows_new(sharing, catalogue->major_count);
	for (size_t k = 0; k < sharing->labels; k++)
		for (int i = 0; i < sharing->links[k].majors.count; i++)
			row[(size_t)sharing->links[k].majors.list[i] *
				sharing->labels +
			    k] = 1;
	for (int m = 0; m < catalogue->major_count; m++, row += sharing->labels)
		if (!row_mean(sharing, row))
			row_add(sharing, row,
			    sharing->fields +
				(size_t)catalogue->majors[m].field *
				    sharing->labels,
			    LIKELY);
}

/* to += the mean of the rows that are linked, times share. */
static void
links_mean(const struct sharing *sharing, double *to, const double *rows,
    const struct links *links, double share)
{
	for (int i = 0; i < links->count; i++)
		row_add(sharing, to,
		    rows + (size_t)links->list[i] * sharing->labels,
		    share / links->count);
}

static double *
occupations_rows(const struct sharing *sharing)
{
	const struct catalogue *catalogue = sharing->catalogue;
	double *rows = rows_new(sharing, catalogue->occupation_count);

	for (int o = 0; o < catalogue->occupation_count; o++) {
		const struct occupation *one = &catalogue->occupations[o];
		double *row = rows + (size_t)o * sharing->labels;

		if (one->majors.count > 0)
			links_mean(
			    sharing, row, sharing->majors, &one->majors, 1);
		else
			links_mean(sharing, row, sharing->fields, &one->fields,
			    LIKELY);
	}
	return rows;
}

static double *
high_schools_rows(const struct sharing *sharing)
{
	const struct catalogue *catalogue = sharing->catalogue;
	double *rows = rows_new(sharing, catalogue->high_school_count);

	for (int h = 0; h < catalogue->high_school_count; h++)
		links_mean(sharing, rows + (size_t)h * sharing->labels,
		    sharing->fields, &catalogue->high_schools[h].fields, 1);
	return rows;
}

/* The catalogue's ranking, moved by labels: the rows without their zeros. */
static struct ranking
ranking_move(const struct sharing *sharing, const struct ranking *ranking,
    const double *rows)
{
	int count = ranking->model.count, *starts, at = 0;
	size_t all = (size_t)count * sharing->labels, some = 0;
	struct match_share *shares;
	struct ranking moved = *ranking;

	for (size_t i = 0; i < all; i++)
		some += rows[i] > 0;
	starts = arena_array(sharing->arena, (size_t)count + 1, sizeof *starts);
	shares = arena_array(sharing->arena, some, sizeof *shares);
	for (int i = 0; i < count; i++) {
		starts[i] = at;
		for (int k = 0; k < (int)sharing->labels; k++, rows++)
			if (*rows > 0)
				shares[at++] = (struct match_share){ k, *rows };
	}
	starts[count] = at;
	moved.model.starts = starts;
	moved.model.shares = shares;
	return moved;
}

static void
rankings_move(struct sharing *sharing, struct model_entry *entry)
{
	const struct catalogue *catalogue = sharing->catalogue;

	fields_fill(sharing);
	majors_fill(sharing);
	entry->fields = ranking_move(
	    sharing, &catalogue->rank_fields, sharing->fields);
	entry->majors = ranking_move(
	    sharing, &catalogue->rank_majors, sharing->majors);
	entry->occupations = ranking_move(
	    sharing, &catalogue->rank_occupations, occupations_rows(sharing));
	entry->high_schools = ranking_move(
	    sharing, &catalogue->rank_high_schools, high_schools_rows(sharing));
}

static void
prior_add(const struct ranking *ranking, const struct links *links, int things,
    double prior[LETTERS])
{
	for (int i = 0; i < links->count; i++)
		for (int l = 0; l < LETTERS; l++)
			prior[l] +=
			    ranking->model
				.weights[(size_t)links->list[i] * LETTERS +
				    (size_t)l] /
			    things;
}

/* What the catalogue thinks of each label: the mean of what it means. */
static const double (*priors_make(const struct sharing *sharing))[LETTERS]
{
	double(*priors)[LETTERS] = arena_array(
	    sharing->arena, sharing->labels, sizeof *priors);

	for (size_t k = 0; k < sharing->labels; k++) {
		const struct label_links *label = &sharing->links[k];
		int things = label->majors.count + label->fields.count;

		prior_add(&sharing->catalogue->rank_majors, &label->majors,
		    things, priors[k]);
		prior_add(&sharing->catalogue->rank_fields, &label->fields,
		    things, priors[k]);
	}
	return (const double(*)[LETTERS])priors;
}

/* An entry */

static const int *
places_make(struct arena *arena, const struct bank_entry *bank,
    const struct model_file *file)
{
	int *places = arena_array(
	    arena, (size_t)file->features.items, sizeof *places);

	for (int i = 0; i < file->features.items; i++)
		places[i] = item_named(bank, file->ids[i]);
	return places;
}

static struct model_entry *
entry_make(struct arena *arena, const struct catalogue *catalogue,
    const struct interest_bank *bank, const int *places,
    const struct kept_model *one, const struct label_links *links)
{
	const struct model_file *file = one->file;
	struct model_entry *entry = arena_alloc(arena, sizeof *entry);
	struct sharing sharing = { .arena = arena,
		.catalogue = catalogue,
		.links = links,
		.labels = (size_t)file->model.classes };
	const double(*priors)[LETTERS] = priors_make(&sharing);

	entry->answers = (struct match_answers){ &file->features, bank, places,
		file->means };
	for (int list = 0; list < MODEL_LISTS; list++)
		entry->lists[list] = (struct match_labels){ &one->lists[list],
			&entry->answers, one->letters, priors,
			catalogue->rank_fields.model.temperature /
			    file->model.temperature };
	rankings_move(&sharing, entry);
	return entry;
}

const struct model_entry *
model_entry_of(struct arena *arena, const struct catalogue *catalogue,
    const struct interest_bank *bank, const int *places,
    struct model_file *file, const struct label_links *links)
{
	struct kept_model *one = arena_alloc(arena, sizeof *one);

	one->arena = arena;
	one->file = file;
	model_make(one);
	return entry_make(arena, catalogue, bank, places, one, links);
}

static const struct kept_model *
model_load(struct db *db, const char *id, const char *hash)
{
	const struct kept_model *found = kept_find(hash);
	struct rows rows;

	if (found != NULL)
		return found;
	rows = db_ask(
	    db, "SELECT file FROM fitted WHERE id = ?", ARGS(TEXT(id)));
	if (rows_next(&rows))
		found = model_keep(rows_text(&rows, 0), hash);
	rows_close(&rows);
	return found;
}

/* The model of a row of id, hash, labels; takes the rows. */
static const struct model_entry *
model_take(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct bank_entry *bank,
    struct rows *rows)
{
	const char *id = NULL, *hash = NULL, *labels = NULL;
	const struct kept_model *one;
	struct model_entry *entry;

	if (rows_next(rows)) {
		id = arena_text(arena, rows_text(rows, 0));
		hash = arena_text(arena, rows_text(rows, 1));
		labels = arena_text(arena, rows_text(rows, 2));
	}
	rows_close(rows);
	one = id != NULL ? model_load(db, id, hash) : NULL;
	if (one == NULL)
		return NULL;
	entry = entry_make(arena, catalogue, &bank->bank,
	    places_make(arena, bank, one->file), one,
	    labels_take(arena, catalogue, labels, one->file->model.classes));
	entry->id = id;
	return entry;
}

#define COLUMNS "SELECT id, hash, labels FROM fitted "

const struct model_entry *
model_entry(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct bank_entry *bank,
    const char *id)
{
	struct rows rows = db_ask(db,
	    COLUMNS "WHERE id = ? AND kind = 'model' AND base = ?",
	    ARGS(TEXT(id), TEXT(bank->name)));

	return model_take(db, arena, catalogue, bank, &rows);
}

const struct model_entry *
model_entry_for(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct bank_entry *bank,
    enum stage stage)
{
	struct rows rows;

	if (stage == STAGE_ELEMENTARY)
		return NULL;
	rows = db_ask(db,
	    COLUMNS "WHERE kind = 'model' AND base = ? AND retired IS NULL "
		    "ORDER BY version DESC LIMIT 1",
	    ARGS(TEXT(bank->name)));
	return model_take(db, arena, catalogue, bank, &rows);
}
