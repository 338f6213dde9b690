import { attributesFed } from '../../domain/columns-read.ts'
import type { Source, SourceTable } from '../../domain/index.ts'
import { type MappedColumns, mappedColumns } from '../../ledger/mapped-columns.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import type { GateCheck } from '../../quality/index.ts'
import { count, list } from '../../quality/phrases.ts'
import type { LastRelease } from './last-release.ts'

/** A check of what a source brought, and the dataset that it is about: a table, or a source that brought nothing. */
export interface SourceFinding {
  readonly dataset: string
  readonly title: string
  readonly check: GateCheck
}

type Finding = Pick<SourceFinding, 'dataset' | 'title'> & Pick<GateCheck, 'id' | 'expected' | 'found'>

/**
 * What the last release had of the sources and this run has not: a source without a file, a table without a row, a column that fed what
 * is published. Each blocks until it is back, a decision lets it through, or the domain says otherwise; where the domain or the program
 * is another one there is nothing to compare it with, so it only warns.
 */
export async function sourceFindings(context: PlannedContext, last: LastRelease | null): Promise<SourceFinding[]> {
  if (last === null) return []
  const found = await mappedColumns(context)
  const { sources } = context.plan.domain.compiled
  return sources.flatMap((source) => findingsOf(context, source, found, last))
}

function findingsOf(
  { plan }: PlannedContext,
  source: Source,
  found: ReadonlyMap<string, MappedColumns>,
  last: LastRelease,
): SourceFinding[] {
  const { release, otherwise } = last
  const files = release.sources.filter((file) => file.source === source.id)
  if (files.length === 0) return []
  const told = ({ dataset, title, id, expected, found }: Finding): SourceFinding => ({
    dataset,
    title,
    check: {
      id,
      severity: otherwise === null ? 'error' : 'warning',
      outcome: 'failed',
      expected,
      found: otherwise === null ? found : `${found} It does not block: ${otherwise}.`,
    },
  })
  if (!plan.sources.some((file) => file.source === source.id)) {
    if (source.optional) return []
    const names = list(files.map(({ key }) => key.slice(key.lastIndexOf('/') + 1)).slice(0, 3))
    return [
      told({
        dataset: source.id,
        title: source.title,
        id: 'source.absent',
        expected: `Every source of release ${release.release} is there.`,
        found: `No file of ${source.title} is; then there ${files.length === 1 ? 'was' : 'were'} ${names}. Land it again, or say \`optional: true\` of the source in domain.yaml if runs may be without it.`,
      }),
    ]
  }
  return source.tables.flatMap((table) => tableFindings(source, table, found.get(table.id), last).map(told))
}

function tableFindings(
  source: Source,
  table: SourceTable,
  now: MappedColumns | undefined,
  { release, sources }: LastRelease,
): Finding[] {
  const before = sources?.datasets[table.id]
  if (before === undefined || before.metrics.rows === 0) return []
  if (now === undefined || now.rows === 0) {
    if (source.optional) return []
    const what = now === undefined ? 'it is not there' : 'it has a header and no row'
    return [
      {
        dataset: table.id,
        title: source.title,
        id: 'source.empty',
        expected: `Every table of release ${release.release} has rows.`,
        found: `It had ${count(before.metrics.rows)}, and now ${what}.`,
      },
    ]
  }
  const fed = attributesFed(table)
  const gone = Object.entries(before.columns ?? {}).filter(
    ([field]) => fed.has(field) && now.mapped[field] === undefined,
  )
  if (gone.length === 0) return []
  const labels = gone.map(([field, header]) => `"${header}" (${list(fed.get(field) ?? [])})`)
  const known = new Set(Object.values(before.columns ?? {}))
  const fresh = now.unmapped.filter((header) => !known.has(header)).map((header) => `"${header}"`)
  return [
    {
      dataset: table.id,
      title: source.title,
      id: 'source.columns',
      expected: `Every column of release ${release.release} that feeds what is published is there.`,
      found: `${list(labels)} ${gone.length === 1 ? 'is' : 'are'} not.${fresh.length === 0 ? '' : ` Not mapped: ${list(fresh.slice(0, 10))}.`} Map the column in domain.yaml, or have the source's file mended.`,
    },
  ]
}
