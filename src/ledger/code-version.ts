import { readFileSync } from 'node:fs'
import { packagePath } from '../config/package-path.ts'

/** The version of Hotpass that does the work, from its package, or from the copy that a function carries. */
export const CODE_VERSION: string = (
  JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { version: string }
).version
