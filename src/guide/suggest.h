/*
 * What is suggested, as numbers and ids: computed from answers alone, written
 * and read as canonical JSON, and told in words of a language by words.c.
 */
#ifndef GILJABI_SUGGEST_H
#define GILJABI_SUGGEST_H

#include "guide/guide.h"

/* The name of the model where none is published: the catalogue alone. */
#define SUGGEST_ALONE "catalogue-prior-2"

/* Kinds of lists, in the order in which they are shown. */
enum list_kind {
	LIST_STRENGTHS,
	LIST_TRIES,
	LIST_FIELDS,
	LIST_OCCUPATIONS,
	LIST_HIGH_SCHOOLS,
	LIST_MAJORS,
	LIST_QUESTIONS,
	LIST_NEXT,
	LIST_STARTERS,
	LIST_CHECKS,
	LISTS
};
extern const char *const list_names[LISTS]; /* "strengths" … */
/* For the teacher alone: starters of the talk, things to check. */
bool list_is_staff(enum list_kind kind);

struct suggestion {
	const char *thing; /* id in the catalogue */
	bool ranked; /* the numbers below are there */
	double probability, score, base, terms[LETTERS];
	double steady; /* 0..1 */
	int change_letter; /* -1: none */
	double change;
};

struct suggestion_list {
	enum list_kind kind;
	double loss; /* what its spread costs: match_list.loss */
	int count;
	struct suggestion *items;
};

struct suggested {
	enum stage stage;
	int grade, semester;
	bool ai;
	unsigned notices;
	struct interest_profile profile;
	/* the item that would tell the two strongest apart, where they are tied */
	const char *apart; /* its id, or NULL */
	const char *bank, *model, *catalogue; /* versions */
	/* which of the model's two: "explore" or "own"; "only" without two */
	const char *list;
	int count;
	struct suggestion_list lists[LISTS];
};

/* The names of enum model_list, as versions have them: "explore", "own". */
extern const char *const model_list_names[MODEL_LISTS + 1]; /* then NULL */
/* The list that was suggested; MODEL_EXPLORE for "only". */
enum model_list suggested_list(const struct suggested *suggested);

/* What a stage's suggestions begin with: things to try, fields or majors. */
enum list_kind list_main(enum stage stage);
/* The ranking behind a list: the catalogue's, or as the model moves it. */
const struct ranking *
list_ranking(const struct suggestion_input *input, enum list_kind kind);
/* The answers as the engine takes them; their sum. */
int suggestion_answers(const struct suggestion_input *input,
    interest_answer answers[INTEREST_ITEMS]);

/* Everything is the arena's or the catalogue's. */
void suggest(struct arena *arena, const struct suggestion_input *input,
    struct suggested *out);

/* The members of one JSON object; ids and numbers, no words. */
void suggested_write(struct writer *writer, const struct suggested *suggested);
/* False: not what suggested_write writes. */
bool
suggested_read(struct arena *arena, const char *json, struct suggested *out);

/*
 * As the pages and papers show it: the members stage, ai, profile, lists and
 * versions of result_answer. staff: with the lists for the teacher.
 */
void suggested_say(struct writer *writer, struct arena *arena, enum lang lang,
    const struct catalogue *catalogue, const struct suggested *suggested,
    bool staff);

/* A suggestion's id on pages: "majors:nursing". */
const char *suggestion_id(struct arena *arena, enum list_kind kind,
    const struct suggestion *suggestion);
/* Is it on one of the lists? */
bool suggested_has(
    struct arena *arena, const struct suggested *suggested, const char *id);
/* Its name and what it is about, by language; the id where it is gone. */
struct suggestion_words {
	const char *name, *about;
};
struct suggestion_words suggestion_words(struct arena *arena, enum lang lang,
    const struct catalogue *catalogue, const struct suggested *suggested,
    enum list_kind kind, const struct suggestion *suggestion);

#endif
