import { z } from 'zod'
import { keyKind } from '../expectation.ts'
import { judgeKeys, referenceMisfit } from '../judge-keys.ts'
import { keys } from '../metrics/requests.ts'
import { list } from '../phrases.ts'

/** Every value, or combination of values, stands in another dataset of the same run. Rows that are empty in all of the columns are left out. */
export const columnValuesToExistInOtherDataset = keyKind(
  'expect_column_values_to_exist_in_other_dataset',
  'Every value, or combination of values, stands in another dataset of the same run. Rows that are empty in all of the columns are left out.',
  {
    column_list: z.array(z.string().min(1)).min(1),
    other_dataset: z.string().min(1),
    other_column_list: z.array(z.string().min(1)).min(1),
  },
  ({ column_list: columns, other_dataset: dataset, other_column_list: others }) => ({
    columns,
    sentence: `Every ${list(columns)} stands in ${list(others)} of ${dataset}.`,
    misfit: ({ otherTypes, types }) => referenceMisfit(columns, dataset, others, types, otherTypes(dataset)),
    asks: ({ where }) => [{ metric: keys(columns, where) }, { dataset, metric: keys(others, 'true') }],
    judge: async (context) =>
      judgeKeys(context, await context.missingKeys(keys(columns, context.where), keys(others, 'true'), dataset)),
  }),
)
