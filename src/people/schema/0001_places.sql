-- Regions and offices are versioned: an office that is split ends, its heirs
-- begin, and what happened before still points to what stood then.
CREATE TABLE region (
	id BIGINT PRIMARY KEY,
	code TEXT NOT NULL,		-- legal code, "41610"
	name_ko TEXT NOT NULL,
	name_en TEXT NOT NULL,
	part TEXT NOT NULL,		-- N or S of the province
	valid_from TEXT NOT NULL,
	valid_to TEXT,
	UNIQUE (code, valid_from)
);
CREATE TABLE office (
	id BIGINT PRIMARY KEY,
	code TEXT NOT NULL,		-- "anyang-gwacheon"
	name_ko TEXT NOT NULL,
	name_en TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	valid_to TEXT,
	UNIQUE (code, valid_from)
);
CREATE TABLE region_office (
	region BIGINT NOT NULL REFERENCES region (id),
	office BIGINT NOT NULL REFERENCES office (id),
	valid_from TEXT NOT NULL,
	valid_to TEXT,
	PRIMARY KEY (region, office, valid_from)
);
CREATE TABLE school (
	id BIGINT PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,	-- of the public list, or the roster's id
	region BIGINT NOT NULL REFERENCES region (id),
	office BIGINT NOT NULL REFERENCES office (id),
	name TEXT NOT NULL,
	name_en TEXT,
	level TEXT NOT NULL,		-- elementary, middle, high
	founding TEXT,			-- national, public, private
	state TEXT NOT NULL,		-- open, closed
	address TEXT,
	latitude DOUBLE PRECISION,
	longitude DOUBLE PRECISION,
	demo BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX school_region ON school (region, level, name);
CREATE INDEX school_office ON school (office);
CREATE TABLE class (
	id BIGINT PRIMARY KEY,
	region BIGINT NOT NULL,
	school BIGINT NOT NULL REFERENCES school (id),
	source TEXT UNIQUE,		-- the roster's id
	year BIGINT NOT NULL,		-- school year
	grade BIGINT NOT NULL,		-- 5 to 12
	name TEXT NOT NULL
);
CREATE INDEX class_school ON class (school, year, grade, name);
