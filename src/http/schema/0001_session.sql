-- Who is signed in where. Of a token only the keyed hash is kept.
CREATE TABLE session (
	id BIGINT PRIMARY KEY,
	hash TEXT NOT NULL UNIQUE,
	account BIGINT NOT NULL,	-- of a pupil: the pupil
	role BIGINT NOT NULL,		-- as enum role
	pupil BIGINT,			-- of a pupil: the own record
	region BIGINT,
	office BIGINT,
	partial BIGINT NOT NULL,	-- 1: one factor is still missing
	own_device BIGINT NOT NULL,	-- 1: the cookie outlives the browser
	device TEXT NOT NULL,		-- as the person reads it in the list
	created BIGINT NOT NULL,
	last BIGINT NOT NULL,		-- seen, at most ten minutes behind
	expires BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account, created);
CREATE INDEX session_expires ON session (expires);
