import { organizationWords } from '../normalise/organization-name.ts'
import { legalFormsOf } from '../organizations/legal-forms.ts'
import { saysKind } from '../organizations/says-kind.ts'
import { foldWords } from '../text/fold-text.ts'

const PEOPLE_OF_A_FIRM: ReadonlySet<string> = new Set(
  'partners sons daughters associates brothers company others team family staff colleagues'.split(' '),
)

/** Whether a text with several names names one firm: `Smith, Jones and Partners`. */
export function namesFirm(text: string): boolean {
  const words = foldWords(text.replace(/['’]/g, '').replaceAll('&', ' and '), ' ').split(' ')
  if (saysKind(text) || words.some((word) => PEOPLE_OF_A_FIRM.has(word))) return true
  return organizationWords(text, legalFormsOf('')).length < words.length
}
