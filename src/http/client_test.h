/* A small client for tests: raw bytes out, answers in. Gives up after 10 s. */
#ifndef GILJABI_HTTP_CLIENT_TEST_H
#define GILJABI_HTTP_CLIENT_TEST_H

#include <stdbool.h>
#include <stddef.h>

struct got {
	int status; /* 0: the connection ended without an answer */
	char head[8192];
	char *body; /* malloc; "" for none */
	size_t length;
};

/* A connection to 127.0.0.1, or to a unix socket where path is one. */
int client_open(int port, const char *path);
bool client_send(int socket, const char *bytes, size_t length);
/* Reads one answer; with_body false for that to a HEAD. */
void client_read(int socket, struct got *got, bool with_body);
/* Nothing more comes, and the other side has closed. */
bool client_is_closed(int socket);
void got_free(struct got *got);
/* The value of a header, "" for none; the last one of the name. */
const char *got_header(const struct got *got, const char *name);

#endif
