import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { processIo } from '../../src/cli/cli-io.ts'
import { main } from '../../src/cli/main.ts'
import { tellStarted } from '../../src/cli/run-deployed.ts'
import { runReport } from '../../src/cli/run-report.ts'
import type { watchOnAws } from '../../src/runtime/run-on-aws.ts'
import type { runPipeline } from '../../src/runtime/run-pipeline.ts'
import { expectTree, expectWholeReport } from '../support/expect-whole-report.ts'
import { type OutsideOnTerminal, outsideOnTerminal, type TerminalSize } from '../support/outside-on-terminal.ts'
import { type RecordedRun, recordedRun } from '../support/recorded-run.ts'

const run = vi.hoisted(() => ({ local: vi.fn<typeof runPipeline>(), deployed: vi.fn<typeof watchOnAws>() }))
vi.mock(import('../../src/runtime/run-pipeline.ts'), () => ({ runPipeline: run.local }))
vi.mock(import('../../src/runtime/run-on-aws.ts'), () => ({ watchOnAws: run.deployed, startOnAws: vi.fn() }))

const COLOUR = new RegExp(`${'\u001b'}\\[\\d*m`)
const FRAME_MS = 100

// The display draws on a timer: a frame passes whenever a test says so.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }))
afterEach(() => void vi.useRealTimers())

type Meanwhile = (world: OutsideOnTerminal, event: number) => void

/** Plays a recording through the command line, a frame an event, on a terminal. */
async function play(
  { events, result }: RecordedRun,
  { size, env, args = [] }: { size?: TerminalSize; env?: Record<string, string>; args?: string[] } = {},
  meanwhile: Meanwhile = () => {},
) {
  const world = outsideOnTerminal(size, env)
  const io = processIo(world.outside)
  const playInto = (onEvent: ((event: RecordedRun['events'][number]) => void) | undefined) => {
    for (const [at, event] of events.entries()) {
      onEvent?.(event)
      vi.advanceTimersByTime(FRAME_MS)
      meanwhile(world, at)
    }
  }
  run.local.mockImplementation(async ({ onEvent }) => {
    playInto(onEvent)
    return result
  })
  run.deployed.mockImplementation(async ({ onEvent, signal }) => {
    playInto(onEvent)
    return signal?.aborted ? undefined : result
  })
  return {
    ...world,
    io,
    local: async () => {
      const exit = await main(['run', 'refinement', '--store', '/data/store', ...args], io)
      await world.settled()
      return exit
    },
  }
}

const report = ({ result }: RecordedRun) => runReport(result, { flag: ' --store /data/store' })
const published = recordedRun('published')
const busy: RecordedRun = {
  events: [],
  result: { ...published.result, status: 'busy', versions: {}, gate: null, quarantine: [] },
}

test.each(
  [80, 120].flatMap((columns) =>
    (
      [
        ['published', published, 0],
        ['unchanged', recordedRun('unchanged'), 0],
        ['blocked', recordedRun('blocked'), 3],
        ['failed', recordedRun('failed'), 1],
        ['cancelled', recordedRun('cancelled'), 5],
        ['busy', busy, 4],
      ] as const
    ).map(([ending, recorded, exit]) => [ending, columns, recorded, exit] as const),
  ),
)('a run that ends %s leaves its tree and its whole report on %i columns', async (_, columns, recorded, exit) => {
  const { local, terminal } = await play(recorded, { size: { columns, rows: 24 } })
  expect(await local()).toBe(exit)
  expectWholeReport(terminal, report(recorded))
  expect(terminal.emptied()).toBe(0)
})

test.each([40, 200])('a terminal made %i columns wide during the run keeps no rest of a frame', async (columns) => {
  const { local, terminal } = await play(published, {}, (world, at) => {
    if (at === 40) world.resize({ columns, rows: 20 })
  })
  await local()
  expectWholeReport(terminal, report(published))
})

test('a screen lower than the tree ends with the whole of it', async () => {
  const { local, terminal } = await play(published, { size: { columns: 80, rows: 5 } })
  await local()
  expectWholeReport(terminal, report(published))
})

test('NO_COLOR takes the colours, not the tree', async () => {
  const { local, terminal, raw } = await play(published, { env: { NO_COLOR: '1' } })
  await local()
  expectWholeReport(terminal, report(published))
  expect(raw()).not.toMatch(COLOUR)
})

test('what could not be delivered is told below the tree', async () => {
  const { local, terminal } = await play(published)
  const playing = run.local.getMockImplementation()
  run.local.mockImplementation(async (options) => {
    const result = await (playing as typeof runPipeline)(options)
    options.onUndelivered?.([{ signal: 'traces', batches: 1, reason: 'refused' }])
    return result
  })
  await local()
  const notice = 'hotpass: some traces were not delivered (refused). The run itself is not affected.'
  expect(expectTree(terminal).join('\n')).toContain(`${notice}\nPublished.\n`)
})

test('Ctrl-C says above the tree that it stops, and the run ends with its report', async () => {
  const cancelled = recordedRun('cancelled')
  const { local, terminal, io, ended } = await play(cancelled, {}, (world, at) => {
    if (at === 3) world.pressControlC()
  })
  expect(await local()).toBe(5)
  expect([io.signal.aborted, ended()]).toEqual([true, undefined])
  expect(terminal.lines()[0]).toBe('Stopping; once more to stop at once.')
  expectWholeReport(terminal, report(cancelled))
})

test('Ctrl-C twice ends the process at once and lets the tree stand', async () => {
  const { local, terminal, ended } = await play(recordedRun('cancelled'), {}, (world, at) => {
    if (at === 3 || at === 5) world.pressControlC()
  })
  await local()
  expect(ended()).toBe(130)
  expect(terminal.lines()[0]).toBe('Stopping; once more to stop at once.')
  expect(terminal.lines()).toHaveLength(10)
  expect(terminal.cursor()).toEqual({ column: 0, row: 10 })
})

const watching = {
  env: 'dev',
  deployed: { storeUri: 'file:///nowhere/hotpass' } as NonNullable<Parameters<typeof tellStarted>[1]['deployed']>,
  json: false,
  wait: true,
}

test('a deployed run that is waited for leaves its tree and its whole report', async () => {
  const { io, terminal, settled } = await play(published)
  expect(await tellStarted(published.result.run, watching, io)).toBe(0)
  await settled()
  expect(terminal.lines()[0]).toBe(`Started ${published.result.run}.`)
  expectWholeReport(terminal, runReport(published.result, { flag: ' --env dev' }))
})

test('Ctrl-C ends the watching of a deployed run and says how to go on, below the tree', async () => {
  const { io, terminal, settled } = await play(recordedRun('cancelled'), {}, (world, at) => {
    if (at === 3) world.pressControlC()
  })
  expect(await tellStarted(published.result.run, watching, io)).toBe(0)
  await settled()
  const lines = terminal.lines()
  expect(lines[1]).toBe('Stopping; once more to stop at once.')
  expect(lines[11]).toBe('No longer watching; the run goes on.')
  expect(lines).toHaveLength(14)
})

test.each([
  ['without a width', { size: { columns: 0, rows: 0 } }],
  ['of a CI system', { env: { CI: 'true' } }],
  ['that is dumb', { env: { TERM: 'dumb' } }],
])('a terminal %s gets a line a state and the report, and no cursor is moved', async (_, options) => {
  const { local, terminal, raw } = await play(published, options)
  await local()
  expect(raw()).not.toContain('\u001b')
  const lines = terminal.lines()
  expect(lines.slice(0, 9).map((line) => line.split(':')[0])).toEqual([
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
  const rest = lines.slice(9).join(' ').split(/\s+/)
  expect(rest).toEqual(report(published).trim().split(/\s+/))
})

test('a result document is never broken for the screen', async () => {
  const { local, terminal, raw } = await play(published, { args: ['--json'], size: { columns: 40, rows: 24 } })
  await local()
  expect(JSON.parse(raw().slice(raw().lastIndexOf('\n{') + 1))).toEqual(published.result)
  expect(terminal.cursor().column).toBe(0)
})
