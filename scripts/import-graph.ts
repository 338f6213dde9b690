import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** One `import`, `export … from` or `import()` of a file. */
export interface Import {
  /** The file it names, relative to the root, with `/`. */
  readonly target: string
  /** Names it takes out of that file, as the file exports them; undefined when it takes the whole module. */
  readonly names: readonly string[] | undefined
  /** Whether the module is loaded; `import type` loads nothing. */
  readonly loads: boolean
}

/** File → what it imports of the other files. Type-only imports count like others. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>

/** Reads every TypeScript file below the folders. An import of a file that is not among them is left out. */
export function importGraph(root: string, folders: readonly string[]): ImportGraph {
  const files = folders.flatMap((folder) => listTypeScript(root, folder)).sort()
  const known = new Set(files)
  return new Map(
    files.map((file) => {
      const imports = readImports(readFileSync(join(root, file), 'utf8')).flatMap(({ specifier, ...found }) => {
        const target = slashed(relative(root, resolve(root, dirname(file), specifier)))
        return specifier.startsWith('.') && known.has(target) ? [{ target, ...found }] : []
      })
      return [file, imports]
    }),
  )
}

// Linear on purpose, and enough for text that the formatter wrote: single quotes, one statement after another.
const NAMED = /\b(?:import|export)\s+(type\s+)?(?:\w+,\s*)?\{([^{}]*)\}\s*from\s*'([^'\n]+)'/g
const DESTRUCTURED = /\{([^{}]*)\}\s*=\s*await import\('([^'\n]+)'\)/g
const MEMBER = /\(await import\('([^'\n]+)'\)\)\.(\w+)/g
const MEMBER_TYPE = /(?<!await )\bimport\('([^'\n]+)'\)\.(?!then\b)(\w+)/g
const ANY = /\b(?:from|import)\s?\(?'([^'\n]+)'/g

interface Written extends Omit<Import, 'target'> {
  readonly specifier: string
}

/** What a source text imports. An import whose names cannot be told apart (`* as`, `.then`, side effects) takes the whole module. */
export function readImports(source: string): Written[] {
  const named: Written[] = [
    ...[...source.matchAll(NAMED)].map(([, type, list = '', specifier = '']) => ({
      specifier,
      names: namesOf(list),
      loads: type === undefined && valuesOf(list) > 0,
    })),
    ...[...source.matchAll(DESTRUCTURED)].map(([, list = '', specifier = '']) => ({
      specifier,
      names: namesOf(list),
      loads: true,
    })),
    ...[...source.matchAll(MEMBER)].map(([, specifier = '', name = '']) => ({ specifier, names: [name], loads: true })),
    ...[...source.matchAll(MEMBER_TYPE)].map(([, specifier = '', name = '']) => ({
      specifier,
      names: [name],
      loads: false,
    })),
  ]
  const told = new Map<string, number>()
  for (const { specifier } of named) told.set(specifier, (told.get(specifier) ?? 0) + 1)
  const whole = [...source.matchAll(ANY)].flatMap(([, specifier = '']) => {
    const left = told.get(specifier) ?? 0
    told.set(specifier, left - 1)
    return left > 0 ? [] : [{ specifier, names: undefined, loads: true }]
  })
  return [...named, ...whole]
}

const partsOf = (list: string): string[] =>
  list
    .replaceAll(/\/\/[^\n]*|\/\*.*?\*\//gs, '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

const valuesOf = (list: string): number => partsOf(list).filter((part) => !part.startsWith('type ')).length

/** `a, type B, c as d, e: f` → a, B, c, e. */
const namesOf = (list: string): string[] => partsOf(list).map((part) => /^(?:type\s+)?(\w+)/.exec(part)?.[1] ?? part)

function listTypeScript(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => slashed(join(folder, name)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

const slashed = (path: string): string => path.split(sep).join('/')
