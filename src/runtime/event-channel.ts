/** A queue with one writer side and one reader side: `push` never waits, reading ends after `end`. */
export interface EventChannel<T> extends AsyncIterable<T> {
  push(event: T): void
  end(): void
}

export function createEventChannel<T>(): EventChannel<T> {
  const queue: T[] = []
  let ended = false
  let wake = () => {}
  return {
    push(event) {
      if (ended) return
      queue.push(event)
      wake()
    },
    end() {
      ended = true
      wake()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (queue.length > 0) yield queue.shift() as T
        if (ended) return
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        await promise
      }
    },
  }
}
