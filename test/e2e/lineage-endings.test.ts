import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunEvent } from '../../src/lineage/index.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { drawnLines, eventsIn, expectDrawn, expectLawful } from '../support/lineage-laws.ts'
import { refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('endings')
const store = join(folder, 'store')
const good = join(folder, 'good')
mkdirSync(good)
writeSheets(join(good, 'Reachout Database.xlsx'), reachoutSheets(3))
const broken = join(folder, 'broken')
mkdirSync(broken)
writeFileSync(join(broken, 'Reachout Database.xlsx'), 'no workbook')

const eventsOf = (place: string, run: string): RunEvent[] =>
  eventsIn(readFileSync(join(place, `runs/${run}/events.ndjson`), 'utf8'))

/** State → how it ended, of states and the run itself; groups of shards left out. */
const endings = (events: readonly RunEvent[]): Record<string, string> =>
  Object.fromEntries(
    events.flatMap(({ eventType, job }) => {
      const [, state = 'run', group] = job.name.split('.')
      return group === undefined ? [[state, eventType]] : []
    }),
  )

const DONE = { Plan: 'COMPLETE', Ingest: 'COMPLETE', Refine: 'COMPLETE', Block: 'COMPLETE', Score: 'COMPLETE' }
const JUDGED = { ...DONE, Resolve: 'COMPLETE', Consolidate: 'COMPLETE', Gate: 'COMPLETE' }

describe('however a run ends, its lineage is lawful, and a back end draws all of it', () => {
  test.each([
    [
      'blocked by the gate',
      'blocked',
      good,
      ['gate.min_rows.organizations=99'],
      { ...JUDGED, RecordBlocked: 'COMPLETE', run: 'FAIL' },
    ],
    ['published', 'published', good, [], { ...JUDGED, Publish: 'COMPLETE', run: 'COMPLETE' }],
    ['unchanged', 'unchanged', good, [], { Plan: 'COMPLETE', run: 'COMPLETE' }],
    ['failed in Ingest', 'failed', broken, [], { Plan: 'COMPLETE', Ingest: 'FAIL', run: 'FAIL' }],
    ['failed in Plan', 'failed', join(folder, 'nowhere'), [], { run: 'FAIL' }],
  ])('%s', async (_, status, landing, set, expected) => {
    const result = await refine(store, landing, { set })
    expect(result.status).toBe(status)
    const events = eventsOf(store, result.run)
    expectLawful(events)
    expect(endings(events)).toEqual(expected)
    const drawn = drawnLines(await expectDrawn(events), store)
    if (status !== 'published' && status !== 'blocked') return
    const file = 'landing/reachout/Reachout Database.xlsx'
    const typed = 'work/ingest/reachout_contact_info, work/ingest/reachout_organisation'
    const golden = ['contacts', 'entity_changes', 'entity_links', 'organizations']
    const consolidated = golden.map((id) => `work/consolidate/${id}`).join(', ')
    const published = golden.map((id) => `datasets/refinement/${id}`).join(', ')
    const last = status === 'published' ? `Publish: ${consolidated} → ${published}` : 'RecordBlocked: – → –'
    expect(drawn).toEqual([
      `run: ${file} → ${published}`,
      `Plan: ${file} → –`,
      `Ingest: ${file} → work/ingest/quarantine, ${typed}`,
      `Ingest.reachout: ${file} → work/ingest/quarantine, ${typed}`,
      `Refine: ${typed} → work/refine/organization, work/refine/person, work/refine/quarantine, work/refine/set-aside`,
      `Refine.reachout: ${typed} → work/refine/organization, work/refine/person, work/refine/quarantine, work/refine/set-aside`,
      'Block: work/refine/organization, work/refine/person → work/block/organization, work/block/person',
      'Score: work/block/organization, work/block/person → work/score/organization, work/score/person',
      'Resolve: work/block/organization, work/block/person, work/refine/organization, work/refine/person, work/score/organization, work/score/person → work/resolve/changes, work/resolve/organization, work/resolve/person, work/resolve/quarantine',
      `Consolidate: work/refine/organization, work/refine/person, work/resolve/changes, work/resolve/organization, work/resolve/person → ${consolidated}`,
      `Gate: ${consolidated}, work/ingest/quarantine, work/refine/quarantine, work/refine/set-aside, work/resolve/quarantine → quarantine/refinement, set-aside/refinement`,
      last,
    ])
  })

  test('stopped by its user: ABORT, and so does what was under way', async () => {
    const control = new AbortController()
    const place = join(folder, 'stopped')
    const { run, status } = await refine(place, good, {
      signal: control.signal,
      onEvent: (event) => {
        if (JSON.stringify(event).includes('"Refine"')) control.abort(new Error('stopped'))
      },
    })
    expect(status).toBe('cancelled')
    const events = eventsOf(place, run)
    expectLawful(events)
    expect(endings(events)).toMatchObject({ Plan: 'COMPLETE', Ingest: 'COMPLETE', run: 'ABORT' })
    await expectDrawn(events)
  })

  test('killed with its process: the next run tells its end, and what it had not finished ends with it', async () => {
    const place = join(folder, 'killed')
    const program = join(import.meta.dirname, '..', '..', 'bin', 'hotpass.ts')
    const args = [program, 'run', 'refinement', '--store', place, '--landing', good]
    const child = spawn(process.execPath, args, { detached: true, stdio: 'ignore' })
    const ended = new Promise((done) => child.once('close', done))
    while (child.exitCode === null && !storeKeys(place, 'work/ingest').some((key) => key.endsWith('.parquet')))
      await new Promise((wake) => setTimeout(wake, 4))
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    await ended
    const [killed = ''] = storeKeys(place, 'runs').map((key) => key.split('/')[1])
    expect(storeKeys(place, `runs/${killed}`)).not.toContain(`runs/${killed}/events.ndjson`)

    expect((await refine(place, good)).status).toBe('published')
    const events = eventsOf(place, killed)
    expectLawful(events)
    expect(endings(events)).toMatchObject({ Plan: 'COMPLETE', run: 'FAIL' })
    await expectDrawn(events)
  })
})
