import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the shipped profiles, pipelines and suites are. */
export const PACKAGE_ROOT: string = join(import.meta.dirname, '..', '..')

/** The version of Hotpass that does the work, from its package. */
export const CODE_VERSION: string = (
  JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as { version: string }
).version
