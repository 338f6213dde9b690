import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FUNCTIONS } from '../../lib/functions.ts'
import { runStage } from '../../src/run/index.ts'
import { startEmbeddedRun } from '../../src/runtime/embedded-runner.ts'
import type { JsonObject } from '../../src/runtime/json.ts'
import { loadStateMachine } from '../../src/runtime/state-machine-file.ts'
import { isStageName, STAGES, type StageName } from '../../src/stages/stage-table.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { openStore } from '../../src/storage/open-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'hotpass-access-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Stage → what it did to the store: `read work/`, `write runs/`. */
const seen = new Map<StageName, Set<string>>()

const READS = new Set(['get', 'list', 'fetchFile'])
const WRITES = new Set(['put', 'putFile'])
/** On S3 a conditional PUT that did not hold is settled by a GET. */
const BOTH = new Set(['create', 'swap'])

function watched(store: ObjectStore, stage: StageName): ObjectStore {
  const note = (what: 'read' | 'write', key: unknown) => {
    const prefix = /^[^/]*\//.exec(String(key))?.[0] ?? String(key)
    seen.set(stage, (seen.get(stage) ?? new Set()).add(`${what} ${prefix}`))
  }
  return new Proxy(store, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        const name = String(property)
        if (READS.has(name) || BOTH.has(name)) note('read', args[0])
        if (WRITES.has(name) || BOTH.has(name)) note('write', args[0])
        if (name === 'delete') note('write', `DELETE OF ${String(args[0])}`)
        return value.apply(target, args)
      }
    },
  })
}

async function run(name: string, input: JsonObject): Promise<string> {
  const store = openStore(join(folder, 'store'))
  const scratch = join(folder, 'scratch')
  mkdirSync(scratch, { recursive: true })
  const started = startEmbeddedRun({
    document: await loadStateMachine('refine'),
    run: name,
    input: { pipeline: 'refinement', ...input },
    store,
    concurrency: 1,
    retryDelayMs: 1,
    handle: async ({ stage, payload }) => {
      if (!isStageName(stage)) throw new Error(`no stage ${stage}`)
      const host = {
        store: watched(store, stage),
        scratch,
        memoryLimitMb: 256,
        threads: 1,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      }
      return (await runStage(stage, payload, host)) as JsonObject
    },
  })
  for await (const _ of started.events);
  const outcome = await started.outcome
  return outcome.endedIn
}

beforeAll(async () => {
  const landing = join(folder, 'store', 'landing')
  mkdirSync(landing, { recursive: true })
  const examples = join(import.meta.dirname, '../../examples/landing')
  for (const file of readdirSync(examples)) copyFileSync(join(examples, file), join(landing, file))
  expect(await run('first', { set: ['publish.exports=csv'] })).toBe('Published')
  expect(await run('again', { set: ['publish.exports=csv'] })).toBe('Unchanged')
  expect(await run('blocked', { set: ['gate.min_rows.organizations=100000'] })).toBe('GateBlocked')
  expect(await run('failed', { pipeline: 'none-of-that-name' })).toBe('RunFailed')
})

describe('what a stage touches in the store is what its role allows', () => {
  it.each(STAGES.map(({ name }) => name))('%s', (stage) => {
    const { reads, writes } = FUNCTIONS[stage]
    const allowed = new Set([...reads.map((prefix) => `read ${prefix}`), ...writes.map((prefix) => `write ${prefix}`)])
    const beyond = [...(seen.get(stage) ?? [])].filter((access) => !allowed.has(access))
    expect(beyond).toEqual([])
  })

  it('was seen for every stage that a run can come to', () => {
    const missing = STAGES.map(({ name }) => name).filter((stage) => stage !== 'CloseRun' && !seen.has(stage))
    expect(missing).toEqual([])
  })
})
