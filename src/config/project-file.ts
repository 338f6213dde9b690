import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { packagePath } from './package-path.ts'

/** The file that makes a folder a project. */
export const PROJECT_FILE = 'hotpass.yaml'

/** The folder of the nearest `hotpass.yaml` from a folder upwards; else the one that this program brings, as a function's bundle does. */
export function projectFolder(from: string = process.cwd()): string | undefined {
  for (let at = resolve(from); ; at = dirname(at)) {
    if (existsSync(join(at, PROJECT_FILE))) return at
    if (dirname(at) === at) break
  }
  return existsSync(packagePath(PROJECT_FILE)) ? packagePath('.') : undefined
}
