import { describe, expect, test } from 'vitest'
import { parseRowCondition } from '../../src/quality/row-condition.ts'

describe('a row condition becomes SQL that cannot be anything else', () => {
  test.each([
    ['status == "Active"', `coalesce("status" = 'Active', false)`],
    ["a != 'it''s'", undefined],
    ['a >= 1.5 and b < -2', 'coalesce("a" >= 1.5, false) AND coalesce("b" < -2, false)'],
    [
      'a = 1 or b = 2 and c = 3',
      '(coalesce("a" = 1, false)) OR (coalesce("b" = 2, false) AND coalesce("c" = 3, false))',
    ],
    ['not (a is null)', 'NOT ("a" IS NULL)'],
    ['a is not null', '"a" IS NOT NULL'],
    ['a in ("x", "y")', `coalesce("a" IN ('x', 'y'), false)`],
    ['a not in (1)', 'coalesce("a" NOT IN (1), false)'],
    ['flag == true', 'coalesce("flag" = true, false)'],
    ['`First Name` == "O\\"Neil"', `coalesce("First Name" = 'O"Neil', false)`],
    ['col("a b").notNull() & col("c") > 3', '"a b" IS NOT NULL AND coalesce("c" > 3, false)'],
    ['~(a == .5)', 'NOT (coalesce("a" = 0.5, false))'],
    ["a in ['x',] | b.isna()", `(coalesce("a" IN ('x'), false)) OR ("b" IS NULL)`],
    ['größe == "a\\nb"', `coalesce("größe" = 'a\nb', false)`],
    ['a == 12345678901234567890', 'coalesce("a" = 12345678901234567890, false)'],
    [
      '(a == 1 or b == 2) and c == 3',
      '((coalesce("a" = 1, false)) OR (coalesce("b" = 2, false))) AND coalesce("c" = 3, false)',
    ],
    ["x == 'it\\'s'", `coalesce("x" = 'it''s', false)`],
  ])('%s', (text, sql) => {
    if (sql === undefined) expect(() => parseRowCondition(text)).toThrow()
    else expect(parseRowCondition(text).sql).toBe(sql)
  })

  test.each([
    '',
    'a',
    'a ==',
    '== 1',
    'a == 1 and',
    '(a == 1',
    'a == 1)',
    'a == b',
    'a in ()',
    'a; b',
    'select 1',
    'a == 1 -- x',
    'drop() == 1',
    'a == "\\d"',
    '~a == 1',
    'a.constructor()',
  ])('%j is refused with its place', (text) => {
    expect(() => parseRowCondition(text)).toThrow(/character|end/)
  })
})
