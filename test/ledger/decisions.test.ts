import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pinDecisions, readPinnedDecisions } from '../../src/ledger/decisions.ts'
import { directDecisions, undirectedDecisions } from '../../src/ledger/direct-decisions.ts'
import { DecisionMovedError } from '../../src/ledger/errors.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { sha256 } from '../../src/storage/sha256.ts'
import { publishRelease } from '../../src/versions/index.ts'
import { temporaryFolder } from '../support/landing.ts'
import { releaseFacts } from '../versions/fixture.ts'

const folder = temporaryFolder('decisions')

describe('decisions as input of a run', () => {
  test('every object in a kind folder is pinned by its content; one outside is named, never dropped in silence', async () => {
    const store = new DirectoryStore(join(folder, 'pins'))
    await store.put('decisions/resolution/b.json', 'two')
    await store.put('decisions/resolution/2026/a.json', 'one')
    await store.put('decisions/gate/x.json', 'three')
    await store.put('decisions/stray.json', 'lost')
    const { decisions, unmatched } = await pinDecisions(store, 'refinement')
    expect(decisions).toEqual([
      { kind: 'gate', key: 'decisions/gate/x.json', sha256: sha256('three') },
      { kind: 'resolution', key: 'decisions/resolution/2026/a.json', sha256: sha256('one') },
      { kind: 'resolution', key: 'decisions/resolution/b.json', sha256: sha256('two') },
    ])
    expect(unmatched).toEqual(['decisions/stray.json'])
    const read = await readPinnedDecisions(store, decisions, 'resolution')
    expect(read.map(({ body }) => new TextDecoder().decode(body))).toEqual(['one', 'two'])
  })

  test('a decision that changed or vanished after the plan is refused by name', async () => {
    const store = new DirectoryStore(join(folder, 'moved'))
    await store.put('decisions/gate/a.json', 'before')
    const { decisions } = await pinDecisions(store, 'refinement')
    await store.put('decisions/gate/a.json', 'after')
    await expect(readPinnedDecisions(store, decisions, 'gate')).rejects.toThrow(/decisions\/gate\/a\.json was changed/)
    await store.delete('decisions/gate/a.json')
    await expect(readPinnedDecisions(store, decisions, 'gate')).rejects.toThrow(DecisionMovedError)
  })

  test('about one pipeline are read by no other, and those of before by whoever heeded them then', async () => {
    const store = new DirectoryStore(join(folder, 'owners'))
    for (const key of ['resolution/first/a.json', 'resolution/second/b.json', 'resolution/c.json', 'gate/first/d.json'])
      await store.put(`decisions/${key}`, key)
    const pinned = async (pipeline: string) => {
      const { decisions, unmatched } = await pinDecisions(store, pipeline)
      return [decisions.map(({ key }) => key.slice('decisions/'.length)), unmatched]
    }
    // Nobody has released anything: what names no pipeline is of whoever runs.
    expect(await pinned('second')).toEqual([['resolution/c.json', 'resolution/second/b.json'], []])
    const facts = releaseFacts('run', 1)
    const moved = (pipeline: string) => ({
      ...facts,
      pipeline,
      datasets: Object.fromEntries(
        Object.entries(facts.datasets).map(([id, one]) => [id, { ...one, table: `${pipeline}/${id}` }]),
      ),
    })
    await publishRelease(store, { ...facts, pipeline: 'first' })
    await publishRelease(store, moved('second'))
    expect(await pinned('first')).toEqual([['gate/first/d.json', 'resolution/c.json', 'resolution/first/a.json'], []])
    expect(await pinned('second')).toEqual([['resolution/second/b.json'], ['decisions/resolution/c.json']])
    await directDecisions(store, await undirectedDecisions(store, ['first']))
    expect(await pinned('first')).toEqual([
      ['gate/first/d.json', 'resolution/first/a.json', 'resolution/first/c.json'],
      [],
    ])
    expect(await pinned('second')).toEqual([['resolution/second/b.json'], []])
  })

  test('an empty store has none', async () => {
    expect(await pinDecisions(new DirectoryStore(join(folder, 'none')), 'refinement')).toEqual({
      decisions: [],
      unmatched: [],
    })
  })
})
