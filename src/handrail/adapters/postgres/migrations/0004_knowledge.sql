-- Knowledge: articles in chunks, where they come from, and the imports that bring them
-- depends: 0003_autonomy

-- migrate: apply
ALTER TABLE articles
    ADD COLUMN source text NOT NULL DEFAULT 'policy',
    ADD COLUMN path text NOT NULL DEFAULT '',
    ADD COLUMN owner text NOT NULL DEFAULT '',
    ADD COLUMN valid_from date,
    ADD COLUMN valid_until date,
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now(),
    ADD CONSTRAINT articles_validity CHECK (valid_from <= valid_until);
COMMENT ON COLUMN articles.source IS 'what it was imported from; "policy": loaded beside a policy';
COMMENT ON COLUMN articles.path IS 'the file or page within the source';
CREATE INDEX articles_of_source ON articles (source, path);
CREATE INDEX articles_by_title ON articles (title, slug);

CREATE TABLE chunks (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    slug text NOT NULL REFERENCES articles ON DELETE CASCADE,
    position integer NOT NULL,
    title text NOT NULL,
    headings text NOT NULL,
    place text NOT NULL,
    text text NOT NULL,
    version integer NOT NULL,
    content_hash text NOT NULL,
    audience text NOT NULL CHECK (audience IN ('customer', 'staff')),
    language text NOT NULL,
    valid_from date,
    valid_until date,
    search tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector(CASE language
            WHEN 'de' THEN 'german'::regconfig
            WHEN 'es' THEN 'spanish'::regconfig
            ELSE 'english'::regconfig END, title || ' ' || headings), 'A')
        || setweight(to_tsvector(CASE language
            WHEN 'de' THEN 'german'::regconfig
            WHEN 'es' THEN 'spanish'::regconfig
            ELSE 'english'::regconfig END, text), 'B')
    ) STORED,
    embedding vector(384) NOT NULL
);
COMMENT ON COLUMN chunks.headings IS 'the headings over it, from the article''s title down';
COMMENT ON COLUMN chunks.version IS 'the version of the article that brought this text';
COMMENT ON COLUMN chunks.audience IS 'as the article''s, like language and validity: filtered here';

INSERT INTO chunks (slug, position, title, headings, place, text, version, content_hash, audience,
    language, embedding)
SELECT slug, 0, title, '', '', text, 1, content_hash, audience,
    split_part(lower(locale), '-', 1), embedding
FROM articles ORDER BY slug;
ALTER TABLE articles DROP COLUMN search, DROP COLUMN embedding;

CREATE INDEX chunks_of_article ON chunks (slug, position);
CREATE INDEX chunks_of_reader ON chunks (language, audience);
CREATE INDEX chunks_search ON chunks USING gin (search);
-- Two bytes a number: half the memory, and the same neighbours; scores are taken from the column.
CREATE INDEX chunks_embedding ON chunks USING hnsw ((embedding::halfvec(384)) halfvec_cosine_ops);

CREATE TABLE common_words (
    word text PRIMARY KEY,
    share real NOT NULL
);
COMMENT ON TABLE common_words IS 'in which share of all chunks a word stands, as last analysed';

CREATE TABLE import_runs (
    id uuid PRIMARY KEY,
    source text NOT NULL,
    settings jsonb NOT NULL,
    whole boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('gathering', 'running', 'done', 'cancelled', 'failed')),
    reason text NOT NULL DEFAULT '',
    started_by text NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    total integer NOT NULL DEFAULT 0,
    kept integer NOT NULL DEFAULT 0,
    unchanged integer NOT NULL DEFAULT 0,
    failed integer NOT NULL DEFAULT 0,
    articles integer NOT NULL DEFAULT 0,
    removed integer NOT NULL DEFAULT 0,
    CHECK ((ended_at IS NULL) = (state IN ('gathering', 'running')))
);
COMMENT ON COLUMN import_runs.whole IS 'what the source lists no more is removed at the end';
CREATE INDEX import_runs_by_time ON import_runs (started_at DESC, id);

CREATE TABLE import_items (
    run_id uuid NOT NULL REFERENCES import_runs ON DELETE CASCADE,
    path text NOT NULL,
    content bytea,
    state text NOT NULL CHECK (state IN ('waiting', 'kept', 'unchanged', 'failed')),
    PRIMARY KEY (run_id, path)
);
ALTER TABLE import_items ALTER COLUMN content SET STORAGE EXTERNAL;
COMMENT ON COLUMN import_items.content IS 'the file until it is read; null: fetched when its turn comes';
CREATE INDEX import_items_waiting ON import_items (run_id, path) WHERE state = 'waiting';

CREATE TABLE import_problems (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    run_id uuid NOT NULL REFERENCES import_runs ON DELETE CASCADE,
    path text NOT NULL,
    place text NOT NULL,
    reason text NOT NULL,
    remedy text NOT NULL
);
CREATE INDEX import_problems_of_run ON import_problems (run_id, id);

CREATE TABLE import_vectors (
    run_id uuid NOT NULL REFERENCES import_runs ON DELETE CASCADE,
    content_hash text NOT NULL,
    embedding real[] NOT NULL,
    PRIMARY KEY (run_id, content_hash)
);
COMMENT ON TABLE import_vectors IS 'of the file in work, so that a long one goes on where it was';

CREATE TABLE imported_files (
    source text NOT NULL,
    path text NOT NULL,
    content_hash text NOT NULL,
    read_at timestamptz NOT NULL,
    PRIMARY KEY (source, path)
);
COMMENT ON COLUMN imported_files.content_hash IS 'of the file and of how it was read';

-- migrate: rollback
DROP TABLE imported_files, import_vectors, import_problems, import_items, import_runs, common_words;
ALTER TABLE articles ADD COLUMN embedding vector(384), ADD COLUMN search tsvector;
UPDATE articles SET embedding = chunks.embedding, search = chunks.search
FROM chunks WHERE chunks.slug = articles.slug AND chunks.position = 0;
DROP TABLE chunks;
ALTER TABLE articles DROP COLUMN source, DROP COLUMN path, DROP COLUMN owner,
    DROP COLUMN valid_from, DROP COLUMN valid_until, DROP COLUMN version, DROP COLUMN changed_at;
