import { types } from '../types/registry.ts'
import type { SemanticType } from '../types/semantic-type.ts'
import { labelKey } from '../types/text/label-similarity.ts'
import type { ColumnGuess } from './guess-column.ts'
import { isUnnamed } from './sampled-table.ts'

/** A value that is read from one column, or put together from several. */
export interface AssembledValue {
  readonly type: SemanticType
  readonly columns: readonly ColumnGuess[]
  /** Which column is which part; null: each column is a value. */
  readonly parts: Readonly<Record<string, readonly string[]>> | null
  readonly confidence: number
}

interface Part {
  readonly guess: ColumnGuess
  readonly part: string
  readonly confidence: number
}

/** What parts make a value of a type, and which parts it cannot do without: a town alone is no address. */
const ASSEMBLED: readonly {
  readonly type: string
  readonly needs: (parts: ReadonlySet<string>) => boolean
  readonly not?: ReadonlySet<string>
}[] = [
  { type: 'coordinates', needs: (parts) => parts.has('latitude') && parts.has('longitude') },
  { type: 'person_name', needs: (parts) => parts.has('given') && parts.has('family') },
  {
    type: 'address',
    needs: (parts) => parts.has('street') && (parts.has('city') || parts.has('postcode')),
    // Attributes of their own: they are compared and filtered by.
    not: new Set(['region', 'country']),
  },
]
/** Types that no part of something else may be taken from. */
const WHOLE = new Set(['email', 'phone', 'website', 'date', 'date_of_birth', 'flag', 'role'])

/** A `Job title` is no title of a name. */
const EXACT = 0.9

/** Values of columns that belong together, as their types know parts, and every other column as a value of its own. */
export function assembleColumns(guesses: readonly ColumnGuess[], country: string): AssembledValue[] {
  const taken = new Set<ColumnGuess>()
  const together: AssembledValue[] = []
  for (const { type: id, needs, not } of ASSEMBLED) {
    const type = types.get(id)
    const partOf = type?.assembly?.partOf
    if (type === undefined || partOf === undefined) continue
    const parts = guesses.flatMap((guess): Part[] => {
      const { label, sample } = guess.column
      if (taken.has(guess) || isUnnamed(label) || sample.length === 0 || WHOLE.has(guess.type.id)) return []
      // A whole address beside a column for the town is the address up to the town.
      if (id === 'address' && guess.type.id === 'address')
        return [{ guess, part: 'street', confidence: guess.confidence }]
      const found = partOf({ label, sample, country })
      return found === null || not?.has(found.part) || (found.part === 'title' && found.confidence < EXACT)
        ? []
        : [{ guess, ...found }]
    })
    for (const group of groups(parts)) {
      if (!needs(new Set(group.map(({ part }) => part)))) continue
      for (const { guess } of group) taken.add(guess)
      const byPart = Map.groupBy(group, ({ part }) => part)
      together.push({
        type,
        columns: group.map(({ guess }) => guess),
        parts: Object.fromEntries(
          [...byPart].map(([part, members]) => [part, members.map(({ guess }) => guess.column.label)]),
        ),
        confidence: Math.min(...group.map(({ confidence }) => confidence)),
      })
    }
  }
  const alone = guesses
    .filter((guess) => !taken.has(guess))
    .map((guess): AssembledValue => ({ type: guess.type, columns: [guess], parts: null, confidence: guess.confidence }))
  const place = ({ columns }: AssembledValue) => columns[0]?.column.index ?? 0
  return [...together, ...alone].sort((a, b) => place(a) - place(b))
}

/** Parts of one value: all of them, or by the first word of their labels where a part comes twice (`Billing city`, `Delivery city`). */
function groups(parts: readonly Part[]): readonly (readonly Part[])[] {
  const twice = parts.some(
    ({ part }, at) => part !== 'street' && parts.findIndex((other) => other.part === part) !== at,
  )
  if (!twice) return [parts]
  return [...Map.groupBy(parts, ({ guess }) => labelKey(guess.column.label).split(' ')[0] ?? '').values()]
}
