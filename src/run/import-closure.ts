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

// The formatter puts every specifier behind `from`, `import` or `import(` in single quotes.
const IMPORT = /\b(import|export)\s+(type\s)?[^;'"`]*?\bfrom\s+'([^'\n]+)'|\bimport\s*\(?\s*'([^'\n]+)'/g

const files = new Map<string, CodeFile>()
const versions = new Map<string, string>()

/**
 * Everything that a file loads when it runs, itself included: files of ours by their content, packages by their version, whether they
 * are loaded at once or later. What is imported for its types alone runs nowhere and is left out.
 * @returns paths relative to the root and package names, each with what it is known by
 */
export function importClosure(root: string, entry: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  const open = [resolve(root, entry)]
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

/** One number for a file's import closure: it changes when anything does that can change what the file does. */
export const closureHash = (root: string, entry: string): string => sha256(canonicalJson(importClosure(root, entry)))

function codeFile(path: string): CodeFile {
  const known = files.get(path)
  if (known !== undefined) return known
  const text = readFileSync(path, 'utf8')
  const loaded: string[] = []
  const packages = new Set<string>()
  for (const [, , type, from, bare] of text.matchAll(IMPORT)) {
    const specifier = from ?? bare ?? ''
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
