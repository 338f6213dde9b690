import type { ColumnDefinition } from '../engine/engine.ts'

/** What a row describes. A capture row is an organization unless its school is a company already. */
export type RowKind = 'organization' | 'contact' | 'address' | 'capture'

/** A source row in canonical form: the one shape that Resolve and Consolidate read, whatever the source. */
export interface RefinedRow {
  kind: RowKind
  source: string
  file: string
  sheet: string
  row_number: number
  row_hash: string
  /** The contract's primary key in canonical form, null when the row has none. */
  primary_key: string | null
  /** `source|contract|primary key`, else the row's hash: what ids are made of. */
  record_key: string
  /** The public spelling, as in `contact:12`. */
  source_record_id: string
  /** Ties contacts and addresses to their organization within the source. */
  owner_key: string | null
  organization_name: string | null
  matching_key: string | null
  /** The name's words, short forms spelt out: what linkage compares names by. */
  name_words: string | null
  province: string | null
  country_code: string | null
  area: string | null
  address: string | null
  category: string | null
  organization_type: string | null
  status: string | null
  website: string | null
  registered_domain: string | null
  planes: string | null
  description: string | null
  notes: string | null
  last_interaction_date: string | null
  priority: string | null
  person_name: string | null
  person_role: string | null
  /** `; `-joined, in the order of the source. */
  emails: string | null
  phones: string | null
  is_invalid: boolean
  /** JSON list of `{ field, code, message, raw }`: the raw value stays with the row, never in what is published. */
  issues: string | null
}

const text = (name: keyof RefinedRow): ColumnDefinition => ({ name, type: 'string' })

export const REFINED_COLUMNS: readonly ColumnDefinition[] = [
  text('kind'),
  text('source'),
  text('file'),
  text('sheet'),
  { name: 'row_number', type: 'long' },
  text('row_hash'),
  text('primary_key'),
  text('record_key'),
  text('source_record_id'),
  text('owner_key'),
  text('organization_name'),
  text('matching_key'),
  text('name_words'),
  text('province'),
  text('country_code'),
  text('area'),
  text('address'),
  text('category'),
  text('organization_type'),
  text('status'),
  text('website'),
  text('registered_domain'),
  text('planes'),
  text('description'),
  text('notes'),
  text('last_interaction_date'),
  text('priority'),
  text('person_name'),
  text('person_role'),
  text('emails'),
  text('phones'),
  { name: 'is_invalid', type: 'boolean' },
  text('issues'),
]
