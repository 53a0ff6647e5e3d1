/* The town of people/test_town.h. */
#include "people/test_town.h"

#include <curl/curl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "ledger/ledger.h"
#include "module.h"
#include "people/inside.h"

const struct module *const modules[] = { &http_module, &ledger_module,
	&catalog_module, &people_module, NULL };

static const char secret[] =
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/* Filling */

static void
places_make(struct db *db, struct town *town)
{
	static const struct {
		const char *region, *office;
	} codes[] = {
		{ "41110", "suwon" },
		{ "41130", "seongnam" },
	};
	size_t i;

	for (i = 0; i < COUNT(codes); i++) {
		town->regions[i] = id_new();
		town->offices[i] = id_new();
		db_do(db,
		    "INSERT INTO region (id, code, name_ko, name_en, "
		    "part, valid_from) VALUES (?, ?, 'r', 'r', 'S', "
		    "'2020-01-01')",
		    ARGS(ID(town->regions[i]), TEXT(codes[i].region)));
		db_do(db,
		    "INSERT INTO office (id, code, name_ko, name_en, "
		    "valid_from) VALUES (?, ?, 'o', 'o', '2020-01-01')",
		    ARGS(ID(town->offices[i]), TEXT(codes[i].office)));
		db_do(db,
		    "INSERT INTO region_office (region, office, "
		    "valid_from) VALUES (?, ?, '2020-01-01')",
		    ARGS(ID(town->regions[i]), ID(town->offices[i])));
	}
}

static void
schools_make(struct db *db, struct town *town)
{
	static const struct {
		const char *code, *name;
		int place;
	} rows[] = {
		{ "S0", "가람중학교", 0 },
		{ "S1", "나루중학교", 1 },
		{ "S2", "다솜중학교", 0 },
	};
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		town->schools[i] = school_add(db,
		    &(struct school_new){ .code = rows[i].code,
			.name = rows[i].name,
			.level = "middle",
			.region = town->regions[rows[i].place],
			.office = town->offices[rows[i].place],
			.latitude = NAN,
			.longitude = NAN });
	for (i = 0; i < COUNT(town->classes); i++)
		town->classes[i] = class_add(db,
		    &(struct class_new){ town->regions[i / 2],
			town->schools[i / 2], 2026, 8, NULL,
			i == 1 ? "2반" : "1반" });
}

static void
pupils_make(struct db *db, struct town *town)
{
	static const char *const names[] = { "김하나", "이두리", "박세찬",
		"최너울" };
	size_t i;

	for (i = 0; i < COUNT(town->pupils); i++) {
		size_t school = i == 2 ? 1 : 0;

		town->pupils[i] = pupil_add(db, 1,
		    &(struct pupil_new){ .region = town->regions[school],
			.school = town->schools[school],
			.class = i < 3 ? town->classes[i] : 0,
			.year = 2026,
			.grade = 8,
			.number = (int64_t)i + 1,
			.name = names[i],
			.birth = "2010-01-01" });
	}
}

static int64_t
staff_make(struct db *db, enum role role, const char *login, const char *hash,
    int64_t region, int64_t office)
{
	return account_create(db, 1,
	    &(struct account_new){ .role = role,
		.name = login,
		.login = login,
		.password_hash = hash,
		.region = region,
		.office = office,
		.demo = true });
}

static void
people_make(struct db *db, struct town *town, const char *hash)
{
	town->homeroom = staff_make(db, ROLE_TEACHER, "homeroom", hash, 0, 0);
	town->career = staff_make(db, ROLE_TEACHER, "career", hash, 0, 0);
	town->newcomer = staff_make(db, ROLE_TEACHER, "newcomer", hash, 0, 0);
	town->centre = staff_make(
	    db, ROLE_CENTRE, "centre", hash, town->regions[0], 0);
	town->supervisor = staff_make(
	    db, ROLE_SUPERVISOR, "supervisor", hash, 0, town->offices[0]);
	town->province = staff_make(
	    db, ROLE_SUPERVISOR, "province", hash, 0, 0);
	town->engineer = staff_make(db, ROLE_ENGINEER, "engineer", hash, 0, 0);
	town->guardian = id_new();
	db_do(db,
	    "INSERT INTO account (id, role, name, created) "
	    "VALUES (?, ?, 'guardian', 1)",
	    ARGS(ID(town->guardian), INT(ROLE_GUARDIAN)));
}

static void
links_make(struct db *db, struct town *town)
{
	const int64_t importers[] = { town->homeroom, town->engineer };
	size_t i;

	db_do(db, "INSERT INTO class_teacher (class, account) VALUES (?, ?)",
	    ARGS(ID(town->classes[0]), ID(town->homeroom)));
	duty_add(db, town->career, town->schools[0], "career");
	for (i = 0; i < 3; i += 2)
		db_do(db,
		    "INSERT INTO guardian (pupil, account, since) "
		    "VALUES (?, ?, 1)",
		    ARGS(ID(town->pupils[i]), ID(town->guardian)));
	for (i = 0; i < COUNT(importers); i++) {
		town->imports[i] = id_new();
		db_do(db,
		    "INSERT INTO import (id, account, kind, file_name, "
		    "file_hash, state, report, created) VALUES (?, ?, "
		    "'roster', 'f', 'h', 'done', '{}', 1)",
		    ARGS(ID(town->imports[i]), ID(importers[i])));
	}
}

struct filling {
	struct town *town;
	const char *hash;
};

static bool
town_fill(struct db *db, void *with)
{
	struct filling *filling = with;

	places_make(db, filling->town);
	schools_make(db, filling->town);
	pupils_make(db, filling->town);
	people_make(db, filling->town, filling->hash);
	links_make(db, filling->town);
	return db_ok(db);
}

/* Made once: it is a tenth of a second of work, by design. */
static const char *
town_hash(void)
{
	static char hash[200];
	struct arena *arena;

	if (hash[0] != '\0')
		return hash;
	arena = arena_new(1 << 16);
	snprintf(hash, sizeof hash, "%s", password_hash(arena, TOWN_PASSWORD));
	arena_free(arena);
	return hash;
}

void
town_make(struct bed *bed, struct town *town)
{
	struct filling filling = { town, town_hash() };

	secret_use(secret);
	assert_true(store_migrate(bed->store, modules));
	assert_int_equal(
	    store_write(bed->store, town_fill, &filling), WRITE_DONE);
}

void
birth_set(struct bed *bed, int64_t pupil, const char *birth)
{
	must(bed, "UPDATE pupil SET birth = ? WHERE id = ?",
	    ARGS(TEXT(birth), ID(pupil)));
}

/* Visiting */

struct server *
town_serve(struct bed *bed)
{
	struct server *server = server_start(
	    &(struct server_options){ .listen = "127.0.0.1:0",
		.store = bed->store,
		.modules = modules,
		.reach = people_reach,
		.secret = secret,
		.check_answers = true,
		.drain_seconds = 2 });

	assert_non_null(server);
	return server;
}

struct visitor {
	CURL *curl;
	int port;
	char csrf[128];
	struct buffer body;
	struct arena *arena;
	json_t *json;
};

struct visitor *
visitor_new(const struct server *server)
{
	struct visitor *visitor = calloc(1, sizeof *visitor);

	visitor->curl = curl_easy_init();
	visitor->port = server_port(server);
	visitor->arena = arena_new(1 << 24);
	assert_non_null(visitor->curl);
	curl_easy_setopt(visitor->curl, CURLOPT_COOKIEFILE, "");
	return visitor;
}

void
visitor_free(struct visitor *visitor)
{
	curl_easy_cleanup(visitor->curl);
	buffer_free(&visitor->body);
	arena_free(visitor->arena);
	free(visitor);
}

static size_t
body_take(char *bytes, size_t size, size_t count, void *with)
{
	buffer_add(with, bytes, size * count);
	return size * count;
}

static struct curl_slist *
heads_of(const struct visitor *visitor, const char *type)
{
	char line[256];
	struct curl_slist *heads = curl_slist_append(NULL, "Expect:");

	snprintf(line, sizeof line, "X-CSRF-Token: %s", visitor->csrf);
	if (visitor->csrf[0] != '\0')
		heads = curl_slist_append(heads, line);
	snprintf(line, sizeof line, "Content-Type: %s", type ? type : "");
	if (type != NULL)
		heads = curl_slist_append(heads, line);
	return heads;
}

static void
answer_keep(struct visitor *visitor)
{
	const char *csrf;

	arena_clear(visitor->arena);
	visitor->json = visitor->body.length > 0
	    ? json_read(
		  visitor->arena, visitor->body.data, visitor->body.length)
	    : NULL;
	csrf = json_string_value(json_object_get(visitor->json, "csrf"));
	if (csrf != NULL)
		snprintf(visitor->csrf, sizeof visitor->csrf, "%s", csrf);
	else if (json_is_false(json_object_get(visitor->json, "signed_in")))
		visitor->csrf[0] = '\0';
}

static int
visitor_go(struct visitor *visitor, const char *method, const char *path,
    const char *type, const char *body, size_t length)
{
	struct curl_slist *heads = heads_of(visitor, type);
	CURL *curl = visitor->curl;
	char url[512];
	long status = 0;

	snprintf(url, sizeof url, "http://127.0.0.1:%d%s", visitor->port, path);
	buffer_clear(&visitor->body);
	curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
	if (body != NULL) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)length);
	}
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, heads);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, body_take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &visitor->body);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
	assert_int_equal(curl_easy_perform(curl), CURLE_OK);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_slist_free_all(heads);
	answer_keep(visitor);
	return (int)status;
}

int
visitor_ask(struct visitor *visitor, const char *method, const char *path,
    const char *body)
{
	return visitor_go(visitor, method, path,
	    body ? "application/json" : NULL, body, body ? strlen(body) : 0);
}

int
visitor_send(struct visitor *visitor, const char *path, const char *type,
    const char *body, size_t length)
{
	return visitor_go(visitor, "POST", path, type, body, length);
}

const char *
visitor_got(const struct visitor *visitor, const char *member)
{
	char path[128], *part, *rest = path;
	const json_t *at = visitor->json;

	snprintf(path, sizeof path, "%s", member);
	while ((part = rest) != NULL && at != NULL) {
		rest = strchr(part, '.');
		if (rest != NULL)
			*rest++ = '\0';
		at = json_is_array(at)
		    ? json_array_get(at, strtoul(part, NULL, 10))
		    : json_object_get(at, part);
	}
	if (json_is_integer(at))
		return id_text(visitor->arena, json_integer_value(at));
	if (json_is_boolean(at))
		return json_is_true(at) ? "true" : "false";
	return json_is_string(at) ? json_string_value(at) : "";
}

const char *
visitor_wrong(const struct visitor *visitor)
{
	const char *field = visitor_got(visitor, "fields.0.id");

	return field[0] != '\0' ? field : visitor_got(visitor, "id");
}

const char *
visitor_body(const struct visitor *visitor, size_t *length)
{
	*length = visitor->body.length;
	return visitor->body.data;
}
