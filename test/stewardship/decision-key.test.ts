import { expect, test } from 'vitest'
import { decisionKey } from '../../src/stewardship/readmission/decision-key.ts'
import { MemoryStore } from '../support/memory-store.ts'

const correction = (name: string, row = 1) => [
  { source: 's', file: 'f', sheet: 'S', rows: [{ row_number: row, row_hash: `h${row}`, fields: { name } }] },
]

test('the same correction is one decision for as long as it is in force, and a new one after it was overruled', async () => {
  const store = new MemoryStore()
  let minute = 10
  const said = async (name: string, row?: number) => {
    const sheets = correction(name, row)
    const key = await decisionKey(store, 'p', 'r', sheets)
    const at = `2026-01-31T06:${minute++}:00.000Z`
    const decision = { format: 1, kind: 'readmission', run: 'r', sheets, by: 'me', at, why: 'w' }
    return `${await store.create(key, JSON.stringify(decision))} ${key}`
  }
  const first = await said('A')
  expect(first).toMatch(/^created decisions\/readmission\/p\/r-/)
  expect(await said('A')).toBe(first.replace('created', 'exists'))
  await said('A', 2)
  expect(await said('A')).toBe(first.replace('created', 'exists'))
  const other = await said('B')
  expect(other).toMatch(/^created/)
  const back = await said('A')
  expect(back).toMatch(/^created/)
  expect(await said('A')).toBe(back.replace('created', 'exists'))
  expect(await said('B')).toMatch(/^created/)
  expect(await said('A')).toMatch(/^created/)
  expect(store.objects.size).toBe(6)
})
