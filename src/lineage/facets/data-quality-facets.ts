import { z } from 'zod'
import { defineFacet } from './define-facet.ts'
import { count, dateTime, finite, name } from './field-types.ts'

const metrics = z.object({
  rowCount: count.optional().describe('Rows evaluated.'),
  bytes: count.optional().describe('Bytes.'),
  fileCount: count.optional().describe('Files evaluated.'),
  lastUpdated: dateTime.optional().describe('When the data last changed.'),
  columnMetrics: z
    .record(
      z.string(),
      z.object({
        nullCount: count.optional().describe('Null values.'),
        distinctCount: count.optional().describe('Distinct values.'),
        sum: finite.optional().describe('The sum of the values.'),
        count: finite.optional().describe('Values that are not null.'),
        min: finite.optional().describe('The least value.'),
        max: finite.optional().describe('The greatest value.'),
        quantiles: z.record(z.string(), finite).optional().describe('Quantile → value.'),
      }),
    )
    .describe('Column → what was measured of it.'),
})

/** `facets.dataQualityMetrics` (DataQualityMetricsDatasetFacet): what was measured of a dataset. */
export const dataQualityMetricsFacet = defineFacet({
  name: 'DataQualityMetricsDatasetFacet',
  key: 'dataQualityMetrics',
  place: 'dataset',
  version: '1-0-0',
  purpose: 'What was measured of the dataset, column by column.',
  shape: metrics,
})

/** `inputFacets.dataQualityMetrics` (DataQualityMetricsInputDatasetFacet): what was measured of an input. */
export const inputDataQualityMetricsFacet = defineFacet({
  name: 'DataQualityMetricsInputDatasetFacet',
  key: 'dataQualityMetrics',
  place: 'input',
  version: '1-0-3',
  purpose: 'What was measured of the data that was read, column by column.',
  shape: metrics,
})

/** `inputFacets.dataQualityAssertions` (DataQualityAssertionsDatasetFacet): expectations and whether they held. */
export const dataQualityAssertionsFacet = defineFacet({
  name: 'DataQualityAssertionsDatasetFacet',
  key: 'dataQualityAssertions',
  place: 'input',
  version: '1-1-0',
  purpose: 'The expectations of the data that was read, and whether each held.',
  shape: z.object({
    assertions: z
      .array(
        z.object({
          assertion: name.describe('The class of expectation, as in `not_null`.'),
          success: z.boolean().describe('Whether it held, whatever its severity.'),
          column: z.string().optional().describe('The column; absent for the whole dataset.'),
          severity: z.enum(['error', 'warn']).optional().describe('`error` blocks, `warn` does not.'),
          name: z.string().optional().describe('The name of the expectation.'),
          description: z.string().optional().describe('What it says.'),
          expected: z.string().optional().describe('The threshold.'),
          actual: z.string().optional().describe('The value found.'),
          content: z.string().optional().describe('The body of the check.'),
          contentType: z.string().optional().describe('The format of the body.'),
          params: z.record(z.string(), z.json()).optional().describe('Further inputs of the check.'),
        }),
      )
      .describe('The expectations.'),
  }),
})
