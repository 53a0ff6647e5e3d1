/*
 * What an import holds of a province: texts one after another in chunks, each
 * known by four bytes; tables with open addressing over them; arrays that grow
 * in place. A pupil's id takes its own length and twelve bytes here.
 *
 * The hash is keyed by chance, so that no file can be made to collide.
 */
#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/random.h"
#include "people/import.h"

enum {
	CHUNK = 65536,
	SLOTS_FIRST = 256,
	ROOM_FIRST = 64,
	ROOM_MOST = 8 * 1024 * 1024 /* entries: five provinces */
};

_Static_assert(crypto_shorthash_KEYBYTES == 16, "the key of texts");
_Static_assert((int)TEXT_MOST < (int)CHUNK, "a text fits a chunk");

/* Whatever kind of pointer stands there; it may be owned twice. */
static void
release(void *with)
{
	void *memory;

	memcpy(&memory, with, sizeof memory);
	memory_give(memory);
	memset(with, 0, sizeof memory);
}

void
array_own(struct arena *arena, void *owner)
{
	arena_defer(arena, release, owner);
}

void *
array_room(
    struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
	size_t more = *room ? *room * 2 : ROOM_FIRST;

	if (count < *room)
		return items;
	if (more > ROOM_MOST)
		arena_throw(arena);
	items = memory_resize(items, more * size);
	if (items == NULL)
		arena_throw(arena);
	*room = more;
	return items;
}

/* Texts */

static void
chunks_release(void *with)
{
	struct texts *texts = with;

	while (texts->count > 0)
		memory_give(texts->chunks[--texts->count]);
	memory_give(texts->chunks);
}

void
texts_begin(struct texts *texts, struct arena *arena)
{
	*texts = (struct texts){ .arena = arena, .used = CHUNK };
	random_bytes(texts->key, sizeof texts->key);
	arena_defer(arena, chunks_release, texts);
}

static void
chunk_add(struct texts *texts)
{
	char *chunk;

	texts->chunks = array_room(texts->arena, texts->chunks, texts->count,
	    &texts->room, sizeof *texts->chunks);
	chunk = texts->count < CHUNK ? memory_get(CHUNK) : NULL;
	if (chunk == NULL)
		arena_throw(texts->arena);
	texts->chunks[texts->count++] = chunk;
	texts->used = texts->count == 1; /* number 0 is no text */
}

uint32_t
text_keep(struct texts *texts, const char *text)
{
	size_t size = strlen(text) + 1;
	uint32_t number;

	assert(size <= TEXT_MOST + 1);
	if (size > CHUNK - texts->used)
		chunk_add(texts);
	number = (uint32_t)((texts->count - 1) * CHUNK + texts->used);
	memcpy(texts->chunks[texts->count - 1] + texts->used, text, size);
	texts->used += size;
	return number;
}

const char *
text_at(const struct texts *texts, uint32_t text)
{
	return text ? texts->chunks[text / CHUNK] + text % CHUNK : NULL;
}

static uint64_t
text_hash(const struct texts *texts, const char *text)
{
	uint64_t hash;

	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)text,
	    strlen(text), texts->key);
	return hash;
}

/* Ids. A slot keeps a part of the hash, so that growing needs no texts. */

struct id_slot {
	uint32_t hash;
	uint32_t index; /* one more than it is; 0: empty */
};

void
ids_begin(struct ids *ids, struct texts *texts)
{
	*ids = (struct ids){ .texts = texts };
	array_own(texts->arena, &ids->keys);
	array_own(texts->arena, &ids->slots);
}

void
ids_end(struct ids *ids)
{
	memory_give(ids->keys);
	memory_give(ids->slots);
	*ids = (struct ids){ .texts = ids->texts };
}

static void
slot_put(struct id_slot *slots, size_t count, struct id_slot slot)
{
	size_t at = slot.hash & (count - 1);

	while (slots[at].index != 0)
		at = (at + 1) & (count - 1);
	slots[at] = slot;
}

/* Never fuller than three quarters. */
static void
slots_grow(struct ids *ids)
{
	size_t count = ids->slot_count ? ids->slot_count * 2 : SLOTS_FIRST, i;
	struct id_slot *slots;

	if (ids->slot_count > 0 && ids->count < ids->slot_count / 4 * 3)
		return;
	slots = memory_get(count * sizeof *slots);
	if (slots == NULL)
		arena_throw(ids->texts->arena);
	for (i = 0; i < ids->slot_count; i++)
		if (ids->slots[i].index != 0)
			slot_put(slots, count, ids->slots[i]);
	memory_give(ids->slots);
	ids->slots = slots;
	ids->slot_count = count;
}

static uint32_t
slot_find(const struct ids *ids, const char *id, uint32_t hash)
{
	size_t mask = ids->slot_count - 1, at = hash & mask;

	for (; ids->slots[at].index != 0; at = (at + 1) & mask)
		if (ids->slots[at].hash == hash &&
		    strcmp(id_at(ids, ids->slots[at].index - 1), id) == 0)
			return ids->slots[at].index - 1;
	return NO_INDEX;
}

uint32_t
ids_find(const struct ids *ids, const char *id)
{
	if (ids->slot_count == 0)
		return NO_INDEX;
	return slot_find(ids, id, (uint32_t)text_hash(ids->texts, id));
}

static uint32_t
key_add(struct ids *ids, uint32_t key)
{
	ids->keys = array_room(ids->texts->arena, ids->keys, ids->count,
	    &ids->room, sizeof *ids->keys);
	ids->keys[ids->count] = key;
	return (uint32_t)ids->count++;
}

bool
ids_add(struct ids *ids, const char *id, uint32_t *index)
{
	uint32_t hash = (uint32_t)text_hash(ids->texts, id);

	slots_grow(ids);
	*index = slot_find(ids, id, hash);
	if (*index != NO_INDEX)
		return false;
	*index = key_add(ids, text_keep(ids->texts, id));
	slot_put(
	    ids->slots, ids->slot_count, (struct id_slot){ hash, *index + 1 });
	return true;
}

uint32_t
ids_add_nameless(struct ids *ids)
{
	return key_add(ids, 0);
}

const char *
id_at(const struct ids *ids, uint32_t index)
{
	return text_at(ids->texts, ids->keys[index]);
}

/* Marks */

void
marks_begin(struct marks *marks, struct texts *texts)
{
	*marks = (struct marks){ .texts = texts };
	array_own(texts->arena, &marks->slots);
}

void
marks_end(struct marks *marks)
{
	memory_give(marks->slots);
	*marks = (struct marks){ .texts = marks->texts };
}

static bool
mark_put(uint64_t *slots, size_t count, uint64_t hash)
{
	size_t at = hash & (count - 1);

	for (; slots[at] != 0; at = (at + 1) & (count - 1))
		if (slots[at] == hash)
			return false;
	slots[at] = hash;
	return true;
}

static void
marks_grow(struct marks *marks)
{
	size_t count = marks->slot_count ? marks->slot_count * 2 : SLOTS_FIRST,
	       i;
	uint64_t *slots;

	if (marks->slot_count > 0 && marks->count < marks->slot_count / 4 * 3)
		return;
	slots = count <= ROOM_MOST * 2 ? memory_get(count * sizeof *slots)
				       : NULL;
	if (slots == NULL)
		arena_throw(marks->texts->arena);
	for (i = 0; i < marks->slot_count; i++)
		if (marks->slots[i] != 0)
			mark_put(slots, count, marks->slots[i]);
	memory_give(marks->slots);
	marks->slots = slots;
	marks->slot_count = count;
}

bool
marks_add(struct marks *marks, const char *text)
{
	uint64_t hash = text_hash(marks->texts, text);

	marks_grow(marks);
	if (!mark_put(marks->slots, marks->slot_count, hash ? hash : 1))
		return false;
	marks->count++;
	return true;
}
