import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { sqlText } from '../../src/engine/sql.ts'
import { matches } from '../../src/quality/patterns.ts'
import { temporaryFolder } from '../support/landing.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 128, threads: 1, scratch: temporaryFolder('patterns') })
})
afterAll(() => engine.close())

const asked = async (values: readonly string[], sql: string): Promise<boolean[]> => {
  const list = values.map((value) => `(${sqlText(value)})`).join(', ')
  const rows = await engine.rows<{ found: boolean }>(`SELECT ${sql} AS found FROM (VALUES ${list}) t(v)`)
  return rows.map(({ found }) => found)
}

// Those that are about the whole value are asked in another way, and each has a neighbour that only looks so.
const PATTERNS = [
  '^a+$',
  '^a|b$',
  '^(a|b)$',
  '^(?:ab)+$',
  '^(?m)a$',
  '(?m)^a$',
  '^a\\$',
  '^a\\\\$',
  '^\\Qa$',
  '^[a|]$',
  '^[^a]*$',
  '^(?i:A)$',
  '^a.b$',
  '^a$$',
  '^$',
  '^(^a$)$',
] as const

test('a pattern asked of the whole value answers as a search for it does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...PATTERNS),
      fc.array(fc.string({ unit: fc.constantFrom('a', 'A', 'b', '$', '\\', '|', '\n', 'ü'), maxLength: 4 }), {
        minLength: 1,
        maxLength: 30,
      }),
      async (pattern, values) => {
        expect(await asked(values, matches('v', pattern))).toEqual(
          await asked(values, `regexp_matches(v, ${sqlText(pattern)})`),
        )
      },
    ),
    { numRuns: 150 },
  )
})
