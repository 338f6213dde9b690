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
  /** The texts of the columns are put together in their order. */
  readonly isJoined: boolean
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
      if (id === 'address' && HOUSE_NUMBER.test(labelKey(label))) return [{ guess, part: NUMBER, confidence: EXACT }]
      const found = partOf({ label, sample, country })
      if (found !== null && !not?.has(found.part))
        return found.part === 'title' && found.confidence < EXACT ? [] : [{ guess, ...found }]
      // A whole address beside a column for the town is the address up to the town.
      return id === 'address' && guess.type.id === 'address'
        ? [{ guess, part: 'street', confidence: guess.confidence }]
        : []
    })
    for (const group of groups(parts, needs)) {
      for (const { guess } of group) taken.add(guess)
      together.push(assembled(type, group))
    }
  }
  const alone = guesses
    .filter((guess) => !taken.has(guess))
    .map(
      (guess): AssembledValue => ({
        type: guess.type,
        columns: [guess],
        parts: null,
        isJoined: false,
        confidence: guess.confidence,
      }),
    )
  const place = ({ columns }: AssembledValue) => columns[0]?.column.index ?? 0
  return [...together, ...alone].sort((a, b) => place(a) - place(b))
}

/** The number of a house has a column of its own in some files, and stands behind or before its street. */
const HOUSE_NUMBER = /^(?:hausnummer|hausnr|hnr|house number|house no|street number|street no|huisnummer)$/
const NUMBER = 'number'

function assembled(type: SemanticType, group: readonly Part[]): AssembledValue {
  const columns = group.map(({ guess }) => guess)
  const confidence = Math.min(...group.map((one) => one.confidence))
  if (group.some(({ part }) => part === NUMBER))
    return { type, columns, parts: null, isJoined: true, confidence: Math.min(confidence, 0.8) }
  const parts = Object.fromEntries(group.map(({ part, guess }) => [part, [guess.column.label]]))
  return { type, columns, parts, isJoined: false, confidence }
}

/** Each part once, the leftmost. */
function oncePerPart(parts: readonly Part[]): readonly Part[] {
  return parts.filter(({ part }, at) => parts.findIndex((other) => other.part === part) === at)
}

/** The parts of one value, or of several by the first word of their labels (`Billing city`, `Delivery city`). */
function groups(parts: readonly Part[], needs: (parts: ReadonlySet<string>) => boolean): readonly (readonly Part[])[] {
  const whole = (group: readonly Part[]) => needs(new Set(group.map(({ part }) => part)))
  const isTwice = oncePerPart(parts).length < parts.length
  const byWord = isTwice
    ? [...Map.groupBy(parts, ({ guess }) => labelKey(guess.column.label).split(' ')[0] ?? '').values()]
        .map(oncePerPart)
        .filter(whole)
    : []
  return byWord.length > 0 ? byWord : [oncePerPart(parts)].filter(whole)
}
