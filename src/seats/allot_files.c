/*
 * From files to arrays: nodes, sessions, applicants, slots held, scores, in this
 * order, and last what the lottery makes of them.
 */
#include "seats/allot_files.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
	SEATS = 100000000, /* most seats of a session, most pupils of a cap */
	RESERVES = 1000000, /* most reserves of a file */
	BANDS = 1000000000
};

static void *
array(size_t count, size_t size)
{
	return count > SIZE_MAX / size / 2 ? NULL : memory_get(count * size);
}

static bool
memory_missing(struct faults *faults, const char *path)
{
	fault_tell(faults, path, 0, "memory", cell_of(""));
	return false;
}

/* An id that is there and not too long; `bad` are bytes that it must not hold. */
static bool
id_sound(const struct grid *grid, int column, const char *bad)
{
	struct cell id = grid_cell(grid, column);

	if (id.length == 0) {
		grid_fault(grid, column, "empty", id);
		return false;
	}
	for (; *bad != '\0'; bad++)
		if (memchr(id.text, *bad, id.length) != NULL) {
			grid_fault(grid, column, "id", id);
			return false;
		}
	if (id.length > ALLOT_ID)
		grid_fault(grid, column, "long", id);
	return id.length <= ALLOT_ID;
}

/* Nodes */

enum { NODE, NODE_PARENT, NODE_CAP };
static const char *const node_columns[] = { "node", "parent", "cap", NULL };

struct node_row {
	struct cell id, parent;
	uint32_t line, cap;
};

static bool
node_read(const struct grid *grid, struct node_row *row)
{
	struct cell cap = grid_cell(grid, NODE_CAP);
	int64_t most = ALLOT_NONE;

	if (!id_sound(grid, NODE, "") ||
	    (cap.length > 0 && !grid_int(grid, NODE_CAP, 0, SEATS, &most)))
		return false;
	*row = (struct node_row){ grid_cell(grid, NODE),
		grid_cell(grid, NODE_PARENT), grid->line, (uint32_t)most };
	return true;
}

static int
nodes_order(const void *a, const void *b)
{
	const struct node_row *one = a, *other = b;
	int order = cell_compare(one->id, other->id);

	if (order != 0)
		return order;
	return one->line < other->line ? -1 : 1;
}

/* Nodes are numbered in the order of their ids; each has one parent. */
static void
nodes_name(
    struct allot_files *files, const struct node_row *rows, uint32_t count)
{
	const struct grid *grid = &files->node_grid;
	bool added;

	for (uint32_t n = 0; n < count; n++) {
		files->nodes[n].cap = rows[n].cap;
		names_add(&files->node_names, rows[n].id, &added);
		if (!added)
			fault_tell(grid->faults, grid->path, rows[n].line,
			    cell_compare(rows[n - 1].parent, rows[n].parent)
				? "two_parents"
				: "twice",
			    rows[n].id);
	}
}

/* Every way up ends. */
static bool
node_rises(const struct allot_files *files, uint32_t node)
{
	for (int steps = 0; node != ALLOT_NONE; steps++) {
		if (steps == ALLOT_DEPTH)
			return false;
		node = files->nodes[node].parent;
	}
	return true;
}

static void
nodes_link(
    struct allot_files *files, const struct node_row *rows, uint32_t count)
{
	const struct grid *grid = &files->node_grid;

	for (uint32_t n = 0; n < count; n++) {
		files->nodes[n].parent = ALLOT_NONE;
		if (rows[n].parent.length == 0)
			continue;
		files->nodes[n].parent = names_find(
		    &files->node_names, rows[n].parent);
		if (files->nodes[n].parent == ALLOT_NONE)
			fault_tell(grid->faults, grid->path, rows[n].line,
			    "node", rows[n].parent);
	}
	for (uint32_t n = 0; n < count; n++)
		if (!node_rises(files, n))
			fault_tell(grid->faults, grid->path, rows[n].line,
			    "circle", rows[n].id);
}

static void
node_rows_read(struct allot_files *files, struct node_row *rows)
{
	struct grid *grid = &files->node_grid;
	uint32_t count = 0;

	while (grid_next(grid))
		if (node_read(grid, &rows[count]))
			count++;
	qsort(rows, count, sizeof *rows, nodes_order);
	nodes_name(files, rows, count);
	if (grid->faults->count == 0)
		nodes_link(files, rows, count);
}

static bool
nodes_read(struct allot_files *files, const char *path, struct faults *faults)
{
	struct grid *grid = &files->node_grid;
	struct node_row *rows;

	if (path == NULL)
		return true;
	if (!grid_open(grid, path, ',', node_columns, faults))
		return false;
	rows = array(grid->rows, sizeof *rows);
	files->nodes = array(grid->rows, sizeof *files->nodes);
	if (rows == NULL || files->nodes == NULL ||
	    !names_make(&files->node_names, grid->rows)) {
		memory_give(rows);
		return memory_missing(faults, path);
	}
	node_rows_read(files, rows);
	memory_give(rows);
	return faults->count == 0;
}

/* Sessions */

enum { SESSION, SEATS_OF, LEAST, SESSION_NODE, SITE, SLOT, RESERVE };
static const char *const session_columns[] = { "session", "seats", "min_open",
	"node", "site", "slot", "reserve", NULL };

/* One "care:4"; quotas that would have to be kept are refused. */
static bool
reserve_read(struct allot_files *files, struct cell part, uint32_t *seats)
{
	const struct grid *grid = &files->session_grid;
	struct cell group, rest = part;
	struct allot_reserve *reserve = &files->reserves[files->reserve_count];
	const char *id = NULL;
	int64_t count;
	bool added;

	cell_cut(&rest, ':', &group);
	if (memchr(part.text, '=', part.length) != NULL ||
	    memchr(part.text, '<', part.length) != NULL ||
	    memchr(part.text, '>', part.length) != NULL)
		id = "hard";
	else if (group.length == 0 || group.length > ALLOT_ID ||
	    rest.text == NULL || !cell_number(rest, 0, SEATS, &count))
		id = "reserve";
	else if (files->reserve_count == RESERVES)
		id = "reserves";
	if (id == NULL) {
		reserve->group = names_add(&files->group_names, group, &added);
		if (reserve->group >= ALLOT_GROUPS)
			id = "groups";
	}
	if (id != NULL) {
		grid_fault(grid, RESERVE, id, part);
		return false;
	}
	reserve->seats = (uint32_t)count;
	*seats += (uint32_t)count;
	files->reserve_count++;
	return true;
}

static bool
reserve_twice(const struct allot_files *files, const struct session_row *row)
{
	const struct allot_reserve *reserves = files->reserves +
	    row->reserve_at;

	for (uint32_t a = 0; a < row->reserve_count; a++)
		for (uint32_t b = 0; b < a; b++)
			if (reserves[a].group == reserves[b].group)
				return true;
	return false;
}

static void
reserves_read(struct allot_files *files, struct session_row *row)
{
	const struct grid *grid = &files->session_grid;
	struct cell list = grid_cell(grid, RESERVE), part;
	uint32_t seats = 0;

	row->reserve_at = files->reserve_count;
	if (list.length == 0)
		return;
	while (cell_cut(&list, ';', &part)) {
		if (!reserve_read(files, part, &seats))
			return;
		if (seats > row->seats) {
			grid_fault(grid, RESERVE, "reserve_large",
			    grid_cell(grid, RESERVE));
			return;
		}
	}
	row->reserve_count = files->reserve_count - row->reserve_at;
	if (reserve_twice(files, row))
		grid_fault(
		    grid, RESERVE, "group_twice", grid_cell(grid, RESERVE));
}

static bool
session_read(struct allot_files *files, struct session_row *row)
{
	const struct grid *grid = &files->session_grid;
	int64_t seats, least;

	if (!id_sound(grid, SESSION, ">") ||
	    !grid_int(grid, SEATS_OF, 0, SEATS, &seats) ||
	    !grid_int(grid, LEAST, 0, SEATS, &least))
		return false;
	*row = (struct session_row){ .id = grid_cell(grid, SESSION),
		.node = grid_cell(grid, SESSION_NODE),
		.site = grid_cell(grid, SITE),
		.slot = grid_cell(grid, SLOT),
		.line = grid->line,
		.seats = (uint32_t)seats,
		.least = (uint32_t)least };
	reserves_read(files, row);
	return true;
}

static int
rows_order(const void *a, const void *b)
{
	const struct session_row *one = a, *other = b;
	int order = cell_compare(one->id, other->id);

	if (order != 0)
		return order;
	return one->line < other->line ? -1 : 1;
}

static bool
node_above(const struct allot_files *files, uint32_t node, uint32_t above)
{
	while (node != ALLOT_NONE && node != above)
		node = files->nodes[node].parent;
	return node != ALLOT_NONE;
}

/*
 * A session lies in its node, or in its site where that is a node too: one of
 * the two has to lie beneath the other, else their caps would overlap.
 */
static uint32_t
session_node(const struct allot_files *files, const struct session_row *row)
{
	const struct grid *grid = &files->session_grid;
	uint32_t node = ALLOT_NONE, site = ALLOT_NONE;

	if (files->node_names.count == 0)
		return ALLOT_NONE;
	if (row->node.length > 0) {
		node = names_find(&files->node_names, row->node);
		if (node == ALLOT_NONE)
			fault_tell(grid->faults, grid->path, row->line, "node",
			    row->node);
	}
	if (row->site.length > 0)
		site = names_find(&files->node_names, row->site);
	if (node == ALLOT_NONE || site == ALLOT_NONE)
		return node == ALLOT_NONE ? site : node;
	if (node_above(files, site, node))
		return site;
	if (!node_above(files, node, site))
		fault_tell(
		    grid->faults, grid->path, row->line, "overlap", row->site);
	return node;
}

static void
sessions_link(struct allot_files *files)
{
	const struct grid *grid = &files->session_grid;
	bool added;

	for (uint32_t s = 0; s < files->session_count; s++) {
		const struct session_row *row = &files->session_rows[s];

		names_add(&files->session_names, row->id, &added);
		if (!added)
			fault_tell(grid->faults, grid->path, row->line, "twice",
			    row->id);
		files->sessions[s] = (struct allot_session){
			.seats = row->seats,
			.node = session_node(files, row),
			.reserve = row->reserve_at,
			.reserves = row->reserve_count,
		};
		files->least[s] = row->least;
	}
}

static bool
sessions_read(
    struct allot_files *files, const char *path, struct faults *faults)
{
	struct grid *grid = &files->session_grid;
	uint32_t rows, reserves;

	if (!grid_open(grid, path, ',', session_columns, faults))
		return false;
	rows = grid->rows;
	reserves = (uint32_t)grid_count(grid, ';') + rows;
	reserves = reserves < RESERVES ? reserves : RESERVES;
	files->session_rows = array(rows, sizeof *files->session_rows);
	files->sessions = array(rows, sizeof *files->sessions);
	files->least = array(rows, sizeof *files->least);
	files->reserves = array(reserves, sizeof *files->reserves);
	if (files->session_rows == NULL || files->sessions == NULL ||
	    files->least == NULL || files->reserves == NULL ||
	    !names_make(&files->session_names, rows) ||
	    !names_make(&files->group_names, reserves))
		return memory_missing(faults, path);
	while (grid_next(grid))
		if (session_read(
			files, &files->session_rows[files->session_count]))
			files->session_count++;
	qsort(files->session_rows, files->session_count,
	    sizeof *files->session_rows, rows_order);
	if (faults->count == 0)
		sessions_link(files);
	return faults->count == 0;
}

/* Applicants */

enum { APPLICANT, SIZE, APPLICANT_NODE, GROUPS, BAND, CHOICES };
static const char *const applicant_columns[] = { "applicant", "size", "node",
	"groups", "band", "choices", NULL };

struct cell
applicant_id(const struct allot_files *files, uint32_t applicant)
{
	return (
	    struct cell){ files->applicant_grid.data + files->id_at[applicant],
		files->id_length[applicant] };
}

uint32_t
applicant_line(const struct allot_files *files, uint32_t applicant)
{
	return grid_line_of(&files->applicant_grid,
	    files->applicant_grid.data + files->id_at[applicant]);
}

uint32_t
applicant_in(const struct allot_files *files, uint32_t place)
{
	return files->sorted != NULL ? files->sorted[place] : place;
}

/* Groups without a reserve anywhere have no bit. */
static uint32_t
groups_read(const struct allot_files *files)
{
	struct cell list = grid_cell(&files->applicant_grid, GROUPS), part;
	uint32_t groups = 0, group;

	if (list.length == 0)
		return 0;
	while (cell_cut(&list, ';', &part)) {
		group = names_find(&files->group_names, part);
		if (group != UINT32_MAX)
			groups |= (uint32_t)1 << group;
	}
	return groups;
}

/* stamps: a session each, the last applicant (from 1) that chose it. */
static uint32_t
choices_read(struct allot_files *files, uint32_t at, uint32_t *stamps)
{
	const struct grid *grid = &files->applicant_grid;
	struct cell list = grid_cell(grid, CHOICES), part;
	uint32_t start = at, stamp = files->applicant_count + 1, session;

	if (list.length == 0)
		return at;
	while (cell_cut(&list, '>', &part)) {
		session = names_find(&files->session_names, part);
		if (session == UINT32_MAX || stamps[session] == stamp) {
			grid_fault(grid, CHOICES,
			    session == UINT32_MAX ? "session" : "choice_twice",
			    part);
			continue;
		}
		stamps[session] = stamp;
		files->choices[at++] = session;
	}
	if (at - start <= ALLOT_LIST)
		return at;
	grid_fault(grid, CHOICES, "choices", cell_of(""));
	return start;
}

static bool
applicant_read(struct allot_files *files, uint32_t *stamps)
{
	const struct grid *grid = &files->applicant_grid;
	uint32_t i = files->applicant_count;
	struct cell id = grid_cell(grid, APPLICANT);
	int64_t size, band;

	if (!id_sound(grid, APPLICANT, "") ||
	    !grid_int(grid, SIZE, 1, ALLOT_SIZE, &size) ||
	    !grid_int(grid, BAND, -BANDS, BANDS, &band))
		return false;
	files->id_at[i] = (uint32_t)(id.text - grid->data);
	files->id_length[i] = (uint8_t)id.length;
	files->sizes[i] = (uint16_t)size;
	files->bands[i] = (int32_t)band;
	files->groups[i] = groups_read(files);
	files->first[i + 1] = choices_read(files, files->first[i], stamps);
	return true;
}

static bool
applicants_make(struct allot_files *files)
{
	struct grid *grid = &files->applicant_grid;
	size_t rows = grid->rows;
	size_t choices = grid_count(grid, '>') + rows;

	files->id_at = array(rows, sizeof *files->id_at);
	files->id_length = array(rows, sizeof *files->id_length);
	files->sizes = array(rows, sizeof *files->sizes);
	files->bands = array(rows, sizeof *files->bands);
	files->groups = array(rows, sizeof *files->groups);
	files->first = array(rows + 1, sizeof *files->first);
	files->choices = array(choices, sizeof *files->choices);
	return files->id_at != NULL && files->id_length != NULL &&
	    files->sizes != NULL && files->bands != NULL &&
	    files->groups != NULL && files->first != NULL &&
	    files->choices != NULL;
}

/* Answers whether they stand in the order of ids, which proves them distinct. */
static bool
applicant_rows_read(struct allot_files *files, uint32_t *stamps)
{
	struct grid *grid = &files->applicant_grid;
	struct cell before = { "", 0 }, id;
	bool in_order = true;

	while (grid_next(grid)) {
		if (!applicant_read(files, stamps))
			continue;
		id = applicant_id(files, files->applicant_count);
		in_order = in_order && cell_compare(before, id) < 0;
		before = id;
		files->applicant_count++;
		grid_forget(grid);
	}
	return in_order;
}

/* The order of ids: a quicksort by one byte at a time (Bentley, Sedgewick 1997) */

static int
id_byte(const struct allot_files *files, uint32_t applicant, size_t depth)
{
	if (depth >= files->id_length[applicant])
		return -1;
	return (unsigned char)
	    files->applicant_grid.data[files->id_at[applicant] + depth];
}

static void
swap(uint32_t *a, uint32_t *b)
{
	uint32_t kept = *a;

	*a = *b;
	*b = kept;
}

static int
middle_byte(const struct allot_files *files, const uint32_t *some,
    uint32_t count, size_t depth)
{
	int a = id_byte(files, some[0], depth);
	int b = id_byte(files, some[count / 2], depth);
	int c = id_byte(files, some[count - 1], depth);

	if (a > b) {
		int kept = a;

		a = b;
		b = kept;
	}
	return c < a ? a : c > b ? b : c;
}

static void
ids_sort(const struct allot_files *files, uint32_t *some, uint32_t count,
    size_t depth)
{
	while (count > 1) {
		int middle = middle_byte(files, some, count, depth);
		uint32_t less = 0, more = count, at = 0;

		while (at < more) {
			int byte = id_byte(files, some[at], depth);

			if (byte < middle)
				swap(&some[less++], &some[at++]);
			else if (byte > middle)
				swap(&some[at], &some[--more]);
			else
				at++;
		}
		ids_sort(files, some, less, depth);
		ids_sort(files, some + more, count - more, depth);
		if (middle < 0)
			return;
		some += less;
		count = more - less;
		depth++;
	}
}

static bool
applicants_sort(struct allot_files *files, struct faults *faults)
{
	const char *path = files->applicant_grid.path;
	uint32_t count = files->applicant_count;

	files->sorted = array(count, sizeof *files->sorted);
	if (files->sorted == NULL)
		return memory_missing(faults, path);
	for (uint32_t i = 0; i < count; i++)
		files->sorted[i] = i;
	ids_sort(files, files->sorted, count, 0);
	for (uint32_t i = 1; i < count; i++) {
		uint32_t a = files->sorted[i - 1], b = files->sorted[i];
		struct cell id = applicant_id(files, b);

		if (cell_compare(applicant_id(files, a), id) == 0)
			fault_tell(faults, path,
			    applicant_line(files, a > b ? a : b), "twice", id);
	}
	return faults->count == 0;
}

static bool
applicants_read(
    struct allot_files *files, const char *path, struct faults *faults)
{
	uint32_t *stamps = array(files->session_count, sizeof *stamps);
	bool made = stamps != NULL, in_order;

	if (!grid_open(
		&files->applicant_grid, path, ',', applicant_columns, faults)) {
		memory_give(stamps);
		return false;
	}
	made = made && applicants_make(files);
	in_order = made && applicant_rows_read(files, stamps);
	memory_give(stamps);
	if (!made)
		return memory_missing(faults, path);
	if (!in_order && faults->count == 0)
		applicants_sort(files, faults);
	return faults->count == 0;
}

/* Finding applicants */

static uint32_t *
applicant_slot(const struct allot_files *files, struct cell id)
{
	uint32_t hash = 2166136261u, at;

	for (size_t i = 0; i < id.length; i++)
		hash = (hash ^ (unsigned char)id.text[i]) * 16777619u;
	at = (hash ^ hash >> 15) & (files->slot_count - 1);
	while (files->slots[at] != 0 &&
	    cell_compare(applicant_id(files, files->slots[at] - 1), id) != 0)
		at = (at + 1) & (files->slot_count - 1);
	return &files->slots[at];
}

bool
applicants_index(struct allot_files *files)
{
	if (files->slots != NULL)
		return true;
	files->slot_count = 16;
	while (files->slot_count / 2 < files->applicant_count)
		files->slot_count *= 2;
	files->slots = array(files->slot_count, sizeof *files->slots);
	if (files->slots == NULL)
		return false;
	for (uint32_t i = 0; i < files->applicant_count; i++)
		*applicant_slot(files, applicant_id(files, i)) = i + 1;
	return true;
}

uint32_t
applicant_find(const struct allot_files *files, struct cell id)
{
	return *applicant_slot(files, id) - 1;
}

/* Slots held */

enum { HELD_APPLICANT, HELD_SLOT };
static const char *const held_columns[] = { "applicant", "slot", NULL };

static int
barred_order(const void *a, const void *b)
{
	const struct barred *one = a, *other = b;

	return one->choice < other->choice ? -1 : one->choice > other->choice;
}

/* Takes the sessions at a slot off an applicant's list; false: no room. */
static bool
slot_bar(struct allot_files *files, uint32_t applicant, struct cell slot,
    size_t *room)
{
	for (uint32_t c = files->first[applicant];
	     c < files->first[applicant + 1]; c++) {
		uint32_t session = files->choices[c];

		if (session == files->session_count ||
		    cell_compare(files->session_rows[session].slot, slot) != 0)
			continue;
		if (files->barred_count == *room) {
			struct barred *more = memory_resize(
			    files->barred, sizeof *more * (*room * 2 + 64));

			if (more == NULL)
				return false;
			files->barred = more;
			*room = *room * 2 + 64;
		}
		files->barred[files->barred_count++] = (struct barred){ c,
			session };
		files->choices[c] = files->session_count;
	}
	return true;
}

static bool
held_read(struct allot_files *files, const char *path, struct faults *faults)
{
	struct grid grid;
	size_t room = 0;
	bool enough;

	if (path == NULL)
		return true;
	if (!applicants_index(files))
		return memory_missing(faults, path);
	if (!grid_open(&grid, path, ',', held_columns, faults))
		return false;
	enough = true;
	while (enough && grid_next(&grid)) {
		uint32_t applicant = applicant_find(
		    files, grid_cell(&grid, HELD_APPLICANT));

		if (!id_sound(&grid, HELD_SLOT, ""))
			continue;
		/* Who is not in this round may well hold seats. */
		if (applicant != UINT32_MAX)
			enough = slot_bar(files, applicant,
			    grid_cell(&grid, HELD_SLOT), &room);
	}
	grid_close(&grid);
	if (!enough)
		return memory_missing(faults, path);
	if (files->barred_count > 0)
		qsort(files->barred, files->barred_count, sizeof *files->barred,
		    barred_order);
	return faults->count == 0;
}

uint32_t
choice_session(const struct allot_files *files, uint32_t choice)
{
	const struct barred wanted = { choice, 0 };
	const struct barred *found;

	if (files->choices[choice] != files->session_count)
		return files->choices[choice];
	found = bsearch(&wanted, files->barred, files->barred_count,
	    sizeof wanted, barred_order);
	return found->session;
}

/* Scores */

enum { SCORE_SESSION, SCORE_APPLICANT, SCORE };
static const char *const score_columns[] = { "session", "applicant", "score",
	NULL };

static bool
cell_real(struct cell cell, double *value)
{
	char text[64];

	if (cell.length == 0 || cell.length >= sizeof text)
		return false;
	memcpy(text, cell.text, cell.length);
	text[cell.length] = '\0';
	return text_to_real(text, value) && isfinite(*value);
}

static void
score_read(struct allot_files *files, const struct grid *grid)
{
	struct cell name = grid_cell(grid, SCORE_SESSION);
	struct cell id = grid_cell(grid, SCORE_APPLICANT);
	uint32_t session = names_find(&files->session_names, name);
	uint32_t applicant = applicant_find(files, id), c;
	double score;

	if (session == UINT32_MAX)
		grid_fault(grid, SCORE_SESSION, "session", name);
	if (applicant == UINT32_MAX)
		grid_fault(grid, SCORE_APPLICANT, "applicant", id);
	if (!cell_real(grid_cell(grid, SCORE), &score)) {
		grid_fault(grid, SCORE, "score", grid_cell(grid, SCORE));
		return;
	}
	if (session == UINT32_MAX || applicant == UINT32_MAX)
		return;
	for (c = files->first[applicant]; c < files->first[applicant + 1]; c++)
		if (files->choices[c] == session)
			break;
	if (c == files->first[applicant + 1])
		return; /* scored without having asked */
	if (!isnan(files->scores[c]))
		grid_fault(grid, SCORE_APPLICANT, "twice", id);
	files->scores[c] = score;
}

static bool
scores_read(struct allot_files *files, const char *path, struct faults *faults)
{
	uint32_t count = files->first[files->applicant_count];
	struct grid grid;

	if (path == NULL)
		return true;
	files->scores = array(count, sizeof *files->scores);
	if (files->scores == NULL || !applicants_index(files))
		return memory_missing(faults, path);
	for (uint32_t c = 0; c < count; c++)
		files->scores[c] = NAN;
	if (!grid_open(&grid, path, ',', score_columns, faults))
		return false;
	while (grid_next(&grid)) {
		score_read(files, &grid);
		grid_forget(&grid);
	}
	grid_close(&grid);
	return faults->count == 0;
}

/* All of them */

bool
allot_files_read(struct allot_files *files, const struct allot_paths *paths,
    struct faults *faults)
{
	bool read;

	*files = (struct allot_files){ 0 };
	read = nodes_read(files, paths->nodes, faults) &&
	    sessions_read(files, paths->sessions, faults) &&
	    applicants_read(files, paths->applicants, faults) &&
	    held_read(files, paths->held, faults) &&
	    scores_read(files, paths->scores, faults);
	if (!faults_none(faults) || !read) {
		allot_files_free(files);
		return false;
	}
	return true;
}

void
allot_files_free(struct allot_files *files)
{
	void *const held[] = { files->session_rows, files->sessions,
		files->least, files->reserves, files->nodes, files->id_at,
		files->id_length, files->sizes, files->groups, files->bands,
		files->first, files->choices, files->sorted, files->slots,
		files->barred, files->scores, files->order, files->rank,
		files->score_keys, files->score_owner };

	for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
		memory_give(held[i]);
	names_free(&files->session_names);
	names_free(&files->node_names);
	names_free(&files->group_names);
	grid_close(&files->session_grid);
	grid_close(&files->node_grid);
	grid_close(&files->applicant_grid);
	*files = (struct allot_files){ 0 };
}

/* Lots */

enum { THREADS = 16, PAGES = 8 * 1024 * 1024 };

struct numbering {
	const struct allot_files *files;
	const struct lottery *lottery;
	uint64_t *numbers;
	uint32_t start, end;
	pthread_t thread;
	bool started;
};

/* In the order of the file: pages that the last ids stood on are done with. */
static const char *
id_page(const struct allot_files *files, uint32_t applicant)
{
	return files->applicant_grid.data +
	    (files->id_at[applicant] & ~(uint32_t)(PAGES - 1));
}

void
ids_forget(const struct allot_files *files, uint32_t applicant)
{
	const char *page = id_page(files, applicant), *before;

	if (applicant == 0 || (before = id_page(files, applicant - 1)) == page)
		return;
	grid_drop(&files->applicant_grid, before, page);
}

static void *
numbers_run(void *with)
{
	const struct numbering *part = with;

	for (uint32_t i = part->start; i < part->end; i++) {
		struct cell id = applicant_id(part->files, i);

		ids_forget(part->files, i);
		part->numbers[i] = lottery_number(
		    part->lottery, id.text, id.length);
	}
	return NULL;
}

void
lots_number(const struct allot_files *files, const struct lottery *lottery,
    int threads, uint64_t *numbers)
{
	struct numbering parts[THREADS];
	uint64_t count = files->applicant_count;

	threads = threads > THREADS ? THREADS : threads;
	for (int t = 0; t < threads; t++) {
		parts[t] = (struct numbering){ files, lottery, numbers,
			(uint32_t)(count * (uint64_t)t / (uint64_t)threads),
			(uint32_t)(count * (uint64_t)(t + 1) /
			    (uint64_t)threads),
			.started = false };
		/* The last part, and one without a thread, is done here. */
		if (t + 1 < threads)
			parts[t].started = pthread_create(&parts[t].thread,
					       NULL, numbers_run,
					       &parts[t]) == 0;
		if (!parts[t].started)
			numbers_run(&parts[t]);
	}
	for (int t = 0; t < threads; t++)
		if (parts[t].started)
			pthread_join(parts[t].thread, NULL);
}

/* Where each applicant stands in the order of ids. */
static uint32_t *
places_of(const struct allot_files *files)
{
	uint32_t *places = array(files->applicant_count, sizeof *places);

	for (uint32_t i = 0; places != NULL && i < files->applicant_count; i++)
		places[files->sorted[i]] = i;
	return places;
}

struct scored {
	double score;
	uint32_t rank, session, choice, applicant;
};

static int
scored_order(const void *a, const void *b)
{
	const struct scored *one = a, *other = b;

	if (one->score != other->score)
		return one->score < other->score ? -1 : 1;
	if (one->rank != other->rank)
		return one->rank < other->rank ? -1 : 1;
	return one->session < other->session ? -1
					     : one->session > other->session;
}

/* By score, then the applicant's rank, then session. */
static void
scored_keys(struct allot_files *files, struct scored *scored)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < files->applicant_count; i++)
		for (uint32_t c = files->first[i]; c < files->first[i + 1];
		     c++) {
			files->score_keys[c] = ALLOT_NONE;
			if (!isnan(files->scores[c]))
				scored[count++] = (struct scored){
					files->scores[c], files->rank[i],
					files->choices[c], c, i
				};
		}
	qsort(scored, count, sizeof *scored, scored_order);
	for (uint32_t k = 0; k < count; k++) {
		files->score_keys[scored[k].choice] = k;
		files->score_owner[k] = scored[k].applicant;
	}
	files->score_key_count = count;
}

static bool
scores_rank(struct allot_files *files)
{
	uint32_t count = files->first[files->applicant_count];
	struct scored *scored = array(count, sizeof *scored);

	if (files->score_keys == NULL) {
		files->score_keys = array(count, sizeof *files->score_keys);
		files->score_owner = array(count, sizeof *files->score_owner);
	}
	if (scored != NULL && files->score_keys != NULL &&
	    files->score_owner != NULL)
		scored_keys(files, scored);
	memory_give(scored);
	return scored != NULL && files->score_keys != NULL &&
	    files->score_owner != NULL;
}

bool
lots_rank(struct allot_files *files, const uint64_t *numbers)
{
	uint32_t count = files->applicant_count;
	uint32_t *places = NULL;

	if (files->order == NULL) {
		files->order = array(count, sizeof *files->order);
		files->rank = array(count, sizeof *files->rank);
	}
	if (files->sorted != NULL && (places = places_of(files)) == NULL)
		return false;
	if (files->order != NULL && files->rank != NULL)
		lottery_order(files->bands, numbers, places, count,
		    files->order, files->rank);
	memory_give(places);
	return files->order != NULL && files->rank != NULL &&
	    (files->scores == NULL || scores_rank(files));
}

struct allot_round
files_round(const struct allot_files *files, uint32_t class_unit)
{
	bool scores = files->scores != NULL;

	return (struct allot_round){
		.market = { .applicants = files->applicant_count,
		    .sessions = files->session_count,
		    .nodes = files->node_names.count,
		    .first = files->first,
		    .choices = files->choices,
		    .groups = files->groups,
		    .keys = scores ? files->score_keys : files->rank,
		    .by_choice = scores,
		    .owner = scores ? files->score_owner : files->order,
		    .key_count = scores ? files->score_key_count
					: files->applicant_count,
		    .session = files->sessions,
		    .reserve = files->reserves,
		    .node = files->nodes },
		.sizes = files->sizes,
		.least = files->least,
		.class_unit = class_unit,
	};
}
