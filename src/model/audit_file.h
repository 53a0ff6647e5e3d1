/*
 * audit.json, as far as publishing and the card read it; `giljabi fair audit`
 * writes it (fair_audit.c).
 */
#ifndef GILJABI_AUDIT_FILE_H
#define GILJABI_AUDIT_FILE_H

#include "base/json.h"

#define AUDIT_FORMAT "giljabi-audit-1"

struct audit_file {
	bool passed;
	const char *bank, *model; /* SHA-256 of what was audited; "" for none */
	int64_t people; /* measured on */
	double top3_model, top3_list; /* of what people chose, 0..1 */
	double ratio; /* the least of the list's that is known well enough */
};

/* Texts are the arena's. False: it is no audit. */
bool audit_file_parse(struct arena *arena, const char *bytes, size_t length,
    struct audit_file *audit);

#endif
