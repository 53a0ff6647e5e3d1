/*
 * Imports by the browser: handed in, watched, confirmed or thrown away; what a
 * page sees of them when the server was gone in between. Over SQLite, then over
 * the server of GILJABI_TEST_POSTGRES if there is one.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "people/import_bed.h"
#include "people/inside.h"

struct scene {
	struct bed *bed;
	struct town town;
	struct server *server;
	struct visitor *engineer, *teacher;
};

static struct visitor *
sign_in(struct scene *scene, const char *login)
{
	struct visitor *visitor = visitor_new(scene->server);
	char body[128];

	snprintf(body, sizeof body, "{\"login\":\"%s\",\"password\":\"%s\"}",
	    login, TOWN_PASSWORD);
	assert_int_equal(
	    visitor_ask(visitor, "POST", "/api/session/password", body), 200);
	return visitor;
}

static struct scene
scene_make(void **state)
{
	struct scene scene = { .bed = *state };

	town_make(scene.bed, &scene.town);
	scene.server = town_serve(scene.bed);
	scene.engineer = sign_in(&scene, "engineer");
	scene.teacher = sign_in(&scene, "career");
	return scene;
}

static void
scene_end(struct scene *scene)
{
	visitor_free(scene->engineer);
	visitor_free(scene->teacher);
	server_stop(scene->server);
	imports_end();
	files_remove(scene->bed);
}

/* Handing in */

static void
part_add(
    struct buffer *body, const char *head, const char *bytes, size_t length)
{
	buffer_printf(body,
	    "--mark\r\nContent-Disposition: form-data; %s"
	    "\r\n\r\n",
	    head);
	buffer_add(body, bytes, length);
	buffer_text(body, "\r\n");
}

static int
hand_in(struct visitor *visitor, const char *kind, const char *path)
{
	struct buffer body = { 0 }, file = { 0 };
	FILE *in = fopen(path, "rb");
	char chunk[4096];
	size_t got;
	int status;

	assert_non_null(in);
	while ((got = fread(chunk, 1, sizeof chunk, in)) > 0)
		buffer_add(&file, chunk, got);
	fclose(in);
	part_add(&body, "name=\"kind\"", kind, strlen(kind));
	part_add(&body, "name=\"file\"; filename=\"명부.zip\"", file.data,
	    file.length);
	buffer_text(&body, "--mark--\r\n");
	assert_false(body.failed);
	status = visitor_send(visitor, "/api/imports",
	    "multipart/form-data; boundary=mark", body.data, body.length);
	buffer_free(&body);
	buffer_free(&file);
	return status;
}

static const char *
import_path(const char *id, const char *tail)
{
	static char path[128];

	snprintf(path, sizeof path, "/api/imports/%s%s", id, tail);
	return path;
}

/* Hands in what is right and keeps its id. */
static void
handed_in(struct visitor *visitor, const char *path, char id[static 32])
{
	assert_int_equal(hand_in(visitor, "roster", path), 200);
	snprintf(id, 32, "%s", visitor_got(visitor, "id"));
}

/* Until it is no longer under way. */
static const char *
wait_for(struct visitor *visitor, const char *id)
{
	int i;

	for (i = 0; i < 1000; i++) {
		const char *state;

		assert_int_equal(
		    visitor_ask(visitor, "GET", import_path(id, ""), NULL),
		    200);
		state = visitor_got(visitor, "state");
		if (!text_is(state, "checking") && !text_is(state, "writing"))
			return state;
		nap_ms(10);
	}
	fail_msg("import %s does not end", id);
	return "";
}

static int
say_to(struct visitor *visitor, const char *id, const char *what)
{
	return visitor_ask(visitor, "POST", import_path(id, what), NULL);
}

/* Cases */

static void
confirmed_is_written(void **state)
{
	struct scene scene = scene_make(state);
	struct visitor *engineer = scene.engineer;
	char id[32];

	handed_in(engineer, archive_make(scene.bed, NULL), id);
	assert_string_equal(wait_for(engineer, id), "checked");
	assert_string_equal(visitor_got(engineer, "pupils.added"), "4");
	assert_string_equal(visitor_got(engineer, "pupils.left"), "4");
	assert_string_equal(visitor_got(engineer, "error_count"), "0");
	assert_string_equal(visitor_got(engineer, "file_name"), "명부.zip");
	assert_int_equal(look(scene.bed,
			     "SELECT COUNT(*) FROM pupil "
			     "WHERE source IS NOT NULL",
			     NO_ARGS),
	    0);
	assert_int_equal(say_to(engineer, id, "/confirm"), 204);
	assert_string_equal(wait_for(engineer, id), "done");
	assert_string_equal(visitor_got(engineer, "pupils.added"), "4");
	assert_int_equal(look(scene.bed,
			     "SELECT COUNT(*) FROM pupil "
			     "WHERE source IS NOT NULL",
			     NO_ARGS),
	    4);
	assert_int_equal(look(scene.bed,
			     "SELECT actor FROM ledger "
			     "WHERE kind = 'import.done'",
			     NO_ARGS),
	    scene.town.engineer);
	assert_int_equal(say_to(engineer, id, "/confirm"), 409);
	assert_int_equal(say_to(engineer, id, "/cancel"), 409);
	assert_string_equal(visitor_wrong(engineer), "import.ended");
	assert_int_equal(
	    visitor_ask(engineer, "GET", "/api/imports", NULL), 200);
	assert_string_equal(visitor_got(engineer, "imports.0.id"), id);
	assert_string_equal(visitor_got(engineer, "imports.0.state"), "done");
	scene_end(&scene);
}

static void
cancelled_is_gone(void **state)
{
	struct scene scene = scene_make(state);
	struct visitor *engineer = scene.engineer;
	char id[32];

	handed_in(engineer, archive_make(scene.bed, NULL), id);
	assert_string_equal(wait_for(engineer, id), "checked");
	assert_int_equal(say_to(engineer, id, "/cancel"), 204);
	assert_string_equal(wait_for(engineer, id), "cancelled");
	assert_int_equal(say_to(engineer, id, "/confirm"), 409);
	assert_string_equal(visitor_wrong(engineer), "import.not_checked");
	scene_end(&scene);
}

static void
mistakes_are_shown(void **state)
{
	static const struct file bad[] = {
		{ "users.csv", "p0,true,별,강,,07,\n", true },
		{ 0 },
	};
	struct scene scene = scene_make(state);
	struct visitor *engineer = scene.engineer;
	char id[32];

	handed_in(engineer, archive_make(scene.bed, bad), id);
	assert_string_equal(wait_for(engineer, id), "refused");
	assert_string_equal(visitor_got(engineer, "error_count"), "1");
	assert_string_equal(
	    visitor_got(engineer, "errors.0.file"), "users.csv");
	assert_string_equal(visitor_got(engineer, "errors.0.line"), "9");
	assert_string_equal(visitor_got(engineer, "errors.0.column"), "1");
	assert_string_equal(visitor_got(engineer, "errors.0.value"), "p0");
	assert_true(visitor_got(engineer, "errors.0.text")[0] != '\0');
	assert_int_equal(say_to(engineer, id, "/confirm"), 409);
	scene_end(&scene);
}

/* The own school only, the own imports only, no list of schools. */
static void
teachers_are_bounded(void **state)
{
	struct scene scene = scene_make(state);
	struct visitor *teacher = scene.teacher;
	const char *path = archive_make(scene.bed, NULL);
	char id[32], other[32];

	handed_in(scene.engineer, path, other);
	assert_int_equal(
	    visitor_ask(teacher, "GET", import_path(other, ""), NULL), 404);
	assert_int_equal(say_to(teacher, other, "/confirm"), 404);
	assert_int_equal(hand_in(teacher, "schools", path), 403);
	handed_in(teacher, path, id);
	assert_string_equal(wait_for(teacher, id), "refused");
	assert_string_equal(visitor_got(teacher, "errors.0.file"), "orgs.csv");
	/* two at a time wait for a yes */
	assert_string_equal(wait_for(scene.engineer, other), "checked");
	handed_in(scene.engineer, path, id);
	assert_string_equal(wait_for(scene.engineer, id), "checked");
	assert_int_equal(hand_in(scene.engineer, "roster", path), 409);
	assert_string_equal(visitor_wrong(scene.engineer), "import.own");
	scene_end(&scene);
}

/* What was being checked when the server went is told as failed. */
static void
server_goes(void **state)
{
	struct scene scene = scene_make(state);
	char id[32];

	handed_in(scene.engineer, archive_make(scene.bed, NULL), id);
	assert_string_equal(wait_for(scene.engineer, id), "checked");
	imports_end();
	assert_string_equal(wait_for(scene.engineer, id), "failed");
	assert_string_equal(visitor_got(scene.engineer, "errors.0.line"), "0");
	assert_int_equal(
	    visitor_ask(scene.engineer, "GET", "/api/imports", NULL), 200);
	assert_string_equal(
	    visitor_got(scene.engineer, "imports.0.state"), "failed");
	assert_int_equal(say_to(scene.engineer, id, "/confirm"), 409);
	scene_end(&scene);
}

/* Who does not say yes within a day has to hand it in again. */
static void
waiting_ends(void **state)
{
	struct scene scene = scene_make(state);
	char id[32];

	handed_in(scene.engineer, archive_make(scene.bed, NULL), id);
	assert_string_equal(wait_for(scene.engineer, id), "checked");
	assert_int_equal(jobs_of(scene.town.engineer, clock_now()), 1);
	assert_int_equal(
	    jobs_of(scene.town.engineer, clock_now() + DAY + HOUR), 0);
	assert_string_equal(wait_for(scene.engineer, id), "failed");
	assert_int_equal(
	    visitor_ask(scene.engineer, "GET", import_path(id, ""), NULL), 200);
	assert_string_equal(visitor_got(scene.engineer, "errors.0.text"),
	    say(LANG_KO, "import.error.expired"));
	scene_end(&scene);
}

/* More than can be at work: all come to their end. */
static void
many_take_turns(void **state)
{
	static const char *const teachers[] = { "career", "homeroom",
		"newcomer" };
	struct scene scene = scene_make(state);
	const char *path = archive_make(scene.bed, NULL);
	struct visitor *visitors[COUNT(teachers)];
	char ids[COUNT(teachers)][2][32];
	size_t i, k;

	for (i = 0; i < COUNT(teachers); i++)
		visitors[i] = sign_in(&scene, teachers[i]);
	for (k = 0; k < 2; k++)
		for (i = 0; i < COUNT(teachers); i++)
			handed_in(visitors[i], path, ids[i][k]);
	for (i = 0; i < COUNT(teachers); i++) {
		for (k = 0; k < 2; k++)
			assert_string_equal(
			    wait_for(visitors[i], ids[i][k]), "refused");
		visitor_free(visitors[i]);
	}
	scene_end(&scene);
}

static void
list_comes_in(void **state)
{
	static const char rows[] =
	    "학교ID,학교명,학교급구분,설립형태,운영상태,"
	    "소재지지번주소,소재지도로명주소,교육지원청명,위도,경도\n"
	    "B1,새중학교,중학교,공립,운영,,경기도 수원시 1,"
	    "경기도수원교육지원청,37.1,127.1\n";
	struct scene scene = scene_make(state);
	char id[32];

	must(scene.bed, "UPDATE region SET name_ko = '수원시' WHERE id = ?",
	    ARGS(ID(scene.town.regions[0])));
	must(scene.bed,
	    "UPDATE office SET name_ko = '경기도수원교육지원청' "
	    "WHERE id = ?",
	    ARGS(ID(scene.town.offices[0])));
	assert_int_equal(
	    hand_in(scene.engineer, "schools",
		file_make(scene.bed, "list.csv", rows, strlen(rows))),
	    200);
	snprintf(id, sizeof id, "%s", visitor_got(scene.engineer, "id"));
	assert_string_equal(wait_for(scene.engineer, id), "checked");
	assert_string_equal(visitor_got(scene.engineer, "schools.added"), "1");
	assert_int_equal(say_to(scene.engineer, id, "/confirm"), 204);
	assert_string_equal(wait_for(scene.engineer, id), "done");
	assert_int_equal(look(scene.bed,
			     "SELECT COUNT(*) FROM school "
			     "WHERE code = 'B1'",
			     NO_ARGS),
	    1);
	scene_end(&scene);
}

static void
template_is_given(void **state)
{
	struct scene scene = scene_make(state);
	const char *bytes;
	size_t length;

	assert_int_equal(
	    visitor_ask(scene.teacher, "GET", "/api/roster-template", NULL),
	    200);
	bytes = visitor_body(scene.teacher, &length);
	assert_true(length > 1000 && memcmp(bytes, "PK", 2) == 0);
	scene_end(&scene);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(BOTH, confirmed_is_written),
		CASE(BOTH, cancelled_is_gone),
		CASE(BOTH, mistakes_are_shown),
		CASE(SQLITE, teachers_are_bounded),
		CASE(SQLITE, server_goes),
		CASE(SQLITE, waiting_ends),
		CASE(SQLITE, many_take_turns),
		CASE(SQLITE, list_comes_in),
		CASE(SQLITE, template_is_given),
	};

	return cases_run(cases, COUNT(cases));
}
