/*
 * giljabi fair audit --model model.json --bank bank.json --answers B.csv
 *     [--groups gender,residence] [--label field] [--out audit.json]
 *     [--card card.md]
 *
 * Measures a model on answers that it was not learned from, writes the figures
 * as JSON and as a model card, and fails when a gate fails.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "model/audit.h"
#include "model/audit_file.h"
#include "model/card.h"
#include "model/commands.h"

enum { DIGITS = 6, FILE_BYTES = 256 * 1024 * 1024 };

const struct option_row fair_audit_options[] = {
	{ "model", "FILE.json", "option.audit.model" },
	{ "bank", "FILE.json", "option.audit.bank" },
	{ "answers", "FILE.csv", "option.audit.answers" },
	{ "groups", "COLUMN,…", "option.audit.groups" },
	{ "label", "COLUMN", "option.audit.label" },
	{ "out", "FILE.json", "option.audit.out" },
	{ "card", "FILE.md", "option.audit.card" },
	{ 0 },
};

static bool
tell(struct command_line *cl, const char *id, const char *what)
{
	complain(cl, id, (const struct word[]){ { "what", what }, { 0 } });
	return false;
}

/* JSON */

static void
put_interval(
    struct writer *writer, const char *name, const struct interval *interval)
{
	put_list(writer, name);
	put_real(writer, NULL, interval->low, DIGITS);
	put_real(writer, NULL, interval->high, DIGITS);
	put_list_end(writer);
}

static void
put_measure(
    struct writer *writer, const char *name, const struct measure *measure)
{
	put_object(writer, name);
	put_int(writer, "n", (int64_t)measure->people);
	put_real(writer, "top1", measure->top1, DIGITS);
	put_interval(writer, "top1_95", &measure->top1_95);
	put_real(writer, "top3", measure->top3, DIGITS);
	put_interval(writer, "top3_95", &measure->top3_95);
	put_real(writer, "top5", measure->top5, DIGITS);
	put_interval(writer, "top5_95", &measure->top5_95);
	put_real(writer, "macro_top3", measure->macro_top3, DIGITS);
	put_real(writer, "nll", measure->nll, DIGITS);
	put_real(writer, "ece", measure->ece, DIGITS);
	put_interval(writer, "ece_95", &measure->ece_95);
	put_real(writer, "ece_floor", measure->ece_floor, DIGITS);
	put_object_end(writer);
}

static void
put_source(
    struct writer *writer, const char *name, const struct audit_source *source)
{
	put_object(writer, name);
	put_text(writer, "file", source->name);
	put_text(writer, "sha256", source->sha256);
	put_object_end(writer);
}

static void
put_gates(struct writer *writer, const struct audit *audit)
{
	put_list(writer, "gates");
	for (int g = 0; g < AUDIT_GATES; g++) {
		const struct audit_gate *gate = &audit->gate[g];

		put_object(writer, NULL);
		put_text(writer, "id", gate->id);
		put_bool(writer, "passed", gate->passed);
		put_real(writer, "found", gate->found, DIGITS);
		put_real(writer, "limit", gate->limit, DIGITS);
		put_object_end(writer);
	}
	put_list_end(writer);
}

static void
put_exposure(struct writer *writer, const struct audit_column *column,
    const struct fair_exposure *exposure)
{
	put_object(writer, "shares");
	for (int g = 0; g < column->groups; g++)
		put_real(writer, column->group[g].name,
		    (double)exposure->shown[g] / (double)exposure->people[g],
		    DIGITS);
	put_object_end(writer);
	put_real(writer, "ratio", exposure->ratio, DIGITS);
	put_interval(writer, "ratio_95",
	    &(struct interval){ exposure->low, exposure->high });
	put_bool(writer, "enough", exposure->error <= FAIR_ERROR);
}

static void
put_exposures(struct writer *writer, const struct audit *audit,
    const struct audit_column *column)
{
	static const char *const names[] = { "exposure_model",
		"exposure_list" };

	for (int list = 0; list < 2; list++) {
		put_list(writer, names[list]);
		for (int k = 0; k < audit->model->model.classes; k++) {
			put_object(writer, NULL);
			put_text(writer, "class", audit->model->classes[k]);
			put_exposure(
			    writer, column, &column->exposure[list][k]);
			put_object_end(writer);
		}
		put_list_end(writer);
	}
}

static void
put_recall(struct writer *writer, const char *name,
    const struct audit_group *group, int list)
{
	put_object(writer, name);
	put_real(writer, "share",
	    (double)group->hits[list] / (double)group->people, DIGITS);
	put_interval(writer, "share_95", &group->hits_95[list]);
	put_real(writer, "even", group->even[list], DIGITS);
	put_real(writer, "even_error", group->even_error[list], DIGITS);
	put_object_end(writer);
}

static void
put_groups(struct writer *writer, const struct audit_column *column)
{
	put_list(writer, "groups");
	for (int g = 0; g < column->groups; g++) {
		const struct audit_group *group = &column->group[g];

		put_object(writer, NULL);
		put_text(writer, "value", group->name);
		put_int(writer, "n", (int64_t)group->people);
		put_recall(writer, "recall_model", group, 0);
		put_recall(writer, "recall_list", group, 1);
		put_measure(writer, "model", &group->measure);
		put_object_end(writer);
	}
	put_list_end(writer);
}

static void
put_rocs(struct writer *writer, const struct audit *audit,
    const struct audit_column *column)
{
	put_list(writer, "abroca");
	for (int i = 0; i < column->rocs; i++) {
		const struct audit_roc *roc = &column->roc[i];

		put_object(writer, NULL);
		put_text(writer, "scores", roc->list ? "list" : "model");
		put_text(writer, "class", audit->model->classes[roc->class]);
		put_text(writer, "group", column->group[roc->group].name);
		put_text(writer, "against", column->group[roc->against].name);
		put_real(writer, "area", roc->found.area, DIGITS);
		put_real(writer, "dealt", roc->found.dealt, DIGITS);
		put_real(writer, "p", roc->found.p, DIGITS);
		put_real(writer, "p_adjusted", roc->adjusted, DIGITS);
		put_object_end(writer);
	}
	put_list_end(writer);
}

static void
put_items(struct writer *writer, const struct audit_column *column)
{
	if (!column->functioning) {
		put_null(writer, "items");
		return;
	}
	put_object(writer, "items");
	put_int(writer, "A", column->items[0]);
	put_int(writer, "B", column->items[1]);
	put_int(writer, "C", column->items[2]);
	put_int(writer, "not_compared", column->items[3]);
	put_real(writer, "scale_shift", column->scale_shift, DIGITS);
	put_text(writer, "scale", column->scale);
	put_list(writer, "class_C");
	for (int i = 0; i < column->items[2] && i < INTEREST_ITEMS; i++) {
		put_object(writer, NULL);
		put_text(writer, "item", column->worst[i]);
		put_text(writer, "high", column->worst_high[i]);
		put_object_end(writer);
	}
	put_list_end(writer);
	put_object_end(writer);
}

static void
put_columns(struct writer *writer, const struct audit *audit)
{
	put_object(writer, "groups");
	for (int c = 0; c < audit->columns; c++) {
		const struct audit_column *column = &audit->column[c];

		put_object(writer, column->name);
		put_int(writer, "unknown", (int64_t)column->unknown);
		put_exposures(writer, audit, column);
		put_groups(writer, column);
		put_rocs(writer, audit, column);
		put_items(writer, column);
		put_object_end(writer);
	}
	put_object_end(writer);
}

static void
put_curve(struct writer *writer, const struct audit *audit)
{
	put_list(writer, "curve");
	for (int p = 0; p < audit->points; p++) {
		const struct audit_point *point = &audit->point[p];

		put_object(writer, NULL);
		put_real(writer, "floor", point->floor, DIGITS);
		put_bool(writer, "chosen", p == audit->point_chosen);
		put_real(writer, "top1", point->measure.top1, DIGITS);
		put_real(writer, "top3", point->measure.top3, DIGITS);
		put_real(writer, "top5", point->measure.top5, DIGITS);
		put_object(writer, "ratio");
		for (int c = 0; c < audit->columns; c++)
			put_real(writer, audit->column[c].name, point->ratio[c],
			    DIGITS);
		put_object_end(writer);
		put_object_end(writer);
	}
	put_list_end(writer);
}

static void
put_dealt(struct writer *writer, const struct audit *audit)
{
	put_object(writer, "dealt");
	put_int(writer, "columns", audit->dealt_columns);
	put_int(writer, "people", (int64_t)audit->dealt_people);
	put_text(writer, "sha256_before", audit->dealt_before);
	put_text(writer, "sha256_after", audit->dealt_after);
	put_object_end(writer);
}

static void
audit_write(struct buffer *out, const struct audit *audit, bool passed)
{
	struct writer writer = { .out = out };

	put_object(&writer, NULL);
	put_text(&writer, "format", AUDIT_FORMAT);
	put_bool(&writer, "passed", passed);
	put_gates(&writer, audit);
	put_source(&writer, "model", &audit->model_source);
	put_source(&writer, "bank", &audit->bank_source);
	put_source(&writer, "answers", &audit->answers_source);
	put_text(&writer, "label", audit->model->label);
	put_int(&writer, "n", (int64_t)audit->people);
	put_int(&writer, "left_out", (int64_t)audit->left_out);
	put_int(&writer, "first", audit->first);
	put_real(&writer, "floor", audit->floor, DIGITS);
	put_measure(&writer, "accuracy_model", &audit->measure[0]);
	put_measure(&writer, "accuracy_list", &audit->measure[1]);
	put_curve(&writer, audit);
	put_dealt(&writer, audit);
	put_columns(&writer, audit);
	put_object_end(&writer);
	buffer_char(out, '\n');
}

/* Files */

static bool
bytes_save(
    struct command_line *cl, const char *path, const struct buffer *bytes)
{
	return file_write(path, bytes) || tell(cl, "fair.out", path);
}

static void
source_name(struct audit_source *source, const char *path)
{
	const char *slash = strrchr(path, '/');

	source->name = slash != NULL ? slash + 1 : path;
}

/* Name and hash; what the bank says of its items as well. */
static bool
source_take(struct command_line *cl, const char *path, struct audit *audit,
    struct audit_source *source)
{
	struct buffer bytes = { .limit = FILE_BYTES };
	bool read = file_read(path, &bytes) || tell(cl, "fair.read", path);

	source_name(source, path);
	if (read)
		sha256_hex(bytes.data, bytes.length, source->sha256);
	if (read && source == &audit->bank_source) {
		const json_t *bank = json_read(
		    command_arena(cl), bytes.data, bytes.length);

		for (int c = 0; c < audit->columns; c++)
			audit_items(command_arena(cl), bank, &audit->column[c]);
	}
	buffer_free(&bytes);
	return read;
}

/* What was asked for */

static bool
options_given(struct command_line *cl)
{
	static const char *const needed[] = { "model", "bank", "answers" };

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!option_given(cl, needed[i]))
			return tell(cl, "fair.needs", needed[i]);
	return true;
}

/* The names between the commas; without the option those of the model. */
static bool
groups_split(struct command_line *cl, const struct explore *explore,
    const char *groups[FAIR_COLUMNS])
{
	const char *at = option_text(cl, "groups");
	int count = 0;

	memset(groups, 0, FAIR_COLUMNS * sizeof *groups);
	for (int c = 0;
	     at == NULL && c < explore->columns && c < FAIR_COLUMNS - 1; c++)
		groups[count++] = explore->groups[c];
	while (at != NULL) {
		size_t length = strcspn(at, ",");

		/* The label and a NULL need their places too. */
		if (length == 0 || count == FAIR_COLUMNS - 1)
			return tell(cl, "fair.groups", "groups");
		groups[count++] = arena_bytes(command_arena(cl), at, length);
		at = at[length] == ',' ? at + length + 1 : NULL;
	}
	return count > 0 || tell(cl, "fair.groups", "groups");
}

static bool
columns_fit(struct command_line *cl, const struct match_data *people,
    struct audit *audit)
{
	audit->columns = people->answers.columns - 1;
	for (int c = 0; c < audit->columns; c++) {
		const struct answers_column *column =
		    &people->answers.column[1 + c];

		if (column->count > FAIR_GROUPS)
			return tell(cl, "fair.many", column->name);
		audit->column[c].name = column->name;
	}
	return people->data.people > 0 || tell(cl, "fair.nobody", "answers");
}

static bool
sources_take(struct command_line *cl, const struct match_data *people,
    struct audit *audit)
{
	source_name(&audit->answers_source, option_text(cl, "answers"));
	memcpy(audit->answers_source.sha256, people->answers.sha256, HASH_HEX);
	return source_take(
		   cl, option_text(cl, "model"), audit, &audit->model_source) &&
	    source_take(
		cl, option_text(cl, "bank"), audit, &audit->bank_source);
}

/* Output */

static bool
card_save(struct command_line *cl, const struct audit *audit)
{
	const char *path = option_text(cl, "card");
	struct buffer bytes = { 0 };
	bool saved;

	if (path == NULL)
		return true;
	card_write(command_arena(cl), command_lang(cl), audit, &bytes);
	saved = bytes_save(cl, path, &bytes);
	buffer_free(&bytes);
	return saved;
}

static bool
audit_save(struct command_line *cl, const struct audit *audit, bool passed)
{
	const char *path = option_text(cl, "out");
	struct buffer bytes = { 0 };
	bool saved;

	audit_write(&bytes, audit, passed);
	saved = path == NULL || bytes_save(cl, path, &bytes);
	saved = saved &&
	    fwrite(bytes.data, 1, bytes.length, stdout) == bytes.length;
	buffer_free(&bytes);
	return saved;
}

/* Each gate that failed, on standard error. */
static void
gates_tell(struct command_line *cl, const struct audit *audit)
{
	for (int g = 0; g < AUDIT_GATES; g++)
		if (!audit->gate[g].passed)
			complain(cl,
			    arena_printf(command_arena(cl), "fair.failed.%s",
				audit->gate[g].id),
			    NULL);
}

static int
audit_run(struct command_line *cl, const struct match_data *people,
    struct audit *audit)
{
	bool passed;

	if (!columns_fit(cl, people, audit) ||
	    !sources_take(cl, people, audit) ||
	    !audit_deal(cl, option_text(cl, "answers"), audit))
		return EXIT_FAILED;
	if (!audit_measure(command_arena(cl), people, audit)) {
		tell(cl, "fair.memory", "");
		return EXIT_FAILED;
	}
	passed = audit_judge(audit);
	gates_tell(cl, audit);
	if (!card_save(cl, audit) || !audit_save(cl, audit, passed))
		return EXIT_FAILED;
	return passed ? EXIT_DONE : EXIT_FAILED;
}

int
fair_audit_run(struct command_line *cl)
{
	struct arena *arena = command_arena(cl);
	struct model_file *model = arena_alloc(arena, sizeof *model);
	struct bank_file *bank = arena_alloc(arena, sizeof *bank);
	struct audit *audit = arena_alloc(arena, sizeof *audit);
	const char *groups[FAIR_COLUMNS], *label;
	struct match_data people;
	int status;

	if (!options_given(cl))
		return EXIT_MISUSED;
	if (!model_file_read(cl, option_text(cl, "model"), model) ||
	    !bank_file_read(cl, option_text(cl, "bank"), bank))
		return EXIT_FAILED;
	if (!groups_split(cl, &model->explore, groups))
		return EXIT_MISUSED;
	label = option_given(cl, "label") ? option_text(cl, "label")
					  : model->label;
	if (!match_data_read(
		cl, option_text(cl, "answers"), model, label, groups, &people))
		return EXIT_FAILED;
	audit->model = model;
	audit->bank = bank;
	status = audit_run(cl, &people, audit);
	match_data_free(&people);
	return status;
}
