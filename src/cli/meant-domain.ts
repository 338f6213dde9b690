import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { locateDomain, shippedDomains } from '../config/locate-domain.ts'
import { findProject } from '../config/project.ts'
import { meantProject } from '../config/shipped-project.ts'
import { UsageError } from './errors.ts'

/** A domain by the name that the project around knows it by, else a shipped one by its id or any by its folder. @throws DomainIdNotFoundError */
export function namedDomain(named: string): ReturnType<typeof locateDomain> {
  const folder = join(findProject()?.folder ?? '.', 'domains', named)
  return existsSync(join(folder, 'domain.yaml')) ? { folder, shown: `domains/${named}` } : locateDomain(named)
}

/** Those that are looked at where nobody names one: the working folder, else all of the project's pipelines, else all that are shipped. */
export function meantDomains(project = findProject()): readonly ReturnType<typeof locateDomain>[] {
  if (existsSync(resolve('domain.yaml'))) return [locateDomain('.')]
  const names = project === undefined ? shippedDomains() : [...new Set(project.pipelines.map(({ domain }) => domain))]
  return names.map((name) => {
    const own = project?.pipelines.find(({ domain }) => domain === name)?.domainFolder
    return own === undefined ? locateDomain(name) : { folder: own, shown: name }
  })
}

/** The one that is named, or meant as the only one. @throws UsageError where several could be meant; DomainIdNotFoundError */
export function meantDomain(named: string | undefined): string {
  if (named !== undefined) return namedDomain(named).folder
  const [only, ...rest] = meantDomains(meantProject())
  if (only !== undefined && rest.length === 0) return only.folder
  const known = [only, ...rest].map((one) => one?.shown.replace(/^domains\//, '') ?? '').join(', ')
  throw new UsageError(`Which domain? Give a folder with a domain.yaml, or one of: ${known}.`)
}
