import type { ColumnSources } from '../../src/run/lineage/column-source.ts'

/** Which output columns were seen to change when one input column was given another value. */
export class ColumnChanges {
  readonly #seen = new Map<string, Set<string>>()

  saw(column: string, field: string): void {
    this.#seen.set(column, (this.#seen.get(column) ?? new Set()).add(field))
  }

  /** `<output column> ← <dataset>.<input column>`, sorted. */
  pairs(dataset: string): string[] {
    return [...this.#seen]
      .flatMap(([column, fields]) => [...fields].map((field) => `${column} ← ${dataset}.${field}`))
      .sort()
  }

  /** The same of what lineage declares. */
  static declared(columns: ColumnSources): string[] {
    return Object.entries(columns)
      .flatMap(([column, sources]) => sources.map(({ dataset, field }) => `${column} ← ${dataset}.${field}`))
      .sort()
  }
}
