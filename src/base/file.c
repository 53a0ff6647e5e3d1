#include "base/file.h"

#include <stdio.h>

bool
file_read(const char *path, struct buffer *bytes)
{
	FILE *file = fopen(path, "rbe");
	char piece[16384];
	size_t got;
	bool read;

	if (file == NULL)
		return false;
	while (
	    !bytes->failed && (got = fread(piece, 1, sizeof piece, file)) > 0)
		buffer_add(bytes, piece, got);
	read = !ferror(file) && !bytes->failed;
	fclose(file);
	return read;
}

static bool
part_write(const char *part, const struct buffer *bytes)
{
	FILE *file = fopen(part, "wbe");
	bool written;

	if (file == NULL)
		return false;
	written = fwrite(bytes->data, 1, bytes->length, file) == bytes->length;
	return fclose(file) == 0 && written;
}

bool
file_write(const char *path, const struct buffer *bytes)
{
	struct buffer part = { 0 };
	bool written;

	buffer_printf(&part, "%s.part", path);
	written = !part.failed && !bytes->failed &&
	    part_write(part.data, bytes) && rename(part.data, path) == 0;
	if (!written && !part.failed)
		remove(part.data);
	buffer_free(&part);
	return written;
}
