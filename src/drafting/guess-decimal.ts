export type DecimalGuess =
  /** No cell has a sign that could group digits or begin decimals. */
  { readonly decimal: 'plain' } | { readonly decimal: 'comma' | 'point'; readonly sure: boolean }

/** Countries that write the comma before decimals, of those whose files come often. */
const COMMA = new Set(
  'AT BE BG BR CL CO CZ DE DK ES FI FR GR HR HU ID IT LT LU LV NL NO PL PT RO RS RU SE SI SK TR UA VN AR UY ZA'.split(
    ' ',
  ),
)

export type DecimalSign = 'comma' | 'point'

/**
 * Which sign stands before decimals in a column of numbers or amounts.
 * @param beside what the other columns of its table write, where they say one
 */
export function guessDecimal(
  cells: readonly string[],
  country: string,
  beside: DecimalSign | null = null,
): DecimalGuess {
  let [comma, point, either] = [0, 0, 0]
  for (const cell of cells) {
    const digits = cell.replace(/[^\d.,]/g, '').replace(/[.,]+$/, '')
    const last = Math.max(digits.lastIndexOf(','), digits.lastIndexOf('.'))
    if (last < 0) continue
    const sign = digits[last] === ',' ? 'comma' : 'point'
    const both = digits.includes(',') && digits.includes('.')
    const repeated = digits.split(digits[last] ?? '').length > 2
    const after = digits.length - last - 1
    // A sign that stands twice groups; one before three digits may do either.
    if (repeated && !both) sign === 'comma' ? point++ : comma++
    else if (after !== 3 || both || digits.startsWith('0')) sign === 'comma' ? comma++ : point++
    else either++
  }
  if (comma + point + either === 0) return { decimal: 'plain' }
  if (comma > 0 || point > 0) return { decimal: comma > point ? 'comma' : 'point', sure: comma === 0 || point === 0 }
  if (beside !== null) return { decimal: beside, sure: true }
  return { decimal: COMMA.has(country) ? 'comma' : 'point', sure: false }
}
