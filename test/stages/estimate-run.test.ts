import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EstimateRequest, estimateRun } from '../../src/stages/plan/estimate-run.ts'
import { PRICES } from '../../src/stages/plan/prices.ts'
import { AWS_LIMITS } from '../../src/stages/plan/run-limits.ts'
import { STAGES, stageNamed } from '../../src/stages/stage-table.ts'

const request = (sizes: readonly number[], more: Partial<EstimateRequest> = {}): EstimateRequest => ({
  stages: STAGES,
  files: sizes.map((size, n) => ({ source: 'reachout', file: `f${n}.csv`, size })),
  shards: sizes.map((bytes) => ({ bytes })),
  mapConcurrency: 40,
  payloadBytes: 1000,
  itemBytes: 1000,
  region: 'us-east-1',
  ...more,
})
const limits = (more: Partial<EstimateRequest>, sizes = [1000]) =>
  estimateRun(request(sizes, more)).problems.map(({ limit, state }) => `${limit} ${state}`)

describe('the estimate of a run', () => {
  test('is the sum of what it consists of, at the listed prices', () => {
    const estimate = estimateRun(request([5_000_000, 3_000_000]))
    const prices = PRICES['us-east-1']
    const gbSeconds = estimate.states.reduce(
      (sum, { state, seconds }) => sum + (seconds * (stageNamed(state)?.size.memoryMb ?? 0)) / 1024,
      0,
    )
    expect(estimate.lambdaGbSeconds).toBeCloseTo(gbSeconds, 6)
    expect(estimate.lambdaRequests).toBe(1 + 2 + 2 + 1 + 1 + 4)
    expect(estimate.stateTransitions).toBe(22 + 2 * 5)
    expect(estimate.dollars.stepFunctions).toBeCloseTo(32 * prices.stateTransition, 9)
    expect(estimate.dollars.s3).toBeCloseTo(estimate.s3Writes * prices.s3Write + estimate.s3Reads * prices.s3Read, 9)
    expect(estimate.dollars.lambda).toBeGreaterThan(gbSeconds * prices.lambdaGbSecond.arm64)
    const { lambda, stepFunctions, s3, total } = estimate.dollars
    expect(total).toBe(lambda + stepFunctions + s3)
  })

  test('never falls when there is more to do', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 10 ** 9 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 10 ** 9 }), (before, added) => {
        const less = estimateRun(request(before))
        const more = estimateRun(request([...before, added]))
        expect(more.rows).toBeGreaterThanOrEqual(less.rows)
        expect(more.dollars.total).toBeGreaterThan(less.dollars.total)
        expect(more.problems.length).toBeGreaterThanOrEqual(less.problems.length)
      }),
    )
  })

  test('takes the density of the last release before that of the format', () => {
    expect(estimateRun(request([1_000_000], { rowsPerByte: 0.5 })).rows).toBe(500_000)
    expect(estimateRun(request([1_000_000])).rows).toBe(6700)
  })

  test('a region without prices is shown at another one’s, by name', () => {
    expect(estimateRun(request([1], { region: 'mars-1' })).region).toBe('eu-west-1')
    expect(estimateRun(request([1], { region: 'af-south-1' })).dollars.total).toBeGreaterThan(
      estimateRun(request([1])).dollars.total,
    )
  })

  test('nothing at all has an estimate too', () => {
    expect(estimateRun(request([])).rows).toBe(0)
  })
})

describe('a hard limit is refused with its name', () => {
  test('a small run breaks none', () => expect(limits({})).toEqual([]))
  test('256 KiB of payload', () => {
    expect(limits({ payloadBytes: AWS_LIMITS.payloadBytes })).toEqual([])
    expect(limits({ payloadBytes: AWS_LIMITS.payloadBytes + 1 })).toEqual(['payload Plan'])
    expect(limits({ itemBytes: AWS_LIMITS.payloadBytes + 1 })).toEqual(['payload Ingest'])
  })
  test('10,000 children of a Map', () => expect(limits({ mapConcurrency: 10_001 })).toEqual(['map-concurrency Ingest']))
  test('the disk and the time of a function, for one file that is too large', () => {
    const found = limits({}, [6_000_000_000])
    expect(found).toContain('function-disk Ingest')
    expect(found).toContain('function-time Ingest')
    expect(found).toContain('function-time Resolve')
  })
  test('every sentence names the state, the estimate, the limit and what to do', () => {
    for (const { message, state } of estimateRun(request([9_000_000_000], { payloadBytes: 10 ** 6 })).problems) {
      expect(message).toMatch(new RegExp(`^${state} `))
      expect(message).toMatch(/[\d,]+ (s|MB|bytes).*[\d,]+ (s|MB|\(256 KiB\)|MB \().*\. [A-Z].*\.$/)
    }
  })
})

test('no function is larger or runs longer than AWS allows', () => {
  for (const { size } of STAGES) {
    const { memoryMb, timeoutSeconds, ephemeralMb } = size
    expect(memoryMb).toBeLessThanOrEqual(3008)
    expect(timeoutSeconds).toBeLessThanOrEqual(AWS_LIMITS.functionSeconds)
    expect(ephemeralMb).toBeLessThanOrEqual(AWS_LIMITS.functionScratchMb)
  }
})
