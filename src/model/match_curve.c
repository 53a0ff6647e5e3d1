/*
 * The people are in a random order (match_data.h), so that one stretch of them
 * after another is one random draw after another.
 */
#include "model/match_curve.h"

#include "base/memory.h"
#include "engine/measure.h"

enum { RUNS = 20, DIGITS = 4, LOSS_DIGITS = 5 };

static const size_t sizes[] = { 250, 500, 1000, 2000, 4000, 8000 };

struct sums {
	size_t runs;
	double top1, top3, top5, nll;
};

struct drawing {
	const struct logit_data *test;
	struct logit_model model;
	double *chances; /* people of test rows of classes */
	struct sums sums;
};

static bool
test_measure(struct drawing *drawing, struct measure *measure)
{
	const struct logit_data *test = drawing->test;
	const struct measure_sample sample = { .people = test->people,
		.classes = test->classes,
		.chances = drawing->chances,
		.class = test->class };

	for (size_t i = 0; i < test->people; i++) {
		double *row = drawing->chances + i * (size_t)test->classes;

		logit_scores(
		    &drawing->model, test->x + i * (size_t)test->features, row);
		logit_chances(&drawing->model, row, row);
	}
	return measure_take(&sample, measure);
}

/* A model of the people from `from` on, and how good it is. */
static bool
run_take(struct drawing *drawing, const struct match_learning *learning,
    size_t from, size_t people)
{
	struct logit_data part = *learning->data;
	struct match_learning drawn = *learning;
	struct match_learned learned;
	struct measure measure;

	part.x += from * (size_t)part.features;
	part.class += from;
	part.people = people;
	drawn.data = &part;
	if (!match_learn(&drawn, &drawing->model, &learned))
		return false;
	memory_give(learned.held_out);
	if (!test_measure(drawing, &measure))
		return false;
	drawing->sums.runs++;
	drawing->sums.top1 += measure.top1;
	drawing->sums.top3 += measure.top3;
	drawing->sums.top5 += measure.top5;
	drawing->sums.nll += measure.nll;
	return true;
}

static void
point_write(struct writer *writer, const struct sums *sums, size_t people,
    const char *prior)
{
	double runs = (double)sums->runs;

	put_object(writer, NULL);
	put_int(writer, "people", (int64_t)people);
	put_int(writer, "runs", (int64_t)sums->runs);
	put_text(writer, "prior", prior);
	put_real(writer, "top1", sums->top1 / runs, DIGITS);
	put_real(writer, "top3", sums->top3 / runs, DIGITS);
	put_real(writer, "top5", sums->top5 / runs, DIGITS);
	put_real(writer, "nll", sums->nll / runs, LOSS_DIGITS);
	put_object_end(writer);
}

static bool
point_take(struct writer *writer, struct drawing *drawing,
    const struct match_learning *learning, size_t people)
{
	drawing->sums = (struct sums){ 0 };
	for (size_t from = 0; from + people <= learning->data->people &&
	     drawing->sums.runs < RUNS;
	     from += people)
		if (!run_take(drawing, learning, from, people))
			return false;
	point_write(writer, &drawing->sums, people,
	    learning->vectors != NULL ? "catalog" : "none");
	return true;
}

/* Without, and where there is one, with the catalogue's prior. */
static bool
size_take(struct writer *writer, struct drawing *drawing,
    const struct match_learning *learning, size_t people)
{
	struct match_learning plain = *learning;

	plain.vectors = NULL;
	return point_take(writer, drawing, &plain, people) &&
	    (learning->vectors == NULL ||
		point_take(writer, drawing, learning, people));
}

static bool
sizes_take(struct writer *writer, struct drawing *drawing,
    const struct match_learning *learning)
{
	size_t all = learning->data->people;

	for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
		if (sizes[s] < all &&
		    !size_take(writer, drawing, learning, sizes[s]))
			return false;
	return all == 0 || size_take(writer, drawing, learning, all);
}

bool
match_curve_write(struct writer *writer, const struct match_learning *learning,
    const struct logit_data *test)
{
	size_t classes = (size_t)test->classes;
	size_t features = (size_t)test->features;
	struct drawing drawing = { .test = test };
	bool written = false;

	drawing.model.weights = memory_get(classes * features * sizeof(double));
	drawing.model.bases = memory_get(classes * sizeof(double));
	drawing.chances = memory_get(
	    (test->people + 1) * classes * sizeof(double));
	put_list(writer, "curve");
	if (drawing.model.weights != NULL && drawing.model.bases != NULL &&
	    drawing.chances != NULL)
		written = sizes_take(writer, &drawing, learning);
	put_list_end(writer);
	memory_give(drawing.model.weights);
	memory_give(drawing.model.bases);
	memory_give(drawing.chances);
	return written;
}
