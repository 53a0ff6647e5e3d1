/*
 * A PDF of A4 pages. Text flows down and breaks to the next page by itself
 * (Korean at words); each page carries the foot line and its number of all.
 * Black and white safe. Lengths in points (1/72 inch). The same calls give the
 * same bytes; a date stands only where the caller writes one. Texts are UTF-8 of
 * at most 256 KiB; NULL is an empty one.
 *
 * Failure is sticky: what fails on the way is told by paper_end. Different
 * papers may be made in different threads at once.
 */
#ifndef GILJABI_PAPER_PDF_H
#define GILJABI_PAPER_PDF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/lang.h"
#include "base/memory.h"

struct paper;
struct paper_options {
	const char *title, *author; /* of the document's properties */
	const char *foot; /* at the foot of every page: who, when */
	enum lang lang;
	double margin; /* 0: 51 (18 mm); at most 144 */
};
/* Lives in the arena and goes with it, ended or not. */
struct paper *
paper_new(struct arena *arena, const struct paper_options *options);

/* Titles and headings stay with what follows them. */
enum paper_style {
	PAPER_TITLE,
	PAPER_HEADING,
	PAPER_SUBHEADING,
	PAPER_TEXT,
	PAPER_SMALL,
	PAPER_STYLES
};
void paper_text(struct paper *paper, enum paper_style style, const char *text);
/* A mark before, the text hanging. */
void paper_bullet(struct paper *paper, const char *text);
/* Label left, text right. */
void paper_pair(struct paper *paper, const char *label, const char *text);
void paper_gap(struct paper *paper, double height);
void paper_rule(struct paper *paper);
/* Starts a new page unless the current one is empty; page numbers and the foot
   start anew with a new part (one pupil's brief within a class's). */
void paper_page(struct paper *paper);
void paper_part(struct paper *paper, const char *foot);

/* A row of a table; widths are shares; head rows are repeated on new pages. */
enum { PAPER_COLUMNS = 12 };
struct paper_table {
	int columns; /* at most PAPER_COLUMNS */
	const double *widths;
	const char *right; /* '1' per right-aligned column, or NULL */
};
void paper_table_head(struct paper *paper, const struct paper_table *table,
    const char *const *cells);
void paper_table_row(struct paper *paper, const struct paper_table *table,
    const char *const *cells);

/*
 * Bars with a band, a label left, the figures' words right. Values 0..1, cut
 * to that range; NAN draws no bar, a low or high of NAN no band.
 */
struct paper_bar {
	const char *label, *words;
	double value, low, high;
};
void paper_bars(struct paper *paper, const struct paper_bar *bars, int count);

/*
 * Cards on pages of their own, two columns of five, cut lines between: each a
 * QR code, lines of text and the code to type.
 */
struct paper_card {
	const char *qr, *heading, *lines[4], *code;
};
void
paper_cards(struct paper *paper, const struct paper_card *cards, int count);
/* A QR code in the flow, with text to its right. */
void paper_qr(struct paper *paper, const char *content, const char *text);
/* Lines to sign on, side by side: a label above a rule. At most four. */
void paper_signature(struct paper *paper, const char *const *labels, int count);

/*
 * Ends it, once. The bytes are the paper's arena's. False when something
 * failed; the reason is on the log.
 */
bool paper_end(struct paper *paper, const char **bytes, size_t *length);
/* Into a file that only its owner reads. */
bool paper_end_file(struct paper *paper, const char *path);

#endif
