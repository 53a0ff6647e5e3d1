/*
 * Where the tests of this room run: a small room of doors of all kinds, a
 * database and a folder of pages of its own, a server on a free port.
 */
#ifndef GILJABI_HTTP_BED_TEST_H
#define GILJABI_HTTP_BED_TEST_H

#include "http/client_test.h"
#include "http/http.h"

extern const struct module *const bed_rooms[];
extern const char bed_secret[];

struct bed {
	char folder[64];
	char web[96];
	struct store *store;
	struct server *server;
	int port;
};
/* tweak: options that differ; NULL: none. */
void bed_start(struct bed *bed, const struct server_options *tweak);
void bed_stop(struct bed *bed);
/* How many rows the write doors have left. */
int64_t bed_count(struct bed *bed);
void bed_sql(struct bed *bed, const char *sql, struct values values);

struct person {
	char token[80];
	char csrf[80];
};
/* Signs in through /api/enter. */
void bed_enter(struct bed *bed, enum role role, int64_t account, bool partial,
    struct person *person);

struct asking {
	const char *method, *path;
	const struct person *person; /* NULL: nobody */
	bool no_csrf;
	const char *type, *body;
	size_t length; /* of the body; 0: as a text */
	const char *head; /* further lines, each with CR LF */
};
/* On a connection of its own. */
void bed_ask(struct bed *bed, const struct asking *asking, struct got *got);
/* The status alone. */
int bed_status(struct bed *bed, const struct asking *asking);
/* On an open one. */
bool bed_send(int socket, const struct asking *asking);
/* A member of a JSON answer as text, "" for none. */
const char *got_member(const struct got *got, const char *name);

#endif
