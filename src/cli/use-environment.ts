import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { DeployedEnvironment } from '../config/deployed-environment.ts'
import { projectFolder } from '../config/project-file.ts'
import { DEFAULT_STORE } from './common-options.ts'
import { placeFlags, type Workplace } from './complete-commands.ts'
import { UsageError } from './errors.ts'

/** What `--env` adds to a command's options. */
export interface EnvironmentOptions {
  readonly env?: string
  /** Where the environment is; set whenever `env` is. */
  readonly deployed?: DeployedEnvironment
}

/** The store of the project that the working folder lies in; undefined outside of one, and where it is the default. */
async function projectStore(): Promise<string | undefined> {
  const folder = projectFolder()
  if (folder === undefined) return undefined
  const { readProject } = await import('../config/project.ts')
  const store = readProject(folder).store ?? join(folder, DEFAULT_STORE)
  if (store === resolve(DEFAULT_STORE)) return undefined
  chosenByProject = store
  return store
}

let chosenByProject: string | undefined

/** The store of whoever names none: the project's own, else the default. */
export const storeHere = async (): Promise<string> => (await projectStore()) ?? DEFAULT_STORE

/** Before a command acts: `--env E` becomes the environment's store, read from where its stacks published it; a project's own store goes before the default. */
export async function useEnvironment(command: Command): Promise<void> {
  const { env } = command.opts<EnvironmentOptions>()
  if (env === undefined) {
    if (command.getOptionValueSource('store') === 'default') command.setOptionValue('store', await storeHere())
    return
  }
  if (command.getOptionValueSource('store') === 'cli')
    throw new UsageError('--env names a store already. Give --env or --store, not both.')
  const { readDeployedEnvironment } = await import('../runtime/read-deployed-environment.ts')
  const deployed = await readDeployedEnvironment(env)
  command.setOptionValue('deployed', deployed)
  command.setOptionValue('store', deployed.storeUri)
}

/** The environment of a command that makes no sense without one. Throws `UsageError`. */
export function environmentOf(
  options: EnvironmentOptions,
  command: string,
): { env: string; deployed: DeployedEnvironment } {
  const { env, deployed } = options
  if (env === undefined || deployed === undefined)
    throw new UsageError(`hotpass ${command} is about a deployed environment. Name it with --env.`)
  return { env, deployed }
}

/** How a store is named again in a command that is suggested. */
export const storeFlag = (options: PlacedOptions): string => placeFlags(placeOfOptions(options))

/** What says where a command works. */
export interface PlacedOptions {
  readonly env?: string
  readonly store: string
}

/** The same as a command that is suggested has to name it; the store of nobody's choice is named by nobody. */
export const placeOfOptions = ({ env, store }: PlacedOptions): Workplace => ({
  env,
  store: store === DEFAULT_STORE || store === chosenByProject ? undefined : store,
})

/** The same for a command that reads: with the pipeline that was named. */
export const readerFlags = (
  options: EnvironmentOptions & { readonly store: string; readonly pipeline?: string },
): string => `${options.pipeline === undefined ? '' : ` --pipeline ${options.pipeline}`}${storeFlag(options)}`
