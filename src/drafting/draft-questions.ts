import { LAWFUL_BASES } from '../contracts/contract.ts'
import type { Answers, DomainDraft, DraftSource, Question } from './draft.ts'
import { NO_KEY } from './draft-table.ts'
import { ENTITY_KINDS } from './entity-kinds.ts'
import { type CountryGuess, NO_COUNTRY } from './guess-country.ts'
import { tableName } from './sampled-table.ts'

/**
 * The bases that a draft about people may say. Consent is not one of them: it is given row by row, and the contract of each dataset must
 * say which column holds it.
 */
export const BASES: readonly string[] = LAWFUL_BASES.filter((basis) => basis !== 'none' && basis !== 'consent')

/** Below it a guess is asked about. */
const IN_DOUBT = 0.7

interface Guessed {
  readonly country: CountryGuess
  readonly sources: readonly DraftSource[]
  readonly personal: readonly string[]
  readonly lawfulBasis: string | null
  readonly answers: Answers
  /** To a domain that is there: then its trust beside other sources is asked for. */
  readonly isAdded: boolean
}

/** Types whose values cannot be read without a country. */
const OF_A_COUNTRY: ReadonlySet<string> = new Set(['phone', 'money', 'region', 'postcode'])
const INTERNATIONAL = /^\s*(?:\+|00)\d/

/** Whether something cannot be read, or is read by chance, as long as no country is known. */
export const needsCountry = ({ sources }: Pick<DomainDraft, 'sources'>): boolean =>
  sources
    .flatMap(({ tables }) => tables.flatMap(({ describes }) => describes.flatMap(({ attributes }) => attributes)))
    .some(({ type, guesses }) =>
      guesses.some(
        ({ column, order }) =>
          order?.sure === false ||
          (OF_A_COUNTRY.has(type.id) &&
            !(type.id === 'phone' && column.sample.every((cell) => INTERNATIONAL.test(cell)))),
      ),
    )

/** What is in doubt, each with the option that says it. */
export function askFor({ country, sources, personal, lawfulBasis, answers, isAdded }: Guessed): Question[] {
  const questions: Question[] = []
  const tables = sources.flatMap((source) => source.tables)
  if (country.confidence < IN_DOUBT)
    questions.push({
      id: 'country',
      table: null,
      text: 'Which country are most phones, addresses and days written in?',
      choices: [],
      guess: country.country === NO_COUNTRY ? null : country.country,
      option: '--country XX',
    })
  for (const { sample, entityConfidence, describes } of tables) {
    const table = tableName(sample)
    if (entityConfidence < IN_DOUBT && answers.entity?.get(table) === undefined)
      questions.push({
        id: 'entity',
        table,
        text: `What is a row of ${table} about?`,
        choices: Object.entries(ENTITY_KINDS).map(([value, { title }]) => ({ value, label: title })),
        guess: describes[0]?.entity ?? null,
        option: `--entity "${table}=organization"`,
      })
  }
  for (const { sample, keyConfidence, keyChoices, describes } of tables) {
    const table = tableName(sample)
    if (keyChoices.length > 0 && keyConfidence < IN_DOUBT && answers.key?.get(table) === undefined)
      questions.push({
        id: 'key',
        table,
        text: `Which column of ${table} tells its rows apart, for good?`,
        choices: [...keyChoices.map((value) => ({ value, label: value })), { value: NO_KEY, label: 'none of them' }],
        guess: describes.find(({ key }) => key !== null)?.key ?? NO_KEY,
        option: `--key "${table}=${keyChoices[0]}"`,
      })
  }
  const guesses = tables.flatMap(({ describes }) =>
    describes.flatMap(({ attributes }) => attributes.flatMap((attribute) => attribute.guesses)),
  )
  const order = guesses.find((guess) => guess.order?.sure === false)
  if (order?.order != null && answers.dateOrder === undefined)
    questions.push({
      id: 'date_order',
      table: null,
      text: `How are days written, as in "${order.column.label}"? No day of it can be read in one way only.`,
      choices: [
        { value: 'dmy', label: 'day, month, year' },
        { value: 'mdy', label: 'month, day, year' },
        { value: 'ymd', label: 'year, month, day' },
      ],
      guess: order.order.order,
      option: '--date-order dmy',
    })
  const decimal = guesses.find((guess) => guess.decimal?.sure === false)
  if (decimal?.decimal != null && answers.decimal === undefined)
    questions.push({
      id: 'decimal',
      table: null,
      text: `Which sign stands before decimals, as in "${decimal.column.label}"?`,
      choices: [
        { value: 'comma', label: 'comma: 1.234,5' },
        { value: 'point', label: 'point: 1,234.5' },
      ],
      guess: decimal.decimal.decimal,
      option: '--decimal comma',
    })
  const [added] = sources
  if (isAdded && answers.trust === undefined && added !== undefined)
    questions.push({
      id: 'trust',
      table: null,
      text: `How far is ${added.title} trusted beside the other sources? The higher number is believed.`,
      choices: [],
      guess: String(added.trust),
      option: `--trust ${added.trust}`,
    })
  if (personal.length > 0 && lawfulBasis === null)
    questions.push({
      id: 'lawful_basis',
      table: null,
      text: `Why may data about people be processed (${personal.slice(0, 3).join(', ')}${personal.length > 3 ? ` and ${personal.length - 3} more` : ''})?`,
      choices: BASES.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
      guess: null,
      option: `--lawful-basis ${BASES.join('|')}`,
    })
  return questions
}
