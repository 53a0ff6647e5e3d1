/* The socket that a server listens at: an address and a port, or a path. */
#include "http/inside.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

enum { BACKLOG = 1024 };

static int
listen_failed(int listener, const char *why)
{
	log_event(LOG_ERROR, "server.listen", "why", why, NULL);
	if (listener >= 0)
		close(listener);
	return -1;
}

/* A socket file that nobody answers at is left over from a crash. */
static bool
unix_path_clear(const struct sockaddr_un *address)
{
	struct stat about;
	int probe;
	bool answers;

	if (lstat(address->sun_path, &about) != 0)
		return errno == ENOENT;
	if (!S_ISSOCK(about.st_mode))
		return false;
	probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (probe < 0)
		return false;
	answers = connect(probe, (const struct sockaddr *)address,
		      sizeof *address) == 0;
	close(probe);
	return !answers && unlink(address->sun_path) == 0;
}

static int
listen_unix(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener;

	if (strlen(path) >= sizeof address.sun_path)
		return listen_failed(-1, "the path is too long");
	memcpy(address.sun_path, path, strlen(path));
	if (!unix_path_clear(&address))
		return listen_failed(-1, "the path is in use");
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener < 0 ||
	    bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
	    chmod(path, 0660) != 0 || listen(listener, BACKLOG) != 0)
		return listen_failed(listener, strerror(errno));
	return listener;
}

static int
listen_at(const struct addrinfo *address)
{
	int listener = socket(
	    address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int on = 1;

	if (listener < 0)
		return listen_failed(-1, strerror(errno));
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(listener, address->ai_addr, address->ai_addrlen) != 0 ||
	    listen(listener, BACKLOG) != 0)
		return listen_failed(listener, strerror(errno));
	return listener;
}

/* "127.0.0.1:8080", "[::1]:8080" */
static int
listen_tcp(const char *text)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE };
	struct addrinfo *address;
	const char *colon = strrchr(text, ':');
	char host[64];
	size_t length;
	int listener;

	if (colon == NULL || (length = (size_t)(colon - text)) >= sizeof host)
		return listen_failed(-1, "not an address and a port");
	if (*text == '[' && length > 1 && text[length - 1] == ']') {
		text++;
		length -= 2;
	}
	memcpy(host, text, length);
	host[length] = '\0';
	if (getaddrinfo(host, colon + 1, &hints, &address) != 0)
		return listen_failed(-1, "not an address and a port");
	listener = listen_at(address);
	freeaddrinfo(address);
	return listener;
}

const char *
listen_path(const char *where)
{
	return text_starts(where, "unix:") ? where + strlen("unix:") : NULL;
}

int
listen_open(const char *where)
{
	const char *path = listen_path(where);

	return path != NULL ? listen_unix(path) : listen_tcp(where);
}

/* The port stands at the same place in both kinds of address. */
int
listen_port(int listener)
{
	struct sockaddr_storage address = { 0 };
	socklen_t length = sizeof address;

	if (getsockname(listener, (struct sockaddr *)&address, &length) != 0)
		return 0;
	return ntohs(((const struct sockaddr_in *)&address)->sin_port);
}
