/* Reading and making the key file. */
#include "operate/key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/random.h"
#include "base/text.h"
#include "http/http.h"

static const char *
database_url(struct command_line *cl)
{
	const char *url = option_text(cl, "db");

	if (url == NULL)
		url = getenv("GILJABI_DB");
	return url != NULL ? url : "sqlite:giljabi.db";
}

const char *
database_path(struct command_line *cl)
{
	const char *url = database_url(cl);

	if (text_starts(url, "postgres"))
		return NULL;
	return text_starts(url, "sqlite:") ? url + strlen("sqlite:") : url;
}

static const char *
key_path(struct command_line *cl)
{
	const char *path = option_text(cl, "key");

	if (path == NULL)
		path = getenv("GILJABI_KEY_FILE");
	if (path != NULL)
		return path;
	path = database_path(cl);
	return path == NULL ? "giljabi.key"
			    : arena_printf(command_arena(cl), "%s.key", path);
}

/* False: it is there already, or cannot be written. */
static bool
key_make(const char *path)
{
	unsigned char bytes[KEY_HEX / 2];
	char hex[KEY_HEX + 1];
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool written;

	if (file < 0)
		return false;
	random_bytes(bytes, sizeof bytes);
	hex_write(bytes, sizeof bytes, hex);
	written = write(file, hex, KEY_HEX) == KEY_HEX && fsync(file) == 0;
	close(file);
	if (!written)
		unlink(path);
	return written;
}

static const char *
key_read(struct command_line *cl, const char *path)
{
	unsigned char bytes[KEY_HEX / 2];
	char hex[KEY_HEX + 1] = { 0 };
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (file < 0)
		return NULL;
	got = read(file, hex, KEY_HEX);
	close(file);
	if (got != KEY_HEX || !hex_read(hex, bytes, sizeof bytes))
		return NULL;
	return arena_text(command_arena(cl), hex);
}

const char *
key_load(struct command_line *cl, bool make)
{
	const char *path = key_path(cl), *key;

	if (make && access(path, F_OK) != 0 && !key_make(path) &&
	    errno != EEXIST)
		complain(cl, "key.unwritten",
		    (const struct word[]){ { "path", path }, { 0 } });
	key = key_read(cl, path);
	if (key == NULL) {
		complain(cl, "key.missing",
		    (const struct word[]){ { "path", path }, { 0 } });
		return NULL;
	}
	secret_use(key);
	return key;
}
