/*
 * The rows of all rooms as a tree of path segments, made once at the start. A
 * literal segment goes before a parameter: /api/pupils/new before
 * /api/pupils/{pupil}.
 */
#include "http/inside.h"

#include <string.h>

#include "base/log.h"

/* What a path has come to after some of its segments. */
struct node {
	struct node *next; /* beside it */
	struct node *literals; /* below it */
	struct node *parameter;
	const char *segment;
	struct door *doors[DELETE + 1];
	bool is_end; /* at least one door */
};

struct router {
	struct arena *arena;
	struct node *root;
	struct door *first, *last;
};

static struct node *
literal_find(const struct node *node, const char *segment)
{
	struct node *at;

	for (at = node->literals; at != NULL; at = at->next)
		if (strcmp(at->segment, segment) == 0)
			return at;
	return NULL;
}

static struct node *
literal_get(struct router *router, struct node *node, const char *segment)
{
	struct node *below = literal_find(node, segment);

	if (below != NULL)
		return below;
	below = arena_alloc(router->arena, sizeof *below);
	below->segment = segment;
	below->next = node->literals;
	node->literals = below;
	return below;
}

/* The parameter's name goes to the door, since each row names its own. */
static struct node *
parameter_get(
    struct router *router, struct node *node, struct door *door, char *segment)
{
	if (door->count == PARAMETERS)
		return NULL;
	segment[strlen(segment) - 1] = '\0';
	door->names[door->count++] = segment + 1;
	if (node->parameter == NULL)
		node->parameter = arena_alloc(
		    router->arena, sizeof *node->parameter);
	return node->parameter;
}

static bool
door_add(struct router *router, struct door *door)
{
	const char *segments[SEGMENTS];
	struct node *node = router->root;
	int count = path_split(
	    arena_text(router->arena, door->route->path), segments, SEGMENTS);
	int i;

	for (i = 0; i < count && node != NULL; i++) {
		char *segment = arena_text(router->arena, segments[i]);

		if (*segment == '{')
			node = parameter_get(router, node, door, segment);
		else
			node = literal_get(router, node, segment);
	}
	if (count < 0 || node == NULL ||
	    node->doors[door->route->method] != NULL)
		return false;
	node->doors[door->route->method] = door;
	node->is_end = true;
	if (router->last != NULL)
		router->last->next = door;
	else
		router->first = door;
	router->last = door;
	return true;
}

static bool
room_add(struct router *router, const struct module *room)
{
	const struct route *route;

	for (route = room->routes; route && route->path; route++) {
		struct door *door = arena_alloc(router->arena, sizeof *door);

		door->route = route;
		door->room = room;
		if (door_add(router, door))
			continue;
		log_event(LOG_ERROR, "route.wrong", "room", room->name,
		    "method", method_name(route->method), "path", route->path,
		    "why", "the path is none, or stands twice", NULL);
		return false;
	}
	return true;
}

static struct router *
router_fill(struct arena *arena, const struct module *const *rooms)
{
	struct router *router = arena_alloc(arena, sizeof *router);

	router->arena = arena;
	router->root = arena_alloc(arena, sizeof *router->root);
	for (; *rooms != NULL; rooms++)
		if (!room_add(router, *rooms))
			return NULL;
	return router;
}

static struct router *
router_try(struct arena *arena, const struct module *const *rooms)
{
	return ARENA_CATCH(arena) ? router_fill(arena, rooms) : NULL;
}

struct router *
router_new(const struct module *const *rooms)
{
	struct arena *arena = rows_check(rooms) ? arena_new(4 << 20) : NULL;
	struct router *router = arena ? router_try(arena, rooms) : NULL;

	if (router == NULL)
		arena_free(arena);
	return router;
}

void
router_free(struct router *router)
{
	if (router != NULL)
		arena_free(router->arena);
}

struct door *
router_doors(const struct router *router)
{
	return router->first;
}

/* The segments from `at` on below a node, `depth` parameters above it. */
static bool
node_match(const struct node *node, const char *const *at, int left,
    size_t depth, struct match *match)
{
	const struct node *below;

	if (left == 0) {
		match->doors = node->doors;
		return node->is_end;
	}
	below = literal_find(node, *at);
	if (below != NULL && node_match(below, at + 1, left - 1, depth, match))
		return true;
	if (node->parameter == NULL || **at == '\0')
		return false;
	match->values[depth] = *at;
	return node_match(node->parameter, at + 1, left - 1, depth + 1, match);
}

bool
router_find(const struct router *router, const char *const *segments, int count,
    struct match *match)
{
	return node_match(router->root, segments, count, 0, match);
}
