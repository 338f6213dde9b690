/** Rows and what speaks for and against their being one entity. */
export interface ClusterInput {
  /** Positions are 0 … rows − 1. */
  readonly rows: number
  /** Scored pairs. Those below the threshold are evidence against a merge; only pairs inside one component matter. */
  readonly pairs: { readonly a: Int32Array; readonly b: Int32Array; readonly weight: Float64Array }
  /** Bits from which a pair is a link. */
  readonly threshold: number
  readonly mustLink?: readonly (readonly [number, number])[]
  readonly cannotLink?: readonly (readonly [number, number])[]
  /** Pairs whose values no one entity has both of. */
  readonly apart?: readonly (readonly [number, number])[]
  /** Columns of which one entity has one value: a code a row, −1 for none. */
  readonly contradicting?: readonly { readonly name: string; readonly codes: Int32Array }[]
  /** A source a row; two rows of a duplicate-free source are never one entity. */
  readonly sources?: Int32Array
  readonly duplicateFree?: ReadonlySet<number>
  /** Bits that the evidence between two groups must exceed, summed over their pairs. */
  readonly minBridge?: number
}
