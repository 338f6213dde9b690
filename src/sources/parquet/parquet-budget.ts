import { type SourcePlace, ZipBombError } from '../errors.ts'
import type { SourceLimits } from '../sheet-source.ts'

/** Below this a page cannot hurt, however well it is packed. */
const PAGE_JUDGED_FROM = 16 * 1024 ** 2
/** Below this a file cannot: columns of few values pack far better than text does. */
const FILE_JUDGED_FROM = 64 * 1024 ** 2

const RAISE = (setting: string): string => `If the file is genuine, raise ${setting} for this pipeline.`

/** What reading one Parquet file may cost, in memory at once and in all. Every method but `free` throws `ZipBombError`. */
export class ParquetBudget {
  readonly #limits: SourceLimits
  readonly #place: SourcePlace
  readonly #fileBytes: number
  #held = 0
  #unpacked = 0

  constructor(limits: SourceLimits, place: SourcePlace, fileBytes: number) {
    this.#limits = limits
    this.#place = place
    this.#fileBytes = fileBytes
  }

  /** Counts bytes that are about to be held. */
  hold(bytes: number, what: string): void {
    this.#held += bytes
    const { maxHeldBytes } = this.#limits
    if (this.#held > maxHeldBytes)
      throw new ZipBombError(
        `with ${what} ${Math.ceil(this.#held)} bytes have to be held at once, the limit is ${maxHeldBytes}`,
        this.#place,
        'If the file is genuine, write it in smaller row groups, or raise ingest.max_held_bytes for this pipeline.',
      )
  }

  free(bytes: number): void {
    this.#held -= bytes
  }

  /** Judges a page by its header. */
  page(packed: number, unpacked: number, column: string): void {
    const ratio = unpacked / Math.max(1, packed)
    if (unpacked > PAGE_JUDGED_FROM && ratio > this.#limits.maxCompressionRatio)
      throw new ZipBombError(
        `a page of its column "${column}" unpacks to ${Math.round(ratio)} times its size, the limit is ${this.#limits.maxCompressionRatio}`,
        this.#place,
        RAISE('ingest.max_compression_ratio'),
      )
  }

  /** Judges what the whole file comes to: `bytes` of it and no less. */
  whole(bytes: number): void {
    const ratio = bytes / Math.max(1, this.#fileBytes)
    if (bytes > FILE_JUDGED_FROM && ratio > this.#limits.maxCompressionRatio)
      throw new ZipBombError(
        `its ${this.#fileBytes} bytes come to ${bytes} or more, over ${Math.floor(ratio)} times its size, the limit is ${this.#limits.maxCompressionRatio}`,
        this.#place,
        RAISE('ingest.max_compression_ratio'),
      )
  }

  /** Counts bytes that came out of the file. */
  unpack(bytes: number): void {
    this.#unpacked += bytes
    this.whole(this.#unpacked)
  }
}
