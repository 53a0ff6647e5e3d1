/* The calibration as JSON: the bank of items, and the summary of a run. */
#include "model/bank_file.h"
#include "model/bank_learned.h"
#include "model/calibrated.h"

enum { DIGITS = 6, FIT_DIGITS = 4, CHANCE_DIGITS = 10 };

static void
put_fit(struct writer *writer, const struct calibrate_fit *fit)
{
	put_object(writer, "fit");
	put_real(writer, "statistic", fit->statistic, FIT_DIGITS);
	put_int(writer, "freedom", fit->freedom);
	put_real(writer, "chance", fit->chance, CHANCE_DIGITS);
	put_real(writer, "rmsea", fit->rmsea, DIGITS);
	put_object_end(writer);
}

static int64_t
answers_given(const struct calibrate_item *item)
{
	int64_t answers = 0;

	for (int k = 0; k < CALIBRATE_CATEGORIES; k++)
		answers += item->counts[k];
	return answers;
}

static void
put_item(struct writer *writer, const struct calibrated *calibrated, int i)
{
	const struct scales_file *scales = &calibrated->scales;
	const struct calibrate_item *item = &calibrated->calibration.item[i];

	put_object(writer, NULL);
	put_text(writer, "id", scales->item_names[i]);
	put_text(writer, "scale", scales->scale_names[scales->scale[i]]);
	put_real(writer, "slope", item->slope, DIGITS);
	put_list(writer, "thresholds");
	for (int k = 0; k < CALIBRATE_CATEGORIES - 1; k++)
		put_real(writer, NULL, item->thresholds[k], DIGITS);
	put_list_end(writer);
	put_real(writer, "slope_error", item->slope_error, DIGITS);
	put_int(writer, "answered", answers_given(item));
	put_list(writer, "counts");
	for (int k = 0; k < CALIBRATE_CATEGORIES; k++)
		put_int(writer, NULL, item->counts[k]);
	put_list_end(writer);
	put_fit(writer, &item->fit);
	put_object_end(writer);
}

static void
put_correlation(struct writer *writer, const struct calibration *calibration)
{
	int size = calibration->scales;

	put_list(writer, "correlation");
	for (int i = 0; i < size; i++) {
		put_list(writer, NULL);
		for (int j = 0; j < size; j++)
			put_real(writer, NULL,
			    calibration->correlation[i * size + j], DIGITS);
		put_list_end(writer);
	}
	put_list_end(writer);
}

static void
put_scale(struct writer *writer, const struct calibrated *calibrated, int s)
{
	const struct scales_file *scales = &calibrated->scales;
	const struct calibrate_scale *scale = &calibrated->calibration.scale[s];

	put_object(writer, NULL);
	put_text(writer, "scale", scales->scale_names[s]);
	put_int(writer, "people", scale->people);
	put_int(writer, "patterns", (int64_t)scale->patterns);
	put_int(writer, "iterations", scale->iterations);
	put_bool(writer, "settled", scale->settled);
	put_real(writer, "log_likelihood", scale->likelihood, FIT_DIGITS);
	put_real(writer, "reliability", scale->reliability, DIGITS);
	put_real(writer, "srmsr", scale->srmsr, DIGITS);
	put_list(writer, "pair");
	for (int k = 0; k < 2 && scale->pair[k] >= 0; k++)
		put_text(writer, NULL, scales->item_names[scale->pair[k]]);
	put_list_end(writer);
	put_real(writer, "pair_residual", scale->pair_residual, DIGITS);
	put_object_end(writer);
}

static void
put_scales(struct writer *writer, const struct calibrated *calibrated)
{
	put_list(writer, "scale_fit");
	for (int s = 0; s < calibrated->scales.scales; s++)
		put_scale(writer, calibrated, s);
	put_list_end(writer);
}

/* column: where the row does not stand under its column. */
static void
put_dif(struct writer *writer, const struct functioning *functioning,
    const char *column, const char *item, const struct dif *dif)
{
	const char class[] = { dif->class, '\0' };

	put_object(writer, NULL);
	if (column != NULL)
		put_text(writer, "column", column);
	put_text(writer, "item", item);
	put_text(writer, "class", dif->class ? class : NULL);
	if (dif->class) {
		put_int(writer, "people", dif->people);
		put_real(writer, "gain", dif->gain, DIGITS);
		put_real(writer, "gain_uniform", dif->gain_uniform, DIGITS);
		put_real(writer, "ratio", dif->ratio, FIT_DIGITS);
		put_int(writer, "freedom", dif->freedom);
		put_real(writer, "chance", dif->chance, CHANCE_DIGITS);
		put_real(writer, "difference", dif->difference, DIGITS);
		put_text(writer, "high", functioning->values[dif->high]);
		put_text(writer, "low", functioning->values[dif->low]);
	}
	put_object_end(writer);
}

static void
put_column(struct writer *writer, const struct calibrated *calibrated,
    const struct functioning *functioning)
{
	put_object(writer, functioning->name);
	put_list(writer, "groups");
	for (int g = 0; g < functioning->groups; g++)
		put_text(writer, NULL, functioning->values[g]);
	put_list_end(writer);
	put_list(writer, "items");
	for (int i = 0; i < calibrated->scales.items; i++)
		put_dif(writer, functioning, NULL,
		    calibrated->scales.item_names[i], &functioning->items[i]);
	put_list_end(writer);
	put_object_end(writer);
}

static void
put_source(struct writer *writer, const struct calibrated *calibrated)
{
	put_object(writer, "source");
	put_int(writer, "people", (int64_t)calibrated->answers.people);
	put_text(writer, "sha256", calibrated->answers.sha256);
	put_object_end(writer);
}

void
bank_write(struct buffer *out, const struct calibrated *calibrated)
{
	const struct scales_file *scales = &calibrated->scales;
	struct writer writer = { .out = out };

	put_object(&writer, NULL);
	put_text(&writer, "format", BANK_FORMAT);
	put_int(&writer, "people", (int64_t)calibrated->answers.people);
	put_list(&writer, "scales");
	for (int s = 0; s < scales->scales; s++)
		put_text(&writer, NULL, scales->scale_names[s]);
	put_list_end(&writer);
	put_list(&writer, "items");
	for (int i = 0; i < scales->items; i++)
		put_item(&writer, calibrated, i);
	put_list_end(&writer);
	put_correlation(&writer, &calibrated->calibration);
	if (calibrated->bank != NULL)
		put_learned(&writer, calibrated->bank, scales->scales);
	put_scales(&writer, calibrated);
	put_object(&writer, "dif");
	for (int c = 0; c < calibrated->columns; c++)
		put_column(&writer, calibrated, &calibrated->functioning[c]);
	put_object_end(&writer);
	put_source(&writer, calibrated);
	put_object_end(&writer);
	buffer_char(out, '\n');
}

static void
put_totals(struct writer *writer, const struct calibration *calibration)
{
	int64_t iterations = 0;
	double likelihood = 0;

	for (int s = 0; s < calibration->scales; s++) {
		iterations += calibration->scale[s].iterations;
		likelihood += calibration->scale[s].likelihood;
	}
	put_int(writer, "iterations", iterations);
	put_real(writer, "log_likelihood", likelihood, FIT_DIGITS);
}

/* The items that do not function alike. */
static void
put_flagged(struct writer *writer, const struct calibrated *calibrated)
{
	put_list(writer, "dif");
	for (int c = 0; c < calibrated->columns; c++) {
		const struct functioning *functioning =
		    &calibrated->functioning[c];

		for (int i = 0; i < calibrated->scales.items; i++)
			if (functioning->items[i].class >= 'B')
				put_dif(writer, functioning, functioning->name,
				    calibrated->scales.item_names[i],
				    &functioning->items[i]);
	}
	put_list_end(writer);
}

static void
put_worst(struct writer *writer, const struct calibrated *calibrated)
{
	const struct calibrate_item *items = calibrated->calibration.item;
	int worst = -1;

	for (int i = 0; i < calibrated->scales.items; i++)
		if (items[i].fit.freedom > 0 &&
		    (worst < 0 || items[i].fit.rmsea > items[worst].fit.rmsea))
			worst = i;
	put_object(writer, "worst_fit");
	put_text(writer, "item",
	    worst < 0 ? NULL : calibrated->scales.item_names[worst]);
	if (worst >= 0)
		put_real(writer, "rmsea", items[worst].fit.rmsea, DIGITS);
	put_object_end(writer);
}

void
calibrated_summarise(struct buffer *out, const struct calibrated *calibrated)
{
	struct writer writer = { .out = out };

	put_object(&writer, NULL);
	put_int(&writer, "people", (int64_t)calibrated->answers.people);
	put_int(&writer, "items", calibrated->scales.items);
	put_totals(&writer, &calibrated->calibration);
	put_scales(&writer, calibrated);
	put_correlation(&writer, &calibrated->calibration);
	put_worst(&writer, calibrated);
	put_flagged(&writer, calibrated);
	put_object_end(&writer);
	buffer_char(out, '\n');
}
