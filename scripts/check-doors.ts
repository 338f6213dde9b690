import { join } from 'node:path'
import { type Import, type ImportGraph, importGraph } from './import-graph.ts'

/** Whose imports must keep to the doors. Tests may look into any room, and count as users of what a door names. */
const PRODUCT = ['src', 'bin', 'lambdas', 'lib', 'scripts', 'examples']
const TESTS = ['test']

/** Rooms without doors yet. */
const STILL_OPEN: readonly string[] = []

/** A room that is a library of its own: its door names what its README promises, whoever uses it here, and may be loaded. */
const LIBRARIES: readonly string[] = ['lineage']

/** Names that a room's doors hand out: door, the file that has it, its name there. */
interface Named {
  readonly door: string
  readonly file: string
  readonly name: string
}

/**
 * What is taken out of a room of `src` past its doors, and what a door names for nobody. A door is an `index.ts` of a room: the list
 * of what others may take. It is read and never loaded: types come from the door, values from the file that the door takes them
 * from, so that nobody loads a room for one function.
 */
export function doorFindings(root: string): string[] {
  const product = importGraph(root, PRODUCT)
  const everything = importGraph(root, [...PRODUCT, ...TESTS])
  const named = doorNames(everything)
  return [
    ...pastTheDoors(product, named),
    ...loadedDoors(product),
    ...unusedNames(everything, named),
    ...starred(everything),
  ].sort()
}

function pastTheDoors(graph: ImportGraph, named: readonly Named[]): string[] {
  const open = new Set(named.map(({ file, name }) => `${file}#${name}`))
  const files = new Set(named.map(({ file }) => file))
  return crossings(graph).flatMap(({ from, target, names }) => {
    const room = roomOf(target)
    if (inOpenRoom(target) || isDoor(target)) return []
    // Which names a module is taken whole for cannot be told: the door must know the file.
    if (names === undefined)
      return files.has(target) ? [] : [`${from}: takes ${target}, of which no door of src/${room} names anything`]
    return names
      .filter((name) => !open.has(`${target}#${name}`))
      .map((name) => `${from}: takes ${name} of ${target}, which no door of src/${room} names`)
  })
}

const loadedDoors = (graph: ImportGraph): string[] =>
  crossings(graph)
    .filter(({ loads, target }) => loads && isDoor(target) && !LIBRARIES.includes(roomOf(target)))
    .filter(({ from, target }) => ![from, target].some(inOpenRoom))
    .map(({ from, target }) => `${from}: loads ${target}; take values from the files that the door names`)

function unusedNames(graph: ImportGraph, named: readonly Named[]): string[] {
  const used = new Set<string>()
  const whole = new Set<string>()
  for (const { target, names } of crossings(graph))
    if (names === undefined) whole.add(target)
    else for (const name of names) used.add(`${target}#${name}`)
  return named
    .filter(({ door, file }) => !LIBRARIES.includes(roomOf(door)) && !inOpenRoom(door) && !whole.has(file))
    .filter(({ door, file, name }) => !whole.has(door) && !used.has(`${door}#${name}`) && !used.has(`${file}#${name}`))
    .map(({ door, name }) => `${door}: names ${name}, which nobody outside of the room takes`)
}

/** A door that says `export *` does not say what it hands out. */
const starred = (graph: ImportGraph): string[] =>
  [...graph].flatMap(([door, imports]) =>
    isDoor(door) && !inOpenRoom(door)
      ? imports
          .filter(({ names }) => names === undefined)
          .map(({ target }) => `${door}: takes the whole of ${target}; name what others may use`)
      : [],
  )

const doorNames = (graph: ImportGraph): Named[] =>
  [...graph].flatMap(([door, imports]) =>
    isDoor(door)
      ? imports.flatMap(({ target, names = [] }) => names.map((name) => ({ door, file: target, name })))
      : [],
  )

/** Imports of a room by a file that is not in it. */
const crossings = (graph: ImportGraph): (Import & { readonly from: string })[] =>
  [...graph].flatMap(([from, imports]) =>
    imports
      .filter(({ target }) => roomOf(target) !== '' && roomOf(target) !== roomOf(from))
      .map((found) => ({ from, ...found })),
  )

/** The room of a file; empty outside of `src`. */
const roomOf = (file: string): string => /^src\/([^/]+)\//.exec(file)?.[1] ?? ''

const inOpenRoom = (file: string): boolean => STILL_OPEN.includes(roomOf(file))

const isDoor = (file: string): boolean => /^src\/[^/]+\/(?:.+\/)?index\.ts$/.test(file)

if (import.meta.main) {
  const findings = doorFindings(join(import.meta.dirname, '..'))
  for (const line of findings) console.error(line)
  if (findings.length > 0) process.exitCode = 1
}
