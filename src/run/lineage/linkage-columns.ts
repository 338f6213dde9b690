import type { RefinedRow } from '../../ledger/refined-row.ts'
import {
  aggregated,
  type ColumnSource,
  columnsOf,
  type DatasetColumns,
  identity,
  influences,
  masked,
  transformed,
} from './column-source.ts'
import type { ComparedColumns, RecordColumn } from './compared-columns.ts'

const REFINED = 'work/refine/rows'
const RECORDS = 'work/block/records'

const from = columnsOf<keyof RefinedRow>(REFINED)
const of = columnsOf(RECORDS)

/** Contacts and addresses lend their values to the organization whose key they carry. */
const tied = influences('JOIN', 'rows tied to the organization')
const listed = aggregated('distinct values of the organization and its contacts')
/** Values under too many names are left out, and so are those of rows marked as wrong. */
const chosen = influences('FILTER', 'values of a switchboard, and of rows marked as wrong, are left out')
const located = aggregated("the organization's own, else the least of its addresses")

const lists = (...fields: (keyof RefinedRow)[]): ColumnSource[] => [
  ...from(listed, ...fields),
  ...from(tied, 'owner_key'),
  ...from(chosen, 'matching_key', 'is_invalid'),
]

const RECORD_SOURCES: Readonly<Record<RecordColumn, readonly ColumnSource[]>> = {
  organization_name: from(identity(), 'organization_name'),
  matching_key: from(identity(), 'matching_key'),
  name_words: from(identity(), 'name_words'),
  province: [...from(located, 'province'), ...from(tied, 'owner_key')],
  area: from(identity(), 'area'),
  address: [...from(located, 'address'), ...from(tied, 'owner_key')],
  category: from(identity(), 'category'),
  organization_type: from(identity(), 'organization_type'),
  status: from(identity(), 'status'),
  website: from(identity(), 'website'),
  registered_domain: from(identity(), 'registered_domain'),
  phones: lists('phones'),
  emails: lists('emails'),
  domains: lists('registered_domain', 'emails'),
  people: lists('person_name'),
}

/** `work/block/records`: what linkage compares. Of organization rows, and of capture rows whose name no organization has. */
export const recordColumns = ({ derived }: Pick<ComparedColumns, 'derived'>): DatasetColumns => ({
  columns: {
    record_key: from(identity(), 'record_key'),
    source: from(identity(), 'source'),
    source_record_id: from(identity(), 'source_record_id'),
    ...RECORD_SOURCES,
    ...Object.fromEntries(
      [...derived].map(([column, bases]) => [
        column,
        bases.flatMap((base) =>
          RECORD_SOURCES[base].map((source) =>
            source.how.type === 'DIRECT' ? { ...source, how: transformed('derived by the linkage settings') } : source,
          ),
        ),
      ]),
    ),
  },
  rows: [
    ...from(influences('FILTER', 'rows that are organizations'), 'kind', 'matching_key'),
    ...from(influences('FILTER', 'the first row of each key'), 'record_key', 'file', 'sheet', 'row_number'),
    ...from(tied, 'source'),
  ],
})

/** `work/score/pairs`: which records share a block, and how far they agree. */
export const pairColumns = ({ blocked, compared }: ComparedColumns): DatasetColumns => {
  const place = of(masked(transformed('its place among the records')), 'record_key')
  return {
    columns: {
      a: place,
      b: place,
      rules: of(masked(transformed('the blocking rules that two records fulfil')), ...blocked),
      pattern: of(masked(transformed('how far two records agree')), ...compared),
    },
    rows: of(influences('JOIN', 'records that share a block'), ...blocked),
  }
}
