import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/exit-codes.ts'
import type { DeployedEnvironment } from '../../src/config/deployed-environment.ts'
import type { VersionManifest } from '../../src/versions/index.ts'
import { drawnLines, eventsIn, expectDrawn, expectLawful } from '../support/lineage-laws.ts'
import { startMarquezLike } from '../support/marquez-like.ts'
import { oneConnectedTrace } from '../support/one-connected-trace.ts'
import { startOtlpCollector } from '../support/otlp-collector.ts'
import { readDocument } from '../support/run-store.ts'
import { Cloud, eventually } from './cloud.ts'
import { EMULATED_ACCOUNT, EMULATED_REGION, type Emulator, startEmulator } from './emulator.ts'
import { follow } from './follow.ts'
import { hotpass, hotpassJson } from './hotpass.ts'

interface Run {
  readonly run: string
  readonly status: string
  readonly versions: Record<string, number>
  readonly rows: Record<string, number>
}

const ENVIRONMENT = 'emulator'
const onEmulator = ['--env', ENVIRONMENT]
let emulator: Emulator
let cloud: Cloud
let deployed: DeployedEnvironment
let bucket: string
let folder: string
let first: Run

/** Does what a section of a page says, in this environment. */
const followPage = (page: 'deploy' | 'operate' | 'schedule', heading: string, run = '') =>
  follow(
    `docs/how-to/${page}.md`,
    heading,
    {
      'aws://111122223333/eu-west-1': `aws://${EMULATED_ACCOUNT}/${EMULATED_REGION}`,
      BUCKET: bucket,
      RUN: run,
      ' URL': ` ${deployed?.deadLetterQueueUrl}`,
      // For queues alone, the AWS CLI does not look at AWS_ENDPOINT_URL.
      'aws sqs': `aws --endpoint-url ${emulator.endpoint} sqs`,
      ...Object.fromEntries(
        ['dev', 'staging', 'prod'].flatMap((name) => [
          [`--env ${name}`, `--env ${ENVIRONMENT}`],
          [`environment=${name}`, `environment=${ENVIRONMENT}`],
        ]),
      ),
    },
    emulator.environment,
  )
const runOnEmulator = (...more: string[]) =>
  hotpassJson<Run>(['run', 'refinement', ...onEmulator, '--wait', ...more], emulator.environment)
/** One more file with one more school, so that there is work again. */
const landSchool = (name: string) =>
  cloud.drop(bucket, `sacaa_cleaned_${name}.csv`, `Name of Organisation,Province\n${name} Flying School,Gauteng\n`)
const startedSince = async (before: ReadonlySet<string>) =>
  (await cloud.executions(deployed.stateMachineArn)).find((name) => !before.has(name))
const ended = (run: string, status: string) =>
  eventually(`${run} ends as ${status}`, 300, async () => {
    const now = await cloud.status(deployed.stateMachineArn, run)
    if (now !== 'RUNNING' && now !== status) throw new Error(`${run} ended as ${now}`)
    return now === status ? now : undefined
  })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hotpass-deployed-'))
  emulator = await startEmulator()
  cloud = new Cloud(emulator)
})

afterAll(async () => {
  cloud?.close()
  await emulator?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('an environment on AWS, emulated', () => {
  test('is deployed by what the how-to says', async () => {
    await followPage('deploy', 'Once for each account and region')
    await followPage('deploy', 'Deploy')
    deployed = await cloud.deployed(ENVIRONMENT)
    bucket = deployed.storeUri.replace(/^s3:\/\//, '').replace(/\/.*$/, '')
  })

  test('publishes what was dropped into its bucket, as the how-to says', async () => {
    const said = await followPage('deploy', 'See that it works')
    expect(said).toContain('refinement')
    const [run = ''] = await cloud.executions(deployed.stateMachineArn)
    first = (await cloud.document(bucket, `runs/${run}/result.json`)) as Run
    expect(first).toMatchObject({ run, status: 'published', versions: { organizations: 1 } })
  })

  test('published the very bytes that a laptop publishes from the same files', async () => {
    const store = join(folder, 'store')
    const { nominalTime } = (await cloud.document(bucket, `runs/${first.run}/plan.json`)) as { nominalTime: string }
    const laptop = await hotpassJson<Run>(
      ['run', 'refinement', '--landing', 'examples/landing', '--as-of', nominalTime, '--store', store],
      emulator.environment,
    )
    expect(first.rows).toEqual(laptop.rows)
    expect(first.versions).toEqual(laptop.versions)
    for (const [dataset, version] of Object.entries(laptop.versions)) {
      const key = `datasets/refinement/${dataset}/versions/${version}/manifest.json`
      const here = readDocument<VersionManifest>(store, key)
      const there = (await cloud.document(bucket, key)) as VersionManifest
      expect(there.files).toEqual(here.files)
      expect(there).toMatchObject({ contentHash: here.contentHash, rows: here.rows, schemaHash: here.schemaHash })
    }
  })

  test('is read, verified and pulled from outside', async () => {
    const out = join(folder, 'organizations.parquet')
    await hotpassJson(['pull', 'organizations', '--as', 'parquet', '--out', out, ...onEmulator], emulator.environment)
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(out), compressors })
    const manifest = await cloud.document(bucket, 'datasets/refinement/organizations/versions/1/manifest.json')
    expect(rows.length).toBeGreaterThan(50)
    expect(rows).toHaveLength((manifest as VersionManifest).rows)
    const verified = await hotpass(['verify', 'organizations', ...onEmulator], emulator.environment)
    expect(verified.code, verified.out + verified.err).toBe(0)
  })

  test('does nothing when nothing changed', async () => {
    expect(await runOnEmulator()).toMatchObject({ status: 'unchanged', versions: first.versions })
  })

  test('tells an OTLP back end of a whole execution as one connected trace, and a lineage back end of the same run', async () => {
    const collector = await startOtlpCollector()
    const marquez = await startMarquezLike()
    const functions = Object.values(deployed.functionNames)
    try {
      await cloud.setVariables(functions, {
        HOTPASS_TRACING: 'otlp',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OPENLINEAGE_URL: marquez.url,
      })
      await landSchool('Plover')
      const { run, status } = await runOnEmulator()
      expect(status).toBe('published')
      const isWhole = async () => (collector.spans.some(({ name }) => name === 'hotpass.run') ? true : undefined)
      await eventually('the span of the run arrives', 30, isWhole)
      const { traceId } = oneConnectedTrace(collector.spans)
      const states = new Set(collector.spans.map(({ name }) => name))
      for (const state of ['Plan', 'Ingest', 'Refine', 'Resolve', 'Consolidate', 'Gate', 'Publish'])
        expect(states).toContain(`hotpass.${state}`)

      // Each function delivered its own events, in order and none lost, and they are what the store keeps.
      const told = eventsIn((await cloud.text(bucket, `runs/${run}/events.ndjson`)) ?? '')
      expect(marquez.events).toEqual(told)
      expect(marquez.lost).toEqual([])
      expectLawful(told)
      expect(told[0]?.job.namespace).toBe(`aws-sfn://${EMULATED_REGION}/${EMULATED_ACCOUNT}`)
      // Lineage and trace name one another.
      const traces = told.flatMap(({ run: { facets } }) => facets.hotpass_trace?.traceId ?? [])
      expect(new Set(traces)).toEqual(new Set([traceId]))
      const runs = new Set<unknown>(told.map(({ run: { runId } }) => runId))
      for (const { name, attributes } of collector.spans)
        if (attributes['openlineage.run_id'] !== undefined)
          expect(runs, name).toContain(attributes['openlineage.run_id'])
    } finally {
      await cloud.setVariables(functions, {
        HOTPASS_TRACING: 'off',
        OTEL_EXPORTER_OTLP_ENDPOINT: '',
        OPENLINEAGE_DISABLED: 'true',
      })
      await collector.stop()
      await marquez.close()
    }
  })

  test('drew the lineage that a laptop draws from the same files', async () => {
    const store = join(folder, 'store')
    const [laptop = ''] = readdirSync(join(store, 'runs'))
    const there = await expectDrawn(eventsIn((await cloud.text(bucket, `runs/${first.run}/events.ndjson`)) ?? ''))
    const here = await expectDrawn(eventsIn(readFileSync(join(store, 'runs', laptop, 'events.ndjson'), 'utf8')))
    expect(drawnLines(there, '')).toEqual(drawnLines(here, store))
    const shown = await hotpassJson<{ run: string; origins: { dataset: string }[] }>(
      ['lineage', 'show', 'organizations.website', '--version', '1', ...onEmulator],
      emulator.environment,
    )
    expect(shown.run).toBe(first.run)
    expect(shown.origins.map(({ dataset }) => dataset)).toContain('landing/reachout/Reachout Database.xlsx')
  })

  test('runs by its schedule, which really fires', async () => {
    const before = new Set(await cloud.executions(deployed.stateMachineArn))
    // The emulator lets a schedule that it knows as recurring fire as recurring only: every minute, and once is enough.
    const nightly = await cloud.reschedule(deployed.scheduleGroup, 'refinement', 'cron(* * * * ? *)')
    const run = await eventually('the schedule starts a run', 100, () => startedSince(before))
    await cloud.reschedule(deployed.scheduleGroup, 'refinement', nightly)
    await ended(run, 'SUCCEEDED')
  })

  test('starts one run for ten files that arrive together', async () => {
    const before = new Set(await cloud.executions(deployed.stateMachineArn))
    await Promise.all(Array.from({ length: 10 }, (_, at) => landSchool(`Swift${at}`)))
    // Each arrival moves the schedule on; it is still when all ten have.
    let seen: string | undefined
    let since = Date.now()
    await eventually('the arrivals are noted', 90, async () => {
      const found = (await cloud.schedule(deployed.scheduleGroup, 'arrival-refinement'))?.ScheduleExpression
      if (found !== seen) since = Date.now()
      seen = found
      return seen !== undefined && Date.now() - since > 15_000 ? seen : undefined
    })
    const now = `at(${new Date().toISOString().slice(0, 19)})`
    const run = await eventually('the arrival starts a run', 120, async () => {
      // A note that was late moved it on once more; a time that has come is taken away by the run that it starts.
      const at = (await cloud.schedule(deployed.scheduleGroup, 'arrival-refinement'))?.ScheduleExpression
      if (at !== undefined && at !== now) await cloud.reschedule(deployed.scheduleGroup, 'arrival-refinement', now)
      return await startedSince(before)
    })
    await ended(run, 'SUCCEEDED')
    const started = (await cloud.executions(deployed.stateMachineArn)).filter((name) => !before.has(name))
    expect(started).toEqual([run])
    const plan = (await cloud.document(bucket, `runs/${run}/plan.json`)) as { sources: { file: string }[] }
    expect(plan.sources.filter(({ file }) => file.includes('Swift'))).toHaveLength(10)
  })

  test('lets one of two runs at once do the work, and tells the other so', async () => {
    await landSchool('Sandpiper')
    const args = ['run', 'refinement', ...onEmulator, '--wait', '--json']
    const both = await Promise.all([hotpass(args, emulator.environment), hotpass(args, emulator.environment)])
    const statuses = both.map(({ out, err }) => (out === '' ? err : (JSON.parse(out) as Run).status))
    expect(statuses.sort()).toEqual(['busy', 'published'])
    expect(both.map(({ code }) => code).sort()).toEqual([EXIT.ok, EXIT.busy])
  })

  test('is told of a run that was killed, and repeats it without doing finished work again', async () => {
    await landSchool('Kestrel')
    const { run } = await hotpassJson<Run>(['run', 'refinement', ...onEmulator], emulator.environment)
    await eventually('the run has ingested a file', 60, async () =>
      (await cloud.keys(bucket, `runs/${run}/stages/Ingest`)).length > 0 ? true : undefined,
    )
    const cancelled = await hotpass(['cancel', run, ...onEmulator], emulator.environment)
    expect(cancelled.code, cancelled.err).toBe(0)
    await ended(run, 'ABORTED')
    const failure = await eventually('the failure is recorded', 60, () =>
      cloud.text(bucket, `runs/${run}/failure.json`),
    )
    expect(JSON.parse(failure)).toMatchObject({ ending: 'cancelled', message: expect.stringContaining('Nothing was') })
    const decided = await cloud.document(bucket, `runs/${run}/commit.json`)
    expect(decided).toMatchObject({ decision: 'stop', reason: 'cancelled' })
    const told = await eventually('its lineage is closed', 60, () => cloud.text(bucket, `runs/${run}/events.ndjson`))
    expectLawful(eventsIn(told))
    expect(eventsIn(told).at(-1)?.eventType).toBe('ABORT')
    const before = new Set(await cloud.executions(deployed.stateMachineArn))
    expect(await followPage('operate', 'Operate: what each alarm means and what to do', run)).toContain(`${run}: `)
    const again = (await startedSince(before)) ?? ''
    const retried = (await cloud.document(bucket, `runs/${again}/result.json`)) as Run
    expect(retried.status).toBe('published')
    expect(retried.run).not.toBe(run)
    expect(await cloud.document(bucket, `runs/${again}/plan.json`)).toMatchObject({ retryOf: run })
    const shards = await cloud.keys(bucket, `runs/${again}/stages/Ingest/`)
    const reused = await Promise.all(
      shards.map(async (key) => ((await cloud.document(bucket, key)) as { reused?: boolean }).reused),
    )
    expect(reused).toContain(true)
  })

  test('has left no event behind that nobody acted upon', async () => {
    expect((await followPage('operate', 'dead-letters')).trim()).toBe('')
    expect(await followPage('schedule', 'See, pause, resume')).toContain('refinement')
  })

  test('changes nothing when deployed again', async () => {
    const again = await hotpass(['deploy', ...onEmulator, '--yes'], emulator.environment, 290_000)
    expect(again.code, again.out + again.err).toBe(0)
    expect(again.out + again.err).toContain('nothing to change')
  })

  test('is well, says the doctor', async () => {
    const doctor = await hotpass(['doctor', ...onEmulator, '--json'], emulator.environment)
    const { checks } = JSON.parse(doctor.out) as { checks: { id: string; status: string }[] }
    expect(checks.filter(({ status }) => status === 'FAIL')).toEqual([])
  })

  test('is destroyed without a trace', async () => {
    await followPage('deploy', 'Take an environment away')
    const nothingKnown = new Cloud(emulator)
    await expect(nothingKnown.deployed(ENVIRONMENT)).rejects.toThrow()
    nothingKnown.close()
  })
})
