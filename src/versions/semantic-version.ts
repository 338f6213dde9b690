/** What the semantic version of a dataset looks at. */
export interface VersionedShape {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Names of columns that are never null. */
  readonly required: readonly string[]
  readonly primaryKey: readonly string[]
}

export type ShapeChange = 'major' | 'minor' | 'patch'

/**
 * How a reader of the old shape fares with the new one. Major: a column went or changed its type, a column that was never null
 * may be null, or the primary key is another. Minor: columns came. Patch: data only.
 */
export function shapeChange(before: VersionedShape, after: VersionedShape): ShapeChange {
  const types = new Map(after.columns.map((column) => [column.name, column.type]))
  const kept = before.columns.every((column) => types.get(column.name) === column.type)
  const stillRequired = before.required.every((name) => after.required.includes(name))
  const sameKey = before.primaryKey.join('\n') === after.primaryKey.join('\n')
  if (!kept || !stillRequired || !sameKey) return 'major'
  return after.columns.length > before.columns.length ? 'minor' : 'patch'
}

/** The semantic version that follows `previous`; the first is 1.0.0. */
export function nextSemanticVersion(previous: string | undefined, change: ShapeChange): string {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(previous ?? '')
  if (!match) return '1.0.0'
  const [major, minor, patch] = match.slice(1).map(Number)
  if (change === 'major') return `${(major ?? 0) + 1}.0.0`
  if (change === 'minor') return `${major}.${(minor ?? 0) + 1}.0`
  return `${major}.${minor}.${(patch ?? 0) + 1}`
}
