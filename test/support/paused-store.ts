import type { ObjectStore } from '../../src/storage/object-store.ts'

/** The operations that change a store, or decide by reading it. */
export type StoreCall = { readonly operation: string; readonly key: string }

/** A store that lets nobody through before `gate` does: each call waits for its own turn, so a test chooses the order of rivals' calls. */
const pausedStore = (store: ObjectStore, gate: (call: StoreCall) => Promise<void>): ObjectStore =>
  new Proxy(store, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property)
      if (typeof value !== 'function') return value
      const operation = String(property)
      if (operation === 'list')
        return async function* (prefix: string) {
          await gate({ operation, key: prefix })
          yield* target.list(prefix)
        }
      if (!['get', 'put', 'create', 'swap'].includes(operation)) return value.bind(target)
      return async (...args: unknown[]) => {
        await gate({ operation, key: String(args[0]) })
        return value.apply(target, args)
      }
    },
  })

/**
 * Rivals whose calls to a store happen one at a time, in an order that is given: `order[n]` chooses among those that are ready for their
 * n-th call; afterwards the first that is ready goes. Deterministic, without a clock.
 */
export async function interleaved(
  store: ObjectStore,
  rivals: readonly ((store: ObjectStore) => Promise<unknown>)[],
  order: readonly number[],
): Promise<PromiseSettledResult<unknown>[]> {
  const ready = new Map<number, () => void>()
  const living = new Set(rivals.keys())
  let stirred: () => void = () => undefined
  const stir = () => stirred()
  const work = rivals.map(async (rival, index) => {
    const own = pausedStore(
      store,
      () =>
        new Promise<void>((go) => {
          ready.set(index, go)
          stir()
        }),
    )
    try {
      return await rival(own)
    } finally {
      living.delete(index)
      stir()
    }
  })
  const ended = Promise.allSettled(work)
  for (let turn = 0; living.size > 0; turn++) {
    // Every rival is either at its next call or has ended before the next one is chosen.
    while ([...living].some((index) => !ready.has(index)))
      await new Promise<void>((wake) => {
        stirred = wake
      })
    const waiting = [...ready.keys()].sort((a, b) => a - b)
    if (waiting.length === 0) break
    const chosen = waiting[(order[turn] ?? 0) % waiting.length] as number
    const go = ready.get(chosen)
    ready.delete(chosen)
    go?.()
  }
  return ended
}
