import { afterEach, describe, expect, test } from 'vitest'
import { createLocalTasks, type LocalTasks } from '../../src/runtime/local-task-handler.ts'
import type { Batch, TaskCall } from '../../src/runtime/task-call.ts'

const program = new URL('./fake-worker.ts', import.meta.url)
const settings = { store: 'nowhere', scratch: 'nowhere', memoryLimitMb: 1000, threads: 4 }
const big = 16 * 1024 * 1024
let tasks: LocalTasks | undefined

afterEach(async () => {
  await tasks?.close()
})

function open(concurrency = 2) {
  let running = 0
  const seen = { most: 0 }
  tasks = createLocalTasks({
    settings,
    concurrency,
    program,
    inline: async (stage, _payload, given, onProgress) => {
      running += 1
      seen.most = Math.max(seen.most, running)
      onProgress({ rows: 1 })
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      return { pid: process.pid, stage, memory: given.memoryLimitMb }
    },
  })
  return { tasks, seen }
}

const call = (batch?: Batch, signal = new AbortController().signal): TaskCall => ({
  state: 'Ingest',
  stage: 'Ingest',
  payload: { item: { value: 1 } },
  ...(batch === undefined ? {} : { batch }),
  signal,
  progress: () => {},
})

describe('where a task is done', () => {
  test.each([
    ['a single state', undefined],
    ['a map of one item', { state: 'Ingest', items: 1, bytes: big }],
    ['a map of small items', { state: 'Ingest', items: 9, bytes: 1000 }],
  ])('%s: in this process, with all its memory, one at a time', async (_name, batch) => {
    const { tasks, seen } = open()
    const outputs = await Promise.all([tasks.handle(call(batch)), tasks.handle(call(batch))])
    expect(outputs).toMatchObject([{ pid: process.pid, memory: 1000 }, { pid: process.pid }])
    expect(seen.most).toBe(1)
  })

  test('a map of large items: in workers that share the memory, gone before the next state', async () => {
    const { tasks } = open()
    const outputs = await Promise.all(
      [1, 2, 3].map(() => tasks.handle(call({ state: 'Ingest', items: 3, bytes: big }))),
    )
    for (const output of outputs) expect(output).toMatchObject({ memory: 500 })
    const pids = outputs.map((output) => (output as { pid: number }).pid)
    expect(pids).not.toContain(process.pid)
    await tasks.handle(call({ state: 'Refine', items: 2, bytes: big }))
    await tasks.handle(call())
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow()
  })

  test('a map of another size gets a pool of its size', async () => {
    const { tasks } = open(4)
    const first = await tasks.handle(call({ state: 'Ingest', items: 2, bytes: big }))
    const second = await tasks.handle(call({ state: 'Refine', items: 9, bytes: big }))
    expect([first, second]).toMatchObject([{ memory: 500 }, { memory: 250 }])
  })

  test('work called off before its turn is not begun, and a failure does not stop the next', async () => {
    const { tasks, seen } = open()
    await expect(tasks.handle(call(undefined, AbortSignal.abort()))).rejects.toThrow('called off')
    expect(seen.most).toBe(0)
    expect(await tasks.handle(call())).toMatchObject({ stage: 'Ingest' })
  })
})
