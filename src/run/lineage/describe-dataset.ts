import { glueTableName } from '../../contracts/glue-table-name.ts'
import type { Contract } from '../../contracts/index.ts'
import { openLineageFields } from '../../contracts/openlineage-fields.ts'
import type { Entity } from '../../domain/index.ts'
import type { ColumnDefinition } from '../../engine/engine.ts'
import { jobNamespace } from '../../ledger/job-identity.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import type { Plan } from '../../ledger/plan-document.ts'
import { publishedDataset, SET_ASIDE_WORK, setAsideName } from '../../ledger/published-name.ts'
import { QUARANTINE_COLUMNS } from '../../ledger/quarantine.ts'
import { SET_ASIDE_COLUMNS } from '../../ledger/set-aside.ts'
import { datasetReference } from '../../lineage/dataset-reference.ts'
import {
  dataSourceFacet,
  datasetDocumentationFacet,
  datasetOwnershipFacet,
  datasetTagsFacet,
  datasetTypeFacet,
  lifecycleStateChangeFacet,
  type SchemaField,
  schemaFacet,
  storageFacet,
  symlinksFacet,
  versionFacet,
} from '../../lineage/facets/dataset-facets.ts'
import type { DatasetFacets } from '../../lineage/index.ts'
import { refinedColumns } from '../../refine/record/refined-columns.ts'
import { PAIR_COLUMNS } from '../../resolve/comparing/compare-pairs.ts'
import { classifiedColumns } from '../../resolve/entities/classified-columns.ts'
import { evidenceColumns, KNOWN_BY } from '../../resolve/entities/evidence-columns.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import type { ComparedEntities } from './compared-columns.ts'
import { ownDataset } from './states.ts'

/** What is known of a dataset at the time of an event. */
export interface DatasetKnowledge {
  readonly store: ObjectStore
  readonly plan: Plan | undefined
  /** What linkage looks at, by entity. */
  readonly compared?: ComparedEntities | undefined
  /** Columns found in source files, by dataset. */
  readonly sourceColumns?: ReadonlyMap<string, readonly string[]>
  /** The version read or written. */
  readonly version?: string
  /** How much of what was published the version written changes. */
  readonly impact?: string
  /** True for a dataset that the run writes. */
  readonly written: boolean
  /** False where a later event of the same state tells the rest: then columns have their names and types only. */
  readonly full: boolean
}

interface Kind {
  readonly title: string
  readonly fields?: readonly SchemaField[]
  readonly storageLayer: string
  readonly fileFormat: string
  readonly type: string
  readonly owner?: string
  readonly personal?: readonly { readonly name: string; readonly pii: string }[]
}

const columns = (definitions: readonly Pick<ColumnDefinition, 'name' | 'type'>[]): SchemaField[] =>
  definitions.map(({ name, type }, at) => ({ name, type, ordinal_position: at + 1 }))

const ofContract = (contract: Contract) => ({
  fields: openLineageFields(contract),
  owner: contract.owner,
  personal: contract.fields.filter(({ pii }) => pii !== 'none').map(({ name, pii }) => ({ name, pii })),
})

const work = (title: string, fields: readonly SchemaField[]): Kind => ({
  title,
  fields,
  storageLayer: 'parquet',
  fileFormat: 'parquet',
  type: 'JOB_OUTPUT',
})

/** A dataset of a run's work, where the plan's domain knows it. */
function workKind(
  domain: PinnedDomain,
  room: string,
  id: string,
  compared: ComparedEntities | undefined,
): Kind | undefined {
  const contract = domain.contracts.get(id)
  if (room === 'ingest' && contract !== undefined) {
    const { fields, ...rest } = ofContract(contract)
    const own = columns([
      { name: 'row_number', type: 'long' },
      { name: 'row_hash', type: 'string' },
    ])
    const all = [...own, ...fields].map((field, at) => ({ ...field, ordinal_position: at + 1 }))
    return { ...work(`Typed rows of the contract ${id}.`, all), ...rest }
  }
  if (room === 'consolidate' && contract !== undefined)
    return { ...work(`${contract.title}, before the gate.`, []), ...ofContract(contract) }
  if (room === 'resolve' && id === 'changes')
    return work(
      'What happened to entities since the last version.',
      openLineageFields(domain.contract('entity_changes')),
    )
  const entity = domain.compiled.entities.find((one) => one.id === id)
  if (entity === undefined) return undefined
  const title = entity.title.toLowerCase()
  if (room === 'refine')
    return work(`What source rows say of each ${title}, in canonical form.`, columns(refinedColumns(entity)))
  if (room === 'block')
    return work(
      `One comparable record a record of each ${title}.`,
      columns(recordDefinitions(domain, entity, compared)),
    )
  if (room === 'score') return work(`Compared pairs of records of each ${title}.`, columns(PAIR_COLUMNS))
  if (room === 'resolve') return work(`The ${title} of every row, and why.`, columns(classifiedColumns(entity)))
  return undefined
}

/** Columns that settings derive have the type that DuckDB gives them: nothing says which before it ran. */
const recordDefinitions = (domain: PinnedDomain, entity: Entity, compared: ComparedEntities | undefined) => [
  ...KNOWN_BY.map((name) => ({ name, type: 'string' as const })),
  ...evidenceColumns(domain.compiled, entity),
  ...[...(compared?.get(entity.id)?.derived.keys() ?? [])].map((name) => ({ name, type: 'string' as const })),
]

/** What a dataset is, by its name in the store. A name that nobody described is Parquet without a schema. */
function kindOf(name: string, { sourceColumns, compared, plan }: DatasetKnowledge): Kind {
  const [top = '', room = '', id = ''] = name.split('/')
  if (top === 'landing') {
    const found = sourceColumns?.get(name)
    const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
    return {
      title: `What landed of the source ${room}.`,
      ...(found === undefined ? {} : { fields: columns(found.map((label) => ({ name: label, type: 'string' }))) }),
      storageLayer: 'file',
      fileFormat: { jsonl: 'json', ndjson: 'json', '': 'xlsx' }[extension] ?? extension,
      type: 'FILE',
    }
  }
  if (name.endsWith('/quarantine') || top === 'quarantine')
    return work('Rejected rows with the rule they broke; values are masked.', columns(QUARANTINE_COLUMNS))
  if (name === SET_ASIDE_WORK || name === setAsideName({ pipelineId: room }))
    return work('Values that the run does not use, with why; they are masked.', columns(SET_ASIDE_COLUMNS))
  const ofWork = top === 'work' && plan !== undefined ? workKind(plan.domain, room, id, compared) : undefined
  if (ofWork !== undefined) return ofWork
  const published = publishedDataset(name)
  if (published !== undefined) {
    const contract = plan?.domain.contracts.get(published)
    return {
      title: contract?.description ?? published,
      storageLayer: 'iceberg',
      fileFormat: 'parquet',
      type: 'TABLE',
      ...(contract === undefined ? {} : ofContract(contract)),
    }
  }
  if (top === 'decisions')
    return { title: 'What stewards decided.', storageLayer: 'file', fileFormat: 'json', type: 'FILE' }
  const own = plan === undefined ? undefined : ownDataset(name, plan)
  if (own !== undefined)
    return work(own.title, columns(Object.entries(own.columns).map(([column, { type }]) => ({ name: column, type }))))
  return { title: name, storageLayer: 'parquet', fileFormat: 'parquet', type: 'JOB_OUTPUT' }
}

/** The namespace and name of a dataset, and every facet that does not depend on the run's progress. */
export function describeDataset(
  name: string,
  known: DatasetKnowledge,
): { namespace: string; name: string; facets: DatasetFacets } {
  const { store, plan, written, full } = known
  const reference = datasetReference(store.uri(name))
  const kind = kindOf(name, known)
  const published = publishedDataset(name)
  const base = published === undefined ? undefined : plan?.baseVersions[published]
  const changed = known.version !== undefined && known.version !== String(base)
  const glue = process.env.HOTPASS_GLUE_DATABASE
  return {
    ...reference,
    facets: {
      dataSource: dataSourceFacet({ name: reference.namespace, uri: encodeURI(store.uri('')).replaceAll('#', '%23') }),
      ...(kind.fields === undefined
        ? {}
        : {
            schema: schemaFacet({ fields: full ? kind.fields : kind.fields.map(({ name, type }) => ({ name, type })) }),
          }),
      ...(full ? standing(kind) : {}),
      ...tagsOf(full ? (kind.personal ?? []) : [], known.impact),
      ...(known.version === undefined ? {} : { version: versionFacet({ datasetVersion: known.version }) }),
      ...(published !== undefined && written && changed
        ? {
            lifecycleStateChange: lifecycleStateChangeFacet({
              lifecycleStateChange: base === undefined ? 'CREATE' : 'OVERWRITE',
            }),
          }
        : {}),
      // Glue's own namespace begins with `arn:`, which receivers that split names at colons lose.
      ...(published !== undefined && glue
        ? {
            symlinks: symlinksFacet({
              identifiers: [
                {
                  namespace: jobNamespace().replace(/^aws-sfn:/, 'aws-glue:'),
                  name: `${glue}.${glueTableName(name.slice('datasets/'.length))}`,
                  type: 'TABLE',
                },
              ],
            }),
          }
        : {}),
    },
  }
}

/** What is true of a dataset whatever a run does with it. */
const standing = (kind: Kind): DatasetFacets => ({
  storage: storageFacet({ storageLayer: kind.storageLayer, fileFormat: kind.fileFormat }),
  datasetType: datasetTypeFacet({ datasetType: kind.type }),
  documentation: datasetDocumentationFacet({ description: kind.title }),
  ...(kind.owner === undefined
    ? {}
    : { ownership: datasetOwnershipFacet({ owners: [{ name: ownerUrn(kind.owner) }] }) }),
})

/** The classes of its columns, and how much of what was published its version changes. */
function tagsOf(personal: NonNullable<Kind['personal']>, impact: string | undefined): DatasetFacets {
  const tags = [
    ...(impact === undefined ? [] : [{ key: 'impact', value: impact, source: 'HOTPASS' }]),
    ...personal.map(({ name: field, pii }) => ({ key: 'pii', value: pii, source: 'HOTPASS', field })),
  ]
  return tags.length === 0 ? {} : { tags: datasetTagsFacet({ tags }) }
}

/** `team:data-stewardship`, as the specification recommends. */
export const ownerUrn = (owner: string): string => `team:${owner.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`
