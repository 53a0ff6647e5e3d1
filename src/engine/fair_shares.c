/*
 * How much each class is on people's lists at some shifts, by group, and how
 * that goes with the shifts; and how far people's chances are from the model's.
 */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/fair_parts.h"

#define REACH 0.5 /* half the width of the kernel, in logits */

enum { ROOTS = 60 };

/* Lists: how much each class is on a person's, with its slope. */

/* The scores at the last place of a list and just after it. */
static void
list_end(const double *scores, int count, int first, double *last, double *next)
{
	double best[LOGIT_CLASSES + 1]; /* first + 1 of them, and one to drop */

	for (int k = 0; k < count; k++) {
		int at = k <= first ? k : first + 1;

		for (; at > 0 && best[at - 1] < scores[k]; at--)
			best[at] = best[at - 1];
		best[at] = scores[k];
	}
	*last = best[first - 1];
	*next = best[first];
}

/* Steps up at `end`; returns what they sum to. */
static double
steps_take(const double *scores, int count, double end, struct list *list)
{
	double sum = 0;

	list->slope = 0;
	for (int k = 0; k < count; k++) {
		double u = (scores[k] - end) / REACH;

		u = u < -1 ? -1 : u > 1 ? 1 : u;
		list->steps[k] = 0.25 * (2 + 3 * u - u * u * u);
		list->slopes[k] = 0.75 / REACH * (1 - u * u);
		sum += list->steps[k];
		list->slope += list->slopes[k];
	}
	return sum;
}

/* The end lies where the steps sum to the length: by Newton, kept in bounds. */
void
fair_list_take(const double *scores, int count, int first, struct list *list)
{
	double last, next, low, high, end;

	list_end(scores, count, first, &last, &next);
	low = next - REACH;
	high = last + REACH;
	end = (last + next) / 2;
	for (int turn = 0; turn < ROOTS; turn++) {
		double over = steps_take(scores, count, end, list) - first;
		double better;

		if (fabs(over) < 1e-9)
			break;
		if (over > 0)
			low = end;
		else
			high = end;
		better = end + over / list->slope;
		end = better > low && better < high ? better : (low + high) / 2;
	}
	list->moving = 0;
	for (int k = 0; k < count; k++) {
		if (!(list->slopes[k] > 0))
			continue;
		list->parts[k] = list->slopes[k] / list->slope;
		list->move[list->moving++] = k;
	}
}

/* A pass over the people: what comes of some shifts. */

void
fair_pass_free(struct pass *pass)
{
	memory_give(pass->gradient);
	memory_give(pass->shares);
	memory_give(pass->slopes);
}

bool
fair_pass_new(const struct fit *fit, struct pass *pass)
{
	size_t groups = (size_t)fit->everybody + 1;
	size_t unknowns = (size_t)fit->unknowns;
	size_t classes = (size_t)fit->classes;

	*pass = (struct pass){
		.gradient = fair_numbers_new(unknowns, 1),
		.shares = fair_numbers_new(groups, classes),
		.slopes = fair_numbers_new(groups * classes, unknowns),
	};
	return pass->gradient != NULL && pass->shares != NULL &&
	    pass->slopes != NULL;
}

static size_t
share_row(const struct fit *fit, int group, int class)
{
	return (size_t)group * (size_t)fit->classes + (size_t) class;
}

double *
fair_slope_row(
    const struct fit *fit, const struct pass *pass, int group, int class)
{
	return pass->slopes +
	    share_row(fit, group, class) * (size_t)fit->unknowns;
}

/* A person's part of the shares of a group, with their slopes. */
static void
share_add(const struct fit *fit, const struct list *list, const double *along,
    int group, struct pass *pass)
{
	double *shares = pass->shares + share_row(fit, group, 0);

	for (int k = 0; k < fit->classes; k++)
		shares[k] += list->steps[k];
	for (int i = 0; i < list->moving; i++) {
		int moved = list->move[i];
		double *row = fair_slope_row(fit, pass, group, moved);

		for (int j = 0; j < list->moving; j++) {
			double *at = row + list->move[j] * fit->width;
			double by = list->slopes[moved] *
			    ((i == j) - list->parts[list->move[j]]);

			for (int d = 0; d < fit->width; d++)
				at[d] += by * along[d];
		}
	}
}

static void
list_add(const struct fit *fit, size_t person, const double *scores,
    struct pass *pass)
{
	const double *along = fit->along + person * (size_t)fit->width;
	const int16_t *groups = fit->who[person].group;
	struct list list;

	fair_list_take(scores, fit->classes, fit->first, &list);
	share_add(fit, &list, along, fit->everybody, pass);
	for (int c = 0; c < fit->columns; c++)
		if (groups[c] >= 0)
			share_add(fit, &list, along, groups[c], pass);
}

/* What it costs that a person's chances are not the model's, with its slope. */
static void
loss_add(const struct fit *fit, size_t person, const double *scores,
    struct pass *pass)
{
	const double *along = fit->along + person * (size_t)fit->width;
	const double *wanted = fit->chances + person * (size_t)fit->classes;
	double chances[LOGIT_CLASSES];

	pass->loss += fair_chances_take(scores, fit->classes, chances) -
	    fair_product(wanted, scores, fit->classes);
	for (int k = 0; k < fit->classes; k++)
		for (int d = 0; d < fit->width; d++)
			pass->gradient[k * fit->width + d] += (chances[k] -
								  wanted[k]) *
			    along[d];
}

static void
scale(double *numbers, size_t count, double by)
{
	for (size_t i = 0; i < count; i++)
		numbers[i] *= by;
}

/* Sums over people become means, those of a group over its people. */
static void
pass_mean(const struct fit *fit, struct pass *pass)
{
	double part = 1 / (double)fit->people;
	size_t classes = (size_t)fit->classes;

	pass->loss *= part;
	scale(pass->gradient, (size_t)fit->unknowns, part);
	for (int g = 0; g <= fit->everybody; g++) {
		if (fit->sizes[g] == 0)
			continue;
		part = 1 / (double)fit->sizes[g];
		scale(pass->shares + share_row(fit, g, 0), classes, part);
		scale(fair_slope_row(fit, pass, g, 0),
		    classes * (size_t)fit->unknowns, part);
	}
}

void
fair_pass_run(const struct fit *fit, const double *shifts, struct pass *pass)
{
	size_t rows = share_row(fit, fit->everybody + 1, 0);
	double scores[LOGIT_CLASSES];

	pass->loss = 0;
	memset(pass->gradient, 0, (size_t)fit->unknowns * sizeof(double));
	memset(pass->shares, 0, rows * sizeof(double));
	memset(pass->slopes, 0, rows * (size_t)fit->unknowns * sizeof(double));
	for (size_t i = 0; i < fit->people; i++) {
		fair_scores_shift(fit, i, shifts, scores);
		loss_add(fit, i, scores, pass);
		list_add(fit, i, scores, pass);
	}
	pass_mean(fit, pass);
}

/* One person's part is added, so that nobody's share has a logarithm. */
double
fair_share(const struct fit *fit, const struct pass *pass, int group, int class)
{
	return pass->shares[share_row(fit, group, class)] +
	    1 / (double)fit->people;
}
