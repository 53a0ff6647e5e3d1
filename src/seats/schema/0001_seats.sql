-- A round of seats of one region: events, wishes, a draw by a published rule.
CREATE TABLE round (
	id BIGINT PRIMARY KEY,
	region BIGINT NOT NULL REFERENCES region (id),
	name TEXT NOT NULL,
	kind TEXT NOT NULL,		-- pupils, classes, both
	-- draft, published, frozen, drawn, announced; open and closed follow
	-- from the clock (round_state)
	state TEXT NOT NULL,
	year BIGINT NOT NULL,		-- school year
	grade_from BIGINT NOT NULL,
	grade_to BIGINT NOT NULL,
	most BIGINT NOT NULL,		-- wishes of a list, 1 to 20
	opens BIGINT NOT NULL,
	closes BIGINT NOT NULL,
	answers_until BIGINT NOT NULL,	-- seats are accepted by then
	class_unit BIGINT NOT NULL,	-- 0: the largest class that applies
	rule TEXT NOT NULL,		-- reserves, bands, caps: canonical JSON
	seed TEXT,			-- sealed until the draw, then as hex
	seed_hash TEXT,			-- SHA-256 of the seed
	public_number TEXT,		-- mixed in at the draw, before witnesses
	log TEXT,			-- draw.json
	log_hash TEXT,			-- its SHA-256
	shares TEXT,			-- who got what, counts: JSON
	drawn BIGINT,
	announced BIGINT,
	maker BIGINT NOT NULL,
	demo BIGINT NOT NULL DEFAULT 0,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL
);
CREATE INDEX round_region ON round (region, opens);
-- Seats, least, day and site as the round was published with, and frozen with
-- again; an event that was cancelled before has no seats. Closed by the rule.
CREATE TABLE round_event (
	round BIGINT NOT NULL REFERENCES round (id),
	event BIGINT NOT NULL,
	seats BIGINT NOT NULL,
	least BIGINT NOT NULL,
	day TEXT NOT NULL,		-- in Seoul: "2026-05-14"
	site BIGINT NOT NULL,
	closed BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (round, event)
);
CREATE INDEX round_event_event ON round_event (event);
-- A list of wishes, one row an applicant, so that saving is one durable write.
CREATE TABLE wish (
	round BIGINT NOT NULL REFERENCES round (id),
	applicant BIGINT NOT NULL,	-- a pupil or a class
	class BIGINT NOT NULL,		-- 1: a whole class
	region BIGINT NOT NULL,
	events TEXT NOT NULL,		-- ids, best first: "12>7>9"
	saved BIGINT NOT NULL,
	PRIMARY KEY (round, applicant)
);
-- Who took part, frozen before the draw: the file of applicants, and what
-- each had in it. Pseudonyms are sorted and told apart by the draw. Groups lie here as the draw needs them; no page reads them.
CREATE TABLE applicant (
	round BIGINT NOT NULL REFERENCES round (id),
	applicant BIGINT NOT NULL,
	class BIGINT NOT NULL,
	region BIGINT NOT NULL,
	pseudonym TEXT NOT NULL,
	size BIGINT NOT NULL,		-- pupils
	groups TEXT NOT NULL,		-- "care;rural"
	band BIGINT NOT NULL,
	held TEXT NOT NULL,		-- days with a seat: "2026-05-14;…"
	number TEXT,			-- lottery: 16 hex digits, from the draw on
	events TEXT NOT NULL,
	PRIMARY KEY (round, applicant)
);
-- The last who got in by the draw: what a refused wish missed, and where the
-- waiting list goes on from.
CREATE TABLE cutoff (
	round BIGINT NOT NULL REFERENCES round (id),
	event BIGINT NOT NULL,
	kind TEXT NOT NULL,		-- open, class, or the group of a reserve
	seats BIGINT NOT NULL,
	holders BIGINT NOT NULL,
	band BIGINT,			-- of the last holder; none: nobody
	number TEXT,
	PRIMARY KEY (round, event, kind)
);
-- A seat that somebody got, by the draw or from the waiting list.
CREATE TABLE seat (
	id BIGINT PRIMARY KEY,
	region BIGINT NOT NULL,
	round BIGINT NOT NULL REFERENCES round (id),
	event BIGINT NOT NULL,
	applicant BIGINT NOT NULL,
	class BIGINT NOT NULL,		-- 1: a whole class
	size BIGINT NOT NULL,
	place BIGINT NOT NULL,		-- of the wish, from 1
	source TEXT NOT NULL,		-- draw, waiting
	-- offered, accepted, declined, lapsed, moved (up to a better wish),
	-- cancelled (the event), absent
	state TEXT NOT NULL,
	until BIGINT NOT NULL,		-- to be answered by
	made BIGINT NOT NULL,
	changed BIGINT NOT NULL
);
CREATE INDEX seat_round ON seat (round, applicant);
CREATE INDEX seat_event ON seat (event, state);
CREATE INDEX seat_applicant ON seat (applicant, state);
-- Who may read a calendar by its address alone; only the keyed hash is kept.
CREATE TABLE calendar (
	hash TEXT PRIMARY KEY,
	holder BIGINT NOT NULL,		-- a pupil or a class
	class BIGINT NOT NULL,
	made BIGINT NOT NULL
);
CREATE INDEX calendar_holder ON calendar (holder);
-- On the day: where somebody was seen, or not. The last mark counts.
CREATE TABLE mark (
	event BIGINT NOT NULL,
	pupil BIGINT NOT NULL,
	point TEXT NOT NULL,		-- depart, arrive, leave, home
	region BIGINT NOT NULL,
	state TEXT NOT NULL,		-- here, missing, excused
	reason TEXT NOT NULL,
	account BIGINT NOT NULL,
	at BIGINT NOT NULL,		-- on the phone that marked
	kept BIGINT NOT NULL,		-- here
	PRIMARY KEY (event, pupil, point)
);
CREATE INDEX mark_missing ON mark (region, state, kept);
CREATE TABLE feedback (
	event BIGINT NOT NULL,
	giver BIGINT NOT NULL,		-- a pupil, or a class through its teacher
	class BIGINT NOT NULL,
	region BIGINT NOT NULL,
	stars BIGINT NOT NULL,		-- 1 to 5
	text TEXT NOT NULL,
	given BIGINT NOT NULL,
	PRIMARY KEY (event, giver)
);
