import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { WorkAbortedError } from '../../src/runtime/errors.ts'
import type { Json } from '../../src/runtime/json.ts'
import { createWorkerPool, type WorkerPool } from '../../src/runtime/worker-pool.ts'

const program = new URL('./fake-worker.ts', import.meta.url)
const settings = { store: 'nowhere', scratch: 'nowhere', memoryLimitMb: 1000, threads: 4 }
const pools: WorkerPool[] = []
const open = (size: number) => {
  const pool = createWorkerPool({ size, settings, program })
  pools.push(pool)
  return pool
}
const job = (item: Record<string, Json>) => ({ stage: 'Ingest', payload: { run: 'r', item } })
const error = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (reason: Error) => reason,
  )

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
})

describe('the worker pool', () => {
  test.each([
    ['die', /signal SIGKILL/],
    ['exit', /exit code 9/],
  ])(
    'a worker that does "%s" fails its item with an error that Retry knows, and the next item gets a new worker',
    async (does, how) => {
      const pool = open(1)
      const failed = await error(pool.run(job({ does, file: 'register.xlsx' })))
      expect(failed?.name).toBe('Lambda.Unknown')
      expect(failed?.message).toMatch(how)
      expect(failed?.message).toContain('register.xlsx')
      expect(await pool.run(job({ value: 2 }))).toMatchObject({ value: 2 })
    },
  )

  test('what a stage throws arrives with its name and message', async () => {
    const pool = open(1)
    const failed = await error(pool.run(job({ does: 'throw' })))
    expect([failed?.name, failed?.message]).toEqual(['RangeError', 'the cell is out of range'])
    expect((await error(pool.run(job({ does: 'throw-text' }))))?.message).toBe('no error at all')
  })

  test('every item is answered once, by no more workers than allowed, each with its share of memory and threads', async () => {
    const pool = open(2)
    const seen: Json[] = []
    const outputs = await Promise.all(
      Array.from({ length: 12 }, (_, value) =>
        pool.run({ ...job({ value }), onProgress: (event) => seen.push(event) }),
      ),
    )
    expect(outputs).toMatchObject(Array.from({ length: 12 }, (_, value) => ({ value, memory: 500, threads: 2 })))
    expect(new Set(outputs.map((output) => (output as { pid: number }).pid)).size).toBeLessThanOrEqual(2)
    expect(seen).toHaveLength(12)
  })

  test('calling off ends the job under way and the ones that wait', async () => {
    const pool = open(1)
    const controller = new AbortController()
    const running = error(pool.run({ ...job({ does: 'hang' }), signal: controller.signal }))
    const waiting = error(pool.run({ ...job({ value: 1 }), signal: controller.signal }))
    const other = pool.run(job({ value: 3 }))
    controller.abort()
    expect(await running).toBeInstanceOf(WorkAbortedError)
    expect(await waiting).toBeInstanceOf(WorkAbortedError)
    expect(await other).toMatchObject({ value: 3 })
    expect(await error(pool.run({ ...job({}), signal: controller.signal }))).toBeInstanceOf(WorkAbortedError)
  })

  test('closing calls off what is left and takes no more', async () => {
    const pool = open(1)
    const running = error(pool.run(job({ does: 'hang' })))
    const waiting = error(pool.run(job({ value: 1 })))
    await pool.close()
    expect(await running).toBeInstanceOf(Error)
    expect(await waiting).toBeInstanceOf(WorkAbortedError)
    expect(await error(pool.run(job({})))).toBeInstanceOf(WorkAbortedError)
  })

  test('workers go when their parent is killed', async () => {
    const script = `
      import { fork } from 'node:child_process'
      const child = fork(new URL(${JSON.stringify(program.href)}), [], { execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] })
      child.on('message', () => { console.log(child.pid) })
      child.send({ stage: 'Ingest', payload: { item: { does: 'hang' } }, settings: {} })`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (data) => resolve(Number(String(data)))),
    )
    expect(process.kill(pid, 0)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => alive(pid), { timeout: 20_000 }).toBe(false)
  })
})

// A killed orphan can stay in the table as a zombie where nobody collects it; that is gone too.
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' && process.platform !== 'linux'
  }
}
