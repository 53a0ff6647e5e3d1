/* gzip (RFC 1952) of an answer or a page, by zlib. */
#include "http/inside.h"

#include <limits.h>
#define ZLIB_CONST
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

/* Nothing between the two ends of the stream can give the task up. */
static size_t
deflate_all(struct bytes plain, int level, unsigned char *out)
{
	enum { WINDOW = 15, WITH_GZIP_HEAD = 16, MEMORY = 8 };
	z_stream stream = { .zalloc = zlib_get, .zfree = zlib_give };
	bool shrunk;

	if (deflateInit2(&stream, level, Z_DEFLATED, WINDOW + WITH_GZIP_HEAD,
		MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
		return 0;
	stream.next_in = (const Bytef *)plain.data;
	stream.avail_in = (uInt)plain.length;
	stream.next_out = out;
	stream.avail_out = (uInt)plain.length;
	shrunk = deflate(&stream, Z_FINISH) == Z_STREAM_END;
	deflateEnd(&stream);
	return shrunk ? plain.length - stream.avail_out : 0;
}

struct bytes
gzip(struct arena *arena, struct bytes plain, int level)
{
	unsigned char *out;

	if (plain.length > UINT_MAX)
		return (struct bytes){ 0 };
	out = arena_alloc(arena, plain.length);
	return (
	    struct bytes){ (const char *)out, deflate_all(plain, level, out) };
}
