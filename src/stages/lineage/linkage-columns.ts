import { RECORD_COLUMNS } from '../organization-records.ts'
import type { RefinedRow } from '../refined-row.ts'
import {
  aggregated,
  type ColumnSource,
  type ColumnSources,
  identity,
  influences,
  masked,
  transformed,
} from './column-source.ts'

type RecordColumn = keyof typeof RECORD_COLUMNS

const REFINED = 'work/refine/rows'
const RECORDS = 'work/block/records'

const from = (how: ColumnSource['how'], ...fields: (keyof RefinedRow)[]): ColumnSource[] =>
  fields.map((field) => ({ dataset: REFINED, field, how }))

/** Contacts and addresses lend their values to the organisation whose key they carry. */
const tied = from(influences('JOIN', 'rows tied to the organisation'), 'owner_key', 'kind')
const listed = aggregated('distinct values of the organisation and its contacts; those shared by many are left out')
const located = aggregated("the organisation's own, else the least of its addresses")

const RECORD_SOURCES: Readonly<Record<RecordColumn, readonly ColumnSource[]>> = {
  organization_name: from(identity(), 'organization_name'),
  matching_key: from(identity(), 'matching_key'),
  name_words: from(identity(), 'name_words'),
  province: [...from(located, 'province'), ...tied],
  area: from(identity(), 'area'),
  address: [...from(located, 'address'), ...tied],
  category: from(identity(), 'category'),
  organization_type: from(identity(), 'organization_type'),
  status: from(identity(), 'status'),
  website: from(identity(), 'website'),
  registered_domain: from(identity(), 'registered_domain'),
  phones: [...from(listed, 'phones'), ...tied],
  emails: [...from(listed, 'emails'), ...tied],
  domains: [...from(listed, 'registered_domain', 'emails'), ...tied],
  people: [...from(listed, 'person_name'), ...tied],
}

const COMPARED = Object.keys(RECORD_COLUMNS) as RecordColumn[]
const compared = (how: ColumnSource['how']): ColumnSource[] =>
  COMPARED.map((field) => ({ dataset: RECORDS, field, how }))

/** `work/block/records` and `work/score/pairs`: what linkage compares, and what came of it. */
export const LINKAGE_COLUMNS: Readonly<Record<'records' | 'pairs', ColumnSources>> = {
  records: {
    record_key: from(identity(), 'record_key'),
    source: from(identity(), 'source'),
    source_record_id: from(identity(), 'source_record_id'),
    ...RECORD_SOURCES,
  },
  pairs: {
    a: [{ dataset: RECORDS, field: 'record_key', how: masked(transformed('its place among the records')) }],
    b: [{ dataset: RECORDS, field: 'record_key', how: masked(transformed('its place among the records')) }],
    rules: compared(influences('JOIN', 'blocks that two records share')),
    pattern: compared(masked(transformed('how far two records agree'))),
  },
}
