-- One hash chain a region (chain 0: the province), so that regions do not wait
-- for each other. Rows are only ever added.
CREATE TABLE ledger (
	chain BIGINT NOT NULL,
	seq BIGINT NOT NULL,		-- 1, 2, 3 … without a gap
	at BIGINT NOT NULL,
	kind TEXT NOT NULL,
	actor BIGINT,			-- account or pupil; none: the system
	role BIGINT NOT NULL,
	pupil BIGINT,			-- whose record it is about
	detail TEXT NOT NULL,		-- canonical JSON; ids, versions, no names
	previous TEXT NOT NULL,		-- hash of the row before
	hash TEXT NOT NULL,		-- SHA-256 of previous and the canonical row
	PRIMARY KEY (chain, seq)
);
CREATE INDEX ledger_pupil ON ledger (pupil, at);
CREATE TABLE ledger_head (
	chain BIGINT PRIMARY KEY,
	seq BIGINT NOT NULL,
	hash TEXT NOT NULL
);
