/*
 * The gate "blind": whatever is no item is dealt to other people, and what the
 * system would show to each of them is compared, byte by byte, with what it
 * showed before. The way is the whole one: a file of answers, its reader, the
 * bank's profile, the model's lists.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/text.h"
#include "model/audit.h"

enum { COLUMNS = CSV_COLUMNS };

/*
 * Columns that are no item of the bank, of all rows, in the order of the file.
 * What the model takes in and the bank does not know is dealt too.
 */
struct deal {
	struct command_line *cl;
	struct arena *arena;
	const struct audit *audit;
	size_t width, rows, room;
	const char *names[COLUMNS];
	bool item[COLUMNS];
	const char **values; /* rows of width; NULL: an item's */
};

static bool
tell(struct command_line *cl, const char *id, const char *file)
{
	complain(cl, id, (const struct word[]){ { "file", file }, { 0 } });
	return false;
}

static bool
is_among(const char *const *names, const char *name)
{
	for (; *names != NULL; names++)
		if (text_is(*names, name))
			return true;
	return false;
}

static void
head_take(struct deal *deal, const struct csv *csv)
{
	deal->width = csv_count(csv);
	for (size_t i = 0; i < deal->width; i++) {
		deal->names[i] = arena_text(deal->arena, csv_field(csv, i));
		deal->item[i] = is_among(
		    deal->audit->bank->ids, deal->names[i]);
	}
}

static void
row_keep(struct deal *deal, const struct csv *csv)
{
	const char **row;

	if (deal->rows == deal->room) {
		const char **values = deal->values;

		deal->room = deal->room ? 2 * deal->room : 1024;
		deal->values = arena_array(deal->arena,
		    deal->room * deal->width, sizeof *deal->values);
		if (deal->rows > 0)
			memcpy(deal->values, values,
			    deal->rows * deal->width * sizeof *values);
	}
	row = deal->values + deal->rows++ * deal->width;
	for (size_t i = 0; i < deal->width; i++)
		if (!deal->item[i])
			row[i] = arena_text(deal->arena, csv_field(csv, i));
}

static bool
values_read(struct deal *deal, const char *path)
{
	struct csv *csv = csv_open_file(path, ',');
	enum csv_result result = CSV_LOST;

	if (csv != NULL && (result = csv_next(csv)) == CSV_ROW) {
		head_take(deal, csv);
		while ((result = csv_next(csv)) == CSV_ROW)
			row_keep(deal, csv);
	}
	csv_close(csv);
	return result == CSV_END && deal->rows > 0;
}

/*
 * A row with its own answers and the other columns of other people: each column
 * from another distance, so that no two facts of a person stay together.
 */
static void
row_deal(const struct deal *deal, const struct csv *csv, size_t row,
    struct buffer *out)
{
	size_t column = 0;

	for (size_t i = 0; i < deal->width; i++) {
		if (deal->item[i]) {
			csv_put(out, csv_field(csv, i), i == 0);
			continue;
		}
		size_t from = (row + deal->rows / 2 + 7 * column++ + 1) %
		    deal->rows;

		csv_put(out, deal->values[from * deal->width + i], i == 0);
	}
	buffer_text(out, "\r\n");
}

static bool
row_flush(struct buffer *out, FILE *file)
{
	bool written = !out->failed &&
	    fwrite(out->data, 1, out->length, file) == out->length;

	buffer_clear(out);
	return written;
}

static bool
rows_write(const struct deal *deal, const char *path, FILE *file)
{
	struct csv *csv = csv_open_file(path, ',');
	struct buffer out = { 0 };
	bool written = csv != NULL && csv_next(csv) == CSV_ROW;

	for (size_t i = 0; i < deal->width; i++)
		csv_put(&out, deal->names[i], i == 0);
	buffer_text(&out, "\r\n");
	written = written && row_flush(&out, file);
	for (size_t row = 0; written && row < deal->rows; row++) {
		written = csv_next(csv) == CSV_ROW;
		row_deal(deal, csv, row, &out);
		written = written && row_flush(&out, file);
	}
	buffer_free(&out);
	csv_close(csv);
	return written;
}

/* The dealt file beside others that are soon gone; NULL when it cannot be. */
static const char *
file_deal(const struct deal *deal, const char *path)
{
	const char *folder = getenv("TMPDIR");
	char *name = arena_printf(deal->arena, "%s/giljabi-audit-XXXXXX",
	    folder != NULL ? folder : "/tmp");
	int descriptor = mkstemp(name);
	FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
	bool written = file != NULL && rows_write(deal, path, file);

	if (file != NULL)
		written = fclose(file) == 0 && written;
	else if (descriptor >= 0)
		close(descriptor);
	if (!written && descriptor >= 0)
		unlink(name);
	return written ? name : NULL;
}

/* What a person is shown, as bytes */

struct shown {
	const struct model_file *file;
	struct logit_model explore;
	struct interest_table *table;
	crypto_hash_sha256_state hash;
};

static void
bytes_add(struct shown *shown, const void *bytes, size_t length)
{
	crypto_hash_sha256_update(&shown->hash, bytes, length);
}

static void
lists_add(struct shown *shown, const interest_answer *given)
{
	const struct model_file *file = shown->file;
	float x[LOGIT_FEATURES];
	double scores[LOGIT_CLASSES];
	size_t size = (size_t)file->model.classes * sizeof *scores;

	features_make(&file->features, given, x);
	logit_scores(&file->model, x, scores);
	bytes_add(shown, scores, size);
	if (file->explore.columns > 0) {
		logit_scores(&shown->explore, x, scores);
		bytes_add(shown, scores, size);
	}
}

/* Field by field, since what lies between fields may be anything. */
static void
profile_add(struct shown *shown, const interest_answer *given)
{
	struct interest_profile profile;

	interest_score(shown->table, given, &profile);
	bytes_add(shown, profile.order, sizeof profile.order);
	for (int l = 0; l < LETTERS; l++) {
		const struct interest_scale *scale = &profile.scales[l];
		const double numbers[] = { scale->theta, scale->theta_sd,
			scale->score, scale->low, scale->high, scale->standard,
			scale->standard_sd, scale->rise };

		bytes_add(shown, numbers, sizeof numbers);
	}
}

static bool
shown_hash(struct command_line *cl, const char *path, const struct audit *audit,
    struct shown *shown, char hex[HASH_HEX])
{
	static const char *const none[] = { NULL };
	struct answers lists = { 0 }, profiles = { 0 };
	unsigned char hash[crypto_hash_sha256_BYTES];
	bool read = answers_read(cl, path, audit->model->ids,
			audit->model->features.items, none, &lists) &&
	    answers_read(cl, path, audit->bank->ids, audit->bank->bank.count,
		none, &profiles);

	crypto_hash_sha256_init(&shown->hash);
	for (size_t i = 0; read && i < lists.people; i++) {
		lists_add(shown, lists.given + i * (size_t)lists.items);
		profile_add(shown, profiles.given + i * (size_t)profiles.items);
	}
	crypto_hash_sha256_final(&shown->hash, hash);
	hex_write(hash, sizeof hash, hex);
	answers_free(&lists);
	answers_free(&profiles);
	return read;
}

static bool
both_hash(struct command_line *cl, const char *before, const char *after,
    struct arena *arena, struct audit *audit)
{
	const struct logit_model *model = &audit->model->model;
	size_t classes = (size_t)model->classes;
	struct shown shown = { .file = audit->model,
		.table = interest_table_new(&audit->bank->bank) };
	bool done = shown.table != NULL;

	shown.explore.weights = arena_array(
	    arena, classes * (size_t)model->features, sizeof(double));
	shown.explore.bases = arena_array(arena, classes, sizeof(double));
	if (audit->model->explore.columns > 0)
		fair_model(&audit->model->explore.path,
		    audit->model->explore.path.chosen, model, &shown.explore);
	done = done &&
	    shown_hash(cl, before, audit, &shown, audit->dealt_before) &&
	    shown_hash(cl, after, audit, &shown, audit->dealt_after);
	interest_table_free(shown.table);
	return done;
}

/* Ages, where the file has them: who the people are */

static int
number_compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return a < b ? -1 : a > b;
}

static void
ages_take(const struct deal *deal, struct audit *audit)
{
	double *ages = arena_array(deal->arena, deal->rows, sizeof *ages);
	size_t column = 0, count = 0;

	while (column < deal->width && !text_is(deal->names[column], "age"))
		column++;
	if (column == deal->width || deal->item[column])
		return;
	for (size_t row = 0; row < deal->rows; row++)
		count += text_to_real(
		    deal->values[row * deal->width + column], &ages[count]);
	if (count == 0)
		return;
	qsort(ages, count, sizeof *ages, number_compare);
	while (
	    (size_t)audit->ages_minor < count && ages[audit->ages_minor] < 18)
		audit->ages_minor++;
	audit->ages = (int)count;
	audit->age_least = ages[0];
	audit->age_middle = ages[count / 2];
	audit->age_most = ages[count - 1];
}

bool
audit_deal(struct command_line *cl, const char *answers, struct audit *audit)
{
	struct deal deal = {
		.cl = cl, .arena = command_arena(cl), .audit = audit
	};
	const char *dealt;
	bool done;

	if (!values_read(&deal, answers))
		return tell(cl, "model.file.read", answers);
	for (size_t i = 0; i < deal.width; i++)
		audit->dealt_columns += !deal.item[i];
	audit->dealt_people = deal.rows;
	ages_take(&deal, audit);
	dealt = file_deal(&deal, answers);
	if (dealt == NULL)
		return tell(cl, "fair.temporary", answers);
	done = both_hash(cl, answers, dealt, deal.arena, audit);
	unlink(dealt);
	return done;
}
