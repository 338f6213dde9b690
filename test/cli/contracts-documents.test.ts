import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeContract, jsonSchema } from '../../src/contracts/index.ts'
import { contractById } from '../support/aviation.ts'
import { hotpass } from './fake-io.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpass-contracts-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('docs prints one contract, or says which one was meant', async () => {
  const one = await hotpass(['contracts', 'docs', 'contacts'])
  expect(one.out).toContain('## contacts')
  expect(one.out).not.toContain('## organizations')
  expect((await hotpass(['contracts', 'docs', 'contacts', '--json'])).json()).toEqual({
    contracts: [describeContract(contractById('contacts'))],
  })
  const wrong = await hotpass(['contracts', 'docs', 'contcats'])
  expect(wrong).toMatchObject({ exit: 2, err: expect.stringContaining('Did you mean "contacts"') })
})

test('import writes a new file and never over one that is there', async () => {
  const file = join(folder, 'c.json')
  await writeFile(file, JSON.stringify(jsonSchema(contractById('sacaa_cleaned'))))
  const out = join(folder, 'sacaa.yaml')
  expect((await hotpass(['contracts', 'import', file])).out).toContain('id: sacaa_cleaned\n')
  expect((await hotpass(['contracts', 'import', file, '--out', out])).exit).toBe(0)
  expect((await hotpass(['contracts', 'import', file, '--out', out])).exit).toBe(1)
})

test('diff of a store where nothing is published has nothing to compare with', async () => {
  const { out, exit } = await hotpass(['contracts', 'diff', 'organizations', '--store', folder])
  expect({ out, exit }).toMatchObject({ exit: 0, out: expect.stringContaining('not published yet') })
})

test('suites are proved against their contracts, and foreign ones come over', async () => {
  const checked = await hotpass(['suites', 'check', 'refinement', '--json'])
  expect(checked.exit).toBe(0)
  expect((checked.json() as { suites: { dataset: string }[] }).suites.map(({ dataset }) => dataset)).toContain(
    'organizations',
  )
  const file = join(folder, 'people.json')
  const kept = { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'id' } }
  await writeFile(
    file,
    JSON.stringify({ name: 'people', expectations: [kept, { type: 'expect_the_moon', kwargs: {} }] }),
  )
  const { out, err, exit } = await hotpass(['suites', 'import', file, '--dataset', 'contacts'])
  expect({ exit, out }).toMatchObject({ exit: 0, out: expect.stringContaining('dataset: contacts') })
  expect(err).toContain('expect_the_moon: there is no such expectation here')
})
