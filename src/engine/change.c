/* The smallest change of answers, by trying from the smallest on. */
#include "engine/change.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = INTEREST_CATEGORIES - 1 }; /* change of an answer */

/* The answers as they are being tried. */
struct trial {
	const struct change_question *question;
	interest_answer answers[INTEREST_ITEMS];
	int before[CHANGE_FIRST]; /* what comes first as it is */
	int count; /* of them */
	struct change change; /* what is tried */
};

static int
trial_first(const struct trial *trial, int *things)
{
	const struct change_question *question = trial->question;
	double values[MATCH_FEATURES];
	struct interest_profile profile;
	struct match_move moves[MATCH_LABELS];
	const struct match_person person = { &profile, values, NULL, moves };

	interest_score(question->table, trial->answers, &profile);
	if (question->labels != NULL)
		match_labels_moves(
		    question->labels, trial->answers, &profile, moves);
	if (question->features != NULL)
		match_answers_values(
		    question->features, trial->answers, &profile, values);
	return match_first(question->model, &person, question->first, things);
}

static bool
trial_was_first(const struct trial *trial, int thing)
{
	for (int i = 0; i < trial->count; i++)
		if (trial->before[i] == thing)
			return true;
	return false;
}

static bool
trial_differs(const struct trial *trial)
{
	int things[CHANGE_FIRST];

	trial_first(trial, things);
	for (int i = 0; i < trial->count; i++)
		if (!trial_was_first(trial, things[i]))
			return true;
	return false;
}

static bool answers_try(struct trial *trial, int from, int left, int total);

/* The item's answer moves by `step`, `left` further ones by `total`. */
static bool
item_try(struct trial *trial, int item, int step, int left, int total)
{
	interest_answer given = trial->answers[item];
	struct change *change = &trial->change;
	bool found;

	if (given + step < 1 || given + step > INTEREST_CATEGORIES)
		return false;
	trial->answers[item] = (interest_answer)(given + step);
	change->items[change->count] = item;
	change->answers[change->count++] = trial->answers[item];
	found = left > 0 ? answers_try(trial, item + 1, left, total)
			 : trial_differs(trial);
	if (!found)
		change->count--;
	trial->answers[item] = given;
	return found;
}

/* Changes of `left` answers, of items `from` on, that add up to `total`. */
static bool
answers_try(struct trial *trial, int from, int left, int total)
{
	int least = left > 1 ? 1 : total, most = total - left + 1;

	if (most > LARGEST)
		most = LARGEST;
	for (int item = from; item < trial->question->bank->count; item++) {
		if (trial->answers[item] == 0)
			continue;
		for (int size = least; size <= most; size++)
			if (item_try(
				trial, item, -size, left - 1, total - size) ||
			    item_try(trial, item, size, left - 1, total - size))
				return true;
	}
	return false;
}

struct change
change_find(const struct change_question *question)
{
	struct trial trial = { .question = question };

	assert(question->first >= 1 && question->first <= CHANGE_FIRST);
	assert(question->most >= 0 && question->most <= CHANGE_ANSWERS);
	assert(
	    (question->model->letters == NULL) == (question->features == NULL));
	assert((question->model->starts == NULL) == (question->labels == NULL));
	for (int i = 0; i < question->bank->count; i++)
		if (question->answers[i] <= INTEREST_CATEGORIES)
			trial.answers[i] = question->answers[i];
	trial.count = trial_first(&trial, trial.before);
	if (trial.count == question->model->count)
		return trial.change; /* all things are first */
	for (int count = 1; count <= question->most; count++)
		for (int total = count; total <= count * LARGEST; total++)
			if (answers_try(&trial, 0, count, total))
				return trial.change;
	return trial.change;
}
