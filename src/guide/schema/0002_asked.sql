-- The items that a sheet has asked so far, in that order, by their place in the
-- bank ("0 7 13 …"). None: the whole bank in its order, as sheets before did.
ALTER TABLE sheet ADD COLUMN asked TEXT;
