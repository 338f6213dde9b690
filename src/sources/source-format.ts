import type { CellErasure } from './cell-erasure.ts'
import type { SourceError, SourcePlace } from './errors.ts'
import type { SourceFile, SourceLimits } from './sheet-source.ts'

/** What a format is asked to open. */
export interface OpenRequest {
  readonly path: string
  /** The first bytes. */
  readonly head: Buffer
  /** What a format without sheets calls its one. */
  readonly sheet: string
  readonly place: SourcePlace
  readonly limits: SourceLimits
}

interface Format {
  /** What it is called, as `SourceFile.format`. */
  readonly id: string
  /** Endings of its files' names, lower case, with the dot. */
  readonly endings: readonly string[]
  /** Its reader is loaded when a file asks for it. Throws a `SourceError`. */
  open(request: OpenRequest): Promise<SourceFile>
  /** Writes a copy without some cells. A format without it cannot be cleared of a person, and says so when one is found in it. */
  erase?(erasure: CellErasure): Promise<void>
}

/** Told by its first bytes, whatever its name. */
export interface BinaryFormat extends Format {
  readonly kind: 'binary'
  readonly marks: readonly Buffer[]
  /** A file with such an ending that does not begin like one. */
  broken(place: SourcePlace): SourceError
}

/** Told by its ending, else by how its text begins. */
export interface TextFormat extends Format {
  readonly kind: 'text'
  isLike(text: string): boolean
}

export type SourceFormat = BinaryFormat | TextFormat
