/*
 * The model card: an audit in plain words (Mitchell and others 2019), made of
 * its figures only and never by hand.
 */
#ifndef GILJABI_CARD_H
#define GILJABI_CARD_H

#include "base/lang.h"
#include "model/audit.h"

/* Markdown: the whole card in one language, then in the other. */
void card_write(struct arena *arena, enum lang lang, const struct audit *audit,
    struct buffer *out);

#endif
