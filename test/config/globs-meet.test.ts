import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { globsMeet } from '../../src/config/globs-meet.ts'
import { matchGlob } from '../../src/config/match-glob.ts'

const pattern = fc.array(fc.constantFrom('a', 'b', '?', '*'), { maxLength: 6 }).map((letters) => letters.join(''))
/** Every name of at most six letters of those that the patterns have, and one that they have not. */
const names = ['']
for (let at = 0; at < names.length; at++)
  if ((names[at] as string).length < 6) for (const letter of 'abx') names.push(`${names[at]}${letter}`)

describe('a name that fits two patterns', () => {
  it('fits both, whatever run its stars stand for', () => {
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        const name = globsMeet(one, other)
        fc.pre(name !== undefined)
        for (const run of ['', 'a', 'xyz']) {
          const shown = (name as string).replaceAll('*', run)
          expect([matchGlob(one, shown), matchGlob(other, shown)], shown).toEqual([true, true])
        }
      }),
    )
  })

  it('is found wherever there is one', () => {
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        const shared = names.find((name) => matchGlob(one, name) && matchGlob(other, name))
        if (shared !== undefined) expect(globsMeet(one, other)).toBeDefined()
      }),
    )
  })

  it('is told without regard to case', () => {
    expect(globsMeet('CRM*.csv', 'crm_2025.CSV')).toBe('crm_2025.csv')
    expect(globsMeet('a*', 'b*')).toBeUndefined()
  })

  it('of hostile patterns costs no more than length times length', () => {
    const stars = '*a'.repeat(100)
    expect(globsMeet(`${stars}b`, `${stars}c`)).toBeUndefined()
  })
})
