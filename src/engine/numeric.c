#include "engine/numeric.h"

#include <math.h>
#include <stddef.h>

static const double pivot_least = 1e-10; /* of the diagonal element */
static const double whole_unit = 16777216, term_most = 1024;

bool
positive_factor(double *matrix, int size)
{
	for (int j = 0; j < size; j++) {
		double *column = matrix + (size_t)j * (size_t)size;
		double rest = column[j];

		for (int k = 0; k < j; k++)
			rest -= column[k] * column[k];
		if (!(rest > pivot_least * column[j]) || !isfinite(rest))
			return false;
		column[j] = sqrt(rest);
		for (int i = j + 1; i < size; i++) {
			double *row = matrix + (size_t)i * (size_t)size;
			double sum = row[j];

			for (int k = 0; k < j; k++)
				sum -= row[k] * column[k];
			row[j] = sum / column[j];
		}
	}
	return true;
}

/* L x = values, where the values before `first` are 0. */
static void
solve_down(const double *factor, int size, int first, double *values)
{
	for (int i = first; i < size; i++) {
		const double *row = factor + (size_t)i * (size_t)size;

		for (int k = first; k < i; k++)
			values[i] -= row[k] * values[k];
		values[i] /= row[i];
	}
}

void
positive_solve(const double *factor, int size, double *values)
{
	solve_down(factor, size, 0, values);
	for (int i = size - 1; i >= 0; i--) {
		const double *row = factor + (size_t)i * (size_t)size;

		values[i] /= row[i];
		for (int k = 0; k < i; k++)
			values[k] -= row[k] * values[i];
	}
}

double
positive_inverse(const double *factor, int size, int element, double *scratch)
{
	double sum = 0;

	for (int i = 0; i < size; i++)
		scratch[i] = i == element;
	solve_down(factor, size, element, scratch);
	for (int i = element; i < size; i++)
		sum += scratch[i] * scratch[i];
	return sum;
}

double
chi_square_tail(double value, int freedom)
{
	double half = value / 2, sum, logarithm;

	if (!(value > 0))
		return 1;
	/* Terms half^s exp(-half) / Gamma(s + 1), s = 0, 1, … or 1/2, 3/2, … */
	sum = freedom % 2 ? erfc(sqrt(half)) : 0;
	logarithm = freedom % 2
	    ? log(half) / 2 - half + 0.12078223763524522 /* -log Gamma(3/2) */
	    : -half;
	for (int s = freedom % 2 ? 3 : 2; s <= freedom; s += 2) {
		sum += exp(logarithm);
		logarithm += log(2 * half / s);
	}
	return fmin(sum, 1);
}

int64_t
whole_from(double term)
{
	double cut = term > term_most ? term_most
	    : term < -term_most       ? -term_most
				      : term;

	return (int64_t)(cut * whole_unit);
}

double
whole_to(int64_t sum)
{
	return (double)sum / whole_unit;
}
