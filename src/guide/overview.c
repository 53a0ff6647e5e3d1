/*
 * The province at a glance: shares by region and by school, never a child. Where
 * fewer than five pupils stand behind a row, its shares are not told.
 */
#include <math.h>

#include "base/text.h"
#include "guide/routes.h"
#include "guide/sheet.h"

enum { FEW = 5 };

struct totals {
	int64_t pupils, answered, kept;
};

/* Columns: id, name, part or level, schools, pupils, answered, signed,
   without consent and answers. */
static void
row_write(struct writer *writer, const struct rows *rows, const char *third,
    struct totals *totals)
{
	int64_t pupils = rows_int(rows, 4);

	put_object(writer, NULL);
	put_id(writer, "id", rows_id(rows, 0));
	put_text(writer, "name", rows_text(rows, 1));
	put_text(writer, third, rows_text(rows, 2));
	put_int(writer, "schools", rows_int(rows, 3));
	put_int(writer, "pupils", pupils);
	put_bool(writer, "few", pupils < FEW);
	if (pupils >= FEW) {
		double all = (double)pupils;

		put_real(
		    writer, "answered", (double)rows_int(rows, 5) / all, 4);
		put_real(writer, "signed", (double)rows_int(rows, 6) / all, 4);
		put_real(writer, "consent_missing",
		    (double)rows_int(rows, 7) / all, 4);
		totals->pupils += pupils;
		totals->answered += rows_int(rows, 5);
		totals->kept += rows_int(rows, 6);
	}
	put_object_end(writer);
}

static void
rows_write(struct request *rq, struct rows *rows, const char *third)
{
	struct writer *writer = answer(rq);
	struct totals totals = { 0 };

	put_list(writer, "rows");
	while (rows_next(rows))
		row_write(writer, rows, third, &totals);
	put_list_end(writer);
	if (totals.pupils > 0) {
		put_real(writer, "answered",
		    (double)totals.answered / (double)totals.pupils, 4);
		put_real(writer, "signed",
		    (double)totals.kept / (double)totals.pupils, 4);
	}
}

/* The grades of a stage; all grades without one. */
static void
grades_of(struct request *rq, int64_t *first, int64_t *last)
{
	const char *stage = query_text(rq, "stage");

	*first = text_is(stage, "high") ? 10 : text_is(stage, "middle") ? 7 : 5;
	*last = text_is(stage, "elementary") ? 6
	    : text_is(stage, "middle")       ? 9
					     : 12;
}

#define FLAGS \
	"SELECT p.id, p.region, p.school, " \
	"CASE WHEN EXISTS (SELECT 1 FROM sheet t WHERE t.pupil = p.id " \
	"AND t.finished IS NOT NULL) THEN 1 ELSE 0 END AS done, " \
	"CASE WHEN EXISTS (SELECT 1 FROM brief b WHERE b.pupil = p.id " \
	"AND b.state = 'signed') THEN 1 ELSE 0 END AS kept, " \
	"CASE WHEN EXISTS (SELECT 1 FROM consent k WHERE k.pupil = p.id " \
	"AND k.purpose = 'test' AND k.withdrawn IS NULL) THEN 1 ELSE 0 END " \
	"AS agreed FROM pupil p WHERE p.state = 'enrolled' " \
	"AND p.grade BETWEEN ? AND ? " \
	"AND (? = 0 OR EXISTS (SELECT 1 FROM school k WHERE k.id = p.school " \
	"AND k.office = ?)) "

#define SUMS \
	"COUNT(f.id), COALESCE(SUM(f.done), 0), COALESCE(SUM(f.kept), 0), " \
	"COALESCE(SUM(CASE WHEN f.done = 0 AND f.agreed = 0 THEN 1 ELSE 0 " \
	"END), 0) "

void
overview_regions(struct request *rq)
{
	int64_t first, last;
	struct rows rows;

	grades_of(rq, &first, &last);
	rows = db_ask(rq->db,
	    "SELECT r.id, CASE WHEN ? = 1 THEN r.name_en ELSE r.name_ko END, "
	    "r.part, (SELECT COUNT(*) FROM school s WHERE s.region = r.id "
	    "AND s.state = 'open' AND (? = 0 OR s.office = ?)), " SUMS
	    "FROM region r LEFT JOIN (" FLAGS ") f ON f.region = r.id "
	    "WHERE r.valid_to IS NULL AND (? = 0 OR EXISTS (SELECT 1 "
	    "FROM region_office o WHERE o.region = r.id AND o.office = ? "
	    "AND o.valid_to IS NULL)) "
	    "GROUP BY r.id, r.name_ko, r.name_en, r.part, r.code "
	    "ORDER BY r.code",
	    ARGS(INT(rq->lang == LANG_EN), INT(rq->actor.office),
		INT(rq->actor.office), INT(first), INT(last),
		INT(rq->actor.office), INT(rq->actor.office),
		INT(rq->actor.office), INT(rq->actor.office)));
	rows_write(rq, &rows, "part");
}

/* Of a region, the schools within the supervisor's own office. */
void
overview_schools(struct request *rq)
{
	int64_t first, last;
	struct rows rows;

	grades_of(rq, &first, &last);
	rows = db_ask(rq->db,
	    "SELECT s.id, CASE WHEN ? = 1 THEN COALESCE(s.name_en, s.name) "
	    "ELSE s.name END, s.level, 1, " SUMS
	    "FROM school s LEFT JOIN (" FLAGS "AND p.region = ?) f "
	    "ON f.school = s.id WHERE s.region = ? AND s.state = 'open' "
	    "AND (? = 0 OR s.office = ?) "
	    "GROUP BY s.id, s.name, s.name_en, s.level "
	    "ORDER BY s.level, s.name LIMIT 1000",
	    ARGS(INT(rq->lang == LANG_EN), INT(first), INT(last),
		INT(rq->actor.office), INT(rq->actor.office),
		ID(path_id(rq, "region")), ID(path_id(rq, "region")),
		INT(rq->actor.office), INT(rq->actor.office)));
	rows_write(rq, &rows, "level");
}
