import type { Normaliser } from './normalised.ts'

/**
 * The normaliser of each kind of value, for callers that learn the kind only at run time; loaded when it is asked for, so that naming the
 * kinds costs none of them. One more is one more file, and a line here.
 */
export const normalisers: Readonly<Record<string, () => Promise<Normaliser<unknown>>>> = {
  'organization-name': async () => (await import('./organization-name.ts')).normaliseOrganizationName,
  'person-name': async () => (await import('./person-name.ts')).normalisePersonName,
  role: async () => (await import('./role.ts')).normaliseRole,
  email: async () => (await import('./email.ts')).normaliseEmail,
  phone: async () => (await import('./phone.ts')).normalisePhone,
  website: async () => (await import('./website.ts')).normaliseWebsite,
  address: async () => (await import('./address.ts')).normaliseAddress,
  province: async () => (await import('./province.ts')).normaliseProvince,
  date: async () => (await import('./date.ts')).normaliseDate,
  status: async () => (await import('./status.ts')).normaliseStatus,
  priority: async () => (await import('./priority.ts')).normalisePriority,
  identifier: async () => (await import('./identifier.ts')).normaliseIdentifier,
}

export const NORMALISER_KINDS: readonly string[] = Object.keys(normalisers)
