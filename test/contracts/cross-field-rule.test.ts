import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { atLeastOneOf, notAbove, notBoth, onlyWith, together } from '../../src/contracts/cross-field-rule.ts'
import { defineContract } from '../../src/contracts/define-contract.ts'
import { compileRowCheck } from '../../src/contracts/index.ts'
import { type Engine, openEngine } from '../../src/engine/engine.ts'

const folder = mkdtempSync(join(tmpdir(), 'hotpass-rules-'))
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: folder })
})
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const rules = [
  onlyWith('a', 'b'),
  together('a', 'b'),
  atLeastOneOf('a', 'b', 'x'),
  notBoth('p', 'q'),
  notAbove('x', 'y'),
]

test('each rule says the same as a function and as SQL, for any row', async () => {
  const text = fc.option(fc.string({ maxLength: 3 }))
  const flag = fc.option(fc.boolean())
  const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }))
  const row = fc.record({ a: text, b: text, p: flag, q: flag, x: number, y: number })
  const columns = [
    { name: 'a', type: 'string' },
    { name: 'b', type: 'string' },
    { name: 'p', type: 'boolean' },
    { name: 'q', type: 'boolean' },
    { name: 'x', type: 'double' },
    { name: 'y', type: 'double' },
  ] as const
  const rows = fc.sample(row, { numRuns: 3000, seed: 7 })
  const writer = await engine.createTable('rows', columns)
  writer.append(columns.map(({ name }) => rows.map((one) => one[name])))
  await writer.finish()
  const asked = rules.map(({ fails }, at) => `(${fails}) AS r${at}`).join(', ')
  const answers = await engine.rows<Record<string, boolean>>(`SELECT ${asked} FROM rows`)
  expect(answers).toEqual(rows.map((one) => Object.fromEntries(rules.map(({ holds }, at) => [`r${at}`, !holds(one)]))))
  for (const at of rules.keys()) expect(new Set(answers.map((answer) => answer[`r${at}`])).size).toBe(2)
})

const definition = {
  id: 'things',
  version: '1.0.0',
  title: 'Things',
  description: 'Things.',
  kind: 'source',
  owner: 'Team',
  fields: {
    from: { label: 'From', description: 'From.', example: 'x' },
    to: { label: 'To', pii: 'personal', description: 'To.', example: 'y' },
  },
  lawfulBasis: 'contract',
} as const

test('a row that breaks a rule is told so in the words of its sheet, with the first field', () => {
  const check = compileRowCheck(defineContract({ ...definition, rules: [onlyWith('from', 'to')] }))
  expect(check({ from: 'x', to: 'y' })).toEqual({ ok: true })
  expect(check({ from: 'x' })).toEqual({
    ok: false,
    failures: [
      {
        field: 'from',
        rule: 'from_only_with_to',
        value: 'x',
        message: '"From" is filled only where "To" is. Correct one of the cells.',
      },
    ],
  })
})

test.each([
  ['a rule about a field that is not there', { rules: [onlyWith('from', 'gone')] }, /names the field "gone"/],
  [
    'a reference of two fields to one column',
    { references: [{ fields: ['from', 'to'], dataset: 'x', to: ['id'] }] },
    /2 fields for 1/,
  ],
  ['personal fields without a lawful basis', { lawfulBasis: 'none' as const }, /no lawful basis/],
  ['consent without its field', { lawfulBasis: 'consent' as const }, /consent is named exactly where/],
  ['freshness of a field that is not there', { freshness: { field: 'day', maxAgeDays: 1 } }, /"day"/],
  ['a version that is none', { version: '1.0' }, /no semantic version/],
])('%s is refused when the contract is made', (_, change, message) => {
  expect(() => defineContract({ ...definition, ...change })).toThrow(message)
})
