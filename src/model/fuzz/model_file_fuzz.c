/*
 * model.json from anybody, with the exploration list in it: what is taken for
 * sound reads back to the same bytes, and scores a person.
 */
#include <stdlib.h>
#include <string.h>

#include "model/model_file.h"

enum { MEMORY = 64 << 20 };

static void
model_score(struct arena *arena, const struct model_file *file,
    const struct logit_model *model)
{
	interest_answer answers[FEATURES_ITEMS] = { 0 };
	double *scores = arena_array(
	    arena, (size_t)model->classes, sizeof *scores);
	float x[LOGIT_FEATURES];

	features_make(&file->features, answers, x);
	logit_scores(model, x, scores);
	logit_chances(model, scores, scores);
}

static void
lists_score(struct arena *arena, const struct model_file *file)
{
	struct logit_model list = file->model;

	model_score(arena, file, &list);
	if (file->explore.columns == 0)
		return;
	list.weights = arena_array(arena,
	    (size_t)list.classes * (size_t)list.features, sizeof(double));
	list.bases = arena_array(arena, (size_t)list.classes, sizeof(double));
	fair_model(&file->explore.path, file->explore.path.chosen, &file->model,
	    &list);
	model_score(arena, file, &list);
}

static void
model_check(struct arena *arena, const struct model_file *file)
{
	struct model_file *again = arena_alloc(arena, sizeof *again);
	struct buffer first = { 0 }, second = { 0 };

	lists_score(arena, file);
	model_file_write(&first, file);
	if (model_file_parse(arena, first.data, first.length, again) != NULL)
		abort();
	model_file_write(&second, again);
	if (first.length != second.length ||
	    memcmp(first.data, second.data, first.length) != 0)
		abort();
	buffer_free(&first);
	buffer_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new(MEMORY);
	struct model_file *file;

	if (arena == NULL)
		return 0;
	if (ARENA_CATCH(arena)) {
		file = arena_alloc(arena, sizeof *file);
		if (model_file_parse(
			arena, (const char *)bytes, length, file) == NULL)
			model_check(arena, file);
	}
	arena_free(arena);
	return 0;
}
