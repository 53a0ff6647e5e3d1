/* What anybody may see of a published round, without signing in. */
#include <string.h>

#include "base/json.h"
#include "seats/round.h"
#include "seats/routes.h"

void
public_rounds(struct request *rq)
{
	struct writer *writer = answer(rq);
	struct rows rows = db_ask(rq->db,
	    ROUND_ROWS "FROM round r JOIN region g ON g.id = r.region "
		       "WHERE r.state <> 'draft' "
		       "ORDER BY r.opens DESC, r.id LIMIT 200",
	    NO_ARGS);

	put_list(writer, "rounds");
	while (rows_next(&rows))
		round_row_put(rq, writer, &rows);
	put_list_end(writer);
}

static void
counts_put(struct request *rq, struct writer *writer, const struct round *round)
{
	const char *shares = round->state < ROUND_ANNOUNCED
	    ? NULL
	    : db_text(rq->db, rq->arena,
		  "SELECT shares FROM round WHERE id = ?", ARGS(ID(round->id)));
	const json_t *kept = shares == NULL
	    ? NULL
	    : json_read(rq->arena, shares, strlen(shares));

	if (kept == NULL)
		return;
	put_int(writer, "applicants",
	    json_integer_value(json_object_get(kept, "pupils")));
	put_int(writer, "placed",
	    json_integer_value(json_object_get(kept, "placed")));
}

void
public_round(struct request *rq)
{
	struct values id = ARGS(ID(path_id(rq, "round")));
	struct round round;
	struct writer *writer;

	if (!round_load(
		rq->db, rq->arena, path_id(rq, "round"), rq->now, &round) ||
	    round.state == ROUND_DRAFT) {
		answer_error(rq, 404, "not_found", NULL);
		return;
	}
	writer = answer(rq);
	put_id(writer, "id", round.id);
	put_text(writer, "region_name",
	    region_name(rq->db, rq->arena, rq->lang, round.region));
	put_text(writer, "name", round.name);
	put_text(writer, "kind", round.kind);
	put_text(writer, "state", round_state_names[round.state]);
	put_int(writer, "opens", round.opens);
	put_int(writer, "closes", round.closes);
	put_int(writer, "answers_until", round.answers_until);
	put_int(writer, "events",
	    db_int(rq->db, "SELECT COUNT(*) FROM round_event WHERE round = ?",
		id, 0));
	put_int(writer, "seats",
	    db_int(rq->db, "SELECT SUM(seats) FROM round_event WHERE round = ?",
		id, 0));
	round_words_put(rq, rq->db, writer, "words", &round);
	put_text(writer, "seed_hash", round.seed_hash);
	put_text(writer, "seed", round.seed);
	put_text(writer, "public_number", round.public_number);
	put_text(writer, "log_hash", round.log_hash);
	if (round.drawn != 0)
		put_int(writer, "drawn", round.drawn);
	counts_put(rq, writer, &round);
	put_list(writer, "files");
	for (enum round_file file = 0; file < ROUND_FILES; file++)
		if (round_has_file(&round, file, true))
			put_text(writer, NULL, round_file_names[file]);
	put_list_end(writer);
}

void
public_file(struct request *rq)
{
	round_file_answer(rq, true);
}
