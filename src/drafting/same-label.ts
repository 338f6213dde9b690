import { labelKey, labelSimilarity } from '../types/text/label-similarity.ts'

/** From how alike two labels are taken for one. */
const ALIKE = 0.8
/** Letters of a word that tells something inside a longer one: `Beitrag` in `Jahresbeitrag`. */
const TELLING = 5

/** Words that many columns have, whatever they are of. */
const ANY_COLUMNS = new Set(
  (
    'no nr num number nummer numero n id ids code codes codigo kode key ref reference reg registered registration date datum data fecha ' +
    'day time year status state type typ tipo kind class name naam nom nombre nome text note notes value total amount first last main ' +
    'other new old the of de des der del do da di du la le el'
  ).split(' '),
)

const telling = (label: string): string[] =>
  labelKey(label)
    .split(/[ _]+/)
    .filter((word) => word !== '' && !ANY_COLUMNS.has(word))

const within = (word: string, longer: string): boolean =>
  word.length >= TELLING && word !== longer && (longer.startsWith(word) || longer.endsWith(word))

/** Whether two labels are nearly one, or one says the other with more words: `SIRET` and `N° SIRET`, `Beitrag` and `Jahresbeitrag`. */
export function isSameLabel(one: string, other: string): boolean {
  if (labelSimilarity(labelKey(one), labelKey(other)) >= ALIKE) return true
  const [fewer = [], more = []] = [telling(one), telling(other)].sort((a, b) => a.length - b.length)
  if (fewer.length === 0) return false
  const [left, right] = [fewer.join(''), more.join('')]
  return fewer.every((word) => more.includes(word)) || within(left, right) || within(right, left)
}

/** What numbers of value added tax are called where they are called otherwise than elsewhere. */
const TAX_NUMBER =
  /^(?:(?:p|partita) iva|vat(?: (?:id|no|nr|number|reg no))?|gstin|gst (?:no|number)|abn(?: no)?|nip|vkn|vergi no|n tva|numero de tva|btw(?: nummer)?|ust id(?: ?nr)?|nif|cif|cnpj)$/

export const namesTaxNumber = (name: string): boolean => TAX_NUMBER.test(labelKey(name))
