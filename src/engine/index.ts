/** The door of the engine room: what others may take of it. */

export { type ColumnDefinition, type ColumnType, Engine, type EngineOptions, openEngine } from './engine.ts'
export { ENGINE_NAME, ENGINE_VERSION } from './engine-version.ts'
export { EngineQueryError } from './errors.ts'
export { sqlFiles, sqlName, sqlText } from './sql.ts'
