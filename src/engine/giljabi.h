/*
 * The engine: numbers in, numbers out. No database, no clock, no network, no
 * allocation that the caller does not see, no global state: every function may
 * be called by any number of threads, and gives the same bytes for the same
 * input on every compiler (no -ffast-math, sums in a fixed order).
 *
 * It is built as a library of its own (libgiljabi) too.
 */
#ifndef GILJABI_H
#define GILJABI_H

#include "engine/adaptive.h"
#include "engine/change.h"
#include "engine/interest.h"
#include "engine/match.h"
#include "engine/match_answers.h"
#include "engine/related.h"
#include "engine/residual.h"

#endif
