import { dateText } from './cell-text.ts'

const isPlain = (value: unknown): value is string | number | bigint | boolean =>
  ['string', 'number', 'bigint', 'boolean'].includes(typeof value)

/**
 * A list of plain values as one text, as people write several into a cell; blank ones are left out. Undefined for what is no such list: it
 * is told as JSON.
 */
export function listText(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined
  const filled = value.filter((one) => one !== null && one !== undefined && one !== '')
  return filled.every((one) => isPlain(one) || one instanceof Date)
    ? filled.map((one) => (one instanceof Date ? dateText(one) : String(one))).join('; ')
    : undefined
}
