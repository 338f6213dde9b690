import { mask } from '../../contracts/mask.ts'
import { PersonNotFoundError } from '../../ledger/errors.ts'
import { normaliseEmail } from '../../types/normalise/email.ts'
import { nameKey } from '../../types/normalise/person-name.ts'
import { normalisePhone } from '../../types/normalise/phone.ts'
import type { ContactRow, FindContacts } from './contact-rows.ts'
import type { PersonFacts } from './suppression.ts'

/** What was asked for in canonical form. @throws PersonNotFoundError when it is none of the three. */
export function personKey(text: string, country: string): { kind: 'id' | 'email' | 'phone'; value: string } {
  const given = text.trim()
  if (/^per_[a-z2-7]{20}$/.test(given)) return { kind: 'id', value: given }
  const email = given.includes('@') ? normaliseEmail(given, { country }).value : null
  if (email !== null) return { kind: 'email', value: email }
  const phone = normalisePhone(given, { country }).value
  if (phone !== null) return { kind: 'phone', value: phone.e164 }
  throw new PersonNotFoundError(
    'A person is named by a contact id (per_…), an e-mail address or a phone number. What was given is none of them.',
  )
}

/**
 * What every kept version says of the person. E-mails and phones that other contacts have too are told apart, so that nobody else loses theirs.
 * @throws PersonNotFoundError when nobody has the id, or people of different names share the address or number.
 */
export async function findPerson(find: FindContacts, key: ReturnType<typeof personKey>): Promise<PersonFacts> {
  const rows = await find(key.kind, key.value)
  if (rows.length === 0) {
    if (key.kind === 'id')
      throw new PersonNotFoundError(
        `No kept version of contacts has ${key.value}. Was the person forgotten already? "hotpass forget --list" shows the certificates; otherwise name the person by e-mail or phone.`,
      )
    return {
      keys: [key.value],
      ids: [],
      emails: key.kind === 'email' ? [key.value] : [],
      phones: key.kind === 'phone' ? [key.value] : [],
      numbers: [],
      shared: [],
      names: [],
      organizations: [],
      entities: [],
      rows: [],
    }
  }
  const names = new Set(rows.flatMap(({ person_name: name }) => (name === null ? [] : [nameKey(name)])))
  if (names.size > 1) {
    const people = [...new Map(rows.map((row) => [row.contact_id, row])).values()]
    throw new PersonNotFoundError(
      key.kind === 'id'
        ? `${names.size} people of different names have the id ${key.value}, in datasets of several pipelines. Say whose is meant with --pipeline.`
        : `${names.size} people of different names share it. Name one of them by id: ${people.map((row) => `${row.contact_id} (${mask(row.person_name ?? '', 'personal')})`).join(', ')}.`,
    )
  }
  return factsOf(find, rows, [key.value])
}

/** What the person's rows of contacts say, with what of it others have too told apart. */
export async function factsOf(
  find: FindContacts,
  rows: readonly ContactRow[],
  keys: readonly string[],
): Promise<PersonFacts> {
  const ids = [...new Set(rows.map((row) => row.contact_id))]
  const named = rows.some(({ person_name: name }) => name !== null)
  const shared: string[] = []
  const own = async (kind: 'email' | 'phone') => {
    const kept: string[] = []
    for (const value of new Set(rows.flatMap((row) => row[`${kind}s`] ?? []))) {
      const others = (await find(kind, value)).filter(
        (row) => !ids.includes(row.contact_id) && row.person_name !== null,
      )
      if (named && others.length > 0) shared.push(value)
      else kept.push(value)
    }
    return kept
  }
  return {
    keys: [...new Set([...keys, ...ids])],
    ids,
    emails: await own('email'),
    phones: await own('phone'),
    numbers: [],
    shared,
    names: rows.flatMap(({ person_name: name }) => (name === null ? [] : [name])),
    organizations: rows.map((row) => row.organization_name),
    entities: rows.map((row) => row.entity_id),
    rows: [],
  }
}
