/* What people cut out, scan or sign: class cards, QR codes, signatures. */
#include "paper/pdf_inside.h"

#include <assert.h>
#include <math.h>

enum { ACROSS = 2, DOWN = 5 };

#define PAD 15. /* inside a card */
#define CARD_QR 92.
#define FLOW_QR 84.
#define SIGNATURE 46. /* height of a place to sign */

bool
ink_qr(cairo_t *ink, const char *content, double x, double y, double side)
{
	struct qr qr;
	double module;
	int row;

	if (!qr_encode(&qr, content))
		return false;
	module = side / qr.side;
	cairo_save(ink);
	cairo_translate(ink, x, y);
	cairo_scale(ink, module, module);
	cairo_set_source_rgb(ink, 0, 0, 0);
	/* one path in whole modules: no seams between neighbours */
	for (row = 0; row < qr.side; row++)
		for (int column = 0, length = 0;
		     qr_run(&qr, row, &column, &length);)
			cairo_rectangle(ink, column, row, length, 1);
	cairo_fill(ink);
	cairo_restore(ink);
	return true;
}

/* Cards */

/* One text below the other; what does not fit the card is left out. */
static double
card_text(struct paper *paper, int face, const char *text, double x, double y,
    double width, double end)
{
	PangoLayout *layout;

	if (text == NULL || y + faces[face].pitch > end)
		return y;
	layout = layout_cut(
	    paper, face, text, width, y + 2 * faces[face].pitch > end ? 1 : 2);
	layout_draw(paper->ink, layout, face, x, y);
	y += layout_height(layout, face);
	g_object_unref(layout);
	return y;
}

static void
card_draw(struct paper *paper, const struct paper_card *card, double x,
    double y, double width)
{
	const double text_x = x + PAD + CARD_QR + 12;
	const double text_width = x + width - PAD - text_x;
	const double end = y + PAD + CARD_QR;
	const int lines = sizeof card->lines / sizeof card->lines[0];
	double at = y + PAD - 3;
	int i;

	if (card->qr != NULL &&
	    !ink_qr(paper->ink, card->qr, x + PAD, y + PAD, CARD_QR))
		paper_fail(paper, "qr");
	at = card_text(paper, FACE_CARD_HEADING, card->heading, text_x, at,
		 text_width, end) +
	    3;
	for (i = 0; i < lines; i++)
		at = card_text(paper, FACE_CARD, card->lines[i], text_x, at,
		    text_width, end + 3);
	card_text(paper, FACE_CODE, card->code, x + PAD, end + 7,
	    width - 2 * PAD, y + PAD + CARD_QR + 24);
}

static void
cut_line(cairo_t *ink, double x, double y, double x2, double y2)
{
	static const double dashes[] = { 3, 3 };

	cairo_set_dash(ink, dashes, 2, 0);
	ink_line(ink, x, y, x2, y2, .5, .55);
	cairo_set_dash(ink, NULL, 0, 0);
}

static void
cut_lines(struct paper *paper, int rows, double width, double height)
{
	const double left = paper_left(paper), top = paper->y;
	int i;

	for (i = 0; i <= rows; i++)
		cut_line(paper->ink, left, top + i * height,
		    left + ACROSS * width, top + i * height);
	for (i = 0; i <= ACROSS; i++)
		cut_line(paper->ink, left + i * width, top, left + i * width,
		    top + rows * height);
}

static void
cards_page(struct paper *paper, const struct paper_card *cards, int count)
{
	const double width = paper_width(paper) / ACROSS;
	const double page = paper_bottom(paper) - paper_top(paper);
	const double height = page / DOWN;
	int i;

	block_open(paper, page);
	for (i = 0; i < count; i++)
		card_draw(paper, &cards[i],
		    paper_left(paper) + i % ACROSS * width,
		    paper->y + i / ACROSS * height, width);
	cut_lines(paper, (count + ACROSS - 1) / ACROSS, width, height);
	paper_page(paper);
}

void
paper_cards(struct paper *paper, const struct paper_card *cards, int count)
{
	int at, some;

	paper_page(paper);
	for (at = 0; at < count; at += some) {
		some = count - at < ACROSS * DOWN ? count - at : ACROSS * DOWN;
		cards_page(paper, cards + at, some);
	}
}

/* In the flow */

void
paper_qr(struct paper *paper, const char *content, const char *text)
{
	const double x = FLOW_QR + 18;
	const int most = (int)(FLOW_QR * 2 / faces[PAPER_TEXT].pitch);
	PangoLayout *layout = layout_cut(
	    paper, PAPER_TEXT, text, paper_width(paper) - x, most);
	double height = layout_height(layout, PAPER_TEXT);

	paper_space(paper, 14);
	block_open(paper, fmax(height, FLOW_QR));
	if (!ink_qr(paper->ink, content, paper_left(paper), paper->y, FLOW_QR))
		paper_fail(paper, "qr");
	layout_draw(paper->ink, layout, PAPER_TEXT, paper_left(paper) + x,
	    paper->y + fmax(0, (FLOW_QR - height) / 2));
	block_close(paper, fmax(height, FLOW_QR), 12);
	g_object_unref(layout);
}

void
paper_signature(struct paper *paper, const char *const *labels, int count)
{
	const double gutter = 20;
	const double width = (paper_width(paper) - gutter * (count - 1)) /
	    count;
	int i;

	assert(count > 0 && count <= 4);
	paper_space(paper, 18);
	block_open(paper, SIGNATURE);
	for (i = 0; i < count; i++) {
		double x = paper_left(paper) + i * (width + gutter);
		PangoLayout *label = layout_cut(
		    paper, FACE_LABEL, labels[i], width, 1);

		layout_draw(paper->ink, label, FACE_LABEL, x, paper->y);
		g_object_unref(label);
		ink_line(paper->ink, x, paper->y + SIGNATURE, x + width,
		    paper->y + SIGNATURE, .7, .2);
	}
	block_close(paper, SIGNATURE, 12);
}
