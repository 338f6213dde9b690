import type { Random } from '../random.ts'

/** One or two slips of the hand: a character dropped, swapped, replaced or doubled. Works on code points, so no text breaks. */
export function mistyped(text: string, random: Random): string {
  const letters = [...text]
  if (letters.length < 3) return text
  const at = random.below(letters.length - 1)
  const kind = random.below(4)
  if (kind === 0) letters.splice(at, 1)
  else if (kind === 1) [letters[at], letters[at + 1]] = [letters[at + 1] as string, letters[at] as string]
  else if (kind === 2)
    letters[at] = random.pick([...(/\d/.test(letters[at] as string) ? '0123456789' : 'abcdefghijklmnoprstuvwyz')])
  else letters.splice(at, 0, letters[at] as string)
  return letters.join('')
}

/** A value as a second hand wrote it: missing, mistyped, or right. */
export function secondHand(value: string, random: Random, chances: { missing: number; typo: number }): string | null {
  const draw = random.next()
  if (draw < chances.missing) return null
  return draw < chances.missing + chances.typo ? mistyped(value, random) : value
}

const FAMILIES: readonly (readonly string[])[] = [
  ['Johannes', 'Johan', 'Hannes', 'Jan', 'יוחנן'],
  ['Elizabeth', 'Liz', 'Elsabe', 'Betty'],
  ['Michael', 'Mike', 'Mikhail', 'Михаил'],
  ['Alexander', 'Alex', 'Sasha', 'Александр'],
  ['Katherine', 'Kathryn', 'Kate', 'Екатерина', 'Katerina'],
  ['Mohammed', 'Muhammad', 'Mohamed', 'محمد'],
  ['Yusuf', 'Yousef', 'Joseph', 'يوسف'],
  ['Nokuthula', 'Thula', 'Noku'],
  ['Sibusiso', 'Sbu', 'Busiso'],
  ['Thandeka', 'Thandi', 'Deka'],
  ['Willem', 'William', 'Bill', 'Wim'],
  ['Margaret', 'Maggie', 'Greta', 'Peggy'],
]
const FORMS = new Map(FAMILIES.flatMap((family) => family.map((name) => [name, family] as const)))
export const NICKNAMED_NAMES = FAMILIES.map((family) => family[0] as string)

/** Another form of a first name: a nickname, another spelling, or another script. The name itself when it has none. */
export const otherForm = (name: string, random: Random): string => random.pick(FORMS.get(name) ?? [name])
