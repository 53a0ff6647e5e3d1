#include "model/figures.h"

#include <math.h>
#include <string.h>

enum { DIGITS = 4 };

void
full_test_make(const struct interest_bank *bank, const interest_answer *answers,
    struct full_test *full)
{
	int items[LETTERS] = { 0 }, given[LETTERS] = { 0 };

	memset(full, 0, sizeof *full);
	for (int i = 0; i < bank->count; i++) {
		int letter = bank->items[i].scale;

		items[letter]++;
		if (answers[i] < 1 || answers[i] > INTEREST_CATEGORIES)
			continue;
		given[letter]++;
		full->score[letter] += answers[i] - 1;
	}
	for (int l = 0; l < LETTERS; l++) {
		full->known[l] = items[l] > 0 && given[l] == items[l];
		if (items[l] > 0)
			full->score[l] /= (INTEREST_CATEGORIES - 1) * items[l];
	}
}

static void
letter_take(struct letter_figures *letter, const struct interest_scale *scale,
    double full)
{
	double error = scale->score - full;

	letter->people++;
	letter->estimate += scale->score;
	letter->full += full;
	letter->estimates += scale->score * scale->score;
	letter->fulls += full * full;
	letter->both += scale->score * full;
	letter->error += error * error;
	for (int k = 0; k < INTEREST_LEVELS; k++)
		letter->held[k] += scale->full[k].low - 1e-9 <= full &&
		    full <= scale->full[k].high + 1e-9;
}

/* The first letter of the estimate is one of the first of the full test. */
static void
first_take(struct figures *figures, const struct interest_profile *profile,
    const struct full_test *full)
{
	double most = 0;

	for (int l = 0; l < LETTERS; l++) {
		if (!full->known[l] && profile->scales[l].items > 0)
			return;
		if (full->known[l])
			most = fmax(most, full->score[l]);
	}
	figures->first++;
	figures->agreed += full->known[profile->order[0]] &&
	    full->score[profile->order[0]] >= most;
}

void
figures_take(struct figures *figures, const struct interest_profile *profile,
    const struct full_test *full)
{
	figures->people++;
	figures->items += profile->answered;
	first_take(figures, profile, full);
	for (int l = 0; l < LETTERS; l++)
		if (full->known[l])
			letter_take(&figures->letters[l], &profile->scales[l],
			    full->score[l]);
}

static void
letter_add(struct letter_figures *sum, const struct letter_figures *more)
{
	sum->people += more->people;
	sum->estimate += more->estimate;
	sum->full += more->full;
	sum->estimates += more->estimates;
	sum->fulls += more->fulls;
	sum->both += more->both;
	sum->error += more->error;
	for (int k = 0; k < INTEREST_LEVELS; k++)
		sum->held[k] += more->held[k];
}

void
figures_add(struct figures *sum, const struct figures *more)
{
	sum->people += more->people;
	sum->items += more->items;
	sum->first += more->first;
	sum->agreed += more->agreed;
	for (int l = 0; l < LETTERS; l++)
		letter_add(&sum->letters[l], &more->letters[l]);
}

/* NaN where one of them does not vary. */
static double
letter_correlation(const struct letter_figures *letter)
{
	double people = (double)letter->people;
	double x = letter->estimates -
	    letter->estimate * letter->estimate / people;
	double y = letter->fulls - letter->full * letter->full / people;
	double both = letter->both - letter->estimate * letter->full / people;

	return x > 1e-9 && y > 1e-9 ? both / sqrt(x * y) : NAN;
}

static double
letter_error(const struct letter_figures *letter)
{
	return sqrt(letter->error / (double)letter->people);
}

static double
letter_held(const struct letter_figures *letter, int level)
{
	return (double)letter->held[level] / (double)letter->people;
}

static void
put_letters(struct writer *writer, const char *name,
    const struct figures *figures, const char *const *names, int scales,
    double (*of)(const struct letter_figures *letter))
{
	put_object(writer, name);
	for (int l = 0; l < scales; l++)
		put_real(writer, names[l], of(&figures->letters[l]), DIGITS);
	put_object_end(writer);
}

/* NaN where a letter has none. */
static double
correlation_mean(const struct figures *figures, int scales)
{
	double sum = 0;

	for (int l = 0; l < scales; l++)
		sum += letter_correlation(&figures->letters[l]);
	return sum / scales;
}

static double
held_mean(const struct figures *figures, int scales, int level)
{
	int64_t held = 0, people = 0;

	for (int l = 0; l < scales; l++) {
		held += figures->letters[l].held[level];
		people += figures->letters[l].people;
	}
	return (double)held / (double)people;
}

void
figures_put(struct writer *writer, const struct figures *figures,
    const char *const *names, int scales)
{
	put_real(writer, "r_mean", correlation_mean(figures, scales), DIGITS);
	put_letters(writer, "r", figures, names, scales, letter_correlation);
	put_letters(writer, "rmse", figures, names, scales, letter_error);
	put_real(writer, "top_letter",
	    (double)figures->agreed / (double)figures->first, DIGITS);
	put_real(writer, "coverage80", held_mean(figures, scales, 0), DIGITS);
	put_real(writer, "coverage95", held_mean(figures, scales, 1), DIGITS);
	put_object(writer, "coverage");
	for (int l = 0; l < scales; l++) {
		put_object(writer, names[l]);
		put_real(
		    writer, "80", letter_held(&figures->letters[l], 0), DIGITS);
		put_real(
		    writer, "95", letter_held(&figures->letters[l], 1), DIGITS);
		put_object_end(writer);
	}
	put_object_end(writer);
}
