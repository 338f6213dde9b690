import type { Cell } from './sheet-source.ts'

const plainText = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/
const zeroWidth = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu

function numberText(value: number): string | null {
  if (!Number.isFinite(value)) return null
  if (Number.isInteger(value))
    return Math.abs(value) < 1e21 ? String(value === 0 ? 0 : value) : BigInt(value).toString()
  // Spreadsheets compute in doubles and show 15 digits: the rest is noise of the arithmetic.
  return String(Number(value.toPrecision(15)))
}

/** A day as `YYYY-MM-DD`, with its time where it is not midnight. Null for a date that is none. */
export function dateText(value: Date): string | null {
  if (Number.isNaN(value.getTime())) return null
  const iso = value.toISOString()
  const split = iso.indexOf('T')
  const time = iso.slice(split + 1, -1)
  if (time === '00:00:00.000') return iso.slice(0, split)
  return `${iso.slice(0, split)}T${time.endsWith('.000') ? time.slice(0, -4) : time}`
}

/** Text as every later stage sees it: zero-width marks removed, NFKC, trimmed; blank is null. Idempotent. */
export function plainCellText(value: string): string | null {
  if (plainText.test(value)) return value
  const text = value.replace(zeroWidth, '').toWellFormed().normalize('NFKC').replace(zeroWidth, '').trim()
  return text === '' ? null : text
}

/**
 * A cell as text: `12` never `12.0`, dates `YYYY-MM-DD` (`YYYY-MM-DDTHH:MM:SS` when not midnight), booleans `true` / `false`.
 * Null for blank, invalid dates and numbers that are not finite.
 */
export function cellText(cell: Cell): string | null {
  if (cell === null) return null
  if (typeof cell === 'string') return plainCellText(cell)
  if (typeof cell === 'number') return numberText(cell)
  if (typeof cell === 'boolean') return cell ? 'true' : 'false'
  return dateText(cell)
}
