/*
 * A small town for the tests of people: two regions, two offices, three schools
 * with their classes, pupils and staff; a server in it and visitors who come by
 * HTTP and keep their cookies.
 */
#ifndef GILJABI_PEOPLE_TEST_TOWN_H
#define GILJABI_PEOPLE_TEST_TOWN_H

#include "store/test_bed.h"

#include "http/http.h"
#include "people/people.h"

/*
 * pupils 0 and 1: school 0, classes 0 and 1; 2: school 1, class 2; 3: school 0,
 * in no class. schools 0 and 2: region and office 0; 1: region and office 1.
 */
struct town {
	int64_t regions[2], offices[2], schools[3], classes[3], pupils[4];
	int64_t homeroom; /* teacher of class 0 */
	int64_t career; /* teacher of school 0 */
	int64_t newcomer; /* teacher of nothing */
	int64_t centre; /* region 0 */
	int64_t supervisor; /* office 0 */
	int64_t province; /* supervisor without an office */
	int64_t engineer;
	int64_t guardian; /* of pupils 0 and 2 */
	int64_t imports[2]; /* of homeroom, of engineer */
};
/* Makes the tables and fills them. */
void town_make(struct bed *bed, struct town *town);
/* The birth of a pupil; NULL: not known. */
void birth_set(struct bed *bed, int64_t pupil, const char *birth);

/* Every staff account has this password and is one of a demonstration. */
#define TOWN_PASSWORD "correct horse"

/* The server of a town */

struct server *town_serve(struct bed *bed);

/* One browser. */
struct visitor;
struct visitor *visitor_new(const struct server *server);
void visitor_free(struct visitor *visitor);
/*
 * Sends a request, with the token of the session that visitor_ask saw last, and
 * answers the status. body: JSON, or NULL.
 */
int visitor_ask(struct visitor *visitor, const char *method, const char *path,
    const char *body);
/* A POST with a body of another type. */
int visitor_send(struct visitor *visitor, const char *path, const char *type,
    const char *body, size_t length);
/* Of the last answer: a member as text ("a.b" goes inside), "" for none. */
const char *visitor_got(const struct visitor *visitor, const char *member);
/* The id of the first field that is wrong, or of the problem. */
const char *visitor_wrong(const struct visitor *visitor);
const char *visitor_body(const struct visitor *visitor, size_t *length);

#endif
