import { type CandidateRow, type ConsolidationRules, splitValues, valueList } from './candidate-row.ts'
import { inSurvivorshipOrder } from './survivorship-order.ts'

/** One person of one organization: name, role, e-mails and phones that belong together. */
export interface Person {
  readonly contactId: string
  readonly name: string | null
  readonly role: string | null
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  /** True only when every row about this person says so. */
  readonly isInvalid: boolean
  /** In survivorship order; the first gave the name where it has one. */
  readonly rows: readonly CandidateRow[]
}

const describesPerson = (row: CandidateRow): boolean =>
  row.person_name !== null || row.emails !== null || row.phones !== null

/** What makes two rows of one organization the same person: an e-mail address, a name, or (both nameless) a phone. */
function personKeys(row: CandidateRow, rules: ConsolidationRules): string[] {
  const keys = splitValues(row.emails).map((email) => `e:${email}`)
  if (row.person_name !== null) keys.push(`n:${rules.nameKey(row.person_name)}`)
  else for (const phone of splitValues(row.phones)) keys.push(`p:${phone}`)
  return keys
}

/** Two people who share a mailbox stay two when both have a name and the names differ. */
function contradict(left: CandidateRow, right: CandidateRow, rules: ConsolidationRules): boolean {
  return (
    left.person_name !== null &&
    right.person_name !== null &&
    rules.nameKey(left.person_name) !== rules.nameKey(right.person_name)
  )
}

/** The people of one organization, least contact id first. A person is never assembled from two people's rows. */
export function gatherPeople(rows: readonly CandidateRow[], rules: ConsolidationRules): Person[] {
  const speaking = inSurvivorshipOrder(rows.filter(describesPerson), rules)
  const named = speaking.filter((row) => row.person_name !== null)
  const nameless = speaking.filter((row) => row.person_name === null)
  const groups: CandidateRow[][] = []
  const owner = new Map<string, CandidateRow[]>()
  for (const row of [...named, ...nameless]) {
    const keys = personKeys(row, rules)
    const home = keys
      .map((key) => owner.get(key))
      .find((group) => group !== undefined && !group.some((other) => contradict(other, row, rules)))
    const group = home ?? []
    if (home === undefined) groups.push(group)
    group.push(row)
    for (const key of keys) if (!owner.has(key)) owner.set(key, group)
  }
  const ids = rules.contactIds(groups)
  return groups
    .map((group, at) => toPerson(group, ids[at] as string, rules))
    .sort((a, b) => (a.contactId < b.contactId ? -1 : 1))
}

function toPerson(group: readonly CandidateRow[], contactId: string, rules: ConsolidationRules): Person {
  const rows = inSurvivorshipOrder(group, rules)
  return {
    contactId,
    name: rows.find((row) => row.person_name !== null)?.person_name ?? null,
    role: rows.find((row) => row.person_role !== null)?.person_role ?? null,
    emails: [...new Set(rows.flatMap((row) => splitValues(row.emails)))],
    phones: [...new Set(rows.flatMap((row) => splitValues(row.phones)))],
    isInvalid: rows.every((row) => row.is_invalid),
    rows,
  }
}

/** The person to call first: valid, reachable, named, from the best source. Undefined when all are marked invalid. */
export function primaryPerson(people: readonly Person[], rules: ConsolidationRules): Person | undefined {
  const rank = (person: Person) =>
    4 * Number(person.emails.length > 0) + 2 * Number(person.phones.length > 0) + Number(person.name !== null)
  const priority = (person: Person) => rules.sourcePriority[person.rows[0]?.source ?? ''] ?? 0
  return people
    .filter((person) => !person.isInvalid)
    .sort((a, b) => rank(b) - rank(a) || priority(b) - priority(a) || (a.contactId < b.contactId ? -1 : 1))[0]
}

/** The `contacts` row of a person. */
export function contactRow(
  person: Person,
  entity: { readonly entityId: string; readonly name: string; readonly primary: Person | undefined },
  rules: ConsolidationRules,
): Record<string, string | number | boolean | readonly string[] | null> {
  const [email] = person.emails
  const [phone] = person.phones
  const from = (rule: string, test: (row: CandidateRow) => boolean) => {
    const row = person.rows.find(test)
    return row && provenanceOf(row, rule)
  }
  const provenance = {
    person_name: from('survivorship', (row) => row.person_name !== null),
    person_role: from('survivorship', (row) => row.person_role !== null),
    emails: from('distinct_values', (row) => row.emails !== null),
    phones: from('distinct_values', (row) => row.phones !== null),
  }
  return {
    contact_id: person.contactId,
    entity_id: entity.entityId,
    organization_name: entity.name,
    person_name: person.name,
    person_role: person.role,
    emails: valueList(person.emails),
    phones: valueList(person.phones),
    email_primary: email ?? null,
    phone_primary: phone ?? null,
    email_status: email === undefined ? null : rules.verifyEmail(email).status,
    phone_status: phone === undefined ? null : rules.verifyPhone(phone).status,
    is_primary: person === entity.primary,
    is_invalid: person.isInvalid,
    source_datasets: valueList(person.rows.map((row) => rules.sourceTitle[row.source] ?? row.source)),
    source_record_ids: valueList(person.rows.map((row) => row.source_record_id)),
    field_provenance: JSON.stringify(provenance),
  }
}

/** Where a value came from, without the value. */
export const provenanceOf = (row: CandidateRow, rule: string) => ({
  source: row.source,
  record: row.source_record_id,
  file: row.file,
  sheet: row.sheet,
  row_number: row.row_number,
  rule,
})
