import type { PiiClass } from './contract.ts'
import { findPersonalData, replaceSpans } from './personal-data.ts'

const email = /^[^\s@]+@([^\s@]+\.[^\s@]+)$/

/**
 * A value as it may be shown outside a published dataset. `sensitive` values become `***`. `personal` values keep a hint that
 * cannot be turned back: `j***@example.com`, `J***` for names and free text, `***67` for phone numbers; short ones keep nothing,
 * and none their length. Other values are cut at 200 characters, and e-mails, phones, identity and card numbers in them are masked.
 */
export function mask(value: string, pii: PiiClass): string {
  if (pii === 'sensitive') return '***'
  if (pii === 'personal') return hint(value.trim())
  return masked(value)
}

const SHOWN = 200

/**
 * A value of no class, in which personal data may stand all the same. Looked for past the cut, so that half an address shows nothing;
 * what is not looked through to its end is never shown, however much masking shortens what stands before it.
 */
function masked(value: string): string {
  const spans = findPersonalData(value.slice(0, 2 * SHOWN))
  const until = spans.find(({ start, end }) => start < SHOWN && end > SHOWN)?.end ?? SHOWN
  const text = replaceSpans(
    value.slice(0, until),
    spans.filter(({ end }) => end <= until),
    (found, kind) => (kind === 'email' || kind === 'phone' ? hint(found) : '***'),
  )
  return value.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

function hint(value: string): string {
  const domain = email.exec(value)?.[1]
  if (domain !== undefined) return `${initial(value.slice(0, value.indexOf('@')), 2)}***@${domain}`
  const digits = value.replaceAll(/\D/g, '')
  if (digits.length >= 7 && !/\p{L}/u.test(value)) return `***${digits.slice(-2)}`
  return `${initial(value, 4)}***`
}

/** The first letter, where one letter says little. Signs are dropped, since a spreadsheet may run them. */
function initial(text: string, atLeast: number): string {
  const characters = [...text.slice(0, 2 * atLeast)]
  const first = characters[0] ?? ''
  return characters.length >= atLeast && /^[\p{L}\p{N}]$/u.test(first) ? first : ''
}
