import type { Entity } from '../../domain/index.ts'
import { pinnedLinkage } from '../../ledger/pinned-linkage.ts'
import type { Plan } from '../../ledger/plan-document.ts'
import { sqlTokens } from '../../resolve/conditions/sql-tokens.ts'
import { evidenceColumns } from '../../resolve/entities/evidence-columns.ts'
import type { LinkageSettings } from '../../resolve/settings/parse-linkage-settings.ts'

/** What a run's linkage settings look at, in columns of `work/block/<entity>`. */
export interface ComparedColumns {
  /** Columns that the settings derive ← the columns of the record they are made of. */
  readonly derived: ReadonlyMap<string, readonly string[]>
  /** The record's own key and source, by which pairs are named and some are never made. */
  readonly idColumn: string
  readonly sourceColumn: string
  /** Of blocking rules: which records are compared. */
  readonly blocked: readonly string[]
  /** Of comparisons: how far two records agree. */
  readonly compared: readonly string[]
  /** What Resolve looks at beside the compared pairs: rare values, contradictions, and what a model is trained on. */
  readonly weighed: readonly string[]
}

/** By entity. */
export type ComparedEntities = ReadonlyMap<string, ComparedColumns>

export function plannedComparedColumns({ domain }: Pick<Plan, 'domain'>): ComparedEntities {
  const trains = domain.configuration.resolve.linkage_model !== 'shipped'
  return new Map(
    domain.compiled.entities.map((entity) => {
      const columns = new Set(evidenceColumns(domain.compiled, entity).map(({ name }) => name))
      return [entity.id, comparedColumns(entity, columns, pinnedLinkage(domain, entity.id), trains)]
    }),
  )
}

/**
 * @param columns of the record, before anything is derived
 * @param trains whether a run may train a model on the records
 */
function comparedColumns(
  entity: Entity,
  columns: ReadonlySet<string>,
  { settings, weighed }: { readonly settings: LinkageSettings; readonly weighed: LinkageSettings },
  trains: boolean,
): ComparedColumns {
  const derived = new Map<string, readonly string[]>()
  // A derived column may use earlier ones.
  for (const [name, sql] of Object.entries(settings.options.derived_columns))
    derived.set(
      name,
      distinct(
        sqlTokens(sql).flatMap(({ kind, value }) =>
          kind !== 'word' && kind !== 'quoted' ? [] : (derived.get(value) ?? (columns.has(value) ? [value] : [])),
        ),
      ),
    )
  const compared = distinct(settings.comparisons.flatMap((comparison) => comparison.columns))
  // What records belong to is known when that is resolved, and no column of Block.
  const parents = new Set(entity.parents.map((parent) => `_parent_${parent}`))
  const frequencies = weighed.comparisons.flatMap(({ levels }) =>
    levels.flatMap(({ termFrequency }) => (termFrequency === undefined ? [] : [termFrequency.column])),
  )
  const { contradicting_columns: contradicting, duplicate_free_sources: free } = settings.options
  return {
    derived,
    idColumn: settings.idColumn,
    sourceColumn: settings.sourceColumn,
    blocked: distinct(settings.rules.flatMap((rule) => rule.columns)),
    compared,
    weighed: distinct([
      settings.idColumn,
      ...frequencies.filter((column) => !parents.has(column)),
      ...contradicting,
      ...(free.length > 0 ? [settings.sourceColumn] : []),
      ...(trains ? compared : []),
    ]),
  }
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)]
