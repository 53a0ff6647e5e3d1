/* Looking around: lists of fields, majors and occupations, and one of each. */
#include "base/text.h"
#include "catalog/find.h"
#include "catalog/routes.h"

enum { PAGE_ROWS = 30 };

/* Answers */

/* NULL: 503 was answered. */
static const struct catalogue *
catalogue_of(struct request *rq)
{
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);

	if (catalogue == NULL)
		answer_error(rq, 503, "catalog.unreadable", NULL);
	return catalogue;
}

/* The row of a path's id; -1: 404 was answered. */
static int
row_of(struct request *rq, int row)
{
	if (row < 0)
		answer_error(rq, 404, "catalog.unknown", NULL);
	return row;
}

static void
put_link(
    struct writer *writer, const char *name, const char *id, const char *text)
{
	put_object(writer, name);
	put_text(writer, "id", id);
	put_text(writer, "name", text);
	put_object_end(writer);
}

static void
put_field(struct writer *writer, const char *name,
    const struct catalogue *catalogue, int row, enum lang lang)
{
	const struct field_entry *field = &catalogue->fields[row];

	put_link(writer, name, field->id, field->name.text[lang]);
}

static void
put_entries(struct request *rq, struct writer *writer, const char *name,
    const struct catalogue *catalogue, enum entry_kind kind, struct links links)
{
	int i;

	put_list(writer, name);
	for (i = 0; i < links.count; i++) {
		struct entry entry = entry_get(catalogue, kind, links.list[i]);

		put_link(writer, NULL, entry.id, entry.name->text[rq->lang]);
	}
	put_list_end(writer);
}

/* A subject's Korean name is its id. */
static void
put_subjects(struct request *rq, struct writer *writer,
    const struct catalogue *catalogue, struct links links)
{
	int i;

	put_list(writer, "subjects");
	for (i = 0; i < links.count; i++) {
		const struct subject *subject =
		    &catalogue->subjects[links.list[i]];

		put_link(writer, NULL, subject->name.text[LANG_KO],
		    subject->name.text[rq->lang]);
	}
	put_list_end(writer);
}

static void
put_letters(struct writer *writer, const double letters[static LETTERS])
{
	int i;

	put_list(writer, "letters");
	for (i = 0; i < LETTERS; i++) {
		put_object(writer, NULL);
		put_text(writer, "letter", letter_names[i]);
		put_real(writer, "value", letters[i], 2);
		put_object_end(writer);
	}
	put_list_end(writer);
}

static void
put_named(struct request *rq, struct writer *writer, const char *id,
    const struct text2 *name, const struct text2 *about)
{
	put_text(writer, "id", id);
	put_text(writer, "name", name->text[rq->lang]);
	put_text(writer, "about", about->text[rq->lang]);
}

static void
put_row(struct request *rq, struct writer *writer, const char *id,
    const struct text2 *name, const struct text2 *about, const char *field)
{
	put_object(writer, NULL);
	put_named(rq, writer, id, name, about);
	put_text(writer, "field", field);
	put_object_end(writer);
}

/* Fields */

void
fields_list(struct request *rq)
{
	const struct catalogue *catalogue = catalogue_of(rq);
	struct writer *writer;
	int i;

	if (catalogue == NULL)
		return;
	writer = answer(rq);
	put_list(writer, "fields");
	for (i = 0; i < catalogue->field_count; i++) {
		const struct field_entry *field = &catalogue->fields[i];

		put_row(rq, writer, field->id, &field->name, &field->about,
		    field->id);
	}
	put_list_end(writer);
}

void
field_show(struct request *rq)
{
	const struct catalogue *catalogue = catalogue_of(rq);
	const struct field_entry *field;
	struct writer *writer;
	int row;

	if (catalogue == NULL)
		return;
	row = row_of(rq, catalog_field(catalogue, path_text(rq, "field")));
	if (row < 0)
		return;
	field = &catalogue->fields[row];
	writer = answer(rq);
	put_named(rq, writer, field->id, &field->name, &field->about);
	put_entries(
	    rq, writer, "majors", catalogue, ENTRY_MAJOR, field->majors);
	put_entries(rq, writer, "occupations", catalogue, ENTRY_OCCUPATION,
	    field->occupations);
}

/* Experiences */

static void
put_experience(struct request *rq, struct writer *writer,
    const struct experience *experience)
{
	put_object(writer, NULL);
	put_named(
	    rq, writer, experience->id, &experience->name, &experience->about);
	if (experience->pupils_per_adult > 0)
		put_int(
		    writer, "pupils_per_adult", experience->pupils_per_adult);
	put_object_end(writer);
}

static void
put_standard(
    struct request *rq, struct writer *writer, const struct standard *standard)
{
	put_object(writer, NULL);
	put_text(writer, "code", standard->code);
	put_text(writer, "text", standard->text.text[rq->lang]);
	put_object_end(writer);
}

void
experiences_list(struct request *rq)
{
	const struct catalogue *catalogue = catalogue_of(rq);
	struct writer *writer;
	int i;

	if (catalogue == NULL)
		return;
	writer = answer(rq);
	put_list(writer, "kinds");
	for (i = 0; i < catalogue->experience_count; i++)
		put_experience(rq, writer, &catalogue->experiences[i]);
	put_list_end(writer);
	put_list(writer, "standards");
	for (i = 0; i < catalogue->standard_count; i++)
		put_standard(rq, writer, &catalogue->standards[i]);
	put_list_end(writer);
}

/* Lists */

/* False: a field that is not known was answered. */
static bool
finding_take(struct request *rq, const struct catalogue *catalogue,
    struct finding *finding)
{
	const char *letter = query_text(rq, "letter");

	finding->lang = rq->lang;
	finding->words = query_text(rq, "q");
	finding->field = finding->letter = -1;
	while (
	    letter != NULL && !text_is(letter_names[++finding->letter], letter))
		;
	if (query_given(rq, "field")) {
		finding->field = catalog_field(
		    catalogue, query_text(rq, "field"));
		if (finding->field < 0)
			answer_field(rq, "field", "catalog.field", NULL);
	}
	return !answered(rq);
}

static void
put_page(struct request *rq, const struct catalogue *catalogue,
    const struct entry *found, int total)
{
	struct writer *writer = answer(rq);
	int page = query_given(rq, "page") ? (int)query_int(rq, "page") : 1;
	int i;

	put_list(writer, "entries");
	for (i = (page - 1) * PAGE_ROWS; i < total && i < page * PAGE_ROWS; i++)
		put_row(rq, writer, found[i].id, found[i].name, found[i].about,
		    catalogue->fields[found[i].fields.list[0]].id);
	put_list_end(writer);
	put_int(writer, "total", total);
	put_int(writer, "page", page);
	put_int(writer, "pages", (total + PAGE_ROWS - 1) / PAGE_ROWS);
}

static void
entries_answer(struct request *rq, enum entry_kind kind)
{
	const struct catalogue *catalogue = catalogue_of(rq);
	struct finding finding = { .kind = kind };
	struct entry *found;
	int total;

	if (catalogue == NULL || !finding_take(rq, catalogue, &finding))
		return;
	total = entries_find(catalogue, rq->arena, &finding, &found);
	put_page(rq, catalogue, found, total);
}

void
majors_find(struct request *rq)
{
	entries_answer(rq, ENTRY_MAJOR);
}

void
occupations_find(struct request *rq)
{
	entries_answer(rq, ENTRY_OCCUPATION);
}

/* One of each */

void
major_show(struct request *rq)
{
	const struct catalogue *catalogue = catalogue_of(rq);
	const struct major *major;
	struct writer *writer;
	int row;

	if (catalogue == NULL)
		return;
	row = row_of(rq, catalog_major(catalogue, path_text(rq, "major")));
	if (row < 0)
		return;
	major = &catalogue->majors[row];
	writer = answer(rq);
	put_named(rq, writer, major->id, &major->name, &major->about);
	put_field(writer, "field", catalogue, major->field, rq->lang);
	put_subjects(rq, writer, catalogue, major->subjects);
	put_entries(rq, writer, "occupations", catalogue, ENTRY_OCCUPATION,
	    major->occupations);
	put_letters(writer, major->letters);
}

static void
put_source(struct writer *writer, const struct occupation *occupation)
{
	put_int(writer, "job_zone", occupation->job_zone);
	put_text(writer, "source", occupation->from_onet ? "onet" : "own");
	if (occupation->from_onet)
		put_text(writer, "onet", occupation->onet);
}

void
occupation_show(struct request *rq)
{
	const struct catalogue *catalogue = catalogue_of(rq);
	const struct occupation *occupation;
	struct writer *writer;
	int row, i;

	if (catalogue == NULL)
		return;
	row = row_of(
	    rq, catalog_occupation(catalogue, path_text(rq, "occupation")));
	if (row < 0)
		return;
	occupation = &catalogue->occupations[row];
	writer = answer(rq);
	put_named(
	    rq, writer, occupation->id, &occupation->name, &occupation->about);
	put_list(writer, "fields");
	for (i = 0; i < occupation->fields.count; i++)
		put_field(writer, NULL, catalogue, occupation->fields.list[i],
		    rq->lang);
	put_list_end(writer);
	put_entries(
	    rq, writer, "majors", catalogue, ENTRY_MAJOR, occupation->majors);
	put_subjects(rq, writer, catalogue, occupation->subjects);
	put_entries(rq, writer, "related", catalogue, ENTRY_OCCUPATION,
	    catalog_near(occupation));
	put_letters(writer, occupation->letters);
	put_source(writer, occupation);
}
