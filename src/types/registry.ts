import { category } from './category.ts'
import { email } from './email.ts'
import { flag } from './flag.ts'
import { identifier } from './identifier.ts'
import { organizationName } from './organization-name.ts'
import { personName } from './person-name.ts'
import { phone } from './phone.ts'
import { role } from './role.ts'
import type { SemanticType } from './semantic-type.ts'
import { text } from './text.ts'
import { website } from './website.ts'

/** Every type that a domain may name, by its id. One more is one file and a line here. */
export const types: ReadonlyMap<string, SemanticType> = new Map(
  Object.values({
    category,
    email,
    flag,
    identifier,
    organizationName,
    personName,
    phone,
    role,
    text,
    website,
  }).map((type) => [type.id, type]),
)
