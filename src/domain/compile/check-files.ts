import { globsMeet } from '../../config/globs-meet.ts'
import { matchGlob } from '../../config/match-glob.ts'
import type { Source } from '../domain.ts'
import type { Compiler } from './compiler.ts'

/** A file belongs to one source: to the first whose pattern it fits, so a narrower pattern may stand before a wider one, and only there. */
export function checkFiles(compiler: Compiler, sources: readonly Source[]): void {
  for (const [at, source] of sources.entries())
    for (const other of sources.slice(0, at)) {
      const shared = sharedName(other, source)
      if (shared !== undefined)
        compiler.fault(
          ['sources', at, 'files'],
          `"${shared}" is a file of "${other.id}" as well. Let one pattern be narrower and its source stand first, so that it belongs to one source.`,
        )
    }
}

const patternsOf = ({ files, tables }: Source): readonly string[] => [
  ...new Set([...files, ...tables.flatMap((table) => table.files)]),
]

/** A name that fits both, where the earlier pattern is not the narrower one. */
function sharedName(earlier: Source, later: Source): string | undefined {
  for (const first of patternsOf(earlier))
    for (const second of patternsOf(later)) {
      const name = globsMeet(first, second)
      if (name !== undefined && !isNarrower(first, second)) return name
    }
  return undefined
}

/** Whether every file of one pattern is one of the other, and not the other way round. */
const isNarrower = (one: string, than: string): boolean => holds(than, one) && !holds(one, than)

/** Longer than any pattern, of a letter that no name has: only a star can hold it. */
const ANY = '\u0000'.repeat(201)
const holds = (wide: string, narrow: string): boolean => matchGlob(wide, narrow.replaceAll(/\*+/g, ANY))
