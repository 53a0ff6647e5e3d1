/*
 * HTTP: one listener, one router, sessions, and the checks before a handler
 * runs. The only place that includes the HTTP library.
 *
 * A route row is the one truth about a door: who may enter, what the path
 * parameter must lie within, which fields come in and which go out. Access
 * check, input check, OpenAPI page and the exhaustive access test are made from
 * it. A handler is a few guards and the work: it gets checked values and answers
 * with values.
 */
#ifndef GILJABI_HTTP_H
#define GILJABI_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json.h"
#include "base/lang.h"
#include "base/memory.h"
#include "store/store.h"

enum method { GET = 1, POST, PUT, PATCH, DELETE };

/* Who somebody is. A route names the roles that may enter. */
enum role {
	ROLE_PUPIL = 1 << 0,
	ROLE_GUARDIAN = 1 << 1,
	ROLE_TEACHER = 1 << 2,
	ROLE_CENTRE = 1 << 3,
	ROLE_SUPERVISOR = 1 << 4,
	ROLE_ENGINEER = 1 << 5,
	ROLE_STAFF = ROLE_TEACHER | ROLE_CENTRE | ROLE_SUPERVISOR |
	    ROLE_ENGINEER,
	ROLE_ANY = ROLE_STAFF | ROLE_PUPIL | ROLE_GUARDIAN,
	ROLE_PUBLIC = 1 << 6 /* also without signing in */
};

struct actor {
	int64_t session; /* 0: nobody signed in */
	int64_t account; /* the account; of a pupil too */
	enum role role;
	int64_t pupil; /* of a pupil: the own record */
	int64_t region; /* of a centre manager, a pupil */
	int64_t office; /* of a supervisor; 0: the whole province */
	bool partial; /* one factor is still missing */
};

/*
 * What comes in or goes out under one name. min and max both 0: no bound; only
 * numbers, and what goes out, may lack one. A text that is the element of a
 * list (`of`) has at most 200 characters coming in.
 */
enum field_type {
	FIELD_TEXT, /* min..max characters, no control characters */
	FIELD_LONG, /* as FIELD_TEXT, line feeds allowed */
	FIELD_INT, /* min..max */
	FIELD_REAL,
	FIELD_BOOL,
	FIELD_ID, /* a 63-bit id as a string */
	FIELD_DATE, /* 2026-03-02 */
	FIELD_TIME, /* UTC milliseconds, a number */
	FIELD_CHOICE, /* one of choices */
	FIELD_OBJECT, /* of `fields` */
	FIELD_LIST, /* min..max of: `of`, or objects of `fields` */
	FIELD_FILE, /* multipart only; max bytes */
	FIELD_ANY /* out only: any JSON */
};

struct field {
	const char *name;
	enum field_type type;
	int64_t min, max;
	bool required; /* in: has to be there; out: is never null */
	const char *const *choices; /* ends with NULL */
	const struct field *fields; /* ends with a row of zeros */
	enum field_type of; /* list without `fields` */
};

struct request;

struct route {
	enum method method;
	const char *path; /* "/api/pupils/{pupil}/brief" */
	void (*handler)(struct request *rq);
	unsigned roles;
	/*
	 * The path parameter that must lie within the actor's reach, by the name
	 * of its scope; the one answer to somebody outside is 404. NULL: the
	 * handler's own queries are bound to the actor.
	 */
	const char *scope;
	const struct field *query;
	const struct field *body;
	const struct field *answer; /* NULL: no content, or not JSON */
	const char *answer_type; /* "application/pdf"; NULL: JSON */
	const char *summary; /* for the API page, English */
	/*
	 * A GET runs in a read snapshot, everything else in one write
	 * transaction that is committed when the answer is below 400. With
	 * `apart` the handler opens its own (slow work before it), and rq->db
	 * is NULL.
	 */
	bool apart;
	bool partial; /* open to somebody whose second factor is missing */
	size_t body_max; /* bytes; 0: 64 KiB */
	int seconds; /* for the whole request; 0: 30 */
};

/*
 * How a path parameter leads to what reach() knows: {brief} belongs to a pupil.
 * `within` NULL: reach() knows it by its name.
 */
struct scope {
	const char *name; /* "brief" */
	const char *within; /* "pupil" */
	const char *sql; /* "SELECT pupil FROM brief WHERE id = ?" */
};

struct request {
	struct arena *arena;
	struct store *store;
	struct db *db; /* NULL with `apart` */
	struct actor actor;
	const struct route *route;
	enum lang lang;
	int64_t now; /* UTC milliseconds, one for the whole request */
	char id[17]; /* the request id, in log and error answers */
};

/* What came in; the row says it is there and right. Absent: 0, NULL, false. */
int64_t path_id(struct request *rq, const char *name);
const char *path_text(struct request *rq, const char *name);
bool query_given(struct request *rq, const char *name);
const char *query_text(struct request *rq, const char *name);
int64_t query_int(struct request *rq, const char *name);
int64_t query_id(struct request *rq, const char *name);
bool query_bool(struct request *rq, const char *name);
bool body_given(struct request *rq, const char *name);
const char *body_text(struct request *rq, const char *name);
int64_t body_int(struct request *rq, const char *name);
double body_real(struct request *rq, const char *name);
int64_t body_id(struct request *rq, const char *name);
bool body_bool(struct request *rq, const char *name);
/* A list or an object that the row has checked, as jansson has it. */
json_t *body_json(struct request *rq, const char *name);
/* An uploaded file: its path on disk, gone with the request. */
const char *body_file(struct request *rq, const char *name);
const char *body_file_name(struct request *rq, const char *name);
/* The member of a checked object. */
int64_t member_int(json_t *object, const char *name);
int64_t member_id(json_t *object, const char *name);
const char *member_text(json_t *object, const char *name);

/*
 * Answers. The last one counts. An error names a message id (its words stand in
 * lang/ under "problem.<id>"); words fill its variables, NULL for none. Cookies
 * that were set before an error are not sent.
 */
struct writer *answer(struct request *rq); /* 200 and a JSON object */
void answer_status(struct request *rq, int status);
void answer_none(struct request *rq); /* 204 */
/* bytes are the arena's or live as long as the program. */
void answer_bytes(struct request *rq, const char *type, const char *bytes,
    size_t length, const char *file_name);
/* Sends and removes a file; for what is too large for memory. */
void answer_file(struct request *rq, const char *type, const char *path,
    const char *file_name);
void answer_redirect(struct request *rq, const char *location);
void answer_error(
    struct request *rq, int status, const char *id, const struct word *words);
/* As a bad field: 422 with its name, so that the page can show it there. */
void answer_field(struct request *rq, const char *field, const char *id,
    const struct word *words);
bool answered(const struct request *rq); /* with an error */

/* Sessions. Only the hash of a token is kept. */
struct session_new {
	int64_t account;
	enum role role;
	int64_t pupil, region, office;
	bool partial;
	int64_t lasts; /* milliseconds */
	bool own_device; /* a lasting cookie */
	const char *device; /* as the person will read it in the list */
};
/* Makes it and sets the cookie. */
void session_begin(
    struct request *rq, struct db *db, const struct session_new *session);
/* A new token for the same session, after a second factor. */
void session_complete(struct request *rq, struct db *db);
void session_end(struct request *rq, struct db *db, int64_t session);
void session_end_all(struct db *db, int64_t account, int64_t except);
/* The token that changing requests must carry in X-CSRF-Token. */
const char *session_csrf(struct request *rq);
const char *request_agent(struct request *rq); /* User-Agent, cut, or "" */
const char *request_cookie(struct request *rq, const char *name);
/* Our own address as the browser has it: "https://giljabi.example". */
const char *request_origin(struct request *rq);
/* HttpOnly, SameSite=Lax, Secure behind https; seconds 0 removes it. */
void answer_cookie(
    struct request *rq, const char *name, const char *value, int64_t seconds);

/*
 * Too many tries: counts against a key (kind and its value) and against the
 * address, leaking `a_minute` a minute. Each wrong try also slows the next, and
 * nobody is locked out for good. False: 429 was answered.
 */
bool throttle(struct request *rq, const char *kind, const char *key, int burst,
    int a_minute);
void throttle_forgive(struct request *rq, const char *kind, const char *key);

/* The server. */
struct server_options {
	const char *listen; /* "127.0.0.1:8080", "[::1]:80", "unix:PATH" */
	const char *web; /* folder of the built pages; NULL: none */
	struct store *store;
	const struct module *const *modules;
	/* May the actor reach the object? Given by the room that knows. */
	bool (*reach)(struct db *db, const struct actor *actor,
	    const char *scope, int64_t id);
	const char *secret; /* key of the keyed hashes; 32 bytes hex */
	bool check_answers; /* tests: an answer that its row does not
				   declare is an error */
	int connections; /* most at a time; 0: 1,024 */
	int rate; /* requests a second of one address; 0:
				   GILJABI_RATE, or 200 */
	int idle_seconds; /* until a quiet connection is closed; 0: 75 */
	int head_seconds; /* for a head, from its first line; 0: 15 */
	int drain_seconds; /* for the open requests at the end; 0: 30 */
};
struct server;
/*
 * NULL after a message on the log. Blocks SIGTERM and SIGINT for the calling
 * thread and those it starts. The strings have to outlive the server.
 */
struct server *server_start(const struct server_options *options);
/* Until SIGTERM or SIGINT, then no new connection, the open ones end. */
void server_wait(struct server *server);
void server_stop(struct server *server);
int server_port(const struct server *server); /* the one in fact */

/* The OpenAPI 3.1 page, from the rows. */
void openapi_write(struct buffer *out, const struct module *const *modules);
/* Finds a scope's rule: follows `within` to one that reach() knows. */
bool scope_resolve(struct db *db, const struct module *const *modules,
    const char **name, int64_t *id);

/*
 * The keyed hash of a secret, as the store holds it. The key is the server's
 * secret; commands that serve nothing set it by secret_use (64 hex digits).
 */
void secret_use(const char *hex);
void secret_hash(const char *secret, char out[static 65]);

extern const struct module http_module; /* its table of sessions */

#endif
