import type { Normalised } from '../types/index.ts'
import { roleReader } from '../types/normalise/role.ts'

const read = roleReader(
  'ceo,cfo,coo,cto,cio,cmo,md,gm,hr,it,pa,pr,vp,hod,hof,cfi,dfe,dfo,dom,rp,qa,atc,amo,ato'.split(','),
)

/** A person's role as tidy text, with the acronyms of aviation. */
export const normaliseRole = (raw: string | null): Normalised<string> => read(raw)
