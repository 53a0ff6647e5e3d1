/* The book of rules from catalog/rules: subjects, expressions, records. */
#include "plan/book.h"

#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"

enum { FIRST_YEAR = 2000, LAST_YEAR = 2100 };

const char *const measure_names[] = { "credits", "count", "after", "attendance",
	"achievement", NULL };
const char *const span_names[] = { "whole", "year", "semester", "slot",
	"subject", "offer", NULL };

static int
name_find(const char *const *names, const char *name)
{
	int i;

	for (i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

int
measure_find(const char *name)
{
	return name_find(measure_names, name);
}

int
span_find(const char *name)
{
	return name_find(span_names, name);
}

void
book_fault(struct book *book, const char *file, int64_t line, const char *id,
    const char *what)
{
	struct word words[] = { { "what", what }, { 0 } };

	if (++book->faults > BOOK_FAULTS)
		return;
	if (line > 0)
		fprintf(stderr, "%s:%lld: %s\n", file, (long long)line,
		    say_with(book->arena, book->lang, id, words));
	else
		fprintf(stderr, "%s: %s\n", file,
		    say_with(book->arena, book->lang, id, words));
}

int
book_subject_find(const struct book *book, const char *name)
{
	int i;

	for (i = 0; i < book->subject_count; i++)
		if (strcmp(book->subjects[i].name[LANG_KO], name) == 0)
			return i;
	return -1;
}

/* Expressions */

enum factor_kind { FACTOR_ALL, FACTOR_GROUP, FACTOR_CATEGORY, FACTOR_SUBJECT };

static const char *const factor_starts[] = {
	[FACTOR_ALL] = "all",
	[FACTOR_GROUP] = "group:",
	[FACTOR_CATEGORY] = "category:",
	[FACTOR_SUBJECT] = "subject:",
};

static bool
subject_matches(
    const struct book_subject *subject, enum factor_kind kind, const char *name)
{
	switch (kind) {
	case FACTOR_ALL: return *name == '\0';
	case FACTOR_GROUP: return strcmp(subject->group, name) == 0;
	case FACTOR_CATEGORY: return strcmp(subject->category, name) == 0;
	case FACTOR_SUBJECT: return strcmp(subject->name[LANG_KO], name) == 0;
	}
	return false;
}

/* Keeps those of the term that the factor holds for; false: it names nothing. */
static bool
factor_apply(const struct book *book, char *factor, bool *term)
{
	bool turned = *factor == '!', known = false;
	int kind, i;

	factor = text_trim(factor + turned);
	for (kind = FACTOR_SUBJECT; kind > FACTOR_ALL; kind--)
		if (text_starts(factor, factor_starts[kind]))
			break;
	if (!text_starts(factor, factor_starts[kind]))
		return false;
	factor += strlen(factor_starts[kind]);
	for (i = 0; i < book->subject_count; i++) {
		bool match = subject_matches(
		    &book->subjects[i], (enum factor_kind)kind, factor);

		known |= match;
		term[i] = term[i] && match != turned;
	}
	return known;
}

/* The text up to the mark, which is cut off; *rest: what follows or NULL. */
static char *
text_cut(char *text, char mark, char **rest)
{
	char *at = strchr(text, mark);

	*rest = at == NULL ? NULL : at + 1;
	if (at != NULL)
		*at = '\0';
	return text_trim(text);
}

static bool
term_apply(
    const struct book *book, char *term, bool *sum, bool *own, const char **bad)
{
	char *factor, *rest;
	int i;

	for (i = 0; i < book->subject_count; i++)
		own[i] = true;
	for (; term != NULL; term = rest) {
		factor = text_cut(term, '&', &rest);
		*bad = factor;
		if (!factor_apply(book, factor, own))
			return false;
	}
	for (i = 0; i < book->subject_count; i++)
		sum[i] |= own[i];
	return true;
}

bool
book_set(struct book *book, const char *expression, struct plan_set *set,
    const char **bad)
{
	size_t count = (size_t)book->subject_count;
	bool *sum = arena_array(book->arena, count, sizeof *sum);
	bool *own = arena_array(book->arena, count, sizeof *own);
	int *list = arena_array(book->arena, count, sizeof *list), i;
	char *text = arena_text(book->arena, expression), *rest;

	*set = (struct plan_set){ list, 0 };
	for (; text != NULL; text = rest) {
		char *term = text_cut(text, ';', &rest);

		if (!term_apply(book, term, sum, own, bad))
			return false;
	}
	for (i = 0; i < book->subject_count; i++)
		if (sum[i])
			list[set->count++] = i;
	return true;
}

/* Files */

enum { SUBJECT_COLUMNS = 4 };

static const char *const subject_columns[SUBJECT_COLUMNS] = { "name_ko",
	"name_en", "group", "category" };

enum rule_column {
	RULE_ID,
	RULE_MEASURE,
	RULE_SPAN,
	RULE_SET,
	RULE_FIRST,
	RULE_LEAST,
	RULE_MOST,
	RULE_ENTRY_FROM,
	RULE_ENTRY_TO,
	RULE_YEAR_FROM,
	RULE_YEAR_TO,
	RULE_SOURCE,
	RULE_CHECKED,
	RULE_TEXT_KO,
	RULE_TEXT_EN,
	RULE_COLUMNS
};

static const char *const rule_columns[RULE_COLUMNS] = { "id", "measure", "span",
	"set", "first", "least", "most", "entry_from", "entry_to", "year_from",
	"year_to", "source", "checked", "text_ko", "text_en" };

/* A row of a file that is being read. */
struct row {
	struct book *book;
	const char *file;
	struct csv *csv;
	int columns[RULE_COLUMNS];
};

static const char *
row_cell(const struct row *row, int column)
{
	const char *cell = csv_field(row->csv, (size_t)row->columns[column]);

	return text_trim(arena_text(row->book->arena, cell));
}

static void
row_fault(const struct row *row, const char *id, const char *what)
{
	book_fault(row->book, row->file, csv_line(row->csv), id, what);
}

static void
subject_row(const struct row *row)
{
	struct book *book = row->book;
	struct book_subject subject = { { row_cell(row, 0), row_cell(row, 1) },
		row_cell(row, 2), row_cell(row, 3) };

	if (*subject.name[LANG_KO] == '\0' || *subject.group == '\0')
		row_fault(row, "plan.fault.empty", "name_ko, group");
	else if (book_subject_find(book, subject.name[LANG_KO]) >= 0)
		row_fault(row, "plan.fault.twice", subject.name[LANG_KO]);
	else if (book->subject_count >= BOOK_SUBJECTS)
		row_fault(row, "plan.fault.many", subject.name[LANG_KO]);
	else
		book->subjects[book->subject_count++] = subject;
}

/* "8", "2/3" or nothing. */
static bool
fraction_read(const char *text, struct arena *arena, struct fraction *fraction)
{
	char *under, *over = text_cut(arena_text(arena, text), '/', &under);
	int64_t top, bottom = 1;

	*fraction = (struct fraction){ 0 };
	if (*text == '\0')
		return true;
	if (!text_to_int(over, 0, PLAN_NUMBER_MOST, &top) ||
	    (under != NULL &&
		!text_to_int(under, 1, PLAN_NUMBER_MOST, &bottom)))
		return false;
	*fraction = (struct fraction){ (int)top, (int)bottom };
	return true;
}

static void
bound_read(const struct row *row, int column, struct fraction *bound)
{
	const char *cell = row_cell(row, column);

	if (!fraction_read(cell, row->book->arena, bound))
		row_fault(row, "plan.fault.number", cell);
}

static void
year_read(const struct row *row, int column, int otherwise, int *year)
{
	const char *cell = row_cell(row, column);
	int64_t value = otherwise;

	if (*cell != '\0' && !text_to_int(cell, FIRST_YEAR, LAST_YEAR, &value))
		row_fault(row, "plan.fault.year", cell);
	*year = (int)value;
}

static void
set_read(const struct row *row, int column, struct plan_set *set)
{
	const char *cell = row_cell(row, column), *bad = cell;

	if (*cell != '\0' && !book_set(row->book, cell, set, &bad))
		row_fault(row, "plan.fault.set", bad);
}

static bool
rule_known(const struct book *book, const char *id)
{
	int i;

	for (i = 0; i < book->rule_count; i++)
		if (strcmp(book->rules[i].id, id) == 0)
			return true;
	return false;
}

/* What the kinds of rules need. */
static void
rule_judge(const struct row *row, const struct book_rule *rule)
{
	bool after = rule->measure == BOOK_AFTER;
	bool record = rule->measure > BOOK_AFTER;

	if (*rule->id == '\0' || rule->text[LANG_KO][0] == '\0' ||
	    rule->text[LANG_EN][0] == '\0')
		row_fault(row, "plan.fault.empty", "id, text_ko, text_en");
	if (rule_known(row->book, rule->id))
		row_fault(row, "plan.fault.twice", rule->id);
	if (rule->set.count == 0)
		row_fault(row, "plan.fault.empty", "set");
	if (after != (rule->first.count > 0))
		row_fault(row, "plan.fault.first", rule->id);
	if (rule->least.under == 0 && rule->most.under == 0)
		row_fault(row, "plan.fault.bounds", rule->id);
	if (!record && (rule->least.under > 1 || rule->most.under > 1))
		row_fault(row, "plan.fault.number", rule->id);
	if (rule->least.under == 1 && rule->most.under == 1 &&
	    rule->least.over > rule->most.over)
		row_fault(row, "plan.fault.bounds", rule->id);
	if (rule->entry_from > rule->entry_to ||
	    rule->year_from > rule->year_to)
		row_fault(row, "plan.fault.years", rule->id);
}

static void
rule_kind_read(const struct row *row, struct book_rule *rule)
{
	const char *measure_text = row_cell(row, RULE_MEASURE);
	const char *span_text = row_cell(row, RULE_SPAN);
	int measure = measure_find(measure_text);
	int span = *span_text == '\0' ? PLAN_WHOLE : span_find(span_text);

	if (measure < 0)
		row_fault(row, "plan.fault.measure", measure_text);
	if (span < 0)
		row_fault(row, "plan.fault.span", span_text);
	rule->measure = measure < 0 ? BOOK_COUNT : (enum book_measure)measure;
	rule->span = span < 0 ? PLAN_WHOLE : (enum plan_span)span;
}

static void
rule_row(const struct row *row)
{
	struct book *book = row->book;
	int before = book->faults;
	struct book_rule rule = {
		.id = row_cell(row, RULE_ID),
		.text = { row_cell(row, RULE_TEXT_KO),
		    row_cell(row, RULE_TEXT_EN) },
		.origin = FROM_LAW,
		.semesters = PLAN_EVER,
		.source = row_cell(row, RULE_SOURCE),
		.checked = row_cell(row, RULE_CHECKED),
	};

	rule_kind_read(row, &rule);
	set_read(row, RULE_SET, &rule.set);
	set_read(row, RULE_FIRST, &rule.first);
	bound_read(row, RULE_LEAST, &rule.least);
	bound_read(row, RULE_MOST, &rule.most);
	year_read(row, RULE_ENTRY_FROM, FIRST_YEAR, &rule.entry_from);
	year_read(row, RULE_ENTRY_TO, LAST_YEAR, &rule.entry_to);
	year_read(row, RULE_YEAR_FROM, FIRST_YEAR, &rule.year_from);
	year_read(row, RULE_YEAR_TO, LAST_YEAR, &rule.year_to);
	if (book->faults == before)
		rule_judge(row, &rule);
	if (book->rule_count >= BOOK_RULES)
		row_fault(row, "plan.fault.many", rule.id);
	else if (book->faults == before)
		book->rules[book->rule_count++] = rule;
}

static bool
head_read(struct row *row, const char *const *names, size_t count)
{
	size_t i;

	if (!csv_head(row->csv, names, count, row->columns)) {
		book_fault(row->book, row->file, 1, "plan.fault.head", "");
		return false;
	}
	for (i = 0; i < count; i++)
		if (row->columns[i] < 0) {
			book_fault(row->book, row->file, 1, "plan.fault.head",
			    names[i]);
			return false;
		}
	return true;
}

static void
sheet_read(struct book *book, const char *path, const char *const *names,
    size_t count, void (*take)(const struct row *row))
{
	struct row row = { .book = book, .file = path };
	enum csv_result result = CSV_END;

	row.csv = csv_open_file(path, ',');
	if (row.csv == NULL) {
		book_fault(book, path, 0, "plan.fault.open", "");
		return;
	}
	if (head_read(&row, names, count))
		while ((result = csv_next(row.csv)) == CSV_ROW ||
		    result == CSV_BAD) {
			if (result == CSV_BAD)
				row_fault(&row, csv_problem(row.csv), "");
			else
				take(&row);
		}
	if (result == CSV_LOST)
		book_fault(book, path, 0, "plan.fault.open", "");
	csv_close(row.csv);
}

struct book *
rulebook_read(struct arena *arena, enum lang lang, const char *dir,
    const char *subjects_csv)
{
	struct book *book = arena_alloc(arena, sizeof *book);

	book->arena = arena;
	book->lang = lang;
	book->semester_count = 6;
	book->subjects = arena_array(
	    arena, BOOK_SUBJECTS, sizeof *book->subjects);
	book->rules = arena_array(arena, BOOK_RULES, sizeof *book->rules);
	book->offers = arena_array(arena, BOOK_OFFERS, sizeof *book->offers);
	book->slots = arena_array(arena, 1000, sizeof *book->slots);
	sheet_read(
	    book, subjects_csv, subject_columns, SUBJECT_COLUMNS, subject_row);
	sheet_read(book, arena_printf(arena, "%s/subjects.csv", dir),
	    subject_columns, SUBJECT_COLUMNS, subject_row);
	sheet_read(book, arena_printf(arena, "%s/rules.csv", dir), rule_columns,
	    RULE_COLUMNS, rule_row);
	return book;
}
