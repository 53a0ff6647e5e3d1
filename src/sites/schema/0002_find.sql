-- What lists are searched by, without the long texts of the rows.
DROP INDEX site_region;
DROP INDEX programme_region;
CREATE INDEX site_find ON site (region, name, id, kind, state, step_free,
	certification, certified_until, latitude, longitude);
CREATE INDEX programme_find ON programme (region, name, id, site, kind, field,
	grade_from, grade_to, minutes, cost, state, standards);
-- The next event of a site, and the events of all regions by day.
CREATE INDEX event_site ON event (site, starts);
CREATE INDEX event_starts ON event (starts);
