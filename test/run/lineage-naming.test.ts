import duckdb from '@duckdb/node-api/package.json' with { type: 'json' }
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ENGINE_VERSION } from '../../src/engine/engine-version.ts'
import { jobNamespace, lineageIds, namespaceOfFunction } from '../../src/ledger/job-identity.ts'
import { buildGraph, graphMermaid, type RunEvent, traceColumn, traceMermaid } from '../../src/lineage/index.ts'
import { describeDataset } from '../../src/run/lineage/describe-dataset.ts'
import { RunLineage } from '../../src/run/lineage/run-lineage.ts'
import { canonicalName, shardGroups, sourceDatasets } from '../../src/run/lineage/source-datasets.ts'
import { barePlan } from '../support/bare-run.ts'
import { lineageChecker } from '../support/lineage-checker.ts'
import { MemoryStore } from '../support/memory-store.ts'

afterEach(() => vi.unstubAllEnvs())

const pin = (source: string, file: string) => ({
  source,
  file,
  key: `landing/${source}/${'a'.repeat(64)}/${file}`,
  size: 1,
  etag: '',
  sha256: 'a'.repeat(64),
})

describe('names', () => {
  test('jobs of a function are in the namespace of its region and account; anything else is no ARN of a function', () => {
    expect(namespaceOfFunction('arn:aws:lambda:eu-west-1:123456789012:function:plan')).toBe(
      'aws-sfn://eu-west-1/123456789012',
    )
    expect(namespaceOfFunction('arn:aws-cn:lambda:cn-north-1:123456789012:function:plan:3')).toBe(
      'aws-sfn://cn-north-1/123456789012',
    )
    for (const other of [undefined, '', 'arn:aws:s3:::bucket', 'arn:aws:lambda:eu-west-1:x:function:plan'])
      expect(namespaceOfFunction(other)).toBeUndefined()
    expect(jobNamespace()).toBe('aws-sfn://local/local')
  })

  test('the same run in two accounts is two runs; a group is a run of its own', () => {
    const local = lineageIds('one')
    vi.stubEnv('HOTPASS_JOB_NAMESPACE', 'aws-sfn://eu-west-1/123456789012')
    vi.stubEnv('HOTPASS_STATE_MACHINE', 'hotpass-prod')
    expect(lineageIds('one').runId).not.toBe(local.runId)
    expect(lineageIds('one', 'Ingest/reachout')).toMatchObject({ name: 'hotpass-prod.Ingest.reachout' })
    expect(lineageIds('one', 'Ingest/reachout').runId).not.toBe(lineageIds('one', 'Ingest').runId)
  })

  test('a source file is the same dataset whatever it holds; many files are one', () => {
    const few = { sources: [pin('reachout', 'a.xlsx'), pin('sacaa', 'b.xlsx')] }
    expect(sourceDatasets(few).map(({ name }) => name)).toEqual(['landing/reachout/a.xlsx', 'landing/sacaa/b.xlsx'])
    expect(canonicalName(few.sources[0]?.key ?? '', few)).toBe('landing/reachout/a.xlsx')
    expect(canonicalName('quarantine/refinement/run/ingest.parquet', few)).toBe('quarantine/refinement')
    const many = { sources: Array.from({ length: 21 }, (_, n) => pin('reachout', `${n}.csv`)) }
    expect(sourceDatasets(many).map(({ name, files }) => [name, files.length])).toEqual([['landing/reachout', 21]])
  })

  test('a thousand sources are sixteen groups', () => {
    const groups = shardGroups({ sources: Array.from({ length: 1000 }, (_, n) => pin(`s${n}`, 'a.csv')) })
    expect(groups.size).toBe(16)
    expect([...groups.values()].flat()).toHaveLength(1000)
  })

  test('a published table names its Glue table, never in an arn: namespace', () => {
    vi.stubEnv('HOTPASS_GLUE_DATABASE', 'hotpass_prod')
    vi.stubEnv('HOTPASS_JOB_NAMESPACE', 'aws-sfn://eu-west-1/123456789012')
    const { facets } = describeDataset('datasets/refinement/organizations', {
      store: new MemoryStore(),
      plan: barePlan('one', null),
      written: true,
      full: true,
    })
    expect(facets.symlinks?.identifiers).toEqual([
      { namespace: 'aws-glue://eu-west-1/123456789012', name: 'hotpass_prod.refinement_organizations', type: 'TABLE' },
    ])
    expect(facets.tags?.tags).toContainEqual({
      key: 'pii',
      value: 'personal',
      source: 'HOTPASS',
      field: 'contact_primary_email',
    })
  })
})

test('whoever passes a mark first says RUNNING, once, and nobody after the end', async () => {
  const store = new MemoryStore()
  const lineage = await RunLineage.open(store, 'one')
  const time = '2026-01-31T06:05:00.000Z'
  await lineage.startState('Resolve', time)
  for (const at of ['2026-01-31T06:10:00.000Z', '2026-01-31T06:10:01.000Z']) await lineage.markRunning('Resolve', 2, at)
  await lineage.endState('Resolve', { state: 'Resolve', output: {}, counts: {}, startedAt: time, endedAt: time })
  await lineage.markRunning('Resolve', 3, '2026-01-31T06:15:00.000Z')
  await lineage.parts.join()
  const events = new TextDecoder()
    .decode(store.objects.get('runs/one/events.ndjson'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent)
  expect(events.map(({ eventType, eventTime }) => [eventType, eventTime])).toEqual([
    ['START', time],
    ['RUNNING', '2026-01-31T06:10:00.000Z'],
    ['COMPLETE', time],
  ])
  const check = lineageChecker.present ? lineageChecker.load() : () => []
  for (const event of events) expect(check(event)).toEqual([])
})

describe('the graph of events', () => {
  const at = (name: string) => ({ namespace: 'n', name })
  const event = (eventType: string, outputs: object[] = []): RunEvent =>
    ({
      eventType,
      eventTime: `2026-01-31T06:00:0${eventType === 'START' ? 0 : 1}Z`,
      run: { runId: 'r', facets: {} },
      job: { ...at('job'), facets: {} },
      inputs: [at('a "quoted" <b>')],
      outputs,
    }) as unknown as RunEvent
  const columnLineage = {
    fields: {
      y: {
        inputFields: [
          { ...at('a "quoted" <b>'), field: 'x' },
          { ...at('out'), field: 'y' },
        ],
      },
    },
  }
  const graph = buildGraph([event('COMPLETE', [{ ...at('out'), facets: { columnLineage } }]), event('START')])

  test('knows how a run ended, in whatever order its events came', () => {
    expect(graph.nodes.find((node) => node.kind === 'job')).toMatchObject({
      runs: [{ state: 'COMPLETE', startedAt: '2026-01-31T06:00:00Z' }],
    })
    expect(graph.edges).toHaveLength(2)
  })

  test('follows a column that is made of itself once', () => {
    const trace = traceColumn(graph, 'dataset:n:out', 'y')
    expect(trace.from.map(({ column, from }) => [column, from.length])).toEqual([
      ['x', 0],
      ['y', 0],
    ])
  })

  test('as Mermaid holds no character that could end a label', () => {
    const texts = [graphMermaid(graph, (id) => id), traceMermaid(traceColumn(graph, 'dataset:n:out', 'y'), (id) => id)]
    for (const text of texts) {
      expect(text).toContain('a &quot;quoted&quot; &lt;b&gt;')
      expect(text).toMatch(/^flowchart LR\n/)
    }
  })
})

test('lineage says the version of the data engine that is installed', () => {
  expect(duckdb.version.replace(/-r\.\d+$/, '')).toBe(ENGINE_VERSION)
})
