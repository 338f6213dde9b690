import { LIST_SEPARATOR } from '../engine/column-types.ts'
import type { ColumnDefinition } from '../engine/engine.ts'
import { sqlName, sqlText } from '../engine/sql.ts'
import { differsSql, isShared, type RowComparison, sideText } from './compare-rows.ts'
import { entityMovesSql, type LinkedStates } from './entity-moves.ts'

export const ROW_CHANGES = ['removed', 'added', 'changed'] as const
export type RowChange = (typeof ROW_CHANGES)[number]

const OWN_COLUMNS: ReadonlySet<string> = new Set(['change', 'field', 'before', 'after'])

/** What a column of the key is called beside our own. */
const keyColumn = (name: string): string => (OWN_COLUMNS.has(name) ? `key_${name}` : name)

/** The columns of `differenceRowsSql`: what became of the row, its key, and of one field what it said and says, all as text. */
export const differenceColumns = ({ key }: Pick<RowComparison, 'key'>): ColumnDefinition[] =>
  ['change', ...key.map(keyColumn), 'field', 'before', 'after'].map((name) => ({ name, type: 'string' }))

const CHANGE = `CASE WHEN b._present IS NULL THEN 'added' WHEN a._present IS NULL THEN 'removed' ELSE 'changed' END`

/** Fields of one changed row among the first ones. */
const FIRST_FIELDS = 4

/**
 * SQL of a line for each field of a row that says something else: of a row that came or went each of its values, its key among them;
 * of one that stayed those that both states have.
 * @param unshown of the first lines, which show a few fields of a row: columns that say little
 */
function linesSql({ key, columns, joined }: RowComparison, unshown?: ReadonlySet<string>): string {
  const field = columns.map((column, at) => {
    const oneSided = `(b._present IS NULL OR a._present IS NULL) AND coalesce(${sideText('a', column)}, ${sideText('b', column)}) IS NOT NULL`
    const differs = isShared(column)
      ? `(${oneSided}) OR (b._present AND a._present AND ${differsSql(column)})`
      : oneSided
    const shown = unshown !== undefined && (column.isKey || unshown.has(column.name)) ? 'false' : `(${differs})`
    return `{'at': ${at}, 'field': ${sqlText(column.name)}, 'before': ${sideText('b', column)}, 'after': ${sideText('a', column)}, 'shown': ${shown}}`
  })
  const keys = key.map((name) => {
    const column = columns.find((one) => one.name === name)
    return column === undefined
      ? ''
      : `coalesce(${sideText('a', column)}, ${sideText('b', column)}) AS ${sqlName(keyColumn(name))}`
  })
  const listed = `list_filter([${field.join(', ')}], lambda one: coalesce(one.shown, false))`
  const some =
    unshown === undefined ? listed : `${listed}[1:CASE WHEN ${CHANGE} = 'changed' THEN ${FIRST_FIELDS} ELSE 1 END]`
  return `SELECT ${[`${CHANGE} AS _change`, ...keys].join(', ')}, unnest(${some}) AS _one FROM ${joined}`
}

const order = (key: readonly string[]): string => [...key.map((name) => sqlName(keyColumn(name))), '_one.at'].join(', ')

const selected = (key: readonly string[]): string =>
  [
    '_change AS change',
    ...key.map((name) => sqlName(keyColumn(name))),
    '_one.field AS field',
    '_one.before AS before',
    '_one.after AS after',
  ].join(', ')

/** SQL of every line, entities that became one or several first. @param linked where the rows are entities */
export function differenceRowsSql(comparison: RowComparison, linked: LinkedStates | undefined): string {
  const { key } = comparison
  const [id] = key
  const rows = `SELECT ${selected(key)}, 1 AS _part, _one.at AS _at FROM (${linesSql(comparison)})`
  const columns = differenceColumns(comparison).map(({ name }) => sqlName(name))
  const moves =
    linked === undefined || id === undefined || key.length !== 1
      ? ''
      : `SELECT change, entity, ${sqlText(id)},
           CASE WHEN change = 'merged' THEN array_to_string(entities, '${LIST_SEPARATOR}') ELSE entity END,
           CASE WHEN change = 'merged' THEN entity ELSE array_to_string(entities, '${LIST_SEPARATOR}') END, 0, 0
         FROM (${entityMovesSql(linked)}) UNION ALL `
  const keys = key.map((name) => sqlName(keyColumn(name)))
  return `SELECT ${columns.join(', ')} FROM (${moves}${rows}) AS lines(${[...columns, '_part', '_at'].join(', ')})
    ORDER BY ${['_part', 'change DESC', ...keys, '_at'].join(', ')}`
}

/** SQL of the first lines of one kind of change: of rows that came or went one value each beside the key, of others a few. */
export const firstRowsSql = (
  comparison: RowComparison,
  change: RowChange,
  most: number,
  unshown: ReadonlySet<string>,
): string =>
  `SELECT ${selected(comparison.key)} FROM (${linesSql(comparison, unshown)})
   WHERE _change = ${sqlText(change)} ORDER BY ${order(comparison.key)} LIMIT ${most}`
