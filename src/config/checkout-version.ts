import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { packagePath } from './package-path.ts'
import type { Project } from './project.ts'
import { PROJECT_FILE } from './project-file.ts'

/** What a deployment is made of, beside the environment's own options. */
const PARTS = ['domains', 'lambdas', 'lib', 'schemas', 'src', 'state-machines']

/** The installable package has no sources to hash: what they were was written beside it when it was built. */
export const BUILT_FILE = 'built.json'

/** Whether this program runs from the installable package, and not from a checkout. */
export const isInstalled = (): boolean => existsSync(packagePath(BUILT_FILE))

const builtSchema = z.object({ version: z.string() })

/**
 * The version of this checkout, or of the one that this package was built from, with a hash over everything that a deployment of it is
 * made of: `0.1.0+3f2a9c01b7de`. Two checkouts of one package version that would deploy different code differ in it.
 * @param root the checkout
 */
export function checkoutVersion(root: string = packagePath('.')): string {
  const built = join(root, BUILT_FILE)
  if (existsSync(built)) return builtSchema.parse(JSON.parse(readFileSync(built, 'utf8'))).version
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return `${version}+${hashOf(root, [...PARTS, 'package-lock.json'])}`
}

/** The version of what a deployment of a project consists of: the program's, and a hash of the project's own files. */
export function deployedVersion(project: Project | undefined): string {
  if (project === undefined) return checkoutVersion()
  return `${checkoutVersion()}.${hashOf(project.folder, projectFiles(project))}`
}

/** What of a project goes with a deployment, relative to its folder: its file, and the domains of its pipelines that lie there. */
export const projectFiles = ({ folder, pipelines }: Project): readonly string[] => [
  PROJECT_FILE,
  ...new Set(
    pipelines.flatMap(({ domainFolder }) => (domainFolder === undefined ? [] : [relative(folder, domainFolder)])),
  ),
]

/** Over files and all that lies in folders, each by its path and content. */
function hashOf(root: string, parts: readonly string[]): string {
  const hash = createHash('sha256')
  const files = parts.flatMap((part) =>
    statSync(join(root, part)).isFile()
      ? [join(root, part)]
      : readdirSync(join(root, part), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name)),
  )
  for (const file of files.sort()) hash.update(`${file.slice(root.length)}\n`).update(readFileSync(file))
  return hash.digest('hex').slice(0, 12)
}
