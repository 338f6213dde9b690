/** The door of the models room: the registry of linkage models, in the store. */
export { AliasMovedError, ModelNotFoundError, ModelsError, NothingToRollBackError } from './errors.ts'
export {
  type AliasMove,
  type AliasOutcome,
  aliasName,
  type ModelAliases,
  promoteModel,
  readAliases,
  rollBackModel,
} from './model-aliases.ts'
export {
  listModels,
  listRegistries,
  type ModelVersion,
  readModel,
  registerModel,
  versionOfModel,
} from './model-version.ts'
export type { RegistryName } from './registry-keys.ts'
export { keepTraining, readTraining, type TrainingRecord } from './training-record.ts'
