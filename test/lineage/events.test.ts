import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import {
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
  parentFacet,
  processingEngineFacet,
  type RunEvent,
  schemaFacet,
  uuidV5,
  versionFacet,
} from '../../src/lineage/index.ts'

const root = join(import.meta.dirname, '..', '..')
const official = join(root, '..', 'shared', 'openlineage', 'all')
const parent = lineageRunId(LOCAL_JOB_NAMESPACE, 'refinement-20260105T060000Z-0a1b2c')
const input = { namespace: 's3://bucket', name: 'landing/register' }
const output = { namespace: 's3://bucket', name: 'datasets/organizations' }

const fullEvent = (): RunEvent =>
  buildRunEvent({
    eventType: 'COMPLETE',
    eventTime: '2026-01-05T06:00:02.000Z',
    runId: childRunId(parent, 'Publish'),
    jobNamespace: LOCAL_JOB_NAMESPACE,
    jobName: jobName('refine', 'Publish'),
    runFacets: {
      parent: parentFacet({ runId: parent, jobNamespace: LOCAL_JOB_NAMESPACE, jobName: jobName('refine') }),
      nominalTime: nominalTimeFacet('2026-01-05T06:00:00Z', '2026-01-06T06:00:00Z'),
      errorMessage: errorMessageFacet('The store is full.'),
      processing_engine: processingEngineFacet('DuckDB', '1.5.5', LINEAGE_CLIENT_VERSION),
    },
    jobFacets: { jobType: jobTypeFacet('TASK') },
    inputs: [
      {
        ...input,
        facets: {
          schema: schemaFacet([{ name: 'School', type: 'string' }]),
          dataSource: dataSourceFacet('s3://bucket', 's3://bucket'),
        },
        inputFacets: { inputStatistics: inputStatisticsFacet({ rowCount: 3, size: 12, fileCount: 1 }) },
      },
    ],
    outputs: [
      {
        ...output,
        facets: {
          schema: schemaFacet([{ name: 'organization_name', type: 'string', description: 'Its display name' }]),
          version: versionFacet('7'),
          columnLineage: columnLineageFacet({
            organization_name: [
              { ...input, field: 'School', transformations: [{ type: 'DIRECT', subtype: 'TRANSFORMATION' }] },
            ],
          }),
        },
        outputFacets: { outputStatistics: outputStatisticsFacet({ rowCount: 2 }) },
      },
    ],
  })

describe.skipIf(!existsSync(official))(
  'events against the official schemas (skipped without ../shared/openlineage)',
  () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormatsModule.default(ajv)
    const facets = join(official, 'facets')
    const names = new Map<string, Set<string>>()
    for (const version of existsSync(facets) ? readdirSync(facets) : []) {
      for (const file of readdirSync(join(facets, version))) {
        const schema = JSON.parse(readFileSync(join(facets, version, file), 'utf8'))
        if (ajv.getSchema(schema.$id) === undefined) ajv.addSchema(schema)
        names.set(file, (names.get(file) ?? new Set()).add(version))
      }
    }
    for (const version of ['1-0-0', '1-0-1', '1-0-5', '2-0-0', '2-0-2']) {
      const file = join(official, version, 'OpenLineage.json')
      if (existsSync(file)) ajv.addSchema(JSON.parse(readFileSync(file, 'utf8')))
    }

    const problems = (schema: string, value: unknown) => {
      const check = ajv.getSchema(schema)
      if (check === undefined) return [`no schema ${schema}`]
      return check(value) ? [] : (check.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
    }

    test('an event with every facet is valid', () => {
      const event = fullEvent()
      expect(problems(event.schemaURL, event)).toEqual([])
    })

    test('an event with nothing optional is valid', () => {
      const event = buildRunEvent({
        eventType: 'START',
        eventTime: '2026-01-05T06:00:00Z',
        runId: parent,
        jobNamespace: LOCAL_JOB_NAMESPACE,
        jobName: 'refine',
      })
      expect(problems(event.schemaURL, event)).toEqual([])
    })

    test('every facet is valid against the schema it names, in its newest version', () => {
      const event = fullEvent()
      const all = [
        event.run.facets,
        event.job.facets,
        ...event.inputs.flatMap((dataset) => [dataset.facets, dataset.inputFacets]),
        ...event.outputs.flatMap((dataset) => [dataset.facets, dataset.outputFacets]),
      ].flatMap((group) => Object.values(group ?? {}))
      expect(all).toHaveLength(12)
      for (const facet of all) {
        expect(problems(facet._schemaURL, facet)).toEqual([])
        const [, version, file] = /facets\/([^/]+)\/([^#]+)#/.exec(facet._schemaURL) ?? []
        const newest = [...(names.get(file ?? '') ?? [])]
          .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
          .at(-1)
        expect(`${file} ${version}`).toBe(`${file} ${newest}`)
      }
    })
  },
)

describe('building events', () => {
  test('column lineage keeps only columns of the output schema and inputs of the run', () => {
    const lineage = columnLineageFacet({
      organization_name: [
        { ...input, field: 'School' },
        { namespace: 's3://elsewhere', name: 'other', field: 'x' },
      ],
      not_a_column: [{ ...input, field: 'School' }],
    })
    const build = (columns: string[]) =>
      buildRunEvent({
        eventType: 'COMPLETE',
        eventTime: '2026-01-05T06:00:00Z',
        runId: parent,
        jobNamespace: LOCAL_JOB_NAMESPACE,
        jobName: 'refine',
        inputs: [input, input],
        outputs: [
          {
            ...output,
            facets: { schema: schemaFacet(columns.map((name) => ({ name, type: 'string' }))), columnLineage: lineage },
          },
        ],
      })
    const event = build(['organization_name'])
    expect(event.inputs).toHaveLength(1)
    expect(event.outputs[0]?.facets?.columnLineage?.fields).toEqual({
      organization_name: { inputFields: [{ ...input, field: 'School' }] },
    })
    expect(build([]).outputs[0]?.facets).not.toHaveProperty('columnLineage')
  })

  test('the client says the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
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
  })

  test.each([
    ['s3://bucket/datasets/organizations/', { namespace: 's3://bucket', name: 'datasets/organizations' }],
    ['file:///data/my%20store/datasets', { namespace: 'file', name: '/data/my store/datasets' }],
    ['/data/plain', { namespace: 'file', name: '/data/plain' }],
  ])('%s is named as receivers expect', (uri, reference) => {
    expect(datasetReference(uri)).toEqual(reference)
  })
})
