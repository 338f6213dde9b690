import { toldText } from '../../contracts/told-text.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import type { Plan, SourceFilePin } from '../../ledger/plan-document.ts'

/** Files of one source, as lineage names them. */
export interface SourceDataset {
  readonly name: string
  readonly source: string
  readonly files: readonly SourceFilePin[]
}

/** More files of one source than this are one dataset, their folder: a graph of thousands of files helps nobody. */
const MOST_FILES = 20

/**
 * Source files as datasets: `landing/<source>/<file>`, or `landing/<source>` where there are many. The name is the same whatever the
 * file holds; which content was read says the version (its sha256), and where it lies the subset. An address or phone in a file's name is
 * masked, since lineage is sent to others; files that are called alike then are one dataset.
 */
export function sourceDatasets(plan: Pick<Plan, 'sources'>, only?: readonly string[]): SourceDataset[] {
  const bySource = new Map<string, SourceFilePin[]>()
  for (const pin of plan.sources)
    if (only === undefined || only.includes(pin.source))
      bySource.set(pin.source, appended(bySource.get(pin.source), pin))
  return [...bySource].flatMap(([id, files]) =>
    files.length > MOST_FILES
      ? [{ name: `landing/${id}`, source: id, files }]
      : [...Map.groupBy(files, ({ file }) => `landing/${id}/${toldText(file)}`)].map(([name, alike]) => ({
          name,
          source: id,
          files: alike,
        })),
  )
}

const appended = <T>(list: T[] | undefined, item: T): T[] => {
  if (list === undefined) return [item]
  list.push(item)
  return list
}

/** The contracts that rows of these sources may have. */
export const contractsOf = (sources: PinnedDomain, ids: Iterable<string>): string[] => [
  ...new Set(
    [...ids].flatMap((id) =>
      (sources.compiled.sources.find((known) => known.id === id)?.tables ?? [])
        .filter((table) => !table.ignore)
        .map((table) => table.id),
    ),
  ),
]

/** Key → dataset, for each plan asked about: a Map's shards ask by the thousand. */
const namesOfKeys = new WeakMap<object, ReadonlyMap<string, string>>()

function nameOfKey(plan: Pick<Plan, 'sources'>, key: string): string | undefined {
  const known =
    namesOfKeys.get(plan) ??
    new Map(sourceDatasets(plan).flatMap(({ name, files }) => files.map((file) => [file.key, name] as const)))
  namesOfKeys.set(plan, known)
  return known.get(key)
}

/** The dataset of a key that a stage names: source files and quarantine by their table, everything else as it is. */
export function canonicalName(key: string, plan: Pick<Plan, 'sources'> | undefined): string {
  const quarantine = /^quarantine\/[^/]+/.exec(key)?.[0]
  return quarantine ?? (plan && nameOfKey(plan, key)) ?? key
}

/** More sources than this share their last group. */
const MOST_GROUPS = 16

/**
 * The groups in which a Map's shards are told: one a source, however many shards it has. Beyond so many sources the others are one
 * group, so that no pipeline's lineage grows without end.
 */
export function shardGroups(plan: Pick<Plan, 'sources'> | undefined): ReadonlyMap<string, readonly string[]> {
  const ids = [...new Set((plan?.sources ?? []).map(({ source }) => source))].sort()
  if (ids.length <= MOST_GROUPS) return new Map(ids.map((id) => [id, [id]]))
  const named = ids.slice(0, MOST_GROUPS - 1)
  return new Map<string, string[]>([
    ...named.map((id): [string, string[]] => [id, [id]]),
    ['others', ids.slice(MOST_GROUPS - 1)],
  ])
}
