/*
 * Published banks in memory. The tables of a bank are costly to make and never
 * change, so they are kept for the life of the program, each once.
 */
#include "model/kept.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
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

/* With the lock held. NULL: not kept. What is kept stays. */
static const struct kept *
kept_search(const char *hash)
{
	int i;

	for (i = 0; i < kept.count; i++)
		if (text_is(kept.banks[i].hash, hash))
			return &kept.banks[i];
	return NULL;
}

static const struct kept *
kept_find(const char *hash)
{
	const struct kept *found;

	pthread_mutex_lock(&kept.lock);
	found = kept_search(hash);
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
	const struct kept *added;

	pthread_mutex_lock(&kept.lock);
	added = kept_search(one->hash);
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

int
item_named(const struct bank_entry *base, const char *id)
{
	int i;

	for (i = 0; i < base->count; i++)
		if (text_is(base->items[i].id, id))
			return i;
	return -1;
}

int
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

const char *
bank_check(struct arena *arena, const struct bank_entry *base,
    const char *bytes, const char *hash)
{
	const struct kept *bank;

	return bank_keep(arena, base, bytes, hash, &bank);
}

/* Finding */

const struct bank_entry *
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
	rows = db_ask(
	    db, "SELECT file FROM fitted WHERE id = ?", ARGS(TEXT(id)));
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

#define COLUMNS "SELECT id, name, hash FROM fitted "

const struct bank_entry *
model_bank(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const char *id)
{
	const struct bank_entry *bank = catalog_bank(catalogue, id);
	struct rows rows;

	if (bank != NULL)
		return bank;
	rows = db_ask(
	    db, COLUMNS "WHERE id = ? AND kind = 'bank'", ARGS(TEXT(id)));
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
