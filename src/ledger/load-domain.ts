import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Pipeline } from '../config/index.ts'
import { loadPipeline } from '../config/load-pipeline.ts'
import { loadProfile } from '../config/load-profile.ts'
import { packagePath } from '../config/package-path.ts'
import { type ResolvedConfiguration, resolveConfiguration } from '../config/resolve-configuration.ts'
import { SuiteError } from '../quality/errors.ts'
import { LinkageSettingsConfigurationError } from '../resolve/errors.ts'
import { sha256 } from '../storage/sha256.ts'
import { PinnedDomain } from './pinned-domain.ts'

/** What a run is asked for: ids of shipped files, or paths. */
export interface AskedDomain {
  readonly pipeline: string
  /** The pipeline's own without. */
  readonly profile?: string | null | undefined
  readonly set: readonly string[]
}

export interface LoadedDomain {
  readonly pipeline: Pipeline
  readonly configuration: ResolvedConfiguration
  readonly domain: PinnedDomain
}

/**
 * Reads everything that people wrote for a pipeline, once: the only place that turns names of files into content. What comes after
 * takes the result, or what a plan pinned of it.
 * @throws the configuration's errors, SuiteError, LinkageSettingsConfigurationError
 */
export async function loadDomain(asked: AskedDomain): Promise<LoadedDomain> {
  const pipeline = await loadPipeline(asked.pipeline)
  const profile = await loadProfile(asked.profile ?? pipeline.profile)
  const configuration = resolveConfiguration({ pipeline, profile, set: [...asked.set] })
  const suites: Record<string, { file: string; sha256: string; text: string }> = {}
  for (const [dataset, path] of Object.entries(pipeline.suites)) suites[dataset] = await suiteFile(path)
  const domain = new PinnedDomain({
    format: 1,
    pipeline: { id: pipeline.id, description: pipeline.description },
    profile,
    configuration: configuration.values,
    suites,
    linkage: { organizations: await linkageFile(profile.linkage.organizations) },
  })
  return { pipeline, configuration, domain }
}

async function suiteFile(path: string) {
  const file = basename(path)
  const body = await readFile(packagePath(path)).catch((error: unknown) => {
    throw new SuiteError({ file }, 'the suite cannot be read', 'Check that the file is there and readable.', error)
  })
  return { file, sha256: sha256(body), text: body.toString('utf8') }
}

async function linkageFile(path: string) {
  const text = await readFile(packagePath(path), 'utf8').catch(() => {
    throw new LinkageSettingsConfigurationError(`${path} cannot be read. Check the profile's linkage.organizations.`)
  })
  return { file: path, text }
}
