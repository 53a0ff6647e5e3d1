/* Mapped CSV files, mistakes in them, names, and files that are written. */
#include "seats/grid.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

enum {
	FORGET = 8 * 1024 * 1024, /* bytes read between two givings back */
	PIPE_LIMIT = 256 * 1024 *
	    1024, /* most bytes of what cannot be mapped */
	OUT_BYTES = 1024 * 1024
};

/* Listeners */

static void
error_hear(
    const struct listener *listener, const char *id, const struct word *words)
{
	complain(listener->cl, id, words);
}

static void
out_hear(
    const struct listener *listener, const char *id, const struct word *words)
{
	puts(say_with(listener->arena, listener->lang, id, words));
}

static void
log_hear(
    const struct listener *listener, const char *id, const struct word *words)
{
	log_event(LOG_ERROR, "seats.draw", "message",
	    say_with(listener->arena, listener->lang, id, words), NULL);
}

struct listener
listener_command(struct command_line *cl)
{
	return (struct listener){ command_arena(cl), command_lang(cl),
		error_hear, cl };
}

struct listener
listener_out(struct command_line *cl)
{
	return (struct listener){ command_arena(cl), command_lang(cl), out_hear,
		cl };
}

struct listener
listener_log(struct arena *arena)
{
	return (struct listener){ arena, LANG_EN, log_hear, NULL };
}

void
listener_tell(
    const struct listener *listener, const char *id, const struct word *words)
{
	listener->hear(listener, id, words);
}

/* Mistakes */

static const char *
number_text(struct arena *arena, uint64_t number)
{
	return arena_printf(arena, "%llu", (unsigned long long)number);
}

/* A value in a message: no more of it than helps, nothing that a terminal runs. */
static const char *
value_text(struct arena *arena, struct cell value)
{
	char *text = arena_bytes(
	    arena, value.text, value.length < 60 ? value.length : 60);

	if (!utf8_valid(text, strlen(text)))
		for (char *at = text; *at != '\0'; at++)
			if ((unsigned char)*at > 126)
				*at = '?';
	for (char *at = text; *at != '\0'; at++)
		if ((unsigned char)*at < ' ')
			*at = '?';
	return text;
}

static void
place_tell(
    struct faults *faults, const char *place, const char *id, struct cell value)
{
	struct arena *arena = faults->listener->arena;
	const struct word words[] = { { "place", place },
		{ "what",
		    say_with(arena, faults->listener->lang,
			arena_printf(arena, "seats.fault.%s", id),
			(const struct word[]){
			    { "value", value_text(arena, value) }, { 0 } }) },
		{ 0 } };

	listener_tell(faults->listener, "seats.fault", words);
}

void
fault_tell(struct faults *faults, const char *path, uint32_t line,
    const char *id, struct cell value)
{
	struct arena *arena = faults->listener->arena;

	if (++faults->count > GRID_FAULTS)
		return;
	place_tell(faults,
	    line > 0 ? arena_printf(arena, "%s:%u", path, line) : path, id,
	    value);
}

void
grid_fault(
    const struct grid *grid, int column, const char *id, struct cell value)
{
	struct faults *faults = grid->faults;
	struct arena *arena = faults->listener->arena;
	int at = grid->columns[column] + 1;

	if (++faults->count > GRID_FAULTS)
		return;
	place_tell(faults,
	    arena_printf(arena, "%s:%u:%d", grid->path, grid->line, at), id,
	    value);
}

static void
row_fault(const struct grid *grid, int column, const char *id)
{
	struct faults *faults = grid->faults;
	struct arena *arena = faults->listener->arena;

	if (++faults->count > GRID_FAULTS)
		return;
	place_tell(faults,
	    arena_printf(arena, "%s:%u:%d", grid->path, grid->line, column), id,
	    cell_of(""));
}

bool
faults_none(const struct faults *faults)
{
	struct arena *arena = faults->listener->arena;

	if (faults->count > GRID_FAULTS)
		listener_tell(faults->listener, "seats.faults.more",
		    (const struct word[]){
			{ "count",
			    number_text(arena, faults->count - GRID_FAULTS) },
			{ 0 } });
	return faults->count == 0;
}

/* Cells */

struct cell
cell_of(const char *text)
{
	return (struct cell){ text, strlen(text) };
}

bool
cell_is(struct cell cell, const char *text)
{
	return cell.length == strlen(text) &&
	    memcmp(cell.text, text, cell.length) == 0;
}

int
cell_compare(struct cell a, struct cell b)
{
	size_t length = a.length < b.length ? a.length : b.length;
	int order = memcmp(a.text, b.text, length);

	if (order != 0)
		return order;
	return a.length < b.length ? -1 : a.length > b.length;
}

char *
cell_copy(struct arena *arena, struct cell cell)
{
	return arena_bytes(arena, cell.text, cell.length);
}

bool
cell_cut(struct cell *list, char by, struct cell *part)
{
	const char *end;

	if (list->text == NULL)
		return false;
	end = memchr(list->text, by, list->length);
	*part = *list;
	if (end == NULL) {
		list->text = NULL;
		return true;
	}
	part->length = (size_t)(end - list->text);
	list->length -= part->length + 1;
	list->text = end + 1;
	return true;
}

bool
cell_number(struct cell cell, int64_t least, int64_t most, int64_t *value)
{
	bool minus = cell.length > 0 && cell.text[0] == '-';
	size_t at = minus;
	int64_t sum = 0;

	if (cell.length == at || cell.length > 18)
		return false;
	for (; at < cell.length; at++) {
		if (cell.text[at] < '0' || cell.text[at] > '9')
			return false;
		sum = sum * 10 + (cell.text[at] - '0');
	}
	*value = minus ? -sum : sum;
	return *value >= least && *value <= most;
}

bool
grid_int(const struct grid *grid, int column, int64_t least, int64_t most,
    int64_t *value)
{
	struct cell cell = grid_cell(grid, column);

	if (cell_number(cell, least, most, value))
		return true;
	grid_fault(grid, column, "number", cell);
	return false;
}

/* Files */

/* What cannot be mapped (a pipe) is read whole. */
static bool
file_read(struct grid *grid, int file)
{
	struct buffer buffer = { .limit = PIPE_LIMIT };
	char piece[65536];
	ssize_t got;

	while ((got = read(file, piece, sizeof piece)) > 0)
		buffer_add(&buffer, piece, (size_t)got);
	if (got < 0 || buffer.failed) {
		buffer_free(&buffer);
		return false;
	}
	grid->data = buffer.data;
	grid->size = buffer.length;
	return true;
}

static bool
file_map(struct grid *grid, int file)
{
	struct stat status;
	void *data;

	if (fstat(file, &status) != 0 || S_ISDIR(status.st_mode))
		return false;
	if (!S_ISREG(status.st_mode) || status.st_size == 0)
		return file_read(grid, file);
	if ((uint64_t)status.st_size > UINT32_MAX)
		return false;
	data = mmap(
	    NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
	if (data == MAP_FAILED)
		return file_read(grid, file);
	madvise(data, (size_t)status.st_size, MADV_SEQUENTIAL);
	grid->data = data;
	grid->size = (size_t)status.st_size;
	grid->mapped = true;
	return true;
}

enum { LANES = 64, TURNS = 255 };

/* Counts in bytes side by side, which is as fast as the memory is. */
static size_t
bytes_count(const char *bytes, size_t length, char byte)
{
	size_t count = 0, at = 0;

	while (length - at >= LANES) {
		uint8_t lanes[LANES] = { 0 };

		for (int turn = 0; turn < TURNS && length - at >= LANES;
		     turn++, at += LANES)
			for (int lane = 0; lane < LANES; lane++)
				lanes[lane] = (uint8_t)(lanes[lane] +
				    (bytes[at + (size_t)lane] == byte));
		for (int lane = 0; lane < LANES; lane++)
			count += lanes[lane];
	}
	for (; at < length; at++)
		count += bytes[at] == byte;
	return count;
}

size_t
grid_count(struct grid *grid, char byte)
{
	size_t count = 0;

	for (size_t at = 0; at < grid->size; at += FORGET) {
		size_t left = grid->size - at;

		count += bytes_count(
		    grid->data + at, left < FORGET ? left : FORGET, byte);
		grid_drop(grid, grid->data + at, grid->data + grid->size);
	}
	return count;
}

uint32_t
grid_line_of(const struct grid *grid, const char *at)
{
	uint32_t line = 1;
	const char *from = grid->data;

	while ((from = memchr(from, '\n', (size_t)(at - from))) != NULL) {
		line++;
		from++;
	}
	return line;
}

void
grid_drop(const struct grid *grid, const char *from, const char *to)
{
	size_t start = (size_t)(from - grid->data) / FORGET * FORGET;
	size_t end = (size_t)(to - grid->data);

	end = end < start + FORGET ? end : start + FORGET;
	/* The pages are still the file's: a later look reads them again. */
	if (grid->mapped && start < end)
		madvise((char *)(uintptr_t)grid->data + start, end - start,
		    MADV_DONTNEED);
}

void
grid_forget(struct grid *grid)
{
	size_t done = (size_t)(grid->next - grid->data) / FORGET * FORGET;

	for (; grid->forgotten < done; grid->forgotten += FORGET)
		grid_drop(grid, grid->data + grid->forgotten, grid->next);
}

/*
 * What the whole file has: foreign, bytes that are no ASCII; odd, bytes that
 * rows are to be looked through for.
 */
static void
kinds_find(struct grid *grid)
{
	for (size_t at = 0; at < grid->size; at += FORGET) {
		size_t end = at + FORGET < grid->size ? at + FORGET
						      : grid->size;
		uint8_t all = 0, odd = 0;

		for (size_t i = at; i < end; i++) {
			uint8_t byte = (uint8_t)grid->data[i];

			all |= byte;
			odd |= (byte < ' ' && byte != '\n') || byte == '"';
		}
		grid->foreign = grid->foreign || all & 0x80;
		grid->odd = grid->odd || odd;
		grid_drop(grid, grid->data + at, grid->data + end);
	}
}

static void
columns_find(struct grid *grid, const char *const *columns)
{
	grid->column_count = grid->count;
	for (int c = 0; columns[c] != NULL; c++) {
		grid->columns[c] = -1;
		for (int k = grid->count; k-- > 0;)
			if (cell_is(grid->cells[k], columns[c]))
				grid->columns[c] = k;
		if (grid->columns[c] < 0)
			fault_tell(grid->faults, grid->path, 1, "column",
			    cell_of(columns[c]));
	}
}

bool
grid_open(struct grid *grid, const char *path, char delimiter,
    const char *const *columns, struct faults *faults)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	uint64_t before = faults->count;
	bool read = false;

	*grid = (struct grid){
		.path = path, .faults = faults, .delimiter = delimiter
	};
	if (file >= 0) {
		read = file_map(grid, file);
		close(file);
	}
	if (!read) {
		fault_tell(faults, path, 0, "file", cell_of(""));
		return false;
	}
	kinds_find(grid);
	grid->rows = (uint32_t)grid_count(grid, '\n') + 1;
	grid->next = grid->data;
	if (grid->size >= 3 && memcmp(grid->data, "\xef\xbb\xbf", 3) == 0)
		grid->next += 3;
	if (grid_next(grid))
		columns_find(grid, columns);
	else
		fault_tell(faults, path, 1, "head", cell_of(""));
	if (faults->count > before)
		grid_close(grid);
	return faults->count == before;
}

void
grid_close(struct grid *grid)
{
	if (grid->mapped)
		munmap((void *)(uintptr_t)grid->data, grid->size);
	else
		memory_give((void *)(uintptr_t)grid->data);
	grid->data = NULL;
	grid->mapped = false;
}

/* Rows */

/* A cell in quotes; answers what follows it, or NULL, told. */
static const char *
quoted_cut(struct grid *grid, const char *at, const char *end)
{
	const char *close = memchr(at + 1, '"', (size_t)(end - at - 1));

	if (close == NULL) {
		row_fault(grid, grid->count + 1, "open");
		return NULL;
	}
	if (close + 1 < end && close[1] != grid->delimiter) {
		row_fault(grid, grid->count + 1, "quote");
		return NULL;
	}
	grid->cells[grid->count++] = (struct cell){ at + 1,
		(size_t)(close - at - 1) };
	return close + 1;
}

static const char *
plain_cut(struct grid *grid, const char *at, const char *end)
{
	const char *close = memchr(at, grid->delimiter, (size_t)(end - at));

	if (close == NULL)
		close = end;
	grid->cells[grid->count++] = (struct cell){ at, (size_t)(close - at) };
	return close;
}

/* What no cell may hold, looked for once in the whole row. */
static bool
row_sound(const struct grid *grid, const char *at, const char *end)
{
	for (int c = 0; grid->odd && c < grid->count; c++)
		for (size_t i = 0; i < grid->cells[c].length; i++) {
			unsigned char byte =
			    (unsigned char)grid->cells[c].text[i];

			if (byte >= ' ' && byte != '"')
				continue;
			row_fault(
			    grid, c + 1, byte == '"' ? "quote" : "control");
			return false;
		}
	if (grid->foreign && !utf8_valid(at, (size_t)(end - at))) {
		row_fault(grid, 1, "utf8");
		return false;
	}
	return true;
}

static bool
row_cut(struct grid *grid, const char *start, const char *end)
{
	const char *at = start;

	grid->count = 0;
	for (;;) {
		if (grid->count == GRID_COLUMNS) {
			row_fault(grid, GRID_COLUMNS + 1, "columns");
			return false;
		}
		at = at < end && *at == '"' ? quoted_cut(grid, at, end)
					    : plain_cut(grid, at, end);
		if (at == NULL)
			return false;
		if (at == end)
			break;
		at++;
	}
	if (grid->column_count > 0 && grid->count != grid->column_count) {
		row_fault(grid, grid->count, "cells");
		return false;
	}
	return row_sound(grid, start, end);
}

bool
grid_next(struct grid *grid)
{
	const char *last = grid->data + grid->size;

	while (grid->next < last) {
		const char *start = grid->next;
		const char *end = memchr(start, '\n', (size_t)(last - start));

		grid->line++;
		grid->next = end == NULL ? last : end + 1;
		if (end == NULL)
			end = last;
		if (end > start && end[-1] == '\r')
			end--;
		if (end > start && row_cut(grid, start, end))
			return true;
	}
	return false;
}

struct cell
grid_cell(const struct grid *grid, int column)
{
	return grid->cells[grid->columns[column]];
}

/* Names */

/* A place for a name: what tells it from nearly all others stands in it. */
struct name_slot {
	uint64_t start; /* the first bytes, or as many as there are */
	uint32_t hash;
	uint32_t number; /* from 1; 0: free */
};

static uint64_t
bytes_load(const char *text, size_t length)
{
	uint64_t word = 0;
	uint32_t low, high;

	if (length >= 8) {
		memcpy(&word, text, 8);
		return word;
	}
	if (length < 4) {
		for (size_t i = 0; i < length; i++)
			word |= (uint64_t)(unsigned char)text[i] << 8 * i;
		return word;
	}
	/* Two loads that overlap, so that none goes past the end. */
	memcpy(&low, text, 4);
	memcpy(&high, text + length - 4, 4);
	return low | (uint64_t)high << 8 * (length - 4);
}

static uint64_t
hash_add(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 29;
}

static uint32_t
name_hash(struct cell name, uint64_t start)
{
	uint64_t hash = hash_add(name.length, start);

	for (size_t at = 8; at < name.length; at += 8)
		hash = hash_add(
		    hash, bytes_load(name.text + at, name.length - at));
	return (uint32_t)(hash * 0xbf58476d1ce4e5b9u >> 32);
}

bool
names_make(struct names *names, uint32_t room)
{
	uint32_t slots = 16;

	while (slots / 2 < room)
		slots *= 2;
	*names = (struct names){ .room = slots };
	names->cells = memory_get(sizeof *names->cells * room);
	names->slots = memory_get(sizeof *names->slots * slots);
	return names->cells != NULL && names->slots != NULL;
}

void
names_free(struct names *names)
{
	memory_give(names->cells);
	memory_give(names->slots);
	*names = (struct names){ 0 };
}

/*
 * The slot of a name, or the free one where it belongs. A name holds no zero
 * byte, so the first eight bytes of a short one say its length, too.
 */
static struct name_slot *
names_slot(const struct names *names, struct cell name, struct name_slot *made)
{
	uint32_t at;

	made->start = bytes_load(name.text, name.length);
	made->hash = name_hash(name, made->start);
	for (at = made->hash & (names->room - 1); names->slots[at].number != 0;
	     at = (at + 1) & (names->room - 1)) {
		const struct name_slot *slot = &names->slots[at];

		if (slot->hash == made->hash && slot->start == made->start &&
		    (name.length < 8 ||
			cell_compare(names->cells[slot->number - 1], name) ==
			    0))
			break;
	}
	return &names->slots[at];
}

uint32_t
names_find(const struct names *names, struct cell name)
{
	struct name_slot made;

	return names->room == 0 ? UINT32_MAX
				: names_slot(names, name, &made)->number - 1;
}

uint32_t
names_add(struct names *names, struct cell name, bool *added)
{
	struct name_slot made;
	struct name_slot *slot = names_slot(names, name, &made);

	*added = slot->number == 0;
	if (*added) {
		names->cells[names->count] = name;
		made.number = ++names->count;
		*slot = made;
	}
	return slot->number - 1;
}

/* Files that are written */

bool
out_open(struct out_file *out, const char *path)
{
	*out = (struct out_file){ 0 };
	out->bytes = memory_get(OUT_BYTES);
	out->file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	out->failed = out->bytes == NULL || out->file < 0;
	return !out->failed;
}

static void
out_send(struct out_file *out)
{
	size_t sent = 0;

	while (!out->failed && sent < out->length) {
		ssize_t wrote = write(
		    out->file, out->bytes + sent, out->length - sent);

		if (wrote <= 0)
			out->failed = true;
		else
			sent += (size_t)wrote;
	}
	out->length = 0;
}

void
out_add(struct out_file *out, const char *bytes, size_t length)
{
	while (length > 0 && !out->failed) {
		size_t room = OUT_BYTES - out->length;
		size_t take = length < room ? length : room;

		memcpy(out->bytes + out->length, bytes, take);
		out->length += take;
		bytes += take;
		length -= take;
		if (out->length == OUT_BYTES)
			out_send(out);
	}
}

char *
out_room(struct out_file *out, size_t most)
{
	if (OUT_BYTES - out->length < most)
		out_send(out);
	return out->failed ? NULL : out->bytes + out->length;
}

void
out_cell(struct out_file *out, struct cell cell)
{
	bool quotes = memchr(cell.text, ',', cell.length) != NULL;

	if (quotes)
		out_add(out, "\"", 1);
	out_add(out, cell.text, cell.length);
	if (quotes)
		out_add(out, "\"", 1);
}

bool
out_close(struct out_file *out)
{
	out_send(out);
	if (out->file >= 0 && close(out->file) != 0)
		out->failed = true;
	memory_give(out->bytes);
	out->bytes = NULL;
	return !out->failed;
}
