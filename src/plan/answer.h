/* Inside the room: plans, breaches and conflicts as JSON (docs/plan/). */
#ifndef GILJABI_PLAN_ANSWER_H
#define GILJABI_PLAN_ANSWER_H

#include "base/json.h"
#include "engine/plan_check.h"
#include "plan/pupil.h"

/* A plan that was found: what it aims at, how good it is and how that is known. */
struct answer {
	const char *character; /* "aim", "doors", "balance" */
	enum plan_outcome outcome;
	struct plan_proof proof;
	bool *taken;
};

extern const char *const outcome_names[];

void answer_put(struct writer *writer, const struct pupil *pupil,
    const struct answer *answer);
void lost_put(struct writer *writer, const struct pupil *pupil);
/* Rules in conflict, or broken: id, words, where it stands, who checked it. */
void rule_put(struct writer *writer, const struct pupil *pupil, int rule);
/* Writes a breach as an object; with is the struct breach_out. */
struct breach_out {
	struct writer *writer;
	const struct pupil *pupil;
};
void breach_put(void *with, const struct plan_breach *breach);

#endif
