import { describe, expect, test } from 'vitest'
import { duration } from '../../src/cli/describe-state.ts'
import { createRunDisplay } from '../../src/cli/run-display.ts'
import { runReport } from '../../src/cli/run-report.ts'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import type { RunnerEvent } from '../../src/runtime/runner-event.ts'
import { fakeIo } from './fake-io.ts'

const ESC = '\u001b'
const at = (seconds: number) => 1_000_000 + seconds * 1000
const events: RunnerEvent[] = [
  { type: 'state-started', state: 'NameRun', at: at(0) },
  { type: 'state-started', state: 'Plan', at: at(0) },
  { type: 'state-succeeded', state: 'Plan', output: { status: 'planned' }, at: at(1) },
  { type: 'state-started', state: 'Ingest', at: at(1) },
  { type: 'items', state: 'Ingest', count: 2, bytes: 10, at: at(1) },
  {
    type: 'progress',
    state: 'Ingest',
    index: 0,
    progress: { state: 'Ingest', rows: 500, note: 'reading \u001b[31mA' },
    at: at(2),
  },
  { type: 'item-done', state: 'Ingest', index: 0, done: 1, total: 2, output: { rows: 1000 }, at: at(2) },
  { type: 'state-retried', state: 'Ingest', attempt: 1, error: 'Lambda.Unknown', at: at(2) },
  { type: 'item-done', state: 'Ingest', index: 1, done: 2, total: 2, output: { rows: 3000 }, at: at(3) },
  { type: 'state-succeeded', state: 'Ingest', output: null, at: at(3) },
  { type: 'state-started', state: 'Refine', at: at(3) },
  { type: 'state-failed', state: 'Refine', error: 'RangeError', cause: 'the \u001b[2Jcell is out of range', at: at(4) },
]

describe('the display of a run', () => {
  test('a pipe gets a plain line a finished state, with items, rows, rate and time', () => {
    const io = fakeIo()
    const display = createRunDisplay(io)
    for (const event of events) display.take(event)
    display.finish()
    expect(io.said.err.split('\n')).toEqual([
      'Plan: 1.0 s',
      'Ingest: trying again after Lambda.Unknown',
      'Ingest: 2 items, 4,000 rows, 2,000/s, 2.0 s, 1 retry',
      'Refine: failed, 1.0 s, the  [2Jcell is out of range',
      '',
    ])
    expect(io.said.out).toBe('')
  })

  test('a terminal gets a tree that ends with every state, in colour unless NO_COLOR', () => {
    for (const env of [{}, { NO_COLOR: '1' }] as Record<string, string>[]) {
      const io = fakeIo({ terminal: true, env })
      const display = createRunDisplay(io)
      for (const event of events) display.take(event)
      display.finish()
      const painted = io.said.err
        .replaceAll(`${ESC}[J`, '')
        .replaceAll('\r', '')
        .replaceAll(new RegExp(`${ESC}\\[\\d+A`, 'g'), '')
      expect(new RegExp(`${ESC}\\[\\d+m`).test(painted)).toBe(!('NO_COLOR' in env))
      const lines = painted
        .replaceAll(new RegExp(`${ESC}\\[\\d+m`, 'g'), '')
        .trimEnd()
        .split('\n')
        .slice(-9)
      expect(lines.map((line) => line.split(/ +/)[1])).toEqual([
        'Plan',
        'Ingest',
        'Refine',
        'Block',
        'Score',
        'Resolve',
        'Consolidate',
        'Gate',
        'Publish',
      ])
      expect(lines[1]).toContain('4,000 rows')
      expect(lines[2]).toMatch(/^✖ Refine/)
      expect(lines[8]).toContain('not run')
    }
  })

  test('a display that was finished draws no more, however often it is finished', () => {
    const io = fakeIo({ terminal: true })
    const display = createRunDisplay(io)
    for (const event of events) display.take(event)
    display.finish()
    const { err } = io.said
    display.finish()
    display.finish()
    expect(io.said.err).toBe(err)
  })

  test.each([
    [400, '0.4 s'],
    [12_300, '12 s'],
    [185_000, '3 min 05 s'],
    [119_700, '2 min 00 s'],
  ])('%i ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text)
  })
})

const result: PipelineResult = {
  run: 'refinement-20260105T060000Z-0a1b2c',
  status: 'published',
  versions: { organizations: 2, contacts: 1 },
  rows: { read: 10, blank: 1, quarantined: 2, attached: 3, merged: 1, published: 3 },
  gate: 'warned',
  reasons: ['organizations: 2 rows lack a province'],
  quarantine: [{ key: 'quarantine/contacts/x/ingest.parquet', rows: 2 }],
  unmatched: ['no\u001b[2Jtes.txt'],
  seconds: 1.25,
  store: 'file:///data/store/',
}

describe('the report of a run', () => {
  test('accounts for every row and says where things are and what to do next', () => {
    const text = runReport(result, { flag: ' --store ./elsewhere' })
    expect(text).toContain('10 rows read = 1 blank + 2 quarantined + 3 attached + 1 merged + 3 published\n')
    for (const part of [
      'organizations  version 2',
      'quarantine/contacts/x',
      'Gate: warned',
      'lack a province',
      'file:///data/store/',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).toContain('hotpass pull organizations --as xlsx --store ./elsewhere')
    expect(text).not.toContain('\u001b')
  })

  test('a sum that is off is not glossed over', () => {
    expect(runReport({ ...result, rows: { ...result.rows, blank: 0 } }, { flag: '' })).toContain('the sum is 9')
  })

  test.each([
    ['unchanged', /^Unchanged/],
    ['blocked', /^Blocked by the quality gate/],
    ['failed', /^Failed: the disk is full/],
  ] as const)('%s is said first', (status, words) => {
    expect(runReport({ ...result, status, error: { name: 'E', message: 'the disk is full' } }, { flag: '' })).toMatch(
      words,
    )
  })
})
