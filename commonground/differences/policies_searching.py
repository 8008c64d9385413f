"""The index over what was said, and the one function that reads it: it gives the ids of entries and their differences.

A condition that is not leakproof, as every full-text match is, uses no index under row-level security. So this runs
as the owner, looks only at what the person may see, and the policies are asked again of whatever is shown.
What one side noted for itself is not looked through, nor what is hidden, whose words stand elsewhere.
"""

SEARCHING = """
CREATE FUNCTION record_said(sentence text, words jsonb) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT setweight(jsonb_to_tsvector('english', words, '["string"]'), 'A')
    || setweight(to_tsvector('english', sentence), 'B')
$$;

-- What is looked for: of each thing any way to say it, and all of the things.
CREATE FUNCTION cg_sought(numbers integer[], said text[]) RETURNS tsquery
  LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT string_agg(ways, ' & ')::tsquery FROM (
    SELECT '(' || string_agg(way::text, ' | ') || ')' AS ways
    FROM (SELECT no, phraseto_tsquery('english', form) AS way FROM unnest(numbers, said) AS t (no, form)) AS asked
    WHERE numnode(way) > 0 GROUP BY no) AS things
$$;
"""

SAID = """
-- What an entry says stands beside it, made once: to weigh entries against each other takes the whole of it, not an
-- index. Of what one side keeps to itself there is none.
DROP INDEX IF EXISTS record_entrytext_said;
DROP FUNCTION IF EXISTS differences_said(integer[], text[], integer);
ALTER TABLE record_entrytext ADD COLUMN said tsvector
  GENERATED ALWAYS AS (CASE WHEN side_only = '' THEN record_said(sentence, words) END) STORED;
CREATE INDEX record_entrytext_said ON record_entrytext USING gin (said) WHERE side_only = '';

CREATE FUNCTION differences_found(numbers integer[], said text[], most integer)
  RETURNS TABLE (difference uuid, entry uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    query tsquery := cg_sought(numbers, said);
    seen uuid[] := ARRAY(SELECT differences_seen());
    told uuid[] := cg_offices();
    barred uuid[] := differences_barred();
  BEGIN
    IF query IS NULL THEN RETURN; END IF;
    RETURN QUERY SELECT hit.subject, hit.entry_id FROM (  -- the best first
      (SELECT one.subject, one.entry_id, one.said AS vector FROM record_entrytext one
        WHERE one.side_only = '' AND one.said @@ query AND one.subject = ANY(seen) LIMIT most)
      UNION
      (SELECT one.subject, one.entry_id, one.said FROM record_entrytext one
        WHERE one.side_only = '' AND one.said @@ query
          AND one.partnership_id = ANY(told) AND one.subject <> ALL(barred)
          AND EXISTS (SELECT FROM differences_difference it WHERE it.id = one.subject AND it.officer_told)
        LIMIT most)
    ) AS hit ORDER BY ts_rank(hit.vector, query, 1) DESC, hit.entry_id LIMIT most;
  END $$;
"""
