import { address } from './address.ts'
import { coordinates } from './coordinates.ts'
import { country } from './country.ts'
import { date } from './date.ts'
import { dateOfBirth } from './date-of-birth.ts'
import { email } from './email.ts'
import { money } from './money.ts'
import { number } from './number.ts'
import { postcode } from './postcode.ts'
import { region } from './region.ts'
import type { SemanticType } from './semantic-type.ts'

/** Every type that a domain may name, by its id. One more is one file and a line here. */
export const types: ReadonlyMap<string, SemanticType> = new Map(
  [address, coordinates, country, date, dateOfBirth, email, money, number, postcode, region].map((type) => [
    type.id,
    type,
  ]),
)
