import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectTree, expectWholeReport } from '../support/expect-whole-report.ts'
import { inPty } from '../support/terminal.ts'

const landing = join(import.meta.dirname, '..', '..', 'examples', 'landing')
let folder: string
const run = (store: string) =>
  ['run', 'refinement', '--store', join(folder, store), '--landing', landing, '--as-of', '2026-01-31'] as const

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpass-terminal-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a run in a real terminal that is resized meanwhile leaves its tree and its whole report', async () => {
  let isResized = false
  const { exit, terminal } = await inPty(run('published'), {}, (raw, orders) => {
    if (isResized || !raw.includes('3 items')) return
    isResized = true
    orders.resize(60, 20)
  })
  expect([exit, isResized]).toEqual([0, true])
  const report = expectTree(terminal).join('\n')
  expect(report).toMatch(
    /^Published\.\n\norganizations +version 1 +large change\n(.*\n){4}Impact: large\nRows: 278 rows read =/,
  )
  expect(report).toMatch(
    /\nGate: passed\nStore: file:.*\nRun: refinement-\S+, .*\n\nNext: hotpass pull organizations .*$/,
  )
  expectWholeReport(terminal, report)
})

test('Ctrl-C in a real terminal stops the run, which ends with its report', async () => {
  let isPressed = false
  const { exit, terminal } = await inPty(run('cancelled'), {}, (raw, orders) => {
    if (isPressed || !raw.includes('of 3 items')) return
    isPressed = true
    orders.interrupt()
  })
  expect([exit, isPressed]).toEqual([5, true])
  const report = expectTree(terminal).join('\n')
  expect(terminal.lines().filter((line) => line.includes('Stopping; once more to stop at once.'))).toHaveLength(1)
  expect(report).toMatch(
    /^Cancelled: (.*\n)+Next: hotpass runs show refinement-\S+ .*(\nFinish it: hotpass retry \S+ .*)?$/,
  )
  expectWholeReport(terminal, report)
})
