import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')

export type Architecture = 'arm64' | 'x86_64'

/** Architecture as Lambda spells it → as Node and npm do. */
export const NODE_ARCHITECTURE: Readonly<Record<Architecture, string>> = { arm64: 'arm64', x86_64: 'x64' }

const packageOf = (architecture: Architecture): string =>
  `@duckdb/node-bindings-linux-${NODE_ARCHITECTURE[architecture]}`

/** Where a fetched binding is kept, outside of version control. */
const cacheOf = (architecture: Architecture): string => join(ROOT, '.hotpass', 'duckdb', packageOf(architecture))

/**
 * The folder of DuckDB's binding for Linux: the one npm installed when this machine is of that kind, else the fetched one.
 * Undefined when it is neither: npm leaves other architectures out in silence.
 */
export function duckdbBinding(architecture: Architecture): string | undefined {
  const version = lockedBinding(architecture).version
  return [join(ROOT, 'node_modules', packageOf(architecture)), cacheOf(architecture)].find(
    (folder) =>
      existsSync(join(folder, 'libduckdb.so')) &&
      (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version === version,
  )
}

/** What the lock file says of the binding: every platform's is in it, installed or not. */
function lockedBinding(architecture: Architecture): { version: string; integrity: string } {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
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
 * Downloads the binding through npm at the lock file's version, checks it against the lock file's integrity, and keeps it in
 * `.hotpass/duckdb/`. A folder that is there already is left alone.
 */
function fetchDuckdbBinding(architecture: Architecture): string {
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
        `${name}@${version}: what was downloaded is not what package-lock.json pins. Nothing was kept. Ask who runs the registry; do not work around it.`,
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

if (import.meta.main) {
  const asked = process.argv.slice(2)
  const wanted = (asked.length > 0 ? asked : ['arm64', 'x86_64']) as Architecture[]
  for (const architecture of wanted) {
    if (!(architecture in NODE_ARCHITECTURE)) {
      console.error(`There is no architecture "${architecture}". Give arm64, x86_64 or both.`)
      process.exitCode = 2
    } else console.log(`${architecture}: ${fetchDuckdbBinding(architecture)}`)
  }
}
