import type { Normaliser } from '../types/normalise/normalised.ts'

/**
 * The normaliser of each kind of value, for callers that learn the kind only at run time; loaded when it is asked for, so that naming the
 * kinds costs none of them. One more is one more file, and a line here.
 */
export const normalisers: Readonly<Record<string, () => Promise<Normaliser<unknown>>>> = {
  'organization-name': async () => (await import('./organization-name.ts')).normaliseOrganizationName,
  'person-name': async () => (await import('../types/normalise/person-name.ts')).normalisePersonName,
  role: async () => (await import('./role.ts')).normaliseRole,
  email: async () => (await import('../types/normalise/email.ts')).normaliseEmail,
  phone: async () => (await import('../types/normalise/phone.ts')).normalisePhone,
  website: async () => (await import('../types/normalise/website.ts')).normaliseWebsite,
  address: async () => (await import('../types/normalise/address.ts')).normaliseAddress,
  province: async () => (await import('./province.ts')).normaliseProvince,
  date: async () => (await import('../types/normalise/date.ts')).normaliseDate,
  status: async () => (await import('./status.ts')).normaliseStatus,
  priority: async () => (await import('./priority.ts')).normalisePriority,
  identifier: async () => (await import('../types/normalise/identifier.ts')).normaliseIdentifier,
}

export const NORMALISER_KINDS: readonly string[] = Object.keys(normalisers)
