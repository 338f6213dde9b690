import { pinnedLinkage } from '../../ledger/pinned-linkage.ts'
import type { Plan } from '../../ledger/plan-document.ts'
import { sqlTokens } from '../../resolve/conditions/sql-tokens.ts'
import type { LinkageSettings } from '../../resolve/settings/parse-linkage-settings.ts'
import { RECORD_COLUMNS } from '../../stages/link/organization-records.ts'

export type RecordColumn = keyof typeof RECORD_COLUMNS

/** What a run's linkage settings look at, in columns of `work/block/records`. */
export interface ComparedColumns {
  /** Columns that the settings derive ← the columns of the record they are made of. */
  readonly derived: ReadonlyMap<string, readonly RecordColumn[]>
  /** Of blocking rules: which records are compared. */
  readonly blocked: readonly string[]
  /** Of comparisons: how far two records agree. */
  readonly compared: readonly string[]
  /** What Resolve looks at beside the compared pairs: rare values, contradictions, and what a model is trained on. */
  readonly weighed: readonly string[]
}

export function plannedComparedColumns({ domain }: Pick<Plan, 'domain'>): ComparedColumns {
  return comparedColumns(pinnedLinkage(domain).settings, domain.configuration.resolve.linkage_model !== 'shipped')
}

/** @param trains whether a run may train a model on the records */
function comparedColumns(settings: LinkageSettings, trains: boolean): ComparedColumns {
  const derived = new Map<string, readonly RecordColumn[]>()
  const isColumn = (name: string): name is RecordColumn => Object.hasOwn(RECORD_COLUMNS, name)
  // A derived column may use earlier ones.
  for (const [name, sql] of Object.entries(settings.options.derived_columns))
    derived.set(name, [
      ...new Set(
        sqlTokens(sql).flatMap(({ kind, value }) =>
          kind !== 'word' && kind !== 'quoted' ? [] : (derived.get(value) ?? (isColumn(value) ? [value] : [])),
        ),
      ),
    ])
  const compared = distinct(settings.comparisons.flatMap(({ columns }) => columns))
  const frequencies = settings.comparisons.flatMap(({ levels }) =>
    levels.flatMap(({ termFrequency }) => (termFrequency === undefined ? [] : [termFrequency.column])),
  )
  const { contradicting_columns: contradicting, duplicate_free_sources: free } = settings.options
  return {
    derived,
    blocked: distinct(settings.rules.flatMap(({ columns }) => columns)),
    compared,
    weighed: distinct([
      'record_key',
      ...frequencies,
      ...contradicting,
      ...(free.length > 0 ? [settings.sourceColumn] : []),
      ...(trains ? compared : []),
    ]),
  }
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)]
