export { configurationReference } from './configuration-reference.ts'
export {
  DEPLOYED_KEYS,
  type DeployedEnvironment,
  DeployedEnvironmentError,
  type DeployedKey,
  environmentNameSchema,
  parameterName,
  parameterPath,
  parseDeployedEnvironment,
} from './deployed-environment.ts'
export {
  ConfigurationError,
  ConfigurationFileError,
  PipelineNotFoundError,
  ProfileNotFoundError,
  SettingValueError,
  UnknownSettingError,
} from './errors.ts'
export { glueTableName } from './glue-table-name.ts'
export { loadPipeline } from './load-pipeline.ts'
export { loadProfile } from './load-profile.ts'
export { matchGlob } from './match-glob.ts'
export { packagePath } from './package-path.ts'
export type { Pipeline } from './pipeline.ts'
export type { Profile, SheetLayout, SourceProfile } from './profile.ts'
export { type Layer, type ResolvedConfiguration, resolveConfiguration } from './resolve-configuration.ts'
export { type Configuration, SETTINGS, type SettingKey } from './settings.ts'
