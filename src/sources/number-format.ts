import { formatKind, type NumberKind } from './excel-date.ts'

/** Digits with zeros before them, and what stands between: `000-000` as its pieces. */
export interface DigitMask {
  /** `0` stands for a digit. */
  readonly mask: string
  readonly digits: number
}

/** How a format shows a number; digits that are shown with leading zeros are an identifier, and their zeros are part of it. */
export type NumberFormat = NumberKind | DigitMask

/** A format code as what it makes of a number. Of several sections the first that is not for one single value decides. */
export function numberFormat(code: string): NumberFormat {
  const sections = sectionsOf(code)
  const main = sections.find((section) => !/^\s*(?:\[[^\]=<>]*\])*\[=/.test(section)) ?? code
  const kind = formatKind(main)
  return kind === 'number' ? (digitMask(main) ?? kind) : kind
}

/** Sections of a code, which quotes and brackets keep together. */
const sectionsOf = (code: string): string[] => code.match(/(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+/g) ?? ['']

function digitMask(section: string): DigitMask | undefined {
  const bare = section.replace(/\[[^\]]*\]/g, '').replace(/[_*]./g, '')
  const mask = bare.replace(
    /"([^"]*)"|\\(.)/g,
    (_, quoted: string | undefined, escaped: string | undefined) => quoted ?? escaped ?? '',
  )
  // What an identifier begins with stands in quotes: `"ORG-"0000`.
  const named = /^(?:"[^"0]*\p{L}[^"0]*"|\\\p{L})+000+$/u.test(bare)
  if (!named && !/^[(+ ]*00[0() /+-]*$/.test(mask)) return undefined
  return { mask, digits: mask.replace(/[^0]/g, '').length }
}

/** The digits of a whole number as its mask shows them; any other number is itself. */
export function maskedDigits(value: number, { mask, digits }: DigitMask): number | string {
  if (!Number.isSafeInteger(value) || value < 0) return value
  const text = String(value).padStart(digits, '0')
  const spare = text.length - digits
  if (spare > 0 && mask.length > digits && !/\p{L}/u.test(mask)) return value
  // Digits that the mask has no place for stand at its first one.
  let at = 0
  return mask.replace(/0/g, () => {
    const from = at
    at += from === 0 ? spare + 1 : 1
    return text.slice(from, at)
  })
}
