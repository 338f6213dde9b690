import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { BUILT_FILE, isInstalled } from '../src/config/checkout-version.ts'
import { packagePath } from '../src/config/package-path.ts'

export type Architecture = 'arm64' | 'x86_64'

/** Architecture as Lambda spells it → as Node and npm do. */
export const NODE_ARCHITECTURE: Readonly<Record<Architecture, string>> = { arm64: 'arm64', x86_64: 'x64' }

const packageOf = (architecture: Architecture): string =>
  `@duckdb/node-bindings-linux-${NODE_ARCHITECTURE[architecture]}`

/** Where a fetched binding is kept, outside of version control: in the checkout, or in the working folder of an installed package. */
const cacheOf = (architecture: Architecture): string =>
  join(isInstalled() ? resolve('.hotpass') : packagePath('.hotpass'), 'duckdb', packageOf(architecture))

/** Where npm may have put a package that this one depends on: beside it, or with those it is installed for. */
function installedAt(name: string): string[] {
  const places: string[] = []
  for (let at = packagePath('.'); dirname(at) !== at; at = dirname(at)) places.push(join(at, 'node_modules', name))
  return places
}

/**
 * The folder of DuckDB's binding for Linux: the one npm installed when this machine is of that kind, else the fetched one.
 * Undefined when it is neither: npm leaves other architectures out in silence.
 */
export function duckdbBinding(architecture: Architecture): string | undefined {
  const version = lockedBinding(architecture).version
  return [...installedAt(packageOf(architecture)), cacheOf(architecture)].find(
    (folder) =>
      existsSync(join(folder, 'libduckdb.so')) &&
      (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version === version,
  )
}

const pinSchema = z.object({ version: z.string(), integrity: z.string() })

const builtSchema = z.object({ duckdb: z.record(z.string(), pinSchema) })

/** What the lock file says of the binding: every platform's is in it, installed or not. An installed package was told when it was built. */
function lockedBinding(architecture: Architecture): z.output<typeof pinSchema> {
  if (isInstalled()) {
    const pin = builtSchema.parse(JSON.parse(readFileSync(packagePath(BUILT_FILE), 'utf8'))).duckdb[architecture]
    if (pin === undefined) throw new Error(`${BUILT_FILE} pins no binding of DuckDB for ${architecture}.`)
    return pin
  }
  const lock = JSON.parse(readFileSync(packagePath('package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string; integrity: string } | undefined>
  }
  const locked = lock.packages[`node_modules/${packageOf(architecture)}`]
  if (locked === undefined) throw new Error(`package-lock.json does not name ${packageOf(architecture)}.`)
  return locked
}

/** What the lock file pins of every binding that a deployment may need. */
export const bindingPins = (): Readonly<Record<string, { version: string; integrity: string }>> =>
  Object.fromEntries(
    (Object.keys(NODE_ARCHITECTURE) as Architecture[]).map((one) => {
      const { version, integrity } = lockedBinding(one)
      return [one, { version, integrity }]
    }),
  )

/** True when the bytes are those that the lock file pins (Subresource Integrity, sha512). */
export const hasIntegrity = (bytes: Uint8Array, integrity: string): boolean =>
  integrity.split(' ').includes(`sha512-${createHash('sha512').update(bytes).digest('base64')}`)

/**
 * Downloads the binding through npm at the pinned version, checks it against the pinned integrity, and keeps it in
 * `.hotpass/duckdb/`. A folder that is there already is left alone.
 */
export function fetchDuckdbBinding(architecture: Architecture): string {
  const held = duckdbBinding(architecture)
  if (held !== undefined) return held
  const name = packageOf(architecture)
  const { version, integrity } = lockedBinding(architecture)
  const work = mkdtempSync(join(tmpdir(), 'hotpass-duckdb-'))
  try {
    execFileSync('npm', ['pack', '--silent', `${name}@${version}`], {
      cwd: work,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const [archive] = readdirSync(work)
    if (archive === undefined) throw new Error(`npm packed nothing for ${name}@${version}.`)
    if (!hasIntegrity(readFileSync(join(work, archive)), integrity))
      throw new Error(
        `${name}@${version}: what was downloaded is not what is pinned. Nothing was kept. Ask who runs the registry; do not work around it.`,
      )
    execFileSync('tar', ['-xzf', archive], { cwd: work })
    const target = cacheOf(architecture)
    rmSync(target, { recursive: true, force: true })
    mkdirSync(join(target, '..'), { recursive: true })
    moveFolder(join(work, 'package'), target)
    return target
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function moveFolder(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    execFileSync('cp', ['-R', from, to])
  }
}
