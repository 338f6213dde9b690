import { legalFormsOf } from '../types/organizations/legal-forms.ts'
import { withoutLegalForm } from '../types/organizations/without-legal-form.ts'
import { namesAnything } from '../types/recognise/names-anything.ts'
import { saysAmount } from '../types/recognise/says-amount.ts'
import { isSharedMailbox } from '../types/recognise/shared-mailbox.ts'
import { foldWords } from '../types/text/fold-text.ts'
import { labelKey } from '../types/text/label-similarity.ts'
import type { AssembledValue } from './assemble-columns.ts'
import type { EntityKind } from './entity-kinds.ts'
import type { SampledTable } from './sampled-table.ts'

export interface TableSubject {
  readonly kind: EntityKind
  readonly confidence: number
  /** What names it; null where no column does. */
  readonly name: AssembledValue | null
  /** A person beside an organization or a facility in each row. */
  readonly person: AssembledValue | null
  /** Rows are people, and organizations come again with each of theirs. */
  readonly personFirst: boolean
}

const SURE = 0.5
const LEGAL = 0.05
const PLACE_WORDS =
  /(?:^| )(?:facilit(?:y|ies)|sites?|hospitals?|clinics?|schools?|branch(?:es)?|stores?|shops?|stations?|parks?|librar(?:y|ies)|locations?|venues?|depots?|plants?|standorte?|filialen?|vestiging(?:en)?)(?: |$)/
const PRODUCT_WORDS =
  /(?:^| )(?:products?|catalogue|catalog|articles?|artikel|produkte?|sku|gtin|ean|upc|price list|preisliste)(?: |$)/
const NAME_WORDS = new RegExp(
  `(?:^| )(?:${[
    'name|title|product|item|article|site|facility|label|description|naam|omschrijving|bezeichnung|beschreibung|artikel|produkt',
    'nom|libelle|designation|produit|nombre|descripcion|producto|articulo|nome|descricao|produto|artigo|denominazione|prodotto',
    'nazwa|navn|namn|nimi|название|наименование|品名|商品名|名称|제품명',
  ].join('|')})$`,
)

/** From this share of the rows on, websites and mailboxes for all speak of firms. */
const OF_FIRMS = 0.3

const is = (value: AssembledValue, ...ids: string[]): boolean => ids.includes(value.type.id) && value.confidence >= SURE
const labelOf = (value: AssembledValue): string => labelKey(value.columns[0]?.column.label ?? '')

/** The surest of some values, `name` in the label before anything else. */
function best(values: readonly AssembledValue[]): AssembledValue | null {
  const rank = (value: AssembledValue) =>
    value.confidence + (/(?:^| )(?:name|naam|nom)$/.test(labelOf(value)) ? 0.15 : 0)
  return [...values].sort((a, b) => rank(b) - rank(a))[0] ?? null
}

/** What the rows of a table are about: organizations with or without people, people alone, or things. */
export function subjectOf(
  table: SampledTable,
  values: readonly AssembledValue[],
  country: string,
  said?: EntityKind,
): TableSubject {
  const called = best(values.filter((value) => is(value, 'organization_name')))
  const people = values.filter((value) => is(value, 'person_name'))
  const nameless = called === null ? people.find((value) => isAnyName(value)) : undefined
  const areFirms =
    nameless !== undefined &&
    (said === undefined ? speaksOfFirms(table, values) : said === 'organization' || said === 'facility')
  const organization = areFirms ? nameless : called
  const person = best(people.filter((value) => value !== organization))
  const guessed = guessKind(table, values, organization, person, country)
  const { kind, confidence } = said === undefined ? guessed : { kind: said, confidence: 1 }
  if (kind === 'person') return { kind, confidence, name: person ?? nameOf(values), person: null, personFirst: false }
  if (kind === 'product' || kind === 'item')
    return { kind, confidence, name: nameOf(values) ?? organization, person: null, personFirst: false }
  const name = organization ?? nameOf(values.filter((value) => value !== person))
  const [column] = name?.columns ?? []
  const comesAgain = column !== undefined && column.column.distinct < 0.9 * column.column.filled
  return { kind, confidence, name, person, personFirst: person !== null && comesAgain }
}

const isAnyName = (value: AssembledValue): boolean =>
  value.parts === null && namesAnything(value.columns[0]?.column.label ?? '')

/** Whether rows have websites, or mailboxes that are no person's, as firms have and people hardly. */
function speaksOfFirms({ rows }: SampledTable, values: readonly AssembledValue[]): boolean {
  const filled = (id: string, test: (cell: string) => boolean) =>
    values
      .filter(({ type }) => type.id === id)
      .flatMap(({ columns }) => columns)
      .some(({ column }) => {
        const share = column.sample.filter(test).length / Math.max(1, column.sample.length)
        return share * column.filled >= OF_FIRMS * rows
      })
  return filled('website', () => true) || filled('email', isSharedMailbox)
}

function guessKind(
  table: SampledTable,
  values: readonly AssembledValue[],
  organization: AssembledValue | null,
  person: AssembledValue | null,
  country: string,
): { readonly kind: EntityKind; readonly confidence: number } {
  const titles = [labelKey(table.file.replace(/\.[^.]*$/, '')), labelKey(table.sheet ?? '')]
  const says = (words: RegExp) =>
    values.some((value) => words.test(labelOf(value))) || titles.some((title) => words.test(title))
  const placed = values.some((value) => is(value, 'coordinates'))
  const legal = organization === null ? 0 : legalShare(organization, country)
  const priced = values.some((value) => is(value, 'money'))
  if (person === null && says(PRODUCT_WORDS)) return { kind: 'product', confidence: priced ? 0.9 : 0.75 }
  if (organization !== null) {
    if (legal < LEGAL && (placed || PLACE_WORDS.test(labelOf(organization)) || (person === null && says(PLACE_WORDS))))
      return { kind: 'facility', confidence: placed ? 0.85 : 0.7 }
    return { kind: 'organization', confidence: legal >= LEGAL ? 0.9 : 0.75 }
  }
  if (person !== null) return { kind: 'person', confidence: person.parts === null ? 0.8 : 0.95 }
  if (placed || says(PLACE_WORDS)) return { kind: 'facility', confidence: placed ? 0.85 : 0.65 }
  if (priced) return { kind: 'product', confidence: 0.6 }
  if (speaksOfFirms(table, values)) return { kind: 'organization', confidence: 0.6 }
  return values.some((value) => is(value, 'email', 'phone', 'date_of_birth'))
    ? { kind: 'person', confidence: 0.55 }
    : { kind: 'item', confidence: 0.6 }
}

/** How many of the names end with a legal form: firms do, hospitals and sites do not. */
function legalShare({ columns }: AssembledValue, country: string): number {
  const sample = columns[0]?.column.sample ?? []
  const forms = legalFormsOf(country)
  const legal = sample.filter((cell) => {
    const words = foldWords(cell, ' ').split(' ')
    return withoutLegalForm(words, forms).length < words.length
  })
  return sample.length === 0 ? 0 : legal.length / sample.length
}

const NAMING = new Set([
  'organization_name',
  'person_name',
  'text',
  'category',
  'identifier',
  'role',
  'address',
  'region',
])

/** What names a thing: a column called so, else the first text of which most rows have one of their own. */
function nameOf(values: readonly AssembledValue[]): AssembledValue | null {
  const texts = values.filter(({ type, parts, columns }) => {
    const [guess] = columns
    if (guess === undefined || guess.column.sample.length === 0) return false
    return parts === null && NAMING.has(type.id) && !guess.column.sample.every(saysAmount)
  })
  const share = ({ columns }: AssembledValue) => {
    const column = columns[0]?.column
    return column === undefined || column.filled === 0 ? 0 : column.distinct / column.filled
  }
  const told = texts.filter(({ type }) => ['organization_name', 'person_name', 'text'].includes(type.id))
  return (
    texts
      .filter((value) => NAME_WORDS.test(labelOf(value)) && share(value) > 0.3)
      .sort((a, b) => share(b) - share(a))[0] ??
    told.find((value) => share(value) > 0.5) ??
    told.filter((value) => share(value) > 0.25).sort((a, b) => share(b) - share(a))[0] ??
    null
  )
}
