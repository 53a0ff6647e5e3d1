/*
 * The head of a request. The HTTP library takes some heads that two servers in
 * a row could read in two ways; what could hide a second request in the first
 * is refused here, and the connection ends with it.
 */
#include "http/inside.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/text.h"

static const struct {
	const char *name;
	bool once;
} lines[HEAD_LINES] = {
	[HEAD_HOST] = { "Host", true },
	[HEAD_CONTENT_LENGTH] = { "Content-Length", true },
	[HEAD_TRANSFER_ENCODING] = { "Transfer-Encoding", true },
	[HEAD_CONTENT_TYPE] = { "Content-Type", true },
	[HEAD_COOKIE] = { "Cookie", true },
	[HEAD_CSRF] = { "X-CSRF-Token", true },
	[HEAD_ACCEPT_ENCODING] = { "Accept-Encoding", false },
	[HEAD_ACCEPT_LANGUAGE] = { "Accept-Language", false },
	[HEAD_IF_NONE_MATCH] = { "If-None-Match", false },
	[HEAD_USER_AGENT] = { "User-Agent", false },
	[HEAD_FORWARDED_FOR] = { "X-Forwarded-For", false },
	[HEAD_FORWARDED_PROTO] = { "X-Forwarded-Proto", false },
};

struct reading {
	struct exchange *x;
	bool bad;
};

/* Of a "token" of RFC 9110; no space before the colon, for one. */
static bool
is_token(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') ||
	    (c != '\0' && strchr("-!#$%&'*+.^_`|~", c) != NULL);
}

static bool
name_is_token(const char *name, size_t length)
{
	size_t i = 0;

	while (i < length && is_token(name[i]))
		i++;
	return length > 0 && i == length;
}

static enum MHD_Result
line_read(void *with, enum MHD_ValueKind kind, const char *name,
    size_t name_length, const char *value, size_t value_length)
{
	struct reading *reading = with;
	const char **head = reading->x->head;
	int i;

	(void)kind;
	if (!name_is_token(name, name_length) || value == NULL ||
	    strlen(value) != value_length)
		reading->bad = true;
	for (i = 0; i < HEAD_LINES; i++) {
		if (strcasecmp(lines[i].name, name) != 0)
			continue;
		if (lines[i].once && head[i] != NULL)
			reading->bad = true;
		head[i] = value;
	}
	return MHD_YES;
}

static bool
is_number(const char *text)
{
	return *text != '\0' && strspn(text, "0123456789") == strlen(text) &&
	    strlen(text) < 19;
}

static bool
head_is_clear(const struct exchange *x)
{
	const char *length = x->head[HEAD_CONTENT_LENGTH];
	const char *encoding = x->head[HEAD_TRANSFER_ENCODING];
	const char *host = x->head[HEAD_HOST];

	if (host == NULL || *host == '\0' || strpbrk(host, " \t,/") != NULL)
		return false;
	if (length != NULL && (encoding != NULL || !is_number(length)))
		return false;
	return encoding == NULL || strcasecmp(encoding, "chunked") == 0;
}

/* Who asks */

/* The text of an address; of a long one its network, which is one household. */
static void
address_write(const struct sockaddr *address, char out[static INET6_ADDRSTRLEN])
{
	if (address->sa_family == AF_INET) {
		inet_ntop(AF_INET,
		    &((const struct sockaddr_in *)address)->sin_addr, out,
		    INET6_ADDRSTRLEN);
	} else if (address->sa_family == AF_INET6) {
		struct in6_addr network =
		    ((const struct sockaddr_in6 *)address)->sin6_addr;

		if (!IN6_IS_ADDR_LOOPBACK(&network) &&
		    !IN6_IS_ADDR_V4MAPPED(&network))
			memset(network.s6_addr + 8, 0, 8);
		inet_ntop(AF_INET6, &network, out, INET6_ADDRSTRLEN);
	}
}

static const char *
address_read(struct arena *arena, const char *text)
{
	struct sockaddr_in six_less = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	char out[INET6_ADDRSTRLEN];

	if (inet_pton(AF_INET, text, &six_less.sin_addr) == 1)
		address_write((struct sockaddr *)&six_less, out);
	else if (inet_pton(AF_INET6, text, &six.sin6_addr) == 1)
		address_write((struct sockaddr *)&six, out);
	else
		return NULL;
	return arena_text(arena, out);
}

/* A proxy on this machine may say for whom it asks. */
static bool
peer_is_trusted(const struct sockaddr *address)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)address;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)address;

	if (address->sa_family == AF_INET)
		return in->sin_addr.s_addr == htonl(INADDR_LOOPBACK);
	if (address->sa_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
	return true; /* a unix socket */
}

void
peer_read(struct exchange *x)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    x->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	x->peer = (struct peer){ .address = "local" };
	if (info == NULL || info->client_addr == NULL)
		return;
	address_write(info->client_addr, x->peer.address);
	x->peer.trusted = peer_is_trusted(info->client_addr);
}

void
host_read(struct exchange *x)
{
	const char *forwarded = x->head[HEAD_FORWARDED_FOR], *last;

	x->host = x->peer.address;
	if (!x->peer.trusted)
		return;
	x->secure = text_is(x->head[HEAD_FORWARDED_PROTO], "https");
	if (forwarded == NULL)
		return;
	/* the last one is the proxy's own word, the rest is hearsay */
	last = strrchr(forwarded, ',');
	last = last ? last + 1 : forwarded;
	last = address_read(x->rq.arena, last + strspn(last, " \t"));
	if (last != NULL)
		x->host = last;
}

/* Language: what was chosen on the page, else what the browser says. */
static enum lang
lang_of(struct exchange *x)
{
	char *chosen = cookie_find(
	    x->rq.arena, x->head[HEAD_COOKIE], LANG_COOKIE);

	if (text_is(chosen, "ko") || text_is(chosen, "en"))
		return lang_from(chosen);
	return lang_from(x->head[HEAD_ACCEPT_LANGUAGE]);
}

bool
head_read(struct exchange *x)
{
	struct reading reading = { .x = x };

	MHD_get_connection_values_n(
	    x->mhd, MHD_HEADER_KIND, line_read, &reading);
	x->rq.lang = lang_of(x);
	if (!reading.bad && head_is_clear(x))
		return true;
	answer_error(&x->rq, 400, "head", NULL);
	x->reply.close = true;
	return false;
}

size_t
head_body_length(const struct exchange *x)
{
	const char *length = x->head[HEAD_CONTENT_LENGTH];
	int64_t number;

	if (x->head[HEAD_TRANSFER_ENCODING] != NULL)
		return SIZE_MAX;
	if (length == NULL || !text_to_int(length, 0, INT64_MAX, &number))
		return 0;
	return (size_t)number;
}
