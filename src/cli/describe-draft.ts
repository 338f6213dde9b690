import { mask } from '../contracts/mask.ts'
import { NO_COUNTRY } from '../drafting/guess-country.ts'
import type { DomainDraft, DraftAttribute, Question, SkippedTable } from '../drafting/index.ts'
import { type SampledTable, tableName } from '../drafting/sampled-table.ts'
import { shellWord } from './complete-commands.ts'
import { plainText } from './plain-text.ts'
import { table } from './table.ts'

const SHOWN = 28

/** How sure a guess is, in words. */
const sureness = (confidence: number): string =>
  confidence >= 0.85 ? 'sure' : confidence >= 0.7 ? 'likely' : 'a guess'

/** A value of the column as it may be shown. */
function sampleOf({ type, pii, guesses }: DraftAttribute, ofPeople: boolean): string {
  const cell = guesses[0]?.column.sample[0] ?? ''
  const options = type.options.parse({})
  const cut = (text: string) => (text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text)
  const declared = pii ?? type.pii(options)
  // Text beside a person may be about the person, whatever it is called.
  if (declared === 'none' && ofPeople && type.id === 'text') return cut(mask(cell, 'personal'))
  return cut(pii === null ? type.mask(cell, options) : mask(cell, declared))
}

/** A table is named as the option names it. */
function howToTakeIn({ tables }: DomainDraft['sources'][number], sheet: string): string {
  const file = tables[0]?.sample.file ?? ''
  return `To take it in, say what a row of it is: --entity ${shellWord(`${plainText(tableName({ file, sheet }))}=item`)}`
}

const columnsOf = ({ mapping: { from } }: DraftAttribute): string[] =>
  Array.isArray(from) ? [...from] : Object.values(from).flat()

/** How each encoding reads some cells, where what the text is written in is a guess. */
function encodingLines(guess: SampledTable['guessedEncoding']): string[] {
  if (guess === null) return []
  return [
    `  Encoding: ${guess.encoding}, a guess. Correct encoding: in domain.yaml where another one reads it right:`,
    ...guess.readings.map(
      ({ encodings, cells }) =>
        `    ${encodings.join(', ')}: ${cells.map((cell) => `"${plainText(cell)}"`).join(', ')}`,
    ),
  ]
}

/** What was guessed, a table for each table of the files. */
export function describeDraft(draft: DomainDraft, skipped: readonly SkippedTable[], width: number | undefined): string {
  const lines: string[] = []
  for (const source of draft.sources) {
    const wide = source.files.filter((pattern) => pattern.includes('*'))
    if (wide.length > 0) lines.push(`Files called ${plainText(wide.join(', '))} are one list, later ones too.`)
    for (const { sample, describes, leftOut, unique } of source.tables) {
      const ofPeople = describes.some(({ entity }) => entity === 'person')
      const rows = `${sample.rows}${sample.complete ? '' : ' or more'} rows`
      lines.push(`${plainText(tableName(sample))}: ${rows}, ${sample.columns.length} columns`)
      if (sample.headerRow !== null)
        lines.push(
          `  Labels in row ${sample.headerRow}. Above: ${sample.above.map((text) => `"${plainText(mask(text, ofPeople ? 'personal' : 'none')).slice(0, 60)}"`).join(', ')}`,
        )
      lines.push(...encodingLines(sample.guessedEncoding))
      for (const { entity, key, role, belongsTo, attributes } of describes) {
        const facts = [
          key === null ? '' : `key ${key}${unique ? ', a register: its rows are never one' : ''}`,
          role === 'part' ? 'describes one that is known' : role === 'unless_known' ? 'once a name' : '',
          belongsTo === null
            ? ''
            : `of the ${belongsTo.entity} in ${[belongsTo.key, belongsTo.named].filter((one) => one !== null).join(' or ')}`,
        ].filter(Boolean)
        lines.push(`  ${entity}${facts.length === 0 ? '' : ` (${plainText(facts.join('; '))})`}`)
        const shown = attributes.map((attribute) => [
          `    ${attribute.name}`,
          attribute.type.id,
          sureness(attribute.confidence),
          columnsOf(attribute).join(' + '),
          sampleOf(attribute, ofPeople),
        ])
        lines.push(...table(shown, width))
      }
      for (const { label, why } of leftOut) lines.push(`  Left out: "${plainText(label)}", ${why}.`)
    }
    for (const sheet of source.ignoredSheets)
      lines.push(
        `Left out: the sheet "${plainText(sheet)}" of ${plainText(source.title)}, which is about nothing in particular. ${howToTakeIn(source, sheet)}`,
      )
  }
  for (const one of [...skipped, ...draft.unread])
    lines.push(`Left out: ${plainText(tableName(one))}. ${plainText(one.why)}`)
  const because = draft.countryBecause.length === 0 ? '' : `, by ${draft.countryBecause.slice(0, 2).join(' and ')}`
  const isGuess = draft.questions.some(({ id }) => id === 'country')
  lines.push(
    draft.country === NO_COUNTRY
      ? 'Country: nothing says one'
      : `Country: ${draft.country}${plainText(because)}${isGuess ? ' (a guess)' : ''}`,
  )
  return `${lines.join('\n')}\n`
}

/** What would be asked, and how to say it instead. */
export const describeQuestions = (questions: readonly Question[]): string =>
  questions
    .map(
      ({ text, guess, option }) =>
        `  ${plainText(text)}\n    ${plainText(option)}${guess === null ? '' : `    (guess: ${plainText(guess)})`}\n`,
    )
    .join('')

/** The draft for programs; samples are masked. */
export const draftDocument = (draft: DomainDraft, skipped: readonly SkippedTable[]) => ({
  domain: draft.id,
  country: draft.country,
  country_because: draft.countryBecause,
  lawful_basis: draft.lawfulBasis,
  personal: draft.personal,
  entities: draft.entities.map(({ id, dataset, attributes }) => ({
    id,
    dataset,
    attributes: attributes.map(({ name, type }) => ({ name, type: type.id })),
  })),
  sources: draft.sources.map(({ id, trust, files, ignoredSheets, tables }) => ({
    id,
    trust,
    files,
    ignored_sheets: ignoredSheets,
    tables: tables.map(({ sample, describes, leftOut, unique }) => ({
      file: sample.file,
      sheet: sample.sheet,
      rows: sample.rows,
      complete: sample.complete,
      header_row: sample.headerRow,
      encoding: sample.guessedEncoding?.encoding ?? null,
      unique,
      describes: describes.map(({ entity, role, key, belongsTo, attributes }) => ({
        entity,
        role,
        key,
        belongs_to: belongsTo,
        attributes: attributes.map((attribute) => ({
          name: attribute.name,
          type: attribute.type.id,
          columns: columnsOf(attribute),
          confidence: Math.round(attribute.confidence * 100) / 100,
          sample: sampleOf(
            attribute,
            describes.some((one) => one.entity === 'person'),
          ),
        })),
      })),
      left_out: leftOut,
    })),
  })),
  skipped: [...skipped, ...draft.unread],
  questions: draft.questions,
})
