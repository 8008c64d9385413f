"""The index over what was said, and the one function that reads it: it gives the ids of entries, and nothing else.

A condition that is not leakproof, as every full-text match is, uses no index under row-level security. So this runs
as the owner, looks only at what the person may see, and the policies are asked again of the rows that it names.
What one side noted for itself is not looked through, nor what is hidden, whose words stand elsewhere.
"""

SEARCHING = """
CREATE FUNCTION record_said(sentence text, words jsonb) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT setweight(jsonb_to_tsvector('english', words, '["string"]'), 'A')
    || setweight(to_tsvector('english', sentence), 'B')
$$;
CREATE INDEX record_entrytext_said ON record_entrytext USING gin (record_said(sentence, words)) WHERE side_only = '';

-- What is looked for: of each thing any way to say it, and all of the things.
CREATE FUNCTION cg_sought(numbers integer[], said text[]) RETURNS tsquery
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT string_agg(ways, ' & ')::tsquery FROM (
    SELECT '(' || string_agg(way::text, ' | ') || ')' AS ways
    FROM (SELECT no, phraseto_tsquery('english', form) AS way FROM unnest(numbers, said) AS t (no, form)) AS asked
    WHERE numnode(way) > 0 GROUP BY no) AS things
$$;

CREATE FUNCTION differences_said(numbers integer[], said text[], most integer) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    query tsquery := cg_sought(numbers, said);
    seen uuid[] := ARRAY(SELECT differences_seen());
    told uuid[] := cg_offices();
    barred uuid[] := differences_barred();
  BEGIN
    IF query IS NULL THEN RETURN; END IF;
    RETURN QUERY SELECT entry_id FROM (
      (SELECT one.entry_id, record_said(one.sentence, one.words) AS vector FROM record_entrytext one
        WHERE one.side_only = '' AND record_said(one.sentence, one.words) @@ query AND one.subject = ANY(seen)
        LIMIT most)
      UNION
      (SELECT one.entry_id, record_said(one.sentence, one.words) FROM record_entrytext one
        WHERE one.side_only = '' AND record_said(one.sentence, one.words) @@ query
          AND one.partnership_id = ANY(told) AND one.subject <> ALL(barred)
          AND EXISTS (SELECT FROM differences_difference it WHERE it.id = one.subject AND it.officer_told)
        LIMIT most)
    ) AS found ORDER BY ts_rank(vector, query, 1) DESC, entry_id LIMIT most;
  END $$;
"""
