/** The door of the consolidate room: what others may take of it. */
export {
  alsoCalledColumns,
  goldenTable,
  keptParts,
  parentColumn,
  publishedTable,
  rankColumn,
  rankedTable,
  rowsTable,
} from './golden/columns.ts'
export { attributeOf, entityOf } from './golden/derived-tables.ts'
export { conflictsSql, goldenSql } from './golden/golden-sql.ts'
export { makeLookups } from './golden/lookups.ts'
export { markedValuesOf } from './golden/marked-twins.ts'
export { primaryTables, publishedSql } from './golden/published-sql.ts'
export { recencyOf } from './golden/trust-order.ts'
