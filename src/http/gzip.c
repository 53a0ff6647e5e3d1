/* gzip (RFC 1952) of an answer or a page, by zlib. */
#include "http/inside.h"

#include <limits.h>
#include <zlib.h>

static voidpf
zlib_get(voidpf with, uInt count, uInt size)
{
	(void)with;
	return memory_get((size_t)count * size);
}

static void
zlib_give(voidpf with, voidpf memory)
{
	(void)with;
	memory_give(memory);
}

static void
deflate_give(void *with)
{
	deflateEnd(with);
}

struct bytes
gzip(struct arena *arena, struct bytes plain, int level)
{
	enum { WINDOW = 15, WITH_GZIP_HEAD = 16, MEMORY = 8 };
	z_stream *stream = arena_alloc(arena, sizeof *stream);
	struct bytes zipped = { 0 };
	unsigned char *out;

	stream->zalloc = zlib_get;
	stream->zfree = zlib_give;
	if (plain.length > UINT_MAX || deflateInit2(stream, level, Z_DEFLATED,
	    WINDOW + WITH_GZIP_HEAD, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
		return zipped;
	arena_defer(arena, deflate_give, stream);
	out = arena_alloc(arena, plain.length);
	stream->next_in = (const Bytef *)plain.data;
	stream->avail_in = (uInt)plain.length;
	stream->next_out = out;
	stream->avail_out = (uInt)plain.length;
	if (deflate(stream, Z_FINISH) == Z_STREAM_END) {
		zipped.data = (const char *)out;
		zipped.length = plain.length - stream->avail_out;
	}
	return zipped;
}
