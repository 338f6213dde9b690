import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { LinkageSettingsConfigurationError } from '../../src/resolve/errors.ts'
import { prepareRecords } from '../../src/resolve/records/prepare-records.ts'
import { parseLinkageSettings } from '../../src/resolve/settings/parse-linkage-settings.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('settings-sql')
const SECRET = join(folder, 'secret.txt')
const WRITTEN = join(folder, 'written')

let engine: Engine
let statements: string[] = []
beforeAll(async () => {
  writeFileSync(SECRET, 'what nobody may read')
  // An engine that could reach every file: the expressions alone are what stands between the settings and them.
  engine = await openEngine({
    memoryLimitMb: 128,
    threads: 1,
    scratch: join(folder, 'scratch'),
    onStatement: (kind) => void statements.push(kind),
  })
  await engine.run(
    `CREATE TABLE input AS SELECT i::VARCHAR AS unique_id, 'Ann' AS name, ['a'] AS xs FROM range(3) t(i)`,
  )
})
afterAll(() => engine.close())

const COPY = `COPY (SELECT 42 AS a) TO '${WRITTEN}'`
const ATTACKS: readonly (readonly [string, string])[] = [
  ['a stacked COPY', `name) AS b FROM input); ${COPY}; SELECT * FROM (SELECT *, (name`],
  ['a stacked COPY behind a comment', `name) FROM input); ${COPY}; --`],
  ['a stacked COPY behind a block comment', `name)); ${COPY}; /*`],
  ['a stacked COPY that a level swallows', `true THEN 1 END); ${COPY}; SELECT (CASE WHEN true`],
  ['a bare COPY', COPY],
  ['COPY in a common table expression', `(WITH a AS (${COPY}) SELECT 1)`],
  ['a subquery on a file', `(SELECT content FROM read_text('${SECRET}')) = name`],
  ['a subquery on a file by its name', `name IN (SELECT content FROM '${SECRET}')`],
  ['a nested subquery', `lower((SELECT (SELECT max(content) FROM read_text('${SECRET}')))) = name`],
  ['a reader of CSV', `EXISTS (FROM read_csv('${SECRET}'))`],
  ['a listing', `(SELECT count(*) FROM glob('${folder}/*')) > 0`],
  ['a lambda that reads', `list_transform(xs, lambda x: (SELECT content FROM read_text('${SECRET}')))[1] = name`],
  ['ATTACH', `name); ATTACH '${WRITTEN}' AS other; SELECT (name`],
  ['PRAGMA', 'name); PRAGMA database_list; SELECT (name'],
  ['EXPORT', `name); EXPORT DATABASE '${WRITTEN}'; SELECT (name`],
  ['a macro that takes the place of a function', 'name); CREATE MACRO lower(x) AS 1; SELECT (name'],
  ['a dropped table', 'name); DROP TABLE input; SELECT (name'],
  ['a function of the environment', "getenv('HOME') = name"],
  ['a setting', "current_setting('temp_directory') = name"],
  ['SQL joined from texts', `query('CO' || 'PY (SELECT 1) TO ''${WRITTEN}''') = name`],
  ['quotes in dollars', `$$'$$ = name); ${COPY}; SELECT ($$'$$`],
  [
    'a text that the cutter of conditions reads otherwise',
    `E'\\'' = name OR EXISTS (FROM read_text('${SECRET}')) OR name = '\\''`,
  ],
  ['escaped identifiers', `U&"re\\0061d_text"('${SECRET}') = name`],
  ['a NUL', `name = 'a' \0); ${COPY}`],
  ['a text too long to read', `name = '${'x'.repeat(20_000)}'`],
  ['an expression too deep', `${'NOT '.repeat(2000)}true`],
]

const settings = (
  sql: Partial<Record<'derived' | 'level' | 'rule' | 'ruleObject' | 'training' | 'deterministic', string>>,
) => ({
  comparisons: ['one', 'two'].map((name) => ({
    output_column_name: name,
    comparison_levels: [
      { sql_condition: (name === 'two' ? sql.level : undefined) ?? 'name_l = name_r' },
      { sql_condition: 'ELSE' },
    ],
  })),
  blocking_rules_to_generate_predictions: [
    sql.rule ?? 'l.name = r.name',
    ...(sql.ruleObject === undefined ? [] : [{ blocking_rule: sql.ruleObject }]),
  ],
  hotpass: {
    derived_columns: sql.derived === undefined ? {} : { made: sql.derived },
    ...(sql.training === undefined ? {} : { training_rules: [sql.training] }),
    ...(sql.deterministic === undefined ? {} : { deterministic_rules: [sql.deterministic] }),
  },
})

const DOORS = {
  derived: 'hotpass.derived_columns.made',
  level: 'comparisons[1].comparison_levels[0].sql_condition',
  rule: 'blocking_rules_to_generate_predictions[0]',
  ruleObject: 'blocking_rules_to_generate_predictions[1]',
  training: 'hotpass.training_rules[0]',
  deterministic: 'hotpass.deterministic_rules[0]',
} as const

describe.each(Object.entries(DOORS))('SQL of a settings file under %s', (door, key) => {
  test.each(ATTACKS)('is refused with %s, before a statement of it runs', async (_, sql) => {
    const read = parseLinkageSettings(settings({ [door]: sql }), 'people.json')
    const before = readdirSync(folder).sort()
    statements = []
    const refusal = await prepareRecords(engine, read, 'input').then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(refusal).toBeInstanceOf(LinkageSettingsConfigurationError)
    const { message } = refusal as Error
    expect(message.startsWith(`people.json: ${key} must be one SQL expression over the records' columns: `)).toBe(true)
    expect(message).not.toContain('what nobody may read')
    expect(statements).toEqual(['SELECT'])
    expect(existsSync(WRITTEN)).toBe(false)
    expect(readdirSync(folder).sort()).toEqual(before)
  })
})

test('settings whose SQL is expressions are prepared', async () => {
  const sql = { derived: "list_transform(xs, lambda x: x || '; COPY --')[1]", deterministic: 'l.name = r.name' }
  const { rows } = await prepareRecords(engine, parseLinkageSettings(settings(sql), 'people.json'), 'input')
  expect(rows).toBe(3)
})

test('a refusal names the function and the nearest that is allowed', async () => {
  const read = parseLinkageSettings(settings({ derived: 'lowr(name)' }), 'people.json')
  await expect(prepareRecords(engine, read, 'input')).rejects.toThrow(
    "hotpass.derived_columns.made must be one SQL expression over the records' columns: the function lowr is not allowed; the nearest allowed one is lower.",
  )
})
