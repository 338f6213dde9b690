/** What became of the filled cells of one row, by the attributes that they feed: in the order of `toldFields`. */
export class RowCells {
  /** Gave the attribute's value, or a part of it. */
  readonly given: number[]
  /** Say something that cannot be used. */
  readonly refused: number[]
  /** Stand for nothing, or say nothing of the attribute. */
  readonly silent: number[]
  /** Of no use beside another cell of the row. */
  readonly lost: number[]
  /** Of a list whose values do not all come from one cell: which cells gave which values (`valueCells`). */
  readonly values: (string | null)[]

  constructor(attributes: number) {
    const none = () => new Array<number>(attributes).fill(0)
    this.given = none()
    this.refused = none()
    this.silent = none()
    this.lost = none()
    this.values = new Array<string | null>(attributes).fill(null)
  }

  clear(): void {
    for (const counts of [this.given, this.refused, this.silent, this.lost]) counts.fill(0)
    this.values.fill(null)
  }

  /** Of an attribute whose value makes no record after all. */
  refuse(at: number): void {
    this.refused[at] = (this.refused[at] as number) + (this.given[at] as number)
    this.given[at] = 0
  }
}
