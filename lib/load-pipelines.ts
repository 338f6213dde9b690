import { readdir } from 'node:fs/promises'
import type { Pipeline } from '../src/config/index.ts'
import { loadPipeline } from '../src/config/load-pipeline.ts'
import { loadProfile } from '../src/config/load-profile.ts'
import { packagePath } from '../src/config/package-path.ts'
import { resolveConfiguration } from '../src/config/resolve-configuration.ts'

/**
 * Every pipeline of `pipelines/`, in the order of their names, with what they would run with checked.
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
    pipelines.push(pipeline)
  }
  return pipelines
}
