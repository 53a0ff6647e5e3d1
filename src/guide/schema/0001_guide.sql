-- Answers of one pupil to one bank, as digits in the bank's order (0: none).
CREATE TABLE sheet (
	id BIGINT PRIMARY KEY,
	region BIGINT NOT NULL,
	pupil BIGINT NOT NULL,
	bank TEXT NOT NULL,		-- name and version: "middle-1"
	lang TEXT NOT NULL,
	year BIGINT NOT NULL,
	grade BIGINT NOT NULL,
	answers TEXT NOT NULL,
	times TEXT NOT NULL,		-- milliseconds an item, space-separated
	notices BIGINT NOT NULL DEFAULT 0,	-- as enum interest_notice
	started BIGINT NOT NULL,
	finished BIGINT
);
CREATE INDEX sheet_pupil ON sheet (pupil, finished);
-- What was suggested stays; what the teacher makes of it stands beside it; a
-- signed brief never changes.
CREATE TABLE brief (
	id BIGINT PRIMARY KEY,
	region BIGINT NOT NULL,
	pupil BIGINT NOT NULL,
	sheet BIGINT,			-- none: no answers yet
	version BIGINT,			-- 1, 2, … once signed
	state TEXT NOT NULL,		-- draft, signed
	stage TEXT NOT NULL,		-- elementary, middle, high
	suggested TEXT NOT NULL,	-- canonical JSON with its inputs' versions
	edits TEXT NOT NULL,		-- JSON: decisions, own words
	document TEXT,			-- what was signed, canonical JSON
	hash TEXT,			-- SHA-256 of document
	signer BIGINT,
	signed BIGINT,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	UNIQUE (pupil, version)
);
CREATE INDEX brief_pupil ON brief (pupil, created);
