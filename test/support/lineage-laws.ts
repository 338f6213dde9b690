import { expect } from 'vitest'
import { httpTransport, MarquezReader, type RunEvent } from '../../src/lineage/index.ts'
import { gatherEvidence } from '../../src/lineage/smoke/smoke-evidence.ts'
import { lineageChecker } from './lineage-checker.ts'
import { type MarquezLike, startMarquezLike } from './marquez-like.ts'

const check = lineageChecker.present ? lineageChecker.load() : () => []
const ENDS = new Set(['COMPLETE', 'FAIL', 'ABORT'])
const names = (datasets: RunEvent['inputs']) => datasets.map(({ namespace, name }) => `${namespace} ${name}`).sort()

/**
 * What holds of the events of any run, however it ended: each is valid by the official schemas; each run opens once, while its parent
 * is open, and closes once, the outermost last; all events of a run name the same inputs and outputs; names are such that receivers keep
 * them; who failed says why.
 */
export function expectLawful(events: readonly RunEvent[]): void {
  const [first] = events
  const outermost = first?.run.runId
  const open = new Map<string, RunEvent>()
  const closed = new Set<string>()
  for (const event of events) {
    const { eventType, eventTime, run, job } = event
    const what = `${eventType} of ${job.name}`
    expect(check(event), what).toEqual([])
    const { parent } = run.facets
    if (run.runId === outermost) expect(parent, what).toBeUndefined()
    else {
      expect(parent?.root?.run.runId, what).toBe(outermost)
      expect([...open.keys()], `the parent of ${what} is open`).toContain(parent?.run.runId)
    }
    const start = open.get(run.runId)
    if (eventType === 'START') {
      expect(start, `${what}, again`).toBeUndefined()
      expect(closed, `${what} after its end`).not.toContain(run.runId)
      open.set(run.runId, event)
    } else {
      expect(start, `${what} without START`).toBeDefined()
      expect(eventTime >= (start?.eventTime ?? ''), `${what} is no earlier than its START`).toBe(true)
      expect(names(event.inputs), `inputs of ${what}`).toEqual(names(start?.inputs ?? []))
      expect(names(event.outputs), `outputs of ${what}`).toEqual(names(start?.outputs ?? []))
    }
    if (ENDS.has(eventType)) {
      open.delete(run.runId)
      closed.add(run.runId)
    }
    expect(run.facets.errorMessage !== undefined, `${what} says why`).toBe(
      eventType === 'FAIL' || eventType === 'ABORT',
    )
    for (const { namespace, name } of [...event.inputs, ...event.outputs]) {
      expect(namespace).not.toMatch(/^arn:/)
      expect(name).not.toMatch(/^\d/)
    }
  }
  expect([...open.values()].map(({ job }) => job.name)).toEqual([])
  expect(events.at(-1)?.run.runId).toBe(outermost)
}

/** Sends events to a back end that behaves as Marquez does, and expects that it lost nothing of what they say. @returns its graph */
export async function expectDrawn(events: readonly RunEvent[]): Promise<Pick<MarquezLike, 'jobs' | 'datasets'>> {
  const marquez = await startMarquezLike()
  const transport = httpTransport({ type: 'http', url: marquez.url })
  try {
    for (const event of events) await transport.emit(event)
    expect(marquez.lost).toEqual([])
    const { items } = await gatherEvidence(marquez.url, events, new MarquezReader(marquez.url))
    expect(items.filter(({ found }) => !found)).toEqual([])
    expect(items.length).toBeGreaterThan(0)
    return marquez
  } finally {
    await transport.close?.()
    await marquez.close()
  }
}

/** The events of a run's document, one a line. */
export const eventsIn = (document: string): RunEvent[] =>
  document
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent)

/** `Ingest: landing/a.csv → work/ingest/x` of every job, names without the store's own place and the state machine. */
export function drawnLines({ jobs }: Pick<MarquezLike, 'jobs'>, root: string): string[] {
  const short = ({ name }: { name: string }) => (name.startsWith(`${root}/`) ? name.slice(root.length + 1) : name)
  return [...jobs.values()].map(({ reference, inputs, outputs }) => {
    const side = (all: readonly { name: string }[]) => all.map(short).sort().join(', ') || '–'
    return `${reference.name.replace(/^[^.]*\.?/, '') || 'run'}: ${side(inputs)} → ${side(outputs)}`
  })
}
