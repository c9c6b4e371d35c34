-- Shelf: versions of articles, what people set of them, drafts, searches for gaps, and notices of both
-- depends: 0012_undo

-- migrate: apply
ALTER TABLE articles
    ADD COLUMN published_at timestamptz DEFAULT now(),
    ADD COLUMN told_until date;
COMMENT ON COLUMN articles.published_at IS 'null: a draft, which has no chunks and answers nobody';
COMMENT ON COLUMN articles.told_until IS 'the last day on which it holds, of which its owner was told';
CREATE INDEX articles_by_owner ON articles (owner);
CREATE INDEX articles_by_locale ON articles (locale);
CREATE INDEX articles_by_audience ON articles (audience);
CREATE INDEX articles_until ON articles (valid_until) WHERE valid_until IS NOT NULL;
CREATE INDEX articles_from ON articles (valid_from) WHERE valid_from IS NOT NULL;
CREATE INDEX articles_drafts ON articles (title, slug) WHERE published_at IS NULL;

CREATE TABLE article_versions (
    slug text NOT NULL,
    version integer NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    audience text NOT NULL,
    locale text NOT NULL,
    kinds text[] NOT NULL,
    skills text[] NOT NULL,
    updated date NOT NULL,
    source text NOT NULL,
    path text NOT NULL,
    owner text NOT NULL,
    valid_from date,
    valid_until date,
    draft boolean NOT NULL,
    how text NOT NULL CHECK (how IN ('imported', 'written', 'edited', 'restored', 'removed')),
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL,
    restored_from integer,
    PRIMARY KEY (slug, version),
    CHECK ((how = 'restored') = (restored_from IS NOT NULL))
);
COMMENT ON TABLE article_versions IS 'only grows, and outlives the article: old answers cite it';
INSERT INTO article_versions (slug, version, title, text, audience, locale, kinds, skills, updated, source,
    path, owner, valid_from, valid_until, draft, how, changed_by, changed_at)
SELECT slug, version, title, text, audience, locale, kinds, skills, updated, source, path, owner,
    valid_from, valid_until, false, CASE source WHEN 'written' THEN 'written' ELSE 'imported' END, '',
    changed_at
FROM articles;

CREATE TABLE article_properties (
    slug text NOT NULL,
    property text NOT NULL
        CHECK (property IN ('audience', 'locale', 'owner', 'valid_from', 'valid_until')),
    value text,
    set_by text NOT NULL,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (slug, property)
);
COMMENT ON TABLE article_properties IS 'what people set goes before what the source says, also next time';

ALTER TABLE gaps ADD COLUMN told_at timestamptz;
COMMENT ON COLUMN gaps.told_at IS 'when stewards were told that many ask for it';

CREATE TABLE gap_searches (
    id uuid PRIMARY KEY,
    started_at timestamptz NOT NULL,
    moved_at timestamptz NOT NULL,
    ended_at timestamptz,
    started_by text NOT NULL,
    waiting integer NOT NULL,
    sorted_in integer NOT NULL
);
COMMENT ON COLUMN gap_searches.started_by IS 'who asked for it; empty: it ran by itself';
CREATE INDEX gap_searches_latest ON gap_searches (started_at DESC, id);

ALTER TABLE staff_notices ALTER COLUMN conversation_id DROP NOT NULL;
ALTER TABLE staff_notices DROP CONSTRAINT staff_notices_kind_check;
ALTER TABLE staff_notices ADD CONSTRAINT staff_notices_kind_check CHECK (
    kind IN ('promise_due', 'promise_late', 'mention', 'gap_grown', 'article_ends'));

-- migrate: rollback
DELETE FROM staff_notices WHERE kind IN ('gap_grown', 'article_ends') OR conversation_id IS NULL;
ALTER TABLE staff_notices DROP CONSTRAINT staff_notices_kind_check;
ALTER TABLE staff_notices ADD CONSTRAINT staff_notices_kind_check CHECK (
    kind IN ('promise_due', 'promise_late', 'mention'));
ALTER TABLE staff_notices ALTER COLUMN conversation_id SET NOT NULL;
DROP TABLE gap_searches, article_properties, article_versions;
ALTER TABLE gaps DROP COLUMN told_at;
DELETE FROM articles WHERE published_at IS NULL;
ALTER TABLE articles DROP COLUMN published_at, DROP COLUMN told_until;
DROP INDEX articles_by_owner, articles_by_locale, articles_by_audience, articles_until, articles_from;
