/* Schools and classes come in here, from an import or the demonstration. */
#include "base/clock.h"
#include "people/inside.h"

int64_t
school_add(struct db *db, const struct school_new *school)
{
	int64_t id = id_new();

	db_do(db,
	    "INSERT INTO school (id, code, region, office, name, "
	    "name_en, level, founding, state, address, latitude, longitude, "
	    "demo) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?)",
	    ARGS(ID(id), TEXT(school->code), ID(school->region),
		ID(school->office), TEXT(school->name), TEXT(school->name_en),
		TEXT(school->level), TEXT(school->founding),
		TEXT(school->address), REAL(school->latitude),
		REAL(school->longitude), INT(school->demo)));
	return id;
}

int64_t
class_add(struct db *db, const struct class_new *class)
{
	int64_t id = id_new();

	db_do(db,
	    "INSERT INTO class (id, region, school, source, year, "
	    "grade, name) VALUES (?, ?, ?, ?, ?, ?, ?)",
	    ARGS(ID(id), ID(class->region), ID(class->school),
		TEXT(class->source), INT(class->year), INT(class->grade),
		TEXT(class->name)));
	return id;
}
