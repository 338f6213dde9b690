import type { LegalForms, Normalised, OrganizationName } from '../types/index.ts'
import { organizationNameReader } from '../types/normalise/organization-name.ts'
import { AVIATION_SHORT_FORMS } from './short-forms.ts'

const WORDS = new Set(
  'pty,proprietary,limited,ltd,ptyltd,pte,pvt,cc,npc,inc,incorporated,corp,corporation,co,company,llc,llp,plc,gmbh,bv,nv,sarl,srl,soc,rf'.split(
    ',',
  ),
)

/** Those that keys of published records and of suppressions were made with: another list would make other keys of old names. */
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

const read = organizationNameReader(FORMS, AVIATION_SHORT_FORMS)

/** An organization's name as aviation's sources write it. Total; idempotent on `display`. */
export const normaliseOrganizationName = (raw: string | null): Normalised<OrganizationName> => read(raw)
