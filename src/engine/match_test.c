/*
 * Ranking against hand-reckoned rows, and against what it promises for any
 * model: every change is tried out by ranking again.
 */
#include "engine/match.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "engine_cases.h"

static struct cases_model made;
static struct match list[MATCH_THINGS], again[MATCH_THINGS];

static void
near(const char *what, double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%s: %.17g, not %.17g", what, got, want);
}

/* The six letters alone; how many were written. */
static int
rank_things(const struct match_model *model,
    const struct interest_profile *profile, const int *groups, int spread,
    int keep, int want, struct match *out)
{
	return match_rank(model, &(struct match_person){ .profile = profile },
	    &(struct match_wish){ want, keep, spread, groups }, out)
	    .count;
}

static void
profile_make(struct cases *cases, struct interest_profile *profile)
{
	memset(profile, 0, sizeof *profile);
	for (int l = 0; l < LETTERS; l++) {
		struct interest_scale *scale = &profile->scales[l];

		scale->standard = cases_normal(cases);
		scale->standard_sd = 0.2 + 0.4 * cases_uniform(cases);
		scale->score = 0.05 + 0.9 * cases_uniform(cases);
		scale->rise = 0.1 + 0.15 * cases_uniform(cases);
	}
}

static void
test_weights(void **state)
{
	static const double vectors[][LETTERS] = {
		{ 4, 4, 4, 4, 4, 4 },
		{ 2.1, 2.1, 2.1, 2.1, 2.1, 2.1 },
		{ 1, 7, 1, 7, 1, 7 },
		{ 7, 1, 1, 1, 1, 1 },
		{ 4, 4, 4, 4, 4, 4.1 },
	};
	static const double want[][LETTERS] = {
		{ 0 },
		{ 0 },
		{ -0.40824829046386302, 0.40824829046386302,
		    -0.40824829046386302, 0.40824829046386302,
		    -0.40824829046386302, 0.40824829046386302 },
		{ 0.91287092917527690, -0.18257418583505536,
		    -0.18257418583505536, -0.18257418583505536,
		    -0.18257418583505536, -0.18257418583505536 },
		{ -0.18257418583505536, -0.18257418583505536,
		    -0.18257418583505536, -0.18257418583505536,
		    -0.18257418583505536, 0.91287092917527690 },
	};
	double out[5][LETTERS];

	(void)state;
	match_weights(vectors, 5, out);
	for (int i = 0; i < 5; i++)
		for (int l = 0; l < LETTERS; l++)
			near("weight", out[i][l], want[i][l], 1e-12);
}

/* Four things, two of them alike: order, probabilities, changes by hand. */
static void
test_by_hand(void **state)
{
	static const double weights[][LETTERS] = { { 0, 1 }, { 1, 0 }, { 0, 1 },
		{ 0, 0 } };
	static const double bases[] = { 0, 0, 0, 0.5 };
	static const struct {
		int thing;
		double score, change;
		int letter;
	} rows[] = {
		/* Letter 1 from 1 to 2: things 0 and 2 pass thing 1. */
		{ 1, 2, 0.1, 1 },
		/* Letter 1 from 1 to .5: thing 3 passes both. */
		{ 0, 1, -0.05, 1 },
		{ 2, 1, 0.1, 1 },
		{ 3, 0.5, -0.05, 1 },
	};
	struct match_model model = { 4, weights[0], bases, 2 };
	struct interest_profile profile = { 0 };
	double total = exp(1) + 2 * exp(0.5) + exp(0.25);

	(void)state;
	profile.scales[0] = (struct interest_scale){
		.standard = 2, .score = 0.9, .rise = 0.2
	};
	profile.scales[1] = (struct interest_scale){
		.standard = 1, .score = 0.6, .rise = 0.1
	};
	assert_int_equal(rank_things(&model, &profile, NULL, 0, 2, 4, list), 4);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(list[i].thing, rows[i].thing);
		near("score", list[i].score, rows[i].score, 0);
		near("probability", list[i].probability,
		    exp(rows[i].score / 2) / total, 1e-15);
		near("steady", list[i].steady, i < 2, 0);
		assert_int_equal(list[i].change_letter, rows[i].letter);
		near("change", list[i].change, rows[i].change, 1e-15);
	}
}

/* What a list of any model and profile has to be. */
static void
list_check(const struct match_model *model, int count)
{
	double sum = 0;

	for (int i = 0; i < count; i++) {
		double score = list[i].base;

		for (int l = 0; l < LETTERS; l++)
			score += list[i].terms[l];
		assert_true(score == list[i].score);
		assert_true(list[i].steady >= 0 && list[i].steady <= 1);
		assert_true(list[i].change_letter >= -1 &&
		    list[i].change_letter < LETTERS);
		assert_true(list[i].change_letter >= 0 || list[i].change == 0);
		sum += list[i].probability;
		if (i > 0 && list[i - 1].score == list[i].score)
			assert_true(list[i - 1].thing < list[i].thing);
		else if (i > 0)
			assert_true(list[i - 1].score > list[i].score);
	}
	if (count == model->count)
		near("sum", sum, 1, 1e-12);
}

static void
test_lists_sound(void **state)
{
	static const int counts[] = { 1, 2, 7, 8, 9, 160, MATCH_THINGS };
	struct cases cases = { 23 };
	struct interest_profile profile;

	(void)state;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		int count = counts[i];

		cases_model(&cases, count, 20, &made);
		profile_make(&cases, &profile);
		assert_int_equal(count,
		    rank_things(&made.model, &profile, NULL, 0, count / 2,
			count + 5, list));
		list_check(&made.model, count);
		assert_int_equal(count < 3 ? count : 3,
		    rank_things(&made.model, &profile, NULL, 0, 2, 3, again));
		for (int k = 0; k < count && k < 3; k++) {
			assert_int_equal(again[k].thing, list[k].thing);
			assert_true(
			    again[k].probability == list[k].probability);
		}
	}
}

/* Nothing to tell things apart: by row, and no letter changes anything. */
static void
test_zero_weights(void **state)
{
	static const double weights[20][LETTERS];
	struct match_model model = { 20, weights[0], NULL, 1 };
	struct cases cases = { 29 };
	struct interest_profile profile;

	(void)state;
	profile_make(&cases, &profile);
	assert_int_equal(
	    rank_things(&model, &profile, NULL, 0, 10, 20, list), 20);
	for (int i = 0; i < 20; i++) {
		assert_int_equal(list[i].thing, i);
		near("probability", list[i].probability, 0.05, 1e-15);
		near("steady", list[i].steady, i < 10, 0);
		assert_int_equal(list[i].change_letter, -1);
	}
}

/* An empty profile: bases decide; where they tie, the least move decides. */
static void
test_empty_profile(void **state)
{
	static const double weights[3][LETTERS] = { { 1 }, { 0, 1 }, { -1 } };
	struct match_model model = { 3, weights[0], NULL, 1 };
	struct interest_profile profile = { 0 };

	(void)state;
	for (int l = 0; l < LETTERS; l++)
		profile.scales[l] = (struct interest_scale){
			.standard_sd = 1, .score = 0.5, .rise = 0.2
		};
	assert_int_equal(rank_things(&model, &profile, NULL, 0, 1, 3, list), 3);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(list[i].thing, i);
		assert_true(list[i].steady > 0.2 && list[i].steady < 0.45);
		assert_int_equal(list[i].change_letter, i == 1 ? 1 : 0);
		near("change", list[i].change, 0, 0);
		assert_false(signbit(list[i].change));
	}
}

static void
test_edges(void **state)
{
	static const double bases[] = { -INFINITY, 0, -INFINITY, -1 };
	static const double weights[4][LETTERS] = { { 1 }, { 1 }, { 0, 1 } };
	struct match_model model = { 4, weights[0], bases, 1 };
	struct cases cases = { 31 };
	struct interest_profile profile;

	(void)state;
	profile_make(&cases, &profile);
	assert_int_equal(rank_things(&model, &profile, NULL, 0, 2, 0, list), 0);
	assert_int_equal(
	    rank_things(&model, &profile, NULL, 0, 2, -1, list), 0);
	assert_int_equal(rank_things(&model, &profile, NULL, 0, 2, 9, list), 4);
	assert_int_equal(list[2].thing, 0);
	assert_int_equal(list[3].thing, 2);
	near("probability", list[2].probability, 0, 0);
	assert_int_equal(list[2].change_letter, -1);
	assert_int_equal(list[0].change_letter, -1);
	/* A list of nothing, and one of everything. */
	rank_things(&model, &profile, NULL, 0, 0, 4, list);
	near("steady", list[0].steady, 0, 0);
	rank_things(&model, &profile, NULL, 0, 4, 4, list);
	near("steady", list[3].steady, 1, 0);
	assert_int_equal(list[3].change_letter, -1);
	model.count = 0;
	assert_int_equal(rank_things(&model, &profile, NULL, 0, 2, 9, list), 0);
}

/* Every letter meets each 64th of its posterior once: one letter is exact. */
static void
test_steady_one_letter(void **state)
{
	static const double weights[2][LETTERS] = { { 1, 0, 0, 0, 0, 0 } };
	double turned[2][LETTERS];
	struct match_model model = { 2, turned[0], NULL, 1 };
	struct interest_profile profile = { 0 };

	(void)state;
	for (int l = 0; l < LETTERS; l++)
		for (int step = -8; step <= 8; step++) {
			double z = step / 4.0;

			memcpy(turned, weights, sizeof turned);
			turned[0][0] = 0;
			turned[0][l] = 1;
			memset(&profile, 0, sizeof profile);
			profile.scales[l].standard = z * 0.3;
			profile.scales[l].standard_sd = 0.3;
			rank_things(&model, &profile, NULL, 0, 1, 2, list);
			near("steady", list[list[0].thing].steady,
			    erfc(-z / sqrt(2)) / 2, 0.5 / 64 + 1e-12);
			near("both", list[0].steady + list[1].steady, 1, 0);
		}
}

/* Where the standard normal distribution is p; halved until it is found. */
static double
normal_quantile(double p)
{
	double low = -9, high = 9;

	for (int i = 0; i < 100; i++) {
		double middle = (low + high) / 2;

		if (erfc(-middle / sqrt(2)) / 2 < p)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Point i of Sobol's sequence in 64ths, from its polynomials: Joe and Kuo. */
static int
sobol_point(int letter, int point)
{
	static const struct {
		int degree, polynomial, first[6];
	} rows[LETTERS] = {
		{ 0, 0, { 1, 1, 1, 1, 1, 1 } },
		{ 1, 0, { 1 } },
		{ 2, 1, { 1, 3 } },
		{ 3, 1, { 1, 3, 1 } },
		{ 3, 2, { 1, 1, 1 } },
		{ 4, 1, { 1, 1, 3, 3 } },
	};
	int degree = rows[letter].degree, m[6], at = 0;

	for (int i = 0; i < 6; i++) {
		m[i] = rows[letter].first[i];
		if (degree == 0 || i < degree)
			continue;
		m[i] = m[i - degree] ^ (m[i - degree] << degree);
		for (int k = 1; k < degree; k++)
			if (rows[letter].polynomial >> (degree - 1 - k) & 1)
				m[i] ^= m[i - k] << k;
	}
	for (int i = 0; i < 6; i++)
		if (point >> i & 1)
			at ^= m[i] << (5 - i);
	return at;
}

static void
profile_draw(const struct interest_profile *profile, int point,
    struct interest_profile *drawn)
{
	static const int shifts[LETTERS] = { 14, 23, 52, 2, 19, 27 };

	*drawn = *profile;
	for (int l = 0; l < LETTERS; l++) {
		int slice = sobol_point(l, point) ^ shifts[l];

		drawn->scales[l].standard += drawn->scales[l].standard_sd *
		    normal_quantile((slice + 0.5) / 64);
	}
}

/* The same 64 draws, made another way and ranked in full. */
static void
test_steady_known(void **state)
{
	struct cases cases = { 53 };

	(void)state;
	for (int round = 0; round < 12; round++) {
		struct interest_profile profile, drawn;
		int held[300] = { 0 }, keep = 1 + round * round;

		cases_model(&cases, 300, 5, &made);
		profile_make(&cases, &profile);
		rank_things(&made.model, &profile, NULL, 0, keep, 300, list);
		for (int point = 0; point < 64; point++) {
			profile_draw(&profile, point, &drawn);
			rank_things(
			    &made.model, &drawn, NULL, 0, 0, keep, again);
			for (int k = 0; k < keep; k++)
				held[again[k].thing]++;
		}
		for (int i = 0; i < 300; i++)
			near("steady", list[i].steady,
			    held[list[i].thing] / 64.0, 0);
	}
}

/* Against 2,000 random draws, ranked again each time. */
static void
test_steady_agrees(void **state)
{
	enum { THINGS = 40, KEPT = 6, DRAWS = 2000 };
	struct cases cases = { 37 };
	double error = 0;

	(void)state;
	for (int round = 0; round < 10; round++) {
		struct interest_profile profile, drawn;
		int held[THINGS] = { 0 };

		cases_model(&cases, THINGS, 5, &made);
		profile_make(&cases, &profile);
		rank_things(&made.model, &profile, NULL, 0, KEPT, THINGS, list);
		for (int draw = 0; draw < DRAWS; draw++) {
			drawn = profile;
			for (int l = 0; l < LETTERS; l++)
				drawn.scales[l].standard +=
				    drawn.scales[l].standard_sd *
				    cases_normal(&cases);
			rank_things(
			    &made.model, &drawn, NULL, 0, 0, KEPT, again);
			for (int k = 0; k < KEPT; k++)
				held[again[k].thing]++;
		}
		for (int i = 0; i < THINGS; i++) {
			double off = list[i].steady -
			    (double)held[list[i].thing] / DRAWS;

			near("steady", off, 0, 0.2);
			error += off * off / THINGS / 10;
		}
	}
	near("root mean square", sqrt(error), 0, 0.025);
}

/* Is the thing among the first `keep` when a letter's score moves? */
static bool
inside_after(const struct interest_profile *profile, int thing, int letter,
    double change, int keep)
{
	struct interest_profile moved = *profile;

	moved.scales[letter].standard += change / moved.scales[letter].rise;
	int count = rank_things(&made.model, &moved, NULL, 0, 0, keep, again);
	for (int i = 0; i < count; i++)
		if (again[i].thing == thing)
			return true;
	return false;
}

/* No change of any letter that is shorter, within 0..1, does it. */
static void
change_least(const struct interest_profile *profile, const struct match *match,
    bool inside, int keep)
{
	enum { STEPS = 12 };
	double reach = match->change_letter < 0 ? 1 : fabs(match->change);

	for (int l = 0; l < LETTERS; l++)
		for (int step = -STEPS; step <= STEPS; step++) {
			double change = (reach - 1e-9) * step / STEPS;
			double score = profile->scales[l].score + change;

			if (score < 0 || score > 1)
				continue;
			if (inside_after(profile, match->thing, l, change,
				keep) != inside)
				fail_msg("%d: %.17g of letter %d does, not "
					 "%.17g of %d",
				    match->thing, change, l, match->change,
				    match->change_letter);
		}
}

static void
changes_check(const struct interest_profile *profile, int keep, int count)
{
	for (int i = 0; i < count; i++) {
		const struct match *match = &list[i];
		int letter = match->change_letter;
		bool inside = i < keep;

		change_least(profile, match, inside, keep);
		if (letter < 0)
			continue;
		double score = profile->scales[letter].score + match->change;
		bool up = inside_after(profile, match->thing, letter,
			      match->change + 1e-9, keep) != inside;
		bool down = inside_after(profile, match->thing, letter,
				match->change - 1e-9, keep) != inside;

		assert_true(score >= 0 && score <= 1);
		if (!(match->change >= 0 && up) &&
		    !(match->change <= 0 && down))
			fail_msg("%d: %.17g of letter %d does nothing",
			    match->thing, match->change, letter);
	}
}

/* Just beyond the change it is turned in or out, short of it by none. */
static void
test_changes(void **state)
{
	static const struct {
		int things, keep, rounds;
	} rows[] = { { 2, 1, 10 }, { 9, 3, 10 }, { 30, 5, 6 }, { 30, 29, 2 },
		{ 60, 10, 4 }, { 200, 10, 1 } };
	struct cases cases = { 41 };
	struct interest_profile profile;
	int none = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int round = 0; round < rows[i].rounds; round++) {
			cases_model(&cases, rows[i].things, 5, &made);
			profile_make(&cases, &profile);
			if (round % 2)
				profile.scales[round % LETTERS].rise = 0;
			int count = rank_things(&made.model, &profile, NULL, 0,
			    rows[i].keep, 60, list);
			/* Such a letter moves nothing: so too in the check. */
			for (int l = 0; l < LETTERS; l++)
				if (profile.scales[l].rise == 0)
					profile.scales[l].rise = 1e9;
			changes_check(&profile, rows[i].keep, count);
			for (int k = 0; k < count; k++)
				none += list[k].change_letter < 0;
		}
	assert_true(none > 0); /* some that nothing changes were met */
}

static int
fields_count(const int *groups, int count)
{
	bool met[64] = { false };
	int fields = 0;

	for (int i = 0; i < count; i++) {
		int group = groups == NULL ? made.groups[list[i].thing]
					   : groups[i];

		fields += !met[group];
		met[group] = true;
	}
	return fields;
}

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/* Of every field the best things are taken: none is passed for a worse one. */
static void
fields_check(int count, int total)
{
	bool ended[64] = { false };

	for (int i = 0, k = 0; i < total; i++) {
		int group = made.groups[again[i].thing];

		if (k < count && list[k].thing == again[i].thing) {
			assert_false(ended[group]);
			k++;
		} else {
			ended[group] = true;
		}
	}
}

static void
test_spread(void **state)
{
	struct cases cases = { 43 };
	struct interest_profile profile;

	(void)state;
	for (int round = 0; round < 300; round++) {
		int total = 1 + cases_below(&cases, 100);
		int want = 1 + cases_below(&cases, 20);
		int spread = cases_below(&cases, 12);

		cases_model(&cases, total, 1 + cases_below(&cases, 10), &made);
		if (round % 2) /* one field is far ahead of the others */
			for (int i = 0; i < total; i++)
				made.bases[i] -= made.groups[i] > 0 ? 9 : 0;
		profile_make(&cases, &profile);
		rank_things(&made.model, &profile, NULL, 0, 3, total, again);
		int count = rank_things(
		    &made.model, &profile, made.groups, spread, 3, want, list);
		assert_int_equal(count, least(want, total));
		assert_int_equal(list[0].thing, again[0].thing);
		assert_true(fields_count(NULL, count) >=
		    least(count,
			least(spread, fields_count(made.groups, total))));
		list_check(&made.model, count);
		fields_check(count, total);
	}
}

/* By hand: fields of ten things in order of score, and which are taken. */
static void
test_spread_rows(void **state)
{
	static const struct {
		const char *fields;
		int spread, want;
		const char *taken;
	} rows[] = {
		{ "aaaaaaaabc", 0, 4, "xxxx......" },
		{ "aaaaaaaabc", 1, 4, "xxxx......" },
		{ "aaaaaaaabc", 2, 4, "xxx.....x." },
		{ "aaaaaaaabc", 3, 4, "xx......xx" },
		{ "aaaaaaaabc", 9, 4, "xx......xx" },
		{ "aaaaaaaabc", 9, 2, "x.......x." },
		{ "aaaaaaaabc", 9, 1, "x........." },
		{ "aaaabbbbbc", 3, 6, "xxxxx....x" },
		{ "abcabcabca", 3, 5, "xxxxx....." },
		{ "aaaaaaaaaa", 3, 3, "xxx......." },
		{ "aabcdaaaaa", 4, 10, "xxxxxxxxxx" },
		{ "aabbccdaaa", 4, 5, "xxx.x.x..." },
	};
	static const double weights[10][LETTERS];
	struct interest_profile profile = { 0 };
	double bases[10];
	int groups[10];

	(void)state;
	struct match_model model = { 10, weights[0], bases, 1 };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char taken[] = "..........";

		for (int k = 0; k < 10; k++) {
			bases[k] = -k;
			groups[k] = rows[i].fields[k] - 'a';
		}
		int count = rank_things(&model, &profile, groups,
		    rows[i].spread, 4, rows[i].want, list);
		for (int k = 0; k < count; k++)
			taken[list[k].thing] = 'x';
		if (strcmp(taken, rows[i].taken) != 0)
			fail_msg("row %zu: %s", i, taken);
	}
}

/* The catalogue in another order: the same figures, to the last bit. */
static void
test_row_order(void **state)
{
	enum { THINGS = 60 };
	static double weights[THINGS][LETTERS];
	double bases[THINGS];
	struct match_model model = { THINGS, weights[0], bases, 1 };
	struct cases cases = { 47 };
	struct interest_profile profile;

	(void)state;
	cases_model(&cases, THINGS, 5, &made);
	profile_make(&cases, &profile);
	for (int i = 0; i < THINGS; i++) {
		made.bases[i] -= i; /* no ties */
		memcpy(
		    weights[THINGS - 1 - i], made.weights[i], sizeof *weights);
		bases[THINGS - 1 - i] = made.bases[i];
	}
	rank_things(&made.model, &profile, NULL, 0, 10, THINGS, list);
	rank_things(&model, &profile, NULL, 0, 10, THINGS, again);
	for (int i = 0; i < THINGS; i++) {
		again[i].thing = THINGS - 1 - again[i].thing;
		assert_int_equal(list[i].thing, again[i].thing);
		assert_true(list[i].probability == again[i].probability);
		assert_true(list[i].steady == again[i].steady);
		assert_int_equal(list[i].change_letter, again[i].change_letter);
		assert_true(list[i].change == again[i].change);
	}
}

/* The largest sum over all lists of `want` things and `fields` fields. */
static double
brute_best(const struct match *all, int total, int want, int fields)
{
	double best = -1;

	for (unsigned set = 0; set < 1u << total; set++) {
		unsigned met = 0;
		double sum = 0;
		int held = 0, count = 0;

		for (int i = 0; i < total; i++) {
			if (!(set >> i & 1))
				continue;
			held++;
			sum += all[i].probability;
			met |= 1u << made.groups[all[i].thing];
		}
		for (; met != 0; met &= met - 1)
			count++;
		if (held == want && count >= fields && sum > best)
			best = sum;
	}
	return best;
}

static void
test_spread_exact(void **state)
{
	struct cases cases = { 59 };
	struct interest_profile profile;
	int costs = 0;

	(void)state;
	for (int round = 0; round < 300; round++) {
		int total = 1 + cases_below(&cases, 12);
		int want = 1 + cases_below(&cases, total);
		int spread = cases_below(&cases, 8);
		double sum = 0, first = 0;

		cases_model(&cases, total, 1 + cases_below(&cases, 7), &made);
		profile_make(&cases, &profile);
		rank_things(&made.model, &profile, NULL, 0, 0, total, again);
		int fields = least(
		    want, least(spread, fields_count(made.groups, total)));
		struct match_list got = match_rank(&made.model,
		    &(struct match_person){ .profile = &profile },
		    &(struct match_wish){ want, 0, spread, made.groups }, list);
		for (int i = 0; i < got.count; i++) {
			sum += list[i].probability;
			first += again[i].probability;
		}
		near(
		    "best", sum, brute_best(again, total, want, fields), 1e-12);
		near("loss", got.loss, 1 - sum / first, 1e-12);
		assert_true(got.loss >= 0 && got.loss < 1);
		costs += got.loss > 0;
	}
	assert_true(costs > 20);
}

enum { FEATURES = 20, FITTED = 40, KEEP = 5 };

/* A model of features, some of them of one letter, and a person. */
struct fitted {
	double weights[FITTED * FEATURES], bases[FITTED];
	double values[FEATURES], rises[FEATURES][LETTERS];
	int letters[FEATURES];
	struct match_model model;
	struct interest_profile profile;
	struct match_person person;
};

static void
fitted_make(struct cases *cases, struct fitted *out)
{
	for (int i = 0; i < FITTED * FEATURES; i++)
		out->weights[i] = cases_normal(cases) / 4;
	for (int i = 0; i < FITTED; i++)
		out->bases[i] = cases_normal(cases);
	for (int f = 0; f < FEATURES; f++) {
		out->letters[f] = cases_below(cases, LETTERS + 1) - 1;
		out->values[f] = cases_normal(cases);
		for (int l = 0; l < LETTERS; l++)
			out->rises[f][l] = cases_normal(cases) / 4;
	}
	profile_make(cases, &out->profile);
	out->model = (struct match_model){ FITTED, out->weights, out->bases,
		1.3, FEATURES, out->letters };
	out->person = (struct match_person){ &out->profile, out->values,
		(const double(*)[LETTERS])out->rises };
}

/* Where a letter's `standard` is moved, the values go with it. */
static void
fitted_move(struct fitted *fitted, int letter, double move)
{
	fitted->profile.scales[letter].standard += move;
	for (int f = 0; f < FEATURES; f++)
		fitted->values[f] += fitted->rises[f][letter] * move;
}

static void
test_features_sound(void **state)
{
	const struct match_wish all = { FITTED, KEEP, 0, NULL };
	struct cases cases = { 61 };
	static struct fitted fitted;

	(void)state;
	for (int round = 0; round < 50; round++) {
		fitted_make(&cases, &fitted);
		struct match_list got = match_rank(
		    &fitted.model, &fitted.person, &all, list);

		assert_int_equal(got.count, FITTED);
		list_check(&fitted.model, got.count);
		for (int i = 0; i < FITTED; i++) {
			double score = fitted.bases[list[i].thing];

			for (int f = 0; f < FEATURES; f++)
				score += fitted.values[f] *
				    fitted
					.weights[list[i].thing * FEATURES + f];
			near("score", list[i].score, score, 1e-12);
		}
	}
}

/* The same 64 draws, the values moved with the letters and ranked in full. */
static void
test_features_steady(void **state)
{
	const struct match_wish all = { FITTED, KEEP, 0, NULL };
	struct cases cases = { 67 };
	static struct fitted fitted, moved;
	int held[FITTED] = { 0 }, first[KEEP];

	(void)state;
	fitted_make(&cases, &fitted);
	match_rank(&fitted.model, &fitted.person, &all, list);
	for (int point = 0; point < 64; point++) {
		struct interest_profile drawn;

		profile_draw(&fitted.profile, point, &drawn);
		moved = fitted;
		moved.person = (struct match_person){ &moved.profile,
			moved.values, (const double(*)[LETTERS])moved.rises };
		for (int l = 0; l < LETTERS; l++)
			fitted_move(&moved, l,
			    drawn.scales[l].standard -
				fitted.profile.scales[l].standard);
		match_first(&fitted.model, &moved.person, KEEP, first);
		for (int k = 0; k < KEEP; k++)
			held[first[k]]++;
	}
	for (int i = 0; i < FITTED; i++)
		near("steady", list[i].steady, held[list[i].thing] / 64.0, 0);
}

/* Is the thing first when a letter's score moves by `change`? */
static bool
fitted_inside(const struct fitted *fitted, int thing, int letter, double change)
{
	static struct fitted moved;
	int first[FITTED];

	moved = *fitted;
	moved.person = (struct match_person){ &moved.profile, moved.values,
		(const double(*)[LETTERS])moved.rises };
	fitted_move(&moved, letter, change / moved.profile.scales[letter].rise);
	match_first(&fitted->model, &moved.person, KEEP, first);
	for (int k = 0; k < KEEP; k++)
		if (first[k] == thing)
			return true;
	return false;
}

/* Just beyond a change it is turned in or out, just short of it not. */
static void
test_features_change(void **state)
{
	const struct match_wish all = { FITTED, KEEP, 0, NULL };
	struct cases cases = { 71 };
	static struct fitted fitted;
	int found = 0;

	(void)state;
	for (int round = 0; round < 50; round++) {
		fitted_make(&cases, &fitted);
		match_rank(&fitted.model, &fitted.person, &all, list);
		for (int i = 0; i < FITTED; i++) {
			const struct match *match = &list[i];
			int letter = match->change_letter;

			if (letter < 0)
				continue;
			assert_int_equal(i < KEEP,
			    fitted_inside(&fitted, match->thing, letter,
				match->change * 0.999999));
			assert_int_equal(i >= KEEP,
			    fitted_inside(&fitted, match->thing, letter,
				match->change * 1.000001));
			found++;
		}
	}
	assert_true(found > 200);
}

/* Six letters as features are the six letters, to the last bit. */
static void
test_features_of_letters(void **state)
{
	static const int letters[LETTERS] = { 0, 1, 2, 3, 4, 5 };
	static const double ones[LETTERS][LETTERS] = { { 1 }, { 0, 1 },
		{ 0, 0, 1 }, { 0, 0, 0, 1 }, { 0, 0, 0, 0, 1 },
		{ 0, 0, 0, 0, 0, 1 } };
	const struct match_wish wish = { 50, 5, 3, made.groups };
	struct cases cases = { 73 };
	struct interest_profile profile;
	double values[LETTERS];

	(void)state;
	cases_model(&cases, 200, 9, &made);
	profile_make(&cases, &profile);
	for (int l = 0; l < LETTERS; l++)
		values[l] = profile.scales[l].standard;
	struct match_model model = made.model;
	model.features = LETTERS;
	model.letters = letters;
	struct match_list one = match_rank(&made.model,
	    &(struct match_person){ .profile = &profile }, &wish, list);
	struct match_list other = match_rank(&model,
	    &(struct match_person){ &profile, values, ones }, &wish, again);
	assert_int_equal(one.count, other.count);
	assert_true(one.loss == other.loss);
	for (int i = 0; i < one.count; i++) {
		assert_int_equal(list[i].thing, again[i].thing);
		assert_true(list[i].score == again[i].score);
		assert_true(list[i].steady == again[i].steady);
		assert_int_equal(list[i].change_letter, again[i].change_letter);
		assert_true(list[i].change == again[i].change);
		for (int l = 0; l < LETTERS; l++)
			assert_true(list[i].terms[l] == again[i].terms[l]);
	}
}

static void
test_first(void **state)
{
	struct cases cases = { 79 };
	struct interest_profile profile;
	int first[50];

	(void)state;
	for (int total = 0; total < 40; total++)
		for (int want = -1; want < 50; want++) {
			cases_model(&cases, total, 3, &made);
			profile_make(&cases, &profile);
			int count = rank_things(
			    &made.model, &profile, NULL, 0, 0, want, list);
			assert_int_equal(count,
			    match_first(&made.model,
				&(struct match_person){ .profile = &profile },
				want, first));
			for (int i = 0; i < count; i++)
				assert_int_equal(first[i], list[i].thing);
		}
}

/* Values from the means with bases to match: the same scores. */
static void
test_centre(void **state)
{
	const struct match_wish all = { FITTED, KEEP, 0, NULL };
	struct cases cases = { 89 };
	static struct fitted fitted;
	double means[FEATURES];
	double bases[FITTED];

	(void)state;
	fitted_make(&cases, &fitted);
	for (int f = 0; f < FEATURES; f++)
		means[f] = cases_normal(&cases);
	match_rank(&fitted.model, &fitted.person, &all, list);
	match_centre(
	    fitted.weights, fitted.bases, FITTED, means, FEATURES, bases);
	fitted.model.bases = bases;
	for (int f = 0; f < FEATURES; f++)
		fitted.values[f] -= means[f];
	match_rank(&fitted.model, &fitted.person, &all, again);
	for (int i = 0; i < FITTED; i++) {
		assert_int_equal(list[i].thing, again[i].thing);
		near("score", again[i].score, list[i].score, 1e-12);
		near("steady", again[i].steady, list[i].steady, 0);
	}
}

/* Two things of one letter each: which is first is one normal difference. */
static void
test_steady_joint(void **state)
{
	static const double weights[2][LETTERS] = { { 1 }, { 0, 1 } };
	static const double rows[] = { -1, -0.6, 0, 0.6, 1 };
	struct match_model model = { 2, weights[0], NULL, 1 };
	struct interest_profile profile = { 0 };

	(void)state;
	profile.scales[0] = (struct interest_scale){ .standard = 0.2,
		.standard_sd = 0.4 };
	profile.scales[1] = (struct interest_scale){ .standard_sd = 0.4 };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		double sd = 0.4 * sqrt(2 - 2 * rows[i]);

		/* On another scale than `standard`, the same correlation. */
		profile.standard_covariance[0][0] =
		    profile.standard_covariance[1][1] = 0.01;
		profile.standard_covariance[0][1] =
		    profile.standard_covariance[1][0] = rows[i] * 0.01;
		rank_things(&model, &profile, NULL, 0, 1, 2, list);
		near("steady", list[0].steady,
		    sd > 0 ? erfc(-0.2 / sd / sqrt(2)) / 2 : 1, 0.04);
		near("both", list[0].steady + list[1].steady, 1, 0);
	}
}

/* A factor of a correlation of six letters that is far from independent. */
static const double factor[LETTERS][LETTERS] = { { 1 }, { 0.6, 0.8 },
	{ -0.6, 0, 0.8 }, { 0, 0.8, 0, 0.6 }, { 0, 0, -0.8, 0, 0.6 },
	{ 0.48, -0.64, 0, 0, 0, 0.6 } };

/* Against 2,000 random draws of it, ranked again each time. */
static void
test_steady_joint_agrees(void **state)
{
	enum { THINGS = 40, KEPT = 6, DRAWS = 2000 };
	struct cases cases = { 107 };
	double error = 0;

	(void)state;
	for (int round = 0; round < 10; round++) {
		struct interest_profile profile, drawn;
		int held[THINGS] = { 0 }, first[KEPT];

		cases_model(&cases, THINGS, 5, &made);
		profile_make(&cases, &profile);
		for (int l = 0; l < LETTERS; l++)
			for (int m = 0; m < LETTERS; m++)
				for (int k = 0; k < LETTERS; k++)
					profile.standard_covariance[l][m] +=
					    factor[l][k] * factor[m][k];
		rank_things(&made.model, &profile, NULL, 0, KEPT, THINGS, list);
		for (int draw = 0; draw < DRAWS; draw++) {
			double z[LETTERS];

			drawn = profile;
			for (int l = 0; l < LETTERS; l++)
				z[l] = cases_normal(&cases);
			for (int l = 0; l < LETTERS; l++)
				for (int k = 0; k < LETTERS; k++)
					drawn.scales[l].standard +=
					    drawn.scales[l].standard_sd *
					    factor[l][k] * z[k];
			match_first(&made.model,
			    &(struct match_person){ .profile = &drawn }, KEPT,
			    first);
			for (int k = 0; k < KEPT; k++)
				held[first[k]]++;
		}
		for (int i = 0; i < THINGS; i++) {
			double off = list[i].steady -
			    (double)held[list[i].thing] / DRAWS;

			near("steady", off, 0, 0.2);
			error += off * off / THINGS / 10;
		}
	}
	near("root mean square", sqrt(error), 0, 0.03);
}

/* Covariances that say nothing leave the letters independent. */
static void
test_steady_joint_degenerate(void **state)
{
	static const double rows[] = { 0, NAN, INFINITY, -1 };
	struct cases cases = { 91 };
	struct interest_profile profile;

	(void)state;
	cases_model(&cases, 40, 5, &made);
	profile_make(&cases, &profile);
	rank_things(&made.model, &profile, NULL, 0, 6, 40, list);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		for (int l = 0; l < LETTERS; l++)
			for (int m = 0; m < LETTERS; m++)
				profile.standard_covariance[l][m] = rows[i];
		rank_things(&made.model, &profile, NULL, 0, 6, 40, again);
		for (int k = 0; k < 40; k++)
			near("steady", again[k].steady, list[k].steady, 0);
	}
	/* Not a covariance at all: still a share. */
	for (int l = 0; l < LETTERS; l++)
		for (int m = 0; m < LETTERS; m++)
			profile.standard_covariance[l][m] = l == m ? 1 : -3;
	rank_things(&made.model, &profile, NULL, 0, 6, 40, again);
	for (int k = 0; k < 40; k++)
		assert_true(again[k].steady >= 0 && again[k].steady <= 1);
}

static void
test_is_result(void **state)
{
	(void)state;
	assert_true(match_is_result(&(struct match){ .steady = 0.5 }));
	assert_false(match_is_result(&(struct match){ .steady = 31 / 64.0 }));
	assert_false(match_is_result(&(struct match){ .steady = NAN }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_weights),
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_lists_sound),
		cmocka_unit_test(test_zero_weights),
		cmocka_unit_test(test_empty_profile),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_steady_one_letter),
		cmocka_unit_test(test_steady_known),
		cmocka_unit_test(test_steady_agrees),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_spread),
		cmocka_unit_test(test_spread_rows),
		cmocka_unit_test(test_spread_exact),
		cmocka_unit_test(test_row_order),
		cmocka_unit_test(test_features_sound),
		cmocka_unit_test(test_features_steady),
		cmocka_unit_test(test_features_change),
		cmocka_unit_test(test_features_of_letters),
		cmocka_unit_test(test_first),
		cmocka_unit_test(test_centre),
		cmocka_unit_test(test_steady_joint),
		cmocka_unit_test(test_steady_joint_agrees),
		cmocka_unit_test(test_steady_joint_degenerate),
		cmocka_unit_test(test_is_result),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
