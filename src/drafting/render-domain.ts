import type {
  DomainDraft,
  DraftAttribute,
  DraftDescription,
  DraftEntity,
  DraftSource,
  DraftTable,
  EntityAttribute,
} from './draft.ts'
import { NO_COUNTRY } from './guess-country.ts'
import type { GuessedEncoding } from './sampled-table.ts'
import { yamlComment, yamlList, yamlOneOrList, yamlText } from './yaml-text.ts'

/** Below it the file says that a line is a guess. */
const IN_DOUBT = 0.7

/** `domain.yaml` as a person would write it. */
export function renderDomain(draft: DomainDraft): string {
  const lines = [
    yamlComment(`What ${draft.sources.map(({ title }) => title).join(', ')} say, and what becomes of it.`),
    yamlComment(
      'Guessed from the files by hotpass init: correct it where it is wrong. `hotpass types` lists the types.',
    ),
    `id: ${yamlText(draft.id)}`,
    `title: ${yamlText(draft.title)}`,
    `country: ${draft.country}${countryRemark(draft)}`,
    ...(draft.lawfulBasis === null ? [] : [`lawful_basis: ${draft.lawfulBasis}`]),
    '',
    'entities:',
    ...draft.entities.flatMap(renderEntity),
    '',
    'sources:',
    ...draft.sources.flatMap(renderSource),
  ]
  return `${lines.join('\n')}\n`
}

function countryRemark({ country, countryBecause }: DomainDraft): string {
  if (country === NO_COUNTRY)
    return ` ${yamlComment('nothing says one; write the code of yours for phones, regions and days')}`
  return countryBecause.length === 0 ? '' : ` ${yamlComment(`by ${countryBecause.slice(0, 2).join(' and ')}`)}`
}

export function renderEntity({ id, dataset, idPrefix, namedBy, attributes, derived }: DraftEntity): string[] {
  return [
    `  ${id}:`,
    `    dataset: ${dataset}`,
    `    id_prefix: ${idPrefix}`,
    ...(namedBy === undefined ? [] : [`    named_by: ${yamlText(namedBy)}`]),
    '    attributes:',
    ...attributes.map(
      (attribute) => `      ${yamlText(attribute.name)}: ${attributeRule(attribute)}${doubt(attribute.confidence)}`,
    ),
    ...derived.map(({ name, rule }) => `      ${name}: ${rule}`),
  ]
}

const doubt = (confidence: number): string => (confidence < IN_DOUBT ? ` ${yamlComment('a guess')}` : '')

export function attributeRule({ type, keep, required, pii }: EntityAttribute): string {
  const words = [`type: ${type.id}`]
  if (required) words.push('required: true')
  if (keep !== null) words.push(`keep: ${keep}`)
  if (pii !== null) words.push(`pii: ${pii}`)
  return `{ ${words.join(', ')} }`
}

export function renderSource(source: DraftSource): string[] {
  return [
    `  - id: ${yamlText(source.id)}`,
    `    title: ${yamlText(source.title)}`,
    `    trust: ${source.trust} ${yamlComment('the higher number is believed when sources disagree')}`,
    ...(source.country === null ? [] : [`    country: ${source.country}`]),
    `    files: ${yamlList(source.files)}`,
    ...(source.ignoredSheets.length === 0
      ? []
      : [`    ignored_sheets: ${yamlList(source.ignoredSheets.map(sheetPattern))}`]),
    '    tables:',
    ...source.tables.flatMap(renderTable),
  ]
}

function renderTable(table: DraftSource['tables'][number]): string[] {
  const { sample } = table
  const head = [
    ...(table.id === null ? [] : [`id: ${yamlText(table.id)}`]),
    ...(sample.sheet === null ? [] : [`sheet: ${yamlText(sheetPattern(sample.sheet))}`]),
    ...(table.files.length === 0 ? [] : [`files: ${yamlList(table.files)}`]),
    ...(sample.headerRow === null
      ? []
      : [`header_row: ${sample.headerRow} ${yamlComment('what stands above is not read')}`]),
    ...(sample.guessedEncoding === null ? [] : renderEncoding(sample.guessedEncoding)),
    ...(table.unique ? [`unique: true ${yamlComment('a register: two of its rows are never one')}`] : []),
  ]
  const lines = [
    ...head,
    ...leftOutRemarks(table),
    'describes:',
    ...table.describes.flatMap((description) => renderDescription(description).map((line) => `  ${line}`)),
  ]
  return lines.map((line, at) => (at === 0 ? `      - ${line}` : `        ${line}`))
}

/** The encoding with what it and others make of some cells, so that whoever reads it sees whether it is right. */
function renderEncoding({ encoding, readings: [own, ...others] }: GuessedEncoding): string[] {
  const cells = (found: GuessedEncoding['readings'][number]) => found.cells.map((cell) => `"${cell}"`).join(', ')
  return [
    `encoding: ${encoding} ${yamlComment(`a guess, by which it reads ${own === undefined ? 'nothing' : cells(own)}`)}`,
    ...others.slice(0, 4).map((one) => yamlComment(`  ${one.encodings.join(', ')} would read ${cells(one)}`)),
  ]
}

/** The name of a sheet; blanks around it, which YAML's readers take off, are any. */
const sheetPattern = (name: string): string => name.replace(/^\s+|\s+$/g, '*')

const leftOutRemarks = ({ leftOut }: DraftTable): string[] =>
  leftOut.slice(0, 50).map(({ label, why }) => yamlComment(`left out: "${label}", ${why}`))

function renderDescription({ entity, role, key, belongsTo, attributes }: DraftDescription): string[] {
  return [
    `- entity: ${entity}`,
    ...(role === 'record' ? [] : [`  role: ${role}`]),
    ...(key === null ? [] : [`  key: ${yamlText(key)}`]),
    ...(belongsTo === null ? [] : [`  belongs_to: { ${belongsTo.entity}: ${belonging(belongsTo)} }`]),
    ...(attributes.length === 0 ? ['  attributes: {}'] : ['  attributes:']),
    ...attributes.map((attribute) => `    ${yamlText(attribute.name)}: ${mappingText(attribute)}`),
  ]
}

function belonging({ key, named }: NonNullable<DraftDescription['belongsTo']>): string {
  const words = [
    ...(key === null ? [] : [`key: ${yamlText(key)}`]),
    ...(named === null ? [] : [`${key === null ? 'named' : 'or_named'}: ${yamlText(named)}`]),
  ]
  return `{ ${words.join(', ')} }`
}

function mappingText({ mapping: { from, isJoined, order, decimal } }: DraftAttribute): string {
  const more = [...(order === null ? [] : [`order: ${order}`]), ...(decimal === null ? [] : [`decimal: ${decimal}`])]
  if (isList(from)) {
    if (isJoined) return `{ ${[`join: ${yamlList(from)}`, ...more].join(', ')} }`
    if (more.length === 0) return yamlOneOrList(from)
    return `{ ${[`column: ${yamlOneOrList(from)}`, ...more].join(', ')} }`
  }
  const parts = Object.entries(from).map(([part, labels]) => `${part}: ${yamlOneOrList(labels)}`)
  return `{ ${[`parts: { ${parts.join(', ')} }`, ...more].join(', ')} }`
}

const isList = (from: DraftAttribute['mapping']['from']): from is readonly string[] => Array.isArray(from)
