import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ColumnType } from '../../src/engine/column-types.ts'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { askContext, checkSuite, parseSuite } from '../../src/quality/index.ts'
import { temporaryFolder } from '../support/landing.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 128, threads: 1, scratch: temporaryFolder('row-conditions') })
})
afterAll(() => engine.close())

const TYPES: readonly (readonly [string, ColumnType])[] = [
  ['organization_category', 'string'],
  ['beds', 'long'],
  ['taux', 'double'],
  ['geöffnet', 'boolean'],
  ['opened', 'date'],
  ['seen', 'timestamptz'],
  ['languages', 'list<string>'],
]
const shape = { id: 'clinics', types: new Map(TYPES), pii: {} }

const check = async (row_condition: string): Promise<string> => {
  const line = { type: 'expect_column_values_to_not_be_null', id: 'typed_condition', column: 'beds', row_condition }
  const suite = parseSuite(JSON.stringify({ suite: 's', dataset: 'clinics', expectations: [line] }), 'clinics.yaml')
  const shapes = new Map([['clinics', shape]])
  const why = await checkSuite(suite, askContext(shape, shapes, new Date('2026-01-31')), engine).catch(
    (error: unknown) => error,
  )
  return why instanceof Error ? why.message : 'fine'
}

describe('a row condition on a value of another type is refused in a sentence, before a row is read', () => {
  test.each([
    ['organization_category == 1', 'organization_category holds string values, and 1 in its row condition is a number'],
    ['organization_category in ("a", 2)', 'organization_category holds string values, and 2 in its row condition'],
    ['organization_category != true', 'organization_category holds string values, and true in its row condition'],
    ['beds == "12"', 'beds holds long values, and "12" in its row condition is a string'],
    ['beds > "abc"', 'beds holds long values, and "abc" in its row condition is a string'],
    ['not (beds in (1, "2"))', 'beds holds long values, and "2"'],
    ['taux <= false', 'taux holds double values, and false in its row condition is a boolean'],
    ['taux >= 0.5 or (beds is null and taux == "0,5")', 'taux holds double values, and "0,5"'],
    ['`geöffnet` == "ja"', 'geöffnet holds boolean values, and "ja" in its row condition is a string'],
    ['geöffnet == 1', 'geöffnet holds boolean values, and 1 in its row condition is a number'],
    ['geöffnet > true', 'geöffnet holds boolean values, which have no order'],
    ['opened >= 2020', 'opened holds date values, and 2020 in its row condition is a number'],
    [
      'opened >= "01/02/2020"',
      'opened holds date values, and "01/02/2020" in its row condition is none: write it as 2026-01-31',
    ],
    ['seen < "yesterday"', 'seen holds timestamptz values, and "yesterday" in its row condition is none'],
    ['languages == "fr"', 'languages holds lists: a condition asks of it "is null"'],
    ['organisation_category == "a"', 'no column "organisation_category". Did you mean "organization_category"?'],
  ])('%s', async (condition, sentence) => {
    const said = await check(condition)
    expect(said).toContain('clinics.yaml, expectation typed_condition')
    expect(said).toContain(sentence)
    expect(said).not.toMatch(/Error:|CAST|SELECT|coalesce/)
  })

  test.each([
    'organization_category == "1"',
    'organization_category > "a"',
    'beds == 12 and beds != 0.5',
    'beds == 12345678901234567890',
    'taux > -1e3',
    'geöffnet == true or geöffnet != false',
    'opened >= "2020-01-31"',
    'seen < "2020-01-31T06:00:00Z" and seen != "2020-01-31"',
    'languages is not null',
  ])('%s is asked', async (condition) => {
    expect(await check(condition)).toBe('fine')
  })
})
