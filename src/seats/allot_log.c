/* The log of a draw, and the terms that it begins with. */
#include "seats/allot_log.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/random.h"
#include "base/text.h"

/* The terms */

static bool
seed_take(struct draw_terms *terms, const char *hex)
{
	size_t length = hex == NULL ? 0 : strlen(hex);

	terms->seed_length = length / 2;
	return length > 0 && length % 2 == 0 && length / 2 <= SEED_BYTES &&
	    hex_read(hex, terms->seed, length / 2);
}

/* Lines are what parts the message of a number: no control character. */
static bool
term_sound(const char *text)
{
	return utf8_valid(text, strlen(text)) && !text_has_control(text) &&
	    strchr(text, '\n') == NULL;
}

static const char *
option_or_none(struct command_line *cl, const char *name)
{
	const char *text = option_text(cl, name);

	return text != NULL ? text : "";
}

bool
draw_terms_take(struct command_line *cl, struct draw_terms *terms)
{
	int64_t unit;

	*terms = (struct draw_terms){
		.round = option_or_none(cl, "round"),
		.public_number = option_or_none(cl, "public"),
	};
	if (!option_int(cl, "class-unit", 2, ALLOT_SIZE, 0, &unit))
		return false;
	terms->class_unit = (uint32_t)unit;
	if (!seed_take(terms, option_text(cl, "seed"))) {
		complain(cl, "seats.seed", NULL);
		return false;
	}
	if (!term_sound(terms->round) || !term_sound(terms->public_number)) {
		complain(cl, "seats.term", NULL);
		return false;
	}
	return true;
}

enum { LOG_LIMIT = 512 * 1024 * 1024 };

static bool
file_bytes(const char *path, struct buffer *buffer)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	char piece[65536];
	ssize_t got = -1;

	while (file >= 0 && (got = read(file, piece, sizeof piece)) > 0)
		buffer_add(buffer, piece, (size_t)got);
	if (file >= 0)
		close(file);
	return got == 0 && !buffer->failed;
}

static bool
terms_from(const json_t *log, struct draw_terms *terms)
{
	const char *seed = json_string_value(json_object_get(log, "seed"));
	json_int_t unit = json_integer_value(
	    json_object_get(log, "class_unit"));

	terms->round = json_string_value(json_object_get(log, "round"));
	terms->public_number = json_string_value(
	    json_object_get(log, "public"));
	terms->class_unit = unit > 1 && unit <= ALLOT_SIZE ? (uint32_t)unit : 0;
	return terms->round != NULL && terms->public_number != NULL &&
	    seed_take(terms, seed);
}

bool
draw_terms_read(
    struct command_line *cl, const char *path, struct draw_terms *terms)
{
	struct buffer buffer = { .limit = LOG_LIMIT };
	const json_t *log = NULL;
	bool read = file_bytes(path, &buffer);

	*terms = (struct draw_terms){ 0 };
	if (read)
		log = json_read(command_arena(cl), buffer.data, buffer.length);
	buffer_free(&buffer);
	if (log != NULL && terms_from(log, terms))
		return true;
	complain(
	    cl, "seats.log", (const struct word[]){ { "file", path }, { 0 } });
	return false;
}

/* Lines */

struct log {
	struct out_file *out;
	struct buffer line;
	struct writer writer;
	bool comma; /* a member stands before the next */
	const struct allot_files *files;
	const struct lottery *lottery;
	const struct allot_outcome *outcome;
};

static void
line_end(struct log *log)
{
	if (log->comma)
		out_add(log->out, ",\n", 2);
	out_add(log->out, log->line.data, log->line.length);
	buffer_clear(&log->line);
	log->writer.comma = false;
	log->comma = true;
}

static void
list_start(struct log *log, const char *name)
{
	buffer_printf(&log->line, "\"%s\":[\n", name);
	line_end(log);
	log->comma = false;
}

static void
list_end(struct log *log)
{
	out_add(log->out, "\n]", 2);
	log->comma = true;
}

static void
text_line(struct log *log, const char *name, const char *text)
{
	put_text(&log->writer, name, text);
	line_end(log);
}

static void
number_line(struct log *log, const char *name, uint64_t number)
{
	put_int(&log->writer, name, (int64_t)number);
	line_end(log);
}

static void
texts_line(struct log *log, const char *name, const char *const *texts)
{
	put_list(&log->writer, name);
	for (; *texts != NULL; texts++)
		put_text(&log->writer, NULL, *texts);
	put_list_end(&log->writer);
	line_end(log);
}

void
put_cell(struct writer *writer, const char *name, struct cell cell)
{
	char text[ALLOT_ID + 1];

	memcpy(text, cell.text, cell.length);
	text[cell.length] = '\0';
	put_text(writer, name, text);
}

/* The parts */

static double
key_score(const struct allot_files *files, uint32_t applicant, uint32_t key)
{
	for (uint32_t c = files->first[applicant];
	     c < files->first[applicant + 1]; c++)
		if (files->score_keys[c] == key)
			return files->scores[c];
	return NAN;
}

void
key_put(struct writer *writer, const char *name,
    const struct allot_files *files, const struct lottery *lottery,
    uint32_t key)
{
	bool scores = files->scores != NULL;
	struct cell id;
	uint32_t applicant;
	char text[32];

	if (key == ALLOT_NONE) {
		put_null(writer, name);
		return;
	}
	applicant = scores ? files->score_owner[key] : files->order[key];
	id = applicant_id(files, applicant);
	put_object(writer, name);
	if (scores) {
		snprintf(text, sizeof text, "%.17g",
		    key_score(files, applicant, key));
		put_raw(writer, "score", text);
	} else
		put_int(writer, "band", files->bands[applicant]);
	snprintf(text, sizeof text, "%016llx",
	    (unsigned long long)lottery_number(lottery, id.text, id.length));
	put_text(writer, "number", text);
	put_object_end(writer);
}

static void
terms_write(struct log *log, const struct draw_terms *terms)
{
	static const char *const band[] = { "band", "number", "applicant",
		NULL };
	static const char *const score[] = { "score", "number", "applicant",
		NULL };
	static const char *const seats[] = { "reserves in their order",
		"others", NULL };
	static const char *const caps[] = { "holders of reserved seats",
		"others", NULL };
	char hex[2 * SEED_BYTES + 1], hash[HASH_HEX];

	hex_write(terms->seed, terms->seed_length, hex);
	sha256_hex(terms->seed, terms->seed_length, hash);
	text_line(log, "format", "giljabi-draw-1");
	text_line(log, "rule", "deferred acceptance 1");
	text_line(log, "round", terms->round);
	text_line(log, "seed_hash", hash);
	text_line(log, "seed", hex);
	text_line(log, "public", terms->public_number);
	text_line(log, "number",
	    "HMAC-SHA256(seed, round LF public LF applicant), 8 bytes");
	texts_line(log, "priority", log->files->scores != NULL ? score : band);
	texts_line(log, "seats", seats);
	texts_line(log, "caps", caps);
}

static void
counts_write(struct log *log)
{
	const struct allot_files *files = log->files;
	uint64_t classes = 0, seated = 0;

	for (uint32_t i = 0; i < files->applicant_count; i++) {
		classes += files->sizes[i] > 1;
		seated += log->outcome->place[i] != ALLOT_UNPLACED;
	}
	number_line(log, "applicants", files->applicant_count);
	number_line(log, "classes", classes);
	number_line(log, "class_unit", log->outcome->class_unit);
	number_line(log, "choices", files->first[files->applicant_count]);
	number_line(log, "barred", files->barred_count);
	number_line(log, "seated", seated);
}

static void
closings_write(struct log *log)
{
	const struct allot_outcome *outcome = log->outcome;

	list_start(log, "closed");
	for (uint32_t c = 0; c < outcome->closing_count; c++) {
		const struct allot_closing *closing = &outcome->closings[c];
		uint32_t s = closing->session;

		put_object(&log->writer, NULL);
		put_cell(&log->writer, "session",
		    log->files->session_names.cells[s]);
		put_text(
		    &log->writer, "cause", closing->drawn ? "seats" : "wishes");
		put_int(&log->writer, "had", closing->had);
		put_int(&log->writer, "least", log->files->least[s]);
		put_object_end(&log->writer);
		line_end(log);
	}
	list_end(log);
}

uint32_t
classes_last(const struct allot_files *files,
    const struct allot_outcome *outcome, uint32_t session)
{
	uint32_t last = ALLOT_NONE;

	for (uint32_t r = 0; r <= files->sessions[session].reserves; r++) {
		uint32_t key = allot_last(outcome->classes, session, r);

		if (key == ALLOT_NONE)
			continue;
		key = outcome->class_keys[key];
		last = last == ALLOT_NONE || key > last ? key : last;
	}
	return last;
}

static void
classes_put(struct log *log, uint32_t session)
{
	const struct allot_outcome *outcome = log->outcome;
	const struct allot_by_classes *by = &outcome->by_classes[session];

	put_object(&log->writer, "classes");
	put_int(&log->writer, "units", by->units);
	put_int(&log->writer, "taken", by->classes);
	put_int(&log->writer, "pupils", by->pupils);
	key_put(&log->writer, "last", log->files, log->lottery,
	    classes_last(log->files, outcome, session));
	put_object_end(&log->writer);
}

static void
holders_put(struct log *log, uint32_t session, uint32_t reserve)
{
	const struct allot *pupils = log->outcome->pupils;

	put_int(&log->writer, "taken", allot_held(pupils, session, reserve));
	key_put(&log->writer, "last", log->files, log->lottery,
	    allot_last(pupils, session, reserve));
}

static void
session_write(struct log *log, uint32_t s)
{
	const struct allot_files *files = log->files;
	const struct allot_session *session = &files->sessions[s];
	struct writer *writer = &log->writer;

	put_object(writer, NULL);
	put_cell(writer, "session", files->session_names.cells[s]);
	put_int(writer, "seats", session->seats);
	put_int(writer, "taken", log->outcome->taken[s]);
	if (log->outcome->classes != NULL)
		classes_put(log, s);
	put_list(writer, "reserves");
	for (uint32_t r = 0; r < session->reserves; r++) {
		const struct allot_reserve *reserve =
		    &files->reserves[session->reserve + r];

		put_object(writer, NULL);
		put_cell(
		    writer, "group", files->group_names.cells[reserve->group]);
		put_int(writer, "seats", reserve->seats);
		holders_put(log, s, r);
		put_object_end(writer);
	}
	put_list_end(writer);
	put_object(writer, "others");
	holders_put(log, s, session->reserves);
	put_object_end(writer);
	put_object_end(writer);
	line_end(log);
}

static void
node_write(struct log *log, uint32_t n)
{
	struct writer *writer = &log->writer;
	uint32_t last;
	bool reserved;

	put_object(writer, NULL);
	put_cell(writer, "node", log->files->node_names.cells[n]);
	put_int(writer, "cap", log->files->nodes[n].cap);
	put_int(writer, "taken", log->outcome->node_taken[n]);
	last = allot_node_last(log->outcome->pupils, n, &reserved);
	put_text(writer, "seat",
	    last == ALLOT_NONE ? NULL
		: reserved     ? "reserved"
			       : "other");
	key_put(writer, "last", log->files, log->lottery, last);
	put_object_end(writer);
	line_end(log);
}

static void
nodes_write(struct log *log)
{
	list_start(log, "capped");
	for (uint32_t n = 0; n < log->files->node_names.count; n++)
		if (log->files->nodes[n].cap != ALLOT_NONE)
			node_write(log, n);
	list_end(log);
}

void
draw_log_write(struct out_file *out, const struct allot_files *files,
    const struct draw_terms *terms, const struct lottery *lottery,
    const struct allot_outcome *outcome)
{
	struct log log = { .out = out,
		.files = files,
		.lottery = lottery,
		.outcome = outcome };

	log.writer.out = &log.line;
	out_add(out, "{\n", 2);
	terms_write(&log, terms);
	counts_write(&log);
	closings_write(&log);
	list_start(&log, "sessions");
	for (uint32_t s = 0; s < files->session_count; s++)
		session_write(&log, s);
	list_end(&log);
	nodes_write(&log);
	out_add(out, "\n}\n", 3);
	out->failed = out->failed || log.line.failed;
	buffer_free(&log.line);
}
