/*
 * The files of a OneRoster archive from anybody, without the zip around them:
 * the first byte is '1' for version 1.1 (else 1.2), the rest are the files in
 * the order below, 0x1c between them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "people/import.h"

enum { PIECES = 8, MEMORY = 64 << 20, BETWEEN = 0x1c };

static const char *const names[PIECES] = { "orgs.csv", "academicSessions.csv",
	"courses.csv", "classes.csv", "users.csv", "roles.csv",
	"demographics.csv", "enrollments.csv" };

#define MANIFEST(version) \
	"propertyName,value\noneroster.version," version \
	"\nfile.orgs,bulk\nfile.academicSessions,bulk\nfile.courses,bulk\n" \
	"file.classes,bulk\nfile.users,bulk\nfile.roles,bulk\n" \
	"file.demographics,bulk\nfile.enrollments,bulk\n"

struct piece {
	const char *bytes;
	size_t length, at;
};

struct pieces {
	struct piece list[PIECES], manifest;
};

/* The archive */

static struct piece *
piece_find(struct pieces *pieces, const char *name)
{
	size_t i;

	for (i = 0; i < PIECES; i++)
		if (text_is(names[i], name))
			return pieces->list[i].bytes ? &pieces->list[i] : NULL;
	return text_is(name, "manifest.csv") ? &pieces->manifest : NULL;
}

static bool
piece_has(void *with, const char *name)
{
	return piece_find(with, name) != NULL;
}

static int64_t
piece_size(void *with, const char *name)
{
	return (int64_t)piece_find(with, name)->length;
}

static void *
piece_open(void *with, const char *name)
{
	return piece_find(with, name);
}

static ssize_t
piece_read(void *with, char *bytes, size_t size)
{
	struct piece *piece = with;

	if (size > piece->length - piece->at)
		size = piece->length - piece->at;
	memcpy(bytes, piece->bytes + piece->at, size);
	piece->at += size;
	return (ssize_t)size;
}

static void
piece_close(void *stream)
{
	((struct piece *)stream)->at = 0;
}

static void
pieces_cut(struct pieces *pieces, const char *bytes, size_t length)
{
	size_t i;

	for (i = 0; i < PIECES && length > 0; i++) {
		const char *end = memchr(bytes, BETWEEN, length);
		size_t own = end ? (size_t)(end - bytes) : length;

		pieces->list[i] = (struct piece){ bytes, own, 0 };
		own += end != NULL;
		bytes += own;
		length -= own;
	}
}

/* The roster */

static void
schools_add(struct roster *roster)
{
	static const char *const codes[] = { "S0", "S1" };
	uint32_t index;
	size_t i;

	for (i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		struct roster_school *school;

		ids_add(&roster->school_ids, codes[i], &index);
		school = roster_school_add(roster);
		school->id = (int64_t)i + 1;
		school->allowed = true;
	}
}

/* What a roster without errors promises to those who write it. */
static void
roster_check(const struct roster *roster)
{
	size_t i;

	for (i = 0; i < roster->person_ids.count; i++) {
		const struct roster_person *person = &roster->people[i];

		if (!person_counts(person))
			continue;
		if (person->school >= roster->school_ids.count ||
		    (person->class != NO_INDEX &&
			!class_counts(&roster->classes[person->class])) ||
		    utf8_count(person_name(roster, person)) > NAME_MOST)
			abort();
	}
	for (i = 0; i < roster->post_count; i++)
		if (roster->posts[i].person >= roster->person_ids.count ||
		    roster->posts[i].place >=
			(roster->posts[i].kind == POST_CLASS
				? roster->class_ids.count
				: roster->school_ids.count))
			abort();
}

static void
roster_read(struct import *import, struct pieces *pieces)
{
	struct archive archive = { pieces, piece_has, piece_size, piece_open,
		piece_read, piece_close };
	struct who who;

	roster_begin(import);
	schools_add(&import->roster);
	oneroster_read(import, &archive);
	if (import->report->error_count > 0)
		return;
	roster_check(&import->roster);
	who_begin(&who, import->arena, &import->roster);
}

static void
try(const char *bytes, size_t length)
{
	static const char old[] = MANIFEST("1.1"), new[] = MANIFEST("1.2");
	const struct import_order order = { .file_name = "fuzz" };
	struct import_report report = { .arena = arena_new(MEMORY) };
	struct import import = { .order = &order,
		.report = &report,
		.arena = arena_new(MEMORY),
		.today = 20260302 };
	struct pieces pieces = { 0 };

	pieces.manifest.bytes = bytes[0] == '1' ? old : new;
	pieces.manifest.length = strlen(pieces.manifest.bytes);
	pieces_cut(&pieces, bytes + 1, length - 1);
	if (ARENA_CATCH(import.arena) && ARENA_CATCH(report.arena))
		roster_read(&import, &pieces);
	arena_free(import.arena);
	arena_free(report.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	if (length > 0)
		try((const char *)bytes, length);
	return 0;
}
