/*
 * What would have to be answered otherwise for other things to come first: the
 * smallest change of answers, found by scoring and ranking anew.
 */
#ifndef GILJABI_CHANGE_H
#define GILJABI_CHANGE_H

#include "engine/match_labels.h"

enum {
	CHANGE_ANSWERS = 2, /* most answers that are changed together */
	CHANGE_FIRST = 16 /* most things that are looked at */
};

/* Everything is the caller's. */
struct change_question {
	const struct interest_bank *bank;
	const struct interest_table *table; /* of the bank */
	const interest_answer *answers; /* an item each */
	const struct match_model *model;
	/* Where it is of features of answers; NULL: of the six letters. */
	const struct match_answers *features;
	int first; /* 1..CHANGE_FIRST: how many things come first */
	int most; /* 0..CHANGE_ANSWERS: how many answers may change */
	/* Where labels move the model's things; NULL: they do not. */
	const struct match_labels *labels;
};

struct change {
	int count; /* answers to change; 0: so few do not do it */
	int items[CHANGE_ANSWERS]; /* ascending */
	interest_answer answers[CHANGE_ANSWERS]; /* instead of those given */
};

/*
 * The smallest change of the given answers (unanswered items stay so) after
 * which a thing is among the first that was not: the fewest answers, of those
 * the smallest sum of |new - old|, of those the one whose first item stands
 * first, then the one that changes it less, then to the lower answer; then the
 * second item likewise. "First" is by score alone, without a spread; another
 * order of the same things is no change.
 *
 * Nothing is estimated: each try is scored by interest_score and ranked in
 * full. So with n answers and none found there are 4 n tries of one answer and
 * 8 n (n - 1) of two, each as long as an interest_score and a match_first: for
 * 48 answers 18,240. It is for one person who asks, not for a province.
 */
struct change change_find(const struct change_question *question);

#endif
