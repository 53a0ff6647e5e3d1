-- Figures brought in from O*NET for occupations that the catalogue links to.
CREATE TABLE onet_interest (
	occupation TEXT PRIMARY KEY,	-- id of catalog/occupations.csv
	code TEXT NOT NULL,
	r DOUBLE PRECISION NOT NULL,
	i DOUBLE PRECISION NOT NULL,
	a DOUBLE PRECISION NOT NULL,
	s DOUBLE PRECISION NOT NULL,
	e DOUBLE PRECISION NOT NULL,
	c DOUBLE PRECISION NOT NULL,
	job_zone BIGINT,
	made_by TEXT NOT NULL		-- the source's own word: Machine Learning
);
CREATE TABLE onet_related (
	occupation TEXT NOT NULL,
	related TEXT NOT NULL,		-- both ids of the catalogue
	rank BIGINT NOT NULL,
	PRIMARY KEY (occupation, related)
);
-- Changes whenever the tables above do, so that servers read them again.
CREATE TABLE catalog_state (
	id BIGINT PRIMARY KEY,
	version TEXT NOT NULL
);
