/* Who keeps the register, how it is searched, what of it is written down. */
#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "sites/inside.h"

const char *
today_text(struct request *rq)
{
	char *text = arena_alloc(rq->arena, 11);

	date_write(date_in_seoul(rq->now), text);
	return text;
}

bool
certified_today(
    struct request *rq, const char *certification, const char *until)
{
	return text_is(certification, "certified") && until != NULL &&
	    strcmp(until, today_text(rq)) >= 0;
}

const char *
query_like(struct request *rq)
{
	const char *text = query_text(rq, "q");

	return text != NULL && text[0] != '\0' ? like_text(rq->arena, text)
					       : NULL;
}

bool
order_is(struct request *rq, const char *order)
{
	return text_is(query_text(rq, "order"), order);
}

void
ask(struct asked *asked, struct value value)
{
	assert(asked->count < sizeof asked->list / sizeof asked->list[0]);
	asked->list[asked->count++] = value;
}

void
ask_twice(struct asked *asked, struct value value)
{
	ask(asked, value);
	ask(asked, value);
}

void
ask_range(struct asked *asked, int64_t id)
{
	ask(asked, INT(id));
	ask(asked, INT(id != 0 ? id : INT64_MAX));
}

struct values
asked_values(const struct asked *asked)
{
	return (struct values){ asked->list, asked->count };
}

/* Routes let only a centre change the register. */
bool
keeps_region(struct request *rq, int64_t region)
{
	return rq->actor.role == ROLE_CENTRE &&
	    people_reach(rq->db, &rq->actor, "region", region);
}

void
register_tell(struct request *rq, int64_t region, const char *kind,
    const char *name, int64_t id)
{
	char detail[64];

	detail_id(detail, name, id);
	ledger_add(rq->db, rq->now,
	    &(struct ledger_entry){ .chain = region,
		.kind = kind,
		.actor = &rq->actor,
		.detail = detail });
}

bool
gone(struct request *rq, bool found)
{
	if (!found)
		answer_error(rq, 404, "not_found", NULL);
	return !found;
}

const struct catalogue *
catalogue_of(struct request *rq)
{
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);

	if (catalogue == NULL)
		answer_error(rq, 503, "catalogue", NULL);
	return catalogue;
}

const struct experience *
experience_of(const struct catalogue *catalogue, const char *kind)
{
	int i;

	for (i = 0; i < catalogue->experience_count; i++)
		if (text_is(catalogue->experiences[i].id, kind))
			return &catalogue->experiences[i];
	return NULL;
}

void
kind_put(struct writer *writer, enum lang lang,
    const struct catalogue *catalogue, const char *kind, const char *field)
{
	const struct experience *experience = experience_of(catalogue, kind);
	int at = catalog_field(catalogue, field);

	put_text(writer, "kind", kind);
	put_text(writer, "kind_name",
	    experience != NULL ? experience->name.text[lang] : kind);
	put_text(writer, "field", field);
	put_text(writer, "field_name",
	    at >= 0 ? catalogue->fields[at].name.text[lang] : field);
}
