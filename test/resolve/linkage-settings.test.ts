import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { generateHard } from '../../examples/generator/hard/generate-hard.ts'
import { parseCondition } from '../../src/resolve/conditions/parse-condition.ts'
import { parseLinkageSettings, toSplinkSettings } from '../../src/resolve/index.ts'
import { parseBlockingRule } from '../../src/resolve/settings/blocking-rule.ts'
import { linkageSettingsJsonSchema } from '../../src/resolve/settings/settings-reference.ts'
import { hotpass } from '../cli/fake-io.ts'
import { peopleSettings } from './support/link.ts'

const splink = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'splink', `${name}.json`), 'utf8'))

const withLevels = (...conditions: string[]) => ({
  ...peopleSettings(),
  comparisons: [
    { output_column_name: 'name', comparison_levels: conditions.map((sql_condition) => ({ sql_condition })) },
  ],
})

describe('a settings file that Splink 5 wrote', () => {
  test.each(['trained', 'untrained'])('is read as it is: %s', (name) => {
    const settings = parseLinkageSettings(splink(name))
    expect(settings.comparisons.map((comparison) => comparison.name)).toEqual(
      (splink(name).comparisons as { output_column_name: string }[]).map((comparison) => comparison.output_column_name),
    )
  })

  test('comes out again as Splink reads it, and reading that changes nothing', () => {
    const settings = parseLinkageSettings(splink('trained'))
    const written = toSplinkSettings(settings)
    expect(written).not.toHaveProperty('hotpass')
    expect(parseLinkageSettings(written).comparisons).toEqual(settings.comparisons)
  })

  test('has its gammas counted as Splink counts them: null −1, then down to 0', () => {
    const [first] = parseLinkageSettings(splink('trained')).comparisons
    expect(first?.levels.map(({ gamma }) => gamma)).toEqual([-1, 3, 2, 1, 0])
  })

  test('keeps most of its conditions out of SQL, and leaves to SQL what only SQL can say', () => {
    const inSql = parseLinkageSettings(splink('trained')).comparisons.filter(
      ({ conditions }) => conditions === undefined,
    )
    expect(inSql.map(({ name }) => name)).toEqual(['lat_num', 'n', 'pw'])
  })
})

describe('settings that cannot work are refused with the place and the remedy', () => {
  const base = peopleSettings()
  test.each([
    [
      'a level after ELSE',
      withLevels('"a_l" = "a_r"', 'ELSE', '"b_l" = "b_r"'),
      /level 3 .* is unreachable: ELSE before it.*Put ELSE last/,
    ],
    ['no ELSE', withLevels('"a_l" = "a_r"', '"b_l" = "b_r"'), /no level for all other pairs.*ELSE/],
    [
      'the same condition twice',
      withLevels('"a_l" = "a_r"', '"a_l"   =   "a_r"', 'ELSE'),
      /level 2 .* is unreachable: level 1 has the same/,
    ],
    [
      'a looser level before a stricter one',
      withLevels('levenshtein("a_l", "a_r") <= 2', 'levenshtein("a_l", "a_r") <= 1', 'ELSE'),
      /level 2 .* is unreachable: level 1 before it takes all/,
    ],
    [
      'equality after similarity',
      withLevels('jaro_winkler_similarity("a_l", "a_r") >= 0.9', '"a_l" = "a_r"', 'ELSE'),
      /is unreachable: level 1/,
    ],
    ['a misspelt key', { ...base, blocking_rules: [] }, /blocking_rules/],
    [
      'a probability above 1',
      { ...base, probability_two_random_records_match: 2 },
      /probability_two_random_records_match/,
    ],
    [
      'no blocking rule',
      { ...base, blocking_rules_to_generate_predictions: [] },
      /blocking_rules_to_generate_predictions/,
    ],
    [
      'thresholds the wrong way round',
      peopleSettings({ match_threshold: 0.5 }),
      /review_threshold is above match_threshold/,
    ],
    [
      'one name for two comparisons',
      { ...base, comparisons: [...(base.comparisons as unknown[]), (base.comparisons as unknown[])[0]] },
      /two comparisons are called "first_name"/,
    ],
  ])('%s', (_, json, message) => {
    expect(() => parseLinkageSettings(json, 'people.json')).toThrow(message)
    expect(() => parseLinkageSettings(json, 'people.json')).toThrow(/^people\.json: /)
  })
})

describe('conditions', () => {
  test('an expression on one side is computed once a row', () => {
    expect(
      parseCondition(
        `NULLIF(regexp_extract("email_l", '^[^@]+', 0), '') = NULLIF(regexp_extract("email_r", '^[^@]+', 0), '')`,
      ),
    ).toMatchObject({
      kind: 'equal',
    })
    expect(parseCondition('"a_l" IS NULL OR "a_r" IS NULL')).toMatchObject({
      kind: 'or',
      parts: [
        { kind: 'missing', side: 'l' },
        { kind: 'missing', side: 'r' },
      ],
    })
    expect(parseCondition('abs("n_l" - "n_r") < 0.5')).toMatchObject({ kind: 'difference', bound: '<', limit: 0.5 })
  })

  test('AND inside BETWEEN and CASE does not cut a condition', () => {
    expect(parseCondition('"n_l" BETWEEN 1 AND 2 AND "m_l" = "m_r"')).toMatchObject({
      kind: 'and',
      parts: [{ kind: 'flag' }, { kind: 'equal' }],
    })
  })
})

test('a blocking rule is taken apart into keys and the rest', () => {
  const rule = parseBlockingRule(
    `(l."dob" = r."dob") AND (SUBSTRING(l.surname, 1, 1) = SUBSTRING(r.surname, 1, 1)) AND abs(l.x - r.x) < 1`,
  )
  expect(rule.keys).toHaveLength(2)
  expect(rule.rest).toMatch(/abs/)
  expect(rule.columns).toEqual(['dob', 'surname', 'x'])
})

test('the JSON Schema says of Splink’s files what the reader says', () => {
  const ajv = new Ajv2020({ strict: false })
  const valid = ajv.compile(linkageSettingsJsonSchema())
  for (const name of ['trained', 'untrained']) expect(valid(splink(name)), ajv.errorsText(valid.errors)).toBe(true)
  expect(valid(peopleSettings())).toBe(true)
  expect(valid({ ...peopleSettings(), comparisons: [] })).toBe(false)
})

test('the shipped settings for people hold families apart better than a threshold alone: precision 0.9, recall 0.88 or more (measured 0.94 and 0.91)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hotpass-shipped-'))
  try {
    const [out, truth] = [join(folder, 'people.csv'), join(folder, 'truth.csv')]
    generateHard({ kind: 'people', rows: 6000, seed: 41, out, truth })
    const done = await hotpass([
      'resolve',
      out,
      '--settings',
      join(import.meta.dirname, '../../examples/linkage/people.json'),
      '--truth',
      truth,
      '--out',
      folder,
      '--json',
    ])
    const { pairwise } = (done.json() as { truth: { pairwise: { precision: number; recall: number } } }).truth
    expect(pairwise.precision).toBeGreaterThan(0.9)
    expect(pairwise.recall).toBeGreaterThan(0.88)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
