/*
 * A brief in words: what pages show, what is signed, what is printed. The
 * document of a signature is the same members in the language of the signer.
 */
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "guide/brief.h"
#include "guide/routes.h"
#include "ledger/ledger.h"

/* Moved since last time */

/* The answers of the last signed brief; where they are these, those before. */
static bool
sheet_before(struct db *db, struct arena *arena, const struct brief *brief,
    struct sheet *earlier)
{
	struct sheet now;
	int64_t last = db_int(db,
	    "SELECT sheet FROM brief WHERE pupil = ? "
	    "AND state = 'signed' AND sheet IS NOT NULL "
	    "ORDER BY version DESC LIMIT 1",
	    ARGS(ID(brief->pupil)), 0);

	if (last != 0 && last != brief->sheet)
		return sheet_load(db, arena, last, earlier);
	return sheet_load(db, arena, brief->sheet, &now) &&
	    sheet_finished(db, arena, brief->pupil, now.finished, earlier);
}

static bool
before_suggested(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct brief *brief,
    struct suggested *before)
{
	struct suggestion_input input;
	struct sheet earlier;

	if (brief->sheet == 0 || !sheet_before(db, arena, brief, &earlier) ||
	    !sheet_input(db, arena, catalogue, &earlier, true, &input))
		return false;
	suggest(arena, &input, before);
	return true;
}

int
brief_moved(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct brief *brief,
    struct moved moved[LETTERS])
{
	struct suggested now, before;
	int l;

	if (!brief_suggested(arena, brief, &now) || !now.ai ||
	    !before_suggested(db, arena, catalogue, brief, &before))
		return 0;
	for (l = 0; l < LETTERS; l++) {
		const struct interest_scale *a = &before.profile.scales[l];
		const struct interest_scale *b = &now.profile.scales[l];

		moved[l] = (struct moved){ l, a->score, b->score,
			b->score < a->low || b->score > a->high };
	}
	return LETTERS;
}

static void
moved_write(struct writer *writer, struct db *db, struct arena *arena,
    const struct brief_view *view)
{
	struct moved moved[LETTERS];
	int count, i;

	count = view->staff && view->pupil->ai
	    ? brief_moved(db, arena, view->catalogue, view->brief, moved)
	    : 0;
	put_list(writer, "moved");
	for (i = 0; i < count; i++) {
		put_object(writer, NULL);
		put_text(writer, "letter", letter_names[moved[i].letter]);
		put_text(writer, "name",
		    say(view->lang,
			arena_printf(arena, "letter.%s.name",
			    letter_names[moved[i].letter])));
		put_real(writer, "before", moved[i].before, 4);
		put_real(writer, "now", moved[i].now, 4);
		put_bool(writer, "beyond_band", moved[i].beyond_band);
		put_object_end(writer);
	}
	put_list_end(writer);
}

/* The teacher's part */

static const char *
member(json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static void
decisions_write(struct writer *writer, json_t *edits)
{
	const char *id;
	json_t *decision;

	put_list(writer, "decisions");
	json_object_foreach(json_object_get(edits, "decisions"), id, decision)
	{
		put_object(writer, NULL);
		put_text(writer, "suggestion", id);
		put_text(writer, "decision", member(decision, "decision"));
		put_text(writer, "reason", member(decision, "reason"));
		put_text(writer, "text", member(decision, "text"));
		put_object_end(writer);
	}
	put_list_end(writer);
}

static void
own_write(struct writer *writer, json_t *edits)
{
	json_t *own;
	size_t i;

	put_list(writer, "own");
	json_array_foreach(json_object_get(edits, "own"), i, own)
	{
		put_object(writer, NULL);
		put_text(writer, "id", member(own, "id"));
		put_text(writer, "kind", member(own, "kind"));
		put_text(writer, "name", member(own, "name"));
		put_text(writer, "text", member(own, "text"));
		put_object_end(writer);
	}
	put_list_end(writer);
}

/* "talk" and "teacher" are the teacher's own notes. */
static bool
section_is_staff(const char *id)
{
	return text_is(id, "talk") || text_is(id, "teacher");
}

static void
sections_write(struct writer *writer, json_t *edits, bool staff)
{
	const char *id;
	json_t *text;

	put_list(writer, "sections");
	json_object_foreach(json_object_get(edits, "sections"), id, text)
	{
		if (!staff && section_is_staff(id))
			continue;
		put_object(writer, NULL);
		put_text(writer, "id", id);
		put_text(writer, "text", json_string_value(text));
		put_object_end(writer);
	}
	put_list_end(writer);
}

/* The whole */

/* Suggestions made before the pupil refused AI are not told or signed after. */
static bool
refused_since(
    struct arena *arena, const struct brief *brief, const struct pupil *pupil)
{
	struct suggested suggested;

	return !pupil->ai && brief_suggested(arena, brief, &suggested) &&
	    suggested.ai;
}

/* What a draft may tell: who has refused AI since, the answers alone. */
static bool
suggested_for(struct db *db, struct arena *arena, const struct brief_view *view,
    struct suggested *suggested)
{
	struct suggestion_input input;
	struct sheet sheet;

	if (!refused_since(arena, view->brief, view->pupil))
		return brief_suggested(arena, view->brief, suggested);
	if (!sheet_load(db, arena, view->brief->sheet, &sheet) ||
	    !sheet_input(db, arena, view->catalogue, &sheet, false, &input))
		return false;
	suggest(arena, &input, suggested);
	return true;
}

/* Decisions on what the other list holds wait for that one. */
static void
decisions_prune(
    struct arena *arena, json_t *edits, const struct suggested *suggested)
{
	json_t *decisions = json_object_get(edits, "decisions"), *decision;
	const char *id;
	void *next;

	json_object_foreach_safe(decisions, next, id, decision)
	{
		if (!suggested_has(arena, suggested, id))
			json_object_del(decisions, id);
	}
}

static void
suggested_members(struct writer *writer, struct db *db, struct arena *arena,
    const struct brief_view *view, json_t *edits)
{
	struct suggested suggested;
	struct sheet sheet;

	if (!suggested_for(db, arena, view, &suggested)) {
		put_text(writer, "stage",
		    stage_name(stage_of_grade(view->pupil->grade)));
		put_bool(writer, "ai", view->pupil->ai);
		put_list(writer, "lists");
		put_list_end(writer);
		return;
	}
	decisions_prune(arena, edits, &suggested);
	if (sheet_load(db, arena, view->brief->sheet, &sheet))
		put_int(writer, "answered", sheet.finished);
	suggested_say(writer, arena, view->lang, view->catalogue, &suggested,
	    view->staff);
}

/* What was signed is shown as it was signed, whatever has changed since. */
static bool
signed_members(
    struct writer *writer, struct arena *arena, const struct brief_view *view)
{
	static const char *const names[] = { "pupil", "pupil_name",
		"class_name", "stage", "ai", "answered", "profile", "lists",
		"moved", "decisions", "own", "sections", "versions" };
	json_t *document = json_read(
	    arena, view->brief->document, strlen(view->brief->document));
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		json_t *value = json_object_get(document, names[i]);
		char *text = value ? json_dumps(value,
					 JSON_COMPACT | JSON_ENCODE_ANY |
					     JSON_REAL_PRECISION(8))
				   : NULL;

		if (text != NULL)
			put_raw(writer, names[i], text);
		memory_give(text);
	}
	return document != NULL;
}

static bool
list_name_is_staff(const char *name)
{
	int kind;

	for (kind = 0; kind < LISTS; kind++)
		if (text_is(list_names[kind], name))
			return list_is_staff((enum list_kind)kind);
	return false;
}

/* The suggestions among which one stands, and where. */
static json_t *
suggestions_with(json_t *lists, const char *id, size_t *at)
{
	json_t *list;
	size_t i;

	json_array_foreach(lists, i, list)
	{
		json_t *items = json_object_get(list, "suggestions");

		for (*at = 0; *at < json_array_size(items); ++*at)
			if (text_is(
				id, member(json_array_get(items, *at), "id")))
				return items;
	}
	return NULL;
}

/*
 * Of the lists what the teacher did not take out; of the decisions neither the
 * reasons for that nor what was made of the teacher's own lists.
 */
static void
lists_for_pupil(json_t *lists, json_t *decisions)
{
	size_t i, at = 0;

	for (i = json_array_size(lists); i-- > 0;)
		if (list_name_is_staff(
			member(json_array_get(lists, i), "kind")))
			json_array_remove(lists, i);
	for (i = json_array_size(decisions); i-- > 0;) {
		json_t *decision = json_array_get(decisions, i);
		json_t *items = suggestions_with(
		    lists, member(decision, "suggestion"), &at);
		bool out = text_is(member(decision, "decision"), "reject");

		if (items != NULL && out)
			json_array_remove(items, at);
		if (items == NULL || out)
			json_array_remove(decisions, i);
	}
}

/* The pupil's copy of a signed document: without what is for the teacher. */
static void
document_for_pupil(json_t *document)
{
	json_t *sections = json_object_get(document, "sections");
	size_t i;

	lists_for_pupil(json_object_get(document, "lists"),
	    json_object_get(document, "decisions"));
	for (i = json_array_size(sections); i-- > 0;)
		if (section_is_staff(member(json_array_get(sections, i), "id")))
			json_array_remove(sections, i);
	json_object_set_new(document, "moved", json_array());
}

/* A brief whose document is cut down to the pupil's copy. */
static struct brief
brief_for_pupil(struct arena *arena, const struct brief *brief)
{
	struct brief copy = *brief;
	json_t *document = json_read(
	    arena, brief->document, strlen(brief->document));
	char *text;

	document_for_pupil(document);
	text = json_dumps(document, JSON_COMPACT | JSON_REAL_PRECISION(8));
	copy.document = arena_text(arena, text ? text : "{}");
	memory_give(text);
	return copy;
}

void
brief_members(struct writer *writer, struct db *db, struct arena *arena,
    const struct brief_view *view)
{
	json_t *edits;
	const char *class_name;

	if (view->brief->is_signed) {
		struct brief_view shown = *view;
		struct brief cut;

		if (!view->staff) {
			cut = brief_for_pupil(arena, view->brief);
			shown.brief = &cut;
		}
		if (!signed_members(writer, arena, &shown))
			db_fail(db);
		return;
	}
	edits = json_read(
	    arena, view->brief->edits, strlen(view->brief->edits));
	if (refused_since(arena, view->brief, view->pupil))
		json_object_clear(json_object_get(edits, "decisions"));
	class_name = db_text(db, arena, "SELECT name FROM class WHERE id = ?",
	    ARGS(ID(view->pupil->class)));
	put_id(writer, "pupil", view->pupil->id);
	put_text(writer, "pupil_name", view->pupil->name);
	if (class_name != NULL)
		put_text(writer, "class_name", class_name);
	suggested_members(writer, db, arena, view, edits);
	moved_write(writer, db, arena, view);
	decisions_write(writer, edits);
	own_write(writer, edits);
	sections_write(writer, edits, view->staff);
}

const char *
brief_document(struct db *db, struct arena *arena,
    const struct brief_view *view, char hash[static 65])
{
	struct buffer text = { .limit = 1024 * 1024 };
	struct writer writer = { .out = &text };
	const char *kept = NULL;

	put_object(&writer, NULL);
	put_id(&writer, "brief", view->brief->id);
	put_text(&writer, "lang", lang_name(view->lang));
	put_text(&writer, "suggested", view->brief->suggested);
	brief_members(&writer, db, arena, view);
	put_object_end(&writer);
	if (!text.failed) {
		kept = arena_bytes(arena, text.data, text.length);
		sha256_hex(text.data, text.length, hash);
	}
	buffer_free(&text);
	return kept;
}

/* Signing */

static bool
view_of(struct db *db, struct arena *arena, enum lang lang,
    const struct brief *brief, struct pupil *pupil, struct brief_view *view)
{
	*view = (struct brief_view){ brief, pupil, catalog_hold(db, arena),
		lang, true };
	return view->catalogue != NULL &&
	    pupil_load(db, arena, brief->pupil, pupil);
}

void
brief_preview(struct request *rq)
{
	struct brief_view view;
	struct brief brief;
	struct pupil pupil;
	const char *document;
	char hash[HASH_HEX];
	struct writer *writer;

	if (!draft_of_request(rq, &brief))
		return;
	if (!view_of(rq->db, rq->arena, rq->lang, &brief, &pupil, &view) ||
	    (document = brief_document(rq->db, rq->arena, &view, hash)) ==
		NULL) {
		answer_error(rq, 503, "catalogue", NULL);
		return;
	}
	pupil_looked_at(rq, &pupil, "brief.looked");
	writer = answer(rq);
	put_text(writer, "hash", hash);
	put_raw(writer, "document", document);
}

static bool
brief_keep(struct db *db, int64_t now, const struct brief *brief,
    const struct actor *signer, const char *document, const char *hash,
    int64_t version)
{
	return db_do(db,
		   "UPDATE brief SET state = 'signed', version = ?, "
		   "document = ?, hash = ?, signer = ?, signed = ?, changed = ? "
		   "WHERE id = ? AND state = 'draft'",
		   ARGS(INT(version), TEXT(document), TEXT(hash),
		       ID(signer->account), INT(now), INT(now),
		       ID(brief->id))) == 1;
}

static void
signature_told(struct db *db, struct arena *arena, int64_t now,
    const struct brief *brief, const struct actor *signer, const char *hash,
    int64_t version)
{
	ledger_add(db, now,
	    &(struct ledger_entry){ .chain = brief->region,
		.kind = "brief.signed",
		.actor = signer,
		.pupil = brief->pupil,
		.detail = arena_printf(arena,
		    "{\"brief\":\"%lld\",\"version\":%lld,\"hash\":\"%s\"}",
		    (long long)brief->id, (long long)version, hash) });
}

static int64_t
version_next(struct db *db, int64_t pupil)
{
	return 1 +
	    db_int(db,
		"SELECT COALESCE(MAX(version), 0) FROM brief "
		"WHERE pupil = ?",
		ARGS(ID(pupil)), 0);
}

/* wanted: the hash of what the signer saw; NULL signs what is there. */
static bool
brief_sign_as(struct db *db, struct arena *arena, int64_t now,
    const struct brief *brief, const struct actor *signer, enum lang lang,
    const char *wanted, char hash[static 65])
{
	struct brief_view view;
	struct pupil pupil;
	const char *document;
	int64_t version;

	if (!view_of(db, arena, lang, brief, &pupil, &view) ||
	    refused_since(arena, brief, &pupil) ||
	    (document = brief_document(db, arena, &view, hash)) == NULL ||
	    (wanted != NULL && !text_is(wanted, hash)))
		return false;
	version = version_next(db, brief->pupil);
	if (!brief_keep(db, now, brief, signer, document, hash, version))
		return false;
	signature_told(db, arena, now, brief, signer, hash, version);
	return db_ok(db);
}

bool
brief_sign(struct db *db, struct arena *arena, int64_t now, int64_t id,
    const struct actor *signer, const char *hash)
{
	struct brief brief;
	char kept[HASH_HEX];

	return brief_load(db, arena, id, &brief) && !brief.is_signed &&
	    brief_sign_as(db, arena, now, &brief, signer, LANG_KO, hash, kept);
}

void
brief_sign_it(struct request *rq)
{
	struct brief brief;
	char hash[HASH_HEX];
	struct writer *writer;

	if (!draft_of_request(rq, &brief))
		return;
	if (!brief_sign_as(rq->db, rq->arena, rq->now, &brief, &rq->actor,
		rq->lang, body_text(rq, "hash"), hash)) {
		answer_error(rq, 409, "brief.moved", NULL);
		return;
	}
	writer = answer(rq);
	put_int(writer, "version", version_next(rq->db, brief.pupil) - 1);
	put_int(writer, "signed", rq->now);
	put_text(writer, "hash", hash);
}
