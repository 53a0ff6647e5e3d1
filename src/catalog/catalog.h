/*
 * The catalogue: what the system knows of fields, majors, occupations, subjects,
 * things to try, test items and wordings, read from catalog/ (see its README)
 * and held in memory, with O*NET's figures from the store on top. It is read
 * only and shared by all threads; a changed store makes a new one.
 */
#ifndef GILJABI_CATALOG_H
#define GILJABI_CATALOG_H

#include "engine/giljabi.h"
#include "http/http.h"
#include "store/store.h"

struct text2 {
	const char *text[LANGS];
}; /* by enum lang */

enum stage { STAGE_ELEMENTARY, STAGE_MIDDLE, STAGE_HIGH, STAGES };
enum stage stage_of_grade(int64_t grade); /* 5,6 | 7-9 | 10-12 */
const char *stage_name(enum stage stage); /* "elementary" … */

struct links {
	const int *list;
	int count;
}; /* rows of the table meant */

struct field_entry {
	const char *id;
	struct text2 name, about, child;
	double letters[LETTERS];
	struct links majors, occupations, tries;
};
struct major {
	const char *id;
	struct text2 name, about;
	int field;
	struct links subjects, occupations;
	double letters[LETTERS];
};
struct occupation {
	const char *id;
	struct text2 name, about, child;
	struct links fields, majors, subjects;
	struct links related; /* O*NET's own, where imported */
	struct links near; /* the most alike, of related.csv */
	double letters[LETTERS]; /* O*NET's where imported, else own */
	bool from_onet;
	const char *onet; /* code or "" */
	int job_zone;
};
struct subject {
	struct text2 name;
	const char *group, *category;
	struct links majors;
};
struct standard {
	const char *code;
	int area;
	struct text2 text;
};
struct region_entry {
	const char *code;
	struct text2 name;
	const char *part, *valid_from, *valid_to;
}; /* valid_to "" while it holds */
struct office_entry {
	const char *id;
	struct text2 name;
	const char *valid_from, *valid_to;
};
struct region_office {
	int region, office;
	const char *valid_from, *valid_to;
};
struct experience {
	const char *id;
	struct text2 name, about;
	int pupils_per_adult; /* 0: no norm */
};
struct high_school {
	const char *id;
	struct text2 name, about;
	struct links fields;
	double letters[LETTERS];
};
struct item {
	const char *id, *activity;
	int letter;
	struct text2 text;
};
struct
try {
	const char *id;
	int field;
	struct text2 text;
	double letters[LETTERS];
};
struct strength {
	const char *id;
	int letter;
	struct text2 text;
};
enum prompt_kind { PROMPT_ASK, PROMPT_STARTER, PROMPT_CHECK, PROMPT_NEXT };
struct prompt {
	const char *id;
	enum prompt_kind kind;
	enum stage stage;
	int letter; /* -1: for every profile */
	int semester; /* 1..6, 0: none */
	struct text2 text;
};

/* A bank of test items; items have no wording in a bank for imported answers. */
struct bank_entry {
	const char *id; /* "elementary-1": name and version */
	const char *name; /* "elementary" */
	const char *file; /* of catalog/items/ */
	bool worded;
	int least_ms; /* reading an item takes at the least */
	int count;
	const struct item *items;
	struct interest_bank bank;
	struct interest_table *table;
};

/* Vectors ready for match_rank, one set a kind of thing. */
struct ranking {
	struct match_model model;
	const int *groups; /* field of each thing */
};

struct catalogue {
	char version[65]; /* SHA-256 over the files and O*NET's figures */
	const struct field_entry *fields;
	int field_count;
	const struct major *majors;
	int major_count;
	const struct occupation *occupations;
	int occupation_count;
	const struct subject *subjects;
	int subject_count;
	const struct standard *standards;
	int standard_count;
	const struct region_entry *regions;
	int region_count;
	const struct office_entry *offices;
	int office_count;
	const struct region_office *region_offices;
	int region_office_count;
	const struct experience *experiences;
	int experience_count;
	const struct high_school *high_schools;
	int high_school_count;
	const struct try *tries;
	int try_count;
	const struct strength *strengths;
	int strength_count;
	const struct prompt *prompts;
	int prompt_count;
	const struct bank_entry *banks;
	int bank_count;
	struct ranking rank_fields, rank_majors, rank_occupations, rank_tries,
	    rank_high_schools;
	const struct catalog_table *tables; /* the room's own: rows by id */
};

/*
 * The catalogue of now, held until the arena is cleared. With a handle that sees
 * a newer catalog_state (looked at no more than every five seconds) it is read
 * anew. NULL when the files cannot be read (logged).
 */
const struct catalogue *catalog_hold(struct db *db, struct arena *arena);

/* Row by id, -1 when there is none. */
int catalog_field(const struct catalogue *catalogue, const char *id);
int catalog_major(const struct catalogue *catalogue, const char *id);
int catalog_occupation(const struct catalogue *catalogue, const char *id);
const struct bank_entry *catalog_bank(const struct catalogue *catalogue,
    const char *id); /* "middle-1"; NULL when unknown */
/* The bank that a stage answers now. */
const struct bank_entry *
catalog_bank_for(const struct catalogue *catalogue, enum stage stage);

/*
 * The occupations nearest to one, nearest first: those that O*NET calls related
 * where its files were imported, else the most alike ones of the catalogue.
 */
struct links catalog_near(const struct occupation *occupation);

/* Letters for JSON and message ids: "R" … "C". */
extern const char *const letter_names[LETTERS];

extern const struct module catalog_module;

#endif
