/*
 * Who reaches whom: decided here and nowhere else. A rule is a role, a scope
 * and a question that finds a row when the object lies within reach. What no
 * rule names is out of reach, so a role gets nothing by being forgotten.
 */
#include "people/people.h"

#include "base/text.h"
#include "people/inside.h"
#include "people/routes.h"

/* The values of the question, a letter for each `?`. */
enum { ASKED = 4 };

/*
 * Whether a class is among CLASSES_OF_TEACHER, asked from the class: some index
 * lookups, where IN would first list all classes of the teacher's schools.
 */
#define TAUGHT(class) \
	"(EXISTS (SELECT 1 FROM class_teacher t WHERE t.class = " class \
	    " AND t.account = ?) OR EXISTS (SELECT 1 FROM class c JOIN duty d " \
	    "ON d.school = c.school WHERE c.id = " class \
	    " AND d.account = ? AND d.kind = 'career'))"

static const struct rule {
	enum role role;
	const char *scope;
	const char *asks; /* i: id, a: account, p: own record,
				   r: region, o: office */
	const char *sql;
} rules[] = {
	{ ROLE_PUPIL, "pupil", "ip",
	    "SELECT 1 FROM pupil WHERE id = ? AND id = ?" },
	{ ROLE_GUARDIAN, "pupil", "ia",
	    "SELECT 1 FROM guardian WHERE pupil = ? AND account = ?" },
	{ ROLE_TEACHER, "pupil", "iaa",
	    "SELECT 1 FROM pupil p WHERE p.id = ? AND " TAUGHT("p.class") },
	{ ROLE_TEACHER, "class", "iaa",
	    "SELECT 1 FROM class k WHERE k.id = ? AND " TAUGHT("k.id") },
	{ ROLE_TEACHER, "school", "iaia",
	    "SELECT 1 FROM duty WHERE school = ? AND account = ? "
	    "UNION ALL SELECT 1 FROM class c JOIN class_teacher t "
	    "ON t.class = c.id WHERE c.school = ? AND t.account = ?" },
	{ ROLE_TEACHER, "import", "ia",
	    "SELECT 1 FROM import WHERE id = ? AND account = ?" },
	{ ROLE_CENTRE, "region", "ir",
	    "SELECT 1 FROM region WHERE id = ? AND id = ?" },
	{ ROLE_CENTRE, "school", "ir",
	    "SELECT 1 FROM school WHERE id = ? AND region = ?" },
	{ ROLE_SUPERVISOR, "office", "ioo",
	    "SELECT 1 FROM office WHERE id = ? AND (? IS NULL OR id = ?)" },
	{ ROLE_SUPERVISOR, "region", "ioo",
	    "SELECT 1 FROM region r WHERE r.id = ? AND (? IS NULL OR EXISTS "
	    "(SELECT 1 FROM region_office o WHERE o.region = r.id "
	    "AND o.office = ? AND o.valid_to IS NULL))" },
	{ ROLE_SUPERVISOR, "school", "ioo",
	    "SELECT 1 FROM school WHERE id = ? AND (? IS NULL OR office = ?)" },
	{ ROLE_ENGINEER, "region", "i", "SELECT 1 FROM region WHERE id = ?" },
	{ ROLE_ENGINEER, "school", "i", "SELECT 1 FROM school WHERE id = ?" },
	{ ROLE_ENGINEER, "account", "i",
	    "SELECT 1 FROM account WHERE id = ? AND role IN (4, 8, 16, 32)" },
	{ ROLE_ENGINEER, "import", "i", "SELECT 1 FROM import WHERE id = ?" },
};

_Static_assert(ROLE_STAFF == (4 | 8 | 16 | 32), "the rule for accounts");

static struct value
value_of(char what, const struct actor *actor, int64_t id)
{
	switch (what) {
	case 'a': return ID(actor->account);
	case 'p': return ID(actor->pupil);
	case 'r': return ID(actor->region);
	case 'o': return ID(actor->office);
	default: return ID(id);
	}
}

static bool
rule_holds(struct db *db, const struct rule *rule, const struct actor *actor,
    int64_t id)
{
	struct value list[ASKED];
	size_t count;

	for (count = 0; rule->asks[count] != '\0'; count++)
		list[count] = value_of(rule->asks[count], actor, id);
	return db_any(db, rule->sql, (struct values){ list, count });
}

bool
people_reach(
    struct db *db, const struct actor *actor, const char *scope, int64_t id)
{
	size_t i;

	if (id == 0)
		return false;
	if (text_is(scope, "self"))
		return id == actor->account;
	for (i = 0; i < sizeof rules / sizeof rules[0]; i++)
		if (rules[i].role == actor->role &&
		    text_is(rules[i].scope, scope))
			return rule_holds(db, &rules[i], actor, id);
	return false;
}

/* A centre manager without a region reaches no school: no region has id -1. */
struct bounds
school_bounds(const struct actor *actor)
{
	switch (actor->role) {
	case ROLE_ENGINEER: return (struct bounds){ 0, 0 };
	case ROLE_SUPERVISOR: return (struct bounds){ 0, actor->office };
	default:
		return (struct bounds){ actor->region ? actor->region : -1, 0 };
	}
}

/*
 * How a path leads to what the rules know. A session belongs to an account; of
 * a pupil that is the pupil.
 */
const struct scope people_scopes[] = {
	{ "session", "self", "SELECT account FROM session WHERE id = ?" },
	{ "consent", "pupil", "SELECT pupil FROM consent WHERE id = ?" },
	{ "import", NULL, NULL },
	{ "account", NULL, NULL },
	{ "class", NULL, NULL },
	{ "school", NULL, NULL },
	{ "region", NULL, NULL },
	{ "pupil", NULL, NULL },
	{ "office", NULL, NULL },
	{ 0 },
};
