/** `org_` and 20 base32 characters. */
export const entityId = /^org_[a-z0-9]{20}$/

/** `per_` and 20 base32 characters. */
export const contactId = /^per_[a-z0-9]{20}$/

/** ISO 3166-1 alpha-2. */
export const countryCode = /^[A-Z]{2}$/

/** ISO 8601 day, `YYYY-MM-DD`. */
export const isoDate = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** E.164: plus sign, country code, at most 15 digits. */
export const e164 = /^\+[1-9]\d{1,14}$/

/** Something on both sides of one `@`, without white space; the normaliser is stricter. */
export const mailbox = /^[^\s@]+@[^\s@]+$/

/** A web address, absolute. */
export const webAddress = /^https?:\/\/\S+$/

/** A hexadecimal digest, whole or shortened. */
export const digest = /^[0-9a-f]{16,64}$/
