import { serveWorker } from '../../src/runtime/serve-worker.ts'

interface FakePayload {
  readonly item?: { readonly does?: string; readonly value?: number }
}

serveWorker(async (stage, payload, settings, onProgress) => {
  const { item } = payload as FakePayload
  onProgress({ state: stage, rows: 1 })
  if (item?.does === 'die') process.kill(process.pid, 'SIGKILL')
  if (item?.does === 'exit') process.exit(9)
  if (item?.does === 'hang') await new Promise((resolve) => setTimeout(resolve, 600_000))
  if (item?.does === 'throw') throw new RangeError('the cell is out of range')
  if (item?.does === 'throw-text') throw 'no error at all'
  return {
    pid: process.pid,
    stage,
    value: item?.value ?? null,
    memory: settings.memoryLimitMb,
    threads: settings.threads,
  }
})
