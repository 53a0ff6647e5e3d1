-- Models of what people chose are published as banks are, in the same table. A
-- row keeps what it needs to be reckoned with again, retired or not.
ALTER TABLE bank RENAME TO fitted;
ALTER TABLE fitted ADD COLUMN kind TEXT NOT NULL DEFAULT 'bank'; -- or 'model'
-- The catalogue's bank whose items these are: its name is "middle", a model's
-- is "middle-model".
ALTER TABLE fitted ADD COLUMN base TEXT NOT NULL DEFAULT '';
-- Of a model: what its labels mean in the catalogue, as JSON (kept_models.c).
ALTER TABLE fitted ADD COLUMN labels TEXT;
UPDATE fitted SET base = name;
