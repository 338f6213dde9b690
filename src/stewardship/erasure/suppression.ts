import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { mask } from '../../contracts/mask.ts'
import { findPersonalData, type PersonalDataSpan, replaceSpans } from '../../contracts/personal-data.ts'
import { LIST_SEPARATOR } from '../../engine/column-types.ts'
import { parseDocument } from '../../ledger/parse-document.ts'
import { SUPPRESSIONS } from '../../ledger/pin-suppressions.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { sha256 } from '../../storage/sha256.ts'
import { normaliseEmail } from '../../types/normalise/email.ts'
import { nameKey, normalisePersonName } from '../../types/normalise/person-name.ts'
import { normalisePhone } from '../../types/normalise/phone.ts'
import { organizationKey } from './organization-key.ts'
import type { SaidOfPerson } from './said-of-people.ts'

const hashes = z.array(z.string().regex(/^[0-9a-f]{64}$/))

/**
 * `erasures/suppressions/<id>.json`: by what a forgotten person is recognised, in keyed hashes only. It is written before anything is
 * erased, drives the erasure, lets a broken one go on, and keeps the person out of later runs.
 */
const suppressionDocument = z.strictObject({
  format: z.literal(1),
  id: z.string(),
  salt: z.string(),
  at: z.iso.datetime(),
  country: z.string(),
  /** Where numbers without a country may be from besides. */
  countries: z.array(z.string()).default([]),
  /** What was asked for: a contact id, an e-mail address or a phone number. */
  keys: hashes,
  ids: hashes,
  /** E-mails and phones that are nobody else's. */
  emails: hashes,
  phones: hashes,
  /** Identity and card numbers and other codes that are theirs: letters and digits only. */
  numbers: hashes.default([]),
  /** Those that others share: they count together with the name only, and stay where others have them. */
  shared: hashes,
  names: z.array(z.strictObject({ words: z.int().positive(), hash: z.string() })),
  organizations: hashes,
  entities: hashes,
  /** Content hashes of the source rows that described the person. */
  rows: hashes,
  /** The person's values as masks show them. */
  masks: hashes,
})
export type SuppressionDocument = z.infer<typeof suppressionDocument>

/** What stands where something was that must not be empty. */
export const ERASED = '(erased)'

export interface PersonFacts {
  readonly keys: readonly string[]
  readonly ids: readonly string[]
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly numbers: readonly string[]
  readonly shared: readonly string[]
  readonly names: readonly string[]
  readonly organizations: readonly string[]
  readonly entities: readonly string[]
  readonly rows: readonly string[]
}

/** What golden records are called, in any domain. */
export const LASTING_ID = /^[a-z][a-z0-9_]*_[a-z2-7]{20}$/

const SHAPES: Partial<Record<string, RegExp>> = {
  row: /^[0-9a-f]{32}$/,
  entity: LASTING_ID,
  id: LASTING_ID,
  mask: /\*\*\*/,
}
const MEMO = 20_000
/** Characters of a text that may come again. */
const LONGEST_MEMO = 4_000
/** A text that is a number or code and nothing else. */
const CODE = /^(?=.*\d)[\p{L}\p{N}][\p{L}\p{N} ./-]{4,40}$/u
const NUMBER = /^[+\d][\d ()./-]{6,28}$/
/** Digits with few separators between, as `findPersonalData` reads them, of any length and next to whatever letters. */
const RUN = /\+?\d(?:[\p{Zs}\t().\-/\u2010-\u2015\u2212]{0,3}\d){8,}/gu
/** A number in a key of a record, whose parts have | between: as its source writes it, so perhaps without the zero in front. */
const KEY_PART = /(?<=[|:])\+?\d[\d ()./-]{6,28}(?=$|[^\w ()./-])/g
/** A phone number is written in so many groups of digits at most. */
const MOST_GROUPS = 6
const WORD = /[\p{L}\p{M}'’-]+/gu

const hashOf = (salt: string, kind: string, value: string): string =>
  createHmac('sha256', salt).update(`${kind}\n${value}`).digest('hex')

/** A number or code without what people write between. */
export const numberKey = (text: string): string => text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

const nameOf = (text: string): string => nameKey(normalisePersonName(text).value ?? text)

/** The document of a person, without anything of the person in it. */
export function suppressionOf(
  facts: PersonFacts,
  country: string,
  at: string,
  countries: readonly string[] = [],
): SuppressionDocument {
  const salt = randomBytes(32).toString('hex')
  const each = (kind: string, values: readonly string[]) =>
    [...new Set(values)].map((value) => hashOf(salt, kind, value)).sort()
  // A name in free text is as many words as it was written with; its key has none.
  const names = new Map<string, number>()
  for (const text of facts.names) names.set(nameOf(text), text.match(WORD)?.length ?? 1)
  names.delete('')
  return {
    format: 1,
    id: `erasure-${at.replaceAll(/[-:]|\.\d+/g, '')}-${randomBytes(4).toString('hex')}`,
    salt,
    at,
    country,
    countries: [...countries],
    keys: each('key', facts.keys),
    ids: each('id', facts.ids),
    emails: each('email', facts.emails),
    phones: each('phone', facts.phones),
    numbers: each('number', facts.numbers.map(numberKey)),
    shared: each('shared', facts.shared),
    names: [...names].map(([name, words]) => ({ words, hash: hashOf(salt, 'name', name) })),
    organizations: each('organization', facts.organizations.map(organizationKey)),
    entities: each('entity', facts.entities),
    rows: each('row', facts.rows),
    masks: each(
      'mask',
      [...facts.emails, ...facts.phones, ...facts.numbers, ...facts.names].map((value) => mask(value, 'personal')),
    ),
  }
}

/** Recognises a forgotten person. */
export class Suppression {
  readonly document: SuppressionDocument
  readonly #known: ReadonlySet<string>
  /** The same few texts stand all over a store. */
  readonly #scrubbed = new Map<string, string>()

  constructor(document: SuppressionDocument) {
    this.document = document
    const { keys, ids, emails, phones, numbers, shared, names, organizations, entities, rows, masks } = document
    this.#known = new Set([
      ...keys,
      ...ids,
      ...emails,
      ...phones,
      ...numbers,
      ...shared,
      ...names.map(({ hash }) => hash),
      ...organizations,
      ...entities,
      ...rows,
      ...masks,
    ])
  }

  has(
    kind: 'key' | 'id' | 'email' | 'phone' | 'number' | 'shared' | 'name' | 'organization' | 'entity' | 'row' | 'mask',
    value: string,
  ): boolean {
    // Most of a store is text that can be none of it: hashing it all would be most of the work.
    if (SHAPES[kind]?.test(value) === false) return false
    return this.#known.has(hashOf(this.document.salt, kind, value))
  }

  hasName = (text: string): boolean => this.has('name', nameOf(text))
  hasOrganization = (text: string): boolean => this.has('organization', organizationKey(text))

  #email = (text: string): string =>
    normaliseEmail(text, { country: this.document.country }).value ?? text.toLowerCase()
  #hasPhone(given: string): boolean {
    const text = given.replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    return [this.document.country, ...this.document.countries].some((country) => {
      const phone = normalisePhone(text, { country }).value?.e164
      return phone !== undefined && this.has('phone', phone)
    })
  }

  /** Whether what a row says of one person is said of this one. */
  describes({ name, values, beside, organizations }: SaidOfPerson): boolean {
    if (values.some((value) => this.#isOwn(value))) return true
    if (name === null || !this.hasName(name)) return false
    if ([...values, ...values.map(numberKey), ...beside].some((value) => this.has('shared', value))) return true
    return organizations.some((organization) => this.hasOrganization(organization))
  }

  #isOwn(value: string): boolean {
    if (value.includes('@')) return this.has('email', this.#email(value))
    return this.#hasPhone(value) || this.has('number', numberKey(value))
  }

  /**
   * A text without what is the person's: addresses and numbers that are nobody else's, what masks made of them and, where the text is
   * about the person's organization (`named`), the name.
   */
  scrub(text: string, named: boolean): string {
    if (text.length < 3 || (!named && !/[@*\d]/.test(text))) return text
    if (text.length > LONGEST_MEMO) return this.#scrub(text, named)
    const memo = `${named}\n${text}`
    const known = this.#scrubbed.get(memo)
    if (known !== undefined) return known
    const left = this.#scrub(text, named)
    if (this.#scrubbed.size >= MEMO) this.#scrubbed.clear()
    this.#scrubbed.set(memo, left)
    return left
  }

  /** A record without a key of its own is named by the hash of its row: where that row described the person, by another hash. */
  #withoutRow(text: string): string {
    return text.replaceAll(/#([0-9a-f]{32})(?![0-9a-f])/g, (found, row: string) =>
      this.has('row', row) ? `#${hashOf(this.document.salt, 'row', row).slice(0, 32)}` : found,
    )
  }

  #scrub(given: string, named: boolean): string {
    const text = this.#withoutRow(given)
    if (this.has('mask', text) || (named && this.hasName(text))) return ''
    if (text.includes('***') && text.includes(LIST_SEPARATOR)) return this.#withoutMasks(text)
    if (NUMBER.test(text) && this.#hasPhone(text)) return ''
    if (this.document.numbers.length > 0 && CODE.test(text) && this.has('number', numberKey(text))) return ''
    const spans = this.#spans(text)
    const left = spans.length === 0 ? text : replaceSpans(text, spans, () => '')
    const bare = named ? this.#withoutName(left) : left
    return bare === text ? text : bare.replaceAll(/(?:\s*[;,|]\s*){2,}/g, '; ').replace(/^[\s;,|]+|[\s;,|]+$/g, '')
  }

  /** A list of masks without theirs, as differences of versions show one. */
  #withoutMasks(text: string): string {
    const parts = text.split(LIST_SEPARATOR)
    return parts.filter((part) => !this.has('mask', part)).join(LIST_SEPARATOR)
  }

  /**
   * Whether a text of any length holds an address, number or row of the person; names are not looked for. What was found to hold nothing
   * is not remembered.
   */
  holds(text: string): boolean {
    return /[@#\d]/.test(text) && (this.#withoutRow(text) !== text || this.#spans(text).length > 0)
  }

  /** A text of any length without what is the person's, and with nothing else changed: separators stay, so that a table stays one. */
  without(text: string, named: boolean): string {
    const left = replaceSpans(this.#withoutRow(text), this.#spans(this.#withoutRow(text)), () => '')
    return named ? this.#withoutName(left) : left
  }

  /** Where what is the person's alone stands in a text. */
  #spans(text: string): PersonalDataSpan[] {
    const found = findPersonalData(text).filter(({ kind, start, end }) => this.#isTheirs(kind, text.slice(start, end)))
    for (const { 0: part, index: start } of text.includes('|') ? text.matchAll(KEY_PART) : []) {
      const end = start + part.length
      if (found.every((one) => start >= one.end || end <= one.start) && this.#hasPhone(part))
        found.push({ kind: 'phone', start, end })
    }
    // Two numbers with nothing but a blank between look like one that is nobody's: every part of such a run is tried.
    for (const run of text.matchAll(RUN)) {
      const groups = [...run[0].matchAll(/\+?\d+/g)]
      if (found.some(({ start, end }) => start <= run.index && end >= run.index + run[0].length)) continue
      for (let first = 0; first < groups.length; first++)
        for (let last = first; last < Math.min(groups.length, first + MOST_GROUPS); last++) {
          const start = run.index + (groups[first]?.index ?? 0)
          const end = run.index + (groups[last]?.index ?? 0) + (groups[last]?.[0].length ?? 0)
          if (found.some((one) => start < one.end && end > one.start)) continue
          if (/^(?:\+|0|27)/.test(text.slice(start, start + 2)) && this.#isTheirs('phone', text.slice(start, end)))
            found.push({ kind: 'phone', start, end })
        }
    }
    return found.sort((a, b) => a.start - b.start)
  }

  #isTheirs(kind: PersonalDataSpan['kind'], found: string): boolean {
    if (kind === 'email') return this.has('email', this.#email(found))
    const digits = found.replaceAll(/\D/g, '')
    if (kind !== 'phone') return this.has('number', digits)
    if (digits.length < 9 || digits.length > 15) return false
    return this.#hasPhone(found)
  }

  #withoutName(text: string): string {
    let left = text
    for (const { words } of this.document.names) {
      if (words < 2) continue
      const tokens = [...left.matchAll(WORD)]
      for (let at = tokens.length - words; at >= 0; at--) {
        const start = tokens[at]?.index ?? 0
        const last = tokens[at + words - 1]
        const end = (last?.index ?? 0) + (last?.[0].length ?? 0)
        const found = left.slice(start, end)
        if (found.length < 200 && this.hasName(found)) left = left.slice(0, start) + left.slice(end)
      }
    }
    return left
  }
}

/** Everybody who was forgotten, with one number that changes when somebody is added. @throws RunDocumentError */
export async function readSuppressions(
  store: ObjectStore,
): Promise<{ suppressions: Suppression[]; sha256: string | null }> {
  const suppressions: Suppression[] = []
  const seen: string[] = []
  for await (const { key } of store.list(SUPPRESSIONS)) {
    const held = await store.get(key)
    if (held === undefined) continue
    // Fail closed: whom a damaged list names cannot be kept out.
    suppressions.push(new Suppression(parseDocument(key, held.body, suppressionDocument, 'a suppression')))
    seen.push(sha256(held.body))
  }
  return { suppressions, sha256: seen.length === 0 ? null : sha256(seen.join('\n')) }
}

export const suppressionKey = (id: string): string => `${SUPPRESSIONS}${id}.json`
