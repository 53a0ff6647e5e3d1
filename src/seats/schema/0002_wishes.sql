-- How many pupils' lists have an event, and begin with it: as of a midnight in
-- Seoul for whoever is choosing, and ('drawn') of the lists that were drawn. The
-- row of event 0 says that the day was taken up.
CREATE TABLE wish_crowd (
	round BIGINT NOT NULL REFERENCES round (id),
	day TEXT NOT NULL,		-- 2026-05-14, or drawn
	event BIGINT NOT NULL,
	first BIGINT NOT NULL,
	listed BIGINT NOT NULL,
	PRIMARY KEY (round, day, event)
);
-- Who waits for an event, in the order in which seats go on. A row goes when its
-- applicant gets something better or leaves the round.
CREATE TABLE waiting (
	round BIGINT NOT NULL REFERENCES round (id),
	event BIGINT NOT NULL,
	class BIGINT NOT NULL,		-- 1: a whole class
	band BIGINT NOT NULL,
	number TEXT NOT NULL,
	pseudonym TEXT NOT NULL,
	applicant BIGINT NOT NULL,
	place BIGINT NOT NULL,		-- of the wish, from 1
	PRIMARY KEY (round, event, class, band, number, pseudonym, applicant)
);
CREATE INDEX waiting_applicant ON waiting (round, applicant);
CREATE INDEX seat_until ON seat (state, until);
