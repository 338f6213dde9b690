import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import {
  buildRunEvent,
  type EventType,
  httpTransport,
  lineageRunId,
  type RunEvent,
  type Transport,
  TransportError,
} from '../../src/lineage/index.ts'
import { deliver } from '../../src/run/lineage/deliver.ts'
import { readCursor } from '../../src/run/lineage/delivery-cursor.ts'
import { EventParts } from '../../src/run/lineage/event-parts.ts'
import { RunDelivery, SILENT_BUDGET_MS } from '../../src/run/lineage/run-delivery.ts'
import type { LineageState } from '../../src/run/lineage/states.ts'
import { type Behaviour, type Collector, startCollector } from '../support/lineage-collector.ts'
import { MemoryStore } from '../support/memory-store.ts'

const run = 'one'
const event = (eventType: EventType, state: string): RunEvent =>
  buildRunEvent({
    eventType,
    eventTime: '2026-01-05T06:00:00Z',
    runId: lineageRunId('aws-sfn://local/local', state),
    jobNamespace: 'aws-sfn://local/local',
    jobName: `refine.${state}`,
  })

const open: Collector[] = []
const collect = async (behave?: Behaviour) => {
  const collector = await startCollector(behave)
  open.push(collector)
  return collector
}
afterEach(async () => {
  for (const collector of open.splice(0)) await collector.close()
})

async function story() {
  const store = new MemoryStore()
  const parts = new EventParts(store, run)
  await parts.write('Run', '0-start', [event('START', 'Run')])
  await parts.write('Plan', '0-start', [event('START', 'Plan')])
  await parts.write('Plan', '9-end', [event('COMPLETE', 'Plan')])
  return { store, parts }
}
const names = ({ events }: Collector) => events.map((one) => `${one.eventType} ${(one.job as { name: string }).name}`)
const ALL = ['START refine.Run', 'START refine.Plan', 'COMPLETE refine.Plan']
const once = (url: string) => httpTransport({ type: 'http', url, retry: { total: 0 } })

describe('delivering what a back end does not have', () => {
  test('sends in order, once; what is written later is sent later', async () => {
    const { store, parts } = await story()
    const collector = await collect()
    const transport = once(collector.url)
    expect(await deliver(store, run, transport)).toMatchObject({ sent: 3, left: 0, problem: undefined })
    expect(await deliver(store, run, transport)).toMatchObject({ sent: 0, left: 0 })
    await parts.write('Run', '9-end', [event('COMPLETE', 'Run')])
    expect(await deliver(store, run, transport)).toMatchObject({ sent: 1, left: 0 })
    expect(names(collector)).toEqual([...ALL, 'COMPLETE refine.Run'])
    await transport.close?.()
  })

  test('two back ends each have a cursor of their own', async () => {
    const { store } = await story()
    const [one, two] = [await collect(), await collect()]
    for (const { url } of [one, two]) expect(await deliver(store, run, once(url))).toMatchObject({ sent: 3 })
    expect([one.events.length, two.events.length]).toEqual([3, 3])
  })

  test('stops where a back end fails, and goes on there the next time', async () => {
    const { store } = await story()
    const collector = await collect(({ text }, response) => {
      if (!text.includes('refine.Plan')) return false
      response.writeHead(503).end()
      return true
    })
    const transport = once(collector.url)
    expect(await deliver(store, run, transport)).toMatchObject({ sent: 1, left: 2 })
    collector.behave = () => false
    expect(await deliver(store, run, transport)).toMatchObject({ sent: 2, left: 0 })
    expect(names(collector)).toEqual(ALL)
  })

  test('an event the back end refuses is written down and passed over', async () => {
    const { store } = await story()
    let refused = 0
    const collector = await collect(({ text }, response) => {
      if (!text.includes('"START"') || !text.includes('refine.Plan')) return false
      refused++
      response.writeHead(422).end('bad')
      return true
    })
    const transport = once(collector.url)
    const first = await deliver(store, run, transport)
    expect(first).toMatchObject({
      sent: 2,
      left: 0,
      refused: [{ event: 'START refine.Plan' }],
    })
    expect(await deliver(store, run, transport)).toMatchObject({ sent: 0 })
    expect(refused).toBe(1)
  })

  test('a RUNNING that turns up after its state has ended is not sent', async () => {
    const { store, parts } = await story()
    const collector = await collect()
    const transport = once(collector.url)
    await deliver(store, run, transport)
    await parts.write('Plan', '5-running-0001', [event('RUNNING', 'Plan')])
    await deliver(store, run, transport)
    expect(names(collector)).toEqual(ALL)
  })

  test('a phase is told once, whoever comes second', async () => {
    const { store, parts } = await story()
    await parts.write('Plan', '9-end', [event('FAIL', 'Plan')])
    const collector = await collect()
    await deliver(store, run, once(collector.url))
    expect(names(collector)).toEqual(ALL)
  })

  test('a cursor that cannot be read makes events go twice rather than never', async () => {
    const { store } = await story()
    const collector = await collect()
    const transport = once(collector.url)
    await store.put(`runs/${run}/delivery/${transport.id}.json`, 'garbage')
    expect(await deliver(store, run, transport)).toMatchObject({ sent: 3 })
  })
})

/** What a back end does with one event: takes it, takes it and is cut off before it says so, fails, refuses it for ever. */
type Answer = 'taken' | 'lost' | 'down' | 'refused'

test('whatever goes wrong and however often it is repeated: each event arrives in order, and once it is known to be there, never again', async () => {
  const states = ['Plan', 'Ingest', 'Refine']
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<Answer>('taken', 'lost', 'down', 'refused'), { maxLength: 24 }),
      fc.nat(states.length),
      async (answers, late) => {
        const store = new MemoryStore()
        const parts = new EventParts(store, run)
        const write = async (some: readonly string[]) => {
          for (const state of some as LineageState[])
            for (const [phase, type] of [
              ['0-start', 'START'],
              ['9-end', 'COMPLETE'],
            ] as const)
              await parts.write(state, phase, [event(type, state), event(type, `${state}.group`)])
        }
        await write(states.slice(0, late))
        const arrived: string[] = []
        const refused = new Set<string>()
        const transport: Transport = {
          type: 'test',
          id: 'test',
          async emit(one) {
            const name = `${(one as RunEvent).eventType} ${(one as RunEvent).job.name}`
            const answer = answers.shift() ?? 'taken'
            if (answer === 'down') throw new TransportError('down', 'unavailable')
            if (answer === 'refused') {
              refused.add(name)
              throw new TransportError('no', 'refused')
            }
            arrived.push(name)
            if (answer === 'lost') throw new TransportError('cut off', 'unavailable')
          },
        }
        let last = await deliver(store, run, transport)
        await write(states.slice(late))
        for (let again = 0; again < 30 && (again === 0 || last.left > 0); again++)
          last = await deliver(store, run, transport)
        expect(last).toMatchObject({ left: 0, problem: undefined })
        const all = states.flatMap((state) =>
          ['START', 'COMPLETE'].flatMap((type) => [`${type} refine.${state}`, `${type} refine.${state}.group`]),
        )
        // An event can be refused after it was taken and the word of it lost; it is there all the same.
        expect([...new Set(arrived)]).toEqual(all.filter((name) => arrived.includes(name)))
        for (const name of all) expect(arrived.includes(name) || refused.has(name)).toBe(true)
        expect(last.refused.map((one) => one.event).sort()).toEqual([...refused].sort())
        const before = arrived.length
        expect(await deliver(store, run, transport)).toMatchObject({ sent: 0, left: 0 })
        expect(arrived.length).toBe(before)
      },
    ),
    { numRuns: 200 },
  )
})

describe('delivering beside a run', () => {
  const faults: [string, Behaviour][] = [
    ['answers 500', (_, response) => Boolean(response.writeHead(500).end())],
    ['hangs up', (_, __, socket) => Boolean(socket.destroy())],
    ['never answers', () => true],
  ]

  test.each(faults)(
    'a back end that %s is given up within the budget, and resending delivers all',
    async (_, behave) => {
      const { store } = await story()
      const collector = await collect(behave)
      const transport = httpTransport({ type: 'http', url: collector.url })
      const delivery = new RunDelivery(store, run, [transport])
      delivery.nudge()
      expect(await delivery.settle(true)).toBe(3)
      expect(delivery.problems).toHaveLength(1)
      const cursor = await readCursor(store, run, transport.id, 'http')
      expect(cursor.waitedMs).toBeLessThan(2000)
      expect(cursor.stopped).not.toBeNull()

      // The next state's process does not even try.
      const before = collector.received.length
      const next = new RunDelivery(store, run, [httpTransport({ type: 'http', url: collector.url })])
      next.nudge()
      expect(await next.settle(true)).toBe(3)
      expect(collector.received.length).toBe(before)

      collector.behave = () => false
      const again = once(collector.url)
      expect(await deliver(store, run, again)).toMatchObject({ sent: 3, left: 0, problem: undefined })
      expect(names(collector)).toEqual(ALL)
      expect((await readCursor(store, run, again.id, 'http')).stopped).toBeNull()
    },
  )

  test('the budget is one for the whole run, whatever the number of states', async () => {
    const { store } = await story()
    const collector = await collect(() => true)
    for (let state = 0; state < 5; state++) {
      const delivery = new RunDelivery(store, run, [httpTransport({ type: 'http', url: collector.url })])
      delivery.nudge()
      await delivery.settle(true)
    }
    const { waitedMs } = await readCursor(store, run, once(collector.url).id, 'http')
    expect(waitedMs).toBeLessThan(SILENT_BUDGET_MS + 500)
  })

  test('a back end that is slow, and takes events, has them all when the run ends', async () => {
    const { store } = await story()
    const collector = await collect((_, response) => {
      setTimeout(() => response.writeHead(201).end(), 700)
      return true
    })
    const delivery = new RunDelivery(store, run, [httpTransport({ type: 'http', url: collector.url })])
    delivery.nudge()
    // Three events take longer than one that takes none is waited for.
    expect(await delivery.settle(true)).toBe(0)
    expect(delivery.problems).toEqual([])
    expect(collector.received).toHaveLength(3)
  })

  test('a back end that is well has every event when the run ends', async () => {
    const { store, parts } = await story()
    const collector = await collect()
    const delivery = new RunDelivery(store, run, [once(collector.url)])
    delivery.nudge()
    await parts.write('Run', '9-end', [event('COMPLETE', 'Run')])
    delivery.nudge()
    expect(await delivery.settle(true)).toBe(0)
    expect(names(collector)).toEqual([...ALL, 'COMPLETE refine.Run'])
  })
})
