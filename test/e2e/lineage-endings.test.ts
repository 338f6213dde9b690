import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { lineageChecker } from '../support/lineage-checker.ts'
import { refine } from '../support/run-store.ts'

interface Event {
  readonly eventType: string
  readonly eventTime: string
  readonly run: { readonly runId: string; readonly facets: Record<string, unknown> }
}

const folder = temporaryFolder('endings')
const store = join(folder, 'store')
const good = join(folder, 'good')
mkdirSync(good)
writeSheets(join(good, 'Reachout Database.xlsx'), reachoutSheets(3))
const broken = join(folder, 'broken')
mkdirSync(broken)
writeFileSync(join(broken, 'Reachout Database.xlsx'), 'no workbook')

const check = existsSync(lineageChecker.official) ? lineageChecker.load() : () => []

async function eventsOf(landing: string, set: string[] = []): Promise<{ status: string; events: Event[] }> {
  const { run, status } = await refine(store, landing, { set })
  const lines = readFileSync(join(store, `runs/${run}/events.ndjson`), 'utf8')
    .trimEnd()
    .split('\n')
  return { status, events: lines.map((line) => JSON.parse(line) as Event) }
}

describe('however a run ends, its lineage is one parent run, opened once and closed once', () => {
  test.each([
    ['blocked by the gate', 'blocked', good, ['gate.min_rows.organizations=99'], 'FAIL'],
    ['published', 'published', good, [], 'COMPLETE'],
    ['unchanged', 'unchanged', good, [], 'COMPLETE'],
    ['failed in Ingest', 'failed', broken, [], 'FAIL'],
    ['failed in Plan', 'failed', join(folder, 'nowhere'), [], 'FAIL'],
  ])('%s', async (_, status, landing, set, ending) => {
    const found = await eventsOf(landing, set)
    expect(found.status).toBe(status)
    const { events } = found
    const parent = events[0]?.run.runId
    const own = events.filter((event) => event.run.runId === parent)
    expect(own.map((event) => event.eventType)).toEqual(['START', ending])
    expect(events.at(-1)).toBe(own.at(-1))
    if (ending === 'FAIL') expect(own.at(-1)?.run.facets).toHaveProperty('errorMessage')
    for (const event of events) {
      expect(check(event)).toEqual([])
      if (event.run.runId !== parent)
        expect(event.run.facets).toMatchObject({ parent: { root: { run: { runId: parent } } } })
    }
    const open = new Set<string>()
    for (const { eventType, run } of events) {
      const by = (run.facets.parent as { run: { runId: string } } | undefined)?.run.runId
      if (by !== undefined) expect(open).toContain(by)
      if (eventType === 'START') open.add(run.runId)
      else expect(open.delete(run.runId)).toBe(true)
    }
    expect(open.size).toBe(0)
  })
})

test('a run that is stopped by its user ends with ABORT, and so does what was under way', async () => {
  const control = new AbortController()
  const place = join(folder, 'stopped')
  const { run, status } = await refine(place, good, {
    signal: control.signal,
    onEvent: (event) => {
      if (JSON.stringify(event).includes('"Refine"')) control.abort(new Error('stopped'))
    },
  })
  expect(status).toBe('failed')
  const events = readFileSync(join(place, `runs/${run}/events.ndjson`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Event)
  for (const event of events) expect(check(event)).toEqual([])
  expect(events.at(-1)).toMatchObject({ eventType: 'ABORT', run: { runId: events[0]?.run.runId } })
  const open = new Set<string>()
  for (const { eventType, run: one } of events)
    if (eventType === 'START') open.add(one.runId)
    else open.delete(one.runId)
  expect(open.size).toBe(0)
})
