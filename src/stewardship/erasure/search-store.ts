import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../../engine/engine.ts'
import type { ErasureObstacle } from '../../ledger/errors.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { storeFolder } from '../../storage/open-store.ts'
import { sha256File } from '../../storage/sha256.ts'
import { quoted } from './obstacles.ts'
import { packedTexts, UndecodableError } from './packed-texts.ts'
import type { Suppression } from './suppression.ts'

interface StoreSearch {
  readonly store: ObjectStore
  readonly engine: Engine
  readonly scratch: string
  readonly suppression: Suppression
  /** Keys that somebody says to have looked at. */
  readonly vouched: readonly string[]
  /** Whether what holds the person is an obstacle, as after an erasure, or only what cannot be looked through, as before one. */
  readonly erased: boolean
}

interface SearchOutcome {
  /** Objects that were looked through. */
  readonly examined: number
  readonly obstacles: readonly ErasureObstacle[]
  /** Vouched keys that nothing could look through → sha256. */
  readonly vouched: Readonly<Record<string, string>>
}

/** Looks through every object of the store for the person, whatever packs it, its key included; what cannot be looked through is an obstacle. */
export async function searchStore(search: StoreSearch): Promise<SearchOutcome> {
  const { store, suppression, erased } = search
  const obstacles: ErasureObstacle[] = []
  const vouched: Record<string, string> = {}
  let examined = 0
  const keys: string[] = []
  for await (const { key } of store.list('')) keys.push(key)
  for (const key of keys) {
    const where = store.uri(key)
    if (erased && suppression.holds(key))
      obstacles.push({
        where,
        why: 'its name holds the person',
        remedy: `Give it another name, or remove it: ${removal(store, key)}`,
      })
    const path = await store.fetchFile(key, join(search.scratch, 'search'))
    try {
      if ((await findIn(search, path)) && erased)
        obstacles.push({
          where,
          why: 'it holds the person where nothing can be taken out: in a label, a comment, a cell that is too long, or an archive',
          remedy: `Take it out by hand, or remove the file: ${removal(store, key)}`,
        })
      examined++
    } catch (error) {
      if (!(error instanceof UndecodableError)) throw error
      if (search.vouched.includes(key)) vouched[key] = await sha256File(path)
      else
        obstacles.push({
          where,
          why: error.message,
          remedy: `Look at it. When the person is not in it, say so: --vouch ${quoted(key)}; otherwise: ${removal(store, key)}`,
        })
    } finally {
      // A bucket's object was copied here for this.
      if (storeFolder(store) === undefined) await rm(path, { force: true })
    }
  }
  return { examined, obstacles, vouched }
}

async function findIn({ engine, scratch, suppression }: StoreSearch, path: string): Promise<boolean> {
  for await (const text of packedTexts(path, engine, scratch))
    for (const piece of pieces(text)) if (suppression.holds(piece)) return true
  return false
}

const PIECE = 16_384
/** What stands in no address and no number, so that a text may be cut there. */
const CUT = /[\n",;<>{}|:=]/g

/** A long text in pieces: looking for addresses takes longer than in proportion. */
export function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    CUT.lastIndex = at + PIECE
    const end = (CUT.exec(text)?.index ?? text.length - 1) + 1
    yield text.slice(at, end)
    at = end
  }
}

const removal = (store: ObjectStore, key: string): string => {
  const root = storeFolder(store)
  return root === undefined ? `aws s3 rm ${quoted(store.uri(key))}` : `rm -- ${quoted(join(root, key))}`
}
