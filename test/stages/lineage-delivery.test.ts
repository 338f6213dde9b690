import { afterEach, describe, expect, test } from 'vitest'
import { buildRunEvent, type EventType, httpTransport, lineageRunId, type RunEvent } from '../../src/lineage/index.ts'
import { deliver } from '../../src/stages/lineage/deliver.ts'
import { readCursor } from '../../src/stages/lineage/delivery-cursor.ts'
import { EventParts } from '../../src/stages/lineage/event-parts.ts'
import { RunDelivery, WAIT_BUDGET_MS } from '../../src/stages/lineage/run-delivery.ts'
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
    expect(waitedMs).toBeLessThan(WAIT_BUDGET_MS + 500)
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
