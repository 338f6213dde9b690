/** A file that nobody wrote settings for, with labels. */
export interface Register {
  readonly name: string
  readonly file: string
  /** The column with the rows' ids. */
  readonly id: string
  /** CSV of row id and entity. */
  readonly truth: string
  /** What `init` is told. */
  readonly options: readonly string[]
  /** What an expert told a peer: files of `test/bench/peers`. */
  readonly experts: Readonly<Partial<Record<'splink' | 'recordlinkage', string>>>
}
