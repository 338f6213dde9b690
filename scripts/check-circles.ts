import { join } from 'node:path'
import { type ImportGraph, importGraph } from './import-graph.ts'

/** Folders whose files may stand in no circle. */
const FOLDERS = ['src', 'lib', 'bin', 'lambdas', 'scripts', 'test/support']

/**
 * The import circles of a graph: for every import that is part of one, the shortest circle through it. So each import that must go
 * is on some line, and no line is left once no circle is. An `import type` closes a circle like any other.
 * @returns one line a circle: `a.ts → b.ts → a.ts`, from the file that comes first in the alphabet
 */
export function importCircles(graph: ImportGraph): string[] {
  const circles = new Set<string>()
  for (const [from, imports] of graph)
    for (const { target } of imports) {
      const back = shortestPath(graph, target, from)
      if (back !== undefined) circles.add(readable(back))
    }
  return [...circles].sort((one, other) => one.length - other.length || (one < other ? -1 : 1))
}

/** Files from one to the other, both included; undefined when no chain of imports leads there. */
function shortestPath(graph: ImportGraph, from: string, to: string): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]])
  for (const file of cameFrom.keys()) {
    if (file === to) {
      const path = [file]
      for (let step = cameFrom.get(file); step !== undefined; step = cameFrom.get(step)) path.unshift(step)
      return path
    }
    for (const { target } of graph.get(file) ?? []) if (!cameFrom.has(target)) cameFrom.set(target, file)
  }
  return undefined
}

/** The same circle reads the same wherever it was entered. */
function readable(circle: readonly string[]): string {
  const first = circle.indexOf([...circle].sort()[0] ?? '')
  const turned = [...circle.slice(first), ...circle.slice(0, first)]
  return [...turned, turned[0]].join(' → ')
}

/** The circles of a checkout. */
export const circlesOf = (root: string): string[] => importCircles(importGraph(root, FOLDERS))

if (import.meta.main) {
  const circles = circlesOf(join(import.meta.dirname, '..'))
  for (const circle of circles) console.error(`import circle: ${circle}`)
  if (circles.length > 0) process.exitCode = 1
}
