import type { CompiledDomain } from '../../domain/index.ts'
import { LINK_COLUMNS, linkId } from '../../ledger/link-columns.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import { publishedDataset, SET_ASIDE_WORK, setAsideName } from '../../ledger/published-name.ts'
import { QUARANTINE_COLUMNS } from '../../ledger/quarantine.ts'
import { SET_ASIDE_COLUMNS } from '../../ledger/set-aside.ts'
import { datasetReference } from '../../lineage/dataset-reference.ts'
import { columnLineageFacet } from '../../lineage/facets/column-lineage-facet.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import {
  type ColumnSource,
  type ColumnSources,
  columnsOf,
  type DatasetColumns,
  identity,
  influences,
  SourceList,
} from './column-source.ts'
import type { ComparedEntities } from './compared-columns.ts'
import { goldenColumns } from './golden-columns.ts'
import { pairColumns, recordColumns } from './linkage-columns.ts'
import { refinedLineage, rejectedLineage, setAsideLineage } from './refined-columns.ts'
import { refersTo, resolvedChanges, resolvedRows } from './resolved-columns.ts'
import { quarantineColumns } from './source-columns.ts'
import { ownDataset } from './states.ts'

const NOTHING: DatasetColumns = { columns: {}, rows: [] }
const plain = (columns: ColumnSources): DatasetColumns => ({ columns, rows: [] })

/** What the columns of datasets are made of is asked by. */
export interface OutputKnowledge {
  readonly domain: PinnedDomain
  /** Contracts of the rows of the run, or of the group of shards that is told of. */
  readonly contracts: readonly string[]
  /** Contract → field ← source columns, once Ingest knows them. */
  readonly fields: ReadonlyMap<string, ColumnSources>
  /** What linkage looks at. */
  readonly compared: ComparedEntities
}

/** What the columns of a dataset are made of, by its name in the store. */
export function outputColumns(name: string, known: OutputKnowledge): DatasetColumns {
  const { domain } = known
  const [top = '', room = '', id = ''] = name.split('/')
  if (top === 'work') return workColumns(room, id, known) ?? ownColumns(name, known)
  if (top === 'quarantine')
    return plain(
      Object.fromEntries(
        QUARANTINE_COLUMNS.map(({ name: column }) => [
          column,
          ['ingest', 'refine', 'resolve'].map((stage) => ({
            dataset: `work/${stage}/quarantine`,
            field: column,
            how: identity(),
          })),
        ]),
      ),
    )
  if (name === setAsideName({ pipelineId: room }))
    return plain(
      same(
        SET_ASIDE_COLUMNS.map(({ name: column }) => column),
        SET_ASIDE_WORK,
      ),
    )
  const published = publishedDataset(name)
  const contract = published === undefined ? undefined : domain.contracts.get(published)
  if (contract === undefined) return ownColumns(name, known)
  return plain(
    same(
      contract.fields.map((field) => field.name),
      `work/consolidate/${contract.id}`,
    ),
  )
}

function ownColumns(name: string, known: OutputKnowledge): DatasetColumns {
  const own = ownDataset(name, known)
  return own === undefined
    ? NOTHING
    : plain(Object.fromEntries(Object.entries(own.columns).map(([column, { from }]) => [column, from])))
}

function workColumns(room: string, id: string, known: OutputKnowledge): DatasetColumns | undefined {
  const { domain, contracts, fields, compared } = known
  const { compiled } = domain
  if (room === 'ingest')
    return id === 'quarantine'
      ? plain(quarantineColumns([...fields].flatMap(([of, one]) => (contracts.includes(of) ? [one] : []))))
      : plain(fields.get(id) ?? {})
  if (room === 'consolidate') return consolidated(id, domain)
  if (`work/${room}/${id}` === SET_ASIDE_WORK) return setAsideLineage(compiled, contracts)
  if (id === 'quarantine' && room === 'refine')
    return plain(quarantineColumns([{ rejected: rejectedLineage(compiled, contracts) }]))
  if (id === 'quarantine' && room === 'resolve') return plain(rejectedRows(compiled))
  if (id === 'changes' && room === 'resolve') return resolvedChanges(compiled, compared)
  const entity = compiled.entities.find((one) => one.id === id)
  const own = compared.get(id)
  if (entity === undefined || own === undefined) return undefined
  switch (room) {
    case 'refine':
      return refinedLineage(compiled, id, contracts)
    case 'block':
      return recordColumns(compiled, entity, own)
    case 'score':
      return pairColumns(id, own)
    case 'resolve':
      return resolvedRows(compiled, entity, compared)
    default:
      return undefined
  }
}

/** Rows that Resolve rejects say where they are, and for a repeated key of which record. */
function rejectedRows({ entities }: CompiledDomain): ColumnSources {
  const list = new SourceList()
  for (const { id } of entities)
    for (const { name } of QUARANTINE_COLUMNS.filter(({ name: column }) => REJECTED[column] !== undefined))
      list.add(name, [{ dataset: `work/refine/${id}`, field: REJECTED[name] as string, how: identity() }])
  return list.made().columns
}

/** Columns of a rejected row ← the refined row's (`rejectedSql`). */
const REJECTED: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LINK_COLUMNS).filter(([name]) => QUARANTINE_COLUMNS.some((column) => column.name === name)),
)

function consolidated(id: string, domain: PinnedDomain): DatasetColumns | undefined {
  const { compiled } = domain
  const entity = compiled.entities.find(({ dataset }) => dataset === id)
  if (entity !== undefined) return goldenColumns(compiled, entity)
  if (!domain.datasets.includes(id)) return undefined
  const fields = domain.contract(id).fields.map(({ name }) => name)
  const list = new SourceList()
  // References to nothing that is here are left out.
  if (id === 'entity_links')
    for (const one of compiled.entities.filter((entity) => refersTo(compiled, entity)))
      list.addRows(columnsOf(`work/resolve/${one.id}`)(influences('FILTER', 'rows of something'), '_role', 'entity_id'))
  for (const field of fields) {
    if (id === 'entity_changes')
      list.add(field, [
        { dataset: 'work/resolve/changes', field, how: identity() },
        { dataset: 'datasets/entity_changes', field, how: identity('the history so far') },
      ])
    else
      for (const one of compiled.entities)
        list.add(
          field,
          (field === 'entity_id' ? linkId(one) : [LINK_COLUMNS[field] ?? field]).map((from) => ({
            dataset: `work/resolve/${one.id}`,
            field: from,
            how: identity(),
          })),
        )
  }
  return list.made()
}

const same = (names: readonly string[], dataset: string): ColumnSources =>
  Object.fromEntries(names.map((name) => [name, [{ dataset, field: name, how: identity() }]]))

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
