import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  buildDatasetEvent,
  buildJobEvent,
  buildRunEvent,
  childRunId,
  columnLineageFacet,
  dataSourceFacet,
  datasetReference,
  errorMessageFacet,
  inputStatisticsFacet,
  jobName,
  jobTypeFacet,
  LINEAGE_CLIENT_VERSION,
  LOCAL_JOB_NAMESPACE,
  lineageRunId,
  nominalTimeFacet,
  outputStatisticsFacet,
  type RunEventParts,
  schemaFacet,
  traceFacet,
  uuidV5,
  versionFacet,
} from '../../src/lineage/index.ts'
import { lineageChecker } from '../support/lineage-checker.ts'

const parent = lineageRunId(LOCAL_JOB_NAMESPACE, 'refinement-20260105T060000Z-0a1b2c')
const input = { namespace: 's3://bucket', name: 'landing/register' }
const output = { namespace: 's3://bucket', name: 'datasets/organizations' }
const parts: RunEventParts = {
  eventType: 'COMPLETE',
  eventTime: '2026-01-05T06:00:00Z',
  runId: parent,
  jobNamespace: LOCAL_JOB_NAMESPACE,
  jobName: 'refine',
}
const lineage = columnLineageFacet({
  fields: {
    organization_name: {
      inputFields: [
        { ...input, field: 'School' },
        { namespace: 's3://elsewhere', name: 'other', field: 'x' },
      ],
    },
    not_a_column: { inputFields: [{ ...input, field: 'School' }] },
  },
  dataset: [
    { ...input, field: 'School' },
    { namespace: 's3://elsewhere', name: 'other', field: 'y' },
  ],
})
const columns = (...names: string[]) => schemaFacet({ fields: names.map((name) => ({ name, type: 'string' })) })

describe.skipIf(!lineageChecker.present)(`events against the official schemas${lineageChecker.note}`, () => {
  const problems = lineageChecker.present ? lineageChecker.load() : () => []

  test('a run event with facets everywhere is valid', () => {
    const event = buildRunEvent({
      ...parts,
      runFacets: {
        nominalTime: nominalTimeFacet({ nominalStartTime: '2026-01-05T06:00:00Z' }),
        errorMessage: errorMessageFacet({ message: 'The store is full.', programmingLanguage: 'TypeScript' }),
        hotpass_trace: traceFacet({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }),
      },
      jobFacets: { jobType: jobTypeFacet({ processingType: 'BATCH', integration: 'HOTPASS', jobType: 'TASK' }) },
      inputs: [{ ...input, inputFacets: { inputStatistics: inputStatisticsFacet({ rowCount: 3, fileCount: 1 }) } }],
      outputs: [
        {
          ...output,
          facets: {
            schema: columns('organization_name'),
            version: versionFacet({ datasetVersion: '7' }),
            dataSource: dataSourceFacet({ name: 's3://bucket', uri: 's3://bucket' }),
            columnLineage: lineage,
          },
          outputFacets: { outputStatistics: outputStatisticsFacet({ rowCount: 2 }) },
        },
      ],
    })
    expect(problems(event)).toEqual([])
  })

  test('events with nothing optional are valid: of a run, a job, a dataset', () => {
    const { eventTime, jobNamespace, jobName } = parts
    expect(problems(buildRunEvent(parts))).toEqual([])
    expect(problems(buildJobEvent({ eventTime, jobNamespace, jobName, inputs: [input], outputs: [output] }))).toEqual(
      [],
    )
    expect(
      problems(buildDatasetEvent({ eventTime, dataset: { ...output, facets: { schema: columns('a') } } })),
    ).toEqual([])
  })
})

describe('building events', () => {
  test.each([
    ['a time without a zone', { eventTime: '2026-01-05T06:00:00' }, /eventTime/],
    ['a run id that is no UUID', { runId: 'run-7' }, /run\.runId: "run-7" is no UUID/],
    ['a job without a name', { jobName: '' }, /job\.name is empty/],
    ['a dataset without a namespace', { inputs: [{ namespace: '', name: 'x' }] }, /inputs\[0\]\.namespace is empty/],
    [
      'a facet made by hand',
      { runFacets: { mine: { _producer: 'x', _schemaURL: 'y' } } },
      /run\.facets\.mine was not made by a facet builder/,
    ],
    [
      'a facet in the wrong place',
      { outputs: [{ ...output, facets: { inputStatistics: inputStatisticsFacet({ rowCount: 1 }) } }] },
      /outputs\[0\]\.facets\.inputStatistics holds a InputStatisticsInputDatasetFacet, which belongs in input facets/,
    ],
  ] as const)('%s is refused by name', (_, wrong, message) => {
    expect(() => buildRunEvent({ ...parts, ...wrong })).toThrow(message)
  })

  test('column lineage keeps only columns of the output schema and inputs of the run', () => {
    const build = (...names: string[]) =>
      buildRunEvent({
        ...parts,
        inputs: [input, input],
        outputs: [{ ...output, facets: { schema: columns(...names), columnLineage: lineage } }],
      })
    const event = build('organization_name')
    expect(event.inputs).toHaveLength(1)
    const placed = event.outputs[0]?.facets?.columnLineage
    expect(placed?.fields).toEqual({ organization_name: { inputFields: [{ ...input, field: 'School' }] } })
    expect(placed?.dataset).toEqual([{ ...input, field: 'School' }])
    expect(build().outputs[0]?.facets).not.toHaveProperty('columnLineage')
  })

  test('what the specification does not declare for a dataset is left out', () => {
    const event = buildRunEvent({ ...parts, inputs: [{ ...input, rows: 7 } as typeof input] })
    expect(event.inputs).toEqual([input])
  })

  test('the client says the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'))
    expect(LINEAGE_CLIENT_VERSION).toBe(version)
  })

  test('names version 5 UUIDs as the RFC does', () => {
    expect(uuidV5('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    )
  })

  test('a run and its states have the same ids wherever they are computed, and different ones from each other', () => {
    expect(lineageRunId('aws-sfn://local/local', 'a')).toBe(lineageRunId('aws-sfn://local/local', 'a'))
    const ids = [parent, childRunId(parent, 'Ingest'), childRunId(parent, 'Ingest/one'), childRunId(parent, 'Refine')]
    expect(new Set(ids).size).toBe(4)
    expect(jobName('refine', 'Ingest')).toBe('refine.Ingest')
  })

  test.each([
    ['s3://bucket/datasets/organizations/', { namespace: 's3://bucket', name: 'datasets/organizations' }],
    ['file:///data/my%20store/datasets', { namespace: 'file', name: '/data/my store/datasets' }],
    ['/data/plain', { namespace: 'file', name: '/data/plain' }],
  ])('%s is named as receivers expect', (uri, reference) => {
    expect(datasetReference(uri)).toEqual(reference)
  })
})
