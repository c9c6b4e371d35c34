-- Word weights: what each word weighs in a chunk (BM25), and in how many chunks it stands
-- depends: 0013_shelf

-- migrate: apply
-- BM25F (Robertson, Zaragoza and Taylor 2004): a word in the title or a heading counts as four, a second
-- one less than the first, and any one less in a long chunk. The length that is neither long nor short
-- is fixed, so that a weight stays right while other chunks come and go.
-- A word's place is its hash: md5, which no version of PostgreSQL will change.
CREATE FUNCTION word_place(word text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ('x' || left(md5(word), 7))::bit(28)::integer + 1;

CREATE FUNCTION word_weights(language text, above text, body text) RETURNS sparsevec
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT ('{' || coalesce(string_agg(place || ':' || weight, ','), '') || '}/268435456')::sparsevec
    FROM (
        SELECT word_place(lexeme) AS place,
            max(2.2 * often / (often + 1.2 * (0.25 + 0.75 * length / 60)))::real AS weight
        FROM (
            SELECT lexeme, often, sum(often) OVER () AS length
            FROM (
                SELECT lexeme, 4 * coalesce(cardinality(array_positions(weights, 'A')), 0)
                    + coalesce(cardinality(array_positions(weights, 'B')), 0) AS often
                FROM unnest(
                    setweight(to_tsvector(CASE language
                        WHEN 'de' THEN 'german'::regconfig
                        WHEN 'es' THEN 'spanish'::regconfig
                        ELSE 'english'::regconfig END, above), 'A')
                    || setweight(to_tsvector(CASE language
                        WHEN 'de' THEN 'german'::regconfig
                        WHEN 'es' THEN 'spanish'::regconfig
                        ELSE 'english'::regconfig END, body), 'B'))
            ) AS counted
        ) AS measured
        GROUP BY place
        LIMIT 16000
    ) AS weighed;
END;

ALTER TABLE chunks ADD COLUMN weights sparsevec(268435456) NOT NULL
    GENERATED ALWAYS AS (word_weights(language, title || ' ' || headings, text)) STORED;
COMMENT ON COLUMN chunks.weights IS 'what each word weighs here, at the word''s place';

DROP TABLE common_words;
CREATE TABLE word_counts (
    language text NOT NULL,
    word text NOT NULL,
    chunks integer NOT NULL CHECK (chunks > 0),
    PRIMARY KEY (language, word)
);
COMMENT ON TABLE word_counts IS 'in about how many chunks of a language a word stands, as last counted';
COMMENT ON COLUMN word_counts.word IS 'empty: any; the count is then that of all chunks of the language';

-- migrate: rollback
DROP TABLE word_counts;
CREATE TABLE common_words (
    word text PRIMARY KEY,
    share real NOT NULL
);
COMMENT ON TABLE common_words IS 'in which share of all chunks a word stands, as last analysed';
ALTER TABLE chunks DROP COLUMN weights;
DROP FUNCTION word_weights, word_place;
