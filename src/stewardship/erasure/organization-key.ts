import type { LegalForms } from '../../types/index.ts'
import { withoutLegalForm } from '../../types/organizations/without-legal-form.ts'
import { cleanText } from '../../types/text/clean-text.ts'
import { foldWords } from '../../types/text/fold-text.ts'

const WORDS = new Set(
  'pty,proprietary,limited,ltd,ptyltd,pte,pvt,cc,npc,inc,incorporated,corp,corporation,co,company,llc,llp,plc,gmbh,bv,nv,sarl,srl,soc,rf'.split(
    ',',
  ),
)

/** Those that the keys in kept suppressions were made with: another list would no longer recognise whom they keep out. */
const FORMS: LegalForms = {
  words: WORDS,
  letters: WORDS,
  phrases: [
    ['close', 'corporation'],
    ['non', 'profit', 'company'],
    ['nonprofit', 'company'],
    ['state', 'owned', 'company'],
    ['public', 'limited', 'company'],
    ['limited', 'liability', 'company'],
  ],
  fronts: [],
  beforeForm: new Set(),
  articles: new Set(),
  glued: null,
}

const APOSTROPHES = /['\u2019\u02bc`´]/g
const NOBODY = new Set(['', 'na', 'nan', 'none', 'null', 'nil', 'undefined', 'unknown', 'unnamed', 'noname'])

/** By what a suppression knows the organization of a person again, however a source spells it. Total. */
export function organizationKey(text: string): string {
  const name = (cleanText(text) ?? '').replace(APOSTROPHES, '').replaceAll('&', ' and ')
  const key = withoutLegalForm(foldWords(name, ' ').split(' '), FORMS).join('')
  return NOBODY.has(key) ? text.toLowerCase() : key
}
