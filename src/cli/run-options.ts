import type { CommonOptions } from './common-options.ts'
import { UsageError } from './errors.ts'
import type { EnvironmentOptions } from './use-environment.ts'

/** What `hotpass run` was given. */
export interface RunOptions extends CommonOptions, EnvironmentOptions {
  readonly landing?: string
  readonly domain?: string
  /** What `--domain` was called before. */
  readonly profile?: string
  readonly asOf?: string
  readonly set: string[]
  readonly whenBusy: 'leave' | 'wait'
  readonly wait: boolean
}

/** The domain that a run was asked for in place of its pipeline's. @throws UsageError when two are named */
export function askedDomain({ domain, profile }: Pick<RunOptions, 'domain' | 'profile'>): string | undefined {
  if (domain !== undefined && profile !== undefined && domain !== profile)
    throw new UsageError(`--domain ${domain} and --profile ${profile} are two names for one thing. Give one of them.`)
  return domain ?? profile
}
