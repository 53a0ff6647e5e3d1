/*
 * The table of what is published: what is checked before a file is, taking it
 * back, and which versions there are.
 */
#include "model/published.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/random.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "model/audit_file.h"
#include "model/bank_file.h"
#include "model/kept.h"
#include "model/model_file.h"

/* Publishing */

/* What is about to be published, as far as it is known. */
struct release {
	struct db *db;
	struct arena *arena;
	const struct publication *publication;
	const struct bank_entry *base;
	const char *kind; /* "bank" or "model", by the file's format */
	const char *labels; /* NULL of a bank */
	int64_t people; /* that it was fitted to */
	char hash[HASH_HEX];
	const char *problem, *what;
};

static bool
refuse(struct release *release, const char *problem, const char *what)
{
	release->problem = arena_printf(
	    release->arena, "%s.%s", release->kind, problem);
	release->what = what;
	return false;
}

static bool
kind_find(struct release *release)
{
	const char *file = release->publication->file;
	const json_t *json = json_read(release->arena, file, strlen(file));
	const char *format = json_string_value(json_object_get(json, "format"));
	bool model = text_is(format, MODEL_FORMAT);
	const json_t *from = model ? json_object_get(json, "source") : json;

	release->kind = model ? "model" : "bank";
	if (!model && !text_is(format, BANK_FORMAT)) {
		release->problem = "published.file";
		release->what = "";
		return false;
	}
	release->people = json_integer_value(json_object_get(from, "people"));
	sha256_hex(file, strlen(file), release->hash);
	return true;
}

static bool
base_find(struct release *release, const struct catalogue *catalogue)
{
	const char *name = release->publication->name;

	release->base = base_named(catalogue, name);
	/* Nobody can be asked items without a wording, but may have answered. */
	if (release->base == NULL ||
	    (!release->base->worded && text_is(release->kind, "bank")))
		return refuse(release, "no_base", name);
	return true;
}

static bool
file_check(struct release *release, const struct catalogue *catalogue)
{
	const char *file = release->publication->file;
	const char *what, *problem = "file";

	if (text_is(release->kind, "model"))
		problem = model_check(release->arena, catalogue, release->base,
		    file, &what, &release->labels);
	else if ((what = bank_check(release->arena, release->base, file,
		      release->hash)) == NULL)
		problem = NULL;
	return problem == NULL || refuse(release, problem, what);
}

static bool
audit_check(struct release *release)
{
	const char *text = release->publication->audit;
	struct audit_file audit;

	if (!audit_file_parse(release->arena, text, strlen(text), &audit))
		return refuse(release, "audit", "");
	if (!audit.passed)
		return refuse(release, "audit_failed", "");
	if (!text_is(text_is(release->kind, "model") ? audit.model : audit.bank,
		release->hash))
		return refuse(release, "audit_other", "");
	return true;
}

/* After the last one of the catalogue and of those published. */
static int64_t
version_next(struct release *release, const char *name)
{
	const char *dash = strrchr(release->base->id, '-');
	int64_t here = text_is(release->kind, "model") ? 0
	    : dash != NULL ? strtoll(dash + 1, NULL, 10)
			   : 1;
	int64_t last = db_int(release->db,
	    "SELECT MAX(version) FROM fitted WHERE name = ?", ARGS(TEXT(name)),
	    0);

	return (last > here ? last : here) + 1;
}

static void
release_tell(struct db *db, struct arena *arena, int64_t now,
    const struct actor *actor, const char *kind, const char *what,
    const char *id)
{
	ledger_add(db, now,
	    &(struct ledger_entry){
		.kind = arena_printf(arena, "%s.%s", kind, what),
		.actor = actor,
		.detail = arena_printf(arena, "{\"%s\":\"%s\"}", kind, id) });
}

static const char *
release_add(struct release *release, int64_t now, const struct actor *actor)
{
	const char *base = release->base->name;
	const char *name = text_is(release->kind, "model")
	    ? arena_printf(release->arena, "%s-model", base)
	    : base;
	int64_t version = version_next(release, name);
	const char *id = arena_printf(
	    release->arena, "%s-%lld", name, (long long)version);

	db_do(release->db,
	    "INSERT INTO fitted (id, kind, name, base, version, people, file, "
	    "hash, labels, audit, published, publisher) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    ARGS(TEXT(id), TEXT(release->kind), TEXT(name), TEXT(base),
		INT(version), INT(release->people),
		TEXT(release->publication->file), TEXT(release->hash),
		TEXT(release->labels), TEXT(release->publication->audit),
		INT(now), ID(actor != NULL ? actor->account : 0)));
	release_tell(release->db, release->arena, now, actor, release->kind,
	    "published", id);
	return db_ok(release->db) ? id : NULL;
}

const char *
published_add(struct db *db, struct arena *arena, int64_t now,
    const struct actor *actor, const struct catalogue *catalogue,
    const struct publication *publication, const char **problem,
    const char **what)
{
	struct release release = {
		.db = db, .arena = arena, .publication = publication
	};
	const char *id = NULL;

	if (kind_find(&release) && base_find(&release, catalogue) &&
	    file_check(&release, catalogue) && audit_check(&release))
		id = release_add(&release, now, actor);
	*problem = release.problem;
	*what = release.what;
	return id;
}

bool
published_retire(struct db *db, struct arena *arena, int64_t now,
    const struct actor *actor, const char *id)
{
	const char *kind = db_text(
	    db, arena, "SELECT kind FROM fitted WHERE id = ?", ARGS(TEXT(id)));

	if (kind == NULL ||
	    db_do(db,
		"UPDATE fitted SET retired = ? "
		"WHERE id = ? AND retired IS NULL",
		ARGS(INT(now), TEXT(id))) != 1)
		return false;
	release_tell(db, arena, now, actor, kind, "retired", id);
	return true;
}

/* Listing */

static void
row_begin(struct writer *writer, const char *id, const char *kind,
    const char *name, const char *state, bool used)
{
	put_object(writer, NULL);
	put_text(writer, "id", id);
	put_text(writer, "kind", kind);
	put_text(writer, "name", name);
	put_text(writer, "state", state);
	put_bool(writer, "in_use", used);
}

static void
version_write(struct writer *writer, const struct rows *rows, const char *kind,
    const char *name, bool used)
{
	row_begin(writer, rows_text(rows, 0), kind, name,
	    rows_int(rows, 3) ? "retired" : "published", used);
	put_int(writer, "people", rows_int(rows, 1));
	put_int(writer, "published", rows_int(rows, 2));
	if (rows_int(rows, 3))
		put_int(writer, "retired", rows_int(rows, 3));
	put_object_end(writer);
}

/* Newest first; the newest that is not retired is in use. Is there one? */
static bool
versions_write(
    struct db *db, struct writer *writer, const char *kind, const char *name)
{
	struct rows rows = db_ask(db,
	    "SELECT id, people, published, COALESCE(retired, 0) FROM fitted "
	    "WHERE base = ? AND kind = ? ORDER BY version DESC LIMIT 100",
	    ARGS(TEXT(name), TEXT(kind)));
	bool used = false, uses;

	while (rows_next(&rows)) {
		uses = !used && rows_int(&rows, 3) == 0;
		version_write(writer, &rows, kind, name, uses);
		used = used || uses;
	}
	rows_close(&rows);
	return used;
}

static void
banks_write(
    struct db *db, struct writer *writer, const struct catalogue *catalogue)
{
	put_list(writer, "banks");
	for (int i = 0; i < catalogue->bank_count; i++) {
		const struct bank_entry *bank = &catalogue->banks[i];
		bool newest = bank == base_named(catalogue, bank->name);
		bool used = newest &&
		    versions_write(db, writer, "bank", bank->name);

		if (bank->worded) {
			row_begin(writer, bank->id, "bank", bank->name,
			    "built_in", newest && !used);
			put_object_end(writer);
		}
		if (newest)
			versions_write(db, writer, "model", bank->name);
	}
	put_list_end(writer);
}

void
published_write(struct db *db, struct arena *arena, struct writer *writer)
{
	const struct catalogue *catalogue = catalog_hold(db, arena);

	if (catalogue == NULL) {
		db_fail(db);
		return;
	}
	banks_write(db, writer, catalogue);
	put_list(writer, "names");
	for (int i = 0; i < catalogue->bank_count; i++)
		if (&catalogue->banks[i] ==
		    base_named(catalogue, catalogue->banks[i].name))
			put_text(writer, NULL, catalogue->banks[i].name);
	put_list_end(writer);
}
