import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { METRIC_NAMESPACE, METRICS, type MetricName } from '../../src/config/metric-names.ts'
import { otlpMetricName } from '../../src/telemetry/otlp-metrics.ts'
import { resetTelemetry } from '../../src/telemetry/telemetry.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { type OtlpCollector, startOtlpCollector } from '../support/otlp-collector.ts'
import { refine } from '../support/run-store.ts'

const folder = temporaryFolder('metrics')
const landing = join(folder, 'landing')
mkdirSync(landing)
writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(3))

interface Emf {
  readonly _aws: {
    readonly CloudWatchMetrics: {
      readonly Namespace: string
      readonly Dimensions: string[][]
      readonly Metrics: { readonly Name: MetricName; readonly Unit: string }[]
    }[]
  }
  readonly [key: string]: unknown
}

interface Point {
  readonly name: MetricName
  readonly unit: string
  readonly value: number
  readonly dimensions: Record<string, unknown>
  readonly run: unknown
}

let collector: OtlpCollector
const printed: string[] = []
let count = 0

beforeEach(async () => {
  collector = await startOtlpCollector()
  printed.length = 0
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text))
    return true
  })
  vi.stubEnv('HOTPASS_METRICS', 'emf,otlp')
  vi.stubEnv('HOTPASS_ENVIRONMENT', 'staging')
  vi.stubEnv('OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', `${collector.url}/v1/metrics`)
  await resetTelemetry()
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await resetTelemetry()
  await collector.stop()
})

/** What the embedded metric format says, as CloudWatch would read it. */
const emfPoints = (): Point[] =>
  printed
    .join('')
    .split('\n')
    .filter((line) => line.includes('CloudWatchMetrics'))
    .map((line) => JSON.parse(line) as Emf)
    .flatMap((record) =>
      record._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) => {
        expect(Namespace).toBe(METRIC_NAMESPACE)
        expect(Dimensions).toHaveLength(1)
        const dimensions = Object.fromEntries((Dimensions[0] ?? []).map((name) => [name, record[name]]))
        return Metrics.map(({ Name, Unit }) => ({
          name: Name,
          unit: Unit,
          value: record[Name] as number,
          dimensions,
          run: record.run,
        }))
      }),
    )

const run = (store: string, set: string[] = []) => refine(store, landing, { set })

describe('what a run counts', () => {
  test('every metric has exactly the dimensions and the unit of the table, and the run id is no dimension', async () => {
    const result = await run(join(folder, `store-${count++}`))
    const points = emfPoints()
    expect(points.length).toBeGreaterThan(20)
    for (const { name, unit, dimensions, run: id } of points) {
      expect(METRICS[name], name).toBeDefined()
      expect(unit).toBe(METRICS[name].unit)
      expect(Object.keys(dimensions).sort()).toEqual([...METRICS[name].dimensions].sort())
      expect(dimensions).toMatchObject({ environment: 'staging', pipeline: 'refinement' })
      expect(id).toBe(result.run)
    }
    expect(JSON.stringify(points.map(({ dimensions }) => dimensions))).not.toContain(result.run)
  })

  test('published, unchanged and blocked: the same numbers in both formats, and they agree with the run’s result', async () => {
    const store = join(folder, `store-${count++}`)
    const first = await run(store)
    const again = await run(store)
    const blocked = await run(store, ['gate.min_rows.organizations=99'])
    expect([first.status, again.status, blocked.status]).toEqual(['published', 'unchanged', 'blocked'])
    const points = emfPoints()
    const of = (id: string, name: MetricName, dimensions: Record<string, string> = {}) =>
      points
        .filter((point) => point.name === name && point.run === id)
        .filter((point) => Object.entries(dimensions).every(([key, value]) => point.dimensions[key] === value))
        .map(({ value }) => value)
    expect(of(first.run, 'RunsPublished')).toEqual([1])
    expect(of(again.run, 'RunsUnchanged')).toEqual([1])
    expect(of(blocked.run, 'RunsBlocked')).toEqual([1])
    const succeeded = [first.run, again.run, blocked.run].map((id) => of(id, 'RunsSucceeded'))
    expect(succeeded).toEqual([[1], [1], []])
    expect(of(first.run, 'GatePassed').length + of(first.run, 'GateWarned').length).toBe(1)
    expect(of(blocked.run, 'GateBlocked')).toEqual([1])
    expect(of(first.run, 'RowsRead')).toEqual([first.rows.read])
    expect(of(again.run, 'RowsRead')).toEqual([])
    // Three organizations and a person of each, every one with a row of its own.
    for (const dataset of ['organizations', 'contacts'])
      expect(of(first.run, 'RowsPublished', { dataset }), dataset).toEqual([3])
    expect(first.rows.published).toBe(6)
    expect(of(first.run, 'RowsIn', { stage: 'Ingest' }).reduce((a, b) => a + b, 0)).toBe(first.rows.read)
    expect(of(first.run, 'BytesIn', { stage: 'Ingest' })[0]).toBeGreaterThan(1000)
    expect(of(first.run, 'BytesOut', { stage: 'Publish' })[0]).toBeGreaterThan(1000)
    expect(of(first.run, 'QuarantineRate')[0]).toBeCloseTo(
      (100 * first.rows.quarantined) / (first.rows.read - first.rows.blank),
    )
    const [score] = of(first.run, 'QualityScore', { dataset: 'organizations' })
    expect(score).toBeGreaterThan(0)
    expect(score).toBeLessThanOrEqual(100)

    const sum = (name: MetricName) =>
      points.filter((point) => point.name === name).reduce((total, { value }) => total + value, 0)
    for (const name of ['RunsPublished', 'RowsRead', 'RowsIn', 'RowsOut', 'BytesIn', 'BytesOut'] as const) {
      const last = new Map(
        collector.points
          .filter(({ metric }) => metric === otlpMetricName(name))
          .map(({ attributes, value }) => [JSON.stringify(attributes), value]),
      )
      expect(
        [...last.values()].reduce((total, value) => total + value, 0),
        name,
      ).toBe(sum(name))
    }
    expect(collector.points.find(({ metric }) => metric === 'hotpass.state_duration')).toMatchObject({
      kind: 'histogram',
      unit: 'ms',
    })
    expect(JSON.stringify(collector.points)).not.toContain(first.run)
  })

  test('a run that fails before its plan is counted under its pipeline', async () => {
    const result = await refine(join(folder, `store-${count++}`), join(folder, 'nowhere'))
    expect(result.status).toBe('failed')
    expect(emfPoints()).toContainEqual(
      expect.objectContaining({
        name: 'RunsFailed',
        value: 1,
        dimensions: { environment: 'staging', pipeline: 'refinement' },
      }),
    )
    expect(emfPoints().filter(({ name }) => name === 'StateErrors')).toMatchObject([
      { value: 1, dimensions: { stage: 'Plan', pipeline: 'refinement' } },
    ])
  })
})
