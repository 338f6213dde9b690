import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { boundedCache } from '../text/bounded-cache.ts'

const numbers = boundedCache(50_000, (e164: string): { readonly digits: string | null } => ({
  digits: parsePhoneNumberFromString(e164, { extract: false })?.nationalNumber ?? null,
}))

/** An E.164 number without its country calling code, or null for what is no such number. */
export const nationalNumber = (e164: string): string | null => numbers.get(e164).digits
