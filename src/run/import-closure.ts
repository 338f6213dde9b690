import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { canonicalJson } from '../storage/canonical-json.ts'
import { sha256 } from '../storage/sha256.ts'

interface CodeFile {
  readonly sha256: string
  /** Absolute paths of the files it loads. */
  readonly files: readonly string[]
  /** Packages it loads, by name. */
  readonly packages: readonly string[]
}

// The formatter begins every import at the start of a line and quotes its specifier singly; code in a text of ours stands further in.
const IMPORT =
  /^(?:import|export)\s+(type\s)?[^;'"`]*?\bfrom\s+'([^'\n]+)'|^import\s+'([^'\n]+)'|\bimport\('([^'\n]+)'\)/gm

const files = new Map<string, CodeFile>()
const versions = new Map<string, string>()

/**
 * Everything that files load when they run, themselves included: files of ours by their content, packages by their version, whether they
 * are loaded at once or later. What is imported for its types alone runs nowhere and is left out.
 * @returns paths relative to the root and package names, each with what it is known by
 */
export function importClosure(root: string, ...entries: readonly string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  const open = entries.map((entry) => resolve(root, entry))
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const name = relative(root, path).split(sep).join('/')
    if (name in found) continue
    const file = codeFile(path)
    found[name] = file.sha256
    open.push(...file.files)
    for (const one of file.packages) found[one] = packageVersion(root, one)
  }
  return found
}

/** One number for the import closure of files: it changes when anything does that can change what they do. */
export const closureHash = (root: string, ...entries: readonly string[]): string =>
  sha256(canonicalJson(importClosure(root, ...entries)))

function codeFile(path: string): CodeFile {
  const known = files.get(path)
  if (known !== undefined) return known
  const text = readFileSync(path, 'utf8')
  const loaded: string[] = []
  const packages = new Set<string>()
  for (const [, type, from, bare, later] of text.matchAll(IMPORT)) {
    const specifier = from ?? bare ?? later ?? ''
    if (type !== undefined || specifier.startsWith('node:')) continue
    if (specifier.startsWith('.')) loaded.push(resolve(dirname(path), specifier))
    else packages.add(packageName(specifier))
  }
  const file = { sha256: sha256(text), files: loaded, packages: [...packages] }
  files.set(path, file)
  return file
}

const packageName = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')

function packageVersion(root: string, name: string): string {
  const key = `${root}\n${name}`
  const known = versions.get(key) ?? installedVersion(root, name)
  versions.set(key, known)
  return known
}

function installedVersion(root: string, name: string): string {
  for (let at = root; ; at = dirname(at)) {
    const version = versionAt(join(at, 'node_modules', name, 'package.json'))
    if (version !== undefined) return version
    if (dirname(at) === at)
      throw new Error(`The package ${name} is not installed beside ${root}. Install it with: npm ci`)
  }
}

function versionAt(path: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
