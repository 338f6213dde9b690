import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { refusedExpressions } from '../../src/engine/scalar-expression.ts'
import { parseRowCondition } from '../../src/quality/row-condition.ts'
import { temporaryFolder } from '../support/landing.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 128, threads: 1, scratch: temporaryFolder('row-conditions') })
})
afterAll(() => engine.close())

describe('SQL of a row condition is one expression of columns and constants', () => {
  test.each([
    `a == "'; COPY (SELECT 1) TO '/tmp/x'; --"`,
    `a == '\\'); DROP TABLE t; --'`,
    `a == "\\\\'' OR glob('/*')"`,
    "`a\" FROM read_text('/etc/passwd') --` is not null",
    'col("a\\"; ATTACH \'x\'; --").notNull()',
    'a in ("(SELECT 1)", "$$", "U&\\"x\\"") and `b""` is null',
    'a == 1e300 or `*` == 2',
    'a == "/*" and b == "*/"',
  ])('when the condition is %s', async (text) => {
    const { sql } = parseRowCondition(text)
    expect(await refusedExpressions(engine, [{ key: text, sql }])).toEqual([])
  })

  test.each([
    "a == 1; COPY (SELECT 1) TO '/tmp/x'",
    'a == 1 -- b',
    'a == (SELECT 1)',
    'a in (SELECT 1)',
    "a == getenv('HOME')",
    "glob('/*') == 1",
    'a == "x\0"',
    '`a\0` is null',
    'a == 1 /* b */',
    'a::regclass == 1',
    'a == $$x$$',
    "a == E'x'",
    'a || b == 1',
  ])('or it is refused: %s', (text) => {
    expect(() => parseRowCondition(text)).toThrow()
  })
})
