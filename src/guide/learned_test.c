/*
 * Suggestions that rest on a published model: published only with its passed
 * audit, the newest one used, the two lists, exact reasons, old ones to the byte
 * again; no fact of a pupil but the answers counts. Over SQLite, then over the
 * server of GILJABI_TEST_POSTGRES if there is one.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "guide/sheet.h"
#include "guide/suggest.h"
#include "ledger/ledger.h"
#include "model/model_file.h"
#include "model/published.h"
#include "module.h"
#include "people/test_town.h"

enum { MEMORY = 256 << 20, LABELS = 4, PEOPLE = 40, GRADE = 11 };

static const struct module *const rooms[] = { &http_module, &ledger_module,
	&catalog_module, &people_module, &model_module, &guide_module, NULL };

struct scene {
	struct bed *bed;
	struct town town;
	struct arena *arena;
	struct db *db; /* while something is read */
	const struct catalogue *catalogue;
	const struct bank_entry *bank;
};

static void
scene_open(struct scene *scene, void **state)
{
	*scene = (struct scene){ .bed = *state, .arena = arena_new(MEMORY) };
	town_make(scene->bed, &scene->town);
	assert_true(store_migrate(scene->bed->store, rooms));
	scene->db = store_read(scene->bed->store);
	scene->catalogue = catalog_hold(scene->db, scene->arena);
	assert_true(store_read_end(scene->db));
	assert_non_null(scene->catalogue);
	scene->bank = catalog_bank_for(scene->catalogue, STAGE_HIGH);
}

static void
scene_close(struct scene *scene)
{
	arena_free(scene->arena);
}

/* A model of the bank's items, and its audit */

static void
items_fill(const struct scene *scene, struct model_file *file)
{
	struct features *features = &file->features;

	features->items = scene->bank->count;
	for (int i = 0; i < features->items; i++) {
		file->ids[i] = scene->bank->items[i].id;
		features->scale[i] = scene->bank->items[i].letter;
		features->first[i] = 3;
		features->second[i] = 10;
	}
	file->model.features = features_count(features);
}

/* To the figures that a file has. */
static double *
numbers_make(struct scene *scene, int count, double turn)
{
	double *numbers = arena_array(
	    scene->arena, (size_t)count, sizeof *numbers);

	for (int i = 0; i < count; i++)
		numbers[i] = rint(sin(i * turn + 1) * 2e8) / 1e9;
	return numbers;
}

static void
explore_fill(struct scene *scene, struct model_file *file)
{
	struct explore *explore = &file->explore;
	struct fair_path *path = &explore->path;

	*explore = (struct explore){ 1, { "gender" }, 3, 0.8,
		{ .features = file->model.features,
		    .classes = LABELS,
		    .directions = 1,
		    .points = 2,
		    .chosen = 1 } };
	path->direction = numbers_make(scene, file->model.features, 0.7);
	for (int p = 0; p < 2; p++)
		path->point[p] = (struct fair_point){ 0.8 * p,
			numbers_make(scene, LABELS * 2, 3.0 * p) };
	memset(path->point[0].shifts, 0, LABELS * 2 * sizeof(double));
	for (int i = 0; i < LABELS * 2; i++)
		path->point[1].shifts[i] *= 5;
}

/* Models of different turns are different. */
static const char *
model_text(struct scene *scene, double turn)
{
	struct model_file *file = arena_alloc(scene->arena, sizeof *file);
	struct buffer bytes = { 0 };
	const char *text;

	*file = (struct model_file){ .label = "field",
		.classes = { "computer-engineering", "law", "nobody knows",
		    "nursing" },
		.people = 1234 };
	items_fill(scene, file);
	file->model.classes = LABELS;
	file->model.weights = numbers_make(
	    scene, LABELS * file->model.features, turn);
	file->model.bases = numbers_make(scene, LABELS, turn);
	file->model.temperature = 1.25;
	memset(file->sha256, 'a', HASH_HEX - 1);
	explore_fill(scene, file);
	model_file_write(&bytes, file);
	assert_false(bytes.failed);
	text = arena_text(scene->arena, bytes.data);
	buffer_free(&bytes);
	return text;
}

static const char *
audit_text(struct scene *scene, const char *of, const char *file, bool passed)
{
	char hash[HASH_HEX];

	sha256_hex(file, strlen(file), hash);
	return arena_printf(scene->arena,
	    "{\"format\":\"giljabi-audit-1\",\"passed\":%s,"
	    "\"%s\":{\"sha256\":\"%s\"}}",
	    passed ? "true" : "false", of, hash);
}

struct publishing {
	struct scene *scene;
	struct publication publication;
	const char *id, *problem, *what;
};

static bool
publish_do(struct db *db, void *with)
{
	struct publishing *one = with;

	one->id = published_add(db, one->scene->arena, clock_now(), NULL,
	    one->scene->catalogue, &one->publication, &one->problem,
	    &one->what);
	return one->id != NULL;
}

static const char *
publish(struct scene *scene, double turn)
{
	const char *file = model_text(scene, turn);
	struct publishing one = { .scene = scene,
		.publication = { scene->bank->name, file,
		    audit_text(scene, "model", file, true) } };

	assert_int_equal(
	    store_write(scene->bed->store, publish_do, &one), WRITE_DONE);
	return one.id;
}

static bool
retire_do(struct db *db, void *with)
{
	struct publishing *one = with;

	return published_retire(
	    db, one->scene->arena, clock_now(), NULL, one->id);
}

static void
retire(struct scene *scene, const char *id)
{
	struct publishing one = { .scene = scene, .id = id };

	assert_int_equal(
	    store_write(scene->bed->store, retire_do, &one), WRITE_DONE);
}

static int64_t
published_count(struct scene *scene)
{
	return look(scene->bed, "SELECT COUNT(*) FROM fitted", NO_ARGS);
}

static const char *
with_text(
    struct scene *scene, const char *text, const char *was, const char *now)
{
	const char *at = strstr(text, was);

	assert_non_null(at);
	return arena_printf(scene->arena, "%.*s%s%s", (int)(at - text), text,
	    now, at + strlen(was));
}

static void
only_with_its_passed_audit(void **state)
{
	struct scene scene;

	scene_open(&scene, state);
	const char *model = model_text(&scene, 1);
	const char *audit = audit_text(&scene, "model", model, true);
	const char *strange = with_text(
	    &scene, model, scene.bank->items[3].id, "QQ");
	const char *turned = with_text(
	    &scene, model, "\"letter\":\"R\"", "\"letter\":\"\"");
	const char *unknown = with_text(&scene, model,
	    "\"computer-engineering\",\"law\",\"nobody knows\",\"nursing\"",
	    "\"a\",\"b\",\"c\",\"d\"");
	const struct {
		const char *name, *file, *audit, *problem;
	} rows[] = {
		{ "nothing", model, audit, "model.no_base" },
		{ "middle", "{", audit, "published.file" },
		{ "middle", "{\"format\":\"x\"}", audit, "published.file" },
		{ "middle", with_text(&scene, model, "\"means\":", "\"m\":"),
		    audit, "model.file" },
		{ "middle", strange, audit, "model.items" },
		{ "middle", turned, audit, "model.items" },
		{ "elementary", model, audit, "model.items" },
		{ "middle", unknown, audit, "model.labels" },
		{ "middle", model, "{}", "model.audit" },
		{ "middle", model, "", "model.audit" },
		{ "middle", model, audit_text(&scene, "model", model, false),
		    "model.audit_failed" },
		{ "middle", model, audit_text(&scene, "model", "x", true),
		    "model.audit_other" },
		/* of a bank with these very bytes */
		{ "middle", model, audit_text(&scene, "bank", model, true),
		    "model.audit_other" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct publishing one = { .scene = &scene,
			.publication = {
			    rows[i].name, rows[i].file, rows[i].audit } };

		assert_int_equal(
		    store_write(scene.bed->store, publish_do, &one),
		    WRITE_UNDONE);
		if (!text_is(one.problem, rows[i].problem))
			fail_msg("row %zu: %s", i, one.problem);
	}
	assert_int_equal(published_count(&scene), 0);
	assert_string_equal(publish(&scene, 1), "middle-model-1");
	scene_close(&scene);
}

/* Whatever statement fails, there is the whole of it or nothing. */
static void
publishing_is_whole_or_not_at_all(void **state)
{
	struct scene scene;
	enum write_result result = WRITE_FAILED;

	scene_open(&scene, state);
	const char *file = model_text(&scene, 1);
	struct publishing one = { .scene = &scene,
		.publication = {
		    "middle", file, audit_text(&scene, "model", file, true) } };
	log_catch();
	for (size_t at = 1; at < 50 && result != WRITE_DONE; at++) {
		assert_int_equal(published_count(&scene), 0);
		assert_int_equal(look(scene.bed,
				     "SELECT COUNT(*) FROM ledger "
				     "WHERE kind = 'model.published'",
				     NO_ARGS),
		    0);
		store_fail_at(at);
		result = store_write(scene.bed->store, publish_do, &one);
		store_fail_at(0);
		assert_true(at > 1 || result != WRITE_DONE);
	}
	log_caught();
	assert_int_equal(result, WRITE_DONE);
	assert_int_equal(published_count(&scene), 1);
	scene_close(&scene);
}

/* Suggesting */

static void
answers_make(const struct scene *scene, unsigned person, char *answers)
{
	unsigned chance = person * 2654435761u + 12345;

	for (int i = 0; i < scene->bank->count; i++) {
		chance = chance * 1664525 + 1013904223;
		answers[i] = (char)('0' + (chance >> 24) % 6);
	}
	answers[scene->bank->count] = '\0';
}

static struct sheet
sheet_make(struct scene *scene, unsigned person, int grade)
{
	char *answers = arena_alloc(scene->arena, INTEREST_ITEMS + 1);

	answers_make(scene, person, answers);
	return (struct sheet){ .bank = scene->bank->id,
		.answers = answers,
		.grade = grade,
		.finished = clock_now() };
}

static const char *
kept_text(struct scene *scene, const struct suggested *suggested)
{
	struct buffer out = { 0 };
	struct writer writer = { .out = &out };
	const char *kept;

	put_object(&writer, NULL);
	suggested_write(&writer, suggested);
	put_object_end(&writer);
	assert_false(out.failed);
	kept = arena_text(scene->arena, out.data);
	buffer_free(&out);
	return kept;
}

/* With the newest model, or (again) with that one. */
static const char *
suggest_text(struct scene *scene, const struct sheet *sheet,
    enum model_list list, const char *again, struct suggested *out)
{
	struct db *db = store_read(scene->bed->store);
	struct suggestion_input input;
	bool found = again != NULL ? sheet_input_again(db, scene->arena,
					 scene->catalogue, sheet, again, &input)
				   : sheet_input(db, scene->arena,
					 scene->catalogue, sheet, true, &input);

	assert_true(found);
	input.list = list;
	suggest(scene->arena, &input, out);
	assert_true(store_read_end(db));
	return kept_text(scene, out);
}

static void
the_newest_model_suggests(void **state)
{
	struct scene scene;
	struct suggested out;

	scene_open(&scene, state);
	struct sheet high = sheet_make(&scene, 1, GRADE);
	struct sheet child = sheet_make(&scene, 1, 6);
	const char *alone = suggest_text(
	    &scene, &high, MODEL_EXPLORE, NULL, &out);
	assert_string_equal(out.model, SUGGEST_ALONE);
	assert_string_equal(out.list, "only");
	publish(&scene, 1);
	const char *first = suggest_text(
	    &scene, &high, MODEL_EXPLORE, NULL, &out);
	assert_string_equal(out.model, "middle-model-1");
	assert_string_equal(out.list, "explore");
	assert_string_not_equal(first, alone);
	publish(&scene, 2);
	assert_string_not_equal(
	    suggest_text(&scene, &high, MODEL_EXPLORE, NULL, &out), first);
	assert_string_equal(out.model, "middle-model-2");
	/* children's things to try are the catalogue's */
	suggest_text(&scene, &child, MODEL_EXPLORE, NULL, &out);
	assert_string_equal(out.model, SUGGEST_ALONE);
	retire(&scene, "middle-model-2");
	assert_string_equal(
	    suggest_text(&scene, &high, MODEL_EXPLORE, NULL, &out), first);
	retire(&scene, "middle-model-1");
	assert_string_equal(
	    suggest_text(&scene, &high, MODEL_EXPLORE, NULL, &out), alone);
	scene_close(&scene);
}

static void
old_suggestions_come_out_again(void **state)
{
	struct scene scene;
	struct suggested out;
	const char *before[PEOPLE][MODEL_LISTS];

	scene_open(&scene, state);
	const char *first = publish(&scene, 1);
	for (unsigned p = 0; p < PEOPLE; p++)
		for (int list = 0; list < MODEL_LISTS; list++) {
			struct sheet sheet = sheet_make(
			    &scene, p, p % 2 ? GRADE : 8);

			before[p][list] = suggest_text(
			    &scene, &sheet, (enum model_list)list, NULL, &out);
			assert_string_equal(out.model, first);
			assert_string_equal(out.list, model_list_names[list]);
		}
	publish(&scene, 2);
	retire(&scene, first);
	for (unsigned p = 0; p < PEOPLE; p++)
		for (int list = 0; list < MODEL_LISTS; list++) {
			struct sheet sheet = sheet_make(
			    &scene, p, p % 2 ? GRADE : 8);

			assert_string_equal(
			    suggest_text(&scene, &sheet, (enum model_list)list,
				first, &out),
			    before[p][list]);
		}
	scene_close(&scene);
}

static void
item_check(const struct suggestion *item, int *apart)
{
	double sum = item->base;

	for (int l = 0; l < LETTERS; l++)
		sum += item->terms[l];
	assert_true(fabs(sum - item->score) < 1e-9);
	assert_true(item->steady >= 0 && item->steady <= 1);
	assert_true(item->probability > 0 && item->probability <= 1);
	*apart += item->base != 0;
}

/* The reasons add up; the list spreads at a price; the two lists differ. */
static void
reasons_add_up(void **state)
{
	struct scene scene;
	struct suggested out;
	int moved = 0, differ = 0, priced = 0;

	scene_open(&scene, state);
	publish(&scene, 1);
	for (unsigned p = 0; p < PEOPLE; p++) {
		struct sheet sheet = sheet_make(&scene, p, p % 2 ? GRADE : 8);
		const char *own = suggest_text(
		    &scene, &sheet, MODEL_OWN, NULL, &out);

		for (int i = 0; i < out.count; i++) {
			struct suggestion_list *list = &out.lists[i];

			assert_true(list->loss >= 0 && list->loss < 1);
			priced += list->loss > 0;
			for (int k = 0; k < list->count; k++)
				if (list->items[k].ranked)
					item_check(&list->items[k], &moved);
		}
		differ += strcmp(own,
			      suggest_text(&scene, &sheet, MODEL_EXPLORE, NULL,
				  &out)) != 0;
	}
	assert_true(moved > PEOPLE);
	assert_true(priced > 0);
	assert_int_equal(differ, PEOPLE);
	scene_close(&scene);
}

/* Drafts before and after everything else about the pupil has changed. */

struct drafting {
	struct scene *scene;
	int64_t brief;
	unsigned facts;
};

static bool
draft_do(struct db *db, void *with)
{
	struct drafting *draft = with;
	struct scene *scene = draft->scene;
	struct sheet sheet = sheet_make(scene, 7, GRADE);
	struct pupil pupil;

	if (!pupil_load(db, scene->arena, scene->town.pupils[0], &pupil))
		return false;
	vault_groups_set(db, pupil.id, draft->facts);
	vault_needs_set(db, pupil.id, draft->facts);
	if (draft->facts != 0)
		db_do(db, "UPDATE pupil SET birth = '2001-02-03' WHERE id = ?",
		    ARGS(ID(pupil.id)));
	pupil.grade = GRADE;
	if (draft->facts == 0)
		sheet_add(db, sheet.finished, &pupil, scene->bank,
		    sheet.answers, "", sheet.finished);
	draft->brief = brief_draft(db, scene->arena, clock_now(), &pupil);
	return draft->brief != 0;
}

static const char *
drafted(struct scene *scene, unsigned facts)
{
	struct drafting draft = { scene, 0, facts };
	struct db *db;
	const char *text;

	assert_int_equal(
	    store_write(scene->bed->store, draft_do, &draft), WRITE_DONE);
	db = store_read(scene->bed->store);
	text = db_text(db, scene->arena,
	    "SELECT suggested FROM brief WHERE id = ?", ARGS(ID(draft.brief)));
	assert_true(store_read_end(db));
	if (strstr(text, "\"model\":\"middle-model-1\"") == NULL)
		fail_msg("%.300s", text);
	return text;
}

static void
nothing_but_answers_counts(void **state)
{
	struct scene scene;

	scene_open(&scene, state);
	publish(&scene, 1);
	const char *before = drafted(&scene, 0);
	assert_string_equal(drafted(&scene, 3), before);
	/* and each row of the ledger says what it was made with */
	assert_int_equal(look(scene.bed,
			     "SELECT COUNT(*) FROM ledger WHERE "
			     "kind = 'brief.suggested' AND detail LIKE "
			     "'%\"bank\":\"middle-1\",\"model\":"
			     "\"middle-model-1\",\"catalogue\":%'",
			     NO_ARGS),
	    2);
	scene_close(&scene);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(BOTH, only_with_its_passed_audit),
		CASE(BOTH, publishing_is_whole_or_not_at_all),
		CASE(BOTH, the_newest_model_suggests),
		CASE(BOTH, old_suggestions_come_out_again),
		CASE(BOTH, reasons_add_up),
		CASE(BOTH, nothing_but_answers_counts),
	};

	return cases_run(cases, COUNT(cases));
}
