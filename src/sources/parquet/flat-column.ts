import type { FileHandle } from 'node:fs/promises'
import { type LeafDecoder, openValues, type Parsers, readDictionary, type TakeValues } from './page-values.ts'
import type { ParquetBudget } from './parquet-budget.ts'
import type { ColumnChunk } from './read-footer.ts'
import { readLevels } from './read-levels.ts'
import { readPage } from './read-page.ts'

/** Gives the values of a column of one row group in order, nulls among them. */
export interface ColumnReader {
  take(count: number): Promise<unknown[]>
  /** No more of it is read. */
  close(): void
}

/** A column that is no list and no struct: of its pages one is held at a time, and of its values those that were asked for. */
export class FlatColumn implements ColumnReader {
  readonly #file: FileHandle
  readonly #chunk: ColumnChunk
  readonly #leaf: LeafDecoder
  readonly #definition: number
  #at: number
  #levels: Uint8Array = new Uint8Array(0)
  #level = 0
  #left = 0
  #take: TakeValues = () => []
  #held = 0

  constructor(file: FileHandle, chunk: ColumnChunk, budget: ParquetBudget, parsers: Parsers) {
    this.#file = file
    this.#chunk = chunk
    this.#at = chunk.start
    this.#leaf = { meta: chunk.meta, path: chunk.path, budget, parsers }
    this.#definition = chunk.path.at(-1)?.element.repetition_type === 'OPTIONAL' ? 1 : 0
  }

  async take(count: number): Promise<unknown[]> {
    const taken: unknown[] = []
    while (taken.length < count) {
      if (this.#left === 0) {
        await this.#nextPage()
        continue
      }
      this.#takePart(Math.min(this.#left, count - taken.length), taken)
    }
    return taken
  }

  close(): void {
    this.#leaf.budget.free(this.#held)
    this.#held = 0
    this.#take = () => []
  }

  #takePart(count: number, into: unknown[]): void {
    this.#left -= count
    this.#leaf.budget.unpack(count)
    if (this.#definition === 0) {
      const values = this.#take(count)
      for (let index = 0; index < count; index++) into.push(values[index])
      return
    }
    const levels = this.#levels.subarray(this.#level, this.#level + count)
    this.#level += count
    let present = 0
    for (const level of levels) present += level
    const values = this.#take(present)
    let next = 0
    for (const level of levels) into.push(level === 1 ? values[next++] : null)
  }

  async #nextPage(): Promise<void> {
    this.close()
    const { budget } = this.#leaf
    if (this.#at >= this.#chunk.end) throw new Error('a column has fewer values than its group has rows')
    const { page, next } = await readPage(this.#file, this.#chunk, this.#at, budget)
    this.#at = next
    if (page.header.type === 'DICTIONARY_PAGE') {
      if (this.#leaf.dictionary !== undefined) throw new Error('a column has two dictionaries')
      this.#leaf.dictionary = readDictionary(page.bytes, page.values, this.#leaf)
      budget.free(page.bytes.length)
      return
    }
    const levelBytes = this.#definition * page.values
    budget.hold(levelBytes, `a page of its column "${this.#chunk.meta.path_in_schema.join('.')}"`)
    this.#held = page.bytes.length + levelBytes
    if (page.values === 0) return
    const { definition, valuesAt, encoding } = readLevels(page, { repetition: 0, definition: this.#definition })
    let present = this.#definition === 0 ? page.values : 0
    for (const level of definition) present += level
    const values = openValues(page.bytes, valuesAt, present, encoding, this.#leaf)
    this.#held += values.held
    this.#levels = definition
    this.#level = 0
    this.#left = page.values
    this.#take = values.take
  }
}
