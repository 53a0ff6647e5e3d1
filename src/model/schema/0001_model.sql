-- Banks that were calibrated on answers and published with a passed audit. A
-- row is never changed but for its state: sheets keep the bank they were
-- answered with.
CREATE TABLE bank (
	id TEXT PRIMARY KEY,		-- name and version: "middle-2"
	name TEXT NOT NULL,		-- whose items: "middle"
	version BIGINT NOT NULL,
	people BIGINT NOT NULL,		-- that it was calibrated on
	file TEXT NOT NULL,		-- bank.json
	hash TEXT NOT NULL,		-- its SHA-256
	audit TEXT NOT NULL,		-- audit.json
	published BIGINT NOT NULL,
	publisher BIGINT,		-- account; none: on the command line
	retired BIGINT,			-- none: in use, if it is the newest
	UNIQUE (name, version)
);
