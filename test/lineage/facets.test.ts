import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { facetDescriptions, InvalidLineageError, PRODUCER } from '../../src/lineage/index.ts'
import { lineageChecker } from '../support/lineage-checker.ts'
import { zodArbitrary } from '../support/zod-arbitrary.ts'

const builders = facetDescriptions()

/** Keys of a value that its published schema does not declare, at any depth; maps with free keys are passed over. */
const undeclared = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => [...(key === 'undeclared' ? [key] : []), ...undeclared(inner)])

describe('facets', () => {
  test('every facet the design asks for has a builder, each under a key and place of its own', () => {
    const wanted = [
      ...['parent', 'nominalTime', 'processing_engine', 'errorMessage', 'executionParameters', 'jobDependencies'],
      ...['tags', 'test', 'jobType', 'ownership', 'sourceCodeLocation', 'documentation', 'schema', 'dataSource'],
      ...['version', 'columnLineage', 'storage', 'datasetType', 'symlinks', 'lifecycleStateChange'],
      ...['dataQualityMetrics', 'dataQualityAssertions', 'inputStatistics', 'outputStatistics', 'subset'],
    ]
    const keys = builders.map(({ key }) => key)
    for (const key of wanted) expect(keys).toContain(key)
    expect(new Set(builders.map(({ place, key }) => `${place}.${key}`)).size).toBe(builders.length)
  })

  describe.skipIf(!lineageChecker.present)(`against the official schemas${lineageChecker.note}`, () => {
    const newest = lineageChecker.present ? lineageChecker.newest() : new Map<string, string>()
    const problems = lineageChecker.present ? lineageChecker.validator() : () => []

    test.each(builders.map((builder) => [builder.name, builder] as const))(
      '%s is written in the newest version of its schema',
      (_, { schemaUrl }) => {
        const [, version, file = ''] = /\/([\d-]+)\/([^/]+)\.json#/.exec(schemaUrl) ?? []
        expect(version).toBe(newest.get(file))
      },
    )

    test.each(builders.map((builder) => [builder.name, builder] as const))(
      '%s: whatever it is given, its builder gives a valid facet without undeclared fields, or refuses',
      (_, builder) => {
        const build = builder as unknown as (fields: unknown) => { _schemaURL: string; _producer: string }
        let built = 0
        fc.assert(
          fc.property(zodArbitrary(builder.shape), (fields) => {
            let facet: ReturnType<typeof build>
            try {
              facet = build(fields)
            } catch (error) {
              expect(error).toBeInstanceOf(InvalidLineageError)
              return
            }
            built++
            const sent = JSON.parse(JSON.stringify(facet))
            expect(problems(sent._schemaURL, sent)).toEqual([])
            expect(sent._producer).toBe(PRODUCER)
            if (!/params|dimensions/.test(JSON.stringify(sent))) expect(undeclared(sent)).toEqual([])
          }),
          // So many that a facet of two times is surely built at least once.
          { numRuns: 300 },
        )
        expect(built).toBeGreaterThan(0)
      },
    )
  })

  test('a built facet cannot be changed afterwards', () => {
    const nominal = builders.find(({ key }) => key === 'nominalTime') as unknown as (fields: unknown) => {
      nominalStartTime: string
    }
    const facet = nominal({ nominalStartTime: '2026-01-31T06:00:00Z' })
    expect(() => {
      facet.nominalStartTime = 'whenever'
    }).toThrow(TypeError)
  })

  test('a refusal names the facet, the field and what it must be', () => {
    const parent = builders.find(({ key }) => key === 'parent') as unknown as (fields: unknown) => unknown
    expect(() => parent({ run: { runId: 'seven' }, job: { namespace: 'n', name: '' } })).toThrow(
      /ParentRunFacet would be invalid: run\.runId: a UUID is expected; job\.name: a name is expected/,
    )
  })
})
