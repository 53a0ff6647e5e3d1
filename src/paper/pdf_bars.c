/*
 * Bars with a band. A dark bar is the value; the band stands in brackets taller
 * than the bar, so that it reads on dark and light and on any printer.
 */
#include "paper/pdf_inside.h"

#include <math.h>

#define LABEL .27 /* share of the width */
#define WORDS .23
#define GUTTER 14.
#define TRACK 9. /* height of a bar */
#define ROW 24.

enum { LINES = 2 }; /* of a label or its words */

struct bar_row {
	PangoLayout *label, *words;
	double height;
	double track_x, track_width;
};

static void
bar_make(struct paper *paper, struct bar_row *row, const struct paper_bar *bar)
{
	const double width = paper_width(paper);
	double text;

	row->label = layout_cut(
	    paper, FACE_CELL, bar->label, LABEL * width, LINES);
	row->words = layout_cut(
	    paper, FACE_CELL, bar->words, WORDS * width, LINES);
	text = fmax(layout_height(row->label, FACE_CELL),
		   layout_height(row->words, FACE_CELL)) +
	    6;
	row->height = fmax(ROW, text);
	row->track_x = paper_left(paper) + LABEL * width + GUTTER;
	row->track_width = (1 - LABEL - WORDS) * width - 2 * GUTTER;
}

static void
bar_free(struct bar_row *row)
{
	g_object_unref(row->label);
	g_object_unref(row->words);
}

/* Where a value stands on the track. */
static double
track_at(const struct bar_row *row, double value)
{
	return row->track_x + row->track_width * fmin(1, fmax(0, value));
}

/* One of the two brackets; its feet point into the band. */
static void
bracket_draw(cairo_t *ink, double x, double middle, double foot)
{
	const double reach = TRACK / 2 + 3.5;

	cairo_set_source_rgb(ink, 0, 0, 0);
	cairo_set_line_width(ink, 1);
	cairo_move_to(ink, x + foot, middle - reach);
	cairo_line_to(ink, x, middle - reach);
	cairo_line_to(ink, x, middle + reach);
	cairo_line_to(ink, x + foot, middle + reach);
	cairo_stroke(ink);
}

static void
band_draw(cairo_t *ink, const struct bar_row *row, const struct paper_bar *bar,
    double middle)
{
	const double from = track_at(row, bar->low);
	const double to = track_at(row, bar->high);
	const double foot = fmin(3, (to - from) / 2);

	if (isnan(bar->low) || isnan(bar->high) || bar->low >= bar->high)
		return;
	bracket_draw(ink, from, middle, foot);
	bracket_draw(ink, to, middle, -foot);
}

/* Marks at none, half and all, from row to row. */
static void
scale_draw(cairo_t *ink, const struct bar_row *row, double y)
{
	int i;

	for (i = 0; i <= 2; i++) {
		double x = track_at(row, i / 2.);

		ink_line(ink, x, y, x, y + row->height, .5, .78);
	}
}

static void
text_draw(cairo_t *ink, PangoLayout *layout, double x, double middle)
{
	layout_draw(ink, layout, FACE_CELL, x,
	    middle - layout_height(layout, FACE_CELL) / 2);
}

static void
bar_draw(
    struct paper *paper, const struct bar_row *row, const struct paper_bar *bar)
{
	const double middle = paper->y + row->height / 2;
	cairo_t *ink = paper->ink;

	ink_box(ink, row->track_x, middle - TRACK / 2, row->track_width, TRACK,
	    .93);
	scale_draw(ink, row, paper->y);
	if (!isnan(bar->value))
		ink_box(ink, row->track_x, middle - TRACK / 2,
		    track_at(row, bar->value) - row->track_x, TRACK, .38);
	band_draw(ink, row, bar, middle);
	text_draw(ink, row->label, paper_left(paper), middle);
	text_draw(
	    ink, row->words, row->track_x + row->track_width + GUTTER, middle);
}

/* All the rows together, when a page holds them. */
static double
bars_height(struct paper *paper, const struct paper_bar *bars, int count)
{
	const double page = paper_bottom(paper) - paper_top(paper);
	double height = 0;
	struct bar_row row;
	int i;

	for (i = 0; i < count && height <= page; i++) {
		bar_make(paper, &row, &bars[i]);
		height += row.height;
		bar_free(&row);
	}
	return height <= page ? height : 0;
}

void
paper_bars(struct paper *paper, const struct paper_bar *bars, int count)
{
	struct bar_row row;
	int i;

	if (paper_room(paper) < bars_height(paper, bars, count))
		paper_turn(paper);
	for (i = 0; i < count; i++) {
		bar_make(paper, &row, &bars[i]);
		block_open(paper, row.height);
		bar_draw(paper, &row, &bars[i]);
		block_close(paper, row.height, 0);
		bar_free(&row);
	}
	paper->gap = 10;
}
