/*
 * Published banks: what is checked before one is, how it is found again. The
 * tables of a bank are costly to make and never change, so they are kept for the
 * life of the program, each once.
 */
#include "model/published.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/random.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "model/bank_file.h"
#include "model/model.h"

enum { BANKS_MOST = 64 };

/* What is kept */

static struct {
	pthread_mutex_t lock;
	int count;
	struct kept {
		char hash[HASH_HEX];
		struct interest_bank *bank;
		struct interest_table *table;
	} banks[BANKS_MOST];
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* NULL: not kept. What is kept stays. */
static const struct kept *
kept_find(const char *hash)
{
	const struct kept *found = NULL;
	int i;

	pthread_mutex_lock(&kept.lock);
	for (i = 0; found == NULL && i < kept.count; i++)
		if (text_is(kept.banks[i].hash, hash))
			found = &kept.banks[i];
	pthread_mutex_unlock(&kept.lock);
	return found;
}

static void
kept_free(struct kept *one)
{
	memory_give(one->bank);
	interest_table_free(one->table);
}

/* Takes it over. NULL: too many are kept. */
static const struct kept *
kept_add(struct kept *one)
{
	const struct kept *added = kept_find(one->hash);

	pthread_mutex_lock(&kept.lock);
	if (added == NULL && kept.count < BANKS_MOST) {
		kept.banks[kept.count] = *one;
		*one = (struct kept){ 0 };
		added = &kept.banks[kept.count++];
	}
	pthread_mutex_unlock(&kept.lock);
	kept_free(one);
	return added;
}

/* From a file to a bank */

static int
item_named(const struct bank_entry *base, const char *id)
{
	int i;

	for (i = 0; i < base->count; i++)
		if (text_is(base->items[i].id, id))
			return i;
	return -1;
}

static int
letter_named(const char *name)
{
	int letter;

	for (letter = 0; letter < LETTERS; letter++)
		if (text_is(letter_names[letter], name))
			return letter;
	return -1;
}

/* Where a file's items stand in the base's order; NULL, or what does not fit. */
static const char *
places_find(const struct bank_entry *base, const struct bank_file *file,
    int places[INTEREST_ITEMS])
{
	int i;

	if (file->bank.count != base->count)
		return "items";
	for (i = 0; i < base->count; i++) {
		const char *scale =
		    file->scale_names[file->bank.items[i].scale];

		places[i] = item_named(base, file->ids[i]);
		if (places[i] < 0 ||
		    letter_named(scale) != base->items[places[i]].letter)
			return file->ids[i];
	}
	return NULL;
}

static void
reach_move(const struct interest_reach *from, int scale,
    struct interest_reach *to, int letter)
{
	int level, stage;

	for (level = 0; level < INTEREST_LEVELS; level++)
		for (stage = 0; stage < INTEREST_STAGES; stage++)
			memcpy(to->at[level][stage][letter],
			    from->at[level][stage][scale],
			    sizeof to->at[level][stage][letter]);
}

/* The file's parameters in the order of the base's items and letters. */
static void
bank_arrange(const struct bank_file *file, const int places[INTEREST_ITEMS],
    struct interest_bank *out)
{
	const struct interest_bank *in = &file->bank;
	int letters[LETTERS] = { 0 }, i, j;

	*out = *in;
	for (i = 0; i < file->scales; i++)
		letters[i] = letter_named(file->scale_names[i]);
	for (i = 0; i < in->count; i++) {
		out->items[places[i]] = in->items[i];
		out->items[places[i]].scale = letters[in->items[i].scale];
		for (j = 0; j < in->count; j++)
			out->residual[places[i]][places[j]] =
			    in->residual[i][j];
	}
	for (i = 0; i < file->scales; i++)
		for (j = 0; j < file->scales; j++)
			out->correlation[letters[i]][letters[j]] =
			    in->correlation[i][j];
	for (i = 0; i < file->scales; i++)
		reach_move(&in->reach, i, &out->reach, letters[i]);
}

/* NULL when it is sound and kept, else the member or item that is not. */
static const char *
bank_keep(struct arena *arena, const struct bank_entry *base, const char *bytes,
    const char *hash, const struct kept **out)
{
	struct bank_file *file = arena_alloc(arena, sizeof *file);
	const char *what = bank_file_parse(arena, bytes, strlen(bytes), file);
	struct kept one = { 0 };
	int places[INTEREST_ITEMS];

	if (what == NULL)
		what = places_find(base, file, places);
	if (what != NULL)
		return what;
	snprintf(one.hash, sizeof one.hash, "%s", hash);
	one.bank = memory_get(sizeof *one.bank);
	if (one.bank != NULL) {
		bank_arrange(file, places, one.bank);
		one.table = interest_table_new(one.bank);
	}
	if (one.table == NULL) {
		kept_free(&one);
		return "correlation";
	}
	*out = kept_add(&one);
	return *out != NULL ? NULL : "items";
}

/* Finding */

static const struct bank_entry *
base_named(const struct catalogue *catalogue, const char *name)
{
	int row;

	for (row = catalogue->bank_count - 1; row >= 0; row--)
		if (text_is(catalogue->banks[row].name, name))
			return &catalogue->banks[row];
	return NULL;
}

static const struct kept *
bank_load(struct db *db, struct arena *arena, const struct bank_entry *base,
    const char *id, const char *hash)
{
	const struct kept *found = kept_find(hash);
	struct rows rows;

	if (found != NULL)
		return found;
	rows = db_ask(db, "SELECT file FROM bank WHERE id = ?", ARGS(TEXT(id)));
	if (!rows_next(&rows) ||
	    bank_keep(arena, base, rows_text(&rows, 0), hash, &found) != NULL)
		found = NULL;
	rows_close(&rows);
	return found;
}

/* The bank of a row of id, name, hash; takes the rows. */
static const struct bank_entry *
bank_take(struct db *db, struct arena *arena, const struct catalogue *catalogue,
    struct rows *rows)
{
	bool found = rows_next(rows);
	const char *id = found ? arena_text(arena, rows_text(rows, 0)) : NULL;
	const char *hash = found ? arena_text(arena, rows_text(rows, 2)) : NULL;
	const struct bank_entry *base = found
	    ? base_named(catalogue, rows_text(rows, 1))
	    : NULL;
	const struct kept *one;
	struct bank_entry *bank;

	rows_close(rows);
	one = base != NULL ? bank_load(db, arena, base, id, hash) : NULL;
	if (one == NULL)
		return NULL;
	bank = arena_alloc(arena, sizeof *bank);
	*bank = *base;
	bank->id = id;
	bank->bank = *one->bank;
	bank->table = one->table;
	return bank;
}

#define COLUMNS "SELECT id, name, hash FROM bank "

const struct bank_entry *
model_bank(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const char *id)
{
	const struct bank_entry *bank = catalog_bank(catalogue, id);
	struct rows rows;

	if (bank != NULL)
		return bank;
	rows = db_ask(db, COLUMNS "WHERE id = ?", ARGS(TEXT(id)));
	return bank_take(db, arena, catalogue, &rows);
}

const struct bank_entry *
model_bank_for(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, enum stage stage)
{
	const struct bank_entry *base = catalog_bank_for(catalogue, stage),
				*bank;
	struct rows rows = db_ask(db,
	    COLUMNS "WHERE name = ? AND retired IS NULL "
		    "ORDER BY version DESC LIMIT 1",
	    ARGS(TEXT(base->name)));

	bank = bank_take(db, arena, catalogue, &rows);
	return bank != NULL ? bank : base;
}

/* Publishing */

/* NULL, or the message id of what is wrong with the audit. */
static const char *
audit_problem(struct arena *arena, const char *audit, const char *hash)
{
	const json_t *json = json_read(arena, audit, strlen(audit));

	if (!text_is(json_string_value(json_object_get(json, "format")),
		"giljabi-audit-1"))
		return "bank.audit";
	if (!json_is_true(json_object_get(json, "passed")))
		return "bank.audit_failed";
	if (!text_is(json_string_value(json_object_get(
			 json_object_get(json, "bank"), "sha256")),
		hash))
		return "bank.audit_other";
	return NULL;
}

/* After the last one of the catalogue and of those published. */
static int64_t
version_next(struct db *db, const struct bank_entry *base)
{
	const char *dash = strrchr(base->id, '-');
	int64_t here = dash != NULL ? strtoll(dash + 1, NULL, 10) : 1;
	int64_t last = db_int(db,
	    "SELECT MAX(version) FROM bank WHERE name = ?",
	    ARGS(TEXT(base->name)), 0);

	return (last > here ? last : here) + 1;
}

static void
bank_tell(struct db *db, struct arena *arena, int64_t now,
    const struct actor *actor, const char *kind, const char *id)
{
	ledger_add(db, now,
	    &(struct ledger_entry){ .kind = kind,
		.actor = actor,
		.detail = arena_printf(arena, "{\"bank\":\"%s\"}", id) });
}

static const char *
bank_add(struct db *db, struct arena *arena, int64_t now,
    const struct actor *actor, const struct bank_entry *base,
    const struct publication *publication, const char *hash)
{
	int64_t version = version_next(db, base);
	const char *id = arena_printf(
	    arena, "%s-%lld", base->name, (long long)version);
	const json_t *json = json_read(
	    arena, publication->file, strlen(publication->file));

	db_do(db,
	    "INSERT INTO bank (id, name, version, people, file, hash, audit, "
	    "published, publisher) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    ARGS(TEXT(id), TEXT(base->name), INT(version),
		INT(json_integer_value(json_object_get(json, "people"))),
		TEXT(publication->file), TEXT(hash), TEXT(publication->audit),
		INT(now), ID(actor != NULL ? actor->account : 0)));
	bank_tell(db, arena, now, actor, "bank.published", id);
	return db_ok(db) ? id : NULL;
}

const char *
bank_publish(struct db *db, struct arena *arena, int64_t now,
    const struct actor *actor, const struct catalogue *catalogue,
    const struct publication *publication, const char **problem,
    const char **what)
{
	const struct bank_entry *base = base_named(
	    catalogue, publication->name);
	const struct kept *bank;
	char hash[HASH_HEX];

	*what = publication->name;
	*problem = "bank.no_base";
	if (base == NULL || !base->worded)
		return NULL;
	*problem = "bank.file";
	sha256_hex(publication->file, strlen(publication->file), hash);
	*what = bank_keep(arena, base, publication->file, hash, &bank);
	if (*what != NULL)
		return NULL;
	*problem = audit_problem(arena, publication->audit, hash);
	return *problem != NULL
	    ? NULL
	    : bank_add(db, arena, now, actor, base, publication, hash);
}

bool
bank_retire(struct db *db, struct arena *arena, int64_t now,
    const struct actor *actor, const char *id)
{
	if (db_do(db,
		"UPDATE bank SET retired = ? WHERE id = ? AND retired IS NULL",
		ARGS(INT(now), TEXT(id))) != 1)
		return false;
	bank_tell(db, arena, now, actor, "bank.retired", id);
	return true;
}

/* Listing */

static void
bank_write(struct writer *writer, const char *id, const char *name,
    const char *state, bool used)
{
	put_object(writer, NULL);
	put_text(writer, "id", id);
	put_text(writer, "name", name);
	put_text(writer, "state", state);
	put_bool(writer, "in_use", used);
}

static void
published_write(struct writer *writer, const struct rows *rows, bool used)
{
	bank_write(writer, rows_text(rows, 0), rows_text(rows, 1),
	    rows_int(rows, 4) ? "retired" : "published", used);
	put_int(writer, "people", rows_int(rows, 2));
	put_int(writer, "published", rows_int(rows, 3));
	if (rows_int(rows, 4))
		put_int(writer, "retired", rows_int(rows, 4));
	put_object_end(writer);
}

/* Newest first; the newest that is not retired is in use. */
static bool
versions_write(struct db *db, struct writer *writer, const char *name)
{
	struct rows rows = db_ask(db,
	    "SELECT id, name, people, published, COALESCE(retired, 0) "
	    "FROM bank WHERE name = ? ORDER BY version DESC LIMIT 100",
	    ARGS(TEXT(name)));
	bool used = false, uses;

	while (rows_next(&rows)) {
		uses = !used && rows_int(&rows, 4) == 0;
		published_write(writer, &rows, uses);
		used = used || uses;
	}
	return used;
}

void
banks_write(struct db *db, struct arena *arena, struct writer *writer)
{
	const struct catalogue *catalogue = catalog_hold(db, arena);
	int i;

	put_list(writer, "banks");
	for (i = 0; catalogue != NULL && i < catalogue->bank_count; i++) {
		const struct bank_entry *bank = &catalogue->banks[i];
		bool used;

		if (!bank->worded)
			continue;
		used = versions_write(db, writer, bank->name);
		bank_write(writer, bank->id, bank->name, "built_in",
		    !used && bank == base_named(catalogue, bank->name));
		put_object_end(writer);
	}
	put_list_end(writer);
}
