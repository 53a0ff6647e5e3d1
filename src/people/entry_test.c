/*
 * Coming in, over HTTP: cards, devices and PINs, passwords and second factors,
 * guardians, and what follows from it: sessions, looks, consents, accounts.
 * Over SQLite, then over the server of GILJABI_TEST_POSTGRES if there is one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "people/inside.h"
#include "people/test_town.h"

struct scene {
	struct bed *bed;
	struct town town;
	struct server *server;
	char codes[3][CODE_LETTERS + 1]; /* cards of pupils 0 to 2 */
};

static bool
cards_make(struct db *db, void *with)
{
	struct scene *scene = with;
	size_t i;

	for (i = 0; i < COUNT(scene->codes); i++)
		card_issue(db, clock_now(), scene->town.pupils[i],
		    scene->town.homeroom, scene->codes[i]);
	return db_ok(db);
}

static void
scene_open(struct scene *scene, void **state)
{
	scene->bed = *state;
	town_make(scene->bed, &scene->town);
	assert_int_equal(
	    store_write(scene->bed->store, cards_make, scene), WRITE_DONE);
	scene->server = town_serve(scene->bed);
}

static void
scene_close(struct scene *scene)
{
	server_stop(scene->server);
}

/* Visits */

static int
ask_card(struct visitor *visitor, const char *code, bool own_device)
{
	char body[200];

	snprintf(body, sizeof body, "{\"code\":\"%s\",\"own_device\":%s}", code,
	    own_device ? "true" : "false");
	return visitor_ask(visitor, "POST", "/api/session/card", body);
}

static int
ask_pin(struct visitor *visitor, const char *method, const char *pictures)
{
	char body[100];

	snprintf(body, sizeof body, "{\"pictures\":[%s]}", pictures);
	return visitor_ask(visitor, method, "/api/session/pin", body);
}

static int
ask_password(struct visitor *visitor, const char *login, const char *password)
{
	char body[200];

	snprintf(body, sizeof body, "{\"login\":\"%s\",\"password\":\"%s\"}",
	    login, password);
	return visitor_ask(visitor, "POST", "/api/session/password", body);
}

/* A staff member of the town who is in. */
static struct visitor *
staff_in(struct scene *scene, const char *login)
{
	struct visitor *visitor = visitor_new(scene->server);

	assert_int_equal(ask_password(visitor, login, TOWN_PASSWORD), 200);
	assert_string_equal(visitor_got(visitor, "needs"), "");
	return visitor;
}

static struct visitor *
pupil_in(struct scene *scene, size_t pupil, bool own_device)
{
	struct visitor *visitor = visitor_new(scene->server);

	assert_int_equal(
	    ask_card(visitor, scene->codes[pupil], own_device), 200);
	return visitor;
}

/* "/api/x/{id}…" with an id in it. */
static const char *
at_id(const char *before, int64_t id, const char *after)
{
	static char path[2][200];
	static size_t turn;

	turn = 1 - turn;
	snprintf(path[turn], sizeof path[turn], "%s%lld%s", before,
	    (long long)id, after);
	return path[turn];
}

static int
own_page(struct scene *scene, struct visitor *visitor, size_t pupil)
{
	return visitor_ask(visitor, "GET",
	    at_id("/api/pupils/", scene->town.pupils[pupil], ""), NULL);
}

/* Cards */

static void
a_card_opens_the_own_record_alone(void **state)
{
	struct scene scene;
	struct visitor *visitor;
	char typed[2 * CODE_LETTERS];

	scene_open(&scene, state);
	visitor = visitor_new(scene.server);
	assert_int_equal(
	    visitor_ask(visitor, "GET", "/api/session", NULL), 200);
	assert_string_equal(visitor_got(visitor, "signed_in"), "false");
	assert_int_equal(own_page(&scene, visitor, 0), 401);
	assert_int_equal(
	    ask_card(visitor, "01234567890123456789012345", false), 422);
	assert_string_equal(visitor_wrong(visitor), "card.unknown");
	assert_int_equal(
	    ask_card(visitor, "0123456789012345678901", false), 422);
	assert_string_equal(visitor_wrong(visitor), "card.form");
	/* as people type: in groups, in small letters */
	snprintf(typed, sizeof typed, "%.5s-%.5s %.16s", scene.codes[0],
	    scene.codes[0] + 5, scene.codes[0] + 10);
	for (char *at = typed; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	assert_int_equal(ask_card(visitor, typed, false), 200);
	assert_string_equal(visitor_got(visitor, "role"), "pupil");
	assert_string_equal(visitor_got(visitor, "needs"), "pin_setup");
	assert_string_equal(visitor_got(visitor, "stage"), "middle");
	assert_string_equal(
	    visitor_got(visitor, "schools.0.name"), "가람중학교");
	assert_int_equal(own_page(&scene, visitor, 0), 200);
	assert_string_equal(visitor_got(visitor, "class_name"), "1반");
	assert_string_equal(visitor_got(visitor, "consent"), "needed");
	assert_int_equal(own_page(&scene, visitor, 1), 404);
	assert_int_equal(visitor_ask(visitor, "GET", "/api/pupils", NULL), 403);
	visitor_free(visitor);
	scene_close(&scene);
}

static void
one_tablet_serves_a_class(void **state)
{
	struct scene scene;
	struct visitor *tablet;
	size_t i;

	scene_open(&scene, state);
	tablet = visitor_new(scene.server);
	for (i = 0; i < 3; i++) {
		assert_int_equal(ask_card(tablet, scene.codes[i], false), 200);
		assert_int_equal(own_page(&scene, tablet, i), 200);
	}
	assert_int_equal(
	    look(scene.bed, "SELECT COUNT(*) FROM device", NO_ARGS), 0);
	/* each left the session of the one before */
	assert_int_equal(
	    look(scene.bed, "SELECT COUNT(*) FROM session", NO_ARGS), 1);
	assert_true(look(scene.bed,
			"SELECT MAX(expires - created) "
			"FROM session",
			NO_ARGS) == 2 * HOUR);
	visitor_free(tablet);
	scene_close(&scene);
}

/* Everything that has to do with devices happened long ago. */
static void
weeks_pass(struct scene *scene)
{
	must(scene->bed, "UPDATE card SET issued = issued - ?",
	    ARGS(INT(15 * DAY)));
	must(scene->bed, "UPDATE device SET first = first - ?",
	    ARGS(INT(15 * DAY)));
}

static void
a_record_in_use_is_closed_to_a_found_card(void **state)
{
	struct scene scene;
	struct visitor *phone, *other, *tablet, *teacher;

	scene_open(&scene, state);
	phone = pupil_in(&scene, 0, true);
	assert_int_equal(
	    look(scene.bed, "SELECT COUNT(*) FROM device", NO_ARGS), 1);
	other = pupil_in(&scene, 0, true); /* still settling in */
	assert_int_equal(
	    look(scene.bed, "SELECT COUNT(*) FROM device", NO_ARGS), 2);
	weeks_pass(&scene);
	tablet = visitor_new(scene.server);
	assert_int_equal(ask_card(tablet, scene.codes[0], false), 403);
	assert_string_equal(visitor_wrong(tablet), "card.elsewhere");
	assert_int_equal(ask_card(tablet, scene.codes[0], true), 403);
	assert_int_equal(ask_card(phone, scene.codes[0], true), 200);
	/* nobody else's card is any the worse for it */
	assert_int_equal(ask_card(tablet, scene.codes[1], false), 200);
	teacher = staff_in(&scene, "homeroom");
	assert_int_equal(
	    visitor_ask(teacher, "DELETE",
		at_id("/api/pupils/", scene.town.pupils[0], "/devices"), NULL),
	    204);
	assert_int_equal(own_page(&scene, phone, 0), 401);
	assert_int_equal(ask_card(tablet, scene.codes[0], false), 200);
	visitor_free(phone);
	visitor_free(other);
	visitor_free(tablet);
	visitor_free(teacher);
	scene_close(&scene);
}

static void
another_device_asks_the_pin(void **state)
{
	struct scene scene;
	struct visitor *phone, *tablet;

	scene_open(&scene, state);
	phone = pupil_in(&scene, 0, true);
	assert_int_equal(ask_pin(phone, "PUT", "0,11,3,12"), 422);
	assert_string_equal(visitor_wrong(phone), "pin.pictures");
	assert_int_equal(ask_pin(phone, "PUT", "0,11,3,3"), 200);
	assert_string_equal(visitor_got(phone, "needs"), "");
	weeks_pass(&scene);
	assert_int_equal(ask_card(phone, scene.codes[0], true), 200);
	assert_string_equal(visitor_got(phone, "needs"), "");
	tablet = pupil_in(&scene, 0, true);
	assert_string_equal(visitor_got(tablet, "needs"), "pin");
	assert_int_equal(own_page(&scene, tablet, 0), 403);
	assert_int_equal(ask_pin(tablet, "PUT", "1,1,1,1"), 403);
	assert_int_equal(ask_pin(tablet, "POST", "11,0,3,3"), 422);
	assert_string_equal(visitor_wrong(tablet), "pin.wrong");
	assert_int_equal(
	    look(scene.bed, "SELECT COUNT(*) FROM device", NO_ARGS), 1);
	assert_int_equal(ask_pin(tablet, "POST", "0,11,3,3"), 200);
	assert_string_equal(visitor_got(tablet, "needs"), "");
	assert_int_equal(own_page(&scene, tablet, 0), 200);
	assert_int_equal(ask_card(tablet, scene.codes[0], true), 200);
	assert_string_equal(visitor_got(tablet, "needs"), "");
	visitor_free(phone);
	visitor_free(tablet);
	scene_close(&scene);
}

static void
wrong_pins_slow_down(void **state)
{
	struct scene scene;
	struct visitor *phone, *tablet;
	int i, tried = 0, slowed = 0;

	scene_open(&scene, state);
	phone = pupil_in(&scene, 0, true);
	assert_int_equal(ask_pin(phone, "PUT", "0,1,2,3"), 200);
	for (i = 0; i < 12; i++) {
		int status;

		tablet = pupil_in(&scene, 0, false);
		status = ask_pin(tablet, "POST", "4,4,4,4");
		tried += status == 422;
		slowed += status == 429;
		visitor_free(tablet);
	}
	assert_int_equal(tried + slowed, 12);
	assert_true(tried >= 3 && tried <= 5);
	/* the pupil on the known device is not locked out */
	assert_int_equal(ask_card(phone, scene.codes[0], true), 200);
	assert_int_equal(own_page(&scene, phone, 0), 200);
	visitor_free(phone);
	scene_close(&scene);
}

static void
a_new_card_ends_the_old_one(void **state)
{
	struct scene scene;
	struct visitor *pupil, *teacher;
	char body[100];
	const char *bytes;
	size_t length;

	scene_open(&scene, state);
	pupil = pupil_in(&scene, 0, true);
	teacher = staff_in(&scene, "homeroom");
	/* everybody of the class has one */
	assert_int_equal(
	    visitor_ask(teacher, "POST",
		at_id("/api/classes/", scene.town.classes[0], "/cards"), "{}"),
	    409);
	assert_int_equal(own_page(&scene, pupil, 0), 200);
	snprintf(body, sizeof body, "{\"pupils\":[\"%lld\"]}",
	    (long long)scene.town.pupils[0]);
	assert_int_equal(
	    visitor_ask(teacher, "POST",
		at_id("/api/classes/", scene.town.classes[0], "/cards"), body),
	    200);
	bytes = visitor_body(teacher, &length);
	assert_true(length > 1000);
	assert_memory_equal(bytes, "%PDF", 4);
	assert_int_equal(own_page(&scene, pupil, 0), 401);
	assert_int_equal(ask_card(pupil, scene.codes[0], true), 422);
	assert_int_equal(look(scene.bed,
			     "SELECT COUNT(*) FROM ledger "
			     "WHERE kind = 'cards.printed' AND pupil = ?",
			     ARGS(ID(scene.town.pupils[0]))),
	    2);
	assert_int_equal(
	    visitor_ask(teacher, "POST",
		at_id("/api/classes/", scene.town.classes[1], "/cards"), body),
	    404);
	visitor_free(pupil);
	visitor_free(teacher);
	scene_close(&scene);
}

static void
who_left_comes_in_no_more(void **state)
{
	struct scene scene;
	struct visitor *visitor;

	scene_open(&scene, state);
	must(scene.bed, "UPDATE pupil SET state = 'left' WHERE id = ?",
	    ARGS(ID(scene.town.pupils[0])));
	visitor = visitor_new(scene.server);
	assert_int_equal(ask_card(visitor, scene.codes[0], false), 422);
	visitor_free(visitor);
	scene_close(&scene);
}

/* Staff */

static void
one_answer_for_a_wrong_login_and_a_wrong_password(void **state)
{
	struct scene scene;
	struct visitor *visitor;

	scene_open(&scene, state);
	visitor = visitor_new(scene.server);
	assert_int_equal(ask_password(visitor, "career", "wrong"), 422);
	assert_string_equal(visitor_wrong(visitor), "password.wrong");
	assert_int_equal(ask_password(visitor, "nobody", TOWN_PASSWORD), 422);
	assert_string_equal(visitor_wrong(visitor), "password.wrong");
	must(scene.bed,
	    "UPDATE account SET state = 'closed' "
	    "WHERE login = 'career'",
	    NO_ARGS);
	assert_int_equal(ask_password(visitor, "career", TOWN_PASSWORD), 422);
	assert_string_equal(visitor_wrong(visitor), "password.wrong");
	visitor_free(visitor);
	scene_close(&scene);
}

/* What an authenticator shows, some steps from now. */
static const char *
shown_code(const char *letters, int64_t steps)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned char secret[TOTP_BYTES] = { 0 };
	static char body[40];
	char code[9];
	size_t bit;

	assert_int_equal(strlen(letters), 32);
	for (bit = 0; bit < 160; bit++) {
		size_t value = (size_t)(strchr(alphabet, letters[bit / 5]) -
		    alphabet);

		if (value >> (4 - bit % 5) & 1)
			secret[bit / 8] |= (unsigned char)(128 >> bit % 8);
	}
	totp_code(secret, sizeof secret, clock_now() / 30000 + steps, 6, code);
	snprintf(body, sizeof body, "{\"code\":\"%s\"}", code);
	return body;
}

static void
staff_set_up_a_second_factor(void **state)
{
	struct scene scene;
	struct visitor *visitor, *thief;
	char letters[64], first[40];

	scene_open(&scene, state);
	must(scene.bed, "UPDATE account SET demo = 0 WHERE login = 'career'",
	    NO_ARGS);
	visitor = visitor_new(scene.server);
	assert_int_equal(ask_password(visitor, "career", TOWN_PASSWORD), 200);
	assert_string_equal(visitor_got(visitor, "needs"), "totp_setup");
	assert_string_equal(visitor_got(visitor, "schools.0.name"), "");
	assert_int_equal(visitor_ask(visitor, "GET", "/api/pupils", NULL), 403);
	assert_int_equal(visitor_ask(visitor, "PUT", "/api/account/totp",
			     "{\"code\":\"123456\"}"),
	    409);
	assert_int_equal(
	    visitor_ask(visitor, "POST", "/api/account/totp", NULL), 200);
	snprintf(letters, sizeof letters, "%s", visitor_got(visitor, "secret"));
	assert_true(text_starts(visitor_got(visitor, "uri"),
	    "otpauth://totp/Giljabi:career?secret="));
	assert_true(text_starts(visitor_got(visitor, "qr"), "<svg"));
	assert_int_equal(visitor_ask(visitor, "PUT", "/api/account/totp",
			     shown_code(letters, 100)),
	    422);
	snprintf(first, sizeof first, "%s", shown_code(letters, 0));
	assert_int_equal(
	    visitor_ask(visitor, "PUT", "/api/account/totp", first), 200);
	assert_string_equal(visitor_got(visitor, "needs"), "");
	assert_int_equal(visitor_ask(visitor, "GET", "/api/pupils", NULL), 200);
	assert_string_equal(visitor_got(visitor, "total"), "2");

	/* the password alone does not get past it, nor replaces it */
	thief = visitor_new(scene.server);
	assert_int_equal(ask_password(thief, "career", TOWN_PASSWORD), 200);
	assert_string_equal(visitor_got(thief, "needs"), "totp");
	assert_int_equal(
	    visitor_ask(thief, "POST", "/api/account/totp", NULL), 403);
	/* a code that was used is worth nothing, the next one is */
	assert_int_equal(
	    visitor_ask(thief, "POST", "/api/session/totp", first), 422);
	assert_int_equal(visitor_ask(thief, "POST", "/api/session/totp",
			     shown_code(letters, 1)),
	    200);
	assert_string_equal(visitor_got(thief, "needs"), "");
	visitor_free(visitor);
	visitor_free(thief);
	scene_close(&scene);
}

static void
a_new_password_ends_other_sessions(void **state)
{
	struct scene scene;
	struct visitor *here, *there;

	scene_open(&scene, state);
	here = staff_in(&scene, "career");
	there = staff_in(&scene, "career");
	assert_int_equal(visitor_ask(here, "GET", "/api/sessions", NULL), 200);
	assert_string_not_equal(visitor_got(here, "sessions.1.id"), "");
	assert_int_equal(visitor_ask(here, "PUT", "/api/account/password",
			     "{\"old\":\"wrong\",\"new\":\"battery staple\"}"),
	    422);
	assert_int_equal(
	    visitor_ask(here, "PUT", "/api/account/password",
		"{\"old\":\"" TOWN_PASSWORD "\",\"new\":\"battery staple\"}"),
	    204);
	assert_int_equal(visitor_ask(here, "GET", "/api/sessions", NULL), 200);
	assert_string_equal(visitor_got(here, "sessions.1.id"), "");
	assert_int_equal(visitor_ask(there, "GET", "/api/sessions", NULL), 401);
	visitor_free(there);
	there = visitor_new(scene.server);
	assert_int_equal(ask_password(there, "career", "battery staple"), 200);
	visitor_free(here);
	visitor_free(there);
	scene_close(&scene);
}

static void
engineers_make_and_close_accounts(void **state)
{
	struct scene scene;
	struct visitor *engineer, *teacher;
	char body[300], password[64], path[100];

	scene_open(&scene, state);
	engineer = staff_in(&scene, "engineer");
	assert_int_equal(
	    visitor_ask(engineer, "POST", "/api/accounts",
		"{\"name\":\"새봄\",\"login\":\"new\",\"role\":\"teacher\"}"),
	    422);
	assert_string_equal(visitor_wrong(engineer), "account.place");
	snprintf(body, sizeof body,
	    "{\"name\":\"새봄\",\"login\":\"new\","
	    "\"role\":\"teacher\",\"school\":\"%lld\",\"duty\":\"career\"}",
	    (long long)scene.town.schools[1]);
	assert_int_equal(
	    visitor_ask(engineer, "POST", "/api/accounts", body), 200);
	snprintf(
	    password, sizeof password, "%s", visitor_got(engineer, "password"));
	snprintf(
	    path, sizeof path, "/api/accounts/%s", visitor_got(engineer, "id"));
	assert_int_equal(
	    visitor_ask(engineer, "POST", "/api/accounts", body), 422);
	assert_string_equal(visitor_wrong(engineer), "account.login_taken");
	teacher = visitor_new(scene.server);
	assert_int_equal(ask_password(teacher, "new", password), 200);
	assert_string_equal(visitor_got(teacher, "needs"), "totp_setup");
	assert_int_equal(visitor_ask(engineer, "GET",
			     "/api/accounts?q=NEW&role=teacher", NULL),
	    200);
	assert_string_equal(visitor_got(engineer, "total"), "2");
	assert_string_equal(
	    visitor_got(engineer, "accounts.1.schools"), "나루중학교");
	snprintf(body, sizeof body, "%s/reset", path);
	assert_int_equal(visitor_ask(engineer, "POST", body, NULL), 200);
	assert_string_equal(visitor_got(teacher, "role"), "teacher");
	assert_int_equal(
	    visitor_ask(teacher, "GET", "/api/session", NULL), 200);
	assert_string_equal(visitor_got(teacher, "signed_in"), "false");
	snprintf(
	    password, sizeof password, "%s", visitor_got(engineer, "password"));
	snprintf(body, sizeof body, "%s/state", path);
	assert_int_equal(
	    visitor_ask(engineer, "PUT", body, "{\"state\":\"closed\"}"), 204);
	assert_int_equal(ask_password(teacher, "new", password), 422);
	assert_int_equal(
	    visitor_ask(engineer, "PUT", body, "{\"state\":\"active\"}"), 204);
	assert_int_equal(ask_password(teacher, "new", password), 200);
	assert_int_equal(
	    visitor_ask(engineer, "PUT",
		at_id("/api/accounts/", scene.town.engineer, "/state"),
		"{\"state\":\"closed\"}"),
	    409);
	assert_int_equal(
	    visitor_ask(engineer, "PUT",
		at_id("/api/accounts/", scene.town.guardian, "/state"),
		"{\"state\":\"closed\"}"),
	    404);
	visitor_free(engineer);
	visitor_free(teacher);
	scene_close(&scene);
}

/* Guardians and consents */

static int
ask_link(struct visitor *visitor, const char *code)
{
	char body[200];

	snprintf(
	    body, sizeof body, "{\"code\":\"%s\",\"name\":\"보호자\"}", code);
	return visitor_ask(visitor, "POST", "/api/session/link", body);
}

/* A code that a teacher was given for a pupil. */
static void
invite(struct scene *scene, struct visitor *teacher, size_t pupil,
    char code[static 64])
{
	assert_int_equal(visitor_ask(teacher, "POST",
			     at_id("/api/pupils/", scene->town.pupils[pupil],
				 "/invitations"),
			     NULL),
	    200);
	snprintf(code, 64, "%s", visitor_got(teacher, "code"));
}

static void
a_code_brings_a_guardian_in_once(void **state)
{
	struct scene scene;
	struct visitor *teacher, *guardian, *other;
	char code[64];

	scene_open(&scene, state);
	teacher = staff_in(&scene, "career");
	invite(&scene, teacher, 0, code);
	guardian = visitor_new(scene.server);
	assert_int_equal(ask_link(guardian, code), 200);
	assert_string_equal(visitor_got(guardian, "role"), "guardian");
	assert_int_equal(own_page(&scene, guardian, 0), 200);
	assert_int_equal(own_page(&scene, guardian, 1), 404);
	other = visitor_new(scene.server);
	assert_int_equal(ask_link(other, code), 422);
	assert_string_equal(visitor_wrong(other), "link.unknown");
	/* a second child goes to the same account */
	invite(&scene, teacher, 1, code);
	assert_int_equal(ask_link(guardian, code), 200);
	assert_int_equal(own_page(&scene, guardian, 1), 200);
	assert_int_equal(visitor_ask(guardian, "GET", "/api/wards", NULL), 200);
	assert_string_not_equal(visitor_got(guardian, "wards.1.name"), "");
	invite(&scene, teacher, 0, code);
	must(scene.bed,
	    "UPDATE invitation SET expires = 1 "
	    "WHERE used IS NULL",
	    NO_ARGS);
	assert_int_equal(ask_link(other, code), 422);
	visitor_free(teacher);
	visitor_free(guardian);
	visitor_free(other);
	scene_close(&scene);
}

#define GIVE(method) \
	"{\"purpose\":\"test\",\"wording\":\"1\"," \
	"\"method\":\"" method "\"}"

static void
consent_goes_its_ways(void **state)
{
	struct scene scene;
	struct visitor *pupil, *teacher, *guardian;
	char code[64], path[100], withdraw[100];

	scene_open(&scene, state);
	birth_set(scene.bed, scene.town.pupils[0], "2020-05-05");
	pupil = pupil_in(&scene, 0, false);
	teacher = staff_in(&scene, "homeroom");
	snprintf(path, sizeof path, "/api/pupils/%lld/consents",
	    (long long)scene.town.pupils[0]);
	assert_int_equal(visitor_ask(pupil, "GET",
			     "/api/consent-wording?purpose=test", NULL),
	    200);
	assert_string_equal(visitor_got(pupil, "version"), "1");
	assert_int_equal(visitor_ask(pupil, "POST", path, GIVE("self")), 403);
	assert_string_equal(visitor_wrong(pupil), "consent.guardian");
	assert_int_equal(visitor_ask(pupil, "POST", path, GIVE("form")), 422);
	assert_int_equal(visitor_ask(teacher, "POST", path, GIVE("self")), 422);
	assert_int_equal(visitor_ask(teacher, "POST", path,
			     "{\"purpose\":"
			     "\"test\",\"wording\":\"0\",\"method\":\"form\"}"),
	    409);
	assert_int_equal(visitor_ask(teacher, "POST", path, GIVE("form")), 200);
	snprintf(withdraw, sizeof withdraw, "/api/consents/%s/withdraw",
	    visitor_got(teacher, "id"));
	assert_int_equal(visitor_ask(teacher, "POST", path, GIVE("form")),
	    200); /* again: the same one */
	assert_int_equal(
	    look(scene.bed, "SELECT COUNT(*) FROM consent", NO_ARGS), 1);
	assert_int_equal(own_page(&scene, pupil, 0), 200);
	assert_string_equal(visitor_got(pupil, "consent"), "given");
	assert_string_equal(
	    visitor_got(pupil, "consents.0.given_by"), "guardian");
	assert_int_equal(visitor_ask(pupil, "POST", withdraw, NULL), 204);
	assert_int_equal(visitor_ask(pupil, "POST", withdraw, NULL), 409);
	assert_int_equal(own_page(&scene, pupil, 0), 200);
	assert_string_equal(visitor_got(pupil, "consent"), "guardian");
	invite(&scene, teacher, 0, code);
	guardian = visitor_new(scene.server);
	assert_int_equal(ask_link(guardian, code), 200);
	assert_int_equal(
	    visitor_ask(guardian, "POST", path, GIVE("self")), 200);
	assert_int_equal(own_page(&scene, pupil, 0), 200);
	assert_string_equal(visitor_got(pupil, "consent"), "given");
	assert_string_equal(visitor_got(pupil, "consents.0.method"), "link");
	visitor_free(pupil);
	visitor_free(teacher);
	visitor_free(guardian);
	scene_close(&scene);
}

static void
forms_are_printed(void **state)
{
	static const char *const births[] = { "2020-05-05", "2009-01-01" };
	struct scene scene;
	struct visitor *teacher;
	size_t i, length;

	scene_open(&scene, state);
	teacher = staff_in(&scene, "homeroom");
	for (i = 0; i < COUNT(births); i++) {
		birth_set(scene.bed, scene.town.pupils[0], births[i]);
		assert_int_equal(
		    visitor_ask(teacher, "GET",
			at_id("/api/classes/", scene.town.classes[0],
			    "/consent-forms"),
			NULL),
		    200);
		assert_memory_equal(visitor_body(teacher, &length), "%PDF", 4);
	}
	visitor_free(teacher);
	scene_close(&scene);
}

/* Looks, lists, sessions */

static void
looks_are_written_down_once_an_hour(void **state)
{
	struct scene scene;
	struct visitor *pupil, *teacher;
	const char *path;
	int i;

	scene_open(&scene, state);
	pupil = pupil_in(&scene, 0, false);
	teacher = staff_in(&scene, "homeroom");
	for (i = 0; i < 3; i++) {
		assert_int_equal(own_page(&scene, teacher, 0), 200);
		assert_int_equal(own_page(&scene, pupil, 0), 200);
	}
	assert_int_equal(look(scene.bed,
			     "SELECT COUNT(*) FROM ledger "
			     "WHERE kind = 'record.looked'",
			     NO_ARGS),
	    1);
	must(
	    scene.bed, "UPDATE ledger SET at = at - ?", ARGS(INT(61 * MINUTE)));
	assert_int_equal(own_page(&scene, teacher, 0), 200);
	assert_int_equal(look(scene.bed,
			     "SELECT COUNT(*) FROM ledger "
			     "WHERE kind = 'record.looked'",
			     NO_ARGS),
	    2);
	path = at_id("/api/pupils/", scene.town.pupils[0], "/looks");
	assert_int_equal(visitor_ask(pupil, "GET", path, NULL), 200);
	assert_string_equal(visitor_got(pupil, "looks.0.role"), "teacher");
	assert_string_equal(
	    visitor_got(pupil, "looks.0.kind"), "record.looked");
	path = at_id("/api/pupils/", scene.town.pupils[0], "/ai");
	for (i = 0; i < 2; i++)
		assert_int_equal(
		    visitor_ask(pupil, "PUT", path, "{\"on\":false}"), 204);
	assert_int_equal(look(scene.bed,
			     "SELECT COUNT(*) FROM ledger "
			     "WHERE kind = 'ai.refused'",
			     NO_ARGS),
	    1);
	visitor_free(pupil);
	visitor_free(teacher);
	scene_close(&scene);
}

static const struct {
	const char *login, *path, *total;
} lists[] = {
	{ "career", "/api/pupils", "2" },
	{ "career", "/api/pupils?q=%EB%91%90%EB%A6%AC", "1" },
	{ "career", "/api/pupils?q=%25", "0" },
	{ "homeroom", "/api/pupils", "1" },
	{ "newcomer", "/api/pupils", "0" },
	{ "centre", "/api/schools", "2" },
	{ "supervisor", "/api/schools", "2" },
	{ "supervisor", "/api/schools?level=high", "0" },
	{ "province", "/api/schools", "3" },
	{ "engineer", "/api/schools?q=s", "0" },
	{ "engineer", "/api/schools?q=%EC%A4%91%ED%95%99%EA%B5%90", "3" },
};

static void
lists_end_where_reach_does(void **state)
{
	struct scene scene;
	size_t i;

	scene_open(&scene, state);
	for (i = 0; i < COUNT(lists); i++) {
		struct visitor *visitor = staff_in(&scene, lists[i].login);

		assert_int_equal(
		    visitor_ask(visitor, "GET", lists[i].path, NULL), 200);
		if (!text_is(visitor_got(visitor, "total"), lists[i].total))
			fail_msg("%s %s: %s", lists[i].login, lists[i].path,
			    visitor_got(visitor, "total"));
		visitor_free(visitor);
	}
	scene_close(&scene);
}

static void
regions_end_where_reach_does(void **state)
{
	static const struct {
		const char *login;
		int count;
	} rows[] = {
		{ "centre", 1 },
		{ "supervisor", 1 },
		{ "province", 2 },
		{ "engineer", 2 },
		{ "homeroom", 0 },
	};
	struct scene scene;
	size_t i;

	scene_open(&scene, state);
	for (i = 0; i < COUNT(rows); i++) {
		struct visitor *visitor = staff_in(&scene, rows[i].login);
		int count = 0;
		char member[40];

		assert_int_equal(
		    visitor_ask(visitor, "GET", "/api/regions", NULL), 200);
		do
			snprintf(
			    member, sizeof member, "regions.%d.id", count++);
		while (visitor_got(visitor, member)[0] != '\0');
		if (count - 1 != rows[i].count)
			fail_msg("%s: %d", rows[i].login, count - 1);
		visitor_free(visitor);
	}
	scene_close(&scene);
}

static void
sessions_end_one_by_one(void **state)
{
	struct scene scene;
	struct visitor *phone, *tablet, *stranger;
	char path[100];

	scene_open(&scene, state);
	phone = pupil_in(&scene, 0, true);
	tablet = pupil_in(&scene, 0, false);
	stranger = pupil_in(&scene, 1, false);
	assert_int_equal(visitor_ask(phone, "GET", "/api/sessions", NULL), 200);
	snprintf(path, sizeof path, "/api/sessions/%s",
	    text_is(visitor_got(phone, "sessions.0.this_one"), "true")
		? visitor_got(phone, "sessions.1.id")
		: visitor_got(phone, "sessions.0.id"));
	assert_int_equal(visitor_ask(stranger, "DELETE", path, NULL), 404);
	assert_int_equal(own_page(&scene, tablet, 0), 200);
	assert_int_equal(visitor_ask(phone, "DELETE", path, NULL), 204);
	assert_int_equal(own_page(&scene, tablet, 0), 401);
	assert_int_equal(
	    visitor_ask(phone, "PUT", "/api/account/lang", "{\"lang\":\"en\"}"),
	    204);
	assert_int_equal(visitor_ask(phone, "GET", "/api/session", NULL), 200);
	assert_string_equal(visitor_got(phone, "lang"), "en");
	assert_int_equal(
	    visitor_ask(phone, "DELETE", "/api/sessions", NULL), 204);
	assert_int_equal(own_page(&scene, phone, 0), 200);
	assert_int_equal(
	    visitor_ask(phone, "DELETE", "/api/session", NULL), 204);
	assert_int_equal(own_page(&scene, phone, 0), 401);
	visitor_free(phone);
	visitor_free(tablet);
	visitor_free(stranger);
	scene_close(&scene);
}

static void
the_office_is_off_by_default(void **state)
{
	struct scene scene;
	struct visitor *visitor;

	scene_open(&scene, state);
	visitor = visitor_new(scene.server);
	assert_int_equal(
	    visitor_ask(visitor, "GET", "/api/session/office", NULL), 404);
	assert_int_equal(visitor_ask(visitor, "GET",
			     "/api/session/office/back?code=x&state=y", NULL),
	    404);
	visitor_free(visitor);
	scene_close(&scene);
}

/* The libraries under PDF keep what they know of fonts until the end. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\n";
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(BOTH, a_card_opens_the_own_record_alone),
		CASE(BOTH, one_tablet_serves_a_class),
		CASE(BOTH, a_record_in_use_is_closed_to_a_found_card),
		CASE(BOTH, another_device_asks_the_pin),
		CASE(BOTH, wrong_pins_slow_down),
		CASE(BOTH, a_new_card_ends_the_old_one),
		CASE(BOTH, who_left_comes_in_no_more),
		CASE(BOTH, one_answer_for_a_wrong_login_and_a_wrong_password),
		CASE(BOTH, staff_set_up_a_second_factor),
		CASE(BOTH, a_new_password_ends_other_sessions),
		CASE(BOTH, engineers_make_and_close_accounts),
		CASE(BOTH, a_code_brings_a_guardian_in_once),
		CASE(BOTH, consent_goes_its_ways),
		CASE(BOTH, forms_are_printed),
		CASE(BOTH, looks_are_written_down_once_an_hour),
		CASE(BOTH, lists_end_where_reach_does),
		CASE(BOTH, regions_end_where_reach_does),
		CASE(BOTH, sessions_end_one_by_one),
		CASE(BOTH, the_office_is_off_by_default),
	};

	return cases_run(cases, COUNT(cases));
}
