/*
 * The brief: what was suggested, what the teacher made of it, what was signed.
 *
 * edits is JSON: {"decisions":{"majors:nursing":{"decision":…,"reason":…,
 * "text":…}},"own":[{"id":…,"kind":…,"name":…,"text":…}],"sections":{"talk":…}}
 */
#ifndef GILJABI_BRIEF_H
#define GILJABI_BRIEF_H

#include "guide/sheet.h"
#include "guide/suggest.h"

struct brief {
	int64_t id, region, pupil, sheet, version, signer;
	int64_t created, changed, signed_at; /* 0: not signed */
	bool is_signed;
	const char *suggested; /* canonical JSON, or "" */
	const char *edits;
	const char *document, *hash; /* NULL until signed */
	const char *signer_name;
};

bool
brief_load(struct db *db, struct arena *arena, int64_t id, struct brief *brief);
/* A route's {brief}; answers 404 itself. */
bool brief_of_request(struct request *rq, struct brief *brief);
/* As brief_of_request, and still a draft; answers 409 itself. */
bool draft_of_request(struct request *rq, struct brief *brief);
/* False: no answers yet, so nothing was suggested. */
bool brief_suggested(struct arena *arena, const struct brief *brief,
    struct suggested *suggested);

/* The letters that moved since the last signed brief, or the sheet before. */
struct moved {
	int letter;
	double before, now;
	bool beyond_band;
};
int brief_moved(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct brief *brief,
    struct moved moved[LETTERS]);

/*
 * The members of a brief as pages, papers and signatures have it: from profile
 * to versions. staff: with what is for the teacher alone.
 */
struct brief_view {
	const struct brief *brief;
	const struct pupil *pupil;
	const struct catalogue *catalogue;
	enum lang lang;
	bool staff;
};
void brief_members(struct writer *writer, struct db *db, struct arena *arena,
    const struct brief_view *view);

/* The document that a signature keeps now; the arena's. NULL: too large. */
const char *brief_document(struct db *db, struct arena *arena,
    const struct brief_view *view, char hash[static 65]);

#endif
