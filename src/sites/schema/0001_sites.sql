-- Places that open their doors, what they offer there, and when.
CREATE TABLE site (
	id BIGINT PRIMARY KEY,
	region BIGINT NOT NULL REFERENCES region (id),
	name TEXT NOT NULL,
	kind TEXT NOT NULL,		-- public, company, university, school, youth, shop, other
	about TEXT NOT NULL,
	address TEXT NOT NULL,
	latitude DOUBLE PRECISION,
	longitude DOUBLE PRECISION,
	phone TEXT NOT NULL,
	step_free TEXT NOT NULL,	-- yes, partly, no, unknown
	certification TEXT NOT NULL,	-- none, applied, certified, suspended, revoked
	certified_until TEXT,		-- 2027-05-31
	state TEXT NOT NULL,		-- active, closed
	demo BIGINT NOT NULL DEFAULT 0,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL
);
CREATE INDEX site_region ON site (region, name);
CREATE TABLE programme (
	id BIGINT PRIMARY KEY,
	region BIGINT NOT NULL,
	site BIGINT NOT NULL REFERENCES site (id),
	name TEXT NOT NULL,
	kind TEXT NOT NULL,		-- of catalog/experiences.csv: FIELD …
	field TEXT NOT NULL,		-- of catalog/fields.csv
	about TEXT NOT NULL,
	grade_from BIGINT NOT NULL,	-- 5 to 12
	grade_to BIGINT NOT NULL,
	standards TEXT NOT NULL,	-- codes of catalog/standards.csv, by ;
	minutes BIGINT NOT NULL,
	cost BIGINT NOT NULL,		-- won a pupil; 0: free
	safety TEXT NOT NULL,		-- what to bring, wear, know
	pupils_per_adult BIGINT NOT NULL,
	state TEXT NOT NULL,		-- active, closed
	demo BIGINT NOT NULL DEFAULT 0,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL
);
CREATE INDEX programme_site ON programme (site, name);
CREATE INDEX programme_region ON programme (region, name);
-- One session of a programme: when, how many, how many at the least. (A
-- "session" is also what somebody signed in has, so this is an event.)
CREATE TABLE event (
	id BIGINT PRIMARY KEY,
	region BIGINT NOT NULL,
	programme BIGINT NOT NULL REFERENCES programme (id),
	site BIGINT NOT NULL,
	starts BIGINT NOT NULL,
	ends BIGINT NOT NULL,
	seats BIGINT NOT NULL,
	least BIGINT NOT NULL,		-- to open at all; 0: none
	state TEXT NOT NULL,		-- planned, cancelled
	sequence BIGINT NOT NULL,	-- of the calendar: counts changes
	demo BIGINT NOT NULL DEFAULT 0,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL
);
CREATE INDEX event_region ON event (region, starts);
CREATE INDEX event_programme ON event (programme, starts);
