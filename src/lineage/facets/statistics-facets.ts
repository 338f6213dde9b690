import { z } from 'zod'
import { defineFacet } from './define-facet.ts'
import { count } from './field-types.ts'

/** `inputFacets.inputStatistics` (InputStatisticsInputDatasetFacet): how much was read. */
export const inputStatisticsFacet = defineFacet({
  name: 'InputStatisticsInputDatasetFacet',
  key: 'inputStatistics',
  place: 'input',
  version: '1-0-0',
  purpose: 'How much was read of the dataset.',
  shape: z.object({
    rowCount: count.optional().describe('Rows read.'),
    size: count.optional().describe('Bytes read.'),
    fileCount: count.optional().describe('Files read.'),
  }),
})

/** `outputFacets.outputStatistics` (OutputStatisticsOutputDatasetFacet): how much was written. */
export const outputStatisticsFacet = defineFacet({
  name: 'OutputStatisticsOutputDatasetFacet',
  key: 'outputStatistics',
  place: 'output',
  version: '1-0-2',
  purpose: 'How much was written to the dataset.',
  shape: z.object({
    rowCount: count.optional().describe('Rows written.'),
    size: count.optional().describe('Bytes written.'),
    fileCount: count.optional().describe('Files written.'),
  }),
})
