import { z } from 'zod'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { AliasMovedError, NothingToRollBackError, RegistryContentionError } from './errors.ts'
import { readModel } from './model-version.ts'
import { readDocument } from './read-document.ts'
import { type RegistryName, registryKeys } from './registry-keys.ts'

/** What an alias may be called: what MLflow takes too, which keeps `latest` and `v1` for itself. */
export const aliasName = z.string().regex(/^(?!latest$|v\d+$)[a-z][a-z0-9_-]{0,62}$/)

const version = z.int().positive()

const aliasMove = z.strictObject({
  alias: aliasName,
  how: z.enum(['promoted', 'rolled_back']),
  from: version.nullable(),
  to: version.nullable(),
  by: z.string(),
  /** Wall clock. */
  at: z.iso.datetime(),
  why: z.string(),
})
export type AliasMove = z.infer<typeof aliasMove>

/** Which version each alias of a dataset's models points to, and every move there was, the oldest first. */
const aliasDocument = z.strictObject({
  format: z.literal(1),
  aliases: z.record(aliasName, version),
  history: z.array(aliasMove),
})
export type ModelAliases = z.infer<typeof aliasDocument>

/** Who moves an alias, when and why. */
export interface AliasDecision {
  readonly by: string
  readonly at: string
  readonly why: string
}

/** `unchanged`: the alias points there already, and nothing was written. */
export type AliasOutcome =
  | { readonly kind: 'moved'; readonly move: AliasMove }
  | { readonly kind: 'unchanged'; readonly version: number }

const MOST_TRIES = 50

/** @throws RegistryDamagedError */
export const readAliases = async (store: ObjectStore, of: RegistryName): Promise<ModelAliases> =>
  (await held(store, of)).value

async function held(
  store: ObjectStore,
  of: RegistryName,
): Promise<{ readonly value: ModelAliases; readonly etag: string | undefined }> {
  const found = await readDocument(store, registryKeys.aliases(of), aliasDocument)
  return found ?? { value: { format: 1, aliases: {}, history: [] }, etag: undefined }
}

/**
 * Points an alias to a version, by compare-and-swap: of two who saw the same state one wins, the other is told who it was.
 * @throws ModelNotFoundError, AliasMovedError, RegistryDamagedError, RegistryContentionError
 */
export async function promoteModel(
  store: ObjectStore,
  of: RegistryName,
  alias: string,
  to: number,
  decision: AliasDecision,
): Promise<AliasOutcome> {
  await readModel(store, of, to)
  return moveAlias(store, of, alias, decision, ({ aliases }) =>
    aliases[alias] === to ? { kind: 'stay', version: to } : { kind: 'go', how: 'promoted', to },
  )
}

/**
 * Takes the last promotion of an alias back: it points again to what it pointed to before, or to nothing after its first. Again, it
 * takes back the one before. @throws NothingToRollBackError, AliasMovedError, RegistryDamagedError, RegistryContentionError
 */
export async function rollBackModel(
  store: ObjectStore,
  of: RegistryName,
  alias: string,
  decision: AliasDecision,
): Promise<AliasOutcome> {
  return moveAlias(store, of, alias, decision, ({ history }) => {
    const standing = standingOf(history, alias)
    if (standing.length === 0) throw new NothingToRollBackError(alias, of.dataset)
    return { kind: 'go', how: 'rolled_back', to: standing.at(-2) ?? null }
  })
}

/** The versions that an alias was promoted to and not moved back from, the present one last. */
function standingOf(history: readonly AliasMove[], alias: string): number[] {
  const standing: number[] = []
  for (const move of history) {
    if (move.alias !== alias) continue
    if (move.how === 'rolled_back') standing.pop()
    else if (move.to !== null) standing.push(move.to)
  }
  return standing
}

type Wish =
  | { readonly kind: 'stay'; readonly version: number }
  | { readonly kind: 'go'; readonly how: AliasMove['how']; readonly to: number | null }

async function moveAlias(
  store: ObjectStore,
  of: RegistryName,
  alias: string,
  { by, at, why }: AliasDecision,
  wishOf: (aliases: ModelAliases) => Wish,
): Promise<AliasOutcome> {
  const first = await held(store, of)
  const wish = wishOf(first.value)
  if (wish.kind === 'stay') return { kind: 'unchanged', version: wish.version }
  const from = first.value.aliases[alias] ?? null
  const move: AliasMove = { alias, how: wish.how, from, to: wish.to, by, at, why }
  let found = first
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const rest = Object.entries(found.value.aliases).filter(([name]) => name !== alias)
    const aliases = Object.fromEntries(wish.to === null ? rest : [...rest, [alias, wish.to]])
    const next: ModelAliases = { format: 1, aliases, history: [...found.value.history, move] }
    if (await store.swap(registryKeys.aliases(of), canonicalJson(next), found.etag)) return { kind: 'moved', move }
    // Another alias may move meanwhile; what was decided about this one was decided on what it was.
    found = await held(store, of)
    const movesOf = ({ history }: ModelAliases) => history.filter((one) => one.alias === alias)
    const moves = movesOf(found.value)
    // The store took the swap, and its answer was lost.
    if (canonicalJson(moves.at(-1) ?? null) === canonicalJson(move)) return { kind: 'moved', move }
    if (moves.length !== movesOf(first.value).length) throw new AliasMovedError(alias, of.dataset, moves.at(-1))
  }
  throw new RegistryContentionError(of.dataset, MOST_TRIES)
}
