/*
 * What the files that make PDF pages share. pdf_font.c lends faces to one paper
 * at a time, pdf_text.c sets lines, pdf.c keeps the pages; pdf_table.c,
 * pdf_bars.c and pdf_cards.c draw their blocks with these.
 *
 * A block that flows is drawn so: block_open says how much room its first piece
 * needs and leaves paper->y where it starts; block_close moves below it. What
 * is held across two public calls is the paper's; nothing inside one call
 * throws, so layouts are simply given back at its end.
 */
#ifndef GILJABI_PAPER_PDF_INSIDE_H
#define GILJABI_PAPER_PDF_INSIDE_H

#include <pango/pangocairo.h>

#include "paper/pdf.h"
#include "paper/qr.h"

#define PAGE_WIDTH 595.276 /* A4 */
#define PAGE_HEIGHT 841.890

/* Faces: the public styles and those of the parts of blocks. */
enum {
	FACE_CELL = PAPER_STYLES,
	FACE_CELL_HEAD,
	FACE_LABEL,
	FACE_CARD_HEADING,
	FACE_CARD,
	FACE_CODE,
	FACE_FOOT,
	FACES
};
struct face {
	const char *family; /* NULL: the one for prose */
	double size, pitch; /* of the type; from line to line */
	double before, after; /* white above and below a block */
	double ink; /* 0 black … 1 white */
	bool bold;
};
extern const struct face faces[FACES];

struct fonts;
/* NULL without memory. */
struct fonts *fonts_take(void);
void fonts_give(struct fonts *fonts);
/* False when the family for Korean is not installed. */
bool fonts_found(const struct fonts *fonts);
PangoContext *fonts_context(const struct fonts *fonts, enum lang lang);
const PangoFontDescription *fonts_face(const struct fonts *fonts, int face);

struct page;
struct table_head;

/* A heading that goes where the block after it goes. */
struct waiting {
	PangoLayout *layout;
	int face;
	double gap; /* white above it */
};
enum { WAITING = 3, WAITING_LINES = 3 };

struct paper {
	struct arena *arena;
	enum lang lang;
	double margin;
	const char *foot;
	struct fonts *fonts;
	struct buffer bytes;
	cairo_surface_t *surface;
	cairo_t *out; /* the PDF; its pages come a part at a time */
	struct page *first, *last; /* of the part */
	int pages, pages_out;
	cairo_t *ink; /* the current page; NULL while it is empty */
	double y; /* where the next block starts */
	double gap; /* white wanted above it */
	struct waiting waiting[WAITING];
	int waiting_count;
	const struct table_head *head; /* to be repeated, or NULL */
	bool head_stands; /* on the current page */
	bool in_table; /* a row was the last block */
	bool failed;
};

/* Logs the first reason. */
void paper_fail(struct paper *paper, const char *reason);

/* Pages */
double paper_left(const struct paper *paper);
double paper_width(const struct paper *paper);
double paper_top(const struct paper *paper);
double paper_bottom(const struct paper *paper);
/* White of at least `height` above the next block; none at a page's top. */
void paper_space(struct paper *paper, double height);
/* Height left for a block, below the headings that wait. */
double paper_room(const struct paper *paper);
/* Ends the page; the next block starts on a new one. */
void paper_turn(struct paper *paper);
/* The room is there, or the page is new; headings that wait are placed. */
void block_open(struct paper *paper, double height);
void block_close(struct paper *paper, double height, double after);

/* What comes belongs to no table; every block but a row says so by itself. */
void table_end(struct paper *paper);

/* Text: the caller's, to be given back with g_object_unref. */
PangoLayout *
layout_new(struct paper *paper, int face, const char *text, double width);
/* At most so many lines, the last one ending with "…". */
PangoLayout *layout_cut(
    struct paper *paper, int face, const char *text, double width, int lines);
int layout_lines(PangoLayout *layout);
double layout_height(PangoLayout *layout, int face);
/* Lines [from, from + count) from the top y down; right: flush right. */
struct lines {
	PangoLayout *layout;
	int face;
	int from, count;
	double x, y;
	bool right;
};
void lines_draw(cairo_t *ink, const struct lines *lines);
void
layout_draw(cairo_t *ink, PangoLayout *layout, int face, double x, double y);

/* Lines and squares */
void ink_line(cairo_t *ink, double x, double y, double x2, double y2,
    double width, double grey);
void ink_box(
    cairo_t *ink, double x, double y, double width, double height, double grey);
/* False when the content makes no code. */
bool ink_qr(cairo_t *ink, const char *content, double x, double y, double side);

#endif
