import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Contract, compileRowCheck, type RowVerdict } from '../../src/contracts/index.ts'
import { contractById, contracts } from '../support/aviation.ts'

const failuresOf = (verdict: RowVerdict) => (verdict.ok ? [] : verdict.failures)
const exampleRow = (contract: Contract): Record<string, unknown> =>
  Object.fromEntries(contract.fields.map((field) => [field.name, field.example]))

/** Values that have broken a checker somewhere before. */
const hostile = fc.oneof(
  fc.constantFrom<unknown[]>(
    null,
    undefined,
    '',
    ' ',
    '\u00a0',
    '\u200b',
    'a b',
    '12',
    '12.0',
    '-1',
    '\ud800',
    '💥',
    'x\n',
    0,
    -0,
    1.5,
    2 ** 53,
    NaN,
    Infinity,
    -Infinity,
    true,
    false,
    [],
    {},
  ),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
)

describe.each([...contracts.values()].map((contract) => [contract.id, contract] as const))(
  'the check of %s',
  (_, contract) => {
    const check = compileRowCheck(contract)
    const names = contract.fields.map((field) => field.name)

    test('agrees with zod and the cross-field rules on random rows and on good rows with a few cells replaced', () => {
      const random = fc.dictionary(fc.constantFrom(...names, 'extra column', '__proto__'), hostile, {
        maxKeys: names.length,
      })
      const mutated = fc
        .dictionary(fc.constantFrom(...names), hostile, { maxKeys: 3 })
        .map((cells) => ({ ...exampleRow(contract), ...cells }))
      fc.assert(
        fc.property(fc.oneof(random, mutated), (row) => {
          const fits = contract.schema.safeParse(row).success
          expect(check(row).ok).toBe(fits && contract.rules.every(({ holds }) => holds(row)))
        }),
        { numRuns: 400 },
      )
    })

    test('gives every rejected row a field, a rule and a message', () => {
      fc.assert(
        fc.property(fc.dictionary(fc.constantFrom(...names), hostile), (row) => {
          const verdict = check(row)
          if (verdict.ok) return
          expect(verdict.failures.length).toBeGreaterThan(0)
          for (const failure of verdict.failures) {
            expect(names).toContain(failure.field)
            expect(failure.rule).not.toBe('')
            expect(failure.message).not.toBe('')
          }
        }),
        { numRuns: 200 },
      )
    })

    test('lets columns through that the contract does not name', () => {
      expect(check({ ...exampleRow(contract), 'Extra column': 'kept' })).toEqual({ ok: true })
    })

    test('leaves the row as it was', () => {
      const row = Object.freeze({ ...exampleRow(contract), extra: 1 })
      expect(() => check(row)).not.toThrow()
    })
  },
)

describe('a rejected row', () => {
  const check = compileRowCheck(contractById('reachout_organisation'))

  test.each([
    ['an identifier that a spreadsheet made of something else', { id: 'a b' }, 'id'],
    ['an identifier that begins with a sign', { id: '-12' }, 'id'],
    ['a missing name', { organisation_name: null }, 'organisation_name'],
    ['a number where text was promised', { area: 3 }, 'area'],
  ])('names the field of %s', (_, cells, field) => {
    expect(
      failuresOf(check({ id: '12', organisation_name: 'Blue Crane', ...cells })).map((failure) => failure.field),
    ).toEqual([field])
  })

  test('lists every broken field, not the first one', () => {
    expect(failuresOf(check({ id: '?', organisation_name: null })).map((failure) => failure.field)).toEqual(
      expect.arrayContaining(['id', 'organisation_name']),
    )
  })

  test('calls an empty required cell required, by its column label', () => {
    const [failure] = failuresOf(check({ id: '12' }))
    expect(failure).toMatchObject({ rule: 'required', value: null })
    expect(failure?.message).toContain('Organisation Name')
  })

  test('keeps the value out of the message, so that a masked report stays masked', () => {
    const links = compileRowCheck(contractById('contacts'))
    const failures = failuresOf(
      links({ ...exampleRow(contractById('contacts')), phone_primary: 'call thandi at home' }),
    )
    expect(failures.map((failure) => failure.field)).toEqual(['phone_primary'])
    expect(failures[0]?.rule).toBe('pattern')
    for (const failure of failures) expect(failure.message).not.toContain('thandi')
  })
})

test('a score that is no number is refused, not published', () => {
  const contract = contractById('organizations')
  const check = compileRowCheck(contract)
  for (const quality_score of [NaN, Infinity, -0.01, 1.01, '0.5'])
    expect(check({ ...exampleRow(contract), quality_score }).ok).toBe(false)
})

test('one contract is compiled once, and two of the same id never share a check', () => {
  const contract = contractById('contacts')
  expect(compileRowCheck(contract)).toBe(compileRowCheck(contract))
  expect(compileRowCheck({ ...contract })).not.toBe(compileRowCheck(contract))
})
