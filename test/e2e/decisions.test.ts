import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/ledger/plan-document.ts'
import { sha256 } from '../../src/storage/sha256.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, refine } from '../support/run-store.ts'

const folder = temporaryFolder('decisions')

test('a new decision makes a run not unchanged, and so does taking it away', async () => {
  const landing = join(folder, 'landing')
  const store = join(folder, 'store')
  mkdirSync(landing, { recursive: true })
  writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(5))
  const first = await refine(store, landing)
  expect(first.status).toBe('published')
  expect((await refine(store, landing)).status).toBe('unchanged')
  mkdirSync(join(store, 'decisions/readmission'), { recursive: true })
  const nothing = {
    format: 1,
    kind: 'readmission',
    run: 'x',
    sheets: [],
    by: 'me',
    at: '2026-01-01T00:00:00Z',
    why: 'a test',
  }
  const decision = JSON.stringify(nothing)
  writeFileSync(join(store, 'decisions/readmission/one.json'), decision)
  const decided = await refine(store, landing)
  expect(decided.status).toBe('published')
  expect(readDocument<Plan>(store, `runs/${decided.run}/plan.json`).decisions).toEqual([
    { kind: 'readmission', key: 'decisions/readmission/one.json', sha256: sha256(decision) },
  ])
  expect((await refine(store, landing)).status).toBe('unchanged')
  rmSync(join(store, 'decisions/readmission/one.json'))
  expect((await refine(store, landing)).status).toBe('published')
})
