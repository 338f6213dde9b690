/** Where a row stands. */
export interface RowPlace {
  readonly file: string
  readonly sheet: string
  readonly rowNumber: number
  readonly rowHash: string
}
