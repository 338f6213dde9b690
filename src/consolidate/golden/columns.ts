import type { Attribute, Entity } from '../../domain/index.ts'
import { sqlName, sqlText } from '../../engine/sql.ts'

/** The table of an entity's rows: refined columns, `_id` of the golden record, and `_parent_<entity>` of what it belongs to. */
export const rowsTable = (entity: string): string => sqlName(`rows_${entity}`)
/** Golden records before what is derived: an attribute a column, with `<attribute>#from` and the like beside it. */
export const goldenTable = (entity: string): string => sqlName(`golden_${entity}`)
/** A view: the rows with their ranks. */
export const rankedTable = (entity: string): string => sqlName(`ranked_${entity}`)
export const publishedTable = (entity: string): string => sqlName(`published_${entity}`)

/** Where the value of a golden attribute came from, as JSON text. No attribute's name has a #. */
export const fromColumn = (attribute: string): string => sqlName(`${attribute}#from`)
/** The rank of the row that gave the value; of a list of the first that has one. */
export const rankColumn = (attribute: string): string => sqlName(`${attribute}#rank`)
/** The first element of a list in order of trust; lists themselves are sorted. */
export const firstColumn = (attribute: string): string => sqlName(`${attribute}#first`)
/** Every value of a single attribute. */
export const allColumn = (attribute: string): string => sqlName(`${attribute}#all`)
/** Columns of what values of an attribute say that it is called besides. */
export const alsoCalledColumns = ({ type, columns }: Attribute): readonly string[] =>
  type.parts.flatMap(({ name, alsoCalled }) => (alsoCalled === true ? [columns.part(name)] : []))
/** Those of an entity that are published. */
export const keptParts = ({ attributes, derived }: Entity): ReadonlySet<string> =>
  new Set(
    attributes
      .filter(({ name }) => derived.some(({ rule }) => rule.kind === 'of' && rule.of === name))
      .flatMap(alsoCalledColumns),
  )
export const parentColumn = (parent: string): string => sqlName(`_parent_${parent}`)
export const parentsColumn = (parent: string): string => sqlName(`_parents_${parent}`)

/** Where a row's values came from by a rule, as JSON text: made once a row, whatever the number of its columns. */
export const placeColumn = (rule: string): string => sqlName(`#${rule}`)
export const placeSql = (rule: string): string =>
  `to_json({'source': _source, 'record': _record_id, 'file': _file, 'sheet': _sheet, 'row_number': _row, 'rule': ${sqlText(rule)}})::VARCHAR`

/** `CASE` over a short list of texts. */
export const caseSql = (value: string, cases: Iterable<readonly [string, string]>): string => {
  const lines = [...cases].map(([from, to]) => `WHEN ${sqlText(from)} THEN ${sqlText(to)}`)
  return lines.length === 0 ? value : `CASE ${value} ${lines.join(' ')} ELSE ${value} END`
}
