import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { EXPRESSION_FUNCTIONS } from '../../src/engine/expression-functions.ts'
import { refusedExpressions } from '../../src/engine/scalar-expression.ts'
import { parseLinkageSettings } from '../../src/resolve/settings/parse-linkage-settings.ts'
import { settingsExpressions } from '../../src/resolve/settings/refuse-unsafe-sql.ts'
import { temporaryFolder } from '../support/landing.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 128, threads: 1, scratch: temporaryFolder('expressions') })
})
afterAll(() => engine.close())

const whyOf = async (sql: string): Promise<string | undefined> =>
  (await refusedExpressions(engine, [{ key: 'here', sql }]))[0]?.why

const ONE = 'it is not one expression'
const READ = 'it cannot be read'
const MANY = 'it is more than one expression'

/** What it is, the text, how the refusal begins. */
const REFUSED: readonly (readonly [string, string, string])[] = [
  ['a statement after it', "name; COPY (SELECT 1) TO '/tmp/x'", MANY],
  ['only a semicolon after it', 'name;', READ],
  ['a parenthesis that closes the one around it', "name) AS a FROM input); COPY (SELECT 1) TO '/tmp/x' --", READ],
  ['parentheses that balance only outside', 'name) || (name', READ],
  ['a second column', 'name, 1', ONE],
  ['a list without end', 'len(range(2000000000))', 'range goes to the length of a value'],
  ['a list as long as a value says', 'len(range(name::INTEGER))', 'range goes to the length of a value'],
  ['a list as long as a product', 'len(range(len(name) * 100000000))', 'range goes to the length of a value'],
  ['a series without end', 'generate_series(2000000000)', 'the function generate_series is not allowed'],
  ['a text filled up', "lpad(name, 2000000000, 'x')", 'the function lpad is not allowed'],
  ['a text of a width', "printf('%1900000000d', 1)", 'the function printf is not allowed'],
  ['a text of a format', "format('{:>1500000000}', name)", 'the function format is not allowed'],
  ['a list made larger', 'list_resize([1], 2000000000)', 'the function list_resize is not allowed'],
  ['a second column behind a parenthesis', '1), (2', READ],
  ['a name of its own', 'name AS other', ONE],
  ['a comment that swallows what follows', 'name --', READ],
  ['an open block comment', 'name /* ', READ],
  ['a quote left open', "name || '", READ],
  ['FROM a file', "content FROM read_text('/etc/passwd')", ONE],
  ['FROM a file by its name', "* FROM '/etc/passwd'", ONE],
  ['a clause', 'name ORDER BY 1', ONE],
  ['a sample', 'name USING SAMPLE 1', ONE],
  ['DISTINCT', 'DISTINCT name', ONE],
  ['a set of two selects', 'name UNION SELECT 1', ONE],
  ['a subquery on a file', "(SELECT content FROM read_text('/etc/passwd'))", 'a subquery is not allowed'],
  ['a nested subquery', "lower((SELECT (SELECT string_agg(file) FROM glob('/*'))))", 'a subquery is not allowed'],
  ['a SELECT in IN', 'name IN (SELECT 1)', 'a subquery is not allowed'],
  ['EXISTS', "EXISTS (FROM read_csv('/etc/passwd'))", 'a subquery is not allowed'],
  ['a list of a subquery', "ARRAY(SELECT file FROM glob('/*'))", 'a subquery is not allowed'],
  ['VALUES', '(VALUES (1))', 'a subquery is not allowed'],
  ['a subquery in a lambda', 'list_transform(xs, lambda x: (SELECT x))', 'a subquery is not allowed'],
  ['a subquery in CASE', "CASE WHEN true THEN (FROM read_text('/etc/passwd')) END", 'a subquery is not allowed'],
  ['a common table expression', '(WITH a AS (SELECT 1) SELECT * FROM a)', 'a subquery is not allowed'],
  ['COPY in a common table expression', "(WITH a AS (COPY (SELECT 1) TO '/tmp/x') SELECT 1)", READ],
  ['COPY', "COPY (SELECT 1) TO '/tmp/x'", READ],
  ['ATTACH', "1; ATTACH '/tmp/x.db'", MANY],
  ['PRAGMA', '1; PRAGMA database_list', MANY],
  ['SET', '1; SET enable_external_access = true', MANY],
  ['CREATE MACRO', '1; CREATE MACRO lower(x) AS 1', MANY],
  ['a reader as a scalar', "read_text('/etc/passwd')", 'the function read_text is not allowed; the nearest'],
  [
    'a reader in capitals and quotes',
    '"READ_BLOB"(\'/etc/passwd\')',
    'the function read_blob is not allowed; the nearest',
  ],
  ['a reader by its schema', "main.read_csv('/etc/passwd')", 'the function read_csv is not allowed; the nearest'],
  ['a reader in a lambda', 'list_transform(xs, lambda x: read_text(x))', 'the function read_text is not allowed'],
  ['a reader called as a method', 'name.read_text()', 'the function read_text is not allowed'],
  ['a name made by escapes', 'U&"re\\0061d_text"(name)', READ],
  [
    'a name in look-alike letters',
    'ⅼower(name)',
    'the function ⅼower is not allowed; the nearest allowed one is lower.',
  ],
  ['glob', "glob('/*')", 'the function glob is not allowed'],
  ['getenv', "getenv('HOME')", 'the function getenv is not allowed'],
  ['a setting', "current_setting('temp_directory')", 'the function current_setting is not allowed'],
  ['query', "query('SELECT 1')", 'the function query is not allowed'],
  [
    'SQL made from text',
    "json_execute_serialized_sql('{}')",
    'the function json_execute_serialized_sql is not allowed',
  ],
  ['a table by its text', "query_table('input')", 'the function query_table is not allowed'],
  ['a function joined to an allowed one', "lower(name) || getenv('HOME')", 'the function getenv is not allowed'],
  ['chance', 'random()', 'the function random is not allowed'],
  ['the clock as a column', 'CURRENT_TIMESTAMP', 'CURRENT_TIMESTAMP is not allowed'],
  ['the day in a lambda', 'list_transform(xs, lambda x: x || current_date)', 'current_date is not allowed'],
  ['the clock', 'now()', 'the function now is not allowed'],
  ['a raised error', "error('x')", 'the function error is not allowed'],
  ['more rows than one', 'unnest(xs)', 'the function unnest is not allowed'],
  ['an aggregate', 'sum(n)', 'the function sum is not allowed'],
  ['a filtered call', 'lower(name) FILTER (true)', 'the function lower is called with'],
  ['a call of another database', 'other.main.lower(name)', 'the function lower is called with'],
  ['a window', 'row_number() OVER ()', 'a window function is not allowed'],
  [
    'an aggregate by a name that is computed',
    "list_aggregate(xs, 'su' || 'm')",
    'the second argument of list_aggregate must',
  ],
  [
    'an aggregate that is not known',
    "list_aggregate(xs, 'histogram')",
    'the aggregate histogram is not allowed in list_aggregate',
  ],
  ['all columns', '*', '* or COLUMNS(…) is not allowed'],
  ['columns by a pattern', "COLUMNS('.*')", '* or COLUMNS(…) is not allowed'],
  ['a parameter', '$1', 'a parameter is not allowed'],
  ['a column by its position', '#1', 'a column by its position is not allowed'],
  ['a type of the catalogue', "'input'::regclass", 'the type regclass is not allowed'],
  ['a type inside a list', 'xs::regclass[]', 'the type regclass is not allowed'],
  ['a NUL', 'name\0; DROP TABLE input', 'it holds a NUL character'],
  ['a very long text', `name || '${'x'.repeat(10_000)}'`, 'it has more than 10,000 characters'],
  ['a very deep one', `${'NOT '.repeat(2000)}true`, READ],
  ['a deep sum', `1${' + 1'.repeat(2000)}`, READ],
  ['nothing', ' ', READ],
]

/** What Splink's DuckDB dialect writes, and what its comparisons are fed with. */
const ALLOWED: readonly string[] = [
  '"first_name_l" IS NULL OR "first_name_r" IS NULL',
  'jaro_winkler_similarity("a_l", "a_r") >= 0.92 AND NOT "a_l" = "a_r"',
  'abs(epoch(try_strptime("dob_l", \'%Y-%m-%d\')) - epoch(try_strptime("dob_r", \'%Y-%m-%d\'))) <= 2629800.0',
  `cast(acos(case when (sin(radians("lat_l")) * sin(radians("lat_r"))) > 1 then 1 else 0 end) as float) * 6371 <= 10`,
  'list_max(list_transform(flatten(list_transform("a_l", x -> list_transform("a_r", y -> [x, y]))), p -> jaro_winkler_similarity(p[1], p[2]))) >= 0.9',
  'array_length(list_intersect("a_l", "a_r")) >= 1',
  'array_cosine_similarity("e_l", "e_r") >= 0.9',
  `NULLIF(regexp_extract("postcode_l", '^[A-Za-z]{1,2}', 0), '') = 'X'`,
  'l.first_name = r.first_name AND substr(l.surname, 1, 3) = substr(r.surname, 1, 3)',
  'abs("n_l" - "n_r") / greatest("n_l", "n_r") < 0.1',
  "coalesce(name, 'none') || ' ' || trim(name)",
  "name LIKE 'a%' AND name NOT ILIKE '%b' AND name SIMILAR TO 'c.*'",
  'n BETWEEN 1 AND 2 AND n NOT IN (3, 4)',
  "CAST(n AS DECIMAL(9, 2)) + n::BIGINT + TRY_CAST('1' AS INTEGER)",
  "extract(year FROM born) = year(DATE '2020-01-31') AND born + INTERVAL 1 DAY > born",
  "born AT TIME ZONE 'UTC'",
  "{'a': 1, 'b': [1, 2]}.b[1:2]",
  "MAP {'a': 1}['a']",
  '[x + 1 for x in xs if x > 1]',
  'address.town',
  'if(true, 1, 2) + ifnull(n, 0) + try(1 // 0)',
  "name /* a comment */ || 'COPY; SELECT getenv(1) --'",
]

describe('an expression from a file', () => {
  test.each(REFUSED)('is refused with %s', async (_, sql, why) => {
    const found = await whyOf(sql)
    expect(found?.slice(0, why.length)).toBe(why)
  })

  test.each(ALLOWED)('may be %s', async (sql) => {
    expect(await whyOf(sql)).toBeUndefined()
  })

  test('is judged by itself: the refusals name those that are wrong, and no other', async () => {
    const texts = ['name', '1; DROP TABLE input', 'lower(name)', 'x\0', 'glob(name)']
    const refused = await refusedExpressions(
      engine,
      texts.map((sql, at) => ({ key: `key ${at}`, sql })),
    )
    expect(refused.map(({ key }) => key)).toEqual(['key 1', 'key 3', 'key 4'])
    expect(await refusedExpressions(engine, [])).toEqual([])
  })
})

describe('the functions that may be called', () => {
  test('are scalar functions of the engine that depend on their arguments alone', async () => {
    const known = await engine.rows<{ name: string }>(
      `SELECT DISTINCT function_name AS name FROM duckdb_functions()
       WHERE function_type = 'macro' OR (function_type = 'scalar' AND stability = 'CONSISTENT')`,
    )
    const names = new Set(known.map(({ name }) => name))
    expect(
      Object.values(EXPRESSION_FUNCTIONS)
        .flat()
        .filter((name) => !names.has(name)),
    ).toEqual([])
  })

  test.each([
    'domains/aviation/linkage/organizations.json',
    'examples/linkage/people.json',
    'test/bench/people.settings.json',
    ...['people', 'trained', 'untrained'].map((name) => `test/resolve/splink/${name}.json`),
    'docs/how-to/link-any-file.md',
  ])('are enough for %s', async (file) => {
    const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
    const json = file.endsWith('.md') ? (/^\{\n.*?^\}$/ms.exec(text)?.[0] ?? '') : text
    const expressions = settingsExpressions(parseLinkageSettings(JSON.parse(json), file))
    expect(expressions.length).toBeGreaterThan(5)
    expect(await refusedExpressions(engine, expressions)).toEqual([])
  })
})
