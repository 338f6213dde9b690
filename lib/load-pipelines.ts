import { readdir } from 'node:fs/promises'
import {
  ConfigurationFileError,
  glueTableName,
  loadPipeline,
  loadProfile,
  type Pipeline,
  packagePath,
  resolveConfiguration,
} from '../src/config/index.ts'

/**
 * Every pipeline of `pipelines/`, in the order of their names, with what they would run with checked.
 * What a pipeline publishes is named by its id, so two of one id, or of one name in Glue, are a mistake too.
 * @throws ConfigurationError: a mistake in a pipeline is told at synthesis, not by its first scheduled run.
 */
export async function loadPipelines(): Promise<readonly Pipeline[]> {
  const files = (await readdir(packagePath('pipelines'))).filter((name) => name.endsWith('.yaml')).sort()
  const pipelines: Pipeline[] = []
  for (const file of files) {
    const pipeline = await loadPipeline(file.replace(/\.yaml$/, ''))
    const profile = await loadProfile(pipeline.profile)
    const settings = { ...pipeline.settings, ...pipeline.parameters }
    resolveConfiguration({ pipeline: { ...pipeline, settings }, profile, set: [] })
    const rival = pipelines.find(({ id }) => glueTableName(id) === glueTableName(pipeline.id))
    if (rival !== undefined)
      throw new ConfigurationFileError(
        `pipelines/${file}`,
        'id',
        `"${pipeline.id}" and "${rival.id}" of pipelines/${rival.id}.yaml are one name in Glue: both would be shown by the same tables.`,
      )
    pipelines.push(pipeline)
  }
  return pipelines
}
