/*
 * The vault: what must not be joined to suggestions, lists or exports. A fact
 * is one row; a set of needs or groups is one row of bits.
 */
#include "base/text.h"
#include "ledger/ledger.h"
#include "people/people.h"
#include "people/routes.h"

const char *const need_names[NEEDS + 1] = { "step_free", "sign_language",
	"captions", "easy_words", "companion", "food", "medicine", NULL };
const char *const group_names[GROUPS + 1] = { "care", "special", "migrant",
	"rural", NULL };

static unsigned
bits_get(struct db *db, int64_t pupil, const char *kind)
{
	return (unsigned)db_int(db,
	    "SELECT CAST(value AS BIGINT) FROM vault "
	    "WHERE pupil = ? AND kind = ?",
	    ARGS(ID(pupil), TEXT(kind)), 0);
}

static void
bits_set(struct db *db, int64_t pupil, const char *kind, unsigned bits)
{
	if (bits == 0)
		db_do(db, "DELETE FROM vault WHERE pupil = ? AND kind = ?",
		    ARGS(ID(pupil), TEXT(kind)));
	else
		db_do(db,
		    "INSERT INTO vault (pupil, kind, value) "
		    "VALUES (?, ?, CAST(CAST(? AS BIGINT) AS TEXT)) "
		    "ON CONFLICT (pupil, kind) DO UPDATE "
		    "SET value = excluded.value",
		    ARGS(ID(pupil), TEXT(kind), INT(bits)));
}

unsigned
vault_needs(struct db *db, int64_t pupil)
{
	return bits_get(db, pupil, "needs");
}

unsigned
vault_groups(struct db *db, int64_t pupil)
{
	return bits_get(db, pupil, "groups");
}

void
vault_needs_set(struct db *db, int64_t pupil, unsigned needs)
{
	bits_set(db, pupil, "needs", needs);
}

void
vault_groups_set(struct db *db, int64_t pupil, unsigned groups)
{
	bits_set(db, pupil, "groups", groups);
}

struct rows
vault_groups_ask(struct db *db, int64_t region)
{
	return db_ask(db,
	    "SELECT v.pupil, CAST(v.value AS BIGINT) FROM vault v "
	    "JOIN pupil p ON p.id = v.pupil "
	    "WHERE v.kind = 'groups' AND p.region = ? ORDER BY v.pupil",
	    ARGS(ID(region)));
}

/* Doors: needs only. Groups have none. */

void
needs_show(struct request *rq)
{
	struct pupil pupil;
	struct writer *writer;
	unsigned needs;
	int i;

	if (!pupil_of_request(rq, &pupil))
		return;
	pupil_looked_at(rq, &pupil, "record.looked");
	needs = vault_needs(rq->db, pupil.id);
	writer = answer(rq);
	put_list(writer, "needs");
	for (i = 0; i < NEEDS; i++)
		if ((needs >> i & 1) != 0)
			put_text(writer, NULL, need_names[i]);
	put_list_end(writer);
}

/* Which bit a name is; -1: none. */
static int
name_bit(const char *const *names, const char *name)
{
	int i;

	for (i = 0; names[i] != NULL; i++)
		if (text_is(names[i], name))
			return i;
	return -1;
}

/* False: a name that is unknown or came twice was answered. */
static bool
needs_of_body(struct request *rq, unsigned *needs)
{
	json_t *list = body_json(rq, "needs"), *name;
	size_t i;

	*needs = 0;
	json_array_foreach(list, i, name)
	{
		int bit = name_bit(need_names, json_string_value(name));

		if (bit < 0 || (*needs >> bit & 1) != 0) {
			answer_field(rq,
			    arena_printf(rq->arena, "needs.%zu", i),
			    bit < 0 ? "field.choice" : "field.twice", NULL);
			return false;
		}
		*needs |= 1u << bit;
	}
	return true;
}

/* The ledger is told that they changed, never which they are. */
void
needs_change(struct request *rq)
{
	struct pupil pupil;
	unsigned needs;

	if (!pupil_of_request(rq, &pupil) || !needs_of_body(rq, &needs))
		return;
	if (needs != vault_needs(rq->db, pupil.id)) {
		vault_needs_set(rq->db, pupil.id, needs);
		ledger_add(rq->db, rq->now,
		    &(struct ledger_entry){ .chain = pupil.region,
			.kind = "needs.changed",
			.actor = &rq->actor,
			.pupil = pupil.id });
	}
	answer_none(rq);
}
