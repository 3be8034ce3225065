-- What a store's file looks like inside. Times are texts as 2026-11-01T09:30:00.000000Z; a project and a parent together
-- are the key of a listing. The other views are made from tables/schemas.toml.

CREATE TABLE IF NOT EXISTS snapshots (
  snapshot INTEGER PRIMARY KEY,
  operation TEXT NOT NULL,
  filters TEXT NOT NULL,            -- empty for lists of everything, in which what is absent is gone
  started TEXT NOT NULL,
  finished TEXT                     -- null while the sweep can go on
);
CREATE TABLE IF NOT EXISTS walks (  -- a listing within a snapshot
  walk INTEGER PRIMARY KEY,
  snapshot INTEGER NOT NULL REFERENCES snapshots,
  project TEXT NOT NULL,
  parent TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open',   -- open, done, failed
  first INTEGER,                    -- whether no earlier walk of it was ever done, so that nothing in it is new
  round INTEGER NOT NULL DEFAULT 0, -- how often it had to start again, as its token was not valid any more
  token TEXT,                       -- where it goes on
  total INTEGER,                    -- items, as the service counts them
  ended TEXT,
  UNIQUE (snapshot, project, parent)
);
CREATE INDEX IF NOT EXISTS walks_of_list ON walks (project, parent);
CREATE TABLE IF NOT EXISTS pages (
  walk INTEGER NOT NULL REFERENCES walks,
  round INTEGER NOT NULL,
  number INTEGER NOT NULL,
  token TEXT,
  items INTEGER NOT NULL,
  seen TEXT NOT NULL,
  PRIMARY KEY (walk, round, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS errors (
  walk INTEGER NOT NULL REFERENCES walks,
  seen TEXT NOT NULL,
  error TEXT NOT NULL,
  status INTEGER,
  code TEXT,
  message TEXT NOT NULL,
  request_id TEXT,
  resume_token TEXT
);
CREATE INDEX IF NOT EXISTS errors_of_walk ON errors (walk);
CREATE TABLE IF NOT EXISTS bodies (  -- JSON of items as it came, but for secrets; what repeats is kept once
  body INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  raw TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS versions (  -- a state of an item, from when it was first seen until another one was, or it was gone
  version INTEGER PRIMARY KEY,
  operation TEXT NOT NULL,
  project TEXT NOT NULL,
  parent TEXT NOT NULL,
  item TEXT NOT NULL,
  body INTEGER NOT NULL REFERENCES bodies,
  problem TEXT,                     -- why no model fits it
  first_walk INTEGER NOT NULL REFERENCES walks,
  last_walk INTEGER NOT NULL REFERENCES walks,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  ended TEXT,
  previous INTEGER                  -- the version that it took the place of
);
CREATE UNIQUE INDEX IF NOT EXISTS present ON versions (operation, project, parent, item) WHERE ended IS NULL;
CREATE INDEX IF NOT EXISTS versions_previous ON versions (previous) WHERE previous IS NOT NULL;
CREATE INDEX IF NOT EXISTS versions_first_seen ON versions (first_seen);
CREATE INDEX IF NOT EXISTS versions_ended ON versions (ended) WHERE ended IS NOT NULL;

CREATE VIEW items AS
SELECT operation, project, parent, item AS id, raw, problem, first_seen AS unchanged_since, last_seen AS seen
FROM versions JOIN bodies USING (body) WHERE ended IS NULL;

CREATE VIEW failures AS
SELECT s.operation, w.project, w.parent, e.error, e.status, e.code, e.message, e.request_id, e.resume_token, e.seen
FROM walks w JOIN snapshots s USING (snapshot) JOIN errors e USING (walk)
WHERE w.state = 'failed' AND e.rowid = (SELECT max(rowid) FROM errors WHERE walk = w.walk) AND NOT EXISTS (
  SELECT 1 FROM walks n JOIN snapshots m USING (snapshot) WHERE n.project = w.project AND n.parent = w.parent
  AND m.operation = s.operation AND m.filters = s.filters AND n.state <> 'open' AND n.walk > w.walk);

CREATE VIEW sweeps AS
SELECT s.snapshot AS sweep, s.operation, s.started, s.finished, count(*) AS listings,
  sum(w.state = 'done') AS done, sum(w.state = 'failed') AS failed,
  (SELECT count(*) FROM pages p JOIN walks USING (walk) WHERE snapshot = s.snapshot) AS pages
FROM snapshots s JOIN walks w USING (snapshot) GROUP BY s.snapshot;
