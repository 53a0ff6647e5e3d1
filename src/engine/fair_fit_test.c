/*
 * The exploration weights: that slopes are slopes, that floors are kept where
 * groups were made to differ, and that nothing changes where they do not. The
 * source is taken in whole, for the sum that nobody outside may call.
 */
#include "engine/fair_fit.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine_cases.h"

enum { PEOPLE = 3000, FEATURES = 6, CLASSES = 8, LIST = 3 };

/* People of two columns of groups, and a model of them. */
struct world {
	float x[PEOPLE * FEATURES];
	int class[PEOPLE];
	int of[2][PEOPLE];
	double weights[CLASSES * FEATURES], bases[CLASSES];
	struct logit_data data;
	struct fair_column columns[2];
	struct logit_model model;
};

static void
near(const char *what, double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%s: %.17g, not %.17g", what, got, want);
}

/* `gap` is how far apart the groups' means are, in standard deviations. */
static void
world_make(uint64_t seed, double gap, struct world *world)
{
	struct cases cases = { seed };

	for (int i = 0; i < PEOPLE; i++) {
		world->class[i] = cases_below(&cases, CLASSES);
		world->of[0][i] = cases_below(&cases, 10) < 3;
		world->of[1][i] = cases_below(&cases, 4) - 1;
		for (int f = 0; f < FEATURES; f++) {
			double shift = f == 0 ? gap * world->of[0][i] : 0;

			shift += f == 1 ? gap / 3 * world->of[1][i] : 0;
			world->x[i * FEATURES + f] = (float)(1 + shift +
			    cases_normal(&cases));
		}
	}
	for (int i = 0; i < CLASSES * FEATURES; i++)
		world->weights[i] = 0.6 * cases_normal(&cases);
	for (int k = 0; k < CLASSES; k++)
		world->bases[k] = 0.5 * cases_normal(&cases);
	world->data = (struct logit_data){ PEOPLE, FEATURES, CLASSES, world->x,
		world->class };
	world->columns[0] = (struct fair_column){ 2, world->of[0] };
	world->columns[1] = (struct fair_column){ 3, world->of[1] };
	world->model = (struct logit_model){ FEATURES, CLASSES, world->weights,
		world->bases, 1.3 };
}

static bool
world_fit(const struct world *world, double floor, struct fair_path *path)
{
	return fair_fit(
	    &world->data, world->columns, 2, &world->model, LIST, floor, path);
}

/* The exposure of new people by the weights of a point. */
static void
world_expose(const struct world *world, const struct fair_path *path, int point,
    int column, struct fair_exposure out[CLASSES])
{
	static double scores[PEOPLE * CLASSES];
	double weights[CLASSES * FEATURES], bases[CLASSES];
	struct logit_model model = { .weights = weights, .bases = bases };

	fair_model(path, point, &world->model, &model);
	for (int i = 0; i < PEOPLE; i++)
		logit_scores(
		    &model, world->x + i * FEATURES, scores + i * CLASSES);
	fair_exposure(
	    scores, PEOPLE, CLASSES, LIST, &world->columns[column], out);
}

/* Of the classes that enough people see. */
static double
ratio_least(const struct fair_exposure exposure[CLASSES])
{
	double least = 1;

	for (int k = 0; k < CLASSES; k++)
		if (exposure[k].error < 0.13)
			least = fmin(least, exposure[k].ratio);
	return least;
}

/* Parts that the whole is made of */

/* Steps sum to the list's length, wherever the scores lie. */
static void
test_list_length(void **state)
{
	struct cases cases = { 3 };
	struct list list;

	(void)state;
	for (int turn = 0; turn < 2000; turn++) {
		int count = 2 + cases_below(&cases, 30);
		int first = 1 + cases_below(&cases, count - 1);
		double scores[32], sum = 0;

		for (int k = 0; k < count; k++)
			scores[k] = turn % 3 == 0 ? cases_below(&cases, 3)
						  : 5 * cases_normal(&cases);
		fair_list_take(scores, count, first, &list);
		for (int k = 0; k < count; k++) {
			assert_true(list.steps[k] >= 0 && list.steps[k] <= 1);
			sum += list.steps[k];
		}
		near("length", sum, first, 1e-8);
	}
}

/* Scores far apart: the first ones are on the list, the others are not. */
static void
test_list_clear(void **state)
{
	static const double scores[] = { 2, 7, 5.5, 1, 9, 3 };
	struct list list;

	(void)state;
	fair_list_take(scores, 6, 3, &list);
	for (int k = 0; k < 6; k++)
		near("step", list.steps[k], scores[k] > 5, 0);
	assert_int_equal(list.moving, 0);
}

/* A fit at some shifts, for the slopes of its sums. */
struct bench {
	struct world world;
	struct fit fit;
	struct fair_path path;
	struct pass pass;
	double mean[FEATURES], shifts[CLASSES * (FEATURES + 1)];
	double wanted[CLASSES];
};

static void
bench_make(struct bench *bench)
{
	struct cases cases = { 99 };

	*bench = (struct bench){ 0 };
	world_make(17, 0.7, &bench->world);
	bench->fit = (struct fit){ .people = 500,
		.classes = CLASSES,
		.features = FEATURES,
		.first = LIST,
		.columns = 2 };
	assert_true(fair_people_make(&bench->fit, &bench->world.model,
	    &bench->world.data, bench->world.columns, bench->mean,
	    &bench->path));
	assert_int_equal(bench->fit.width, 4);
	assert_true(fair_pass_new(&bench->fit, &bench->pass));
	for (int u = 0; u < bench->fit.unknowns; u++)
		bench->shifts[u] = 0.2 * cases_normal(&cases);
	for (int k = 0; k < CLASSES; k++)
		bench->wanted[k] = 0.7;
}

static void
bench_free(struct bench *bench)
{
	fair_pass_free(&bench->pass);
	fair_free(&bench->path);
	fair_people_free(&bench->fit);
}

static double
bench_cost(struct bench *bench, struct square *square)
{
	fair_pass_run(&bench->fit, bench->shifts, &bench->pass);
	return cost_take(&bench->fit, &bench->pass, 0.9, bench->wanted, square);
}

/* Against central differences: of the whole sum, and of each group's shares. */
static void
test_slopes(void **state)
{
	enum { UNKNOWNS = CLASSES * 4 };
	const double by = 1e-6;
	double matrix[UNKNOWNS * UNKNOWNS] = { 0 }, vector[UNKNOWNS] = { 0 };
	double row[UNKNOWNS], slope[UNKNOWNS];
	struct square square = { matrix, vector, row };
	static struct bench bench;

	(void)state;
	bench_make(&bench);
	bench_cost(&bench, &square);
	for (int u = 0; u < UNKNOWNS; u++) {
		vector[u] += bench.pass.gradient[u];
		slope[u] = fair_slope_row(&bench.fit, &bench.pass, 3, 2)[u];
	}
	for (int u = 0; u < UNKNOWNS; u++) {
		double cost, share;

		bench.shifts[u] += by;
		cost = bench_cost(&bench, NULL);
		share = fair_share(&bench.fit, &bench.pass, 3, 2);
		bench.shifts[u] -= 2 * by;
		cost -= bench_cost(&bench, NULL);
		share -= fair_share(&bench.fit, &bench.pass, 3, 2);
		bench.shifts[u] += by;
		near("cost", vector[u], cost / (2 * by), 1e-6);
		near("share", slope[u], share / (2 * by), 1e-6);
	}
	bench_free(&bench);
}

/* Orthonormal in the covariance; the means of groups lie along them only. */
static void
test_directions(void **state)
{
	static struct bench bench;
	double products[3][3] = { { 0 } };

	(void)state;
	bench_make(&bench);
	for (size_t i = 0; i < bench.fit.people; i++)
		for (int a = 0; a < 3; a++)
			for (int b = 0; b < 3; b++)
				products[a][b] +=
				    bench.fit.along[i * 4 + (size_t)a] *
				    bench.fit.along[i * 4 + (size_t)b] /
				    (double)bench.fit.people;
	for (int a = 0; a < 3; a++)
		for (int b = 0; b < 3; b++)
			near("product", products[a][b], a == b, 1e-5);
	bench_free(&bench);
}

/* The whole */

/* Planted differences: the floor holds, on new people too, and nobody loses. */
static void
test_floor_reached(void **state)
{
	static struct world world, fresh;
	struct fair_exposure before[CLASSES], after[CLASSES];
	struct fair_path path;

	(void)state;
	world_make(41, 1, &world);
	assert_true(world_fit(&world, 0.8, &path));
	assert_int_equal(path.directions, 3);
	assert_true(path.chosen > 0);
	for (int c = 0; c < 2; c++) {
		world_expose(&world, &path, 0, c, before);
		world_expose(&world, &path, path.chosen, c, after);
		assert_true(ratio_least(before) < 0.65);
		assert_true(ratio_least(after) >= 0.8);
	}
	world_make(42, 1, &fresh);
	memcpy(fresh.weights, world.weights, sizeof fresh.weights);
	memcpy(fresh.bases, world.bases, sizeof fresh.bases);
	for (int c = 0; c < 2; c++) {
		world_expose(&fresh, &path, path.chosen, c, after);
		assert_true(ratio_least(after) >= 0.7);
	}
	fair_free(&path);
}

/* Equal shares are not bought by showing a class to nobody. */
static void
test_nothing_hidden(void **state)
{
	static struct world world;
	struct fair_exposure before[CLASSES], after[CLASSES];
	struct fair_path path;

	(void)state;
	world_make(43, 1.5, &world);
	assert_true(world_fit(&world, 1, &path));
	assert_int_equal(path.chosen, path.points - 1);
	world_expose(&world, &path, 0, 0, before);
	world_expose(&world, &path, path.chosen, 0, after);
	for (int k = 0; k < CLASSES; k++) {
		size_t was = before[k].shown[0] + before[k].shown[1];
		size_t is = after[k].shown[0] + after[k].shown[1];

		if (4 * is < 3 * was)
			fail_msg("class %d: %zu, was %zu", k, is, was);
	}
	fair_free(&path);
}

/* Each floor asks more; the model at floor 0 is the model, to the last bit. */
static void
test_curve(void **state)
{
	static struct world world;
	double weights[CLASSES * FEATURES], bases[CLASSES];
	struct logit_model model = { .weights = weights, .bases = bases };
	struct fair_exposure exposure[CLASSES];
	struct fair_path path;

	(void)state;
	world_make(44, 1, &world);
	assert_true(world_fit(&world, 0.8, &path));
	assert_true(path.points > 5 && path.points <= FAIR_POINTS);
	for (int p = 1; p < path.points; p++) {
		assert_true(path.point[p].floor > path.point[p - 1].floor);
		world_expose(&world, &path, p, 0, exposure);
		assert_true(ratio_least(exposure) > path.point[p].floor - 0.15);
	}
	fair_model(&path, 0, &world.model, &model);
	assert_memory_equal(weights, world.weights, sizeof weights);
	assert_memory_equal(bases, world.bases, sizeof bases);
	assert_true(model.temperature == world.model.temperature);
	fair_free(&path);
}

/* Everybody stands in each group once: nothing is moved, not by a bit. */
static void
test_equal_groups(void **state)
{
	static struct world world;
	struct fair_path path;

	(void)state;
	world_make(45, 0, &world);
	for (int i = 0; i < PEOPLE; i++) {
		world.of[0][i] = i % 2;
		world.of[1][i] = -1;
		memcpy(world.x + i * FEATURES, world.x + (i - i % 2) * FEATURES,
		    FEATURES * sizeof *world.x);
	}
	assert_true(world_fit(&world, 1, &path));
	assert_int_equal(path.directions, 0);
	for (int p = 0; p < path.points; p++)
		for (int k = 0; k < CLASSES; k++)
			assert_true(path.point[p].shifts[k] == 0);
	fair_free(&path);
}

static void
people_swap(struct world *world, int i, int j)
{
	for (int f = 0; f < FEATURES; f++) {
		float x = world->x[i * FEATURES + f];

		world->x[i * FEATURES + f] = world->x[j * FEATURES + f];
		world->x[j * FEATURES + f] = x;
	}
	for (int c = 0; c < 2; c++) {
		int of = world->of[c][i];

		world->of[c][i] = world->of[c][j];
		world->of[c][j] = of;
	}
}

static void
paths_same(const struct fair_path *a, const struct fair_path *b)
{
	assert_int_equal(a->chosen, b->chosen);
	assert_int_equal(a->directions, b->directions);
	assert_memory_equal(a->direction, b->direction,
	    (size_t)(a->directions * a->features) * sizeof(double));
	for (int p = 0; p < a->points; p++)
		assert_memory_equal(a->point[p].shifts, b->point[p].shifts,
		    (size_t)(a->classes * (a->directions + 1)) *
			sizeof(double));
}

/* The order of people means nothing; nor does what they chose. */
static void
test_order(void **state)
{
	static struct world world;
	struct cases cases = { 8 };
	struct fair_path path, again;

	(void)state;
	world_make(46, 1, &world);
	assert_true(world_fit(&world, 0.8, &path));
	for (int i = PEOPLE - 1; i > 0; i--)
		people_swap(&world, i, cases_below(&cases, i + 1));
	for (int i = 0; i < PEOPLE; i++)
		world.class[i] = 0;
	assert_true(world_fit(&world, 0.8, &again));
	paths_same(&path, &again);
	fair_free(&path);
	fair_free(&again);
}

/* What has a defined answer all the same: the model itself at every point. */
static void
test_degenerate(void **state)
{
	static const struct {
		const char *what;
		size_t people;
		int columns, groups, classes, first;
		bool level; /* features that never vary */
	} rows[] = {
		{ "no column", 200, 0, 2, CLASSES, LIST, false },
		{ "no group", 200, 1, 0, CLASSES, LIST, false },
		{ "one group", 200, 1, 1, CLASSES, LIST, false },
		{ "one group of people", 200, 1, 9, CLASSES, LIST, false },
		{ "too few people", 20, 1, 2, CLASSES, LIST, false },
		{ "one person", 1, 1, 2, CLASSES, LIST, false },
		{ "one class", 200, 1, 2, 1, LIST, false },
		{ "list of all", 200, 1, 2, CLASSES, CLASSES, false },
		{ "nothing varies", 200, 1, 2, CLASSES, LIST, true },
	};
	static struct world world;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fair_path path;

		world_make(47, 1, &world);
		for (int j = 0; j < PEOPLE; j++)
			if (rows[i].groups != 2)
				world.of[0][j] = rows[i].groups / 2 -
				    !rows[i].groups;
		for (int j = 0; rows[i].level && j < PEOPLE * FEATURES; j++)
			world.x[j] = 3;
		world.data.people = rows[i].people;
		world.data.classes = world.model.classes = rows[i].classes;
		world.columns[0].groups = rows[i].groups;
		if (!fair_fit(&world.data, world.columns, rows[i].columns,
			&world.model, rows[i].first, 0.8, &path))
			fail_msg("%s: not done", rows[i].what);
		for (int p = 0; p < path.points; p++)
			for (int u = 0;
			     u < path.classes * (path.directions + 1); u++)
				if (path.point[p].shifts[u] != 0)
					fail_msg("%s: moved", rows[i].what);
		fair_free(&path);
	}
}

static void
test_refused(void **state)
{
	static const struct {
		const char *what;
		int first, columns, groups, of;
		double floor, weight;
		float x;
	} rows[] = {
		{ "no list", 0, 1, 2, 0, 0.8, 0, 0 },
		{ "floor below", 3, 1, 2, 0, -0.1, 0, 0 },
		{ "floor above", 3, 1, 2, 0, 1.1, 0, 0 },
		{ "floor none", 3, 1, 2, 0, NAN, 0, 0 },
		{ "columns", 3, FAIR_COLUMNS + 1, 2, 0, 0.8, 0, 0 },
		{ "groups", 3, 1, FAIR_GROUPS + 1, 0, 0.8, 0, 0 },
		{ "group above", 3, 1, 2, 2, 0.8, 0, 0 },
		{ "group below", 3, 1, 2, -2, 0.8, 0, 0 },
		{ "weight", 3, 1, 2, 0, 0.8, NAN, 0 },
		{ "feature", 3, 1, 2, 0, 0.8, 0, INFINITY },
	};
	static struct world world;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fair_path path;

		world_make(48, 1, &world);
		world.data.people = 100;
		world.columns[0].groups = rows[i].groups;
		world.of[0][50] = rows[i].of;
		world.weights[3] += rows[i].weight;
		world.x[77] += rows[i].x;
		if (fair_fit(&world.data, world.columns, rows[i].columns,
			&world.model, rows[i].first, rows[i].floor, &path))
			fail_msg("%s: not refused", rows[i].what);
		assert_null(path.direction);
		assert_int_equal(path.points, 0);
	}
}

/* Each allocation fails once: told, and nothing is left behind. */
static void
test_without_memory(void **state)
{
	static struct world world;
	struct fair_path path;
	size_t before, count;

	(void)state;
	world_make(49, 1, &world);
	world.data.people = 100;
	before = memory_count();
	assert_true(world_fit(&world, 0.8, &path));
	count = memory_count() - before;
	fair_free(&path);
	assert_true(count > 20);
	for (size_t nth = 1; nth <= count; nth++) {
		memory_fail_at(nth, false);
		assert_false(world_fit(&world, 0.8, &path));
	}
	memory_fail_at(0, false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list_length),
		cmocka_unit_test(test_list_clear),
		cmocka_unit_test(test_slopes),
		cmocka_unit_test(test_directions),
		cmocka_unit_test(test_floor_reached),
		cmocka_unit_test(test_nothing_hidden),
		cmocka_unit_test(test_curve),
		cmocka_unit_test(test_equal_groups),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_degenerate),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
