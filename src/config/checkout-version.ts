import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { packagePath } from './package-path.ts'

/** What a deployment is made of, beside the environment's own options. */
const PARTS = ['domains', 'lambdas', 'lib', 'pipelines', 'profiles', 'schemas', 'src', 'state-machines']

/** The installable package has no sources to hash: what they were was written beside it when it was built. */
export const BUILT_FILE = 'built.json'

const builtSchema = z.object({ version: z.string() })

/**
 * The version of this checkout, or of the one that this package was built from, with a hash over everything that a deployment of it is made of: `0.1.0+3f2a9c01b7de`. Two checkouts of one
 * package version that would deploy different code differ in it.
 * @param root the checkout
 */
export function checkoutVersion(root: string = packagePath('.')): string {
  const built = join(root, BUILT_FILE)
  if (existsSync(built)) return builtSchema.parse(JSON.parse(readFileSync(built, 'utf8'))).version
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const hash = createHash('sha256')
  const files = PARTS.flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  for (const file of [...files, join(root, 'package-lock.json')].sort())
    hash.update(`${file.slice(root.length)}\n`).update(readFileSync(file))
  return `${version}+${hash.digest('hex').slice(0, 12)}`
}
