import type { FileHandle } from 'node:fs/promises'
import type { SchemaTree } from 'hyparquet'
import { assembleLists, assembleNested } from 'hyparquet/src/assemble.js'
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js'
import type { ColumnReader } from './flat-column.ts'
import { type LeafDecoder, openValues, parsers, readDictionary } from './page-values.ts'
import type { ParquetBudget } from './parquet-budget.ts'
import type { ColumnChunk } from './read-footer.ts'
import { readLevels } from './read-levels.ts'
import { readPage } from './read-page.ts'

/** What one list costs beside what it holds. */
const LIST_BYTES = 80

/** A column of lists or structs. Its leaves are put together a whole row group at a time. */
export class NestedColumn implements ColumnReader {
  readonly #file: FileHandle
  readonly #node: SchemaTree
  readonly #chunks: readonly ColumnChunk[]
  readonly #rows: number
  readonly #budget: ParquetBudget
  #values: unknown[] | undefined
  #given = 0
  #held = 0

  constructor(file: FileHandle, node: SchemaTree, chunks: readonly ColumnChunk[], rows: number, budget: ParquetBudget) {
    this.#file = file
    this.#node = node
    this.#chunks = chunks
    this.#rows = rows
    this.#budget = budget
  }

  async take(count: number): Promise<unknown[]> {
    this.#values ??= await this.#assemble()
    this.#given += count
    return this.#values.slice(this.#given - count, this.#given)
  }

  close(): void {
    this.#budget.free(this.#held)
    this.#held = 0
    this.#values = []
  }

  async #assemble(): Promise<unknown[]> {
    const leaves = new Map<string, unknown[]>()
    for (const chunk of this.#chunks) leaves.set(chunk.meta.path_in_schema.join('.'), await this.#leafValues(chunk))
    assembleNested(leaves, this.#node, parsers)
    const values = leaves.get(this.#node.path.join('.'))
    if (values?.length !== this.#rows) throw new Error('a column has more or fewer values than its group has rows')
    return values
  }

  async #leafValues(chunk: ColumnChunk): Promise<unknown[]> {
    const path = [...chunk.path]
    const most = { repetition: getMaxRepetitionLevel(path), definition: getMaxDefinitionLevel(path) }
    const leaf: LeafDecoder = { meta: chunk.meta, path, budget: this.#budget, parsers }
    const rows: unknown[] = []
    for (let at = chunk.start; at < chunk.end; ) {
      const { page, next } = await readPage(this.#file, chunk, at, this.#budget)
      at = next
      if (page.header.type === 'DICTIONARY_PAGE') leaf.dictionary = readDictionary(page.bytes, page.values, leaf)
      else if (page.values > 0) {
        const cost = page.values * (40 + LIST_BYTES * (most.definition + 1))
        this.#budget.hold(cost, `the lists of its column "${chunk.meta.path_in_schema.join('.')}"`)
        this.#held += cost
        this.#budget.unpack(page.values)
        const { repetition, definition, valuesAt, encoding } = readLevels(page, most)
        let present = most.definition === 0 ? page.values : 0
        for (const level of definition) if (level === most.definition) present++
        const values = openValues(page.bytes, valuesAt, present, encoding, leaf)
        this.#held += values.held
        const found = Array.from(values.take(present))
        const put = assembleLists(rows, Array.from(definition), Array.from(repetition), found, path)
        // Values that stand in no list and are never null come back as they are.
        if (put !== rows) for (let index = 0; index < put.length; index++) rows.push(put[index])
      }
      this.#budget.free(page.bytes.length)
    }
    return rows
  }
}
