/*
 * From a profile to things of the catalogue. A ranking holds all things in
 * order of score; from it are read, in this order below: which of them go on
 * the list (spread), how steady each is (draws), and what would change it
 * (crossings). One heap serves the draws and the crossings.
 *
 * Nothing here takes memory: qsort may, so the order is made by a merge.
 */
#include "engine/match.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <string.h>

/*
 * A number with a row of the model behind it, or with a kind of crossing. Of
 * two marks the later one has the smaller number or, tied, the larger row; a
 * heap of marks has the latest of all at its root.
 */
struct mark {
	double number;
	int row;
};

static bool
mark_later(struct mark a, struct mark b)
{
	return a.number < b.number || (a.number == b.number && a.row > b.row);
}

/* Puts a mark at a place whose old one is done with, and lets it sink. */
static void
heap_put(struct mark *heap, int count, int at, struct mark mark)
{
	int child;

	while ((child = 2 * at + 1) < count) {
		if (child + 1 < count &&
		    mark_later(heap[child + 1], heap[child]))
			child++;
		if (!mark_later(heap[child], mark))
			break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = mark;
}

static void
heap_make(struct mark *heap, int count)
{
	for (int at = count / 2 - 1; at >= 0; at--)
		heap_put(heap, count, at, heap[at]);
}

static struct mark
heap_pop(struct mark *heap, int count)
{
	struct mark root = heap[0];

	heap_put(heap, count - 1, 0, heap[count - 1]);
	return root;
}

enum {
	LANES = 8, /* things that are scored side by side */
	/* Room to fill the last lanes up; no power of two, for the cache. */
	PLACES = MATCH_THINGS + LANES
};

/* The things in order of score, best first. */
struct ranking {
	int count;
	int rows[PLACES]; /* of the model */
	double scores[PLACES];
	/* How a thing's score goes with `standard` of a letter. */
	double slopes[LETTERS][PLACES];
	double bounds[LETTERS]; /* largest slope, unsigned */
	double longest; /* length of a thing's slopes */
	struct mark heap[MATCH_THINGS]; /* room to work in */
};

static const double *
thing_weights(const struct match_model *model, int thing)
{
	int features = model->letters == NULL ? LETTERS : model->features;

	return model->weights + (size_t)thing * (size_t)features;
}

/* Of features: what has no letter is added to the base. */
static double
thing_own_terms(const struct match_model *model,
    const struct match_person *person, int thing, double terms[LETTERS])
{
	const double *weights = thing_weights(model, thing);
	double base = model->bases == NULL ? 0 : model->bases[thing];

	if (model->letters == NULL) {
		for (int l = 0; l < LETTERS; l++)
			terms[l] = weights[l] *
			    person->profile->scales[l].standard;
		return base;
	}
	memset(terms, 0, LETTERS * sizeof *terms);
	for (int f = 0; f < model->features; f++)
		*(model->letters[f] < 0 ? &base : &terms[model->letters[f]]) +=
		    weights[f] * person->values[f];
	return base;
}

/* With what its labels add. */
static double
thing_terms(const struct match_model *model, const struct match_person *person,
    int thing, double terms[LETTERS])
{
	double base = thing_own_terms(model, person, thing, terms);

	if (model->starts == NULL)
		return base;
	for (int s = model->starts[thing]; s < model->starts[thing + 1]; s++) {
		const struct match_share *share = &model->shares[s];
		const struct match_move *move = &person->moves[share->label];

		base += share->share * move->base;
		for (int l = 0; l < LETTERS; l++)
			terms[l] += share->share * move->terms[l];
	}
	return base;
}

static double
thing_score(const struct match_model *model, const struct match_person *person,
    int thing)
{
	double terms[LETTERS];
	double score = thing_terms(model, person, thing, terms);

	for (int l = 0; l < LETTERS; l++)
		score += terms[l];
	return score;
}

static void
thing_own_slopes(const struct match_model *model,
    const struct match_person *person, int thing, double slopes[LETTERS])
{
	const double *weights = thing_weights(model, thing);

	if (model->letters == NULL) {
		memcpy(slopes, weights, LETTERS * sizeof *slopes);
		return;
	}
	memset(slopes, 0, LETTERS * sizeof *slopes);
	for (int f = 0; f < model->features; f++)
		for (int l = 0; l < LETTERS; l++)
			slopes[l] += weights[f] * person->rises[f][l];
}

static void
thing_slopes(const struct match_model *model, const struct match_person *person,
    int thing, double slopes[LETTERS])
{
	thing_own_slopes(model, person, thing, slopes);
	if (model->starts == NULL)
		return;
	for (int s = model->starts[thing]; s < model->starts[thing + 1]; s++) {
		const struct match_share *share = &model->shares[s];

		for (int l = 0; l < LETTERS; l++)
			slopes[l] += share->share *
			    person->moves[share->label].slopes[l];
	}
}

/*
 * Best first; of equals the one from the first run, which is the lower row. One
 * mark past the end may be looked at.
 */
static void
runs_merge(
    const struct mark *marks, int start, int middle, int end, struct mark *out)
{
	int a = start, b = middle;

	for (int at = start; at < end; at++) {
		/* No branch: which of the two is next cannot be foreseen. */
		int second = (a == middle) |
		    ((b < end) & (marks[a].number < marks[b].number));

		out[at] = marks[a + (b - a) * second];
		a += !second;
		b += second;
	}
}

static void
marks_sort(struct mark *marks, int count, struct mark *room)
{
	for (int width = 1; width < count; width *= 2) {
		for (int start = 0; start < count; start += 2 * width) {
			int left = count - start;

			runs_merge(marks, start,
			    start + (width < left ? width : left),
			    start + (2 * width < left ? 2 * width : left),
			    room);
		}
		memcpy(marks, room, (size_t)count * sizeof *marks);
	}
}

static void
order_make(struct ranking *ranking, const struct match_model *model,
    const struct match_person *person)
{
	struct mark marks[PLACES];

	ranking->count = model->count;
	for (int i = 0; i < model->count; i++)
		marks[i] = (struct mark){ thing_score(model, person, i), i };
	marks[model->count] = (struct mark){ -INFINITY, INT_MAX };
	marks_sort(marks, model->count, ranking->heap);
	for (int p = 0; p < ranking->count + LANES; p++) {
		ranking->scores[p] = p < ranking->count ? marks[p].number
							: -INFINITY;
		ranking->rows[p] = p < ranking->count ? marks[p].row : INT_MAX;
	}
}

static double
vector_length(const double vector[LETTERS])
{
	double square = 0;

	for (int l = 0; l < LETTERS; l++)
		square += vector[l] * vector[l];
	return sqrt(square);
}

/* How the largest of the slopes bounds what a draw or a change can move. */
static void
bounds_make(struct ranking *ranking)
{
	double square[MATCH_THINGS] = { 0 }, longest = 0;

	for (int l = 0; l < LETTERS; l++) {
		const double *slopes = ranking->slopes[l];
		double bound = 0;

		for (int p = 0; p < ranking->count; p++) {
			square[p] += slopes[p] * slopes[p];
			if (fabs(slopes[p]) > bound)
				bound = fabs(slopes[p]);
		}
		ranking->bounds[l] = bound;
	}
	for (int p = 0; p < ranking->count; p++)
		if (square[p] > longest)
			longest = square[p];
	ranking->longest = sqrt(longest);
}

static void
slopes_make(struct ranking *ranking, const struct match_model *model,
    const struct match_person *person)
{
	double slopes[LETTERS];

	for (int p = 0; p < ranking->count; p++) {
		thing_slopes(model, person, ranking->rows[p], slopes);
		for (int l = 0; l < LETTERS; l++)
			ranking->slopes[l][p] = slopes[l];
	}
	for (int l = 0; l < LETTERS; l++)
		memset(&ranking->slopes[l][ranking->count], 0,
		    LANES * sizeof **ranking->slopes);
	bounds_make(ranking);
}

/* The spread: which things go on the list. */

enum { GROUPS = 64 };

static int
groups_count(const struct ranking *ranking, const int *groups)
{
	bool met[GROUPS] = { false };
	int count = 0;

	for (int p = 0; p < ranking->count; p++) {
		int group = groups[ranking->rows[p]];

		assert(group >= 0 && group < GROUPS);
		count += !met[group];
		met[group] = true;
	}
	return count;
}

/*
 * Takes the best thing of each of the best `fields` fields, its leader. Some
 * list of the largest sum holds them all: where one of these leaders is not on
 * a list, nothing of its field is (else it would change places with it at no
 * loss), so among the list's fields, which are at least as many, is one whose
 * leader is worse. Put the missing leader in place of that field's worst thing
 * on the list: the sum does not fall, the fields do not become fewer, and one
 * leader more is there. With all of them on it a list has its fields, and the
 * other places are free for the best of the rest.
 */
static void
leaders_take(
    const struct ranking *ranking, const int *groups, int fields, bool *taken)
{
	bool met[GROUPS] = { false };

	for (int p = 0; fields > 0; p++) {
		bool *here = &met[groups[ranking->rows[p]]];

		taken[p] = !*here;
		fields -= !*here;
		*here = true;
	}
}

/* Writes the places in the ranking of what goes on the list, in order. */
static int
list_choose(const struct ranking *ranking, const struct match_wish *wish,
    int *positions)
{
	bool taken[MATCH_THINGS] = { false };
	int count = wish->want < ranking->count ? wish->want : ranking->count;
	int left = count, written = 0;

	if (wish->groups != NULL && wish->spread > 1) {
		int fields = groups_count(ranking, wish->groups);

		fields = wish->spread < fields ? wish->spread : fields;
		fields = count < fields ? count : fields;
		leaders_take(ranking, wish->groups, fields, taken);
		left -= fields;
	}
	for (int p = 0; written < count; p++) {
		if (!taken[p] && left-- <= 0)
			continue;
		positions[written++] = p;
	}
	return count;
}

/* Steadiness: draws of the posterior. */

enum { DRAW_BITS = 6, DRAWS = 1 << DRAW_BITS };

/*
 * Sobol's direction numbers in 64ths, after the polynomials and first numbers
 * of Joe and Kuo (2008). The shifts are those of 4,000 tried at which the draws
 * of two letters are least correlated (.067 at the most), and none is at the
 * corner of all letters, as point 0 would be.
 */
static const struct {
	unsigned shift, numbers[DRAW_BITS];
} sobol[LETTERS] = {
	{ 14, { 32, 16, 8, 4, 2, 1 } },
	{ 23, { 32, 48, 40, 60, 34, 51 } },
	{ 52, { 32, 48, 24, 36, 58, 23 } },
	{ 2, { 32, 48, 8, 20, 62, 29 } },
	{ 19, { 32, 16, 8, 44, 62, 55 } },
	{ 27, { 32, 16, 24, 12, 50, 9 } },
};

/* The normal quantiles of (k + .5) / 64, k from 32; the others mirror them. */
static const double normal_upper[DRAWS / 2] = { 0.019584285230126924,
	0.05878293606894306, 0.09807215248866105, 0.13751340214433588,
	0.1771698209917398, 0.21710694721012969, 0.25739352610093824,
	0.29810241293048695, 0.3393116065388173, 0.38110545476355645,
	0.4235760842011995, 0.4668251228525896, 0.5109658067382474,
	0.5561255936186913, 0.6024494531644237, 0.6501040706479952,
	0.6992833023832199, 0.7502153754679404, 0.8031725655979177,
	0.858484474141832, 0.9165566675331125, 0.977897943540942,
	1.043158263318454, 1.1131942771609284, 1.1891643501993368,
	1.2726986411905357, 1.3662038163720984, 1.4734675779471014,
	1.6010086648860757, 1.7616704103630663, 1.9874278859298957,
	2.417559016236505 };

/* From one of the 64 slices of a letter's normal distribution to its middle. */
static double
slice_normal(unsigned slice)
{
	return slice < DRAWS / 2 ? -normal_upper[DRAWS / 2 - 1 - slice]
				 : normal_upper[slice - DRAWS / 2];
}

/* The next point: the order is that of Gray's code, one number at a time. */
static void
slices_step(unsigned slices[LETTERS], int draw)
{
	int bit = 0;

	while (bit < DRAW_BITS - 1 && !(draw >> bit & 1))
		bit++;
	for (int l = 0; l < LETTERS; l++)
		slices[l] ^= sobol[l].numbers[bit];
}

/* Of two letters under the posterior; 0 where none is known. */
static double
letters_correlation(const struct interest_profile *profile, int a, int b)
{
	double of_a = profile->standard_covariance[a][a];
	double of_b = profile->standard_covariance[b][b];
	double correlation = profile->standard_covariance[a][b] /
	    (sqrt(of_a) * sqrt(of_b));

	if (a == b)
		return 1;
	if (!(of_a > 0 && of_b > 0) || !isfinite(correlation))
		return 0;
	return fmax(-1, fmin(1, correlation));
}

/*
 * The triangular root of the correlation (Cholesky). A letter that those before
 * it determine has no part of its own; without a covariance it is the identity.
 */
static void
root_make(const struct interest_profile *profile, double root[LETTERS][LETTERS])
{
	memset(root, 0, LETTERS * sizeof *root);
	for (int l = 0; l < LETTERS; l++)
		for (int m = 0; m <= l; m++) {
			double rest = letters_correlation(profile, l, m);

			for (int k = 0; k < m; k++)
				rest -= root[l][k] * root[m][k];
			if (m == l)
				root[l][l] = rest > 0 ? sqrt(rest) : 0;
			else if (root[m][m] > 1e-6)
				root[l][m] = rest / root[m][m];
		}
}

/* How far a draw moves each letter's `standard`. */
static void
draw_move(const struct interest_profile *profile, const double (*root)[LETTERS],
    const unsigned slices[LETTERS], double moves[LETTERS])
{
	double z[LETTERS];

	for (int l = 0; l < LETTERS; l++) {
		z[l] = slice_normal(slices[l]);
		moves[l] = 0;
		for (int m = 0; m <= l; m++)
			moves[l] += root[l][m] * z[m];
		moves[l] *= profile->scales[l].standard_sd;
	}
}

/* The scores of LANES things from place p on, when the letters move. */
static void
lanes_move(const struct ranking *ranking, int p, const double moves[LETTERS],
    double scores[restrict LANES])
{
	memcpy(scores, ranking->scores + p, LANES * sizeof *scores);
	for (int l = 0; l < LETTERS; l++)
		for (int k = 0; k < LANES; k++)
			scores[k] += ranking->slopes[l][p + k] * moves[l];
}

/* Holds the first `keep` of the marks given to it. */
static int
heap_offer(struct mark *heap, int count, int keep, struct mark mark)
{
	if (count == keep) {
		if (mark_later(heap[0], mark))
			heap_put(heap, keep, 0, mark);
		return keep;
	}
	heap[count++] = mark;
	if (count == keep)
		heap_make(heap, keep);
	return count;
}

/* The last of the first `keep` things when the letters move; keep < count. */
static struct mark
draw_last(struct ranking *ranking, const double moves[LETTERS], int keep)
{
	/* No score moves by more; the rest is for what rounding may add. */
	double reach = ranking->longest * vector_length(moves) + 1e-9;
	double scores[LANES];
	int held = 0;

	for (int p = 0; p < ranking->count; p += LANES) {
		/* From here on none can get in. */
		if (held == keep &&
		    ranking->scores[p] + reach < ranking->heap[0].number)
			break;
		lanes_move(ranking, p, moves, scores);
		for (int k = 0; k < LANES; k++)
			held = heap_offer(ranking->heap, held, keep,
			    (struct mark){ scores[k], ranking->rows[p + k] });
	}
	return ranking->heap[0];
}

static bool
draw_holds(const struct ranking *ranking, const double moves[LETTERS],
    struct mark last, int position)
{
	struct mark mark = { ranking->scores[position],
		ranking->rows[position] };

	for (int l = 0; l < LETTERS; l++)
		mark.number += ranking->slopes[l][position] * moves[l];
	return !mark_later(mark, last);
}

static void
steady_fill(struct ranking *ranking, const struct interest_profile *profile,
    int keep, const int *positions, int count, struct match *out)
{
	double root[LETTERS][LETTERS], moves[LETTERS];
	unsigned slices[LETTERS];

	for (int i = 0; i < count; i++)
		out[i].steady = keep >= ranking->count;
	if (keep < 1 || keep >= ranking->count)
		return;
	root_make(profile, root);
	for (int l = 0; l < LETTERS; l++)
		slices[l] = sobol[l].shift;
	for (int draw = 1; draw <= DRAWS; draw++) {
		draw_move(
		    profile, (const double(*)[LETTERS])root, slices, moves);
		struct mark last = draw_last(ranking, moves, keep);
		for (int i = 0; i < count; i++)
			if (draw_holds(ranking, moves, last, positions[i]))
				out[i].steady += 1.0 / DRAWS;
		slices_step(slices, draw);
	}
}

/* Change: where the lines of two things cross when one letter moves. */

/* A mark of a crossing: how far the score moves, and these for the row. */
enum {
	CROSSING_UP = 1, /* the letter goes up, else down */
	CROSSING_TOWARD = 2 /* towards the change looked for, else back */
};

/* What is looked for: a change of one thing by one letter. */
struct search {
	int position;
	bool inside; /* the thing is among the first `keep` now */
	int need; /* crossings that turn it in or out */
	int letter;
	double rise;
	double room[2]; /* that the score has down and up */
	double below; /* shorter than what was found before */
	int count; /* crossings gathered */
	int toward[2]; /* of those, towards the change, down and up */
};

/* Keeps the crossing with the thing at position p when it is near enough. */
static void
crossing_add(struct ranking *ranking, struct search *search, int p)
{
	const double *slopes = ranking->slopes[search->letter];
	bool behind = p > search->position;
	double gap = fabs(
	    ranking->scores[search->position] - ranking->scores[p]);
	double slope = slopes[p] - slopes[search->position];

	/* Most are too far: seen without a division. */
	if (!(gap * search->rise < search->below * fabs(slope)))
		return;
	double distance = gap / fabs(slope) * search->rise;
	bool up = behind == (slope > 0), toward = behind == search->inside;
	if (distance > search->room[up])
		return;
	ranking->heap[search->count++] = (struct mark){ distance,
		up * CROSSING_UP + toward * CROSSING_TOWARD };
	search->toward[up] += toward;
}

/*
 * With the things behind or with those ahead: outwards from the thing, until
 * the gap is too wide for any two slopes.
 */
static void
crossings_gather(struct ranking *ranking, struct search *search, bool behind)
{
	const double *scores = ranking->scores;
	double widest = ranking->bounds[search->letter] +
	    fabs(ranking->slopes[search->letter][search->position]);
	double far = search->below / search->rise * widest;
	double here = scores[search->position];
	int step = behind ? 1 : -1;

	for (int p = search->position + step;
	     p >= 0 && p < ranking->count && !(fabs(here - scores[p]) > far);
	     p += step)
		crossing_add(ranking, search, p);
}

/* The shortest change that does it, signed; false when there is none. */
static bool
search_run(struct ranking *ranking, struct search *search, double *change)
{
	int net[2] = { 0, 0 };

	search->count = search->toward[0] = search->toward[1] = 0;
	crossings_gather(ranking, search, search->inside);
	if (search->toward[0] < search->need &&
	    search->toward[1] < search->need)
		return false;
	crossings_gather(ranking, search, !search->inside);
	heap_make(ranking->heap, search->count);
	for (int count = search->count; count > 0; count--) {
		struct mark mark = heap_pop(ranking->heap, count);

		net[mark.row & CROSSING_UP] += mark.row & CROSSING_TOWARD ? 1
									  : -1;
		if (count > 1 && ranking->heap[0].number == mark.number)
			continue; /* what meets in one point counts once */
		if (net[0] < search->need && net[1] < search->need)
			continue;
		*change = net[CROSSING_UP] >= search->need
		    ? mark.number
		    : 0 - mark.number; /* never -0 */
		return true;
	}
	return false;
}

/* The letter with the shortest change below search->below, if there is one. */
static void
letters_search(struct ranking *ranking, const struct interest_profile *profile,
    struct search *search, struct match *match)
{
	for (int l = 0; l < LETTERS; l++) {
		const struct interest_scale *scale = &profile->scales[l];

		search->letter = l;
		search->rise = scale->rise;
		search->room[0] = scale->score;
		search->room[1] = 1 - scale->score;
		if (!(scale->rise > 0) ||
		    !search_run(ranking, search, &match->change))
			continue;
		match->change_letter = l;
		search->below = fabs(match->change);
	}
}

/* Looks near first: most changes are short and few things are in reach. */
static void
change_fill(struct ranking *ranking, const struct interest_profile *profile,
    int keep, int position, struct match *match)
{
	struct search search = { .position = position,
		.inside = position < keep };

	match->change_letter = -1;
	match->change = 0;
	if (keep < 1 || keep >= ranking->count)
		return;
	search.need = search.inside ? keep - position : position - keep + 1;
	for (double below = 1.0 / 16; below <= 2 && match->change_letter < 0;
	     below *= 2) {
		search.below = below;
		letters_search(ranking, profile, &search, match);
	}
}

/* A vector less its mean; what is left of a level one is no direction. */
static void
vector_centre(const double vector[LETTERS], double out[LETTERS])
{
	double mean = 0, length;

	for (int l = 0; l < LETTERS; l++)
		mean += vector[l] / LETTERS;
	for (int l = 0; l < LETTERS; l++)
		out[l] = vector[l] - mean;
	length = vector_length(out);
	for (int l = 0; l < LETTERS; l++)
		out[l] = length > 1e-9 ? out[l] / length : 0;
}

void
match_weights(
    const double (*vectors)[LETTERS], int count, double (*out)[LETTERS])
{
	for (int i = 0; i < count; i++)
		vector_centre(vectors[i], out[i]);
}

/* exp(score / temperature), with the best score taken off against overflow. */
static double
thing_odds(const struct ranking *ranking, int position, double temperature)
{
	return exp(
	    (ranking->scores[position] - ranking->scores[0]) / temperature);
}

/* Fills what can be said of each alone; answers what the spread costs. */
static double
matches_fill(const struct ranking *ranking, const struct match_model *model,
    const struct match_person *person, const int *positions, int count,
    struct match *out)
{
	double total = 0, first = 0, listed = 0;

	for (int p = 0; p < ranking->count; p++) {
		total += thing_odds(ranking, p, model->temperature);
		if (p == count - 1)
			first = total;
	}
	for (int i = 0; i < count; i++) {
		int thing = ranking->rows[positions[i]];
		double odds = thing_odds(
		    ranking, positions[i], model->temperature);

		out[i].thing = thing;
		out[i].base = thing_terms(model, person, thing, out[i].terms);
		out[i].score = thing_score(model, person, thing);
		out[i].probability = odds / total;
		listed += odds;
	}
	return (first - listed) / first;
}

static void
model_check(const struct match_model *model)
{
	assert(model->count <= MATCH_THINGS && model->temperature > 0);
	assert(model->features <= MATCH_FEATURES);
	assert(model->letters != NULL || model->features == 0 ||
	    model->features == LETTERS);
}

struct match_list
match_rank(const struct match_model *model, const struct match_person *person,
    const struct match_wish *wish, struct match *out)
{
	struct match_list list = { 0 };
	struct ranking ranking;
	int positions[MATCH_THINGS];

	model_check(model);
	if (model->count < 1 || wish->want < 1)
		return list;
	order_make(&ranking, model, person);
	slopes_make(&ranking, model, person);
	list.count = list_choose(&ranking, wish, positions);
	list.loss = matches_fill(
	    &ranking, model, person, positions, list.count, out);
	steady_fill(
	    &ranking, person->profile, wish->keep, positions, list.count, out);
	for (int i = 0; i < list.count; i++)
		change_fill(&ranking, person->profile, wish->keep, positions[i],
		    &out[i]);
	return list;
}

int
match_first(const struct match_model *model, const struct match_person *person,
    int want, int *things)
{
	struct mark first[MATCH_THINGS];
	int held = 0;

	model_check(model);
	for (int i = 0; i < model->count && want > 0; i++) {
		struct mark mark = { thing_score(model, person, i), i };
		int at = held;

		while (at > 0 && mark_later(first[at - 1], mark))
			at--;
		if (at == want)
			continue;
		held += held < want;
		memmove(first + at + 1, first + at,
		    (size_t)(held - at - 1) * sizeof *first);
		first[at] = mark;
	}
	for (int k = 0; k < held; k++)
		things[k] = first[k].row;
	return held;
}

void
match_centre(const double *weights, const double *bases, int things,
    const double *means, int features, double *out)
{
	for (int i = 0; i < things; i++) {
		out[i] = bases[i];
		for (int f = 0; f < features; f++)
			out[i] += *weights++ * means[f];
	}
}
