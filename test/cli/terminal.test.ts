import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inPty, type PtyRun } from '../support/terminal.ts'

const landing = join(import.meta.dirname, '..', '..', 'examples', 'landing')
const STATES = ['Plan', 'Ingest', 'Refine', 'Block', 'Score', 'Resolve', 'Consolidate', 'Gate', 'Publish']
const SPINNER = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/
const COLOUR = new RegExp(`${'\u001b'}\\[\\d*m`)
const CURSOR = new RegExp(`${'\u001b'}\\[\\d*[A-HJK]`)
let folder: string
let published: PtyRun
const store = (name = 'store') => join(folder, name)
const run = (name: string, ...more: string[]) => ['run', 'refinement', '--store', store(name), ...more]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpass-terminal-'))
  await mkdir(join(folder, 'empty'))
  let resized = false
  published = await inPty(run('store', '--landing', landing, '--as-of', '2026-01-31'), {}, (raw, orders) => {
    if (resized || !raw.includes('Ingest')) return
    resized = true
    orders.resize(60, 20)
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The report as it must stand: the tree once and whole, then every part of the report, and nothing after it. */
function expectWhole({ raw, terminal }: PtyRun, first: RegExp, last: RegExp): void {
  const lines = terminal.lines()
  const start = lines.findIndex((line) => first.test(line))
  const tree = lines.slice(start - 9, start)
  expect(tree.map((line) => line.split(/ +/)[1])).toEqual(STATES)
  expect(lines.filter((line) => / (Consolidate|Publish) /.test(`${line} `) && !line.includes(':'))).toHaveLength(2)
  for (const part of [/^Store: file:/, /^Run: refinement-\S+, /, /^Next: /])
    expect(lines.slice(start).filter((line) => part.test(line))).toHaveLength(1)
  expect(lines.at(-1)).toMatch(last)
  expect(lines.join('\n')).not.toMatch(SPINNER)
  expect(terminal.cursor()).toEqual({ column: 0, row: terminal.rows().length })
  expect(raw.lastIndexOf('\u001b[?25l')).toBeLessThanOrEqual(raw.lastIndexOf('\u001b[?25h'))
}

test('a published run leaves its tree and its whole report, also when the terminal is resized meanwhile', () => {
  expect(published.exit).toBe(0)
  expectWhole(published, /^Published\.$/, /^Next: hotpass pull/)
  expect(published.terminal.lines().join('\n')).toMatch(/\nRows: .*\n(.*\n)*Gate: /)
  expect(published.terminal.lines().find((line) => / Gate /.test(line))).toMatch(/ \d+ expectations, [\d.]+ m?s$/)
})

test('an unchanged run, at 120 columns and without colour', async () => {
  const unchanged = await inPty(run('store', '--landing', landing, '--as-of', '2026-01-31'), {
    columns: 120,
    env: { NO_COLOR: '1' },
  })
  expect(unchanged.exit).toBe(0)
  expectWhole(unchanged, /^Unchanged: /, /^Next: hotpass pull/)
  expect(unchanged.raw).not.toMatch(COLOUR)
})

test('a blocked run says why, below its tree', async () => {
  const blocked = await inPty(
    run('blocked', '--landing', landing, '--set', 'gate.min_rows.organizations=100000', '--as-of', '2026-01-31'),
  )
  expect(blocked.exit).toBe(3)
  expectWhole(blocked, /^Blocked by the quality gate/, /^Next: hotpass runs show/)
  expect(blocked.terminal.lines().join('\n')).toMatch(/\nGate: blocked\n {2}organizations/)
})

test('a failed run says why, and what was not run', async () => {
  const failed = await inPty(run('failed', '--landing', join(folder, 'empty')))
  expect(failed.exit).toBe(1)
  expectWhole(failed, /^Failed: /, /^Next: hotpass runs show/)
  expect(failed.terminal.lines().filter((line) => line.endsWith('not run'))).toHaveLength(8)
})

test.each([1, 2])('Ctrl-C, %i times: the notice stands above the tree and no frame is left', async (times) => {
  let pressed = 0
  const cancelled = await inPty(
    run(`cancelled-${times}`, '--landing', landing, '--as-of', '2026-01-31'),
    {},
    (raw, orders) => {
      const wanted = raw.includes('Stopping;') ? times : raw.includes('Ingest') ? 1 : 0
      for (; pressed < wanted; pressed += 1) orders.interrupt()
    },
  )
  const lines = cancelled.terminal.lines()
  expect(cancelled.exit).not.toBe(0)
  expect(lines.filter((line) => line.includes('Stopping; once more'))).toHaveLength(1)
  if (times === 2) expect(cancelled.exit).toBe(130)
  else expectWhole(cancelled, /^Failed: /, /^Next: /)
  expect(lines.join('\n')).not.toMatch(SPINNER)
  expect(cancelled.terminal.cursor().column).toBe(0)
})

test.each([
  ['without a width', { columns: 0 }],
  ['of a CI system', { env: { CI: 'true' } }],
  ['that is dumb', { env: { TERM: 'dumb' } }],
])('a terminal %s gets lines and no cursor is moved', async (_, options) => {
  const { raw, terminal } = await inPty(run('store', '--landing', landing, '--as-of', '2026-01-31'), options)
  expect(raw).not.toMatch(CURSOR)
  expect(terminal.lines()[0]).toMatch(/^Plan: /)
  expect(terminal.lines().at(-1)).toMatch(/^Next: hotpass pull/)
})
