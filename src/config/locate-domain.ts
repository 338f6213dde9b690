import { existsSync, readdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DomainIdNotFoundError } from './errors.ts'
import { ID_PATTERN } from './id-pattern.ts'
import { packagePath } from './package-path.ts'

/**
 * The folder of a domain: by the id of a shipped one, or by the path of the folder or of its domain.yaml, from the working folder.
 * @throws DomainIdNotFoundError
 */
export function locateDomain(idOrPath: string): { readonly folder: string; readonly shown: string } {
  if (ID_PATTERN.test(idOrPath)) {
    const folder = packagePath(`domains/${idOrPath}`)
    if (existsSync(resolve(folder, 'domain.yaml'))) return { folder, shown: `domains/${idOrPath}` }
  }
  const named = resolve(idOrPath)
  const folder = /(^|[/\\])domain\.ya?ml$/.test(named) ? dirname(named) : named
  if (existsSync(resolve(folder, 'domain.yaml'))) return { folder, shown: idOrPath }
  throw new DomainIdNotFoundError(idOrPath, shippedDomains())
}

/** Ids of the domains that this package ships, in order. */
export function shippedDomains(): string[] {
  const root = packagePath('domains')
  if (!existsSync(root)) return []
  return readdirSync(root)
    .filter((name) => existsSync(resolve(root, name, 'domain.yaml')))
    .sort()
}
