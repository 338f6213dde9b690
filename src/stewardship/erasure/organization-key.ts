import type { LegalForms } from '../../types/index.ts'
import { organizationNameReader } from '../../types/normalise/organization-name.ts'

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
  glued: null,
}

const read = organizationNameReader(FORMS, new Map())

/** By what a suppression knows the organization of a person again, however a source spells it. Total. */
export const organizationKey = (text: string): string => read(text).value?.key ?? text.toLowerCase()
