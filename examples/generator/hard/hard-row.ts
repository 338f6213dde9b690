/** One row and who it is in truth. */
export interface HardRow {
  readonly entity: string
  readonly values: readonly (string | null)[]
}
