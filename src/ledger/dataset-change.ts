import type { PiiClass } from '../contracts/index.ts'
import { mask } from '../contracts/mask.ts'
import { publishedColumns } from '../domain/published-columns.ts'
import { LIST_SEPARATOR } from '../engine/column-types.ts'
import type { Engine } from '../engine/engine.ts'
import type { SiteChange } from '../site/index.ts'
import { compareRows } from '../versions/compare-rows.ts'
import { countDifferences } from '../versions/count-differences.ts'
import { differenceColumns, firstRowsSql, ROW_CHANGES } from '../versions/difference-rows.ts'
import { entityMoves } from '../versions/entity-moves.ts'
import { impactOf } from '../versions/impact.ts'
import type { DiffSide, LinkedStates } from '../versions/index.ts'
import type { PinnedDomain } from './pinned-domain.ts'

/** Two states of a dataset, and what is known of its columns. */
export interface ComparedStates {
  readonly before: DiffSide
  readonly after: DiffSide
  /** The contract of the state after: its key, and the classes of its columns. */
  readonly fields: readonly { readonly name: string; readonly primaryKey: boolean; readonly pii: PiiClass }[]
  /** The columns that only tell where values come from. */
  readonly telling: ReadonlySet<string>
  /** The columns that hold an id of an entity. */
  readonly ids: ReadonlySet<string>
  /** Whether the dataset tells of entities and holds none itself. */
  readonly tells: boolean
  readonly majorRose: boolean
  /** SQL of `entity_links` of both states, where both have them. */
  readonly links?: { readonly before: string; readonly after: string } | undefined
}

/** What a change says besides which versions it is of. */
export type DatasetChange = Required<Omit<SiteChange, 'dataset' | 'from' | 'to' | 'semanticVersion'>>

/** Rows of each kind, and entities that became one or several, that are shown. */
const SHOWN = 15

/** Entities are told apart by an id of one column; null for what is no dataset of entities, or where links are missing. */
export function linkedStates(
  { before, after, links, tells }: ComparedStates,
  key: readonly string[],
): LinkedStates | null {
  const [idColumn] = key
  if (links === undefined || tells || idColumn === undefined || key.length !== 1) return null
  return {
    idColumn,
    before: before.query,
    after: after.query,
    linksBefore: links.before,
    linksAfter: links.after,
  }
}

export const compareStates = ({ before, after, fields }: ComparedStates) =>
  compareRows(
    before,
    after,
    fields.filter(({ primaryKey }) => primaryKey).map(({ name }) => name),
  )

/** What differs between two states of a dataset, in numbers and in the first rows; those are masked as the contract says. */
export async function datasetChange(engine: Engine, states: ComparedStates): Promise<DatasetChange> {
  const comparison = compareStates(states)
  const found = await countDifferences(engine, comparison, states.telling)
  const linked = linkedStates(states, comparison.key)
  const { merged, split, moves } =
    linked === null || found.added + found.removed === 0
      ? { merged: 0, split: 0, moves: [] }
      : await entityMoves(engine, linked, SHOWN)
  const examples = await firstRows(engine, states, comparison, found)
  // What only tells where values come from stands last.
  const fields = found.fields
    .filter(({ changed }) => changed > 0)
    .sort((a, b) => Number(states.telling.has(a.name)) - Number(states.telling.has(b.name)) || b.changed - a.changed)
  const by = (count: 'changed' | 'filled' | 'emptied') =>
    Object.fromEntries(fields.flatMap((field) => (field[count] > 0 ? [[field.name, field[count]]] : [])))
  return {
    before: found.before,
    rows: found.after,
    added: found.added,
    removed: found.removed,
    changed: found.changed,
    columns: by('changed'),
    filled: by('filled'),
    emptied: by('emptied'),
    addedColumns: [...found.addedColumns],
    removedColumns: [...found.removedColumns],
    retypedColumns: [...found.retypedColumns],
    impact: impactOf(found, states),
    key: comparison.key,
    merged,
    split,
    moves,
    examples,
  }
}

async function firstRows(
  engine: Engine,
  { fields, telling, ids }: ComparedStates,
  comparison: ReturnType<typeof compareRows>,
  found: Readonly<Record<'added' | 'removed' | 'changed', number>>,
): Promise<DatasetChange['examples']> {
  const classes = new Map(fields.map(({ name, pii }) => [name, pii]))
  const shown = (name: string, value: string | null): string | null =>
    value === null ? null : maskedParts(value, classes.get(name) ?? 'personal')
  const names = differenceColumns(comparison).slice(1, 1 + comparison.key.length)
  const examples = []
  for (const change of ROW_CHANGES) {
    if (found[change] === 0) continue
    const rows = await engine.rows<Record<string, string | null>>(
      firstRowsSql(comparison, change, SHOWN, new Set([...telling, ...ids])),
    )
    for (const row of rows) {
      const field = row.field ?? ''
      examples.push({
        change,
        key: names.map(({ name }, at) => shown(comparison.key[at] ?? '', row[name] ?? null) ?? ''),
        field,
        before: shown(field, row.before ?? null),
        after: shown(field, row.after ?? null),
      })
    }
  }
  return examples
}

/** Each part of a list by itself: a mask of them all would say nothing of most. */
const maskedParts = (value: string, pii: PiiClass): string =>
  pii === 'personal'
    ? value
        .split(LIST_SEPARATOR)
        .slice(0, 5)
        .map((part) => mask(part, pii))
        .join(LIST_SEPARATOR)
    : mask(value, pii)

/** The columns of a domain's dataset that only tell where values come from or hold an id, and whether it tells of entities alone. */
export function natureOf(
  { compiled }: Pick<PinnedDomain, 'compiled'>,
  dataset: string,
): Pick<ComparedStates, 'telling' | 'ids' | 'tells'> {
  const entity = compiled.entities.find((one) => one.dataset === dataset)
  const columns = entity === undefined ? [] : publishedColumns(entity, compiled)
  return {
    tells: entity === undefined,
    ids: new Set(entity === undefined ? [] : compiled.entities.map(({ idColumn }) => idColumn)),
    telling: new Set(columns.filter(({ rule }) => rule?.derived.rule.kind === 'sources').map(({ name }) => name)),
  }
}

/** A dataset that nothing was published of before: all of it is new. */
export const firstChange = (rows: number): DatasetChange => ({
  ...unchanged(rows),
  before: 0,
  added: rows,
  impact: rows === 0 ? 'none' : 'large',
})

/** A version that stays. */
export const unchanged = (rows: number): DatasetChange => ({
  before: rows,
  rows,
  added: 0,
  removed: 0,
  changed: 0,
  columns: {},
  filled: {},
  emptied: {},
  addedColumns: [],
  removedColumns: [],
  retypedColumns: [],
  impact: 'none',
  key: [],
  merged: 0,
  split: 0,
  moves: [],
  examples: [],
})
