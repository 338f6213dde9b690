import type { CompiledDomain } from '../domain/index.ts'
import { shellText } from './complete-commands.ts'
import { nearest } from './nearest.ts'

/** A word that sources say and a vocabulary does not have. */
export interface UnknownWord {
  readonly vocabulary: string
  readonly field: string
  readonly word: string
  readonly rows: number
  /** The term that is spelt most like it, or null. */
  readonly near: string | null
}

/** Of values that were set aside those that a vocabulary would take, by the vocabulary of their attribute or of a mapping of it. */
export function unknownWords(
  domain: CompiledDomain,
  aside: readonly { readonly entity: string; readonly field: string; readonly value: string; readonly rows: number }[],
): UnknownWord[] {
  return aside.flatMap(({ entity, field, value, rows }) => {
    const contexts = [
      ...domain.entities
        .filter(({ id }) => id === entity)
        .flatMap(({ attributes }) => attributes.filter(({ name }) => name === field).map(({ context }) => context)),
      ...domain.sources.flatMap(({ tables }) =>
        tables.flatMap(({ describes }) =>
          describes
            .filter((one) => one.entity === entity)
            .flatMap(({ attributes }) => attributes.filter(({ attribute }) => attribute.name === field))
            .flatMap(({ readings }) => readings.map(({ context }) => context)),
        ),
      ),
    ]
    // Personal values are masked, and a mask is no word.
    if (isPersonal(domain, entity, field)) return []
    const vocabulary = contexts.find((context) => context.vocabulary !== undefined)?.vocabulary
    if (vocabulary === undefined) return []
    const near = nearest(value, [...new Set(vocabulary.terms.values())]) ?? null
    return [{ vocabulary: vocabulary.id, field: `${entity}.${field}`, word: value, rows, near }]
  })
}

const isPersonal = ({ entities }: CompiledDomain, entity: string, field: string): boolean =>
  entities.some(
    ({ id, attributes }) => id === entity && attributes.some(({ name, pii }) => name === field && pii !== 'none'),
  )

/** A line for each, and the command that takes the first of them in. */
export function wordLines(words: readonly UnknownWord[], domain: string): string[] {
  const [first] = words
  if (first === undefined) return []
  return [
    'Words that no vocabulary has:',
    ...words.map(
      ({ vocabulary, field, word, rows, near }) =>
        `  ${rows} ${rows === 1 ? 'row says' : 'rows say'} "${word}" for ${field}: add it to vocabularies/${vocabulary}.yaml${near === null ? '' : `, perhaps as "${near}"`}`,
    ),
    learnCommand(first, domain),
  ]
}

function learnCommand({ vocabulary, word, near }: UnknownWord, domain: string): string {
  const quoted = shellText(word)
  const options = `${near === null ? '' : `--as ${shellText(near)} `}--domain ${domain}`
  // A word that begins as an option does is none behind two dashes.
  return word.startsWith('-')
    ? `  hotpass domain learn ${options} -- ${vocabulary} ${quoted}`
    : `  hotpass domain learn ${vocabulary} ${quoted} ${options}`
}
