import type { CellBalance } from './cell-accounting.ts'
import { CellsNotConservedError } from './errors.ts'

/** @throws CellsNotConservedError for the first attribute whose cells are not all accounted for */
export function proveCells(stage: string, balances: readonly CellBalance[]): void {
  for (const { of, read, accounted } of balances) {
    const sum = Object.values(accounted).reduce((total, one) => total + one, 0)
    if (sum !== read) throw new CellsNotConservedError(stage, of, read, sum, JSON.stringify(accounted))
  }
}
