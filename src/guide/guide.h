/*
 * Guidance: the interest test, the profile, suggestions with their reasons, the
 * brief that a teacher changes and signs.
 */
#ifndef GILJABI_GUIDE_H
#define GILJABI_GUIDE_H

#include "catalog/catalog.h"
#include "model/model.h"
#include "people/people.h"

/*
 * What suggestions are computed from. No database: all that they depend on is
 * here, so the same answers, model, catalogue and program give the same bytes.
 */
struct suggestion_input {
	const struct catalogue *catalogue;
	const struct bank_entry *bank;
	const struct model_entry *model; /* NULL: the catalogue alone */
	enum model_list list; /* of the model's two */
	const char *answers; /* digits in the bank's order */
	unsigned notices;
	enum stage stage;
	int grade, semester; /* semester of the school year, 1 or 2 */
	bool ai; /* false: the answers as they are, no more */
};

/* For the demonstration province: a finished sheet and, wanted, a signed brief. */
int64_t sheet_add(struct db *db, int64_t now, const struct pupil *pupil,
    const struct bank_entry *bank, const char *answers, const char *times,
    int64_t finished);
int64_t brief_draft(
    struct db *db, struct arena *arena, int64_t now, const struct pupil *pupil);
bool brief_sign(struct db *db, struct arena *arena, int64_t now, int64_t brief,
    const struct actor *signer, const char *hash);

/*
 * Ids of the catalogue's fields among the newest suggestions, best first;
 * answers how many: none without a finished test, or for who refuses AI.
 */
enum { LIKED_FIELDS = 10 };
int liked_fields(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct pupil *pupil,
    const char *fields[static LIKED_FIELDS]);

extern const struct module guide_module;

#endif
