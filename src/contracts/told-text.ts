import { mask } from './mask.ts'
import { findPersonalData, replaceSpans } from './personal-data.ts'

/**
 * A text of ours, or a file's name, as it may be sent to others (logs, lineage): e-mail addresses, phones and identity numbers in it are masked.
 * Card numbers are left, since exports are called after the second in which they were made; so are fractions.
 */
export const toldText = (text: string): string =>
  replaceSpans(
    text,
    findPersonalData(text).filter(
      ({ kind, start, end }) => kind !== 'card_number' && !/^\d+\.\d+$/.test(text.slice(start, end)),
    ),
    (found) => mask(found, 'personal'),
  )
