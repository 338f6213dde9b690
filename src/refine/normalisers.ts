import { normaliseAddress } from './address.ts'
import { normaliseDate } from './date.ts'
import { normaliseEmail } from './email.ts'
import { normaliseIdentifier } from './identifier.ts'
import type { Normaliser } from './normalised.ts'
import { normaliseOrganizationName } from './organization-name.ts'
import { normalisePersonName } from './person-name.ts'
import { normalisePhone } from './phone.ts'
import { normalisePriority } from './priority.ts'
import { normaliseProvince } from './province.ts'
import { normaliseRole } from './role.ts'
import { normaliseStatus } from './status.ts'
import { normaliseWebsite } from './website.ts'

/** The normaliser of each kind of value, for callers that learn the kind only at run time. One more is one more file, and a line here. */
export const normalisers: Readonly<Record<string, Normaliser<unknown>>> = {
  'organization-name': normaliseOrganizationName,
  'person-name': normalisePersonName,
  role: normaliseRole,
  email: normaliseEmail,
  phone: normalisePhone,
  website: normaliseWebsite,
  address: normaliseAddress,
  province: normaliseProvince,
  date: normaliseDate,
  status: normaliseStatus,
  priority: normalisePriority,
  identifier: normaliseIdentifier,
}

export const NORMALISER_KINDS: readonly string[] = Object.keys(normalisers)
