/** The door of the engine room: what others may take of it. */
export { COLUMN_TYPES, type ColumnType, columnTypeOf, LIST_SEPARATOR, SQL_TYPE, textSql } from './column-types.ts'
export {
  type ColumnDefinition,
  Engine,
  type EngineOptions,
  type EngineReach,
  type FieldId,
  openEngine,
} from './engine.ts'
export { engineMemoryMb, memoryGivenMb } from './engine-memory.ts'
export { ENGINE_NAME, ENGINE_VERSION } from './engine-version.ts'
export { EngineQueryError } from './errors.ts'
export { EXPRESSION_FUNCTIONS, LIST_AGGREGATES } from './expression-functions.ts'
export { type ExpressionText, refusedExpressions } from './scalar-expression.ts'
export { parquetFiles, sqlFile, sqlName, sqlText } from './sql.ts'
