-- Staff and guardians have accounts; a pupil signs in with a card and needs none.
CREATE TABLE account (
	id BIGINT PRIMARY KEY,
	role BIGINT NOT NULL,		-- as enum role
	name TEXT NOT NULL,
	login TEXT UNIQUE,
	password TEXT,			-- argon2id
	totp TEXT,			-- sealed with the server's key
	totp_step BIGINT NOT NULL DEFAULT 0,	-- last time step used
	subject TEXT UNIQUE,		-- the office's sign-in: issuer and sub
	source TEXT UNIQUE,		-- the roster's id
	region BIGINT,			-- of a centre manager
	office BIGINT,			-- of a supervisor; none: the province
	lang TEXT NOT NULL DEFAULT 'ko',
	state TEXT NOT NULL DEFAULT 'active',	-- active, closed
	demo BIGINT NOT NULL DEFAULT 0,
	created BIGINT NOT NULL
);
CREATE TABLE duty (
	account BIGINT NOT NULL REFERENCES account (id),
	school BIGINT NOT NULL REFERENCES school (id),
	kind TEXT NOT NULL,		-- career: all classes; homeroom: own ones
	PRIMARY KEY (account, school, kind)
);
CREATE INDEX duty_school ON duty (school);
CREATE TABLE class_teacher (
	class BIGINT NOT NULL REFERENCES class (id),
	account BIGINT NOT NULL REFERENCES account (id),
	PRIMARY KEY (class, account)
);
CREATE INDEX class_teacher_account ON class_teacher (account);
CREATE TABLE pupil (
	id BIGINT PRIMARY KEY,
	region BIGINT NOT NULL,
	school BIGINT NOT NULL REFERENCES school (id),
	class BIGINT REFERENCES class (id),
	source TEXT UNIQUE,		-- the roster's id: kept over schools
	subject TEXT UNIQUE,		-- the office's sign-in
	name TEXT NOT NULL,
	number BIGINT,			-- in class
	grade BIGINT NOT NULL,
	birth TEXT,			-- 2013-05-04
	lang TEXT NOT NULL DEFAULT 'ko',
	ai BIGINT NOT NULL DEFAULT 1,	-- 0: refuses suggestions by AI
	state TEXT NOT NULL DEFAULT 'enrolled',	-- enrolled, left
	changed BIGINT NOT NULL
);
CREATE INDEX pupil_class ON pupil (class, number);
CREATE INDEX pupil_school ON pupil (school, grade);
CREATE TABLE enrolment (
	pupil BIGINT NOT NULL REFERENCES pupil (id),
	class BIGINT NOT NULL REFERENCES class (id),
	region BIGINT NOT NULL,
	school BIGINT NOT NULL,
	year BIGINT NOT NULL,
	grade BIGINT NOT NULL,
	number BIGINT,
	since BIGINT NOT NULL,
	until BIGINT,
	PRIMARY KEY (pupil, class)
);
-- Special facts lie apart; no query of suggestions or seats may join them.
CREATE TABLE vault (
	pupil BIGINT NOT NULL REFERENCES pupil (id),
	kind TEXT NOT NULL,		-- sex, …
	value TEXT NOT NULL,
	PRIMARY KEY (pupil, kind)
);
CREATE TABLE guardian (
	pupil BIGINT NOT NULL REFERENCES pupil (id),
	account BIGINT NOT NULL REFERENCES account (id),
	since BIGINT NOT NULL,
	PRIMARY KEY (pupil, account)
);
CREATE INDEX guardian_account ON guardian (account);
