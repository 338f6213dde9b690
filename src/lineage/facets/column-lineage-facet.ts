import { z } from 'zod'
import { defineFacet, type Given } from './define-facet.ts'
import { name } from './field-types.ts'

const transformation = z.object({
  type: z
    .enum(['DIRECT', 'INDIRECT'])
    .describe('Whether the value comes from the column, or is only influenced by it.'),
  subtype: z
    .enum(['IDENTITY', 'TRANSFORMATION', 'AGGREGATION', 'JOIN', 'GROUP_BY', 'FILTER', 'SORT', 'WINDOW', 'CONDITIONAL'])
    .optional()
    .describe('How: the first three are direct, the others indirect.'),
  description: z.string().optional().describe('The rule, in words.'),
  masking: z.boolean().optional().describe('Whether the output hides the input.'),
})

const inputField = z.object({
  namespace: name.describe('The namespace of the input dataset.'),
  name: name.describe('The name of the input dataset.'),
  field: name.describe('The input column.'),
  transformations: z.array(transformation).optional().describe('How the output is made of it.'),
})

/** One input column of one output column (`InputField`). */
export type InputField = Given<z.infer<typeof inputField>>
/** How an output column is made of an input column. */
export type Transformation = Given<z.infer<typeof transformation>>

/** `facets.columnLineage` (ColumnLineageDatasetFacet): output column ← input columns. */
export const columnLineageFacet = defineFacet({
  name: 'ColumnLineageDatasetFacet',
  key: 'columnLineage',
  place: 'dataset',
  version: '1-2-0',
  purpose: 'For each output column, the input columns it is made of, and how.',
  shape: z.object({
    fields: z
      .record(z.string(), z.object({ inputFields: z.array(inputField).describe('The input columns.') }))
      .describe('Output column → input columns.'),
    dataset: z.array(inputField).optional().describe('Input columns that decide which rows there are: joins, filters.'),
  }),
})
