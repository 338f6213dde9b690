import type { PiiClass } from '../contracts/contract.ts'
import type { SemanticType } from '../types/semantic-type.ts'
import { labelKey } from '../types/text/label-similarity.ts'
import { type AssembledValue, assembleColumns } from './assemble-columns.ts'
import { AttributeNames, nameOfLabel } from './attribute-names.ts'
import type { Answers, DraftAttribute, DraftDescription, DraftTable, LeftOut } from './draft.ts'
import { ENTITY_KINDS, isEntityKind, LISTS, RESERVED, wantedName } from './entity-kinds.ts'
import { subjectOf, type TableSubject } from './entity-of-table.ts'
import { type ColumnGuess, type ReadingContext, typeNamed } from './guess-column.ts'
import { guessColumns } from './guess-columns.ts'
import { NO_COUNTRY } from './guess-country.ts'
import { keyCandidates, looksLikeRegister, repeatsThings } from './guess-key.ts'
import { holdsSeveral } from './people-of-a-cell.ts'
import { namesTaxNumber } from './same-label.ts'
import { type SampledColumn, type SampledTable, tableName } from './sampled-table.ts'
import { tellsRowsApart } from './tells-rows-apart.ts'

const LONGEST_LABEL = 200
/** From what share of rows a name is held to be in all of them: a row without one is then told, not published. */
const MOSTLY_THERE = 0.95
const OF_PEOPLE = new Set(['email', 'phone', 'role', 'date_of_birth', 'person_name'])
const OF_ORGANIZATIONS =
  /(?:^| )(?:company|organi[sz]ation|firm|employer|business|office|switchboard|head office|firma|bedrijf)(?: |$)/
const OF_A_PERSON = /(?:^| )(?:contact|person|personal|first|last|birth|mobile|cell)(?: |$)/

export const NO_KEY = 'none'

/** What one table is about, and which of its columns say what. */
export function draftTable(sample: SampledTable, reading: ReadingContext, answers: Answers): DraftTable {
  const name = tableName(sample)
  const { usable, leftOut } = usableColumns(sample.columns)
  const guesses = guessColumns(usable, reading)
  const values = assembleColumns(guesses, reading.country)
  const said = answers.entity?.get(name)
  const guessedSubject = subjectOf(
    sample,
    values,
    reading.country,
    said !== undefined && isEntityKind(said) ? said : undefined,
  )
  const isOneThing = answers.isOneThing === true
  const subject = isOneThing ? asOneThing(guessedSubject, said !== undefined) : guessedSubject
  // A street or a first name that nobody shares is a part of something, and no key.
  const parts = new Set(values.filter(({ columns }) => columns.length > 1).flatMap(({ columns }) => columns))
  // Of one thing every row is looked at later, and a key that repeats there is none.
  const candidates =
    sample.complete || isOneThing
      ? keyCandidates(
          guesses.filter((guess) => !parts.has(guess)),
          sample.rows,
        )
      : []
  const asked = answers.key?.get(name)
  const [guessed] = candidates
  const key = asked === NO_KEY ? null : (asked ?? guessed?.label ?? null)
  const isRegister =
    key !== null &&
    (looksLikeRegister(key) ||
      ((subject.kind === 'facility' || subject.kind === 'product') && (guessed?.confidence ?? 0) > 0.7))
  const unique = isRegister && subject.kind !== 'person' && !subject.personFirst && !repeatsThings(guesses, sample.rows)
  return {
    sample,
    describes: describe(sample, values, subject, { key, unique, isOneThing, country: reading.country }),
    entityConfidence: subject.confidence,
    keyConfidence: asked !== undefined ? 1 : (guessed?.confidence ?? 0.6),
    keyChoices: candidates.map(({ label }) => label),
    unique,
    leftOut,
  }
}

/** Whoever stands beside what a row is about is told of it; where people come with their organization again and again, rows are people. */
function asOneThing(subject: TableSubject, isSaid: boolean): TableSubject {
  const alone = { ...subject, person: null, personFirst: false }
  return subject.personFirst && !isSaid ? { ...alone, kind: 'person', name: subject.person } : alone
}

/** Columns that a run can read by their labels, and why it cannot read the others. */
function usableColumns(columns: readonly SampledColumn[]): { usable: SampledColumn[]; leftOut: LeftOut[] } {
  const usable: SampledColumn[] = []
  const leftOut: LeftOut[] = []
  const seen = new Set<string>()
  for (const column of columns) {
    const key = labelKey(column.label)
    const why =
      key === ''
        ? 'its label has neither a letter nor a digit; give it a label'
        : column.label.length > LONGEST_LABEL
          ? `its label has more than ${LONGEST_LABEL} characters; shorten it`
          : seen.has(key)
            ? 'another column to its left has the same label; rename one of them'
            : column.filled === 0
              ? 'no row has a value in it'
              : null
    if (why === null) usable.push(column)
    else leftOut.push({ label: column.label, why })
    seen.add(key)
  }
  return { usable, leftOut }
}

function describe(
  sample: SampledTable,
  values: readonly AssembledValue[],
  subject: TableSubject,
  reading: Pick<Naming, 'key' | 'unique' | 'isOneThing' | 'country'>,
): DraftDescription[] {
  const { key } = reading
  const { kind, name, person, personFirst } = subject
  if (values.length === 0) return []
  const ofPlaces = kind === 'facility' && person === null
  const main = { ...reading, sample, name, isCounted: true, ofPlaces, nameType: nameTypeOf(kind) }
  if (person === null)
    return [{ entity: kind, role: 'record', key, belongsTo: null, attributes: attributesOf(values, main) }]
  const [theirs, own] = [values.filter(belongs), values.filter((value) => !belongs(value))]
  function belongs(value: AssembledValue): boolean {
    if (value === person) return true
    if (value === name) return false
    const label = labelKey(value.columns[0]?.column.label ?? '')
    if (OF_ORGANIZATIONS.test(label)) return false
    return personFirst ? value.type.id !== 'website' : OF_PEOPLE.has(value.type.id) || OF_A_PERSON.test(label)
  }
  const named = name?.columns[0]?.column.label ?? null
  const people: DraftDescription = {
    entity: 'person',
    role: 'record',
    key: personFirst ? key : null,
    belongsTo:
      named === null && (personFirst || key === null) ? null : { entity: kind, key: personFirst ? null : key, named },
    attributes: attributesOf(theirs, {
      ...main,
      name: person,
      nameType: 'person_name',
      key: personFirst ? key : null,
      isCounted: false,
    }),
  }
  const holder: DraftDescription = {
    entity: kind,
    // Comes again with each of its people: one of a name is enough.
    role: personFirst ? 'unless_known' : 'record',
    key: personFirst ? null : key,
    belongsTo: null,
    attributes: attributesOf(own, { ...main, key: personFirst ? null : key }),
  }
  return [holder, people]
}

const nameTypeOf = (kind: TableSubject['kind']): string => ENTITY_KINDS[kind].namedBy

interface Naming {
  readonly sample: SampledTable
  readonly name: AssembledValue | null
  readonly nameType: string
  readonly key: string | null
  readonly unique: boolean
  /** Whether rows are counted by it: of what a row says besides, one without a name goes nowhere, and no quarantine tells of it. */
  readonly isCounted: boolean
  /** Places without people: their phones ring on desks. */
  readonly ofPlaces: boolean
  readonly isOneThing: boolean
  readonly country: string
}

function attributesOf(values: readonly AssembledValue[], naming: Naming): DraftAttribute[] {
  const names = new AttributeNames(RESERVED)
  // What names a thing is called so, wherever its column stands.
  if (naming.name !== null) names.take('name')
  const lists = new Map<string, DraftAttribute>()
  const attributes: DraftAttribute[] = []
  for (const value of values) {
    const isName = value === naming.name
    const type = isName ? typeNamed(naming.nameType) : typeOf(value, naming)
    const [first] = value.columns
    if (first === undefined) continue
    const list = lists.get(type.id)
    if (list !== undefined) {
      const joined = joinLists(list, value)
      lists.set(type.id, joined)
      attributes[attributes.indexOf(list)] = joined
      continue
    }
    const ofLabel = nameOfLabel(first.column.label, first.column.index)
    const isOtherName = type.id === 'organization_name' || type.id === 'person_name'
    const name = isName ? 'name' : names.take(isOtherName ? wantedName('text', ofLabel) : wantedName(type.id, ofLabel))
    const attribute: DraftAttribute = {
      name,
      type,
      keep: LISTS.has(type.id) || (!isName && holdsSeveral(value)) ? 'distinct' : null,
      required:
        naming.isCounted &&
        isName &&
        value.columns.some(({ column }) => column.filled >= MOSTLY_THERE * naming.sample.rows),
      pii: classOf(type, first, naming),
      mapping: {
        from: value.parts ?? value.columns.map(({ column }) => column.label),
        isJoined: value.isJoined,
        order: first.order?.order ?? null,
        decimal: first.decimal?.decimal ?? null,
      },
      confidence: value.confidence,
      guesses: value.columns,
    }
    if (LISTS.has(type.id)) lists.set(type.id, attribute)
    attributes.push(attribute)
  }
  return attributes
}

function classOf(
  type: SemanticType,
  { pii, type: guessed }: ColumnGuess,
  { ofPlaces, nameType }: Naming,
): PiiClass | null {
  if (ofPlaces && type.id === 'phone') return 'none'
  if (type.id === 'identifier' && guessed.id === 'phone') return 'personal'
  // Where a person lives is told of that person; where a firm or a site is, of nobody.
  return nameType === 'person_name' && WHERE_SOMEBODY_IS.has(type.id) ? 'personal' : pii
}

function joinLists(list: DraftAttribute, value: AssembledValue): DraftAttribute {
  const labels = value.columns.map(({ column }) => column.label)
  const from = Array.isArray(list.mapping.from) ? [...list.mapping.from, ...labels] : labels
  return {
    ...list,
    mapping: { ...list.mapping, from },
    guesses: [...list.guesses, ...value.columns],
    confidence: Math.min(list.confidence, value.confidence),
  }
}

const WHERE_SOMEBODY_IS = new Set(['address', 'coordinates', 'postcode'])
const isInternational = ({ column }: ColumnGuess): boolean =>
  2 * column.sample.filter((cell) => /^\s*(?:\+|00)\d/.test(cell)).length >= column.sample.length

/** Types that a key may read as when it only numbers rows. */
const NUMBERING = new Set(['identifier', 'number', 'text', 'category', 'postcode'])
/** Below it an identifier is shared by too many rows to be one of what they are about. */
const MOSTLY_DIFFERENT = 0.9

/**
 * Row numbers of one list are no evidence about those of another, so what is no register's number is text, which nothing is compared by.
 */
function typeOf(value: AssembledValue, { key, unique, sample, isOneThing, country }: Naming): SemanticType {
  const [guess] = value.columns
  // Where no country says how they are read they are told apart as they are spelt, rather than not at all.
  if (isOneThing && country === NO_COUNTRY && value.type.id === 'phone' && !value.columns.every(isInternational))
    return typeNamed('identifier')
  if (guess === undefined || value.columns.length > 1) return value.type
  const { label, distinct, filled } = guess.column
  if (label === key && NUMBERING.has(value.type.id))
    return typeNamed(unique || looksLikeRegister(label) || namesTaxNumber(label) ? 'identifier' : 'text')
  if (value.type.id === 'identifier' && distinct < MOSTLY_DIFFERENT * filled)
    return tellsRowsApart(guess.column, sample, country) ? value.type : typeNamed('text')
  if (isOneThing && value.type.id === 'text' && tellsRowsApart(guess.column, sample, country))
    return typeNamed('identifier')
  return value.type
}
