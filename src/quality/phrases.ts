import type { Bounds } from './bounds.ts'

const numbers = new Intl.NumberFormat('en-US')

/** `12,345`. */
export const count = (value: number): string => numbers.format(value)

/** `1 row`, `12,345 rows`. */
export const rowsOf = (value: number): string => `${count(value)} ${value === 1 ? 'row' : 'rows'}`

/** `8.2%`; a share above nothing is never shown as 0%, one below everything never as 100%. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1%'
  if (share < 1 && share > 0.999) return '>99.9%'
  return `${Math.round(share * 1000) / 10}%`
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly string[], word = 'and'): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`
}

/** `between 1 and 2`, `at least 1`, `below 2`. */
export function range(bounds: Bounds): string {
  const { min_value: min, max_value: max, strict_min, strict_max } = bounds
  const shown = (value: string | number): string => (typeof value === 'number' ? count(value) : value)
  const parts = [
    ...(min === undefined ? [] : [`${strict_min ? 'above' : 'at least'} ${shown(min)}`]),
    ...(max === undefined ? [] : [`${strict_max ? 'below' : 'at most'} ${shown(max)}`]),
  ]
  return parts.join(' and ')
}

/** A number as people read it: up to six significant digits after the point, thousands apart. */
export const shownNumber = (value: number): string =>
  Number.isInteger(value)
    ? count(value)
    : Number(value.toPrecision(6)).toLocaleString('en-US', { maximumFractionDigits: 9 })
