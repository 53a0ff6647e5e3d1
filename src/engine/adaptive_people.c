/* People of a bank's own model, for exposure and for simulation. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/adaptive_parts.h"
#include "engine/interest_parts.h"
#include "engine/numeric.h"

static const uint64_t number_step = 0x9e3779b97f4a7c15;

struct numbers {
	uint64_t state;
};

/* -1 < u < 1 */
static double
numbers_next(struct numbers *numbers)
{
	numbers->state += number_step;
	return ((double)(number_mix(numbers->state) >> 11) + 0.5) /
	    4503599627370496.0 -
	    1;
}

/* Two standard normal numbers by the polar method (Marsaglia and Bray 1964). */
static void
numbers_normal(struct numbers *numbers, float pair[2])
{
	double x, y, square, size;

	do {
		x = numbers_next(numbers);
		y = numbers_next(numbers);
		square = x * x + y * y;
	} while (square >= 1);
	size = sqrt(-2 * log(square) / square);
	pair[0] = (float)(x * size);
	pair[1] = (float)(y * size);
}

bool
people_make(const struct response_table *table, struct people *people)
{
	size_t count = (size_t)table->count;
	double *matrix = memory_get((count * count + 1) * sizeof *matrix);
	bool made;

	if (matrix == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++)
			matrix[i * count + j] = (double)
						    table->correlation[i][j];
	made = positive_factor(matrix, table->count);
	memset(people, 0, sizeof *people);
	people->table = table;
	for (size_t i = 0; i < count && made; i++)
		for (size_t j = 0; j <= i; j++)
			people->root[j][i] = (float)matrix[i * count + j];
	memory_give(matrix);
	return made;
}

void
people_answer(const struct people *people, uint64_t seed, uint64_t person,
    interest_answer answers[INTEREST_ITEMS])
{
	const struct response_table *table = people->table;
	struct numbers numbers = { number_mix(seed) + number_mix(~person) };
	float latent[INTEREST_ITEMS] = { 0 };
	int width = table->width;

	for (int j = 0; j < table->count; j += 2) {
		float pair[2];

		numbers_normal(&numbers, pair);
		for (int k = 0; k < 2 && j + k < table->count; k++) {
			const float *restrict row = people->root[j + k];

			for (int i = 0; i < width; i++)
				latent[i] += pair[k] * row[i];
		}
	}
	for (int i = 0; i < table->count; i++) {
		int answer = 1;

		for (int k = 0; k < TOP; k++)
			answer += latent[i] > table->cuts[k][i];
		answers[i] = (interest_answer)answer;
	}
}

struct adaptive_crowd {
	const struct interest_table *table;
	struct people people;
};

struct adaptive_crowd *
adaptive_crowd_new(const struct interest_table *table)
{
	struct adaptive_crowd *crowd = memory_get(sizeof *crowd);

	if (crowd == NULL)
		return NULL;
	crowd->table = table;
	if (people_make(&table->responses, &crowd->people))
		return crowd;
	memory_give(crowd);
	return NULL;
}

void
adaptive_crowd_free(struct adaptive_crowd *crowd)
{
	memory_give(crowd);
}

static void
profile_read(const struct interest_table *table,
    const struct responses *responses, const struct outlook *outlook,
    struct interest_profile *profile)
{
	struct answered answered[LETTERS] = { { 0 } };
	struct sums sums;

	for (int i = 0; i < table->count; i++) {
		struct answered *letter = &answered[table->scale[i]];

		if (responses->answers[i] == 0)
			continue;
		letter->items++;
		letter->sum += responses->answers[i] - 1;
	}
	responses_sum(responses, outlook, &sums);
	memset(profile, 0, sizeof *profile);
	profile->answered = responses->answered;
	for (int l = 0; l < LETTERS; l++)
		score_fill(table, l, &answered[l], &sums, profile);
	order_fill(profile);
}

void
adaptive_crowd_ask(const struct adaptive_crowd *crowd,
    const struct adaptive_rule *rule, uint64_t seed, uint64_t person,
    interest_answer answers[INTEREST_ITEMS], struct interest_profile *profile)
{
	struct responses responses;
	struct outlook outlook;

	people_answer(&crowd->people, seed, person, answers);
	responses_start(crowd->people.table, &responses);
	responses_look(&responses, &outlook);
	while (responses.answered < rule->most) {
		int item = adaptive_pick(
		    &responses, &outlook, rule, NULL, number_mix(person + 1));

		if (item < 0)
			break;
		responses_take(&responses, item, answers[item]);
		responses_look(&responses, &outlook);
	}
	profile_read(crowd->table, &responses, &outlook, profile);
}
