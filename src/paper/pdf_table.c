/*
 * Tables: a heavy rule under the head, hairlines under rows, no vertical ones.
 * The head comes again on each page; a row breaks only when no page holds it.
 */
#include "paper/pdf_inside.h"

#include <assert.h>
#include <string.h>

#define PAD 4.5 /* white above and below a cell's lines */
#define GUTTER 12. /* between columns */
#define BELOW 14 /* white below a table */

enum { HEAD_LINES = 4 }; /* so that rows have room below it */

struct table_head {
	struct paper_table table;
	double widths[PAPER_COLUMNS];
	char right[PAPER_COLUMNS + 1];
	const char *cells[PAPER_COLUMNS];
};

struct row {
	int columns, face, lines; /* of its longest cell */
	struct lines cells[PAPER_COLUMNS];
};

static double
widths_sum(const struct paper_table *table)
{
	double sum = 0;
	int i;

	for (i = 0; i < table->columns; i++)
		sum += table->widths[i];
	return sum;
}

static bool
column_is_right(const struct paper_table *table, int column)
{
	return table->right != NULL && strlen(table->right) > (size_t)column &&
	    table->right[column] == '1';
}

static void
row_make(struct paper *paper, struct row *row, const struct paper_table *table,
    const char *const *cells, int face)
{
	const double share = (paper_width(paper) -
				 GUTTER * (table->columns - 1)) /
	    widths_sum(table);
	double x = paper_left(paper);
	int i;

	*row = (struct row){
		.columns = table->columns, .face = face, .lines = 1
	};
	for (i = 0; i < table->columns; i++) {
		double width = share * table->widths[i];
		struct lines *cell = &row->cells[i];

		*cell = (struct lines){
			.face = face, .x = x, .right = column_is_right(table, i)
		};
		cell->layout = face == FACE_CELL_HEAD
		    ? layout_cut(paper, face, cells[i], width, HEAD_LINES)
		    : layout_new(paper, face, cells[i], width);
		if (layout_lines(cell->layout) > row->lines)
			row->lines = layout_lines(cell->layout);
		x += width + GUTTER;
	}
}

static void
row_free(struct row *row)
{
	int i;

	for (i = 0; i < row->columns; i++)
		g_object_unref(row->cells[i].layout);
}

static double
lines_height(const struct row *row, int lines)
{
	return lines * faces[row->face].pitch + 2 * PAD;
}

/* Lines [from, from + count) of every cell and the rule below them. */
static void
row_draw(struct paper *paper, struct row *row, int from, int count, double rule,
    double grey)
{
	const double end = paper->y + lines_height(row, count);
	int i;

	for (i = 0; i < row->columns; i++) {
		row->cells[i].from = from;
		row->cells[i].count = count;
		row->cells[i].y = paper->y + PAD;
		lines_draw(paper->ink, &row->cells[i]);
	}
	ink_line(paper->ink, paper_left(paper), end,
	    paper_left(paper) + paper_width(paper), end, rule, grey);
	block_close(paper, lines_height(row, count), 0);
}

/* The head */

static void
head_make(struct paper *paper, struct row *row)
{
	row_make(paper, row, &paper->head->table, paper->head->cells,
	    FACE_CELL_HEAD);
}

/* What the head takes of the page that the next row goes to. */
static double
head_height(struct paper *paper)
{
	struct row row;
	double height;

	if (paper->head == NULL || (paper->head_stands && paper->ink != NULL))
		return 0;
	head_make(paper, &row);
	height = lines_height(&row, row.lines);
	row_free(&row);
	return height;
}

static void
head_place(struct paper *paper)
{
	struct row row;

	if (paper->head == NULL || paper->head_stands)
		return;
	head_make(paper, &row);
	row_draw(paper, &row, 0, row.lines, 1, .1);
	row_free(&row);
	paper->head_stands = true;
}

void
paper_table_head(struct paper *paper, const struct paper_table *table,
    const char *const *cells)
{
	struct table_head *head = arena_alloc(paper->arena, sizeof *head);
	int i;

	assert(table->columns > 0 && table->columns <= PAPER_COLUMNS);
	head->table = (struct paper_table){ table->columns, head->widths,
		head->right };
	for (i = 0; i < table->columns; i++) {
		head->widths[i] = table->widths[i];
		head->right[i] = column_is_right(table, i) ? '1' : '0';
		head->cells[i] = arena_text(paper->arena, cells[i]);
	}
	table_end(paper);
	paper->head = head;
	paper->head_stands = false;
}

/* Rows */

/* Opens a block that holds the head, where it is due, and `height` below it. */
static void
row_open(struct paper *paper, double height)
{
	const struct table_head *head = paper->head;

	block_open(paper, head_height(paper) + height);
	paper->head = head; /* other blocks end a table, rows do not */
	head_place(paper);
}

/* How many of the lines left go to this page; 0: none, turn it. */
static int
row_take(struct paper *paper, const struct row *row, int left)
{
	const double room = paper_room(paper) - head_height(paper);
	const double page = paper_bottom(paper) - paper_top(paper) -
	    head_height(paper);
	int fit = (int)((room - 2 * PAD) / faces[row->face].pitch);

	if (lines_height(row, left) <= room)
		return left;
	if (lines_height(row, row->lines) <= page || fit < 2)
		return 0;
	return fit;
}

void
paper_table_row(struct paper *paper, const struct paper_table *table,
    const char *const *cells)
{
	struct row row;
	int at, take;

	assert(table->columns > 0 && table->columns <= PAPER_COLUMNS);
	if (paper->in_table)
		paper->gap = 0;
	row_make(paper, &row, table, cells, FACE_CELL);
	for (at = 0; at < row.lines; at += take) {
		take = row_take(paper, &row, row.lines - at);
		if (take == 0) {
			paper_turn(paper);
			take = row_take(paper, &row, row.lines - at);
		}
		row_open(paper, lines_height(&row, take));
		row_draw(paper, &row, at, take, .4, .75);
	}
	row_free(&row);
	paper->in_table = true;
	paper->gap = BELOW;
}
