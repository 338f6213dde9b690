import { isEmailAddress } from './email.ts'
import { phoneFacts } from './phone-facts.ts'

/** How far an address or number can be trusted, judged by form alone: nothing is sent or called, so nothing is called deliverable. */
export interface Verification {
  readonly status: 'valid_format' | 'risky' | 'undeliverable' | 'unknown'
  /** 0 to 1. */
  readonly confidence: number
}

const EMAIL_UNKNOWN: Verification = { status: 'unknown', confidence: 0.5 }
const EMAIL_INVALID: Verification = { status: 'undeliverable', confidence: 0 }
const PHONES = {
  valid: { status: 'valid_format', confidence: 0.85 },
  possible: { status: 'risky', confidence: 0.45 },
  impossible: { status: 'undeliverable', confidence: 0.1 },
} satisfies Record<string, Verification>

/** Judges a normalised e-mail address: `unknown` 0.5 when its form is valid (only a mail server could say more), else `undeliverable` 0. */
export const verifyEmail = (address: string): Verification => (isEmailAddress(address) ? EMAIL_UNKNOWN : EMAIL_INVALID)

/** Judges an E.164 number by its numbering plan: assigned `valid_format` 0.85, of possible length `risky` 0.45, else `undeliverable` 0.1. */
export const verifyPhone = (e164: string): Verification => PHONES[phoneFacts(e164).standing]
