/*
 * From answers to a signed brief, over HTTP: the test, drafts, signatures, the
 * pupil's copy, what the ledger has of it, the province at a glance, a night's
 * run that was cut off. Over SQLite, then over the server of
 * GILJABI_TEST_POSTGRES if there is one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/command.h"
#include "base/text.h"
#include "guide/guide.h"
#include "guide/routes.h"
#include "ledger/ledger.h"
#include "model/model.h"
#include "module.h"
#include "people/test_town.h"

enum { ITEMS = 48, CODE = 27 };

static const struct module *const rooms[] = { &http_module, &ledger_module,
	&catalog_module, &people_module, &model_module, &guide_module, NULL };

static const char secret[] =
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

struct scene {
	struct bed *bed;
	struct town town;
	char code[CODE]; /* of pupil 0 */
	struct server *server;
	struct visitor *teacher, *pupil;
	struct arena *arena;
};

static bool
card_make(struct db *db, void *with)
{
	struct scene *scene = with;

	card_issue(db, clock_now(), scene->town.pupils[0], scene->town.homeroom,
	    scene->code);
	return db_ok(db);
}

static struct visitor *
staff_in(struct scene *scene, const char *login)
{
	struct visitor *visitor = visitor_new(scene->server);
	char body[200];

	snprintf(body, sizeof body, "{\"login\":\"%s\",\"password\":\"%s\"}",
	    login, TOWN_PASSWORD);
	assert_int_equal(
	    visitor_ask(visitor, "POST", "/api/session/password", body), 200);
	return visitor;
}

static void
scene_open(struct scene *scene, void **state)
{
	char body[200];

	*scene = (struct scene){ .bed = *state, .arena = arena_new(1 << 24) };
	town_make(scene->bed, &scene->town);
	assert_true(store_migrate(scene->bed->store, rooms));
	assert_int_equal(
	    store_write(scene->bed->store, card_make, scene), WRITE_DONE);
	scene->server = server_start(
	    &(struct server_options){ .listen = "127.0.0.1:0",
		.store = scene->bed->store,
		.modules = rooms,
		.reach = people_reach,
		.secret = secret,
		.check_answers = true,
		.rate = 100000,
		.drain_seconds = 2 });
	assert_non_null(scene->server);
	scene->teacher = staff_in(scene, "homeroom");
	scene->pupil = visitor_new(scene->server);
	snprintf(body, sizeof body, "{\"code\":\"%s\",\"own_device\":true}",
	    scene->code);
	assert_int_equal(
	    visitor_ask(scene->pupil, "POST", "/api/session/card", body), 200);
}

static void
scene_close(struct scene *scene)
{
	visitor_free(scene->teacher);
	visitor_free(scene->pupil);
	server_stop(scene->server);
	arena_free(scene->arena);
}

/* Asking; a path with an id in it */

static const char *
at_id(struct scene *scene, const char *before, int64_t id, const char *after)
{
	return arena_printf(
	    scene->arena, "%s%lld%s", before, (long long)id, after);
}

static int64_t
got_id(const struct visitor *visitor, const char *member)
{
	int64_t id = 0;

	assert_true(
	    text_to_int(visitor_got(visitor, member), 1, INT64_MAX, &id));
	return id;
}

/* How often a text stands in the last answer. */
static size_t
seen(const struct visitor *visitor, const char *text)
{
	size_t length;

	return count_of(visitor_body(visitor, &length), text);
}

static int64_t
told(struct scene *scene, const char *kind)
{
	return look(scene->bed, "SELECT COUNT(*) FROM ledger WHERE kind = ?",
	    ARGS(TEXT(kind)));
}

/* Facts put in place */

struct answering {
	struct scene *scene;
	int64_t finished, sheet;
	int turn;
};

static bool
answers_write(struct db *db, void *with)
{
	struct answering *answering = with;
	struct arena *arena = arena_new(1 << 20);
	const struct catalogue *catalogue = catalog_hold(db, arena);
	char answers[ITEMS + 1] = "", times[2 * ITEMS] = "";
	struct pupil pupil;
	int i;

	assert_true(
	    pupil_load(db, arena, answering->scene->town.pupils[0], &pupil));
	for (i = 0; i < ITEMS; i++) {
		answers[i] = (char)('1' + (i + answering->turn) % 6 * 4 / 5);
		times[2 * i] = '0';
		times[2 * i + 1] = i + 1 < ITEMS ? ' ' : '\0';
	}
	answering->sheet = sheet_add(db, answering->finished - 1, &pupil,
	    catalog_bank(catalogue, "middle-1"), answers, times,
	    answering->finished);
	arena_free(arena);
	return db_ok(db);
}

/* A finished sheet of pupil 0; another turn, other answers. */
static int64_t
answered_at(struct scene *scene, int64_t finished, int turn)
{
	struct answering answering = { scene, finished, 0, turn };

	assert_int_equal(
	    store_write(scene->bed->store, answers_write, &answering),
	    WRITE_DONE);
	return answering.sheet;
}

static bool
consent_write(struct db *db, void *with)
{
	const struct scene *scene = with;
	struct arena *arena = arena_new(1 << 16);
	struct pupil pupil;

	assert_true(pupil_load(db, arena, scene->town.pupils[0], &pupil));
	consent_give(db, clock_now(), NULL, &pupil, "test", "form");
	arena_free(arena);
	return db_ok(db);
}

/* The test */

static int
answer_item(struct scene *scene, int64_t sheet, const char *item)
{
	return visitor_ask(scene->pupil, "PUT",
	    arena_printf(scene->arena, "/api/sheets/%lld/answers/%s",
		(long long)sheet, item),
	    "{\"value\":3,\"milliseconds\":10}");
}

static int
finish(struct scene *scene, int64_t sheet, const char *body)
{
	return visitor_ask(scene->pupil, "POST",
	    at_id(scene, "/api/sheets/", sheet, "/finish"), body);
}

/* Asked items as the last answer of the server names them. */
static int
items_got(struct scene *scene, const char *list, const char **items, int count)
{
	const char *id;
	int i;

	for (i = 0; count < ITEMS; i++, count++) {
		id = visitor_got(scene->pupil,
		    arena_printf(scene->arena, "%s.%d.id", list, i));
		if (id[0] == '\0')
			break;
		items[count] = arena_text(scene->arena, id);
	}
	return count;
}

static int64_t
test_begin(struct scene *scene, const char **items, int *count)
{
	assert_int_equal(
	    visitor_ask(scene->pupil, "POST", "/api/test", "{\"lang\":\"ko\"}"),
	    200);
	assert_string_equal(visitor_got(scene->pupil, "state"), "running");
	*count = items_got(scene, "items", items, 0);
	return got_id(scene->pupil, "sheet");
}

static void
answers_are_kept_and_notices_told(void **state)
{
	const char *items[ITEMS];
	struct scene scene;
	int64_t sheet;
	int count, i;

	scene_open(&scene, state);
	assert_int_equal(
	    visitor_ask(scene.pupil, "POST", "/api/test", "{\"lang\":\"ko\"}"),
	    409);
	assert_string_equal(visitor_wrong(scene.pupil), "test.consent");
	assert_int_equal(
	    store_write(scene.bed->store, consent_write, &scene), WRITE_DONE);
	sheet = test_begin(&scene, items, &count);
	assert_int_equal(answer_item(&scene, sheet, "nothing"), 404);
	for (i = 0; i < 5; i++) {
		assert_int_equal(answer_item(&scene, sheet, items[i]), 200);
		count = items_got(&scene, "more", items, count);
	}
	assert_int_equal(
	    test_begin(&scene, items, &count), sheet); /* goes on */
	assert_string_equal(visitor_got(scene.pupil, "answered"), "5");
	assert_int_equal(finish(&scene, sheet, "{}"), 409);
	assert_string_equal(visitor_wrong(scene.pupil), "test.unanswered");
	for (; i < count; i++) {
		assert_int_equal(answer_item(&scene, sheet, items[i]), 200);
		count = items_got(&scene, "more", items, count);
	}
	assert_in_range(count, 12, 24);
	assert_int_equal(finish(&scene, sheet, "{}"), 200);
	assert_string_equal(visitor_got(scene.pupil, "finished"), "false");
	assert_int_equal(seen(scene.pupil, "\"same\",\"fast\""), 1);
	assert_int_equal(finish(&scene, sheet, "{\"anyway\":true}"), 200);
	assert_string_equal(visitor_got(scene.pupil, "finished"), "true");
	assert_int_equal(answer_item(&scene, sheet, items[0]), 409);
	assert_int_equal(
	    look(scene.bed,
		"SELECT COUNT(*) FROM sheet "
		"WHERE id = ? AND finished IS NOT NULL AND notices <> 0",
		ARGS(ID(sheet))),
	    1);
	scene_close(&scene);
}

static void
a_withdrawn_consent_stops_the_test(void **state)
{
	const char *items[ITEMS];
	struct scene scene;
	int64_t sheet;
	int count;

	scene_open(&scene, state);
	assert_int_equal(
	    store_write(scene.bed->store, consent_write, &scene), WRITE_DONE);
	sheet = test_begin(&scene, items, &count);
	must(scene.bed, "UPDATE consent SET withdrawn = given", NO_ARGS);
	assert_int_equal(answer_item(&scene, sheet, items[0]), 409);
	assert_string_equal(visitor_wrong(scene.pupil), "test.consent");
	assert_int_equal(
	    visitor_ask(scene.pupil, "GET", "/api/test", NULL), 200);
	assert_string_equal(visitor_got(scene.pupil, "state"), "consent");
	scene_close(&scene);
}

static void
a_sheet_whose_bank_is_gone_gives_way(void **state)
{
	const char *items[ITEMS];
	struct scene scene;
	int64_t old;
	int count;

	scene_open(&scene, state);
	assert_int_equal(
	    store_write(scene.bed->store, consent_write, &scene), WRITE_DONE);
	old = test_begin(&scene, items, &count);
	must(scene.bed,
	    "UPDATE sheet SET bank = 'middle-0', answers = '000', "
	    "started = started - 1000",
	    NO_ARGS);
	assert_int_equal(
	    visitor_ask(scene.pupil, "GET", "/api/test", NULL), 200);
	assert_string_equal(visitor_got(scene.pupil, "state"), "ready");
	assert_int_not_equal(test_begin(&scene, items, &count), old);
	assert_int_not_equal(test_begin(&scene, items, &count), old);
	assert_int_equal(
	    look(scene.bed, "SELECT COUNT(*) FROM sheet", NO_ARGS), 2);
	scene_close(&scene);
}

/* Drafts */

static int64_t
draft_open(struct scene *scene)
{
	assert_int_equal(
	    visitor_ask(scene->teacher, "POST",
		at_id(scene, "/api/pupils/", scene->town.pupils[0], "/briefs"),
		NULL),
	    200);
	return got_id(scene->teacher, "id");
}

static int
brief_put(
    struct scene *scene, int64_t brief, const char *what, const char *body)
{
	return visitor_ask(scene->teacher, "PUT",
	    at_id(scene, "/api/briefs/", brief, what), body);
}

static void
decide(struct scene *scene, int64_t brief, const char *suggestion,
    const char *body)
{
	assert_int_equal(
	    brief_put(scene, brief,
		arena_printf(scene->arena, "/suggestions/%s", suggestion),
		body),
	    200);
}

/* The id of a suggestion in the draft that was opened last. */
static const char *
suggestion_in(struct scene *scene, const char *kind)
{
	int i;

	for (i = 0; i < 10; i++)
		if (text_is(visitor_got(scene->teacher,
				arena_printf(scene->arena, "lists.%d.kind", i)),
			kind))
			return arena_text(scene->arena,
			    visitor_got(scene->teacher,
				arena_printf(scene->arena,
				    "lists.%d.suggestions.0.id", i)));
	fail_msg("no list %s", kind);
	return NULL;
}

static const char *
preview_hash(struct scene *scene, int64_t brief)
{
	assert_int_equal(
	    visitor_ask(scene->teacher, "GET",
		at_id(scene, "/api/briefs/", brief, "/preview"), NULL),
	    200);
	return arena_text(scene->arena, visitor_got(scene->teacher, "hash"));
}

static int
sign(struct scene *scene, int64_t brief, const char *hash)
{
	return visitor_ask(scene->teacher, "POST",
	    at_id(scene, "/api/briefs/", brief, "/sign"),
	    arena_printf(scene->arena, "{\"hash\":\"%s\"}", hash));
}

static void
signed_now(struct scene *scene, int64_t brief, const char *version)
{
	assert_int_equal(sign(scene, brief, preview_hash(scene, brief)), 200);
	assert_string_equal(visitor_got(scene->teacher, "version"), version);
}

static void
a_draft_follows_until_it_is_touched(void **state)
{
	const int64_t now = clock_now();
	struct scene scene;
	int64_t brief, sheet;

	scene_open(&scene, state);
	brief = draft_open(&scene);
	assert_int_equal(told(&scene, "brief.suggested"), 0);
	answered_at(&scene, now + 1, 1);
	sheet = answered_at(&scene, now + 2, 2);
	assert_int_equal(draft_open(&scene), brief);
	assert_string_equal(
	    visitor_got(scene.teacher, "newer_answers"), "false");
	assert_int_equal(told(&scene, "brief.suggested"), 1);
	decide(&scene, brief, suggestion_in(&scene, "fields"),
	    "{\"decision\":\"keep\"}");
	answered_at(&scene, now + 3, 3);
	draft_open(&scene);
	assert_string_equal(
	    visitor_got(scene.teacher, "newer_answers"), "true");
	assert_int_equal(look(scene.bed, "SELECT sheet FROM brief WHERE id = ?",
			     ARGS(ID(brief))),
	    sheet);
	scene_close(&scene);
}

static void
who_refuses_ai_is_obeyed(void **state)
{
	struct scene scene;
	const char *hash;
	int64_t brief;

	scene_open(&scene, state);
	answered_at(&scene, clock_now(), 0);
	brief = draft_open(&scene);
	decide(&scene, brief, suggestion_in(&scene, "fields"),
	    "{\"decision\":\"keep\"}");
	must(scene.bed, "UPDATE pupil SET ai = 0", NO_ARGS);
	assert_int_equal(visitor_ask(scene.teacher, "GET",
			     at_id(&scene, "/api/briefs/", brief, ""), NULL),
	    200);
	assert_string_equal(visitor_got(scene.teacher, "ai"), "false");
	assert_int_equal(seen(scene.teacher, "\"lists\":[]"), 1);
	assert_int_equal(seen(scene.teacher, "\"decisions\":[]"), 1);
	hash = preview_hash(&scene, brief);
	assert_int_equal(sign(&scene, brief, hash), 409);
	assert_int_equal(draft_open(&scene), brief);
	assert_int_equal(look(scene.bed,
			     "SELECT COUNT(*) FROM brief "
			     "WHERE edits LIKE '{\"decisions\":{},%'",
			     NO_ARGS),
	    1);
	signed_now(&scene, brief, "1");
	scene_close(&scene);
}

static void
a_signature_holds_what_was_shown(void **state)
{
	struct scene scene;
	const char *hash;
	int64_t brief, next;

	scene_open(&scene, state);
	answered_at(&scene, clock_now(), 0);
	brief = draft_open(&scene);
	hash = preview_hash(&scene, brief);
	assert_int_equal(brief_put(&scene, brief, "/sections/summary",
			     "{\"text\":\"새 글\"}"),
	    200);
	assert_int_equal(sign(&scene, brief, hash), 409);
	assert_string_equal(visitor_wrong(scene.teacher), "brief.moved");
	signed_now(&scene, brief, "1");
	assert_int_equal(
	    brief_put(&scene, brief, "/sections/summary", "{\"text\":\"\"}"),
	    409);
	assert_string_equal(visitor_wrong(scene.teacher), "brief.signed");
	next = draft_open(&scene);
	assert_int_not_equal(next, brief);
	signed_now(&scene, next, "2");
	assert_int_equal(told(&scene, "brief.signed"), 2);
	assert_int_equal(told(&scene, "brief.changed"), 1);
	scene_close(&scene);
}

static void
the_pupil_reads_the_own_copy(void **state)
{
	struct scene scene;
	const char *fields, *starters, *path;
	int64_t brief;

	scene_open(&scene, state);
	answered_at(&scene, clock_now() - 1000, 0);
	brief = draft_open(&scene);
	path = at_id(&scene, "/api/briefs/", brief, "");
	assert_int_equal(visitor_ask(scene.pupil, "GET", path, NULL), 404);
	fields = suggestion_in(&scene, "fields");
	starters = suggestion_in(&scene, "starters");
	decide(&scene, brief, fields,
	    "{\"decision\":\"reject\",\"reason\":\"왜냐하면\"}");
	decide(&scene, brief, starters,
	    "{\"decision\":\"change\",\"text\":\"교사만\"}");
	brief_put(&scene, brief, "/sections/talk", "{\"text\":\"교사만\"}");
	brief_put(
	    &scene, brief, "/sections/agreed", "{\"text\":\"둘이 정한 것\"}");
	signed_now(&scene, brief, "1");
	assert_int_equal(visitor_ask(scene.teacher, "GET", path, NULL), 200);
	assert_int_equal(seen(scene.teacher, "\"kind\":\"starters\""), 1);
	assert_int_equal(seen(scene.teacher, "교사만"), 2);
	assert_true(seen(scene.teacher, fields) > 1);
	assert_int_equal(visitor_ask(scene.pupil, "GET", path, NULL), 200);
	assert_int_equal(seen(scene.pupil, "\"kind\":\"starters\""), 0);
	assert_int_equal(seen(scene.pupil, "\"kind\":\"checks\""), 0);
	assert_int_equal(seen(scene.pupil, "교사만"), 0);
	assert_int_equal(seen(scene.pupil, "왜냐하면"), 0);
	assert_int_equal(seen(scene.pupil, fields), 0);
	assert_int_equal(seen(scene.pupil, "둘이 정한 것"), 1);
	scene_close(&scene);
}

static void
letters_move_since_the_last_brief(void **state)
{
	const int64_t now = clock_now();
	struct scene scene;

	scene_open(&scene, state);
	answered_at(&scene, now - 3000, 0);
	draft_open(&scene);
	assert_int_equal(seen(scene.teacher, "\"moved\":[]"), 1);
	signed_now(&scene, got_id(scene.teacher, "id"), "1");
	answered_at(&scene, now - 2000, 3);
	answered_at(&scene, now - 1000, 0); /* as at the signature */
	draft_open(&scene);
	assert_int_equal(seen(scene.teacher, "\"before\""), LETTERS);
	assert_int_equal(seen(scene.teacher, "\"beyond_band\":true"), 0);
	scene_close(&scene);
}

/* The ledger */

static int
paper_of(struct scene *scene, int64_t brief)
{
	return visitor_ask(scene->teacher, "GET",
	    at_id(scene, "/api/briefs/", brief, "/paper"), NULL);
}

static void
looks_and_exports_are_rows(void **state)
{
	struct scene scene;
	const char *result, *class;
	int64_t brief;

	scene_open(&scene, state);
	answered_at(&scene, clock_now(), 0);
	brief = draft_open(&scene);
	assert_int_equal(told(&scene, "brief.looked"), 1);
	assert_int_equal(paper_of(&scene, brief), 200);
	assert_int_equal(paper_of(&scene, brief), 200);
	assert_int_equal(told(&scene, "brief.exported"), 2);
	result = at_id(&scene, "/api/pupils/", scene.town.pupils[0], "/result");
	assert_int_equal(visitor_ask(scene.pupil, "GET", result, NULL), 200);
	assert_int_equal(visitor_ask(scene.pupil, "GET", result, NULL), 200);
	assert_int_equal(told(&scene, "suggestion.shown"), 1);
	must(scene.bed, "UPDATE pupil SET ai = 0", NO_ARGS);
	visitor_ask(scene.pupil, "GET", result, NULL);
	assert_int_equal(told(&scene, "suggestion.shown"), 2);
	assert_int_equal(told(&scene, "result.looked"), 0);
	assert_int_equal(visitor_ask(scene.teacher, "GET", result, NULL), 200);
	assert_int_equal(told(&scene, "result.looked"), 1);
	class = at_id(&scene, "/api/classes/", scene.town.classes[0], "");
	assert_int_equal(visitor_ask(scene.teacher, "GET", class, NULL), 200);
	assert_int_equal(visitor_ask(scene.teacher, "GET", class, NULL), 200);
	assert_int_equal(told(&scene, "class.looked"), 1);
	scene_close(&scene);
}

/* The province at a glance */

static bool
crowd_write(struct db *db, void *with)
{
	const struct scene *scene = with;
	int i;

	for (i = 0; i < 2; i++)
		pupil_add(db, 1,
		    &(struct pupil_new){ .region = scene->town.regions[0],
			.school = scene->town.schools[0],
			.class = scene->town.classes[0],
			.year = 2026,
			.grade = 8,
			.name = "한나라" });
	return db_ok(db);
}

static void
few_pupils_are_not_told(void **state)
{
	struct scene scene;
	struct visitor *supervisor;

	scene_open(&scene, state);
	answered_at(&scene, clock_now(), 0);
	supervisor = staff_in(&scene, "supervisor");
	assert_int_equal(
	    visitor_ask(supervisor, "GET", "/api/overview", NULL), 200);
	assert_int_equal(seen(supervisor, "\"id\""), 1);
	assert_string_equal(visitor_got(supervisor, "rows.0.schools"), "2");
	assert_string_equal(visitor_got(supervisor, "rows.0.pupils"), "3");
	assert_int_equal(seen(supervisor, "\"few\":true"), 1);
	assert_int_equal(seen(supervisor, "\"answered\""), 0);
	assert_int_equal(
	    store_write(scene.bed->store, crowd_write, &scene), WRITE_DONE);
	visitor_ask(supervisor, "GET", "/api/overview", NULL);
	assert_int_equal(seen(supervisor, "\"few\":false"), 1);
	assert_int_equal(seen(supervisor, "\"answered\":0.2"), 2);
	/* a school of another office in the region is not counted */
	must(scene.bed, "UPDATE school SET office = ? WHERE id = ?",
	    ARGS(ID(scene.town.offices[1]), ID(scene.town.schools[0])));
	visitor_ask(supervisor, "GET", "/api/overview", NULL);
	assert_string_equal(visitor_got(supervisor, "rows.0.schools"), "1");
	assert_string_equal(visitor_got(supervisor, "rows.0.pupils"), "0");
	assert_int_equal(
	    visitor_ask(supervisor, "GET",
		at_id(&scene, "/api/overview/", scene.town.regions[0], ""),
		NULL),
	    200);
	assert_int_equal(seen(supervisor, "\"few\":true"), 1);
	assert_int_equal(
	    visitor_ask(supervisor, "GET",
		at_id(&scene, "/api/overview/", scene.town.regions[1], ""),
		NULL),
	    404);
	visitor_free(supervisor);
	scene_close(&scene);
}

/* A night's run */

static int
run_brief(struct scene *scene, const char *out)
{
	const struct command *const lists[] = { guide_commands, NULL };
	const char *const words[] = { "giljabi", "brief", "--all", "--format",
		"json", "--threads", "2", "--out", out, "--db",
		scene->bed->url };
	char *argv[COUNT(words)];
	size_t i;

	for (i = 0; i < COUNT(words); i++)
		argv[i] = arena_text(scene->arena, words[i]);
	return command_run(lists, (int)COUNT(words), argv);
}

static bool
all_answer(struct db *db, void *with)
{
	const struct scene *scene = with;
	size_t i;

	for (i = 1; i < COUNT(scene->town.pupils); i++)
		db_do(db,
		    "INSERT INTO sheet (id, region, pupil, bank, lang, "
		    "year, grade, answers, times, notices, started, finished) "
		    "SELECT ?, region, ?, bank, lang, year, grade, answers, "
		    "times, notices, started, finished FROM sheet "
		    "WHERE pupil = ?",
		    ARGS(ID(id_new()), ID(scene->town.pupils[i]),
			ID(scene->town.pupils[0])));
	return db_ok(db);
}

static char *
file_text(struct scene *scene, const char *path, long *length)
{
	FILE *file = fopen(path, "r");
	char *text = arena_alloc(scene->arena, 1 << 20);

	assert_non_null(file);
	*length = (long)fread(text, 1, (1 << 20) - 1, file);
	fclose(file);
	return text;
}

static void
a_run_goes_on_behind_the_last_whole_line(void **state)
{
	struct scene scene;
	const char *out, *path, *whole, *again;
	long length, resumed;

	scene_open(&scene, state);
	answered_at(&scene, clock_now(), 0);
	assert_int_equal(
	    store_write(scene.bed->store, all_answer, &scene), WRITE_DONE);
	out = arena_printf(scene.arena, "%s/out", scene.bed->folder);
	path = arena_printf(scene.arena, "%s/briefs.jsonl", out);
	assert_int_equal(run_brief(&scene, out), EXIT_DONE);
	whole = file_text(&scene, path, &length);
	assert_int_equal(count_of(whole, "\n"), COUNT(scene.town.pupils));
	assert_int_equal(truncate(path, length * 2 / 3), 0);
	assert_int_equal(run_brief(&scene, out), EXIT_DONE);
	again = file_text(&scene, path, &resumed);
	assert_int_equal(resumed, length);
	assert_string_equal(again, whole);
	assert_int_equal(told(&scene, "brief.exported"), 2);
	unlink(path);
	rmdir(out);
	scene_close(&scene);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(BOTH, answers_are_kept_and_notices_told),
		CASE(BOTH, a_withdrawn_consent_stops_the_test),
		CASE(BOTH, a_sheet_whose_bank_is_gone_gives_way),
		CASE(BOTH, a_draft_follows_until_it_is_touched),
		CASE(BOTH, who_refuses_ai_is_obeyed),
		CASE(BOTH, a_signature_holds_what_was_shown),
		CASE(BOTH, the_pupil_reads_the_own_copy),
		CASE(BOTH, letters_move_since_the_last_brief),
		CASE(BOTH, looks_and_exports_are_rows),
		CASE(BOTH, few_pupils_are_not_told),
		CASE(BOTH, a_run_goes_on_behind_the_last_whole_line),
	};

	return cases_run(cases, COUNT(cases));
}
