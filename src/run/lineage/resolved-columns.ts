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
import type { ComparedColumns } from './compared-columns.ts'

const REFINED = 'work/refine/rows'
const LINKS = 'datasets/entity_links'

const refined = columnsOf<keyof RefinedRow>(REFINED)
const before = columnsOf(LINKS)

/** Pairs that agree enough make one organization of two records. */
const linked = ({ weighed }: ComparedColumns): ColumnSource[] => [
  ...['a', 'b', 'pattern'].map((field) => ({
    dataset: 'work/score/pairs',
    field,
    how: influences('JOIN', 'pairs that agree enough'),
  })),
  ...weighed.map((field) => ({
    dataset: 'work/block/records',
    field,
    how: influences('CONDITIONAL', 'what a pair is worth'),
  })),
]

const first = influences('SORT', 'which row of a key is the first')
const isOrganization = influences('FILTER', 'which rows are organizations')
const attached = influences('JOIN', 'contacts and addresses follow their organization')

const agreement = (how: ColumnSource['how']): ColumnSource[] => [{ dataset: 'work/score/pairs', field: 'pattern', how }]
const attachedBy = refined(influences('JOIN', 'the key or the name that ties a row'), 'owner_key', 'matching_key')

/** The rows of one key, the organizations among all rows, and the organization of each row. */
const placed = (compared: ComparedColumns): ColumnSource[] => [
  ...refined(first, 'record_key', 'file', 'sheet', 'row_number'),
  ...refined(isOrganization, 'kind', 'matching_key'),
  ...refined(attached, 'source', 'owner_key'),
  ...linked(compared),
]

/** `work/resolve/rows`: the organization of every row, and why. */
export const resolvedRows = (compared: ComparedColumns): DatasetColumns => ({
  columns: {
    ...Object.fromEntries(
      (['file', 'sheet', 'row_number', 'source', 'row_hash', 'source_record_id', 'record_key'] as const).map(
        (field) => [field, refined(identity(), field)],
      ),
    ),
    entity_id: [
      ...refined(masked(transformed('made of the least record key')), 'record_key'),
      ...before(identity('kept from the version before'), 'entity_id'),
    ],
    row_class: [
      ...refined(influences('CONDITIONAL', 'whether a repeated key repeats its row'), 'record_key', 'row_hash'),
      ...attachedBy,
      ...agreement(influences('JOIN', 'pairs that agree enough')),
    ],
    linked_by: [...attachedBy, ...agreement(influences('JOIN', 'pairs that agree enough'))],
    evidence: refined(identity('the record or the name it was linked through'), 'source_record_id', 'matching_key'),
    match_weight: agreement(masked(transformed('the weight of the pair'))),
    occurrence: refined(
      transformed('its place among the rows of its key'),
      'record_key',
      'file',
      'sheet',
      'row_number',
    ),
  },
  rows: [...refined(influences('FILTER', 'rows that stay'), 'row_hash'), ...placed(compared)],
})

/** `work/resolve/changes`: what happened to entities since the last version. Its version is the plan's word, not a row's. */
export const resolvedChanges = (compared: ComparedColumns): DatasetColumns => {
  const entity = [
    ...refined(masked(transformed('made of the least record key')), 'record_key'),
    ...before(identity(), 'entity_id'),
  ]
  const records = refined(aggregated('records that changed their entity'), 'source_record_id')
  return {
    columns: {
      change_id: [...entity, ...records].map((source) => ({
        ...source,
        how: masked(transformed('made of the change')),
      })),
      entity_id: entity,
      related_entity_id: entity,
      source_record_ids: records,
      evidence: refined(aggregated('the pair behind the change'), 'source_record_id'),
    },
    rows: [
      ...before(
        influences('JOIN', 'the version before'),
        'entity_id',
        'record_key',
        'source_record_id',
        'row_class',
        'linked_by',
      ),
      ...refined(influences('JOIN', 'records of the version before that are gone'), 'source_record_id'),
      ...placed(compared),
    ],
  }
}
