/*
 * The check of a draw from its files alone. The files are read as for a draw;
 * from there on nothing is shared with it: numbers, ranks, the check itself
 * (engine/allot_check) and the log, which is written again and compared line by
 * line.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/text.h"
#include "engine/allot_check.h"
#include "seats/allot_draw.h"

enum {
	LOG_BYTES = 512 * 1024 * 1024,
	SHOWN = 160 /* most bytes of a log line in a message */
};

/* The last on the seats of one kind. */
struct last {
	uint32_t held, key, applicant, pupils;
	bool other; /* on a seat without reserve */
};

struct judge {
	struct check *told; /* what was asked, and what is answered */
	struct arena *arena;
	enum lang lang;
	struct allot_files files;
	const char *placements_path, *log_path;
	struct buffer log; /* as it was published */
	const char *round, *public_number, *seed_hex;
	unsigned char seed[SEED_BYTES];
	size_t seed_length;
	uint32_t class_unit;
	struct allot_closing *closings;
	uint32_t closing_count;
	uint64_t *numbers;
	uint32_t *place, *lines; /* an applicant each */
	struct allot_check *check;
	struct last *lasts; /* reserve rows, then sessions, then classes */
	struct last *node_lasts;
	uint32_t *node_taken;
	uint64_t violations;
};

/* What is told */

static const char *
number_text(const struct judge *judge, uint64_t number)
{
	return arena_printf(judge->arena, "%" PRIu64, number);
}

/* One line: file, line, what is wrong. */
static void
violation_tell(struct judge *judge, const char *path, uint32_t line,
    const char *id, const struct word *words)
{
	const char *place = line > 0
	    ? arena_printf(judge->arena, "%s:%u", path, line)
	    : path;

	if (++judge->violations > CHECK_TOLD)
		return;
	listener_tell(judge->told->violations, "seats.fault",
	    (const struct word[]){ { "place", place },
		{ "what", say_with(judge->arena, judge->lang, id, words) },
		{ 0 } });
}

static const char *
session_text(const struct judge *judge, uint32_t session)
{
	if (session >= judge->files.session_count)
		return say(judge->lang, "seats.none");
	return cell_copy(
	    judge->arena, judge->files.session_names.cells[session]);
}

static const char *
applicant_text(const struct judge *judge, uint32_t applicant)
{
	return cell_copy(judge->arena, applicant_id(&judge->files, applicant));
}

static const char *
choice_text(const struct judge *judge, uint32_t choice)
{
	if (choice == ALLOT_NONE)
		return say(judge->lang, "seats.nothing");
	return number_text(judge, (uint64_t)choice + 1);
}

static const char *const violation_ids[] = {
	[VIOLATION_SEATS] = "seats.check.seats",
	[VIOLATION_UNITS] = "seats.check.class_units",
	[VIOLATION_CAP] = "seats.check.cap",
	[VIOLATION_ELIGIBLE] = "seats.check.not_eligible",
	[VIOLATION_WASTED] = "seats.check.wasted",
	[VIOLATION_RESERVE] = "seats.check.reserve",
	[VIOLATION_BLOCKING] = "seats.check.blocking",
	[VIOLATION_OPTIMAL] = "seats.check.optimal",
	[VIOLATION_SHORT] = "seats.check.short",
	[VIOLATION_CLOSING] = "seats.check.closing",
};

static void
applicant_report(struct judge *judge, const struct allot_violation *violation)
{
	struct word words[] = {
		{ "applicant", applicant_text(judge, violation->applicant) },
		{ "session", session_text(judge, violation->session) },
		{ "has", choice_text(judge, violation->has) },
		{ "wants", choice_text(judge, violation->wants) }, { 0 }
	};

	violation_tell(judge, judge->placements_path,
	    judge->lines[violation->applicant], violation_ids[violation->kind],
	    words);
}

static void
closing_report(struct judge *judge, const struct allot_violation *violation)
{
	struct word words[] = { { "count",
				    number_text(judge, violation->has + 1) },
		{ "has", session_text(judge, violation->session) },
		{ "wants", session_text(judge, violation->wants) }, { 0 } };

	violation_tell(judge, judge->log_path, 0, "seats.check.closing", words);
}

static void
place_report(struct judge *judge, const struct allot_violation *violation)
{
	const struct allot_files *files = &judge->files;
	bool node = violation->node != ALLOT_NONE;
	struct word words[] = { { "session",
				    session_text(judge, violation->session) },
		{ "node",
		    node ? cell_copy(judge->arena,
			       files->node_names.cells[violation->node])
			 : "" },
		{ "has", number_text(judge, violation->has) },
		{ "wants", number_text(judge, violation->wants) }, { 0 } };

	violation_tell(judge,
	    node ? files->node_grid.path : files->session_grid.path,
	    node ? 0 : files->session_rows[violation->session].line,
	    violation_ids[violation->kind], words);
}

static void
report(void *with, const struct allot_violation *violation)
{
	struct judge *judge = with;

	if (judge->violations >= CHECK_TOLD)
		judge->violations++;
	else if (violation->kind == VIOLATION_CLOSING)
		closing_report(judge, violation);
	else if (violation->applicant != ALLOT_NONE)
		applicant_report(judge, violation);
	else
		place_report(judge, violation);
}

/* The published log */

static bool
log_bytes_read(struct judge *judge)
{
	int file = open(judge->log_path, O_RDONLY | O_CLOEXEC);
	char piece[65536];
	ssize_t got = -1;

	judge->log.limit = LOG_BYTES;
	while (file >= 0 && (got = read(file, piece, sizeof piece)) > 0)
		buffer_add(&judge->log, piece, (size_t)got);
	if (file >= 0)
		close(file);
	return got == 0 && !judge->log.failed && judge->log.length > 0;
}

/* A closing that names no session stands for none: the rule's differs. */
static void
closing_read(struct judge *judge, const json_t *closing)
{
	const char *name = json_string_value(
	    json_object_get(closing, "session"));
	const char *cause = json_string_value(
	    json_object_get(closing, "cause"));
	json_int_t had = json_integer_value(json_object_get(closing, "had"));

	judge->closings[judge->closing_count++] = (struct allot_closing){
		.session = name == NULL
		    ? UINT32_MAX
		    : names_find(&judge->files.session_names, cell_of(name)),
		.drawn = text_is(cause, "seats"),
		.had = had < 0 ? UINT32_MAX : (uint32_t)had,
	};
}

static bool
log_terms_read(struct judge *judge, const json_t *log)
{
	json_int_t unit = json_integer_value(
	    json_object_get(log, "class_unit"));
	size_t length;

	judge->round = json_string_value(json_object_get(log, "round"));
	judge->public_number = json_string_value(
	    json_object_get(log, "public"));
	judge->seed_hex = json_string_value(json_object_get(log, "seed"));
	if (judge->round == NULL || judge->public_number == NULL ||
	    judge->seed_hex == NULL || unit < 0 || unit > ALLOT_SIZE)
		return false;
	judge->class_unit = (uint32_t)unit;
	length = strlen(judge->seed_hex);
	judge->seed_length = length / 2;
	return length > 0 && length % 2 == 0 && length / 2 <= SEED_BYTES &&
	    hex_read(judge->seed_hex, judge->seed, judge->seed_length);
}

static bool
log_read(struct judge *judge)
{
	const json_t *log = NULL, *closed;

	if (log_bytes_read(judge))
		log = json_read(
		    judge->arena, judge->log.data, judge->log.length);
	if (log == NULL || !log_terms_read(judge, log)) {
		listener_tell(judge->told->mistakes, "seats.log",
		    (const struct word[]){
			{ "file", judge->log_path }, { 0 } });
		return false;
	}
	closed = json_object_get(log, "closed");
	judge->closings = arena_array(
	    judge->arena, json_array_size(closed), sizeof *judge->closings);
	for (size_t c = 0; c < json_array_size(closed); c++)
		closing_read(judge, json_array_get(closed, c));
	return true;
}

/* Placements */

enum { PLACED_APPLICANT, PLACED_SESSION, PLACED_RANK };
static const char *const placed_columns[] = { "applicant", "session", "rank",
	NULL };

static void
placed_fault(struct judge *judge, const struct grid *grid, const char *id,
    uint32_t wants)
{
	struct arena *arena = judge->arena;
	const struct word words[] = {
		{ "applicant",
		    cell_copy(arena, grid_cell(grid, PLACED_APPLICANT)) },
		{ "session",
		    cell_copy(arena, grid_cell(grid, PLACED_SESSION)) },
		{ "has", cell_copy(arena, grid_cell(grid, PLACED_RANK)) },
		{ "wants", number_text(judge, wants) }, { 0 }
	};

	if (judge->violations >= CHECK_TOLD)
		judge->violations++;
	else
		violation_tell(
		    judge, judge->placements_path, grid->line, id, words);
}

/* The place of a session in an applicant's list, or ALLOT_NONE. */
static uint32_t
choice_of(const struct allot_files *files, uint32_t applicant, uint32_t session)
{
	uint32_t start = files->first[applicant];

	for (uint32_t c = start; c < files->first[applicant + 1]; c++)
		if (choice_session(files, c) == session)
			return c - start;
	return ALLOT_NONE;
}

static void
placed_read(struct judge *judge, const struct grid *grid, uint32_t applicant)
{
	struct cell name = grid_cell(grid, PLACED_SESSION);
	struct cell rank = grid_cell(grid, PLACED_RANK);
	uint32_t session, choice;
	int64_t given;

	if (name.length == 0) {
		if (rank.length > 0)
			placed_fault(judge, grid, "seats.check.rank_alone", 0);
		return;
	}
	session = names_find(&judge->files.session_names, name);
	if (session == UINT32_MAX) {
		placed_fault(judge, grid, "seats.check.unknown_session", 0);
		return;
	}
	choice = choice_of(&judge->files, applicant, session);
	if (choice == ALLOT_NONE) {
		placed_fault(judge, grid, "seats.check.not_chosen", 0);
		return;
	}
	if (!cell_number(rank, 1, ALLOT_LIST, &given) || given != choice + 1)
		placed_fault(judge, grid, "seats.check.rank", choice + 1);
	judge->place[applicant] = choice;
}

/*
 * Lines mostly stand in the order of ids, as a draw writes them: the applicant
 * that is due is looked at before the index is.
 */
static uint32_t
placed_applicant(struct judge *judge, struct cell id, uint32_t due)
{
	if (due < judge->files.applicant_count) {
		uint32_t applicant = applicant_in(&judge->files, due);

		if (cell_compare(applicant_id(&judge->files, applicant), id) ==
		    0)
			return applicant;
	}
	return applicants_index(&judge->files)
	    ? applicant_find(&judge->files, id)
	    : UINT32_MAX;
}

static void
placements_rows_read(struct judge *judge, struct grid *grid)
{
	uint32_t due = 0;

	while (grid_next(grid)) {
		uint32_t applicant = placed_applicant(
		    judge, grid_cell(grid, PLACED_APPLICANT), due++);

		if (applicant == UINT32_MAX)
			placed_fault(
			    judge, grid, "seats.check.unknown_applicant", 0);
		else if (judge->lines[applicant] != 0)
			placed_fault(judge, grid, "seats.check.twice", 0);
		else {
			judge->lines[applicant] = grid->line;
			placed_read(judge, grid, applicant);
		}
		grid_forget(grid);
	}
}

static void
missing_tell(struct judge *judge)
{
	for (uint32_t i = 0; i < judge->files.applicant_count; i++)
		if (judge->lines[i] == 0 && judge->violations < CHECK_TOLD)
			violation_tell(judge, judge->placements_path, 0,
			    "seats.check.missing",
			    (const struct word[]){
				{ "applicant", applicant_text(judge, i) },
				{ 0 } });
		else if (judge->lines[i] == 0)
			judge->violations++;
}

static bool
placements_read(struct judge *judge, struct faults *faults)
{
	uint32_t count = judge->files.applicant_count;
	struct grid grid;

	judge->place = memory_get(sizeof *judge->place * count);
	judge->lines = memory_get(sizeof *judge->lines * count);
	if (judge->place == NULL || judge->lines == NULL) {
		listener_tell(judge->told->mistakes, "seats.memory", NULL);
		return false;
	}
	for (uint32_t i = 0; i < count; i++)
		judge->place[i] = ALLOT_NONE;
	if (!grid_open(
		&grid, judge->placements_path, ',', placed_columns, faults))
		return false;
	placements_rows_read(judge, &grid);
	grid_close(&grid);
	missing_tell(judge);
	return faults_none(faults);
}

/* Numbers, as the log says that they are made */

static void
numbers_make(struct judge *judge)
{
	crypto_auth_hmacsha256_state start, state;
	unsigned char hash[crypto_auth_hmacsha256_BYTES];
	char *head = arena_printf(
	    judge->arena, "%s\n%s\n", judge->round, judge->public_number);

	crypto_auth_hmacsha256_init(&start, judge->seed, judge->seed_length);
	crypto_auth_hmacsha256_update(
	    &start, (const unsigned char *)head, strlen(head));
	for (uint32_t i = 0; i < judge->files.applicant_count; i++) {
		struct cell id = applicant_id(&judge->files, i);
		uint64_t number = 0;

		ids_forget(&judge->files, i);
		state = start;
		crypto_auth_hmacsha256_update(
		    &state, (const unsigned char *)id.text, id.length);
		crypto_auth_hmacsha256_final(&state, hash);
		for (int byte = 0; byte < 8; byte++)
			number |= (uint64_t)hash[byte] << (56 - 8 * byte);
		judge->numbers[i] = number;
	}
}

/* The log again */

static struct last *
last_at(struct judge *judge, uint32_t applicant, uint32_t session)
{
	const struct allot_files *files = &judge->files;
	uint32_t seat = allot_check_seat(judge->check, applicant);
	const struct allot_session *given = &files->sessions[session];

	if (files->sizes[applicant] > 1)
		return &judge->lasts[files->reserve_count +
		    files->session_count + session];
	return &judge->lasts[seat < given->reserves
		? given->reserve + seat
		: files->reserve_count + session];
}

static void
nodes_add(struct judge *judge, uint32_t applicant, uint32_t session,
    uint32_t key, bool other)
{
	const struct allot_files *files = &judge->files;
	uint32_t size = files->sizes[applicant];

	for (uint32_t n = files->sessions[session].node; n != ALLOT_NONE;
	     n = files->nodes[n].parent) {
		struct last *last = &judge->node_lasts[n];

		judge->node_taken[n] += size;
		if (size > 1)
			continue;
		if (last->held++ == 0 || other > last->other ||
		    (other == last->other && key > last->key)) {
			last->key = key;
			last->other = other;
			last->applicant = applicant;
		}
	}
}

static void
lasts_find(struct judge *judge)
{
	const struct allot_files *files = &judge->files;

	for (uint32_t i = 0; i < files->applicant_count; i++) {
		uint32_t place = judge->place[i], session, key;
		struct last *last;

		if (place == ALLOT_NONE)
			continue;
		session = files->choices[files->first[i] + place];
		key = allot_check_key(judge->check, i, place);
		last = last_at(judge, i, session);
		last->pupils += files->sizes[i];
		if (last->held++ == 0 || key > last->key) {
			last->key = key;
			last->applicant = i;
		}
		nodes_add(judge, i, session, key,
		    allot_check_seat(judge->check, i) ==
			files->sessions[session].reserves);
	}
}

struct again {
	struct judge *judge;
	struct buffer text;
	struct writer writer;
};

static void
again_last(struct again *again, const char *name, const struct last *last)
{
	const struct judge *judge = again->judge;
	uint32_t i = last->applicant;
	char text[40];

	if (last->held == 0) {
		put_null(&again->writer, name);
		return;
	}
	put_object(&again->writer, name);
	if (judge->files.scores != NULL) {
		snprintf(text, sizeof text, "%.17g",
		    judge->files
			.scores[judge->files.first[i] + judge->place[i]]);
		put_raw(&again->writer, "score", text);
	} else
		put_int(&again->writer, "band", judge->files.bands[i]);
	snprintf(text, sizeof text, "%016" PRIx64, judge->numbers[i]);
	put_text(&again->writer, "number", text);
	put_object_end(&again->writer);
}

static void
again_line(struct again *again, bool more)
{
	buffer_text(&again->text, more ? ",\n" : "\n");
	again->writer.comma = false;
}

static void
again_head(struct again *again)
{
	const struct judge *judge = again->judge;
	char hash[HASH_HEX];
	const struct {
		const char *name, *text;
	} members[] = {
		{ "format", "giljabi-draw-1" },
		{ "rule", "deferred acceptance 1" },
		{ "round", judge->round },
		{ "seed_hash", hash },
		{ "seed", judge->seed_hex },
		{ "public", judge->public_number },
		{ "number",
		    "HMAC-SHA256(seed, round LF public LF applicant), "
		    "8 bytes" },
	};

	sha256_hex(judge->seed, judge->seed_length, hash);
	buffer_text(&again->text, "{\n");
	for (size_t m = 0; m < sizeof members / sizeof members[0]; m++) {
		put_text(&again->writer, members[m].name, members[m].text);
		again_line(again, true);
	}
	buffer_printf(&again->text,
	    "\"priority\":[\"%s\",\"number\",\"applicant\"],\n"
	    "\"seats\":[\"reserves in their order\",\"others\"],\n"
	    "\"caps\":[\"holders of reserved seats\",\"others\"],\n",
	    judge->files.scores != NULL ? "score" : "band");
}

static void
again_counts(struct again *again)
{
	const struct allot_files *files = &again->judge->files;
	uint32_t classes = 0, seated = 0;

	for (uint32_t i = 0; i < files->applicant_count; i++) {
		classes += files->sizes[i] > 1 ? 1 : 0;
		seated += again->judge->place[i] != ALLOT_NONE ? 1 : 0;
	}
	buffer_printf(&again->text,
	    "\"applicants\":%u,\n\"classes\":%u,\n\"class_unit\":%u,\n"
	    "\"choices\":%u,\n\"barred\":%u,\n\"seated\":%u,\n",
	    files->applicant_count, classes,
	    allot_check_class_unit(again->judge->check),
	    files->first[files->applicant_count], files->barred_count, seated);
}

static void
again_name(struct again *again, const char *name, struct cell cell)
{
	put_text(&again->writer, name, cell_copy(again->judge->arena, cell));
}

static void
again_closings(struct again *again)
{
	const struct allot_files *files = &again->judge->files;
	const struct allot_closing *closings;
	uint32_t count;

	closings = allot_check_closings(again->judge->check, &count);
	buffer_text(&again->text, "\"closed\":[\n");
	for (uint32_t c = 0; c < count; c++) {
		uint32_t s = closings[c].session;

		put_object(&again->writer, NULL);
		again_name(again, "session", files->session_names.cells[s]);
		put_text(&again->writer, "cause",
		    closings[c].drawn ? "seats" : "wishes");
		put_int(&again->writer, "had", closings[c].had);
		put_int(&again->writer, "least", files->least[s]);
		put_object_end(&again->writer);
		if (c + 1 < count)
			again_line(again, true);
	}
	again->writer.comma = false;
	buffer_text(&again->text, "\n],\n");
}

static void
again_classes(struct again *again, uint32_t s)
{
	const struct judge *judge = again->judge;
	const struct last *last = &judge->lasts[judge->files.reserve_count +
	    judge->files.session_count + s];

	put_object(&again->writer, "classes");
	put_int(&again->writer, "units", allot_check_units(judge->check, s));
	put_int(&again->writer, "taken", last->held);
	put_int(&again->writer, "pupils", last->pupils);
	again_last(again, "last", last);
	put_object_end(&again->writer);
}

static void
again_holders(struct again *again, const struct last *last)
{
	put_int(&again->writer, "taken", last->held);
	again_last(again, "last", last);
}

static void
again_reserve(struct again *again, uint32_t row)
{
	const struct allot_files *files = &again->judge->files;
	const struct allot_reserve *reserve = &files->reserves[row];

	put_object(&again->writer, NULL);
	again_name(again, "group", files->group_names.cells[reserve->group]);
	put_int(&again->writer, "seats", reserve->seats);
	again_holders(again, &again->judge->lasts[row]);
	put_object_end(&again->writer);
}

static void
again_session(struct again *again, uint32_t s)
{
	const struct judge *judge = again->judge;
	const struct allot_session *session = &judge->files.sessions[s];
	const struct last *others = &judge->lasts[judge->files.reserve_count];
	const struct last *classes = others + judge->files.session_count;
	uint32_t taken = others[s].pupils + classes[s].pupils;

	for (uint32_t r = 0; r < session->reserves; r++)
		taken += judge->lasts[session->reserve + r].pupils;
	put_object(&again->writer, NULL);
	again_name(again, "session", judge->files.session_names.cells[s]);
	put_int(&again->writer, "seats", session->seats);
	put_int(&again->writer, "taken", taken);
	if (allot_check_class_unit(judge->check) > 0)
		again_classes(again, s);
	put_list(&again->writer, "reserves");
	for (uint32_t r = 0; r < session->reserves; r++)
		again_reserve(again, session->reserve + r);
	put_list_end(&again->writer);
	put_object(&again->writer, "others");
	again_holders(again, &others[s]);
	put_object_end(&again->writer);
	put_object_end(&again->writer);
}

static void
again_node(struct again *again, uint32_t n)
{
	const struct judge *judge = again->judge;
	const struct last *last = &judge->node_lasts[n];

	put_object(&again->writer, NULL);
	again_name(again, "node", judge->files.node_names.cells[n]);
	put_int(&again->writer, "cap", judge->files.nodes[n].cap);
	put_int(&again->writer, "taken", judge->node_taken[n]);
	put_text(&again->writer, "seat",
	    last->held == 0   ? NULL
		: last->other ? "other"
			      : "reserved");
	again_last(again, "last", last);
	put_object_end(&again->writer);
}

static void
again_sessions(struct again *again)
{
	uint32_t count = again->judge->files.session_count;

	buffer_text(&again->text, "\"sessions\":[\n");
	for (uint32_t s = 0; s < count; s++) {
		again_session(again, s);
		if (s + 1 < count)
			again_line(again, true);
	}
	again->writer.comma = false;
	buffer_text(&again->text, "\n],\n");
}

static void
again_nodes(struct again *again)
{
	const struct allot_files *files = &again->judge->files;
	bool any = false;

	buffer_text(&again->text, "\"capped\":[\n");
	for (uint32_t n = 0; n < files->node_names.count; n++) {
		if (files->nodes[n].cap == ALLOT_NONE)
			continue;
		if (any)
			again_line(again, true);
		any = true;
		again_node(again, n);
	}
	buffer_text(&again->text, "\n]\n}\n");
}

/* Lines of two texts, one beside the other. */

static bool
line_take(struct cell *text, struct cell *line)
{
	if (text->length == 0)
		return false;
	*line = *text;
	cell_cut(text, '\n', line);
	if (text->text == NULL)
		text->length = 0;
	return true;
}

static char *
line_text(struct judge *judge, struct cell line)
{
	char *text;

	line.length = line.length < SHOWN ? line.length : SHOWN;
	text = cell_copy(judge->arena, line);
	text[utf8_fit(text, SHOWN)] = '\0';
	return text;
}

static void
line_judge(struct judge *judge, uint32_t line, const struct cell *has,
    const struct cell *wants)
{
	struct word words[] = { { "has",
				    has != NULL ? line_text(judge, *has) : "" },
		{ "wants", wants != NULL ? line_text(judge, *wants) : "" },
		{ 0 } };

	if (judge->violations >= CHECK_TOLD)
		judge->violations++;
	else
		violation_tell(judge, judge->log_path, line,
		    has == NULL         ? "seats.check.log_short"
			: wants == NULL ? "seats.check.log_long"
					: "seats.check.log",
		    words);
}

static void
log_compare(struct judge *judge, const struct buffer *again)
{
	struct cell given = { judge->log.data, judge->log.length };
	struct cell wanted = { again->data, again->length };
	struct cell has, wants;

	for (uint32_t line = 1;; line++) {
		bool more = line_take(&given, &has);
		bool wish = line_take(&wanted, &wants);

		if (!more && !wish)
			break;
		if (!more || !wish || cell_compare(has, wants) != 0)
			line_judge(judge, line, more ? &has : NULL,
			    wish ? &wants : NULL);
		if (!more || !wish)
			break;
	}
}

static bool
log_judge(struct judge *judge)
{
	const struct allot_files *files = &judge->files;
	struct again again = { .judge = judge };
	size_t kinds = (size_t)files->reserve_count +
	    2 * (size_t)files->session_count;
	bool whole = false;

	judge->lasts = memory_get(sizeof *judge->lasts * kinds);
	judge->node_lasts = memory_get(
	    sizeof *judge->node_lasts * files->node_names.count);
	judge->node_taken = memory_get(
	    sizeof *judge->node_taken * files->node_names.count);
	again.text.limit = LOG_BYTES;
	again.writer.out = &again.text;
	if (judge->lasts != NULL && judge->node_lasts != NULL &&
	    judge->node_taken != NULL) {
		lasts_find(judge);
		again_head(&again);
		again_counts(&again);
		again_closings(&again);
		again_sessions(&again);
		again_nodes(&again);
		whole = !again.text.failed;
		if (whole)
			log_compare(judge, &again.text);
	}
	buffer_free(&again.text);
	return whole;
}

/* The whole */

static uint32_t *
places_make(const struct allot_files *files)
{
	uint32_t *places = memory_get(sizeof *places * files->applicant_count);

	for (uint32_t i = 0; places != NULL && i < files->applicant_count; i++)
		places[applicant_in(files, i)] = i;
	return places;
}

/* The engine's check; the log only where the placement is the rule's. */
static bool
draw_judge(struct judge *judge)
{
	const struct allot_files *files = &judge->files;
	struct allot_round round = files_round(files, judge->class_unit);
	uint32_t *places = places_make(files);
	struct allot_check_round given = { &round, files->bands, judge->numbers,
		places, files->scores };
	int64_t start = clock_ticks();
	bool done = false;

	judge->check = places == NULL ? NULL : allot_check_new(&given);
	judge->told->times[2] = clock_ticks() - start;
	start = clock_ticks();
	if (judge->check != NULL)
		done = allot_check_placement(judge->check, judge->place,
		    judge->closings, judge->closing_count, report, judge);
	judge->told->times[3] = clock_ticks() - start;
	if (done && judge->violations == 0)
		done = log_judge(judge);
	allot_check_free(judge->check);
	memory_give(places);
	return done;
}

static bool
judge_run(struct judge *judge, const struct allot_paths *paths)
{
	struct faults faults = { .listener = judge->told->mistakes };
	int64_t start = clock_ticks();

	if (!allot_files_read(&judge->files, paths, &faults) ||
	    !log_read(judge) || !placements_read(judge, &faults))
		return false;
	judge->told->times[0] = clock_ticks() - start;
	start = clock_ticks();
	judge->numbers = memory_get(
	    sizeof *judge->numbers * judge->files.applicant_count);
	if (judge->numbers != NULL)
		numbers_make(judge);
	judge->told->times[1] = clock_ticks() - start;
	if (judge->numbers != NULL && draw_judge(judge))
		return true;
	listener_tell(judge->told->mistakes, "seats.memory", NULL);
	return false;
}

static void
judge_free(struct judge *judge)
{
	void *const held[] = { judge->numbers, judge->place, judge->lines,
		judge->lasts, judge->node_lasts, judge->node_taken };

	for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
		memory_give(held[i]);
	buffer_free(&judge->log);
	allot_files_free(&judge->files);
}

static void
judge_answer(const struct judge *judge)
{
	struct check *check = judge->told;

	check->violation_count = judge->violations;
	check->applicants = judge->files.applicant_count;
	check->closed = judge->closing_count;
	check->seated = 0;
	for (uint32_t i = 0; i < check->applicants; i++)
		check->seated += judge->place[i] != ALLOT_NONE;
}

bool
check_files(struct check *check)
{
	struct judge judge = { .told = check,
		.arena = check->violations->arena,
		.lang = check->violations->lang,
		.placements_path = check->placements,
		.log_path = check->log };
	bool done = judge_run(&judge, check->paths);

	if (done)
		judge_answer(&judge);
	judge_free(&judge);
	return done;
}
