import { currenciesOf } from '../normalise/currency.ts'

const NO_LETTERS = /[\d\s.,'’()+–-]/g

/** Whether a cell is digits with nothing but a sign, short form or code of money beside them: `R$ 12,50`, `1.342,84 €`. */
export function saysAmount(cell: string): boolean {
  const sign = cell.replace(NO_LETTERS, '')
  return /\d/.test(cell) && sign !== '' && currenciesOf(sign) !== undefined
}
