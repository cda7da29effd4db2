-- Settings of the case, by name: digest of the user's names (kb).
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID, STRICT;

-- Documents as they came, each once.
CREATE TABLE source (
  sha256 TEXT PRIMARY KEY,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE story (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  first_day TEXT,
  last_day TEXT,
  articles INTEGER NOT NULL,
  outlets TEXT NOT NULL,          -- JSON list of names, in the order of the page
  outlet_count INTEGER NOT NULL,
  origins INTEGER NOT NULL,
  events INTEGER NOT NULL,
  disputed INTEGER NOT NULL,
  conflicts INTEGER NOT NULL,
  disagreements INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  change INTEGER NOT NULL,
  changed TEXT NOT NULL,
  page BLOB NOT NULL,
  joined INTEGER REFERENCES story(id),  -- the story that has its articles now
  gone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX story_changed ON story(gone, change DESC);

-- One account each; what is one is told by place (address, or file and record) and text.
CREATE TABLE article (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 TEXT NOT NULL REFERENCES source(sha256),
  path TEXT,
  record TEXT,
  url TEXT,
  place TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,
  address TEXT,                   -- the page, whose later version it may be
  title TEXT NOT NULL,
  outlet TEXT NOT NULL,
  published TEXT,
  language TEXT NOT NULL,
  added TEXT NOT NULL,
  story INTEGER REFERENCES story(id),
  position INTEGER,               -- its place on the story's page
  left_out INTEGER NOT NULL DEFAULT 0,  -- an earlier version of its page, or the same words again
  told INTEGER NOT NULL DEFAULT 0,
  form INTEGER NOT NULL,          -- version of `account` and `sketch`
  line BLOB NOT NULL,             -- the article as a line of JSON
  account BLOB NOT NULL,
  sketch BLOB NOT NULL,
  UNIQUE (place, text_sha256)
) STRICT;
CREATE INDEX article_story ON article(story, position);
CREATE INDEX article_address ON article(address) WHERE address IS NOT NULL;
CREATE INDEX article_told ON article(told) WHERE told = 0;
CREATE INDEX article_source ON article(sha256);

CREATE TABLE sentence (
  id INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES article(id),
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX sentence_article ON sentence(article, start);
CREATE VIRTUAL TABLE sentence_text USING fts5(
  text, content='sentence', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
);

-- Tellings of stories, and stories that were joined to others, in the order in which it happened.
CREATE TABLE change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  story INTEGER NOT NULL REFERENCES story(id),
  revision INTEGER NOT NULL,
  at TEXT NOT NULL,
  title TEXT NOT NULL,
  lines TEXT NOT NULL,            -- JSON list: what changed, a line each
  joined INTEGER REFERENCES story(id),
  dossier BLOB
) STRICT;
CREATE INDEX change_story ON change(story, revision);

-- Persons, bodies, states, groups and places over all stories.
CREATE TABLE entity (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT,
  location TEXT,                  -- state, division, city
  latitude REAL,
  longitude REAL
) STRICT;

-- In which articles an entity is mentioned, and how often.
CREATE TABLE appearance (
  entity INTEGER NOT NULL REFERENCES entity(id),
  story INTEGER NOT NULL REFERENCES story(id),
  article INTEGER NOT NULL REFERENCES article(id),
  mentions INTEGER NOT NULL,
  PRIMARY KEY (entity, story, article)
) WITHOUT ROWID, STRICT;
CREATE INDEX appearance_story ON appearance(story);

-- The names a story has for an entity.
CREATE TABLE name (
  entity INTEGER NOT NULL REFERENCES entity(id),
  story INTEGER NOT NULL REFERENCES story(id),
  name TEXT NOT NULL,
  folded TEXT NOT NULL,           -- lower case, marks folded, a space at either end
  uses INTEGER NOT NULL,
  PRIMARY KEY (entity, story, name)
) WITHOUT ROWID, STRICT;
CREATE INDEX name_story ON name(story);

-- What a sentence says: a report of an event, a position on a claim, words of a speaker.
CREATE TABLE statement (
  id INTEGER PRIMARY KEY,
  story INTEGER NOT NULL REFERENCES story(id),
  article INTEGER NOT NULL REFERENCES article(id),
  sentence INTEGER NOT NULL REFERENCES sentence(id),
  kind TEXT NOT NULL,             -- event, claim, quotation
  item TEXT NOT NULL,             -- its id in the dossier
  about TEXT,                     -- of a claim, the event that it is about; of an event, it
  type TEXT,                      -- PLOVER
  label TEXT NOT NULL,
  stance TEXT NOT NULL,
  voice TEXT NOT NULL,
  first_day TEXT,
  last_day TEXT,
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_story ON statement(story);
CREATE INDEX statement_sentence ON statement(sentence);
CREATE INDEX statement_type ON statement(type);
CREATE INDEX statement_about ON statement(story, about);

CREATE TABLE party (
  statement INTEGER NOT NULL REFERENCES statement(id),
  entity INTEGER NOT NULL REFERENCES entity(id),
  role TEXT NOT NULL,             -- actor, recipient, place, speaker
  PRIMARY KEY (statement, role, entity)
) WITHOUT ROWID, STRICT;
CREATE INDEX party_entity ON party(entity, role);

-- What is said of an entity beside its name.
CREATE TABLE calling (
  entity INTEGER NOT NULL REFERENCES entity(id),
  story INTEGER NOT NULL REFERENCES story(id),
  article INTEGER NOT NULL REFERENCES article(id),
  words TEXT NOT NULL,
  voice TEXT NOT NULL,
  speaker INTEGER REFERENCES entity(id),
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL
) STRICT;
CREATE INDEX calling_entity ON calling(entity);
CREATE INDEX calling_story ON calling(story);

-- Records that could not be read.
CREATE TABLE failure (
  id INTEGER PRIMARY KEY,
  input TEXT NOT NULL,
  reason TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

-- Feeds, OPML files and sitemaps that are read again and again.
CREATE TABLE watch (
  url TEXT PRIMARY KEY,
  added TEXT NOT NULL,
  read TEXT,
  error TEXT
) WITHOUT ROWID, STRICT;

-- The same for people and other programs: ids as the program writes them, names in place of numbers.
CREATE VIEW story_list AS
SELECT 's' || id AS story, title, first_day, last_day, articles, outlet_count AS outlets, origins, events, disputed,
  conflicts, disagreements, revision, changed
FROM story WHERE gone = 0 ORDER BY id;

CREATE VIEW article_list AS
SELECT 'a' || a.id AS article, 's' || a.story AS story, a.outlet, a.published, a.title, a.url, a.path, a.record,
  a.language, a.sha256, s.media_type, s.size AS bytes, a.left_out, a.added
FROM article a JOIN source s ON s.sha256 = a.sha256 ORDER BY a.id;

CREATE VIEW statement_list AS
SELECT 's' || t.story AS story, t.item, t.kind, t.type, t.label, t.stance, t.voice, t.first_day, t.last_day,
  (SELECT group_concat(e.name, '; ') FROM party p JOIN entity e ON e.id = p.entity
   WHERE p.statement = t.id AND p.role = 'actor') AS actors,
  (SELECT group_concat(e.name, '; ') FROM party p JOIN entity e ON e.id = p.entity
   WHERE p.statement = t.id AND p.role = 'recipient') AS recipients,
  (SELECT group_concat(e.name, '; ') FROM party p JOIN entity e ON e.id = p.entity
   WHERE p.statement = t.id AND p.role = 'speaker') AS speakers,
  'a' || t.article AS article, a.outlet, a.published, t.start, t.stop, n.text AS sentence
FROM statement t JOIN article a ON a.id = t.article JOIN sentence n ON n.id = t.sentence
ORDER BY t.story, t.id;

CREATE VIEW entity_list AS
SELECT 'e' || e.id AS entity, e.name, e.kind, e.country, e.location, e.latitude, e.longitude,
  count(DISTINCT b.story) AS stories, count(DISTINCT b.article) AS articles, sum(b.mentions) AS mentions
FROM entity e JOIN appearance b ON b.entity = e.id GROUP BY e.id ORDER BY e.id;
