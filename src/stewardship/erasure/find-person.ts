import { mask } from '../../contracts/mask.ts'
import { PersonNotFoundError } from '../../ledger/errors.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import { normaliseEmail } from '../../types/normalise/email.ts'
import { nameKey } from '../../types/normalise/person-name.ts'
import { normalisePhone } from '../../types/normalise/phone.ts'
import type { ContactRow, FindContacts } from './contact-rows.ts'
import { identifying, isPerson, kindOf } from './said-of-people.ts'
import { LASTING_ID, numberKey, type PersonFacts } from './suppression.ts'

export interface PersonKey {
  readonly kind: 'id' | 'email' | 'phone' | 'number'
  readonly value: string
}

/** What was asked for in canonical form, as the first of the domains has it. @throws PersonNotFoundError when it is nothing of a person's. */
export function personKey(text: string, domains: readonly PinnedDomain[]): PersonKey {
  const given = text.trim()
  if (LASTING_ID.test(given)) return { kind: 'id', value: given }
  for (const { compiled } of domains) {
    const { country } = compiled
    const email = given.includes('@') ? normaliseEmail(given, { country }).value : null
    if (email !== null) return { kind: 'email', value: email }
    const phone = normalisePhone(given, { country }).value
    if (phone !== null) return { kind: 'phone', value: phone.e164 }
  }
  for (const { compiled } of domains)
    for (const { type, options, context } of compiled.entities.filter(isPerson).flatMap(identifying)) {
      const value = type.reader(options, context).normalise(given).value
      if (value !== null && kindOf(String(value)) === 'number' && /\d/.test(given))
        return { kind: 'number', value: String(value) }
    }
  throw new PersonNotFoundError(
    'A person is named by the id of their record (per_…), an e-mail address, a phone number, or a number of theirs that a domain knows as personal. What was given is none of them.',
  )
}

/**
 * What every kept version says of the person. E-mails and phones that other contacts have too are told apart, so that nobody else loses theirs.
 * @throws PersonNotFoundError when nobody has the id, or people of different names share the address or number.
 */
export async function findPerson(find: FindContacts, key: PersonKey): Promise<PersonFacts> {
  const rows = await find(key.kind === 'id' ? 'id' : 'value', key.value)
  if (rows.length === 0) {
    if (key.kind === 'id')
      throw new PersonNotFoundError(
        `No kept version of a table of people has ${key.value}. Was the person forgotten already? "hotpass forget --list" shows the certificates; otherwise name the person by e-mail or phone.`,
      )
    return {
      keys: [key.value],
      ids: [],
      emails: key.kind === 'email' ? [key.value] : [],
      phones: key.kind === 'phone' ? [key.value] : [],
      numbers: key.kind === 'number' ? [key.value] : [],
      shared: [],
      names: [],
      organizations: [],
      entities: [],
      rows: [],
    }
  }
  const names = new Set(rows.flatMap(({ name }) => (name === null ? [] : [nameKey(name)])))
  if (names.size > 1) {
    const people = [...new Map(rows.map((row) => [row.id, row])).values()]
    throw new PersonNotFoundError(
      key.kind === 'id'
        ? `${names.size} people of different names have the id ${key.value}, in datasets of several pipelines. Say whose is meant with --pipeline.`
        : `${names.size} people of different names share it. Name one of them by id: ${people.map((row) => `${row.id} (${mask(row.name ?? '', 'personal')})`).join(', ')}.`,
    )
  }
  return factsOf(find, rows, [key.value])
}

/** What the person's rows of published tables say, with what of it others have too told apart. */
export async function factsOf(
  find: FindContacts,
  rows: readonly ContactRow[],
  keys: readonly string[],
): Promise<PersonFacts> {
  const ids = [...new Set(rows.map((row) => row.id))]
  const named = rows.some(({ name }) => name !== null)
  const shared = rows.flatMap((row) => row.beside)
  const own: Record<ReturnType<typeof kindOf>, string[]> = { email: [], phone: [], number: [] }
  for (const value of new Set(rows.flatMap((row) => row.values))) {
    const others = (await find('value', value)).filter((row) => !ids.includes(row.id) && row.name !== null)
    const kind = kindOf(value)
    const said = kind === 'number' ? numberKey(value) : value
    if (named && others.length > 0) shared.push(said)
    else own[kind].push(said)
  }
  return {
    keys: [...new Set([...keys, ...ids])],
    ids,
    emails: own.email,
    phones: own.phone,
    numbers: own.number,
    shared: [...new Set(shared)],
    names: rows.flatMap(({ name }) => name ?? []),
    organizations: rows.flatMap(({ organizations }) => organizations),
    entities: rows.flatMap(({ owners }) => owners),
    rows: [],
  }
}
