/*
 * The ledger: who saw, suggested, changed, signed, consented or exported what,
 * as rows of a hash chain that shows tampering. Every room writes to it in the
 * same transaction as the fact itself.
 */
#ifndef GILJABI_LEDGER_H
#define GILJABI_LEDGER_H

#include "http/http.h"
#include "store/store.h"

struct ledger_entry {
	int64_t chain; /* the region's id; 0: the province */
	const char *kind; /* "brief.signed", from ledger_kinds */
	const struct actor *actor; /* NULL: the system */
	int64_t
	    pupil; /* whose record; the class of "class.looked"; 0: nobody's */
	const char *detail; /* canonical JSON object; NULL: {} */
};

/* The kinds that are known; words in lang/ under "ledger.<kind>". */
extern const char *const ledger_kinds[];

/* A failure fails the handle, and so the whole transaction. */
void ledger_add(struct db *db, int64_t now, const struct ledger_entry *entry);

/*
 * A fact of a read, in a write of its own. False: it could not be written down,
 * so what it tells of must not be shown.
 */
bool
ledger_tell(struct store *store, int64_t now, const struct ledger_entry *entry);

/* Was this written of the pupil since then? actor 0: by anybody. */
bool ledger_has(struct db *db, int64_t pupil, const char *kind, int64_t actor,
    int64_t since);

/*
 * Goes through every chain. True when whole. Else *chain and *seq name the
 * first row that does not fit (changed, missing, added), by chain, then seq.
 */
struct progress;
bool ledger_verify(struct db *db, struct progress *progress, int64_t *chain,
    int64_t *seq, int64_t *rows);

extern const struct module ledger_module;

#endif
