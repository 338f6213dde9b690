/** The door of the config room: what others may take of it. */
export { BUILT_FILE, checkoutVersion, deployedVersion, isInstalled, projectFiles } from './checkout-version.ts'
export { configurationReference } from './configuration-reference.ts'
export { configurationSchema } from './configuration-schema.ts'
export {
  DEPLOYED_KEYS,
  type DeployedEnvironment,
  DeployedEnvironmentError,
  type DeployedKey,
  ENVIRONMENT_PATTERN,
  environmentNameSchema,
  parameterName,
  parameterPath,
  parseDeployedEnvironment,
} from './deployed-environment.ts'
export {
  ConfigurationError,
  ConfigurationFileError,
  DomainIdNotFoundError,
  PipelineNotFoundError,
  SettingValueError,
  UnknownSettingError,
} from './errors.ts'
export { globsMeet } from './globs-meet.ts'
export { ID_PATTERN } from './id-pattern.ts'
export { loadPipeline } from './load-pipeline.ts'
export { locateDomain, shippedDomains } from './locate-domain.ts'
export { matchGlob } from './match-glob.ts'
export { METRIC_NAMESPACE, METRICS, type MetricDimension, type MetricName } from './metric-names.ts'
export { packagePath, programPath } from './package-path.ts'
export type { Pipeline } from './pipeline.ts'
export { findProject, type Project, readProject } from './project.ts'
export { PROJECT_FILE, projectFolder } from './project-file.ts'
export { type ResolvedConfiguration, resolveConfiguration } from './resolve-configuration.ts'
export { type Configuration, SETTINGS } from './settings.ts'
export { meantProject, shippedProject } from './shipped-project.ts'
export { SITE_ASSET_FILES, shippedAsset } from './site-asset-files.ts'
