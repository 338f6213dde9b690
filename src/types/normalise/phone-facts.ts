import { Metadata, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { boundedCache } from '../text/bounded-cache.ts'

export type PhoneType = 'mobile' | 'fixed_line' | 'fixed_line_or_mobile' | 'toll_free' | 'voip' | 'other'

/** What the numbering plans say of one E.164 number. */
export interface PhoneFacts {
  /** `valid`: the plan assigns it; `possible`: only its length fits; `impossible`: neither, or not E.164 at all. */
  readonly standing: 'valid' | 'possible' | 'impossible'
  readonly type: PhoneType
  /** ISO 3166-1 alpha-2; null for numbers of no country (`+800…`). */
  readonly country: string | null
}

type Pattern = readonly [PhoneType, RegExp]

const TYPES: Readonly<Record<string, PhoneType>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'fixed_line',
  FIXED_LINE_OR_MOBILE: 'fixed_line_or_mobile',
  TOLL_FREE: 'toll_free',
  VOIP: 'voip',
}
/** What a numbering plan also offers, though the library does not declare it. */
interface TypedPlan {
  type(name: string): { pattern(): string | undefined } | undefined
}

const isTyped = (plan: object | undefined): plan is TypedPlan =>
  plan !== undefined && 'type' in plan && typeof plan.type === 'function'

const E164 = /^\+[1-9]\d{5,14}$/
const SOUTH_AFRICAN = /^\+27[1-9]\d{8}$/
const IMPOSSIBLE: PhoneFacts = { standing: 'impossible', type: 'other', country: null }

function southAfricanPatterns(): readonly Pattern[] {
  const metadata = new Metadata()
  metadata.selectNumberingPlan('ZA')
  const plan = metadata.numberingPlan
  if (!isTyped(plan)) return []
  const names = ['FIXED_LINE', 'MOBILE', 'PREMIUM_RATE', 'TOLL_FREE', 'SHARED_COST', 'VOIP', 'UAN'] as const
  return names.flatMap((name): Pattern[] => {
    const pattern = plan.type(name)?.pattern()
    return pattern ? [[TYPES[name] ?? 'other', new RegExp(`^\\+27(?:${pattern})$`)]] : []
  })
}

const SOUTH_AFRICAN_TYPES = southAfricanPatterns()
const SOUTH_AFRICAN_FACTS = new Map<PhoneType, PhoneFacts>(
  (['mobile', 'fixed_line', 'fixed_line_or_mobile', 'toll_free', 'voip', 'other'] as const).map((type) => [
    type,
    { standing: 'valid', type, country: 'ZA' },
  ]),
)

/** Few enough patterns to try directly, ten times faster than a full parse; null when none of them assigns the number. */
function southAfricanFacts(e164: string): PhoneFacts | null {
  const found = SOUTH_AFRICAN_TYPES.find(([, pattern]) => pattern.test(e164))
  if (found === undefined) return null
  const both =
    found[0] === 'fixed_line' && SOUTH_AFRICAN_TYPES.some(([type, one]) => type === 'mobile' && one.test(e164))
  return SOUTH_AFRICAN_FACTS.get(both ? 'fixed_line_or_mobile' : found[0]) ?? null
}

/** The facts of a number already parsed; South African numbers are valid with nine national digits only. */
function factsOf(parsed: PhoneNumber): PhoneFacts {
  const country = parsed.country ?? null
  const short = parsed.countryCallingCode === '27' && parsed.nationalNumber.length !== 9
  const standing = parsed.isValid() && !short ? 'valid' : parsed.isPossible() ? 'possible' : 'impossible'
  return { standing, type: TYPES[parsed.getType() ?? ''] ?? 'other', country }
}

function look(e164: string): PhoneFacts {
  if (!E164.test(e164)) return IMPOSSIBLE
  const known = SOUTH_AFRICAN.test(e164) ? southAfricanFacts(e164) : null
  if (known !== null) return known
  const parsed = parsePhoneNumberFromString(e164, { extract: false })
  return parsed === undefined || parsed.number !== e164 ? IMPOSSIBLE : factsOf(parsed)
}

const facts = boundedCache(50_000, look)

/**
 * Validity, kind and country of an E.164 number, by Google's numbering metadata (`libphonenumber-js/max`). A text that
 * is not in E.164 form is `impossible`. Remembers recent answers in bounded memory.
 */
export const phoneFacts = (e164: string): PhoneFacts => facts.get(e164)
