import { z } from 'zod'
import { sameAttribute, sameValue } from './compare/blocks.ts'
import { missing, otherwise, sharesOne } from './compare/levels.ts'
import { nameLevels } from './compare/name-levels.ts'
import { defineType } from './define-type.ts'
import { accepted, saidNothing } from './normalise/normalised.ts'
import { organizationNameReader, organizationWords } from './normalise/organization-name.ts'
import { legalFormsOf } from './organizations/legal-forms.ts'
import { nameAndAliases } from './organizations/name-and-aliases.ts'
import { saysKind } from './organizations/says-kind.ts'
import { SHORT_FORMS } from './organizations/short-forms.ts'
import { looksLikeDate } from './recognise/date-cells.ts'
import { namesAnything } from './recognise/names-anything.ts'
import { type LabelledColumn, listed, recogniser } from './recognise/recogniser.ts'
import { saysAmount } from './recognise/says-amount.ts'
import { saysMeasure } from './recognise/says-measure.ts'
import type { TypeContext, Vocabulary } from './semantic-type.ts'
import { cleanText } from './text/clean-text.ts'
import { foldWords } from './text/fold-text.ts'
import { labelKey } from './text/label-similarity.ts'
import { saysNothing } from './text/says-nothing.ts'

const options = z.strictObject({
  short_forms: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The vocabulary of short forms of the trade, whose terms are what they are spelt out as before names are compared.',
    ),
})

const START_WORDS = 2
/** Labels of what has a name, as lists call it, and of nobody in particular. */
const LISTED_NAME = new Set(listed('title, listed name, display name, official name, known as, called').map(labelKey))
const NUMBER = /\p{N}+/gu
const merged = new WeakMap<Vocabulary, ReadonlyMap<string, string>>()

/** The short forms of every trade and, over them, those of the domain. */
function shortFormsOf(vocabulary: Vocabulary | undefined): ReadonlyMap<string, string> {
  if (vocabulary === undefined) return SHORT_FORMS
  const known = merged.get(vocabulary)
  if (known !== undefined) return known
  const terms = [...vocabulary.terms].map(([word, term]): [string, string] => [word, foldWords(term, ' ')])
  const forms = new Map([...SHORT_FORMS, ...terms])
  merged.set(vocabulary, forms)
  return forms
}

function wordsOf(value: string, { country, vocabulary }: TypeContext): readonly string[] {
  const forms = shortFormsOf(vocabulary)
  return organizationWords(value, legalFormsOf(country)).map((word) => forms.get(word) ?? word)
}

const orNull = (text: string): string | null => (text === '' ? null : text)

/** Any text may name one. A legal form says that it does, a word for what organizations are nearly so. */
function distinctive({ label, sample, country }: LabelledColumn): number {
  const forms = legalFormsOf(country)
  const share = (test: (cell: string) => boolean) => sample.filter(test).length / sample.length
  const legal = share((cell) => {
    const words = foldWords(cell, ' ').split(' ')
    const left = organizationWords(cell, forms).length
    return left > 0 && left < words.length && !cell.includes('@')
  })
  const named = share((cell) => !cell.includes('_') && saysKind(cell))
  const shown = Math.min(0.9, 0.12 + 0.9 * Math.min(1, 2 * legal) + 0.5 * named)
  // What is called a name alone is that of somebody or something: its cells say which.
  return legal + named >= 0.2 && (namesAnything(label) || LISTED_NAME.has(labelKey(label)))
    ? Math.max(shown, 0.6)
    : shown
}

export const organizationName = defineType<string, z.infer<typeof options>>({
  id: 'organization_name',
  title: 'Name of an organization',
  description:
    'The name of a company, institution or club, spelt as its source spells it. Compared without case, accents, punctuation and legal ' +
    'form (of some sixty countries), with short forms spelt out. What it is called besides (`t/a`, `formerly`) are its aliases.',
  example: 'Blue Sky Trading (Pty) Ltd',
  options,
  vocabularyOption: 'short_forms',
  recognise: recogniser({
    labels: listed(
      'organization, organisation, organization name, organisation name, name of organisation, company',
      'company name, firm, business, business name, trading name, trading as, legal name, legal entity',
      'entity name, employer, supplier, supplier name, vendor, vendor name, customer company, account name',
      'client, institution, institution name, facility, facility name, site name, charity name',
      'provider name, practice name, store name, maatskappy, maatskappy naam, organisasie, firma',
      'firmenname, unternehmen, organisation, lieferant, arbeitgeber, société, entreprise, raison sociale',
      'nom de l entreprise, fournisseur, établissement, empresa, razón social, compañía, organización',
      'nombre de la empresa, proveedor, razão social, nome da empresa, organização, fornecedor, bedrijf',
      'bedrijfsnaam, organisatie, leverancier, azienda, ragione sociale, società, ditta, fornitore, ente',
      'denominazione, cliente, party name, party, club, club name, nazwa firmy, kontrahent, klient, dostawca, müşteri, tedarikçi, unvan',
      'centro, centro educativo, colegio, escuela, denominación, hospital, clínica, farmacia, eczane, eczane adı, okul, okul adı, kurum, kurum adı, verein, vereinsname',
      'schule, einrichtung, träger, praxis, apotheke, école, lycée, club, hôpital, pharmacie, scuola, istituto, farmacia, szkoła, szpital, apteka',
      'организация, компания, наименование, şirket, firma adı, نام شركة, شركة, 公司, 公司名称, 会社名, 회사명',
    ),
    otherLabels: listed(
      'company type, company id, company number, company no, company size, company status, business type',
      'business phone, company email, company address, company website, company code, school type',
      'client id, client code, vendor code, facility type, company registration number, first name',
      'last name, family name, contact name, user name, file name, company category, date of birth',
    ),
    holds: (cell) =>
      /\p{L}{2}/u.test(cell) &&
      cell.length <= 160 &&
      !/@|:\/\//.test(cell) &&
      !saysNothing(cell.trim()) &&
      !(/\d/.test(cell) && (saysAmount(cell) || saysMeasure(cell) || looksLikeDate(cell))),
    distinctive,
  }),
  reader: (_, context) => {
    const read = organizationNameReader(legalFormsOf(context.country), new Map())
    const nobody = saidNothing('unusable_name', 'The name only stands for nobody; give the name of the organization.')
    return {
      normalise: (raw) => {
        const text = cleanText(raw)
        if (text !== null && saysNothing(text)) return nobody
        const { value, issues } = read(raw)
        return value === null ? { value, issues } : accepted(value.display)
      },
    }
  },
  column: 'string',
  parts: [
    {
      name: 'key',
      description: 'Equal for names that differ by case, spacing, punctuation, accents or legal form only.',
      column: 'string',
      of: (value, { country }) => orNull(organizationWords(value, legalFormsOf(country)).join('')),
    },
    {
      name: 'words',
      description: 'Its words without legal form, short forms spelt out.',
      column: 'string',
      of: (value, context) => orNull(wordsOf(value, context).join(' ')),
    },
    {
      name: 'word_list',
      description: 'The same words, each once, for those that two names share.',
      column: 'list<string>',
      of: (value, context) => [...new Set(wordsOf(value, context).filter((word) => word !== ''))].sort(),
    },
    {
      name: 'aliases',
      description: 'What else the name says that it is called: `t/a`, `formerly`, `aka`.',
      column: 'list<string>',
      alsoCalled: true,
      of: (value) => {
        const { aliases } = nameAndAliases(value)
        return aliases.length === 0 ? null : aliases
      },
    },
    {
      name: 'alias_keys',
      description: 'The keys of the same.',
      column: 'list<string>',
      of: (value, { country }) => {
        const keys = nameAndAliases(value).aliases.flatMap(
          (alias) => organizationWords(alias, legalFormsOf(country)).join('') || [],
        )
        return keys.length === 0 ? null : [...new Set(keys)]
      },
    },
    {
      name: 'called_keys',
      description: 'Its key and those of its aliases: by one of them it meets what bears only that.',
      column: 'list<string>',
      of: (value, { country }) => {
        const keys = [value, ...nameAndAliases(value).aliases].flatMap(
          (name) => organizationWords(name, legalFormsOf(country)).join('') || [],
        )
        return keys.length === 0 ? null : [...new Set(keys)]
      },
    },
    {
      name: 'numbers',
      description: 'The numbers in it, in their order: `School 12` and `School 21` are two.',
      column: 'string',
      of: (value, context) => orNull((wordsOf(value, context).join(' ').match(NUMBER) ?? []).join(' ')),
    },
    {
      name: 'start',
      description: 'Its first two words.',
      column: 'string',
      of: (value, context) => orNull(wordsOf(value, context).slice(0, START_WORDS).join(' ')),
    },
  ],
  compare: ({ value, isList, part }) => {
    if (isList)
      return [
        missing(value, 'no name'),
        sharesOne(part('key'), 'a name in common', { m: 0.75, u: 1e-5 }),
        sharesOne(part('words'), 'a name in common, short forms spelt out', { m: 0.1, u: 1e-5 }),
        otherwise('other names', { m: 0.15, u: 1 }),
      ]
    return [missing(value, 'no name'), ...nameLevels(part('key'), part('words'), part('called_keys'))]
  },
  block: (columns) => [
    columns.isList
      ? sameAttribute({ ...columns, value: columns.part('key') })
      : sameValue(columns.part('called_keys'), true),
    sameValue(columns.part('words'), columns.isList),
    sameValue(columns.part('start'), columns.isList),
  ],
  evidence: { frequency: 'few', exclusive: false, stable: false },
  keep: 'first',
  keeps: ['first', 'most_common', 'longest', 'distinct'],
  schema: () => z.string().min(1),
})
