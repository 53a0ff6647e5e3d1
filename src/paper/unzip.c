/*
 * Zip archives from strangers. The central directory is judged as a whole
 * before a byte is unpacked; while unpacking, a file that turns out longer than
 * it said is given up, so that what was judged is what is read.
 */
#include "paper/unzip_rules.h"

#include <string.h>
#include <zip.h>

#include "base/memory.h"

enum { FILES = 64, TIGHTEST = 200, SMALL = 1024 * 1024 };

struct zip_in {
	zip_t *archive;
	zip_int64_t count;
};

struct zip_stream {
	zip_file_t *file;
	int64_t left; /* bytes that were promised and not read */
};

static const char *
entry_name(const struct zip_in *zip, zip_int64_t index)
{
	return zip_get_name(zip->archive, (zip_uint64_t)index, ZIP_FL_ENC_RAW);
}

/* Where a name stands, or -1. */
static zip_int64_t
entry_find(const struct zip_in *zip, const char *name)
{
	zip_int64_t index;

	for (index = 0; index < zip->count; index++) {
		const char *other = entry_name(zip, index);

		if (other != NULL && strcmp(other, name) == 0)
			return index;
	}
	return -1;
}

static bool
name_is_plain(const char *name)
{
	const unsigned char *at = (const unsigned char *)name;

	for (; *at != 0; at++)
		if (*at < 0x20 || *at == 0x7f || *at == '/' || *at == '\\' ||
		    *at == ':')
			return false;
	return at != (const unsigned char *)name;
}

/* NULL, or the message id of what is wrong; counts down what is left. */
static const char *
entry_judge(const struct zip_in *zip, zip_int64_t index,
    const struct zip_rules *rules, zip_uint64_t *left)
{
	const zip_uint64_t facts = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
	    ZIP_STAT_ENCRYPTION_METHOD;
	const char *name = entry_name(zip, index);
	zip_stat_t stat;

	if (name == NULL ||
	    zip_stat_index(zip->archive, (zip_uint64_t)index, 0, &stat) != 0 ||
	    (stat.valid & facts) != facts)
		return "zip.broken";
	if (!rules->folders && !name_is_plain(name))
		return "zip.name";
	if (stat.encryption_method != ZIP_EM_NONE)
		return "zip.encrypted";
	if (stat.size > *left)
		return "zip.large";
	if (stat.size > SMALL && stat.size / TIGHTEST > stat.comp_size)
		return "zip.tight";
	*left -= stat.size;
	return NULL;
}

static const char *
archive_judge(const struct zip_in *zip, const struct zip_rules *rules)
{
	zip_uint64_t left = (zip_uint64_t)rules->most;
	const char *problem = NULL;
	zip_int64_t index;

	if (zip->count > rules->files)
		return "zip.files";
	for (index = 0; index < zip->count && problem == NULL; index++)
		problem = entry_judge(zip, index, rules, &left);
	return problem;
}

static const char *
open_problem(int code)
{
	switch (code) {
	case ZIP_ER_NOENT:
	case ZIP_ER_OPEN: return "zip.missing";
	case ZIP_ER_MEMORY: return "paper.memory";
	case ZIP_ER_EXISTS: return "zip.twice";
	default: return "zip.broken";
	}
}

/* CHECKCONS: the files' own heads have to say what the directory says. */
static const char *
archive_open(struct zip_in *zip, const char *path)
{
	int code;

	zip->archive = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
	if (zip->archive == NULL)
		return open_problem(code);
	zip->count = zip_get_num_entries(zip->archive, 0);
	return NULL;
}

struct zip_in *
zip_open_rules(
    const char *path, const struct zip_rules *rules, const char **problem)
{
	struct zip_in *zip = memory_get(sizeof *zip);

	*problem = "paper.memory";
	if (zip == NULL)
		return NULL;
	*problem = archive_open(zip, path);
	if (*problem == NULL)
		*problem = archive_judge(zip, rules);
	if (*problem == NULL)
		return zip;
	zip_close_read(zip);
	return NULL;
}

struct zip_in *
zip_open_read(const char *path, int64_t most, const char **problem)
{
	const struct zip_rules rules = { .most = most, .files = FILES };

	return zip_open_rules(path, &rules, problem);
}

void
zip_close_read(struct zip_in *zip)
{
	if (zip == NULL)
		return;
	if (zip->archive != NULL)
		zip_discard(zip->archive);
	memory_give(zip);
}

bool
zip_has(const struct zip_in *zip, const char *name)
{
	return entry_find(zip, name) >= 0;
}

int64_t
zip_size(const struct zip_in *zip, const char *name)
{
	zip_int64_t index = entry_find(zip, name);
	zip_stat_t stat;

	if (index < 0 ||
	    zip_stat_index(zip->archive, (zip_uint64_t)index, 0, &stat) != 0)
		return -1;
	return (int64_t)stat.size;
}

/* Streams */

struct zip_stream *
zip_stream_open(struct zip_in *zip, const char *name)
{
	zip_int64_t index = entry_find(zip, name);
	struct zip_stream *stream;

	if (index < 0)
		return NULL;
	stream = memory_get(sizeof *stream);
	if (stream == NULL)
		return NULL;
	stream->left = zip_size(zip, name);
	stream->file = zip_fopen_index(zip->archive, (zip_uint64_t)index, 0);
	if (stream->file == NULL) {
		memory_give(stream);
		return NULL;
	}
	return stream;
}

ssize_t
zip_stream_read(void *with, char *bytes, size_t size)
{
	struct zip_stream *stream = with;
	zip_int64_t got = zip_fread(stream->file, bytes, size);

	if (got < 0 || got > stream->left ||
	    (got == 0 && size > 0 && stream->left > 0))
		return -1;
	stream->left -= got;
	return (ssize_t)got;
}

void
zip_stream_close(struct zip_stream *stream)
{
	if (stream == NULL)
		return;
	zip_fclose(stream->file);
	memory_give(stream);
}
