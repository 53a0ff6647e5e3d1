/*
 * Arenas and growing buffers over one allocator, so that tests can make any
 * allocation of the program fail.
 */
#include "base/memory.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	BLOCK_FIRST = 8 * 1024,
	BLOCK_MOST = 1024 * 1024,
	BUFFER_LIMIT = 16 * 1024 * 1024
};

/* The allocator */

static _Atomic size_t allocations;
static _Atomic size_t fail_at;
static _Atomic bool fail_on;

static bool
memory_fails(void)
{
	size_t nth = atomic_fetch_add(&allocations, 1) + 1;
	size_t at = atomic_load(&fail_at);

	return at != 0 && (nth == at || (nth > at && atomic_load(&fail_on)));
}

void *
memory_get(size_t size)
{
	return memory_fails() ? NULL : calloc(1, size ? size : 1);
}

void *
memory_resize(void *memory, size_t size)
{
	return memory_fails() ? NULL : realloc(memory, size);
}

void
memory_give(void *memory)
{
	free(memory);
}

void
memory_fail_at(size_t nth, bool on)
{
	atomic_store(&fail_on, on);
	atomic_store(&fail_at, nth ? atomic_load(&allocations) + nth : 0);
}

size_t
memory_count(void)
{
	return atomic_load(&allocations);
}

/* Arenas */

struct block {
	struct block *before;
	size_t size;
	size_t used;
	_Alignas(max_align_t) char bytes[];
};

struct deferred {
	struct deferred *before;
	void (*done)(void *);
	void *with;
};

struct arena {
	struct block *block; /* the newest */
	struct deferred *deferred; /* the last */
	size_t limit;
	size_t held; /* bytes of all blocks */
	jmp_buf catch;
	bool caught;
};

static struct block *
block_new(size_t size, struct block *before)
{
	struct block *block = memory_get(sizeof *block + size);

	if (block == NULL)
		return NULL;
	block->before = before;
	block->size = size;
	return block;
}

struct arena *
arena_new(size_t limit)
{
	struct arena *arena = memory_get(sizeof *arena);

	if (arena == NULL)
		return NULL;
	arena->limit = limit;
	arena->block = block_new(BLOCK_FIRST, NULL);
	if (arena->block == NULL) {
		memory_give(arena);
		return NULL;
	}
	arena->held = BLOCK_FIRST;
	return arena;
}

static void
run_deferred(struct arena *arena)
{
	while (arena->deferred != NULL) {
		struct deferred *deferred = arena->deferred;

		arena->deferred = deferred->before;
		deferred->done(deferred->with);
	}
}

void
arena_clear(struct arena *arena)
{
	run_deferred(arena);
	while (arena->block->before != NULL) {
		struct block *block = arena->block;

		arena->block = block->before;
		arena->held -= block->size;
		memory_give(block);
	}
	memset(arena->block->bytes, 0, arena->block->used);
	arena->block->used = 0;
	arena->caught = false;
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	arena_clear(arena);
	memory_give(arena->block);
	memory_give(arena);
}

size_t
arena_used(const struct arena *arena)
{
	return arena->held;
}

jmp_buf *
arena_catch(struct arena *arena)
{
	arena->caught = true;
	return &arena->catch;
}

void
arena_throw(struct arena *arena)
{
	if (!arena->caught) {
		fputs("giljabi: out of memory\n", stderr);
		abort();
	}
	longjmp(arena->catch, 1);
}

/* A block for at least `size` more bytes; each twice as large as the last. */
static void
arena_grow(struct arena *arena, size_t size)
{
	size_t next = arena->block->size * 2;
	struct block *block;

	if (next > BLOCK_MOST)
		next = BLOCK_MOST;
	if (next < size)
		next = size;
	if (next > arena->limit || arena->held > arena->limit - next)
		arena_throw(arena);
	block = block_new(next, arena->block);
	if (block == NULL)
		arena_throw(arena);
	arena->block = block;
	arena->held += next;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	void *memory;

	if (size > SIZE_MAX - align)
		arena_throw(arena);
	size = (size + align - 1) / align * align;
	if (size > arena->block->size - arena->block->used)
		arena_grow(arena, size);
	memory = arena->block->bytes + arena->block->used;
	arena->block->used += size;
	return memory;
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		arena_throw(arena);
	return arena_alloc(arena, count * size);
}

char *
arena_bytes(struct arena *arena, const char *bytes, size_t length)
{
	char *copy;

	if (length == SIZE_MAX)
		arena_throw(arena);
	copy = arena_alloc(arena, length + 1);
	if (length > 0)
		memcpy(copy, bytes, length);
	return copy;
}

char *
arena_text(struct arena *arena, const char *text)
{
	return text ? arena_bytes(arena, text, strlen(text)) : NULL;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	size_t room = arena->block->size - arena->block->used;
	char *text = arena->block->bytes + arena->block->used;
	va_list list;
	int length;

	/* where it is going to lie, if it fits */
	va_start(list, format);
	length = vsnprintf(text, room, format, list);
	va_end(list);
	if (length >= 0 && (size_t)length < room)
		return arena_alloc(arena, (size_t)length + 1);
	memset(text, 0, room);
	if (length < 0)
		arena_throw(arena);
	text = arena_alloc(arena, (size_t)length + 1);
	va_start(list, format);
	vsnprintf(text, (size_t)length + 1, format, list);
	va_end(list);
	return text;
}

void
arena_defer(struct arena *arena, void (*done)(void *), void *with)
{
	struct deferred *deferred = arena_alloc(arena, sizeof *deferred);

	deferred->before = arena->deferred;
	deferred->done = done;
	deferred->with = with;
	arena->deferred = deferred;
}

/* Buffers */

static bool
buffer_room(struct buffer *buffer, size_t more)
{
	size_t limit = buffer->limit ? buffer->limit : BUFFER_LIMIT;
	size_t capacity = buffer->capacity ? buffer->capacity : 256;
	char *data;

	if (buffer->failed || more >= limit || buffer->length > limit - more) {
		buffer->failed = true;
		return false;
	}
	if (buffer->length + more < buffer->capacity)
		return true;
	while (capacity <= buffer->length + more)
		capacity *= 2;
	data = memory_resize(buffer->data, capacity);
	if (data == NULL) {
		buffer->failed = true;
		return false;
	}
	buffer->data = data;
	buffer->capacity = capacity;
	return true;
}

void
buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
	if (!buffer_room(buffer, length))
		return;
	if (length > 0)
		memcpy(buffer->data + buffer->length, bytes, length);
	buffer->length += length;
	buffer->data[buffer->length] = '\0';
}

void
buffer_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

void
buffer_char(struct buffer *buffer, char c)
{
	buffer_add(buffer, &c, 1);
}

void
buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list list;
	int length;
	size_t room;

	if (!buffer_room(buffer, 1))
		return;
	room = buffer->capacity - buffer->length;
	va_start(list, format);
	length = vsnprintf(buffer->data + buffer->length, room, format, list);
	va_end(list);
	if (length < 0 || !buffer_room(buffer, (size_t)length + 1)) {
		buffer->data[buffer->length] = '\0';
		buffer->failed = true;
		return;
	}
	if ((size_t)length >= room) {
		va_start(list, format);
		vsnprintf(buffer->data + buffer->length, (size_t)length + 1,
		    format, list);
		va_end(list);
	}
	buffer->length += (size_t)length;
}

void
buffer_clear(struct buffer *buffer)
{
	buffer->length = 0;
	buffer->failed = false;
	if (buffer->data != NULL)
		buffer->data[0] = '\0';
}

void
buffer_free(struct buffer *buffer)
{
	memory_give(buffer->data);
	*buffer = (struct buffer){ .limit = buffer->limit };
}
