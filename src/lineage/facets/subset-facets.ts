import { z } from 'zod'
import { defineFacet } from './define-facet.ts'
import { name } from './field-types.ts'

const compared = z.union([
  z.object({ type: z.literal('field'), field: name.describe('A column.') }),
  z.object({ type: z.literal('literal'), value: z.string().describe('A value, as text.') }),
])

/** Which part of a dataset: files, partitions, a comparison, or two of these joined. */
export type SubsetCondition =
  | { readonly type: 'location'; readonly locations: readonly string[] }
  | {
      readonly type: 'partition'
      readonly partitions: readonly {
        readonly identifier?: string | undefined
        readonly dimensions: Readonly<Record<string, string | number | boolean | null>>
      }[]
    }
  | {
      readonly type: 'compare'
      readonly left: z.infer<typeof compared>
      readonly right: z.infer<typeof compared>
      readonly comparison: 'EQUAL' | 'GREATER_THAN' | 'GREATER_EQUAL_THAN' | 'LESS_THAN' | 'LESS_EQUAL_THAN'
    }
  | {
      readonly type: 'binary'
      readonly left: SubsetCondition
      readonly right: SubsetCondition
      readonly operator: 'AND' | 'OR'
    }

const condition: z.ZodType<SubsetCondition, SubsetCondition> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('location'), locations: z.array(z.string()) }),
    z.object({
      type: z.literal('partition'),
      partitions: z.array(
        z.object({
          identifier: z.string().optional(),
          dimensions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
        }),
      ),
    }),
    z.object({
      type: z.literal('compare'),
      left: compared,
      right: compared,
      comparison: z.enum(['EQUAL', 'GREATER_THAN', 'GREATER_EQUAL_THAN', 'LESS_THAN', 'LESS_EQUAL_THAN']),
    }),
    z.object({ type: z.literal('binary'), left: condition, right: condition, operator: z.enum(['AND', 'OR']) }),
  ]),
)

/** `inputFacets.subset` (InputSubsetInputDatasetFacet): the part of an input that was read. */
export const inputSubsetFacet = defineFacet({
  name: 'InputSubsetInputDatasetFacet',
  file: 'BaseSubsetDatasetFacet',
  key: 'subset',
  place: 'input',
  version: '1-0-0',
  purpose: 'Which part of the dataset was read.',
  shape: z.object({ inputCondition: condition.describe('Files, partitions or a comparison.') }),
})

/** `outputFacets.subset` (OutputSubsetOutputDatasetFacet): the part of an output that was written. */
export const outputSubsetFacet = defineFacet({
  name: 'OutputSubsetOutputDatasetFacet',
  file: 'BaseSubsetDatasetFacet',
  key: 'subset',
  place: 'output',
  version: '1-0-0',
  purpose: 'Which part of the dataset was written.',
  shape: z.object({ outputCondition: condition.describe('Files, partitions or a comparison.') }),
})
