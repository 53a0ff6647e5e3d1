#include "model/bank_learned.h"

#include <math.h>

#include "engine/residual.h"
#include "model/calibrated.h"

enum { LEARNED_DIGITS = 3 };

static double
decimals_six(double value)
{
	return floor(value * 1e6 + 0.5) / 1e6;
}

static void
item_fill(
    const struct calibrated *calibrated, int i, struct interest_bank *bank)
{
	const struct calibrate_item *from = &calibrated->calibration.item[i];
	struct interest_item *item = &bank->items[i];

	item->scale = calibrated->scales.scale[i];
	item->slope = decimals_six(from->slope);
	for (int k = 0; k < INTEREST_CATEGORIES - 1; k++)
		item->thresholds[k] = decimals_six(from->thresholds[k]);
}

const struct interest_bank *
bank_learn(struct arena *arena, const struct calibrated *calibrated)
{
	const struct scales_file *scales = &calibrated->scales;
	struct interest_bank *bank;

	if (scales->scales > LETTERS || scales->items > INTEREST_ITEMS)
		return NULL;
	bank = arena_alloc(arena, sizeof *bank);
	bank->count = scales->items;
	for (int i = 0; i < scales->items; i++)
		item_fill(calibrated, i, bank);
	for (int l = 0; l < LETTERS; l++)
		bank->correlation[l][l] = 1;
	for (int l = 0; l < scales->scales; l++)
		for (int m = 0; m < scales->scales; m++)
			bank->correlation[l][m] = decimals_six(
			    calibrated->calibration
				.correlation[l * scales->scales + m]);
	if (!residual_learn(
		bank, calibrated->answers.given, calibrated->answers.people))
		return NULL;
	return bank;
}

static void
put_residual(struct writer *writer, const struct interest_bank *bank)
{
	put_list(writer, "residual");
	for (int i = 0; i < bank->count; i++) {
		put_list(writer, NULL);
		for (int j = 0; j < i; j++)
			put_real(writer, NULL, (double)bank->residual[i][j],
			    LEARNED_DIGITS);
		put_list_end(writer);
	}
	put_list_end(writer);
}

static void
put_stage(struct writer *writer, int scales,
    const double stage[LETTERS][INTEREST_BINS])
{
	put_list(writer, NULL);
	for (int l = 0; l < scales; l++) {
		put_list(writer, NULL);
		for (int b = 0; b < INTEREST_BINS; b++)
			put_real(writer, NULL, stage[l][b], LEARNED_DIGITS);
		put_list_end(writer);
	}
	put_list_end(writer);
}

void
put_learned(struct writer *writer, const struct interest_bank *bank, int scales)
{
	put_residual(writer, bank);
	put_list(writer, "reach");
	for (int k = 0; k < INTEREST_LEVELS; k++) {
		put_list(writer, NULL);
		for (int stage = 0; stage < INTEREST_STAGES; stage++)
			put_stage(writer, scales, bank->reach.at[k][stage]);
		put_list_end(writer);
	}
	put_list_end(writer);
}

/* An array of numbers between the bounds, exactly `count` of them. */
static bool
numbers_take(
    const json_t *json, int count, double least, double most, double *numbers)
{
	if (json_array_size(json) != (size_t)count ||
	    (count == 0 && !json_is_array(json)))
		return false;
	for (int i = 0; i < count; i++) {
		const json_t *number = json_array_get(json, (size_t)i);

		numbers[i] = json_number_value(number);
		if (!json_is_number(number) || !(numbers[i] >= least) ||
		    !(numbers[i] <= most))
			return false;
	}
	return true;
}

static bool
residual_take(const json_t *json, struct interest_bank *bank)
{
	double row[INTEREST_ITEMS];

	if (json_array_size(json) != (size_t)bank->count)
		return false;
	for (int i = 0; i < bank->count; i++) {
		if (!numbers_take(
			json_array_get(json, (size_t)i), i, -1, 1, row))
			return false;
		for (int j = 0; j < i; j++)
			bank->residual[i][j] = bank->residual[j][i] = (float)
			    row[j];
	}
	return true;
}

static bool
stage_take(const json_t *json, int scales, double stage[LETTERS][INTEREST_BINS])
{
	if (json_array_size(json) != (size_t)scales)
		return false;
	for (int l = 0; l < scales; l++)
		if (!numbers_take(json_array_get(json, (size_t)l),
			INTEREST_BINS, 0, INTEREST_REACH, stage[l]))
			return false;
	return true;
}

static bool
reach_take(const json_t *json, int scales, struct interest_reach *reach)
{
	if (json_array_size(json) != INTEREST_LEVELS)
		return false;
	for (size_t k = 0; k < INTEREST_LEVELS; k++) {
		const json_t *level = json_array_get(json, k);

		if (json_array_size(level) != INTEREST_STAGES)
			return false;
		for (size_t s = 0; s < INTEREST_STAGES; s++)
			if (!stage_take(json_array_get(level, s), scales,
				reach->at[k][s]))
				return false;
	}
	return true;
}

const char *
learned_take(const json_t *json, int scales, struct interest_bank *bank)
{
	const json_t *residual = json_object_get(json, "residual");
	const json_t *reach = json_object_get(json, "reach");

	if (residual != NULL && !residual_take(residual, bank))
		return "residual";
	if (reach != NULL && !reach_take(reach, scales, &bank->reach))
		return "reach";
	return NULL;
}
