/*
 * What the files of this room share. No other room includes it.
 *
 *	access.c         who reaches whom
 *	session.c        who is signed in, where; what a session answers
 *	password.c       staff: the first factor     totp.c  the second
 *	card.c           pupils: card, devices, picture PIN
 *	card_paper.c     the cards on paper
 *	guardian.c       guardians: the one-time code
 *	office.c         the office's own sign-in; office_provider.c knows its
 *	                 server, office_token.c proves its tokens,
 *	                 office_fetch.c talks to it (office.h)
 *	seal.c           what a browser keeps for us and cannot read or change
 *	pupil.c class.c place.c account.c consent.c   the nouns
 *	commands.c       giljabi account …
 */
#ifndef GILJABI_PEOPLE_INSIDE_H
#define GILJABI_PEOPLE_INSIDE_H

#include "http/http.h"
#include "people/people.h"
#include "store/store.h"

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

enum { CODE_LETTERS = 26 };

/* access.c */

/* The rule for lists of schools: within this region and office; 0: any. */
struct bounds {
	int64_t region, office;
};
struct bounds school_bounds(const struct actor *actor);

/* session.c */

/* Answers who rq->actor is now, and what is still missing. */
void session_answer(struct request *rq, struct db *db);
/* "Chrome · Windows", as the person reads it in the list. */
const char *device_words(struct request *rq);
/* password.c */

enum password_result { PASSWORD_RIGHT, PASSWORD_WRONG, PASSWORD_BUSY };
/*
 * hash NULL (no such login) takes the same work as a wrong password. Busy: too
 * many wait already, or there is no memory.
 */
enum password_result password_check(const char *hash, const char *password);
const char *password_decoy(void); /* what such a login is checked with */
/* Letters for a first password, 80 bits in groups; the arena's. */
const char *password_make(struct arena *arena);

/* totp.c */

enum { TOTP_BYTES = 20, TOTP_TEXT = 33, TOTP_SECONDS = 30 };
/* The code of a time step (RFC 6238 with SHA-1). */
void totp_code(const unsigned char *secret, size_t length, int64_t step,
    int digits, char out[static 9]);
/*
 * The step that a code of six digits fits, one step to either side allowed and
 * later than `used`; 0 when there is none.
 */
int64_t totp_step(const unsigned char *secret, size_t length, int64_t now,
    int64_t used, const char *code);
/* RFC 4648 without padding; out holds TOTP_TEXT for TOTP_BYTES. */
void base32_write(const unsigned char *bytes, size_t length, char *out);

/* card.c */

/*
 * Reads a code as people type it: case, spaces, hyphens do not matter, O is 0,
 * I and L are 1. False when it is not 26 letters of the alphabet.
 */
bool code_read(const char *typed, char code[static CODE_LETTERS + 1]);
/* Puts a card's code in force: the one before and its sessions end. */
void card_keep(struct db *db, int64_t now, int64_t pupil,
    const struct actor *issuer, const char *code);
/* In groups, as it stands on paper: "7K2M9-…"; the arena's. */
const char *code_shown(struct arena *arena, const char *code);
/* The keyed hash of a code; each use has hashes of its own. */
void code_hash(const char *use, const char *code, char out[static 65]);

/*
 * What a card opens, from the facts alone (see card.c). settled: until when
 * another device may come in while there is no PIN.
 */
struct card_facts {
	bool pin; /* one was chosen */
	bool known; /* this device came in before */
	bool others; /* another device came in before */
	int64_t settled, now;
};
enum card_way { CARD_OPEN, CARD_PIN, CARD_ELSEWHERE };
enum card_way card_way(const struct card_facts *facts);

/* office_fetch.c */

/* name=value, with & before where something stands already. */
void form_add(struct buffer *form, const char *name, const char *value);
/* With all but unreserved characters escaped. */
void form_escape(struct buffer *form, const char *text);

/* office.c */

bool office_configured(void);

/* pupil.c */

/* The chain of the ledger that a pupil's rows go to. */
int64_t pupil_region(struct db *db, int64_t pupil);

/* place.c */

struct catalogue;
/* places_seed from a catalogue at hand. */
bool catalogue_seed(struct db *db, const struct catalogue *catalogue);

/* account.c */

/* A new password; the second factor starts anew, sessions end. */
bool account_renew(struct db *db, int64_t now, const struct actor *actor,
    int64_t account, const char *hash);
/* state: "active" or "closed". */
bool account_set_state(struct db *db, int64_t now, const struct actor *actor,
    int64_t account, const char *state);
/* Three to a hundred characters without a space or a slash. */
bool login_fits(const char *login);
/* By name, as it stands in routes and commands; 0 when it is no staff role. */
enum role staff_role(const char *name);
const char *role_text(enum role role);

/* consent.c */

/* The version of a purpose's wording that holds now; NULL: no such purpose. */
const char *consent_version(const char *purpose);
bool pupil_under_14(const struct pupil *pupil, int64_t now);
const char *consent_state_name(enum consent_state state);
/* The list "consents" of a pupil. */
void consents_tell(struct request *rq, struct writer *writer, int64_t pupil);

#endif
