/* Where somebody looks from, and how far it is, without any map. */
#include <math.h>

#include "base/text.h"
#include "sites/inside.h"

/* IUGG mean radius, km. */
static const double earth_radius = 6371.0088;
static const double degree = 0.017453292519943295;

/* Haversine (Sinnott 1984): exact enough also for places side by side. */
double
places_apart(double latitude, double longitude, double other_latitude,
    double other_longitude)
{
	double up = sin((other_latitude - latitude) * degree / 2);
	double along = sin((other_longitude - longitude) * degree / 2);
	double half = up * up +
	    cos(latitude * degree) * cos(other_latitude * degree) * along *
		along;

	return isnan(half) ? NAN : 2 * earth_radius * asin(sqrt(fmin(half, 1)));
}

static struct place
place_ask(struct db *db, const char *sql, struct values values)
{
	struct rows rows = db_ask(db, sql, values);
	struct place place = { NAN, NAN };

	if (rows_next(&rows))
		place = (struct place){ rows_real(&rows, 0),
			rows_real(&rows, 1) };
	rows_close(&rows);
	return place;
}

struct place
place_of_actor(struct request *rq, int64_t school)
{
	const struct actor *actor = &rq->actor;

	if (school != 0)
		return place_ask(rq->db,
		    "SELECT latitude, longitude FROM school WHERE id = ?",
		    ARGS(ID(school)));
	if (actor->role == ROLE_PUPIL)
		return place_ask(rq->db,
		    "SELECT s.latitude, s.longitude FROM pupil p "
		    "JOIN school s ON s.id = p.school WHERE p.id = ?",
		    ARGS(ID(actor->pupil)));
	if (actor->role == ROLE_TEACHER)
		return place_ask(rq->db,
		    "SELECT latitude, longitude FROM school WHERE id IN ("
		    "SELECT school FROM duty WHERE account = ? "
		    "UNION SELECT c.school FROM class_teacher t "
		    "JOIN class c ON c.id = t.class WHERE t.account = ?) "
		    "ORDER BY name, id LIMIT 1",
		    ARGS(ID(actor->account), ID(actor->account)));
	return (struct place){ NAN, NAN };
}

void
ask_order(struct asked *asked, struct request *rq, struct place from)
{
	double narrow = cos(from.latitude * degree);

	ask(asked, ID(order_is(rq, "distance")));
	ask_twice(asked, REAL(from.latitude));
	ask_twice(asked, REAL(from.longitude));
	ask(asked, REAL(narrow * narrow));
	ask(asked, ID(order_is(rq, "soon")));
	ask(asked, INT(rq->now));
}

void
distance_put(
    struct writer *writer, struct place from, double latitude, double longitude)
{
	put_real(writer, "distance",
	    places_apart(from.latitude, from.longitude, latitude, longitude),
	    1);
}
