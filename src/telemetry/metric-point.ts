/** One measured value, as plain data: it crosses process borders. */
export interface MetricPoint {
  /** In words without spaces: `RowsIn`. */
  readonly name: string
  readonly unit: 'Count' | 'Bytes' | 'Milliseconds' | 'Percent' | 'None'
  readonly value: number
  /** Few and with few values each: every combination is a series of its own. */
  readonly dimensions: Readonly<Record<string, string>>
  /** Found in the record, never a dimension: the run id. */
  readonly metadata: Readonly<Record<string, string>>
}

/** Where metrics go. A sink never fails the work it watches. */
export interface MetricSink {
  record(points: readonly MetricPoint[]): void
  flush(): Promise<void>
  abort(): void
}
