import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isInstalled } from './checkout-version.ts'
import { packagePath } from './package-path.ts'
import { findProject, type Project, readProject } from './project.ts'
import { PROJECT_FILE } from './project-file.ts'

/** The example that comes along; undefined in a function, which carries the project it was deployed with. */
export function shippedProject(): Project | undefined {
  const folder = packagePath('examples/projects/aviation')
  return existsSync(join(folder, PROJECT_FILE)) ? readProject(folder) : undefined
}

/**
 * What is meant where nobody names a project: the one that the working folder lies in, else a checkout's example. Who installed the
 * package has a project of their own, or none.
 * @throws ConfigurationFileError
 */
export const meantProject = (): Project | undefined => findProject() ?? (isInstalled() ? undefined : shippedProject())
