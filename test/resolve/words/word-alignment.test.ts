import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TextDomain } from '../../../src/resolve/records/text-domain.ts'
import { WordAligner } from '../../../src/resolve/words/word-alignment.ts'
import { wordIndex } from '../../../src/resolve/words/word-index.ts'

const CLINICS = [
  'umlazi',
  'temba',
  'ntshongwe',
  'mayfield',
  'khayelitsha',
  'langa',
  'nyanga',
  'delft',
  'tafelsig',
  'retreat',
]
/** A file in which most names end alike: what two of them have in common says something only beside it. */
const FILE = [
  ...CLINICS.map((name) => `${name} clinic`),
  ...['blue sky academy', 'red kite academy', 'high veld academy', 'lone tree academy', 'salt river academy'],
]

function comparing(...names: readonly string[]) {
  const domain = new TextDomain()
  const codes = new Map<string, number>()
  for (const name of [...FILE, ...names])
    if (!codes.has(name)) {
      codes.set(name, codes.size)
      domain.add(codes.size - 1, new TextEncoder().encode(name))
    }
  domain.seal()
  const aligner = new WordAligner(wordIndex(domain))
  return (one: string, other: string) => ({ ...aligner.align(codes.get(one) as number, codes.get(other) as number) })
}
const compared = (one: string, other: string) => comparing(one, other)(one, other)

describe('two names by their words', () => {
  test.each([
    ['temba clinic', 'clinic temba'],
    ['airforce association', 'air force association'],
    ['khayelitsha clinic', 'khayelitsa clinic'],
    ['blue sky academy', 'blue sky acad'],
    ['blue sky academy', 'blue sky acdmy'],
    ['base ii aviation', 'base 2 aviation'],
    ['second avenue school', '2nd avenue school'],
    ['northern lights school', 'north lights school'],
  ])('%s and %s have no word more than the other', (one, other) => {
    expect(compared(one, other)).toMatchObject({ difference: 0, conflict: 0 })
    expect(compared(one, other).likeness).toBeGreaterThan(0.7)
  })

  test.each([
    ['umlazi d clinic', 'umlazi g clinic', 2],
    ['umlazi d clinic', 'umlazi aa clinic', 2],
    ['skyline aviation 1', 'skyline aviation 2', 2],
    ['squadron 12 flying club', 'squadron 21 flying club', 2],
    ['base ii aviation', 'base iii aviation', 2],
    ['east rand flying club', 'west rand flying club', 2],
    ['umlazi clinic', 'umlazi d clinic', 1],
    ['skyline aviation', 'skyline aviation 2', 1],
    ['durban aero club', 'durban aero academy', 2],
    ['fort beaufort hospital', 'fort beaufort gateway clinic', 2],
    ['zebediela hospital', 'zebediela hospital clinic', 1],
    ['zebediela primary school', 'zebediela high school', 0],
  ] as const)('%s and %s are told apart (%d)', (one, other, conflict) => {
    expect(compared(one, other).conflict).toBe(conflict)
  })

  test('a slip of the hand is one letter in ten of a word of five or more, and never in what tells apart', () => {
    expect(compared('ntshongwe clinic', 'ntshongweni clinic').difference).toBe(2)
    expect(compared('temba chc', 'tembisa chc').difference).toBe(2)
    expect(compared('lang clinic', 'langa clinic').difference).toBe(2)
    expect(compared('unit 1234567 store', 'unit 1234568 store').conflict).toBe(2)
  })

  test('what many names end with weighs next to nothing beside what few have', () => {
    const rare = compared('mayfield clinic', 'mayfield dispensary')
    const common = compared('mayfield clinic', 'delft clinic')
    expect(rare.likeness).toBeGreaterThan(2 * common.likeness)
    expect(rare.rarity).toBeGreaterThan(common.rarity)
  })

  test('a longer name of the same thing holds the shorter one', () => {
    const found = compared('mayfield', 'mayfield memorial trust')
    expect(found).toMatchObject({ difference: 1, conflict: 0, containment: 1 })
    expect(found.likeness).toBeLessThan(1)
  })

  test('initials stand for the words that they begin', () => {
    expect(compared('cpc langa', 'child parent centre langa').difference).toBe(0)
  })

  test('scripts without case or spaces are words too', () => {
    expect(compared('北京航空公司', '北京航空公司').likeness).toBe(1)
    expect(compared('مدرسة النور', 'مدرسة السلام')).toMatchObject({ difference: 2 })
  })

  test('it does not matter which name comes first', () => {
    const words = fc.constantFrom(
      'blue',
      'sky',
      'academy',
      'acad',
      'clinic',
      'north',
      '2',
      'ii',
      'a',
      'airforce',
      'air',
      'force',
      'temba',
    )
    const name = fc.uniqueArray(words, { minLength: 1, maxLength: 5 }).map((all) => all.join(' '))
    fc.assert(
      fc.property(name, name, (one, other) => {
        const compare = comparing(one, other)
        const [there, back] = [compare(one, other), compare(other, one)]
        expect(back.conflict).toBe(there.conflict)
        for (const value of [there.likeness, there.containment]) {
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1 + 1e-9)
        }
        expect(compare(one, one)).toMatchObject({ likeness: 1, containment: 1, conflict: 0, difference: 0 })
      }),
      { numRuns: 300 },
    )
  })
})
