/*
 * From the id in a path to what the actor's reach is decided by: {brief} leads
 * to its pupil. Each room gives rules for its own nouns.
 */
#include "http/inside.h"

#include <string.h>

enum { STEPS = 8 };

static const struct scope *
scope_find(const struct module *const *rooms, const char *name)
{
	const struct scope *scope;

	for (; *rooms != NULL; rooms++)
		for (scope = (*rooms)->scopes; scope && scope->name; scope++)
			if (strcmp(scope->name, name) == 0)
				return scope;
	return NULL;
}

bool
scope_resolve(struct db *db, const struct module *const *rooms,
    const char **name, int64_t *id)
{
	const struct scope *scope;
	int step;

	for (step = 0; step < STEPS; step++) {
		scope = scope_find(rooms, *name);
		if (scope == NULL || scope->within == NULL)
			return true;
		*id = db_int(db, scope->sql, ARGS(ID(*id)), 0);
		if (*id == 0)
			return false;
		*name = scope->within;
	}
	return false;
}

/* Outside, unknown and none at all have one answer. */
bool
scope_check(struct exchange *x)
{
	const char *name = x->rq.route->scope;
	const struct server_options *options = &x->server->options;
	int64_t id;

	if (name == NULL)
		return true;
	id = path_id(&x->rq, name);
	if (id != 0 && scope_resolve(x->rq.db, options->modules, &name, &id) &&
	    options->reach(x->rq.db, &x->rq.actor, name, id))
		return true;
	answer_error(&x->rq, 404, "not_found", NULL);
	return false;
}
