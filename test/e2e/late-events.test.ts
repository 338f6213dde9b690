import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runStage } from '../../src/run/index.ts'
import { closeRunInputOf } from '../../src/stages/close-run/close-run.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { readChannel, readRelease } from '../../src/versions/index.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, refine, storeKeys } from '../support/run-store.ts'
import { startedByEvent } from '../support/started-by-event.ts'

const folder = temporaryFolder('late')
const DAY = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString()
const landed = (root: string, rows: number) => {
  mkdirSync(join(root, 'landing'), { recursive: true })
  writeSheets(join(root, 'landing', 'Reachout Database.xlsx'), reachoutSheets(rows))
}
const current = async (root: string) => {
  const store = new DirectoryStore(root)
  return readRelease(store, 'refinement', (await readChannel(store, 'refinement', 'latest')) ?? 0)
}
/** What the message of a schedule, or of an arrival's wait, starts a run with. */
const message = (nominalTime: string) => ({ pipeline: 'refinement', whenBusy: 'wait', nominalTime })

describe('an event that is acted upon days late', () => {
  test('before anything is published stands for the time it was for', async () => {
    const root = join(folder, 'first')
    landed(root, 3)
    const at = daysAgo(9)
    expect(await startedByEvent(root, 'first', message(at))).toBe('succeeded')
    expect((await current(root)).nominalTime).toBe(at)
    // What was read is noted, and nothing about the time.
    expect(readDocument(root, 'runs/first/result.json')).toMatchObject({
      notes: [
        'Not published: 1 column.',
        'Reachout Database.xlsx, sheet "Organisation": 1 column of no field is not published: Recent_Priority.',
      ],
    })
  })

  test('after a later release publishes what there is now, for now: no release stands for a time before the one it follows', async () => {
    const root = join(folder, 'overtaken')
    landed(root, 3)
    await startedByEvent(root, 'on-time', message(daysAgo(2)))
    landed(root, 5)
    const before = await current(root)
    expect(await startedByEvent(root, 'late', message(daysAgo(9)))).toBe('succeeded')
    const release = await current(root)
    expect(release).toMatchObject({ release: 2, run: 'late', datasets: { organizations: { rows: 5 } } })
    expect(Date.parse(release.nominalTime)).toBeGreaterThan(Date.parse(before.nominalTime))
    const { notes } = readDocument<{ notes: string[] }>(root, 'runs/late/result.json')
    expect(notes.join()).toMatch(/whoever asked was late.*--as-of/)
  })

  test('when nothing has landed since changes nothing', async () => {
    const root = join(folder, 'unchanged')
    landed(root, 3)
    await startedByEvent(root, 'on-time', message(daysAgo(2)))
    const before = await current(root)
    await startedByEvent(root, 'late', message(daysAgo(9)))
    expect(readDocument(root, 'runs/late/result.json')).toMatchObject({ status: 'unchanged' })
    expect(await current(root)).toEqual(before)
  })

  test('a person may go back in time, and only a person', async () => {
    const root = join(folder, 'chosen')
    landed(root, 3)
    await startedByEvent(root, 'on-time', message(daysAgo(2)))
    landed(root, 5)
    expect((await refine(root, undefined, { asOf: '2026-01-31' })).status).toBe('published')
    expect((await current(root)).nominalTime).toBe('2026-01-31T00:00:00.000Z')
  })

  test('the end of a run, told again days after it: the run that published since is not touched', async () => {
    const root = join(folder, 'ended')
    landed(root, 3)
    const blocked = await refine(root, undefined, { set: ['gate.min_rows.organizations=99'] })
    expect(blocked.status).toBe('blocked')
    landed(root, 5)
    expect((await refine(root, undefined)).status).toBe('published')
    const ended = closeRunInputOf({
      'detail-type': 'Step Functions Execution Status Change',
      detail: {
        executionArn: 'arn',
        stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:refine',
        name: blocked.run,
        status: 'FAILED',
      },
    })
    const copy = join(folder, 'before')
    cpSync(root, copy, { recursive: true })
    const scratch = join(folder, 'scratch')
    mkdirSync(scratch)
    const on = { store: new DirectoryStore(root), scratch, memoryLimitMb: 128, threads: 1 }
    const host = { ...on, signal: new AbortController().signal, onProgress: () => undefined }
    expect(await runStage('CloseRun', ended, host)).toMatchObject({ outcome: 'already-closed' })
    const changed = storeKeys(root).filter(
      (key) => !storeKeys(copy).includes(key) || !readFileSync(join(root, key)).equals(readFileSync(join(copy, key))),
    )
    expect(changed).toEqual([`runs/${blocked.run}/stages/CloseRun.json`])
  })
})
