import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pinDecisions, readPinnedDecisions } from '../../src/ledger/decisions.ts'
import { DecisionMovedError } from '../../src/ledger/errors.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { sha256 } from '../../src/storage/sha256.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('decisions')

describe('decisions as input of a run', () => {
  test('every object in a kind folder is pinned by its content; one outside is named, never dropped in silence', async () => {
    const store = new DirectoryStore(join(folder, 'pins'))
    await store.put('decisions/resolution/b.json', 'two')
    await store.put('decisions/resolution/2026/a.json', 'one')
    await store.put('decisions/gate/x.json', 'three')
    await store.put('decisions/stray.json', 'lost')
    const { decisions, unmatched } = await pinDecisions(store)
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
    const { decisions } = await pinDecisions(store)
    await store.put('decisions/gate/a.json', 'after')
    await expect(readPinnedDecisions(store, decisions, 'gate')).rejects.toThrow(/decisions\/gate\/a\.json was changed/)
    await store.delete('decisions/gate/a.json')
    await expect(readPinnedDecisions(store, decisions, 'gate')).rejects.toThrow(DecisionMovedError)
  })

  test('an empty store has none', async () => {
    expect(await pinDecisions(new DirectoryStore(join(folder, 'none')))).toEqual({ decisions: [], unmatched: [] })
  })
})
