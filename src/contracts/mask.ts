import type { PiiClass } from './contract.ts'

const email = /^[^\s@]+@([^\s@]+\.[^\s@]+)$/

/**
 * A value as it may be shown beside a rejected row. `none` is shown as it is; `sensitive` becomes `***`;
 * `personal` keeps a hint and can never be turned back: `j***@example.com`, `J***` for names and free text,
 * `***67` for numbers of seven digits or more. Nothing of a short value is shown, and never its length.
 */
export function mask(value: unknown, pii: PiiClass): string | null {
  if (value === null || value === undefined) return null
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (pii === 'none') return shown
  return pii === 'personal' ? hint(shown.trim()) : '***'
}

function hint(value: string): string {
  const domain = email.exec(value)?.[1]
  if (domain) return `${initial(value.slice(0, value.indexOf('@')), 2)}***@${domain}`
  const digits = value.replaceAll(/\D/g, '')
  if (digits.length >= 7 && !/\p{L}/u.test(value)) return `***${digits.slice(-2)}`
  return `${initial(value, 4)}***`
}

/** The first letter, only of texts long enough that one letter says little; signs are dropped, as a spreadsheet may run them. */
function initial(value: string, atLeast: number): string {
  const letters = [...value]
  const first = letters[0] ?? ''
  return letters.length >= atLeast && /^[\p{L}\p{N}]$/u.test(first) ? first : ''
}
