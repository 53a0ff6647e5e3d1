-- How people come in. Only keyed hashes of codes are kept.
CREATE TABLE card (
	pupil BIGINT PRIMARY KEY REFERENCES pupil (id),
	hash TEXT NOT NULL UNIQUE,
	issued BIGINT NOT NULL,
	issuer BIGINT
);
CREATE TABLE picture_pin (
	pupil BIGINT PRIMARY KEY REFERENCES pupil (id),
	hash TEXT NOT NULL,
	chosen BIGINT NOT NULL
);
CREATE TABLE device (
	hash TEXT PRIMARY KEY,		-- of the device's cookie and the pupil
	pupil BIGINT NOT NULL REFERENCES pupil (id),
	first BIGINT NOT NULL,
	last BIGINT NOT NULL
);
CREATE INDEX device_pupil ON device (pupil);
CREATE TABLE invitation (
	id BIGINT PRIMARY KEY,
	region BIGINT NOT NULL,
	pupil BIGINT NOT NULL REFERENCES pupil (id),
	hash TEXT NOT NULL UNIQUE,
	issuer BIGINT NOT NULL,
	issued BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	used BIGINT
);
CREATE TABLE consent (
	id BIGINT PRIMARY KEY,
	region BIGINT NOT NULL,
	pupil BIGINT NOT NULL REFERENCES pupil (id),
	purpose TEXT NOT NULL,		-- test
	wording TEXT NOT NULL,		-- version of the text that was read
	method TEXT NOT NULL,		-- self, form, link
	role BIGINT NOT NULL,		-- who gave it: pupil or guardian
	actor BIGINT NOT NULL,		-- who entered it
	given BIGINT NOT NULL,
	withdrawn BIGINT,
	withdrawer BIGINT
);
CREATE INDEX consent_pupil ON consent (pupil, purpose);
-- Reads and checks of a roster or a school list, with what they found.
CREATE TABLE import (
	id BIGINT PRIMARY KEY,
	account BIGINT,
	kind TEXT NOT NULL,		-- roster, schools
	file_name TEXT NOT NULL,
	file_hash TEXT NOT NULL,
	state TEXT NOT NULL,		-- checked, refused, done, failed
	report TEXT NOT NULL,		-- counts and errors, JSON
	created BIGINT NOT NULL,
	finished BIGINT
);
CREATE INDEX import_account ON import (account, created);
