/*
 * Inside the room: the book of rules. Law comes from catalog/rules, a school's
 * own rules and offers from its file; a pupil's wishes become rules of the same
 * form, so that nothing after this knows where a rule came from.
 */
#ifndef GILJABI_PLAN_BOOK_H
#define GILJABI_PLAN_BOOK_H

#include "base/lang.h"
#include "base/memory.h"
#include "engine/plan.h"

enum {
	BOOK_SUBJECTS = PLAN_SUBJECTS_MOST,
	BOOK_RULES = PLAN_RULES_MOST,
	BOOK_OFFERS = PLAN_OFFERS_MOST,
	BOOK_FAULTS = 100 /* most that are told one by one */
};

struct book_subject {
	const char *name[LANGS]; /* the Korean name is the key */
	const char *group, *category;
};

/* The engine's measures, then those that judge a pupil's record. */
enum book_measure {
	BOOK_CREDITS = PLAN_CREDITS,
	BOOK_COUNT = PLAN_COUNT,
	BOOK_AFTER = PLAN_AFTER,
	BOOK_ATTENDANCE,
	BOOK_ACHIEVEMENT
};

enum book_origin { FROM_LAW, FROM_SCHOOL, FROM_PUPIL };

struct fraction {
	int over, under;
}; /* under 0: no bound */

struct book_rule {
	const char *id;
	const char *text[LANGS]; /* NULL: a wish, whose words the room has */
	const char *wish; /* message id, NULL but for wishes */
	enum book_origin origin;
	enum book_measure measure;
	enum plan_span span;
	struct plan_set set, first;
	uint32_t semesters;
	struct fraction least, most;
	int entry_from, entry_to, year_from, year_to;
	const char *source, *checked; /* "" where not */
};

struct book_offer {
	int subject, semester, credits, load, slot;
	const char *via, *place; /* "" for the own school */
};

struct book {
	struct arena *arena;
	struct book_subject *subjects;
	int subject_count;
	struct book_rule *rules; /* law first, then the school's */
	int rule_count;
	struct book_offer *offers;
	int offer_count;
	const char **slots;
	int slot_count;
	int semester_count;
	enum lang lang;
	int faults; /* told on standard error */
};

/* One line on standard error: file, line, what is wrong. line 0: not known. */
void book_fault(struct book *book, const char *file, int64_t line,
    const char *id, const char *what);
/* -1 when there is none of the name. */
int book_subject_find(const struct book *book, const char *name);
/*
 * The subjects that an expression names: terms joined by ";" add up, factors of
 * a term joined by "&" all have to hold, "!" turns one round; a factor is "all",
 * "group:G", "category:C" or "subject:S". False: unknown name, in *bad.
 */
bool book_set(struct book *book, const char *expression, struct plan_set *set,
    const char **bad);
/* "credits", "whole" …; -1 when unknown. */
int measure_find(const char *name);
int span_find(const char *name);
extern const char *const measure_names[], *const span_names[];

/*
 * Reads SHARE/subjects.csv and DIR/{subjects,rules}.csv. All mistakes are told;
 * book->faults counts them.
 */
struct book *rulebook_read(struct arena *arena, enum lang lang, const char *dir,
    const char *subjects_csv);
/* Adds the school's own subjects, rules and offers. */
void book_school(struct book *book, const char *path);

#endif
