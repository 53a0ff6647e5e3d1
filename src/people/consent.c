/*
 * Consents to what is optional, with the wording that was read. From fourteen
 * on a pupil gives it alone; below, a guardian does, and it is checked: the
 * guardian came in with a code that the school handed out, or a teacher holds
 * the signed form. Nothing is ever erased: a withdrawal is a fact of its own.
 */
#include "base/clock.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "paper/paper.h"
#include "people/inside.h"
#include "people/routes.h"

enum { OF_AGE = 14, GRADE_OF_AGE = 9, FORMS_MOST = 200 };

/* The words stand under "consent.<purpose>.<version>.…" in lang/. */
static const struct {
	const char *purpose, *version;
} versions[] = {
	{ "test", "1" },
};

const char *
consent_version(const char *purpose)
{
	size_t i;

	for (i = 0; i < sizeof versions / sizeof versions[0]; i++)
		if (text_is(versions[i].purpose, purpose))
			return versions[i].version;
	return NULL;
}

static const char *
wording_words(
    struct arena *arena, enum lang lang, const char *purpose, const char *part)
{
	return say(lang,
	    arena_printf(arena, "consent.%s.%s.%s", purpose,
		consent_version(purpose), part));
}

/* Who may give it */

/* Without a date of birth the grade decides: up to the eighth a guardian. */
bool
pupil_under_14(const struct pupil *pupil, int64_t now)
{
	struct date birth;

	if (pupil->birth != NULL && date_read(pupil->birth, &birth))
		return date_age(birth, date_in_seoul(now)) < OF_AGE;
	return pupil->grade < GRADE_OF_AGE;
}

enum consent_state
consent_state(
    struct db *db, const struct pupil *pupil, const char *purpose, int64_t now)
{
	bool young = pupil_under_14(pupil, now);

	if (db_any(db,
		"SELECT 1 FROM consent WHERE pupil = ? AND purpose = ? "
		"AND withdrawn IS NULL AND role >= ?",
		ARGS(ID(pupil->id), TEXT(purpose),
		    INT(young ? ROLE_GUARDIAN : ROLE_PUPIL))))
		return CONSENT_GIVEN;
	return young ? CONSENT_NEEDED_GUARDIAN : CONSENT_NEEDED;
}

_Static_assert((int)ROLE_PUPIL < (int)ROLE_GUARDIAN, "the order in the query");

const char *
consent_state_name(enum consent_state state)
{
	static const char *const names[] = {
		[CONSENT_GIVEN] = "given",
		[CONSENT_NEEDED] = "needed",
		[CONSENT_NEEDED_GUARDIAN] = "guardian",
	};

	return names[state];
}

/* Giving */

/* On paper it is the guardian of a young pupil who signs, else the pupil. */
static enum role
giver_of(const struct actor *actor, const struct pupil *pupil,
    const char *method, int64_t now)
{
	if (actor != NULL && text_is(method, "self"))
		return actor->role;
	return pupil_under_14(pupil, now) ? ROLE_GUARDIAN : ROLE_PUPIL;
}

int64_t
consent_give(struct db *db, int64_t now, const struct actor *actor,
    const struct pupil *pupil, const char *purpose, const char *method)
{
	enum role giver = giver_of(actor, pupil, method, now);
	int64_t id = id_new();
	char detail[64];

	/* how a guardian's own was checked: by the link */
	if (text_is(method, "self") && giver == ROLE_GUARDIAN)
		method = "link";
	db_do(db,
	    "INSERT INTO consent (id, region, pupil, purpose, wording, "
	    "method, role, actor, given) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    ARGS(ID(id), ID(pupil->region), ID(pupil->id), TEXT(purpose),
		TEXT(consent_version(purpose)), TEXT(method), INT(giver),
		INT(actor ? actor->account : 0), INT(now)));
	detail_id(detail, "consent", id);
	ledger_add(db, now,
	    &(struct ledger_entry){ .chain = pupil->region,
		.kind = "consent.given",
		.actor = actor,
		.pupil = pupil->id,
		.detail = detail });
	return id;
}

/* False after an answer. */
static bool
consent_fits(struct request *rq, const struct pupil *pupil)
{
	const enum role role = rq->actor.role;
	bool form = text_is(body_text(rq, "method"), "form");

	if (!text_is(body_text(rq, "wording"),
		consent_version(body_text(rq, "purpose"))))
		answer_error(rq, 409, "consent.outdated", NULL);
	else if (form != (role == ROLE_TEACHER))
		answer_field(rq, "method", "consent.method", NULL);
	else if (role == ROLE_PUPIL && pupil_under_14(pupil, rq->now))
		answer_error(rq, 403, "consent.guardian", NULL);
	return !answered(rq);
}

/* The one that holds already; given again it stays one. */
static int64_t
consent_held(struct request *rq, const struct pupil *pupil)
{
	return db_int(rq->db,
	    "SELECT id FROM consent WHERE pupil = ? "
	    "AND purpose = ? AND role = ? AND withdrawn IS NULL "
	    "ORDER BY given LIMIT 1",
	    ARGS(ID(pupil->id), TEXT(body_text(rq, "purpose")),
		INT(giver_of(
		    &rq->actor, pupil, body_text(rq, "method"), rq->now))),
	    0);
}

void
consent_enter(struct request *rq)
{
	struct pupil pupil;
	int64_t id;

	if (!pupil_of_request(rq, &pupil) || !consent_fits(rq, &pupil))
		return;
	id = consent_held(rq, &pupil);
	if (id == 0)
		id = consent_give(rq->db, rq->now, &rq->actor, &pupil,
		    body_text(rq, "purpose"), body_text(rq, "method"));
	put_id(answer(rq), "id", id);
}

/* The pupil, a guardian, or a teacher who was asked to. */
void
consent_withdraw(struct request *rq)
{
	int64_t id = path_id(rq, "consent");
	int64_t pupil = db_int(
	    rq->db, "SELECT pupil FROM consent WHERE id = ?", ARGS(ID(id)), 0);
	char detail[64];

	if (db_do(rq->db,
		"UPDATE consent SET withdrawn = ?, withdrawer = ? "
		"WHERE id = ? AND withdrawn IS NULL",
		ARGS(INT(rq->now), ID(rq->actor.account), ID(id))) != 1) {
		answer_error(rq, 409, "consent.withdrawn", NULL);
		return;
	}
	detail_id(detail, "consent", id);
	ledger_add(rq->db, rq->now,
	    &(struct ledger_entry){ .chain = pupil_region(rq->db, pupil),
		.kind = "consent.withdrawn",
		.actor = &rq->actor,
		.pupil = pupil,
		.detail = detail });
	answer_none(rq);
}

/* Showing */

void
consents_tell(struct request *rq, struct writer *writer, int64_t pupil)
{
	struct rows rows = db_ask(rq->db,
	    "SELECT id, purpose, wording, "
	    "method, role, given, withdrawn FROM consent WHERE pupil = ? "
	    "ORDER BY given DESC, id DESC",
	    ARGS(ID(pupil)));

	put_list(writer, "consents");
	while (rows_next(&rows)) {
		put_object(writer, NULL);
		put_id(writer, "id", rows_id(&rows, 0));
		put_text(writer, "purpose", rows_text(&rows, 1));
		put_text(writer, "wording", rows_text(&rows, 2));
		put_text(writer, "method", rows_text(&rows, 3));
		put_text(writer, "given_by",
		    role_text((enum role)rows_int(&rows, 4)));
		put_int(writer, "given", rows_int(&rows, 5));
		if (!rows_null(&rows, 6))
			put_int(writer, "withdrawn", rows_int(&rows, 6));
		put_object_end(writer);
	}
	put_list_end(writer);
}

void
consent_wording(struct request *rq)
{
	static const char *const parts[] = { "title", "text", "child" };
	const char *purpose = query_text(rq, "purpose");
	struct writer *writer = answer(rq);
	size_t i;

	put_text(writer, "purpose", purpose);
	put_text(writer, "version", consent_version(purpose));
	for (i = 0; i < sizeof parts / sizeof parts[0]; i++)
		put_text(writer, parts[i],
		    wording_words(rq->arena, rq->lang, purpose, parts[i]));
}

/* Forms on paper */

struct forms {
	const char *school, *class;
	size_t count;
	struct form {
		enum lang lang;
		const char *name, *number, *title, *text;
	} forms[FORMS_MOST];
};

static void
form_take(struct request *rq, struct forms *forms, int64_t id)
{
	struct form *form = &forms->forms[forms->count];
	struct pupil pupil;

	if (!pupil_load(rq->db, rq->arena, id, &pupil) ||
	    consent_state(rq->db, &pupil, "test", rq->now) !=
		CONSENT_NEEDED_GUARDIAN)
		return;
	form->lang = lang_from(pupil.lang);
	form->name = pupil.name;
	form->number = pupil.number ? id_text(rq->arena, pupil.number) : "";
	form->title = wording_words(rq->arena, form->lang, "test", "title");
	form->text = wording_words(rq->arena, form->lang, "test", "text");
	forms->count++;
}

static struct forms *
forms_read(struct request *rq)
{
	struct forms *forms = arena_alloc(rq->arena, sizeof *forms);
	int64_t ids[FORMS_MOST];
	size_t count = 0, i;
	struct rows rows = db_ask(rq->db,
	    "SELECT p.id, c.name, s.name "
	    "FROM class c JOIN school s ON s.id = c.school "
	    "LEFT JOIN pupil p ON p.class = c.id AND p.state = 'enrolled' "
	    "WHERE c.id = ? ORDER BY p.number, p.name, p.id",
	    ARGS(ID(path_id(rq, "class"))));

	while (count < FORMS_MOST && rows_next(&rows)) {
		forms->class = arena_text(rq->arena, rows_text(&rows, 1));
		forms->school = arena_text(rq->arena, rows_text(&rows, 2));
		ids[count++] = rows_id(&rows, 0);
	}
	rows_close(&rows);
	for (i = 0; i < count; i++)
		form_take(rq, forms, ids[i]);
	return forms;
}

/* The wording stays at home; the part below the line comes back. */
static void
form_lay_out(
    struct paper *paper, const struct forms *forms, const struct form *form)
{
	const char *const labels[] = {
		say(form->lang, "consent.form.guardian"),
		say(form->lang, "consent.form.relation"),
		say(form->lang, "consent.form.date"),
		say(form->lang, "consent.form.signature"),
	};

	paper_text(paper, PAPER_TITLE, form->title);
	paper_text(paper, PAPER_TEXT, form->text);
	paper_gap(paper, 12);
	paper_text(paper, PAPER_SMALL, say(form->lang, "consent.form.tear"));
	paper_rule(paper);
	paper_text(
	    paper, PAPER_HEADING, say(form->lang, "consent.form.heading"));
	paper_pair(
	    paper, say(form->lang, "consent.form.school"), forms->school);
	paper_pair(paper, say(form->lang, "consent.form.class"), forms->class);
	paper_pair(paper, say(form->lang, "consent.form.number"), form->number);
	paper_pair(paper, say(form->lang, "consent.form.pupil"), form->name);
	paper_text(paper, PAPER_TEXT, say(form->lang, "consent.form.agree"));
	paper_signature(paper, labels, sizeof labels / sizeof labels[0]);
}

void
consent_forms(struct request *rq)
{
	const struct forms *forms = forms_read(rq);
	struct paper *paper = paper_new(rq->arena,
	    &(struct paper_options){
		.title = say(rq->lang, "consent.form.heading"),
		.author = "Giljabi",
		.foot = forms->class,
		.lang = rq->lang });
	const char *bytes;
	size_t length, i;

	if (forms->count == 0)
		paper_text(
		    paper, PAPER_TEXT, say(rq->lang, "consent.form.nobody"));
	for (i = 0; i < forms->count; i++) {
		paper_part(paper, forms->class);
		form_lay_out(paper, forms, &forms->forms[i]);
	}
	if (paper_end(paper, &bytes, &length))
		answer_bytes(
		    rq, "application/pdf", bytes, length, "consent.pdf");
	else
		answer_error(rq, 503, "print", NULL);
}
