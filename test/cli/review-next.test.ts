import { PassThrough } from 'node:stream'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Ask } from '../../src/cli/ask.ts'
import { askInTerminal } from '../../src/cli/ask-in-terminal.ts'
import { processIo } from '../../src/cli/cli-io.ts'
import { main } from '../../src/cli/main.ts'
import { nextPairs } from '../../src/resolve/review/index.ts'
import { temporaryFolder } from '../support/landing.ts'
import { outsideOnTerminal } from '../support/outside-on-terminal.ts'
import { reviewPair, reviewStore } from '../support/review-store.ts'
import { storeKeys } from '../support/run-store.ts'
import { hotpass } from './fake-io.ts'

describe('the pairs that teach most', () => {
  const none = () => false
  const ids = (pairs: readonly { left_record: string }[]) => pairs.map(({ left_record }) => left_record)

  test('the nearest to even odds come first, linked or not, and ties fall by id', () => {
    const pairs = [reviewPair(1, 4), reviewPair(2, -0.5), reviewPair(3, 0.2), reviewPair(4, -6)]
    expect(ids(nextPairs(pairs, none, 3))).toEqual(['s:3', 's:2', 's:1'])
    expect(nextPairs([...pairs].reverse(), none, 4)).toEqual(nextPairs(pairs, none, 4))
    const tied = [5, 6, 7].map((n) => reviewPair(n, 1))
    expect(nextPairs([...tied].reverse(), none, 3)).toEqual(nextPairs(tied, none, 3))
  })

  test('a pattern that was asked about, now or before, waits for the others', () => {
    const alike = { waterfall: reviewPair(1, 1).waterfall }
    const pairs = [reviewPair(1, 0, alike), reviewPair(2, 0.1, alike), reviewPair(3, 5)]
    expect(ids(nextPairs(pairs, none, 3))).toEqual(['s:1', 's:3', 's:2'])
    expect(ids(nextPairs(pairs, ({ left_record }) => left_record === 's:1', 2))).toEqual(['s:3', 's:2'])
  })

  test('no two of one entity are asked, and none twice', () => {
    const pairs = [reviewPair(1, 0), reviewPair(2, 1, { left_entity: 'org_1' }), reviewPair(1, 0)]
    expect(ids(nextPairs(pairs, none, 9))).toEqual(['s:1'])
  })
})

describe('hotpass review next', () => {
  let folder: string
  let args: string[]
  const queued = [reviewPair(1, 2)]
  const questions = [reviewPair(2, 0.5), reviewPair(3, 4), reviewPair(1, 2)]
  beforeEach(async () => {
    folder = temporaryFolder('review-next')
    await reviewStore(folder, queued, questions)
    args = ['--store', `${folder}/store`]
  })
  const decided = async () =>
    (
      (await hotpass(['review', 'decisions', '--json', ...args])).json() as {
        decisions: { verdict: string; left: string; state: string; by: string }[]
      }
    ).decisions

  test('lists what it would ask, without keys of people, where nobody can be asked', async () => {
    const { pairs } = (await hotpass(['review', 'next', '--json', ...args])).json() as {
      pairs: { left_record: string }[]
    }
    expect(pairs.map(({ left_record }) => left_record)).toEqual(['s:2', 's:1', 's:3'])
    expect(JSON.stringify(pairs)).not.toContain('+27821234567')
    expect((await hotpass(['review', 'next', '--count', '1', ...args])).out).toMatch(
      /s:2 +s:2x.*Next: hotpass review show/s,
    )
    expect((await hotpass(['review', 'next', '--count', '0', ...args])).exit).toBe(2)
    expect((await hotpass(['review', 'list', ...args])).out).toContain('1 pair open')
  })

  test('a question can be shown and decided by its id, as a pair of the queue can', async () => {
    const { out } = await hotpass(['review', 'show', reviewPair(3, 4).pair_id, ...args])
    expect(out).toContain('Blue3 Air')
    expect((await hotpass(['review', 'accept', reviewPair(3, 4).pair_id, '--why', 'one', ...args])).exit).toBe(0)
    const { pairs } = (await hotpass(['review', 'next', '--json', ...args])).json() as { pairs: unknown[] }
    expect(pairs).toHaveLength(2)
  })

  test('keys answer one pair after the other; each is kept at once, and u takes the last back', async () => {
    const keys = ['a', 'u', 'r', 's', 'u', 'a', 'q']
    const ask: Ask = async ({ byKey, choices }) => {
      expect(byKey).toBe(true)
      expect(choices.map(({ value }) => value).join('')).toBe('arsuq')
      return keys.shift() ?? null
    }
    const { out, err, exit } = await hotpass(['review', 'next', '--by', 'Nandi', ...args], { ask })
    expect(exit).toBe(0)
    expect(out).toMatch(/2 pairs decided\.\nNext: hotpass run/)
    expect(err).toMatch(/≠ +organization_name +Blue2 Air +Blu2 Air/)
    expect(err).toMatch(/= +phones +\*\*\*67 +\*\*\*67/)
    expect((await decided()).map(({ verdict, left, state, by }) => [verdict, left, state, by])).toEqual([
      ['same', 's|c|2', 'past', 'Nandi'],
      ['withdrawn', 's|c|2', 'past', 'Nandi'],
      ['different', 's|c|2', 'in force', 'Nandi'],
      ['same', 's|c|1', 'in force', 'Nandi'],
    ])
  })

  test('an answer that earlier ones contradict is told, and asks on', async () => {
    const chain = [
      ['s|c|2', 's|c|9'],
      ['s|c|9', 's|c|2x'],
    ] as const
    const { decide, writeDecisions } = await import('../../src/resolve/review/index.ts')
    const { DirectoryStore } = await import('../../src/storage/directory-store.ts')
    const said = { verdict: 'same' as const, by: 'Sipho', at: '2026-01-01T00:00:00.000Z', why: 'known' }
    const rulings = chain.map(([left, right]) => ({ left, right, ...said }))
    const { decisions } = decide([], rulings, { subject: 'organizations', replace: false })
    await writeDecisions(new DirectoryStore(`${folder}/store`), 'refinement', decisions)
    const keys = ['r', 'q']
    const { err, out } = await hotpass(['review', 'next', ...args], { ask: async () => keys.shift() ?? null })
    expect(err).toMatch(/contradicts what follows from.*Nothing was decided about this pair/s)
    expect(out).toContain('0 pairs decided')
    expect(storeKeys(`${folder}/store`, 'decisions')).toHaveLength(1)
  })

  test('on a terminal both records, marks and bars stand, and a pressed key goes on to the next pair', async () => {
    const world = outsideOnTerminal({ columns: 100, rows: 60 })
    const io = processIo(world.outside)
    const keys = ['r', 'q']
    const ask: Ask = async (asking) => {
      const [input, output] = [new PassThrough(), new PassThrough()]
      output.on('data', (piece: Buffer) => world.outside.stderr.write(piece.toString()))
      const answering = askInTerminal(asking, input, output)
      await new Promise((taken) => setImmediate(taken))
      input.write(keys.shift() ?? 'q')
      return answering
    }
    // `processIo` has getters: its own stay.
    const onTerminal = Object.create(io, { ask: { value: ask } }) as typeof io
    expect(await main(['review', 'next', ...args], onTerminal)).toBe(0)
    await world.settled()
    io.dispose()
    const screen = world.terminal.lines().join('\n')
    expect(screen).toMatch(/1 of 3 +pair_\w+ +58\.6%/)
    expect(screen).toMatch(/≠ +organization_name +Blue2 Air +Blu2 Air/)
    expect(screen).toMatch(/name +close +6\.00 +\+{24}/)
    expect(screen).toMatch(/phone +different +-5\.50 +-{22}/)
    expect(screen).toMatch(/2 of 3 /)
    expect(screen).toContain('1 pair decided.')
    expect(world.terminal.brokenLines()).toEqual([])
  })
})
