/*
 * The gates, one finding at a time; what the bank says of its items; and the
 * whole audit of a small made-up world, where the planted unfairness is found.
 */
#include "model/audit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "base/text.h"
#include "model/card.h"

enum { MEMORY = 64 << 20, CLASSES = 2, PEOPLE = 1200 };

/* An audit that passes every gate, of one column with two groups. */
struct passing {
	struct model_file model;
	struct fair_exposure exposure[CLASSES];
	struct audit_roc roc;
	struct audit audit;
};

static void
passing_make(struct passing *passing)
{
	struct audit *audit = &passing->audit;
	struct audit_column *column = &audit->column[0];

	*passing = (struct passing){ .model.model.classes = CLASSES };
	audit->model = &passing->model;
	audit->floor = 0.8;
	audit->columns = 1;
	audit->dealt_columns = 2;
	audit->dealt_people = 9;
	memcpy(audit->dealt_before, "ab", 3);
	memcpy(audit->dealt_after, "ab", 3);
	for (int k = 0; k < CLASSES; k++)
		passing->exposure[k] = (struct fair_exposure){
			.ratio = 0.9, .error = 0.05, .low = 0.8, .high = 1
		};
	passing->roc = (struct audit_roc){
		.list = 1, .found = { 0.3, 0.05, 0.01 }, .adjusted = 0.2
	};
	*column = (struct audit_column){ .name = "g",
		.groups = 2,
		.exposure = { passing->exposure, passing->exposure },
		.rocs = 1,
		.roc = &passing->roc,
		.functioning = true,
		.items = { 40, 8, 0, 0 } };
	for (int g = 0; g < 2; g++)
		column->group[g] = (struct audit_group){ .people = 100,
			.even = { 0.8, 0.8 },
			.even_error = { 0.01, 0.01 },
			.measure = {
			    .people = 100, .ece = 0.05, .ece_floor = 0.03 } };
}

static void
spoil_dealt(struct passing *passing)
{
	passing->audit.dealt_after[0] = 'c';
}

static void
spoil_nothing_dealt(struct passing *passing)
{
	passing->audit.dealt_columns = 0;
}

static void
spoil_ratio(struct passing *passing)
{
	passing->exposure[1].ratio = 0.79;
}

static void
spoil_unsure(struct passing *passing)
{
	passing->exposure[1].error = 0.3;
	passing->exposure[1].high = 0.53;
}

static void
spoil_unknown(struct passing *passing)
{
	for (int k = 0; k < CLASSES; k++)
		passing->exposure[k].error = INFINITY;
}

static void
spoil_columns(struct passing *passing)
{
	passing->audit.columns = 0;
}

static void
spoil_recall(struct passing *passing)
{
	passing->audit.column[0].group[1].even[1] = 0.72;
}

static void
spoil_area(struct passing *passing)
{
	passing->roc.adjusted = 0.04;
}

static void
spoil_calibration(struct passing *passing)
{
	passing->audit.column[0].group[0].measure.ece = 0.081;
}

static void
spoil_items(struct passing *passing)
{
	passing->audit.column[0].scale_shift = 0.11;
}

static void
spoil_bank(struct passing *passing)
{
	passing->audit.column[0].functioning = false;
}

/* What is unsure but may be fair, or apart but by chance, passes. */
static void
spare_unsure(struct passing *passing)
{
	passing->exposure[1].error = 0.3;
	passing->exposure[1].ratio = 0.5;
	passing->exposure[1].high = 0.54;
	passing->audit.column[0].group[1].even[1] = 0.7;
	passing->audit.column[0].group[1].even_error[1] = 0.05;
	passing->audit.column[0].items[2] = 3;
}

/* So large an area is what chance makes of few people. */
static void
spare_area(struct passing *passing)
{
	passing->roc.found.dealt = 0.21;
	passing->roc.adjusted = 0.04;
}

/* The model's own list is not what pupils see. */
static void
spare_model(struct passing *passing)
{
	passing->roc.list = 0;
	passing->roc.adjusted = 0.01;
}

static void
test_gates(void **state)
{
	static const struct {
		const char *what;
		void (*spoil)(struct passing *);
		unsigned failed; /* a bit a gate */
	} rows[] = {
		{ "unsure", spare_unsure, 0 },
		{ "the model's own", spare_model, 0 },
		{ "area by chance", spare_area, 0 },
		{ "dealt", spoil_dealt, 1 },
		{ "nothing dealt", spoil_nothing_dealt, 1 },
		{ "ratio", spoil_ratio, 2 },
		{ "surely below", spoil_unsure, 2 },
		{ "nothing known", spoil_unknown, 2 },
		{ "no column", spoil_columns, 2 | 32 },
		{ "recall", spoil_recall, 4 },
		{ "area", spoil_area, 8 },
		{ "calibration", spoil_calibration, 16 },
		{ "items", spoil_items, 32 },
		{ "bank", spoil_bank, 32 },
	};
	static struct passing passing;

	(void)state;
	passing_make(&passing);
	assert_true(audit_judge(&passing.audit));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unsigned failed = 0;
		bool passed;

		passing_make(&passing);
		rows[i].spoil(&passing);
		passed = audit_judge(&passing.audit);
		for (int g = 0; g < AUDIT_GATES; g++)
			failed |= passing.audit.gate[g].passed ? 0 : 1U << g;
		if (failed != rows[i].failed || passed != (failed == 0))
			fail_msg("%s: %u", rows[i].what, failed);
	}
}

static void
test_items(void **state)
{
	static const char text[] =
	    "{\"scales\":[\"R\",\"I\"],\"items\":["
	    "{\"id\":\"R1\",\"scale\":\"R\"},{\"id\":\"R2\",\"scale\":\"R\"},"
	    "{\"id\":\"I1\",\"scale\":\"I\"},{\"id\":\"I2\",\"scale\":\"I\"}],"
	    "\"dif\":{\"gender\":{\"groups\":[\"f\",\"m\"],\"items\":["
	    "{\"item\":\"R1\",\"class\":\"A\",\"difference\":0.3,"
	    "\"high\":\"f\",\"low\":\"m\"},"
	    "{\"item\":\"R2\",\"class\":\"C\",\"difference\":0.4,"
	    "\"high\":\"m\",\"low\":\"f\"},"
	    "{\"item\":\"I1\",\"class\":null},"
	    "{\"item\":\"I2\",\"class\":\"B\",\"difference\":0.2,"
	    "\"high\":\"f\",\"low\":\"m\"}]}}}";
	struct arena *arena = arena_new(MEMORY);
	const json_t *bank = json_read(arena, text, strlen(text));
	struct audit_column known = { .name = "gender" };
	struct audit_column unknown = { .name = "age" };

	(void)state;
	audit_items(arena, bank, &known);
	audit_items(arena, bank, &unknown);
	assert_true(known.functioning);
	assert_false(unknown.functioning);
	for (int i = 0; i < AUDIT_ITEM_CLASSES; i++)
		assert_int_equal(known.items[i], 1);
	/* R: (.3 - .4) / 2; I: (0 + .2) / 2. */
	assert_true(fabs(known.scale_shift - 0.1) < 1e-12);
	assert_string_equal(known.scale, "I");
	assert_string_equal(known.worst[0], "R2");
	assert_string_equal(known.worst_high[0], "m");
	arena_free(arena);
}

/*
 * A world of one item and two groups that answer it differently: class 1 is
 * chosen by those who like the item, whatever their group. The second list has
 * nothing to go by and shows class 0 to everybody.
 */
struct world {
	float x[PEOPLE * 3];
	int class[PEOPLE];
	size_t row[PEOPLE];
	uint16_t label[PEOPLE], group[PEOPLE];
	double weights[CLASSES * 3], bases[CLASSES];
	double direction[3], shifts[2][CLASSES * 2];
	struct match_data people;
	struct model_file file;
};

static const char *groups[] = { "f", "m" };

static void
world_people(struct world *world)
{
	struct match_data *people = &world->people;

	for (int i = 0; i < PEOPLE; i++) {
		int group = i % 2, likes = i / 2 % 10 < (group ? 8 : 2);

		world->row[i] = (size_t)i;
		world->group[i] = (uint16_t)group;
		world->x[3 * i] = likes ? 1.F : -1.F;
		world->class[i] = i / 20 % 10 < 9 ? likes : !likes;
	}
	people->row = world->row;
	people->data = (struct logit_data){ PEOPLE, 3, CLASSES, world->x,
		world->class };
	people->answers.people = PEOPLE;
	people->answers.columns = 2;
	people->answers.column[0] = (struct answers_column){ .name = "choice",
		.of = world->label };
	people->answers.column[1] = (struct answers_column){ .name = "gender",
		.count = 2,
		.values = groups,
		.of = world->group };
}

static void
world_make(struct world *world)
{
	struct model_file *file = &world->file;
	struct fair_path *path = &file->explore.path;

	*world = (struct world){ 0 };
	world_people(world);
	world->weights[3] = log(9);
	world->weights[0] = -world->weights[3];
	file->label = "choice";
	file->classes[0] = "stay";
	file->classes[1] = "go";
	file->features.items = 1;
	file->model = (struct logit_model){ 3, CLASSES, world->weights,
		world->bases, 2 };
	file->explore.columns = 1;
	file->explore.groups[0] = "gender";
	file->explore.first = 1;
	file->explore.floor = 0.8;
	*path = (struct fair_path){ 3, CLASSES, 1, world->direction, 2,
		{ { 0, world->shifts[0] }, { 1, world->shifts[1] } }, 1 };
	world->direction[0] = 1;
	world->shifts[1][0] = log(9) / 2;
	world->shifts[1][2] = -log(9) / 2;
	world->shifts[1][1] = 1;
}

static void
test_measured(void **state)
{
	static struct world world;
	static struct audit audit;
	struct arena *arena = arena_new(MEMORY);
	struct audit_column *column = &audit.column[0];

	(void)state;
	world_make(&world);
	audit.model = &world.file;
	audit.columns = 1;
	column->name = "gender";
	assert_true(audit_measure(arena, &world.people, &audit));
	assert_int_equal(audit.people, PEOPLE);
	assert_true(fabs(audit.measure[0].top1 - 0.9) < 1e-12);
	assert_int_equal(column->group[1].people, PEOPLE / 2);
	/* Two in ten against eight in ten; then nobody against nobody. */
	assert_true(fabs(column->exposure[0][1].ratio - 0.25) < 1e-12);
	assert_true(column->exposure[1][1].ratio == 1);
	assert_true(column->exposure[1][0].ratio == 1);
	assert_true(audit.point[0].ratio[0] == column->exposure[0][1].ratio);
	assert_true(audit.point[1].ratio[0] == 1);
	assert_int_equal(column->group[0].hits[0], 9 * PEOPLE / 20);
	/* Whoever stayed is hit by the second list, nobody else: half the mix. */
	assert_true(fabs(column->group[0].even[1] - 0.5) < 1e-12);
	assert_true(fabs(column->group[1].even[1] - 0.5) < 1e-12);
	assert_int_equal(column->rocs, 2 * CLASSES);
	arena_free(arena);
}

/* The card has both languages, all figures, and no id in place of words. */
static void
test_card(void **state)
{
	static struct world world;
	static struct audit audit;
	struct arena *arena = arena_new(MEMORY);
	struct buffer out = { 0 };
	const char *english, *korean;

	(void)state;
	world_make(&world);
	audit = (struct audit){ .model = &world.file, .columns = 1 };
	audit.column[0].name = "gender";
	audit.model_source.name = "a|model.json";
	audit.bank_source.name = "bank.json";
	audit.answers_source.name = "b.csv";
	assert_true(audit_measure(arena, &world.people, &audit));
	audit_judge(&audit);
	card_write(arena, LANG_EN, &audit, &out);
	english = strstr(out.data, "# Model card: choice");
	korean = strstr(out.data, "# 모형 설명서: choice");
	assert_true(english == out.data && korean > english);
	assert_non_null(strstr(out.data, "a\\|model.json"));
	assert_non_null(strstr(out.data, "90.0 %"));
	assert_null(strstr(out.data, "model.card."));
	assert_null(strstr(out.data, "nan"));
	assert_null(strstr(out.data, "inf "));
	buffer_free(&out);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gates),
		cmocka_unit_test(test_items),
		cmocka_unit_test(test_measured),
		cmocka_unit_test(test_card),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
