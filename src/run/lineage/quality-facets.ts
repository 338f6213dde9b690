import { z } from 'zod'
import {
  dataQualityAssertionsFacet,
  dataQualityMetricsFacet,
  inputDataQualityMetricsFacet,
} from '../../lineage/facets/data-quality-facets.ts'
import { testFacet } from '../../lineage/facets/run-facets.ts'

const metrics = z.object({
  rows: z.number(),
  columns: z.record(
    z.string(),
    z.object({
      nulls: z.number(),
      distinct: z.number().nullish(),
      min: z.union([z.string(), z.number()]).nullish(),
      max: z.union([z.string(), z.number()]).nullish(),
      sum: z.number().nullish(),
      quantiles: z.record(z.string(), z.number()).nullish(),
    }),
  ),
})

/** The part of `verdict.json` that lineage tells; documents of before metrics have none. */
const verdictSchema = z.object({
  verdict: z.string(),
  datasets: z.array(z.object({ id: z.string(), metrics: metrics.nullish() })).default([]),
  expectations: z
    .array(
      z.object({
        dataset: z.string(),
        id: z.string(),
        type: z.string(),
        columns: z.array(z.string()).default([]),
        severity: z.string(),
        passed: z.boolean(),
        expected: z.string().default(''),
        found: z.string().default(''),
      }),
    )
    .default([]),
})
export type LineageVerdict = z.infer<typeof verdictSchema>

export const parseVerdict = (document: unknown): LineageVerdict | undefined => verdictSchema.safeParse(document).data

const severityOf = (severity: string): 'error' | 'warn' => (severity === 'error' ? 'error' : 'warn')

/** The expectations of one dataset, one entry a column they speak of. */
export function assertionsOf(verdict: LineageVerdict, dataset: string) {
  const own = verdict.expectations.filter((one) => one.dataset === dataset)
  if (own.length === 0) return undefined
  return dataQualityAssertionsFacet({
    assertions: own.flatMap((one) =>
      (one.columns.length === 0 ? [undefined] : one.columns).map((column) => ({
        assertion: one.type,
        success: one.passed,
        ...(column === undefined ? {} : { column }),
        severity: severityOf(one.severity),
        name: one.id,
        description: one.expected,
        actual: one.found,
      })),
    ),
  })
}

/** Every expectation of the run, as tests it made. */
export const testsOf = (verdict: LineageVerdict) =>
  testFacet({
    tests: verdict.expectations.map((one) => ({
      name: `${one.dataset}.${one.id}`,
      status: one.passed ? 'pass' : 'fail',
      severity: severityOf(one.severity),
      type: one.type,
      description: one.expected,
      actual: one.found,
    })),
  })

const whole = (value: number): number => Math.max(0, Math.round(value))

function measured(verdict: LineageVerdict, dataset: string) {
  const found = verdict.datasets.find(({ id }) => id === dataset)?.metrics
  if (!found) return undefined
  return {
    rowCount: whole(found.rows),
    columnMetrics: Object.fromEntries(
      Object.entries(found.columns).map(([column, one]) => [
        column,
        {
          nullCount: whole(one.nulls),
          count: whole(found.rows - one.nulls),
          ...(typeof one.distinct === 'number' ? { distinctCount: whole(one.distinct) } : {}),
          ...(typeof one.sum === 'number' ? { sum: one.sum } : {}),
          // The facet knows numbers only; least and greatest texts could be somebody's.
          ...(typeof one.min === 'number' ? { min: one.min } : {}),
          ...(typeof one.max === 'number' ? { max: one.max } : {}),
          ...(one.quantiles ? { quantiles: one.quantiles } : {}),
        },
      ]),
    ),
  }
}

/** What was measured of the data the gate read. */
export function inputMetricsOf(verdict: LineageVerdict, dataset: string) {
  const found = measured(verdict, dataset)
  return found === undefined ? undefined : inputDataQualityMetricsFacet(found)
}

/** What was measured of a published version. */
export function metricsOf(verdict: LineageVerdict, dataset: string) {
  const found = measured(verdict, dataset)
  return found === undefined ? undefined : dataQualityMetricsFacet(found)
}
