import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importGraph } from './import-graph.ts'

const FOLDERS = ['src', 'bin', 'lambdas', 'lib', 'scripts', 'examples', 'test']

/** What others than our own files import: Lambda takes `handler`, an installed package's users its front; tests are entries. */
const ENTRIES = /^(?:lambdas|bin)\/|^src\/index\.ts$|\.test\.ts$/

/** Folders whose unused exports are known but fail nothing until they are gone. */
const STILL_OPEN: readonly string[] = []

// A type that stands in the signature of an exported function is exported with it, whether or not anybody names it.
const EXPORTED = /^export (?:async )?(?:const|let|function\*?|class|abstract class) (\w+)/gm

/** Values that a file exports and no other file imports, as `file: name`. */
export function unusedExports(root: string): string[] {
  const graph = importGraph(root, FOLDERS)
  const used = new Set<string>()
  const whole = new Set<string>()
  for (const imports of graph.values())
    for (const { target, names } of imports)
      if (names === undefined) whole.add(target)
      else for (const name of names) used.add(`${target}: ${name}`)
  return [...graph.keys()]
    .filter((file) => !ENTRIES.test(file) && !whole.has(file))
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(EXPORTED)].map(([, name]) => `${file}: ${name}`),
    )
    .filter((name) => !used.has(name))
    .sort()
}

/** Those that must not be: all but the ones of folders that are still open. */
export const wrongExports = (root: string): string[] =>
  unusedExports(root).filter((name) => !STILL_OPEN.some((folder) => name.startsWith(folder)))

if (import.meta.main) {
  const wrong = wrongExports(join(import.meta.dirname, '..'))
  for (const name of wrong) console.error(`exported, and imported by no other file: ${name}`)
  if (wrong.length > 0) process.exitCode = 1
}
