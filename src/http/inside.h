/*
 * What the files of this room share. No other room includes it.
 *
 *	server.c     starting, ending, what the HTTP library tells
 *	listen.c     the socket
 *	connection.c the open connections and their time limits
 *	exchange.c   the way of one request, step by step
 *	head.c       what stands in the head, and what may not
 *	url.c        paths, queries and cookies: bytes in, texts out
 *	multipart.c  the parser of multipart/form-data: bytes in, parts out
 *	body.c       collects the body, uploads into files
 *	check.c      values against their fields
 *	input.c      what a handler asks for
 *	answer.c     what a handler answers; reply.c sends it
 *	router.c     the rows as a tree; rows.c: are they as they have to be
 *	scope.c session.c secret.c throttle.c static.c gzip.c metrics.c
 *	openapi.c    what their names say
 */
#ifndef GILJABI_HTTP_INSIDE_H
#define GILJABI_HTTP_INSIDE_H

#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>

#include "http/http.h"
#include "module.h"

enum {
	PARAMETERS = 8, /* of a path */
	SEGMENTS = 16,
	URI_MOST = 4096,
	BODY_MOST = 64 * 1024, /* when the row does not say */
	SECONDS = 30,
	ELEMENT_MOST = 200, /* characters of a text in a list */
	ANSWER_MOST = 32 * 1024 * 1024,
	ARENA_MOST = 256 * 1024 * 1024,
	GZIP_LEAST = 1024, /* below it is not worth it */
};
#define TIME_MOST INT64_C(253402300799999) /* 9999-12-31 */
#define SESSION_COOKIE "giljabi_session"
#define LANG_COOKIE "giljabi_lang"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* check.c */

enum direction { FIELDS_IN, FIELDS_OUT };

/* What is wrong with a field; its words stand under "problem.<id>". */
struct complaint {
	struct complaint *next;
	const char *name; /* "parts.0.item" */
	const char *id;
	const struct word *words;
};
struct complaints {
	struct arena *arena;
	struct complaint *first, *last;
	size_t count;
};
/* Copies name and words; the fiftieth is the last that is kept. */
void complaint_add(struct complaints *complaints, const char *name,
    const char *id, const struct word *words);
struct word *words_copy(struct arena *arena, const struct word *words);

void fields_check(struct complaints *complaints, const struct field *fields,
    json_t *object, enum direction direction);
/* The field of an element of a list without `fields`. */
struct field field_element(const struct field *list, enum direction direction);
const struct field *field_find(const struct field *fields, const char *name);
bool fields_have_file(const struct field *fields);
/*
 * The JSON value of a text from a query or a form. A text that is not of the
 * type stays a string, and the check says so. NULL when it is not UTF-8.
 */
json_t *field_from_text(const struct field *field, const char *text);
/* Goes with the arena. */
json_t *object_new(struct arena *arena);
/* True for a 63-bit id in its one form. */
bool id_read(const char *text, int64_t *id);

/* url.c: in place, or into the arena */

/* False for a broken escape, a NUL, a control character, not UTF-8. */
bool url_decode(char *text, bool query);
/* How many segments; -1 when the path is not one. Cuts and decodes in place. */
int path_split(char *path, const char **segments, int most);
/*
 * Reads a query into an object by the fields; complains of unknown and repeated
 * names. False when it is not a query at all.
 */
bool query_read(struct complaints *complaints, const struct field *fields,
    char *query, json_t *object);
/* The value of a cookie in a Cookie header; NULL: none. */
char *cookie_find(struct arena *arena, const char *header, const char *name);
/* Appends a text with all but unreserved characters escaped. */
void url_encode(struct buffer *out, const char *text);

/* multipart.c */

struct part {
	char name[128];
	char file_name[256]; /* its last component; "" for none */
	bool is_file; /* has a file name, if an empty one */
};
struct part_events {
	/* false ends the parsing */
	bool (*begin)(void *with, const struct part *part);
	bool (*data)(void *with, const char *bytes, size_t length);
	bool (*end)(void *with);
};
struct multipart {
	const struct part_events *events;
	void *with;
	char mark[80]; /* CR LF -- and the boundary */
	size_t mark_length;
	size_t matched; /* of the mark, so far */
	char head[2048]; /* of the part */
	size_t head_length;
	struct part part;
	int parts;
	enum multipart_state {
		MULTIPART_BEFORE,
		MULTIPART_AFTER_MARK,
		MULTIPART_HEAD,
		MULTIPART_DATA,
		MULTIPART_END,
		MULTIPART_BAD
	} state;
	char after; /* first byte after a mark */
};
/* False when the content type names no usable boundary. */
bool multipart_begin(struct multipart *multipart, const char *content_type,
    const struct part_events *events, void *with);
/* False when it is not multipart, or an event said so. */
bool
multipart_feed(struct multipart *multipart, const char *bytes, size_t length);
bool multipart_ended(const struct multipart *multipart);

/* rows.c, router.c */

/* Logs each row that is not as it has to be. */
bool rows_check(const struct module *const *rooms);

/* Requests of one kind, for /metrics. */
enum { CLASSES = 6, BUCKETS = 12 };
struct tally {
	_Atomic uint64_t classes[CLASSES]; /* status / 100; 0: cut */
	_Atomic uint64_t buckets[BUCKETS];
	_Atomic uint64_t microseconds;
};

/* A route row made ready. */
struct door {
	const struct route *route;
	const struct module *room;
	struct door *next;
	size_t count;
	const char *names[PARAMETERS]; /* of the path's parameters */
	struct tally tally;
};
struct match {
	struct door *const *doors; /* by method */
	const char *values[PARAMETERS];
};
struct router;
struct router *router_new(const struct module *const *rooms);
void router_free(struct router *router);
bool router_find(const struct router *router, const char *const *segments,
    int count, struct match *match);
struct door *router_doors(const struct router *router); /* a list */

/* throttle.c */

struct throttle;
struct throttle *throttle_new(int rate); /* requests a second */
void throttle_free(struct throttle *throttle);
/* Counts a request of an address; false: too many. */
bool
throttle_request(struct throttle *throttle, const char *address, int64_t now);
/* A try that was counted, so that a second run does not count it again. */
struct tried {
	struct tried *next;
	const char *kind, *key;
};

/* gzip.c */

struct bytes {
	const char *data;
	size_t length;
};
/* In the arena; length 0 when it failed or did not get smaller. */
struct bytes gzip(struct arena *arena, struct bytes plain, int level);

/* static.c */

struct page {
	const char *name; /* "/assets/main-Ab12Cd34.js" */
	const char *type;
	struct bytes plain; /* NULL data: opened for each request */
	struct bytes zipped; /* length 0: none */
	char tag[24];
	bool lasting; /* its name holds the hash of its content */
};
struct pages;
/* NULL when the folder cannot be read. */
struct pages *pages_open(const char *folder);
void pages_close(struct pages *pages);
/* The page of a path; the start page of any that is none. NULL: 404. */
const struct page *pages_find(const struct pages *pages, const char *path);
/* A descriptor of a page that is not in memory; -1. */
int page_open(const struct pages *pages, const struct page *page);

/* The room's state */

struct server {
	struct server_options options;
	struct MHD_Daemon *daemon;
	struct router *router;
	struct pages *pages;
	struct throttle *throttle;
	unsigned char tag_key[16];
	struct buffer last_words[LANGS]; /* when others have no memory */
	struct tally pages_tally, other_tally;
	_Atomic uint64_t store_errors;
	_Atomic uint64_t memory_errors;
	_Atomic bool draining; /* the listener is ours again */
	struct connections *connections;
	int listener;
	int port;
	bool masked;
	sigset_t mask_before; /* of the signals that end it */
};

/* The lines of a head that somebody here reads. */
enum head_line {
	HEAD_HOST,
	HEAD_CONTENT_LENGTH,
	HEAD_TRANSFER_ENCODING,
	HEAD_CONTENT_TYPE,
	HEAD_COOKIE,
	HEAD_CSRF,
	HEAD_ACCEPT_ENCODING,
	HEAD_ACCEPT_LANGUAGE,
	HEAD_IF_NONE_MATCH,
	HEAD_USER_AGENT,
	HEAD_FORWARDED_FOR,
	HEAD_FORWARDED_PROTO,
	HEAD_LINES
};

struct upload {
	struct upload *next;
	const char *name, *path, *file_name;
	int64_t size;
	int file;
};

struct header {
	struct header *next;
	const char *name, *value;
};

enum reply_kind {
	REPLY_NOTHING,
	REPLY_JSON,
	REPLY_BYTES,
	REPLY_FILE,
	REPLY_PAGE,
	REPLY_PROBLEM
};
struct reply {
	enum reply_kind kind;
	int status; /* 0: not answered yet */
	struct writer writer;
	const char *type;
	struct bytes bytes;
	const char *file_name;
	int file; /* -1: none */
	const struct page *page;
	struct header *headers;
	const char *problem; /* its id */
	const struct word *words;
	struct complaints complaints;
	bool close; /* the connection ends with it */
};

enum stage {
	STAGE_LINE, /* the request line was read */
	STAGE_BODY, /* the body is being collected */
	STAGE_SKIP, /* answered already; the body is read past */
	STAGE_DONE /* the answer is on its way */
};

/* Who sits at the other end of a connection. */
struct peer {
	char address[INET6_ADDRSTRLEN];
	bool trusted; /* a proxy, which may say for whom it asks */
};

struct exchange {
	struct request rq; /* first: what a handler knows */
	struct server *server;
	struct MHD_Connection *mhd;
	enum stage stage;
	int64_t began; /* ticks */
	char *uri; /* NULL: there was no memory for it */
	enum method method; /* 0: none of ours */
	const char *head[HEAD_LINES];
	const char *host; /* of the client, as text */
	bool secure; /* the client came by https */
	struct match match;
	struct door *door; /* NULL: a page, or nothing */
	char *query_text;
	json_t *query, *body;
	/* session */
	struct actor signed_in; /* as the store has it */
	const char *cookie_token; /* of the session that was found */
	const char *token; /* of the session as it now is */
	bool own_device;
	int64_t expires, last;
	struct tried *tried;
	/* body */
	size_t received;
	struct bytes piece; /* what just came */
	struct multipart *multipart;
	const struct field *part_field; /* NULL: what comes is passed over */
	struct upload *uploads;
	struct db *reader; /* an open snapshot */
	bool entered; /* who it is, is known */
	bool db_failed;
	struct reply reply;
	/* Kept from one request to the next */
	struct buffer json; /* the answer */
	struct buffer bytes; /* the body, or a text part of it */
	struct peer peer;
};

static inline struct exchange *
exchange_of(struct request *rq)
{
	return (struct exchange *)rq;
}

/* listen.c: -1 after a message on the log */
int listen_open(const char *where);
int listen_port(int listener);
const char *listen_path(const char *where); /* NULL: not a unix socket */

/* connection.c */
struct connection {
	struct connection *next, *before;
	int socket;
	_Atomic int64_t deadline; /* ticks */
	_Atomic bool busy; /* a request line came, no answer yet */
	struct exchange exchange;
};
/* NULL without memory. Both are called while the socket is open. */
struct connection *
connection_open(struct server *server, struct MHD_Connection *mhd);
void connection_close(struct server *server, struct connection *connection);
/* Seconds until it is closed, whatever comes. */
void connection_deadline(struct connection *connection, int seconds);
void connection_busy(struct connection *connection, bool busy, int seconds);
struct connections *connections_new(void);
void connections_free(struct connections *all);
size_t connections_count(struct connections *all);
/* Closes the quiet ones, again and again, until none is left. */
void connections_drain(struct connections *all, int seconds);

/*
 * Runs a step of a request; false when it was given up for want of memory,
 * which is answered. Steps are not nested.
 */
bool guarded(struct exchange *x, void (*step)(struct exchange *x));

/*
 * exchange.c, for server.c: the request line is read; the head, then parts of
 * the body, then length 0 when all has come; all is over.
 */
void exchange_begin(struct exchange *x, const char *uri);
enum MHD_Result exchange_go_on(
    struct exchange *x, const char *method, const char *bytes, size_t *length);
void exchange_end(struct exchange *x);

/* head.c: answers itself */
bool head_read(struct exchange *x);
void host_read(struct exchange *x);
/* Once for a connection. */
void peer_read(struct exchange *x);
/* 0: none; SIZE_MAX: not known before it was read. */
size_t head_body_length(const struct exchange *x);

/* Once, at the start. */
void json_memory_use(void);
/* body.c: answer themselves */
void body_begin(struct exchange *x);
void body_feed(struct exchange *x, const char *bytes, size_t length);
void body_end(struct exchange *x);
size_t body_most(const struct exchange *x);

/* session.c */
void session_find(struct exchange *x, struct db *db);
bool session_token_fits(struct exchange *x);
void session_seen(struct exchange *x);

/* scope.c: answers 404 */
bool scope_check(struct exchange *x);

/* reply.c */
void reply_reset(struct exchange *x);
enum MHD_Result reply_send(struct exchange *x);
bool last_words_write(struct server *server);
void last_words_free(struct server *server);
void reply_last_words(struct exchange *x);
void reply_header(struct exchange *x, const char *name, const char *value);

/* metrics.c */
void metrics_count(struct exchange *x, int64_t microseconds);
const char *role_name(unsigned role); /* "-" for none */
const char *method_name(enum method method);

extern const struct route http_routes[];

#endif
