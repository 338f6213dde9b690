/** The door of the refine room: what others may take of it. */
export { countryOf } from './country-of.ts'
export { NORMALISER_KINDS, normalisers } from './normalisers.ts'
export { normaliseOrganizationName } from './organization-name.ts'
export { normalisePriority } from './priority.ts'
export { normaliseProvince } from './province.ts'
export { normaliseRole } from './role.ts'
export { normaliseStatus } from './status.ts'
