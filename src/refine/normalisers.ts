import type { Normaliser } from '../types/index.ts'

/**
 * The normalisers that are no types of the registry, for callers that learn the kind only at run time; loaded when asked for, so that naming
 * them costs none of them.
 */
export const normalisers: Readonly<Record<string, () => Promise<Normaliser<unknown>>>> = {
  'organization-name': async () => (await import('./organization-name.ts')).normaliseOrganizationName,
  'person-name': async () => (await import('../types/normalise/person-name.ts')).normalisePersonName,
  address: async () => (await import('../types/normalise/address.ts')).normaliseAddress,
  province: async () => (await import('./province.ts')).normaliseProvince,
  date: async () => (await import('../types/normalise/date.ts')).normaliseDate,
  status: async () => (await import('./status.ts')).normaliseStatus,
  priority: async () => (await import('./priority.ts')).normalisePriority,
}

export const NORMALISER_KINDS: readonly string[] = Object.keys(normalisers)
