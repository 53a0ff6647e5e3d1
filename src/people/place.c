/*
 * Regions and offices, as the catalogue has them, and the schools in them.
 *
 * A region or an office is a row a version: one that ends keeps its row, its
 * heir gets a new one. What happened before goes on pointing to what stood
 * then; what stands now (schools, classes, pupils, centre managers) moves to
 * the heir.
 */
#include "base/clock.h"
#include "catalog/catalog.h"
#include "people/inside.h"
#include "people/routes.h"

/* The catalogue has "" for what still holds, the store NULL. */
static const char *
end_of(const char *valid_to)
{
	return valid_to[0] != '\0' ? valid_to : NULL;
}

static void
region_seed(struct db *db, const struct region_entry *region)
{
	db_do(db,
	    "INSERT INTO region (id, code, name_ko, name_en, part, "
	    "valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?, ?) "
	    "ON CONFLICT (code, valid_from) DO UPDATE SET "
	    "name_ko = excluded.name_ko, name_en = excluded.name_en, "
	    "part = excluded.part, valid_to = excluded.valid_to",
	    ARGS(ID(id_new()), TEXT(region->code),
		TEXT(region->name.text[LANG_KO]),
		TEXT(region->name.text[LANG_EN]), TEXT(region->part),
		TEXT(region->valid_from), TEXT(end_of(region->valid_to))));
}

static void
office_seed(struct db *db, const struct office_entry *office)
{
	db_do(db,
	    "INSERT INTO office (id, code, name_ko, name_en, "
	    "valid_from, valid_to) VALUES (?, ?, ?, ?, ?, ?) "
	    "ON CONFLICT (code, valid_from) DO UPDATE SET "
	    "name_ko = excluded.name_ko, name_en = excluded.name_en, "
	    "valid_to = excluded.valid_to",
	    ARGS(ID(id_new()), TEXT(office->id),
		TEXT(office->name.text[LANG_KO]),
		TEXT(office->name.text[LANG_EN]), TEXT(office->valid_from),
		TEXT(end_of(office->valid_to))));
}

static void
link_seed(struct db *db, const struct catalogue *catalogue,
    const struct region_office *link)
{
	const struct region_entry *region = &catalogue->regions[link->region];
	const struct office_entry *office = &catalogue->offices[link->office];

	db_do(db,
	    "INSERT INTO region_office (region, office, valid_from, "
	    "valid_to) SELECT r.id, o.id, CAST(? AS TEXT), CAST(? AS TEXT) "
	    "FROM region r JOIN office o ON o.code = ? AND o.valid_from = ? "
	    "WHERE r.code = ? AND r.valid_from = ? "
	    "ON CONFLICT (region, office, valid_from) DO UPDATE SET "
	    "valid_to = excluded.valid_to",
	    ARGS(TEXT(link->valid_from), TEXT(end_of(link->valid_to)),
		TEXT(office->id), TEXT(office->valid_from), TEXT(region->code),
		TEXT(region->valid_from)));
}

/* What stands now moves from a region that ended to the one of its code. */
#define HEIR \
	"SELECT n.id FROM region o JOIN region n ON n.code = o.code " \
	"AND n.valid_to IS NULL WHERE o.valid_to IS NOT NULL AND o.id = "
#define MOVE(table) \
	"UPDATE " table " SET region = (" HEIR table ".region) " \
	"WHERE EXISTS (" HEIR table ".region)"

static void
heirs_move(struct db *db)
{
	if (db_any(db,
		"SELECT 1 FROM region o JOIN region n "
		"ON n.code = o.code AND n.valid_to IS NULL "
		"WHERE o.valid_to IS NOT NULL",
		NO_ARGS)) {
		db_do(db, MOVE("school"), NO_ARGS);
		db_do(db, MOVE("class"), NO_ARGS);
		db_do(db, MOVE("pupil"), NO_ARGS);
		db_do(db, MOVE("account"), NO_ARGS);
	}
	/* a school belongs to the office that its region belongs to now */
	db_do(db,
	    "UPDATE school SET office = (SELECT MIN(l.office) "
	    "FROM region_office l WHERE l.region = school.region "
	    "AND l.valid_to IS NULL) WHERE EXISTS (SELECT 1 "
	    "FROM region_office l WHERE l.region = school.region "
	    "AND l.valid_to IS NULL) AND NOT EXISTS (SELECT 1 "
	    "FROM region_office l WHERE l.region = school.region "
	    "AND l.office = school.office AND l.valid_to IS NULL)",
	    NO_ARGS);
}

bool
catalogue_seed(struct db *db, const struct catalogue *catalogue)
{
	int i;

	for (i = 0; i < catalogue->region_count; i++)
		region_seed(db, &catalogue->regions[i]);
	for (i = 0; i < catalogue->office_count; i++)
		office_seed(db, &catalogue->offices[i]);
	for (i = 0; i < catalogue->region_office_count; i++)
		link_seed(db, catalogue, &catalogue->region_offices[i]);
	heirs_move(db);
	return db_ok(db);
}

bool
places_seed(struct db *db, struct arena *arena)
{
	const struct catalogue *catalogue = catalog_hold(db, arena);

	return catalogue != NULL && catalogue_seed(db, catalogue);
}

/* Regions within reach */

struct region {
	int64_t id;
	const char *code, *name, *part;
};

static size_t
regions_read(struct request *rq, struct region *regions, size_t most)
{
	int name = rq->lang == LANG_EN ? 3 : 2;
	struct rows rows = db_ask(rq->db,
	    "SELECT id, code, name_ko, name_en, part FROM region "
	    "WHERE valid_to IS NULL ORDER BY code",
	    NO_ARGS);
	size_t count = 0;

	while (count < most && rows_next(&rows))
		regions[count++] = (struct region){ rows_id(&rows, 0),
			arena_text(rq->arena, rows_text(&rows, 1)),
			arena_text(rq->arena, rows_text(&rows, name)),
			arena_text(rq->arena, rows_text(&rows, 4)) };
	rows_close(&rows);
	return count;
}

static void
region_tell(struct db *db, struct writer *writer, const struct region *region)
{
	struct values id = ARGS(ID(region->id));

	put_object(writer, NULL);
	put_id(writer, "id", region->id);
	put_text(writer, "code", region->code);
	put_text(writer, "name", region->name);
	put_text(writer, "part", region->part);
	put_int(writer, "schools",
	    db_int(db,
		"SELECT COUNT(*) FROM school "
		"WHERE region = ? AND state = 'open'",
		id, 0));
	put_int(writer, "pupils",
	    db_int(db,
		"SELECT COUNT(*) FROM school s "
		"JOIN pupil p ON p.school = s.id AND p.state = 'enrolled' "
		"WHERE s.region = ?",
		id, 0));
	put_object_end(writer);
}

void
regions_list(struct request *rq)
{
	struct region regions[128];
	size_t count = regions_read(rq, regions, 128), i;
	struct writer *writer = answer(rq);

	put_list(writer, "regions");
	for (i = 0; i < count; i++)
		if (people_reach(rq->db, &rq->actor, "region", regions[i].id))
			region_tell(rq->db, writer, &regions[i]);
	put_list_end(writer);
}

/* Schools within reach */

static void
school_tell(struct writer *writer, enum lang lang, const struct rows *rows)
{
	const char *english = rows_text(rows, 3);

	put_object(writer, NULL);
	put_id(writer, "id", rows_id(rows, 0));
	put_text(writer, "code", rows_text(rows, 1));
	put_text(writer, "name",
	    lang == LANG_EN && english ? english : rows_text(rows, 2));
	put_text(writer, "level", rows_text(rows, 4));
	put_text(
	    writer, "region_name", rows_text(rows, lang == LANG_EN ? 6 : 5));
	put_text(
	    writer, "office_name", rows_text(rows, lang == LANG_EN ? 8 : 7));
	put_int(writer, "pupils", rows_int(rows, 9));
	put_object_end(writer);
}

#define SCHOOLS_WITHIN \
	"FROM school s JOIN region r ON r.id = s.region " \
	"JOIN office o ON o.id = s.office WHERE s.state = 'open' " \
	"AND (? IS NULL OR s.region = ?) AND (? IS NULL OR s.office = ?) " \
	"AND (? IS NULL OR s.region = ?) AND (? IS NULL OR s.level = ?) " \
	"AND lower(s.name) LIKE lower(CAST(? AS TEXT)) ESCAPE '\\' "

void
schools_find(struct request *rq)
{
	struct bounds within = school_bounds(&rq->actor);
	struct page page = page_asked(rq);
	int64_t region = query_id(rq, "region");
	const char *level = query_text(rq, "level");
	const char *like = like_text(rq->arena, query_text(rq, "q"));
	struct writer *writer = answer(rq);
	struct rows rows;

	page_tell(writer, &page,
	    db_int(rq->db, "SELECT COUNT(*) " SCHOOLS_WITHIN,
		ARGS(ID(within.region), ID(within.region), ID(within.office),
		    ID(within.office), ID(region), ID(region), TEXT(level),
		    TEXT(level), TEXT(like)),
		0));
	rows = db_ask(rq->db,
	    "SELECT s.id, s.code, s.name, s.name_en, "
	    "s.level, r.name_ko, r.name_en, o.name_ko, o.name_en, "
	    "(SELECT COUNT(*) FROM pupil p WHERE p.school = s.id "
	    "AND p.state = 'enrolled') " SCHOOLS_WITHIN
	    "ORDER BY r.code, s.level, s.name, s.id LIMIT ? OFFSET ?",
	    ARGS(ID(within.region), ID(within.region), ID(within.office),
		ID(within.office), ID(region), ID(region), TEXT(level),
		TEXT(level), TEXT(like), INT(PAGE_ROWS), INT(page.offset)));
	put_list(writer, "schools");
	while (rows_next(&rows))
		school_tell(writer, rq->lang, &rows);
	put_list_end(writer);
}
