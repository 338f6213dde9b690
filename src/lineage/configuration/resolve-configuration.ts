import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { LineageConfigurationError } from '../errors.ts'
import { environmentTree, isTree, merge, sameKey, type Tree } from './environment-tree.ts'
import { parseTransportConfig, type TransportConfig } from './transport-config.ts'

/** Where a configuration is looked for. */
export interface ConfigurationSources {
  /** What the constructor was given: `{ transport: { type: … } }`. */
  readonly config?: unknown
  /** Default: the process's. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Where `./openlineage.yml` is looked for. Default: the process's. */
  readonly workingFolder?: string
  /** Where `.openlineage/openlineage.yml` is looked for. Default: the user's. */
  readonly homeFolder?: string
}

/** What was configured, and by what. */
export interface ResolvedConfiguration {
  readonly transport: TransportConfig
  /** For people: `the constructor`, a file's path, `OPENLINEAGE__…`, `OPENLINEAGE_URL`. */
  readonly from: string
}

/**
 * Finds the transport by the standard's order: constructor, `openlineage.yml` (`OPENLINEAGE_CONFIG`, working folder,
 * `~/.openlineage/`), `OPENLINEAGE__TRANSPORT__…`, `OPENLINEAGE_URL` with `_ENDPOINT` and `_API_KEY`. The first that names a
 * transport is used whole. `OPENLINEAGE_DISABLED=true` goes before all. Undefined: nothing is configured.
 * @throws LineageConfigurationError
 */
export function resolveConfiguration(sources: ConfigurationSources = {}): ResolvedConfiguration | undefined {
  const env = sources.env ?? process.env
  if (/^(true|1|yes)$/i.test(env.OPENLINEAGE_DISABLED?.trim() ?? ''))
    return { transport: { type: 'noop' }, from: 'OPENLINEAGE_DISABLED' }
  const given = transportOf(sources.config)
  if (given !== undefined) return { transport: parseTransportConfig(given, 'transport'), from: 'the constructor' }
  const file = configurationFile(env, sources)
  if (file !== undefined) {
    const section = transportOf(readYaml(file))
    if (section !== undefined) return { transport: parseTransportConfig(section, `transport in ${file}`), from: file }
  }
  const tree = environmentTree(env)
  const simple = simpleHttp(env)
  const section = transportOf(tree)
  if (section !== undefined)
    return {
      transport: parseTransportConfig(withDefaultHttp(section, simple), 'transport in OPENLINEAGE__TRANSPORT'),
      from: 'OPENLINEAGE__TRANSPORT',
    }
  if (simple === undefined) return undefined
  return { transport: parseTransportConfig(simple, 'transport of OPENLINEAGE_URL'), from: 'OPENLINEAGE_URL' }
}

function transportOf(config: unknown): unknown {
  if (!isTree(config)) return undefined
  return Object.entries(config).find(([key]) => sameKey(key, 'transport'))?.[1] ?? undefined
}

function configurationFile(
  env: Readonly<Record<string, string | undefined>>,
  sources: ConfigurationSources,
): string | undefined {
  const named = env.OPENLINEAGE_CONFIG
  if (named) {
    if (!existsSync(named))
      throw new LineageConfigurationError(
        `OPENLINEAGE_CONFIG names ${named}, which is not there. Correct the path, or unset it.`,
      )
    return named
  }
  return [
    join(sources.workingFolder ?? process.cwd(), 'openlineage.yml'),
    join(sources.homeFolder ?? homedir(), '.openlineage', 'openlineage.yml'),
  ].find((path) => existsSync(path))
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new LineageConfigurationError(
      `${path} cannot be read as YAML (${cause instanceof Error ? cause.message.split('\n')[0] : cause}). Correct it, or move it away.`,
      { cause },
    )
  }
}

function simpleHttp(env: Readonly<Record<string, string | undefined>>): Tree | undefined {
  if (!env.OPENLINEAGE_URL) return undefined
  return {
    type: 'http',
    url: env.OPENLINEAGE_URL,
    ...(env.OPENLINEAGE_ENDPOINT ? { endpoint: env.OPENLINEAGE_ENDPOINT } : {}),
    ...(env.OPENLINEAGE_API_KEY ? { auth: { type: 'api_key', apiKey: env.OPENLINEAGE_API_KEY } } : {}),
  }
}

/** A composite from the environment also takes in `OPENLINEAGE_URL`, as its transport `default_http`. */
function withDefaultHttp(section: unknown, simple: Tree | undefined): unknown {
  if (simple === undefined || !isTree(section) || section.type !== 'composite' || !isTree(section.transports))
    return section
  const there = section.transports.default_http
  if (isTree(there) && Object.keys(there).length === 0) return section
  return { ...section, transports: merge({ ...section.transports }, { default_http: simple }) }
}
