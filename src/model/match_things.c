/* From the scores of things back to the labels that mean them. */
#include "model/match_things.h"

#include "model/kept.h"

struct match_things {
	const struct model_entry *entry;
	const struct ranking *ranking;
	const struct logit_model *model;
	double *bases; /* of the labels, for the average person */
	struct links *means; /* of each label: rows of the ranking */
};

/* The fields of a label: its own, and those of its majors. */
static struct links
label_fields(struct arena *arena, const struct catalogue *catalogue,
    const struct label_links *label)
{
	int *list = arena_array(arena,
	    (size_t)(label->majors.count + label->fields.count), sizeof *list);
	struct links fields = { list, 0 };

	for (int i = 0; i < label->fields.count; i++)
		list[fields.count++] = label->fields.list[i];
	for (int i = 0; i < label->majors.count; i++) {
		int field = catalogue->majors[label->majors.list[i]].field;
		bool met = false;

		for (int k = 0; k < fields.count; k++)
			met = met || list[k] == field;
		if (!met)
			list[fields.count++] = field;
	}
	return fields;
}

static void
means_fill(struct match_things *things, struct arena *arena,
    const struct catalogue *catalogue, const struct label_links *links,
    bool fields)
{
	size_t count = (size_t)things->model->classes;

	things->means = arena_array(arena, count, sizeof *things->means);
	for (size_t k = 0; k < count; k++)
		things->means[k] = fields
		    ? label_fields(arena, catalogue, &links[k])
		    : links[k].majors;
}

static void
bases_fill(struct match_things *things, struct arena *arena,
    const struct model_file *file)
{
	things->bases = arena_array(
	    arena, (size_t)file->model.classes, sizeof *things->bases);
	match_centre(file->model.weights, file->model.bases,
	    file->model.classes, file->means, file->model.features,
	    things->bases);
}

struct match_things *
match_things_new(struct command_line *cl, struct model_file *file,
    const struct interest_bank *bank, const int *places, bool fields)
{
	struct arena *arena = command_arena(cl);
	const struct catalogue *catalogue = catalog_hold(NULL, arena);
	struct match_things *things = arena_alloc(arena, sizeof *things);
	struct label_links *links = arena_array(
	    arena, (size_t)file->model.classes, sizeof *links);

	if (catalogue == NULL) {
		complain(cl, "match.labels.catalogue", NULL);
		return NULL;
	}
	if (labels_find(cl, arena, catalogue, file->classes,
		file->model.classes, links) < 0)
		return NULL;
	things->model = &file->model;
	things->entry = model_entry_of(
	    arena, catalogue, bank, places, file, links);
	things->ranking = fields ? &things->entry->fields
				 : &things->entry->majors;
	means_fill(things, arena, catalogue, links, fields);
	bases_fill(things, arena, file);
	return things;
}

/* The scores of all things, by their rows. */
static void
rows_score(const struct match_things *things,
    const struct interest_table *table, const interest_answer *answers,
    double *scores)
{
	const struct match_model *model = &things->ranking->model;
	const struct match_wish wish = { model->count, 0, 0, NULL };
	struct match matches[MATCH_THINGS];
	struct match_move moves[MATCH_LABELS];
	struct interest_profile profile;

	interest_score(table, answers, &profile);
	match_labels_moves(
	    &things->entry->lists[MODEL_OWN], answers, &profile, moves);
	match_rank(model,
	    &(struct match_person){ .profile = &profile, .moves = moves },
	    &wish, matches);
	for (int i = 0; i < model->count; i++)
		scores[matches[i].thing] = matches[i].score;
}

void
match_things_scores(const struct match_things *things,
    const struct interest_table *table, const interest_answer *answers,
    double *scores)
{
	double rows[MATCH_THINGS],
	    scale = things->entry->lists[MODEL_OWN].scale;

	rows_score(things, table, answers, rows);
	for (int k = 0; k < things->model->classes; k++) {
		const struct links *means = &things->means[k];

		scores[k] = things->bases[k];
		for (int i = 0; i < means->count; i++)
			scores[k] += rows[means->list[i]] / means->count /
			    scale;
	}
}
