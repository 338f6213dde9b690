/**
 * Texts that would run as SQL of their own, were they put into a query as they stand: each closes what it may stand in (a text, a name,
 * parentheses) and reads one file or writes another.
 * @param secret a file that nobody may read
 * @param written a file that nobody may make
 */
export function sqlAttempts(secret: string, written: string): readonly string[] {
  const copy = `COPY (SELECT 42 AS a) TO '${written}'`
  const read = `SELECT content FROM read_text('${secret}')`
  return [
    `'; ${copy}; --`,
    `"; ${copy}; --`,
    `'); ${copy}; --`,
    `") FROM (SELECT 1); ${copy}; --`,
    `'']); ${copy}; --`,
    `\\'; ${copy}; --`,
    `'' ; ${copy}; --`,
    `a" AS b, (${read}) AS "c`,
    `' || (${read}) || '`,
    `" || (${read}) || "`,
    `' IN (${read}) OR '' = '`,
    `(${read})`,
    `$$; ${copy}; $$`,
    `E'\\'; ${copy}; --'`,
    `U&"\\0022; ${copy}; --"`,
    `*/ ; ${copy}; /*`,
    `'; ATTACH '${written}' AS other; --`,
    `'; EXPORT DATABASE '${written}'; --`,
    `'; SET enable_external_access = true; ${copy}; --`,
    `'; PRAGMA database_list; ${copy}; --`,
    `read_text('${secret}')`,
    `COLUMNS('.*')`,
    `%'; ${copy}; --`,
    `'; CREATE MACRO lower(x) AS (${read}); --`,
  ]
}
