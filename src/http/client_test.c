/* The client of the tests. */
#include "http/client_test.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

static int
open_unix(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int socket_made = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	if (connect(socket_made, (struct sockaddr *)&address, sizeof address) ==
	    0)
		return socket_made;
	close(socket_made);
	return -1;
}

static int
open_tcp(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons((unsigned short)port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int socket_made = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(socket_made, (struct sockaddr *)&address, sizeof address) ==
	    0)
		return socket_made;
	close(socket_made);
	return -1;
}

int
client_open(int port, const char *path)
{
	const struct timeval patience = { .tv_sec = 10 };
	int made = path ? open_unix(path) : open_tcp(port);

	if (made >= 0)
		setsockopt(
		    made, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	return made;
}

bool
client_send(int socket, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t sent = send(socket, bytes, length, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		bytes += sent;
		length -= (size_t)sent;
	}
	return true;
}

/* Byte by byte to the empty line, so that nothing of the next is taken. */
static bool
head_read(int socket, struct got *got)
{
	size_t length = 0;

	while (length + 1 < sizeof got->head) {
		if (recv(socket, got->head + length, 1, 0) != 1)
			return false;
		got->head[++length] = '\0';
		if (length >= 4 &&
		    strcmp(got->head + length - 4, "\r\n\r\n") == 0)
			return true;
	}
	return false;
}

void
client_read(int socket, struct got *got, bool with_body)
{
	size_t left;

	*got = (struct got){ 0 };
	if (!head_read(socket, got))
		return;
	got->status = (int)strtol(got->head + strlen("HTTP/1.1 "), NULL, 10);
	if (got->status == 100) {
		client_read(socket, got, with_body);
		return;
	}
	left = strtoul(got_header(got, "Content-Length"), NULL, 10);
	if (!with_body || got->status == 304 || got->status == 204)
		left = 0;
	got->body = calloc(1, left + 1);
	while (left > 0) {
		ssize_t came = recv(socket, got->body + got->length, left, 0);

		if (came <= 0) {
			got->status = 0;
			return;
		}
		got->length += (size_t)came;
		left -= (size_t)came;
	}
}

bool
client_is_closed(int socket)
{
	char byte;

	return recv(socket, &byte, 1, 0) <= 0;
}

void
got_free(struct got *got)
{
	free(got->body);
	got->body = NULL;
}

const char *
got_header(const struct got *got, const char *name)
{
	static _Thread_local char value[2048];
	size_t length = strlen(name);
	const char *line = got->head;

	value[0] = '\0';
	while ((line = strstr(line, "\r\n")) != NULL) {
		line += 2;
		if (strncasecmp(line, name, length) == 0 && line[length] == ':')
			snprintf(value, sizeof value, "%.*s",
			    (int)strcspn(line + length + 2, "\r"),
			    line + length + 2);
	}
	return value;
}
