/*
 * Talking to the office's sign-in server (libcurl): JSON in, bounded in time
 * and size, no redirect followed, over https alone. Plain http is for tests on
 * the same machine.
 */
#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "people/inside.h"
#include "people/office.h"

enum { CONNECT_MS = 5000, WHOLE_MS = 10000, ANSWER_MOST = 1024 * 1024 };

static void
curl_start(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

static CURL *
curl_open(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, curl_start);
	return curl_easy_init();
}

/* The scheme and the host decide, as curl itself reads them. */
bool
fetch_allowed(const char *url)
{
	CURLU *parts = curl_url();
	char *scheme = NULL, *host = NULL;
	bool allowed = false;

	if (parts != NULL && url != NULL &&
	    curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
	    curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
	    curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK)
		allowed = text_is(scheme, "https") ||
		    (text_is(scheme, "http") && text_is(host, "127.0.0.1"));
	curl_free(scheme);
	curl_free(host);
	curl_url_cleanup(parts);
	return allowed;
}

/* Forms */

void
form_escape(struct buffer *form, const char *text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; *text != '\0'; text++)
		if (strchr(plain, *text) != NULL)
			buffer_char(form, *text);
		else
			buffer_printf(form, "%%%02X", (unsigned char)*text);
}

void
form_add(struct buffer *form, const char *name, const char *value)
{
	if (form->length > 0)
		buffer_char(form, '&');
	buffer_printf(form, "%s=", name);
	form_escape(form, value);
}

/* Fetching */

static size_t
answer_take(char *bytes, size_t size, size_t count, void *with)
{
	struct buffer *answer = with;

	buffer_add(answer, bytes, size * count);
	return answer->failed ? 0 : size * count;
}

static struct curl_slist *
headers_of(const struct fetch *fetch)
{
	struct curl_slist *headers = curl_slist_append(
			      NULL, "Accept: application/json"),
			  *more;
	struct buffer line = { 0 };

	if (fetch->bearer == NULL || headers == NULL)
		return headers;
	buffer_printf(&line, "Authorization: Bearer %s", fetch->bearer);
	more = line.failed ? NULL : curl_slist_append(headers, line.data);
	buffer_free(&line);
	if (more != NULL)
		return more;
	curl_slist_free_all(headers);
	return NULL;
}

static void
curl_prepare(CURL *curl, const struct fetch *fetch, struct buffer *answer)
{
	curl_easy_setopt(curl, CURLOPT_URL, fetch->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, answer_take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
	if (fetch->form != NULL)
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, fetch->form);
	if (fetch->user == NULL)
		return;
	curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
	curl_easy_setopt(curl, CURLOPT_USERNAME, fetch->user);
	curl_easy_setopt(curl, CURLOPT_PASSWORD, fetch->password);
}

/* The HTTP status; 0: nothing came, or too much. */
static long
fetch_run(CURL *curl, const struct fetch *fetch, struct buffer *answer)
{
	struct curl_slist *headers = headers_of(fetch);
	CURLcode code = CURLE_OUT_OF_MEMORY;
	long status = 0;

	if (headers != NULL) {
		curl_prepare(curl, fetch, answer);
		curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
		code = curl_easy_perform(curl);
	}
	if (code == CURLE_OK)
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	else
		log_event(LOG_WARNING, "office.fetch", "url", fetch->url, "why",
		    curl_easy_strerror(code), NULL);
	curl_slist_free_all(headers);
	return status;
}

static json_t *
answer_read(struct arena *arena, const struct fetch *fetch, long status,
    struct buffer *answer)
{
	char *text = NULL;
	json_t *json = NULL;

	if (status == 200 && answer->length > 0)
		text = arena_bytes(arena, answer->data, answer->length);
	if (text != NULL)
		json = json_read(arena, text, answer->length);
	if (!json_is_object(json) && status != 0)
		log_event(LOG_WARNING, "office.answer", "url", fetch->url,
		    "status", log_int(status), NULL);
	return json_is_object(json) ? json : NULL;
}

static void
answer_free(void *with)
{
	buffer_free(with);
}

json_t *
fetch_json(struct arena *arena, const struct fetch *fetch)
{
	struct buffer *answer = arena_alloc(arena, sizeof *answer);
	CURL *curl;
	long status;

	answer->limit = ANSWER_MOST;
	arena_defer(arena, answer_free, answer);
	curl = fetch_allowed(fetch->url) ? curl_open() : NULL;
	if (curl == NULL)
		return NULL;
	status = fetch_run(curl, fetch, answer);
	curl_easy_cleanup(curl);
	return answer_read(arena, fetch, status, answer);
}
