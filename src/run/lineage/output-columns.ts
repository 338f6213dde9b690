import { contractById } from '../../contracts/registry.ts'
import { DATASETS } from '../../ledger/datasets.ts'
import { publishedDataset } from '../../ledger/published-name.ts'
import { datasetReference } from '../../lineage/dataset-reference.ts'
import { columnLineageFacet } from '../../lineage/facets/column-lineage-facet.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { type ColumnSource, type ColumnSources, type DatasetColumns, identity } from './column-source.ts'
import type { ComparedColumns } from './compared-columns.ts'
import { GOLDEN_COLUMNS, GOLDEN_ROWS } from './golden-columns.ts'
import { pairColumns, recordColumns } from './linkage-columns.ts'
import { refinedColumns } from './refined-columns.ts'
import { resolvedChanges, resolvedRows } from './resolved-columns.ts'
import { quarantineColumns } from './source-columns.ts'
import { ownDataset } from './states.ts'

const NO_COLUMNS: ColumnSources = {}

/** What linkage makes, by what its settings look at. */
const LINKAGE: Readonly<Record<string, (compared: ComparedColumns) => DatasetColumns>> = {
  'work/block/records': recordColumns,
  'work/score/pairs': pairColumns,
  'work/resolve/rows': resolvedRows,
  'work/resolve/changes': resolvedChanges,
}

/**
 * What the columns of a dataset are made of, by its name in the store.
 * @param contracts of the rows of the run, or of the group of shards that is told of
 * @param fields contract → field ← source columns, once Ingest knows them
 * @param compared what linkage looks at
 */
export function outputColumns(
  name: string,
  contracts: readonly string[],
  fields: ReadonlyMap<string, ColumnSources>,
  compared: ComparedColumns | undefined,
): DatasetColumns {
  const [top = '', room = '', id = ''] = name.split('/')
  const plain = (columns: ColumnSources): DatasetColumns => ({ columns, rows: [] })
  const ofLinkage = LINKAGE[name]
  if (ofLinkage !== undefined) return compared === undefined ? plain(NO_COLUMNS) : ofLinkage(compared)
  if (name === 'work/ingest/quarantine')
    return plain(
      quarantineColumns(merged([...fields].filter(([contract]) => contracts.includes(contract)).map(([, one]) => one))),
    )
  if (top === 'work' && room === 'ingest') return plain(fields.get(id) ?? NO_COLUMNS)
  if (name === 'work/refine/rows') return plain(refinedColumns(contracts))
  if (name === 'work/refine/quarantine') return plain(quarantineColumns(refinedNames(contracts)))
  if (name === 'work/resolve/quarantine')
    return plain(same(['file', 'sheet', 'row_number', 'source', 'row_hash'], 'work/refine/rows'))
  if (top === 'quarantine')
    return plain(
      Object.fromEntries(
        ['file', 'sheet', 'row_number', 'source', 'row_hash', 'field', 'rule', 'value', 'message'].map((column) => [
          column,
          ['ingest', 'refine', 'resolve'].map((stage) => ({
            dataset: `work/${stage}/quarantine`,
            field: column,
            how: identity(),
          })),
        ]),
      ),
    )
  const golden = DATASETS.find((dataset) => name === `work/consolidate/${dataset}`)
  if (golden !== undefined) return { columns: GOLDEN_COLUMNS[golden], rows: GOLDEN_ROWS[golden] }
  const published = publishedDataset(name)
  if (published !== undefined)
    return plain(
      same(
        contractById(published).fields.map((field) => field.name),
        `work/consolidate/${published}`,
      ),
    )
  const own = ownDataset(name)
  if (own !== undefined)
    return plain(Object.fromEntries(Object.entries(own.columns).map(([column, { from }]) => [column, from])))
  return plain(NO_COLUMNS)
}

const same = (names: readonly string[], dataset: string): ColumnSources =>
  Object.fromEntries(names.map((name) => [name, [{ dataset, field: name, how: identity() }]]))

/** The name is all that Refine rejects a row for. */
const refinedNames = (contracts: readonly string[]): ColumnSources => ({
  organization_name: refinedColumns(contracts).organization_name ?? [],
})

const merged = (all: readonly ColumnSources[]): ColumnSources => {
  const columns: Record<string, ColumnSource[]> = {}
  for (const one of all)
    for (const [column, sources] of Object.entries(one)) columns[column] = [...(columns[column] ?? []), ...sources]
  return columns
}

/**
 * The facet for an output, or undefined where nothing is known of its columns.
 * @param placed the name of a dataset in the store: column rules say `datasets/<dataset>`, whosever it is
 */
export function columnFacet(
  store: ObjectStore,
  placed: (name: string) => string,
  { columns, rows }: DatasetColumns,
): ReturnType<typeof columnLineageFacet> | undefined {
  const place = ({ dataset, field, how }: ColumnSource) => ({
    ...datasetReference(store.uri(placed(dataset))),
    field,
    transformations: [how],
  })
  const fields = Object.entries(columns)
    .filter(([, sources]) => sources.length > 0)
    .map(([column, sources]) => [column, { inputFields: sources.map(place) }] as const)
  if (fields.length === 0) return undefined
  return columnLineageFacet({
    fields: Object.fromEntries(fields),
    ...(rows.length === 0 ? {} : { dataset: rows.map(place) }),
  })
}
