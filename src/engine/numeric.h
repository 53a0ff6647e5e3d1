/*
 * What fitting and testing share: systems of equations that are symmetric and
 * positive definite, and the tail of the chi-square distribution.
 */
#ifndef GILJABI_NUMERIC_H
#define GILJABI_NUMERIC_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Replaces the lower half of a matrix (size rows of `size`, the diagonal
 * included) by its factor L, matrix = L L' (Cholesky). False when it is not
 * positive definite, or so nearly not that nothing can be solved with it.
 */
bool positive_factor(double *matrix, int size);
/* Solves matrix x = values in place, from the factor. */
void positive_solve(const double *factor, int size, double *values);
/* The diagonal element of the inverse; `scratch` holds `size`. */
double
positive_inverse(const double *factor, int size, int element, double *scratch);

/*
 * P(chi-square with `freedom` degrees > value), freedom >= 1, as the finite sum
 * that it is for a whole number of degrees (Abramowitz and Stegun 26.4.4 and
 * 26.4.5). 1 for a value that is not above 0.
 */
double chi_square_tail(double value, int freedom);

/*
 * A sum that does not depend on the order of its terms: each is rounded to a
 * whole number of 2^-24 first, and whole numbers add up exactly. Terms are cut
 * to +-1024, so that 20 million of them fit.
 */
int64_t whole_from(double term);
double whole_to(int64_t sum);

#endif
