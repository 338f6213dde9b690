import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packagePath } from './package-path.ts'

/** What a deployment is made of, beside the environment's own options. */
const PARTS = ['domains', 'lambdas', 'lib', 'pipelines', 'schemas', 'src', 'state-machines']

/**
 * The version of this checkout, with a hash over everything that a deployment of it is made of: `0.1.0+3f2a9c01b7de`. Two checkouts of one
 * package version that would deploy different code differ in it.
 * @param root the checkout
 */
export function checkoutVersion(root: string = packagePath('.')): string {
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
