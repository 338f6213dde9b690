import type { CandidateRow } from '../../consolidate/index.ts'
import { contractById } from '../../contracts/registry.ts'
import type { DatasetId } from '../../ledger/datasets.ts'
import {
  aggregated,
  type ColumnSource,
  type ColumnSources,
  columnsOf,
  identity,
  influences,
  masked,
  transformed,
} from './column-source.ts'

const REFINED = 'work/refine/rows'
const RESOLVED = 'work/resolve/rows'
const CHANGES = 'work/resolve/changes'

type How = ColumnSource['how']
const refined = columnsOf<keyof CandidateRow>(REFINED)
const resolved = columnsOf(RESOLVED)

const survivor = identity('survivorship: the first row, in order of trust, that has it')
const primary = transformed('of the person to call first')
const checked = masked(transformed('whether it can be reached'))
const scored = masked(aggregated('a score of what is there'))
const provenance = aggregated('where each value came from')

/** Provenance names the row of every value that is there, so it changes with each that comes or goes. */
const provenanceOf = (...values: (keyof CandidateRow)[]): ColumnSource[] => [
  ...refined(provenance, 'source', 'source_record_id', 'file', 'sheet', 'row_number'),
  ...refined(influences('CONDITIONAL', 'whether there is a value'), ...values),
]

/** What decides who is called first, and whether a row speaks of a person at all. */
const CHOICE = ['person_name', 'emails', 'phones', 'is_invalid'] as const
const person = (how: How, ...fields: (keyof CandidateRow)[]): ColumnSource[] => [
  ...refined(how, ...fields),
  ...refined(influences('CONDITIONAL', 'whom to call first'), ...CHOICE.filter((field) => !fields.includes(field))),
]

const SCORED = ['emails', 'phones', 'website', 'province', 'address'] as const

/** Which input columns each golden column is made of (`goldenRecord`, `contactRow`). A test holds it against the code by changing values. */
export const GOLDEN_COLUMNS: Readonly<Record<DatasetId, ColumnSources>> = {
  organizations: {
    entity_id: resolved(identity(), 'entity_id'),
    organization_name: refined(survivor, 'organization_name'),
    organization_slug: refined(transformed('lower case, dashes'), 'organization_name'),
    province: refined(survivor, 'province'),
    country_code: refined(survivor, 'country_code'),
    area: refined(survivor, 'area'),
    address_primary: refined(survivor, 'address'),
    organization_category: refined(survivor, 'category'),
    organization_type: refined(survivor, 'organization_type'),
    status: refined(survivor, 'status'),
    website: refined(survivor, 'website'),
    priority: refined(survivor, 'priority'),
    planes: refined(aggregated('distinct values, as a list'), 'planes'),
    description: refined(aggregated('distinct values, as a list'), 'description'),
    notes: refined(aggregated('distinct values, as a list'), 'notes'),
    last_interaction_date: refined(aggregated('the latest'), 'last_interaction_date'),
    source_datasets: refined(aggregated('titles of the sources, as a list'), 'source'),
    source_record_ids: refined(aggregated('distinct values, as a list'), 'source_record_id'),
    contact_primary_name: person(primary, 'person_name'),
    contact_primary_role: person(primary, 'person_role'),
    contact_primary_email: person(primary, 'emails'),
    contact_primary_email_status: person(checked, 'emails'),
    contact_primary_email_confidence: person(checked, 'emails'),
    contact_primary_phone: person(primary, 'phones'),
    contact_primary_phone_status: person(checked, 'phones'),
    contact_primary_phone_confidence: person(checked, 'phones'),
    contact_validation_flags: person(checked, 'emails', 'phones'),
    contact_secondary_emails: person(aggregated('all but the primary, as a list'), 'emails'),
    contact_secondary_phones: person(aggregated('all but the primary, as a list'), 'phones'),
    contact_email_confidence_avg: person(scored, 'emails'),
    contact_phone_confidence_avg: person(scored, 'phones'),
    contact_verification_score_avg: person(scored, 'emails', 'phones'),
    completeness_score: person(scored, ...SCORED),
    quality_score: person(scored, ...SCORED),
    data_quality_flags: person(scored, ...SCORED),
    field_provenance: provenanceOf(
      ...(['province', 'country_code', 'area', 'address', 'category', 'organization_type', 'status'] as const),
      ...(['website', 'priority', 'planes', 'description', 'notes', 'last_interaction_date', 'person_role'] as const),
      ...CHOICE,
    ),
  },
  contacts: {
    contact_id: refined(
      masked(transformed("kept from the version before, or made of the person's least record key")),
      'record_key',
    ),
    entity_id: resolved(identity(), 'entity_id'),
    organization_name: refined(survivor, 'organization_name'),
    person_name: refined(survivor, 'person_name'),
    person_role: refined(survivor, 'person_role'),
    emails: refined(aggregated('distinct values, as a list'), 'emails'),
    phones: refined(aggregated('distinct values, as a list'), 'phones'),
    email_primary: refined(transformed('the first'), 'emails'),
    phone_primary: refined(transformed('the first'), 'phones'),
    email_status: refined(checked, 'emails'),
    phone_status: refined(checked, 'phones'),
    is_primary: refined(influences('CONDITIONAL', 'whom to call first'), ...CHOICE),
    is_invalid: refined(aggregated('whether every row says so'), 'is_invalid'),
    source_datasets: refined(aggregated('titles of the sources, as a list'), 'source'),
    source_record_ids: refined(aggregated('distinct values, as a list'), 'source_record_id'),
    field_provenance: provenanceOf('person_name', 'person_role', 'emails', 'phones'),
  },
  entity_links: Object.fromEntries(
    contractById('entity_links').fields.map(({ name }) => [name, resolved(identity(), name)]),
  ),
  entity_changes: Object.fromEntries(
    contractById('entity_changes').fields.map(({ name }) => [
      name,
      [
        { dataset: CHANGES, field: name, how: identity() },
        { dataset: 'datasets/entity_changes', field: name, how: identity('the history so far') },
      ],
    ]),
  ),
}

/** The order of trust (`inSurvivorshipOrder`). */
const ORDERED = refined(
  influences('SORT', 'the order of trust'),
  'kind',
  'source',
  'is_invalid',
  'emails',
  'phones',
  'website',
  'province',
  'address',
  'last_interaction_date',
  'record_key',
)

/** Each row finds its entity by its place; repeated rows stay out. */
const JOINED: readonly ColumnSource[] = [
  ...resolved(influences('GROUP_BY', 'one record an entity'), 'entity_id'),
  ...resolved(influences('JOIN', 'the entity of each row'), 'file', 'sheet', 'row_number'),
  ...resolved(influences('FILTER', 'the first row of each key'), 'occurrence'),
  ...refined(influences('JOIN', 'the entity of each row'), 'file', 'sheet', 'row_number'),
]

/** Columns that decide which value survives, for all golden columns at once. */
export const GOLDEN_ROWS: Readonly<Record<DatasetId, readonly ColumnSource[]>> = {
  organizations: [...JOINED, ...ORDERED],
  contacts: [
    ...JOINED,
    ...refined(influences('GROUP_BY', 'rows of one person'), 'person_name', 'emails', 'phones'),
    ...ORDERED,
  ],
  entity_links: [],
  entity_changes: [],
}
