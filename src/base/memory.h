/*
 * Memory. What belongs to one task (a request, a row of an import, a brief)
 * lives in its arena and goes with it. What lives longer has one owner, named
 * where it is declared.
 */
#ifndef GILJABI_MEMORY_H
#define GILJABI_MEMORY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * An arena. Allocation never returns NULL: when memory or the arena's limit is
 * used up, control goes back to the arena's catch point (ARENA_CATCH), where
 * the task is given up. Without a catch point the program ends.
 */
struct arena;

/* limit: most bytes it may hold; NULL only when there is no memory at all. */
struct arena *arena_new(size_t limit);
/* Runs what was deferred, last first, then frees everything. NULL is allowed. */
void arena_free(struct arena *arena);
/* As arena_free, but keeps the first block for the next task. */
void arena_clear(struct arena *arena);
size_t arena_used(const struct arena *arena);

/* Zeroed, aligned for any type, valid until the arena is cleared. */
void *arena_alloc(struct arena *arena, size_t size);
/* count * size with the overflow checked. */
void *arena_array(struct arena *arena, size_t count, size_t size);
char *arena_text(struct arena *arena, const char *text);
char *arena_bytes(struct arena *arena, const char *bytes, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* done(with) runs when the arena is cleared or freed, whatever happened. */
void arena_defer(struct arena *arena, void (*done)(void *), void *with);

/*
 * True at the first pass; control comes back with false when an allocation in
 * this arena failed. Locals changed in between and read after have to be
 * volatile.
 */
#define ARENA_CATCH(arena) (setjmp(*arena_catch(arena)) == 0)
jmp_buf *arena_catch(struct arena *arena);
/* Gives the task up from anywhere inside it, as a failed allocation would. */
_Noreturn void arena_throw(struct arena *arena);

/*
 * The allocator under everything (arenas, buffers, JSON). Tests make the nth
 * allocation from now fail, and each after it when `on`; 0 turns it off.
 */
void *memory_get(size_t size);
void *memory_resize(void *memory, size_t size);
void memory_give(void *memory);
void memory_fail_at(size_t nth, bool on);
size_t memory_count(void);

/* A text or byte string that grows up to a ceiling. Zero-terminated always. */
struct buffer {
	char *data;
	size_t length;
	size_t capacity;
	size_t limit; /* most bytes; 0 means 16 MiB */
	bool failed; /* the ceiling or memory was reached; the rest was lost */
};

void buffer_add(struct buffer *buffer, const char *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_char(struct buffer *buffer, char c);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_clear(struct buffer *buffer); /* keeps the memory */
void buffer_free(struct buffer *buffer);

#endif
