/*
 * How pupils come in: the card of the class, the devices, the picture PIN.
 *
 * A card carries a code of 26 letters, 130 bits of chance, so that nobody can
 * guess one; the store has its keyed hash alone, and entering costs
 * microseconds. But cards get lost, so a found one must not open a record that
 * is in use elsewhere:
 *
 *	a picture PIN was chosen    a device that came in before enters at
 *	                            once, any other is asked the PIN
 *	no PIN, nothing known       enters: the first device, or a tablet of
 *	                            the school that a class shares
 *	no PIN, this device known   enters
 *	no PIN, another is known    enters for 14 days from when the card was
 *	                            issued or the first device came, whichever
 *	                            is later; after them not, until a PIN is
 *	                            chosen on the known device or the teacher
 *	                            renews the card or forgets the devices
 *
 * Only the own device of a pupil is remembered (a lasting cookie, whose hash
 * with the pupil is a row). One of the school leaves no row and its sessions
 * are short. Whoever enters without a PIN is invited to choose one.
 */
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "people/inside.h"
#include "people/routes.h"

enum { PICTURES = 12, TAPS = 4, SETTLING_DAYS = 14 };
#define DEVICE_COOKIE "giljabi_device"
#define DEVICE_LASTS (400 * DAY / 1000) /* the most that browsers keep */

/* Codes */

/* The letter of Crockford's alphabet that is meant; 0: none. */
static char
letter_meant(char typed)
{
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

	if (typed >= 'a' && typed <= 'z')
		typed = (char)(typed - 'a' + 'A');
	if (typed == 'O')
		return '0';
	if (typed == 'I' || typed == 'L')
		return '1';
	return typed != '\0' && strchr(letters, typed) != NULL ? typed : 0;
}

bool
code_read(const char *typed, char code[static CODE_LETTERS + 1])
{
	size_t count = 0;

	for (; *typed != '\0'; typed++) {
		if (*typed == ' ' || *typed == '-')
			continue;
		if (count == CODE_LETTERS || letter_meant(*typed) == 0)
			return false;
		code[count++] = letter_meant(*typed);
	}
	code[count] = '\0';
	return count == CODE_LETTERS;
}

const char *
code_shown(struct arena *arena, const char *code)
{
	return arena_printf(arena, "%.5s-%.5s-%.5s-%.5s-%.6s", code, code + 5,
	    code + 10, code + 15, code + 20);
}

void
code_hash(const char *use, const char *code, char out[static 65])
{
	char text[96];

	snprintf(text, sizeof text, "%s:%s", use, code);
	secret_hash(text, out);
}

/* Cards */

void
card_keep(struct db *db, int64_t now, int64_t pupil, const struct actor *issuer,
    const char *code)
{
	char hash[HASH_HEX];

	code_hash("card", code, hash);
	db_do(db,
	    "INSERT INTO card (pupil, hash, issued, issuer) "
	    "VALUES (?, ?, ?, ?) ON CONFLICT (pupil) DO UPDATE SET "
	    "hash = excluded.hash, issued = excluded.issued, "
	    "issuer = excluded.issuer",
	    ARGS(ID(pupil), TEXT(hash), INT(now), ID(issuer->account)));
	session_end_all(db, pupil, 0);
	ledger_add(db, now,
	    &(struct ledger_entry){ .chain = pupil_region(db, pupil),
		.kind = "cards.printed",
		.actor = issuer,
		.pupil = pupil });
}

void
card_issue(struct db *db, int64_t now, int64_t pupil, int64_t issuer,
    char code[static 27])
{
	const struct actor actor = { .account = issuer, .role = ROLE_TEACHER };

	random_code(code, CODE_LETTERS);
	card_keep(db, now, pupil, &actor, code);
}

enum card_way
card_way(const struct card_facts *facts)
{
	if (facts->known)
		return CARD_OPEN;
	if (facts->pin)
		return CARD_PIN;
	return !facts->others || facts->now < facts->settled ? CARD_OPEN
							     : CARD_ELSEWHERE;
}

/* Devices */

/* The browser's own letters; NULL: it has none. */
static const char *
device_cookie(struct request *rq)
{
	const char *cookie = request_cookie(rq, DEVICE_COOKIE);
	char code[CODE_LETTERS + 1];

	if (cookie == NULL || !code_read(cookie, code))
		return NULL;
	return arena_text(rq->arena, code);
}

static void
device_hash(const char *cookie, int64_t pupil, char out[static HASH_HEX])
{
	char text[96];

	snprintf(text, sizeof text, "device:%s:%lld", cookie, (long long)pupil);
	secret_hash(text, out);
}

/* Knows the browser again, by the letters it has or new ones. */
static void
device_remember(struct request *rq, int64_t pupil)
{
	const char *cookie = device_cookie(rq);
	char code[CODE_LETTERS + 1], hash[HASH_HEX];

	if (cookie == NULL) {
		random_code(code, CODE_LETTERS);
		cookie = arena_text(rq->arena, code);
	}
	answer_cookie(rq, DEVICE_COOKIE, cookie, DEVICE_LASTS);
	device_hash(cookie, pupil, hash);
	db_do(rq->db,
	    "INSERT INTO device (hash, pupil, first, last) "
	    "VALUES (?, ?, ?, ?) "
	    "ON CONFLICT (hash) DO UPDATE SET last = excluded.last",
	    ARGS(TEXT(hash), ID(pupil), INT(rq->now), INT(rq->now)));
}

/* Entering */

static void
facts_read(struct card_facts *facts, const struct rows *rows)
{
	int64_t issued = rows_int(rows, 1), first = rows_int(rows, 3);

	facts->pin = rows_int(rows, 2) > 0;
	facts->others = first != 0;
	facts->known = rows_int(rows, 4) > 0;
	facts->settled = (issued > first ? issued : first) +
	    SETTLING_DAYS * DAY;
}

/* The pupil of a card and how things stand with the devices; 0: no card. */
static int64_t
card_find(struct request *rq, const char *hash, struct card_facts *facts)
{
	const char *cookie = device_cookie(rq);
	char device[HASH_HEX] = "";
	int64_t pupil = db_int(rq->db, "SELECT pupil FROM card WHERE hash = ?",
	    ARGS(TEXT(hash)), 0);
	struct rows rows;

	if (pupil == 0)
		return 0;
	if (cookie != NULL)
		device_hash(cookie, pupil, device);
	rows = db_ask(rq->db,
	    "SELECT c.pupil, c.issued, "
	    "(SELECT COUNT(*) FROM picture_pin p WHERE p.pupil = c.pupil), "
	    "(SELECT MIN(d.first) FROM device d WHERE d.pupil = c.pupil), "
	    "(SELECT COUNT(*) FROM device d WHERE d.hash = ?) "
	    "FROM card c WHERE c.pupil = ?",
	    ARGS(TEXT(device), ID(pupil)));
	if (rows_next(&rows))
		facts_read(facts, &rows);
	rows_close(&rows);
	facts->now = rq->now;
	return pupil;
}

static void
card_enter(struct request *rq, const struct pupil *pupil, bool partial)
{
	bool own = body_bool(rq, "own_device");

	session_begin(rq, rq->db,
	    &(struct session_new){ .account = pupil->id,
		.role = ROLE_PUPIL,
		.pupil = pupil->id,
		.region = pupil->region,
		.partial = partial,
		.lasts = own ? 90 * DAY : 2 * HOUR,
		.own_device = own,
		.device = device_words(rq) });
	if (own && !partial)
		device_remember(rq, pupil->id);
	session_answer(rq, rq->db);
}

void
session_card(struct request *rq)
{
	char code[CODE_LETTERS + 1], hash[HASH_HEX];
	struct card_facts facts = { 0 };
	struct pupil pupil;
	enum card_way way;

	if (!code_read(body_text(rq, "code"), code)) {
		answer_field(rq, "code", "card.form", NULL);
		return;
	}
	code_hash("card", code, hash);
	/* of one address twenty times as many: a school at its first hour */
	if (!throttle(rq, "card", hash, 10, 30))
		return;
	if (!pupil_load(
		rq->db, rq->arena, card_find(rq, hash, &facts), &pupil) ||
	    !pupil.enrolled) {
		answer_field(rq, "code", "card.unknown", NULL);
		return;
	}
	throttle_forgive(rq, "card", hash);
	way = card_way(&facts);
	if (way == CARD_ELSEWHERE)
		answer_error(rq, 403, "card.elsewhere", NULL);
	else
		card_enter(rq, &pupil, way == CARD_PIN);
}

/* The picture PIN */

/* False after an answer: not four of the twelve pictures. */
static bool
pin_hash(struct request *rq, char out[static HASH_HEX])
{
	json_t *list = body_json(rq, "pictures");
	json_int_t picture[TAPS];
	char text[96];
	size_t i;

	for (i = 0; i < TAPS; i++) {
		picture[i] = json_integer_value(json_array_get(list, i));
		if (picture[i] < 0 || picture[i] >= PICTURES) {
			answer_field(rq, "pictures", "pin.pictures", NULL);
			return false;
		}
	}
	snprintf(text, sizeof text, "pin:%lld:%d-%d-%d-%d",
	    (long long)rq->actor.pupil, (int)picture[0], (int)picture[1],
	    (int)picture[2], (int)picture[3]);
	secret_hash(text, out);
	return true;
}

static bool
session_is_own_device(struct request *rq)
{
	return db_any(rq->db,
	    "SELECT 1 FROM session WHERE id = ? AND own_device = 1",
	    ARGS(ID(rq->actor.session)));
}

void
session_pin(struct request *rq)
{
	const char *key = id_text(rq->arena, rq->actor.pupil);
	char hash[HASH_HEX];

	if (!pin_hash(rq, hash) || !throttle(rq, "pin", key, 5, 1))
		return;
	if (!db_any(rq->db,
		"SELECT 1 FROM picture_pin WHERE pupil = ? AND hash = ?",
		ARGS(ID(rq->actor.pupil), TEXT(hash)))) {
		answer_field(rq, "pictures", "pin.wrong", NULL);
		return;
	}
	throttle_forgive(rq, "pin", key);
	if (session_is_own_device(rq))
		device_remember(rq, rq->actor.pupil);
	if (rq->actor.partial)
		session_complete(rq, rq->db);
	session_answer(rq, rq->db);
}

void
session_pin_choose(struct request *rq)
{
	char hash[HASH_HEX];

	if (!pin_hash(rq, hash))
		return;
	db_do(rq->db,
	    "INSERT INTO picture_pin (pupil, hash, chosen) "
	    "VALUES (?, ?, ?) ON CONFLICT (pupil) DO UPDATE SET "
	    "hash = excluded.hash, chosen = excluded.chosen",
	    ARGS(ID(rq->actor.pupil), TEXT(hash), INT(rq->now)));
	ledger_add(rq->db, rq->now,
	    &(struct ledger_entry){ .chain = rq->actor.region,
		.kind = "pin.chosen",
		.actor = &rq->actor,
		.pupil = rq->actor.pupil });
	session_answer(rq, rq->db);
}

void
devices_forget(struct request *rq)
{
	struct pupil pupil;

	if (!pupil_of_request(rq, &pupil))
		return;
	db_do(rq->db, "DELETE FROM device WHERE pupil = ?", ARGS(ID(pupil.id)));
	db_do(rq->db, "DELETE FROM picture_pin WHERE pupil = ?",
	    ARGS(ID(pupil.id)));
	session_end_all(rq->db, pupil.id, 0);
	ledger_add(rq->db, rq->now,
	    &(struct ledger_entry){ .chain = pupil.region,
		.kind = "devices.forgotten",
		.actor = &rq->actor,
		.pupil = pupil.id });
	answer_none(rq);
}
