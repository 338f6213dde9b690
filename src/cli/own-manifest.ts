import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { z } from 'zod'
import { isInstalled } from '../config/checkout-version.ts'
import { packagePath } from '../config/package-path.ts'

const pins = z.record(z.string(), z.string()).default({})
const manifestSchema = z.object({
  version: z.string(),
  dependencies: pins,
  devDependencies: pins,
  peerDependencies: pins,
})

/** What deploying needs besides this program. */
const PEERS = ['aws-cdk-lib', 'constructs', '@aws-cdk/toolkit-lib']

/** The version of this program, and the versions of what it is deployed with: as a checkout pins them, or as the package asks for them. */
export function ownManifest(): { readonly version: string; readonly peers: Readonly<Record<string, string>> } {
  const read = manifestSchema.parse(JSON.parse(readFileSync(packagePath('package.json'), 'utf8')))
  const known = { ...read.dependencies, ...read.devDependencies, ...read.peerDependencies }
  return {
    version: read.version,
    peers: Object.fromEntries(PEERS.map((name) => [name, (known[name] ?? 'latest').replace(/^\^/, '')])),
  }
}

/** Whether a folder lies below the one that this program is installed in: its commands are found there, unless it has a manifest of its own. */
export function isInstalledAbove(folder: string): boolean {
  if (!isInstalled()) return false
  const path = relative(dirname(dirname(packagePath('.'))), resolve(folder))
  return path !== '' && !/^\.\.(?:[/\\]|$)/.test(path)
}
