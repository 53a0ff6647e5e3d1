/*
 * How it was, by those who were there: a pupil, or a teacher for a class. The
 * centre reads it without names and in no order that would tell who wrote.
 */
#include <math.h>

#include "seats/inside.h"
#include "seats/routes.h"

enum { ROWS_MOST = 500, MEAN_LEAST = 5 };

/* A class was there when one of its pupils was: ids of both never meet. */
static bool
took_part(struct request *rq, int64_t entrant, int64_t event)
{
	return db_any(rq->db,
	    "SELECT 1 FROM pupil p "
	    "JOIN seat s ON s.applicant IN (p.id, p.class) "
	    "JOIN round r ON r.id = s.round "
	    "WHERE (p.id = ? OR p.class = ?) AND p.state = 'enrolled' "
	    "AND s.event = ? AND s.state IN ('offered', 'accepted') "
	    "AND r.state = 'announced'",
	    ARGS(ID(entrant), ID(entrant), ID(event)));
}

/* Saying it again replaces what was said. */
static void
feedback_keep(struct request *rq, const struct entrant *entrant,
    const struct event *event)
{
	db_do(rq->db,
	    "INSERT INTO feedback (event, giver, class, region, stars, text, "
	    "given) VALUES (?, ?, ?, ?, ?, ?, ?) "
	    "ON CONFLICT (event, giver) DO UPDATE SET stars = excluded.stars, "
	    "text = excluded.text, given = excluded.given",
	    ARGS(ID(event->id), ID(entrant->id), INT(entrant->class),
		ID(event->region), INT(body_int(rq, "stars")),
		TEXT(body_text(rq, "text")), INT(rq->now)));
	answer_none(rq);
}

static void
feedback_take(struct request *rq)
{
	int64_t id = path_id(rq, "event");
	struct entrant entrant;
	struct event event;

	if (!entrant_of_request(rq, &entrant))
		return;
	if (!event_load(rq->db, rq->arena, id, &event))
		answer_error(rq, 404, "not_found", NULL);
	else if (event.cancelled || !took_part(rq, entrant.id, id))
		answer_error(rq, 409, "feedback.nobody", NULL);
	else if (event.ends > rq->now)
		answer_error(rq, 409, "feedback.early", NULL);
	else
		feedback_keep(rq, &entrant, &event);
}

void
pupil_feedback(struct request *rq)
{
	feedback_take(rq);
}

void
class_feedback(struct request *rq)
{
	feedback_take(rq);
}

/* Few stars could be told apart, so their mean waits for five. */
static void
head_put(struct request *rq, struct writer *writer, int64_t event)
{
	struct rows rows = db_ask(rq->db,
	    "SELECT COUNT(*), AVG(stars * 1.0) FROM feedback WHERE event = ?",
	    ARGS(ID(event)));
	int64_t count = 0;
	double mean = NAN;

	if (rows_next(&rows)) {
		count = rows_int(&rows, 0);
		mean = count < MEAN_LEAST ? NAN : rows_real(&rows, 1);
	}
	rows_close(&rows);
	put_int(writer, "count", count);
	put_real(writer, "mean", mean, 2);
}

void
event_feedback(struct request *rq)
{
	struct writer *writer = answer(rq);
	int64_t event = path_id(rq, "event");
	struct rows rows;
	int count = 0;

	head_put(rq, writer, event);
	rows = db_ask(rq->db,
	    "SELECT class, stars, text FROM feedback WHERE event = ? "
	    "ORDER BY class DESC, stars DESC, text LIMIT 500",
	    ARGS(ID(event)));
	put_list(writer, "rows");
	while (count++ < ROWS_MOST && rows_next(&rows)) {
		put_object(writer, NULL);
		put_bool(writer, "class", rows_int(&rows, 0) != 0);
		put_int(writer, "stars", rows_int(&rows, 1));
		put_text(writer, "text", rows_text(&rows, 2));
		put_object_end(writer);
	}
	put_list_end(writer);
	rows_close(&rows);
}
