import type { Engine } from '../../engine/engine.ts'
import type { StoreDomain } from '../../ledger/store-domains.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { type CorrectedRow, parseReadmission } from '../readmission/readmission-decision.ts'
import { type FindContacts, openContacts, rowsOfRecords } from './contact-rows.ts'
import { eraseLanding } from './erase-landing.ts'
import { factsOf, findPerson, type PersonKey } from './find-person.ts'
import { type OwnValue, ownValue } from './own-values.ts'
import { type CorrectionsByRow, SeenRows } from './seen-rows.ts'
import { numberKey, type PersonFacts, Suppression, suppressionOf } from './suppression.ts'

/** A person's rows lead to values, and those to further rows; nobody has been seen to need a fourth step. */
const MOST_ROUNDS = 8

interface Learning {
  readonly store: ObjectStore
  readonly engine: Engine
  readonly scratch: string
  /** Those of the store; the first one's country is that of numbers that say none. */
  readonly domains: readonly StoreDomain[]
  readonly pipeline?: string | undefined
}

/**
 * Who the person is: what the kept versions say, and then whatever their own rows say besides, in any column of any source or in a
 * correction, until no row adds anything. What a row of somebody with another name has too counts as shared.
 * @throws PersonNotFoundError, RunDocumentError and the store's errors
 */
export async function learnPerson(options: Learning, key: PersonKey): Promise<Suppression> {
  const { store, engine, scratch, domains } = options
  const sources = domains.map(({ domain }) => domain)
  const [country = '', ...countries] = new Set(sources.map(({ compiled }) => compiled.country))
  const find = await openContacts(store, engine, scratch, domains, options.pipeline)
  const corrections = await correctionsByRow(store)
  const at = new Date().toISOString()
  const look = async (facts: PersonFacts, wanted: ReadonlySet<OwnValue> = new Set()) => {
    const suppression = new Suppression(suppressionOf(facts, country, at, countries))
    const seen = new SeenRows(suppression, corrections, wanted)
    await eraseLanding({
      store,
      engine,
      scratch,
      sources,
      suppressions: [suppression],
      apply: false,
      seen,
      journal: async () => undefined,
    })
    return seen
  }
  const rowsOf = (ids: readonly string[]) => rowsOfRecords(store, engine, scratch, ids)
  let facts = await withoutOthers(await findPerson(find, key), look, rowsOf)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const seen = await look(facts)
    const { names, organizations, values, beside } = freshOf(facts, seen)
    facts = { ...facts, rows: [...seen.rows], shared: [...new Set([...facts.shared, ...beside])] }
    if (names.length === 0 && values.size === 0) break
    facts = { ...facts, names: [...facts.names, ...names], organizations: [...facts.organizations, ...organizations] }
    if (values.size === 0) continue
    facts = await sorted(find, facts, values, (await look(facts, values)).elsewhere)
    // What came with a record of theirs was not asked about one by one.
    facts = await withoutOthers(facts, look, rowsOf)
  }
  return new Suppression(suppressionOf(facts, country, at, countries))
}

const wordsOf = (name: string): string[] => name.toLowerCase().match(/[\p{L}\p{M}'’]{3,}/gu) ?? []

/**
 * The facts with those values as shared that a row of somebody else says too, one held back perhaps, which no published table shows. A
 * row that is part of the person's own record, or whose name has a word of theirs, is nobody else's.
 */
async function withoutOthers(
  facts: PersonFacts,
  look: (facts: PersonFacts, wanted: ReadonlySet<OwnValue>) => Promise<SeenRows>,
  rowsOf: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<PersonFacts> {
  const words = new Set(facts.names.flatMap(wordsOf))
  const { emails, phones, numbers, shared } = facts
  const wanted = new Set([...emails, ...phones, ...numbers].map(ownValue))
  if (words.size === 0 || wanted.size === 0) return facts
  // Until it is known whose they are, no value tells alone that a row is the person's.
  const open = { ...facts, emails: [], phones: [], numbers: [], shared: [...shared, ...emails, ...phones, ...numbers] }
  const { elsewhere } = await look(open, wanted)
  if (elsewhere.size === 0) return facts
  const own = await rowsOf(facts.ids)
  const isOthers = (value: string) =>
    (elsewhere.get(ownValue(value)) ?? []).some(
      ({ name, hashes }) => !wordsOf(name).some((word) => words.has(word)) && !hashes.some((hash) => own.has(hash)),
    )
  const alone = (values: readonly string[]) => values.filter((value) => !isOthers(value))
  return {
    ...facts,
    emails: alone(emails),
    phones: alone(phones),
    numbers: alone(numbers),
    shared: [...new Set([...shared, ...[...emails, ...phones, ...numbers].filter(isOthers)])],
  }
}

/** What the person's rows say that was not known. A row with the name of somebody else says nothing of this person. */
function freshOf(facts: PersonFacts, seen: SeenRows) {
  const words = new Set(facts.names.flatMap(wordsOf))
  const known = new Set([...facts.emails, ...facts.phones, ...facts.numbers.map(numberKey), ...facts.shared])
  const rows = seen.people.filter(
    ({ name }) => name === null || words.size === 0 || wordsOf(name).some((word) => words.has(word)),
  )
  const names = new Set(rows.flatMap(({ name }) => name ?? []))
  const organizations = facts.ids.length > 0 ? [] : rows.flatMap((row) => row.organizations)
  return {
    names: [...names].filter((name) => !facts.names.includes(name)),
    organizations,
    beside: rows.flatMap((row) => row.beside),
    values: new Set(
      rows.flatMap(({ values }) => [...values].filter((value) => !known.has(value.slice(value.indexOf(' ') + 1)))),
    ),
  }
}

/** The facts with further values, each as the person's alone or as shared. Contacts of the same name that have one are the person too. */
async function sorted(
  find: FindContacts,
  before: PersonFacts,
  values: ReadonlySet<OwnValue>,
  elsewhere: SeenRows['elsewhere'],
): Promise<PersonFacts> {
  let facts = before
  const isTheirs = (name: string) => before.names.some((one) => wordsOf(one).join() === wordsOf(name).join())
  for (const tagged of values) {
    const [kind, value] = [tagged.slice(0, tagged.indexOf(' ')), tagged.slice(tagged.indexOf(' ') + 1)]
    const contacts = await find('value', value)
    const others = contacts.some((row) => !facts.ids.includes(row.id) && row.name !== null && !isTheirs(row.name))
    if (elsewhere.has(tagged) || others) facts = { ...facts, shared: [...facts.shared, value] }
    else if (kind === 'email') facts = { ...facts, emails: [...facts.emails, value] }
    else if (kind === 'phone') facts = { ...facts, phones: [...facts.phones, value] }
    else facts = { ...facts, numbers: [...facts.numbers, value] }
    const same = contacts.filter((row) => !facts.ids.includes(row.id) && row.name !== null && isTheirs(row.name))
    if (!others && same.length > 0) facts = merged(facts, await factsOf(find, same, []))
  }
  return facts
}

const merged = (left: PersonFacts, right: PersonFacts): PersonFacts => {
  const both = (name: keyof PersonFacts) => [...new Set([...left[name], ...right[name]])]
  const shared = both('shared')
  const own = (name: 'emails' | 'phones') => both(name).filter((value) => !shared.includes(value))
  return {
    keys: both('keys'),
    ids: both('ids'),
    emails: own('emails'),
    phones: own('phones'),
    numbers: both('numbers'),
    shared,
    names: both('names'),
    organizations: both('organizations'),
    entities: both('entities'),
    rows: both('rows'),
  }
}

/** Every correction that the store holds, whoever pinned it. @throws RunDocumentError */
async function correctionsByRow(store: ObjectStore): Promise<CorrectionsByRow> {
  const rows = new Map<string, CorrectedRow[]>()
  for await (const { key } of store.list('decisions/')) {
    if (!/\/readmission\/.*\.json$/.test(key)) continue
    const held = await store.get(key)
    if (held === undefined) continue
    for (const { sheet, rows: corrected } of parseReadmission(key, held.body).sheets)
      for (const row of corrected) {
        const at = `${sheet}\0${row.row_hash}`
        rows.set(at, [...(rows.get(at) ?? []), row])
      }
  }
  return rows
}
