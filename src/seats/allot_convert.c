/*
 * allot convert: public instances into sessions.csv, applicants.csv and, where
 * sessions rank too, scores.csv. Formats, in this order below: PrefLib (.soc,
 * .soi, .toc, .toi), the YAML triple of the Python package matching, the text of
 * algmatch, the open data of the Chilean school admission (A1, C1).
 *
 * Lists have to be strict: equals in an applicant's list stand in the order in
 * which they are written; equals of a session get one score, and the lottery
 * decides.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "seats/allot_draw.h"
#include "seats/commands.h"
#include "seats/grid.h"

enum {
	TEXT_LIMIT = 1024 * 1024 * 1024,
	NAMES = 4000000, /* most applicants, most sessions */
	FILES = 3
};

struct wish {
	uint32_t applicant, session;
	int64_t order;
};

struct score {
	uint32_t session, applicant;
	int64_t score;
};

struct instance {
	struct command_line *cl;
	struct listener listener;
	struct faults faults;
	struct names sessions, applicants;
	int64_t *seats; /* a session each */
	struct wish *wishes;
	struct score *scores;
	size_t wish_count, wish_room, score_count, score_room;
	int64_t seats_given; /* --seats */
	int64_t level; /* --level, or INT64_MIN */
	bool full; /* memory or a bound was reached */
	struct buffer texts[FILES]; /* the files, where cells point to */
};

/* Gathering */

static uint32_t
name_take(struct instance *in, struct names *names, struct cell name)
{
	bool added;
	uint32_t number = names_find(names, name);

	if (number != UINT32_MAX)
		return number;
	if (names->count == NAMES || name.length == 0 || name.length > 255) {
		in->full = true;
		return 0;
	}
	return names_add(names, name, &added);
}

static uint32_t
session_take(struct instance *in, struct cell name)
{
	uint32_t before = in->sessions.count;
	uint32_t session = name_take(in, &in->sessions, name);

	if (in->sessions.count > before)
		in->seats[session] = in->seats_given;
	return session;
}

static bool
room_make(void **rows, size_t count, size_t *room, size_t size)
{
	void *more;

	if (count < *room)
		return true;
	more = memory_resize(*rows, size * (*room * 2 + 1024));
	if (more == NULL)
		return false;
	*rows = more;
	*room = *room * 2 + 1024;
	return true;
}

static void
wish_add(
    struct instance *in, uint32_t applicant, uint32_t session, int64_t order)
{
	void *rows = in->wishes;

	if (!room_make(
		&rows, in->wish_count, &in->wish_room, sizeof *in->wishes)) {
		in->full = true;
		return;
	}
	in->wishes = rows;
	in->wishes[in->wish_count++] = (struct wish){ applicant, session,
		order };
}

static void
score_add(
    struct instance *in, uint32_t session, uint32_t applicant, int64_t score)
{
	void *rows = in->scores;

	if (!room_make(
		&rows, in->score_count, &in->score_room, sizeof *in->scores)) {
		in->full = true;
		return;
	}
	in->scores = rows;
	in->scores[in->score_count++] = (struct score){ session, applicant,
		score };
}

/* Texts in lines */

struct lines {
	const char *path;
	struct cell rest;
	struct cell line;
	uint32_t number;
};

static struct cell
cell_trim(struct cell cell)
{
	while (cell.length > 0 && (unsigned char)cell.text[0] <= ' ') {
		cell.text++;
		cell.length--;
	}
	while (
	    cell.length > 0 && (unsigned char)cell.text[cell.length - 1] <= ' ')
		cell.length--;
	return cell;
}

static bool
lines_open(struct instance *in, size_t file, struct lines *lines)
{
	struct buffer *text = &in->texts[file];
	char piece[65536];
	ssize_t got = -1;
	int from;

	*lines = (struct lines){ .path = operand(in->cl, file) };
	from = open(lines->path, O_RDONLY | O_CLOEXEC);
	text->limit = TEXT_LIMIT;
	while (from >= 0 && (got = read(from, piece, sizeof piece)) > 0)
		buffer_add(text, piece, (size_t)got);
	if (from >= 0)
		close(from);
	lines->rest = (struct cell){ text->data, text->length };
	if (got == 0 && !text->failed && text->length > 0 &&
	    utf8_valid(text->data, text->length))
		return true;
	fault_tell(&in->faults, lines->path, 0, "file", cell_of(""));
	return false;
}

static bool
line_next(struct lines *lines)
{
	lines->number++;
	return cell_cut(&lines->rest, '\n', &lines->line);
}

static void
line_fault(struct instance *in, const struct lines *lines)
{
	fault_tell(&in->faults, lines->path, lines->number, "format",
	    cell_trim(lines->line));
}

/* PrefLib: "count: 1,{2,3},4" after lines that start with #. */

static void
preflib_list(struct instance *in, const struct lines *lines, struct cell list,
    uint32_t applicant)
{
	struct cell part;
	int64_t order = 0;

	while (cell_cut(&list, ',', &part)) {
		part = cell_trim(part);
		while (part.length > 0 && part.text[0] == '{') {
			part.text++;
			part.length--;
		}
		while (part.length > 0 && part.text[part.length - 1] == '}')
			part.length--;
		part = cell_trim(part);
		if (!cell_number(part, 1, NAMES, &(int64_t){ 0 }))
			line_fault(in, lines);
		else
			wish_add(
			    in, applicant, session_take(in, part), order++);
	}
}

static void
preflib_voters(struct instance *in, const struct lines *lines)
{
	struct cell list = lines->line, count;
	struct arena *arena = command_arena(in->cl);
	int64_t voters;

	cell_cut(&list, ':', &count);
	if (list.text == NULL ||
	    !cell_number(cell_trim(count), 1, NAMES, &voters)) {
		line_fault(in, lines);
		return;
	}
	for (; voters > 0 && !in->full; voters--)
		preflib_list(in, lines, list,
		    name_take(in, &in->applicants,
			cell_of(arena_printf(
			    arena, "v%07u", in->applicants.count + 1))));
}

/* Alternatives are sessions even where nobody ranks them. */
static void
preflib_head(struct instance *in, const struct lines *lines)
{
	static const char wanted[] = "# NUMBER ALTERNATIVES:";
	struct cell line = lines->line;
	struct arena *arena = command_arena(in->cl);
	int64_t count;

	if (line.length < sizeof wanted - 1 ||
	    memcmp(line.text, wanted, sizeof wanted - 1) != 0)
		return;
	line.text += sizeof wanted - 1;
	line.length -= sizeof wanted - 1;
	if (!cell_number(cell_trim(line), 0, NAMES, &count)) {
		line_fault(in, lines);
		return;
	}
	for (int64_t a = 1; a <= count; a++)
		session_take(
		    in, cell_of(arena_printf(arena, "%lld", (long long)a)));
}

static void
preflib_read(struct instance *in)
{
	struct lines lines;

	if (!lines_open(in, 0, &lines))
		return;
	while (line_next(&lines) && !in->full) {
		struct cell line = cell_trim(lines.line);

		if (line.length > 0 && line.text[0] == '#')
			preflib_head(in, &lines);
		else if (line.length > 0)
			preflib_voters(in, &lines);
	}
}

/*
 * matching: three YAML files of keys with a number, a list in brackets or a list
 * of lines with dashes. Capacities are the file of numbers; hospitals the one
 * whose keys are the capacities'.
 */

struct pair {
	struct cell key, value;
	uint32_t file, line;
};

struct pairs {
	struct pair *rows;
	size_t count, room;
};

static struct cell
yaml_scalar(struct cell cell)
{
	cell = cell_trim(cell);
	if (cell.length >= 2 && (cell.text[0] == '"' || cell.text[0] == '\'') &&
	    cell.text[cell.length - 1] == cell.text[0]) {
		cell.text++;
		cell.length -= 2;
	}
	return cell;
}

static void
pair_add(struct instance *in, struct pairs *pairs, struct pair pair)
{
	void *rows = pairs->rows;

	if (!room_make(&rows, pairs->count, &pairs->room, sizeof pair)) {
		in->full = true;
		return;
	}
	pairs->rows = rows;
	pairs->rows[pairs->count++] = pair;
}

/* "[a, b]": a pair for each; a scalar: one pair. */
static void
yaml_value(struct instance *in, struct pairs *pairs, struct pair pair,
    const struct lines *lines)
{
	struct cell list = pair.value, part;

	if (list.text[0] != '[') {
		pair.value = yaml_scalar(list);
		pair_add(in, pairs, pair);
		return;
	}
	if (list.text[list.length - 1] != ']') {
		line_fault(in, lines);
		return;
	}
	list.text++;
	list.length -= 2;
	while (cell_trim(list).length > 0 && cell_cut(&list, ',', &part)) {
		pair.value = yaml_scalar(part);
		pair_add(in, pairs, pair);
		if (list.text == NULL)
			break;
	}
}

static void
yaml_line(struct instance *in, struct pairs *pairs, struct lines *lines,
    struct cell *key, uint32_t file)
{
	struct cell line = cell_trim(lines->line), name;
	struct pair pair = { *key, { NULL, 0 }, file, lines->number };

	if (line.length == 0 || line.text[0] == '#' || cell_is(line, "---"))
		return;
	if (line.text[0] == '-' && key->length > 0) {
		line.text++;
		line.length--;
		pair.value = yaml_scalar(line);
		pair_add(in, pairs, pair);
		return;
	}
	cell_cut(&line, ':', &name);
	if (line.text == NULL) {
		line_fault(in, lines);
		return;
	}
	*key = pair.key = yaml_scalar(name);
	pair.value = cell_trim(line);
	if (pair.value.length > 0)
		yaml_value(in, pairs, pair, lines);
	else /* a key stands for itself, list or no list */
		pair_add(in, pairs,
		    (struct pair){ *key, { "", 0 }, file, lines->number });
}

/* The file of numbers alone; FILES when there is none. */
static uint32_t
capacities_file(const struct pairs *pairs)
{
	bool others[FILES] = { false };

	for (size_t k = 0; k < pairs->count; k++)
		if (!cell_number(
			pairs->rows[k].value, 0, INT32_MAX, &(int64_t){ 0 }))
			others[pairs->rows[k].file] = true;
	for (uint32_t file = 0; file < FILES; file++)
		if (!others[file])
			return file;
	return FILES;
}

static void
capacities_take(struct instance *in, const struct pairs *pairs, uint32_t file)
{
	for (size_t k = 0; k < pairs->count; k++) {
		const struct pair *pair = &pairs->rows[k];
		int64_t seats;

		if (pair->file != file ||
		    !cell_number(pair->value, 0, INT32_MAX, &seats))
			continue;
		in->seats[session_take(in, pair->key)] = seats;
	}
}

static bool
is_hospitals(
    const struct instance *in, const struct pairs *pairs, uint32_t file)
{
	for (size_t k = 0; k < pairs->count; k++)
		if (pairs->rows[k].file == file &&
		    names_find(&in->sessions, pairs->rows[k].key) == UINT32_MAX)
			return false;
	return true;
}

static void
matching_take(struct instance *in, const struct pairs *pairs)
{
	uint32_t capacities = capacities_file(pairs);
	bool hospitals[FILES];

	if (capacities == FILES) {
		fault_tell(&in->faults, operand(in->cl, 0), 0, "format",
		    cell_of("capacities"));
		return;
	}
	capacities_take(in, pairs, capacities);
	for (uint32_t file = 0; file < FILES; file++)
		hospitals[file] = is_hospitals(in, pairs, file);
	for (size_t k = 0; k < pairs->count; k++) {
		const struct pair *pair = &pairs->rows[k];
		uint32_t one;

		if (pair->file == capacities)
			continue;
		one = hospitals[pair->file]
		    ? session_take(in, pair->key)
		    : name_take(in, &in->applicants, pair->key);
		if (pair->value.length == 0)
			continue;
		if (hospitals[pair->file])
			score_add(in, one,
			    name_take(in, &in->applicants, pair->value),
			    (int64_t)k);
		else
			wish_add(
			    in, one, session_take(in, pair->value), (int64_t)k);
	}
}

static void
matching_read(struct instance *in)
{
	struct pairs pairs = { 0 };
	struct lines lines;

	for (uint32_t file = 0; file < FILES; file++) {
		struct cell key = { "", 0 };

		if (!lines_open(in, file, &lines))
			break;
		while (line_next(&lines) && !in->full)
			yaml_line(in, &pairs, &lines, &key, file);
	}
	if (in->faults.count == 0 && !in->full)
		matching_take(in, &pairs);
	memory_give(pairs.rows);
}

/*
 * algmatch: "residents hospitals", then a line for each resident ("1 3 2") and
 * for each hospital ("1 capacity 2 1"); equals in ( ).
 */

/* The next number of a line; tie says whether it lies within ( ). */
static bool
number_next(struct cell *line, int64_t *number, bool *tie)
{
	struct cell part;
	size_t length = 0;

	for (;; line->text++, line->length--) {
		if (line->length == 0)
			return false;
		if (line->text[0] == '(' || line->text[0] == ')')
			*tie = line->text[0] == '(';
		else if ((unsigned char)line->text[0] > ' ')
			break;
	}
	while (length < line->length && line->text[length] >= '0' &&
	    line->text[length] <= '9')
		length++;
	part = (struct cell){ line->text, length };
	line->text += length;
	line->length -= length;
	return cell_number(part, 0, INT32_MAX, number);
}

static struct cell
numbered(struct instance *in, char letter, int64_t number)
{
	return cell_of(arena_printf(
	    command_arena(in->cl), "%c%lld", letter, (long long)number));
}

static void
algmatch_line(struct instance *in, const struct lines *lines, bool hospital)
{
	struct cell line = lines->line;
	int64_t number, seats = 0, other, score = 0;
	bool tie = false, was = false;
	uint32_t one;

	if (!number_next(&line, &number, &tie) ||
	    (hospital && !number_next(&line, &seats, &tie))) {
		line_fault(in, lines);
		return;
	}
	one = hospital
	    ? session_take(in, numbered(in, 'h', number))
	    : name_take(in, &in->applicants, numbered(in, 'r', number));
	if (hospital)
		in->seats[one] = seats;
	for (was = false; number_next(&line, &other, &tie); was = tie) {
		score += !(tie && was);
		if (hospital)
			score_add(in, one,
			    name_take(
				in, &in->applicants, numbered(in, 'r', other)),
			    score);
		else
			wish_add(in, one,
			    session_take(in, numbered(in, 'h', other)),
			    (int64_t)in->wish_count);
	}
	if (cell_trim(line).length > 0)
		line_fault(in, lines);
}

static void
algmatch_read(struct instance *in)
{
	int64_t residents = 0, hospitals = 0;
	struct lines lines;
	bool tie = false;

	if (!lines_open(in, 0, &lines))
		return;
	if (!line_next(&lines) || !number_next(&lines.line, &residents, &tie) ||
	    !number_next(&lines.line, &hospitals, &tie)) {
		line_fault(in, &lines);
		return;
	}
	while (!in->full && line_next(&lines)) {
		if (cell_trim(lines.line).length == 0)
			continue;
		if (residents-- > 0)
			algmatch_line(in, &lines, false);
		else if (hospitals-- > 0)
			algmatch_line(in, &lines, true);
		else
			line_fault(in, &lines);
	}
	if (residents > 0 || hospitals > 0)
		line_fault(in, &lines);
}

/*
 * Chile: A1 has the places of each course, C1 the applications with their
 * priorities and lottery numbers; cells are parted by semicolons.
 */

enum { A1_SCHOOL, A1_COURSE, A1_LEVEL, A1_PLACES };
static const char *const a1_columns[] = { "rbd", "cod_curso", "cod_nivel",
	"vacantes", NULL };

enum {
	C1_PUPIL,
	C1_SCHOOL,
	C1_COURSE,
	C1_LEVEL,
	C1_RANK,
	C1_ENROLLED,
	C1_SIBLING,
	C1_STAFF,
	C1_FORMER,
	C1_LOTTERY
};
static const char *const c1_columns[] = { "mrun", "rbd", "cod_curso",
	"cod_nivel", "preferencia_postulante", "prioridad_matriculado",
	"prioridad_hermano", "prioridad_hijo_funcionario", "prioridad_exalumno",
	"loteria_original", NULL };

static struct cell
course_id(struct instance *in, const struct grid *grid, int school, int course,
    int level)
{
	struct arena *arena = command_arena(in->cl);

	return cell_of(arena_printf(arena, "%s-%s-%s",
	    cell_copy(arena, grid_cell(grid, school)),
	    cell_copy(arena, grid_cell(grid, course)),
	    cell_copy(arena, grid_cell(grid, level))));
}

/* A level that is wanted; mistakes are told. */
static bool
level_fits(const struct instance *in, const struct grid *grid, int column)
{
	int64_t level;

	if (in->level == INT64_MIN)
		return true;
	return grid_int(grid, column, -100, 100, &level) && level == in->level;
}

static void
courses_read(struct instance *in)
{
	struct grid grid;

	if (!grid_open(&grid, operand(in->cl, 0), ';', a1_columns, &in->faults))
		return;
	while (!in->full && grid_next(&grid)) {
		int64_t places;

		if (!level_fits(in, &grid, A1_LEVEL) ||
		    !grid_int(&grid, A1_PLACES, 0, INT32_MAX, &places))
			continue;
		in->seats[session_take(
		    in, course_id(in, &grid, A1_SCHOOL, A1_COURSE, A1_LEVEL))] =
		    places;
	}
	grid_close(&grid);
}

/* Enrolled, sibling, staff's child, former pupil, then the lottery's number. */
static bool
application_score(const struct grid *grid, int64_t *score)
{
	int64_t lottery;
	int priority = 0;

	if (!grid_int(grid, C1_LOTTERY, 0, 1000000000000, &lottery))
		return false;
	while (priority < 4 &&
	    !cell_is(grid_cell(grid, C1_ENROLLED + priority), "1"))
		priority++;
	*score = priority * 10000000000000 + lottery;
	return true;
}

static void
application_read(struct instance *in, const struct grid *grid)
{
	int64_t rank, score;
	uint32_t pupil, session;

	if (!level_fits(in, grid, C1_LEVEL) ||
	    !grid_int(grid, C1_RANK, 1, 1000000, &rank) ||
	    !application_score(grid, &score))
		return;
	session = names_find(
	    &in->sessions, course_id(in, grid, C1_SCHOOL, C1_COURSE, C1_LEVEL));
	if (session == UINT32_MAX) {
		grid_fault(
		    grid, C1_COURSE, "session", grid_cell(grid, C1_COURSE));
		return;
	}
	pupil = name_take(in, &in->applicants,
	    cell_of(
		cell_copy(command_arena(in->cl), grid_cell(grid, C1_PUPIL))));
	wish_add(in, pupil, session, rank);
	score_add(in, session, pupil, score);
}

static void
chile_read(struct instance *in)
{
	struct grid grid;

	courses_read(in);
	if (in->faults.count > 0 ||
	    !grid_open(&grid, operand(in->cl, 1), ';', c1_columns, &in->faults))
		return;
	while (!in->full && grid_next(&grid))
		application_read(in, &grid);
	grid_close(&grid);
}

/* What is written */

static int
wishes_order(const void *a, const void *b)
{
	const struct wish *one = a, *other = b;

	if (one->applicant != other->applicant)
		return one->applicant < other->applicant ? -1 : 1;
	return one->order < other->order ? -1 : one->order > other->order;
}

static int
scores_order(const void *a, const void *b)
{
	const struct score *one = a, *other = b;

	if (one->session != other->session)
		return one->session < other->session ? -1 : 1;
	if (one->applicant != other->applicant)
		return one->applicant < other->applicant ? -1 : 1;
	return one->score < other->score ? -1 : one->score > other->score;
}

static void
out_text(struct out_file *out, const char *text)
{
	out_add(out, text, strlen(text));
}

static void
out_number(struct out_file *out, int64_t number)
{
	char text[24];
	int length = snprintf(text, sizeof text, "%lld", (long long)number);

	out_add(out, text, (size_t)length);
}

static void
sessions_write(struct instance *in, struct out_file *out)
{
	out_text(out, "session,seats,min_open,node,site,slot,reserve\n");
	for (uint32_t s = 0; s < in->sessions.count; s++) {
		out_cell(out, in->sessions.cells[s]);
		out_text(out, ",");
		out_number(out, in->seats[s]);
		out_text(out, ",0,,,,\n");
	}
}

/* A session that stands twice in a list counts where it stands first. */
static bool
wish_repeats(const struct instance *in, size_t first, size_t at)
{
	for (; first < at; first++)
		if (in->wishes[first].session == in->wishes[at].session)
			return true;
	return false;
}

static void
applicants_write(struct instance *in, struct out_file *out)
{
	size_t at = 0;

	qsort(in->wishes, in->wish_count, sizeof *in->wishes, wishes_order);
	out_text(out, "applicant,size,node,groups,band,choices\n");
	for (uint32_t a = 0; a < in->applicants.count; a++) {
		size_t first = at;

		out_cell(out, in->applicants.cells[a]);
		out_text(out, ",1,,,0,");
		for (; at < in->wish_count && in->wishes[at].applicant == a;
		     at++) {
			if (wish_repeats(in, first, at))
				continue;
			if (at > first)
				out_text(out, ">");
			out_cell(
			    out, in->sessions.cells[in->wishes[at].session]);
		}
		out_text(out, "\n");
	}
}

static void
scores_write(struct instance *in, struct out_file *out)
{
	qsort(in->scores, in->score_count, sizeof *in->scores, scores_order);
	out_text(out, "session,applicant,score\n");
	for (size_t k = 0; k < in->score_count; k++) {
		const struct score *score = &in->scores[k];

		if (k > 0 && score[-1].session == score->session &&
		    score[-1].applicant == score->applicant)
			continue;
		out_cell(out, in->sessions.cells[score->session]);
		out_text(out, ",");
		out_cell(out, in->applicants.cells[score->applicant]);
		out_text(out, ",");
		out_number(out, score->score);
		out_text(out, "\n");
	}
}

static bool
file_write(struct instance *in, const char *folder, const char *name,
    void (*write)(struct instance *, struct out_file *))
{
	char *path = arena_printf(command_arena(in->cl), "%s/%s", folder, name);
	struct out_file out;

	if (out_open(&out, path))
		write(in, &out);
	if (out_close(&out))
		return true;
	complain(in->cl, "seats.write",
	    (const struct word[]){ { "file", path }, { 0 } });
	return false;
}

static bool
instance_write(struct instance *in, const char *folder)
{
	return file_write(in, folder, "sessions.csv", sessions_write) &&
	    file_write(in, folder, "applicants.csv", applicants_write) &&
	    (in->score_count == 0 ||
		file_write(in, folder, "scores.csv", scores_write));
}

/* The command */

static const struct format {
	const char *name;
	int files;
	const char *file_names;
	void (*read)(struct instance *in);
} formats[] = {
	{ "preflib", 1, "FILE.soi", preflib_read },
	{ "matching", 3, "residents.yml hospitals.yml capacities.yml",
	    matching_read },
	{ "algmatch", 1, "FILE.txt", algmatch_read },
	{ "chile", 2, "A1.csv C1.csv", chile_read },
};

static const struct format *
format_find(struct command_line *cl)
{
	const char *name = option_text(cl, "from");

	for (size_t f = 0; f < sizeof formats / sizeof formats[0]; f++)
		if (text_is(name, formats[f].name))
			return &formats[f];
	complain(cl, "seats.format", NULL);
	return NULL;
}

static bool
files_fit(struct command_line *cl, const struct format *format)
{
	int given = 0;

	while (operand(cl, (size_t)given) != NULL)
		given++;
	if (given == format->files)
		return true;
	complain(cl, "seats.files",
	    (const struct word[]){
		{ "count",
		    arena_printf(command_arena(cl), "%d", format->files) },
		{ "names", format->file_names }, { 0 } });
	return false;
}

static bool
instance_make(struct instance *in)
{
	in->seats = memory_get(sizeof *in->seats * NAMES);
	return in->seats != NULL && names_make(&in->sessions, NAMES) &&
	    names_make(&in->applicants, NAMES);
}

static void
instance_free(struct instance *in)
{
	names_free(&in->sessions);
	names_free(&in->applicants);
	memory_give(in->seats);
	memory_give(in->wishes);
	memory_give(in->scores);
	for (size_t f = 0; f < FILES; f++)
		buffer_free(&in->texts[f]);
}

static int
convert_run(
    struct instance *in, const struct format *format, const char *folder)
{
	bool made = instance_make(in);

	if (made)
		format->read(in);
	if (!made || in->full) {
		complain(in->cl, "seats.memory", NULL);
		return EXIT_FAILED;
	}
	return faults_none(&in->faults) && instance_write(in, folder)
	    ? EXIT_DONE
	    : EXIT_FAILED;
}

int
allot_convert_command(struct command_line *cl)
{
	struct instance in = { .cl = cl, .listener = listener_command(cl) };
	const struct format *format = format_find(cl);
	const char *folder;
	int status;

	in.faults.listener = &in.listener;
	if (format == NULL || !files_fit(cl, format) ||
	    !option_needed(cl, "out", &folder) ||
	    !option_int(cl, "seats", 0, INT32_MAX, 1, &in.seats_given) ||
	    !option_int(cl, "level", -100, 100, INT64_MIN, &in.level))
		return EXIT_MISUSED;
	status = convert_run(&in, format, folder);
	instance_free(&in);
	return status;
}
