import { address } from './address.ts'
import { category } from './category.ts'
import { coordinates } from './coordinates.ts'
import { country } from './country.ts'
import { date } from './date.ts'
import { dateOfBirth } from './date-of-birth.ts'
import { email } from './email.ts'
import { flag } from './flag.ts'
import { identifier } from './identifier.ts'
import { money } from './money.ts'
import { number } from './number.ts'
import { organizationName } from './organization-name.ts'
import { personName } from './person-name.ts'
import { phone } from './phone.ts'
import { postcode } from './postcode.ts'
import { region } from './region.ts'
import { role } from './role.ts'
import type { SemanticType } from './semantic-type.ts'
import { text } from './text.ts'
import { website } from './website.ts'

/** Every type that a domain may name, by its id. One more is one file and a line here. */
export const types: ReadonlyMap<string, SemanticType> = new Map(
  [
    address,
    category,
    coordinates,
    country,
    dateOfBirth,
    date,
    email,
    flag,
    identifier,
    money,
    number,
    organizationName,
    personName,
    phone,
    postcode,
    region,
    role,
    text,
    website,
  ].map((type) => [type.id, type]),
)
