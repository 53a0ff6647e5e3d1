/*
 * What a calibrated bank learns beyond its items and the correlation of its
 * letters: how items go together besides, and how far its estimates lie off.
 *
 * Residual: the polychoric correlation of every two items (Olsson 1979, the
 * cuts being the bank's) less what the traits make of it. It maximises the
 * likelihood of the table of the two items' answers, the bivariate normal
 * density expanded in Hermite polynomials (Mehler 1866; 40 terms). It is
 * shrunk by n / (n + 100), n people who answered both, and drawn towards 0
 * altogether until the correlation of all responses is positive definite.
 *
 * Reach: the bank's own adaptive test is run on the people's answers. After a
 * quarter and after half of the items the distance of the estimated from the
 * full score is taken in standard deviations of the model; the 80 % and the
 * 95 % point of these distances stand in the bank, by letter and fifth of the
 * estimated score, each drawn towards the letter's by n / (n + 50). (Normalised
 * conformal prediction; Papadopoulos, Gammerman and Vovk 2008.) People with a
 * gap in a letter do not count for it.
 *
 * Of more than 20,000 people one in n is taken, by a mix of the answers, so
 * that 10,000 to 20,000 stay; where very many answered alike, the first 40,000
 * of those. But for that the order of the people changes nothing. Both are
 * rounded to three decimals, as they stand in a file.
 */
#ifndef GILJABI_RESIDUAL_H
#define GILJABI_RESIDUAL_H

#include "engine/interest.h"

/*
 * given: people rows of bank->count answers, 1..5, 0 for none. The bank's items
 * and correlation stand; its residual and reach are replaced. A bank without
 * correlation, or nobody, gets zeros. False when no table can be made of the
 * bank or without memory: the bank is as before then.
 */
bool
residual_learn(struct interest_bank *bank, const uint8_t *given, size_t people);

#endif
