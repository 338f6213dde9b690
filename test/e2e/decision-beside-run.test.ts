import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runStage } from '../../src/run/index.ts'
import { localExecutionId } from '../../src/run/lease/execution-state.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { hotpass } from '../cli/fake-io.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('beside')
const root = join(folder, 'store')
const decide = (...args: string[]) => hotpass(['review', ...args, '--store', root, '--by', 'Sipho'])

test('a decision that is made between Plan and Resolve is for the run after: whole, and whoever decides is told', async () => {
  const landed = (rows: number) => {
    const landing = join(folder, `landing-${rows}`)
    mkdirSync(landing)
    writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(rows))
    return landing
  }
  // Each club has a person of its own, whose record is published too.
  expect(await refine(root, landed(5))).toMatchObject({ status: 'published', rows: { published: 5 + 5 } })
  const landing = landed(6)
  const run = 'refinement-20300101T000000Z-abcdef'
  const scratch = join(folder, 'scratch')
  mkdirSync(scratch)
  const signal = new AbortController().signal
  const store = new DirectoryStore(root)
  const host = { store, scratch, memoryLimitMb: 256, threads: 1, signal, onProgress: () => undefined }
  const stage = async (name: Parameters<typeof runStage>[0], list?: string) => {
    for (const item of list === undefined
      ? [undefined]
      : readDocument<object[]>(root, `runs/${run}/items/${list}.json`))
      await runStage(name, { run, ...(item === undefined ? {} : { item }) }, host)
  }
  const execution = { id: localExecutionId(), startedAt: '2030-01-01T00:00:00.000Z' }
  await runStage('Plan', { run, pipeline: 'refinement', landing, execution }, host)
  await stage('Ingest', 'ingest')

  const accepted = await decide('accept', 'reachout:1~reachout:2', '--why', 'one club')
  expect(accepted.exit, accepted.err).toBe(0)
  expect(accepted.out).toContain(`Run ${run} is under way and was planned before: it does not heed the decision.`)
  await stage('Refine', 'refine')
  await stage('Block')
  await stage('Score', 'score')
  const rejected = await decide('reject', 'reachout:3~reachout:4', '--why', 'two clubs', '--json')
  expect(rejected.json()).toMatchObject({ later: [expect.stringContaining(run)] })
  for (const state of ['Resolve', 'Consolidate', 'Gate', 'Publish'] as const) await stage(state)
  expect(readDocument(root, `runs/${run}/plan.json`)).toMatchObject({ decisions: [] })
  expect(readDocument(root, `runs/${run}/stages/Resolve.json`)).toMatchObject({
    counts: { decisions: 0, published: 6 + 6 },
  })
  expect(readDocument(root, `runs/${run}/result.json`)).toMatchObject({
    status: 'published',
    rows: { published: 6 + 6 },
  })

  const quiet = await decide('accept', 'reachout:1~reachout:2', '--why', 'one club', '--json')
  expect(quiet.json()).toMatchObject({ decisions: [], repeated: 1, later: [] })
  expect(storeKeys(root, 'decisions')).toHaveLength(2)
  const next = await refine(root, landing)
  // Two clubs are one, and so is their owner, who has one name at both.
  expect(next).toMatchObject({ status: 'published', rows: { published: 5 + 5, merged: 1 + 1 } })
  expect(readDocument(root, `runs/${next.run}/stages/Resolve.json`)).toMatchObject({ counts: { decisions: 2 } })
  expect((await refine(root, landing)).status).toBe('unchanged')
})
