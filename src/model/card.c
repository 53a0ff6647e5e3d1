/*
 * The model card. A section a function, in the order of the page; what stands in
 * a table is made here, what is said about it are words of the language files.
 */
#include "model/card.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

enum { CELLS = 8 + FAIR_GROUPS, BAR = 50 };

struct card {
	struct arena *arena;
	enum lang lang;
	const struct audit *audit;
	struct buffer *out;
};

/*
 * People that models are known to be learned from, by their match_data_hash,
 * with what is to be said about them.
 */
static const struct {
	const char *sha256, *id;
} sources[] = {
	{ "94f06f0fabbddac1a134e9b9f157c7bfa97f887793c200e94fea9b97f203fb77",
	    "model.card.source.online" },
};

static const char *const lists[] = { "model.card.list.model",
	"model.card.list.explore" };

/* Words and numbers */

static void
paragraph(struct card *card, const char *id, const struct word *words)
{
	buffer_text(card->out, say_with(card->arena, card->lang, id, words));
	buffer_text(card->out, "\n\n");
}

/* With a comma after each thousand. */
static const char *
count_text(const struct card *card, size_t count)
{
	return count < 1000 ? arena_printf(card->arena, "%zu", count)
			    : arena_printf(card->arena, "%s,%03zu",
				  count_text(card, count / 1000), count % 1000);
}

static const char *
share_text(const struct card *card, double share)
{
	return isnan(share) ? "–"
			    : arena_printf(card->arena, "%.1f %%", 100 * share);
}

static const char *
ratio_text(const struct card *card, double ratio)
{
	return isnan(ratio) ? "–" : arena_printf(card->arena, "%.2f", ratio);
}

static const char *
figure_text(const struct card *card, double figure)
{
	return isnan(figure) ? "–" : arena_printf(card->arena, "%.3f", figure);
}

static const char *
shares_text(const struct card *card, double share, struct interval interval)
{
	return arena_printf(card->arena, "%.1f %% (%.1f–%.1f)", 100 * share,
	    100 * interval.low, 100 * interval.high);
}

/* A row of a table; what a file brought in breaks no table. */
static void
row_put(struct card *card, const char *const *cells, int count)
{
	for (int i = 0; i < count; i++) {
		buffer_text(card->out, i == 0 ? "| " : " | ");
		for (const char *at = cells[i]; *at != '\0'; at++) {
			if (*at == '|' || *at == '\\')
				buffer_char(card->out, '\\');
			buffer_char(card->out, *at == '\n' ? ' ' : *at);
		}
	}
	buffer_text(card->out, " |\n");
}

/* The head: words by their ids, then the line under them. */
static void
head_put(struct card *card, const char *const *cells, int count)
{
	row_put(card, cells, count);
	for (int i = 0; i < count; i++)
		buffer_text(card->out, i == 0 ? "|---" : "|--:");
	buffer_text(card->out, "|\n");
}

static const char *
word(const struct card *card, const char *id)
{
	return say(card->lang, id);
}

/* Gates */

static void
gates_put(struct card *card)
{
	const struct audit *audit = card->audit;

	paragraph(card, "model.card.gates", NULL);
	head_put(card,
	    (const char *[]){ word(card, "model.card.gate"),
		word(card, "model.card.gate.passed"),
		word(card, "model.card.gate.found"),
		word(card, "model.card.gate.limit") },
	    4);
	for (int g = 0; g < AUDIT_GATES; g++) {
		const struct audit_gate *gate = &audit->gate[g];
		const char *id = arena_printf(
		    card->arena, "model.card.gate.%s", gate->id);

		row_put(card,
		    (const char *[]){ word(card, id),
			word(card,
			    gate->passed ? "model.card.yes" : "model.card.no"),
			figure_text(card, gate->found),
			figure_text(card, gate->limit) },
		    4);
	}
	buffer_char(card->out, '\n');
}

static bool
all_passed(const struct audit *audit)
{
	for (int g = 0; g < AUDIT_GATES; g++)
		if (!audit->gate[g].passed)
			return false;
	return true;
}

static void
opening_put(struct card *card)
{
	const struct audit *audit = card->audit;
	const struct word words[] = { { "label", audit->model->label },
		{ "classes",
		    count_text(card, (size_t)audit->model->model.classes) },
		{ "items",
		    count_text(card, (size_t)audit->model->features.items) },
		{ "first", count_text(card, (size_t)audit->first) }, { 0 } };

	paragraph(card, "model.card.title", words);
	paragraph(card, "model.card.made", NULL);
	paragraph(card,
	    all_passed(audit) ? "model.card.verdict.passed"
			      : "model.card.verdict.failed",
	    NULL);
	gates_put(card);
	paragraph(card, "model.card.use", words);
}

/* Data */

static const char *
source_id(const struct audit *audit)
{
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		if (text_is(audit->model->sha256, sources[i].sha256))
			return sources[i].id;
	return "model.card.source.unknown";
}

static void
ages_put(struct card *card)
{
	const struct audit *audit = card->audit;

	if (audit->ages == 0)
		return;
	paragraph(card, "model.card.ages",
	    (const struct word[]){
		{ "people", count_text(card, (size_t)audit->ages) },
		{ "least", arena_printf(card->arena, "%g", audit->age_least) },
		{ "middle",
		    arena_printf(card->arena, "%g", audit->age_middle) },
		{ "most", arena_printf(card->arena, "%g", audit->age_most) },
		{ "minor",
		    share_text(card,
			(double)audit->ages_minor / (double)audit->ages) },
		{ 0 } });
}

static void
people_put(struct card *card)
{
	const struct audit *audit = card->audit;

	head_put(card,
	    (const char *[]){ word(card, "model.card.column"),
		word(card, "model.card.group"), word(card, "model.card.people"),
		word(card, "model.card.part") },
	    4);
	for (int c = 0; c < audit->columns; c++) {
		const struct audit_column *column = &audit->column[c];

		for (int g = 0; g < column->groups; g++)
			row_put(card,
			    (const char *[]){ column->name,
				column->group[g].name,
				count_text(card, column->group[g].people),
				share_text(card,
				    (double)column->group[g].people /
					(double)audit->people) },
			    4);
		if (column->unknown > 0)
			row_put(card,
			    (const char *[]){ column->name,
				word(card, "model.card.unknown"),
				count_text(card, column->unknown),
				share_text(card,
				    (double)column->unknown /
					(double)audit->people) },
			    4);
	}
	buffer_char(card->out, '\n');
}

static void
data_put(struct card *card)
{
	const struct audit *audit = card->audit;
	const struct word words[] = {
		{ "learned", count_text(card, audit->model->people) },
		{ "measured", count_text(card, audit->people) },
		{ "left", count_text(card, audit->left_out) },
		{ "label", audit->model->label }, { 0 }
	};

	paragraph(card, "model.card.data", words);
	paragraph(card, source_id(audit), words);
	ages_put(card);
	people_put(card);
}

/* Accuracy */

static void
accuracy_put(struct card *card)
{
	paragraph(card, "model.card.accuracy", NULL);
	head_put(card,
	    (const char *[]){ word(card, "model.card.list"),
		word(card, "model.card.top1"), word(card, "model.card.top3"),
		word(card, "model.card.top5"), word(card, "model.card.ece") },
	    5);
	for (int list = 0; list < 2; list++) {
		const struct measure *measure = &card->audit->measure[list];

		row_put(card,
		    (const char *[]){ word(card, lists[list]),
			shares_text(card, measure->top1, measure->top1_95),
			shares_text(card, measure->top3, measure->top3_95),
			shares_text(card, measure->top5, measure->top5_95),
			arena_printf(card->arena, "%.3f (%.3f–%.3f; %.3f)",
			    measure->ece, measure->ece_95.low,
			    measure->ece_95.high, measure->ece_floor) },
		    5);
	}
	buffer_char(card->out, '\n');
}

/* Exposure */

static const char *
exposure_text(const struct card *card, const struct fair_exposure *exposure)
{
	if (!isfinite(exposure->error))
		return "–";
	return arena_printf(card->arena, "%.2f (%.2f–%.2f)%s", exposure->ratio,
	    exposure->low, exposure->high,
	    exposure->error <= FAIR_ERROR ? "" : " *");
}

static void
exposures_put(struct card *card, const struct audit_column *column)
{
	const char *cells[CELLS] = { column->name };
	int count = 1;

	for (int g = 0; g < column->groups; g++)
		cells[count++] = column->group[g].name;
	cells[count++] = word(card, "model.card.ratio");
	cells[count++] = word(card, "model.card.ratio.model");
	head_put(card, cells, count);
	for (int k = 0; k < card->audit->model->model.classes; k++) {
		const struct fair_exposure *exposure = &column->exposure[1][k];

		cells[0] = card->audit->model->classes[k];
		for (int g = 0; g < column->groups; g++)
			cells[1 + g] = share_text(card,
			    (double)exposure->shown[g] /
				(double)exposure->people[g]);
		cells[count - 2] = exposure_text(card, exposure);
		cells[count - 1] = exposure_text(card, &column->exposure[0][k]);
		row_put(card, cells, count);
	}
	buffer_char(card->out, '\n');
}

static void
exposure_put(struct card *card)
{
	const struct audit *audit = card->audit;

	paragraph(card, "model.card.exposure",
	    (const struct word[]){
		{ "first", count_text(card, (size_t)audit->first) },
		{ "floor", ratio_text(card, audit->floor) },
		{ "error", ratio_text(card, FAIR_ERROR) }, { 0 } });
	for (int c = 0; c < audit->columns; c++)
		exposures_put(card, &audit->column[c]);
}

/* The price */

static const char *
floor_text(const struct card *card, int point)
{
	double floor = card->audit->point[point].floor;

	return arena_printf(card->arena, "%s%s",
	    floor > 0 ? ratio_text(card, floor) : word(card, "model.card.none"),
	    point == card->audit->point_chosen ? " ←" : "");
}

static void
curve_table(struct card *card)
{
	const struct audit *audit = card->audit;
	const char *cells[CELLS] = { word(card, "model.card.floor"),
		word(card, "model.card.top1"), word(card, "model.card.top3"),
		word(card, "model.card.top5") };

	for (int c = 0; c < audit->columns; c++)
		cells[4 + c] = arena_printf(card->arena, "%s: %s",
		    word(card, "model.card.least"), audit->column[c].name);
	head_put(card, cells, 4 + audit->columns);
	for (int p = 0; p < audit->points; p++) {
		const struct audit_point *point = &audit->point[p];

		cells[0] = floor_text(card, p);
		cells[1] = share_text(card, point->measure.top1);
		cells[2] = share_text(card, point->measure.top3);
		cells[3] = share_text(card, point->measure.top5);
		for (int c = 0; c < audit->columns; c++)
			cells[4 + c] = ratio_text(card, point->ratio[c]);
		row_put(card, cells, 4 + audit->columns);
	}
	buffer_char(card->out, '\n');
}

static void
bar_put(struct card *card, const char *name, double share)
{
	int marks = isnan(share) ? 0 : (int)(BAR * share + 0.5);

	buffer_printf(card->out, "  %-10.10s", name);
	for (int i = 0; i < BAR; i++)
		buffer_text(card->out, i < marks ? "█" : "·");
	buffer_printf(card->out, " %s\n", ratio_text(card, share));
}

/* As text, so that it can be read wherever Markdown can. */
static void
curve_chart(struct card *card)
{
	const struct audit *audit = card->audit;

	buffer_text(card->out, "```\n");
	for (int p = 0; p < audit->points; p++) {
		buffer_printf(card->out, "%s %s\n",
		    word(card, "model.card.floor"), floor_text(card, p));
		bar_put(card, "top 3", audit->point[p].measure.top3);
		for (int c = 0; c < audit->columns; c++)
			bar_put(card, audit->column[c].name,
			    audit->point[p].ratio[c]);
	}
	buffer_text(card->out, "```\n\n");
}

static void
curve_put(struct card *card)
{
	const struct audit *audit = card->audit;

	if (audit->points == 0) {
		paragraph(card, "model.card.curve.none", NULL);
		return;
	}
	paragraph(card, "model.card.curve",
	    (const struct word[]){ { "price",
				       arena_printf(card->arena, "%.1f",
					   100 *
					       (audit->measure[0].top3 -
						   audit->measure[1].top3)) },
		{ "floor", ratio_text(card, audit->floor) }, { 0 } });
	curve_table(card);
	curve_chart(card);
}

/* Groups */

static void
group_row(struct card *card, const struct audit_column *column,
    const struct audit_group *group)
{
	const struct measure *measure = &group->measure;

	row_put(card,
	    (const char *[]){ column->name, group->name,
		shares_text(card,
		    (double)group->hits[1] / (double)group->people,
		    group->hits_95[1]),
		arena_printf(card->arena, "%.1f %% ± %.1f",
		    100 * group->even[1], 196 * group->even_error[1]),
		shares_text(card,
		    (double)group->hits[0] / (double)group->people,
		    group->hits_95[0]),
		arena_printf(card->arena, "%.3f (%.3f)", measure->ece,
		    measure->ece_floor) },
	    6);
}

static void
groups_put(struct card *card)
{
	paragraph(card, "model.card.groups", NULL);
	head_put(card,
	    (const char *[]){ word(card, "model.card.column"),
		word(card, "model.card.group"), word(card, "model.card.recall"),
		word(card, "model.card.even"),
		word(card, "model.card.recall.model"),
		word(card, "model.card.group.ece") },
	    6);
	for (int c = 0; c < card->audit->columns; c++)
		for (int g = 0; g < card->audit->column[c].groups; g++)
			group_row(card, &card->audit->column[c],
			    &card->audit->column[c].group[g]);
	buffer_char(card->out, '\n');
}

/* ABROCA */

static void
roc_row(struct card *card, const struct audit_column *column,
    const struct audit_roc *roc)
{
	row_put(card,
	    (const char *[]){ card->audit->model->classes[roc->class],
		word(card, lists[roc->list]),
		arena_printf(card->arena, "%s / %s",
		    column->group[roc->group].name,
		    column->group[roc->against].name),
		arena_printf(card->arena, "%.3f (%.3f)", roc->found.area,
		    roc->found.dealt),
		figure_text(card, roc->found.p),
		figure_text(card, roc->adjusted) },
	    6);
}

/* Those that a single test would call unlike; the others are counted. */
static void
abroca_put(struct card *card)
{
	const struct audit *audit = card->audit;
	size_t tests = 0;

	for (int c = 0; c < audit->columns; c++)
		for (int i = 0; i < audit->column[c].rocs; i++)
			tests += audit->column[c].roc[i].list == 1;
	paragraph(card, "model.card.abroca",
	    (const struct word[]){ { "tests", count_text(card, tests) },
		{ "draws", count_text(card, AUDIT_DRAWS) }, { 0 } });
	head_put(card,
	    (const char *[]){ word(card, "model.card.class"),
		word(card, "model.card.list"), word(card, "model.card.between"),
		word(card, "model.card.area"), "p",
		word(card, "model.card.adjusted") },
	    6);
	for (int c = 0; c < audit->columns; c++)
		for (int i = 0; i < audit->column[c].rocs; i++)
			if (audit->column[c].roc[i].found.p < AUDIT_CHANCE)
				roc_row(card, &audit->column[c],
				    &audit->column[c].roc[i]);
	buffer_char(card->out, '\n');
}

/* Items */

static const char *
worst_text(const struct card *card, const struct audit_column *column)
{
	const char *text = "";

	for (int i = 0; i < column->items[2] && i < INTEREST_ITEMS; i++)
		text = arena_printf(card->arena, "%s%s%s (%s)", text,
		    i == 0 ? "" : ", ", column->worst[i],
		    column->worst_high[i]);
	return text;
}

static void
items_put(struct card *card)
{
	paragraph(card, "model.card.items",
	    (const struct word[]){
		{ "limit", ratio_text(card, AUDIT_SCALE) }, { 0 } });
	head_put(card,
	    (const char *[]){ word(card, "model.card.column"), "A", "B", "C",
		word(card, "model.card.items.worst"),
		word(card, "model.card.items.scale") },
	    6);
	for (int c = 0; c < card->audit->columns; c++) {
		const struct audit_column *column = &card->audit->column[c];
		const char *cells[6] = { column->name, "–", "–", "–",
			word(card, "model.card.items.unknown"), "–" };

		for (int i = 0; column->functioning && i < 3; i++)
			cells[1 + i] = count_text(
			    card, (size_t)column->items[i]);
		if (column->functioning)
			cells[4] = worst_text(card, column);
		if (column->scale != NULL)
			cells[5] = arena_printf(card->arena, "%s: %.3f",
			    column->scale, column->scale_shift);
		row_put(card, cells, 6);
	}
	buffer_char(card->out, '\n');
}

/* Limits, versions */

static void
versions_put(struct card *card)
{
	const struct audit *audit = card->audit;
	const struct {
		const char *id;
		const struct audit_source *source;
	} rows[] = { { "model.card.file.model", &audit->model_source },
		{ "model.card.file.bank", &audit->bank_source },
		{ "model.card.file.answers", &audit->answers_source } };

	paragraph(card, "model.card.versions", NULL);
	head_put(card,
	    (const char *[]){ "", word(card, "model.card.file"), "SHA-256" },
	    3);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		row_put(card,
		    (const char *[]){ word(card, rows[i].id),
			rows[i].source->name, rows[i].source->sha256 },
		    3);
	row_put(card,
	    (const char *[]){ word(card, "model.card.file.learned"), "–",
		audit->model->sha256 },
	    3);
	buffer_char(card->out, '\n');
}

static void
card_put(struct card *card)
{
	opening_put(card);
	data_put(card);
	accuracy_put(card);
	exposure_put(card);
	curve_put(card);
	groups_put(card);
	abroca_put(card);
	items_put(card);
	paragraph(card, "model.card.limits", NULL);
	versions_put(card);
}

void
card_write(struct arena *arena, enum lang lang, const struct audit *audit,
    struct buffer *out)
{
	struct card card = { arena, lang, audit, out };

	card_put(&card);
	buffer_text(out, "---\n\n");
	card.lang = lang == LANG_KO ? LANG_EN : LANG_KO;
	card_put(&card);
}
