/*
 * Rows of the chain: written behind the head of their chain, read again from
 * the first. The head row is what two writers of a chain meet at; whoever comes
 * second waits for the first to commit.
 */
#include "ledger/ledger.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/progress.h"
#include "base/random.h"
#include "base/text.h"
#include "module.h"

const char *const ledger_kinds[] = { "account.closed", "account.linked",
	"account.made", "account.opened", "account.reset", "account.secured",
	"ai.refused", "ai.taken", "bank.published", "bank.retired",
	"brief.changed", "brief.exported", "brief.looked", "brief.signed",
	"brief.suggested", "calendar.made", "cards.printed", "class.exported",
	"class.looked", "class.wished", "consent.given", "consent.withdrawn",
	"devices.forgotten", "event.cancelled", "event.changed",
	"event.exported", "guardian.invited", "guardian.joined", "import.done",
	"model.published", "model.retired", "needs.changed", "pin.chosen",
	"programme.changed", "record.looked", "result.looked", "roll.looked",
	"roll.marked", "roll.missing", "round.announced", "round.changed",
	"round.drawn", "round.exported", "round.frozen", "round.made",
	"round.numbered", "round.published", "round.thawed", "round.withdrawn",
	"seat.accepted", "seat.declined", "seat.lapsed", "seat.moved",
	"site.changed", "suggestion.shown", NULL };

#define FIRST "0000000000000000000000000000000000000000000000000000000000000000"

struct row {
	int64_t chain, seq, at, actor, role, pupil;
	const char *kind, *detail, *previous;
};

static void
row_hash(const struct row *row, char out[static HASH_HEX])
{
	struct buffer text = { 0 };
	struct writer writer = { .out = &text };

	put_list(&writer, NULL);
	put_text(&writer, NULL, row->previous);
	put_int(&writer, NULL, row->chain);
	put_int(&writer, NULL, row->seq);
	put_int(&writer, NULL, row->at);
	put_text(&writer, NULL, row->kind);
	put_id(&writer, NULL, row->actor);
	put_int(&writer, NULL, row->role);
	put_id(&writer, NULL, row->pupil);
	put_text(&writer, NULL, row->detail);
	put_list_end(&writer);
	if (text.failed)
		out[0] = '\0';
	else
		sha256_hex(text.data, text.length, out);
	buffer_free(&text);
}

static bool
kind_known(const char *kind)
{
	const char *const *known;

	for (known = ledger_kinds; *known != NULL; known++)
		if (text_is(*known, kind))
			return true;
	return false;
}

/* The place behind the head, and the hash that stands there now. */
static void
head_take(struct db *db, struct row *row, char previous[static HASH_HEX])
{
	struct rows rows = db_ask(db,
	    "INSERT INTO ledger_head (chain, seq, hash) VALUES (?, 1, ?) "
	    "ON CONFLICT (chain) DO UPDATE SET seq = ledger_head.seq + 1 "
	    "RETURNING seq, hash",
	    ARGS(INT(row->chain), TEXT(FIRST)));

	previous[0] = '\0';
	if (rows_next(&rows)) {
		row->seq = rows_int(&rows, 0);
		snprintf(previous, HASH_HEX, "%s", rows_text(&rows, 1));
	}
	rows_close(&rows);
	row->previous = previous;
}

void
ledger_add(struct db *db, int64_t now, const struct ledger_entry *entry)
{
	const struct actor *actor = entry->actor;
	char previous[HASH_HEX], hash[HASH_HEX];
	struct row row = {
		.chain = entry->chain,
		.at = now,
		.kind = entry->kind,
		.actor = actor ? actor->account : 0,
		.role = actor ? (int64_t)actor->role : 0,
		.pupil = entry->pupil,
		.detail = entry->detail ? entry->detail : "{}",
	};

	if (!kind_known(entry->kind)) {
		db_fail(db);
		return;
	}
	head_take(db, &row, previous);
	row_hash(&row, hash);
	if (hash[0] == '\0') {
		db_fail(db);
		return;
	}
	db_do(db,
	    "INSERT INTO ledger (chain, seq, at, kind, actor, role, "
	    "pupil, detail, previous, hash) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    ARGS(INT(row.chain), INT(row.seq), INT(row.at), TEXT(row.kind),
		ID(row.actor), INT(row.role), ID(row.pupil), TEXT(row.detail),
		TEXT(row.previous), TEXT(hash)));
	db_do(db, "UPDATE ledger_head SET hash = ? WHERE chain = ?",
	    ARGS(TEXT(hash), INT(row.chain)));
}

struct telling {
	int64_t now;
	const struct ledger_entry *entry;
};

static bool
tell_write(struct db *db, void *with)
{
	const struct telling *telling = with;

	ledger_add(db, telling->now, telling->entry);
	return db_ok(db);
}

bool
ledger_tell(struct store *store, int64_t now, const struct ledger_entry *entry)
{
	struct telling telling = { now, entry };

	return store_write(store, tell_write, &telling) == WRITE_DONE;
}

bool
ledger_has(struct db *db, int64_t pupil, const char *kind, int64_t actor,
    int64_t since)
{
	return db_any(db,
	    "SELECT 1 FROM ledger WHERE pupil = ? AND at >= ? "
	    "AND kind = ? AND (actor = ? OR ? = 0) LIMIT 1",
	    ARGS(ID(pupil), INT(since), TEXT(kind), INT(actor), INT(actor)));
}

/* Where the reading of the chains stands. */
struct check {
	struct db *db;
	int64_t chain; /* of the row before; -1: none yet */
	int64_t seq;
	char hash[HASH_HEX];
	int64_t bad_chain, bad_seq;
};

static bool
check_fails(struct check *check, int64_t chain, int64_t seq)
{
	check->bad_chain = chain;
	check->bad_seq = seq;
	return false;
}

/* The chain that ended has to end where its head says. */
static bool
check_head(struct check *check)
{
	struct rows rows;
	bool whole = false;

	if (check->chain < 0)
		return true;
	rows = db_ask(check->db,
	    "SELECT seq, hash FROM ledger_head WHERE chain = ?",
	    ARGS(INT(check->chain)));
	if (rows_next(&rows))
		whole = rows_int(&rows, 0) == check->seq &&
		    text_is(rows_text(&rows, 1), check->hash);
	rows_close(&rows);
	return whole || check_fails(check, check->chain, check->seq + 1);
}

static bool
check_row(struct check *check, const struct rows *rows)
{
	struct row row = {
		.chain = rows_int(rows, 0),
		.seq = rows_int(rows, 1),
		.at = rows_int(rows, 2),
		.kind = rows_text(rows, 3),
		.actor = rows_id(rows, 4),
		.role = rows_int(rows, 5),
		.pupil = rows_id(rows, 6),
		.detail = rows_text(rows, 7),
		.previous = rows_text(rows, 8),
	};
	char hash[HASH_HEX];

	if (row.chain != check->chain) {
		if (!check_head(check))
			return false;
		check->chain = row.chain;
		check->seq = 0;
		snprintf(check->hash, HASH_HEX, "%s", FIRST);
	}
	if (row.seq != check->seq + 1)
		return check_fails(check, row.chain, check->seq + 1);
	row_hash(&row, hash);
	if (!text_is(row.previous, check->hash) ||
	    !text_is(rows_text(rows, 9), hash))
		return check_fails(check, row.chain, row.seq);
	check->seq = row.seq;
	snprintf(check->hash, HASH_HEX, "%s", hash);
	return true;
}

/* A chain whose rows are all gone still has its head. */
static bool
check_empty(struct check *check)
{
	int64_t chain = db_int(check->db,
	    "SELECT h.chain FROM ledger_head h WHERE NOT EXISTS (SELECT 1 "
	    "FROM ledger l WHERE l.chain = h.chain) ORDER BY h.chain LIMIT 1",
	    NO_ARGS, -1);

	return chain < 0 || check_fails(check, chain, 1);
}

bool
ledger_verify(struct db *db, struct progress *progress, int64_t *chain,
    int64_t *seq, int64_t *count)
{
	struct check check = { .db = db, .chain = -1 };
	bool whole = true;
	struct rows rows;

	*count = 0;
	progress_step(progress, "ledger.verifying",
	    db_int(db, "SELECT COALESCE(SUM(seq), 0) FROM ledger_head", NO_ARGS,
		0));
	rows = db_ask(db,
	    "SELECT chain, seq, at, kind, actor, role, pupil, "
	    "detail, previous, hash FROM ledger ORDER BY chain, seq",
	    NO_ARGS);
	while (whole && rows_next(&rows)) {
		whole = check_row(&check, &rows);
		*count += whole;
		progress_add(progress, 1);
	}
	rows_close(&rows);
	progress_end(progress);
	whole = whole && check_head(&check) && check_empty(&check);
	*chain = check.bad_chain;
	*seq = check.bad_seq;
	return whole && db_ok(db);
}
